"""The lists of the movement, as data: the fields of a model and the levels of recognition. Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).parent / "data" / "lists.toml"


@dataclass(frozen=True, kw_only=True)
class Word:
    """A row of a list: its code, and what it is called."""

    code: str
    vi: str
    en: str

    def named(self, locale: str) -> str:
        """Return what it is called in the language."""
        return self.en if locale == "en" else self.vi


@lru_cache(maxsize=1)
def _lists() -> dict[str, dict[str, Word]]:
    told = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return {name: {row["code"]: Word(**row) for row in rows} for name, rows in told.items()}


def spheres() -> dict[str, Word]:
    """Return the fields of the movement by code, in their order."""
    return _lists()["spheres"]


def levels() -> dict[str, Word]:
    """Return the levels of recognition by code, in their order."""
    return _lists()["levels"]


def named(words: dict[str, Word], code: str, locale: str) -> str:
    """Return what a code is called; one that is in the list no more stands for itself."""
    return words[code].named(locale) if code in words else code
