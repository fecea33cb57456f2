"""The board in the words and shapes of its page: figures formatted, bars measured, tables laid out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from core.formats import month_text, number_text
from core.text import shorten
from reporting.measures import AGES, COUNTS, LEAST_CASES, Tally, percent
from reporting.phrases import DEFINITIONS
from reporting.queries import Board

BARS = 8
GOOD, MIDDLE = 80, 50
LABEL = 27
COUNTED: Mapping[str, str] = {
    "nhan": "received", "dang-lam": "open", "qua-han": "overdue", "da-xong": "settled", "dung-han": "on_time", "tre-han": "late",
    "tra-loi": "answered", "bang-chung": "with_evidence", "mo-lai": "reopened", "gia-han": "extended", "y-kien": "rated",
    "hai-long": "satisfied",
}  # fmt: skip
"""The count of a Tally that the cases of an address (case_queries.BEHIND) are behind."""
OF_CASES = frozenset({"nhan", "dang-lam", "qua-han"})
"""Counts of cases; the others count what happened, which may be twice in one case."""
Cell = str | dict[str, str]
Behind = Callable[[str], str]
"""The address of the cases behind a number, by its word (case_queries.BEHIND)."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A large number with its unit and its name; ``url`` leads to the cases, or to how it is counted."""

    value: str
    label: str
    url: str
    tone: str
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """A field, a village or a department: its id, its name, the address of the cases behind each number, and its numbers."""

    key: int
    name: str
    behind: Behind
    tally: Tally


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar of a chart: ``share`` from 0 to 100, ``start`` where it begins in a bar of several."""

    label: str
    share: float
    value: str
    tone: str
    start: float = 0.0


def first_figures(whole: Tally) -> list[Figure]:
    """Return the three numbers of the home page."""
    return [
        _share_figure("on_time", whole.on_time_share, tone="good", url="/cong-khai#cach-tinh"),
        _count_figure("open", whole.open, tone="open", url="/ho-so?trang-thai=dang-giai-quyet"),
        _count_figure("overdue", whole.overdue, tone="late", url="/ho-so?trang-thai=qua-han"),
    ]


def all_figures(board: Board, behind: Behind) -> list[Figure]:
    """Return the nine numbers of the board; ``behind`` gives the address of the cases behind a number."""
    whole = board.whole
    timed, answered, rated = (told_behind(number, whole) for number in ("dung-han", "bang-chung", "hai-long"))
    return [
        _share_figure("on_time", whole.on_time_share, tone="good", note=timed, url=behind("dung-han")),
        _count_figure("open", whole.open, tone="open", url=behind("dang-lam")),
        _count_figure("overdue", whole.overdue, tone="late", url=behind("qua-han")),
        _count_figure("reopened", whole.reopened, tone="again", url=behind("mo-lai")),
        _count_figure("extended", whole.extended, tone="wait", url=behind("gia-han")),
        _share_figure("evidence", whole.evidence_share, tone="mute", note=answered, url=behind("bang-chung")),
        _share_figure("satisfied", whole.satisfied_share, tone="good", note=rated, url=behind("hai-long")),
        _days_figure(_("một nửa số đơn được trả lời trong thời gian này"), board.median_days, url=behind("tra-loi")),
        _days_figure(_("9 trong 10 đơn được trả lời trong thời gian này"), board.p90_days, url=behind("tra-loi")),
    ]


def _timed_note(whole: Tally) -> str:
    return _("%(part)s trong %(whole)s hồ sơ", part=number_text(whole.on_time), whole=number_text(whole.owed))


def _answered_note(whole: Tally) -> str:
    return _("trong %(number)s trả lời", number=number_text(whole.answered))


def _rated_note(whole: Tally) -> str:
    return _("trong %(number)s lần cho ý kiến", number=number_text(whole.rated))


def told_behind(number: str, tally: Tally) -> str:
    """Return the number itself that a list of cases is behind (a key of COUNTED), with what it is a part of."""
    count = getattr(tally, COUNTED[number])
    if number == "dung-han":
        return _timed_note(tally)
    if number in ("bang-chung", "hai-long"):
        return f"{number_text(count)} {(_answered_note if number == 'bang-chung' else _rated_note)(tally)}"
    if number in OF_CASES:
        return ngettext("%(number)s hồ sơ", "%(number)s hồ sơ", count, number=number_text(count))
    return ngettext("%(number)s lần", "%(number)s lần", count, number=number_text(count))


def _days_figure(label: str, days: int | None, *, url: str) -> Figure:
    if days is None:
        return Figure(value="–", label=label, url=url, tone="mute", note=too_few())
    return Figure(value=number_text(days), unit=ngettext("ngày", "ngày", days), label=label, url=url, tone="mute")


def _count_figure(name: str, number: int, *, tone: str, url: str) -> Figure:
    return Figure(value=number_text(number), label=str(DEFINITIONS[name].name), url=url, tone=tone)


def _share_figure(name: str, part: float | None, *, tone: str, url: str = "#cach-tinh", note: str = "") -> Figure:
    number = percent(part)
    label = str(DEFINITIONS[name].name)
    if number is None:
        return Figure(value="–", label=label, url=url, tone="mute", note=too_few())
    return Figure(value=str(number), unit="%", label=label, url=url, tone=tone, note=note)


def too_few() -> str:
    """Return why a share is missing."""
    return _("chưa đủ %(number)s hồ sơ", number=LEAST_CASES)


def standing_parts(whole: Tally) -> list[Bar]:
    """Return what became of all that the period had to deal with, as one bar cut in parts that add up to it."""
    return _parts(
        (
            (_("Xong đúng hạn"), whole.on_time, "good"),
            (_("Xong trễ hạn"), whole.late, "wait"),
            (_("Xong, không có hạn luật định"), whole.settled - whole.timed, "mute"),
            (_("Đang làm, chưa quá hạn"), whole.open - whole.overdue, "open"),
            (_("Quá hạn, chưa xong"), whole.overdue, "late"),
        )
    )


def age_parts(board: Board) -> list[Bar]:
    """Return how long the open cases have waited, as one bar."""
    names = [
        _("Đến %(days)s ngày", days=AGES[0]), _("%(first)s đến %(last)s ngày", first=AGES[0] + 1, last=AGES[1]),
        _("%(first)s đến %(last)s ngày", first=AGES[1] + 1, last=AGES[2]), _("Hơn %(days)s ngày", days=AGES[2]),
    ]  # fmt: skip
    return _parts(tuple(zip(names, board.ages, ("good", "open", "wait", "late"), strict=True)))


def _parts(parts: Sequence[tuple[str, int, str]]) -> list[Bar]:
    whole = sum(number for _, number, _ in parts)
    bars, start = [], 0.0
    for label, number, tone in parts:
        share = round(100 * number / whole, 2) if whole else 0.0
        bars.append(Bar(label=label, share=share, value=number_text(number), tone=tone, start=round(start, 2)))
        start += share
    return bars


def punctuality_bars(groups: Sequence[Group]) -> list[Bar]:
    """Return how punctual the groups with the most cases are; those with too few cases have no bar."""
    shown = [group for group in groups if group.tally.on_time_share is not None][:BARS]
    return [
        Bar(
            label=shorten(group.name, length=LABEL), share=float(percent(group.tally.on_time_share) or 0),
            tone=tone_of(group.tally.on_time_share or 0.0),
            value=_("%(percent)s%% (%(part)s/%(whole)s)",
                percent=percent(group.tally.on_time_share), part=number_text(group.tally.on_time),
                whole=number_text(group.tally.owed),
            ),
        )
        for group in shown
    ]  # fmt: skip


def tone_of(part: float) -> str:
    """Return how a share in time is painted, by the number that is shown: from GOOD percent on, from MIDDLE on, or less."""
    shown = percent(part) or 0
    return "good" if shown >= GOOD else "wait" if shown >= MIDDLE else "late"


def group_heads(first: str) -> list[tuple[str, str]]:
    """Return the heads of a table whose rows are groups called ``first``."""
    return [
        (first, ""), (_("Nhận được"), "r"), (_("Đã xong"), "r"), (_("Đúng hạn"), "r"), (_("Đang làm"), "r"), (_("Quá hạn"), "r"),
        (_("Mở lại"), "r"), (_("Có bằng chứng"), "r"), (_("Hài lòng"), "r"),
    ]  # fmt: skip


def group_rows(groups: Sequence[Group]) -> list[list[Cell]]:
    """Return the rows of fields, villages or departments; the name leads to what was received, each count to its cases."""
    return [[{"text": group.name, "url": group.behind("nhan")}, *_cells(group)] for group in groups]


def rest_row(name: str, groups: Sequence[Group], whole: Tally) -> list[Cell]:
    """Return what belongs to none of the groups, so that a table adds up to the board ([]: nothing); it has no address."""
    rest = Tally(**{count: getattr(whole, count) - sum(getattr(group.tally, count) for group in groups) for count in COUNTS})
    if not (rest.received or rest.handled):
        return []
    return [
        name, number_text(rest.received), number_text(rest.settled), share_text(rest.on_time_share), number_text(rest.open),
        number_text(rest.overdue), number_text(rest.reopened), share_text(rest.evidence_share), share_text(rest.satisfied_share),
    ]  # fmt: skip


def _cells(group: Group) -> list[Cell]:
    tally = group.tally
    return [
        number_text(tally.received), _linked(tally.settled, group.behind("da-xong")), share_text(tally.on_time_share),
        _linked(tally.open, group.behind("dang-lam")), _linked(tally.overdue, group.behind("qua-han")),
        _linked(tally.reopened, group.behind("mo-lai")), share_text(tally.evidence_share), share_text(tally.satisfied_share),
    ]  # fmt: skip


def _linked(number: int, url: str) -> Cell:
    return {"text": number_text(number), "url": url} if number else number_text(number)


def share_text(part: float | None) -> str:
    """87% · – (too few cases)."""
    number = percent(part)
    return "–" if number is None else f"{number}%"


def month_heads() -> list[tuple[str, str]]:
    """Return the heads of the table of months."""
    return [
        (_("Tháng"), ""), (_("Nhận được"), "r"), (_("Đã xong"), "r"), (_("Đúng hạn"), "r"), (_("Mở lại"), "r"),
        (_("Gia hạn"), "r"), (_("Có bằng chứng"), "r"), (_("Hài lòng"), "r"), (_("Cuối tháng còn"), "r"), (_("Quá hạn"), "r"),
    ]  # fmt: skip


def month_rows(by_month: Mapping[date, Tally]) -> list[list[Cell]]:
    """Return the rows of months, the newest first; the name leads to the board of the month."""
    return [
        [
            {"text": month_text(month), "url": f"/cong-khai?ky={month:%Y-%m}"}, number_text(tally.received),
            number_text(tally.settled), share_text(tally.on_time_share), number_text(tally.reopened),
            number_text(tally.extended), share_text(tally.evidence_share), share_text(tally.satisfied_share),
            number_text(tally.open), number_text(tally.overdue),
        ]
        for month, tally in reversed(by_month.items())
    ]  # fmt: skip


def month_columns(board: Board) -> list[tuple[str, str, list[Bar]]]:
    """Return small pictures over the months: their id, title, and columns."""
    received = [(month, tally.received, number_text(tally.received)) for month, tally in board.by_month.items()]
    left = [(month, tally.open, number_text(tally.open)) for month, tally in board.by_month.items()]
    reopened = [(month, tally.reopened, number_text(tally.reopened)) for month, tally in board.by_month.items()]
    punctual = _shares({month: tally.on_time_share for month, tally in board.by_month.items()})
    content = _shares({month: tally.satisfied_share for month, tally in board.by_month.items()})
    return [
        ("thang-nhan", _("Hồ sơ nhận được"), _columns(received, tone="open")),
        ("thang-dung-han", _("Trả lời đúng hạn"), _columns(punctual, tone="good", most=100)),
        ("thang-con", _("Cuối tháng còn đang giải quyết"), _columns(left, tone="wait")),
        ("thang-mo-lai", _("Mở lại"), _columns(reopened, tone="again")),
        ("thang-hai-long", _("Người gửi hài lòng"), _columns(content, tone="good", most=100)),
    ]


def _shares(by_month: Mapping[date, float | None]) -> list[tuple[date, int, str]]:
    """Return the points of a picture of shares; none at all when no month has cases enough for one."""
    if all(part is None for part in by_month.values()):
        return []
    return [(month, percent(part) or 0, share_text(part)) for month, part in by_month.items()]


def _columns(points: Sequence[tuple[date, int, str]], *, tone: str, most: int = 0) -> list[Bar]:
    most = most or max([number for _, number, _ in points] or [1]) or 1
    return [
        Bar(label=month_text(month), share=round(100 * number / most, 1), value=text, tone=tone) for month, number, text in points
    ]
