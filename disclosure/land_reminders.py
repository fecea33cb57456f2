"""Reminders of land projects, each once: a draft hung long enough and nobody noted who agrees; a dialogue is owed, is late."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.queries import setting
from core import letters, outbox
from core.transaction import transaction
from deadlines.clock import local_date
from disclosure.land_states import PlanPhase, TalkState
from disclosure.queries.land import Plan, open_land_ids, plans_of
from feedback.queries import people
from feedback.reminders import at_work
from feedback.services.upkeep import unhurried

DESK_PATH = "/can-bo/cong-khai/du-an/{project_id}"


def remind_lands(at: datetime) -> int:
    """Lay the day's reminders of every commune; return how many letters were laid.

    Nothing happens before 07:00 and on days on which the commune does not work.
    """
    return sum(_remind(unit_id, at=at) for unit_id, _calendar in at_work(at))


def land_reminder_of(plan: Plan, *, today: date, ahead: int) -> str:
    """Say which letter a draft plan gets today, or none; a dialogue is owed soon ``ahead`` days before its last day."""
    if plan.phase is PlanPhase.COUNTING:
        return "land_posted"
    if plan.talk.state is TalkState.LATE:
        return "land_dialogue_late"
    if plan.talk.state is TalkState.WAITING and plan.talk.due_on and plan.talk.due_on - timedelta(days=ahead) <= today:
        return "land_dialogue_soon"
    return ""


def _remind(unit_id: int, *, at: datetime) -> int:
    today, laid = local_date(at), 0
    ahead = int(setting(unit_id, "dialogue_plan_days"))
    for part in unhurried(open_land_ids(unit_id)):
        with transaction():
            plans = plans_of(unit_id, [project_id for project_id, _official in part], today=today)
            for project_id, official_id in part:
                for plan in plans[project_id]:
                    template = land_reminder_of(plan, today=today, ahead=ahead)
                    laid += _lay(plan, template, unit_id, project_id, official_id, at=at) if template else 0
    return laid


def _lay(plan: Plan, template: str, unit_id: int, project_id: int, official_id: int, *, at: datetime) -> int:
    """Lay a letter for whoever answers for the project, once for each draft and its day; it says nothing of the project."""
    day = plan.talk.due_on or plan.until
    address = letters.public_address(DESK_PATH.format(project_id=project_id))
    words = letters.render(f"disclosure/{template}.txt", locale="vi", day=day, desk_url=address)
    return outbox.tell_officials(
        people.official(unit_id, official_id), unit_id=unit_id, at=at, event=template, subject=f"land:{project_id}",
        title=words.title, body=words.body, mark=f"{template}:{plan.item_id}:{day}",
    )  # fmt: skip
