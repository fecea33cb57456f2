"""GeoReport without the web: what parameters ask, how days and answers are written."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.atom import NO_XML
from feedback.georeport import MOST, MOST_CODES, PAGE_SIZE, Refused, asked, local_day, moment, to_json, to_xml

TODAY = date(2026, 11, 20)

DAYS = (
    ("2026-11-20", date(2026, 11, 20), "a day alone"),
    ("2026-11-19T16:59:59Z", date(2026, 11, 19), "a minute before midnight in Viet Nam"),
    ("2026-11-19T17:00:00Z", date(2026, 11, 20), "midnight in Viet Nam"),
    ("2026-11-20T00:30:00+07:00", date(2026, 11, 20), "with our zone"),
    ("2026-11-20T00:30:00 07:00", date(2026, 11, 20), "the plus became a space on its way"),
    ("2026-11-20T00:30:00", date(2026, 11, 20), "without a zone: ours"),
    ("20261120", date(2026, 11, 20), "the short writing of ISO 8601"),
    ("", None, "nothing"),
    ("hôm qua", None, "words"),
    ("2026-02-30", None, "no such day"),
    ("0001-01-01T00:00:00+14:00", None, "before all time once it is moved to UTC"),
    ("9999-12-31T23:59:59-12:00", None, "after all time"),
    ("1650-01-01", None, "long ago"),
)


@pytest.mark.parametrize(("text", "day", "why"), DAYS)
def test_moment_is_read_as_a_day_in_viet_nam(text: str, day: date | None, why: str):
    assert local_day(text) == day, why


RANGES = (
    ({}, date(2026, 8, 22), TODAY, "nothing asked: the last 90 days"),
    ({"end_date": "2026-03-01"}, date(2025, 12, 1), date(2026, 3, 1), "an end alone: 90 days before it"),
    ({"start_date": "2026-03-01"}, date(2026, 3, 1), date(2026, 5, 30), "a start alone: 90 days from it"),
    ({"start_date": "2026-11-01"}, date(2026, 11, 1), TODAY, "a start alone: until today at most"),
    ({"start_date": "2027-01-01"}, date(2027, 1, 1), date(2027, 1, 1), "a start that is still to come"),
    ({"start_date": "2026-01-01", "end_date": "2026-04-01"}, date(2026, 1, 1), date(2026, 4, 1), "ninety days"),
)


@pytest.mark.parametrize(("values", "first", "last", "why"), RANGES)
def test_range_of_days_is_that_of_the_specification(values: dict[str, str], first: date, last: date, why: str):
    wanted = asked(values, today=TODAY)
    assert (wanted.first, wanted.last) == (first, last), why


REFUSED = (
    ({"start_date": "x"}, "date_bad", "no date"),
    ({"start_date": "2026-01-01", "end_date": "2026-04-03"}, "span_long", "ninety-two days"),
    ({"status": "open,maybe"}, "status_unknown", "one of two is unknown"),
    ({"page_size": "0"}, "page_size_bad", "less than one"),
    ({"page_size": str(MOST + 1)}, "page_size_bad", "more than the most"),
    ({"page_size": "-1"}, "page_size_bad", "a sign"),
    ({"page_size": "²"}, "page_size_bad", "a digit that is none"),
    ({"after": "7K3MP"}, "after_bad", "half a code"),
    ({"service_request_id": ",".join(map(str, range(MOST_CODES + 1)))}, "too_many_codes", "one too many"),
)


@pytest.mark.parametrize(("values", "code", "why"), REFUSED)
def test_parameter_that_says_nothing_is_refused_by_name(values: dict[str, str], code: str, why: str):
    with pytest.raises(Refused) as caught:
        asked(values, today=TODAY)
    assert (caught.value.code, caught.value.status) == (code, 400), why


def test_lists_are_cleaned_and_unreadable_codes_find_nothing():
    wanted = asked({"service_request_id": " 7k3mp9cxtr, 7K3MP-9CXTR ,x", "service_code": "a,,b,a", "status": "OPEN"}, today=TODAY)
    assert (wanted.codes, wanted.services, wanted.status) == (("7K3MP-9CXTR", "7K3MP-9CXTR"), ("a", "b"), "open")
    assert (wanted.size, wanted.after, wanted.extended) == (PAGE_SIZE, "", False)
    assert asked({"service_request_id": "x"}, today=TODAY).codes == ("-",)
    assert asked({"status": "open, closed"}, today=TODAY).status == ""
    assert [asked({"extensions": word}, today=TODAY).extended for word in ("true", "1", "v1", "false", "")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_days_are_written_as_moments_in_viet_nam():
    assert moment(date(2026, 11, 20)) == "2026-11-20T00:00:00+07:00"
    assert moment(date(2026, 11, 20), end=True) == "2026-11-20T23:59:59+07:00"
    assert moment(None) is None


def test_both_writings_say_the_same():
    thing = [{"code": "a&b", "metadata": True, "lat": 21.5, "nothing": None, "attributes": [{"values": [{"key": "<x>"}]}]}]
    root = ElementTree.fromstring(to_xml("services", thing).encode())
    item = root.find("service")
    assert item is not None
    assert [(part.tag, part.text) for part in item][:4] == [
        ("code", "a&b"), ("metadata", "true"), ("lat", "21.5"), ("nothing", None),
    ]  # fmt: skip
    assert item.findtext("attributes/attribute/values/value/key") == "<x>"
    assert json.loads(to_json(thing)) == thing
    assert to_json([{"name": "Đường"}]) == '[{"name":"Đường"}]'
    assert to_xml("errors", []) == "<?xml version='1.0' encoding='utf-8'?>\n<errors />"


@given(st.text(max_size=40))
@example("a\x00b\x0b\ufffe\ud800c & ]]> <d>")
def test_any_text_leaves_as_well_formed_xml(text: str):
    told = ElementTree.fromstring(to_xml("errors", [{"code": 400, "description": text}]).encode()).findtext("error/description")
    assert "".join((told or "").split()) == "".join(NO_XML.sub("", text).split())
