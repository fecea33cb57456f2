"""The words of a report: plain sentences of its numbers beside those of the same period a year before, and its paper.

The paper speaks Vietnamese whatever language the screen has, as every paper of the office does (Decree 30/2020/NĐ-CP).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.office_words import issuer_lines
from accounts.read_models import CommuneProfile
from core.documents import Block, Document, Signature
from reporting.editions.papers import paper_name
from reporting.editions.queries import begun_by, issued_last
from reporting.editions.words import period_name
from reporting.periods import Period, same_period_last_year
from reporting.statutory.counting import counts
from reporting.statutory.filling import Filled, filled_in, from_frozen
from reporting.statutory.models import StatutoryReport
from reporting.statutory.queries import ReportView

BASIS = (
    "Căn cứ Thông tư số 01/2024/TT-TTCP ngày 20 tháng 01 năm 2024 của Thanh tra Chính phủ quy định chế độ báo cáo công tác "
    "thanh tra, tiếp công dân, giải quyết khiếu nại, tố cáo và phòng, chống tham nhũng, tiêu cực"
)


def year_before(unit_id: int, period: Period) -> tuple[Filled, ...]:
    """Return the tables of the same period a year before: as they were issued last, or else counted now.

    None at all when nothing was kept here yet: nought would be a number that nobody counted.
    """
    before = same_period_last_year(period)
    row = issued_last(StatutoryReport, unit_id, before)
    if row is not None:
        return from_frozen(row.frozen["tables"])
    if not begun_by(unit_id, before.last_on):
        return ()
    return filled_in(counts(unit_id, first_on=before.first_on, last_on=before.last_on), {})


def sentences(now: Sequence[Filled], before: Sequence[Filled]) -> str:
    """Return the numbers in plain sentences, one paragraph for each work; ``before`` is empty where nothing is known of it."""
    values, earlier = _Values(now), _Values(before)

    def told(table: str, *codes: int) -> tuple[int, ...]:
        return tuple(values[table, code] for code in codes)

    def compared(table: str, code: int, what: str) -> str:
        return _compared(values[table, code], earlier.get(table, code), what)

    visits, people, matters, days, chair = told("01/TCD", 1, 2, 3, 12, 13)
    every, carried, received, processed, waiting = told("01/XLD", 1, 2, 3, 4, 5)
    eligible, competent, elsewhere = told("01/XLD", 6, 14, 18)
    own, solved, open_ = told("04/XLD", 15, 19, 20)
    complaints, decided, in_time, late = told("01/KQGQ", 1, 5, 25, 26)
    reception = (
        f"Tiếp công dân: đã tiếp {visits} lượt, {people} người, {matters} vụ việc{compared('01/TCD', 1, 'lượt')}; "
        f"Thủ trưởng tiếp {days} kỳ, {chair} lượt."
    )
    letters = (
        f"Xử lý đơn: phải xử lý {every} đơn, trong đó kỳ trước chuyển sang {carried} đơn, tiếp nhận trong kỳ {received} đơn"
        f"{compared('01/XLD', 3, 'đơn')}; đã xử lý {processed} đơn, chưa xử lý {waiting} đơn."
    )
    sorted_out = (
        f"Đơn đủ điều kiện xử lý: {eligible} đơn{compared('01/XLD', 6, 'đơn')}; thuộc thẩm quyền {competent} đơn, không thuộc "
        f"thẩm quyền {elsewhere} đơn."
    )
    petitions = (
        f"Kiến nghị, phản ánh: thuộc thẩm quyền {own} đơn{compared('04/XLD', 15, 'đơn')}; đã giải quyết {solved} đơn, chưa giải "
        f"quyết {open_} đơn."
    )
    settled = (
        f"Khiếu nại thuộc thẩm quyền: {complaints} đơn{compared('01/KQGQ', 1, 'đơn')}; đã giải quyết bằng quyết định {decided} "
        f"vụ việc, đúng thời hạn {in_time}, không đúng thời hạn {late}."
    )
    return f"{reception}\n{letters}\n{sorted_out}\n{petitions}\n{settled}"


class _Values:
    """The values of a report by table and column."""

    def __init__(self, filled: Sequence[Filled]) -> None:
        self._by_code = {(each.table.code, int(cell.column.code)): cell.value for each in filled for cell in each.cells}

    def __getitem__(self, place: tuple[str, int]) -> int:
        return self._by_code[place]

    def get(self, table: str, code: int) -> int | None:
        """Return a value, or None where the report has none there."""
        return self._by_code.get((table, code))


def _compared(now: int, before: int | None, what: str) -> str:
    if before is None:
        return " (chưa có số liệu cùng kỳ năm trước)"
    if now == before:
        return f" (bằng cùng kỳ năm trước: {before} {what})"
    return f" ({'tăng' if now > before else 'giảm'} {abs(now - before)} {what} so với cùng kỳ năm trước: {before} {what})"


def paper(view: ReportView, profile: CommuneProfile) -> Document:
    """Return the report as a paper of the office; number, day and signature come with the office's own document system."""
    name = period_name(view.period)
    authority = profile.authority or profile.name
    opening = (
        f"{authority} báo cáo kết quả công tác tiếp công dân, xử lý đơn, giải quyết khiếu nại, tố cáo {name} (số liệu từ ngày "
        f"{view.period.first_on:%d/%m/%Y} đến ngày {view.period.last_on:%d/%m/%Y}) như sau:"
    )
    words = [line.strip() for line in view.narrative.splitlines() if line.strip()] if view.narrated else []
    codes = ", ".join(each.table.code for each in view.filled)
    return Document(
        title="BÁO CÁO", summary=f"Kết quả tiếp công dân, xử lý đơn, giải quyết khiếu nại, tố cáo {name}",
        issuer=issuer_lines(profile), symbol=f"BC-{profile.symbol or 'UBND'}", place=profile.short_name,
        bases=(BASIS,),
        blocks=(
            Block(text=opening), *(Block(text=line) for line in words),
            Block(text=f"Số liệu chi tiết ở các biểu kèm theo: {codes}."),
        ),
        recipients=("Ủy ban nhân dân tỉnh", "Thanh tra tỉnh", "Lưu: VT"),
        signatures=(Signature(posts=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), name=view.issued_by),),
    )  # fmt: skip


def file_name(view: ReportView, today: date) -> str:
    """Return a name that says which report it is and nothing of what is in it: bao-cao-2026-q3-lan-1, or the two days."""
    return paper_name("bao-cao", view.period, view.edition, issued=view.issued_on is not None, today=today)
