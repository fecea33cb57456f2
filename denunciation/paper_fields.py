"""The small form in which a paper's own facts are typed when it is made; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Length, Optional, ValidationError

from accounts.forms import StrictForm, TypedDateField
from accounts.read_models import OfficialItem
from core.text import clean_line, clean_text
from denunciation.paper_forms import RegisterPaperForm
from denunciation.paper_kinds import FOR_THE_COMMUNE, KindDef, Signing, SignsAs, signs_as_of
from denunciation.paper_words import FACTS, LONG, hint_of, missing_words
from denunciation.papers import Signer, read_number

FILES = ("docx", "pdf")
BY_HAND = {"": SignsAs.CHAIR, "deputy": SignsAs.DEPUTY}


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _prose(text: str | None) -> str:
    return clean_text(text or "")


def _readable(_form: object, field: StringField) -> None:
    """Refuse what no paper can bear as its number."""
    if field.data and read_number(field.data) is None:
        raise ValidationError(_("Hãy ghi số như 12/QĐ-UBND, hoặc để trống."))


class DraftForm(StrictForm):
    """Number, day and signer of a paper; the fields of its facts are added by ``draft_form``."""

    number = StringField(_l("Số văn bản"), [Length(max=60), _readable], filters=[_line])
    day = TypedDateField(_l("Ngày văn bản"), [Optional()])
    signer = SelectField(_l("Người ký"))
    do = StringField(validators=[AnyOf(FILES)], default=FILES[0])

    def typed(self, definition: KindDef) -> dict[str, str]:
        """Return the facts as they stand in the fields."""
        return {name: self[name].data or "" for name in definition.asked}

    @property
    def numbered(self) -> str:
        """Return the number that was typed, or an empty text."""
        return (self.number.data or "") if "number" in self else ""

    @property
    def dated(self) -> date | None:
        """Return the day that was typed."""
        return self.day.data if "day" in self else None

    def signs(self, leaders: Sequence[OfficialItem]) -> Signer:
        """Return who signs: a leader by his post, or a post whose holder writes his name by hand."""
        chosen = self.signer.data if "signer" in self else ""
        found = next((item for item in leaders if str(item.id) == chosen), None)
        if found is None:
            return Signer(signs_as=BY_HAND.get(chosen or "", SignsAs.CHAIR))
        return Signer(name=found.full_name, signs_as=signs_as_of(found.title))

    def ask_for(self, missing: Sequence[str]) -> None:
        """Say each missing fact in a sentence, at its field where it has one."""
        for name in missing:
            if name in self:
                self[name].errors = [*self[name].errors, missing_words(name)]
            else:
                self.form_errors.append(missing_words(name))


def draft_form(
    definition: KindDef, words: RegisterPaperForm, *, leaders: Sequence[OfficialItem], has_copy: bool, recorded: bool, sent: bool
) -> DraftForm:
    """Return the form of one paper; what the register has is not shown in it."""
    fields: dict[str, Any] = {
        name: TextAreaField(FACTS[name], [Length(max=8000)], filters=[_prose], description=hint)
        if name in LONG
        else StringField(FACTS[name], [Length(max=300)], filters=[_line], description=hint)
        for name in definition.asked
        for hint in [hint_of(name, has_copy=has_copy, recorded=recorded)]
    }
    made: DraftForm = type("DraftForm", (DraftForm,), fields)(**({} if sent else {"formdata": None}))
    if not definition.series:
        del made.number
    if words.signing is Signing.WITHDRAWING:
        del made.day
    if words.signing not in FOR_THE_COMMUNE:
        del made.signer
        return made
    made.signer.choices = [
        *(SelectChoice(value=str(item.id), label=f"{item.full_name} – {item.title}".rstrip("– ")) for item in leaders),
        SelectChoice(value="", label=_("Chủ tịch, ghi tên bằng tay")),
        SelectChoice(value="deputy", label=_("Phó Chủ tịch ký thay, ghi tên bằng tay")),
    ]
    return made
