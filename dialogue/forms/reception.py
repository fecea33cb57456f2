"""The forms of citizen reception: a booking, a month of days, the steps of a day, a row of the register, a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from core.formats import local
from dialogue.reception_phrases import GROUNDS, HANDLINGS, MATTERS, fault_sentence
from dialogue.reception_rules import hours
from dialogue.reception_states import Ground, Handling, MatterKind, ReceptionKind
from dialogue.services.reception_booking import NewBooking
from dialogue.services.reception_register import NewEntry
from feedback.forms import choices
from feedback.forms.desk_form import DayField, DeskForm, IdField, LineField, LongLineField, NumberField, ProseField, WordField
from feedback.forms.resident import GuardedForm, ResidentForm, row_id
from feedback.signs import reads_as_denunciation

PLAN_ROWS = 8


def put_faults(form: Any, faults: Mapping[str, str], facts: Mapping[str, Any], *, unit_id: int) -> None:
    """Put the sentence of each fault (field → code) at its field; what has no field stands on top."""
    for name, code in faults.items():
        text = fault_sentence(code, facts, unit_id=unit_id)
        if name in form:
            form[name].errors = [*form[name].errors, text]
        else:
            form.form_errors.append(text)


class BookingForm(GuardedForm):
    """A slot of a reception day."""

    slot = RadioField(_l("Giờ nào?"), validate_choice=False)
    matter = StringField(_l("Việc cần nói"), description=_l("Một dòng, ví dụ: đường vào thôn Nà Pất bị sạt."))
    field_id = SelectField(_l("Thuộc việc gì?"), default="", validate_choice=False)
    name = StringField(_l("Họ và tên"))
    phone = StringField(_l("Số điện thoại"), description=_l("Để xã gọi khi phải đổi ngày."))
    accuses = BooleanField(
        _l("Tôi muốn tố cáo một người cụ thể"),
        description=_l("Tố cáo không hẹn qua trang này. Mời đến trực tiếp, xã tiếp riêng và giữ bí mật."),
    )

    def offer(self, *, slots: Sequence[datetime], field_items: Sequence[Any], locale: str, empty: str) -> None:
        """Give the fields their choices."""
        self.slot.choices = choices.words({f"{slot:%Y%m%dT%H%M}": f"{local(slot):%H:%M}" for slot in slots})
        self.field_id.choices = choices.rows(field_items, locale=locale, empty=empty)

    def booking(self, slots: Sequence[datetime], *, locale: str) -> NewBooking:
        """Return what was typed; a slot that is not offered any more stays what it was, so that it can be said."""
        chosen = next((slot for slot in slots if f"{slot:%Y%m%dT%H%M}" == self.slot.data), None)
        return NewBooking(
            slot_at=chosen, name=self.name.data or "", phone=self.phone.data or "", matter=self.matter.data or "",
            field_id=row_id(self.field_id.data), locale=locale,
        )  # fmt: skip

    @property
    def denounces(self) -> bool:
        """Whether the person says so, or the words do."""
        return bool(self.accuses.data) or reads_as_denunciation(self.matter.data or "")


class FindBookingForm(ResidentForm):
    """Code and secret words of a booking."""

    code = StringField(_l("Mã hẹn"), description=_l("Ghi trên phiếu hẹn, ví dụ 7K3MP-9QXTR."))
    secret = StringField(_l("Từ bí mật"), description=_l("Bốn từ ghi dưới mã hẹn; không dấu cũng được."))


# ------------------------------------------------------------------ the desk


class PlanForm(DeskForm):
    """A month of days: rows of use, kind, date, hours and expected content, with the people and the place for all of them."""

    month = HiddenField()
    chair = LongLineField(_l("Chủ tịch"), most=160)
    secretary = LongLineField(_l("Bí thư"), most=160)
    place = LongLineField(_l("Nơi tiếp"), most=160)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the fields of each row."""
        names = ("use", "kind", "on", "hours", "content")
        return [{name: self[f"{name}_{index}"] for name in names} for index in range(PLAN_ROWS) if f"kind_{index}" in self]


def plan_form(known: Mapping[str, Any], *, rows: int, typed: bool) -> PlanForm:
    """Return the form of a month with so many rows, filled in with what is suggested."""
    fields: dict[str, Any] = {}
    for index in range(min(rows, PLAN_ROWS)):
        fields |= {
            f"use_{index}": BooleanField(_l("Lập ngày này")), f"kind_{index}": HiddenField(),
            f"on_{index}": DayField(_l("Ngày tiếp")), f"hours_{index}": LineField(_l("Giờ tiếp"), most=20),
            f"content_{index}": LineField(_l("Nội dung dự kiến"), most=300),
        }  # fmt: skip
    how: dict[str, Any] = {} if typed else {"formdata": None}
    return type("MonthForm", (PlanForm,), fields)(data=dict(known), **how)


class AdHocForm(DeskForm):
    """A reception outside the plan, with its reason."""

    on = DayField(_l("Ngày tiếp"))
    hours = LineField(_l("Giờ tiếp"), most=20, description=_l("Ví dụ 08:00-11:00."))
    receiver = LongLineField(_l("Người tiếp"), most=160)
    place = LongLineField(_l("Nơi tiếp"), most=160)
    content = LineField(_l("Nội dung dự kiến"), most=300)
    ad_hoc_reason = ProseField(
        _l("Vì sao tiếp đột xuất"), most=1000,
        description=_l("Vụ việc gay gắt, phức tạp, nhiều người, nhiều cơ quan; hoặc chậm chỉ đạo thì hậu quả nghiêm trọng."),
    )  # fmt: skip

    @property
    def times(self) -> Any:
        """Return begin and end, or None."""
        return hours(self.hours.data or "")


class PublishForm(DeskForm):
    """The button that shows a day to everybody, or takes it off the plan."""


class PostponeForm(DeskForm):
    """Why a day is moved, and to when."""

    new_on = DayField(_l("Ngày tiếp thay"))
    reason = ProseField(_l("Lý do hoãn"), most=500)


class HeldForm(DeskForm):
    """Whether a day took place."""

    held = RadioField(
        _l("Buổi tiếp có diễn ra không?"), default="yes",
        choices=[SelectChoice(value="yes", label=_l("Đã tiếp")), SelectChoice(value="no", label=_l("Không tiếp"))],
        validate_choice=False,
    )  # fmt: skip
    in_person = BooleanField(_l("Đúng người có tên trong lịch trực tiếp tiếp"))
    attendees = LineField(_l("Ai đã dự"), most=500)
    reason = LineField(_l("Lý do không tiếp"), most=500)


class OnlineForm(DeskForm):
    """The session in the State's online reception system."""

    ref = LineField(_l("Số phiên trong hệ thống của Nhà nước"), most=80)


class EntryForm(DeskForm):
    """A row of the register as it is written at the desk. ``token`` makes a double press one row."""

    token = HiddenField()
    day_id = HiddenField()
    booking_id = HiddenField()
    received_on = DayField(_l("Ngày tiếp"))
    name = LineField(_l("Họ và tên"), most=120)
    address = LineField(_l("Địa chỉ"), most=200)
    identity = LineField(_l("Số căn cước, hộ chiếu; ngày cấp; nơi cấp"), most=80)
    content = ProseField(_l("Nội dung trình bày"), most=5000)
    kind = WordField(lazy_pgettext("column", "Phân loại"))
    field_id = IdField(_l("Lĩnh vực"), missing="field_unknown")
    people = NumberField(_l("Số người đến"), default=1)
    representatives = ProseField(_l("Người đại diện, mỗi dòng một người"), most=600)
    settled_by = LineField(_l("Cơ quan đã giải quyết"), most=200)
    competent = BooleanField(_l("Thuộc thẩm quyền của xã"), default=True)
    handling = WordField(_l("Xử lý tại chỗ"))
    ground = WordField(_l("Căn cứ từ chối"))
    guided_to = LineField(_l("Hướng dẫn đến"), most=200)
    follow_up = LineField(_l("Theo dõi kết quả"), most=300)
    note = LineField(_l("Ghi chú"), most=300)
    received_by = IdField(_l("Người tiếp"), missing="officer_unknown")
    not_denunciation = BooleanField(_l("Đã hỏi lại: không phải tố cáo"))

    def offer_lists(self, *, fields: Sequence[Any], officials: Sequence[Any], locale: str, unsorted: str, none: str) -> None:
        """Give the fields their choices."""
        self.kind.choices = choices.words({kind.value: MATTERS[kind] for kind in MATTERS})
        self.handling.choices = choices.words({kind.value: HANDLINGS[kind] for kind in HANDLINGS})
        self.ground.choices = choices.words({ground.value: GROUNDS[ground] for ground in GROUNDS}, empty=none)
        self.field_id.choices = choices.rows(fields, locale=locale, empty=unsorted)
        self.received_by.choices = choices.people(officials, empty=none)

    def entry(self) -> NewEntry:
        """Return what was typed as the command takes it; call it when the form is valid and has a date."""
        texts = ("name", "address", "identity", "content", "representatives", "settled_by", "guided_to", "follow_up", "note")
        return NewEntry(
            received_on=self.received_on.data, kind=MatterKind(self.kind.data), handling=Handling(self.handling.data),
            ground=Ground(self.ground.data) if self.ground.data else None, field_id=self.field_id.data,
            people=self.people.data or 0, competent=self.competent.data, not_denunciation=self.not_denunciation.data,
            day_id=row_id(self.day_id.data), booking_id=row_id(self.booking_id.data), received_by=self.received_by.data,
            **{name: self[name].data or "" for name in texts},
        )  # fmt: skip


class CorrectForm(DeskForm):
    """What came of a reception."""

    settled_by = LineField(_l("Cơ quan đã giải quyết"), most=200)
    guided_to = LineField(_l("Hướng dẫn đến"), most=200)
    accepted_ref = LineField(_l("Thụ lý, số văn bản chuyển"), most=200)
    follow_up = ProseField(_l("Theo dõi kết quả"), most=2000)
    note = ProseField(_l("Ghi chú"), most=2000)


class PaperForm(DeskForm):
    """What a paper of the reception still asks for."""

    sender_address = LineField(_l("Địa chỉ"), most=200)
    sender_id = LineField(_l("Số căn cước, hộ chiếu; ngày cấp; nơi cấp"), most=120)
    papers = ProseField(_l("Giấy tờ đã nhận, mỗi dòng một loại"), most=2000)
    copies = LineField(_l("Số bản"), most=10)
    ground = ProseField(_l("Lý do và căn cứ"), most=2000)

    @property
    def facts(self) -> dict[str, str]:
        """Return what was typed, as the paper's form names it."""
        names = ("sender_address", "sender_id", "papers", "copies", "ground")
        return {name: self[name].data for name in names if name in self and self[name].data}


class FilterForm(DeskForm):
    """What of the register is shown."""

    class Meta:
        """A form of an address: nothing is written."""

        csrf = False

    tu = DayField(_l("Từ ngày"))
    den = DayField(_l("Đến ngày"))
    loai = WordField(lazy_pgettext("column", "Phân loại"), validate_choice=False)
    xu_ly = WordField(_l("Xử lý"), validate_choice=False)
    ai = WordField(_l("Loại buổi tiếp"), validate_choice=False)


def conclusion_form(
    entry_ids: Sequence[int], known: Mapping[str, Any], *, departments: Sequence[Any], locale: str, empty: str, typed: bool,
    by_party: bool = False,
) -> Any:  # fmt: skip
    """Return the form of a conclusion: for each reception of the day a direction, a department and a date; empty: no task.

    ``by_party``: the secretary's, which asks for the Party office's notice in place of who signs.
    """
    notice = LineField(_l("Số, ngày thông báo của Văn phòng Đảng ủy"), most=120)
    fields: dict[str, Any] = {"party_notice": notice} if by_party else {"signer": LineField(_l("Người ký"), most=120)}
    for entry_id in entry_ids:
        fields |= {
            f"direction_{entry_id}": LineField(_l("Giao làm gì"), most=300),
            f"department_id_{entry_id}": IdField(_l("Giao cho"), missing="department_unknown"),
            f"due_on_{entry_id}": DayField(_l("Báo cáo chậm nhất ngày")),
        }
    how: dict[str, Any] = {} if typed else {"formdata": None}
    made = type("ConclusionForm", (DeskForm,), fields)(data=dict(known), prefix="ket-luan-", **how)
    for entry_id in entry_ids:
        made[f"department_id_{entry_id}"].choices = choices.rows(departments, locale=locale, empty=empty)
    return made


def entry_ids(form: Any) -> list[int]:
    """Return the receptions that a conclusion's form has rows for."""
    names = (field.short_name for field in form)
    return [int(name.removeprefix("direction_")) for name in names if name.startswith("direction_")]


PLAN_KINDS = (ReceptionKind.CHAIR, ReceptionKind.SECRETARY)
