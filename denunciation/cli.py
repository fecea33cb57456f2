"""`flask register`: whether its audit chain holds, its forms, the way out when no reader is left. No content is read here."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from accounts import queries as accounts
from core.database import use_unit
from core.errors import WrongState
from core.transaction import transaction
from deadlines.clock import now_utc, today
from denunciation import trail
from denunciation.paper_forms import OWN_NAME, form_in_force, own_forms
from denunciation.paper_kinds import KINDS
from denunciation.services.confirming import confirm_at_the_terminal

WHY_NOT = {
    "readers_are_there": "There are readers of the register: one of them confirms on its page.",
    "nobody_waits": "This official does not wait to be confirmed.",
}
group = AppGroup("register", help="The sealed register: its audit chain and forms, never its content.")


@group.command("verify")
def verify() -> None:
    """Check every chain of the register; ends with 1 where one does not hold."""
    findings = trail.verify()
    for finding in findings:
        click.echo(f"unit {finding.chain}, entry {finding.seq}: {finding.kind}")
    if findings:
        raise SystemExit(1)
    click.echo("The register's trail is whole.")


@group.command("forms")
def forms() -> None:
    """List the form of every paper in use today; ends with 1 when the installation's own file has a fault."""
    own, fault = own_forms(Path(current_app.instance_path))
    for item in KINDS:
        form = form_in_force(item.kind, today(), own=own)
        marks = "".join((" own" if form.own else "", " to be confirmed" if form.uncertain else ""))
        click.echo(f"{item.kind.value} {form.form_number or '-'} from {form.valid_from.isoformat()}{marks}")
    if fault:
        raise click.ClickException(f"{OWN_NAME} is not used: {fault}")


@group.command("confirm")
@click.argument("commune")
@click.argument("username")
def confirm(commune: str, username: str) -> None:
    """Confirm a reader of COMMUNE (its code) who waits, where no other reader is left to do it."""
    unit_id = accounts.tenant_by_code(commune)
    if unit_id is None:
        raise click.ClickException("No such commune.")
    with use_unit(unit_id):
        person = next((one for one in accounts.officials(unit_id) if one.username == username), None)
        if person is None:
            raise click.ClickException("No such official.")
        try:
            with transaction():
                confirm_at_the_terminal(person.id, unit_id=unit_id, at=now_utc())
        except WrongState as no:
            raise click.ClickException(WHY_NOT[no.code]) from no
    click.echo("Confirmed; it stands in the register's trail.")
