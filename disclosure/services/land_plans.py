"""The draft plans of a project and what follows them: opinions, the dialogue with those who disagree, the letters about it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, select

from accounts.permissions import Actor
from core.codes import clean_code
from core.errors import BadInput, NotFound
from core.extensions import db
from core.permissions import Permission
from core.text import clean_line
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.clock import local_date
from deadlines.engine import Due, due_on
from deadlines.queries import term
from deadlines.terms import NotInForce
from dialogue.models import Dialogue
from dialogue.states import DialogueState
from disclosure.land_events import (
    LandDialogueLinked,
    LandLetterLinked,
    LandLetterUnlinked,
    LandOpinionsCounted,
    LandPlanAdded,
)
from disclosure.land_models import LandLetter, LandPlan, LandProject
from disclosure.land_rules import PLAN_DIALOGUE, PLAN_POSTING, Opinions, opinion_faults
from disclosure.land_states import LandStep
from disclosure.models import DisclosureItem
from disclosure.queries.land import Plan, plans_of
from disclosure.services.land_steps import enter_land, load_project
from disclosure.states import ItemState
from feedback.models import Case
from feedback.states import LIVES_IN_OTHERS, CaseKind, CaseState

LINKED_KINDS = frozenset({CaseKind.PETITION.value, CaseKind.REFLECTION.value})
"""What may be linked to a project: a letter that somebody read and found to be one of these."""
UNREAD = frozenset({CaseState.RECEIVED, *LIVES_IN_OTHERS})


def add_plan(project_id: int, item_id: int, *, actor: Actor, at: datetime) -> None:
    """Let an item of disclosure, just begun, be a draft plan of the project; once for each item. Event: LandPlanAdded.

    From now on it hangs at least as long as the term of land says. Raises as load_project.
    """
    known = db.session.scalar(select(LandPlan.project_id).where(LandPlan.item_id == item_id))
    if known is not None:
        return
    row = load_project(project_id, actor=actor, step=LandStep.POST, version=None)
    db.session.add(LandPlan(unit_id=row.unit_id, project_id=row.id, item_id=item_id))
    enter_land(row, LandStep.POST, LandPlanAdded, actor=actor, at=at, item_id=item_id)


def count_opinions(
    project_id: int, item_id: int, opinions: Opinions, *, actor: Actor, at: datetime, version: int, calendar: WorkingCalendar
) -> None:  # fmt: skip
    """Write down who agrees with a draft plan; written again, it takes the place of what stood there. Event: LandOpinionsCounted.

    Who disagrees is owed a dialogue: its last day is counted from the day of the minutes and kept with its proof.
    Raises as load_project, and BadInput (what opinion_faults says; opinions_early with ``until``; calendar_not_covered).
    """
    row = load_project(project_id, actor=actor, step=LandStep.COUNT, version=version)
    plan = _plan(row, item_id)
    opinions = Opinions(
        agree=opinions.agree, disagree=opinions.disagree, minutes=clean_line(opinions.minutes), minutes_on=opinions.minutes_on
    )
    posted = _seen(row, item_id, today=local_date(at))
    faults = opinion_faults(opinions, posted_until=posted.until, today=local_date(at))
    if faults or opinions.minutes_on is None or opinions.disagree is None:
        raise BadInput(faults, until=posted.until.isoformat() if posted.until else "")
    due = _owed(opinions.minutes_on, actor, calendar) if opinions.disagree else None
    plan.agree, plan.disagree = opinions.agree, opinions.disagree
    plan.minutes, plan.minutes_on = opinions.minutes, opinions.minutes_on
    plan.dialogue_due_on, plan.proof = (due.due_on, due.proof.to_dict()) if due else (None, None)
    plan.dialogue_id = plan.dialogue_id if due else None
    enter_land(
        row, LandStep.COUNT, LandOpinionsCounted, actor=actor, at=at, item_id=item_id, agree=opinions.agree,
        disagree=opinions.disagree, minutes_on=opinions.minutes_on, due_on=plan.dialogue_due_on,
    )  # fmt: skip


def _owed(minutes_on: date, actor: Actor, calendar: WorkingCalendar) -> Due:
    try:
        return due_on(term(PLAN_DIALOGUE, minutes_on, unit_id=actor.unit_id), minutes_on, calendar)
    except (NotInForce, CalendarNotCovered):
        raise BadInput({"minutes_on": "calendar_not_covered"}) from None


def link_dialogue(
    project_id: int, item_id: int, dialogue_id: int | None, *, actor: Actor, at: datetime, version: int
) -> None:  # fmt: skip
    """Name the dialogue that answers those who disagree; None: none any more. Event: LandDialogueLinked.

    Raises as load_project, and BadInput (no_dialogue_owed, dialogue_unknown: called off, another commune's, before the minutes).
    """
    row = load_project(project_id, actor=actor, step=LandStep.TALK, version=version)
    plan = _plan(row, item_id)
    if plan.dialogue_due_on is None or plan.minutes_on is None:
        raise BadInput({"dialogue_id": "no_dialogue_owed"})
    known = select(Dialogue.id).where(
        Dialogue.unit_id == row.unit_id, Dialogue.id == dialogue_id, Dialogue.held_on >= plan.minutes_on,
        Dialogue.state != DialogueState.CANCELLED.value,
    )  # fmt: skip
    if dialogue_id is not None and db.session.scalar(known) is None:
        raise BadInput({"dialogue_id": "dialogue_unknown"})
    plan.dialogue_id = dialogue_id
    enter_land(row, LandStep.TALK, LandDialogueLinked, actor=actor, at=at, item_id=item_id, dialogue_id=dialogue_id)


def link_letter(project_id: int, code: str, *, actor: Actor, at: datetime, version: int) -> None:
    """Say that a petition or reflection of the commune is about the project. Event: LandLetterLinked.

    Raises as load_project, and BadInput (letter_unknown, letter_unread, letter_kind, letter_twice).
    """
    row = load_project(project_id, actor=actor, step=LandStep.LINK, version=version)
    wanted = clean_code(code)
    query = select(Case).where(Case.unit_id == row.unit_id, Case.code == wanted).with_for_update()
    case = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none() if wanted else None
    if case is None or Permission.CASE_READ not in actor.permissions:
        raise BadInput({"code": "letter_unknown"})
    if case.state in UNREAD or case.kind not in LINKED_KINDS:
        raise BadInput({"code": "letter_unread" if case.state in UNREAD else "letter_kind"})
    letters = select(LandLetter.id).where(LandLetter.project_id == row.id, LandLetter.case_id == case.id)
    if db.session.scalar(letters) is not None:
        raise BadInput({"code": "letter_twice"})
    db.session.add(LandLetter(unit_id=row.unit_id, project_id=row.id, case_id=case.id, linked_by=actor.id, linked_at=at))
    db.session.flush()
    enter_land(row, LandStep.LINK, LandLetterLinked, actor=actor, at=at, case_id=case.id)


def unlink_letter(project_id: int, case_id: int, *, actor: Actor, at: datetime, version: int) -> None:
    """Say that a letter is not about the project after all. Event: LandLetterUnlinked. Raises as load_project."""
    row = load_project(project_id, actor=actor, step=LandStep.LINK, version=version)
    gone = delete(LandLetter).where(LandLetter.project_id == row.id, LandLetter.case_id == case_id)
    if not db.session.execute(gone).rowcount:  # type: ignore[attr-defined]
        raise NotFound()
    enter_land(row, LandStep.LINK, LandLetterUnlinked, actor=actor, at=at, case_id=case_id)


def posting_term_of(item_id: int) -> str:
    """Return the term by which a draft plan hangs, or nothing for what is no draft plan."""
    return PLAN_POSTING if db.session.scalar(select(LandPlan.id).where(LandPlan.item_id == item_id)) else ""


def forget_plan(item_id: int) -> None:
    """Take a draft plan out of its project because its item is thrown away."""
    db.session.execute(delete(LandPlan).where(LandPlan.item_id == item_id))


def _plan(row: LandProject, item_id: int) -> LandPlan:
    query = select(LandPlan).join(DisclosureItem, DisclosureItem.id == LandPlan.item_id)
    published = DisclosureItem.state == ItemState.PUBLISHED.value
    found = db.session.scalars(query.where(LandPlan.project_id == row.id, LandPlan.item_id == item_id, published)).one_or_none()
    if found is None:
        raise NotFound()
    return found


def _seen(row: LandProject, item_id: int, *, today: date) -> Plan:
    return next(plan for plan in plans_of(row.unit_id, [row.id], today=today)[row.id] if plan.item_id == item_id)
