"""Mobile numbers, the plain alphabet, and messages that always fit."""

from __future__ import annotations

import csv
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sms_text import ONE_PLAIN, PLAIN, TWO_WITH_MARKS, fits, fitted, mobile_number, plain_length, without_marks
from tests.house import tree

SENTENCE = "{office}: có tin mới về đơn đã gửi. Xem tại {address} bằng mã đơn và từ bí mật."
BARE = "{office}: có tin mới về đơn đã gửi. Vào trang gửi đơn, ghi mã đơn và từ bí mật để xem."
SITE = "https://phananh.langson.gov.vn/tra-cuu"
COMMUNES = sorted((tree.ROOT / "accounts" / "data").glob("*.toml"))
LONG_NAMES = (
    "Ủy ban nhân dân phường Nguyễn Thị Minh Khai - Trần Hưng Đạo - Hoàng Văn Thụ", "Ủy ban nhân dân xã " + "Rất Dài " * 40,
    "X" * 300, "Uỷ ban nhân dân đặc khu Phú Quốc, tỉnh An Giang",
)  # fmt: skip


def message(office: str, *, address: str = SITE, marks: bool = False) -> str:
    return fitted(SENTENCE, BARE, office=office, address=address, marks=marks)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0912345678", "84912345678"),
        ("+84 912 345 678", "84912345678"),
        ("84912345678", "84912345678"),
        ("0084912345678", "84912345678"),
        ("+84 0912.345.678", "84912345678"),
        (" 0912-345-678 ", "84912345678"),
        ("O912 345 678", "84912345678"),
        ("０３５６ ７８９ ０１２", "84356789012"),
        ("0328 123 456", "84328123456"),
        ("0567891234", "84567891234"),
        ("0703456789", "84703456789"),
        ("0868123456", "84868123456"),
        ("0205 3812 345", ""),  # a landline of Lạng Sơn
        ("02053812345", ""),
        ("0123456789", ""),  # eleven-digit mobile numbers of before 2018 began so
        ("01234567890", ""),
        ("0412345678", ""),
        ("1900 1234", ""),
        ("113", ""),
        ("+1 202 555 0123", ""),
        ("+86 138 0013 8000", ""),
        ("09123456789", ""),
        ("091234567", ""),
        ("", ""),
        ("không có", ""),
        ("0912345678\n0987654321", ""),
    ],
)
def test_only_vietnamese_mobile_numbers_are_numbers(typed: str, number: str):
    assert mobile_number(typed) == number


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_whole_number_or_none(typed: str):
    number = mobile_number(typed)
    assert number == "" or (len(number) == 11 and number.isascii() and number.isdigit() and number.startswith("84"))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đơn của xã Vạn Linh", "Don cua xa Van Linh"),
        ("ƯỚC đỢi", "UOC dOi"),
        ("Hoà Bình – Hòa Bình", "Hoa Binh - Hoa Binh"),
        ("“Gần Dân”…", '"Gan Dan"'),
        ("a\u200bb 😀 c", "ab c"),
    ],
)
def test_marks_go_and_letters_stay(text: str, plain: str):
    assert without_marks(text) == plain


@given(st.text(max_size=80))
def test_plain_text_has_only_signs_that_every_telephone_knows(text: str):
    assert plain_length(without_marks(text)) <= 2 * 3 * 80


def test_extended_signs_count_twice():
    assert (plain_length("ab"), plain_length("a[b]"), plain_length("€"), fits("ă", marks=False)) == (2, 6, 2, False)
    assert [fits("a" * 160, marks=False), fits("a" * 161, marks=False)] == [True, False]
    assert [fits("[" * 80, marks=False), fits("[" * 81, marks=False)] == [True, False]
    assert (fits("ạ" * 134, marks=True), fits("ạ" * 135, marks=True)) == (True, False)


def test_message_says_who_and_where_and_how():
    assert message("Ủy ban nhân dân xã Vạn Linh") == (
        "UBND xa Van Linh: co tin moi ve don da gui. Xem tai https://phananh.langson.gov.vn/tra-cuu bang ma don va tu bi mat."
    )
    assert message("Uỷ ban nhân dân xã Vạn Linh", marks=True) == (
        "UBND xã Vạn Linh: có tin mới về đơn đã gửi. Xem tại https://phananh.langson.gov.vn/tra-cuu bằng mã đơn và từ bí mật."
    )


@pytest.mark.parametrize("path", COMMUNES, ids=lambda path: path.stem)
@pytest.mark.parametrize("marks", [False, True])
def test_message_of_every_commune_of_the_demonstration_is_one_and_names_it_whole(path: object, marks: bool):
    office = tomllib.loads(path.read_text(encoding="utf-8"))["commune"]["profile"]["authority"]
    text = message(office, marks=marks)
    assert fits(text, marks=marks)
    assert SITE in text
    place = office.removeprefix("Ủy ban nhân dân ")
    assert (place if marks else without_marks(place)) in text


def test_every_commune_of_the_province_is_named_whole():
    rows = csv.DictReader((tree.ROOT / "accounts" / "data" / "units_2025.csv").read_text(encoding="utf-8").splitlines())
    names = [row["name"][0].lower() + row["name"][1:] for row in rows]
    assert len(names) > 60
    for marks in (False, True):
        texts = [message(f"Ủy ban nhân dân {name}", marks=marks) for name in names]
        assert all(fits(text, marks=marks) and SITE in text for text in texts)
        assert all((name if marks else without_marks(name)) in text for name, text in zip(names, texts, strict=True))


@pytest.mark.parametrize("office", LONG_NAMES)
@pytest.mark.parametrize("marks", [False, True])
def test_long_name_is_cut_between_words_and_the_address_stays(office: str, marks: bool):
    text = message(office, marks=marks)
    assert fits(text, marks=marks)
    assert "phananh.langson.gov.vn" in text
    name = text.partition(": ")[0]
    whole = (office if marks else without_marks(office)).replace("Ủy ban nhân dân", "UBND").replace("Uỷ ban nhân dân", "UBND")
    whole = whole.replace("Uy ban nhan dan", "UBND")
    assert whole.startswith(name)
    assert " " not in office or whole[len(name) : len(name) + 1] in ("", " ", ",")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://" + "a" * 60 + ".vn/tra-cuu", "https://" + "a" * 60 + ".vn/tra-cuu"),
        ("https://" + "a" * 80 + ".vn/tra-cuu", "a" * 80 + ".vn"),
        ("https://" + "a" * 120 + ".vn/tra-cuu", "Vao trang gui don"),
        ("https://xã.vn/tra-cuu", "Vao trang gui don"),
        ("/tra-cuu", "Vao trang gui don"),
    ],
)
def test_address_gives_way_when_it_has_to(address: str, shown: str):
    text = message("Ủy ban nhân dân xã Vạn Linh", address=address)
    assert shown in text
    assert fits(text, marks=False)


@given(
    office=st.text(max_size=200), host=st.from_regex(r"[a-z0-9.-]{1,200}", fullmatch=True),
    path=st.sampled_from(("", "/tra-cuu", "/x/y/tra-cuu")), marks=st.booleans(),
)  # fmt: skip
def test_every_message_fits(office: str, host: str, path: str, marks: bool):
    text = message(office, address=f"https://{host}{path}", marks=marks)
    assert fits(text, marks=marks)
    assert plain_length(text) <= ONE_PLAIN or (marks and len(text.encode("utf-16-be")) // 2 <= TWO_WITH_MARKS)
    assert "{" not in text.replace(office, "") or "{" in office
    assert marks or set(text) <= PLAIN | set("^{}\\[~]|€")
