"""Commands of the dialogues: ``flask dialogue import FILE`` and ``flask demo dialogues``."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import func, select

from accounts.queries import tenant_by_code
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from core.which_commune import COMMUNE, commune_named
from deadlines.clock import local_date
from dialogue.dialogue_demo import show_dialogues
from dialogue.models import Dialogue
from dialogue.past_import import PastReport, UnreadableList, import_past
from feedback.cli import demo_group
from feedback.demo import DEMO_COMMUNE

group = AppGroup("dialogue", help="Dialogues between leaders and residents.")
PAST_FILE = Path(__file__).parent / "data" / "past_vi.csv"


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@COMMUNE
@with_appcontext
def import_command(file: Path, code: str | None) -> None:
    """Take past dialogues of FILE (.csv: kind, date, title, content, place, attended, conclusion) in.

    Exit code 0: every row was taken or was there; 1: some rows are bad, the others went in; 2: nothing could be read.
    """
    unit_id = commune_named(code, refuse=click.UsageError)
    try:
        report = import_past(file.read_bytes(), unit_id=unit_id, at=current_app.config["NOW"]())
    except UnreadableList as error:
        raise click.UsageError(str(error)) from error
    for line in told(report):
        click.echo(line)
    if report.bad:
        raise SystemExit(1)


@demo_group.command("dialogues")
@with_appcontext
def demo_dialogues() -> None:
    """Load the dialogues of the demonstration, past, concluded and announced; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    at = current_app.config["NOW"]()
    with use_unit(unit_id):
        if db.session.scalar(select(func.count()).select_from(Dialogue)):
            click.echo("The dialogues of the demonstration are there.")
            return
        with transaction():
            show_dialogues(unit_id, at=at)
    november = date(local_date(at).year - 1, 11, 14)
    report = import_past(
        PAST_FILE.read_text(encoding="utf-8").replace("{date}", november.isoformat()).encode(), unit_id=unit_id, at=at
    )
    click.echo(f"Dialogues: {report.taken + 1} past, 1 announced.")


def told(report: PastReport) -> list[str]:
    """Return the lines that say what became of a file; bad rows by their line."""
    lines = [f"Line {row.line}: not taken: {'; '.join(row.reasons)}." for row in report.bad]
    return [*lines, f"{report.read} read, {report.taken} new, {report.there} already there, {len(report.bad)} bad rows."]
