"""Commands of the room: ``flask demo disclosures``."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from accounts.queries import tenant_by_code
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from dialogue.cli import demo_group
from disclosure.demo import show_disclosures
from disclosure.land_demo import show_lands
from disclosure.models import DisclosureItem
from feedback.demo import DEMO_COMMUNE


@demo_group.command("disclosures")
@with_appcontext
def demo_disclosures() -> None:
    """Load what the demonstration commune discloses, and its land projects; a second run adds nothing."""
    unit_id = tenant_by_code(DEMO_COMMUNE)
    if unit_id is None:
        raise click.ClickException("Load the demonstration first: flask demo load.")
    with use_unit(unit_id):
        if db.session.scalar(select(func.count()).select_from(DisclosureItem)):
            click.echo("The disclosures of the demonstration are there.")
            return
        with transaction():
            at = current_app.config["NOW"]()
            number, lands = show_disclosures(unit_id, at=at), show_lands(unit_id, at=at)
    click.echo(f"Disclosures: {number}. Land projects: {lands}.")
