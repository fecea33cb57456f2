"""The form with which a clerk writes down what came across the counter, by post or by telephone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, RadioField, StringField

from core.formats import HERE
from core.text import clock_time
from feedback.forms.desk_form import DayField, DeskForm, IdField, LineField, ProseField, WordField
from feedback.forms.faults import SENTENCES, sentence
from feedback.forwarding import Forwarding
from feedback.rules import NewCase
from feedback.states import CaseKind, Channel

CHANNELS = (Channel.WALK_IN, Channel.PAPER, Channel.PHONE, Channel.FORWARDED)
FORWARDING = ("source", "forwarder", "forward_number", "forwarded_on")
AGE_MOST = {
    Channel.PAPER: timedelta(days=30), Channel.FORWARDED: timedelta(days=30),
    Channel.WALK_IN: timedelta(days=7), Channel.PHONE: timedelta(days=7),
}  # fmt: skip
"""How long ago a letter may have come in when it is written down late: a holiday, a post that was not opened (office rule)."""


class ClockField(StringField):
    """A time of day, 14:05, 14h05 or 14g05; empty or wrong is an error."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read hours and minutes."""
        self.data = clock_time(" ".join(valuelist))
        if self.data is None:
            raise ValueError(sentence("time_bad"))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""


class EntryForm(DeskForm):
    """A letter on behalf of a resident. ``token`` makes a double press one case."""

    token = HiddenField()
    channel = RadioField(_l("Nhận qua"), validate_choice=False)
    received_on = DayField(_l("Ngày nhận"))
    received_time = ClockField(_l("Giờ nhận"))
    story = ProseField(_l("Người dân nói gì"), most=5000)
    kind = WordField(_l("Loại đơn"), missing="kind_unknown")
    field_id = IdField(_l("Lĩnh vực"), missing="field_unknown")
    village_id = IdField(_l("Thôn"), missing="village_unknown")
    place = LineField(_l("Địa điểm cụ thể"))
    name = LineField(_l("Họ và tên người gửi"), most=120)
    phone = LineField(_l("Số điện thoại"), most=20)
    messages = BooleanField(_l("Người gửi đồng ý nhận tin nhắn"))
    hide_name = BooleanField(_l("Không công khai họ tên"))
    anonymous = BooleanField(_l("Người gửi không cho biết tên"))
    source = WordField(_l("Nơi chuyển đến"))
    forwarder = LineField(_l("Tên cơ quan, tổ chức chuyển"))
    forward_number = LineField(_l("Số, ký hiệu văn bản chuyển"), most=60)
    forwarded_on = DayField(_l("Ngày của văn bản chuyển"))
    files = MultipleFileField(_l("Ảnh hoặc bản quét đơn (JPEG, PNG, PDF)"))

    def __init__(self, *, now: datetime, **options: Any) -> None:
        self.now = now
        super().__init__(**options)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the letter can be written down with this channel and this moment."""
        good = super().validate(extra_validators)
        if self.channel.data not in CHANNELS:
            self.channel.errors = [SENTENCES["choice_unknown"]]
            return False
        if self.received_on.data is None and not self.received_on.errors:
            self.received_on.errors = [SENTENCES["date_bad"]]
        if self.received_on.errors or self.received_time.errors:
            return False
        if self.received_at > self.now:
            self.received_on.errors = [SENTENCES["received_later"]]
        elif self.now - self.received_at > AGE_MOST[Channel(self.channel.data)] + timedelta(days=1):
            self.received_on.errors = [SENTENCES["received_earlier"]]
        return good and not self.received_on.errors

    def renew_token(self, token: str) -> None:
        """Let the form, with what was typed in it, be sent again under a fresh token; says so on top."""
        self.token.data = token
        self.form_errors.append(sentence("form_old"))

    @property
    def received_at(self) -> datetime:
        """Return the moment (UTC) at which the letter came in."""
        return datetime.combine(self.received_on.data, self.received_time.data, HERE).astimezone(UTC)

    @property
    def forwarding_open(self) -> bool:
        """Whether the facts of a forwarded letter are wanted, were typed, or are wrong."""
        facts = [self[name] for name in FORWARDING]
        return self.channel.data == Channel.FORWARDED or any(field.data or field.errors for field in facts)

    @property
    def forwarding(self) -> Forwarding | None:
        """Return what was typed of the letter of forwarding, or None."""
        if not self.forwarding_open:
            return None
        return Forwarding(
            source=self.source.data, body=self.forwarder.data, number=self.forward_number.data, sent_on=self.forwarded_on.data
        )

    def letter(self) -> NewCase:
        """Return what was typed as the command takes it."""
        return NewCase(
            kind=CaseKind(self.kind.data), story=self.story.data, field_id=self.field_id.data, village_id=self.village_id.data,
            place=self.place.data, name=self.name.data, phone=self.phone.data, hide_name=self.hide_name.data,
            anonymous=self.anonymous.data, channel=Channel(self.channel.data), messages=self.messages.data,
            forwarded=self.forwarding,
        )  # fmt: skip
