"""The Vietnamese alphabet as the order of names: villages, communes, people."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.alphabet import alphabetical, by_given_name

ORDERED = [
    ("letters with shapes follow their letter", "An Ăn Ân Ba Ca Da Đa Em Êm Ga Nô Ô Ơ Pò Tư Ưng Va Xa Ya"),
    ("tones count only between equal letters", "ma mà mả mã má mạ mai"),
    ("the stroke is a letter of its own", "Dốc Dũng Đa Đèo Ga"),
    ("capitals make no difference", "an Ba ca Da"),
    ("letters before tones over the whole name", "Đông_An Đồng_An Đông_Bắc Đồng_Bắc"),
    ("a shorter name comes first", "Thôn Thôn_Nà Thôn_Nà_Pất"),
    ("numbers count as numbers", "Thôn_2 Thôn_10 Thôn_11 Thôn_Kép"),
    ("Roman numbers stand as they are written", "Kép_I Kép_II Kép_III"),
    ("villages of the commune", "Thôn_Làng_Thành Thôn_Nà_Lìa Thôn_Nà_Pất Thôn_Phố_Cũ Thôn_Trung_Tâm Thôn_Ủng Thôn_Ưng"),
]
PEOPLE = ["Hoàng Văn An", "Nông Văn An", "Lê Thị Ánh", "Bế Văn Đức", "Bế Thị Hạnh", "Vi Thị Hạnh", "Lý Văn Ổn", "Chu Thị Yến"]


@pytest.mark.parametrize(("why", "names"), ORDERED)
def test_names_stand_in_the_order_of_the_alphabet(why: str, names: str):
    right = [name.replace("_", " ") for name in names.split()]
    mixed = random.Random(3).sample(right, len(right))
    assert sorted(mixed, key=alphabetical) == right, why


def test_people_stand_by_their_given_names():
    assert sorted(random.Random(3).sample(PEOPLE, len(PEOPLE)), key=by_given_name) == PEOPLE


def test_nobody_comes_first_and_breaks_nothing():
    assert sorted(["An", "", " "], key=by_given_name)[-1] == "An"


@given(st.lists(st.text(alphabet="aăâđdeêoôơuưàáảãạ 129", max_size=6), max_size=6))
def test_order_does_not_care_how_marks_are_composed(names: list[str]):
    composed = [unicodedata.normalize("NFC", name) for name in names]
    apart = [unicodedata.normalize("NFD", name) for name in names]
    assert [alphabetical(name)[:2] for name in composed] == [alphabetical(name)[:2] for name in apart]


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_names_can_be_put_in_order(names: list[str]):
    assert sorted(names, key=alphabetical) == sorted(names, key=alphabetical)
