"""A transferred case: when an answer is awaited, urging, what came back, and the list of what is still out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete

from core.errors import BadInput, NotAllowed, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.link_models import CaseTransfer
from feedback.queries.links import TransferView, transfer_view
from feedback.queries.tracking import tracked
from feedback.queries.transfers import waiting_transfers
from feedback.services import transferring
from feedback.states import Action
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, look, make_case, make_commune, make_receipt, read_case
from tests.makers_letters import readers, tray
from tests.makers_links import merge, reply, transfer, urge

DUE = date(2026, 12, 14)
"""15 working days from Fri 20/11/2026: Tue 24/11 is a holiday, so Mon 23 is the first and Mon 14/12 the fifteenth."""
LATE = datetime.fromisoformat("2026-12-15T09:00:00+07:00")


def view(case_id: int, *, today: date = TODAY) -> TransferView:
    db.session.rollback()
    found = transfer_view(case_id, today=today)
    assert found is not None
    return found


def test_a_transfer_is_awaited_for_fifteen_working_days(commune: Commune):
    case = transfer(commune)
    assert (view(case.id).receiver, view(case.id).reply_due_on) == ("Sở Xây dựng tỉnh Lạng Sơn", DUE)
    assert [view(case.id, today=day).late for day in (DUE, DUE + timedelta(days=1))] == [False, True]


def test_urging_is_for_the_day_after_and_once_a_day(commune: Commune):
    case = transfer(commune)
    with pytest.raises(WrongState):
        urge(commune, case.id, at=NOW)
    assert look(commune.clerk, case.id).step(Action.URGE) is None
    assert look(commune.clerk, case.id, today=LATE.date()).step(Action.URGE) is not None
    urge(commune, case.id, at=LATE)
    with pytest.raises(WrongState):
        urge(commune, case.id, at=LATE + timedelta(hours=2))
    urge(commune, case.id, at=LATE + timedelta(days=7))
    assert (view(case.id).urged_times, view(case.id).urged_on) == (2, date(2026, 12, 22))
    with transaction(), pytest.raises(BadInput):
        transferring.urge(case.id, actor=commune.clerk, at=LATE + timedelta(days=8), version=read_case(case.id).version, text="")


def test_the_reply_is_written_down_once_and_the_sender_is_told(commune: Commune):
    receipt = make_receipt(commune)
    case = transfer(commune)
    follower = receipt.case_id
    merge(commune, follower, case.code)
    reply(commune, case.id, at=LATE)
    found = view(case.id, today=LATE.date())
    assert (found.replied_on, found.reply_number, found.late) == (LATE.date(), "125/SXD-QLHT", False)
    assert (readers(case.id, "transfer_replied"), readers(follower, "transfer_replied")) == (["sender"], ["sender"])
    body = next(told.body for told in tray(case.id) if told.event == "transfer_replied")
    assert ("125/SXD-QLHT" in body, "15/12/2026" in body, "sửa lan can" in body) == (True, True, False)
    shown = tracked(commune.unit_id, case.id, today=LATE.date(), calendar=calendar_for(commune.unit_id), locale="vi")
    assert shown.transfer.reply_text.startswith("Sở đã giao")
    for step in (reply, urge):
        with pytest.raises(WrongState):
            step(commune, case.id, at=LATE + timedelta(days=1))
    assert {step.action for step in look(commune.clerk, case.id).steps} == {Action.NOTE, Action.PUBLISH}


IMPOSSIBLE_REPLIES = (
    ({"replied_on": None}, {"replied_on": "replied_on_missing"}),
    ({"replied_on": date(2026, 11, 19)}, {"replied_on": "replied_on_range"}),
    ({"replied_on": date(2026, 12, 16)}, {"replied_on": "replied_on_range"}),
    ({"text": "Đã rõ"}, {"text": "text_missing"}),
)


def test_a_reply_has_a_possible_date_and_words(commune: Commune):
    case = transfer(commune)
    for changes, errors in IMPOSSIBLE_REPLIES:
        with pytest.raises(BadInput) as caught:
            reply(commune, case.id, at=LATE, **changes)
        assert (caught.value.errors, view(case.id).replied_on) == (errors, None)


def test_the_list_holds_what_is_out_the_longest_overdue_first(commune: Commune):
    last = transfer(commune, receiver="Công an tỉnh")
    first = transfer(commune, at=NOW - timedelta(days=30))
    done = transfer(commune)
    reply(commune, done.id, at=NOW)
    make_case(commune, state="classified")
    found = waiting_transfers(commune.leader, page=1, today=TODAY)
    assert [(row.code, row.late, row.receiver) for row in found.items] == [
        (first.code, True, "Sở Xây dựng tỉnh Lạng Sơn"), (last.code, False, "Công an tỉnh"),
    ]  # fmt: skip
    assert waiting_transfers(commune.administrator, page=1, today=TODAY).items == ()
    assert waiting_transfers(make_commune(NEIGHBOUR).clerk, page=1, today=TODAY).items == []


def test_a_transfer_of_before_this_table_can_still_be_answered(commune: Commune):
    case = transfer(commune)
    with transaction() as session:
        session.execute(delete(CaseTransfer))
    assert look(commune.clerk, case.id).step(Action.RECORD_REPLY) is not None
    reply(commune, case.id, at=LATE)
    assert (view(case.id).receiver, view(case.id).sent_on) == ("Sở Xây dựng tỉnh Lạng Sơn", TODAY)


def test_only_who_assigns_urges_and_only_what_was_transferred(commune: Commune):
    case, waiting = transfer(commune), make_case(commune, state="classified")
    with transaction(), pytest.raises(NotAllowed):
        transferring.urge(case.id, actor=commune.officer, at=LATE, version=read_case(case.id).version, text="Đề nghị trả lời")
    with pytest.raises(WrongState):
        urge(commune, waiting.id, at=LATE)
    with pytest.raises(WrongState):
        reply(commune, waiting.id, at=LATE)
