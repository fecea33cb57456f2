"""The forms of the desk around questions: the moderator's steps, the draft answer, and a sheet keyed in line by line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from accounts import queries as people
from dialogue import question_phrases as phrases
from dialogue.question_phrases import FAULTS, fault
from dialogue.question_rules import TEXT_MOST, NewQuestion
from dialogue.question_states import KEYED, QuestionChannel
from feedback.forms.choices import officers, rows, villages, words
from feedback.forms.desk_form import DayField, DeskForm, IdField, NumberField, ProseField, WordField
from feedback.forms.resident import row_id

LINES = 8


class RoomForm(DeskForm):
    """A form of the desk with the sentences of this room."""

    SENTENCE = staticmethod(fault)


class AcceptForm(RoomForm):
    """The public words of a question."""

    public_text = ProseField(_l("Lời mọi người đọc được"), most=TEXT_MOST)
    field_id = IdField(_l("Lĩnh vực"), missing="field_unknown")
    village_id = IdField(_l("Thôn"), missing="village_unknown")


class RefuseForm(RoomForm):
    """Why a question is not taken up."""

    reason_code = WordField(_l("Lý do"))
    reason = ProseField(_l("Lời giải thích công khai"), most=1000)


class LeadForm(RoomForm):
    """Which procedure of its own a question belongs to."""

    procedure = WordField(_l("Thủ tục"))


class MergeForm(RoomForm):
    """Which similar questions go on in the one on the screen."""

    picks = SelectMultipleField(
        _l("Câu hỏi tương tự"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
        validate_choice=False,
    )  # fmt: skip


class AssignForm(RoomForm):
    """Who drafts the answer, by when."""

    department_id = IdField(_l("Phòng, ban"), missing="department_unknown")
    officer_id = IdField(_l("Người dự thảo"), missing="officer_unknown")
    due_on = DayField(_l("Hạn dự thảo"))


class DraftForm(RoomForm):
    """A version of the draft answer; ``based_on`` is the version its writer saw."""

    based_on = NumberField(widget=HiddenInput(), default=0)
    text = ProseField(_l("Dự thảo trả lời"), most=5000)


class PlainStepForm(RoomForm):
    """A step without words."""


def offer(form: RoomForm, unit_id: int, *, locale: str, on: Any) -> None:
    """Give the fields of a form their choices."""
    fields = form._fields
    if "field_id" in fields:
        fields["field_id"].choices = rows(people.fields(unit_id, on=on), locale=locale, empty=_("Chưa rõ"))
    if "village_id" in fields:
        fields["village_id"].choices = villages(people.villages(unit_id, on=on), empty=_("Không rõ thôn"))
    if "reason_code" in fields:
        fields["reason_code"].choices = words(phrases.REASONS, empty=_("Chọn lý do"))
    if "procedure" in fields:
        fields["procedure"].choices = words(phrases.PROCEDURES, empty=_("Chọn thủ tục"))
    if "department_id" in fields:
        rooms = [item for item in people.departments(unit_id, on=on) if not item.partner]
        fields["department_id"].choices = rows(rooms, locale=locale, empty=_("Chọn phòng, ban"))
        everybody = [item for item in people.officials(unit_id, on=on) if item.active]
        fields["officer_id"].choices = officers(everybody, rooms, locale=locale, empty=_("Phòng, ban tự phân công"))


class LineForm(PlainForm):
    """One question of a sheet."""

    text = TextAreaField(_l("Câu hỏi"))
    field_id = SelectField(_l("Lĩnh vực"), validate_choice=False)
    village_id = SelectField(_l("Thôn"), validate_choice=False)
    name = StringField(_l("Người hỏi"))
    phone = StringField(_l("Số điện thoại"))

    @property
    def empty(self) -> bool:
        """Whether nobody wrote anything into the line."""
        return not any((field.data or "").strip() for field in (self.text, self.name, self.phone))


class SheetForm(RoomForm):
    """Questions that came through a village head, the Front, or on paper: one page, several lines."""

    token = HiddenField()
    channel = SelectField(_l("Câu hỏi đến"), choices=[], invalid_choice_message=FAULTS["channel_unknown"])
    lines = FieldList(FormField(LineForm), min_entries=LINES, max_entries=40)

    def offer(self, lists: tuple[int, str, Any]) -> None:
        """Give every line its choices; ``lists`` are commune, language and day."""
        unit_id, locale, on = lists
        self.channel.choices = words({channel: phrases.CHANNELS[channel] for channel in KEYED})
        fields = rows(people.fields(unit_id, on=on), locale=locale, empty=_("Chưa rõ"))
        places = villages(people.villages(unit_id, on=on), empty=_("Không rõ thôn"))
        for line in self.lines:
            line.form.field_id.choices, line.form.village_id.choices = fields, places

    def says_how_they_came(self) -> bool:
        """Return whether the way in which the questions came is one of those offered; otherwise the field says so."""
        return bool(self.channel.validate(self))

    def typed(self) -> list[tuple[int, NewQuestion]]:
        """Return the lines in which something was written, with their number on the page; only after says_how_they_came()."""
        return [
            (
                number,
                NewQuestion(
                    text=line.form.text.data or "", name=line.form.name.data or "", phone=line.form.phone.data or "",
                    field_id=row_id(line.form.field_id.data), village_id=row_id(line.form.village_id.data),
                    channel=QuestionChannel(self.channel.data),
                ),
            )
            for number, line in enumerate(self.lines)
            if not line.form.empty
        ]  # fmt: skip

    def blame_lines(self, faults: Mapping[str, str], numbers: list[int]) -> None:
        """Put faults of ``<line>-<field>`` at the line on the page; ``numbers`` are the lines that were sent on."""
        for name, code in faults.items():
            place, _dash, field_name = name.partition("-")
            if not field_name:
                self.blame({name: code})
                continue
            field = self.lines[numbers[int(place)]].form._fields[field_name]
            field.errors = [*field.errors, fault(code)]
            self.form_errors.append(_("Dòng %(number)s: %(what)s", number=numbers[int(place)] + 1, what=fault(code)))
