"""Words as search knows them: a key for every way of writing a word, one for exactly its marks, and what may be meant. Pure.

"Đường", "duong", "duowngf" and "d9uong72" have the plain key "duong"; the first and the last two, unlike the second, have an
exact key too, "d9u7o7ng2". Where the tone stands (hòa, hoà) and i for y (mỹ, mĩ) make no difference in either.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from core.syllables import spelled, split_number, syllables
from core.text import INVISIBLE

LONGEST_WORD = 40
WORD = re.compile(r"[^\W_]+")
Y_IS_I = re.compile("(?:[bdhklmnprstvx]|th)?y|quy(?:|nh|t)")
LETTERS = "abcdeghiklmnopqrstuvxy"
ALIKE = (
    ("s", "x"), ("x", "s"), ("ch", "tr"), ("tr", "ch"), ("l", "n"), ("n", "l"), ("d", "gi"), ("gi", "d"), ("r", "d"), ("d", "r"),
    ("gi", "r"), ("r", "gi"), ("d", "v"), ("v", "d"), ("i", "y"), ("g", "gh"), ("ng", "ngh"), ("c", "k"), ("k", "c"),
)  # fmt: skip
"""Beginnings that are heard alike in one half of the country or the other, and those that spelling confuses."""
ENDINGS = (("n", "ng"), ("ng", "n"), ("n", "nh"), ("nh", "n"), ("t", "c"), ("c", "t"), ("ch", "t"), ("t", "ch"))


@dataclass(frozen=True)
class Key:
    """A word's two keys; ``exact`` equals ``plain`` where there is nothing to be exact about (numbers, foreign words)."""

    plain: str
    exact: str
    marked: bool


@lru_cache(maxsize=32768)
def keys_of_word(word: str) -> tuple[Key, ...]:
    """Return the keys of one word in small letters; two when a number is glued to it."""
    return tuple(key for part in split_number(word) for key in _keys(part))


def _keys(word: str) -> tuple[Key, ...]:
    read = spelled(word)
    plain, code = read.bases[:LONGEST_WORD], read.code
    if not plain:
        return ()
    if Y_IS_I.fullmatch(plain):
        plain, code = plain.replace("y", "i"), code.replace("y", "i")
    exact = code if read.marked or plain in syllables() else plain
    return (Key(plain, exact[: 3 * LONGEST_WORD], read.marked),)


def keys(text: str) -> list[Key]:
    """Return the keys of every word of ``text``, in order."""
    return [key for found in WORD.finditer(bare(text)) for key in keys_of_word(found[0])]


def bare(text: str) -> str:
    """Return the text composed, in small letters, without what cannot be seen."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", text)).lower()


def plain_text(text: str) -> str:
    """Return the plain keys of a text, in order: what is kept of a letter for searching and comparing.

    >>> plain_text("Đường Hoà Mỹ, thôn2")
    'duong hoa mi thon 2'
    """
    return " ".join(key.plain for key in keys(text))


def exact_text(text: str) -> str:
    """Return the exact keys that say more than the plain ones, each once.

    >>> exact_text("Đường Hoà Mỹ, thôn2")
    'd9u7o7ng2 hoa2 mi4 tho6n0'
    """
    return " ".join(dict.fromkeys(key.exact for key in keys(text) if key.exact != key.plain))


@lru_cache(maxsize=4096)
def meant(plain: str) -> tuple[str, ...]:
    """Return what may have been meant by a word, itself first: words heard alike; for no word at all, those one slip away."""
    near = set(_heard_alike(plain))
    if plain not in syllables() and plain.isalpha():
        near |= _one_slip_away(plain)
    return (plain, *sorted({_canonical(word) for word in near if word in syllables()} - {plain}))


def _canonical(plain: str) -> str:
    return plain.replace("y", "i") if Y_IS_I.fullmatch(plain) else plain


def _heard_alike(plain: str) -> Iterable[str]:
    for other, instead in ALIKE:
        if plain.startswith(other) and not (other == "c" and plain.startswith("ch")):
            yield instead + plain[len(other) :]
    for other, instead in ENDINGS:
        if plain.endswith(other):
            yield plain[: -len(other)] + instead


def _one_slip_away(plain: str) -> set[str]:
    """Return everything that one letter more, less, other, or two that changed places make of a word."""
    halves = [(plain[:place], plain[place:]) for place in range(len(plain) + 1)]
    less = {left + right[1:] for left, right in halves if right}
    turned = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    other = {left + letter + right[1:] for left, right in halves if right for letter in LETTERS}
    return less | turned | other | {left + letter + right for left, right in halves for letter in LETTERS}
