"""Which village is meant when point and words say different things, and how another commune is reached; without a database."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.place_queries import OtherUnit, Whereabouts, WrittenPlace
from accounts.read_models import VillageItem
from feedback.forms.choices import villages
from feedback.views import place_words


def village(number: int, name: str = "Thôn Nà Lìa", old_commune: str = "Xã Y Tịch") -> VillageItem:
    return VillageItem(
        id=number, code=f"thon-{number}", name=name, old_commune=old_commune, sample=False, remote=False, latitude=None,
        longitude=None,
    )  # fmt: skip


BOUNDARY = Whereabouts(inside=True, village=village(1))
NEAR = Whereabouts(inside=True, village=village(2), nearest_metres=300)
INSIDE = Whereabouts(inside=True)
NAMED = WrittenPlace(village=village(3))
UNCLEAR = WrittenPlace(several=(village(4), village(5)))


@pytest.mark.parametrize(
    ("point", "written", "number"),
    [
        (BOUNDARY, NAMED, 1),  # a boundary is a fact
        (NEAR, NAMED, 3),  # a written name is surer than the nearest middle
        (NEAR, None, 2),
        (NEAR, UNCLEAR, 2),
        (INSIDE, NAMED, 3),
        (INSIDE, None, None),
        (None, NAMED, 3),
        (None, UNCLEAR, None),
        (None, None, None),
    ],
)
def test_village_that_point_and_words_mean_together(
    point: Whereabouts | None, written: WrittenPlace | None, number: int | None
):  # fmt: skip
    assert place_words._village(point, written) == number


@pytest.mark.parametrize(
    ("base", "hosts", "address"),
    [
        ("https://van-linh.gov.vn/", ("chien-thang.gov.vn", "khac.vn"), "https://chien-thang.gov.vn/gui"),
        ("http://127.0.0.1:8000/", ("chien-thang.localhost",), "http://chien-thang.localhost:8000/gui"),
        ("https://van-linh.gov.vn/", (), ""),
    ],
)
def test_address_where_another_commune_takes_letters(base: str, hosts: tuple[str, ...], address: str):
    with Flask(__name__).test_request_context(base_url=base):
        assert place_words.address_of(OtherUnit(code="06481", name="Xã Chiến Thắng", hosts=hosts)) == address


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [
        (21.6, 106.4, True),
        (8.0, 102.0, True),
        (24.1, 106.4, False),
        (106.4, 21.6, False),
        (None, 106.4, False),
        (21.6, None, False),
        (float("nan"), 106.4, False),
        (float("inf"), 106.4, False),
    ],
)
def test_what_can_be_a_place_at_all(lat: float | None, lon: float | None, inside: bool):
    assert place_words.in_vietnam(lat, lon) is inside


def test_usual_villages_stand_on_top_once_and_in_their_order():
    items = [village(1, "Thôn A", "Xã B"), village(2, "Thôn B", "Xã A"), village(3, "Thôn C", "")]
    choices = villages(items, empty="Chọn thôn", usual=(3, 1, 99), usual_label="Hay dùng")
    assert [(choice.value, choice.label, choice.optgroup) for choice in choices] == [
        ("", "Chọn thôn", None), ("3", "Thôn C", "Hay dùng"), ("1", "Thôn A", "Hay dùng"), ("2", "Thôn B", "Xã A"),
    ]  # fmt: skip
    assert [choice.value for choice in villages(items, empty="Chọn thôn")] == ["", "3", "2", "1"]
