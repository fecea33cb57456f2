"""The doors of the letters' room, by audience: the resident's, the officials' desk, everybody's."""

from __future__ import annotations

from flask import Blueprint

resident_pages = Blueprint("resident", __name__)
desk_pages = Blueprint("desk", __name__, url_prefix="/can-bo")
public_pages = Blueprint("public", __name__)
