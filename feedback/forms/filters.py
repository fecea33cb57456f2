"""What narrows the work list, read from the address; whatever somebody writes there, a list comes out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, StringField

from core.text import clean_line
from feedback.forms.desk_form import DayField, IdField, WordField
from feedback.queries.desk_filters import DeskFilters, DueWithin, Unhappy
from feedback.queries.desk_tabs import Tab
from feedback.queries.waiting import Waiting

LONGEST_SEARCH = 80
UNPUBLISHED = "chua-cong-khai"
SIZES = (25, 50, 100, 200)


class FilterForm(Form):
    """The filters of the work list. Values that are no choice count as not chosen."""

    tab = HiddenField(name="xem")
    q = StringField(_l("Tìm mã, chữ trong đơn"), name="q", render_kw={"maxlength": LONGEST_SEARCH})
    state = WordField(_l("Tình trạng"), name="trang-thai")
    kind = WordField(_l("Loại đơn"), name="loai")
    field_id = IdField(_l("Lĩnh vực"), name="linh-vuc")
    village_id = IdField(_l("Thôn"), name="thon")
    department_id = IdField(_l("Phòng, ban"), name="phong")
    due = WordField(_l("Hạn"), name="han")
    officer_id = IdField(_l("Người xử lý"), name="nguoi")
    waiting = WordField(_l("Đang chờ"), name="cho")
    received_from = DayField(_l("Nhận từ ngày"), name="nhan-tu")
    received_until = DayField(_l("Nhận đến ngày"), name="nhan-den")
    unhappy = WordField(_l("Người gửi chưa hài lòng"), name="chua-hai-long")
    size = WordField(_l("Số việc mỗi trang"), name="dong")
    unassigned = BooleanField(_l("Chưa giao người"), name="chua-giao")
    unpublished = BooleanField(_l("Trả lời chưa công khai"), name=UNPUBLISHED)
    no_village = BooleanField(_l("Chưa rõ thôn"), name="chua-ro-thon")
    no_field = BooleanField(_l("Chưa rõ lĩnh vực"), name="chua-ro-linh-vuc")
    urgent = BooleanField(_l("Chỉ việc khẩn"), name="khan")
    mine = BooleanField(_l("Chỉ của tôi và phòng tôi"), name="cua-toi")

    def offer(self, choices_of: Mapping[str, Any]) -> None:
        """Give the fields their choices by name; a value that is not among them is dropped."""
        for name, offered in choices_of.items():
            field = self._fields[name]
            field.choices = offered
            if not any(choice.selected for choice in field.iter_choices()):
                field.data = field.coerce(None)

    def filters(self, tab: Tab) -> DeskFilters:
        """Return what the query takes."""
        return DeskFilters(
            tab=tab, state=self.state.data, kind=self.kind.data, field_id=self.field_id.data, village_id=self.village_id.data,
            department_id=self.department_id.data, officer_id=self.officer_id.data,
            waiting=Waiting(self.waiting.data) if self.waiting.data else None, mine=self.mine.data,
            unassigned=self.unassigned.data, urgent=self.urgent.data, due=DueWithin(self.due.data) if self.due.data else None,
            unhappy=Unhappy(self.unhappy.data) if self.unhappy.data else None,
            unpublished=self.unpublished.data, no_village=self.no_village.data,
            no_field=self.no_field.data, received=self._received, q=clean_line(self.q.data or "")[:LONGEST_SEARCH],
        )  # fmt: skip

    @property
    def _received(self) -> tuple[date, date] | None:
        first, last = self.received_from.data, self.received_until.data
        return (first or date.min, last or date.max) if first or last else None

    @property
    def narrowed(self) -> bool:
        """Whether more than the tab narrows the list."""
        return any(field.data for field in self if field not in (self.tab, self.size))

    @property
    def chosen(self) -> int:
        """How many of the filters that are folded away narrow the list: words that are searched for stand above them."""
        return sum(bool(field.data) for field in self if field not in (self.tab, self.size, self.q))
