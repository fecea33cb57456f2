"""What is read: the desk's list of a year, everybody's words, the demonstration."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from accounts.queries import villages
from core.extensions import db
from core.transaction import transaction
from skilful.demo import show_models
from skilful.models import SkilfulModel
from skilful.queries.desk import Shelf, desk_list, desk_model, models_to_copy, waiting, years
from skilful.queries.public import all_published, public_list, public_model, taken_back
from skilful.rules import Assessment
from tests.makers import NOW, Commune, make_commune
from tests.makers_skilful import (
    CARRIER,
    GOAL,
    NAME,
    OUTCOME,
    REASON,
    TODAY,
    WHAT,
    assess,
    carry_on,
    correct,
    note,
    one_of_each,
    publish,
    published,
    recognised,
    register,
    row,
    seen,
    take_back,
)

PERSON = "Nông Thị Hoa"


def names(commune: Commune, shelf: Shelf | None = None, *, year: int = 2026, sphere: str = "") -> list[str]:
    return [line.name for line in desk_list(commune.unit_id, year=year, sphere=sphere, shelf=shelf).items]


def public_names(commune: Commune, **wanted: Any) -> list[str]:
    return [line.name for line in public_list(commune.unit_id, **{"year": 2026, **wanted}).items]


def code(commune: Commune, model_id: int) -> str:
    return row(commune, model_id).code


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
