"""Reads the answer of another system's GeoReport (JSON or XML, a file or an address) as rows of an import. Pure.

What a GeoReport does not say is not made up: a request has no sender, and one that was closed without a word says just that.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback.import_rules import MOST_ROWS, RawRow, UnreadableFile

CLOSED_WITHOUT_WORDS = "Hệ thống {system} ghi việc này đã xong (closed), không kèm lời trả lời."
WANTED = (
    "service_request_id", "status", "status_notes", "service_code", "service_name", "description", "requested_datetime",
    "updated_datetime", "expected_datetime", "address",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where the requests come from: ``topics`` its service_code → our field, ``otherwise`` the field of every other one."""

    system: str
    topics: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""


def request_rows(data: bytes, *, origin: Origin) -> Iterator[RawRow]:
    """Yield the requests as rows; a row's line is its place in the answer, from 1. Raises UnreadableFile."""
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"The answer is not UTF-8 (byte {error.start}).") from None
    found = _from_xml(text) if text.startswith("<") else _from_json(text)
    if len(found) > MOST_ROWS:
        raise UnreadableFile(f"Too many requests: at most {MOST_ROWS} at once.")
    for line, values in enumerate(found, start=1):
        yield RawRow(line=line, values=_row(values, origin) if values else {}, fault="" if values else "it is no request")


def _from_json(text: str) -> list[Mapping[str, str]]:
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise UnreadableFile("The answer is neither JSON nor XML.") from None
    if isinstance(found, dict):
        found = found.get("service_requests") or found.get("requests")
    if not isinstance(found, list):
        raise UnreadableFile("The answer is no list of service requests.")
    return [_texts(item) if isinstance(item, dict) else {} for item in found]


def _from_xml(text: str) -> list[Mapping[str, str]]:
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise UnreadableFile("XML with a DOCTYPE is not read: GeoReport needs none.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without a DOCTYPE there are no entities to blow up
    except ElementTree.ParseError as error:
        raise UnreadableFile(f"The answer is not well-formed XML (line {error.position[0]}).") from None
    return [_texts({part.tag: part.text for part in item}) for item in root.iter("request")]


def _texts(item: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what we read of a request, as text; JSON writes numbers and empty values too."""
    return {
        name: str(item[name]).strip()
        for name in WANTED
        if item.get(name) is not None and not isinstance(item[name], bool | list | dict)
    }  # fmt: skip


def _row(values: Mapping[str, str], origin: Origin) -> Mapping[str, str]:
    number, closed = values.get("service_request_id", ""), values.get("status", "").lower() == "closed"
    notes = values.get("status_notes", "") or CLOSED_WITHOUT_WORDS.format(system=origin.system)
    code = values.get("service_code", "")
    return {
        "id": f"open311:{origin.system}:{number}" if number else "", "kind": "phan_anh", "text": values.get("description", ""),
        "topic": origin.topics.get(code) or origin.otherwise or code, "place": values.get("address", ""),
        "sent_at": values.get("requested_datetime", ""), "due_at": values.get("expected_datetime", ""),
        "resolved_at": values.get("updated_datetime", "") if closed else "", "answer": notes if closed else "",
        "source": f"Open311 {origin.system} {number}".strip(),
    }  # fmt: skip
