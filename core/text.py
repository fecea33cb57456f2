"""Vietnamese text as people type it: folding for search, cleaning of what comes in. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import time

_STROKES = str.maketrans({"đ": "d", "Đ": "D", "Ð": "D", "ð": "d"})
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_WORD = re.compile(r"[0-9a-z]+")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.hg]([0-5][0-9])")


def fold(text: str) -> str:
    """Return ``text`` without marks, strokes, capitals and invisible characters: one key for both databases.

    >>> fold("Đường Hoà  Bình")
    'duong hoa binh'
    """
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text)).translate(_STROKES)
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return " ".join(_SPACES.sub(" ", bare).lower().split())


def words(text: str) -> list[str]:
    """Return the folded words (letters a–z and digits) of ``text``, in order."""
    return _WORD.findall(fold(text))


def clean_line(text: str) -> str:
    """Return one clean line: NFC, no control or invisible characters, single spaces."""
    return " ".join(clean_text(text).split())


def in_one_line(text: str) -> str:
    """Return clean running text in one line; most of it stands in one already, and is not taken to pieces for it."""
    return " ".join(text.split()) if "\n" in text or "  " in text else text.strip()


def clean_text(text: str) -> str:
    """Return clean running text: NFC, Unix line ends, no control or invisible characters, at most one empty line in a row."""
    text = INVISIBLE.sub("", _CONTROL.sub("", _LINE_ENDS.sub("\n", text)))
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    lines = [line.strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def clock_time(text: str) -> time | None:
    """Return a time of day as people write it (14:05, 8h30, 8g30, 8.30), or None when it reads as none.

    >>> clock_time("8h30")
    datetime.time(8, 30)
    """
    found = _CLOCK.fullmatch(text.strip().lower())
    return time(int(found[1]), int(found[2])) if found else None


def phone_digits(text: str) -> str:
    """Return a Vietnamese phone number as digits beginning with 0, or "" when it cannot be one.

    >>> phone_digits("+84 912.345.678")
    '0912345678'
    """
    typed = re.sub(r"(?<=[0-9 .])[oO](?=[0-9 .]|$)|^[oO](?=[0-9])", "0", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"[^0-9+]", "", typed)
    digits = re.sub(r"^(\+84|0084|84(?=\d{9}$))0?", "0", digits)
    return digits if re.fullmatch(r"0\d{9,10}", digits) else ""


def shorten(text: str, *, length: int) -> str:
    """Return at most ``length`` characters, cut at a word, with an ellipsis when something was cut."""
    line = clean_line(text)
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
