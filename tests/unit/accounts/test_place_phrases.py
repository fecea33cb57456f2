"""Sentences about places: each state of knowledge has its own, in whole sentences, and nothing is said where nothing is known."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from accounts.place_phrases import where_sentence, written_sentence
from accounts.place_queries import OtherUnit, Whereabouts, WrittenPlace
from accounts.read_models import OldPlace, UnitItem, VillageItem

COMMUNE = "Xã Vạn Linh"


@pytest.fixture(autouse=True)
def speaking():
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    with app.test_request_context():
        yield


def village(name: str = "Thôn Nà Lìa", old_commune: str = "Xã Y Tịch") -> VillageItem:
    return VillageItem(
        id=3, code="na-lia", name=name, old_commune=old_commune, sample=False, remote=False, latitude=None, longitude=None
    )


def unit(name: str, *, ended: bool = True) -> UnitItem:
    last = date(2025, 6, 30) if ended else None
    return UnitItem(id=1, code="1", kind="old_commune", name=name, within="", valid_from=None, valid_to=last)


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Whereabouts(inside=True, village=village()), "Vị trí này thuộc Thôn Nà Lìa."),
        (
            Whereabouts(inside=True, village=village(), nearest_metres=1234),
            "Vị trí này gần Thôn Nà Lìa nhất (cách giữa thôn khoảng 1.230 m). Hãy xem lại tên thôn.",
        ),
        (Whereabouts(inside=True), "Vị trí này thuộc Xã Vạn Linh. Hãy chọn tên thôn."),
        (Whereabouts(inside=False), "Vị trí này nằm ngoài Xã Vạn Linh."),
        (
            Whereabouts(inside=False, other=OtherUnit(code="06481", name="Xã Chiến Thắng")),
            "Vị trí này không thuộc Xã Vạn Linh mà thuộc Xã Chiến Thắng.",
        ),
        (Whereabouts(inside=None), ""),
        (
            Whereabouts(inside=None, village=village(), nearest_metres=4),
            "Vị trí này gần Thôn Nà Lìa nhất (cách giữa thôn khoảng 0 m). Hãy xem lại tên thôn.",
        ),
    ],
)
def test_where_a_point_lies(found: Whereabouts, sentence: str):
    assert where_sentence(found, commune=COMMUNE) == sentence


GONE = OldPlace(unit=unit("Xã Quan Sơn"), successors=(unit("Xã Chi Lăng", ended=False),))


@pytest.mark.parametrize(
    ("found", "sender", "desk"),
    [
        (WrittenPlace(), "", ""),
        (WrittenPlace(village=village()), "", ""),
        (
            WrittenPlace(written="Xã Y Tịch"),
            "Đã ghi “chợ cũ”: Xã Y Tịch trước đây, nay thuộc Xã Vạn Linh.",
            "Đơn ghi “chợ cũ”: Xã Y Tịch trước đây, nay thuộc Xã Vạn Linh.",
        ),
        (
            WrittenPlace(written="Thôn Nà Lìa Trên", village=village()),
            "Đã ghi “chợ cũ”: Thôn Nà Lìa Trên trước đây, nay thuộc Thôn Nà Lìa.",
            "Đơn ghi “chợ cũ”: Thôn Nà Lìa Trên trước đây, nay thuộc Thôn Nà Lìa.",
        ),
        (
            WrittenPlace(several=(village(), village("Thôn Nà Lìa", ""))),
            "Có nhiều thôn trùng tên: Thôn Nà Lìa (Xã Y Tịch), Thôn Nà Lìa. Hãy chọn đúng thôn.",
            "Có nhiều thôn trùng tên: Thôn Nà Lìa (Xã Y Tịch), Thôn Nà Lìa. Hãy chọn đúng thôn.",
        ),
        (
            WrittenPlace(elsewhere=GONE),
            "Đã ghi “chợ cũ”. Xã Quan Sơn nay thuộc Xã Chi Lăng. Nơi ấy không thuộc Xã Vạn Linh.",
            "Đơn ghi “chợ cũ”. Xã Quan Sơn nay thuộc Xã Chi Lăng. Nơi ấy không thuộc Xã Vạn Linh.",
        ),
    ],
)
def test_what_a_written_place_is_today(found: WrittenPlace, sender: str, desk: str):
    assert written_sentence(found, typed="chợ cũ", commune=COMMUNE) == sender
    assert written_sentence(found, typed="chợ cũ", commune=COMMUNE, for_sender=False) == desk
