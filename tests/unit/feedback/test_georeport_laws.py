"""Laws of GeoReport that hold for anything anybody sends: nothing but a refusal by name, and both writings can be read again."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.text import clean_text
from feedback.georeport import LIST_ARGUMENTS, MOST, MOST_CODES, SPAN, Asked, Refused, asked, local_day, moment, to_json, to_xml
from feedback.import_open311 import Origin, request_rows
from feedback.import_rules import BadRow, ImportRow, RawRow, UnreadableFile, read_row
from feedback.public_news import ANSWERED, CHANGED, PUBLISHED, RECEIVED, REMOVED, UNPUBLISHED, Seen, topics_between

TODAY = date(2026, 11, 20)
PLAUSIBLE = st.one_of(
    st.dates(min_value=date(2026, 8, 1), max_value=date(2027, 1, 31)).map(date.isoformat),
    st.datetimes().map(lambda found: found.isoformat()),
    st.datetimes(timezones=st.timezones()).map(lambda found: found.isoformat()),
)
VALUES = st.dictionaries(
    st.sampled_from(LIST_ARGUMENTS),
    st.one_of(st.text(max_size=40), PLAUSIBLE, st.sampled_from(["open", "closed", "open,closed", "100", "7K3MP-9CXTR"])),
)


REFUSALS = {"too_many_codes", "date_bad", "span_long", "status_unknown", "page_size_bad", "after_bad"}


def asked_or_refused(values: dict[str, str]) -> Asked | Refused:
    """Return what is asked, or the refusal."""
    try:
        return asked(values, today=TODAY)
    except Refused as refused:
        return refused


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_any_parameters_are_understood_or_refused_by_name(values: dict[str, str]):
    wanted = asked_or_refused(values)
    if isinstance(wanted, Refused):
        assert (wanted.status, wanted.code in REFUSALS) == (400, True)
    else:
        assert wanted.last - wanted.first <= SPAN + timedelta(days=1)
        assert (1 <= wanted.size <= MOST, len(wanted.codes) <= MOST_CODES, wanted.status in ("", "open", "closed")) == (True,) * 3


@given(st.one_of(st.text(max_size=60), PLAUSIBLE))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_day_that_can_be_written_or_none(text: str):
    day = local_day(text)
    assert day is None or local_day(moment(day) or "") == day


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
@settings(max_examples=50, deadline=None)
def test_a_day_is_the_same_day_at_its_beginning_and_at_its_end(day: date):
    assert (local_day(moment(day) or ""), local_day(moment(day, end=True) or "")) == (day, day)


LEAVES = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=30).map(clean_text)
)
NAMES = st.sampled_from(["code", "description", "lat", "media_url"])
ITEMS = st.lists(st.dictionaries(NAMES, LEAVES, min_size=1, max_size=4), max_size=4)


def in_words(value: Any) -> str | None:
    """Return a value as XML says it; an empty text is no text."""
    if value is None or value == "":
        return None
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


@given(ITEMS)
@settings(max_examples=100, deadline=None)
def test_whatever_is_written_reads_the_same_in_both_writings(items: list[dict[str, Any]]):
    root = ElementTree.fromstring(to_xml("service_requests", items).encode())
    assert [[(part.tag, part.text) for part in item] for item in root] == [
        [(name, in_words(value)) for name, value in item.items()] for item in items
    ]
    assert json.loads(to_json(items)) == items


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
@settings(max_examples=150, deadline=None)
def test_any_answer_of_another_system_is_read_or_refused_with_a_sentence(data: bytes):
    found = rows_or_sentence(data)
    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert all(isinstance(read_row(row), ImportRow | BadRow) for row in found)


def rows_or_sentence(data: bytes) -> list[RawRow] | str:
    """Return the rows, or the sentence of the refusal."""
    try:
        return list(request_rows(data, origin=Origin(system="x")))
    except UnreadableFile as refused:
        return str(refused)


LEAF = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20))
JSON = st.one_of(LEAF, st.lists(LEAF, max_size=3), st.dictionaries(st.sampled_from(["description", "status", "x"]), LEAF))
REQUESTS = st.dictionaries(st.sampled_from(["description", "status", "requested_datetime"]), JSON)


@given(st.lists(st.one_of(JSON, REQUESTS), max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_list_in_json_gives_one_row_for_each_item(items: list[Any]):
    rows = [read_row(row) for row in request_rows(json.dumps(items).encode(), origin=Origin(system="x", otherwise="khac"))]
    assert [row.line for row in rows] == list(range(1, len(items) + 1))
    assert all(row.reasons for row in rows if isinstance(row, BadRow))


STATES = st.sampled_from(["received", "in_progress", "answered", "closed"])
SHOWN = st.one_of(
    st.none(),
    st.builds(
        lambda state, answered, published: Seen(
            code="7K3MP-9CXTR", unit_id=1, state=state, answered_on=TODAY if answered else None, published=published
        ),
        STATES, st.booleans(), st.booleans(),
    ),
)  # fmt: skip


@given(st.lists(SHOWN, max_size=12))
@settings(max_examples=150, deadline=None)
def test_who_hears_every_piece_of_news_knows_what_the_public_sees(history: list[Seen | None]):
    before, heard = None, []
    for after in history:
        told = topics_between(before, after)
        heard += told
        assert (RECEIVED in told) == (before is None and after is not None)
        assert (REMOVED in told) == (before is not None and after is None)
        if before is not None and after is not None:
            assert (CHANGED in told) == (before.state != after.state)
            assert (ANSWERED in told) == (before.answered_on is None and after.answered_on is not None)
        before = after
    shown = sum(topic == RECEIVED for topic in heard) - sum(topic == REMOVED for topic in heard)
    assert shown == (0 if before is None else 1)
    since = heard[len(heard) - 1 - heard[::-1].index(RECEIVED) :] if before is not None else []
    words = sum(topic == PUBLISHED for topic in since) - sum(topic == UNPUBLISHED for topic in since)
    assert words == (1 if before is not None and before.published else 0)
