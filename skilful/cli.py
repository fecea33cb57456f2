"""The command of the room: ``flask demo skilful``."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from accounts.queries import tenant_by_code
from core.database import use_unit
from core.transaction import transaction
from dialogue.cli import demo_group
from feedback.demo import DEMO_COMMUNE
from skilful.demo import show_models


@demo_group.command("skilful")
@with_appcontext
def demo_skilful() -> None:
    """Load the skilful models of the demonstration; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    with use_unit(unit_id), transaction():
        made = show_models(unit_id, at=current_app.config["NOW"]())
    click.echo(f"Skilful models: {made} made." if made else "The skilful models of the demonstration are there.")
