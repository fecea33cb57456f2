"""The door of other systems: GeoReport v2 (Open311), reading for everybody, sending with a key."""

from __future__ import annotations

from flask import Blueprint

open311 = Blueprint("open311", __name__, url_prefix="/open311")
V2 = "/v2"
DOOR = r"/open311(/|$)"
START = "/open311/v2/discovery.json"
FORM = "<any(json, xml):form>"
