"""The board in the words and shapes of its page: figures formatted, bars measured, tables laid out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from core.formats import month_text, number_text
from core.text import shorten
from reporting.measures import LEAST_CASES, Tally, percent
from reporting.phrases import DEFINITIONS
from reporting.queries import Board

BARS = 8
LABEL = 27
Cell = str | dict[str, str]


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
    """A field or a village: its name, the address of its cases, and its numbers."""

    name: str
    url: str
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


def all_figures(whole: Tally) -> list[Figure]:
    """Return the six numbers of the board."""
    answered = _("trong %(number)s hồ sơ đã trả lời", number=number_text(whole.answered))
    rated = _("trong %(number)s người đã cho ý kiến", number=number_text(whole.rated))
    return [
        *first_figures(whole),
        _count_figure("reopened", whole.reopened, tone="again", url="/ho-so?trang-thai=mo-lai"),
        _share_figure("evidence", whole.evidence_share, tone="mute", note=answered),
        _share_figure("satisfied", whole.satisfied_share, tone="good", note=rated),
    ]


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
    """Return where the cases of the period are now, as one bar cut in parts that add up to all of them."""
    parts = (
        (_("Đã trả lời đúng hạn"), whole.on_time, "good"),
        (_("Đã trả lời trễ hạn"), whole.timed - whole.on_time, "wait"),
        (_("Đã xong, không có hạn luật định"), whole.settled - whole.timed, "mute"),
        (_("Đang làm, còn hạn"), whole.received - whole.settled - whole.waiting_late, "open"),
        (_("Quá hạn, chưa trả lời"), whole.waiting_late, "late"),
    )
    bars, start = [], 0.0
    for label, number, tone in parts:
        share = round(100 * number / whole.received, 2) if whole.received else 0.0
        bars.append(Bar(label=label, share=share, value=number_text(number), tone=tone, start=round(start, 2)))
        start += share
    return bars


def punctuality_bars(groups: Sequence[Group]) -> list[Bar]:
    """Return how punctual the groups with the most cases are; those with too few cases have no bar."""
    shown = [group for group in groups if group.tally.on_time_share is not None][:BARS]
    return [
        Bar(
            label=shorten(group.name, length=LABEL), share=float(percent(group.tally.on_time_share) or 0),
            tone=_tone(group.tally.on_time_share or 0.0),
            value=_("%(percent)s%% (%(part)s/%(whole)s)",
                percent=percent(group.tally.on_time_share), part=number_text(group.tally.on_time),
                whole=number_text(group.tally.timed + group.tally.waiting_late),
            ),
        )
        for group in shown
    ]  # fmt: skip


def _tone(part: float) -> str:
    return "good" if part >= 0.8 else "wait" if part >= 0.5 else "late"


def group_heads(first: str) -> list[tuple[str, str]]:
    """Return the heads of a table whose rows are groups called ``first``."""
    return [
        (first, ""), (_("Nhận được"), "r"), (_("Đúng hạn"), "r"), (_("Đang làm"), "r"), (_("Quá hạn"), "r"), (_("Mở lại"), "r"),
        (_("Có bằng chứng"), "r"), (_("Hài lòng"), "r"),
    ]  # fmt: skip


def group_rows(groups: Sequence[Group]) -> list[list[Cell]]:
    """Return the rows of fields or villages; the name leads to their cases."""
    return [[{"text": group.name, "url": group.url}, *_cells(group.tally)] for group in groups]


def _cells(tally: Tally) -> list[Cell]:
    return [
        number_text(tally.received), share_text(tally.on_time_share), number_text(tally.open), number_text(tally.overdue),
        number_text(tally.reopened), share_text(tally.evidence_share), share_text(tally.satisfied_share),
    ]  # fmt: skip


def share_text(part: float | None) -> str:
    """87% · – (too few cases)."""
    number = percent(part)
    return "–" if number is None else f"{number}%"


def month_heads() -> list[tuple[str, str]]:
    """Return the heads of the table of months."""
    return [
        (_("Tháng nhận"), ""), (_("Nhận được"), "r"), (_("Đã xong"), "r"), (_("Đúng hạn"), "r"), (_("Mở lại"), "r"),
        (_("Có bằng chứng"), "r"), (_("Hài lòng"), "r"),
    ]  # fmt: skip


def month_rows(by_month: Mapping[date, Tally]) -> list[list[Cell]]:
    """Return the rows of months, the newest first."""
    return [
        [
            month_text(month), number_text(tally.received), number_text(tally.settled), share_text(tally.on_time_share),
            number_text(tally.reopened), share_text(tally.evidence_share), share_text(tally.satisfied_share),
        ]
        for month, tally in reversed(by_month.items())
    ]  # fmt: skip


def month_columns(board: Board) -> list[tuple[str, str, list[Bar]]]:
    """Return small pictures over the months: their id, title, and columns."""
    received = [(month, tally.received, number_text(tally.received)) for month, tally in board.by_month.items()]
    reopened = [(month, tally.reopened, number_text(tally.reopened)) for month, tally in board.by_month.items()]
    punctual = [
        (month, percent(tally.on_time_share) or 0, share_text(tally.on_time_share)) for month, tally in board.by_month.items()
    ]
    content = [
        (month, percent(tally.satisfied_share) or 0, share_text(tally.satisfied_share)) for month, tally in board.by_month.items()
    ]
    return [
        ("thang-nhan", _("Hồ sơ nhận được"), _columns(received, tone="open")),
        ("thang-dung-han", _("Trả lời đúng hạn"), _columns(punctual, tone="good", most=100)),
        ("thang-mo-lai", _("Mở lại"), _columns(reopened, tone="again")),
        ("thang-hai-long", _("Người gửi hài lòng"), _columns(content, tone="good", most=100)),
    ]


def _columns(points: Sequence[tuple[date, int, str]], *, tone: str, most: int = 0) -> list[Bar]:
    most = most or max([number for _, number, _ in points] or [1]) or 1
    return [
        Bar(label=month_text(month), share=round(100 * number / most, 1), value=text, tone=tone) for month, number, text in points
    ]
