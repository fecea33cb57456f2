"""The whole road: a letter with consent, a step at the desk, one neutral message at the gateway; and what sends none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.rotation import places
from core.short_messages import NewMessage, ShortMessage, enqueue_all
from core.transaction import transaction
from feedback import message_notices, notices
from feedback.complaint_states import ComplaintAction as Do
from feedback.models import Case, Sender
from feedback.services import handling
from feedback.services import messages as choosing
from feedback.services.message_delivery import deliver_messages
from tests.infra.sms import HANG, SmsServer
from tests.makers import NEIGHBOUR, NOW, Commune, make_case, make_commune, read_case
from tests.makers_complaints import complain
from tests.makers_handover import hand_over, seen
from tests.makers_letters import eventful_case
from tests.makers_links import BRIDGE, RUBBISH, merge, parts_of, split, unmerge
from tests.makers_messages import DUE, SITE, TEXT, answer, ask, messages, states, use_sms, willing
from tests.makers_register import seal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def commune(app: Flask, sms_server: SmsServer) -> Iterator[Commune]:
    with app.app_context():
        made = make_commune()
        use_sms(app, sms_server.url)
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


def choose(commune: Commune, case_id: int, *, allowed: bool) -> None:
    with transaction():
        choosing.choose(case_id, unit_id=commune.unit_id, at=NOW, allowed=allowed)


def ask_and_break_off(commune: Commune, case_id: int) -> None:
    with transaction():
        handling.ask_sender(case_id, actor=commune.officer, at=NOW + HOUR, text="Xin cho biết vị trí rõ hơn?")
        assert db.session.scalar(select(func.count(ShortMessage.id))) == 2
        raise RuntimeError


def test_answer_reaches_the_telephone(commune: Commune, sms_server: SmsServer):
    case = make_case(commune, state="in_progress", at=NOW, messages=True)
    assert deliver_messages(DUE) == 1  # it was accepted
    answer(commune, case.id, at=NOW + HOUR)
    assert deliver_messages(DUE + 2 * HOUR) == 1
    assert [body["to"] for body in sms_server.delivered] == ["84912345678"] * 2
    assert {body["text"] for body in sms_server.delivered} == {TEXT}
    assert len({body["reference"] for body in sms_server.delivered}) == 2


def test_receipt_is_in_hand_and_needs_no_message(commune: Commune):
    willing(commune)
    assert messages() == []


def test_two_steps_of_one_morning_are_one_message(commune: Commune, sms_server: SmsServer):
    case = make_case(commune, state="in_progress", at=NOW, messages=True)
    ask(commune, case.id, at=NOW + timedelta(minutes=5))
    assert (deliver_messages(DUE + timedelta(minutes=5)), len(sms_server.calls)) == (1, 1)


@pytest.mark.parametrize(
    "letter",
    [
        {},
        {"messages": False},
        {"messages": True, "phone": "0205 3812 345"},
        {"messages": True, "anonymous": True},
    ],
    ids=["not asked", "not allowed", "landline", "no name"],
)
def test_without_leave_or_mobile_number_there_is_no_message(commune: Commune, letter: dict[str, object]):
    case = make_case(commune, state="in_progress", at=NOW, **letter)
    ask(commune, case.id)
    assert messages() == []


def test_without_a_gateway_nothing_is_laid(app: Flask, commune: Commune):
    use_sms(app, "")
    make_case(commune, state="in_progress", at=NOW, messages=True)
    assert messages() == []


def test_message_is_laid_in_the_transaction_of_its_letter(commune: Commune):
    case = make_case(commune, state="in_progress", messages=True)
    deliver_messages(DUE)
    with pytest.raises(RuntimeError):
        ask_and_break_off(commune, case.id)
    assert len(messages()) == 1
    ask(commune, case.id, at=NOW + HOUR)
    row = messages()[-1]
    keys = set(db.session.scalars(select(OutboxMessage.dedup_key).where(OutboxMessage.audience == "resident")))
    assert (row.dedup_key in keys, row.created_at, row.subject) == (True, NOW + HOUR, f"case:{case.id}")


def test_every_message_of_every_road_is_the_same_and_names_nothing(commune: Commune):
    case_id = eventful_case(commune, messages=True)
    walk = complain(commune, "2026-11-20", messages=True)
    walk.classify("2026-11-20")
    walk.take(Do.RECORD_SIGNATURE, "2026-11-20")
    walk.take(Do.CHECK_TIME, "2026-11-20")
    walk.take(Do.ACCEPT, "2026-11-20")
    complaint = walk.case_id
    found = messages()
    assert {row.subject for row in found} == {f"case:{case_id}", f"case:{complaint}"}
    assert {row.text for row in found} == {TEXT}
    told = " ".join(f"{row.text} {row.reference} {row.fault}" for row in found).lower()
    for secret in (read_case(case_id).code, read_case(complaint).code, "nguyen", "cau tran", "phan anh", "khieu nai", "dat"):
        assert secret.lower() not in told


def test_each_step_with_a_letter_to_the_sender_is_announced_or_named_as_not(commune: Commune):
    to_senders = {
        kind for kind, told in notices.LETTERS.items() if any(notice.who is None for notice in told)
    }  # fmt: skip
    assert to_senders >= message_notices.UNTOLD
    assert len(to_senders - message_notices.UNTOLD) > 12


def test_sender_who_reads_english_is_written_to_in_english(commune: Commune):
    case = make_case(commune, state="in_progress", messages=True, locale="en")
    assert [row.text for row in messages(case.id)] == [
        f"Van Linh Commune: there is news about your letter. See {SITE}/tra-cuu with its code and secret words."
    ]


def test_marks_are_written_where_the_office_pays_for_them(app: Flask, commune: Commune, sms_server: SmsServer):
    use_sms(app, sms_server.url, marks=True)
    case = make_case(commune, state="in_progress", messages=True)
    assert [row.text for row in messages(case.id)] == [
        "UBND xã Vạn Linh: có tin mới về đơn đã gửi. Xem tại https://phananh.example.vn/tra-cuu bằng mã đơn và từ bí mật."
    ]


# ------------------------------------------------------------------ what takes messages back


def test_stopped_message_never_leaves_and_no_other_is_laid(commune: Commune, sms_server: SmsServer):
    case = make_case(commune, state="in_progress", messages=True)
    choose(commune, case.id, allowed=False)
    ask(commune, case.id)
    assert (messages(), deliver_messages(DUE), sms_server.calls) == ([], 0, [])


def test_choice_can_be_taken_up_again_and_each_change_is_written_down_once(commune: Commune):
    case_id = willing(commune)
    for allowed in (True, False, False, True, True):
        choose(commune, case_id, allowed=allowed)
    query = select(AuditEntry).where(AuditEntry.action == "feedback:messages:chosen").order_by(AuditEntry.id)
    entries = list(db.session.scalars(query))
    assert [entry.facts for entry in entries] == [{"allowed": True}, {"allowed": False}, {"allowed": True}]
    assert {(entry.actor_id, entry.subject) for entry in entries} == {(None, f"case:{case_id}")}


def test_sealed_case_sends_nothing_and_leaves_nothing(commune: Commune, sms_server: SmsServer):
    case = make_case(commune, state="in_progress", messages=True)
    assert len(messages(case.id)) == 1
    seal(case.id, commune.clerk)
    assert (messages(), deliver_messages(DUE), sms_server.calls) == ([], 0, [])


def test_sent_messages_of_a_sealed_case_go_too(commune: Commune, sms_server: SmsServer):
    case = make_case(commune, state="in_progress", messages=True)
    deliver_messages(DUE)
    seal(case.id, commune.clerk, at=NOW + HOUR)
    assert messages() == []


def test_case_sealed_while_the_pass_runs_sends_nothing_more(
    commune: Commune, sms_server: SmsServer, monkeypatch: pytest.MonkeyPatch
):
    first, second = (make_case(commune, state="in_progress", messages=True) for _number in range(2))
    monkeypatch.setattr("core.sms.SECONDS", 0.3)
    sms_server.answer = HANG
    deliver_messages(DUE)
    sms_server.answer = 202
    seal(first.id, commune.clerk, at=NOW + HOUR)
    assert deliver_messages(DUE + HOUR) == 1
    assert [row.subject for row in messages()] == [f"case:{second.id}"]


@pytest.mark.parametrize("change", ["sealed", "stopped", "another number"])
def test_message_that_slipped_in_beside_the_change_is_never_sent(commune: Commune, sms_server: SmsServer, change: str):
    """Two commands at the same moment on PostgreSQL: the one that lays the message has not seen what the other does."""
    case = make_case(commune, state="in_progress", messages=True)
    if change == "sealed":
        seal(case.id, commune.clerk)
    elif change == "stopped":
        choose(commune, case.id, allowed=False)
    else:
        with transaction():
            db.session.scalars(select(Sender).where(Sender.case_id == case.id)).one().phone = "0987654321"
    slipped = {"unit_id": commune.unit_id, "at": NOW, "subject": f"case:{case.id}", "phone": "84912345678", "text": TEXT}
    with transaction():
        enqueue_all([NewMessage(dedup_key="slipped", **slipped)])
    assert (deliver_messages(DUE), sms_server.calls) == (0, [])
    assert [row.state for row in messages() if row.state == "waiting"] == []


def test_letters_let_go_by_a_sealed_case_are_not_announced_at_that_moment(commune: Commune):
    lead = make_case(commune, state="in_progress", story=BRIDGE, messages=True)
    follower = make_case(commune, story=BRIDGE + " Xin sửa sớm.", phone="0912 000 111", messages=True)
    merge(commune, follower.id, lead.code)
    seal(lead.id, commune.clerk)
    assert messages() == []


def test_merged_case_sends_nothing_that_waited_and_is_told_of_the_common_answer(commune: Commune, sms_server: SmsServer):
    lead = make_case(commune, state="in_progress", story=BRIDGE)
    copy = make_case(commune, state="in_progress", story=BRIDGE + " Xin sửa sớm.", phone="0912 000 111", messages=True)
    assert len(messages(copy.id)) == 1
    merge(commune, copy.id, lead.code)
    assert messages() == []
    answer(commune, lead.id, at=NOW + HOUR)
    assert deliver_messages(DUE + 2 * HOUR) == 1
    assert [(body["to"], body["text"]) for body in sms_server.delivered] == [("84912000111", TEXT)]


def test_undone_merge_is_no_news(commune: Commune):
    lead = make_case(commune, state="in_progress", story=BRIDGE)
    copy = make_case(commune, story=BRIDGE + " Xin sửa sớm.", phone="0912 000 111", messages=True)
    merge(commune, copy.id, lead.code)
    unmerge(commune, copy.id)
    assert messages() == []


def test_erased_sender_is_never_written_to(commune: Commune):
    case = make_case(commune, state="in_progress")
    with transaction():
        db.session.delete(db.session.scalars(select(Sender).where(Sender.case_id == case.id)).one())
    ask(commune, case.id)
    assert messages() == []


# ------------------------------------------------------------------ where the choice goes along


def test_choice_goes_along_to_another_commune_and_one_stop_is_enough(app: Flask, commune: Commune, sms_server: SmsServer):
    other = make_commune(NEIGHBOUR)
    case = make_case(commune, state="classified", messages=True)
    there = hand_over(commune, case.id, other)
    assert states(case.id) == [("waiting", 0)]
    with use_unit(other.unit_id):
        assert db.session.scalars(select(Sender).where(Sender.case_id == there)).one().messages_allowed_at == NOW
    choose(commune, case.id, allowed=False)
    assert messages() == []
    with use_unit(other.unit_id):
        assert db.session.scalars(select(Sender).where(Sender.case_id == there)).one().messages_stopped_at == NOW
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "feedback:messages:chosen"))
    assert sorted((entry.subject, entry.facts["allowed"]) for entry in entries) == sorted(
        [(f"case:{case.id}", True), (f"case:{case.id}", False), (f"case:{there}", False)]
    )
    assert seen(other, there).unit_id == other.unit_id


def test_parts_of_a_letter_keep_the_choice_and_lose_it_together(commune: Commune):
    case = make_case(commune, state="classified", messages=True)
    parts = split(commune, case.id, parts_of(commune, BRIDGE, RUBBISH))
    choose(commune, case.id, allowed=False)
    assert messages() == []
    stopped = db.session.scalars(select(Sender.messages_stopped_at).where(Sender.case_id.in_([case.id, *parts])))
    assert list(stopped) == [NOW] * 3


def test_choice_of_one_letter_is_not_that_of_another_from_the_same_telephone(commune: Commune):
    first, second = willing(commune), willing(commune)
    choose(commune, first, allowed=False)
    stopped = dict(db.session.execute(select(Sender.case_id, Sender.messages_stopped_at)).tuples().all())
    assert stopped == {first: NOW, second: None}


# ------------------------------------------------------------------ the number


def test_number_lies_sealed_and_is_rotated_with_the_others(commune: Commune):
    case = make_case(commune, state="in_progress", messages=True)
    raw = db.session.connection().exec_driver_sql("SELECT phone FROM short_messages").scalar_one()
    assert "912345678" not in raw
    assert messages(case.id)[0].phone == "84912345678"
    assert [column.name for column in places()[ShortMessage.__table__]] == ["phone"]


def test_event_list_of_a_case_and_its_letters_are_those_of_any_other(commune: Commune):
    with_leave = make_case(commune, state="in_progress", messages=True)
    without = make_case(commune, state="in_progress")

    def letters(case: Case) -> list[tuple[str, str, str]]:
        query = select(OutboxMessage).where(OutboxMessage.subject == f"case:{case.id}").order_by(OutboxMessage.id)
        return [(row.event, row.title.replace(case.code, ""), row.state) for row in db.session.scalars(query)]

    assert letters(with_leave) == letters(without)
