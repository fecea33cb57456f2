"""Codes spelled so that a listener at the telephone writes the right letter: "V như Việt, hai, bảy". Pure."""

from __future__ import annotations

from core.number_words import DIGITS

WORDS = {
    "A": "An", "B": "Bà", "C": "Cá", "D": "Dê", "E": "Em", "F": "Facebook", "G": "Gà", "H": "Hoa", "I": "In", "J": "Jun",
    "K": "Kẹo", "L": "Lúa", "M": "Mẹ", "N": "Na", "O": "Ong", "P": "Pin", "Q": "Quê", "R": "Rừng", "S": "Sông", "T": "Tre",
    "U": "Uống", "V": "Việt", "W": "Wi-Fi", "X": "Xe", "Y": "Yên", "Z": "Zalo",
}  # fmt: skip
"""One short word that everybody knows for each letter of a code; its first letter is the letter."""


def spelled(char: str) -> str:
    """Return one sign of a code as it is read out: "V" → "V như Việt", "7" → "bảy"; another sign is itself."""
    if char in "0123456789":
        return DIGITS[int(char)]
    word = WORDS.get(char.upper())
    return char if word is None else f"{char.upper()} như {word}"


def spelled_groups(code: str) -> tuple[str, ...]:
    """Return the groups of a code, one line each.

    >>> spelled_groups("V27-KM")
    ('V như Việt, hai, bảy', 'K như Kẹo, M như Mẹ')
    """
    groups = ["".join(char for char in group if char.isalnum()) for group in code.replace(" ", "-").split("-")]
    return tuple(", ".join(spelled(char) for char in group) for group in groups if group)
