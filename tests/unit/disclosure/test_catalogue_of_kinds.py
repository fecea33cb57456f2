"""The 14 kinds of Article 11, and the forms that Article 13 wants of each."""

from __future__ import annotations

from datetime import date

import pytest

from disclosure.catalogue import kind_of, kinds
from disclosure.states import Way

HUNG = (Way.HEADQUARTERS, Way.VILLAGE)
SPOKEN = (Way.LOUDSPEAKER, Way.VILLAGE_HEADS)


def test_there_are_the_fourteen_kinds_in_the_order_of_the_law():
    assert [kind.code for kind in kinds()] == [str(number) for number in range(1, 15)]


@pytest.mark.parametrize("code", ["1", "2", "3", "5", "6", "7", "8", "9", "10", "11", "12"])
def test_these_hang_for_at_least_some_days(code: str):
    kind = kind_of(code)
    assert kind is not None
    assert (kind.posting, kind.permanent, kind.ways[:2]) == ("least", False, HUNG)


@pytest.mark.parametrize("code", ["4", "13"])
def test_these_hang_permanently_and_are_not_read_out(code: str):
    kind = kind_of(code)
    assert kind is not None
    assert (kind.permanent, kind.ways) == (True, HUNG)


@pytest.mark.parametrize("code", ["7", "8", "9", "10", "11", "12"])
def test_these_are_read_out_and_sent_to_village_heads(code: str):
    kind = kind_of(code)
    assert kind is not None
    assert kind.ways == (*HUNG, *SPOKEN)


@pytest.mark.parametrize("code", ["1", "2", "3", "5", "6"])
def test_these_are_not_read_out(code: str):
    kind = kind_of(code)
    assert kind is not None
    assert kind.ways == HUNG


def test_the_last_kind_needs_the_portal_only():
    kind = kind_of("14")
    assert kind is not None
    assert kind.ways == ()


def test_every_kind_is_named_in_both_languages_and_differently():
    names = {kind.name(locale) for kind in kinds() for locale in ("vi", "en")}
    assert len(names) == 28
    assert all(names)


def test_an_article_is_cited_in_the_readers_language():
    kind = kind_of("7")
    assert kind is not None
    assert kind.article("vi") == "khoản 7 Điều 11 Luật Thực hiện dân chủ ở cơ sở 2022"
    assert kind.article("en") == "Law on Grassroots Democracy 2022, Art. 11(7)"


def test_a_kind_is_in_force_from_the_day_of_the_law():
    kind = kind_of("1")
    assert kind is not None
    assert (kind.in_force(date(2023, 6, 30)), kind.in_force(date(2023, 7, 1)), kind.in_force(date(2040, 1, 1))) == (
        False,
        True,
        True,
    )


@pytest.mark.parametrize("code", ["", "0", "15", "1 ", "01", "١", "x" * 5000, "\x00"])
def test_another_code_is_no_kind(code: str):
    assert kind_of(code) is None
