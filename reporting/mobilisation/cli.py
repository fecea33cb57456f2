"""The command of the reports: ``flask demo reports``."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from accounts.queries import tenant_by_code
from core.database import use_unit
from core.transaction import transaction
from dialogue.cli import demo_group
from feedback.demo import DEMO_COMMUNE
from reporting.mobilisation.demo import show_reports


@demo_group.command("reports")
@with_appcontext
def demo_reports() -> None:
    """Load the reports on mass mobilisation of the demonstration; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    with use_unit(unit_id), transaction():
        made = show_reports(unit_id, at=current_app.config["NOW"]())
    click.echo(f"Reports: {made} made." if made else "The reports of the demonstration are there.")
