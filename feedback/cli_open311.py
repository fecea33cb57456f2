"""The command ``flask feedback import-open311``: letters of another system, from its address or a file of its answer."""

from __future__ import annotations

import http.client
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import current_app
from flask.cli import with_appcontext

from core import outgoing
from core.letters import webhooks_anywhere
from core.which_commune import COMMUNE, commune_named
from feedback.cli import DAYS_IN_MONTH, feedback_group, told
from feedback.import_open311 import Origin, request_rows
from feedback.import_rules import UnreadableFile
from feedback.importing import Choices, NoDesk, by_line, import_rows

MOST_BYTES = 20 * 1024 * 1024


@feedback_group.command("import-open311")
@click.argument("source")
@COMMUNE
@click.option("--system", help="Name of the other system, part of a request's identity. Default: the host, or the file's name.")
@click.option("--topic", "topics", multiple=True, metavar="CODE=FIELD", help="Their service_code is our field; may be repeated.")
@click.option("--otherwise", default="", metavar="FIELD", help="Our field for every other service_code, e.g. khac.")
@click.option("--dry-run", is_flag=True, help="Try every row and keep nothing.")
@with_appcontext
def import_open311(
    source: str, code: str | None, system: str | None, topics: tuple[str, ...], otherwise: str, dry_run: bool
) -> None:  # fmt: skip
    """Take the service requests of SOURCE (an https address of …/requests.json or .xml, or a file) in as cases.

    Exit code 0: every row was taken, was there, or was a denunciation; 1: some rows are bad; 2: nothing could be read.
    """
    unit_id = commune_named(code, refuse=click.UsageError)
    origin = Origin(system=system or _name_of(source), topics=_pairs(topics), otherwise=otherwise)
    try:
        rows = list(request_rows(_read(source), origin=origin))
        report = import_rows(
            rows, unit_id=unit_id, at=current_app.config["NOW"](), choices=Choices(days=6 * DAYS_IN_MONTH, dry_run=dry_run)
        )
    except (UnreadableFile, NoDesk) as error:
        raise click.UsageError(str(error)) from error
    for line in (*by_line(report), told(report)[-1]):
        click.echo(line)
    if dry_run:
        click.echo("Nothing was kept: this was a dry run.")
    if report.bad:
        raise SystemExit(1)


def _is_address(source: str) -> bool:
    return source.startswith(("https://", "http://"))


def _name_of(source: str) -> str:
    return (urlsplit(source).hostname or "open311") if _is_address(source) else Path(source).stem


def _pairs(topics: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(topic.partition("=")[::2] for topic in topics)
    if not all(pairs.values()):
        raise click.UsageError("Write --topic as CODE=FIELD, e.g. --topic 003=giao_thong.")
    return pairs


def _read(source: str) -> bytes:
    """Return the answer. Raises UnreadableFile with a sentence for the operator."""
    if not _is_address(source):
        path = Path(source)
        if not path.is_file():
            raise UnreadableFile(f"There is no file {path.name}.")
        data = path.read_bytes()
    else:
        try:
            answer = outgoing.call(source, method="GET", anywhere=webhooks_anywhere(), looked_at=MOST_BYTES + 1)
        except outgoing.Unsafe as problem:
            raise UnreadableFile(f"The address is not called ({problem.code}): https and a public machine are needed.") from None
        except (OSError, ValueError, http.client.HTTPException) as problem:
            raise UnreadableFile(f"The address does not answer ({type(problem).__name__}).") from None
        if answer.status != 200:
            raise UnreadableFile(f"The address answered with status {answer.status}; redirects are not followed.")
        data = answer.body
    if len(data) > MOST_BYTES:
        raise UnreadableFile("The answer is larger than 20 MB: ask for a shorter time (start_date, end_date).")
    return data
