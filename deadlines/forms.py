"""What people type about legal time, as clean values: the public calculator and the administrator's forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from core.text import clean_line
from deadlines.calendar import DayKind, SpecialDay
from deadlines.phrases import DAY_KINDS, KIND_GROUPS, fault
from deadlines.reference import parse_day
from deadlines.terms import NO_TRAITS, Term, Trait

BY_CHECKBOX = frozenset({Trait.COMPLEX, Trait.REMOTE})
LOCAL_KINDS = (DayKind.LOCAL, DayKind.STATUTORY, DayKind.COMPENSATORY, DayKind.SWAP_OFF, DayKind.WORKING)


class DayField(StringField):
    """A day as browsers send it (2026-11-20) or as people write it (20/11/2026); ``day`` is None until it can be read."""

    day: date | None = None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the day; what cannot be read stays in the field as it was typed."""
        super().process_formdata(valuelist)
        text = clean_line(self.data or "")
        try:
            self.day = parse_day(text)
        except ValueError:
            self.day, self.data = None, text
        else:
            self.data = self.day.isoformat()

    def __call__(self, **kwargs: Any) -> Any:
        """Draw a date field, but a text field around something that is no date, so that nothing typed is lost."""
        kwargs["type"] = "text" if self.data and self.day is None and self.raw_data else "date"
        return super().__call__(**kwargs)


class OfficialForm(Form):
    """A form of the desk: it takes the fields it names and nothing else."""

    def __init__(self, formdata: MultiDict[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.sent = frozenset(formdata or ())

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether nothing unknown was sent and the fields are well-formed."""
        good = super().validate(extra_validators)
        if self.sent - {field.name for field in self} - {"csrf_token"}:
            self.form_errors.append(fault("unknown_field"))
        return good


class CalculatorForm(Form):
    """Which duty, from which day, and whether the case is complex or the place remote."""

    loai = SelectField(_l("Việc cần tính"), validate_choice=False)
    ngay = DayField(_l("Từ ngày nào"))
    phuc_tap = BooleanField(_l("Vụ việc phức tạp"), name="phuc-tap")
    vung_xa = BooleanField(_l("Vùng sâu, vùng xa đi lại khó khăn"), name="vung-xa")

    def offer(self, terms: Iterable[Term], *, locale: str) -> None:
        """Offer the duties that can be computed, in groups."""
        self.loai.choices = term_choices(terms, locale=locale)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether a duty was chosen and the day can be read; errors stand at their fields."""
        super().validate(extra_validators)
        known = {choice.value for choice in self.loai.choices or ()}
        if self.loai.data not in known:
            complain(self.loai, "unknown")
        if self.ngay.day is None:
            complain(self.ngay, "bad_date" if self.ngay.data else "missing")
        return not self.errors


class DayForm(OfficialForm):
    """One special day of a commune."""

    ngay = DayField(_l("Ngày"))
    kind = SelectField(_l("Loại ngày"), default=DayKind.LOCAL.value)
    name_vi = StringField(_l("Tên ngày nghỉ hoặc ngày làm bù"))
    name_en = StringField(_l("Tên tiếng Anh"))
    document = StringField(_l("Theo văn bản nào"))

    def offer(self) -> None:
        """Offer the kinds an administrator may set."""
        self.kind.choices = [SelectChoice(value=kind.value, label=str(DAY_KINDS[kind])) for kind in LOCAL_KINDS]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether day, name and document are there."""
        super().validate(extra_validators)
        if self.ngay.day is None:
            complain(self.ngay, "bad_date" if self.ngay.data else "missing")
        for field in (self.name_vi, self.document):
            if not clean_line(field.data or ""):
                complain(field, "missing")
        return not self.errors

    def special_day(self) -> SpecialDay:
        """Return the row that was typed; only after validate()."""
        assert self.ngay.day is not None  # noqa: S101 - validate() has seen to it
        return SpecialDay(
            on=self.ngay.day, kind=DayKind(self.kind.data), name_vi=clean_line(self.name_vi.data or "")[:200],
            name_en=clean_line(self.name_en.data or "")[:200], document=clean_line(self.document.data or "")[:500],
        )  # fmt: skip


class OneDayForm(OfficialForm):
    """The day of a button beside a row."""

    ngay = DayField()


class ConfirmForm(OfficialForm):
    """The document by which a year's plan became official."""

    document = StringField(_l("Văn bản công bố lịch nghỉ"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether a document was named."""
        super().validate(extra_validators)
        if not clean_line(self.document.data or ""):
            complain(self.document, "missing")
        return not self.errors


class TermForm(OfficialForm):
    """How long the office takes for a duty that the law leaves to it, from which day on, by which document."""

    loai = SelectField(_l("Việc"), validate_choice=False)
    so_ngay = StringField(_l("Số ngày"), name="so-ngay")
    tu_ngay = DayField(_l("Áp dụng cho đơn nhận từ ngày"), name="tu-ngay")
    document = StringField(_l("Theo văn bản nào của xã"))
    number: int = 0

    def offer(self, terms: Iterable[Term], *, locale: str) -> None:
        """Offer the duties whose number the office may set."""
        self.loai.choices = term_choices((term for term in terms if term.set_by_office), locale=locale)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether everything is there; the range is the command's business."""
        super().validate(extra_validators)
        if self.loai.data not in {choice.value for choice in self.loai.choices or ()}:
            complain(self.loai, "unknown")
        if self.tu_ngay.day is None:
            complain(self.tu_ngay, "bad_date" if self.tu_ngay.data else "missing")
        if not clean_line(self.document.data or ""):
            complain(self.document, "missing")
        digits = clean_line(self.so_ngay.data or "")
        if digits.isascii() and digits.isdigit() and len(digits) < 5:
            self.number = int(digits)
        else:
            complain(self.so_ngay, "not_a_number")
        return not self.errors


def term_choices(terms: Iterable[Term], *, locale: str) -> list[SelectChoice]:
    """Return the computable duties as choices, grouped by kind; checkboxes choose complex and remote, the day the old rule."""
    order = list(KIND_GROUPS)
    offered = {
        term.code: term
        for term in terms
        if term.computable and (term.code == term.family or term.traits - BY_CHECKBOX != NO_TRAITS)
    }
    ranked = sorted(offered.values(), key=lambda term: order.index(term.case_kind))
    return [
        SelectChoice(value=term.code, label=term.text("stage", locale), optgroup=str(KIND_GROUPS[term.case_kind]))
        for term in ranked
    ]


def complain(field: Field, code: str) -> None:
    """Write the sentence of an error code at a field."""
    blame(field, fault(code))


def blame(field: Field, sentence: str) -> None:
    """Write a sentence at a field."""
    field.errors = [*field.errors, sentence]


def complain_all(form: Form, errors: dict[str, str], names: dict[str, str]) -> None:
    """Write a command's errors at the fields of a form; ``names``: the command's word → the field's."""
    for name, code in errors.items():
        complain(form[names.get(name, name)], code)
