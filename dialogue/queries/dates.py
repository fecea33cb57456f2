"""The days around a dialogue with their proofs: the last day to announce it, the day for its results, the checklist."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from accounts.models import Official
from accounts.queries import setting
from core.extensions import db
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.clock import local_date
from deadlines.engine import Due, count_back, due_on, is_overdue
from deadlines.queries import term
from deadlines.terms import NotInForce, Term
from dialogue.checklist import RULES, Anchor, CheckRule, CheckStep
from dialogue.minute_models import Minutes
from dialogue.planning_models import DialogueCheck
from dialogue.queries.dialogues import DialogueView
from dialogue.rules import NOTICE, NoticeRule, notice_rules, result_terms
from dialogue.states import DialogueKind, DialogueState

OFFICE_BEFORE, OFFICE_AFTER = "DLG.PARTY.COLLECT", "DLG.PARTY.CONCLUSION"
"""Office rules whose wording serves for the office's other numbers, which are settings."""


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """A step with its day (None: nothing names one, the calendar does not reach, or the law was another), who did it when.

    ``hard``: a law that binds this dialogue wants it.
    ``passed``: its day had gone by when an ad hoc dialogue was put onto the plan, so that nobody could have kept it.
    """

    step: CheckStep
    hard: bool
    ticked: bool
    due: Due | None
    due_on: date | None
    late: bool
    done_on: date | None
    done_by: str
    note: str
    passed: bool = False


def last_notice(
    unit_id: int, kinds: Collection[str], *, held_on: date, on: date, calendar: WorkingCalendar
) -> tuple[NoticeRule, Due] | None:
    """Return the last day to announce a dialogue by the strictest of what binds these kinds ``on`` a day; None: nothing does.

    Raises CalendarNotCovered, NotInForce.
    """
    found = []
    for rule in notice_rules([DialogueKind(kind) for kind in kinds]):
        if rule is NoticeRule.LAW:
            ruling = term(NOTICE, on, unit_id=unit_id)
        else:
            ruling = _of_setting(term(OFFICE_BEFORE, on, unit_id=unit_id), rule.value, unit_id=unit_id)
        found.append((rule, count_back(ruling, held_on, calendar)))
    return min(found, key=lambda item: (item[1].due_on, item[1].proof.by_office), default=None)


def notice_due(unit_id: int, kinds: Collection[str], *, held_on: date, on: date, calendar: WorkingCalendar) -> Due | None:
    """Return the last day to announce a dialogue; None when nothing names one, or when it cannot be computed."""
    try:
        found = last_notice(unit_id, kinds, held_on=held_on, on=on, calendar=calendar)
    except (CalendarNotCovered, NotInForce):
        return None
    return found[1] if found else None


def results_due(unit_id: int, kinds: Collection[str], *, held_on: date, calendar: WorkingCalendar) -> Due | None:
    """Return the day for the results, the stricter of all kinds that the event satisfies; None: nothing names one, or unknown."""
    found = []
    for code in result_terms([DialogueKind(kind) for kind in kinds]):
        try:
            found.append(due_on(term(code, held_on, unit_id=unit_id), held_on, calendar))
        except (CalendarNotCovered, NotInForce):
            continue
    return min(found, key=lambda due: (due.due_on, due.proof.by_office), default=None)


def check_lines(view: DialogueView, *, unit_id: int, calendar: WorkingCalendar, today: date) -> list[CheckLine]:
    """Return the checklist of a dialogue, in its order."""
    rows, known = _ticks(view.id), _known(view, today=today)
    lines = []
    for step, rule in RULES.items():
        due = _due(step, rule, view, unit_id=unit_id, calendar=calendar)
        last = view.held_on if step is CheckStep.MINUTES else due.due_on if due else None
        done_on, done_by, note = rows.get(step.value) or (known.get(step), "", "")
        over = view.state == DialogueState.CANCELLED.value
        hard = rule.hard and (step is CheckStep.MINUTES or (due is not None and not due.proof.by_office))
        passed = bool(view.ad_hoc_reason) and not rule.hard and last is not None and last < local_date(view.created_at)
        late = not over and not passed and done_on is None and last is not None and is_overdue(last, today)
        lines.append(
            CheckLine(
                step=step, hard=hard, ticked=rule.ticked, due=due, due_on=last, late=late, done_on=done_on,
                done_by=done_by, note=note, passed=passed and done_on is None,
            )
        )  # fmt: skip
    return lines


def _known(view: DialogueView, *, today: date) -> dict[CheckStep, date | None]:
    """Return the steps that the product knows from the dialogue itself, with their day; nobody need tick them."""
    finished_at = db.session.scalar(select(Minutes.finished_at).where(Minutes.dialogue_id == view.id))
    opened_on = max(view.questions_from, view.announced_on) if view.questions_from and view.announced_on else None
    return {
        CheckStep.NOTICE: view.announced_on, CheckStep.RESULTS: view.concluded_on, CheckStep.CONCLUSION: view.concluded_on,
        CheckStep.MINUTES: local_date(finished_at) if finished_at else None,
        CheckStep.QUESTIONS: opened_on if opened_on and opened_on <= today else None,
    }  # fmt: skip


def _due(step: CheckStep, rule: CheckRule, view: DialogueView, *, unit_id: int, calendar: WorkingCalendar) -> Due | None:
    if step is CheckStep.MINUTES or (
        step is CheckStep.CONCLUSION and not result_terms([DialogueKind(k) for k in view.satisfies])
    ):
        return None
    if step is CheckStep.RESULTS:
        return results_due(unit_id, view.satisfies, held_on=view.held_on, calendar=calendar)
    if step is CheckStep.NOTICE:
        on = view.announced_on or view.held_on
        return notice_due(unit_id, view.satisfies, held_on=view.held_on, on=on, calendar=calendar)
    start = view.held_on
    if rule.anchor is Anchor.CONCLUDED:
        results = results_due(unit_id, view.satisfies, held_on=view.held_on, calendar=calendar)
        start = view.concluded_on or (results.due_on if results else view.held_on)
    try:
        ruling = term(rule.term or _office(rule), view.announced_on or view.held_on, unit_id=unit_id)
        if rule.setting:
            ruling = _of_setting(ruling, rule.setting, unit_id=unit_id)
        return due_on(ruling, start, calendar)
    except (CalendarNotCovered, NotInForce):
        return None


def _of_setting(ruling: Term, key: str, *, unit_id: int) -> Term:
    """Return an office rule with the number of a setting; whatever law the lent term leans on is not its own."""
    return replace(ruling, code=key, number=int(setting(unit_id, key)), basis_vi="quy định của cơ quan", basis_en="office rule")


def _office(rule: CheckRule) -> str:
    return OFFICE_BEFORE if rule.anchor is Anchor.BEFORE else OFFICE_AFTER


def _ticks(dialogue_id: int) -> dict[str, tuple[date, str, str]]:
    query = (
        select(DialogueCheck.step, DialogueCheck.done_on, Official.full_name, DialogueCheck.note)
        .join_from(DialogueCheck, Official, Official.id == DialogueCheck.done_by)
        .where(DialogueCheck.dialogue_id == dialogue_id)
    )
    return {step: (done_on, name, note) for step, done_on, name, note in db.session.execute(query)}
