"""What a land project needs, when opinions on its draft plan may be written down, and when a dialogue is owed. Pure.

Source: Land Law 2024, Art. 87: the draft plan is posted for at least 30 days (term LAND.PLAN.POST); where somebody disagrees, a
dialogue is held within 60 days (term LAND.PLAN.DIALOGUE).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogue.states import DialogueState
from disclosure.land_states import PlanPhase, TalkState
from disclosure.rules import DOCUMENT_MOST, SUMMARY_MOST, TITLE_MOST
from disclosure.states import ItemState

PLAN_KIND = "3"
"""The clause of Art. 11 under which a compensation plan is disclosed."""
PLAN_POSTING, PLAN_DIALOGUE = "LAND.PLAN.POST", "LAND.PLAN.DIALOGUE"
PEOPLE_MOST = 100_000
OVER = frozenset({DialogueState.HELD.value, DialogueState.CONCLUDED.value})


@dataclass(frozen=True, kw_only=True)
class NewProject:
    """A project as it was typed; ``document`` and ``decided_on``: the decision or plan that it comes from."""

    name: str
    document: str
    decided_on: date | None
    department_id: int | None
    official_id: int | None
    summary: str = ""
    village_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Opinions:
    """Who agrees with a draft plan and who does not, as the minutes say."""

    agree: int | None
    disagree: int | None
    minutes: str
    minutes_on: date | None


@dataclass(frozen=True, kw_only=True)
class Talk:
    """The dialogue that is owed. ``late``: days after the last day on which it was held, is to be held, or for which it waits."""

    state: TalkState
    due_on: date | None = None
    on: date | None = None
    late: int = 0


NO_TALK = Talk(state=TalkState.NONE)


def project_faults(project: NewProject, *, today: date) -> dict[str, str]:
    """Return what is wrong with a project as it was typed: field → code."""
    faults = {}
    if not project.name:
        faults["name"] = "name_missing"
    if not project.document:
        faults["document"] = "document_missing"
    lengths = {"name": TITLE_MOST, "document": DOCUMENT_MOST, "summary": SUMMARY_MOST}
    faults |= {name: "text_long" for name, most in lengths.items() if len(getattr(project, name)) > most}
    if project.decided_on is None or project.decided_on > today:
        faults["decided_on"] = "decided_later" if project.decided_on else "date_bad"
    if project.official_id is None:
        faults["official_id"] = "owner_missing"
    if project.department_id is None:
        faults["department_id"] = "department_missing"
    if not project.village_ids:
        faults["village_ids"] = "project_villages_missing"
    return faults


def opinion_faults(opinions: Opinions, *, posted_until: date | None, today: date) -> dict[str, str]:
    """Return what is wrong with opinions; they are asked when the draft hung as long as the law wants, until ``posted_until``."""
    faults = {}
    numbers = {"agree": opinions.agree, "disagree": opinions.disagree}
    for name, number in numbers.items():
        if number is None or not 0 <= number <= PEOPLE_MOST:
            faults[name] = "people_bad"
    if not faults and not any(numbers.values()):
        faults["agree"] = "people_none"
    if not opinions.minutes or len(opinions.minutes) > DOCUMENT_MOST:
        faults["minutes"] = "text_long" if opinions.minutes else "minutes_missing"
    if opinions.minutes_on is None:
        faults["minutes_on"] = "date_bad"
    elif opinions.minutes_on > today:
        faults["minutes_on"] = "minutes_later"
    elif posted_until is None:
        faults["minutes_on"] = "not_posted"
    elif opinions.minutes_on < posted_until:
        faults["minutes_on"] = "opinions_early"
    return faults


def talk_of(*, disagree: int, due_on: date | None, dialogue: str, held_on: date | None, today: date) -> Talk:
    """Return where the duty of a dialogue stands; ``dialogue`` is the state of the one that is linked, "" for none."""
    if not disagree or due_on is None:
        return NO_TALK
    if held_on is None or dialogue in ("", DialogueState.CANCELLED):
        late = max(0, (today - due_on).days)
        return Talk(state=TalkState.LATE if late else TalkState.WAITING, due_on=due_on, late=late)
    state = TalkState.HELD if dialogue in OVER else TalkState.ARRANGED
    day = held_on if state is TalkState.HELD else max(held_on, today)
    return Talk(state=state, due_on=due_on, on=held_on, late=max(0, (day - due_on).days))


def phase_of(item: ItemState, *, until: date | None, counted: bool, talk: Talk, today: date) -> PlanPhase:
    """Return where a draft plan stands; ``until``: the last day for which it has to hang, None while it hangs nowhere."""
    if item is not ItemState.PUBLISHED:
        return PlanPhase.GONE if item is ItemState.WITHDRAWN else PlanPhase.COMING
    if counted:
        return PlanPhase.SETTLED if talk.state in (TalkState.NONE, TalkState.HELD) else PlanPhase.TALKING
    if until is None:
        return PlanPhase.UNPOSTED
    return PlanPhase.POSTING if today <= until else PlanPhase.COUNTING


def finishing_gap(phases: Sequence[PlanPhase]) -> str:
    """Return why a project may not end yet, or nothing: a draft hangs, opinions are missing, or a dialogue is owed."""
    if PlanPhase.TALKING in phases:
        return "dialogue_owed"
    if {PlanPhase.COUNTING, PlanPhase.UNPOSTED, PlanPhase.COMING} & set(phases):
        return "opinions_owed"
    return "posting_goes_on" if PlanPhase.POSTING in phases else ""
