"""Commands of the ground: audit trail, worker, copies and keys; and how a process begins or says why not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory
from types import TracebackType

import click
from cryptography.fernet import Fernet
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from flask.cli import cli as flask_group
from sqlalchemy.exc import OperationalError, ProgrammingError

from core import audit, backup, gone, returning, rotation, which_keys
from core.errors import Misconfigured, StorageAway
from core.extensions import db
from core.jobs import JobsBrokeOff, Worker, run_due
from core.objects import store

audit_group = AppGroup("audit", help="The audit trail.")
jobs_group = AppGroup("jobs", help="Letters, photos and reminders.")
backup_group = AppGroup("backup", help="Copies of database and files; never of keys.")
secrets_group = AppGroup("secrets", help="The keys that seal personal data.")
FOLDER = click.argument("folder", type=click.Path(path_type=Path))
COPY = click.argument("copy", type=click.Path(path_type=Path))
IDENTITY = click.option(
    "--identity", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="The file with a secret key of age, for an encrypted copy.",
)  # fmt: skip
IN_THE_CLEAR = "It is not encrypted: keep it on an encrypted disk, or set BACKUP_RECIPIENTS."


@audit_group.command("verify")
@click.option("--head", "heads", multiple=True, metavar="HASH", help="Also look for this hash, of a line audit_head of the log.")
@with_appcontext
def verify(heads: tuple[str, ...]) -> None:
    """Walk the whole trail; exit 1 and name the entries when one was changed, removed or reordered."""
    findings = audit.verify()
    for finding in findings:
        click.echo(f"chain {finding.chain}, entry {finding.seq}: {finding.kind}")
    lost = audit.lost(head.strip().lower() for head in heads)
    for head in lost:
        click.echo(f"No entry has the hash {head} any more: the trail was written anew, or that hash is of another one.")
    if findings or lost:
        raise SystemExit(1)
    click.echo("The audit trail is whole.")


@jobs_group.command("run")
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@with_appcontext
def run(once: bool) -> None:
    """Deliver letters, re-encode photos, send reminders, until stopped. Once: exit 1 when a job broke off."""
    returning.look()
    if once:
        _run_once()
        return
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    Worker(app, app.config["SETTINGS"], app.config["NOW"]).run()


def _run_once() -> None:
    broken: list[str] = []
    try:
        results = run_due(at=current_app.config["NOW"]())
    except JobsBrokeOff as fault:
        results, broken = fault.done, fault.broken
    for name, done in results.items():
        click.echo(f"{name}: {'held by another worker' if done is None else done}")
    for name in broken:
        click.echo(f"{name}: broke off, see the log")
    if broken:
        raise SystemExit(1)


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except backup.NoBackup as no:
        raise click.ClickException(no.sentence) from no
    except OSError as no:
        raise click.ClickException(f"{no.filename}: {no.strerror}.") from no
    except StorageAway as no:
        raise click.ClickException(store().fault() or "The store of STORAGE_URL did not answer; do it again.") from no


def _say(copy: backup.Copy, what: str) -> None:
    click.echo(f"{what}: {len(copy.sums)} files, made at {copy.made_at}, tables of release {copy.tables}.")


@backup_group.command("create")
@FOLDER
@with_appcontext
def create_backup(folder: Path) -> None:
    """Copy database and files into FOLDER, which must not be there yet, or with BACKUP_RECIPIENTS into the file FOLDER.age."""
    recipients = current_app.config["SETTINGS"].recipients
    with _sentences():
        copy = backup.create(folder, at=current_app.config["NOW"](), recipients=recipients)
    _say(copy, "Copied")
    if recipients:
        place = backup.name_of(folder, encrypted=True)
        click.echo(f"{place} is encrypted; keys that open it: {len(recipients)}.")
    else:
        click.echo(IN_THE_CLEAR)


@backup_group.command("verify")
@COPY
@IDENTITY
def verify_backup(copy: Path, identity: Path | None) -> None:
    """Read every byte of a copy; exit 1 when something is missing, new or changed."""
    with _sentences():
        _say(backup.verify(copy, identity=identity), "The copy is whole")


@backup_group.command("restore")
@COPY
@IDENTITY
@click.option("--without-marks", is_flag=True, help="The file of marks is lost: what was moved or erased since comes back.")
@with_appcontext
def restore_backup(copy: Path, identity: Path | None, without_marks: bool) -> None:
    """Put a copy into an empty installation and settle it; nothing that is there is overwritten."""
    with _sentences():
        made = backup.restore(copy, without_marks=without_marks, identity=identity)
    _say(made, "Restored")
    if gone.marks() is None:
        click.echo(
            f"There is no {gone.marks_file()}: had anything been moved to the sealed register or erased after {made.made_at}, "
            "it would stand open again."
        )
    _settle()


@backup_group.command("settle")
@with_appcontext
def settle_backup() -> None:
    """Do what is left to do to a copy that came back; server and worker do not begin before."""
    _settle()


def _settle() -> None:
    fault = which_keys.fault()
    if fault:
        raise click.ClickException(f"{fault} Then: flask backup settle.")
    with _sentences():
        done = returning.settle(current_app.config["NOW"]())
    click.echo("Tables are of this release, all sessions ended, what had gone is gone again." if done else "Nothing waits.")
    click.echo("Now: flask audit verify, flask register verify.")


@secrets_group.command("rotate")
@with_appcontext
def rotate_secrets() -> None:
    """Seal old values with the first of DATA_KEYS; a round that was broken off is simply begun again, the server may go on."""
    values = rotation.rotate(at=current_app.config["NOW"]())
    click.echo(
        f"Sealed anew: {values}. Every value is sealed with the first key now; the last one stays, it finds codes and phones."
    )


def started(make: Callable[..., Flask]) -> Flask:
    """Return the application of this process, a server or a command; one that cannot begin ends with a sentence instead.

    ``make`` takes settings that hold instead of those of the environment.
    """
    sys.excepthook = _say_why
    try:
        app = make()
        _look_at_the_keys(app)
        if click.get_current_context(silent=True) is None:  # a server; commands are what an operator mends with
            _look_at_the_copy(app)
        _look_at_the_store(app)
        return app
    except Misconfigured as no:
        if _asks_for_help(sys.argv[1:]) and click.get_current_context(silent=True):
            return _only_to_tell(make)
        raise SystemExit(f"Error: {no.sentence}") from None
    except OSError as no:
        raise SystemExit(
            f"Error: {no.filename or 'a file'} cannot be used: {no.strerror}. See INSTANCE_DIR, STORAGE_URL."
        ) from None


def _asks_for_help(words: list[str]) -> bool:
    """Whether a command line only asks what there is: of all, of a group or of a command, with no option before it."""
    return words[-1:] == ["--help"] and not any(word.startswith("-") for word in words[:-1])


def _only_to_tell(make: Callable[..., Flask]) -> Flask:
    """Return an application that lists its commands, before there are keys and without a look at database and files."""
    with TemporaryDirectory() as folder:
        return make(secret_key=token_urlsafe(48), data_keys=Fernet.generate_key().decode(), instance_dir=folder)


def _look_at_the_keys(app: Flask) -> None:
    """Refuse keys that are not those of the database; nothing of it is left open for processes that are forked later."""
    with app.app_context():
        try:
            which_keys.settle(at=app.config["NOW"]())
        finally:
            db.session.remove()
            db.engine.dispose()


def _look_at_the_copy(app: Flask) -> None:
    """Refuse a database that came back from a copy and was not settled."""
    with app.app_context():
        try:
            returning.look()
        finally:
            db.engine.dispose()


def _look_at_the_store(app: Flask) -> None:
    """Say what is wrong with the store; the process goes on, for letters without photos need none and a store comes back."""
    with app.app_context():
        fault = store().fault()
    if fault:
        click.echo(f"Warning: {fault} Photos and papers are neither taken nor shown until it is mended.", err=True)


def _say_why(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say in a sentence what ended a command where the operator can mend it; anything else as Python does."""
    if isinstance(error, Misconfigured):
        click.echo(f"Error: {error.sentence}", err=True)
    elif isinstance(error, OperationalError | ProgrammingError):
        click.echo(f"Error: the database says: {str(error.orig).strip()}", err=True)
        click.echo("Is it running, does DATABASE_URL name it, and was `flask db upgrade` run?", err=True)
    else:
        sys.__excepthook__(kind, error, trace)


def install(app: Flask) -> None:
    """Add the commands, and say at their list where they are explained; a library's own stay out of the list."""
    flask_group.epilog = "What each command does and answers: docs/operations.md, “Commands”."
    if "limiter" in flask_group.commands:  # Flask-Limiter brings it along; limits are settings here
        flask_group.commands["limiter"].hidden = True
    app.cli.add_command(audit_group)
    app.cli.add_command(jobs_group)
    app.cli.add_command(backup_group)
    app.cli.add_command(secrets_group)
