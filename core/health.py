"""Answers for machines: alive, and ready."""

from __future__ import annotations

import shutil

from flask import Blueprint, Response, current_app, jsonify, request
from sqlalchemy import text

from core.access import MACHINE, access
from core.codes import same
from core.extensions import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@access(MACHINE)
def alive() -> Response:
    """Say that the process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
@access(MACHINE)
def ready() -> tuple[Response, int]:
    """Say whether the database answers; details only with the token."""
    db.session.execute(text("SELECT 1"))
    token = current_app.config["METRICS_TOKEN"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not same(token, given):
        return jsonify(ready=True), 200
    disk = shutil.disk_usage(current_app.config["STORAGE_DIR"])
    return jsonify(ready=True, database=db.engine.dialect.name, disk_free_share=round(disk.free / disk.total, 3)), 200
