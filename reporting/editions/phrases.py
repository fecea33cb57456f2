"""What is wrong with a report or with its period, and what it is called, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from feedback.document_words import SIGNINGS as SIGNING_WORDS
from feedback.forms.faults import SENTENCES
from reporting.editions.heads import SIGNINGS
from reporting.periods import Period
from reporting.phrases import FAULTS as PERIOD_FAULTS
from reporting.phrases import period_words

Words = Any
FAULTS: Mapping[str, Words] = {
    **PERIOD_FAULTS,
    "period_missing": _l("Hãy chọn một kỳ, hoặc chọn cả ngày bắt đầu và ngày kết thúc."),
}
HEAD_FAULTS: Mapping[str, Words] = {
    "number_missing": _l("Hãy ghi số của văn bản, ví dụ 45."),
    "symbol_missing": _l("Hãy ghi ký hiệu, ví dụ BC-UBND."),
    "day_of_paper_missing": _l("Hãy chọn ngày của văn bản."),
    "day_of_paper_outside": _l("Ngày của văn bản phải sau ngày cuối kỳ và không muộn hơn hôm nay."),
    "choice_unknown": _l("Hãy chọn một mục trong danh sách."),
    "number_used": _l(
        "Trong năm đã có báo cáo mang số và ký hiệu này. Hãy xem lại sổ văn bản; đúng là cùng số thì đánh dấu “Vẫn dùng số này”."
    ),
    **{code: SENTENCES[code] for code in ("signer_not_chair", "signer_not_deputy", "signer_not_acting")},
}
WRONG: Mapping[str, Words] = {
    "report_issued": _l("Báo cáo này đã phát hành nên không đổi được nữa. Cần sửa thì lập bản thay thế."),
    "report_draft": _l("Báo cáo này chưa phát hành nên không có gì để thu hồi."),
    "report_gone": _l("Báo cáo này đã thu hồi rồi."),
    "report_replaced": _l("Báo cáo này đã có bản thay thế. Cần thu hồi thì mở bản thay thế."),
    "period_runs": _l("Kỳ này chưa hết nên chưa phát hành được báo cáo."),
}


def edition_words(title: str, edition: int) -> str:
    """Return a title, and which edition it is from the second on."""
    return title if edition == 1 else _("%(title)s, bản thay thế lần %(number)s", title=title, number=edition - 1)


def title_words(period: Period, edition: int) -> str:
    """Return "Báo cáo Quý III/2026", and which edition it is from the second on."""
    return edition_words(_("Báo cáo %(period)s", period=period_words(period)), edition)


def signing_words() -> dict[str, str]:
    """Return the ways in which a paper may be signed."""
    return {signing.value: str(SIGNING_WORDS[signing]) for signing in SIGNINGS}
