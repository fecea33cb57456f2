"""The statutory reports at the desk: filling in, issue, cases, files and print, beside what every report has there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, flash, render_template, request
from flask_babel import gettext as _

from accounts import queries as people
from accounts.permissions import Actor
from core.access import access
from core.codes import clean_code
from core.documents_docx import MEDIA_TYPE as DOCX
from core.errors import BadInput, NotFound
from core.i18n import current_locale
from core.permissions import Permission
from core.security import INERT
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from feedback.views.public import cards_of, place_names
from reporting.editions.desk import Desk, desk_pages
from reporting.editions.pages import ONE, me, private, say_issued, say_late, say_seen_others, words_kept
from reporting.editions.phrases import title_words
from reporting.periods import SPANS, Period, report
from reporting.phrases import period_words
from reporting.statutory import forms, queries, services
from reporting.statutory.filling import fingerprint, takes_hand, takes_put
from reporting.statutory.papers import docx
from reporting.statutory.phrases import counted_words, failed_words, hand_words
from reporting.statutory.queries import ReportView
from reporting.statutory.reminders import DESK_PATH
from reporting.statutory.sheets import MEDIA_TYPE as XLSX
from reporting.statutory.sheets import workbook
from reporting.statutory.words import file_name, sentences, year_before


def _begin(period: Period, *, actor: Actor, at: datetime, idempotency_key: str) -> int:
    report_id = services.make_report(period, actor=actor, at=at, idempotency_key=idempotency_key)
    services.begin_words(report_id, _sentences, actor=actor, calendar=calendar_for(actor.unit_id))
    return report_id


def _sentences(view: ReportView) -> str:
    return sentences(view.filled, year_before(me().unit_id, view.period))


def _facts(view: ReportView, *, words: forms.WordsForm | None = None, issue: forms.IssueForm | None = None) -> dict[str, Any]:
    data = {"version": view.version, "narrative": view.narrative}
    return {
        "words": words or forms.WordsForm(formdata=None, data=data), "issue": issue or forms.issue_form(view, typed=False),
        "failed_words": failed_words, "period_words": period_words,
    }  # fmt: skip


DESK = Desk[ReportView](
    name="reports", url=DESK_PATH, list_template="reporting/reports_list.html", page_template="reporting/report_page.html",
    title=title_words, periods=lambda _unit_id, year: [report(year, span) for span in SPANS], reports=queries.reports,
    missing=queries.missing, begin=_begin, discard=services.discard_draft, facts=_facts,
    read=lambda actor, report_id, calendar, **_today: queries.report_view(actor, report_id, calendar),
)  # fmt: skip
report_pages = desk_pages(DESK)


# ------------------------------------------------------------------ one report


@report_pages.post(f"{ONE}/loi")
@access(Permission.REPORT_MAKE)
def report_words(report_id: int) -> Response:
    """Keep the words of a draft, or write them anew from its numbers."""
    view, form = DESK.view(report_id), forms.WordsForm()
    if not form.validate():
        return DESK.page(view, words=form, status=400)
    text = _sentences(view) if form.again.data else form.narrative.data or ""

    def keep() -> None:
        services.write_words(report_id, text, actor=me(), at=now_utc(), version=form.opened_at)

    def stale(now: ReportView) -> Response:
        say_late(form, now.version, forms.WordsForm(formdata=None, data={"narrative": now.narrative}))
        return DESK.page(now, words=form, status=409)

    if answer := DESK.tried(report_id, keep, stale):
        return answer
    flash(words_kept(), "good")
    return DESK.to(report_id)


@report_pages.post(f"{ONE}/phat-hanh")
@access(Permission.REPORT_ISSUE)
def report_issue(report_id: int) -> Response:
    """Freeze and issue the report."""
    view, person = DESK.view(report_id), me()
    form = forms.issue_form(view, typed=True)
    if form.seen.data != fingerprint(view.filled) and view.issued_on is None:
        return _seen_others(view)
    if not form.validate():
        return DESK.page(view, issue=form, status=400)
    profile = people.commune_profile(person.unit_id)
    unit = profile.authority or profile.name if profile else ""

    def issue() -> None:
        facts = {"version": form.opened_at, "seen": form.seen.data or "", "unit": unit}
        services.issue_report(report_id, form.reasons, actor=person, at=now_utc(), **facts)

    try:
        if answer := DESK.tried(report_id, issue, _seen_others):
            return answer
    except BadInput as fault:
        form.put_faults(fault.errors)
        return DESK.page(DESK.view(report_id), issue=form, status=400)
    say_issued()
    return DESK.to(report_id)


def _seen_others(view: ReportView) -> Response:
    """Show the numbers as they are now to a leader who has seen others."""
    form = forms.issue_form(view, typed=False)
    say_seen_others(form)
    return DESK.page(view, issue=form, status=409)


# ------------------------------------------------------------------ one table


@report_pages.get(f"{ONE}/<string(maxlength=10):slug>")
@access(Permission.REPORT_MAKE)
def report_table(report_id: int, slug: str) -> Response:
    """Show a table column by column, with what may be typed into it."""
    view = DESK.view(report_id)
    return _table_page(view, slug, forms.table_form(view.table(slug), version=view.version, typed=False))


def _table_page(view: ReportView, slug: str, form: forms.TableForm, *, status: int = 200) -> Response:
    filled = view.table(slug)
    page = render_template(
        "reporting/report_table.html", view=view, filled=filled, form=form, title=title_words(view.period, view.edition),
        failed_words=failed_words, counted_words=counted_words, hand_words=hand_words(filled.table), open=view.issued_on is None,
        hand={cell.column.code for cell in filled.cells if takes_hand(filled.table, cell.column)},
        put={cell.column.code for cell in filled.cells if takes_put(filled.table, cell.column)},
    )  # fmt: skip
    return private(page, status)


@report_pages.post(f"{ONE}/<string(maxlength=10):slug>")
@access(Permission.REPORT_MAKE)
def report_fill(report_id: int, slug: str) -> Response:
    """Keep what was typed into a table."""
    view = DESK.view(report_id)
    filled = view.table(slug)
    form = forms.table_form(filled, version=view.version, typed=True)
    if not form.validate():
        return _table_page(view, slug, form, status=400)

    def keep() -> None:
        services.fill_in(report_id, filled.table, form.typed(filled), actor=me(), at=now_utc(), version=form.opened_at)

    def stale(now: ReportView) -> Response:
        say_late(form, now.version, forms.table_form(now.table(slug), version=now.version, typed=False))
        return _table_page(now, slug, form, status=409)

    try:
        if answer := DESK.tried(report_id, keep, stale):
            return answer
    except BadInput as fault:
        form.put_faults(fault.errors)
        return _table_page(DESK.view(report_id), slug, form, status=400)
    flash(_("Đã ghi biểu %(table)s.", table=filled.table.code), "good")
    return DESK.to(report_id)


@report_pages.get(f"{ONE}/<string(maxlength=10):slug>/<string(maxlength=3):column>")
@access(Permission.REPORT_MAKE)
def report_cases(report_id: int, slug: str, column: str) -> Response:
    """Show the cases or receptions that a number counts."""
    view, person = DESK.view(report_id), me()
    cell = next((cell for cell in view.table(slug).cells if cell.column.code == column and cell.column.number), None)
    if cell is None:
        raise NotFound()
    number, cards, receptions, after = cell.column.number, [], [], clean_code(request.args.get("sau", "")[:20])
    next_code = ""
    if number.startswith("reception."):
        receptions = [] if number.endswith(".days") else queries.receptions_behind(person, number, view.period)
    else:
        found, next_code = queries.letters_behind(person.unit_id, number, view.period, after=after, today=today())
        names = place_names(people.fields(person.unit_id), people.villages(person.unit_id), locale=current_locale())
        cards = cards_of(found, names)
    page = render_template(
        "reporting/report_cases.html", view=view, cell=cell, cards=cards, receptions=receptions, filled=view.table(slug),
        counted=counted_words(number), title=title_words(view.period, view.edition), next_code=next_code, after=after,
    )  # fmt: skip
    return private(page)


# ------------------------------------------------------------------ files and paper


@report_pages.get(f"{ONE}/tai/<any(xlsx, docx):file_type>")
@access(Permission.REPORT_MAKE)
def report_file(report_id: int, file_type: str) -> Response:
    """Send the report as a spreadsheet or as a Word paper; its name says nothing of what is in it."""
    view = DESK.view(report_id)
    profile = people.commune_profile(me().unit_id)
    if profile is None:
        raise NotFound()
    unit = view.unit or profile.authority or profile.name
    response = private(workbook(view, unit=unit) if file_type == "xlsx" else docx(view, profile, unit=unit))
    response.headers["Content-Type"] = XLSX if file_type == "xlsx" else DOCX
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(view, today())}.{file_type}"'
    response.headers["Content-Security-Policy"] = INERT
    return response


@report_pages.get(f"{ONE}/in")
@access(Permission.REPORT_MAKE)
def report_print(report_id: int) -> Response:
    """Show the report for printing."""
    view = DESK.view(report_id)
    page = render_template("reporting/report_print.html", view=view, title=title_words(view.period, view.edition))
    return private(page)
