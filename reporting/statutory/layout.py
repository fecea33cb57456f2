"""The tables of the circular as data: columns with their codes, and the formulae that a filled-in table must keep. Pure.

A formula is a chain of sums of columns that are all the same number: "1=2+3=4+5".
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "data" / "statutory_tables.toml"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its printed code, the head above it, its words, and the number that fills it ("": the clerk types it)."""

    code: str
    group: str
    words: str
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of the circular. ``denunciations``: the clerk adds these to what is counted; ``by_hand``: all of it is typed.

    ``sums``: columns that are the sum of others, whatever was counted for them. ``numbering`` says where the codes differ from a
    circulated spreadsheet.
    """

    code: str
    title: str
    source: str
    columns: tuple[Column, ...]
    checks: tuple[str, ...] = ()
    denunciations: bool = False
    by_hand: bool = False
    numbering: str = ""
    sums: Mapping[str, str] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """Return the table's name in an address: 01-xld."""
        return self.code.lower().replace("/", "-")

    @property
    def heads(self) -> list[tuple[str, list[Column]]]:
        """Return the columns below each head, in their order."""
        return [(group, list(columns)) for group, columns in groupby(self.columns, key=lambda column: column.group)]


@dataclass(frozen=True, kw_only=True)
class Failed:
    """A formula that does not hold: two sides of it that are not the same number."""

    table: str
    formula: str
    left: str
    left_value: int
    right: str
    right_value: int

    @property
    def key(self) -> str:
        """Return the name under which its reason is kept."""
        return f"{self.table} {self.formula}"


@lru_cache(maxsize=1)
def tables() -> tuple[Table, ...]:
    """Return the tables in the order of the circular."""
    return tuple(_table(row) for row in tomllib.loads(DATA.read_text(encoding="utf-8"))["table"])


def numbers_used() -> tuple[str, ...]:
    """Return the name of every number that fills a column, once."""
    return tuple(dict.fromkeys(column.number for table in tables() for column in table.columns if column.number))


def failed(table: str, formulas: tuple[str, ...], values: Mapping[str, int]) -> list[Failed]:
    """Return the formulae that the values (by code of column) do not keep, one for each pair of sides that differ."""
    found = []
    for formula in formulas:
        first, *others = formula.split("=")
        left = total(first, values)
        found += [
            Failed(table=table, formula=f"{first}={side}", left=first, left_value=left, right=side, right_value=right)
            for side in others
            if (right := total(side, values)) != left
        ]
    return found


def total(side: str, values: Mapping[str, int]) -> int:
    """Return the sum of the columns on one side of a formula."""
    return sum(values[code] for code in side.split("+"))


def to_dict(table: Table) -> dict[str, Any]:
    """Return the table as plain values, for a report that is issued: what it says then must not change with the data file."""
    columns = [[column.code, column.group, column.words, column.number] for column in table.columns]
    return {
        "code": table.code, "title": table.title, "source": table.source, "columns": columns, "checks": list(table.checks),
        "denunciations": table.denunciations, "by_hand": table.by_hand, "numbering": table.numbering,
        "sums": dict(table.sums),
    }  # fmt: skip


def from_dict(row: Mapping[str, Any]) -> Table:
    """Return the table of plain values."""
    return _table(row)


def _table(row: Mapping[str, Any]) -> Table:
    columns = (dict(zip(("code", "group", "words", "number"), column, strict=True)) for column in row["columns"])
    return Table(**{**row, "checks": tuple(row["checks"]), "columns": tuple(Column(**column) for column in columns)})
