"""The order of names: the Vietnamese alphabet, the same on every database: names are put in order here and not there. Pure.

A Ă Â B C D Đ E Ê G H I K L M N O Ô Ơ P Q R S T U Ư V X Y, letters before tones, tones as ngang, huyền, hỏi, ngã, sắc, nặng
(the order of CLDR's "vi", which PostgreSQL has as vi-x-icu and SQLite has not at all). Numbers count: Thôn 2 before Thôn 10.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from core.text import INVISIBLE

Order = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]
LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", start=1)}
TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
SHAPES = frozenset("\u0302\u0306\u031b")
STROKES = str.maketrans({"Ð": "Đ", "ð": "đ"})
PIECE = re.compile(r"([0-9]+)|(\s+)|(.)", re.DOTALL)
SPACE, NUMBER, LETTER, OTHER = range(4)


@lru_cache(maxsize=8192)
def alphabetical(name: str) -> Order:
    """Return what names are sorted by.

    >>> sorted(["Đồng Ý", "Dốc Mới", "Đông Ý", "Ải", "An"], key=alphabetical)
    ['An', 'Ải', 'Dốc Mới', 'Đông Ý', 'Đồng Ý']
    """
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for number, space, char in PIECE.findall(_composed(name)):
        if number or space:
            letters.append((NUMBER, int(number)) if number else (SPACE, 0))
            tones.append(0)
        else:
            letter, tone = _apart(char)
            letters.append((LETTER, LETTERS[letter]) if letter in LETTERS else (OTHER, ord(letter)))
            tones.append(tone)
    return tuple(letters), tuple(tones), name


def by_given_name(full_name: str) -> Order:
    """Return what persons are sorted by: the given name, which stands last, then the family's and the middle name.

    >>> sorted(["Vi Thị Hạnh", "Hoàng Văn An", "Bế Thị Hạnh"], key=by_given_name)
    ['Hoàng Văn An', 'Bế Thị Hạnh', 'Vi Thị Hạnh']
    """
    *others, given = full_name.split() or [""]
    return alphabetical(" ".join([given, *others]))


def _composed(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", INVISIBLE.sub("", name)).translate(STROKES).lower().split())


def _apart(char: str) -> tuple[str, int]:
    """Return a letter without its tone, and the tone."""
    base, *marks = unicodedata.normalize("NFD", char)
    tone = next((TONES[mark] for mark in marks if mark in TONES), 0)
    shape = "".join(mark for mark in marks if mark in SHAPES)
    return unicodedata.normalize("NFC", base + shape), tone
