"""Before a complaint is accepted: the time bar, the signature, and who complains."""

from __future__ import annotations

from datetime import date, datetime

from accounts.permissions import Actor
from core.errors import BadInput
from core.text import clean_line, clean_text
from deadlines import queries as legal_time
from deadlines.calendar import CalendarNotCovered
from deadlines.clock import local_date
from deadlines.engine import due_on
from feedback.complaint_rules import People, TimeBar, names_in, people_faults, ruling_term
from feedback.complaint_states import Challenged, ComplaintAction, Signature
from feedback.models import Case
from feedback.queries.complaint_facts import clock_start
from feedback.services import clocks
from feedback.services.complaint_base import choice, day_of_fact, load_complaint, note, prose

PRESCRIPTION = "KN.PRESCRIPTION"
EXCUSED_MOST = 3650


def check_time(
    case_id: int, *, actor: Actor, at: datetime, version: int, target: str, learned_on: date | None, excused_days: int | None = 0,
    excused_reason: str = "", challenged: str = Challenged.ADMINISTRATIVE,
) -> TimeBar:  # fmt: skip
    """Record which decision or act is complained about and when it became known, and count the days of the time bar.

    90 of an administrative decision or act, 15 of a disciplinary decision from its receipt (LKN Art. 9, 48).
    ``excused_days`` are calendar days of illness, disaster, travel or another objective obstacle, which are not counted; they
    need a reason. Raises BadInput (choice_unknown, text_missing, date_bad, kn_day_later, kn_excused_range, reason_missing).
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.CHECK_TIME, version=version)
    about = choice(Challenged, challenged, field="challenged")
    target, excused = prose(target, field="target"), excused_days or 0
    lodged_on = clock_start(case) or case.received_on
    learned_on = day_of_fact(learned_on, today=lodged_on, field="learned_on")
    reason = clean_text(excused_reason)
    if not 0 <= excused <= EXCUSED_MOST:
        raise BadInput({"excused_days": "kn_excused_range"})
    if excused and len(reason) < 5:
        raise BadInput({"excused_reason": "reason_missing"})
    term = ruling_term(PRESCRIPTION, about)
    bar = TimeBar(last_on=_last_day(case, term, learned_on, excused=excused), lodged_on=lodged_on)
    row.target, row.learned_on, row.excused_days, row.excused_reason = target, learned_on, excused, reason
    row.challenged, row.time_limit_on = about.value, bar.last_on
    facts = {
        "challenged": about.value, "term": term, "learned_on": learned_on, "excused_days": excused, "last_on": bar.last_on,
        "lodged_on": lodged_on, "barred": bar.barred,
    }  # fmt: skip
    note(case, ComplaintAction.CHECK_TIME, at=at, actor=actor, text=target, facts=facts)
    return bar


def _last_day(case: Case, code: str, learned_on: date, *, excused: int) -> date:
    term = legal_time.term(code, case.received_on, unit_id=case.unit_id)
    try:
        return due_on(term, learned_on, legal_time.calendar_for(case.unit_id), extension=excused).due_on
    except CalendarNotCovered:
        raise BadInput({"learned_on": "kn_calendar_closed"}) from None


def record_signature(case_id: int, *, actor: Actor, at: datetime, version: int, signature: str, signed_on: date | None) -> None:
    """Record that the complaint was signed (LKN Art. 8); where the clock starts at the signature, it is counted anew."""
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.RECORD_SIGNATURE, version=version)
    how = choice(Signature, signature, field="signature")
    if how == Signature.NONE:
        raise BadInput({"signature": "kn_not_signed"})
    row.signature, row.signed_on = how.value, day_of_fact(signed_on, today=local_date(at), field="signed_on")
    clocks.promise(case)
    facts = {"signature": how.value, "signed_on": row.signed_on, "due_on": case.due_on}
    note(case, ComplaintAction.RECORD_SIGNATURE, at=at, actor=actor, facts=facts)


def record_people(
    case_id: int, *, actor: Actor, at: datetime, version: int, people: int | None, representatives: str = "",
    appointment_paper: str = "", all_signed: bool = False, attorney: str = "", attorney_paper: str = "",
) -> None:  # fmt: skip
    """Record how many complain, who speaks for them, and by which paper (LKN Art. 8.4, 12; Law on Citizen Reception Art. 29).

    Raises BadInput with the codes of complaint_rules.people_faults. Names are sealed and stand in no entry.
    """
    case, row = load_complaint(case_id, actor=actor, action=ComplaintAction.RECORD_PEOPLE, version=version)
    who = People(
        people=people or 0, representatives=names_in(representatives), appointment_paper=clean_line(appointment_paper)[:200],
        all_signed=all_signed, attorney=clean_line(attorney)[:120], attorney_paper=clean_line(attorney_paper)[:200],
    )  # fmt: skip
    faults = people_faults(who, on=local_date(at))
    if faults:
        raise BadInput(faults)
    row.people, row.all_signed = who.people, who.all_signed
    row.representatives, row.appointment_paper = "\n".join(who.representatives) or None, who.appointment_paper
    row.attorney, row.attorney_paper = who.attorney or None, who.attorney_paper
    facts = {
        "people": who.people, "representatives": len(who.representatives), "all_signed": who.all_signed,
        "attorney": bool(who.attorney),
    }  # fmt: skip
    note(case, ComplaintAction.RECORD_PEOPLE, at=at, actor=actor, facts=facts)
