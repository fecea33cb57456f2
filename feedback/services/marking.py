"""Marks beside the road of a case: urgent within one working day, known to the national portal, kept as information."""

from __future__ import annotations

from datetime import datetime

from accounts.permissions import Actor
from core.bus import publish
from core.errors import BadInput, WrongState
from core.extensions import db
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from feedback.events import CaseMarkedUrgent, InformationFiled, PortalNoted
from feedback.link_models import CaseMark
from feedback.models import Case
from feedback.queries.links import mark_of
from feedback.services import clocks, revoking
from feedback.services.handling import drop_request
from feedback.services.merging import release_followers
from feedback.services.steps import enter, load_for_change
from feedback.states import PORTAL_CLOCK, URGENT_CLOCK, Action, CaseState


def mark_urgent(case_id: int, *, actor: Actor, at: datetime, version: int, reason: str) -> None:
    """Mark the case as an emergency: a clock of one working day runs beside its own. Event: CaseMarkedUrgent; handlers are told.

    The number of days is the office's rule (Decree 154/2026, Art. 25.3 asks the leader for a time); term KNPA.URGENT.
    Raises BadInput (reason_short) and WrongState (urgent_already).
    """
    case = load_for_change(case_id, actor=actor, action=Action.MARK_URGENT, version=version)
    mark, reason = _mark(case), clean_line(reason)[:500]
    if mark.urgent_on is not None:
        raise WrongState("urgent_already", case_id=case.id)
    if len(reason) < 5:
        raise BadInput({"reason": "reason_short"})
    mark.urgent_on, mark.urgent_reason = local_date(at), reason
    db.session.add(mark)
    due = clocks.start_beside(case, URGENT_CLOCK, on=local_date(at))
    enter(case, "marked_urgent", at=at, actor=actor, text=reason, facts={"due_on": due.isoformat()})
    publish(CaseMarkedUrgent(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, due_on=due))


def note_portal(case_id: int, *, actor: Actor, at: datetime, version: int, number: str, text: str = "") -> None:
    """Write down the number on the national portal; the first time its clock of 20 days starts from the receipt.

    Later calls record that the portal was told how the case stands (``text``). Event: PortalNoted.
    Raises BadInput (portal_number_missing). Source: Decision 574/QĐ-TTg (2017).
    """
    case = load_for_change(case_id, actor=actor, action=Action.PORTAL, version=version)
    mark, number = _mark(case), clean_line(number)[:40]
    if len(number) < 3:
        raise BadInput({"number": "portal_number_missing"})
    updated = bool(mark.portal_number)
    if updated:
        mark.portal_updated_on = local_date(at)
    else:
        clocks.start_beside(case, PORTAL_CLOCK, on=case.received_on)
    mark.portal_number = number
    db.session.add(mark)
    enter(
        case, "portal_updated" if updated else "portal_noted", at=at, actor=actor, text=clean_text(text)[:2000],
        facts={"number": number},
    )  # fmt: skip
    publish(PortalNoted(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, updated=updated))


def file_information(case_id: int, *, actor: Actor, at: datetime, version: int, text: str) -> None:
    """Close an anonymous letter that was checked: it is information (thông tin tham khảo), nobody is answered personally.

    ``text`` says what was checked and found, for the office alone. State: filed. Event: InformationFiled; only those whose
    letters without a name followed it are told. One with a name goes on by itself (CaseUnmerged).
    Raises WrongState (has_a_sender) and BadInput (text_missing). Setting allow_anonymous_reflection.
    """
    case = load_for_change(case_id, actor=actor, action=Action.FILE, version=version)
    if not case.anonymous:
        raise WrongState("has_a_sender", case_id=case.id)
    text = clean_text(text)[:5000]
    if len(text) < 10:
        raise BadInput({"text": "text_missing"})
    before = revoking.remembered(case)
    released = release_followers(case, actor=actor, at=at, named_only=True)
    drop_request(case, at=at)
    clocks.end_running(case, on=local_date(at))
    case.state, case.closed_on = CaseState.FILED.value, local_date(at)
    enter(case, "filed", at=at, actor=actor, text=text, facts={} if released else before)
    publish(InformationFiled(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id))


def _mark(case: Case) -> CaseMark:
    return mark_of(case.id) or CaseMark(unit_id=case.unit_id, case_id=case.id)
