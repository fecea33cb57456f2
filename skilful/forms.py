"""What officials and the Front type: a model, how it goes, what came of a year, and who recognised it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField

from accounts.read_models import DepartmentItem, VillageItem
from core.i18n import current_locale
from feedback.forms import choices
from feedback.forms.desk_form import DayField, DeskForm, IdField, LineField, NumberField, ProseField, WordField
from skilful import phrases
from skilful.catalogue import levels, spheres
from skilful.queries.desk import DeskModel, Near
from skilful.rules import (
    CARRIER_MOST,
    DOCUMENT_MOST,
    NAME_MOST,
    ORGANISATION_MOST,
    REASON_MOST,
    TEXT_MOST,
    UNIT_MOST,
    Assessment,
    NewModel,
    Recognition,
)
from skilful.states import Step


class RoomForm(DeskForm):
    """A form of this room: refusals are said in its own sentences."""

    SENTENCE = staticmethod(phrases.fault)
    NOT_NOW, SOMEBODY_ELSE = phrases.NOT_NOW, phrases.SOMEBODY_ELSE


class ModelForm(RoomForm):
    """A model as it is registered or corrected; ``token`` is the key of a form that is sent twice."""

    token = HiddenField()
    name = LineField(_l("Tên mô hình"), most=NAME_MOST)
    kind = RadioField(_l("Mô hình của"), validate_choice=False)
    carrier = LineField(_l("Ai thực hiện?"), most=CARRIER_MOST)
    named = BooleanField(_l("Người này đồng ý nêu tên"))
    sphere = WordField(_l("Lĩnh vực"))
    village_id = IdField(_l("Thôn"))
    department_id = IdField(_l("Phòng, ban phụ trách"), missing="department_unknown")
    organisation = LineField(_l("Đoàn thể, tổ chức phụ trách"), most=ORGANISATION_MOST)
    year = NumberField(_l("Năm đăng ký"))
    what = ProseField(_l("Làm gì, cho ai?"), most=TEXT_MOST)
    goal = ProseField(_l("Mục tiêu"), most=TEXT_MOST)
    starts_on = DayField(_l("Ngày bắt đầu"))
    ends_on = DayField(_l("Dự kiến kết thúc"))
    learned_from_id = IdField(_l("Học từ mô hình"))

    def offer_lists(
        self, *, villages: Sequence[VillageItem], departments: Sequence[DepartmentItem], models: Sequence[Near]
    ) -> None:  # fmt: skip
        """Fill the lists."""
        locale = current_locale()
        self.kind.choices = [(word, words) for word, words in phrases.CARRIERS.items()]
        self.sphere.choices = choices.words({code: word.named(locale) for code, word in spheres().items()}, empty="")
        self.village_id.choices = choices.villages(villages, empty=_l("cả xã"))
        self.department_id.choices = choices.rows(departments, locale=locale, empty=_l("không phải phòng, ban"))
        self.learned_from_id.choices = choices.rows(models, locale=locale, empty=_l("không học từ mô hình nào"))

    def model(self) -> NewModel:
        """Return what was typed as the command takes it."""
        return NewModel(
            name=self.name.data or "", kind=self.kind.data or "", carrier=self.carrier.data or "", named=self.named.data,
            sphere=self.sphere.data or "", what=self.what.data or "", goal=self.goal.data or "", year=self.year.data,
            village_id=self.village_id.data, department_id=self.department_id.data, organisation=self.organisation.data or "",
            starts_on=self.starts_on.data, ends_on=self.ends_on.data, learned_from_id=self.learned_from_id.data,
        )  # fmt: skip


class NoteForm(RoomForm):
    """How it goes."""

    on = DayField(_l("Ngày"))
    words = ProseField(_l("Đã làm được gì?"), most=TEXT_MOST)
    public = BooleanField(_l("Cho mọi người đọc ghi chép này"))


class HideForm(RoomForm):
    """Which note is for the desk only."""

    note_id = IdField(_l("Ghi chép"))


class AssessForm(RoomForm):
    """What came of a year."""

    result = RadioField(_l("So với mục tiêu"), validate_choice=False)
    outcome = ProseField(_l("Kết quả cụ thể"), most=TEXT_MOST)
    amount = NumberField(_l("Con số"))
    unit = LineField(_l("Đơn vị"), most=UNIT_MOST)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.result.choices = [(word, look[0]) for word, look in phrases.RESULTS.items()]

    def assessment(self) -> Assessment:
        """Return what was typed as the command takes it."""
        return Assessment(
            result=self.result.data or "", outcome=self.outcome.data or "", amount=self.amount.data, unit=self.unit.data or ""
        )


class RecogniseForm(RoomForm):
    """A decision that recognises it."""

    level = WordField(_l("Cấp công nhận"))
    document = LineField(_l("Số, ký hiệu quyết định"), most=DOCUMENT_MOST)
    decided_on = DayField(_l("Ngày quyết định"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.level.choices = choices.words({code: word.named(current_locale()) for code, word in levels().items()}, empty="")

    def recognition(self) -> Recognition:
        """Return what was typed as the command takes it."""
        return Recognition(level=self.level.data or "", document=self.document.data or "", decided_on=self.decided_on.data)


class CarryOnForm(RoomForm):
    """In which year it goes on."""

    year = NumberField(_l("Năm"))


class ReasonForm(RoomForm):
    """A step with its reason."""

    reason = ProseField(_l("Lý do"), most=REASON_MOST)


class PublishForm(RoomForm):
    """The leader lets everybody read it."""

    read_over = BooleanField(_l("Đã đọc lại: không có tên, số điện thoại, địa chỉ của người chưa đồng ý"))


FORMS: dict[Step, tuple[str, type[RoomForm]]] = {
    Step.NOTE: ("ghi", NoteForm), Step.ASSESS: ("danh-gia", AssessForm), Step.RECOGNISE: ("cong-nhan", RecogniseForm),
    Step.CARRY_ON: ("tiep", CarryOnForm), Step.PUBLISH: ("cong-khai", PublishForm), Step.HIDE_NOTE: ("an-ghi-chep", HideForm),
    Step.REASSESS: ("danh-gia-lai", ReasonForm), Step.STRIKE: ("bo-cong-nhan", ReasonForm), Step.END: ("ket-thuc", ReasonForm),
    Step.TAKE_BACK: ("go", ReasonForm), Step.WITHDRAW: ("rut", ReasonForm),
}  # fmt: skip
"""Step → the last part of its address (and the prefix of its fields), its form; in the order in which they stand on the page."""


def known_of(step: Step, item: DeskModel, *, today: date) -> dict[str, Any]:
    """Return what stands in the fields of a step before anybody types."""
    known: dict[str, Any] = {"version": item.version}
    if step is Step.NOTE:
        known["on"] = today
    if step is Step.CARRY_ON:
        known["year"] = max(item.line.year + 1, today.year)
    return known


def written_of(item: DeskModel) -> dict[str, Any]:
    """Return what stands in the form of a model that is corrected."""
    line = item.line
    return {
        "version": item.version, "name": line.name, "kind": line.kind, "carrier": line.carrier, "named": item.named,
        "sphere": line.sphere, "village_id": item.village_id, "department_id": item.department_id,
        "organisation": item.organisation, "year": line.year, "what": item.what, "goal": item.goal, "starts_on": item.starts_on,
        "ends_on": item.ends_on, "learned_from_id": item.learned_from.id if item.learned_from else None,
    }  # fmt: skip
