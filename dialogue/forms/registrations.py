"""The form with which a resident asks for a seat, and that of the door."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from accounts.read_models import VillageItem
from dialogue.forms.question_desk import RoomForm
from dialogue.forms.questions import PublicForm
from dialogue.queries.registrations import PlaceSeats
from dialogue.question_phrases import FAULTS
from dialogue.question_rules import contact_faults
from dialogue.registration_rules import NewRegistration, cleaned_registration
from feedback.forms.choices import villages
from feedback.forms.desk_form import IdField, NumberField
from feedback.forms.resident import row_id


class RegistrationForm(PublicForm):
    """A wish for a seat; field names are those of dialogue.registration_rules.NewRegistration."""

    place_id = SelectField(_l("Dự ở đâu?"), default="", invalid_choice_message=FAULTS["place_unknown"])
    name = StringField(_l("Họ và tên"))
    phone = StringField(_l("Số điện thoại"), description=_l("10 số, ví dụ 0912 345 678. Chỉ dùng để báo về buổi đối thoại."))
    email = StringField(_l("Thư điện tử"), description=_l("Nếu ghi, thư nhắc sẽ gửi tới đây."))
    village_id = SelectField(_l("Ở thôn nào?"), default="", invalid_choice_message=FAULTS["village_unknown"])
    wishes = TextAreaField(
        _l("Cần hỗ trợ gì để dự được?"),
        description=_l("Ví dụ: phiên dịch tiếng Tày, tiếng Nùng; lối đi cho xe lăn; chỗ ngồi gần. Chỉ cán bộ tổ chức thấy."),
    )

    def __init__(
        self, *, places: Sequence[PlaceSeats], village_items: Sequence[VillageItem], locale: str, **options: Any
    ) -> None:
        super().__init__(**options)
        self.locale, self.several = locale, len(places) > 1
        named = [place for place in places if place.id is not None]
        first = [SelectChoice(value="", label=_("Chọn nơi dự"))] if self.several else []
        self.place_id.choices = first + [SelectChoice(value=str(place.id), label=place.name) for place in named]
        self.only = named[0].id if len(named) == 1 else None
        self.village_id.choices = villages(village_items, empty=_("Chọn thôn"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the wish can be taken; every fault of every field is told at once."""
        if not self.several:
            self.place_id.validate_choice = False
        well_formed = super().validate(extra_validators)
        faults = contact_faults(cleaned_registration(self.wish()), phone_needed=True)
        self.blame({name: code for name, code in faults.items() if not self._fields[name].errors})
        return well_formed and not faults

    def wish(self) -> NewRegistration:
        """Return what was typed as the command takes it."""
        return NewRegistration(
            name=self.name.data or "", phone=self.phone.data or "", email=self.email.data or "", wishes=self.wishes.data or "",
            place_id=row_id(self.place_id.data) if self.several else self.only, village_id=row_id(self.village_id.data),
            locale=self.locale,
        )  # fmt: skip


class DoorForm(RoomForm):
    """One tap at the door without scripts: somebody is there, a mark is taken back, or people of a village walk in."""

    client_id = HiddenField()
    registration_id = HiddenField()
    voids = HiddenField()
    village_id = IdField(_l("Thôn"), missing="village_unknown")
    people = NumberField(_l("Số người"), default=1)
