"""The command of the room: ``flask demo consultations``."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from accounts.queries import tenant_by_code
from consultation.demo import show_consultations
from core.database import use_unit
from core.transaction import transaction
from dialogue.cli import demo_group
from feedback.demo import DEMO_COMMUNE


@demo_group.command("consultations")
@with_appcontext
def demo_consultations() -> None:
    """Load the consultations of the demonstration, one summed up and one open; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    with use_unit(unit_id), transaction():
        made = show_consultations(unit_id, at=current_app.config["NOW"]())
    click.echo(f"Consultations: {made} made." if made else "The consultations of the demonstration are there.")
