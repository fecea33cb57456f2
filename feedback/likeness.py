"""How alike two letters are, from the plain keys of their words alone: a score of 0–100. Pure.

RapidFuzz's word-set ratio forgives order and additions but calls two short texts alike that share little more than "đường bê
tông"; the share of common trigrams is strict about exactly that. The score is their mean, and lower where there are few words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

LONGEST = 1200
"""Letters of a text that are compared: what a letter is about stands at its beginning."""
FEW_WORDS = 8
POLITE = re.compile(
    r"(?:cong hoa xa hoi chu nghia viet nam|doc lap\W+tu do\W+hanh phuc"
    r"|kinh gui:?(?: (?:uy ban nhan dan|ubnd))?(?: xa)?"
    r"|kinh mong(?: (?:cac cap|qu[iy] co quan|qu[iy] cap|xa))?(?: lanh dao)?(?: quan tam)?,?(?: xem xet)?,?(?: giai quyet)?"
    r"|mong (?:(?:uy ban nhan dan|ubnd) )?xa(?: som)?(?: cho (?:nguoi|can bo))?"
    r"|(?:(?:chung )?toi )?xin(?: (?:chan thanh|tran trong))? cam on)\b\W*"
)
"""The opening and the thanks of every other letter: they make two letters look alike that have nothing else in common."""
COMMON = frozenset(
    [
        "a",
        "anh",
        "ba",
        "ban",
        "bi",
        "cac",
        "cai",
        "can",
        "chi",
        "cho",
        "chua",
        "co",
        "con",
        "cua",
        "cung",
        "da",
        "de",
        "den",
        "di",
        "do",
        "duoc",
        "gi",
        "hay",
        "hien",
        "hoi",
        "khi",
        "khong",
        "la",
        "lai",
        "lam",
        "luc",
        "ma",
        "may",
        "moi",
        "mot",
        "muon",
        "nay",
        "nen",
        "ngay",
        "nhieu",
        "nhu",
        "nhung",
        "no",
        "o",
        "ong",
        "qua",
        "ra",
        "rat",
        "rang",
        "sau",
        "se",
        "tai",
        "the",
        "thi",
        "theo",
        "thoi",
        "toi",
        "trong",
        "tu",
        "va",
        "van",
        "vao",
        "ve",
        "vi",
        "viec",
        "voi",
        "xa",
        "xin",
    ]
)


@dataclass(frozen=True, kw_only=True)
class Text:
    """A folded text made ready for comparing; ``key`` is whatever the caller knows it by."""

    key: int
    folded: str
    words: frozenset[str]


def ready(folded: str, *, key: int = 0) -> Text:
    """Return the beginning of a folded text, without its polite words, with the words that say something."""
    short = POLITE.sub("", folded[:LONGEST])
    return Text(key=key, folded=short, words=frozenset(short.split()) - COMMON)


def nearest(text: Text, others: Iterable[Text], *, most: int) -> list[Text]:
    """Return the ``most`` texts that share the largest part of their words with ``text``, in that order; none that share none.

    This is cheap and only chooses what is worth scoring.
    """
    shares = [(len(text.words & other.words) / (min(len(text.words), len(other.words)) or 1), other) for other in others]
    best = sorted((share for share in shares if share[0] > 0), key=lambda share: (-share[0], share[1].key))
    return [other for _share, other in best[:most]]


def score(one: Text, other: Text) -> int:
    """Return 0 (nothing in common) to 100 (the same words)."""
    ratio = fuzz.token_set_ratio(one.folded, other.folded)
    mean = (ratio + 100 * trigram_share(one.folded, other.folded)) / 2
    enough = min(1.0, min(len(one.words), len(other.words)) / FEW_WORDS)
    return round(mean * (0.5 + 0.5 * enough))


def trigram_share(one: str, other: str) -> float:
    """Return common trigrams over all trigrams (Jaccard), 0 to 1."""
    left, right = _trigrams(one), _trigrams(other)
    return len(left & right) / len(left | right) if left and right else 0.0


def scored(text: Text, others: Sequence[Text], *, least: int) -> list[tuple[int, Text]]:
    """Return the texts whose score is at least ``least``, best first."""
    found = [(score(text, other), other) for other in others]
    return sorted((pair for pair in found if pair[0] >= least), key=lambda pair: (-pair[0], -pair[1].key))


def _trigrams(text: str) -> set[str]:
    padded = f"  {text} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
