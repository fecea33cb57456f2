"""What a web process and the worker do not load: measured in megabytes, kept here by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask_babel import get_domain

from core import i18n, migrating
from tests.makers_core import bare_app

ROOT = Path(__file__).parents[3]

LEFT_OUT = (
    "alembic", "mako", "huey", "redis", "openpyxl", "docx", "weasyprint", "PIL", "rich", "pygments", "icalendar", "segno",
    "feedback.demo", "feedback.importing", "feedback.import_open311", "feedback.load.rows",
)  # fmt: skip
LOADED = """
import sys
{code}
print(*sorted(name for name in {names!r} if name in sys.modules))
"""


def loaded(code: str, *names: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", LOADED.format(code=code, names=names)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return run.stdout.split()


def test_the_application_is_imported_without_alembic_huey_and_the_makers_of_papers():
    assert loaded("import app", "app", *LEFT_OUT) == ["app"]


@pytest.mark.parametrize(("redis_url", "clients"), [("", []), ("redis://127.0.0.1:1/0", ["redis"])])
def test_a_worker_with_its_queue_in_a_file_loads_no_client_of_a_server(tmp_path: Path, redis_url: str, clients: list[str]):
    code = (
        "from types import SimpleNamespace; from pathlib import Path; from core.jobs import make_huey;"
        f"make_huey(SimpleNamespace(redis_url={redis_url!r}, instance=Path({str(tmp_path)!r}), secret_key='k'))"
    )
    assert loaded(f"{code}; import psycopg", "huey", "redis", "psycopg") == ["huey", "psycopg", *clients]


def test_flask_db_is_flask_migrates_own_command_once_it_is_asked_for():
    app = bare_app()
    migrating.install(app)
    answer = CliRunner().invoke(app.cli.commands["db"], ["--help"])
    assert (answer.exit_code, "upgrade" in answer.output, "downgrade" in answer.output) == (0, True, True)


def test_the_extension_answers_as_flask_migrates_own_and_steps_aside():
    app = bare_app()
    migrating.install(app)
    stand_in = app.extensions["migrate"]
    assert Path(stand_in.directory) == ROOT / "migrations"
    assert app.extensions["migrate"] is not stand_in
    with pytest.raises(AttributeError):
        _ = stand_in.nothing_of_this_name


def test_both_languages_are_read_before_processes_part():
    app = bare_app()
    i18n.load_languages(app)
    with app.app_context():
        assert {locale for locale, _ in get_domain().cache} >= {"vi", "en"}
