"""The doors of the room, by audience: everybody's pages, and the officials' desk."""

from __future__ import annotations

from flask import Blueprint

public_pages = Blueprint("supervision", __name__)
desk_pages = Blueprint("supervision_desk", __name__, url_prefix="/can-bo/giam-sat")
