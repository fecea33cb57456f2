"""GeoReport v2 without the web: what its parameters ask, its dates, and the two ways an answer is written. Pure.

The specification is http://wiki.open311.org/GeoReport_v2. Public dates are days, so its moments are the beginning of a day (or,
for what is promised, its end) in Viet Nam.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.atom import NO_XML
from core.codes import clean_code
from core.errors import DomainError

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
SPAN = timedelta(days=90)
PAGE_SIZE, MOST = 100, 200
MOST_CODES = 50
STATUSES = ("open", "closed")
LIST_ARGUMENTS = (
    "jurisdiction_id", "service_request_id", "service_code", "start_date", "end_date", "status", "after", "page_size",
    "extensions",
)  # fmt: skip
READER_ARGUMENTS = ("lang", "api_key")
"""What every reader may name: a language, and the key that some clients always send and that reading does not need."""
LETTER_FIELDS = (
    "api_key", "jurisdiction_id", "service_code", "lat", "long", "address_string", "address_id", "email", "device_id",
    "account_id", "first_name", "last_name", "phone", "description", "media_url", "external_reference", "attribute[village]",
    "attribute[kind]", "attribute[not_denunciation]", "lang",
)  # fmt: skip
LONGEST_NAME = 40
SINGULAR = {
    "services": "service", "attributes": "attribute", "values": "value", "service_requests": "request", "errors": "error",
    "endpoints": "endpoint", "formats": "format",
}  # fmt: skip
LOST_PLUS = re.compile(r" (\d\d:?\d\d)$")


class Refused(DomainError):
    """A request that GeoReport answers with an error; ``code`` names the sentence, ``status`` is the specification's."""

    def __init__(self, code: str, *, status: int = 400, **facts: object) -> None:
        super().__init__(code, **facts)
        self.status = status


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which requests are wanted. ``codes`` override everything else; ``first`` and ``last`` are local days, both included."""

    codes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    first: date
    last: date
    status: str = ""
    after: str = ""
    size: int = PAGE_SIZE
    extended: bool = False


def asked(values: Mapping[str, str], *, today: date) -> Asked:
    """Return what the parameters of GET requests ask for; without dates the last 90 days.

    Raises Refused: too_many_codes, date_bad (with its name), span_long, status_unknown, page_size_bad, after_bad.
    """
    codes = _listed(values.get("service_request_id", ""))
    if len(codes) > MOST_CODES:
        raise Refused("too_many_codes", most=MOST_CODES)
    first, last = _days(values, today=today)
    statuses = {item.lower() for item in _listed(values.get("status", ""))}
    if statuses - set(STATUSES):
        raise Refused("status_unknown", known=", ".join(STATUSES))
    after = values.get("after", "")
    if after and not clean_code(after):
        raise Refused("after_bad")
    return Asked(
        codes=tuple(filter(None, map(clean_code, codes))) or (("-",) if codes else ()),
        services=tuple(_listed(values.get("service_code", ""))), first=first, last=last,
        status=statuses.pop() if len(statuses) == 1 else "", after=clean_code(after), size=_size(values.get("page_size", "")),
        extended=values.get("extensions", "").lower() in ("true", "1", "v1"),
    )  # fmt: skip


def check_names(values: Mapping[str, Sequence[str]], known: Sequence[str]) -> None:
    """Refuse what would be passed over in silence. Raises Refused: name_unknown, name_twice (with the name)."""
    for name, given in values.items():
        if name not in known:
            raise Refused("name_unknown", name=name[:LONGEST_NAME], known=", ".join(known))
        if len(given) > 1:
            raise Refused("name_twice", name=name)


def _listed(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _days(values: Mapping[str, str], *, today: date) -> tuple[date, date]:
    """Return the first and last day; one date alone opens 90 days beside it, as the specification says of a range."""
    given = {name: values.get(name, "").strip() for name in ("start_date", "end_date")}
    days = {name: local_day(text) for name, text in given.items() if text}
    for name, day in days.items():
        if day is None:
            raise Refused("date_bad", name=name)
    first, last = days.get("start_date"), days.get("end_date")
    if first is None:
        last = last or today
        first = _before(last)
    if last is None:
        last = min(today, first + SPAN) if first <= today else first
    if last - first > SPAN + timedelta(days=1):
        raise Refused("span_long", days=SPAN.days)
    return first, last


def _before(day: date) -> date:
    return day - SPAN if day > date.min + SPAN else date.min


def local_day(text: str) -> date | None:
    """Return the day in Viet Nam of an ISO 8601 moment (its plus may have become a space), or None when it is none.

    >>> local_day("2026-11-19T20:00:00Z")
    datetime.date(2026, 11, 20)
    """
    try:
        moment = datetime.fromisoformat(LOST_PLUS.sub(r"+\1", text.strip()))
        day = moment.date() if moment.tzinfo is None else moment.astimezone(HERE).date()
    except (ValueError, OverflowError):
        return None
    return day if 1900 <= day.year <= 2200 else None


def _size(text: str) -> int:
    if not text:
        return PAGE_SIZE
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= MOST):
        raise Refused("page_size_bad", most=MOST)
    return int(text)


def moment(day: date | None, *, end: bool = False) -> str | None:
    """Return a day as GeoReport writes a moment: its beginning, or its ``end``.

    >>> moment(date(2026, 11, 20))
    '2026-11-20T00:00:00+07:00'
    """
    if day is None:
        return None
    return datetime.combine(day, time(23, 59, 59) if end else time(0), HERE).isoformat()


# ------------------------------------------------------------------ writing


def to_json(thing: Sequence[Any] | Mapping[str, Any]) -> str:
    """Return the answer as JSON."""
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"))


def to_xml(root: str, thing: Sequence[Any] | Mapping[str, Any]) -> str:
    """Return the answer as XML below ``root``; a list holds elements of the singular of its name, nothing is an empty element.

    What XML cannot hold (control characters, half of a pair) is left out.
    """
    element = ElementTree.Element(root)
    _fill(element, thing)
    return "<?xml version='1.0' encoding='utf-8'?>\n" + ElementTree.tostring(element, encoding="unicode")


def _fill(element: ElementTree.Element, thing: Any) -> None:
    if isinstance(thing, Mapping):
        for name, value in thing.items():
            _fill(ElementTree.SubElement(element, name), value)
    elif isinstance(thing, list | tuple):
        for item in thing:
            _fill(ElementTree.SubElement(element, SINGULAR[element.tag]), item)
    elif isinstance(thing, bool):
        element.text = "true" if thing else "false"
    elif thing is not None:
        element.text = NO_XML.sub("", str(thing))
