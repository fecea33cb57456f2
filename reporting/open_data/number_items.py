"""The board as a program reads it: the numbers of reporting.queries, in the API and as rows of a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from feedback.late_reasons import late_words
from reporting.duties import Duties
from reporting.duty_measures import Held
from reporting.late_pictures import late_codes
from reporting.measures import COUNTS, Tally, percentile
from reporting.open_data.items import Item, Surroundings, iso
from reporting.open_data.number_shapes import DAYS, SHARES, definitions
from reporting.phrases import DUTIES
from reporting.queries import Board
from reporting.snapshots import StoredBoard


def numbers_of(tally: Tally) -> Item:
    """Return the counts and shares of a group."""
    return asdict(tally) | {name: _rounded(getattr(tally, name)) for name in SHARES}


def days_of(days: Mapping[int, int]) -> Item:
    """Return within how many days half and nine of ten answers came; ``days`` counts answers by days."""
    return {"median_days": percentile(days, 0.5), "p90_days": percentile(days, 0.9)}


def _rounded(part: float | None) -> float | None:
    return None if part is None else round(part, 4)


def measures_item(stored: StoredBoard, duties: Duties, around: Surroundings) -> Item:
    """Return the board: the whole, its groups, promises and duties, and how each number is counted."""
    board = stored.board
    return {
        "as_of": iso(board.today), "counted_at": stored.made_at and stored.made_at.isoformat(),
        "first_on": iso(board.first_on), "last_on": iso(board.today),
        "total": numbers_of(board.whole) | days_of(board.days),
        "by_field": [{"field": group.key, "field_name": group.name, **group.numbers} for group in _by_field(board, around)],
        "by_village": [
            {"village": group.key, "village_name": group.name, **group.numbers} for group in _by_village(board, around)
        ],
        "by_department": [
            {"department": group.key, "department_name": group.name, **group.numbers}
            for group in _by_department(board, around)
        ],
        "by_month": [{"month": iso(month), **numbers_of(tally)} for month, tally in board.by_month.items()],
        "late_reasons": [
            {"reason": code or None, "name": late_words(code, around.locale), "late": late} for code, late in late_codes(board)
        ],
        "promises": asdict(duties.promises), "duties": [_duty_item(item) for item in duties.shown],
        "definitions": [{"name": name, "meaning": str(words)} for name, words in definitions().items()],
    }  # fmt: skip


def _duty_item(item: Held) -> Item:
    return {
        "kind": item.kind, "name": str(DUTIES[item.kind]), "held": item.held, "required": item.owed, "met": item.met,
        "first_on": iso(item.first_on), "last_on": iso(item.last_on),
    }  # fmt: skip


def number_rows(board: Board, around: Surroundings) -> list[Item]:
    """Return the same as rows of one table."""
    untold = dict.fromkeys(DAYS)
    groups = {
        "field": _by_field(board, around),
        "village": _by_village(board, around),
        "department": _by_department(board, around),
    }
    rows = [
        ("total", None, "", numbers_of(board.whole) | days_of(board.days)),
        *((name, group.key, group.name, untold | group.numbers) for name, found in groups.items() for group in found),
        *(("month", iso(month), "", numbers_of(tally) | untold) for month, tally in board.by_month.items()),
        *(("late_reason", code or None, late_words(code, around.locale), _late_row(late)) for code, late in late_codes(board)),
    ]
    period = {"first_on": iso(board.first_on), "last_on": iso(board.today)}
    return [{"group": group, "key": key, "name": name, **period, **numbers} for group, key, name, numbers in rows]


def _late_row(late: int) -> Item:
    """Return what is known of the rounds that were settled late for one reason: nothing but how many they are."""
    return dict.fromkeys((*COUNTS, *SHARES, *DAYS)) | {"settled": late, "timed": late, "on_time": 0}


@dataclass(frozen=True, kw_only=True)
class Group:
    """A field, village or department with its numbers; ``key`` None: the cases of none."""

    key: str | None
    name: str
    numbers: Item


def _by_field(board: Board, around: Surroundings) -> list[Group]:
    """Return the fields; of them the days to an answer are told too."""
    known = [(item.id, item.code, item.named(around.locale)) for item in around.fields.values()]
    return _groups(
        known, {key: numbers_of(tally) | days_of(board.days_by_field.get(key, {})) for key, tally in board.by_field.items()}
    )


def _by_village(board: Board, around: Surroundings) -> list[Group]:
    known = [(item.id, item.code, item.name) for item in around.villages.values()]
    return _groups(known, {key: numbers_of(tally) for key, tally in board.by_village.items()})


def _by_department(board: Board, around: Surroundings) -> list[Group]:
    known = [(item.id, item.code, item.named(around.locale)) for item in around.departments]
    return _groups(known, {key: numbers_of(tally) for key, tally in board.by_department.items()})


def _groups(known: Sequence[tuple[int, str, str]], numbers: Mapping[int | None, Item]) -> list[Group]:
    """Return the groups that have cases, and the cases of none last."""
    having = [Group(key=code, name=name, numbers=numbers[key]) for key, code, name in known if key in numbers]
    return [*having, *([Group(key=None, name="", numbers=numbers[None])] if None in numbers else [])]
