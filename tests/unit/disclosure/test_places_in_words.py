"""Places put together as people read them, and the words for where and how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from disclosure.catalogue import kind_of
from disclosure.phrases import form_words, group_days, group_place, kind_choices, kind_name, late_words, way_word, where_word
from disclosure.queries.desk import TermDays
from disclosure.queries.places import Place, PlaceGroup, grouped

FROM, TO, LEAST = date(2026, 11, 20), date(2026, 12, 22), date(2026, 12, 21)
DAYS = TermDays(publish=5, posting=30, loudspeaker=3)
EMPTY = Place(
    key="headquarters",
    way="headquarters",
    name="",
    from_on=None,
    to_on=None,
    least_on=None,
    proof=None,
    note="",
    photos=(),
)
HUNG = replace(EMPTY, from_on=FROM, least_on=LEAST)


@pytest.fixture
def web() -> Flask:
    """Return a bare application that speaks Vietnamese."""
    app = Flask("words", root_path=".")
    app.config.update(SECRET_KEY="x", BABEL_DEFAULT_LOCALE="vi")
    Babel(app)
    return app


def village(number: int, **changes: object) -> Place:
    return replace(HUNG, key=f"village-{number}", way="village", name=f"Thôn {number}", **changes)


def group(**changes: object) -> PlaceGroup:
    values: dict[str, object] = {
        "way": "village",
        "names": ("Thôn 1", "Thôn 2"),
        "every": False,
        "from_on": FROM,
        "to_on": None,
        "least_on": LEAST,
        "proof": None,
        "notes": (),
    }
    return PlaceGroup(**{**values, **changes})


# ------------------------------------------------------------------ put together


def test_villages_with_the_same_days_stand_in_one_group():
    found = grouped([HUNG, village(1), village(2), village(3)], villages_of_commune=3)
    assert [(each.way, each.names, each.every) for each in found] == [
        ("headquarters", (), False),
        ("village", ("Thôn 1", "Thôn 2", "Thôn 3"), True),
    ]


@pytest.mark.parametrize(
    "other",
    [
        village(2, from_on=date(2026, 11, 21)),
        village(2, to_on=TO),
        village(2, least_on=None),
        village(2, from_on=None),
    ],
)
def test_a_village_with_other_days_stands_apart(other: Place):
    found = grouped([village(1), other], villages_of_commune=2)
    assert [each.names for each in found] == [("Thôn 1",), ("Thôn 2",)]
    assert [each.every for each in found] == [False, False]


def test_notes_of_a_group_stand_once():
    found = grouped([village(1, note="Dán bảng tin"), village(2, note="Dán bảng tin"), village(3)], villages_of_commune=9)
    assert [each.notes for each in found] == [("Dán bảng tin",)]


def test_nothing_makes_no_group():
    assert grouped([], villages_of_commune=15) == ()


def test_a_commune_without_villages_has_no_group_of_all():
    assert [each.every for each in grouped([HUNG], villages_of_commune=0)] == [False]


@pytest.mark.parametrize(
    ("place", "hung", "up"),
    [
        (EMPTY, True, False),
        (HUNG, True, True),
        (replace(HUNG, to_on=TO), True, False),
        (village(1), True, True),
        (replace(HUNG, way="loudspeaker"), False, False),
        (replace(HUNG, way="village_heads"), False, False),
    ],
)
def test_only_what_was_put_up_and_did_not_come_down_hangs(place: Place, hung: bool, up: bool):
    assert (place.hung, place.up) == (hung, up)


# ------------------------------------------------------------------ in words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"way": "headquarters", "names": ()}, "Niêm yết tại trụ sở Ủy ban nhân dân xã"),
        ({}, "Nhà văn hóa: Thôn 1, Thôn 2"),
        ({"every": True}, "Nhà văn hóa của cả 2 thôn"),
        ({"way": "loudspeaker", "names": ()}, "Phát trên loa truyền thanh"),
        ({"way": "village_heads", "names": ()}, "Gửi trưởng thôn để báo người dân"),
    ],
)
def test_where_it_is(web: Flask, changes: dict, words: str):
    with web.test_request_context("/"):
        assert group_place(group(**changes)) == words


@pytest.mark.parametrize(
    ("changes", "permanent", "words"),
    [
        ({}, False, "từ 20/11/2026, ít nhất đến hết 21/12/2026"),
        ({"least_on": None}, True, "từ 20/11/2026, thường xuyên"),
        ({"to_on": TO}, False, "20/11/2026 – 22/12/2026"),
        ({"to_on": TO}, True, "20/11/2026 – 22/12/2026"),
        ({"to_on": FROM}, False, "20/11/2026"),
        ({"from_on": None}, False, "chưa ghi minh chứng"),
        ({"from_on": None}, True, "chưa ghi minh chứng"),
    ],
)
def test_from_when_until_when(web: Flask, changes: dict, permanent: bool, words: str):
    with web.test_request_context("/"):
        assert group_days(group(**changes), permanent=permanent) == words


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("headquarters", "Niêm yết"),
        ("village", "Niêm yết"),
        ("loudspeaker", "Phát loa"),
        ("village_heads", "Gửi trưởng thôn"),
    ],
)
def test_the_form_on_paper(web: Flask, way: str, words: str):
    with web.test_request_context("/"):
        assert way_word(way) == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"way": "headquarters"}, "Trụ sở Ủy ban nhân dân xã"),
        ({}, "Nhà văn hóa: Thôn 1, Thôn 2"),
        ({"way": "loudspeaker", "notes": ("Phát lúc 6 giờ",)}, "Phát lúc 6 giờ"),
        ({"way": "loudspeaker"}, "toàn xã"),
        ({"way": "village_heads", "notes": ("Qua Zalo", "Bằng giấy")}, "Qua Zalo; Bằng giấy"),
    ],
)
def test_the_place_on_paper(web: Flask, changes: dict, words: str):
    with web.test_request_context("/"):
        assert where_word(group(**changes)) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("14", ["Đăng trên trang này"]),
        ("4", ["Đăng trên trang này", "Niêm yết thường xuyên tại trụ sở và nhà văn hóa thôn"]),
        ("2", ["Đăng trên trang này", "Niêm yết ít nhất 30 ngày liên tục tại trụ sở và nhà văn hóa thôn"]),
        (
            "7",
            [
                "Đăng trên trang này",
                "Niêm yết ít nhất 30 ngày liên tục tại trụ sở và nhà văn hóa thôn",
                "Phát loa ít nhất 3 ngày liên tục",
                "Gửi trưởng thôn",
            ],
        ),
    ],
)
def test_the_forms_of_a_kind_say_the_days_of_the_terms(web: Flask, code: str, words: list[str]):
    kind = kind_of(code)
    assert kind is not None
    with web.test_request_context("/"):
        assert form_words(kind, DAYS) == words


def test_a_changed_term_changes_the_words(web: Flask):
    kind = kind_of("7")
    assert kind is not None
    with web.test_request_context("/"):
        words = " ".join(form_words(kind, TermDays(publish=5, posting=45, loudspeaker=7)))
    assert "ít nhất 45 ngày" in words
    assert "ít nhất 7 ngày" in words


def test_an_unknown_kind_is_shown_by_its_code(web: Flask):
    with web.test_request_context("/"):
        assert kind_name("99") == "99"
        assert [code for code, _name in kind_choices()] == [str(number) for number in range(1, 15)]


@pytest.mark.parametrize(("days", "words"), [(1, "chậm 1 ngày"), (12, "chậm 12 ngày")])
def test_how_late(web: Flask, days: int, words: str):
    with web.test_request_context("/"):
        assert late_words(days) == words
