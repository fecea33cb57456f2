"""The assessments at the desk: what is their own beside what every report has (reporting.editions.paper_desk)."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_babel import gettext as _

from core.access import access
from core.i18n import current_locale
from core.permissions import Permission
from deadlines.clock import today
from reporting.editions.forms import IssueForm
from reporting.editions.pages import ONE, me
from reporting.editions.paper_desk import PaperDesk, paper_desk_pages
from reporting.friendly import forms, queries, services
from reporting.friendly.numbers import cases_url
from reporting.friendly.papers import FILE, paper
from reporting.friendly.phrases import friendly_title, measured_text, open_words, points_text, proposal_text
from reporting.friendly.queries import FriendlyView
from reporting.friendly.reminders import DESK_PATH
from reporting.friendly.scoring import fingerprint, open_ones
from reporting.mobilisation.queries import periods_of, recipients_of


def _lacks(view: FriendlyView, _typed: Any = None) -> str:
    return open_words(view.made.criteria, open_ones(view.made))


def _facts(view: FriendlyView, *, content: forms.ScoresForm | None = None, issue: IssueForm | None = None) -> dict[str, Any]:
    shown, by = view.period.until(today()), queries.criteria_on(me().unit_id, view.period.last_on)
    return {
        "scores": content or forms.scores_form(view, typed=False), "issue": issue or DESK.issuing(view, typed=False),
        "criteria": {item.key: item for item in by.criteria}, "blank": "" if view.issued_on else _lacks(view),
        "measured_text": measured_text, "points_text": points_text, "proposal_text": proposal_text,
        "url_of": lambda key: cases_url(key, shown, public=False), "tongue": current_locale(),
    }  # fmt: skip


DESK = PaperDesk[FriendlyView](
    name="friendly", url=DESK_PATH, list_template="reporting/friendly_list.html", page_template="reporting/friendly_page.html",
    title=friendly_title, periods=periods_of, reports=queries.reports, missing=queries.missing, begin=services.make_assessment,
    read=queries.assessment_view, discard=services.discard_draft, facts=_facts, content=forms.scores_form,
    issue_form=forms.issue_form, keep=services.give_points, issue=services.issue_assessment,
    mark=lambda view: fingerprint(view.made), unready="scores", lacks=_lacks, paper=paper, file=FILE, recipients=recipients_of,
)  # fmt: skip
friendly_pages = paper_desk_pages(DESK)


@friendly_pages.post(f"{ONE}/diem")
@access(Permission.REPORT_MAKE)
def report_scores(report_id: int) -> Response:
    """Keep the points of a draft."""
    return DESK.save(report_id, _("Đã ghi điểm."))
