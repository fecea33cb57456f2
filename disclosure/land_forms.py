"""What officials type about a land project: the project, opinions on a draft plan, its dialogue, a letter, a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from accounts.read_models import DepartmentItem, OfficialItem, VillageItem
from core.errors import BadInput
from core.formats import date_text
from core.i18n import current_locale
from disclosure import land_phrases
from disclosure.land_rules import NewProject, Opinions
from disclosure.phrases import SENTENCES
from disclosure.queries.land import DeskProject
from disclosure.rules import DOCUMENT_MOST, REASON_MOST, SUMMARY_MOST, TITLE_MOST
from feedback.forms import choices
from feedback.forms.desk_form import BoxesField, DayField, DeskForm, IdField, LineField, NumberField, ProseField


class LandForm(DeskForm):
    """A form about a project: refusals are said in the sentences of land projects."""

    SENTENCE = staticmethod(land_phrases.fault)

    def refuse(self, problem: BadInput) -> None:
        """Put a refusal beside the fields, with the day that it rests on."""
        for name, words in land_phrases.refused(problem).items():
            self.say(name, words)


class ProjectForm(LandForm):
    """A project as it is entered or changed; ``token`` is the key of a form that is sent twice."""

    token = HiddenField()
    name = LineField(_l("Tên dự án"), most=TITLE_MOST)
    document = LineField(_l("Số quyết định, kế hoạch thu hồi đất"), most=DOCUMENT_MOST)
    decided_on = DayField(_l("Ngày quyết định, kế hoạch"))
    summary = ProseField(_l("Dự án làm gì, lấy bao nhiêu đất?"), most=SUMMARY_MOST)
    village_ids = BoxesField(_l("Thôn có đất trong dự án"), unknown=SENTENCES["village_unknown"])
    department_id = IdField(_l("Phòng, ban phụ trách"))
    official_id = IdField(_l("Người chịu trách nhiệm"))

    def offer_lists(
        self, *, officials: Sequence[OfficialItem], villages: Sequence[VillageItem], departments: Sequence[DepartmentItem]
    ) -> None:
        """Fill the lists."""
        self.official_id.choices = choices.people(officials, empty=_l("chọn người"))
        self.department_id.choices = choices.rows(departments, locale=current_locale(), empty=_l("chọn phòng, ban"))
        self.village_ids.choices = [(str(item.id), item.name) for item in villages]

    def project(self) -> NewProject:
        """Return what was typed as the command takes it."""
        return NewProject(
            name=self.name.data or "", document=self.document.data or "", decided_on=self.decided_on.data,
            department_id=self.department_id.data, official_id=self.official_id.data, summary=self.summary.data or "",
            village_ids=tuple(int(word) for word in self.village_ids.data or ()),
        )  # fmt: skip


def typed_of_project(project: DeskProject) -> dict[str, Any]:
    """Return a project as its form holds it."""
    return {
        "version": project.version, "name": project.line.name, "document": project.line.document,
        "decided_on": project.line.decided_on, "summary": project.summary, "department_id": project.department_id,
        "official_id": project.official_id, "village_ids": [str(number) for number in project.village_ids],
    }  # fmt: skip


class LandPressForm(LandForm):
    """A button with the version that it was shown with."""


class OpinionsForm(LandForm):
    """Who agrees with a draft plan and who does not."""

    agree = NumberField(_l("Số người đồng ý"))
    disagree = NumberField(_l("Số người không đồng ý"))
    minutes = LineField(_l("Số biên bản lấy ý kiến"), most=DOCUMENT_MOST)
    minutes_on = DayField(_l("Ngày lập biên bản"))

    def opinions(self) -> Opinions:
        """Return what was typed as the command takes it."""
        return Opinions(
            agree=self.agree.data, disagree=self.disagree.data, minutes=self.minutes.data or "", minutes_on=self.minutes_on.data
        )


class TalkForm(LandForm):
    """The dialogue that answers those who disagree."""

    dialogue_id = IdField(_l("Buổi đối thoại"))

    def offer_dialogues(self, rows: Sequence[tuple[int, str, date]]) -> None:
        """Fill the list: the day and the title."""
        known = [(str(number), f"{date_text(on)}: {title}") for number, title, on in rows]
        self.dialogue_id.choices = [("", _l("chưa có")), *known]


class LinkForm(LandForm):
    """A letter by its code."""

    code = LineField(_l("Mã thư"), most=40)


class UnlinkForm(LandForm):
    """The letter that is taken out."""

    case_id = NumberField()


class LandReasonForm(LandForm):
    """Why a project is taken back."""

    reason = ProseField(_l("Lý do gỡ (hiện công khai)"), most=REASON_MOST)
