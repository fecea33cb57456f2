"""What decides about an entry: dates that can be, conditions of each step, and which totals may leave the room. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from denunciation.states import (
    AGAIN,
    DEMAND,
    DUTIES,
    SETTLE,
    SETTLE_COMPLEX,
    SETTLE_VERY_COMPLEX,
    Act,
    Criterion,
    EndGround,
    Result,
    Scope,
    StillGround,
    Superior,
)

LEAST_SHOWN = 5
SHOWN_AFTER = timedelta(days=30)
PUBLISH, POSTING = "TC.CONCLUSION.PUBLISH", "TC.CONCLUSION.POSTING"
TEXT_LEAST, TEXT_MOST = 5, 20_000
NEXT_SETTLE = {SETTLE: SETTLE_COMPLEX, SETTLE_COMPLEX: SETTLE_VERY_COMPLEX}
CRITERIA_NEEDED = {SETTLE_COMPLEX: 1, SETTLE_VERY_COMPLEX: 2}
NEED_TEXT = frozenset(
    {Act.LENGTHEN, Act.DECLINE, Act.CRIME, Act.EXTEND, Act.SUSPEND, Act.RESUME, Act.WITHDRAW, Act.DISCONTINUE, Act.CONCLUDE}
)
NEED_NUMBER = frozenset(
    {
        Act.ACCEPT,
        Act.TRANSFER,
        Act.EXTEND,
        Act.SUSPEND,
        Act.RESUME,
        Act.DISCONTINUE,
        Act.CONCLUDE,
        Act.REPORT_DEMANDED,
        Act.AGAIN_DECIDED,
    }
)
TOLD_LATER = frozenset({Act.FULFIL, Act.AGAIN, Act.AGAIN_DECIDED})
"""What may have happened before the last step: a duty done, and what the superior received and decided (heard of later)."""
NEED_RECEIVER = frozenset({Act.TRANSFER, Act.CRIME})


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What an official says of a step: the day it was done (local date), the paper's number, the reason and the rest."""

    act: Act
    on: date
    text: str = ""
    number: str = ""
    receiver: str = ""
    duty: str = ""
    until: date | None = None
    criteria: frozenset[Criterion] = frozenset()
    result: Result | None = None
    scope: Scope | None = None
    still: StillGround | None = None
    ground: EndGround | None = None
    superior: Superior | None = None
    accused_id: int | None = None
    accused_text: str = ""
    conditions_met: bool = False


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the rules need to know of an entry: when it came, its last step, running clocks (code → start), and who settles.

    ``concluded_on`` None: there is no conclusion. ``unsigned``: nobody knows who denounces. ``being_settled``: it was
    accepted and not concluded, so that it ends by a decision (Law on Denunciations 2018, Art. 34). ``posted_least``: for how
    many days in a row a conclusion is published (term TC.CONCLUSION.POSTING).
    """

    received_on: date
    last_on: date
    running: Mapping[str, date]
    beyond_commune: bool
    extensions: int
    concluded_on: date | None = None
    unsigned: bool = False
    being_settled: bool = False
    posted_least: int = 0


def faults_of(deed: Deed, standing: Standing, *, today: date) -> dict[str, str]:
    """Return what is wrong with a step, field → code (empty: it can be done). Codes are in denunciation.phrases.FAULTS."""
    faults: dict[str, str] = {}
    if deed.on > today:
        faults["on"] = "day_ahead"
    elif deed.on < _earliest(deed, standing):
        faults["on"] = "day_before_last"
    if deed.act in NEED_TEXT and len(deed.text) < TEXT_LEAST:
        faults["text"] = "text_missing"
    if _needs_number(deed, standing) and not deed.number:
        faults["number"] = "number_missing"
    if deed.act in NEED_RECEIVER and not deed.receiver:
        faults["receiver"] = "receiver_missing"
    return faults | _own_faults(deed, standing)


def _needs_number(deed: Deed, standing: Standing) -> bool:
    """Return whether a step is a paper; a withdrawal ends by a decision only what was accepted (Art. 34.3)."""
    ended = deed.act is Act.WITHDRAW and standing.being_settled and not goes_on(deed)
    return ended or deed.act in NEED_NUMBER


def _earliest(deed: Deed, standing: Standing) -> date:
    """Return the first day on which a step can have been done; the superior receives nothing again before the conclusion."""
    if deed.act not in TOLD_LATER:
        return standing.last_on
    if deed.act is Act.FULFIL:
        return standing.received_on
    return standing.running.get(AGAIN) or standing.concluded_on or standing.received_on


def _own_faults(deed: Deed, standing: Standing) -> dict[str, str]:
    match deed.act:
        case Act.ACCEPT if standing.beyond_commune:
            return {"": "beyond_commune"}
        case Act.ACCEPT if standing.unsigned:
            return {"": "unsigned"}
        case Act.ACCEPT if not deed.conditions_met:
            return {"conditions_met": "conditions_missing"}
        case Act.EXTEND:
            return _extension_faults(deed, standing)
        case Act.FULFIL:
            return _duty_faults(deed, standing)
        case Act.DISCONTINUE if deed.ground is None:
            return {"ground": "ground_missing"}
        case Act.CONCLUDE if deed.result is None:
            return {"result": "result_missing"}
        case Act.CLOSE if any(code in standing.running for code in DUTIES):
            return {"": "duties_open"}
        case Act.REPORT_DEMANDED | Act.AGAIN | Act.AGAIN_DECIDED:
            return _superior_faults(deed, standing)
    return {}


def _superior_faults(deed: Deed, standing: Standing) -> dict[str, str]:
    if deed.act is Act.REPORT_DEMANDED:
        return {"": "report_owed"} if DEMAND in standing.running else {}
    if deed.act is Act.AGAIN:
        return {"": "again_running"} if AGAIN in standing.running else {}
    if AGAIN not in standing.running:
        return {"": "again_unknown"}
    return {"superior": "superior_missing"} if deed.superior is None else {}


def _extension_faults(deed: Deed, standing: Standing) -> dict[str, str]:
    code = next_settle(standing.running)
    if code is None:
        return {"": "extended_twice"}
    if len(deed.criteria) < CRITERIA_NEEDED[code]:
        return {"criteria": "criterion_missing" if code == SETTLE_COMPLEX else "second_criterion_missing"}
    return {}


def _duty_faults(deed: Deed, standing: Standing) -> dict[str, str]:
    if deed.duty not in standing.running or deed.duty not in DUTIES:
        return {"duty": "duty_unknown"}
    if deed.on < standing.running[deed.duty]:
        return {"on": "day_before_last"}
    if deed.duty == PUBLISH and (deed.until is None or deed.until < deed.on + timedelta(days=standing.posted_least - 1)):
        return {"until": "posted_too_short"}
    return {}


def next_settle(running: Mapping[str, date]) -> str | None:
    """Return the term that the settlement goes on under after an extension, or None after the second one.

    30 days; complex 60; specially complex 90, all counted from the day of acceptance (Law on Denunciations, Art. 30).
    """
    return next((NEXT_SETTLE[code] for code in NEXT_SETTLE if code in running), None)


def goes_on(deed: Deed) -> bool:
    """True when a withdrawn denunciation is settled all the same: signs of a breach, withdrawn under pressure, or slander.

    Also when only a part of it was withdrawn, or only some of several denouncers withdrew (Law on Denunciations 2018, Art. 33).
    """
    left = deed.still is not None or deed.scope in (Scope.PART, Scope.SOME_PEOPLE)
    return deed.act is Act.WITHDRAW and left


def shown_totals(counts: Mapping[str, int], *, last_on: date, today: date) -> dict[str, int | None]:
    """Return the totals that may leave the room: none before 30 days have passed, none when any of them is below five.

    One small number would give itself away, and a missing one among shown ones could be subtracted; so all or nothing.
    """
    shown = today >= last_on + SHOWN_AFTER and all(number >= LEAST_SHOWN for number in counts.values())
    return {name: number if shown else None for name, number in counts.items()}
