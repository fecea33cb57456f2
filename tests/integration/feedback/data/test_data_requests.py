"""The commands of requests about personal data: once, in time, with what hangs on them in the same transaction."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import AuditEntry
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.extensions import db
from core.gone import Marks, line
from core.outbox import OutboxMessage
from core.shredding import ShredTask
from core.transaction import transaction
from deadlines.calendar import DayKind, SpecialDay
from deadlines.services import set_day
from feedback.data_models import DataRequest
from feedback.models import CaseEntry, Sender
from feedback.queries.data_requests import ended_requests, erasing, open_requests, request_of, requests_of
from feedback.services import contact_erasing, data_requests
from feedback.services.messages import choose
from tests.makers import NOW, TODAY, Commune, make_case
from tests.makers_data import DONE, WORDS, asked, read_request, read_requests
from tests.makers_links import parts_of, split
from tests.makers_register import seal

LATER = NOW + timedelta(days=3)
REASON = "Hồ sơ giấy ở kho huyện cũ."


def fulfil(commune: Commune, request: DataRequest, *, at: datetime = LATER, answer: str = DONE, erase: bool = False) -> None:
    with transaction():
        data_requests.fulfil(request.public_id, actor=commune.clerk, at=at, answer=answer, erase=erase)


def sender_of(case_id: int) -> Sender:
    db.session.rollback()
    return db.session.scalars(select(Sender).where(Sender.case_id == case_id)).one()


def letters(case_id: int, audience: str = "resident") -> list[str]:
    query = select(OutboxMessage.event).where(OutboxMessage.subject == f"case:{case_id}", OutboxMessage.audience == audience)
    return [event for event in db.session.scalars(query.order_by(OutboxMessage.id)) if "data" in event]


def test_a_request_has_its_dates_its_proof_its_line_and_its_letters(commune: Commune):
    case = make_case(commune, state="closed")
    row = asked(commune, case.id)
    assert (row.state, row.take_by, row.due_on) == ("asked", date(2026, 11, 25), date(2026, 12, 10))
    assert (row.take_proof["term"], row.due_proof["term"]) == ("PDPL.REQUEST", "PDPL.REQUEST.DELETE")
    line_of = db.session.scalars(select(CaseEntry).where(CaseEntry.case_id == case.id).order_by(CaseEntry.id.desc())).first()
    assert (line_of.kind, line_of.for_sender, line_of.facts["right"], line_of.text) == ("data_asked", True, "delete", "")
    assert letters(case.id) == ["data_asked"]
    assert set(letters(case.id, "official")) == {"desk_data_asked"}
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.action == "feedback:data:asked"
    assert WORDS not in str(entry.facts)


def test_the_same_request_twice_is_one_and_another_right_is_another(commune: Commune):
    case = make_case(commune)
    with transaction():
        first = data_requests.ask(case.id, unit_id=commune.unit_id, at=NOW, right="see")
    with transaction():
        again = data_requests.ask(case.id, unit_id=commune.unit_id, at=LATER, right="see", words="Nhanh lên")
    asked(commune, case.id, "object")
    assert (first, again) == (True, False)
    assert [row.kind for row in read_requests(case.id)] == ["see", "object"]


def test_after_the_answer_the_same_may_be_asked_again(commune: Commune):
    case = make_case(commune)
    fulfil(commune, asked(commune, case.id, "see"))
    asked(commune, case.id, "see")
    assert [row.state for row in read_requests(case.id)] == ["done", "asked"]


def test_nonsense_is_refused(commune: Commune):
    case = make_case(commune)
    with pytest.raises(BadInput) as fault, transaction():
        data_requests.ask(case.id, unit_id=commune.unit_id, at=NOW, right="\x00", words="a" * 3000)
    assert fault.value.errors == {"right": "right_missing", "words": "text_long"}
    with pytest.raises(NotFound), transaction():
        data_requests.ask(2**31 - 1, unit_id=commune.unit_id, at=NOW, right="see")


def test_the_counter_writes_down_what_somebody_asks_whose_paper_was_seen(commune: Commune):
    case = make_case(commune)
    with transaction():
        known = data_requests.write_down(
            case.code.lower(), actor=commune.clerk, at=NOW, right="correct", words=WORDS, identity_seen=True
        )  # fmt: skip
    row = read_request(known)
    assert (row.case_id, row.written_by, row.words) == (case.id, commune.clerk.id, WORDS)
    with transaction():
        again = data_requests.write_down(
            case.code, actor=commune.clerk, at=NOW, right="correct", words=WORDS, identity_seen=True
        )  # fmt: skip
    assert again == known


COUNTER = [
    ({"code": "KHONG-CODEX"}, "code", "code_unknown"),
    ({"code": "\x00"}, "code", "code_unknown"),
    ({"identity_seen": False}, "identity_seen", "identity_unseen"),
    ({"right": ""}, "right", "right_missing"),
]


@pytest.mark.parametrize(("changes", "field", "code"), COUNTER)
def test_the_counter_is_told_what_is_missing(commune: Commune, changes: dict, field: str, code: str):
    case = make_case(commune)
    typed = {"code": case.code, "right": "see", "words": "", "identity_seen": True, **changes}
    with pytest.raises(BadInput) as fault, transaction():
        data_requests.write_down(typed.pop("code"), actor=commune.clerk, at=NOW, **typed)
    assert fault.value.errors[field] == code


def test_an_officer_neither_writes_down_nor_answers(commune: Commune):
    case = make_case(commune)
    row = asked(commune, case.id)
    with pytest.raises(NotAllowed), transaction():
        data_requests.write_down(case.code, actor=commune.officer, at=NOW, right="see", identity_seen=True)
    with pytest.raises(NotAllowed), transaction():
        data_requests.take(row.public_id, actor=commune.officer, at=NOW)


@pytest.mark.parametrize("act", ["extend", "refuse"])
def test_the_clerk_neither_extends_nor_refuses(commune: Commune, act: str):
    row = asked(commune, make_case(commune).id)
    more = {"days": 5, "reason": REASON} if act == "extend" else {"ground": "kept_by_law", "answer": DONE}
    with pytest.raises(NotAllowed), transaction():
        getattr(data_requests, act)(row.public_id, actor=commune.clerk, at=NOW, **more)


def test_acknowledged_in_time_is_written_down_as_such(commune: Commune):
    case = make_case(commune)
    row = asked(commune, case.id)
    with transaction():
        data_requests.take(row.public_id, actor=commune.clerk, at=LATER)
    row = read_request(row.public_id)
    assert (row.state, row.taken_on, row.taken_by) == ("taken", date(2026, 11, 23), commune.clerk.id)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.facts["on_time"]) == ("feedback:data:taken", True)
    with pytest.raises(WrongState), transaction():
        data_requests.take(row.public_id, actor=commune.clerk, at=LATER)
    assert letters(case.id) == ["data_asked", "data_taken"]


def test_extended_once_and_counted_as_one_period(commune: Commune):
    row = asked(commune, make_case(commune).id)
    with transaction():
        data_requests.extend(row.public_id, actor=commune.leader, at=LATER, days=15, reason=REASON)
    row = read_request(row.public_id)
    assert (row.state, row.due_on, row.due_proof["extension"]) == ("taken", date(2026, 12, 25), 15)
    with pytest.raises(WrongState), transaction():
        data_requests.extend(row.public_id, actor=commune.leader, at=LATER, days=1, reason=REASON)


@pytest.mark.parametrize(
    ("days", "at", "code"), [(16, LATER, "data_days_range"), (5, NOW + timedelta(days=21), "data_extension_late")]
)
def test_not_longer_than_the_law_says_and_not_afterwards(commune: Commune, days: int, at: datetime, code: str):
    row = asked(commune, make_case(commune).id)
    with pytest.raises(BadInput) as fault, transaction():
        data_requests.extend(row.public_id, actor=commune.leader, at=at, days=days, reason=REASON)
    assert fault.value.errors == {"days": code}


def test_refused_on_a_ground_that_the_person_reads(commune: Commune):
    case = make_case(commune)
    row = asked(commune, case.id)
    with transaction():
        data_requests.refuse(row.public_id, actor=commune.leader, at=LATER, ground="still_needed", answer=DONE)
    row = read_request(row.public_id)
    assert (row.state, row.ground, row.answer, row.taken_on) == ("refused", "still_needed", DONE, date(2026, 11, 23))
    with pytest.raises(WrongState), transaction():
        data_requests.fulfil(row.public_id, actor=commune.clerk, at=LATER, answer=DONE)
    assert letters(case.id)[-1] == "data_answered"


def test_a_ground_that_does_not_fit_is_refused_itself(commune: Commune):
    row = asked(commune, make_case(commune).id, "see")
    with pytest.raises(BadInput) as fault, transaction():
        data_requests.refuse(row.public_id, actor=commune.leader, at=LATER, ground="kept_by_law", answer="")
    assert fault.value.errors == {"ground": "ground_misfit", "refusal": "data_answer_missing"}


def test_a_withdrawn_consent_stops_messages_and_hides_the_name(commune: Commune):
    case = make_case(commune, hide_name=False)
    with transaction():
        choose(case.id, unit_id=commune.unit_id, at=NOW, allowed=True)
    fulfil(commune, asked(commune, case.id, "withdraw"))
    own = sender_of(case.id)
    assert own.hide_name
    assert own.messages_stopped_at == LATER
    assert own.phone == "0912345678"


def test_the_leader_answers_a_withdrawal_too(commune: Commune):
    case = make_case(commune, hide_name=False)
    row = asked(commune, case.id, "withdraw")
    with transaction():
        data_requests.fulfil(row.public_id, actor=commune.leader, at=LATER, answer=DONE)
    assert sender_of(case.id).hide_name


# ------------------------------------------------------------------ erasing


def test_contact_is_erased_and_name_and_words_stay(commune: Commune):
    case = make_case(commune, state="closed", email="an@example.vn")
    fulfil(commune, asked(commune, case.id), erase=True)
    own = sender_of(case.id)
    assert (own.phone, own.email, own.phone_fingerprint, own.name) == (None, None, None, "Nguyễn Văn An")
    mails = select(OutboxMessage.email, OutboxMessage.state).where(
        OutboxMessage.subject == f"case:{case.id}", OutboxMessage.audience == "resident"
    )  # fmt: skip
    assert set(db.session.execute(mails).tuples()) == {(None, "page_only")}
    assert read_requests(case.id)[0].erased
    task = db.session.scalars(select(ShredTask).order_by(ShredTask.id.desc())).first()
    assert (len(task.facts["marks"]), "senders" in task.facts["tables"]) == (1, True)


@pytest.mark.parametrize(
    ("state", "right", "code"), [("in_progress", "delete", "contact_needed"), ("closed", "see", "data_erase_misfit")]
)
def test_contact_stays_while_it_is_needed_or_nobody_asked(commune: Commune, state: str, right: str, code: str):
    case = make_case(commune, state=state)
    row = asked(commune, case.id, right)
    with pytest.raises(BadInput) as fault:
        fulfil(commune, row, erase=True)
    assert fault.value.errors == {"erase": code}
    assert sender_of(case.id).phone == "0912345678"
    assert erasing(case.id, unit_id=commune.unit_id).allowed == (state == "closed")


def test_one_open_part_of_the_letter_keeps_the_contact_of_all(commune: Commune):
    case = make_case(commune, state="classified")
    first, _second = split(commune, case.id, parts_of(commune, "Lan can cầu hỏng.", "Đèn đường không sáng."))
    row = asked(commune, first)
    assert not erasing(row.case_id, unit_id=commune.unit_id).allowed
    with pytest.raises(BadInput):
        fulfil(commune, row, erase=True)


def test_a_copy_that_comes_back_loses_the_contact_again(commune: Commune):
    gone, kept = make_case(commune, state="closed", email="an@example.vn"), make_case(commune, state="closed", phone="0987654321")
    marks = Marks([line(contact_erasing.KIND, gone.code, f"by:{commune.clerk.id}")])
    db.session.rollback()
    assert contact_erasing.erase_again(LATER, marks) == 1
    assert contact_erasing.erase_again(LATER, marks) == 0
    assert (sender_of(gone.id).phone, sender_of(gone.id).email, sender_of(kept.id).phone) == (None, None, "0987654321")


# ------------------------------------------------------------------ the calendar, the sealed register, lists


def test_a_new_day_off_moves_the_dates_of_open_requests_alone(commune: Commune):
    case = make_case(commune)
    fulfil(commune, asked(commune, case.id, "see"), at=NOW)
    waiting = asked(commune, case.id)
    off = SpecialDay(on=date(2026, 12, 10), kind=DayKind.LOCAL, name_vi="Ngày nghỉ riêng", name_en="Own day", document="QĐ 1")
    with transaction():
        set_day(off, unit_id=commune.unit_id, at=LATER, actor_id=None)
    assert read_request(waiting.public_id).due_on == date(2026, 12, 11)
    assert read_requests(case.id, kind="see")[0].due_on == date(2026, 11, 30)


def test_where_the_calendar_does_not_reach_there_is_no_date_yet(commune: Commune):
    far = datetime(2027, 12, 30, 2, 0, tzinfo=NOW.tzinfo)
    row = asked(commune, make_case(commune).id, at=far)
    assert row.due_on is None
    assert row.due_proof == {}


def test_a_letter_that_is_moved_takes_its_requests_along(app: Flask, commune: Commune):
    case = make_case(commune, state="closed")
    row = asked(commune, case.id)
    public_id, code = row.public_id, case.code
    seal(case.id, commune.clerk)
    assert request_of(public_id, unit_id=commune.unit_id, today=TODAY, locale="vi") is None
    assert open_requests(commune.unit_id, today=TODAY) == []
    with pytest.raises(NotFound), transaction():
        data_requests.take(public_id, actor=commune.clerk, at=LATER)
    with pytest.raises(BadInput) as fault, transaction():
        data_requests.write_down(code, actor=commune.clerk, at=LATER, right="see", identity_seen=True)
    assert fault.value.errors == {"code": "code_unknown"}


def test_the_list_begins_with_the_nearest_date_and_says_what_is_late(commune: Commune):
    first, second = make_case(commune), make_case(commune)
    asked(commune, first.id, "delete")
    row = asked(commune, second.id, "see")
    with transaction():
        data_requests.take(row.public_id, actor=commune.clerk, at=NOW)
    lines = open_requests(commune.unit_id, today=date(2026, 11, 26))
    assert [(item.right, item.next_on.isoformat(), item.late) for item in lines] == [
        ("delete", "2026-11-25", True),
        ("see", "2026-11-30", False),
    ]
    fulfil(commune, row)
    assert [item.right for item in ended_requests(commune.unit_id, today=TODAY)] == ["see"]
    whole = requests_of(second.id, today=date(2027, 1, 5), locale="vi")[0]
    assert (whole.late, whole.take_late, whole.is_open) == (False, False, False)
    assert "Nghị định 356/2025/NĐ-CP" in " ".join(whole.due_sentences)


def test_another_commune_sees_and_changes_nothing(commune: Commune):
    row = asked(commune, make_case(commune).id)
    assert request_of(row.public_id, unit_id=commune.unit_id + 1, today=TODAY, locale="vi") is None
