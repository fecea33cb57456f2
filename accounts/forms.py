"""What officials type on the pages of this room, cleaned; unknown fields are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from accounts import phrases
from accounts.read_models import DepartmentItem, FieldItem, OfficialItem, Post, SettingItem, VillageItem
from accounts.roles import Role
from accounts.rules import may_stand_in
from accounts.services.people import PersonFacts
from accounts.services.responsibilities import RowFacts
from core.both_texts import BothTexts
from core.i18n import current_locale
from core.settings_registry import SettingKind
from core.text import clean_line
from core.typed import typed_date
from deadlines.clock import today

NEEDED = InputRequired(message=_l("Chỗ này cần được ghi."))
BAD_DATE = _l("Ngày này chưa đúng. Hãy chọn lại.")
POSTS_ON_A_PAGE = 3
POSTS_MOST = 40


class Words:
    """What WTForms itself says, in our words (it has no Vietnamese)."""

    def gettext(self, message: str) -> str:
        """Return our sentence for one of theirs."""
        return {
            "Not a valid integer value.": _("Hãy ghi một số nguyên."),
            "Not a valid choice.": _("Hãy chọn một mục trong danh sách."),
            "Not a valid date value.": _("Ngày này chưa đúng. Hãy chọn lại."),
        }.get(message, _("Chỗ này chưa đúng. Hãy xem lại."))

    def ngettext(self, _one: str, _many: str, _number: int) -> str:
        """Return our sentence for a text that is too long."""
        return _("Nội dung dài quá. Hãy rút gọn.")


def one_line(text: str | None) -> str:
    """Clean what was typed into a field of one line; nothing is an empty text."""
    return clean_line(text or "")


class StrictForm(FlaskForm):
    """A form that takes the fields it names and nothing else."""

    SENTENCE: Callable[[str], str] = staticmethod(phrases.fault)
    """Code of a fault → its sentence; a room with sentences of its own puts them here."""

    class Meta(FlaskForm.Meta):
        """Speaks our words."""

        def get_translations(self, _form: object) -> Words:
            """Return the words."""
            return Words()

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether everything that was sent is known and well-formed."""
        if not set(request.form) <= {field.name for field in self}:
            self.form_errors.append(_("Biểu mẫu có ô lạ nên không được nhận. Hãy tải lại trang rồi làm lại."))
            return False
        return super().validate(extra_validators)

    def blame(self, faults: Mapping[str, str]) -> None:
        """Put a command's complaints (field → code) beside the fields; what has no field here goes on top."""
        for name, code in faults.items():
            field, words = self._fields.get(name), self.SENTENCE(code)
            if field is None:
                self.form_errors.append(words)
            else:
                field.errors = [*field.errors, words]


class SignInForm(StrictForm):
    """Name and password; ``next`` is where to go afterwards."""

    username = StringField(_l("Tên đăng nhập"), [NEEDED, Length(max=80)], filters=[one_line])
    password = PasswordField(_l("Mật khẩu"), [NEEDED, Length(max=400)])
    next = StringField(widget=HiddenInput(), validators=[Length(max=500)])


class PasswordForm(StrictForm):
    """Change one's own password."""

    current = PasswordField(_l("Mật khẩu đang dùng"), [NEEDED, Length(max=400)])
    password = PasswordField(_l("Mật khẩu mới"), [NEEDED, Length(max=400)])
    again = PasswordField(_l("Gõ lại mật khẩu mới"), [NEEDED, Length(max=400)])

    def validate_again(self, field: PasswordField) -> None:
        """Both times the same."""
        if field.data != self.password.data:
            self.blame({"again": "passwords_differ"})


class VersionForm(BothTexts, StrictForm):
    """A button that acts on what was seen: the version of the row, 0 when it does not matter."""

    version = IntegerField(widget=HiddenInput(), default=0, validators=[Optional()])


class OfficialForm(VersionForm):
    """An official: who he is. The rows for his posts are added by ``official_form``."""

    rows = 0

    username = StringField(_l("Tên đăng nhập"), [Length(max=40)], filters=[one_line])
    full_name = StringField(_l("Họ và tên"), [NEEDED, Length(max=120)], filters=[one_line])
    title = StringField(_l("Chức vụ"), [Length(max=160)], filters=[one_line])
    email = StringField(_l("Thư điện tử"), [Length(max=160)], filters=[one_line])

    @property
    def post_rows(self) -> list[tuple[SelectField, SelectField]]:
        """Return role and department of each row."""
        return [(self[f"role_{number}"], self[f"department_{number}"]) for number in range(1, self.rows + 1)]

    def offer(self, departments: Sequence[DepartmentItem], *, locale: str) -> None:
        """Fill the lists of roles and departments."""
        nothing = SelectChoice(value="", label=_("(không)"))
        roles = [nothing, *(SelectChoice(value=role.value, label=str(phrases.ROLES[role])) for role in Role)]
        places = [nothing, *(SelectChoice(value=str(item.id), label=item.named(locale)) for item in departments)]
        for role, department in self.post_rows:
            role.choices, department.choices = roles, places

    def show(self, official: OfficialItem, posts: Sequence[Post]) -> None:
        """Fill the page with what is known."""
        self.username.data, self.full_name.data = official.username, official.full_name
        self.title.data, self.email.data, self.version.data = official.title, official.email, official.version
        for (role, department), post in zip(self.post_rows, posts, strict=False):
            role.data, department.data = post.role.value, str(post.department_id or "")

    def facts(self) -> PersonFacts:
        """Return what was typed."""
        posts = tuple(Post(Role(role.data), _id(department.data)) for role, department in self.post_rows if role.data)
        return PersonFacts(
            full_name=self.full_name.data or "", title=self.title.data or "", email=self.email.data or "", posts=posts
        )

    def blame(self, faults: Mapping[str, str]) -> None:
        """Complaints about posts stand beside the first one."""
        super().blame({("role_1" if name == "posts" else name): code for name, code in faults.items()})


def official_form(held: int = 0, **given: object) -> OfficialForm:
    """Return the form with a row for each of the ``held`` posts and one more, at least three, and never fewer than were sent."""
    sent = sum(name.startswith("role_") for name in request.form)
    return _with_rows(max(POSTS_ON_A_PAGE, held + 1, min(sent, POSTS_MOST)))(**given)


@cache
def _with_rows(number: int) -> type[OfficialForm]:
    titles = {1: _l("Vai trò"), 2: _l("Vai trò thứ hai"), 3: _l("Vai trò thứ ba")}
    fields: dict[str, object] = {"rows": number}
    for row in range(1, number + 1):
        fields[f"role_{row}"] = SelectField(titles.get(row) or _l("Vai trò thứ %(number)s", number=row))
        fields[f"department_{row}"] = SelectField(_l("Phòng, ban"))
    return type("OfficialFormWithPosts", (OfficialForm,), fields)


class TypedDateField(DateField):
    """A day, chosen from the browser's calendar or written as people write one (20/11, ngày 20 tháng 11)."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day in any of its writings; what was typed stays in the field."""
        typed = " ".join(valuelist).strip()
        self.data = typed_date(typed, near=today()) if typed else None
        if typed and self.data is None:
            raise ValueError(str(BAD_DATE))


class AbsenceForm(StrictForm):
    """From when to when an official is away."""

    first_on = TypedDateField(_l("Từ ngày"), [InputRequired(message=BAD_DATE)])
    last_on = TypedDateField(_l("Đến hết ngày"), [InputRequired(message=BAD_DATE)])

    def days(self) -> tuple[date, date]:
        """Return what was typed; only after validate()."""
        if self.first_on.data is None or self.last_on.data is None:
            raise LookupError("asked for days before they were checked")
        return self.first_on.data, self.last_on.data


class LeaveForm(AbsenceForm):
    """Days away with who stands in."""

    substitute_id = SelectField(_l("Người thay"), default="")

    def offer(self, officials: Iterable[OfficialItem], *, person: int) -> None:
        """Offer those who share a department or a role with the person who is away."""
        everybody = list(officials)
        own = next((one for one in everybody if one.id == person), None)
        fit = [
            one
            for one in everybody
            if own
            and one.id != person
            and may_stand_in(
                roles=one.roles, departments=one.department_ids, own_roles=own.roles, own_departments=own.department_ids
            )
        ]
        nobody = SelectChoice(value="", label=_("(chưa có)"))
        self.substitute_id.choices = [nobody, *(SelectChoice(value=str(one.id), label=one.full_name) for one in fit)]

    @property
    def substitute(self) -> int | None:
        """Return who was chosen."""
        return _id(self.substitute_id.data)


class ResponsibilityForm(VersionForm):
    """A row of the matrix."""

    field_id = SelectField(_l("Lĩnh vực"))
    village_id = SelectField(_l("Thôn"))
    department_id = SelectField(_l("Phòng, ban phụ trách"))
    officer_id = SelectField(_l("Người phụ trách"))
    substitute_id = SelectField(_l("Người thay khi vắng"))

    def offer(
        self, *, fields: Iterable[FieldItem], villages: Iterable[VillageItem], departments: Iterable[DepartmentItem],
        officials: Iterable[OfficialItem], locale: str,
    ) -> None:  # fmt: skip
        """Fill the lists."""
        people = [
            SelectChoice(value=str(item.id), label=f"{item.full_name} – {item.title}" if item.title else item.full_name)
            for item in officials
        ]
        every_field = SelectChoice(value="", label=_("(mọi lĩnh vực)"))
        every_village = SelectChoice(value="", label=_("(mọi thôn)"))
        self.field_id.choices = [every_field, *(SelectChoice(str(item.id), item.named(locale)) for item in fields)]
        self.village_id.choices = [
            every_village, *(SelectChoice(str(item.id), item.name, optgroup=item.old_commune or None) for item in villages)
        ]  # fmt: skip
        self.department_id.choices = [SelectChoice(str(item.id), item.named(locale)) for item in departments]
        self.officer_id.choices = [SelectChoice(value="", label=_("(phòng, ban tự phân công)")), *people]
        self.substitute_id.choices = [SelectChoice(value="", label=_("(không có)")), *people]

    def facts(self) -> RowFacts:
        """Return what was typed."""
        return RowFacts(
            field_id=_id(self.field_id.data), village_id=_id(self.village_id.data), department_id=int(self.department_id.data),
            officer_id=_id(self.officer_id.data), substitute_id=_id(self.substitute_id.data),
        )  # fmt: skip


class FlagForm(VersionForm):
    """A rule that is yes or no."""

    value = RadioField(choices=[SelectChoice("1", _l("Có")), SelectChoice("0", _l("Không"))], validators=[NEEDED])

    def typed(self) -> bool:
        """Return the value."""
        return self.value.data == "1"


class NumberForm(VersionForm):
    """A rule that is a whole number."""

    value = IntegerField(validators=[InputRequired(message=_l("Hãy ghi một số nguyên."))])

    def typed(self) -> int:
        """Return the value."""
        return int(self.value.data or 0)


class OneOfForm(VersionForm):
    """A rule that is one of a few numbers."""

    value = RadioField(validators=[NEEDED])

    def typed(self) -> int:
        """Return the value; only after validate()."""
        return int(self.value.data or 0)


class TextForm(VersionForm):
    """A rule that is a line of text."""

    value = StringField(validators=[NEEDED, Length(max=300)], filters=[one_line])

    def typed(self) -> str:
        """Return the value."""
        return self.value.data or ""


class FreeTextForm(TextForm):
    """A rule that is a line of text or nothing."""

    value = StringField(validators=[Length(max=300)], filters=[one_line])


class WordForm(VersionForm):
    """A rule that is one of a few words."""

    value = RadioField(validators=[NEEDED])

    def typed(self) -> str:
        """Return the value; only after validate()."""
        return self.value.data or ""


def setting_form(item: SettingItem, *, label: str, **given: Any) -> FlagForm | NumberForm | OneOfForm | WordForm | TextForm:
    """Return the form of a rule, filled with what holds now; ``formdata=None``: whatever was sent."""
    line = WordForm if item.definition.words else FreeTextForm if item.definition.may_be_empty else TextForm
    number = OneOfForm if item.definition.one_of else NumberForm
    kinds = {SettingKind.FLAG: FlagForm, SettingKind.NUMBER: number, SettingKind.TEXT: line}
    shown: object = ("1" if item.value else "0") if item.definition.kind is SettingKind.FLAG else item.value
    shown = str(shown) if item.definition.one_of else shown
    form = kinds[item.definition.kind](data={"value": shown, "version": item.version}, **given)
    if isinstance(form, OneOfForm):
        form.value.choices = [SelectChoice(str(number), str(number)) for number in item.definition.one_of]
    if isinstance(form, WordForm):
        named = [(word, str(item.definition.shown(word, current_locale()))) for word, _vi, _en in item.definition.words]
        form.value.choices = [SelectChoice(*pair) for pair in named]
    form.value.label.text = label
    return form


def _id(typed: str | None) -> int | None:
    return int(typed) if typed else None
