"""The form of the report: the words of its sections; the issue is that of every paper (reporting.editions.forms)."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from feedback.forms.desk_form import ProseField
from reporting.editions.forms import ContentForm, IssueForm, head_form
from reporting.mobilisation.filling import fingerprint
from reporting.mobilisation.queries import MobilisationView
from reporting.mobilisation.services import WORDS_MOST

BEGIN = "words_"


class SectionsForm(ContentForm):
    """The words of every section; which fields it has depends on the outline."""

    @property
    def typed(self) -> dict[str, str]:
        """Return section → words."""
        return {field.name.removeprefix(BEGIN): field.data or "" for field in self if field.name.startswith(BEGIN)}


def sections_form(view: MobilisationView, *, typed: bool) -> SectionsForm:
    """Return the form of the words with what stands in it."""
    fields = {
        f"{BEGIN}{section.key}": ProseField(_("Lời mục %(number)s", number=section.number), most=WORDS_MOST)
        for section in view.filled
    }
    data = {"version": view.version, **{f"{BEGIN}{section.key}": section.words for section in view.filled}}
    how: dict[str, Any] = {} if typed else {"formdata": None}
    return type("FilledSectionsForm", (SectionsForm,), fields)(data=data, **how)


def issue_form(view: MobilisationView, *, typed: bool, **facts: Any) -> IssueForm:
    """Return the form of the issue; ``facts``: what head_form takes besides."""
    form = head_form(version=view.version, seen=fingerprint(view.filled), typed=typed, **facts)
    form.BESIDE = [f"{BEGIN}{section.key}" for section in view.filled]
    return form
