"""The doors of the room, by audience: everybody's pages, and the officials' desk."""

from __future__ import annotations

from flask import Blueprint

public_pages = Blueprint("consultation", __name__)
desk_pages = Blueprint("consultation_desk", __name__, url_prefix="/can-bo")
