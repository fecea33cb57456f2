"""Pages of this room: sign-in, one's own account, administration, published plans."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
