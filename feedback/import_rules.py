"""How a row of an import file is read: columns, kinds, dates; what is wrong with it is said, nothing is guessed silently. Pure.

The format is described in docs/import-format.md.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from core.text import clean_line, clean_text, fold
from feedback.rules import STORY_LEAST, STORY_MOST
from feedback.signs import reads_as_denunciation
from feedback.states import CaseKind, Outcome

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
COLUMNS = (
    "id", "kind", "text", "topic", "village", "place", "name", "phone", "email", "sent_at", "resolved_at", "due_at", "answer",
    "outcome", "done_on", "next_step", "source", "based_on",
)  # fmt: skip
MOST_ROWS = 100_000


class Matter(StrEnum):
    """What a row is: a letter that becomes a case, a complaint that waits for its own procedure, or a denunciation."""

    LETTER = "letter"
    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"


KINDS: dict[str, tuple[Matter, CaseKind]] = {
    "kien nghi": (Matter.LETTER, CaseKind.PETITION),
    "petition": (Matter.LETTER, CaseKind.PETITION),
    "phan anh": (Matter.LETTER, CaseKind.REFLECTION),
    "reflection": (Matter.LETTER, CaseKind.REFLECTION),
    "khac": (Matter.LETTER, CaseKind.OTHER),
    "other": (Matter.LETTER, CaseKind.OTHER),
    "khieu nai": (Matter.COMPLAINT, CaseKind.OTHER),
    "complaint": (Matter.COMPLAINT, CaseKind.OTHER),
    "to cao": (Matter.DENUNCIATION, CaseKind.OTHER),
    "to giac": (Matter.DENUNCIATION, CaseKind.OTHER),
    "denunciation": (Matter.DENUNCIATION, CaseKind.OTHER),
}


class UnreadableFile(Exception):
    """The whole file cannot be read; the message is a sentence for the operator."""


@dataclass(frozen=True, kw_only=True)
class RawRow:
    """One row as it stands in the file: ``line`` counts from 1; ``fault`` says why it has no values."""

    line: int
    values: Mapping[str, str]
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportRow:
    """A row that can be taken in. Moments are aware; ``sample``: reworded from elsewhere (column based_on)."""

    line: int
    ref: str
    given_id: str
    matter: Matter
    by_words: bool
    kind: CaseKind
    text: str
    topic: str
    village: str
    place: str
    name: str
    phone: str
    email: str
    sent_at: datetime | None
    resolved_at: datetime | None
    due_on: date | None
    answer: str
    outcome: Outcome | None
    done_on: date | None
    next_step: str
    source: str
    based_on: str

    @property
    def sample(self) -> bool:
        """True for a letter that was not sent to this commune."""
        return bool(self.based_on)

    @property
    def label(self) -> str:
        """Line 60 (fb130)."""
        return f"Line {self.line}" + (f" ({self.given_id})" if self.given_id else "")


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """A row that is not taken in, and why; the reason never repeats the letter's words."""

    line: int
    given_id: str
    reasons: tuple[str, ...]

    @property
    def label(self) -> str:
        """Line 4 (a17)."""
        return f"Line {self.line}" + (f" ({self.given_id})" if self.given_id else "")


def raw_rows(data: bytes, *, suffix: str) -> Iterator[RawRow]:
    """Yield the rows of a .csv or .jsonl file. Raises UnreadableFile (not UTF-8, no header, an unknown ending, too long)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"The file is not UTF-8 (byte {error.start}). Save it as UTF-8 and try again.") from None
    readers = {".jsonl": _json_rows, ".csv": _csv_rows}
    if suffix.lower() not in readers:
        raise UnreadableFile("The file must end in .csv or .jsonl.")
    if text.count("\n") > MOST_ROWS * 10:
        raise UnreadableFile(f"The file is too long: at most {MOST_ROWS} rows at once.")
    return readers[suffix.lower()](text)


def _json_rows(text: str) -> Iterator[RawRow]:
    for line, piece in enumerate(text.split("\n"), start=1):
        if not piece.strip():
            continue
        try:
            found = json.loads(piece)
        except (json.JSONDecodeError, RecursionError):
            yield RawRow(line=line, values={}, fault="the line is not valid JSON")
            continue
        if not isinstance(found, dict):
            yield RawRow(line=line, values={}, fault="the line is not a JSON object")
            continue
        yield RawRow(line=line, values={str(key): _as_text(value) for key, value in found.items()})


def _as_text(value: Any) -> str:
    return "" if value is None or isinstance(value, bool | list | dict) else str(value)


def _csv_rows(text: str) -> Iterator[RawRow]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if "text" not in header:
            raise UnreadableFile('The first line must name the columns, "text" among them.')
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                fault = "" if len(cells) <= len(header) else "the row has more cells than the first line names"
                yield RawRow(line=line, values=dict(zip(header, cells, strict=False)), fault=fault)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(f"The file is not well-formed CSV near line {reader.line_num}: {error}.") from None


def read_row(raw: RawRow) -> ImportRow | BadRow:
    """Return the row with typed values, or everything that is wrong with it."""
    values = {name: clean_text(raw.values.get(name) or "") for name in COLUMNS}
    given_id = clean_line(values["id"])[:40]
    if raw.fault:
        return BadRow(line=raw.line, given_id=given_id, reasons=(raw.fault,))
    matter, kind, by_words, reasons = _matter(values)
    if matter == Matter.DENUNCIATION:
        values |= dict.fromkeys(("text", "answer", "name", "phone", "email", "sent_at", "resolved_at", "due_at", "done_on"), "")
    else:
        reasons += _text_faults(values["text"])
    moments = {name: _moment(values[name]) for name in ("sent_at", "resolved_at", "due_at", "done_on")}
    reasons += [f"{name} is not a date (2026-11-20 14:05 or 20/11/2026 14:05)" for name in moments if moments[name] is False]
    if not reasons and moments["sent_at"] and moments["resolved_at"] and moments["resolved_at"] < moments["sent_at"]:
        reasons.append("resolved_at is earlier than sent_at")
    outcome = _outcome(values)
    if outcome is False:
        reasons.append("outcome is none of: " + ", ".join(Outcome))
    if reasons:
        return BadRow(line=raw.line, given_id=given_id, reasons=tuple(reasons))
    return ImportRow(
        line=raw.line, ref=_ref(values), given_id=given_id, matter=matter, by_words=by_words, kind=kind,
        sent_at=moments["sent_at"] or None, resolved_at=moments["resolved_at"] or None, due_on=_day(moments["due_at"]),
        done_on=_day(moments["done_on"]), outcome=outcome or None, text=values["text"], answer=values["answer"],
        **{name: clean_line(values[name]) for name in LINES},
    )  # fmt: skip


LINES = ("topic", "village", "place", "name", "phone", "email", "next_step", "source", "based_on")


def _matter(values: Mapping[str, str]) -> tuple[Matter, CaseKind, bool, list[str]]:
    """Return what the row is: by its kind, and for a letter also by its own words."""
    word = fold(values["kind"]).replace("_", " ")
    known = KINDS.get(word)
    if word and known is None:
        return Matter.LETTER, CaseKind.OTHER, False, ["kind is none of: kien_nghi, phan_anh, khac, khieu_nai, to_cao"]
    matter, kind = known or (Matter.LETTER, CaseKind.OTHER)
    if matter != Matter.DENUNCIATION and reads_as_denunciation(values["text"]):
        return Matter.DENUNCIATION, CaseKind.OTHER, True, []
    return matter, kind, False, []


def _text_faults(text: str) -> list[str]:
    if not text:
        return ["text is missing"]
    if len(text) < STORY_LEAST:
        return [f"text is shorter than {STORY_LEAST} characters"]
    return [f"text is longer than {STORY_MOST} characters"] if len(text) > STORY_MOST else []


DATE_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
TIME_FORMS = ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S", " %Hh%M")


def _moment(text: str) -> datetime | bool | None:
    """Return the aware moment (noon for a date alone), None for an empty cell, False for something else."""
    if not text:
        return None
    bare = re.sub(r"(:\d\d)\.\d+$", r"\1", text.strip())
    for day in DATE_FORMS:
        for time in TIME_FORMS:
            try:
                found = datetime.strptime(bare, day + time)  # noqa: DTZ007 - the zone follows
            except ValueError:
                continue
            return found.replace(hour=found.hour if time else 12, tzinfo=HERE)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return False
    return found if found.tzinfo else found.replace(tzinfo=HERE)


def _day(moment: datetime | bool | None) -> date | None:
    return moment.astimezone(HERE).date() if isinstance(moment, datetime) else None


def _outcome(values: Mapping[str, str]) -> Outcome | bool | None:
    if not values["outcome"]:
        return None
    return next((outcome for outcome in Outcome if outcome == values["outcome"].lower()), False)


def _ref(values: Mapping[str, str]) -> str:
    """Return what makes the row itself on a second run: its id, or its words and date."""
    if values["id"]:
        return f"id:{values['id']}"
    content = "\n".join(values[name] for name in ("text", "sent_at", "name", "phone"))
    return "words:" + hashlib.sha256(content.encode()).hexdigest()


PROMISE = re.compile(
    r"(?<!\w)(?:sẽ|dự kiến|khi được|chờ|đã đưa vào (?:dự toán|kế hoạch)|giao|nằm trong dự án|phê duyệt kế hoạch|đã lập dự án)"
    r"(?!\w)"
)
PART = re.compile(r"(?<!\w)(?:một phần|riêng|phần còn lại|nhiều đoạn|tạm hoãn)(?!\w)")
ONLY_RECEIVED = re.compile(r"^\W*(?:đã )?(?:tiếp nhận|ghi nhận|chuyển)(?:[^.]{0,60})\W*$")


def outcome_of(answer: str) -> Outcome:
    """Return what an old answer says was reached, by its words: partly and planned before done.

    >>> outcome_of("Sẽ thay khi được duyệt.")
    <Outcome.PLANNED: 'planned'>
    """
    words = answer.lower()
    if PART.search(words):
        return Outcome.PARTLY
    if PROMISE.search(words) or ONLY_RECEIVED.match(words):
        return Outcome.PLANNED
    return Outcome.DONE
