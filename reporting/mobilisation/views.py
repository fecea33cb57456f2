"""The report on mass mobilisation at the desk: the list, one report with its words, its issue, its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for

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
    say_words_kept,
    signing_facts,
    tried,
)
from reporting.mobilisation import forms, queries, services
from reporting.mobilisation.filling import blank_sections, fingerprint, with_words
from reporting.mobilisation.papers import file_name, paper
from reporting.mobilisation.phrases import blank_words, mobilisation_title
from reporting.mobilisation.queries import MobilisationView
from reporting.mobilisation.sections import counted_words, hint_words, link_of, sections_on
from reporting.periods import Period
from reporting.phrases import period_words

mobilisation_pages = Blueprint("mobilisation", __name__, url_prefix="/can-bo/bao-cao/dan-van")


def _view(report_id: int) -> MobilisationView:
    person = me()
    return queries.report_view(person, report_id, calendar_for(person.unit_id), today=today())


def _profile() -> CommuneProfile:
    profile = people.commune_profile(me().unit_id)
    if profile is None:
        raise NotFound()
    return profile


def _to(report_id: int) -> Response:
    return redirect(url_for("mobilisation.report_page", report_id=report_id), 303)  # type: ignore[return-value]


# ------------------------------------------------------------------ the list


@mobilisation_pages.get("")
@access(Permission.REPORT_MAKE)
def report_list() -> Response:
    """Show drafts and issued reports, what is due, and the form that begins one."""
    return _list_page(empty_make_form())


def _list_page(form: MakeForm, *, status: int = 200) -> Response:
    person = me()
    calendar = calendar_for(person.unit_id)
    form.offer(_periods())
    page = render_template(
        "reporting/mobilisation_list.html", form=form, reports=queries.reports(person, calendar),
        title_words=mobilisation_title, missing=queries.missing(person, calendar, today=today()), period_words=period_words,
        today=today(), room="mobilisation",
    )  # fmt: skip
    return private(page, status)


def _periods() -> list[Period]:
    return begun(lambda year: queries.periods_of(me().unit_id, year))


@mobilisation_pages.post("")
@access(Permission.REPORT_MAKE)
def report_make() -> Response:
    """Begin a report; a second press of the same form is the same report."""
    form = MakeForm()
    form.offer(_periods())
    begin = services.make_report
    report_id = made(form, lambda period, key: begin(period, actor=me(), at=now_utc(), idempotency_key=key))
    return _list_page(form, status=400) if report_id is None else _to(report_id)


# ------------------------------------------------------------------ one report


@mobilisation_pages.get(ONE)
@access(Permission.REPORT_MAKE)
def report_page(report_id: int) -> Response:
    """Show a report: its sections with their numbers and words, and how it is issued."""
    return _report_page(_view(report_id))


def _report_page(
    view: MobilisationView, *, words: forms.SectionsForm | None = None, issue: IssueForm | None = None, status: int = 200
) -> Response:
    tongue = current_locale()
    hints = {section.key: hint_words(section, tongue) for section in sections_on(view.period.last_on)}
    words, period = words or forms.sections_form(view, typed=False), view.period
    blank = blank_sections(with_words(view.filled, words.typed))
    page = render_template(
        "reporting/mobilisation_page.html", view=view, title=mobilisation_title(view.period, view.edition), room="mobilisation",
        words=words, issue=issue or _issue_form(view, typed=False),
        press=PressForm(formdata=None, data={"version": view.version}), hints=hints, link_of=lambda key: link_of(key, period),
        counted_of=lambda key: counted_words(key, tongue), tongue=tongue, blank=blank_words(blank) if blank else "",
        issues=Permission.REPORT_ISSUE in me().permissions, runs=view.period.last_on >= today(),
        today=today(), token=FormToken.issue(),
    )  # fmt: skip
    return private(page, status)


def _issue_form(view: MobilisationView, *, typed: bool) -> IssueForm:
    symbol = symbol_for(people.commune_profile(me().unit_id))
    return forms.issue_form(view, symbol=symbol, today=today(), typed=typed, **signing_facts())


def _tried(
    report_id: int,
    act: Callable[[], None],
    stale: Callable[[MobilisationView], Response],
    words: forms.SectionsForm | None = None,
) -> Response | None:
    return tried(
        act, stale=lambda: stale(_view(report_id)), wrong=lambda: _report_page(_view(report_id), words=words, status=409)
    )


@mobilisation_pages.post(f"{ONE}/loi")
@access(Permission.REPORT_MAKE)
def report_words(report_id: int) -> Response:
    """Keep the words of a draft."""
    view = _view(report_id)
    form = forms.sections_form(view, typed=True)
    if not form.validate():
        return _report_page(view, words=form, status=400)

    def keep() -> None:
        services.write_words(report_id, form.typed, actor=me(), at=now_utc(), version=form.opened_at)

    def stale(now: MobilisationView) -> Response:
        say_late(form, now.version, forms.sections_form(now, typed=False))
        return _report_page(now, words=form, status=409)

    if answer := _tried(report_id, keep, stale, form):
        return answer
    say_words_kept()
    return _to(report_id)


@mobilisation_pages.post(f"{ONE}/phat-hanh")
@access(Permission.REPORT_ISSUE)
def report_issue(report_id: int) -> Response:
    """Freeze and issue the report with the words that stand on the page."""
    view = _view(report_id)
    form, words = _issue_form(view, typed=True), forms.sections_form(view, typed=True)
    if form.seen.data != fingerprint(view.filled) and view.issued_on is None:
        return _seen_others(view)
    if not all([form.validate(), words.validate()]):
        return _report_page(view, words=words, issue=form, status=400)

    def issue() -> None:
        facts: dict[str, Any] = {"version": form.opened_at, "seen": form.seen.data or "", "profile": _profile()}
        services.issue_report(report_id, form.head, words=words.typed, actor=me(), at=now_utc(), **facts)

    try:
        if answer := _tried(report_id, issue, _seen_others, words):
            return answer
    except BadInput as fault:
        now = _view(report_id)
        if fault.errors.pop("words", ""):
            form.form_errors.append(blank_words(blank_sections(with_words(now.filled, words.typed))))
        form.put_faults(fault.errors)
        return _report_page(now, words=words, issue=form, status=400)
    say_issued()
    return _to(report_id)


def _seen_others(view: MobilisationView) -> Response:
    """Show numbers and words as they are now to a leader who has seen others; what he typed stays, beside what is kept now."""
    typed, words = _issue_form(view, typed=True), forms.sections_form(view, typed=True)
    if words.opened_at != view.version:
        come_late(
            words, view.version, stored=forms.sections_form(view, typed=False), fields=_issue_form(view, typed=False).BESIDE
        )
    form = _issue_form(view, typed=False)
    form.keep_typed(typed)
    say_seen_others(form)
    return _report_page(view, words=words, issue=form, status=409)


@mobilisation_pages.post(f"{ONE}/bo")
@access(Permission.REPORT_MAKE)
def report_discard(report_id: int) -> Response:
    """Throw a draft away."""
    form = PressForm()
    if not form.validate():
        return _report_page(_view(report_id), status=400)

    def discard() -> None:
        services.discard_draft(report_id, actor=me(), at=now_utc(), version=form.opened_at)

    def stale(now: MobilisationView) -> Response:
        say_not_discarded()
        return _report_page(now, status=409)

    if answer := _tried(report_id, discard, stale):
        return answer
    say_discarded()
    return redirect(url_for("mobilisation.report_list"), 303)  # type: ignore[return-value]


# ------------------------------------------------------------------ the paper


@mobilisation_pages.get(f"{ONE}/tai/<any(docx, pdf):file_type>")
@access(Permission.REPORT_MAKE)
def report_file(report_id: int, file_type: str) -> Response:
    """Send the paper as Word or PDF; its name says nothing of what is in it."""
    view = _view(report_id)
    name = file_name(view.period, view.edition, issued=view.issued_on is not None, today=today())
    return sent(_paper(view), file_type, name=name, back=url_for("mobilisation.report_page", report_id=report_id))


@mobilisation_pages.get(f"{ONE}/in")
@access(Permission.REPORT_MAKE)
def report_print(report_id: int) -> Response:
    """Show the paper for printing."""
    view = _view(report_id)
    title = mobilisation_title(view.period, view.edition)
    return private(
        render_template("reporting/office_print.html", view=view, title=title, room="mobilisation", paper=layout(_paper(view)))
    )


def _paper(view: MobilisationView) -> Document:
    return paper(view, _profile(), recipients=queries.recipients_of(me().unit_id), today=today())
