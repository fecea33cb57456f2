"""Commands of the ground: the audit trail and the worker."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from core import audit
from core.jobs import Worker, run_due

audit_group = AppGroup("audit", help="The audit trail.")
jobs_group = AppGroup("jobs", help="Letters, photos and reminders.")


@audit_group.command("verify")
@with_appcontext
def verify() -> None:
    """Walk the whole trail; exit 1 and name the entries when one was changed, removed or reordered."""
    findings = audit.verify()
    for finding in findings:
        click.echo(f"chain {finding.chain}, entry {finding.seq}: {finding.kind}")
    if findings:
        raise SystemExit(1)
    click.echo("The audit trail is whole.")


@jobs_group.command("run")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@with_appcontext
def run(once: bool) -> None:
    """Deliver letters, re-encode photos, send reminders, until stopped."""
    now = current_app.config["NOW"]
    if once:
        for name, done in run_due(at=now()).items():
            click.echo(f"{name}: {done if done is not None else 'held by another worker'}")
        return
    Worker(current_app._get_current_object(), current_app.config["SETTINGS"], now).run()  # type: ignore[attr-defined]


def install(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(audit_group)
    app.cli.add_command(jobs_group)
