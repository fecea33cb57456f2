"""What everybody sees on the day: the live page, by plain refresh, and the wall page for the projector."""

from __future__ import annotations

from flask import Response, make_response, render_template

from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.i18n import current_locale
from core.page_cache import cached_public_page
from deadlines.clock import today
from dialogue import commitment_phrases as phrases
from dialogue.day_phrases import TURNS
from dialogue.models import Dialogue
from dialogue.queries.commitments import lines_of, opening_of
from dialogue.queries.conclusions import published_conclusion
from dialogue.queries.day import hall, public_dialogue
from dialogue.states import DialogueState
from dialogue.views import public_pages
from feedback.views.commune import commune_id

SPOKEN_SHOWN = 30
LIVE_SECONDS, WALL_SECONDS = 10, 5


@public_pages.get("/doi-thoai/<code>/truc-tiep")
@access(PUBLIC)
@cached_public_page
def live(code: str) -> Response:
    """Show who speaks, what was answered, and what the last dialogue promised; refreshes itself while it goes on.

    The page has an ETag of its bytes, so that a refresh to which nothing changed is answered with 304 and no body.
    """
    dialogue = _dialogue(code)
    seen = hall(dialogue.unit_id, dialogue.id)
    going_on = dialogue.state == DialogueState.IN_SESSION
    page = render_template(
        "dialogue/day_live.html", dialogue=dialogue, hall=seen, ended=seen.ended[:SPOKEN_SHOWN], turns=TURNS, phrases=phrases,
        going_on=going_on,
        opening=opening_of(dialogue.unit_id, before=dialogue.held_on, today=today()),
        promised=lines_of(dialogue.unit_id, dialogue.id, drafts=False, today=today()),
        published=published_conclusion(dialogue.unit_id, dialogue.id, locale=current_locale()),
    )  # fmt: skip
    return _refreshed(page, every=LIVE_SECONDS if going_on else 0)


@public_pages.get("/doi-thoai/<code>/man-hinh")
@access(PUBLIC)
@cached_public_page
def wall(code: str) -> Response:
    """Show the projector's page: who speaks now and who comes next, in large letters."""
    dialogue = _dialogue(code)
    page = render_template("dialogue/day_wall.html", dialogue=dialogue, hall=hall(dialogue.unit_id, dialogue.id))
    return _refreshed(page, every=WALL_SECONDS)


def _refreshed(page: str, *, every: int) -> Response:
    response = make_response(page)
    if every:
        response.headers["Refresh"] = str(every)
    return response


def _dialogue(code: str) -> Dialogue:
    wanted = clean_code(code)
    found = public_dialogue(commune_id(), wanted) if wanted else None
    if found is None:
        raise NotFound()
    return found
