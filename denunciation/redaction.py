"""The rule that goes over a text before a person writes the copy for the verifier: names given, numbers, addresses. Pure.

Source: Law on Denunciations 2018, Art. 56.2: whoever verifies gets the content without the denouncer's name, address, hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from core.text import fold

MASK = "[…]"
_NUMBER = re.compile(r"(?<!\w)[+(]{0,2}\d(?:[ .\-·()]{0,2}\d){8,18}(?!\w)")
"""Phones (9 digits and more), identity cards (12), bank accounts and cards (up to 19), however they are grouped."""
_DIGITS = re.compile(r"[+(]?\d[\d .\-·()]{6,}")
_MAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_CAPITAL = "[" + "".join(char for char in map(chr, range(0x41, 0x1EFA)) if char.isupper() and char.isalpha()) + "]"
_NAME = rf"{_CAPITAL}\w*(?:\s+{_CAPITAL}\w*){{1,4}}"
_SELF = re.compile(rf"(?P<before>(?i:(?:tôi|cháu|em|con)\s+(?:tên(?:\s+là)?|là)\s*:?\s*|họ\s+(?:và\s+)?tên\s*:\s*)){_NAME}")
_SIGNED = re.compile(rf"(?P<before>(?i:(?:người\s+(?:làm\s+đơn|tố\s+cáo|viết\s+đơn)|ký\s+tên\)?)\s*:?\s*)){_NAME}")
_LIVES = re.compile(r"(?P<before>(?:trú\s+(?:tại|quán)|ngụ\s+tại|địa\s+chỉ|sống\s+ở|nhà\s+ở)\s*:?\s*)[^.;\n]+", re.IGNORECASE)


def redacted(text: str, *, known: Iterable[str] = ()) -> str:
    """Return ``text`` with what points at its writer masked; ``known`` are words (a name, a phone) to mask wherever they stand.

    What the rule cannot know (a nickname, "my house beside the well") a person takes out: the copy is written, not computed.
    """
    text = unicodedata.normalize("NFC", text)
    for pattern in (_SELF, _SIGNED, _LIVES):
        text = pattern.sub(lambda found: found["before"] + MASK, text)
    while _MAIL.search(text):  # what stood behind an address may be one too, once that is masked
        text = _MAIL.sub(MASK, text)
    text = _NUMBER.sub(MASK, text)
    return without_words(text, known)


def without_words(text: str, known: Iterable[str]) -> str:
    """Return ``text`` with these words masked wherever they stand, and nothing else changed."""
    text = unicodedata.normalize("NFC", text)
    for word in sorted({item.strip() for item in known if len(item.strip()) >= 4}, key=len, reverse=True):
        text = _without(text, word)
    return text


def _without(text: str, word: str) -> str:
    """Mask a name however it is typed, with or without marks, in capitals, over spaces; a number however it is grouped."""
    digits = _DIGITS.fullmatch(word) and re.sub(r"\D", "", word)
    parts, between = (list(digits), r"[ .\-·()]{0,2}") if digits else (_flat(word).split(), r"\s+")
    pattern = re.compile(r"(?<!\w)" + between.join(re.escape(part) for part in parts) + r"(?!\w)")
    folded = _flat(text)
    pieces, last = [], 0
    for found in pattern.finditer(folded):
        pieces += [text[last : found.start()], MASK]
        last = found.end()
    return "".join([*pieces, text[last:]])


def _flat(text: str) -> str:
    """Fold letter by letter, so that every letter keeps its place."""
    return "".join((fold(char) or char)[0] for char in unicodedata.normalize("NFC", text))
