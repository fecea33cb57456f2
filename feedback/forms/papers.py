"""The forms around official papers: what is asked before one is drawn up, a form's new version, and where a series stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.errors import BadInput
from feedback.document_forms import TEXTS, PaperForm
from feedback.document_kinds import KINDS, OFFICIAL_LETTER, KindDef, Signing, signing_choices
from feedback.document_words import FACT_HINTS, FACTS, SIGNINGS, fact_labels
from feedback.forms import choices
from feedback.forms.desk_form import DayField, DeskForm, LineField, NumberField, ProseField, WordField

LONG = frozenset(
    {
        "papers", "attachments", "reasons", "request", "findings", "conclusion", "proposal", "statements", "agreed", "disputed",
        "attendance", "dialogue", "measure", "ground", "topics", "invited",
    }
)  # fmt: skip
"""Facts of several lines."""


class PaperDraftForm(DeskForm):
    """What the case does not know: the facts of one paper that an official types, and who signs."""

    signing = WordField(_l("Chức danh ký"))
    signer = WordField(_l("Họ tên người ký"))
    post = LineField(_l("Chức vụ người ký (khi ký TL., TUQ.)"), most=80)

    def typed_facts(self, definition: KindDef) -> dict[str, str]:
        """Return the facts as they stand in the fields."""
        return {name: self[name].data or "" for name in definition.asked}

    @property
    def signs(self) -> Signing | None:
        """Return the chosen way of signing, None where there is nothing to choose."""
        return Signing(self.signing.data) if "signing" in self and self.signing.data in set(Signing) else None

    @property
    def signed_by(self) -> str:
        """Return the chosen name, or an empty text."""
        return (self.signer.data or "") if "signer" in self else ""

    @property
    def signed_as(self) -> str:
        """Return the signer's own post, or an empty text."""
        return (self.post.data or "") if "post" in self else ""

    def ask_for(self, missing: Sequence[str]) -> None:
        """Say in one sentence what is missing, and at the fields that can be filled here."""
        self.form_errors.append(_("Chưa lấy số được vì còn thiếu: %(facts)s.", facts=fact_labels(missing)))
        for name in missing:
            if name in self:
                self[name].errors = [_("Hãy ghi %(fact)s trước khi lấy số.", fact=fact_labels([name]))]


def draft_form(definition: KindDef, form: PaperForm, *, signers: Sequence[str], known: Mapping[str, Any]) -> PaperDraftForm:
    """Return the form of one paper, filled with what the case knows."""
    fields = {
        name: ProseField(FACTS[name], most=4000, description=FACT_HINTS.get(name, ""))
        if name in LONG
        else LineField(FACTS[name], most=300, description=FACT_HINTS.get(name, ""))
        for name in definition.asked
    }
    made: PaperDraftForm = type("PaperDraftForm", (PaperDraftForm,), fields)(data=dict(known))
    ways = signing_choices(form.signing)
    if len(ways) == 1:
        del made.signing, made.signer, made.post
    else:
        made.signing.choices = choices.words({way.value: SIGNINGS[way] for way in ways})
        made.signer.choices = choices.words({name: name for name in signers}, empty=_("để trống, ghi bằng tay"))
    return made


class FormVersionForm(DeskForm):
    """A new version of a form, from a day on; ``version`` is the commune's newest when the page was opened."""

    valid_from = DayField(_l("Áp dụng từ ngày"))
    form_number = LineField(_l("Mẫu số"), most=20)
    basis = LineField(_l("Căn cứ của mẫu"), most=500)
    title = LineField(_l("Tên loại văn bản"), most=120)
    summary = LineField(_l("Trích yếu"), most=300)
    authority = LineField(_l("Dòng thẩm quyền ban hành"), most=200)
    addressees = ProseField(_l("Kính gửi"), most=1000)
    bases = ProseField(_l("Căn cứ pháp lý, mỗi dòng một căn cứ"), most=5000)
    body = ProseField(_l("Nội dung, mỗi dòng một đoạn"), most=20_000)
    recipients = ProseField(_l("Nơi nhận, mỗi dòng một nơi"), most=2000)
    signing = WordField(_l("Chức danh ký"))

    def offer(self, lists: PaperForm) -> None:
        """Offer the ways of signing that belong to the paper."""
        ways = signing_choices(lists.signing)
        self.signing.choices = choices.words({way.value: SIGNINGS[way] for way in ways})

    def typed(self, before: PaperForm) -> PaperForm:
        """Return the version that was typed. Raises BadInput without a day."""
        if self.valid_from.data is None:
            raise BadInput({"valid_from": "date_bad"})
        parts = {name: self[name].data or "" for name in (*TEXTS, "form_number", "basis")}
        return replace(before, **parts, valid_from=self.valid_from.data, valid_to=None, signing=Signing(self.signing.data))


class SeriesForm(DeskForm):
    """The number that the office has reached on paper in one series this year."""

    series = WordField(_l("Loại số"), missing="series_unknown")
    last_number = NumberField(_l("Số cuối đã dùng"))

    def offer(self, lists: Any) -> None:
        """Offer the series of the product's papers."""
        names = dict.fromkeys([*(item.series for item in KINDS if item.series), OFFICIAL_LETTER])
        self.series.choices = choices.words({name: name for name in names})
