"""What an assessment is called, what is wrong with it, and its numbers and points, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.formats import number_text
from reporting.editions.phrases import edition_words
from reporting.friendly.scoring import Measured, Scored
from reporting.periods import Period
from reporting.phrases import period_words

FAULTS: Mapping[str, Any] = {
    "points_bad": _l("Điểm của mục này phải từ 0 đến mức cao nhất, theo bước được phép."),
    "points_missing": _l("chưa chấm điểm"),
    "reason_missing": _l("Điểm khác mức đề xuất: hãy ghi lý do, ít nhất 5 chữ."),
    "evidence_missing": _l("chưa có minh chứng"),
}
OPEN: Mapping[str, Any] = {**FAULTS, "reason_missing": _l("điểm khác mức đề xuất mà chưa có lý do")}


def friendly_title(period: Period, edition: int) -> str:
    """Return "Tự đánh giá “Chính quyền thân thiện”, Cả năm 2026", and which edition it is from the second on."""
    return edition_words(_("Tự đánh giá “Chính quyền thân thiện”, %(period)s", period=period_words(period)), edition)


def points_text(points: float | None) -> str:
    """Return points as people write them: 8,5 · 8.5 (None: an empty text)."""
    return "" if points is None else number_text(points)


def measured_text(found: Measured | None) -> str:
    """Return "97,1% (120/124)", "12" or "3/40"; "chưa có số liệu" where there is none."""
    if found is None:
        return _("chưa có số liệu")
    counted = number_text(found.value) if found.of is None else f"{number_text(found.value)}/{number_text(found.of)}"
    return counted if found.tenths is None else f"{number_text(found.tenths / 10)}% ({counted})"


def proposal_text(item: Scored) -> str:
    """Return which points the number proposes and by which rule; an empty text without a proposal."""
    if item.proposed is None:
        return ""
    points, rule = points_text(item.proposed), item.rule
    if rule is None:
        return _("Đề xuất %(points)s điểm: con số chưa đến mức nào.", points=points)
    unit = "%" if item.now and item.now.share else ""
    if rule.least is not None:
        return _("Đề xuất %(points)s điểm: từ %(bound)s trở lên.", points=points, bound=f"{number_text(rule.least)}{unit}")
    return _("Đề xuất %(points)s điểm: không quá %(bound)s.", points=points, bound=f"{number_text(rule.most)}{unit}")


def open_words(criteria: Iterable[Scored], missing: Mapping[str, str]) -> str:
    """Return what is still missing of which criteria; an empty text for nothing."""
    found: dict[str, list[str]] = {}
    for item in criteria:
        if item.key in missing:
            found.setdefault(missing[item.key], []).append(item.place)
    parts = [
        _("mục %(places)s: %(what)s", places=", ".join(places), what=str(OPEN[code])) for code, places in found.items()
    ]  # fmt: skip
    return _("Chưa phát hành được: %(parts)s.", parts="; ".join(parts)) if parts else ""
