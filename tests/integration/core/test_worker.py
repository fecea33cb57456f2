"""Jobs: what is due, who may run it, what happens when one fails, and the worker with a real queue."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from core import jobs
from core.extensions import db
from core.jobs import HELD, Job, JobLease, JobsBrokeOff, Worker, due_jobs, let_go, run_due, run_job, take_lease
from core.transaction import transaction
from tests.infra.waiting import wait_until
from tests.makers import NOW

HOUR = timedelta(hours=1)


class Log:
    """Keeps when each job ran."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, datetime]] = []

    def job(self, name: str, *, every: timedelta = HOUR, pending: Callable[[datetime], bool] | None = None, done: int = 1) -> Job:
        def run(at: datetime) -> int:
            self.ran.append((name, at))
            return done

        return Job(name=name, every=every, run=run, pending=pending)


def failing(_at: datetime) -> int:
    raise RuntimeError("a job that fails")


def with_jobs(app: Flask, *table: Job) -> Flask:
    jobs.install(app, table)
    return app


def lease(name: str) -> JobLease:
    db.session.rollback()
    return db.session.scalars(select(JobLease).where(JobLease.name == name).execution_options(populate_existing=True)).one()


@pytest.mark.parametrize(
    ("since", "waits", "due"),
    [
        (None, False, True),
        (timedelta(), False, False),
        (HOUR - timedelta(seconds=1), False, False),
        (HOUR, False, True),
        (HOUR * 30, False, True),
        (timedelta(), True, True),
        (None, True, True),
    ],
)
def test_a_job_is_due_by_the_clock_or_when_something_waits(app: Flask, since: timedelta | None, waits: bool, due: bool):
    with with_jobs(app, Log().job("sweep", pending=lambda _at: waits)).app_context():
        if since is not None:
            run_job("sweep", at=NOW - since)
        assert due_jobs(NOW) == (["sweep"] if due else [])


def test_what_waits_is_asked_about_at_that_moment(app: Flask):
    asked: list[datetime] = []
    job = Log().job("letters", pending=lambda at: bool(asked.append(at)))
    with with_jobs(app, job).app_context():
        run_job("letters", at=NOW)
        due_jobs(NOW + timedelta(minutes=3))
    assert asked == [NOW + timedelta(minutes=3)]


def test_what_is_due_runs_in_the_order_of_the_table(app: Flask):
    log = Log()
    with with_jobs(app, log.job("a", done=3), log.job("b", every=HOUR * 3), log.job("c", done=0)).app_context():
        assert run_due(at=NOW) == {"a": 3, "b": 1, "c": 0}
        assert run_due(at=NOW + HOUR) == {"a": 3, "c": 0}
        assert run_due(at=NOW + HOUR) == {}
    assert [name for name, _at in log.ran] == ["a", "b", "c", "a", "c"]


def test_a_run_is_written_down_and_the_lease_given_back(app: Flask):
    with with_jobs(app, Log().job("sweep", done=4)).app_context():
        assert run_job("sweep", at=NOW) == 4
        row = lease("sweep")
        assert (row.leased_until, row.last_run_at, row.last_result) == (None, NOW, 4)


def test_a_job_that_fails_gives_its_lease_back_and_waits_for_its_hour(app: Flask):
    with with_jobs(app, Job(name="broken", every=HOUR, run=failing)).app_context():
        with pytest.raises(RuntimeError, match="a job that fails"):
            run_job("broken", at=NOW)
        row = lease("broken")
        assert (row.leased_until, row.last_run_at, row.last_result) == (None, NOW, None)
        assert [due_jobs(NOW), due_jobs(NOW + HOUR)] == [[], ["broken"]]


def test_a_job_that_breaks_off_holds_up_none_of_those_behind_it(app: Flask):
    done = []
    table = [
        Job(name="before", every=HOUR, run=lambda _at: 1),
        Job(name="broken", every=HOUR, run=failing),
        Job(name="behind", every=HOUR, run=lambda at: done.append(at) or 2),
    ]
    with_jobs(app, *table)
    with capture_logs() as lines:
        result = app.test_cli_runner().invoke(args=["jobs", "run", "--once"])
    said = ["before: 1", "behind: 2", "broken: broke off, see the log"]
    assert (result.exit_code, result.output.splitlines(), len(done)) == (1, said, 1)
    assert [(line["name"], line["kind"]) for line in lines if line["event"] == "job_failed"] == [("broken", "RuntimeError")]
    assert "a job that fails" not in str(lines)
    assert app.test_cli_runner().invoke(args=["jobs", "run", "--once"]).exit_code == 0


def test_who_waits_for_all_jobs_is_told_of_the_one_that_broke_off(app: Flask):
    with with_jobs(
        app, Job(name="broken", every=HOUR, run=failing), Job(name="behind", every=HOUR, run=lambda _at: 2)
    ).app_context():
        with pytest.raises(JobsBrokeOff) as fault:
            run_due(at=NOW)
        assert (fault.value.broken, fault.value.done, str(fault.value.__cause__)) == (
            ["broken"],
            {"behind": 2},
            "a job that fails",
        )


def test_what_a_failed_job_had_not_committed_is_gone(app: Flask):
    def half(at: datetime) -> int:
        with transaction() as session:
            session.add(JobLease(name="left-behind"))
            session.flush()
            return failing(at)

    with with_jobs(app, Job(name="half", every=HOUR, run=half)).app_context():
        with pytest.raises(RuntimeError):
            run_job("half", at=NOW)
        assert list(db.session.scalars(select(JobLease.name))) == ["half"]


@pytest.mark.parametrize(
    ("later", "taken"),
    [(timedelta(), False), (timedelta(minutes=10), False), (timedelta(minutes=10, seconds=1), True), (HOUR, True)],
)
def test_the_lease_of_a_worker_that_died_runs_out(app: Flask, later: timedelta, taken: bool):
    log = Log()
    with with_jobs(app, log.job("sweep")).app_context():
        assert take_lease("sweep", at=NOW) is True
        assert run_job("sweep", at=NOW + later) == (1 if taken else None)
    assert len(log.ran) == taken


def test_worker_whose_lease_ran_out_leaves_that_of_the_next_one_alone(app: Flask):
    late = NOW + timedelta(minutes=11)

    def overtaken(_at: datetime) -> int:
        assert take_lease("sweep", at=late, holder="second") is True
        return 7

    with with_jobs(app, Job(name="sweep", every=HOUR, run=overtaken)).app_context():
        assert run_job("sweep", at=NOW) == 7
        row = lease("sweep")
        assert (row.leased_until, row.holder) == (late + timedelta(minutes=10), "second")
        assert (row.last_run_at, row.last_result) == (None, None)
        assert take_lease("sweep", at=late + timedelta(minutes=1), holder="third") is False


def test_who_stops_gives_back_no_lease_that_another_worker_took_since(app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(jobs, "HELD", {"sweep": "first"})
    with with_jobs(app, Log().job("sweep")).app_context():
        take_lease("sweep", at=NOW, holder="first")
        take_lease("sweep", at=NOW + HOUR, holder="second")
        let_go()
        assert (lease("sweep").leased_until, lease("sweep").holder) == (NOW + HOUR + timedelta(minutes=10), "second")
        monkeypatch.setattr(jobs, "HELD", {"sweep": "second"})
        let_go()
        assert lease("sweep").leased_until is None


def test_of_many_workers_one_gets_the_lease(app: Flask):
    gate, answers, problems = threading.Barrier(6), [], []
    with app.app_context():
        take_lease("sweep", at=NOW - HOUR)

    def ask() -> None:
        gate.wait()
        try:
            with app.app_context():
                answers.append(take_lease("sweep", at=NOW))
        except Exception as problem:  # noqa: BLE001 - whatever it is, the test must see it
            problems.append(problem)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (problems, sorted(answers)) == ([], [False] * 5 + [True])


def test_the_command_runs_what_is_due_and_says_so(app: Flask, runner: FlaskCliRunner):
    log = Log()
    with_jobs(app, log.job("letters", done=2), log.job("photos", done=0))
    with app.app_context():
        take_lease("photos", at=app.config["NOW"]())
    result = runner.invoke(args=["jobs", "run", "--once"])
    assert (result.exit_code, result.output) == (0, "letters: 2\nphotos: held by another worker\n")


def test_who_stops_in_the_middle_of_a_job_gives_its_lease_back_and_no_other(app: Flask):
    begun, stopped = threading.Event(), threading.Event()

    def endless(_at: datetime) -> int:
        begun.set()
        stopped.wait(10)
        return 1

    with_jobs(app, Job(name="photos", every=HOUR, run=endless))

    def work() -> None:
        with app.app_context():
            run_job("photos", at=NOW)

    with app.app_context():
        take_lease("letters", at=NOW)
        busy = threading.Thread(target=work)
        busy.start()
        assert begun.wait(10)
        held = lease("photos").leased_until
        let_go()
        assert (held is None, lease("photos").leased_until, lease("letters").leased_until is None) == (False, None, False)
        stopped.set()
        busy.join()
        assert HELD == {}


@pytest.fixture(params=["file", "redis"])
def queue_url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "file" else request.getfixturevalue("redis_url")


def worker_of(app: Flask, queue_url: str) -> Worker:
    settings = replace(app.config["SETTINGS"], redis_url=queue_url)
    worker = Worker(app, settings, lambda: NOW)
    worker.huey.flush()
    return worker


def work_until(worker: Worker, done: Callable[[], bool], *, seconds: float = 8.0) -> None:
    consumer = worker.huey.create_consumer(workers=2, periodic=False, initial_delay=0.01, max_delay=0.05)
    consumer.start()
    try:
        wait_until(done, seconds=seconds, look=0.02)
        time.sleep(0.1)
    finally:
        consumer.stop(graceful=True)


def names(ran: Sequence[tuple[str, datetime]]) -> list[str]:
    return sorted(name for name, _at in ran)


def test_the_worker_runs_a_queued_job_once(sqlite_app: Flask, queue_url: str):
    log = Log()
    worker = worker_of(with_jobs(sqlite_app, log.job("letters"), log.job("photos")), queue_url)
    for _ in range(3):
        worker.tick()
    assert worker.huey.pending_count() == 2
    work_until(worker, lambda: len(log.ran) >= 2)
    worker.tick()
    assert (names(log.ran), {at for _name, at in log.ran}) == (["letters", "photos"], {NOW})
    assert worker.huey.pending_count() == 0


def test_two_workers_on_one_queue_run_a_job_once(sqlite_app: Flask, queue_url: str):
    log = Log()
    with_jobs(sqlite_app, log.job("letters"))
    first, second = worker_of(sqlite_app, queue_url), worker_of(sqlite_app, queue_url)
    first.tick()
    assert second.huey.pending_count() == 1
    work_until(second, lambda: bool(log.ran))
    assert (names(log.ran), first.huey.pending_count()) == (["letters"], 0)


@pytest.mark.filterwarnings("ignore")
def test_a_job_that_fails_does_not_stop_the_worker(sqlite_app: Flask, queue_url: str):
    log = Log()
    table = (Job(name="broken", every=HOUR, run=failing), log.job("letters", pending=lambda _at: len(log.ran) < 2))
    worker = worker_of(with_jobs(sqlite_app, *table), queue_url)
    worker.tick()
    work_until(worker, lambda: len(log.ran) >= 1)
    worker.tick()
    work_until(worker, lambda: len(log.ran) >= 2)
    with sqlite_app.app_context():
        assert (names(log.ran), lease("broken").leased_until) == (["letters", "letters"], None)


def test_the_queue_carries_names_of_jobs_that_nobody_else_can_write(sqlite_app: Flask, queue_url: str):
    worker = worker_of(with_jobs(sqlite_app, Log().job("letters")), queue_url)
    worker.tick()
    (raw,) = worker.huey.storage.enqueued_items()
    assert b"letters" in raw
    with pytest.raises(ValueError, match="mismatch"):
        worker.huey.serializer.deserialize(raw[:-1] + b"x")


def test_only_the_worker_rests_somebody_waits_for_a_single_round(app: Flask):
    rested: list[bool] = []
    job = Job(name="sweep", every=HOUR, run=lambda _at: rested.append(jobs.may_rest()) or 0)
    with with_jobs(app, job).app_context():
        run_job("sweep", at=NOW)
        run_due(at=NOW + HOUR)
        run_job("sweep", at=NOW + 2 * HOUR)
    assert rested == [True, False, True]


def test_a_worker_whose_database_is_away_says_so_in_one_short_line(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch):
    worker = Worker(sqlite_app, sqlite_app.config["SETTINGS"], lambda: NOW)
    said: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(jobs, "log", SimpleNamespace(error=lambda event, **facts: said.append((event, facts))))
    monkeypatch.setattr(jobs, "TICK_SECONDS", 0)

    def away() -> None:
        if len(said) == 1:
            worker._stopped.set()
        raise OperationalError("SELECT 1", {}, ConnectionRefusedError())

    monkeypatch.setattr(worker, "tick", away)
    worker._ticker()
    assert said == [("database_unavailable", {"kind": "ConnectionRefusedError"})] * 2
