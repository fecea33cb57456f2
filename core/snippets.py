"""Pieces of a text with the words that were looked for set apart, as they stand there, with their own marks. Pure.

A word is sought in the text itself by a pattern of its letters with any marks: a page of a search looks through fifty texts, and
taking them to pieces word by word costs more than finding the cases. What telex left over in a text is found, but not set apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from core.search_words import Y_IS_I
from core.text import in_one_line

BEFORE = 30
"""Letters that may stand before the first word found, where a passage does not begin with the text."""
WRITTEN = {
    "a": "aàảãáạăằẳẵắặâầẩẫấậ", "d": "dđ", "e": "eèẻẽéẹêềểễếệ", "i": "iìỉĩíị", "o": "oòỏõóọôồổỗốộơờởỡớợ", "u": "uùủũúụưừửữứự",
    "y": "yỳỷỹýỵ",
}  # fmt: skip
"""The letters that a plain letter may stand for."""
OPENS, CLOSES = "\x02", "\x03"
"""What stands around a word that was looked for: characters that clean text never has. Nothing here is markup; see the template
filter ``marks`` (core.formats)."""

Search = Callable[[str], Iterator[re.Match[str]]]
Hit = tuple[int, int, str]
"""Where a word that was looked for begins and ends in a text, and which of them it is (its plain key)."""


def highlighted(text: str, wanted: frozenset[str]) -> str:
    r"""Return the whole of a clean (composed) text with its words set apart; ``wanted`` are plain keys.

    >>> highlighted("Đường hỏng", frozenset({"duong"}))
    '\x02Đường\x03 hỏng'
    """
    return _set_apart(text, _hits(text, wanted), 0, len(text))


def snippet(texts: Iterable[str], wanted: frozenset[str], *, length: int) -> str:
    """Return about ``length`` letters of the first of ``texts`` with most of the words, from where most of them stand together.

    The texts are taken in one line each; without any hit it is the beginning of the first.
    """
    best, hits, most = "", [], -1
    for text in texts:
        line = in_one_line(text)
        beginning = _beginning(line, wanted, length) if len(line) > length else ""
        if beginning:
            return beginning
        found = _hits(line, wanted)
        different = _different(found)
        if line and different > most:
            best, hits, most = line, found, different
        if different == len(wanted):
            break
    return _passage(best, hits, length) if best else ""


def _beginning(line: str, wanted: frozenset[str], length: int) -> str:
    """Return the beginning of a long text when it has every word, else nothing; most have, and need not be looked through."""
    shown = line[: line.rfind(" ", 0, length + 1)] if " " in line[: length + 1] else ""
    hits = _hits(shown, wanted)
    if _different(hits) < len(wanted):
        return ""
    return f"{_set_apart(shown, hits, 0, len(shown))} …"


@lru_cache(maxsize=2048)
def _pattern(plain: str) -> re.Pattern[str]:
    """Return the pattern of a plain key with any marks and capitals; what stands before it is left to be looked at."""
    letters = [WRITTEN.get(char, char) for char in plain]
    if plain.endswith("i") and Y_IS_I.fullmatch(f"{plain[:-1]}y"):
        letters[-1] += WRITTEN["y"]
    behind = r"(?![^\W\d_])" if plain.isalpha() else r"(?![^\W_])"
    return re.compile("".join(f"[{each}{each.upper()}]" for each in letters) + behind)


def _hits(text: str, wanted: frozenset[str]) -> list[Hit]:
    """Return where the words stand that were looked for, in order."""
    hits: list[Hit] = []
    for plain, found_in, whole in _searches(wanted):
        for found in found_in(text):
            start, end = found.span()
            if not start or not whole(text[start - 1]):
                hits.append((start, end, plain))
    hits.sort()
    return hits


@lru_cache(maxsize=512)
def _searches(wanted: frozenset[str]) -> tuple[tuple[str, Search, Callable[[str], bool]], ...]:
    """Return for each word how it is found, and what may not stand before it: a letter, or for a word with digits one of both."""
    return tuple((plain, _pattern(plain).finditer, str.isalpha if plain.isalpha() else str.isalnum) for plain in wanted)


def _passage(line: str, hits: list[Hit], length: int) -> str:
    """Return a passage that begins and ends at a word, with dots where something was left out."""
    if len(line) <= length:
        return _set_apart(line, hits, 0, len(line))
    best = max(hits, key=lambda hit: (_together(hits, hit[0], length), -hit[0]))[0] if hits else 0
    start = 0 if best <= BEFORE else line.rfind(" ", 0, best - BEFORE) + 1
    end = start + length
    end = len(line) if end >= len(line) else max(line.rfind(" ", start, end + 1), best)
    before, after = "… " if start else "", " …" if end < len(line) else ""
    return f"{before}{_set_apart(line, hits, start, end)}{after}"


def _together(hits: list[Hit], start: int, length: int) -> int:
    """Return how many different words a passage beginning at a hit would show."""
    last = start + length - BEFORE
    return _different([hit for hit in hits if start <= hit[0] and hit[1] <= last])


def _different(hits: list[Hit]) -> int:
    """Return how many different words were found."""
    return len({hit[2] for hit in hits})


def _set_apart(text: str, hits: list[Hit], start: int, end: int) -> str:
    """Return a part of a text with the words found in it set apart; words that stand side by side are one."""
    parts: list[str] = []
    place = start
    for first, last, _plain in hits:
        if first < place or last > end:
            continue
        if parts and text[place:first] == " ":
            parts[-1:] = text[place:last], CLOSES
        else:
            parts += text[place:first], OPENS, text[first:last], CLOSES
        place = last
    return "".join([*parts, text[place:end]])
