"""Names of places as people write them: what counts as the same name, and which names stand in a line of text. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from core.text import words

VILLAGE_WORDS = frozenset({"thon", "ban", "xom", "khu", "lang", "to", "pho", "ap"})
COMMUNE_WORDS = (("thi", "tran"), ("xa",), ("phuong",))
KIND_WORDS = frozenset({*VILLAGE_WORDS, "xa", "phuong", "thi", "tran"})
ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}


class Named(Protocol):
    """Whatever has a key made by ``name_key``."""

    @property
    def key(self) -> tuple[str, ...]:
        """The words of the name."""


Name = TypeVar("Name", bound=Named)


@dataclass(frozen=True, kw_only=True)
class Found(Generic[Name]):
    """A name in a line: the words from ``start`` to before ``end``; ``announced``: "xã", "phường", "thị trấn" before it."""

    name: Name
    start: int
    end: int
    announced: bool


def same_word(word: str) -> str:
    """Return a folded word as it is compared: y as i, a Roman number as digits (Kép II, Kép 2; Y Tịch, I Tịch)."""
    spelled = word.replace("y", "i")
    return ROMAN.get(spelled, spelled)


def line_key(text: str) -> tuple[str, ...]:
    """Return the words of a line as they are compared."""
    return tuple(same_word(word) for word in words(text))


def name_key(name: str) -> tuple[str, ...]:
    """Return the words of a name without the word that says what it is; marks, capitals and spellings make no difference.

    >>> name_key("Thôn Giáp Thượng II")
    ('giap', 'thuong', '2')
    """
    found = words(name)
    if found[:2] == ["thi", "tran"]:
        found = found[2:]
    elif len(found) > 1 and found[0] in KIND_WORDS:
        found = found[1:]
    return tuple(same_word(word) for word in found)


def names_in(line: str, names: Iterable[Name]) -> list[Found[Name]]:
    """Return the names that stand in a line, each at its first place; names within longer ones are left out."""
    key = line_key(line)
    found = [hit for name in names if name.key for hit in [_find(key, name)] if hit is not None]
    return [hit for hit in found if not any(_inside(hit, other) for other in found)]


def _find(line: Sequence[str], name: Name) -> Found[Name] | None:
    size = len(name.key)
    for start in range(len(line) - size + 1):
        if tuple(line[start : start + size]) != name.key:
            continue
        before = line[start - 1] if start else ""
        if size > 1 or before in KIND_WORDS or len(line) == 1:
            return Found(name=name, start=start, end=start + size, announced=_announced(line, start))
    return None


def _announced(line: Sequence[str], start: int) -> bool:
    return any(tuple(line[max(0, start - len(word)) : start]) == word for word in COMMUNE_WORDS)


def _inside(hit: Found[Name], other: Found[Name]) -> bool:
    within = other.start <= hit.start and hit.end <= other.end
    return within and (other.end - other.start) > (hit.end - hit.start)
