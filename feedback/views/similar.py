"""While somebody types at /gui: published cases that may be about the same thing. By POST, kept nowhere, written to no log."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from accounts import queries as people
from core.access import PUBLIC, access
from core.extensions import csrf, limiter
from deadlines.clock import today
from feedback import phrases
from feedback.forms.resident import row_id
from feedback.queries.similar import similar_published
from feedback.rules import STORY_MOST
from feedback.views import resident_pages
from feedback.views.commune import commune_id

TYPING_LIMITS = "40 per minute;600 per day"


@resident_pages.post("/gui/gan-giong")
@csrf.exempt
@limiter.limit(TYPING_LIMITS)
@access(PUBLIC)
def similar() -> Response:
    """Answer with a small piece of page, or with nothing (204)."""
    unit_id = commune_id()
    found = similar_published(
        unit_id, request.form.get("story", "")[:STORY_MOST], village_id=row_id(request.form.get("village_id", "")),
        field_id=row_id(request.form.get("field_id", "")), today=today(),
    )  # fmt: skip
    if not found:
        response = make_response("", 204)
    else:
        names = {item.id: item.name for item in people.villages(unit_id)}
        response = make_response(
            render_template("feedback/_similar_published.html", found=found, names=names, state_label=phrases.state_label)
        )
    response.headers["Cache-Control"] = "no-store"
    return response
