"""What is typed on the pages of the register, cleaned; unknown fields are refused as everywhere at the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from accounts.code_forms import code_field
from accounts.forms import BAD_DATE, NEEDED, StrictForm, TypedDateField, VersionForm
from accounts.read_models import OfficialItem
from core.text import clean_line, clean_text
from denunciation import phrases
from denunciation.rules import TEXT_MOST, Deed
from denunciation.states import Act, Criterion, EndGround, Result, Scope, Source, StillGround, Superior


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _person(item: OfficialItem) -> str:
    return f"{item.full_name} – {item.title}" if item.title else item.full_name


def _prose(text: str | None) -> str:
    return clean_text(text or "")


class RegisterForm(VersionForm):
    """A form whose complaints are said in the register's words."""

    SENTENCE = staticmethod(phrases.fault)

    def accused(self) -> tuple[int | None, str]:
        """Return the accused: an official's id or None, and the words."""
        chosen = self.accused_id.data or ""
        return (int(chosen) if chosen.isascii() and chosen.isdigit() else None), self.accused_text.data or ""


def offer_officials(field: SelectField, officials: Sequence[OfficialItem]) -> None:
    """Fill a list with the officials of the commune; the empty choice is somebody else, or not known."""
    nobody = SelectChoice(value="", label=_("(không phải cán bộ xã, hoặc chưa rõ)"))
    field.choices = [
        nobody,
        *(SelectChoice(value=str(item.id), label=_person(item)) for item in officials),
    ]


class LockForm(StrictForm):
    """The password once more. The fields of the form that waits for it come along and are not this form's to judge."""

    password_again = PasswordField(_l("Mật khẩu"), [NEEDED, Length(max=400)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether a password was typed."""
        return super(StrictForm, self).validate(extra_validators)


class LockAndCodeForm(LockForm):
    """The password and a code, for who has a second factor."""

    code_again = code_field()


class ReasonForm(StrictForm):
    """Why somebody has to read what is sealed."""

    reason = StringField(_l("Vì sao cần xem"), [Length(max=500)], filters=[_line])

    def blame(self, faults: Mapping[str, str]) -> None:
        """Put the complaint beside the field."""
        self.reason.errors = [phrases.fault(code) for code in faults.values()]


class AgreeForm(ReasonForm):
    """Why somebody agrees that another opens the sender's envelope."""

    asker = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ConfirmForm(StrictForm):
    """Who is confirmed as a reader."""

    official = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class EntryForm(RegisterForm):
    """A signed letter, or what was told: its content and its paper file; there is no place for who denounces."""

    source = SelectField(_l("Tố cáo đến bằng cách nào"))
    received_on = TypedDateField(_l("Ngày nhận"), [InputRequired(message=BAD_DATE)])
    paper_number = StringField(_l("Số hồ sơ giấy"), [Length(max=60)], filters=[_line])
    accused_id = SelectField(_l("Người bị tố cáo là cán bộ xã"))
    accused_text = StringField(_l("Hoặc người khác: tên, chức vụ, nơi làm việc"), [Length(max=200)], filters=[_line])
    text = TextAreaField(_l("Nội dung tố cáo"), [Length(max=TEXT_MOST)], filters=[_prose])

    def offer(self, officials: Sequence[OfficialItem]) -> None:
        """Fill the lists."""
        self.source.choices = [
            SelectChoice(value=item.value, label=str(phrases.SOURCES[item])) for item in Source if item is not Source.MOVED
        ]
        offer_officials(self.accused_id, officials)


class DeedForm(RegisterForm):
    """What every step asks for; the page shows the fields that a step needs (FIELDS)."""

    on = TypedDateField(_l("Ngày làm"), [InputRequired(message=BAD_DATE)])
    number = StringField(_l("Số văn bản"), [Length(max=60)], filters=[_line])
    receiver = StringField(_l("Nơi nhận"), [Length(max=200)], filters=[_line])
    text = TextAreaField(_l("Nội dung, lý do"), [Length(max=TEXT_MOST)], filters=[_prose])
    duty = SelectField(_l("Việc đã làm"), validate_choice=False)
    until = TypedDateField(_l("Công khai đến hết ngày"), [Optional()])
    criteria = SelectMultipleField(_l("Tiêu chí phức tạp"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    result = SelectField(_l("Kết quả"))
    scope = SelectField(_l("Rút"), default=Scope.WHOLE.value)
    still = SelectField(_l("Vẫn giải quyết vì"))
    ground = SelectField(_l("Đình chỉ vì"))
    superior = SelectField(_l("Cấp trên quyết định"))
    accused_id = SelectField(_l("Người bị tố cáo là cán bộ xã"))
    accused_text = StringField(_l("Hoặc người khác: tên, chức vụ, nơi làm việc"), [Length(max=200)], filters=[_line])
    conditions_met = BooleanField(_l("Đủ các điều kiện ở khoản 1 Điều 29 Luật Tố cáo 2018"))

    def offer(self, officials: Sequence[OfficialItem], duties: Sequence[tuple[str, str]]) -> None:
        """Fill the lists."""
        none = SelectChoice(value="", label=_("(không)"))
        self.duty.choices = [SelectChoice(value=code, label=label) for code, label in duties]
        self.criteria.choices = [SelectChoice(value=item.value, label=str(phrases.CRITERIA[item])) for item in Criterion]
        self.result.choices = [SelectChoice(value="", label=_("(chọn)")), *_choices(phrases.RESULTS)]
        self.scope.choices = _choices(phrases.SCOPES)
        self.ground.choices = [SelectChoice(value="", label=_("(chọn)")), *_choices(phrases.END_GROUNDS)]
        self.still.choices = [none, *_choices(phrases.STILL_GROUNDS)]
        self.superior.choices = [SelectChoice(value="", label=_("(chọn)")), *_choices(phrases.SUPERIOR)]
        offer_officials(self.accused_id, officials)

    def keep(self, act: Act) -> None:
        """Leave only the fields that a step asks for."""
        for name in [name for name in self._fields if name not in FIELDS[act] and name not in ("version", "csrf_token")]:
            del self[name]

    def deed(self, act: Act, *, today: date) -> Deed:
        """Return what was said; only after validate()."""
        given: dict[str, Any] = {name: field.data for name, field in self._fields.items() if name in FIELDS[act] and field.data}
        if "accused_id" in given:
            given["accused_id"] = self.accused()[0]
        for name, kind in KINDS.items():
            if name in given:
                given[name] = kind(given[name])
        if "criteria" in given:
            given["criteria"] = frozenset(Criterion(item) for item in given["criteria"])
        return Deed(act=act, **{"on": today, **given})

    def shown(self) -> list[Field]:
        """Return the fields in their order, the hidden ones left out."""
        return [field for field in self if field.short_name not in ("version", "csrf_token")]


KINDS: dict[str, Any] = {
    "result": Result, "scope": Scope, "still": StillGround, "ground": EndGround, "superior": Superior,
}  # fmt: skip
FIELDS: dict[Act, tuple[str, ...]] = {
    Act.NAME_ACCUSED: ("on", "accused_id", "accused_text"),
    Act.LENGTHEN: ("on", "text"),
    Act.ACCEPT: ("on", "number", "conditions_met"),
    Act.DECLINE: ("on", "text"),
    Act.TRANSFER: ("on", "number", "receiver"),
    Act.CRIME: ("on", "receiver", "text"),
    Act.FULFIL: ("duty", "on", "until"),
    Act.EXTEND: ("on", "number", "criteria", "text"),
    Act.SUSPEND: ("on", "number", "text"),
    Act.RESUME: ("on", "number", "text"),
    Act.WITHDRAW: ("on", "number", "scope", "text", "still"),
    Act.DISCONTINUE: ("on", "number", "ground", "text"),
    Act.CONCLUDE: ("on", "number", "result", "text"),
    Act.CLOSE: ("on",),
    Act.REPORT_DEMANDED: ("on", "number", "text"),
    Act.AGAIN: ("on", "text"),
    Act.AGAIN_DECIDED: ("on", "number", "superior", "text"),
}


class CopyForm(RegisterForm):
    """The copy for the verifier, as a person writes it."""

    copy = TextAreaField(_l("Bản cho người xác minh"), [Length(max=TEXT_MOST)], filters=[_prose])


class PaperForm(RegisterForm):
    """The paper file to which the sender's name was copied."""

    paper_number = StringField(_l("Đã chép vào hồ sơ giấy số"), [Length(max=60)], filters=[_line])


class ReadersForm(RegisterForm):
    """Who may open the register."""

    readers = SelectMultipleField(
        _l("Người được mở sổ"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def offer(self, officials: Sequence[OfficialItem]) -> None:
        """Fill the list."""
        self.readers.choices = [SelectChoice(value=item.id, label=_person(item)) for item in officials]


def _choices(words: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(value=item.value, label=str(label)) for item, label in words.items()]
