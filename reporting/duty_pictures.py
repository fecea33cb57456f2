"""Promises and duties in the words and shapes of the board's page: the sentence of the day, lines of duties, commitments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from core.formats import date_text, number_text
from dialogue.queries.commitments import CommitmentLine
from reporting.duties import Duties
from reporting.duty_measures import Held, PromiseTally
from reporting.measures import Tally
from reporting.phrases import DUTIES
from reporting.pictures import Figure


@dataclass(frozen=True, kw_only=True)
class DutyLine:
    """A duty in words, what was held of what is owed, and where to read more; ``tone`` good or wait."""

    name: str
    told: str
    url: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The sentence on top of the board: is the promise kept? ``tone`` good, late or open."""

    text: str
    tone: str


def promise_of_the_day(whole: Tally, *, day: date, today: date) -> Promise:
    """Return whether the commune kept its word at the end of a day, in one sentence."""
    when = _("Hôm nay") if day == today else _("Hết ngày %(day)s", day=date_text(day))
    numbers = {"when": when, "open": number_text(whole.open), "late": number_text(whole.overdue)}
    if not whole.open:
        return Promise(text=_("%(when)s không có hồ sơ nào chờ xã trả lời.", **numbers), tone="good")
    if not whole.overdue:
        return Promise(
            text=_("%(when)s xã giữ đúng hẹn: %(open)s hồ sơ đang giải quyết, không hồ sơ nào quá hạn.", **numbers), tone="good"
        )
    text = _("%(when)s xã chưa giữ được hẹn với %(late)s trong %(open)s hồ sơ đang giải quyết.", **numbers)
    return Promise(text=text, tone="late")


def duty_lines(found: Duties) -> list[DutyLine]:
    """Return dialogues of the year and reception days of the period, in words."""
    return [_line(item, reception=item in found.reception) for item in found.shown]


def _line(item: Held, *, reception: bool) -> DutyLine:
    url = "/tiep-cong-dan" if reception else "/doi-thoai"
    numbers = {"held": number_text(item.held), "owed": number_text(item.owed)}
    if reception:
        told = _("đã tiếp %(held)s ngày; quy định ít nhất %(owed)s ngày (các tháng trọn của kỳ)", **numbers)
    else:
        told = _("đã tổ chức %(held)s buổi; quy định ít nhất %(owed)s buổi (năm %(year)s)", **numbers, year=item.last_on.year)
    return DutyLine(name=str(DUTIES[item.kind]), told=told, url=url, tone="good" if item.met else "wait")


def promise_figures(kept: PromiseTally) -> list[Figure]:
    """Return the commitments as of the day, as numbers that lead to them."""
    made = _("trong %(number)s cam kết", number=number_text(kept.made))
    return [
        Figure(value=number_text(kept.kept), label=_("cam kết đã giữ"), url="/cam-ket?xem=da-xong", tone="good", note=made),
        Figure(value=number_text(kept.in_time), label=_("xong đúng ngày hứa đầu tiên"), url="#cach-tinh", tone="good"),
        Figure(value=number_text(kept.overdue), label=_("cam kết quá hẹn"), url="/cam-ket?xem=qua-han", tone="late"),
    ]


def late_lines(lines: Sequence[CommitmentLine]) -> list[tuple[str, str, str]]:
    """Return the late commitments: address, what was promised, and the last word on why it is late."""
    unknown = _("Xã chưa ghi lý do.")
    return [(f"/cam-ket/{line.code}", line.text, line.reason or unknown) for line in lines]
