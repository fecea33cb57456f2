"""The report as plain values: every section with its numbers, those of a year before, and what the clerk wrote. Pure.

A draft is put together anew each time; an issued report is read from what was frozen, titles and words of numbers included.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from reporting.mobilisation.sections import MANY, Part, Section, number_of

Counts = Mapping[str, int]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number of the report, and what it was in the same period a year before (None: nothing is known of it)."""

    key: str
    words: str
    value: int
    before: int | None


@dataclass(frozen=True, kw_only=True)
class FilledPart:
    """Numbers below one title; ``help``: not printed."""

    title: str
    figures: tuple[Figure, ...]
    help: bool = False


@dataclass(frozen=True, kw_only=True)
class FilledSection:
    """A section with its numbers and the clerk's words."""

    key: str
    number: str
    title: str
    parts: tuple[FilledPart, ...]
    words: str = ""

    @property
    def blank(self) -> bool:
        """Whether the paper would say nothing here: no words, and no number that is printed."""
        return not self.words and not any(part.figures for part in self.parts if not part.help)


def filled_in(
    sections: Sequence[Section], now: Counts, before: Counts | None, words: Mapping[str, str], reasons: Mapping[str, str]
) -> tuple[FilledSection, ...]:
    """Return the sections of a draft. ``reasons``: code of a reason for being late → its words; ``before`` None: not known."""
    return tuple(
        FilledSection(
            key=section.key, number=section.number, title=section.title, words=words.get(section.key, ""),
            parts=tuple(_part(part, now, before, reasons) for part in section.parts),
        )
        for section in sections
    )  # fmt: skip


def _part(part: Part, now: Counts, before: Counts | None, reasons: Mapping[str, str]) -> FilledPart:
    figures = tuple(
        Figure(
            key=key, words=_words(key, reasons), value=now.get(key, 0), before=None if before is None else before.get(key, 0)
        )
        for name in part.numbers
        for key in _keys(name, now, before or {})
    )  # fmt: skip
    return FilledPart(title=part.title, figures=figures, help=part.help)


def _keys(name: str, now: Counts, before: Counts) -> Iterable[str]:
    """Return the keys that a name of the outline stands for: one of many is shown when it is no nought now or was none before."""
    if not name.endswith(MANY):
        return (name,)
    begin = name.removesuffix("*")
    return dict.fromkeys(key for counts in (now, before) for key, value in counts.items() if key.startswith(begin) and value)


def _words(key: str, reasons: Mapping[str, str]) -> str:
    known = number_of(key)
    return known.words.format(reason=reasons.get(key.rpartition(".")[2], "")) if known else key


def with_words(filled: Iterable[FilledSection], words: Mapping[str, str]) -> tuple[FilledSection, ...]:
    """Return the sections of a draft with other words (key → words); those that are not named keep theirs."""
    return tuple(replace(section, words=words.get(section.key, section.words)) for section in filled)


def blank_sections(filled: Iterable[FilledSection]) -> list[str]:
    """Return the numbers of the sections of which the paper would say nothing."""
    return [section.number for section in filled if section.blank]


def values_of(filled: Iterable[FilledSection]) -> dict[str, int]:
    """Return number → value of everything that a report shows."""
    return {figure.key: figure.value for figure in _figures(filled)}


def fingerprint(filled: tuple[FilledSection, ...]) -> str:
    """Return a short mark of every number and word: whoever issues the report has seen these and no others."""
    return hashlib.sha256(json.dumps(to_frozen(filled), sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def to_frozen(filled: tuple[FilledSection, ...]) -> list[dict[str, Any]]:
    """Return the sections as plain values."""
    return [asdict(section) for section in filled]


def from_frozen(rows: Sequence[Mapping[str, Any]]) -> tuple[FilledSection, ...]:
    """Return the sections that were frozen."""
    return tuple(
        FilledSection(
            **{
                **row,
                "parts": tuple(
                    FilledPart(**{**part, "figures": tuple(Figure(**figure) for figure in part["figures"])})
                    for part in row["parts"]
                ),
            }
        )
        for row in rows
    )


def _figures(filled: Iterable[FilledSection]) -> Iterator[Figure]:
    yield from (figure for section in filled for part in section.parts for figure in part.figures)
