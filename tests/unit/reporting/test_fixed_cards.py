"""Cards of what was done: which photo of a side is shown, what is said of it, places, days; in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from reporting.fixed_cards import FixedCard, Shot, fixed_cards
from reporting.fixed_queries import FixedCase
from tests.makers_core import bare_app

DAY = date(2026, 11, 12)
NAMES = ({3: "Giao thông, cầu đường"}, {7: "Thôn Nà Pất"})


def case(**changes: object) -> FixedCase:
    """Return a case that was done, with one photo of each side."""
    values: dict[str, object] = {
        "code": "7K3MP-9QXTR", "title": "Cầu hỏng lan can", "field_id": 3, "village_id": 7,
        "received_on": DAY - timedelta(days=9), "fixed_on": DAY, "before": ("b1",), "after": ("a1",),
        "partly": False, "satisfied": None,
    }  # fmt: skip
    return FixedCase(**{**values, **changes})


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    with bare_app().test_request_context(f"/?lang={lang}"):
        yield


def card(lang: str = "vi", **changes: object) -> FixedCard:
    with speaking(lang):
        (made,) = fixed_cards([case(**changes)], NAMES)
    return made


def test_card_says_what_was_done_where_and_in_how_many_days():
    assert card() == FixedCard(
        url="/ho-so/7K3MP-9QXTR", title="Cầu hỏng lan can", field="Giao thông, cầu đường", place="Thôn Nà Pất",
        before=Shot(url="/tep/b1/small", alt="Trước khi làm: Cầu hỏng lan can", number=1),
        after=Shot(url="/tep/a1/small", alt="Sau khi làm: Cầu hỏng lan can", number=1),
        received_on=DAY - timedelta(days=9), fixed_on=DAY, days=9, partly=False, satisfied=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "shown", "numbers"),
    [
        ((), ("a1",), (None, "a1"), (0, 1)),
        (("b1",), ("a1", "a2", "a3"), ("b1", "a1"), (1, 3)),
        (("b2", "b1"), ("a2", "a1"), ("b2", "a2"), (2, 2)),
        ((), ("a2", "a1"), (None, "a2"), (0, 2)),
    ],
)
def test_first_photo_of_a_side_stands_for_it_and_the_others_are_counted(
    before: tuple[str, ...], after: tuple[str, ...], shown: tuple[str | None, str], numbers: tuple[int, int]
):
    made = card(before=before, after=after)
    sides = (made.before, made.after)
    assert tuple(side.url.split("/")[2] if side else None for side in sides) == shown
    assert tuple(side.number if side else 0 for side in sides) == numbers


@pytest.mark.parametrize("days", [0, 1, 9, 365])
def test_days_are_those_of_the_calendar_from_receipt_to_answer(days: int):
    assert card(received_on=DAY - timedelta(days=days)).days == days


@pytest.mark.parametrize(
    ("field_id", "village_id", "words"),
    [(None, None, ("", "")), (3, None, (NAMES[0][3], "")), (None, 7, ("", NAMES[1][7])), (99, 99, ("", ""))],
)
def test_place_or_field_that_nobody_knows_is_left_out(field_id: int | None, village_id: int | None, words: tuple[str, str]):
    made = card(field_id=field_id, village_id=village_id)
    assert (made.field, made.place) == words


@pytest.mark.parametrize("title", ["100% xong", "%(title)s", "Cầu <b>gãy</b>", "{0} $x"])
def test_title_is_taken_as_it_is(title: str):
    made = card(title=title)
    assert (made.title, made.after.alt) == (title, f"Sau khi làm: {title}")


def test_photos_are_described_in_the_language_of_the_reader():
    made = card("en")
    assert (made.before and made.before.alt, made.after.alt) == (
        "Before the work: Cầu hỏng lan can", "After the work: Cầu hỏng lan can"
    )  # fmt: skip


def test_order_is_kept_and_no_case_gives_no_card():
    with speaking("vi"):
        made = fixed_cards([case(code=code) for code in ("C", "A", "B")], NAMES)
        assert fixed_cards([], NAMES) == []
    assert [item.url[-1] for item in made] == ["C", "A", "B"]
