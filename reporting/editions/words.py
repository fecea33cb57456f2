"""The periods of a report in the words of its paper, which speaks Vietnamese whatever language the screen has."""

from __future__ import annotations

from datetime import date

from reporting.editions.heads import Paper
from reporting.periods import Period

NAMES = {
    "q1": "quý I năm {year}", "q2": "quý II năm {year}", "q3": "quý III năm {year}", "q4": "quý IV năm {year}",
    "6t": "6 tháng đầu năm {year}", "9t": "9 tháng đầu năm {year}", "nam": "năm {year}",
    "6tdl": "6 tháng đầu năm {year}", "namdl": "năm {year}",
}  # fmt: skip


def period_name(period: Period) -> str:
    """Return "quý III năm 2026", or "từ ngày 01/11/2026 đến ngày 20/11/2026"."""
    if period.name[5:] in NAMES:
        return NAMES[period.name[5:]].format(year=period.name[:4])
    return f"từ ngày {period.first_on:%d/%m/%Y} đến ngày {period.last_on:%d/%m/%Y}"


def counted_span(period: Period, *, issued: bool, today: date) -> str:
    """Return from which day to which day a report counts: of a draft to today at the latest, and that its period runs."""
    until = period if issued else period.until(today)
    running = "" if until.last_on == period.last_on else ", kỳ chưa hết"
    return f"số liệu từ ngày {until.first_on:%d/%m/%Y} đến ngày {until.last_on:%d/%m/%Y}{running}"


def replaces_words(before: Paper) -> str:
    """Return the sentence by which a correction names the paper whose place it takes."""
    return f"Báo cáo này thay thế Báo cáo số {before.number:02d}/{before.symbol} ngày {before.day:%d/%m/%Y} của {before.unit}."
