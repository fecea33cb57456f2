"""Commands that fill a commune with invented cases, for measurements and for trying the product out at full size."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import func, select

from accounts.models import Official
from accounts.queries import tenant_by_code
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import DomainError
from core.extensions import db
from core.which_commune import COMMUNE, commune_named
from feedback.load.generator import generate
from feedback.models import Case

load_group = AppGroup("load", help="Invented cases for measurements.")


@load_group.command("generate")
@click.option("--cases", type=click.IntRange(1, 2_000_000), required=True, help="How many.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same cases.")
@click.option("--yes-into", metavar="CODE", help="Fill this commune although it is at work: its public pages will show them.")
@COMMUNE
@with_appcontext
def generate_command(cases: int, seed: int, yes_into: str | None, code: str | None) -> None:
    """Make CASES invented cases spread over the last 24 months, with their clocks, answers, ratings and public versions.

    They stand on the public pages like real ones. A commune that is at work is refused (exit code 1) unless --yes-into names it.
    """
    unit_id = commune_named(code or yes_into)
    try:
        with use_unit(unit_id):
            if (not yes_into or tenant_by_code(yes_into) != unit_id) and _is_at_work(unit_id):
                raise click.ClickException(
                    "Invented cases would mix with real ones: this commune has letters, or officials who signed in. "
                    "Take an empty installation, or say --yes-into CODE."
                )
            done = generate(unit_id, cases=cases, seed=seed, at=current_app.config["NOW"](), report=_report)
    except DomainError as error:
        raise click.ClickException(f"No cases were made: {error.code} {error.facts}") from error
    click.echo(f"{done.cases} cases in {done.seconds:.1f} s: {done.rate:.0f} cases a second.")
    click.echo(f"The secret words of every one of them: {done.secret}")


def _is_at_work(unit_id: int) -> bool:
    """Whether a commune in production, no demonstration, has cases that were not made here, or somebody signed in there."""
    entries = select(AuditEntry.facts).where(AuditEntry.chain == unit_id)
    shown = entries.where(AuditEntry.subject == "officials", AuditEntry.action == "official:demo_passwords_set")
    if current_app.config["SETTINGS"].environment != "production" or db.session.scalar(shown.limit(1)) is not None:
        return False
    made = entries.where(AuditEntry.subject == f"unit:{unit_id}", AuditEntry.action == "feedback:load:generated")
    invented = sum(facts["cases"] for facts in db.session.scalars(made))
    here = db.session.scalar(select(func.count()).select_from(Case)) or 0
    came_in = select(Official.id).where(Official.unit_id == unit_id, Official.last_sign_in_at.is_not(None)).limit(1)
    return here > invented or db.session.scalar(came_in) is not None


def _report(made: int, seconds: float) -> None:
    if made % 10_000 == 0:
        click.echo(f"  {made} cases after {seconds:.1f} s")
