"""The pages of legal time: the public calculator and holiday table, and the administrator's calendar and terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from core.access import PUBLIC, access
from core.database import current_unit_id
from core.errors import BadInput, DomainError, WrongState
from core.i18n import current_locale
from core.permissions import Permission
from core.transaction import transaction
from deadlines import phrases, queries, services
from deadlines.calendar import CalendarNotCovered
from deadlines.clock import now_utc, today
from deadlines.counting import CountedDay, counting_days
from deadlines.engine import Due, due_on, remaining
from deadlines.explain import explain
from deadlines.forms import CalculatorForm, ConfirmForm, DayForm, OneDayForm, TermForm, blame, complain_all
from deadlines.terms import Term, TermUnit

blueprint = Blueprint("deadlines", __name__)
COUNTED_BY_DAY = (TermUnit.WORKING_DAY, TermUnit.CALENDAR_DAY)


@dataclass(frozen=True, kw_only=True)
class DayLine:
    """One line of the day-by-day count as the page shows it."""

    on: date
    number: int | None
    words: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the calculator found. ``left``: working days from today (None: outside the calendar)."""

    term: Term
    due: Due
    sentences: list[str]
    lines: list[DayLine]
    left: int | None


@blueprint.get("/thoi-han")
@access(PUBLIC)
def calculator() -> Response:
    """Show the calculator; with ?loai=…&ngay=… the due date, why, and the count day by day."""
    unit_id = current_unit_id()
    asked = "ngay" in request.args or "loai" in request.args
    form = CalculatorForm(request.args if asked else None, data={"ngay": today().isoformat()})
    form.offer(queries.all_terms(unit_id), locale=current_locale())
    answer = _answer(form, unit_id) if asked and form.validate() else None
    response = make_response(
        render_template(
            "deadlines/term_calculator.html", form=form, answer=answer, periodic=_periodic(unit_id), length=phrases.length_words
        )
    )
    return _revalidated(response, status=400 if asked and answer is None else 200)


@blueprint.get("/ngay-nghi")
@access(PUBLIC)
def holidays() -> Response:
    """Show the days off and working Saturdays of a year, each with its document, or which years are known."""
    years = queries.years_covered(current_unit_id())
    year = _asked_year(years)
    if year is None:
        return make_response(_unknown_year(years, editing=False), 404)
    return _revalidated(make_response(render_template("deadlines/calendar_year.html", **_year_page(years, year))))


@blueprint.get("/can-bo/quan-tri/lich-nghi")
@access(Permission.ADMIN_CALENDAR)
def edit_calendar() -> str | tuple[str, int]:
    """Show a year's calendar with what an administrator may change, or which years are known."""
    years = queries.years_covered(current_unit_id())
    year = _asked_year(years)
    if year is None:
        return _unknown_year(years, editing=True), 404
    return _calendar_editor(DayForm(), ConfirmForm(), year=year)


@blueprint.post("/can-bo/quan-tri/lich-nghi")
@access(Permission.ADMIN_CALENDAR)
def set_day() -> Response | tuple[str, int]:
    """Add a special day or say anew what it is."""
    form = DayForm(request.form)
    form.offer()
    if not form.validate():
        return _calendar_editor(form, ConfirmForm()), 400
    try:
        with transaction():
            change = services.set_day(form.special_day(), **_by_whom())
    except BadInput as error:
        complain_all(form, error.errors, {"day": "ngay"})
        return _calendar_editor(form, ConfirmForm()), 400
    return _changed(change, year=form.special_day().on.year)


@blueprint.post("/can-bo/quan-tri/lich-nghi/bo")
@access(Permission.ADMIN_CALENDAR)
def remove_day() -> Response:
    """Make a day an ordinary one."""
    on = _day_of_button()
    with transaction():
        change = services.remove_day(on, **_by_whom())
    return _changed(change, year=on.year)


@blueprint.post("/can-bo/quan-tri/lich-nghi/theo-lich-chung")
@access(Permission.ADMIN_CALENDAR)
def restore_day() -> Response:
    """Let the national calendar hold again for a day."""
    on = _day_of_button()
    with transaction():
        change = services.restore_day(on, **_by_whom())
    return _changed(change, year=on.year)


@blueprint.post("/can-bo/quan-tri/lich-nghi/xac-nhan/<int:year>")
@access(Permission.ADMIN_CALENDAR)
def confirm_year(year: int) -> Response | tuple[str, int]:
    """Confirm a year's plan by its document."""
    form = ConfirmForm(request.form)
    if not form.validate():
        return _calendar_editor(DayForm(), form, year=year), 400
    try:
        with transaction():
            change = services.confirm_year(year, document=form.document.data or "", **_by_whom())
    except WrongState:
        flash(_("Lịch nghỉ năm %(year)s đã được xác nhận trước đó.", year=year), "info")
        return redirect(url_for("deadlines.edit_calendar", nam=year), 303)
    except BadInput:
        abort(404)
    return _changed(change, year=year)


@blueprint.get("/can-bo/quan-tri/lich-nghi/thay-doi/<change_id>")
@access(Permission.ADMIN_CALENDAR)
def change_page(change_id: str) -> str:
    """Show what a change was and which open cases moved because of it."""
    notes = queries.change_notes(current_unit_id(), change_id)
    if not notes:
        abort(404)
    duties = queries.duties(current_unit_id(), locale=current_locale())
    shown = [(phrases.change_words(note.action), note.at, phrases.fact_pairs(note.facts, duties=duties)) for note in notes]
    return render_template("deadlines/change_result.html", notes=shown, moves=_moves(notes), duties=duties)


@blueprint.get("/can-bo/quan-tri/thoi-han")
@access(Permission.ADMIN_CALENDAR)
def edit_terms() -> str:
    """Show the terms that the office sets itself, and the form to change one."""
    return _terms_editor(TermForm(data={"tu_ngay": today().isoformat()}))


@blueprint.post("/can-bo/quan-tri/thoi-han")
@access(Permission.ADMIN_CALENDAR)
def change_term() -> Response | tuple[str, int]:
    """Set a term for letters received from a day on."""
    form = TermForm(request.form)
    form.offer(queries.all_terms(current_unit_id()), locale=current_locale())
    if not form.validate():
        return _terms_editor(form), 400
    assert form.tu_ngay.day is not None  # noqa: S101 - validate() has seen to it
    try:
        with transaction():
            change = services.change_term(
                form.loai.data, number=form.number, valid_from=form.tu_ngay.day, basis=form.document.data or "", **_by_whom()
            )
    except BadInput as error:
        complain_all(form, error.errors, {"number": "so_ngay", "basis": "document"})
        return _terms_editor(form), 400
    return _changed(change, year=None)


def _answer(form: CalculatorForm, unit_id: int | None) -> Answer | None:
    """Compute; a date that cannot be computed becomes an error at its field."""
    day = form.ngay.day
    assert day is not None  # noqa: S101 - validate() has seen to it
    try:
        term = queries.term(
            form.loai.data, day, unit_id=unit_id, complex_case=form.phuc_tap.data, remote_area=form.vung_xa.data, strict=True
        )
        calendar = queries.calendar_for(unit_id)
        due = due_on(term, day, calendar)
        lines = counting_days(term, day, calendar) if term.unit in COUNTED_BY_DAY else []
    except (DomainError, ValueError, OverflowError) as error:
        name, sentence = phrases.no_answer(error)
        blame(form[name], sentence)
        return None
    try:
        left = remaining(due.due_on, today(), calendar)
    except CalendarNotCovered:
        left = None
    return Answer(
        term=term, due=due, sentences=explain(due.proof, current_locale()), lines=[_line(line) for line in lines], left=left
    )


def _line(line: CountedDay) -> DayLine:
    words = ""
    if line.off is not None:
        name = line.off.name_en if current_locale() == "en" else line.off.name_vi
        words = name or str(phrases.WHYS[line.off.why])
    elif line.role in phrases.ROLES:
        words = str(phrases.ROLES[line.role])
    return DayLine(on=line.on, number=line.number, words=words, role=line.role.value)


def _periodic(unit_id: int | None) -> list[Term]:
    """Return the duties in force that come back every year, quarter or month: they have no last day."""
    terms = queries.all_terms(unit_id)
    return [term for term in terms if not term.computable and term.unit is not TermUnit.HOUR and term.in_force(today())]


def _asked_year(years: list[int]) -> int | None:
    """Return the year that the address asks for, this one (or the last) where it asks for none; None: there is none like that."""
    asked = request.args.get("nam", "").strip()
    if not asked:
        return today().year if today().year in years else years[-1]
    return next((year for year in years if str(year) == asked), None)


def _unknown_year(years: list[int], *, editing: bool) -> str:
    """Return the page that names the years with a calendar."""
    return render_template("deadlines/calendar_unknown.html", years=years, year=None, editing=editing)


def _year_page(years: list[int], year: int) -> dict[str, Any]:
    unit_id = current_unit_id()
    plan = next(plan for plan in queries.year_plans(unit_id) if plan.year == year)
    return {
        "year": year, "years": years, "plan": plan, "rows": queries.calendar_rows(unit_id, year), "kinds": phrases.DAY_KINDS,
    }  # fmt: skip


def _calendar_editor(day_form: DayForm, confirm_form: ConfirmForm, *, year: int | None = None) -> str:
    day_form.offer()
    unit_id = current_unit_id()
    years = queries.years_covered(unit_id)
    wanted = year or _asked_year(years)
    return render_template(
        "deadlines/calendar_editor.html", day_form=day_form, confirm_form=confirm_form, words=phrases.change_words,
        changes=queries.latest_changes(unit_id), duties=queries.duties(unit_id, locale=current_locale()),
        **_year_page(years, wanted if wanted in years else years[-1]),
    )  # fmt: skip


def _terms_editor(form: TermForm) -> str:
    terms = queries.all_terms(current_unit_id())
    form.offer(terms, locale=current_locale())
    own = [term for term in terms if term.set_by_office]
    return render_template("deadlines/term_editor.html", form=form, terms=own, length=phrases.length_words)


def _moves(notes: list[queries.ChangeNote]) -> list[Mapping[str, Any]]:
    """Return the due dates that handlers recorded as moved by a change: code, term, before, after."""
    recorded = [move for note in notes for move in note.facts.get("moves", ())]
    return [
        {**move, "before": date.fromisoformat(move["before"]), "after": date.fromisoformat(move["after"])} for move in recorded
    ]


def _by_whom() -> dict[str, Any]:
    unit_id = current_unit_id()
    if unit_id is None:
        abort(404)
    return {"unit_id": unit_id, "at": now_utc(), "actor_id": current_user.id}


def _day_of_button() -> date:
    form = OneDayForm(request.form)
    if form.ngay.day is None:
        raise BadInput({"ngay": "bad_date"})
    return form.ngay.day


def _changed(change: services.Change, *, year: int | None) -> Response:
    if change.empty and year is not None and not queries.change_notes(current_unit_id(), change.change_id):
        flash(_("Không có gì thay đổi."), "info")
        return redirect(url_for("deadlines.edit_calendar", nam=year), 303)
    flash(_("Đã ghi thay đổi."), "good")
    return redirect(url_for("deadlines.change_page", change_id=change.change_id), 303)


def _revalidated(response: Response, *, status: int = 200) -> Response:
    """Let browsers keep a public page and ask whether it is still the same."""
    response.status_code = status
    if status != 200:
        return response
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.vary.update({"Accept-Language", "Cookie"})
    response.add_etag()
    return response.make_conditional(request)
