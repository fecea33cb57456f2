"""A letter that another body forwarded: by when that body hears how it was settled, the tick, and who is reminded of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from core.audit import AuditEntry
from core.errors import BadInput, NotAllowed, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.events import CalendarChanged
from deadlines.queries import calendar_for
from feedback.complaint_states import ComplaintAction as Do
from feedback.forwarding import Forwarding
from feedback.forwarding_models import CaseForwarding
from feedback.models import CaseEntry
from feedback.queries.desk import DeskFilters, Tab, Waiting, desk_counts, work_list
from feedback.queries.forwardings import forwarding_view
from feedback.services import forwarding, sealing, sender
from feedback.states import Action, CaseKind, Channel
from tests.makers import NOW, TODAY, Commune, look, make_case, make_receipt, read_case, read_version
from tests.makers_complaints import Walk
from tests.makers_links import BRIDGE, RUBBISH, merge, parts_of, split, turn_away, unmerge

FRONT = Forwarding(source="front", body="Ủy ban Mặt trận Tổ quốc xã", number="12/CV-MTTQ", sent_on=date(2026, 11, 18))
COUNCIL = Forwarding(source="council", body="Thường trực Hội đồng nhân dân xã", sent_on=TODAY)
WORKING, CALENDAR = date(2026, 12, 2), date(2026, 11, 27)
"""From Fri 20/11/2026 seven working days (Tue 24/11 is a holiday) and seven calendar days."""


def forwarded(commune: Commune, *, state: str = "received", given: Forwarding = COUNCIL, **changes: object):
    return make_case(commune, state=state, channel=Channel.FORWARDED, forwarded=given, **changes)


def row_of(case_id: int) -> CaseForwarding:
    db.session.rollback()
    return db.session.scalars(select(CaseForwarding).where(CaseForwarding.case_id == case_id)).one()


def dates(case_id: int) -> tuple[date | None, date | None, date | None]:
    row = row_of(case_id)
    return row.settled_on, row.due_on, row.reported_on


def tick(commune: Commune, case_id: int, *, at: datetime = NOW, by=None, **changes: object) -> None:
    with transaction():
        forwarding.report_back(
            case_id, actor=by or commune.clerk, at=at, version=read_version(case_id), **{"reported_on": at.date(), **changes}
        )


def complaint(commune: Commune, given: Forwarding) -> Walk:
    receipt = make_receipt(commune, kind=CaseKind.COMPLAINT, channel=Channel.FORWARDED, forwarded=given)
    return Walk(commune=commune, case_id=receipt.case_id)


# ---------------------------------------------------------------- when the time begins


def test_who_forwarded_it_is_kept_and_nothing_runs_before_the_settlement(commune: Commune):
    for state in ("received", "classified", "in_progress", "approved"):
        row = row_of(forwarded(commune, state=state).id)
        assert (row.source, row.body, row.sent_on) == ("council", "Thường trực Hội đồng nhân dân xã", TODAY)
        assert (row.settled_on, row.due_on, row.term_code) == (None, None, "")


def test_the_answer_starts_seven_working_days_and_reopening_forgets_them(commune: Commune):
    assert dates(forwarded(commune, state="answered").id) == (TODAY, WORKING, None)
    assert dates(forwarded(commune, state="closed").id) == (TODAY, WORKING, None)
    assert dates(forwarded(commune, state="reopened").id) == (None, None, None)


@pytest.mark.parametrize("action", [Action.TRANSFER, Action.GUIDE, Action.RETURN])
def test_a_letter_that_is_turned_away_has_its_outcome_then(commune: Commune, action: Action):
    case = forwarded(commune, state="classified")
    turn_away(commune, case.id, action, receiver="Sở Xây dựng")
    assert dates(case.id) == (TODAY, WORKING, None)


@pytest.mark.parametrize(
    ("given", "due", "term"), [(FRONT, CALENDAR, "KN.MTTQ.REPLY"), (COUNCIL, WORKING, "ALL.TRANSFERRED.REPORTBACK")]
)
def test_a_complaint_is_told_of_from_its_decision(commune: Commune, given: Forwarding, due: date, term: str):
    walk = complaint(commune, given)
    assert walk.row.signature == "paper"
    walk.go(Do.REPORT, TODAY)
    assert dates(walk.case_id) == (None, None, None)
    walk.take(Do.DECIDE, TODAY)
    assert (dates(walk.case_id), row_of(walk.case_id).term_code) == ((TODAY, due, None), term)
    walk.take(Do.SEND_DECISION, TODAY + timedelta(days=3))
    assert dates(walk.case_id) == (TODAY, due, None)


@pytest.mark.parametrize("end", [Do.NOT_ACCEPT, Do.WITHDRAW, Do.GUIDE, Do.DISCONTINUE])
def test_a_complaint_that_ends_without_a_decision_is_told_of_too(commune: Commune, end: Do):
    walk = complaint(commune, FRONT)
    walk.go(Do.ACCEPT if end is Do.DISCONTINUE else Do.CHECK_TIME, TODAY)
    walk.take(end, TODAY)
    assert dates(walk.case_id) == (TODAY, CALENDAR, None)


def test_another_office_is_told_without_a_date(commune: Commune):
    case = forwarded(commune, state="answered", given=Forwarding(source="other", body="Sở Nội vụ", sent_on=TODAY))
    assert dates(case.id) == (TODAY, None, None)
    seen = forwarding_view(case.id, kind=case.kind, today=TODAY + timedelta(days=90), locale="vi")
    assert (seen.late, seen.sentences, seen.rule.article) == (False, (), "")


def test_a_letter_that_follows_another_is_settled_with_it(commune: Commune):
    copy, lead = forwarded(commune), make_case(commune, state="classified")
    merge(commune, copy.id, lead.code)
    assert dates(copy.id) == (None, None, None)
    turn_away(commune, lead.id, Action.TRANSFER, receiver="Sở Xây dựng")
    assert dates(copy.id) == (TODAY, WORKING, None)


def test_a_merge_that_is_undone_owes_nothing_yet(commune: Commune):
    copy, lead = forwarded(commune), make_case(commune, state="classified")
    merge(commune, copy.id, lead.code)
    unmerge(commune, copy.id)
    assert dates(copy.id) == (None, None, None)


def test_every_part_of_a_letter_bears_who_forwarded_it(commune: Commune):
    whole = forwarded(commune)
    parts = split(commune, whole.id, parts_of(commune, BRIDGE, RUBBISH))
    assert [(row_of(part).body, row_of(part).settled_on) for part in (whole.id, *parts)] == [(COUNCIL.body, None)] * 3


def test_a_new_day_off_moves_the_date_of_who_still_waits(commune: Commune):
    waiting, told = forwarded(commune, state="answered"), forwarded(commune, state="answered")
    tick(commune, told.id)
    with transaction():
        db.session.execute(update(CaseForwarding).values(due_on=date(2026, 12, 9)))
    with transaction():
        forwarding.on_legal_time_changed(CalendarChanged(unit_id=commune.unit_id, at=NOW, actor_id=None, change_id="c1"))
    assert [dates(case.id)[1] for case in (waiting, told)] == [WORKING, date(2026, 12, 9)]


# ---------------------------------------------------------------- the tick


def test_the_tick_is_made_once_and_names_no_body_in_the_trail(commune: Commune):
    case = forwarded(commune, state="answered")
    tick(commune, case.id, number="45/UBND-VP")
    row = row_of(case.id)
    assert (row.reported_on, row.report_number) == (TODAY, "45/UBND-VP")
    with pytest.raises(WrongState) as again:
        tick(commune, case.id)
    assert again.value.code == "reported_already"
    db.session.rollback()
    entry = db.session.scalars(select(CaseEntry).where(CaseEntry.kind == "reported_back")).one()
    assert (entry.for_sender, entry.facts["on_time"], entry.facts["number"]) == (False, True, "45/UBND-VP")
    trail = db.session.scalars(select(AuditEntry).where(AuditEntry.action.like("%forwarder%"))).one()
    assert trail.facts == {"source": "council", "reported_on": "2026-11-20", "in_time": True}
    told = db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action.like("%forwarder%")))
    assert told == 1


def test_a_late_tick_is_late_and_an_impossible_day_is_refused(commune: Commune):
    case = forwarded(commune, state="answered")
    late = NOW + timedelta(days=13)
    for day, code in ((None, "reported_on_missing"), (TODAY - timedelta(days=1), "reported_on_range")):
        with pytest.raises(BadInput) as refused:
            tick(commune, case.id, at=late, reported_on=day)
        assert refused.value.errors == {"reported_on": code}
    tick(commune, case.id, at=late)
    seen = forwarding_view(case.id, kind=case.kind, today=TODAY, locale="vi")
    assert (seen.reported_on, seen.late) == (date(2026, 12, 3), True)


def test_only_who_gives_cases_away_ticks_and_only_what_was_forwarded(commune: Commune):
    case, plain = forwarded(commune, state="answered"), make_case(commune, state="answered")
    with pytest.raises(NotAllowed):
        tick(commune, case.id, by=commune.officer)
    with pytest.raises(WrongState) as refused:
        tick(commune, plain.id)
    assert refused.value.code == "not_forwarded"
    with pytest.raises(WrongState):
        tick(commune, forwarded(commune).id)
    offered = [look(commune.clerk, found.id).step(Action.REPORT_BACK) is not None for found in (case, plain)]
    assert offered == [True, False]
    tick(commune, case.id)
    assert look(commune.clerk, case.id).step(Action.REPORT_BACK) is None


def test_what_was_told_of_an_answer_that_was_not_the_last_is_told_again(commune: Commune):
    case = forwarded(commune, state="answered")
    tick(commune, case.id)
    with transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW, satisfied=False, reason="Lan can vẫn còn lung lay")
    assert dates(case.id) == (None, None, None)
    assert db.session.scalar(select(func.count()).select_from(CaseEntry).where(CaseEntry.kind == "reported_back")) == 1


# ---------------------------------------------------------------- the list


def todo(commune: Commune, actor, *, today: date = TODAY, **narrowed: object):
    filters = DeskFilters(tab=Tab.TODO, **narrowed)
    return work_list(actor, filters=filters, page=1, today=today, calendar=calendar_for(commune.unit_id)).items


def test_reception_and_the_head_see_what_is_owed_until_it_is_told(commune: Commune):
    case = forwarded(commune, state="answered")
    for day, report in ((TODAY, "owed"), (WORKING, "owed"), (WORKING + timedelta(days=1), "late")):
        (row,) = todo(commune, commune.clerk, today=day)
        assert (row.id, row.waiting, row.report, row.report_due) == (case.id, Waiting.REPORT_BACK, report, WORKING)
    assert [row.id for row in todo(commune, commune.clerk, waiting=Waiting.REPORT_BACK)] == [case.id]
    assert todo(commune, commune.leader) == todo(commune, commune.officer) == []
    assert desk_counts(commune.clerk, today=TODAY)[Tab.TODO] == 1
    tick(commune, case.id)
    assert todo(commune, commune.clerk) == []


def test_a_letter_that_is_moved_to_the_sealed_register_takes_it_along(commune: Commune):
    case = forwarded(commune, state="answered")
    with transaction():
        sealing.seal_case(case.id, actor=commune.clerk, at=NOW)
    assert db.session.scalar(select(func.count()).select_from(CaseForwarding)) == 0
    assert todo(commune, commune.clerk) == []


def test_a_double_sending_keeps_one(commune: Commune):
    for _press in range(2):
        make_receipt(commune, key="twice", channel=Channel.FORWARDED, forwarded=COUNCIL)
    assert db.session.scalar(select(func.count()).select_from(CaseForwarding)) == 1


def test_a_letter_of_another_channel_was_not_forwarded(commune: Commune):
    for changes in ({"channel": Channel.PAPER, "forwarded": COUNCIL}, {"channel": Channel.FORWARDED}):
        with pytest.raises(BadInput):
            make_receipt(commune, **changes)
    assert read_case(1) is None
