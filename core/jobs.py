"""Work that happens later: a table of jobs run by huey in one worker process, each job a pass over rows that wait.

The database rows are the truth (letters not sent, photos not re-encoded); huey carries names of jobs only, never content.
"""

from __future__ import annotations

import importlib
import threading
import traceback
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from flask import Flask, current_app
from sqlalchemy import String, or_, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from core import small_heaps
from core.config import Settings
from core.database import Base, UtcDateTime
from core.errors import DomainError, StorageAway
from core.extensions import db
from core.late import import_without
from core.structured import structlog
from core.transaction import transaction

if TYPE_CHECKING:
    from huey import Huey

log = structlog.get_logger("jobs")
TICK_SECONDS = 1.0
SECONDS_TO_STOP = 3
HELD: dict[str, str] = {}
"""Names of the jobs whose leases this process holds, each with the word that it holds it by."""
_once: ContextVar[bool] = ContextVar("once", default=False)


@dataclass(frozen=True, kw_only=True)
class Job:
    """``run(at)`` does one pass and returns how many things it did; it is due every ``every`` or when ``pending(at)`` says so."""

    name: str
    every: timedelta
    run: Callable[[datetime], int]
    pending: Callable[[datetime], bool] | None = None


class JobsBrokeOff(DomainError):
    """Of the jobs that were due some broke off (``broken``); ``done`` is what the others did."""

    status = 500
    code = "jobs_broke_off"

    def __init__(self, done: dict[str, int | None], broken: list[str]) -> None:
        super().__init__(jobs=broken)
        self.done, self.broken = done, broken


class JobLease(Base):
    """Who may run a job now, and when it ran last; several workers ask here before they start.

    ``holder`` is another word each time the lease is taken: who lost it, because its time ran out, can neither give back nor
    write over what somebody else holds since.
    """

    __tablename__ = "job_leases"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    holder: Mapped[str | None] = mapped_column(String(32))
    last_run_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_result: Mapped[int | None]


def make_huey(settings: Settings) -> Huey:
    """Return the queue of this installation: Redis when configured, else a small SQLite file.

    huey is imported here, in the worker: with the clients that it brings along it is 22 MB that no web process needs. Where the
    queue is a file it is imported without the clients of Redis and PostgreSQL, 15 MB.
    """
    huey = import_without("huey", *(() if settings.redis_url else ("redis", "psycopg")))
    serializer = importlib.import_module("huey.serializer").SignedSerializer(secret=settings.secret_key)
    if settings.redis_url:
        return huey.PriorityRedisHuey("gandan", url=settings.redis_url, serializer=serializer, results=False)
    path = settings.instance / "jobs.sqlite3"
    return huey.SqliteHuey("gandan", filename=str(path), serializer=serializer, results=False, fsync=False)


def install(app: Flask, table: Sequence[Job]) -> None:
    """Hang the table of jobs into the application."""
    app.extensions["gandan.jobs"] = {job.name: job for job in table}


def jobs() -> dict[str, Job]:
    """Return the table of jobs by name."""
    return current_app.extensions["gandan.jobs"]


def due_jobs(at: datetime) -> list[str]:
    """Return the names of jobs that should run now."""
    last = dict(db.session.execute(select(JobLease.name, JobLease.last_run_at)).tuples().all())
    db.session.rollback()
    names = []
    for job in jobs().values():
        ran = last.get(job.name)
        if ran is None or ran + job.every <= at or (job.pending is not None and job.pending(at)):
            names.append(job.name)
    db.session.rollback()
    return names


def take_lease(name: str, *, at: datetime, holder: str = "", length: timedelta = timedelta(minutes=10)) -> bool:
    """Return whether this process may run the job now; nobody else may for ``length``. ``holder``: how it is given back."""
    with transaction() as session:
        if session.get(JobLease, name) is None:
            session.add(JobLease(name=name, leased_until=None))
            session.flush()
        taken = session.execute(
            update(JobLease)
            .where(JobLease.name == name, or_(JobLease.leased_until.is_(None), JobLease.leased_until < at))
            .values(leased_until=at + length, holder=holder)
        )
        return bool(taken.rowcount)


def run_job(name: str, *, at: datetime) -> int | None:
    """Run one job under its lease; returns what it did, or None when another worker holds it."""
    holder = uuid4().hex
    if not take_lease(name, at=at, holder=holder):
        return None
    HELD[name] = holder
    result: int | None = None
    try:
        result = jobs()[name].run(at)
    except StorageAway:  # told where it was met; what was to be done waits, and the other jobs go on
        log.warning("job_put_off", name=name)
    finally:
        if HELD.get(name) == holder:
            del HELD[name]
        db.session.rollback()
        if not _give_back(name, holder, last_run_at=at, last_result=result):
            log.warning("job_lease_lost", name=name)
    if result:
        log.info("job", name=name, done=result)
    return result


def _give_back(name: str, holder: str, **written: object) -> bool:
    """Give a lease back and write down what was done; returns False, and writes nothing, where somebody else took it since."""
    with transaction() as session:
        own = update(JobLease).where(JobLease.name == name, JobLease.holder == holder)
        return bool(session.execute(own.values(leased_until=None, holder=None, **written)).rowcount)


def let_go() -> None:
    """Give back the leases of jobs that this process leaves in the middle, so that the next one need not wait for their end."""
    for name, holder in list(HELD.items()):
        _give_back(name, holder)


def run_due(*, at: datetime) -> dict[str, int | None]:
    """Run everything that is due in this process, without rests (tests, `flask jobs run --once`); return what each job did.

    One that breaks off holds up none of those behind it; at the end JobsBrokeOff is raised.
    """
    before = _once.set(True)
    done: dict[str, int | None] = {}
    faults: dict[str, Exception] = {}
    try:
        for name in due_jobs(at):
            try:
                done[name] = run_job(name, at=at)
            except Exception as fault:  # noqa: BLE001 - told here, and to whoever asked
                faults[name] = fault
                frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)]
                log.error("job_failed", name=name, kind=type(fault).__name__, where=frames[-5:])
    finally:
        _once.reset(before)
    if faults:
        raise JobsBrokeOff(done, list(faults)) from next(iter(faults.values()))
    return done


def may_rest() -> bool:
    """Return whether a pass may rest between its parts: in the worker, not where somebody waits for its end."""
    return not _once.get()


class Worker:
    """The long-running worker: a ticker looks once a second what is due and lays its name into huey; huey's threads run it."""

    def __init__(self, app: Flask, settings: Settings, now: Callable[[], datetime]) -> None:
        self.app, self.now = app, now
        self.huey = make_huey(settings)
        self.task = self.huey.task(name="run_job")(self._run)
        self._stopped = threading.Event()
        self._queued: set[str] = set()

    def _run(self, name: str) -> None:
        try:
            with self.app.app_context():
                run_job(name, at=self.now())
        finally:
            self._queued.discard(name)
            small_heaps.give_back()

    def tick(self) -> None:
        """Look once and queue what is due and not queued yet."""
        with self.app.app_context():
            for name in due_jobs(self.now()):
                if name not in self._queued:
                    self._queued.add(name)
                    self.task(name)

    def _ticker(self) -> None:
        while not self._stopped.wait(TICK_SECONDS):
            try:
                self.tick()
            except OperationalError as away:  # once a second, so without the long way that led there
                log.error("database_unavailable", kind=type(away.orig).__name__)
            except Exception:  # the next tick tries again; the worker outlives a database that is away
                log.exception("tick_failed")

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; what is being done then has SECONDS_TO_STOP to end (SIGINT: no time).

        What does not end is left as after a power cut, but for its lease, which nobody has to wait for.
        """
        small_heaps.keep()
        self.huey.flush()
        threading.Thread(target=self._ticker, daemon=True).start()
        consumer = self.huey.create_consumer(
            workers=2, periodic=False, check_worker_health=True, initial_delay=0.2, max_delay=1.0,
            graceful_signal="TERM", shutdown_timeout=SECONDS_TO_STOP,
        )  # fmt: skip
        try:
            consumer.run()
        finally:
            self._stopped.set()
            if HELD:
                with self.app.app_context():
                    let_go()
