"""Commands for communes and accounts: ``flask commune load``, ``flask accounts create | disable | reset``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from accounts import passwords, phrases, place_phrases, queries
from accounts.boundary_file import read_boundary_file
from accounts.place_queries import where_is
from accounts.read_models import OfficialItem, Post
from accounts.roles import Role
from accounts.services import people, second_factor
from accounts.services.boundary_loading import load_boundaries
from accounts.services.commune_checks import unanswered
from accounts.services.commune_loading import load_commune
from accounts.unit_queries import old_place
from core.database import use_unit
from core.errors import BadInput, DomainError
from core.i18n import use_locale
from core.transaction import transaction
from core.which_commune import COMMUNE, commune_named
from deadlines.clock import now_utc, today

commune_group = AppGroup("commune", help="Communes: their tree, departments, villages, fields and officials.")
accounts_group = AppGroup("accounts", help="Accounts of officials.")


class OnlyChecked(Exception):
    """A load was tried to see what it would do; it is taken back."""


@commune_group.command("load")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def load(file: Path) -> None:
    """Load a commune's TOML file; bad rows are named (exit code 1), good ones go in, a second run changes nothing.

    It says which letters would lie with nobody.
    """
    with transaction():
        report = load_commune(file, at=now_utc())
    for problem in report.problems:
        click.echo(f"not taken: {problem}", err=True)
    if report.unit_id is None:
        raise SystemExit(1)
    for word, counts in (("added", report.added), ("changed", report.changed)):
        if counts:
            click.echo(f"{word}: " + ", ".join(f"{number} {name}" for name, number in sorted(counts.items())))
    click.echo(f"{report.changes} changes, {report.unchanged} rows as before, {len(report.problems)} not taken.")
    with use_unit(report.unit_id):
        for lack in unanswered(report.unit_id, on=today()):
            click.echo(f"beware: {lack}.", err=True)
    if report.problems:
        raise SystemExit(1)


@commune_group.command("place")
@click.argument("name")
@with_appcontext
def place(name: str) -> None:
    """Say where an old place lies today, e.g. "Y Tịch" (marks may be left out)."""
    found = old_place(name)
    with use_locale("vi"):
        for item in found:
            click.echo(phrases.old_place_sentence(item))
    if not found:
        click.echo("No ended unit of that name.", err=True)
        raise SystemExit(1)


@commune_group.command("boundaries")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only say what is wrong with the file; change nothing.")
@click.option(
    "--from", "first", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]),
    help="From when they hold, where the file says nothing.",
)  # fmt: skip
@COMMUNE
@with_appcontext
def boundaries(file: Path, check: bool, first: datetime | None, code: str | None) -> None:
    """Load boundaries of communes and villages (GeoJSON); bad ones are named (exit code 1), a second run changes nothing."""
    unit_id = commune_named(code)
    with suppress(OnlyChecked), transaction():
        report = load_boundaries(read_boundary_file(file), unit_id=unit_id, at=now_utc(), on=first.date() if first else None)
        if check:
            raise OnlyChecked
    for problem in report.problems:
        click.echo(f"not taken: {problem}", err=True)
    verb = "would be changed" if check else "changed"
    click.echo(f"{report.changes} boundaries {verb}, {report.unchanged} as before, {len(report.problems)} not taken.")
    if report.problems:
        raise SystemExit(1)


@commune_group.command("where")
@click.argument("latitude", type=float)
@click.argument("longitude", type=float)
@COMMUNE
@with_appcontext
def where(latitude: float, longitude: float, code: str | None) -> None:
    """Say in which village, or in which other commune, a point lies today."""
    unit_id = commune_named(code)
    profile = queries.commune_profile(unit_id)
    with use_unit(unit_id), use_locale("vi"):
        found = where_is(unit_id, lat=latitude, lon=longitude, on=today())
        click.echo(
            place_phrases.where_sentence(found, commune=profile.name if profile else "") or "Nothing is known of this point."
        )


@accounts_group.command("create")
@click.argument("username")
@click.option("--name", required=True, help="Full name.")
@click.option("--title", default="", help="Office held.")
@click.option("--role", "role", required=True, type=click.Choice([role.value for role in Role]), help="What the account may do.")
@click.option("--department", default="", help="Code of the department.")
@COMMUNE
@with_appcontext
def create(username: str, name: str, title: str, role: str, department: str, code: str | None) -> None:
    """Open an account and print its one-time password."""
    unit_id = commune_named(code)
    password = passwords.one_time_password()
    hashed = passwords.hash_password(password)
    with use_unit(unit_id):
        place_id = _department(unit_id, department)
        facts = people.PersonFacts(full_name=name, title=title, email="", posts=(Post(Role(role), place_id),))
        with _refusals(), transaction():
            people.create_official(
                unit_id=unit_id, actor=None, username=username, facts=facts, hashed=hashed, on=today(), at=now_utc()
            )
    click.echo(f"{username.lower()} {password}")


@accounts_group.command("disable")
@click.argument("username")
@COMMUNE
@with_appcontext
def disable(username: str, code: str | None) -> None:
    """Close an account and end its sessions."""
    unit_id = commune_named(code)
    with use_unit(unit_id):
        person = _official(unit_id, username)
        with _refusals(), transaction():
            people.disable_official(
                unit_id=unit_id, actor=None, public_id=person.public_id, expected_version=None, on=today(), at=now_utc()
            )
    click.echo(f"{username} is closed." if person.active else f"{username} was closed already.")


@accounts_group.command("reset")
@click.argument("username")
@click.option("--second-factor", "factor", is_flag=True, help="Also take the second factor away: telephone and codes are lost.")
@COMMUNE
@with_appcontext
def reset(username: str, factor: bool, code: str | None) -> None:
    """Give a one-time password and print it; sessions end, a lock is lifted. The second factor stays unless it is named."""
    unit_id = commune_named(code)
    password = passwords.one_time_password()
    hashed = passwords.hash_password(password)
    with use_unit(unit_id):
        public_id = _official(unit_id, username).public_id
        with _refusals(), transaction():
            people.reset_password(unit_id=unit_id, actor=None, public_id=public_id, hashed=hashed, at=now_utc())
            if factor:
                second_factor.take_away(unit_id=unit_id, actor=None, public_id=public_id, at=now_utc())
    click.echo(f"{username} {password}")


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn a command's refusal into one line and exit code 1."""
    try:
        yield
    except BadInput as error:
        raise click.ClickException(
            "; ".join(f"{name}: {phrases.english_fault(code)}" for name, code in error.errors.items())
        ) from error
    except DomainError as error:
        raise click.ClickException(phrases.english_fault(error.code)) from error


def _department(unit_id: int, code: str) -> int | None:
    if not code:
        return None
    known = {item.code: item.id for item in queries.departments(unit_id, on=today())}
    if code not in known:
        raise click.ClickException(f"No department {code!r}; there are: {', '.join(known)}.")
    return known[code]


def _official(unit_id: int, username: str) -> OfficialItem:
    everybody = queries.officials(unit_id, active_only=False)
    found = next((item for item in everybody if item.username == username.lower()), None)
    if found is None:
        raise click.ClickException(f"No official {username!r}.")
    return found
