"""What machines see: health and figures with and without the token, log lines without addresses, commands, counters, handlers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskCliRunner
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select, text
from structlog.testing import capture_logs

from core import bus, outbox, short_messages
from core.access import PUBLIC, access
from core.database import use_unit
from core.errors import WrongState
from core.events import Event
from core.extensions import db
from core.health import expected_tables
from core.jobs import JobLease
from core.limit_storage import SharedFileStorage
from core.transaction import transaction
from tests.makers import NOW
from tests.makers_accounts import make_small_commune

TOKEN = "a-token-for-the-watchman"
SECRETS = ["7K3MP-9QXTR", "0912345678", "bi-mat"]


@pytest.mark.settings(metrics_token=TOKEN)
@pytest.mark.parametrize(
    "given", [None, "", "Bearer", "Bearer ", "Bearer wrong", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer đ"]
)
def test_without_the_token_readiness_tells_nothing_more(app: Flask, given: str | None):
    headers = {} if given is None else {"Authorization": given.encode().decode("latin-1")}
    answer = app.test_client().get("/readyz", headers=headers)
    assert (answer.status_code, answer.json) == (200, {"ready": True})


@pytest.mark.settings(metrics_token=TOKEN)
def test_with_the_token_readiness_tells_database_tables_letters_jobs_and_disk(
    app: Flask, backend: str, at: Callable[[str], datetime]
):
    now = at("2026-11-20 09:00")
    with app.app_context():
        home = make_small_commune()
        for number, minutes in enumerate((5, 40)):
            write_letter(unit_id=home.unit_id, at=now - timedelta(minutes=minutes), number=number)
        with transaction():
            short_messages.enqueue_all(
                [
                    short_messages.NewMessage(
                        unit_id=home.unit_id, at=now - timedelta(minutes=10), subject="case:1", phone="84912345678",
                        text="Có tin mới", dedup_key="test",
                    )
                ]
            )  # fmt: skip
    told = app.test_client().get("/readyz", headers={"Authorization": f"Bearer {TOKEN}"}).json
    assert {name: told[name] for name in ("ready", "database", "tables", "tables_expected", "letters", "messages")} == {
        "ready": True, "database": backend, "tables": expected_tables(), "tables_expected": expected_tables(),
        "letters": {"waiting": 2, "oldest_seconds": 2400}, "messages": {"waiting": 1, "oldest_seconds": 600},
    }  # fmt: skip
    assert 0 <= told["disk_free_share"] <= 1
    assert (told["takes_files"], told["copy_returning"]) == (True, False)
    assert sorted(told["jobs_late"]) == sorted(app.extensions["gandan.jobs"])  # none has ever run here


@pytest.mark.parametrize(("tables", "ready"), [("0001", False), (expected_tables(), True), ("9999", True)])
def test_who_has_older_tables_is_not_ready(app: Flask, tables: str, ready: bool):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :tables"), {"tables": tables})
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (200 if ready else 503, {"ready": ready})


def figures(app: Flask) -> dict[tuple[str, str], float]:
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    families = text_string_to_metric_families(answer.text)
    return {(each.name, each.labels.get("job", "")): each.value for family in families for each in family.samples}


@pytest.mark.settings(metrics_token=TOKEN)
def test_figures_tell_tables_disk_and_what_the_worker_did_not_do(
    app: Flask, runner: FlaskCliRunner, at: Callable[[str], datetime]
):
    now = at("2026-11-20 09:00")
    names = sorted(app.extensions["gandan.jobs"])
    runner.invoke(args=["jobs", "run", "--once"])
    with app.app_context(), transaction() as session:
        session.get(JobLease, names[0]).last_run_at = now - app.extensions["gandan.jobs"][names[0]].every - timedelta(seconds=90)
        session.get(JobLease, names[1]).last_result = None
    told = figures(app)
    late = {name: told["gandan_job_late_seconds", name] for name in names}
    failed = {name: told["gandan_job_failed", name] for name in names}
    assert (late, failed) == ({name: 90 * (name == names[0]) for name in names}, {name: name == names[1] for name in names})
    assert (told["gandan_tables_current", ""], told["gandan_storage_free_bytes", ""] > 0) == (1, True)


@pytest.mark.settings(metrics_token=TOKEN)
def test_figures_do_not_move_with_letters(app: Flask, at: Callable[[str], datetime]):
    now = at("2026-11-20 09:00")
    with app.app_context():
        home = make_small_commune()
    before = figures(app)
    with app.app_context():
        write_letter(unit_id=home.unit_id, at=now - timedelta(days=2), number=1)
    after = figures(app)
    assert [name for name in before if before[name] != after[name] and not name[0].startswith("gandan_storage_free")] == []


@pytest.mark.parametrize("given", [None, "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}"])
@pytest.mark.parametrize(
    "settings", [pytest.param({}, marks=pytest.mark.settings(metrics_token=TOKEN)), {}], ids=["token", "none"], indirect=True
)
def test_without_the_token_there_are_no_figures(sqlite_app: Flask, given: str | None):
    answer = sqlite_app.test_client().get("/metrics", headers={} if given is None else {"Authorization": given})
    assert (answer.status_code, "gandan_" in answer.text) == (404, False)


def write_letter(*, unit_id: int, at: datetime, number: int) -> None:
    with use_unit(unit_id), transaction():
        outbox.enqueue(
            unit_id=unit_id, at=at, event="told", subject="case:1", audience="resident", title="Thư", body="Nội dung",
            dedup_key=f"told:{number}", email="a@example.org",
        )  # fmt: skip


def test_where_no_token_is_set_nobody_has_it(sqlite_app: Flask):
    for given in ("Bearer ", "", "Bearer None"):
        assert sqlite_app.test_client().get("/readyz", headers={"Authorization": given}).json == {"ready": True}


@pytest.fixture
def site(sqlite_app: Flask) -> Flask:
    structlog.configure(cache_logger_on_first_use=False, wrapper_class=structlog.make_filtering_bound_logger(20))
    sqlite_app.config.update(WTF_CSRF_CHECK_DEFAULT=False, PROPAGATE_EXCEPTIONS=False)
    with sqlite_app.app_context():
        make_small_commune()
    statuses = {"xong": 200, "hong": 500, "dang-xu-ly": 202}

    @access(PUBLIC)
    def view(what: str, code: str) -> tuple[str, int]:
        return code, statuses[what]

    sqlite_app.add_url_rule("/viec/<what>/<code>", endpoint="logged", view_func=view, methods=["GET", "POST"])
    return sqlite_app


@pytest.mark.parametrize(
    ("method", "what", "status", "written"),
    [("GET", "xong", 200, 0), ("POST", "xong", 200, 1), ("GET", "hong", 500, 1), ("POST", "dang-xu-ly", 202, 1)],
)
def test_writes_and_failures_are_logged_by_their_pattern(site: Flask, method: str, what: str, status: int, written: int):
    with capture_logs() as lines:
        site.test_client().open(
            f"/viec/{what}/{SECRETS[0]}?sdt={SECRETS[1]}", method=method,
            data={"story": SECRETS[2]} if method == "POST" else None,
            environ_base={"REMOTE_ADDR": "203.0.113.77"}, headers={"User-Agent": SECRETS[2]},
        )  # fmt: skip
    requests = [{name: line[name] for name in ("method", "route", "status")} for line in lines if line["event"] == "request"]
    assert requests == [{"method": method, "route": "/viec/<what>/<code>", "status": status}] * written
    said = json.dumps(lines, default=str)
    assert [secret for secret in (*SECRETS, "203.0.113.77") if secret in said] == []
    assert all(isinstance(line["ms"], int) and line["ms"] >= 0 for line in lines)


def test_an_address_that_does_not_exist_is_logged_without_itself(site: Flask):
    with capture_logs() as lines:
        site.test_client().post(f"/khong-co/{SECRETS[0]}")
    assert [(line["route"], line["status"]) for line in lines] == [("-", 404)]


def test_commands_of_the_ground_are_there(sqlite_app: Flask):
    runner: FlaskCliRunner = sqlite_app.test_cli_runner()
    assert (runner.invoke(args=["audit", "verify"]).output, runner.invoke(args=["jobs", "--help"]).exit_code) == (
        "The audit trail is whole.\n", 0,
    )  # fmt: skip


def test_jobs_run_once_runs_every_job_of_the_house(app: Flask, runner: FlaskCliRunner):
    result = runner.invoke(args=["jobs", "run", "--once"])
    assert (result.exit_code, sorted(line.partition(":")[0] for line in result.output.splitlines())) == (
        0, sorted(app.extensions["gandan.jobs"]),
    )  # fmt: skip


def note(name: str) -> Callable[[Event], None]:
    def handler(event: Event) -> None:
        db.session.add(JobLease(name=f"{name}:{event.unit_id}"))
        db.session.flush()

    return handler


def refuse(_event: Event) -> None:
    raise WrongState()


def told(app: Flask, *handlers: Callable[[Event], None]) -> list[str]:
    bus.install(app, {Event: handlers})
    with app.app_context():
        try:
            with transaction() as session:
                session.add(JobLease(name="command"))
                bus.publish(Event(unit_id=1, at=NOW))
        except WrongState:
            pass
        return sorted(db.session.scalars(select(JobLease.name)))


def test_what_handlers_write_is_kept_with_the_command(app: Flask):
    assert told(app, note("first"), note("second")) == ["command", "first:1", "second:1"]


@pytest.mark.parametrize("handlers", [(note("first"), refuse), (refuse, note("second")), (note("first"), note("second"), refuse)])
def test_a_handler_that_refuses_undoes_the_command_and_the_others(app: Flask, handlers: tuple[Callable[[Event], None], ...]):
    assert told(app, *handlers) == []


@pytest.fixture
def storage(tmp_path: Path) -> SharedFileStorage:
    return SharedFileStorage(f"limitfile://{tmp_path / 'limits.sqlite3'}")


def test_a_window_ends_and_begins_again(storage: SharedFileStorage, at: Callable[[str], datetime]):
    at("2026-11-20 09:00")
    counts = [storage.incr("k", 60), storage.incr("k", 60, amount=3)]
    end = at("2026-11-20 09:01").timestamp()
    assert (counts, storage.get_expiry("k"), storage.get("k")) == ([1, 4], end, 4)
    at("2026-11-20 09:02")
    assert (storage.get("k"), storage.incr("k", 60), storage.get("other")) == (0, 1, 0)


def test_old_counts_are_swept_now_and_then(storage: SharedFileStorage, at: Callable[[str], datetime]):
    at("2026-11-20 09:00")
    for number in range(100):
        storage.incr(f"old:{number}", 60)
    at("2026-11-20 10:00")
    for _ in range(400):
        storage.incr("new", 60)
    assert (storage.reset(), storage.get("new")) == (1, 0)
