"""Names of places as people write them: one table of writings, and what stands in a whole line."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from accounts.place_names import name_key, names_in


@dataclass(frozen=True)
class Place:
    name: str

    @property
    def key(self) -> tuple[str, ...]:
        return name_key(self.name)


PLACES = [
    Place(name)
    for name in (
        "Thôn Giáp Thượng I", "Thôn Giáp Thượng II", "Thôn Nà Lìa", "Thôn Kép", "Thôn Phố Mới", "Xã Y Tịch", "Xã Hòa Bình",
        "Thị trấn Đồng Mỏ",
    )
]  # fmt: skip


@pytest.mark.parametrize(
    "writings",
    [
        ("Thôn Giáp Thượng II", "thon giap thuong 2", "GIÁP THƯỢNG ii", "Giap Thuong 2", "thôn Giáp  Thượng 2"),
        ("Xã Y Tịch", "I Tịch", "xã y tich", "Ý Tịch", "Y-Tịch"),
        ("Xã Hòa Bình", "Hoà Bình", "hòa bình", "Hoa\u0300 Bi\u0300nh", "HOÀ BÌNH"),
        ("Thị trấn Đồng Mỏ", "Đồng Mỏ", "Ðồng Mỏ", "dong mo", "thị trấn đồng mỏ"),
        ("Phường Hoàng Văn Thụ", "hoàng văn thụ", "phuong Hoàng Văn Thụ"),
        ("Xã Thuỵ Hùng", "Thụy Hùng", "thuỵ hùng"),
        ("Bản Nà Lìa", "Nà Lỳa", "xóm nà lìa"),
    ],
)
def test_writings_of_one_name_have_one_key(writings: tuple[str, ...]):
    assert len({name_key(writing) for writing in writings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Giáp Thượng I", "Giáp Thượng II"), ("Kép I", "Kép II"), ("Nà Lìa", "Nà Pất"), ("Hòa Bình", "Hòa Sơn"), ("Thôn", "Xã"),
    ],
)  # fmt: skip
def test_different_names_have_different_keys(one: str, other: str):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("empty", ["", "  ", "…", "\u200b"])
def test_a_name_of_nothing_has_no_words(empty: str):
    assert name_key(empty) == ()
    assert names_in(empty, PLACES) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Nhà văn hóa thôn Nà Lìa, xã Y Tịch cũ", [("Thôn Nà Lìa", False), ("Xã Y Tịch", True)]),
        ("đoạn đường Giáp Thượng 2", [("Thôn Giáp Thượng II", False)]),
        ("từ Giáp Thượng I tới giap thuong ii", [("Thôn Giáp Thượng I", False), ("Thôn Giáp Thượng II", False)]),
        ("cánh cửa kép bị hỏng", []),  # a name of one word counts only after the word that says what it is
        ("đầu thôn Kép", [("Thôn Kép", False)]),
        ("Kép", [("Thôn Kép", False)]),
        ("ngay phố mới mở", [("Thôn Phố Mới", False)]),
        ("chợ thị trấn Đồng Mỏ", [("Thị trấn Đồng Mỏ", True)]),
        ("hòa giải ở bình nguyên", []),
        ("lìa nà", []),
    ],
)
def test_names_that_stand_in_a_line(line: str, found: list[tuple[str, bool]]):
    assert [(hit.name.name, hit.announced) for hit in names_in(line, PLACES)] == found


def test_a_name_within_a_longer_one_is_left_out():
    places = [Place("Thôn Nà Pất"), Place("Thôn Nà Pất Trên")]
    assert [hit.name.name for hit in names_in("cầu Nà Pất Trên", places)] == ["Thôn Nà Pất Trên"]
    assert [hit.name.name for hit in names_in("cầu Nà Pất", places)] == ["Thôn Nà Pất"]
