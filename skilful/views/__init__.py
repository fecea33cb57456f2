"""The doors of the room, by audience: everybody's pages, and the officials' desk."""

from __future__ import annotations

from flask import Blueprint

public_pages = Blueprint("skilful", __name__)
desk_pages = Blueprint("skilful_desk", __name__, url_prefix="/can-bo/dan-van-kheo")
