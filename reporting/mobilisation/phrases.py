"""What the report is called, and which of its sections say nothing: in words."""

from __future__ import annotations

from flask_babel import gettext as _

from reporting.editions.phrases import edition_words
from reporting.periods import Period
from reporting.phrases import period_words


def mobilisation_title(period: Period, edition: int) -> str:
    """Return "Báo cáo công tác dân vận chính quyền, cả năm 2026", and which edition it is from the second on."""
    words = period_words(period)
    period_named = words[:1].lower() + words[1:]
    return edition_words(_("Báo cáo công tác dân vận chính quyền, %(period)s", period=period_named), edition)


def blank_words(numbers: list[str]) -> str:
    """Return which sections say nothing yet."""
    return _("Chưa có lời ở mục %(numbers)s. Mục không có gì để báo cáo thì ghi “Không có”.", numbers=", ".join(numbers))
