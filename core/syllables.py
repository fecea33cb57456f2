"""How Vietnamese is spelled and typed: what a syllable is, and what telex and VNI leave behind when they do not work. Pure.

A word is a row of letters, each with its shape, and one tone for all of them; where in the word the tone is written (hòa, hoà)
is nobody's business here. Shapes and tones are numbered as VNI numbers them: 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng, 6 â ê ô,
7 ơ ư, 8 ă, 9 đ.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

SOFT = (
    "e", "ec", "em", "en", "eng", "eo", "ep", "et", "eu", "ech", "enh", "i", "ia", "ich", "iec", "iem", "ien", "ieng",
    "iep", "iet", "ieu", "im", "in", "inh", "ip", "it", "iu",
)  # fmt: skip
HARD = (
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "o", "oa", "oac", "oach", "oai", "oam",
    "oan", "oang", "oanh", "oao", "oat", "oay", "oc", "oe", "oem", "oen", "oeo", "oet", "oi", "om", "on", "ong", "op", "ot",
    "u", "ua", "uan", "uang", "uat", "uay", "uc", "ue", "uech", "uenh", "ui", "um", "un", "ung", "uo", "uoc", "uoi", "uom",
    "uon", "uong", "uop", "uot", "uou", "up", "ut", "uu", "uy", "uya", "uych", "uyen", "uyet", "uynh", "uyt", "uyu", "uym",
    "uyn", "uyp", "uau",
)  # fmt: skip
BARE = ("y", "yem", "yen", "yeng", "yet", "yeu")
AFTER_Q = (
    "ua", "uac", "uach", "uai", "uam", "uan", "uang", "uanh", "uao", "uap", "uat", "uau", "uay", "ue", "uech", "uen",
    "uenh", "ueo", "uet", "ui", "uinh", "uit", "uo", "uoc", "uy", "uych", "uyen", "uyet", "uynh", "uyt", "uyu",
)  # fmt: skip
AFTER_G = ("i", "iec", "iem", "ien", "ieng", "iet", "ieu", "in")
SOFT_ONLY, HARD_ONLY = ("k", "gh", "ngh"), ("c", "g", "ng")
BOTH = ("", "b", "ch", "d", "gi", "h", "kh", "l", "m", "n", "nh", "p", "ph", "r", "s", "t", "th", "tr", "v", "x")
Y_ALONE = ("h", "k", "l", "m", "n", "s", "t", "v", "d", "b", "th", "qu", "x", "p", "r")
RARE = ("boong", "coong", "goong", "moc", "rooc", "soong", "xoong", "xooc", "kon", "kan", "ka", "ko", "dz")
PLACES = frozenset(
    ("ap", "ban", "cum", "doi", "duong", "khom", "khoi", "khu", "lop", "ngo", "so", "thon", "to", "xom")
)  # fmt: skip
SHAPES = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}
TONES = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
TELEX = {"s": "1", "f": "2", "r": "3", "x": "4", "j": "5", "z": "0"}
VOWELS = frozenset("aeiouyw")
STROKES = str.maketrans({"Đ": "đ", "Ð": "đ", "ð": "đ", "Ɖ": "đ", "ɖ": "đ"})
GLUED = re.compile(r"([a-z]+)([0-9]+)")


@lru_cache(maxsize=1)
def syllables() -> frozenset[str]:
    """Return every folded syllable that spelling allows (about 3,000), whether a word is made of it or not."""
    allowed = {first + rest for first in BOTH for rest in (*SOFT, *HARD)}
    allowed |= {first + rest for first in SOFT_ONLY for rest in SOFT} | {first + rest for first in HARD_ONLY for rest in HARD}
    allowed |= {"q" + rest for rest in AFTER_Q} | {"g" + rest for rest in AFTER_G}
    return frozenset(allowed | {first + "y" for first in Y_ALONE} | set(BARE) | set(RARE))


@dataclass(frozen=True)
class Spelled:
    """A word taken to pieces: ``bases`` a–z and digits, ``shapes`` one for each ("" or 6–9), ``tone`` 0–5."""

    bases: str
    shapes: tuple[str, ...]
    tone: str

    @property
    def code(self) -> str:
        """The word with its marks in letters and digits, as VNI would have it typed: "d9u7o7ng2"; without any: "con0"."""
        return "".join(base + shape for base, shape in zip(self.bases, self.shapes, strict=True)) + self.tone

    @property
    def marked(self) -> bool:
        """True when the word has a mark of any kind."""
        return self.tone != "0" or any(self.shapes)


def spelled(word: str) -> Spelled:
    """Return the pieces of one word (letters and digits); what telex or VNI left in it is read as the marks that were meant.

    >>> spelled("duowngf").code
    'd9u7o7ng2'
    """
    plain = _pieces(word)
    if plain.bases in syllables():
        return plain
    for meant in (_telex(plain), digits := _vni(plain), digits and _telex(digits)):
        if meant is not None and meant.bases in syllables():
            return _horned(meant)
    return plain


def split_number(word: str) -> tuple[str, ...]:
    """Return a word that is glued to a number in its parts, ("thôn", "2"), and any other word as it is.

    "nuoc1" is VNI for "nước", not water number one: only a word with marks, or one that is counted (thon, xom, to …), is split.
    """
    pieces = _pieces(word)
    glued = GLUED.fullmatch(pieces.bases)
    if glued is None or glued[1] not in syllables():
        return (word,)
    if pieces.marked or (glued[1] in PLACES and not re.fullmatch("[6-9][1-5]", glued[2])):
        letters = word.rstrip("0123456789")
        return letters, word[len(letters) :]
    return (word,)


def _pieces(word: str) -> Spelled:
    bases, shapes, tone = [], [], "0"
    for char in unicodedata.normalize("NFD", word.lower().translate(STROKES)):
        if char in TONES:
            tone = TONES[char]
        elif char in SHAPES and shapes:
            shapes[-1] = SHAPES[char]
        elif char == "đ":
            bases.append("d")
            shapes.append("9")
        elif char.isascii():
            bases.append(char)
            shapes.append("")
    return Spelled("".join(bases), tuple(shapes), tone)


class _Typed:
    """Letters as they are read one after the other; a leftover changes what came before it."""

    def __init__(self, word: Spelled) -> None:
        self.bases: list[str] = []
        self.shapes: list[str] = []
        self.tone = word.tone

    def keep(self, base: str, shape: str) -> None:
        self.bases.append(base)
        self.shapes.append(shape)

    def shape(self, letters: str, shape: str) -> bool:
        """Give the last of ``letters`` its shape; false when there is none."""
        places = [place for place, base in enumerate(self.bases) if base in letters]
        if places:
            self.shapes[places[-1]] = shape
        return bool(places)

    def horn(self) -> bool:
        """Read a w (telex): ư, ơ, ươ or ă, whichever can be meant."""
        whole = "".join(self.bases)
        at = whole.find("uo")
        if at >= 0 and not whole.startswith("quo"):
            self.shapes[at] = self.shapes[at + 1] = "7"
            return True
        if whole.endswith("ua") and not whole.startswith("qua"):
            return self.shape("u", "7")
        last = next((base for base in reversed(whole) if base in "aou"), "")
        return self.shape(last, "8" if last == "a" else "7") if last else False

    def word(self) -> Spelled:
        return Spelled("".join(self.bases), tuple(self.shapes), self.tone)


def _telex(word: Spelled) -> Spelled | None:
    read, first = _Typed(word), next((place for place, base in enumerate(word.bases) if base in VOWELS), None)
    if first is None or not word.bases.isalpha():
        return None
    for place, (base, shape) in enumerate(zip(word.bases, word.shapes, strict=True)):
        if place > first and base in TELEX:
            read.tone = TELEX[base]
        elif base == "w":
            if not read.horn():
                read.keep("u", "7")
        elif not shape and _doubled(read, base, last=place == len(word.bases) - 1):
            read.shape(base, "9" if base == "d" else "6")
        else:
            read.keep(base, shape)
    return read.word()


def _doubled(read: _Typed, base: str, *, last: bool) -> bool:
    """Whether this letter is the second of a pair that means one letter: aa, ee, oo, dd, also apart (cana, dungd)."""
    if base not in "aeod" or base not in read.bases:
        return False
    place = len(read.bases) - 1 - read.bases[::-1].index(base)
    if base == "d" and place != 0:
        return False
    return not read.shapes[place] and (last or place == len(read.bases) - 1)


def _vni(word: Spelled) -> Spelled | None:
    read = _Typed(word)
    for base, shape in zip(word.bases, word.shapes, strict=True):
        if base in "12345" and read.bases:
            read.tone = base
        elif base == "7":
            if not read.horn():
                return None
        elif base in "689":
            if not read.shape({"6": "aeo", "8": "a", "9": "d"}[base], base):
                return None
        else:
            read.keep(base, shape)
    return read.word()


def _horned(word: Spelled) -> Spelled:
    """Return the word with both letters of ươ horned where one of them was typed so and something follows."""
    at, shapes = word.bases.find("uo"), list(word.shapes)
    if at >= 0 and "7" in shapes[at : at + 2] and at + 2 < len(word.bases) and not word.bases.startswith("q"):
        shapes[at] = shapes[at + 1] = "7"
    return Spelled(word.bases, tuple(shapes), word.tone)
