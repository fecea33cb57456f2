"""A filled-in report as plain values: what was counted, what was typed, what the report says, and what does not add up. Pure.

A draft is put together anew each time; an issued report is read from what was frozen, table heads included.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reporting.statutory.layout import Column, Failed, Table, failed, from_dict, tables, to_dict, total

NUMBER_MOST = 999_999_999


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One number of the report, ``value``, and where it comes from.

    ``counted``: by the product (None: it cannot know). ``hand``: typed, or added to what was counted. ``put``: written instead,
    with its reason ``why``.
    """

    column: Column
    value: int
    counted: int | None = None
    hand: int | None = None
    put: int | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A table with its cells in order, and the formulae that they do not keep."""

    table: Table
    cells: tuple[Cell, ...]
    failed: tuple[Failed, ...]

    def cell(self, code: str) -> Cell:
        """Return the cell of a column. Raises StopIteration for no column."""
        return next(cell for cell in self.cells if cell.column.code == code)

    @property
    def put(self) -> list[Cell]:
        """Return the cells in which the clerk wrote another number than was counted."""
        return [cell for cell in self.cells if cell.put is not None]

    @property
    def empty(self) -> bool:
        """Whether every number is nought."""
        return not any(cell.value for cell in self.cells)


def filled_in(counted: Mapping[str, int], typed: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> tuple[Filled, ...]:
    """Return all tables of a draft from what was counted (by name of number) and typed (by table and column)."""
    return tuple(_filled(table, counted, typed.get(table.code, {})) for table in tables())


def _filled(table: Table, counted: Mapping[str, int], typed: Mapping[str, Mapping[str, Any]]) -> Filled:
    values: dict[str, int] = {}
    for column in table.columns:
        own = typed.get(column.code, {})
        values[column.code] = counted.get(column.number, 0) + (own.get("hand") or 0)
    _add_up(table, values, typed)
    cells = tuple(
        Cell(
            column=column, value=values[column.code], counted=counted[column.number] if column.number else None,
            hand=typed.get(column.code, {}).get("hand"), put=typed.get(column.code, {}).get("put"),
            why=typed.get(column.code, {}).get("why", ""),
        )
        for column in table.columns
    )  # fmt: skip
    return Filled(table=table, cells=cells, failed=tuple(failed(table.code, table.checks, values)))


def _add_up(table: Table, values: dict[str, int], typed: Mapping[str, Mapping[str, Any]]) -> None:
    """Write what was put in stead, then the columns that are sums; a sum of a sum comes out right, whichever stands first."""
    put = {code: own["put"] for code, own in typed.items() if own.get("put") is not None and code in values}
    values |= put
    open_sums = {code: side for code, side in table.sums.items() if code not in put}
    for _round in open_sums:
        values |= {code: total(side, values) for code, side in open_sums.items()}


def takes_hand(table: Table, column: Column) -> bool:
    """Return whether the clerk types into a column: nothing is counted for it, or denunciations are added to what is."""
    if column.code in table.sums:
        return False
    return not column.number or (table.denunciations and column.number.startswith("letters."))


def takes_put(table: Table, column: Column) -> bool:
    """Return whether another number may be written instead, with a reason: of what is counted or added up."""
    return bool(column.number) or column.code in table.sums


def to_frozen(filled: tuple[Filled, ...]) -> list[dict[str, Any]]:
    """Return the tables as plain values with their heads."""
    return [
        {
            "table": to_dict(each.table),
            "cells": [[cell.value, cell.counted, cell.hand, cell.put, cell.why] for cell in each.cells],
        }
        for each in filled
    ]  # fmt: skip


def fingerprint(filled: tuple[Filled, ...]) -> str:
    """Return a short mark of everything that the tables say: whoever issues them has seen these numbers and no others."""
    return hashlib.sha256(json.dumps(to_frozen(filled), sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def from_frozen(rows: list[dict[str, Any]]) -> tuple[Filled, ...]:
    """Return the tables that were frozen."""
    found = []
    for row in rows:
        table = from_dict(row["table"])
        cells = tuple(
            Cell(column=column, value=value, counted=counted, hand=hand, put=put, why=why)
            for column, (value, counted, hand, put, why) in zip(table.columns, row["cells"], strict=True)
        )
        values = {cell.column.code: cell.value for cell in cells}
        found.append(Filled(table=table, cells=cells, failed=tuple(failed(table.code, table.checks, values))))
    return tuple(found)
