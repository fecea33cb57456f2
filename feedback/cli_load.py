"""Commands that fill a commune with invented cases, for measurements and for trying the product out at full size."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select

from accounts.models import Unit
from core.database import use_unit
from core.errors import DomainError
from core.extensions import db
from feedback.load.generator import generate

load_group = AppGroup("load", help="Invented cases for measurements.")


@load_group.command("generate")
@click.option("--cases", type=click.IntRange(1, 2_000_000), required=True, help="How many.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same cases.")
@click.option("--unit", "code", default="", help="Code of the commune (default: the only one).")
@with_appcontext
def generate_command(cases: int, seed: int, code: str) -> None:
    """Make CASES invented cases spread over the last 24 months, with their clocks, answers, ratings and public versions."""
    unit_id = _unit_id(code)
    try:
        with use_unit(unit_id):
            done = generate(unit_id, cases=cases, seed=seed, at=current_app.config["NOW"](), report=_report)
    except DomainError as error:
        raise click.ClickException(f"No cases were made: {error.code} {error.facts}") from error
    click.echo(f"{done.cases} cases in {done.seconds:.1f} s: {done.rate:.0f} cases a second.")
    click.echo(f"The secret words of every one of them: {done.secret}")


def _unit_id(code: str) -> int:
    query = select(Unit.id).where(Unit.is_tenant).order_by(Unit.id)
    found = list(db.session.scalars(query.where(Unit.code == code) if code else query))
    if len(found) != 1:
        sentence = f"There is no commune with the code {code}." if code else "Name the commune with --unit CODE."
        raise click.ClickException(sentence)
    return found[0]


def _report(made: int, seconds: float) -> None:
    if made % 10_000 == 0:
        click.echo(f"  {made} cases after {seconds:.1f} s")
