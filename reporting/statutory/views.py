"""The office's reports at the desk: the list, making one, filling it in, issuing it, its cases, its files and its print."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import queries as people
from accounts.permissions import Actor
from core.access import access
from core.codes import clean_code
from core.documents_docx import MEDIA_TYPE as DOCX
from core.errors import BadInput, NotFound, StaleVersion, WrongState
from core.form_token import FormToken, key_or_renewed
from core.i18n import current_locale
from core.permissions import Permission
from core.security import INERT
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from feedback.views.public import cards_of, place_names
from reporting.periods import SPANS, Period, report
from reporting.phrases import period_words
from reporting.statutory import forms, queries, services
from reporting.statutory.filling import fingerprint, takes_hand, takes_put
from reporting.statutory.papers import docx
from reporting.statutory.phrases import FAULTS, WRONG, counted_words, failed_words, hand_words, title_words
from reporting.statutory.queries import ReportView
from reporting.statutory.sheets import MEDIA_TYPE as XLSX
from reporting.statutory.sheets import workbook
from reporting.statutory.words import file_name, sentences, year_before

report_pages = Blueprint("reports", __name__, url_prefix="/can-bo/bao-cao")
ONE = "/<int(max=2147483647):report_id>"
YEARS_BACK = 2


def _me() -> Actor:
    return current_user._get_current_object()  # type: ignore[no-any-return]


def _private(page: str | bytes | Response, status: int = 200) -> Response:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _view(report_id: int) -> ReportView:
    person = _me()
    return queries.report_view(person, report_id, calendar_for(person.unit_id))


def _to(report_id: int) -> Response:
    return redirect(url_for("reports.report_page", report_id=report_id), 303)  # type: ignore[return-value]


# ------------------------------------------------------------------ the list


@report_pages.get("")
@access(Permission.REPORT_MAKE)
def report_list() -> Response:
    """Show drafts and issued reports, what is due, and the form that begins one."""
    form = forms.MakeForm(formdata=None, data={"token": FormToken.issue(), "ky": request.args.get("ky", "")})
    return _list_page(form)


def _list_page(form: forms.MakeForm, *, status: int = 200) -> Response:
    person = _me()
    calendar = calendar_for(person.unit_id)
    form.offer(_periods())
    page = render_template(
        "reporting/reports_list.html", form=form, reports=queries.reports(person, calendar), title_words=title_words,
        missing=queries.missing(person, calendar, today=today()), period_words=period_words, today=today(),
    )  # fmt: skip
    return _private(page, status)


def _periods() -> list[Period]:
    """Return the periods of the circular that have begun, the latest year first."""
    now = today()
    years = range(now.year + 1, now.year - YEARS_BACK - 1, -1)
    return [period for year in years for span in SPANS if (period := report(year, span)).first_on <= now]


@report_pages.post("")
@access(Permission.REPORT_MAKE)
def report_make() -> Response:
    """Begin a report; a second press of the same form is the same report."""
    form = forms.MakeForm()
    form.offer(_periods())
    nonce = key_or_renewed(form.token)
    if not nonce:
        form.form_errors.append(_("Trang này mở đã quá lâu. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."))
    wanted = form.wanted(today()) if form.validate() and nonce else None
    if wanted is None:
        return _list_page(form, status=400)
    try:
        with transaction():
            report_id = services.make_report(wanted, actor=_me(), at=now_utc(), idempotency_key=nonce)
            services.begin_words(report_id, _sentences, actor=_me(), calendar=calendar_for(_me().unit_id))
    except BadInput as fault:
        form.ky.errors = [str(FAULTS[code]) for code in fault.errors.values()]
        return _list_page(form, status=400)
    return _to(report_id)


def _sentences(view: ReportView) -> str:
    return sentences(view.filled, year_before(_me().unit_id, view.period))


# ------------------------------------------------------------------ one report


@report_pages.get(ONE)
@access(Permission.REPORT_MAKE)
def report_page(report_id: int) -> Response:
    """Show a report: its tables, what does not add up, its words, and how it is issued."""
    return _report_page(_view(report_id))


def _report_page(
    view: ReportView, *, words: forms.WordsForm | None = None, issue: forms.IssueForm | None = None, status: int = 200
) -> Response:
    data = {"version": view.version, "narrative": view.narrative}
    page = render_template(
        "reporting/report_page.html", view=view, title=title_words(view.period, view.edition), failed_words=failed_words,
        words=words or forms.WordsForm(formdata=None, data=data), press=forms.PressForm(formdata=None, data=data),
        issue=issue or forms.issue_form(view, typed=False), period_words=period_words,
        issues=Permission.REPORT_ISSUE in _me().permissions, runs=view.period.last_on >= today(), token=FormToken.issue(),
    )  # fmt: skip
    return _private(page, status)


def _tried(report_id: int, act: Callable[[], None], stale: Callable[[ReportView], Response]) -> Response | None:
    """Do something with a draft; who comes too late is told so, with what both have written."""
    try:
        with transaction():
            act()
    except StaleVersion:
        return stale(_view(report_id))
    except WrongState as wrong:
        flash(str(WRONG[wrong.code]), "warning")
        return _report_page(_view(report_id), status=409)
    return None


def _late(form: Any, view: ReportView, stored: Any) -> None:
    form.renew(view.version, stored=stored)
    form.form_errors.append(_("Vừa có người khác sửa báo cáo này. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."))


@report_pages.post(f"{ONE}/loi")
@access(Permission.REPORT_MAKE)
def report_words(report_id: int) -> Response:
    """Keep the words of a draft, or write them anew from its numbers."""
    view, form = _view(report_id), forms.WordsForm()
    if not form.validate():
        return _report_page(view, words=form, status=400)
    text = _sentences(view) if form.again.data else form.narrative.data or ""

    def keep() -> None:
        services.write_words(report_id, text, actor=_me(), at=now_utc(), version=form.opened_at)

    def stale(now: ReportView) -> Response:
        _late(form, now, forms.WordsForm(formdata=None, data={"narrative": now.narrative}))
        return _report_page(now, words=form, status=409)

    if answer := _tried(report_id, keep, stale):
        return answer
    flash(_("Đã ghi lời báo cáo."), "good")
    return _to(report_id)


@report_pages.post(f"{ONE}/phat-hanh")
@access(Permission.REPORT_ISSUE)
def report_issue(report_id: int) -> Response:
    """Freeze and issue the report."""
    view, person = _view(report_id), _me()
    form = forms.issue_form(view, typed=True)
    if form.seen.data != fingerprint(view.filled) and view.issued_on is None:
        return _seen_others(view)
    if not form.validate():
        return _report_page(view, issue=form, status=400)
    profile = people.commune_profile(person.unit_id)
    unit = profile.authority or profile.name if profile else ""

    def issue() -> None:
        facts = {"version": form.opened_at, "seen": form.seen.data or "", "unit": unit}
        services.issue_report(report_id, form.reasons, actor=person, at=now_utc(), **facts)

    try:
        if answer := _tried(report_id, issue, _seen_others):
            return answer
    except BadInput as fault:
        form.put_faults(fault.errors)
        return _report_page(_view(report_id), issue=form, status=400)
    flash(_("Đã phát hành báo cáo. Số liệu được giữ nguyên từ nay."), "good")
    return _to(report_id)


def _seen_others(view: ReportView) -> Response:
    """Show the numbers as they are now to a leader who has seen others."""
    form = forms.issue_form(view, typed=False)
    form.form_errors = [_("Số liệu hoặc lời báo cáo vừa thay đổi sau khi trang này mở. Hãy xem lại rồi phát hành.")]
    return _report_page(view, issue=form, status=409)


@report_pages.post(f"{ONE}/bo")
@access(Permission.REPORT_MAKE)
def report_discard(report_id: int) -> Response:
    """Throw a draft away."""
    form = forms.PressForm()
    if not form.validate():
        return _report_page(_view(report_id), status=400)

    def discard() -> None:
        services.discard_draft(report_id, actor=_me(), at=now_utc(), version=form.opened_at)

    def stale(now: ReportView) -> Response:
        flash(_("Vừa có người khác sửa báo cáo này, nên chưa bỏ. Hãy xem lại."), "warning")
        return _report_page(now, status=409)

    if answer := _tried(report_id, discard, stale):
        return answer
    flash(_("Đã bỏ bản dự thảo."), "good")
    return redirect(url_for("reports.report_list"), 303)  # type: ignore[return-value]


# ------------------------------------------------------------------ one table


@report_pages.get(f"{ONE}/<string(maxlength=10):slug>")
@access(Permission.REPORT_MAKE)
def report_table(report_id: int, slug: str) -> Response:
    """Show a table column by column, with what may be typed into it."""
    view = _view(report_id)
    return _table_page(view, slug, forms.table_form(view.table(slug), version=view.version, typed=False))


def _table_page(view: ReportView, slug: str, form: forms.TableForm, *, status: int = 200) -> Response:
    filled = view.table(slug)
    page = render_template(
        "reporting/report_table.html", view=view, filled=filled, form=form, title=title_words(view.period, view.edition),
        failed_words=failed_words, counted_words=counted_words, hand_words=hand_words(filled.table), open=view.issued_on is None,
        hand={cell.column.code for cell in filled.cells if takes_hand(filled.table, cell.column)},
        put={cell.column.code for cell in filled.cells if takes_put(filled.table, cell.column)},
    )  # fmt: skip
    return _private(page, status)


@report_pages.post(f"{ONE}/<string(maxlength=10):slug>")
@access(Permission.REPORT_MAKE)
def report_fill(report_id: int, slug: str) -> Response:
    """Keep what was typed into a table."""
    view = _view(report_id)
    filled = view.table(slug)
    form = forms.table_form(filled, version=view.version, typed=True)
    if not form.validate():
        return _table_page(view, slug, form, status=400)

    def keep() -> None:
        services.fill_in(report_id, filled.table, form.typed(filled), actor=_me(), at=now_utc(), version=form.opened_at)

    def stale(now: ReportView) -> Response:
        _late(form, now, forms.table_form(now.table(slug), version=now.version, typed=False))
        return _table_page(now, slug, form, status=409)

    try:
        if answer := _tried(report_id, keep, stale):
            return answer
    except BadInput as fault:
        form.put_faults(fault.errors)
        return _table_page(_view(report_id), slug, form, status=400)
    flash(_("Đã ghi biểu %(table)s.", table=filled.table.code), "good")
    return _to(report_id)


@report_pages.get(f"{ONE}/<string(maxlength=10):slug>/<string(maxlength=3):column>")
@access(Permission.REPORT_MAKE)
def report_cases(report_id: int, slug: str, column: str) -> Response:
    """Show the cases or receptions that a number counts."""
    view, person = _view(report_id), _me()
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
    return _private(page)


# ------------------------------------------------------------------ files and paper


@report_pages.get(f"{ONE}/tai/<any(xlsx, docx):file_type>")
@access(Permission.REPORT_MAKE)
def report_file(report_id: int, file_type: str) -> Response:
    """Send the report as a spreadsheet or as a Word paper; its name says nothing of what is in it."""
    view = _view(report_id)
    profile = people.commune_profile(_me().unit_id)
    if profile is None:
        raise NotFound()
    unit = view.unit or profile.authority or profile.name
    response = _private(workbook(view, unit=unit) if file_type == "xlsx" else docx(view, profile, unit=unit))
    response.headers["Content-Type"] = XLSX if file_type == "xlsx" else DOCX
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(view, today())}.{file_type}"'
    response.headers["Content-Security-Policy"] = INERT
    return response


@report_pages.get(f"{ONE}/in")
@access(Permission.REPORT_MAKE)
def report_print(report_id: int) -> Response:
    """Show the report for printing."""
    view = _view(report_id)
    page = render_template("reporting/report_print.html", view=view, title=title_words(view.period, view.edition))
    return _private(page)
