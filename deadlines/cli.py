"""Commands of legal time: show a date with its proof, print the table of terms, load calendars and reference data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError

from core.errors import BadInput, DomainError
from core.transaction import transaction
from core.which_commune import commune_named
from deadlines import queries, services
from deadlines.calendar import CalendarNotCovered, WorkingCalendar
from deadlines.clock import now_utc
from deadlines.counting import NotComputable
from deadlines.engine import Due, due_on
from deadlines.explain import explain
from deadlines.reference import (
    BadCalendarFile,
    BadRow,
    Doubt,
    YearPlan,
    doubtful_holidays,
    missing_holidays,
    parse_day,
    read_days,
    shipped_calendar,
    shipped_terms,
)
from deadlines.terms import NoSuchTerm, NoSuchVariant, NotInForce, Term, choose_term

deadline_group = AppGroup("deadline", help="Due dates with their proof.")
terms_group = AppGroup("terms", help="The legal terms.")
calendar_group = AppGroup("calendar", help="The working calendar.")

REASONS = {
    "bad_date": "this is not a date (2026-11-24 or 24/11/2026)",
    "other_year": "the day lies in another year",
    "unknown_kind": "the kind must be statutory, compensatory, swap_off or working",
    "wrong_weekday": "only Saturdays and Sundays are worked in exchange; only weekdays are given off in lieu or exchange",
    "no_name_vi": "the name is missing",
    "no_document": "the issuing document is missing",
    "twice": "the day stands in the file twice",
    "missing_column": "the column is missing",
    "not_utf8": "the file is not UTF-8",
    "empty": "the file holds no day",
}


class Unanswerable(click.ClickException):
    """A question that has no answer: one sentence on stderr, exit code 2."""

    exit_code = 2


class Day(click.ParamType):
    """A date on the command line."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date, or end with exit code 2."""
        if isinstance(value, date):
            return value
        try:
            return parse_day(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a date; write it like 2026-11-20.", param, ctx)


@deadline_group.command("show")
@click.argument("code")
@click.argument("start", type=Day(), metavar="YYYY-MM-DD")
@click.option("--complex", "complex_case", is_flag=True, help="The case is complex (recorded in writing).")
@click.option("--remote", "remote_area", is_flag=True, help="Remote area with difficult travel.")
@click.option("--received", type=Day(), default=None, help="Day the letter was received, when the clock started later.")
@click.option("--extend", default=0, type=click.IntRange(0, 365), help="Days of extension, in the term's own unit.")
@click.option("--commune", "--unit", "commune", metavar="CODE", help="A commune whose own rules and days count too.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Language of the reasons.")
@with_appcontext
def show(
    code: str, start: date, complex_case: bool, remote_area: bool, received: date | None, extend: int, commune: str | None,
    lang: str,
) -> None:  # fmt: skip
    """Print the due date of CODE for an event on a day, then the proof."""
    terms, calendar = _reference(commune_named(commune, refuse=Unanswerable) if commune else None)
    try:
        term = choose_term(
            terms, code.strip().upper(), received_on=received or start, event_on=start, complex_case=complex_case,
            remote_area=remote_area,
        )  # fmt: skip
        due = due_on(term, start, calendar, extension=extend)
    except (DomainError, ValueError, OverflowError) as error:
        raise Unanswerable(_no_answer(error, code)) from None
    click.echo(due.due_on.isoformat())
    for line in _proof_lines(term, due, lang):
        click.echo(line)


@deadline_group.command("load")
@with_appcontext
def load() -> None:
    """Bring the shipped terms and calendars into the database; a second run changes nothing."""
    with transaction():
        change = services.load_reference_data(now_utc())
    click.echo(f"{len(change.codes)} terms and {len(change.days)} calendar days written.")


@terms_group.command("table")
@with_appcontext
def table() -> None:
    """Print all terms as a Markdown table (the one in docs/law.md)."""
    terms, _calendar = _reference(None)
    click.echo("| Code | Duty | Time | From | In force | Legal basis | Known |")
    click.echo("|---|---|---|---|---|---|---|")
    for term in terms:
        click.echo(_table_row(term))


@calendar_group.command("load")
@click.argument("year", type=click.IntRange(2000, 2200))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--document", default="", help="The document that announced the plan.")
@click.option("--provisional", is_flag=True, help="The plan is not official yet.")
@with_appcontext
def load_calendar(year: int, file: Path, document: str, provisional: bool) -> None:
    """Replace the days of YEAR by those of FILE (CSV: date,kind,name_vi,name_en,document,uncertain)."""
    try:
        days = read_days(file, year=year)
    except BadCalendarFile as error:
        raise Unanswerable("\n".join(_bad_rows(file, error.rows))) from None
    for day in missing_holidays(days, year=year):
        click.echo(f"Warning: {day.isoformat()} is a holiday by law but not in the file.", err=True)
    for doubt in doubtful_holidays(days, year=year, known=queries.calendar_for(None).off.values()):
        click.echo(f"Warning: {_doubt(doubt)} Compare the file with the official plan.", err=True)
    documents = list(dict.fromkeys(day.document for day in days))
    plan = YearPlan(year=year, provisional=provisional, document=document or "; ".join(documents), days=tuple(days))
    try:
        with transaction():
            change = services.load_calendar_year(plan, at=now_utc())
    except BadInput as error:
        known = f"{error.facts['first']}–{error.facts['last']}"
        raise Unanswerable(f"The calendar covers {known}; {year} would leave a gap.") from None
    click.echo(f"{year}: {len(days)} days read, {len(change.days)} changed.")
    for on in change.days:
        click.echo(f"  {on.isoformat()} {on:%a}")


def _reference(unit_id: int | None) -> tuple[list[Term], WorkingCalendar]:
    """Return terms and calendar from the database, or the shipped ones when there is no database yet."""
    try:
        return list(queries.all_terms(unit_id)), queries.calendar_for(unit_id)
    except (OperationalError, ProgrammingError):
        click.echo("No database yet: the data that ships with the product are used.", err=True)
        return shipped_terms(), shipped_calendar()


def _proof_lines(term: Term, due: Due, lang: str) -> Iterable[str]:
    yield f"{term.code}: {term.text('stage', lang)}"
    if term.text("variant", lang):
        yield f"  {term.text('variant', lang)}"
    yield ""
    yield from explain(due.proof, lang)
    yield ""
    yield json.dumps(due.proof.to_dict(), ensure_ascii=False, indent=1)


def _no_answer(error: Exception, code: str) -> str:
    facts = getattr(error, "facts", {})
    if isinstance(error, NoSuchTerm):
        similar = ", ".join(facts["similar"])
        return f"No term has the code {code!r}." + (f" Did you mean: {similar}?" if similar else "")
    if isinstance(error, NoSuchVariant):
        note = f" The law says: {facts['note_en']}." if facts["note_en"] else ""
        return f"{facts['term']} has no row for: {', '.join(facts['traits'])}.{note}"
    if isinstance(error, NotInForce):
        span = f"{facts['valid_from'] or '…'} – {facts['valid_to'] or '…'}"
        instead = f" Use {facts['instead']}." if facts["instead"] else ""
        return f"{facts['term']} is not in force on {facts['on']} (in force {span}).{instead}"
    if isinstance(error, NotComputable):
        return f"{facts['term']} counts {facts['number']} {facts['unit']}: it has no last day to compute."
    if isinstance(error, CalendarNotCovered):
        return f"The calendar covers {error.first} – {error.last}; {error.day} lies outside (flask calendar load YEAR FILE)."
    return str(error)


def _doubt(doubt: Doubt) -> str:
    if doubt.on is None or doubt.since is None:
        return f"the file names {doubt.number} days {doubt.name!r}, the Labour Code (Art. 112) gives {doubt.expected}."
    apart = abs((doubt.on - doubt.since).days)
    return f"{doubt.name} cannot begin on {doubt.on}: {apart} days from Tết of {doubt.since} do not fit the lunar calendar."


def _table_row(term: Term) -> str:
    span = f"{term.valid_from or '…'} – {term.valid_to or '…'}"
    duty = " · ".join(part for part in (term.stage_en, term.variant_en) if part)
    length = f"{term.number} {term.unit.value}" + ("" if term.direction.value in ("after", "-") else f" {term.direction.value}")
    cells = (f"`{term.code}`", duty, length, term.clock_en, span, term.basis_en, term.confidence)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _bad_rows(file: Path, rows: Iterable[BadRow]) -> Iterable[str]:
    yield f"{file.name}: nothing was loaded."
    for row in rows:
        value = f" ({row.value})" if row.value else ""
        yield f"  line {row.line}: {REASONS.get(row.reason, row.reason)}{value}"
