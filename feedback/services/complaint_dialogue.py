"""The dialogue of the procedure: at least five days' notice, and minutes (LKN Art. 30; Decree 124/2020 Art. 28 as amended)."""

from __future__ import annotations

import re
from datetime import date, datetime

from accounts.permissions import Actor
from core.errors import BadInput
from core.extensions import db
from core.text import clean_line, clean_text
from deadlines import queries as legal_time
from deadlines.calendar import CalendarNotCovered
from deadlines.clock import local_date
from deadlines.engine import count_back
from deadlines.terms import NotInForce
from feedback.complaint_events import DialogueInvited
from feedback.complaint_models import ComplaintDialogue
from feedback.complaint_states import ComplaintAction, Presence
from feedback.models import Case
from feedback.queries.complaint_facts import dialogues_of
from feedback.services.complaint_base import choice, day_of_fact, event_base, load_complaint, note, prose

NOTICE = "KN.DIALOGUE.NOTICE"
HOUR = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")


def invite(
    case_id: int, *, actor: Actor, at: datetime, version: int, planned_on: date | None, hour: str, place: str, topics: str,
    invited: str,
) -> ComplaintDialogue:  # fmt: skip
    """Invite to a dialogue; the notice goes out today and must be at least five days before the day (counted back).

    It says when, where and about what (``topics``), and goes to the complainant or who speaks for them and to everybody who takes
    part (``invited``: the respondent, people with rights in it, offices). Raises BadInput (date_bad, time_bad, kn_place_missing,
    kn_topics_missing, kn_invited_missing, text_long, kn_notice_short, kn_calendar_closed). Event: DialogueInvited; the
    complainant is told.
    """
    case, _row = load_complaint(case_id, actor=actor, action=ComplaintAction.INVITE, version=version)
    today, hour, place = local_date(at), clean_line(hour).replace("h", ":").replace("g", ":"), clean_line(place)[:200]
    if planned_on is None:
        raise BadInput({"planned_on": "date_bad"})
    if not HOUR.fullmatch(hour):
        raise BadInput({"hour": "time_bad"})
    if not place:
        raise BadInput({"place": "kn_place_missing"})
    topics = prose(topics, field="topics", code="kn_topics_missing")
    invited = prose(invited, field="invited", least=2, code="kn_invited_missing")
    last_notice = latest_notice(case, planned_on)
    if today > last_notice:
        raise BadInput({"planned_on": "kn_notice_short"})
    for open_one in dialogues_of(case.id):
        if open_one.held_on is None:
            db.session.delete(open_one)
    row = ComplaintDialogue(
        unit_id=case.unit_id, case_id=case.id, invited_on=today, planned_on=planned_on, hour=hour, place=place, presence="",
        topics=topics, invited=invited,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    facts = {"term": NOTICE, "planned_on": planned_on, "hour": hour, "place": place, "notice_until": last_notice}
    event = DialogueInvited(**event_base(case, at=at, actor=actor), on=planned_on)
    note(case, ComplaintAction.INVITE, at=at, actor=actor, text=topics, for_sender=True, facts=facts, event=event)
    return row


def latest_notice(case: Case, planned_on: date) -> date:
    """Return the last day on which a dialogue of this day may be announced. Raises BadInput (kn_calendar_closed)."""
    try:
        # Decree 155/2026 Art. 22: the new rule also for complaints accepted before 1 July 2026, from that day on.
        term = legal_time.term(NOTICE, case.received_on, unit_id=case.unit_id, event_on=planned_on)
        return count_back(term, planned_on, legal_time.calendar_for(case.unit_id)).due_on
    except CalendarNotCovered:
        raise BadInput({"planned_on": "kn_calendar_closed"}) from None
    except NotInForce:
        raise BadInput({"planned_on": "kn_not_in_force"}) from None


def hold_dialogue(
    case_id: int, *, actor: Actor, at: datetime, version: int, held_on: date | None, presence: str, minutes: str,
    agreed: str = "", disputed: str = "",
) -> None:  # fmt: skip
    """Write the minutes (form 14): who came, what was agreed, what is still disputed; absence is noted with or without a reason.

    An absent complainant stops nothing (Decree 124/2020 Art. 28.5). Raises BadInput (kn_not_invited, kn_day_later,
    kn_day_earlier, text_missing).
    """
    case, _row = load_complaint(case_id, actor=actor, action=ComplaintAction.HOLD_DIALOGUE, version=version)
    row = next((item for item in dialogues_of(case.id) if item.held_on is None), None)
    if row is None:
        raise BadInput({"": "kn_not_invited"})
    came = choice(Presence, presence, field="presence")
    held = day_of_fact(held_on, today=local_date(at), field="held_on", earliest=row.planned_on)
    row.minutes = prose(minutes, field="minutes", least=10)
    row.agreed, row.disputed = clean_text(agreed)[:5000], clean_text(disputed)[:5000]
    row.presence, row.held_on = came.value, held
    facts = {"form": "14", "held_on": row.held_on, "presence": came.value}
    note(case, ComplaintAction.HOLD_DIALOGUE, at=at, actor=actor, text=row.minutes, for_sender=True, facts=facts)
