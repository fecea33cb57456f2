"""Commands of the letters' room: ``flask feedback import FILE`` and ``flask demo load``."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from accounts.queries import tenant_by_code
from core.database import use_unit
from core.errors import Misconfigured
from core.letters import public_address
from core.which_commune import COMMUNE, commune_named
from feedback.demo import DEMO_COMMUNE, DemoReport, load_demo
from feedback.demo_apologies import load_apology
from feedback.demo_complaints import load_complaints
from feedback.demo_data import load_data_requests
from feedback.demo_pictures import load_pictures
from feedback.import_rules import ImportRow, UnreadableFile, raw_rows
from feedback.importing import Choices, NoDesk, Report, by_line, import_rows

feedback_group = AppGroup("feedback", help="Letters of residents.")
demo_group = AppGroup("demo", help="The demonstration commune.")
DENUNCIATION_PATH = "/to-cao"
DAYS_IN_MONTH = 30


@feedback_group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@COMMUNE
@click.option(
    "--spread-months", type=click.IntRange(1, 16), default=6, show_default=True, help="Over how many months dateless rows lie."
)
@click.option("--publish", is_flag=True, help="Show masked public versions at once, unread; for demonstrations.")
@click.option("--dry-run", is_flag=True, help="Try every row, say what would become of it, and keep nothing.")
@with_appcontext
def import_command(file: Path, code: str | None, spread_months: int, publish: bool, dry_run: bool) -> None:
    """Take the letters of FILE (.csv or .jsonl, see docs/import-format.md) in as cases.

    Exit code 0: every row was taken, was there, or was a denunciation; 1: some rows are bad; 2: nothing could be read.
    """
    unit_id = commune_named(code, refuse=click.UsageError)
    choices = Choices(days=spread_months * DAYS_IN_MONTH, publish=publish, dry_run=dry_run)
    try:
        rows = raw_rows(file.read_bytes(), suffix=file.suffix)
        report = import_rows(rows, unit_id=unit_id, at=current_app.config["NOW"](), choices=choices)
    except (UnreadableFile, NoDesk) as error:
        raise click.UsageError(str(error)) from error
    for line in (*by_line(report), told(report)[-1], "Nothing was kept: this was a dry run.") if dry_run else told(report):
        click.echo(line)
    if report.bad:
        raise SystemExit(1)


@demo_group.command("load")
@with_appcontext
def demo_load() -> None:
    """Load the demonstration commune with its letters and print how to sign in; a second run adds nothing."""
    try:
        report = load_demo(instance=current_app.config["SETTINGS"].instance, at=current_app.config["NOW"]())
    except (Misconfigured, NoDesk) as error:
        raise click.ClickException(str(error)) from error
    for line in (*_demo_lines(report), *told(report.letters), "", *_sign_ins(report)):
        click.echo(line)


@demo_group.command("pictures")
@with_appcontext
def demo_pictures() -> None:
    """Load finished cases with pictures before and after into the demonstration; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    with use_unit(unit_id):
        click.echo(f"Finished cases with pictures: {load_pictures(unit_id, at=current_app.config['NOW']())} new.")


@demo_group.command("complaints")
@with_appcontext
def demo_complaints() -> None:
    """Load two complaints at different steps into the demonstration; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    with use_unit(unit_id):
        click.echo(f"Complaints: {load_complaints(unit_id, at=current_app.config['NOW']())} new.")


@demo_group.command("apologies")
@with_appcontext
def demo_apologies() -> None:
    """Let the demonstration's commune apologise for the case that is late longest; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    with use_unit(unit_id):
        click.echo(f"Apologies: {load_apology(unit_id, at=current_app.config['NOW']())} new.")


@demo_group.command("data-requests")
@with_appcontext
def demo_data_requests() -> None:
    """Let two people of the demonstration ask about the data of their letters; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    with use_unit(unit_id):
        click.echo(f"Requests about personal data: {load_data_requests(unit_id, at=current_app.config['NOW']())} new.")


def told(report: Report) -> list[str]:
    """Return the lines that say what became of a file; no line repeats a letter's words."""
    lines = [f"{bad.label}: not taken: {'; '.join(bad.reasons)}." for bad in report.bad]
    lines += [_denunciation(row) for row in report.refused]
    lines += [
        f"{taken.label}: a complaint (khiếu nại); case {taken.code} waits for the complaint procedure."
        for taken in report.taken
        if taken.complaint
    ]
    if report.moved:
        lines.append(f"Dates before the commune or its calendar began, moved by whole weeks: {report.moved}.")
    if report.drawn:
        lines.append(f"Rows without a date that were given one: {report.drawn}.")
    return [*lines, summary(report)]


def summary(report: Report) -> str:
    """Return e.g. "60 read, 59 became cases, 0 already there, 1 refused as a denunciation, 0 bad rows."."""
    new = f"{len(report.taken)} became cases" if report.taken else "0 new"
    refused = f"{len(report.refused)} refused as a denunciation"
    return f"{report.read} read, {new}, {report.there} already there, {refused}, {len(report.bad)} bad rows."


def _denunciation(row: ImportRow) -> str:
    sign = "by its own words" if row.by_words else "by its kind"
    return (
        f"{row.label}: refused: {sign} a denunciation (tố cáo), which is not taken in as text. Its sender is led to "
        f"{public_address(DENUNCIATION_PATH)}: a denunciation is made by a signed letter or in person, and its sender is "
        "protected (Law on Denunciation 2018, Art. 8, 22, 23)."
    )


def _demo_lines(report: DemoReport) -> list[str]:
    changed = report.commune.changes
    return [
        f"Legal time: {len(report.terms.codes)} terms and {len(report.terms.days)} special days are new.",
        f"Commune: {changed} rows new or changed, {report.commune.unchanged} as before (its first plan among them).",
        f"Answer templates: {report.templates} new.",
    ]


def _sign_ins(report: DemoReport) -> list[str]:
    lines = [f"Demo sign-ins, password {report.password}"]
    lines += [f"  {person.username:<22} {person.full_name}, {person.title}" for person in report.people]
    shown = next((taken for taken in report.letters.taken if taken.answered), None)
    if shown is not None:
        lines += ["", f"To try {public_address('/tra-cuu')}: code {shown.code}, secret words {shown.secret}"]
    return lines
