"""Letters, rows and the demonstration of requests about personal data: what a letter says, and what the table refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from feedback.data_models import DataRequest
from feedback.demo_data import load_data_requests
from feedback.services import data_requests
from tests.makers import NOW, Commune, make_case
from tests.makers_data import DONE, WORDS, asked, read_requests

REASON = "Hồ sơ giấy ở kho huyện cũ."
VI = {
    "data_asked": ["Cơ quan phản hồi chậm nhất ngày: Thứ Tư, 25/11/2026.", "Hạn thực hiện: Thứ Năm, 10/12/2026."],
    "data_taken": ["đã được tiếp nhận và đang thực hiện.", "Hạn thực hiện: Thứ Năm, 10/12/2026."],
    "data_extended": ["lý do ở trang tra cứu.", "Hạn thực hiện mới: Thứ Ba, 15/12/2026."],
    "data_answered": ["Cơ quan đã trả lời yêu cầu về dữ liệu cá nhân trong hồ sơ này."],
}
EN = {
    "data_asked": ["The office acknowledges it by: ", "2026."],
    "data_taken": ["was received and is being handled."],
    "data_extended": ["the reason is on the tracking page.", "New last day: "],
    "data_answered": ["The office answered the request about personal data in this case."],
}


def whole_road(commune: Commune, **facts: Any) -> int:
    """Let a request be asked, acknowledged, extended by five days and fulfilled; return the case."""
    case = make_case(commune, state="closed", **facts)
    public_id = asked(commune, case.id).public_id
    with transaction():
        data_requests.take(public_id, actor=commune.clerk, at=NOW)
        data_requests.extend(public_id, actor=commune.leader, at=NOW, days=5, reason=REASON)
        data_requests.fulfil(public_id, actor=commune.clerk, at=NOW, answer=DONE)
    return case.id


def letters(case_id: int) -> dict[str, str]:
    query = select(OutboxMessage.event, OutboxMessage.title, OutboxMessage.body).where(
        OutboxMessage.subject == f"case:{case_id}", OutboxMessage.event.like("%data%")
    )  # fmt: skip
    return {event: f"{title}\n{body}" for event, title, body in db.session.execute(query)}


@pytest.mark.parametrize(("locale", "expected"), [("vi", VI), ("en", EN)])
def test_each_letter_says_its_dates_in_the_language_of_the_sender(commune: Commune, locale: str, expected: dict[str, list[str]]):
    laid = letters(whole_road(commune, locale=locale))
    for template, sentences in expected.items():
        for sentence in sentences:
            assert sentence in laid[template], template


def test_no_letter_repeats_what_was_asked_or_answered(commune: Commune):
    laid = letters(whole_road(commune))
    assert set(laid) == {*VI, "desk_data_asked"}
    for body in laid.values():
        for word in (WORDS, DONE, REASON, "Nguyễn Văn An", "0912"):
            assert word not in body
    assert "/can-bo/du-lieu-ca-nhan/" in laid["desk_data_asked"]
    assert "Phản hồi chậm nhất: Thứ Tư, 25/11/2026." in laid["desk_data_asked"]


IMPOSSIBLE = [
    ({"kind": "steal"}, "kind_is_a_right"),
    ({"state": "lost"}, "state_is_known"),
    ({"state": "done", "taken_on": date(2026, 11, 20)}, "ended_on_if_ended"),
    ({"ended_on": date(2026, 11, 20)}, "ended_on_if_ended"),
    ({"ground": "kept_by_law"}, "a_refusal_has_a_ground"),
    ({"state": "taken"}, "what_goes_on_was_acknowledged"),
    ({"extension_days": 5}, "an_extension_has_a_reason"),
]


@pytest.mark.parametrize(("changes", "name"), IMPOSSIBLE)
def test_the_table_refuses_what_cannot_be(commune: Commune, changes: dict[str, Any], name: str):
    case = make_case(commune)
    row = {"unit_id": commune.unit_id, "case_id": case.id, "kind": "see", "state": "asked", "asked_at": NOW}
    with pytest.raises(IntegrityError, match=name), transaction():
        db.session.add(DataRequest(**{**row, "asked_on": NOW.date(), "take_proof": {}, "due_proof": {}, **changes}))


def test_the_table_holds_one_waiting_request_of_a_kind(commune: Commune):
    case = make_case(commune)
    asked(commune, case.id, "see")
    row = {"unit_id": commune.unit_id, "case_id": case.id, "kind": "see", "state": "asked", "asked_at": NOW}
    with pytest.raises(IntegrityError), transaction():
        db.session.add(DataRequest(**row, asked_on=NOW.date(), take_proof={}, due_proof={}))


def test_the_demonstration_has_two_requests_and_no_more_the_second_time(commune: Commune):
    cases = [make_case(commune, state="closed", at=NOW - timedelta(days=9)).id for _number in range(2)]
    assert load_data_requests(commune.unit_id, at=NOW) == 2
    assert load_data_requests(commune.unit_id, at=NOW) == 0
    found = [(row.kind, row.state) for case_id in cases for row in read_requests(case_id)]
    assert sorted(found) == [("correct", "taken"), ("delete", "asked")]


def test_without_closed_cases_the_demonstration_has_nobody_who_asks(commune: Commune):
    make_case(commune)
    assert load_data_requests(commune.unit_id, at=NOW) == 0
