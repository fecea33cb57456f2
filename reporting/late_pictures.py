"""The reasons for lateness as the board shows them: bars and a table; what nobody gave a reason for stands last and is named."""

from __future__ import annotations

from flask_babel import gettext as _

from core.formats import number_text
from core.i18n import current_locale
from feedback.late_reasons import late_reasons, late_words
from reporting.measures import LEAST_CASES, percent, share
from reporting.pictures import Bar, Cell, share_text
from reporting.queries import Board


def late_codes(board: Board) -> list[tuple[str, int]]:
    """Return reason and number, the most frequent first; "" last: nobody said, or with a code that the list no longer knows."""
    order, given = list(late_reasons("vi")), board.late_by_reason
    named = sorted((code for code in given if code in order), key=lambda code: (-given[code], order.index(code)))
    unsaid = sum(number for code, number in given.items() if code not in order)
    return [*((code, given[code]) for code in named), *([("", unsaid)] if unsaid else [])]


def late_counts(board: Board) -> list[tuple[str, int]]:
    """Return the same in words."""
    return [(_words(code), number) for code, number in late_codes(board)]


def _words(code: str) -> str:
    return late_words(code, current_locale()) or _("Chưa ghi lý do")


def late_bars(board: Board) -> list[Bar]:
    """Return a bar for each reason: its part of all that was settled late."""
    whole = board.whole.late
    return [
        Bar(
            label=_words(code), share=float(percent(number / whole) or 0) if whole else 0.0, value=number_text(number),
            tone="wait" if code else "mute",
        )
        for code, number in late_codes(board)
    ]  # fmt: skip


def late_heads() -> list[tuple[str, str]]:
    """Return the heads of the table of reasons."""
    return [(_("Lý do"), ""), (_("Số lần"), "r"), (_("Tỷ lệ"), "r")]


def late_rows(board: Board) -> list[list[Cell]]:
    """Return the rows of the table of reasons; a share is shown from LEAST_CASES late ones on."""
    whole = board.whole.late
    return [
        [words, number_text(number), share_text(share(number, whole, least=LEAST_CASES))] for words, number in late_counts(board)
    ]
