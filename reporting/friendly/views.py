"""The assessments at the desk: what is their own beside what every report has (reporting.editions.paper_desk)."""

from __future__ import annotations

from typing import Any

from flask import Response, flash
from flask_babel import gettext as _

from core.access import access
from core.errors import BadInput
from core.i18n import current_locale
from core.permissions import Permission
from deadlines.clock import now_utc, today
from reporting.editions.forms import IssueForm
from reporting.editions.pages import ONE, me, say_late
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


def _facts(
    view: FriendlyView,
    *,
    content: forms.ScoresForm | None = None,
    issue: IssueForm | None = None,
    back: forms.TakeBackForm | None = None,
) -> dict[str, Any]:
    shown, by = view.period.until(today()), queries.criteria_on(me().unit_id, view.period.last_on)
    return {
        "scores": content or forms.scores_form(view, typed=False), "issue": issue or DESK.issuing(view, typed=False),
        "criteria": {item.key: item for item in by.criteria}, "blank": "" if view.issued_on else _lacks(view),
        "measured_text": measured_text, "points_text": points_text, "proposal_text": proposal_text,
        "url_of": lambda key: cases_url(key, shown, public=False), "tongue": current_locale(),
        "back": back or forms.TakeBackForm(formdata=None, data={"version": view.version}),
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


@friendly_pages.post(f"{ONE}/thu-hoi")
@access(Permission.REPORT_ISSUE)
def report_take_back(report_id: int) -> Response:
    """Take an issued assessment back from everybody."""
    view, form = DESK.view(report_id), forms.TakeBackForm()
    if not form.validate():
        return DESK.page(view, back=form, status=400)

    def act() -> None:
        facts: dict[str, Any] = {"actor": me(), "at": now_utc(), "version": form.opened_at}
        services.take_back(report_id, reason=form.reason.data or "", **facts)

    def stale(now: FriendlyView) -> Response:
        say_late(form, now.version, forms.TakeBackForm(formdata=None))
        return DESK.page(now, back=form, status=409)

    try:
        if answer := DESK.tried(report_id, act, stale, back=form):
            return answer
    except BadInput as fault:
        form.blame(fault.errors)
        return DESK.page(view, back=form, status=400)
    flash(_("Đã thu hồi. Trang công khai của kỳ này ghi ngày và lý do thu hồi."), "good")
    return DESK.to(report_id)
