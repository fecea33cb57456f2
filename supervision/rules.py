"""The rules of recommendations: the table of steps, by when an answer is due, what a paper and an answer must hold. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.permissions import Permission
from deadlines.terms import Direction, Term, TermUnit
from feedback.signs import reads_as_denunciation
from supervision.states import UNANSWERED, Body, PromiseState, State, Step, Verdict

_MARK = re.compile(r"(?:[0-9]{1,2}[.)/](?![0-9])|[-–—•*+](?![0-9]))\s*")
REPLY, OFFICE_REPLY = "DC.TTND.REPLY", "GS.REPLY"
REPLY_DAYS = "supervision_reply_days"
ROUNDS_MOST = 2
TITLE_LEAST, TITLE_MOST, TEXT_LEAST, TEXT_MOST = 5, 200, 10, 5000
NAME_MOST, DOCUMENT_MOST, ABOUT_MOST, REASON_LEAST, REASON_MOST = 160, 80, 200, 10, 2000
WORDS = ("title", "subject", "asked", "about", "organisation")
"""What a body says of its recommendation in words of its own."""
DENOUNCES = "reads_as_denunciation"
ART_40_1C = "40.1c"
"""Law on Grassroots Democracy 2022, Art. 40(1)(c): the People's Committee looks at what the Board recommends and answers it."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A row of the table: from which states, to which (None: it stays), by which permission, and the article ("": ours)."""

    frm: frozenset[State]
    to: State | None
    permission: Permission
    article: str = ""


_ANSWERED = frozenset({State.ANSWERED, State.CLOSED})

STEPS: dict[Step, Passage] = {
    Step.CORRECT: Passage(frm=frozenset({State.RECEIVED}), to=None, permission=Permission.SUPERVISION_WRITE),
    Step.ASSIGN: Passage(
        frm=frozenset({State.RECEIVED, State.ASSIGNED}), to=State.ASSIGNED, permission=Permission.SUPERVISION_HANDLE
    ),
    Step.DRAFT: Passage(
        frm=frozenset({State.ASSIGNED, State.DRAFTED}), to=State.DRAFTED, permission=Permission.SUPERVISION_HANDLE
    ),
    Step.SEND_BACK: Passage(frm=frozenset({State.DRAFTED}), to=State.ASSIGNED, permission=Permission.SUPERVISION_DECIDE),
    Step.ANSWER: Passage(
        frm=frozenset({State.DRAFTED}), to=State.ANSWERED, permission=Permission.SUPERVISION_DECIDE, article=ART_40_1C
    ),
    Step.JUDGE: Passage(frm=frozenset({State.ANSWERED}), to=State.CLOSED, permission=Permission.SUPERVISION_WRITE),
    Step.ASK_AGAIN: Passage(frm=frozenset({State.ANSWERED}), to=State.ASSIGNED, permission=Permission.SUPERVISION_WRITE),
    Step.WITHDRAW: Passage(frm=UNANSWERED, to=State.WITHDRAWN, permission=Permission.SUPERVISION_WRITE),
    Step.SETTLE: Passage(
        frm=frozenset({State.ASSIGNED, State.DRAFTED}) | _ANSWERED, to=None, permission=Permission.SUPERVISION_HANDLE
    ),
    Step.AGREE: Passage(frm=_ANSWERED, to=None, permission=Permission.SUPERVISION_WRITE),
    Step.ALLOW: Passage(frm=_ANSWERED, to=None, permission=Permission.SUPERVISION_DECIDE),
    Step.TAKE_BACK: Passage(frm=frozenset(State), to=None, permission=Permission.SUPERVISION_DECIDE),
}
"""Step → where it leads. What else a step needs (a second round, an open promise, what is public) is said by ``may_take``."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a recommendation stands, as far as steps ask: its round, and who has agreed that everybody reads it."""

    state: State
    round_number: int = 1
    open_promises: bool = False
    agreed: bool = False
    allowed: bool = False
    published: bool = False
    taken_back: bool = False


def may_take(step: Step, standing: Standing) -> bool:
    """Return whether the table allows a step: asked again once, withdrawn before the first answer, taken back for good."""
    passage = STEPS[step]
    more = {
        Step.ASK_AGAIN: standing.round_number < ROUNDS_MOST,
        Step.WITHDRAW: standing.round_number == 1,
        Step.SETTLE: standing.open_promises,
        Step.AGREE: not standing.agreed and not standing.taken_back,
        Step.ALLOW: not standing.allowed and not standing.taken_back,
        Step.TAKE_BACK: standing.published and not standing.taken_back,
    }
    return standing.state in passage.frm and more.get(step, True)


def by_law(body: Body) -> bool:
    """Return whether the law says by when this body is answered: the People's Inspection Board only (Art. 40(1)(c))."""
    return body is Body.PEOPLES_INSPECTION


def office_term(days: int) -> Term:
    """Return the term for bodies of which no law known to us names a number: ``days`` calendar days that the commune has set."""
    return Term(
        code=OFFICE_REPLY, family=OFFICE_REPLY, case_kind="DC", number=days, unit=TermUnit.CALENDAR_DAY,
        direction=Direction.AFTER, hard=False, confidence="uncertain: configurable", stage_vi="Trả lời kiến nghị giám sát",
        stage_en="Answer to a supervision recommendation", clock_vi="ngày nhận kiến nghị",
        clock_en="the day the recommendation was received", actor_vi="UBND xã", actor_en="commune People's Committee",
        basis_vi="cài đặt của xã; luật không ghi số ngày cho cơ quan giám sát này",
        basis_en="a setting of the commune; the law names no number of days for this body",
    )  # fmt: skip


def points_of(asked: str) -> list[str]:
    r"""Return what is asked, demand by demand, without the numbers and dashes that people write before a line.

    >>> points_of("1. Sửa cống trước Tết\n2) Trả lời bằng văn bản\n- 2.5 km đường\n\n10.000 đồng")
    ['Sửa cống trước Tết', 'Trả lời bằng văn bản', '2.5 km đường', '10.000 đồng']
    """
    lines = (_MARK.sub("", line.strip()) for line in asked.splitlines())
    return [line for line in lines if line]


@dataclass(frozen=True, kw_only=True)
class NewRecommendation:
    """A paper as it was typed. ``asked`` one demand a line; ``about`` what it belongs to, in free words."""

    body: str
    title: str
    subject: str
    asked: str
    received_on: date | None
    organisation: str = ""
    document: str = ""
    document_on: date | None = None
    about: str = ""


def typed_faults(new: NewRecommendation, *, today: date) -> dict[str, str]:
    """Return what is wrong with a paper as it was typed: field → code; one that reads as a denunciation is not taken at all."""
    most = {"organisation": NAME_MOST, "document": DOCUMENT_MOST, "about": ABOUT_MOST, "subject": TEXT_MOST, "asked": TEXT_MOST}
    faults = {name: "text_long" for name, number in most.items() if len(getattr(new, name)) > number}
    if new.body not in set(Body):
        faults["body"] = "body_unknown"
    elif new.body == Body.MEMBER_ORGANISATION and not new.organisation:
        faults["organisation"] = "organisation_missing"
    if not TITLE_LEAST <= len(new.title) <= TITLE_MOST:
        faults["title"] = "title_missing" if len(new.title) < TITLE_LEAST else "text_long"
    faults |= {name: f"{name}_missing" for name in ("subject", "asked") if len(getattr(new, name)) < TEXT_LEAST}
    typed = {name: getattr(new, name) for name in WORDS}
    return faults | _days(new, today=today) | denouncing(typed)


def denouncing(typed: Mapping[str, str]) -> dict[str, str]:
    """Return which of the words that were typed (field → text) read as a denunciation (Law on Denunciations 2018, Art. 8, 22)."""
    return {name: DENOUNCES for name, text in typed.items() if reads_as_denunciation(text)}


def _days(new: NewRecommendation, *, today: date) -> dict[str, str]:
    if new.received_on is None:
        return {"received_on": "date_bad"}
    if new.received_on > today:
        return {"received_on": "received_later"}
    if new.document_on is not None and new.document_on > new.received_on:
        return {"document_on": "document_later"}
    return {}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer as it was typed: what is accepted, what is not and why, what will be done until ``promise_on``."""

    accepted: str = ""
    refused: str = ""
    why: str = ""
    promised: str = ""
    promise_on: date | None = None


def answer_faults(answer: Answer, *, today: date) -> dict[str, str]:
    """Return what is wrong with an answer: it takes something up or refuses it with a reason, and a promise has its day."""
    texts = ("accepted", "refused", "why", "promised")
    faults = {name: "text_long" for name in texts if len(getattr(answer, name)) > TEXT_MOST}
    if not answer.accepted and not answer.refused:
        faults["accepted"] = "answer_missing"
    if answer.refused and not answer.why:
        faults["why"] = "why_missing"
    if answer.why and not answer.refused:
        faults["refused"] = "refused_missing"
    if answer.promised and answer.promise_on is None:
        faults["promise_on"] = "promise_day_missing"
    elif answer.promise_on is not None and not answer.promised:
        faults["promised"] = "promised_missing"
    elif answer.promise_on is not None and answer.promise_on < today:
        faults["promise_on"] = "promise_past"
    return faults


def settling_faults(outcome: str, words: str) -> dict[str, str]:
    """Return what is wrong with the end of a promise; one that was not kept says why."""
    if outcome not in set(PromiseState):
        return {"outcome": "choice_unknown"}
    if outcome == PromiseState.NOT_DONE and len(words) < REASON_LEAST:
        return {"words": "reason_short"}
    return {"words": "text_long"} if len(words) > REASON_MOST else {}


def verdict_faults(verdict: str, words: str) -> dict[str, str]:
    """Return what is wrong with the word of the body on an answer; who is not satisfied says why."""
    if verdict not in set(Verdict):
        return {"verdict": "choice_unknown"}
    if verdict == Verdict.NOT_SATISFIED and len(words) < REASON_LEAST:
        return {"words": "reason_short"}
    return {"words": "text_long"} if len(words) > REASON_MOST else denouncing({"words": words})


def reason_faults(reason: str, *, field: str = "reason") -> dict[str, str]:
    """Return what is wrong with a reason."""
    if len(reason) < REASON_LEAST:
        return {field: "reason_short"}
    return {field: "text_long"} if len(reason) > REASON_MOST else denouncing({field: reason})


def days_late(*, due_on: date, answered_on: date | None, today: date) -> int:
    """Return by how many days an answer came after its last day, or is late so far; 0 in time (Civil Code, Art. 148.6)."""
    return max(0, ((answered_on or today) - due_on).days)


def reminder_of(due_on: date, *, today: date, left: int, soon: int) -> str:
    """Say which letter an unanswered one gets: "late", "soon" (``left`` working days, ``soon`` or fewer), or none."""
    if today > due_on:
        return "late"
    return "soon" if left <= soon else ""


def subject_of(recommendation_id: int) -> str:
    """Return the name under which letters and audit speak of a recommendation."""
    return f"supervision:{recommendation_id}"


Facts = Mapping[str, str | int | bool | None]
"""Plain values beside an entry of the log; never anybody's words."""
