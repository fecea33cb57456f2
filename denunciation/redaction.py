"""The rule that goes over a text before a person writes the copy for the verifier: names given, numbers, addresses. Pure.

Source: Law on Denunciations 2018, Art. 56.2: whoever verifies gets the content without the denouncer's name, address, hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.text import fold

MASK = "[…]"
_NUMBER = re.compile(r"(?<!\w)\+?\d(?:[ .\-]?\d){8,11}(?!\w)")
_MAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_CAPITAL = "[" + "".join(char for char in map(chr, range(0x41, 0x1EFA)) if char.isupper() and char.isalpha()) + "]"
_NAME = rf"{_CAPITAL}\w*(?:\s+{_CAPITAL}\w*){{1,4}}"
_SELF = re.compile(rf"(?P<before>(?:[Tt]ôi|[Cc]háu|[Ee]m|[Cc]on)\s+(?:tên\s+)?là\s*:?\s*|[Hh]ọ\s+(?:và\s+)?tên\s*:\s*){_NAME}")
_SIGNED = re.compile(rf"(?P<before>(?:[Nn]gười\s+(?:làm\s+đơn|tố\s+cáo|viết\s+đơn)|[Kk]ý\s+tên)\s*:?\s*){_NAME}")
_LIVES = re.compile(r"(?P<before>(?:[Tt]rú\s+(?:tại|quán)|[Nn]gụ\s+tại|[Đđ]ịa\s+chỉ|[Ss]ống\s+ở|[Nn]hà\s+ở)\s*:?\s*)[^.;\n]+")


def redacted(text: str, *, known: Iterable[str] = ()) -> str:
    """Return ``text`` with what points at its writer masked; ``known`` are words (a name, a phone) to mask wherever they stand.

    What the rule cannot know (a nickname, "my house beside the well") a person takes out: the copy is written, not computed.
    """
    for pattern in (_SELF, _SIGNED, _LIVES):
        text = pattern.sub(lambda found: found["before"] + MASK, text)
    for pattern in (_MAIL, _NUMBER):
        text = pattern.sub(MASK, text)
    for word in sorted({item.strip() for item in known if len(item.strip()) >= 4}, key=len, reverse=True):
        text = _without(text, word)
    return text


def _without(text: str, word: str) -> str:
    """Mask a name however it is typed: with or without marks, in capitals, over spaces."""
    parts = [re.escape(part) for part in fold(word).split()]
    pattern = re.compile(r"(?<!\w)" + r"\s+".join(parts) + r"(?!\w)")
    folded = "".join(fold(char) or char for char in text)
    if len(folded) != len(text):
        return re.sub(re.escape(word), MASK, text, flags=re.IGNORECASE)
    pieces, last = [], 0
    for found in pattern.finditer(folded):
        pieces += [text[last : found.start()], MASK]
        last = found.end()
    return "".join([*pieces, text[last:]])
