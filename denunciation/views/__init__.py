"""The doors of the register; every page is private, never stored by a browser, and no log says that it was used."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("register", __name__, url_prefix="/can-bo/so-kin")
ENTRY = "/<string(length=32):entry_id>"
