"""What is read: the desk's list and its shelves, everybody's numbers and words, reminders, the demonstration."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from supervision.demo import show_recommendations
from supervision.models import Recommendation
from supervision.queries.desk import Shelf, counts, desk_list, desk_recommendation
from supervision.queries.public import (
    YearNumbers,
    all_published,
    numbers_by_year,
    public_list,
    public_recommendation,
    taken_back,
)
from supervision.reminders import remind_recommendations
from supervision.rules import Answer
from tests.makers import NOW, Commune, make_commune
from tests.makers_supervision import (
    PROMISE_ON,
    REASON,
    SAID,
    TITLE,
    TODAY,
    answer,
    answered,
    ask_again,
    assign,
    assigned,
    draft,
    drafted,
    judge,
    morning,
    published,
    record,
    row,
    seen,
    settle,
    take_back,
    withdraw,
)

AFTER = date(2026, 12, 9)
NAMED = Answer(accepted="Ông Nguyễn Văn An, số 0912 345 678, sẽ sửa kênh.")


def titles(
    commune: Commune, shelf: Shelf | None = None, *, mine: bool = False, who: str = "clerk", today: date = TODAY
) -> list[str]:
    page = desk_list(getattr(commune, who), shelf=shelf, mine=mine, page=1, today=today)
    return [line.title for line in page.items]


def one_of_each(commune: Commune) -> None:
    record(commune, title="mới nhận")
    assigned(commune, title="đang soạn", received_on=date(2026, 11, 10), document_on=None)
    drafted(commune, title="chờ duyệt", received_on=date(2026, 11, 12), document_on=None)
    answered(commune, title="đã trả lời")
    judge(commune, answered(commune, title="đã xong", said=Answer(accepted="Xã nhận.")))
    withdraw(commune, record(commune, title="đã rút"))


def test_the_list_begins_with_what_is_due_first_and_ends_with_what_waits_for_the_body(commune: Commune):
    one_of_each(commune)
    assert titles(commune) == ["đang soạn", "chờ duyệt", "mới nhận", "đã trả lời"]


@pytest.mark.parametrize(
    ("shelf", "wanted"),
    [
        (Shelf.RECEIVED, ["mới nhận"]),
        (Shelf.ASSIGNED, ["đang soạn"]),
        (Shelf.DRAFTED, ["chờ duyệt"]),
        (Shelf.ANSWERED, ["đã trả lời"]),
        (Shelf.LATE, []),
        (Shelf.PROMISES, []),
        (Shelf.OVER, ["đã rút", "đã xong"]),
    ],
)
def test_a_shelf_holds_its_state(commune: Commune, shelf: Shelf, wanted: list[str]):
    one_of_each(commune)
    assert titles(commune, shelf) == wanted


def test_the_counts_are_those_of_the_shelves(commune: Commune):
    one_of_each(commune)
    assert counts(commune.unit_id, today=TODAY) == {
        "all": 4, "received": 1, "assigned": 1, "drafted": 1, "answered": 1, "late": 0, "promises": 0, "over": 2,
    }  # fmt: skip
    later = counts(commune.unit_id, today=date(2026, 12, 19))
    assert (later["late"], later["promises"], later["all"]) == (3, 1, 4)
    assert counts(make_commune("accounts/data/chien_thang.toml").unit_id, today=TODAY)["all"] == 0


def test_a_late_promise_brings_a_closed_one_back_to_the_work(commune: Commune):
    recommendation_id = answered(commune, title="hứa rồi")
    judge(commune, recommendation_id)
    assert titles(commune, today=PROMISE_ON) == []
    late = date(2026, 12, 19)
    assert titles(commune, today=late) == titles(commune, Shelf.PROMISES, today=late) == ["hứa rồi"]
    settle(commune, recommendation_id)
    assert titles(commune, today=late) == []


def test_mine_is_what_was_given_to_me_or_to_nobody_of_my_department(commune: Commune):
    assigned(commune, title="của tôi")
    recommendation_id = record(commune, title="của phòng tôi")
    assign(commune, recommendation_id, official_id=None, department_id=min(commune.officer.department_ids))
    record(commune, title="chưa của ai")
    assert sorted(titles(commune, mine=True, who="officer")) == ["của phòng tôi", "của tôi"]
    assert titles(commune, mine=True, who="supervisor") == []


def test_one_recommendation_shows_rounds_log_and_who_has_it(commune: Commune):
    recommendation_id = answered(commune)
    ask_again(commune, recommendation_id, at=morning(AFTER))
    item = seen(commune, recommendation_id, today=AFTER)
    assert item.points == ["Sửa kênh trước vụ xuân.", "Trả lời bằng văn bản."]
    assert [(one.number, one.written, one.open_promise) for one in item.rounds] == [(1, True, True), (2, False, False)]
    assert "điểm c khoản 1 Điều 40" in " ".join(item.rounds[0].why_this_day)
    assert [entry.step for entry in item.entries] == ["ask_again", "answer", "draft", "assign", "receive"]
    assert item.entries[3].facts["to"] == commune.officer.name
    assert (item.line.has_it("vi"), item.standing.round_number, item.standing.open_promises) == (commune.officer.name, 2, True)


def test_a_department_is_called_in_the_readers_language(commune: Commune):
    recommendation_id = record(commune)
    assign(commune, recommendation_id, official_id=None, department_id=min(commune.officer.department_ids))
    line = seen(commune, recommendation_id).line
    assert line.has_it("vi")
    assert line.has_it("vi") == line.department
    assert line.has_it("en") == (line.department_en or line.department)


def test_another_communes_recommendation_is_not_read(commune: Commune):
    recommendation_id = published(commune)
    neighbour = make_commune("accounts/data/chien_thang.toml")
    with use_unit(neighbour.unit_id):
        assert desk_recommendation(neighbour.unit_id, recommendation_id, today=TODAY, locale="vi") is None
        code = row(commune, recommendation_id).code
        assert public_recommendation(neighbour.unit_id, code, today=TODAY, locale="vi") is None
        assert public_list(neighbour.unit_id).items == []


# ------------------------------------------------------------------ everybody


def test_the_numbers_of_a_year(commune: Commune):
    one_of_each(commune)
    answer_late = assigned(commune, received_on=date(2026, 10, 1), document_on=None)
    draft(commune, answer_late)
    answer(commune, answer_late)
    record(commune, received_on=date(2025, 12, 30), document_on=None)
    assert numbers_by_year(commune.unit_id, today=TODAY) == [
        YearNumbers(year=2026, received=6, on_time=2, answered_late=1, waiting=3, waiting_late=0),
        YearNumbers(year=2025, received=1, on_time=0, answered_late=0, waiting=0, waiting_late=1),
    ]


def test_every_recommendation_counts_once(commune: Commune):
    one_of_each(commune)
    for today in (TODAY, AFTER, date(2027, 3, 1)):
        for each in numbers_by_year(commune.unit_id, today=today):
            assert each.received == each.on_time + each.answered_late + each.waiting + each.waiting_late


def test_a_second_answer_that_is_late_makes_it_late(commune: Commune):
    recommendation_id = answered(commune)
    ask_again(commune, recommendation_id)
    assert numbers_by_year(commune.unit_id, today=AFTER)[0].waiting_late == 1
    draft(commune, recommendation_id, at=morning(AFTER))
    answer(commune, recommendation_id, at=morning(AFTER))
    assert numbers_by_year(commune.unit_id, today=AFTER)[0].answered_late == 1


def test_only_what_both_published_is_read_and_only_answers_that_are_out(commune: Commune):
    answered(commune, title="không công khai")
    recommendation_id = published(commune)
    ask_again(commune, recommendation_id)
    draft(commune, recommendation_id, answer=replace(SAID, accepted="Bản soạn thứ hai"))
    assert [line.title for line in public_list(commune.unit_id).items] == [TITLE]
    code = row(commune, recommendation_id).code
    item = public_recommendation(commune.unit_id, code, today=TODAY, locale="vi")
    assert item is not None
    assert ([one.number for one in item.rounds], item.waits, item.line.answered) == ([1], True, False)
    assert "Bản soạn thứ hai" not in str(item)
    assert REASON not in str(item)
    assert all_published(commune.unit_id) == [(code, TODAY)]


def test_names_and_numbers_of_persons_are_masked(commune: Commune):
    recommendation_id = published(
        commune, title="Ông Nguyễn Văn An chậm sửa kênh", subject="Bà Trần Thị Bình, ĐT 0987 654 321, nói kênh vỡ.", said=NAMED,
        asked="Ông Nguyễn Văn An phải sửa kênh.",
    )  # fmt: skip
    item = public_recommendation(commune.unit_id, row(commune, recommendation_id).code, today=TODAY, locale="vi")
    for words in ("Nguyễn Văn An", "Trần Thị Bình", "0987", "0912"):
        assert words not in str(item)
        assert words not in str(public_list(commune.unit_id).items)


def test_what_was_taken_back_leaves_its_days_and_its_reason(commune: Commune):
    recommendation_id = published(commune)
    code = row(commune, recommendation_id).code
    assert taken_back(commune.unit_id, code) is None
    take_back(commune, recommendation_id, reason="Ông Nguyễn Văn An đề nghị gỡ")
    left = taken_back(commune.unit_id, code)
    assert left is not None
    assert (left.published_on, left.taken_back_on) == (TODAY, TODAY)
    assert "Nguyễn Văn An" not in left.reason
    assert public_recommendation(commune.unit_id, code, today=TODAY, locale="vi") is None
    assert all_published(commune.unit_id) == []


# ------------------------------------------------------------------ reminders


def laid(word: str) -> set[int | None]:
    query = select(OutboxMessage.official_id).where(OutboxMessage.event == f"supervision_{word}")
    return set(db.session.scalars(query))


def test_it_is_reminded_of_three_working_days_before_and_when_it_is_late(commune: Commune):
    assigned(commune)
    assert remind_recommendations(morning(date(2026, 12, 1))) == 0
    wednesday = morning(date(2026, 12, 2))
    assert [remind_recommendations(wednesday), remind_recommendations(wednesday)] == [1, 0]
    assert remind_recommendations(morning(date(2026, 12, 7))) == 0
    tuesday = morning(date(2026, 12, 8))
    assert remind_recommendations(tuesday) >= 2
    assert remind_recommendations(tuesday) == 0
    assert laid("soon") == {commune.officer.id}
    assert {commune.officer.id, commune.leader.id} <= laid("late")


def test_what_is_nobodys_is_the_clerks_and_a_departments_its_heads(commune: Commune):
    record(commune)
    remind_recommendations(morning(date(2026, 12, 2)))
    assert commune.clerk.id in laid("soon")


@pytest.mark.parametrize("make", [answered, published])
def test_what_is_answered_is_not_reminded_of(commune: Commune, make):
    make(commune)
    assert remind_recommendations(morning(date(2026, 12, 9))) == 0


def test_what_was_withdrawn_is_not_reminded_of(commune: Commune):
    withdraw(commune, assigned(commune))
    assert remind_recommendations(morning(date(2026, 12, 9))) == 0


def test_a_promise_is_reminded_of_once_when_its_day_has_gone_by(commune: Commune):
    recommendation_id = answered(commune)
    assert remind_recommendations(morning(PROMISE_ON)) == 0
    monday = morning(date(2026, 12, 21))
    assert remind_recommendations(monday) >= 2
    assert remind_recommendations(monday) == 0
    assert {commune.officer.id, commune.leader.id} <= laid("promise_late")
    letter = db.session.scalars(select(OutboxMessage).where(OutboxMessage.event == "supervision_promise_late")).first()
    assert letter is not None
    assert "18 tháng 12" in letter.body or "18/12/2026" in letter.body
    settle(commune, recommendation_id)
    assert remind_recommendations(morning(date(2026, 12, 22))) == 0


def test_a_new_round_is_reminded_of_anew(commune: Commune):
    recommendation_id = answered(commune, said=Answer(accepted="Xã nhận."))
    ask_again(commune, recommendation_id)
    assert remind_recommendations(morning(date(2026, 12, 8))) >= 2


def test_nothing_is_laid_at_night(commune: Commune):
    assigned(commune)
    assert remind_recommendations(datetime(2026, 12, 8, 23, 0, tzinfo=UTC)) == 0


# ------------------------------------------------------------------ the demonstration


@pytest.mark.parametrize("moment", [NOW, datetime(2027, 2, 17, 2, tzinfo=UTC)])
def test_the_demonstration_has_one_in_time_one_late_and_one_answered(commune: Commune, moment: datetime):
    today = date(moment.year, moment.month, moment.day)
    with transaction():
        assert show_recommendations(commune.unit_id, at=moment) == 3
    with transaction():
        assert show_recommendations(commune.unit_id, at=moment) == 0
    ids = list(db.session.scalars(select(Recommendation.id).order_by(Recommendation.id)))
    items = [seen(commune, item_id, today=today) for item_id in ids]
    assert [item.line.state for item in items] == ["assigned", "assigned", "closed"]
    assert [item.line.late > 0 for item in items] == [False, True, False]
    assert items[2].rounds[0].open_promise
    assert len(public_list(commune.unit_id).items) == 1


def test_published_ones_are_read_page_by_page(commune: Commune):
    for number in range(21):
        published(commune, title=f"Kiến nghị thứ {number}")
    first, second = public_list(commune.unit_id), public_list(commune.unit_id, page=2)
    assert (len(first.items), first.has_next, len(second.items), second.has_next) == (20, True, 1, False)
