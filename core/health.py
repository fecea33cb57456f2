"""Answers for machines: alive, ready, and how the installation does.

Only with the token of METRICS_TOKEN anything is told beyond yes and no. What `/metrics` tells is kept for years by whoever
watches, so nothing there moves with a letter: letters and short messages on their way, whose number falls when one goes into
the sealed register, are told by `/readyz` alone, and of the jobs only by how much they are late.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from sqlalchemy import func, select, text
from sqlalchemy.exc import ProgrammingError

from core import which_keys
from core.access import MACHINE, access
from core.codes import same
from core.errors import NotFound
from core.extensions import db
from core.full_disk import Room, room_of
from core.jobs import JobLease, jobs
from core.migrating import expected_tables
from core.objects import store
from core.outbox import OutboxMessage
from core.returning import is_unsettled
from core.short_messages import tray_counts

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@access(MACHINE)
def alive() -> Response:
    """Say that the process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@access(MACHINE)
def ready() -> tuple[Response, int]:
    """Say whether the database answers, has the tables of this release and the keys are its own (503 if not).

    Newer tables are good enough: while machines are renewed one by one, those that still run the release before go on. A copy
    that just came back is not ready.

    Details only with the token. A store of photos that is away makes nobody unready: every machine has the same one, and letters
    come in without it.
    """
    try:
        tables = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
    except ProgrammingError:  # not a table yet; SQLite tells that as it tells a database that is away, which is 503 as well
        db.session.rollback()
        return jsonify(ready=False), 503
    keys = which_keys.fault()
    returning = is_unsettled()
    is_ready = tables >= expected_tables() and not keys and not returning
    told: dict[str, object] = {"ready": is_ready}
    if _with_token():
        at = current_app.config["NOW"]()
        disk = shutil.disk_usage(current_app.config["STORAGE_DIR"])
        told |= {
            "database": db.engine.dialect.name, "tables": tables, "tables_expected": expected_tables(), "letters": _letters(at),
            "messages": tray_counts(at=at),
            "jobs_late": {name: round(late) for name, late in lateness(at).items() if late > 0},
            "disk_free_share": round(disk.free / disk.total, 3), "takes_files": _room(disk) in (Room.AMPLE, Room.LOW),
            "room": _room(disk),
            "storage": store().fault() or "good",
            "keys": keys or "good", "copy_returning": returning,
        }  # fmt: skip
    return jsonify(told), 200 if is_ready else 503


@blueprint.get("/metrics")
@access(MACHINE)
def metrics() -> Response:
    """Tell in Prometheus' words how the installation does; without the token there is no such page."""
    if not _with_token():
        raise NotFound()
    prometheus = import_module("prometheus_client")  # 3 MB that other pages do without
    registry = prometheus.CollectorRegistry()
    registry.register(Figures())
    return Response(prometheus.generate_latest(registry), content_type=prometheus.CONTENT_TYPE_LATEST)


class Figures:
    """What `/metrics` tells, gathered when it is asked for; every process tells the same."""

    def collect(self) -> Iterator[Any]:
        """Yield one family of figures after the other."""
        gauge = import_module("prometheus_client.core").GaugeMetricFamily
        tables = db.session.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
        disk = shutil.disk_usage(current_app.config["STORAGE_DIR"])
        yield gauge("gandan_tables_current", "1 when the database has the tables of this release.", tables >= expected_tables())
        yield gauge("gandan_storage_bytes", "Size of the disk with photos and papers.", disk.total)
        yield gauge("gandan_storage_free_bytes", "What is free of it.", disk.free)
        late = gauge("gandan_job_late_seconds", "By how much a job of the worker is late; 0 when it is not.", labels=["job"])
        failed = gauge("gandan_job_failed", "1 when the last run of a job was broken off.", labels=["job"])
        broken = _broken()
        for name, seconds in lateness(current_app.config["NOW"]()).items():
            late.add_metric([name], max(seconds, 0.0))
            failed.add_metric([name], name in broken)
        yield from (late, failed)


def lateness(at: datetime) -> dict[str, float]:
    """Return by how many seconds each job is late, less than 0 for what is due later; one that never ran is late by its span."""
    last = dict(db.session.execute(select(JobLease.name, JobLease.last_run_at)).tuples().all())
    late = {}
    for job in jobs().values():
        ran, span = last.get(job.name), job.every.total_seconds()
        late[job.name] = (at - ran).total_seconds() - span if ran else span
    return late


def _room(disk: Any) -> Room:
    return room_of(free=disk.free, total=disk.total, reserve=current_app.config["SETTINGS"].disk_reserve)


def _broken() -> set[str]:
    """Return the jobs whose last run ended without a result."""
    ended = select(JobLease.name).where(JobLease.last_run_at.is_not(None), JobLease.last_result.is_(None))
    return set(db.session.scalars(ended))


def _letters(at: datetime) -> dict[str, int]:
    """Return how many letters wait to be sent in all communes, and for how many seconds the oldest one has."""
    waits = select(func.count(OutboxMessage.id), func.min(OutboxMessage.created_at)).where(OutboxMessage.state == "waiting")
    number, oldest = db.session.execute(waits, execution_options={"all_units": True}).one()
    return {"waiting": number, "oldest_seconds": round((at - oldest).total_seconds()) if oldest else 0}


def _with_token() -> bool:
    token = current_app.config["METRICS_TOKEN"]
    return bool(token) and same(token, request.headers.get("Authorization", "").removeprefix("Bearer "))
