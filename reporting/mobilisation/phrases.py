"""What the report is called, how its paper may be signed, and what is wrong with what was typed: in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from feedback.document_words import SIGNINGS as SIGNING_WORDS
from reporting.editions.phrases import edition_words
from reporting.mobilisation.services import SIGNINGS
from reporting.periods import Period
from reporting.phrases import period_words

FAULTS: Mapping[str, Any] = {
    "number_missing": _l("Hãy ghi số của văn bản, ví dụ 45."),
    "symbol_missing": _l("Hãy ghi ký hiệu, ví dụ BC-UBND."),
    "day_of_paper_missing": _l("Hãy chọn ngày của văn bản."),
    "day_of_paper_outside": _l("Ngày của văn bản phải sau ngày cuối kỳ và không muộn hơn hôm nay."),
    "choice_unknown": _l("Hãy chọn một mục trong danh sách."),
}


def mobilisation_title(period: Period, edition: int) -> str:
    """Return "Báo cáo công tác dân vận chính quyền, Cả năm 2026", and which edition it is from the second on."""
    return edition_words(_("Báo cáo công tác dân vận chính quyền, %(period)s", period=period_words(period)), edition)


def blank_words(numbers: list[str]) -> str:
    """Return which sections say nothing yet."""
    return _("Chưa có lời ở mục %(numbers)s. Mục không có gì để báo cáo thì ghi “Không có”.", numbers=", ".join(numbers))


def signing_words() -> dict[str, str]:
    """Return the ways in which the paper may be signed."""
    return {signing.value: str(SIGNING_WORDS[signing]) for signing in SIGNINGS}
