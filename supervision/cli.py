"""The command of the room: ``flask demo supervision``."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from accounts.queries import tenant_by_code
from core.database import use_unit
from core.transaction import transaction
from dialogue.cli import demo_group
from feedback.demo import DEMO_COMMUNE
from supervision.demo import show_recommendations


@demo_group.command("supervision")
@with_appcontext
def demo_supervision() -> None:
    """Load the supervision recommendations of the demonstration; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    with use_unit(unit_id), transaction():
        made = show_recommendations(unit_id, at=current_app.config["NOW"]())
    click.echo(f"Recommendations: {made} made." if made else "The recommendations of the demonstration are there.")
