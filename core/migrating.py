"""`flask db`. Alembic comes with it: 8 MB that neither a web process nor the worker needs, so it is loaded when asked for."""

from __future__ import annotations

from functools import cache
from typing import Any

import click
from flask import Flask

from core.config import ROOT
from core.extensions import db
from core.late import LateCommand

NAME = "db"


class Migrations(LateCommand):
    """Stands where Flask-Migrate is looked for, as command and as extension, and makes room for it at the first question."""

    def __init__(self, app: Flask) -> None:
        super().__init__(NAME, help="The structure of the database.")
        self._app = app

    def load(self) -> click.Command:
        """Let Flask-Migrate take both places; return its command."""
        from flask_migrate import Migrate  # noqa: PLC0415  (see above)

        Migrate(self._app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
        return self._app.cli.commands[NAME]


class Extension:
    """What Flask-Migrate's functions and `migrations/env.py` ask: the first question puts the real one here."""

    def __init__(self, migrations: Migrations, app: Flask) -> None:
        self._migrations, self._app = migrations, app

    def __getattr__(self, name: str) -> Any:
        """Pass the question on."""
        self._migrations.load()
        return getattr(self._app.extensions["migrate"], name)


@cache
def expected_tables() -> str:
    """Return the release of the tables that this code was written for: the last one in migrations/versions."""
    return max(path.name.partition("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*_*.py"))


def install(app: Flask) -> None:
    """Put both stand-ins into their places."""
    migrations = Migrations(app)
    app.cli.add_command(migrations)
    app.extensions["migrate"] = Extension(migrations, app)
