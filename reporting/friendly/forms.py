"""The forms of an assessment: points, evidence and reason of every criterion, and why it is taken back."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from feedback.forms.desk_form import DeskForm, ProseField
from reporting.editions.forms import ContentForm, IssueForm, head_form
from reporting.friendly.phrases import FAULTS, points_text
from reporting.friendly.queries import FriendlyView
from reporting.friendly.scoring import EVIDENCE_MOST, REASON_MOST, fingerprint

PARTS = ("points", "evidence", "reason")


class PointsField(StringField):
    """Points as people write them: 8, 8,5 or 8.5; nothing typed is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the points; what is none is an error with a sentence."""
        typed = " ".join(valuelist).strip()
        self.data: Any = None
        if not typed:
            return
        whole, _point, half = typed.replace(",", ".").partition(".")
        if not (whole.isascii() and whole.isdigit() and len(whole) < 4 and half in ("", "0", "5")):
            raise ValueError(str(FAULTS["points_bad"]))
        self.data = float(whole) + (0.5 if half == "5" else 0)

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else points_text(self.data)


class TakeBackForm(DeskForm):
    """Why an issued assessment is taken back."""

    reason = ProseField(_l("Lý do thu hồi (hiện công khai)"), most=REASON_MOST)


class ScoresForm(ContentForm):
    """What is given for every criterion; which fields it has depends on the list."""

    SENTENCE = staticmethod(lambda code: str(FAULTS[code]))

    @property
    def typed(self) -> dict[str, dict[str, Any]]:
        """Return criterion → points, evidence and reason."""
        found: dict[str, dict[str, Any]] = {}
        for field in self:
            part, _line, key = field.name.partition("_")
            if part in PARTS and key:
                found.setdefault(key, {})[part] = field.data if part == "points" else field.data or ""
        return found


def scores_form(view: FriendlyView, *, typed: bool) -> ScoresForm:
    """Return the form with what stands in it; where nothing was given yet, with what the number proposes."""
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"version": view.version}
    for item in view.made.criteria:
        fields[f"points_{item.key}"] = PointsField(_("Điểm mục %(place)s", place=item.place))
        fields[f"evidence_{item.key}"] = ProseField(_("Minh chứng mục %(place)s", place=item.place), most=EVIDENCE_MOST)
        data[f"points_{item.key}"] = item.proposed if item.points is None else item.points
        data[f"evidence_{item.key}"] = item.evidence
        if item.proposed is not None or item.reason:
            fields[f"reason_{item.key}"] = ProseField(
                _("Lý do khác mức đề xuất, mục %(place)s", place=item.place), most=REASON_MOST
            )
            data[f"reason_{item.key}"] = item.reason
    how: dict[str, Any] = {} if typed else {"formdata": None}
    return type("FilledScoresForm", (ScoresForm,), fields)(data=data, **how)


def issue_form(view: FriendlyView, *, typed: bool, **facts: Any) -> IssueForm:
    """Return the form of the issue; ``facts``: what head_form takes besides."""
    form = head_form(version=view.version, seen=fingerprint(view.made), typed=typed, **facts)
    form.BESIDE = [f"{begin}_{item.key}" for item in view.made.criteria for begin in PARTS]
    return form
