"""Past dialogues from a CSV file: good rows go in, bad ones are told with their line and why, a second run adds nothing."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from accounts.permissions import Actor
from accounts.queries import officials
from core.database import use_unit
from core.errors import DomainError
from core.formats import HERE
from core.permissions import Permission
from core.text import clean_line, clean_text, fold
from core.transaction import transaction
from deadlines.clock import local_date
from dialogue.services.past import PastDialogue, record_past
from dialogue.states import DialogueKind

COLUMNS = ("kind", "date", "title", "content", "place", "attended", "conclusion")
NEEDED = ("kind", "date", "title")
MOST_ROWS = 2000
TITLE_MOST, PLACE_MOST, TEXT_MOST, ATTENDED_MOST = 160, 160, 20_000, 100_000
EARLIEST = date(1990, 1, 1)
MORNING = time(8)


class UnreadableList(DomainError):
    """The file is no list of dialogues; the message says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__("unreadable_list")
        self.args = (sentence,)


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """A row that was not taken: its line in the file, and why."""

    line: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PastReport:
    """What became of a file."""

    read: int
    taken: int
    there: int
    bad: tuple[BadRow, ...]


def planner(unit_id: int, *, on: date) -> Actor:
    """Return the official in whose name a list is entered: the first who may decide on dialogues. Raises UnreadableList."""
    for person in officials(unit_id, on=on):
        if person.active and Permission.DIALOGUE_DECIDE in person.permissions:
            return Actor(
                id=person.id, unit_id=unit_id, name=person.full_name, permissions=person.permissions,
                department_ids=frozenset(person.department_ids),
            )  # fmt: skip
    raise UnreadableList("Nobody of this commune may decide on dialogues today; enter its officials first.")


def import_past(raw: bytes, *, unit_id: int, at: datetime) -> PastReport:
    """Take the rows of a CSV file in, each in a transaction of its own. Raises UnreadableList."""
    rows = list(_rows(raw))
    taken = there = 0
    bad = []
    with use_unit(unit_id):
        actor = planner(unit_id, on=local_date(at))
        for line, row in rows:
            reasons = tuple(_faults(row, today=local_date(at)))
            if reasons:
                bad.append(BadRow(line=line, reasons=reasons))
                continue
            with transaction():
                found = record_past(_dialogue(row), actor=actor, at=at)
            taken, there = taken + (found is not None), there + (found is None)
    return PastReport(read=len(rows), taken=taken, there=there, bad=tuple(bad))


def _rows(raw: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableList("The file is not UTF-8; save it as CSV UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        heads = [clean_line(name).lower() for name in reader.fieldnames or ()]
        missing = [name for name in NEEDED if name not in heads]
        if missing:
            raise UnreadableList(f"The first line must name the columns {', '.join(COLUMNS)}; missing: {', '.join(missing)}.")
        reader.fieldnames = heads
        for number, row in enumerate(reader):
            if number >= MOST_ROWS:
                raise UnreadableList(f"More than {MOST_ROWS} rows; split the file.")
            yield reader.line_num, {name: row.get(name) or "" for name in COLUMNS}
    except csv.Error as error:
        raise UnreadableList(f"Line {reader.line_num}: {error}.") from None


def _faults(row: dict[str, str], *, today: date) -> Iterator[str]:
    if row["kind"].strip() not in {kind.value for kind in DialogueKind}:
        yield f"kind must be one of {', '.join(kind.value for kind in DialogueKind)}"
    held_on = _day(row["date"])
    if held_on is None:
        yield "date must be written 2025-11-14 or 14/11/2025"
    elif held_on >= today:
        yield "date must lie in the past"
    elif held_on < EARLIEST:
        yield f"date must not be before {EARLIEST.isoformat()}"
    if not clean_line(row["title"]):
        yield "title is missing"
    for name, most in (("title", TITLE_MOST), ("place", PLACE_MOST), ("content", TEXT_MOST), ("conclusion", TEXT_MOST)):
        if len(clean_text(row[name])) > most:
            yield f"{name} is longer than {most} characters"
    if row["attended"].strip() and _number(row["attended"]) is None:
        yield f"attended must be a whole number up to {ATTENDED_MOST}"


def _day(text: str) -> date | None:
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a date has no zone
        except ValueError:
            continue
    return None


def _number(text: str) -> int | None:
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 7 and int(digits) <= ATTENDED_MOST else None


def _dialogue(row: dict[str, str]) -> PastDialogue:
    held_on = _day(row["date"]) or EARLIEST
    title = clean_line(row["title"])
    same = "\n".join((row["kind"].strip(), held_on.isoformat(), fold(title)))
    return PastDialogue(
        key=hashlib.sha256(same.encode()).hexdigest(), kind=DialogueKind(row["kind"].strip()), held_on=held_on, title=title,
        starts_at=datetime.combine(held_on, MORNING, HERE).astimezone(UTC), content=clean_text(row["content"]) or title,
        place=clean_line(row["place"]), attended=_number(row["attended"]), conclusion=clean_text(row["conclusion"]),
    )  # fmt: skip
