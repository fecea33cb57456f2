"""Cells of a CSV file: no text can become a formula in the program that opens it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula, full-width forms too."""
GUARD = "'"
PART = " | "


def cell(value: Any) -> str:
    """Return a value as a cell: nothing for null, true and false in letters, several lines parted by a bar."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return harmless(PART.join(str(part) for part in value))
    return harmless(str(value))


def harmless(text: str) -> str:
    """Return a text with an apostrophe before what would begin a formula, also behind blanks."""
    if not text or text[0].isalnum():
        return text
    bare = text.lstrip(" \n\u00a0\u200b\ufeff")
    return GUARD + text if bare.startswith(DANGEROUS) else text


def cells(item: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """Return the cells of a row in the order of ``names``."""
    return [cell(item[name]) for name in names]
