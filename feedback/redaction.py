"""Finds what points at a person in a letter (phone, papers, name, …) and puts a word in its place; knows no case. Pure.

The mask is a help for the official who approves the public version, never the last word: a person reads it before it is
shown (Law 91/2025/QH15 on personal data; Decree 154/2026/ND-CP, Art. 12.2). Place names stay wherever they can be told from
names of people, because a letter about a road must still say which road.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from core.text import clean_text
from feedback.redaction_words import (
    ACRONYMS,
    BANKS,
    CROWDS,
    FIRST_NAMES_ONLY_AFTER,
    FULL_MIDDLE,
    HONORIFICS,
    KNOWN_FIGURES,
    NO_NAME,
    PLACE_NOUNS,
    PLAIN_SURNAMES,
    PLURALS,
    SURNAMES,
    TITLES,
)  # fmt: skip


class Kind(StrEnum):
    """What was found."""

    LINK = "link"
    EMAIL = "email"
    PLATE = "plate"
    ACCOUNT = "account"
    PAPER = "paper"
    PHONE = "phone"
    HOUSE = "house"
    NAME = "name"


WORD_FOR = {
    Kind.LINK: "[đường dẫn]",
    Kind.EMAIL: "[thư điện tử]",
    Kind.PLATE: "[biển số]",
    Kind.ACCOUNT: "[số tài khoản]",
    Kind.PAPER: "[số giấy tờ]",
    Kind.PHONE: "[số điện thoại]",
    Kind.HOUSE: "[số nhà]",
    Kind.NAME: "[tên]",
}
"""What stands in the masked text; no word here is itself found by a second masking."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """How many things of one kind were masked."""

    kind: Kind
    count: int


@dataclass(frozen=True, kw_only=True)
class Masked:
    """The masked text and what was masked in it, kinds in the order of ``Kind``."""

    text: str
    findings: tuple[Finding, ...]


Place = tuple[Kind, int, int]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """One way in which something shows: its group "hide" is replaced unless ``keep`` says that it is harmless."""

    kind: Kind
    pattern: re.Pattern[str]
    keep: Callable[[re.Match[str]], bool] = lambda match: False


def mask(text: str, *, known: Iterable[str] = ()) -> Masked:
    """Return ``text`` cleaned and with a bracketed word in the place of everything that points at a person.

    ``known``: names, phones or emails of the sender that must not stand there in any case. Masking a masked text changes nothing.

    >>> mask("Ông Nguyễn Văn An, ĐT 0912.345.678, ở thôn Nà Lìa").text
    'Ông [tên], ĐT [số điện thoại], ở thôn Nà Lìa'
    """
    text, found = _hide(clean_text(text).translate(WIDE_DIGITS), known)
    counts = Counter(kind for kind, _start, _stop in found)
    return Masked(text=text, findings=tuple(Finding(kind=kind, count=counts[kind]) for kind in Kind if counts[kind]))


def hidden_places(text: str, *, known: Iterable[str] = ()) -> list[tuple[str, bool]]:
    """Return the cleaned text in pieces, each with whether ``mask`` puts a word in its place.

    >>> hidden_places("Ông Nguyễn Văn An, ở thôn Nà Lìa")
    [('Ông ', False), ('Nguyễn Văn An', True), (', ở thôn Nà Lìa', False)]
    """
    text = clean_text(text)
    shown = text.translate(WIDE_DIGITS)
    origin = [(place, place + 1) for place in range(len(shown))]
    hidden: set[int] = set()
    for kind, start, stop in _hide(shown, known)[1]:
        first, last = origin[start][0], origin[stop - 1][1]
        hidden.update(range(first, last))
        origin[start:stop] = [(first, last)] * len(WORD_FOR[kind])
    return [
        ("".join(letter for _at, letter in piece), hides)
        for hides, piece in groupby(enumerate(text), lambda one: one[0] in hidden)
    ]


def _hide(text: str, known: Iterable[str]) -> tuple[str, list[Place]]:
    """Return the masked text and what was hidden, in the order in which it was; places as the text was at that moment."""
    traces, before, hidden = (*_known_traces(known), *TRACES), "", []
    while text != before:
        before = text
        for trace in traces:
            found = _found(trace, text)
            for start, stop in found:
                text = text[:start] + WORD_FOR[trace.kind] + text[stop:]
            hidden += [(trace.kind, start, stop) for start, stop in found]
    return text, hidden


def _found(trace: Trace, text: str) -> list[tuple[int, int]]:
    """Return the places of what shows in one way, the last first: what stands before a place does not move."""
    return [match.span("hide") for match in trace.pattern.finditer(text) if not trace.keep(match)][::-1]


def _known_traces(known: Iterable[str]) -> Iterator[Trace]:
    for value in sorted({clean_text(item) for item in known}, key=len, reverse=True):
        if len(value) >= 3:
            yield Trace(kind=Kind.NAME, pattern=re.compile(rf"(?<!\w)(?P<hide>{re.escape(value)})(?!\w)", re.IGNORECASE))


def either(words: Iterable[str]) -> str:
    """Return a part of a pattern that any of the words fits."""
    return "|".join(words)


WIDE_DIGITS = {ord("０") + digit: str(digit) for digit in range(10)}

# ------------------------------------------------------------------ numbers

GAP = r"[ .\-–·_()/]{0,2}"
START = r"(?<![\w\[])(?<!\d[.,\-])"
END = r"(?!\w)(?![.\-]\d)"
NOT_MONEY = r"(?!\s?(?:đồng|đ\b|vnđ|vnd|usd|triệu|tỷ|tỉ|nghìn|ngàn|m2|m²|m3|ha\b|kg\b|tấn|km\b|mét|hộ\b|%))"
NOT_DATE = r"(?!\d{1,2}[./\-]\d{1,2}[./\-](?:19|20)\d\d(?!\d))"
LINKING = r"(?:\s*(?:là|số|của tôi|của em|cá nhân|:|\.|=|-|,|\())*\s*"


def _labelled(labels: str, number: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{labels}){LINKING}(?P<hide>{NOT_DATE}{number}){END}{NOT_MONEY}", re.IGNORECASE)


def _digits(least: int, most: int, gap: str = GAP) -> str:
    return rf"\d(?:{gap}\d){{{least - 1},{most - 1}}}"


ZERO = r"(?:0|(?<!\w)[oO](?=\d))"
MOBILE = rf"{NOT_DATE}\(?{ZERO}{GAP}[35789]{GAP}{_digits(8, 8)}"
OLD_MOBILE = rf"{NOT_DATE}\(?0{GAP}1{GAP}[2689]{GAP}{_digits(8, 8)}"
LANDLINE = rf"{NOT_DATE}\(?0{GAP}2{GAP}{_digits(9, 9)}"
ABROAD = rf"(?:\+{GAP}84|\(\+?84\)|0084|84(?=[ .\-]?[35789])){GAP}0?{GAP}(?:[35789]{GAP}{_digits(8, 8)}|2{GAP}{_digits(9, 9)})"
HALF_HIDDEN = r"0[235789]\d{1,5}[xX*]{2,6}\d{0,4}"
DIGIT_WORD = r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín)"
SPOKEN = rf"{DIGIT_WORD}(?:[ ,.\-]+{DIGIT_WORD}){{8,10}}"
PHONE_LABELS = (
    r"số điện thoại|điện thoại|số đt|sđt|đtdđ|sdt|đt|dt|di động|zalo|viber|whatsapp|hotline|phone|tel|mobile|alo|liên hệ|liên lạc"
    r"|gọi(?: cho tôi| tôi)?(?: theo| vào| qua)?"
)
PAPER_LABELS = (
    r"cccd|cmnd|cmtnd|cmt|căn cước(?: công dân)?|chứng minh(?: thư| nhân dân)?|định danh(?: cá nhân)?|giấy tờ tùy thân"
    r"|hộ chiếu|passport|bhyt|bảo hiểm y tế|bhxh|bảo hiểm xã hội|mã số thuế|mst|số bảo hiểm"
)
ACCOUNT_LABELS = rf"(?:số tài khoản|stk|tài khoản|tk)(?:\s*(?:số|ngân hàng|nh|{either(BANKS)}))*|(?:{either(BANKS)})"
GROUPED_CARD = r"\d{4}(?:[ \-]\d{4}){3}"
GROUPED_PAPER = r"0\d{2}(?:[ .\-]\d{3}){3}|0\d{3}(?:[ .\-]\d{4}){2}|0\d{2}[ .\-]\d{9}|0\d{2}[ .\-]\d[ .\-]\d{2}[ .\-]\d{6}"

NUMBER_TRACES = (
    Trace(kind=Kind.ACCOUNT, pattern=_labelled(ACCOUNT_LABELS, _digits(6, 19))),
    Trace(
        kind=Kind.ACCOUNT,
        pattern=re.compile(rf"{START}(?P<hide>\d{{6,19}})(?=[ ,\-–(]{{1,3}}(?:{either(BANKS)})\b)", re.IGNORECASE),
    ),
    Trace(kind=Kind.ACCOUNT, pattern=re.compile(rf"{START}(?P<hide>{GROUPED_CARD}|\d{{13,19}}){END}{NOT_MONEY}")),
    Trace(kind=Kind.PAPER, pattern=_labelled(PAPER_LABELS, rf"[A-Z]{{0,2}}{_digits(7, 15)}")),
    Trace(kind=Kind.PAPER, pattern=re.compile(rf"{START}(?P<hide>0\d{{11}}|{GROUPED_PAPER}){END}")),
    Trace(kind=Kind.PHONE, pattern=re.compile(rf"{START}(?P<hide>{ABROAD}){END}{NOT_MONEY}")),
    Trace(kind=Kind.PHONE, pattern=re.compile(rf"{START}(?P<hide>{MOBILE}|{LANDLINE}|{OLD_MOBILE}){END}")),
    Trace(kind=Kind.PHONE, pattern=re.compile(rf"{START}(?P<hide>{HALF_HIDDEN})(?!\w)")),
    Trace(kind=Kind.PHONE, pattern=_labelled(PHONE_LABELS, rf"(?!1[89]00){_digits(7, 12)}")),
    Trace(kind=Kind.PHONE, pattern=re.compile(rf"(?<!\w)(?P<hide>{SPOKEN})(?!\w)", re.IGNORECASE)),
    Trace(kind=Kind.PAPER, pattern=re.compile(rf"{START}(?P<hide>[0-3]\d{{8}}){END}{NOT_MONEY}")),
)

# ------------------------------------------------------------------ addresses of the net, plates, houses

MAIL_HOST = r"(?:gmail|yahoo|hotmail|outlook|icloud|ymail|live)(?:\s?(?:\.|chấm|dot)\s?\w+){1,2}"
HOST = r"(?:[a-z0-9\-]{2,}\.)+(?:com|net|org|info|vn)"
PLATE = (
    r"\d{2}[ \-]?[A-ZĐ][A-ZĐ0-9]?[ \-.]?\d{3}[. ]?\d{2}"
    r"|\d{2}[ \-]?[A-ZĐ][A-ZĐ0-9]?[\-.]\d{4}"
)
LANE = r"(?:ngõ|ngách|hẻm|kiệt|ngo|hem)"
HOUSE_NUMBER = r"\d{1,4}[A-Za-z]?(?:\s?[/\-]\s?\d{1,4}[A-Za-z]?){0,3}(?!\w)"
LANE_PART = rf"(?:\s*,?\s*{LANE}\s+(?:số\s+)?{HOUSE_NUMBER})"
UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
LOWER = UPPER.replace("A-Z", "a-z").lower()

ADDRESS_TRACES = (
    Trace(kind=Kind.EMAIL, pattern=re.compile(rf"(?<![\w.+%\-])(?P<hide>[\w.+%\-]{{1,64}}\s?@\s?{HOST})(?!\w)", re.IGNORECASE)),
    Trace(
        kind=Kind.EMAIL,
        pattern=re.compile(
            rf"(?<![\w.+\-])(?P<hide>[\w.+\-]{{1,64}}\s?(?:@|[\[(]\s?(?:at|a còng)\s?[\])]|a còng|a móc)\s?{MAIL_HOST})",
            re.IGNORECASE,
        ),
    ),
    Trace(kind=Kind.LINK, pattern=re.compile(r"(?P<hide>(?:https?://|www\.)\S*[^\s.,;:!?)\]»”\"'…])", re.IGNORECASE)),
    Trace(
        kind=Kind.LINK,
        pattern=re.compile(
            rf"(?<![\w@./])(?P<hide>(?!\S*\.gov\.vn)(?:{HOST}|(?:fb|zalo|m)\.me)(?:/\S*[^\s.,;:!?)\]])?)(?![\w@])"
        ),
    ),
    Trace(kind=Kind.PLATE, pattern=re.compile(rf"(?<![\w/])(?P<hide>{PLATE})(?![\w/])(?!\.\d)")),
    Trace(
        kind=Kind.PLATE,
        pattern=re.compile(
            rf"(?<!\w)(?:biển(?: số| kiểm soát)?(?: xe)?|bks|bsx?)\s*(?:là|số|:|\.)*\s*"
            rf"(?P<hide>{PLATE}|\d{{3}}[. ]?\d{{2}}|[A-Z]{{2}}[ \-]?\d\d[\-. ]?\d\d)(?!\w)",
            re.IGNORECASE,
        ),
    ),
)
HOUSE_TRACES = (
    Trace(
        kind=Kind.HOUSE,
        pattern=re.compile(rf"(?<!\w)(?P<hide>(?:số nhà|nhà số|sn)\s*:?\s*{HOUSE_NUMBER}{LANE_PART}{{0,2}})", re.IGNORECASE),
    ),
    Trace(kind=Kind.HOUSE, pattern=re.compile(rf"(?<!\w)(?P<hide>(?:số\s+)?{HOUSE_NUMBER}{LANE_PART}{{1,2}})", re.IGNORECASE)),
    Trace(
        kind=Kind.HOUSE,
        pattern=re.compile(rf"(?<!\w)(?P<hide>[Ss]ố\s+{HOUSE_NUMBER})(?=\s*,?\s*(?:đường|phố)\s+[{UPPER}])"),
    ),
    Trace(
        kind=Kind.HOUSE,
        pattern=re.compile(
            rf"(?<![\w/])(?P<hide>(?:\d{{2,4}}[A-Za-z]?/\d{{1,4}}(?:/\d{{1,4}})*|\d{{1,4}}/\d{{1,4}}/\d{{1,3}}))(?=\s*,?\s*(?:đường|phố)\s+[{UPPER}])"
        ),
    ),
)

# ------------------------------------------------------------------ names

BIG = rf"[{UPPER}][{LOWER}]+"
ANY_BIG = rf"[{UPPER}][{UPPER}{LOWER}]*"
INITIALS = rf"[{UPPER}]\.\s?(?:[{UPPER}][{LOWER}]?\.?\s?){{0,3}}(?<!\s)"
NAME_WORD = rf"(?!(?:{either(ACRONYMS)})(?!\w))(?:{ANY_BIG})(?!\w)"
NAME = rf"(?:{INITIALS}|{NAME_WORD}(?: {NAME_WORD}){{0,3}})"
SURNAME = rf"(?:{either(SURNAMES)})"
SHOUTED_SURNAME = rf"(?:{either(SURNAMES).upper()})"
FULL_NAME = rf"(?:{SURNAME}|{SHOUTED_SURNAME}) {NAME_WORD}(?: {NAME_WORD}){{0,2}}"
SMALL_NAME = rf"(?:{either(SURNAMES).lower()}) (?:{either(FULL_MIDDLE).lower()})(?: [{LOWER}]+){{1,2}}?(?![{LOWER}])"
PLAIN_NAME = rf"(?:{either(PLAIN_SURNAMES)})(?: [A-Z][a-z]*){{1,3}}"
HONORIFIC = rf"(?:{either(HONORIFICS)})"
_PLACE = re.compile(rf"(?:{either(PLACE_NOUNS)})\s*$", re.IGNORECASE)
_PLURAL = re.compile(rf"(?:{either(PLURALS)})\s+$", re.IGNORECASE)
_SURNAME_FIRST = re.compile(rf"(?:{SURNAME}|{SHOUTED_SURNAME})(?!\w)")
_NO_NAME = re.compile(rf"(?:{either(NO_NAME)})(?!\w)", re.IGNORECASE)
_KNOWN_FIGURE = re.compile(rf"(?:{either(KNOWN_FIGURES)})(?!\w)")
_NOT_AN_HONORIFIC = re.compile(rf"(?:{either(FIRST_NAMES_ONLY_AFTER)})\s+$", re.IGNORECASE)


def _before(match: re.Match[str], length: int = 40) -> str:
    return match.string[max(0, match.start() - length) : match.start()]


def _names_a_place(match: re.Match[str]) -> bool:
    """A place noun stands right before ("đường Nguyễn Văn Cừ"): a road, a school, a lake keeps its name."""
    return bool(_PLACE.search(_before(match)))


def _is_no_person(match: re.Match[str]) -> bool:
    """After the word of address stands a post, a figure that everybody knows, a place, or a crowd from a place."""
    before, call = _before(match), match["call"]
    if (call[0].isupper() and _names_a_place(match)) or _NOT_AN_HONORIFIC.search(before):
        return True
    if _KNOWN_FIGURE.match(match.string, match.start()) or _NO_NAME.match(match.string, match.start("hide")):
        return True
    if call.isupper() and match["hide"].isupper():
        return not _SURNAME_FIRST.match(match["hide"])
    return _is_crowd(call.lower(), before) and not _SURNAME_FIRST.match(match["hide"])


def _is_crowd(call: str, before: str) -> bool:
    if call == "em" and re.search(r"(?:anh|chị)\s+$", before, re.IGNORECASE):
        return True
    return call in CROWDS and bool(_PLURAL.search(before))


def _name_traces() -> tuple[Trace, ...]:
    address = re.compile(rf"(?<!\w)(?P<call>{HONORIFIC})(?:\s+(?:tên(?: là)?))? (?P<hide>{NAME})")
    plain = r"(?:[Oo]ng|[Bb]a|[Aa]nh|[Cc]hi|[Ee]m|[Cc]hau|[Cc]u|[Tt]hay|[Cc]o|[Cc]hu|[Bb]ac)"
    introduced = r"(?:[Tt]ên (?:tôi|em|cháu) là|(?:[Tt]ôi|[Ee]m|[Cc]háu) tên(?: là)?|[Hh]ọ (?:và )?tên(?: là)?\s*:?)"
    signed = r"(?:[Nn]gười (?:viết|gửi|làm|phản ánh|kiến nghị)(?: đơn)?|[Kk]ý tên|\([Kk]ý\)|[Kk]ính đơn)\s*[:,]?"
    return (
        Trace(kind=Kind.NAME, pattern=re.compile(rf"(?<!\w)(?:{introduced}|{signed})\s*(?P<hide>{NAME}|{SMALL_NAME})")),
        Trace(kind=Kind.NAME, pattern=re.compile(rf"(?<!\w)[Tt]ên là (?P<hide>{NAME})"), keep=_named_thing),
        Trace(kind=Kind.NAME, pattern=re.compile(rf"(?<!\w)(?:{either(TITLES)}) (?P<hide>{FULL_NAME})"), keep=_titled_place),
        Trace(kind=Kind.NAME, pattern=address, keep=_is_no_person),
        Trace(kind=Kind.NAME, pattern=re.compile(rf"(?<!\w){HONORIFIC} (?P<hide>{SMALL_NAME})"), keep=_names_a_place),
        Trace(kind=Kind.NAME, pattern=re.compile(rf"(?<!\w){plain} (?P<hide>{PLAIN_NAME})"), keep=_names_a_place),
        Trace(
            kind=Kind.NAME,
            pattern=re.compile(rf"(?<![\w\[])(?P<hide>(?:{SURNAME}) (?:{either(FULL_MIDDLE)})(?: {BIG}){{1,2}})(?!\w)"),
            keep=_names_a_place,
        ),
        Trace(
            kind=Kind.NAME,
            pattern=re.compile(rf"(?<!\w)[Tt]ôi là (?P<hide>(?:{SURNAME})(?: {BIG}){{1,3}})(?!\w)"),
        ),
    )


def _named_thing(match: re.Match[str]) -> bool:
    """The road, bridge or hamlet "tên là …" keeps its name."""
    return any(_PLACE.match(word) for word in re.findall(r"\w+", _before(match))[-3:])


def _titled_place(match: re.Match[str]) -> bool:
    """A title before a place ("trưởng thôn Lý Sơn") is not a name; with a middle name it is a person."""
    ends_with_place = bool(re.search(rf"(?:{either(PLACE_NOUNS)})$", match.string[: match.start("hide")].strip(), re.IGNORECASE))
    return ends_with_place and not re.match(rf"(?:{SURNAME}) (?:{either(FULL_MIDDLE)}) ", match["hide"])


TRACES = (*ADDRESS_TRACES, *NUMBER_TRACES, *HOUSE_TRACES, *_name_traces())
