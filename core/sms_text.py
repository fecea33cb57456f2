"""What a short message may hold: mobile numbers, the plain alphabet of telephones, and one message's length. Pure.

Source of the alphabet and the lengths: 3GPP TS 23.038 §6.2.1 and TS 23.040 §9.2.3.24.
"""

from __future__ import annotations

import re
import unicodedata

from core.text import clean_line, phone_digits

PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
DOUBLE = frozenset("^{}\\[~]|€")
"""Characters of the second table: each counts as two."""
ONE_PLAIN, TWO_WITH_MARKS = 160, 134
"""Septets of one plain message; UTF-16 units of two joined messages (67 each), the least in which a marked text has room."""
OFFICE_LEAST = 8
MOBILE = re.compile(r"0[35789]\d{8}")


def mobile_number(text: str) -> str:
    """Return a Vietnamese mobile number as gateways take it, or "" for a landline, a number from abroad, and nonsense.

    >>> mobile_number("+84 912.345.678")
    '84912345678'
    >>> mobile_number("0205 3812 345")
    ''
    """
    digits = phone_digits(text)
    return f"84{digits[1:]}" if MOBILE.fullmatch(digits) else ""


def without_marks(text: str) -> str:
    """Return the text in the plain alphabet, its case kept; what has no plain form is left out.

    >>> without_marks("Đơn của xã Vạn Linh")
    'Don cua xa Van Linh'
    """
    folded = unicodedata.normalize("NFD", clean_line(text).replace("đ", "d").replace("Đ", "D"))
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    plain = bare.replace("–", "-").replace("—", "-").replace("“", '"').replace("”", '"').replace("’", "'")
    return clean_line("".join(sign for sign in plain if sign in PLAIN or sign in DOUBLE))


def plain_length(text: str) -> int:
    """Return how many septets a text takes, or 0 more than any message when it is not of the plain alphabet.

    >>> plain_length("a[b]")
    6
    """
    if not all(sign in PLAIN or sign in DOUBLE for sign in text):
        return ONE_PLAIN * 10
    return sum(2 if sign in DOUBLE else 1 for sign in text)


def fits(text: str, *, marks: bool) -> bool:
    """Return whether a text is short enough: one plain message, or with marks two joined ones."""
    if plain_length(text) <= ONE_PLAIN:
        return True
    return marks and len(text.encode("utf-16-be")) // 2 <= TWO_WITH_MARKS


def fitted(sentence: str, without_address: str, *, office: str, address: str, marks: bool) -> str:
    """Return the message: ``sentence`` with {office} and {address} filled in, shortened until it fits.

    The office gives way first, word by word; then the address loses what telephones can do without; an address that is still
    too long goes, and ``without_address`` is said.
    """
    spoken = clean_line if marks else without_marks
    names = _shorter_names(office)
    for which, place in [(sentence, place) for place in _shorter_addresses(address)] + [(without_address, "")]:
        for name in names:
            text = spoken(which.replace("{office}", name).replace("{address}", place))
            if fits(text, marks=marks) and (place in text):
                return text
    return spoken(without_address.replace("{office}", names[-1]))[:70]


def _shorter_names(office: str) -> list[str]:
    name = re.sub(r"^(ủy|uỷ) ban nhân dân\b", "UBND", clean_line(office), flags=re.IGNORECASE)
    words = name.split(" ")
    cut = [" ".join(words[:number]).rstrip(",;:- ") for number in range(len(words), 0, -1)]
    kept = [each for each in cut if len(each) >= OFFICE_LEAST] or [cut[-1]]
    return [each[:40] if " " not in each else each for each in kept]


def _shorter_addresses(address: str) -> list[str]:
    if not address.isascii():
        return []
    bare = re.sub(r"^https?://", "", address)
    return list(dict.fromkeys((address, bare, bare.partition("/")[0]))) if bare.partition("/")[0] else []
