"""The form in which heads and leaders write an answer template."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from accounts.read_models import FieldItem
from feedback.forms import choices
from feedback.forms.desk_form import DeskForm, IdField, LineField, ProseField, WordField
from feedback.phrases import OUTCOMES
from feedback.queries.drafting import TemplateView
from feedback.services.answer_templates import TemplateFacts
from feedback.states import Outcome


class TemplateForm(DeskForm):
    """Name, field, outcome and the words with their [[facts to be filled in]]."""

    name = LineField(_l("Tên mẫu"), most=80)
    field_id = IdField(_l("Lĩnh vực"), missing="field_unknown")
    outcome = WordField(_l("Kết quả"))
    what_was_done = ProseField(_l("Lời trả lời mẫu"))
    next_step = ProseField(_l("Bước tiếp theo"), most=1000)
    active = BooleanField(_l("Đang dùng"))

    def show(self, template: TemplateView | None) -> None:
        """Fill the page with what the template says now."""
        if template is None:
            self.active.data = True
            return
        for name in ("name", "field_id", "outcome", "what_was_done", "next_step", "active", "version"):
            self[name].data = getattr(template, name)

    def choose_from(self, fields: Sequence[FieldItem], *, locale: str) -> None:
        """Offer fields and outcomes; the empty choice is every field, or an outcome left open."""
        self.field_id.choices = choices.rows(fields, locale=locale, empty=_("Mọi lĩnh vực"))
        self.outcome.choices = choices.words(OUTCOMES, empty=_("Để người soạn chọn"))

    def facts(self) -> TemplateFacts:
        """Return what was typed."""
        return TemplateFacts(
            name=self.name.data, field_id=self.field_id.data, outcome=Outcome(self.outcome.data) if self.outcome.data else None,
            what_was_done=self.what_was_done.data, next_step=self.next_step.data, active=self.active.data,
        )  # fmt: skip
