"""What is read: the desk's list of a year, everybody's words, the numbers, the reminder, the demonstration."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from accounts.queries import villages
from accounts.services.unit_settings import change_setting
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from skilful.demo import show_models
from skilful.models import SkilfulModel
from skilful.queries.desk import Shelf, desk_list, desk_model, models_to_copy, waiting, years
from skilful.queries.numbers import YearNumbers, numbers_of_period, numbers_of_year
from skilful.queries.public import all_published, public_list, public_model, taken_back
from skilful.reminders import remind_models
from skilful.rules import ASSESS_BY, Assessment, Recognition
from tests.makers import NOW, Commune, make_commune
from tests.makers_skilful import (
    CARRIER,
    DECIDED,
    GOAL,
    NAME,
    OUTCOME,
    REASON,
    SAID,
    TODAY,
    WHAT,
    assess,
    assessed,
    carry_on,
    correct,
    end,
    note,
    publish,
    published,
    reassess,
    recognise,
    recognised,
    register,
    row,
    seen,
    strike,
    take_back,
    withdraw,
)

PERSON = "Nông Thị Hoa"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
LEVELS = {"xa": 1}


def names(commune: Commune, shelf: Shelf | None = None, *, year: int = 2026, sphere: str = "") -> list[str]:
    return [line.name for line in desk_list(commune.unit_id, year=year, sphere=sphere, shelf=shelf).items]


def public_names(commune: Commune, **wanted: Any) -> list[str]:
    return [line.name for line in public_list(commune.unit_id, **{"year": 2026, **wanted}).items]


def code(commune: Commune, model_id: int) -> str:
    return row(commune, model_id).code


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


def one_of_each(commune: Commune) -> None:
    register(commune, name="đang làm", sphere="kinh-te")
    assessed(commune, name="đã đánh giá")
    recognised(commune, name="được công nhận")
    published(commune, name="đã công khai")
    end(commune, register(commune, name="đã kết thúc"))
    withdraw(commune, register(commune, name="đã rút"))


# ------------------------------------------------------------------ the desk


@pytest.mark.parametrize(
    ("shelf", "wanted"),
    [
        (None, ["đã kết thúc", "đã công khai", "được công nhận", "đã đánh giá", "đang làm"]),
        (Shelf.TO_ASSESS, ["đang làm"]),
        (Shelf.ASSESSED, ["đã công khai", "được công nhận", "đã đánh giá"]),
        (Shelf.RECOGNISED, ["đã công khai", "được công nhận"]),
        (Shelf.NOT_PUBLIC, ["đã kết thúc", "được công nhận", "đã đánh giá", "đang làm"]),
        (Shelf.ENDED, ["đã kết thúc"]),
        (Shelf.WITHDRAWN, ["đã rút"]),
    ],
)
def test_a_shelf_holds_its_models_the_newest_first(commune: Commune, shelf: Shelf | None, wanted: list[str]):
    one_of_each(commune)
    assert names(commune, shelf) == wanted


def test_the_list_is_that_of_a_year_and_a_field(commune: Commune):
    one_of_each(commune)
    register(commune, name="năm trước", year=2025)
    assert names(commune, sphere="kinh-te") == ["đang làm"]
    assert names(commune, year=2025) == ["năm trước"]
    assert names(commune, year=2024) == []
    assert years(commune.unit_id) == [2026, 2025]
    assert waiting(commune.unit_id, 2026) == 1


def test_a_model_of_two_years_stands_in_both_with_the_result_of_each(commune: Commune):
    model_id = recognised(commune)
    carry_on(commune, model_id)
    [old] = desk_list(commune.unit_id, year=2026).items
    [new] = desk_list(commune.unit_id, year=2027).items
    assert (old.result, old.recognised, new.result, new.recognised) == ("achieved", True, "", False)
    assert [line.year for line in (old, new)] == [2026, 2027]
    assert [each.year for each in seen(commune, model_id).years] == [2027, 2026]


def test_a_taken_back_model_waits_to_be_made_public_no_more_but_is_not_public(commune: Commune):
    take_back(commune, published(commune))
    assert names(commune, Shelf.NOT_PUBLIC) == [NAME]


def test_the_desk_sees_one_whole(commune: Commune):
    first = published(commune)
    copy = register(commune, name="Đường hoa Kép I", learned_from_id=first)
    item = seen(commune, first)
    assert [near.name for near in item.copies] == ["Đường hoa Kép I"]
    assert seen(commune, copy).learned_from == seen(commune, copy).learned_from
    assert (seen(commune, copy).learned_from.id, seen(commune, first).learned_from) == (first, None)
    [year] = item.years
    assert [(one.level, one.document) for one in year.recognitions] == [("xa", "112/QĐ-UBND")]
    assert [entry.step for entry in item.entries] == ["publish", "recognise", "assess", "note", "register"]
    assert item.entries[0].who == commune.leader.name
    assert [near.name for near in models_to_copy(commune.unit_id)] == ["Đường hoa Kép I", NAME]


def test_another_communes_desk_sees_nothing(commune: Commune):
    model_id = published(commune)
    neighbour = make_commune("accounts/data/chien_thang.toml")
    assert desk_model(neighbour.unit_id, model_id) is None
    assert desk_list(neighbour.unit_id, year=2026).items == []
    assert public_model(neighbour.unit_id, code(commune, model_id)) is None
    assert years(neighbour.unit_id) == []


def test_the_standing_of_the_desk_is_that_of_the_commands(commune: Commune):
    model_id = published(commune)
    carry_on(commune, model_id)
    standing = seen(commune, model_id).standing
    assert (standing.first_year, standing.public_notes, standing.published, standing.recognised) == (False, True, True, False)


# ------------------------------------------------------------------ everybody


def test_everybody_reads_what_was_published_and_nothing_else(commune: Commune):
    one_of_each(commune)
    assert public_names(commune) == ["đã công khai"]
    ids = dict(db.session.execute(select(SkilfulModel.name, SkilfulModel.id)).tuples().all())
    for name, model_id in ids.items():
        found = public_model(commune.unit_id, code(commune, model_id))
        assert (found is not None) is (name == "đã công khai"), name


def test_a_published_model_is_told_whole(commune: Commune):
    model_id = published(commune)
    note(commune, model_id, words="Chỉ bàn làm việc đọc câu này.", public=False)
    item = public_model(commune.unit_id, code(commune, model_id))
    assert item is not None
    assert (item.line.name, item.line.carrier, item.what, item.goal) == (NAME, CARRIER, WHAT, GOAL)
    assert item.notes == ((TODAY, "Đã trồng 350 mét hoa dọc đường."),)
    [year] = item.years
    assert (year.outcome, year.amount, year.unit, year.recognitions[0].document) == (OUTCOME, 45, "hộ", "112/QĐ-UBND")
    assert item.kept_by("vi") == item.kept_by("en") == "Hội Liên hiệp Phụ nữ xã"


def test_a_person_who_did_not_agree_is_nowhere_named(commune: Commune):
    words = f"{PERSON} dạy bà con nuôi ong."
    model_id = register(
        commune, kind="individual", carrier=f"{PERSON}, thôn Nà Lìa", name=f"{PERSON} nuôi ong", what=words, goal=words
    )
    note(commune, model_id, words=words)
    assess(commune, model_id, said=Assessment(result="achieved", outcome=words, amount=5, unit=f"tổ ong của {PERSON}"))
    publish(commune, model_id)
    told = str(public_list(commune.unit_id, year=2026).items) + str(public_model(commune.unit_id, code(commune, model_id)))
    assert PERSON not in told
    assert public_list(commune.unit_id, year=2026).items[0].carrier == ""
    take_back(commune, model_id, reason=f"{PERSON} không muốn nêu nữa")
    left = taken_back(commune.unit_id, code(commune, model_id))
    assert left is not None
    assert PERSON not in left.reason


def test_a_person_who_agreed_is_named_until_they_agree_no_more(commune: Commune):
    individual = {"kind": "individual", "carrier": PERSON}
    model_id = register(commune, named=True, **individual)
    publish(commune, model_id)
    assert public_list(commune.unit_id, year=2026).items[0].carrier == PERSON
    correct(commune, model_id, by="leader", named=False, **individual)
    assert public_list(commune.unit_id, year=2026).items[0].carrier == ""


def test_names_and_phones_are_masked_in_every_public_word(commune: Commune):
    secret = "Gọi ông Nguyễn Văn An, số 0912 345 678, để xem."
    model_id = register(commune, what=secret, goal=secret, organisation="Nhóm ông Nguyễn Văn An")
    note(commune, model_id, words=secret)
    assess(commune, model_id, said=Assessment(result="partly", outcome=secret))
    publish(commune, model_id)
    told = str(public_model(commune.unit_id, code(commune, model_id)))
    assert "0912" not in told
    assert "Văn An" not in told


def test_copies_and_what_was_copied_are_told_when_both_are_public(commune: Commune):
    first = published(commune)
    copy = register(commune, name="Đường hoa Kép I", learned_from_id=first)
    assert public_model(commune.unit_id, code(commune, first)).copies == ()  # type: ignore[union-attr]
    publish(commune, copy)
    copies = public_model(commune.unit_id, code(commune, first)).copies  # type: ignore[union-attr]
    learned = public_model(commune.unit_id, code(commune, copy)).learned_from  # type: ignore[union-attr]
    assert [near.code for near in copies] == [code(commune, copy)]
    assert learned is not None
    assert learned.code == code(commune, first)
    take_back(commune, first)
    assert public_model(commune.unit_id, code(commune, copy)).learned_from is None  # type: ignore[union-attr]


def test_the_public_list_is_narrowed_by_field_and_village(commune: Commune):
    home = villages(commune.unit_id)[0].id
    published(commune, name="Ở thôn nhà", village_id=home)
    published(commune, name="Làm kinh tế", sphere="kinh-te")
    assert public_names(commune) == ["Làm kinh tế", "Ở thôn nhà"]
    assert public_names(commune, village_id=home) == ["Ở thôn nhà"]
    assert public_names(commune, sphere="kinh-te") == ["Làm kinh tế"]
    assert public_names(commune, sphere="kinh-te", village_id=home) == []
    assert public_names(commune, year=2025) == []


def test_what_was_taken_back_leaves_a_line(commune: Commune):
    model_id = published(commune)
    assert [found for found, _day in all_published(commune.unit_id)] == [code(commune, model_id)]
    assert taken_back(commune.unit_id, code(commune, model_id)) is None
    take_back(commune, model_id)
    left = taken_back(commune.unit_id, code(commune, model_id))
    assert left is not None
    assert (left.published_on, left.taken_back_on, left.reason) == (TODAY, TODAY, REASON)
    assert all_published(commune.unit_id) == []


def test_published_ones_are_read_page_by_page(commune: Commune):
    for number in range(21):
        publish(commune, register(commune, name=f"Mô hình thứ {number}"))
    first, second = (public_list(commune.unit_id, year=2026, page=page) for page in (1, 2))
    assert (len(first.items), first.has_next, len(second.items), second.has_next) == (20, True, 1, False)


# ------------------------------------------------------------------ numbers


def test_the_numbers_of_a_year_are_those_of_its_register(commune: Commune):
    one_of_each(commune)
    register(commune, name="học theo", learned_from_id=register(commune, year=2025))
    assert numbers_of_year(commune.unit_id, 2026) == YearNumbers(registered=6, assessed=3, recognised=2, replicated=1)
    assert numbers_of_year(commune.unit_id, 2025) == YearNumbers(registered=1, assessed=0, recognised=0, replicated=0)
    assert numbers_of_year(commune.unit_id, 1999) == YearNumbers(registered=0, assessed=0, recognised=0, replicated=0)


def test_a_copy_counts_as_one_in_its_first_year_only(commune: Commune):
    copy = assessed(commune, learned_from_id=register(commune))
    carry_on(commune, copy)
    assert [numbers_of_year(commune.unit_id, year).replicated for year in (2026, 2027)] == [1, 0]


def test_the_numbers_of_a_period_are_those_of_its_days(commune: Commune):
    first = recognised(commune)
    recognise(commune, first, decided=Recognition(level="tinh", document="9/QĐ", decided_on=date(2026, 11, 19)))
    copy = register(commune, learned_from_id=first, at=morning(date(2026, 12, 1)))
    assess(commune, copy, at=morning(date(2027, 1, 5)), said=replace(SAID, result="partly"))
    carry_on(commune, first, at=morning(date(2027, 1, 6)))
    end(commune, copy, at=morning(date(2027, 2, 1)))
    old = numbers_of_period(commune.unit_id, *YEAR)
    assert (old.registered, old.replicated, old.carried_on, old.running) == (2, 1, 0, 2)
    assert old.assessed == {"achieved": 1, "partly": 0, "not_achieved": 0}
    assert old.recognised == {"xa": 1, "tinh": 1}
    new = numbers_of_period(commune.unit_id, date(2027, 1, 1), date(2027, 12, 31))
    assert (new.registered, new.replicated, new.carried_on, new.running) == (0, 0, 1, 1)
    assert (new.assessed["partly"], new.recognised) == (1, {})


@pytest.mark.parametrize(
    ("last", "registered", "running"),
    [(date(2026, 11, 30), 1, 1), (date(2026, 12, 1), 0, 0), (date(2026, 12, 31), 0, 0)],
)
def test_what_is_withdrawn_later_was_registered_until_then(commune: Commune, last: date, registered: int, running: int):
    withdraw(commune, register(commune), at=morning(date(2026, 12, 1)))
    found = numbers_of_period(commune.unit_id, YEAR[0], last)
    assert (found.registered, found.running) == (registered, running)


@pytest.mark.parametrize(("last", "running"), [(date(2026, 11, 30), 1), (date(2026, 12, 1), 0)])
def test_what_ended_ran_until_the_day_before(commune: Commune, last: date, running: int):
    end(commune, register(commune), at=morning(date(2026, 12, 1)))
    assert numbers_of_period(commune.unit_id, YEAR[0], last).running == running


def test_what_was_entered_by_mistake_never_counts(commune: Commune):
    model_id = recognised(commune)
    assert numbers_of_period(commune.unit_id, *YEAR).recognised == LEVELS
    strike(commune, model_id)
    reassess(commune, model_id)
    found = numbers_of_period(commune.unit_id, *YEAR)
    assert (sum(found.assessed.values()), found.recognised) == (0, {})


def test_a_period_before_everything_and_another_commune_are_nought(commune: Commune):
    recognised(commune)
    before = numbers_of_period(commune.unit_id, date(2025, 1, 1), date(2025, 12, 31))
    theirs = numbers_of_period(make_commune("accounts/data/chien_thang.toml").unit_id, *YEAR)
    for found in (before, theirs):
        assert (found.registered, found.running, found.replicated, found.carried_on, found.recognised) == (0, 0, 0, 0, {})


def test_a_decision_counts_on_its_own_day_and_not_on_that_of_the_entry(commune: Commune):
    model_id = assessed(commune)
    recognise(commune, model_id, decided=replace(DECIDED, decided_on=date(2026, 10, 31)))
    october = numbers_of_period(commune.unit_id, date(2026, 10, 1), date(2026, 10, 31))
    november = numbers_of_period(commune.unit_id, date(2026, 11, 1), date(2026, 11, 30))
    assert (october.recognised, november.recognised) == (LEVELS, {})


# ------------------------------------------------------------------ the reminder


def laid() -> list[tuple[int | None, str]]:
    query = select(OutboxMessage.official_id, OutboxMessage.title).where(OutboxMessage.event == "skilful_to_assess")
    return list(db.session.execute(query.order_by(OutboxMessage.id)).tuples())


def test_leaders_are_told_once_of_a_year_that_nobody_assessed(commune: Commune):
    register(commune)
    register(commune, name="Mô hình thứ hai")
    assert remind_models(morning(date(2026, 11, 27))) == 0
    monday = morning(date(2026, 11, 30))
    told = remind_models(monday)
    assert told >= 1
    assert remind_models(monday) == remind_models(morning(date(2026, 12, 28))) == 0
    assert commune.leader.id in {official_id for official_id, _title in laid()}
    assert {title for _official_id, title in laid()} == {"Dân vận khéo: 2 mô hình chưa đánh giá"}
    letter = db.session.scalars(select(OutboxMessage).where(OutboxMessage.event == "skilful_to_assess")).first()
    assert letter is not None
    assert "/can-bo/dan-van-kheo?nam=2026&xem=chua-danh-gia" in letter.body
    assert NAME not in letter.body


@pytest.mark.parametrize("make", [assessed, recognised, published])
def test_what_is_assessed_is_not_reminded_of(commune: Commune, make: Any):
    make(commune)
    assert remind_models(morning(date(2026, 12, 1))) == 0


def test_models_of_other_years_and_what_is_over_are_not_reminded_of(commune: Commune):
    register(commune, year=2027)
    register(commune, year=2025)
    end(commune, register(commune))
    withdraw(commune, register(commune))
    assert remind_models(morning(date(2026, 12, 1))) == 0


@pytest.mark.parametrize(("value", "told"), [("12-15", False), ("11-15", True), ("ngày nào cũng được", True)])
def test_the_day_is_a_setting_of_the_commune(commune: Commune, value: str, told: bool):
    with transaction():
        change_setting(unit_id=commune.unit_id, actor=commune.leader, key=ASSESS_BY, value=value, expected_version=0, at=NOW)
    register(commune)
    assert (remind_models(morning(date(2026, 12, 1))) > 0) is told


def test_nothing_is_laid_at_night(commune: Commune):
    register(commune)
    assert remind_models(datetime(2026, 12, 8, 23, 0, tzinfo=UTC)) == 0


# ------------------------------------------------------------------ the demonstration


@pytest.mark.parametrize("moment", [NOW, datetime(2027, 2, 17, 2, tzinfo=UTC), datetime(2027, 7, 15, 2, tzinfo=UTC)])
def test_the_demonstration_has_one_recognised_one_that_copies_it_and_one_kept_back(commune: Commune, moment: datetime):
    with transaction():
        assert show_models(commune.unit_id, at=moment) == 3
    with transaction():
        assert show_models(commune.unit_id, at=moment) == 0
    ids = list(db.session.scalars(select(SkilfulModel.id).order_by(SkilfulModel.id)))
    items = [seen(commune, model_id) for model_id in ids]
    assert [item.line.state for item in items] == ["assessed", "registered", "registered"]
    assert [item.line.recognised for item in items] == [True, False, False]
    assert items[1].learned_from is not None
    assert items[1].learned_from.id == ids[0]
    assert [item.line.published_on is not None for item in items] == [True, True, False]
    assert len(all_published(commune.unit_id)) == 2
