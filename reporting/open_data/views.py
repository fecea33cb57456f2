"""The address of the API's description."""

from __future__ import annotations

from flask import Blueprint, Response

from accounts.queries import fields, villages
from core.access import PUBLIC, access
from core.extensions import limiter
from core.page_cache import cached_public_page
from feedback.views.commune import commune_id
from reporting.open_data import spec
from reporting.open_data.api import LIMITS
from reporting.open_data.serving import as_json

doors = Blueprint("open_data", __name__)


@doors.get("/api/v1/openapi.json")
@limiter.shared_limit(LIMITS, scope="api")
@access(PUBLIC)
@cached_public_page(arguments=("lang",))
def openapi() -> Response:
    """Describe the API of this commune in the language that is asked for."""
    unit_id = commune_id()
    return as_json(
        spec.description(
            fields=[item.code for item in fields(unit_id)], villages=[item.code for item in villages(unit_id)]
        )
    )  # fmt: skip
