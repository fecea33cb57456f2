"""The rules of skilful models: the table of steps, and what a registration, a year's result and a recognition must hold. Pure.

No law stands behind them: the movement belongs to the Party and the Front (docs/adr/0045).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.permissions import Permission
from skilful.catalogue import levels, spheres
from skilful.states import OPEN, Carrier, Result, State, Step

ASSESS_BY, ASSESS_BY_DEFAULT = "skilful_assess_by", (11, 30)
NAME_LEAST, NAME_MOST, TEXT_LEAST, TEXT_MOST = 5, 200, 10, 3000
CARRIER_LEAST, CARRIER_MOST, ORGANISATION_MOST, DOCUMENT_MOST, UNIT_MOST = 3, 200, 160, 80, 40
REASON_LEAST, REASON_MOST = 10, 2000
AMOUNT_MOST = 999_999_999
YEARS_BACK, YEARS_AHEAD = 10, 1


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A row of the table: from which states, to which (None: it stays), by which permission."""

    frm: frozenset[State]
    to: State | None
    permission: Permission


_REGISTERED, _ASSESSED = frozenset({State.REGISTERED}), frozenset({State.ASSESSED})
_KEPT = OPEN | {State.ENDED}
_WRITE, _DECIDE = Permission.SKILFUL_WRITE, Permission.SKILFUL_DECIDE

STEPS: dict[Step, Passage] = {
    Step.CORRECT: Passage(frm=_KEPT, to=None, permission=_WRITE),
    Step.NOTE: Passage(frm=OPEN, to=None, permission=_WRITE),
    Step.HIDE_NOTE: Passage(frm=_KEPT, to=None, permission=_WRITE),
    Step.ASSESS: Passage(frm=_REGISTERED, to=State.ASSESSED, permission=_DECIDE),
    Step.REASSESS: Passage(frm=_ASSESSED, to=State.REGISTERED, permission=_DECIDE),
    Step.RECOGNISE: Passage(frm=_ASSESSED, to=None, permission=_DECIDE),
    Step.STRIKE: Passage(frm=_ASSESSED, to=None, permission=_DECIDE),
    Step.CARRY_ON: Passage(frm=_ASSESSED, to=State.REGISTERED, permission=_WRITE),
    Step.END: Passage(frm=OPEN, to=State.ENDED, permission=_WRITE),
    Step.WITHDRAW: Passage(frm=_REGISTERED, to=State.WITHDRAWN, permission=_WRITE),
    Step.PUBLISH: Passage(frm=_KEPT, to=None, permission=_DECIDE),
    Step.TAKE_BACK: Passage(frm=_KEPT, to=None, permission=_DECIDE),
}
"""Step → where it leads. What else a step needs (a recognition, a public note, what is published) is said by ``may_take``."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a model stands, as far as steps ask. ``result``, ``recognised``: of its latest year; ``first_year``: no other."""

    state: State
    result: str = ""
    recognised: bool = False
    public_notes: bool = False
    first_year: bool = True
    published: bool = False
    taken_back: bool = False


def may_take(step: Step, standing: Standing) -> bool:
    """Return whether the table allows a step: what was recognised is not assessed again, what failed is not recognised."""
    more = {
        Step.HIDE_NOTE: standing.public_notes,
        Step.REASSESS: not standing.recognised,
        Step.RECOGNISE: standing.result != Result.NOT_ACHIEVED,
        Step.STRIKE: standing.recognised,
        Step.WITHDRAW: standing.first_year and not standing.published,
        Step.PUBLISH: not standing.published,
        Step.TAKE_BACK: standing.published and not standing.taken_back,
    }
    return standing.state in STEPS[step].frm and more.get(step, True)


@dataclass(frozen=True, kw_only=True)
class NewModel:
    """A registration as it was typed. ``named``: the person agrees to be named; ``what``: what is done and for whom."""

    name: str
    kind: str
    carrier: str
    sphere: str
    what: str
    goal: str
    year: int | None
    named: bool = False
    village_id: int | None = None
    department_id: int | None = None
    organisation: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    learned_from_id: int | None = None


def typed_faults(new: NewModel, *, today: date) -> dict[str, str]:
    """Return what is wrong with a registration as it was typed: field → code."""
    least = {"name": NAME_LEAST, "carrier": CARRIER_LEAST, "what": TEXT_LEAST, "goal": TEXT_LEAST}
    most = {
        "name": NAME_MOST, "carrier": CARRIER_MOST, "organisation": ORGANISATION_MOST, "what": TEXT_MOST, "goal": TEXT_MOST,
    }  # fmt: skip
    faults = {name: "text_long" for name, number in most.items() if len(getattr(new, name)) > number}
    faults |= {name: f"{name}_missing" for name, number in least.items() if len(getattr(new, name)) < number}
    if new.kind not in set(Carrier):
        faults["kind"] = "kind_unknown"
    elif new.named and new.kind == Carrier.COLLECTIVE:
        faults["named"] = "named_collective"
    if new.sphere not in spheres():
        faults["sphere"] = "sphere_unknown"
    if new.department_id is None and not new.organisation:
        faults["department_id"] = "keeper_missing"
    if new.starts_on is not None and new.ends_on is not None and new.ends_on < new.starts_on:
        faults["ends_on"] = "ends_before"
    return faults | year_faults(new.year, today=today)


def year_faults(year: int | None, *, today: date, after: int | None = None) -> dict[str, str]:
    """Return what is wrong with the year of a registration; ``after``: it goes on from that year."""
    if year is None or not today.year - YEARS_BACK <= year <= today.year + YEARS_AHEAD:
        return {"year": "year_bad"}
    return {"year": "year_before"} if after is not None and year <= after else {}


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What came of a year as it was typed; ``amount`` with its ``unit``: "45 hộ"."""

    result: str
    outcome: str
    amount: int | None = None
    unit: str = ""


def assessment_faults(said: Assessment) -> dict[str, str]:
    """Return what is wrong with the result of a year; a number has its unit, and a unit its number."""
    faults = {}
    if said.result not in set(Result):
        faults["result"] = "choice_unknown"
    if not TEXT_LEAST <= len(said.outcome) <= TEXT_MOST:
        faults["outcome"] = "outcome_missing" if len(said.outcome) < TEXT_LEAST else "text_long"
    if said.amount is not None and not 0 <= said.amount <= AMOUNT_MOST:
        faults["amount"] = "number_bad"
    if said.amount is not None and not said.unit:
        faults["unit"] = "unit_missing"
    if said.unit and said.amount is None:
        faults["amount"] = "amount_missing"
    if len(said.unit) > UNIT_MOST:
        faults["unit"] = "text_long"
    return faults


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """A decision that recognises a model, as it was typed."""

    level: str
    document: str
    decided_on: date | None


def recognition_faults(new: Recognition, *, today: date) -> dict[str, str]:
    """Return what is wrong with a recognition."""
    faults = {}
    if new.level not in levels():
        faults["level"] = "choice_unknown"
    if not new.document or len(new.document) > DOCUMENT_MOST:
        faults["document"] = "text_long" if new.document else "document_missing"
    if new.decided_on is None:
        faults["decided_on"] = "date_bad"
    elif new.decided_on > today:
        faults["decided_on"] = "decided_later"
    return faults


def note_faults(
    words: str, on: date | None, *, today: date, year: int, starts_on: date | None = None
) -> dict[str, str]:  # fmt: skip
    """Return what is wrong with a progress note; ``year``: the first for which the model is registered.

    What prepares a model is noted before it begins, from that year on.
    """
    first = min(starts_on or date.max, date(year, 1, 1))
    faults = {}
    if not TEXT_LEAST <= len(words) <= TEXT_MOST:
        faults["words"] = "words_missing" if len(words) < TEXT_LEAST else "text_long"
    if on is None or on.year < today.year - YEARS_BACK:
        faults["on"] = "date_bad"
    elif on > today:
        faults["on"] = "note_later"
    elif on < first:
        faults["on"] = "note_early"
    return faults


def reason_faults(reason: str) -> dict[str, str]:
    """Return what is wrong with a reason."""
    if len(reason) < REASON_LEAST:
        return {"reason": "reason_short"}
    return {"reason": "text_long"} if len(reason) > REASON_MOST else {}


def assess_by(text: str, year: int) -> date:
    """Return by which day the models of a year are assessed: day/month (or month-day, as it once was), else 30 November.

    >>> assess_by("15/12", 2026), assess_by("12-15", 2026), assess_by("soon", 2026)
    (datetime.date(2026, 12, 15), datetime.date(2026, 12, 15), datetime.date(2026, 11, 30))
    """
    day, slash, month = text.strip().partition("/")
    if not slash:
        month, _dash, day = text.strip().partition("-")
    try:
        return date(year, int(month), int(day))
    except (ValueError, OverflowError):
        return date(year, *ASSESS_BY_DEFAULT)


def subject_of(model_id: int) -> str:
    """Return the name under which letters and audit speak of a model."""
    return f"skilful:{model_id}"
