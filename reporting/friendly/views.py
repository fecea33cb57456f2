"""The assessments at the desk: the list, one with its points, its issue, its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from accounts import queries as people
from accounts.read_models import CommuneProfile
from core.access import access
from core.documents import Document, layout
from core.errors import BadInput, NotFound
from core.form_token import FormToken
from core.i18n import current_locale
from core.permissions import Permission
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from dialogue.views.papers import sent
from reporting.editions.forms import IssueForm, MakeForm, PressForm, come_late
from reporting.editions.heads import symbol_for
from reporting.editions.pages import (
    ONE,
    begun,
    empty_make_form,
    made,
    me,
    private,
    say_discarded,
    say_issued,
    say_late,
    say_not_discarded,
    say_seen_others,
    signing_facts,
    tried,
)
from reporting.friendly import forms, queries, services
from reporting.friendly.numbers import cases_url
from reporting.friendly.papers import file_name, paper
from reporting.friendly.phrases import friendly_title, measured_text, open_words, points_text, proposal_text
from reporting.friendly.queries import FriendlyView
from reporting.friendly.scoring import fingerprint, open_ones
from reporting.mobilisation.queries import periods_of, recipients_of
from reporting.periods import Period
from reporting.phrases import period_words

friendly_pages = Blueprint("friendly", __name__, url_prefix="/can-bo/bao-cao/than-thien")


def _view(report_id: int) -> FriendlyView:
    person = me()
    return queries.assessment_view(person, report_id, calendar_for(person.unit_id), today=today())


def _profile() -> CommuneProfile:
    profile = people.commune_profile(me().unit_id)
    if profile is None:
        raise NotFound()
    return profile


def _to(report_id: int) -> Response:
    return redirect(url_for("friendly.report_page", report_id=report_id), 303)  # type: ignore[return-value]


# ------------------------------------------------------------------ the list


@friendly_pages.get("")
@access(Permission.REPORT_MAKE)
def report_list() -> Response:
    """Show drafts and issued reports, what is due, and the form that begins one."""
    return _list_page(empty_make_form())


def _list_page(form: MakeForm, *, status: int = 200) -> Response:
    person = me()
    calendar = calendar_for(person.unit_id)
    form.offer(_periods())
    page = render_template(
        "reporting/friendly_list.html", form=form, reports=queries.reports(person, calendar),
        title_words=friendly_title, missing=queries.missing(person, calendar, today=today()), period_words=period_words,
        today=today(), room="friendly",
    )  # fmt: skip
    return private(page, status)


def _periods() -> list[Period]:
    return begun(lambda year: periods_of(me().unit_id, year))


@friendly_pages.post("")
@access(Permission.REPORT_MAKE)
def report_make() -> Response:
    """Begin a report; a second press of the same form is the same report."""
    form = MakeForm()
    form.offer(_periods())
    begin = services.make_assessment
    report_id = made(form, lambda period, key: begin(period, actor=me(), at=now_utc(), idempotency_key=key))
    return _list_page(form, status=400) if report_id is None else _to(report_id)


# ------------------------------------------------------------------ one report


@friendly_pages.get(ONE)
@access(Permission.REPORT_MAKE)
def report_page(report_id: int) -> Response:
    """Show a report: its sections with their numbers and words, and how it is issued."""
    return _report_page(_view(report_id))


def _report_page(
    view: FriendlyView, *, scores: forms.ScoresForm | None = None, issue: IssueForm | None = None, status: int = 200
) -> Response:
    person, shown = me(), view.period.until(today())
    by = {item.key: item for item in queries.criteria_on(person.unit_id, view.period.last_on).criteria}
    waits = "" if view.issued_on else open_words(view.made.criteria, open_ones(view.made))
    page = render_template(
        "reporting/friendly_page.html", view=view, title=friendly_title(view.period, view.edition), room="friendly",
        scores=scores or forms.scores_form(view, typed=False), issue=issue or _issue_form(view, typed=False), criteria=by,
        press=PressForm(formdata=None, data={"version": view.version}), measured_text=measured_text, points_text=points_text,
        proposal_text=proposal_text, url_of=lambda key: cases_url(key, shown, public=False), tongue=current_locale(),
        blank=waits, issues=Permission.REPORT_ISSUE in person.permissions, runs=view.period.last_on >= today(),
        today=today(), token=FormToken.issue(),
    )  # fmt: skip
    return private(page, status)


def _issue_form(view: FriendlyView, *, typed: bool) -> IssueForm:
    symbol = symbol_for(people.commune_profile(me().unit_id))
    return forms.issue_form(view, symbol=symbol, today=today(), typed=typed, **signing_facts())


def _tried(report_id: int, act: Callable[[], None], stale: Callable[[FriendlyView], Response]) -> Response | None:
    return tried(act, stale=lambda: stale(_view(report_id)), wrong=lambda: _report_page(_view(report_id), status=409))


@friendly_pages.post(f"{ONE}/diem")
@access(Permission.REPORT_MAKE)
def report_scores(report_id: int) -> Response:
    """Keep the points of a draft."""
    view = _view(report_id)
    form = forms.scores_form(view, typed=True)
    if not form.validate():
        return _report_page(view, scores=form, status=400)

    def keep() -> None:
        services.give_points(report_id, form.typed, actor=me(), at=now_utc(), version=form.opened_at)

    def stale(now: FriendlyView) -> Response:
        say_late(form, now.version, forms.scores_form(now, typed=False))
        return _report_page(now, scores=form, status=409)

    try:
        if answer := _tried(report_id, keep, stale):
            return answer
    except BadInput as fault:
        form.put_faults(fault.errors)
        return _report_page(view, scores=form, status=400)
    flash(_("Đã ghi điểm."), "good")
    return _to(report_id)


@friendly_pages.post(f"{ONE}/phat-hanh")
@access(Permission.REPORT_ISSUE)
def report_issue(report_id: int) -> Response:
    """Freeze and issue the report with the points that stand on the page."""
    view = _view(report_id)
    form, scores = _issue_form(view, typed=True), forms.scores_form(view, typed=True)
    if form.seen.data != fingerprint(view.made) and view.issued_on is None:
        return _seen_others(view)
    if not all([form.validate(), scores.validate()]):
        return _report_page(view, scores=scores, issue=form, status=400)

    def issue() -> None:
        facts: dict[str, Any] = {"version": form.opened_at, "seen": form.seen.data or "", "profile": _profile()}
        services.issue_assessment(report_id, form.head, scores=scores.typed, actor=me(), at=now_utc(), **facts)

    try:
        if answer := _tried(report_id, issue, _seen_others):
            return answer
    except BadInput as fault:
        now = _view(report_id)
        if fault.errors.pop("scores", ""):
            form.form_errors.append(open_words(now.made.criteria, open_ones(now.made)))
        scores.put_faults({name: code for name, code in fault.errors.items() if name in scores})
        form.put_faults({name: code for name, code in fault.errors.items() if name not in scores})
        return _report_page(now, scores=scores, issue=form, status=400)
    say_issued()
    return _to(report_id)


def _seen_others(view: FriendlyView) -> Response:
    """Show numbers and words as they are now to a leader who has seen others; what he typed stays."""
    typed, scores = _issue_form(view, typed=True), forms.scores_form(view, typed=True)
    if scores.opened_at != view.version:
        come_late(scores, view.version, stored=forms.scores_form(view, typed=False), fields=_issue_form(view, typed=False).BESIDE)
    form = _issue_form(view, typed=False)
    form.keep_typed(typed)
    say_seen_others(form)
    return _report_page(view, scores=scores, issue=form, status=409)


@friendly_pages.post(f"{ONE}/bo")
@access(Permission.REPORT_MAKE)
def report_discard(report_id: int) -> Response:
    """Throw a draft away."""
    form = PressForm()
    if not form.validate():
        return _report_page(_view(report_id), status=400)

    def discard() -> None:
        services.discard_draft(report_id, actor=me(), at=now_utc(), version=form.opened_at)

    def stale(now: FriendlyView) -> Response:
        say_not_discarded()
        return _report_page(now, status=409)

    if answer := _tried(report_id, discard, stale):
        return answer
    say_discarded()
    return redirect(url_for("friendly.report_list"), 303)  # type: ignore[return-value]


# ------------------------------------------------------------------ the paper


@friendly_pages.get(f"{ONE}/tai/<any(docx, pdf):file_type>")
@access(Permission.REPORT_MAKE)
def report_file(report_id: int, file_type: str) -> Response:
    """Send the paper as Word or PDF; its name says nothing of what is in it."""
    view = _view(report_id)
    name = file_name(view.period, view.edition, issued=view.issued_on is not None, today=today())
    return sent(_paper(view), file_type, name=name, back=url_for("friendly.report_page", report_id=report_id))


@friendly_pages.get(f"{ONE}/in")
@access(Permission.REPORT_MAKE)
def report_print(report_id: int) -> Response:
    """Show the paper for printing."""
    view = _view(report_id)
    title = friendly_title(view.period, view.edition)
    return private(
        render_template("reporting/office_print.html", view=view, title=title, room="friendly", paper=layout(_paper(view)))
    )


def _paper(view: FriendlyView) -> Document:
    return paper(view, _profile(), recipients=recipients_of(me().unit_id), today=today())
