"""``--commune CODE``: for which commune a command works. The ground knows none: whoever does hangs in how they are found."""

from __future__ import annotations

from collections.abc import Callable

import click
from flask import Flask, current_app

HELP = "Code of the commune, e.g. 06505; not needed when there is one only."
COMMUNE = click.option("--commune", "--unit", "code", metavar="CODE", help=HELP)


def install(app: Flask, *, by_code: Callable[[str], int | None], only: Callable[[], int | None]) -> None:
    """Let commands find a commune by its code, and the only one."""
    app.extensions["gandan.which_commune"] = (by_code, only)


def commune_named(code: str | None, *, refuse: type[click.ClickException] = click.ClickException) -> int:
    """Return the commune of a code, or the only one. Raises ``refuse`` with a sentence."""
    by_code, only = current_app.extensions["gandan.which_commune"]
    unit_id: int | None = by_code(code) if code else only()
    if unit_id is None:
        raise refuse(
            f"No commune {code} is loaded." if code else "There is no commune, or several: name one with --commune CODE."
        )
    return unit_id
