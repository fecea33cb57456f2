"""What an entry of the register can be, what can be done with it from there, and on which article that stands. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntryState(StrEnum):
    """Where a denunciation stands on its road."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    CONCLUDED = "concluded"
    CLOSED = "closed"
    TRANSFERRED = "transferred"
    NOT_ACCEPTED = "not_accepted"
    DISCONTINUED = "discontinued"


class Source(StrEnum):
    """How it came: signed letter, told and written down, unsigned (Art. 25), passed on by the press (Art. 26), or moved here."""

    LETTER = "letter"
    ORAL = "oral"
    UNSIGNED = "unsigned"
    PASSED_ON = "passed_on"
    MOVED = "moved"


class Act(StrEnum):
    """Everything that can be done with an entry."""

    NAME_ACCUSED = "name_accused"
    LENGTHEN = "lengthen"
    ACCEPT = "accept"
    DECLINE = "decline"
    TRANSFER = "transfer"
    CRIME = "crime"
    FULFIL = "fulfil"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    DISCONTINUE = "discontinue"
    CONCLUDE = "conclude"
    CLOSE = "close"
    REPORT_DEMANDED = "report_demanded"
    AGAIN = "again"
    AGAIN_DECIDED = "again_decided"


class Result(StrEnum):
    """What the conclusion says of the denunciation: right, wrong, or right in part (Art. 35.2)."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"


class Superior(StrEnum):
    """What the superior decides of what came to him again: it stays as settled, or he settles it anew (Art. 37)."""

    STANDS = "stands"
    ANEW = "anew"


class Scope(StrEnum):
    """What is withdrawn: everything, some contents, or what some of several denouncers denounced (Art. 33)."""

    WHOLE = "whole"
    PART = "part"
    SOME_PEOPLE = "some_people"


class EndGround(StrEnum):
    """Why the settlement ends though nobody withdrew (Art. 34.3 b, c): the accused has died, or it was settled elsewhere."""

    DIED = "died"
    SETTLED = "settled"


class StillGround(StrEnum):
    """Why a withdrawn denunciation is settled all the same (Decree 156/2026, Art. 1.4)."""

    BREACH = "breach"
    COERCED = "coerced"
    SLANDER = "slander"


class Criterion(StrEnum):
    """The seven marks of a complex matter (Decree 31/2019, Art. 3.2): one makes it complex, two specially complex."""

    PLACES = "places"
    CONTENTS = "contents"
    PEOPLE = "people"
    FOREIGN = "foreign"
    BODIES = "bodies"
    DISAGREE = "disagree"
    CONTRADICTING = "contradicting"


OPEN_STATES = frozenset({EntryState.RECEIVED, EntryState.ACCEPTED, EntryState.SUSPENDED, EntryState.CONCLUDED})
BEFORE_CONCLUSION = frozenset({EntryState.RECEIVED, EntryState.ACCEPTED, EntryState.SUSPENDED})
RECEIVED, ACCEPTED = frozenset({EntryState.RECEIVED}), frozenset({EntryState.ACCEPTED})
BEING_SETTLED, SETTLED = ACCEPTED | {EntryState.SUSPENDED}, frozenset({EntryState.CONCLUDED, EntryState.CLOSED})

TRIAGE, TRIAGE_EXT, TRANSFER = "TC.TRIAGE", "TC.TRIAGE.EXT", "TC.TRANSFER"
NOTIFY, CRIME = "TC.ACCEPT.NOTIFY", "TC.CRIME"
SETTLE, SETTLE_COMPLEX, SETTLE_VERY_COMPLEX = "TC.SETTLE", "TC.SETTLE.COMPLEX", "TC.SETTLE.VERY_COMPLEX"
SUSPEND_SEND = "TC.SUSPEND.SEND"
CONCLUSION_SEND, CONCLUSION_ACT, CONCLUSION_PUBLISH = "TC.CONCLUSION.SEND", "TC.CONCLUSION.ACT", "TC.CONCLUSION.PUBLISH"
PRESS, RESULT_REPORT = "TC.PRESS", "TC.RESULT.REPORT"
AGAIN, DEMAND = "TC.AGAIN", "TC.AGAIN.OVERDUE"
"""The superior examines what was denounced again: followed, never chased. His demand for a report binds the commune."""
COMMUNES_OWN = (TRIAGE, TRIAGE_EXT, PRESS, NOTIFY, SETTLE, SETTLE_COMPLEX, SETTLE_VERY_COMPLEX, SUSPEND_SEND, DEMAND)
"""Clocks of what the commune itself would do; they end when it turns out that only the province may do it."""

DUTIES = (NOTIFY, SUSPEND_SEND, CONCLUSION_SEND, CONCLUSION_ACT, CONCLUSION_PUBLISH, RESULT_REPORT, PRESS, DEMAND)
"""Clocks that end when somebody says on which day the duty was done; the others end with a step."""
FOLLOWS = {CONCLUSION_ACT: RESULT_REPORT}
"""What has to be done after a duty, from the day on which that was done (Art. 36.3: the result is reported)."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One row of the table: from where, to where (None: it stays), its article, the clocks it starts, those it ends.

    ``beyond``: states from which it can be done too when the accused is chair or vice-chair. ``starts_from``: the states from
    which alone its clocks start (None: from each).
    """

    act: Act
    states: frozenset[EntryState]
    leads_to: EntryState | None
    legal_basis: str
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    beyond: frozenset[EntryState] = frozenset()
    starts_from: frozenset[EntryState] | None = None

    def can_be_done(self, state: str, *, beyond_commune: bool) -> bool:
        """True when the table allows it from a state."""
        return state in self.states or (beyond_commune and state in self.beyond)

    def clocks_from(self, state: str) -> tuple[str, ...]:
        """Return the clocks that it starts when it is done from a state."""
        return self.starts if self.starts_from is None or state in self.starts_from else ()


STEPS: tuple[Step, ...] = (
    Step(
        act=Act.NAME_ACCUSED, states=BEFORE_CONCLUSION, leads_to=None,
        legal_basis="Nghị định 31/2019/NĐ-CP, khoản 2 Điều 5",
    ),
    Step(
        act=Act.LENGTHEN, states=RECEIVED, leads_to=None, legal_basis="Luật Tố cáo 2018, khoản 1 Điều 24",
        starts=(TRIAGE_EXT,), ends=(TRIAGE,),
    ),
    Step(
        act=Act.ACCEPT, states=RECEIVED, leads_to=EntryState.ACCEPTED, legal_basis="Luật Tố cáo 2018, Điều 29",
        starts=(NOTIFY, SETTLE), ends=(TRIAGE, TRIAGE_EXT, TRANSFER),
    ),
    Step(
        act=Act.DECLINE, states=RECEIVED, leads_to=EntryState.NOT_ACCEPTED,
        legal_basis="Luật Tố cáo 2018, khoản 1 Điều 24, Điều 25, Điều 29", ends=(TRIAGE, TRIAGE_EXT, TRANSFER),
    ),
    Step(
        act=Act.TRANSFER, states=RECEIVED, leads_to=EntryState.TRANSFERRED,
        legal_basis="Luật Tố cáo 2018, khoản 2 Điều 24", ends=(TRIAGE, TRIAGE_EXT, TRANSFER), beyond=BEFORE_CONCLUSION,
    ),
    Step(
        act=Act.CRIME, states=OPEN_STATES, leads_to=None,
        legal_basis="Luật Tố cáo 2018, khoản 1 Điều 27 và khoản 2 Điều 36",
    ),
    Step(
        act=Act.FULFIL, leads_to=None, legal_basis="Luật Tố cáo 2018, Điều 26, 29, 34, 35, 36, 38, 40",
        states=OPEN_STATES | {EntryState.DISCONTINUED, EntryState.NOT_ACCEPTED, EntryState.TRANSFERRED},
    ),
    Step(
        act=Act.EXTEND, states=ACCEPTED, leads_to=None,
        legal_basis="Luật Tố cáo 2018, Điều 30; Nghị định 31/2019/NĐ-CP, Điều 3",
    ),
    Step(
        act=Act.SUSPEND, states=ACCEPTED, leads_to=EntryState.SUSPENDED, legal_basis="Luật Tố cáo 2018, Điều 34",
        starts=(SUSPEND_SEND,),
    ),
    Step(
        act=Act.RESUME, states=frozenset({EntryState.SUSPENDED}), leads_to=EntryState.ACCEPTED,
        legal_basis="Luật Tố cáo 2018, khoản 2 Điều 34",
    ),
    Step(
        act=Act.WITHDRAW, states=BEFORE_CONCLUSION, leads_to=EntryState.DISCONTINUED,
        legal_basis="Luật Tố cáo 2018, Điều 33; Nghị định 156/2026/NĐ-CP, khoản 4 Điều 1", starts=(SUSPEND_SEND,),
        ends=(TRIAGE, TRIAGE_EXT, TRANSFER, SETTLE, SETTLE_COMPLEX, SETTLE_VERY_COMPLEX), starts_from=BEING_SETTLED,
    ),
    Step(
        act=Act.DISCONTINUE, states=BEING_SETTLED, leads_to=EntryState.DISCONTINUED,
        legal_basis="Luật Tố cáo 2018, khoản 3 và khoản 4 Điều 34", starts=(SUSPEND_SEND,),
        ends=(SETTLE, SETTLE_COMPLEX, SETTLE_VERY_COMPLEX),
    ),
    Step(
        act=Act.CONCLUDE, states=ACCEPTED, leads_to=EntryState.CONCLUDED, legal_basis="Luật Tố cáo 2018, Điều 35",
        starts=(CONCLUSION_SEND, CONCLUSION_ACT, CONCLUSION_PUBLISH), ends=(SETTLE, SETTLE_COMPLEX, SETTLE_VERY_COMPLEX),
    ),
    Step(
        act=Act.CLOSE, states=frozenset({EntryState.CONCLUDED}), leads_to=EntryState.CLOSED,
        legal_basis="Luật Tố cáo 2018, Điều 36, 40",
    ),
    Step(
        act=Act.REPORT_DEMANDED, states=BEING_SETTLED, leads_to=None,
        legal_basis="Luật Tố cáo 2018, khoản 2 và khoản 3 Điều 38", starts=(DEMAND,),
    ),
    Step(
        act=Act.AGAIN, states=SETTLED, leads_to=None, legal_basis="Luật Tố cáo 2018, khoản 1 và khoản 2 Điều 37",
        starts=(AGAIN,),
    ),
    Step(
        act=Act.AGAIN_DECIDED, states=SETTLED, leads_to=None, legal_basis="Luật Tố cáo 2018, Điều 37", ends=(AGAIN,),
    ),
)  # fmt: skip


def step_of(act: Act) -> Step:
    """Return the row of an act."""
    return next(step for step in STEPS if step.act == act)
