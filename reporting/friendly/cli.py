"""The commands of the assessments: ``flask friendly load FILE`` and ``flask demo friendly``."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from accounts.queries import tenant_by_code
from core.database import use_unit
from core.transaction import transaction
from core.which_commune import COMMUNE, commune_named
from dialogue.cli import demo_group
from feedback.demo import DEMO_COMMUNE
from reporting.friendly.criteria import BadCriteria, read
from reporting.friendly.demo import show_assessments
from reporting.friendly.services import load_lists

group = AppGroup("friendly", help="Criteria of “Chính quyền thân thiện”.")


@group.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@COMMUNE
@with_appcontext
def load(file: Path, code: str | None) -> None:
    """Load a commune's own criteria (TOML, as reporting/data/friendly_criteria.toml); a second run changes nothing."""
    unit_id = commune_named(code)
    try:
        lists = read(file.read_bytes())
    except BadCriteria as fault:
        raise click.ClickException(str(fault)) from None
    with use_unit(unit_id), transaction():
        changed = load_lists(lists, unit_id=unit_id, at=current_app.config["NOW"]())
    click.echo(f"{len(lists)} lists read, {changed} changed.")


@demo_group.command("friendly")
@with_appcontext
def demo_friendly() -> None:
    """Load the assessments of the demonstration; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    with use_unit(unit_id), transaction():
        made = show_assessments(unit_id, at=current_app.config["NOW"]())
    click.echo(f"Assessments: {made} made." if made else "The assessments of the demonstration are there.")
