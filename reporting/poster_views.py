"""Posters for village houses: a large QR code that opens the form with the village chosen, three steps, reception days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Response, make_response, render_template
from flask_login import current_user

from accounts.helper_queries import helper_posts
from accounts.phrases import HELPER_OFFICES
from accounts.queries import setting, villages
from accounts.read_models import VillageItem
from core.access import SIGNED_IN, access
from core.errors import NotFound
from core.formats import hour_text
from deadlines.clock import today
from dialogue.queries.reception import public_days
from dialogue.reception_states import DayState
from feedback.views.qr import qr_of
from reporting.loudspeaker_queries import speaker_of
from reporting.views import blueprint

WHOLE = "xa"
DAYS_SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class ReceptionLine:
    """A reception day on the poster."""

    day: date
    hours: str
    receiver: str


@blueprint.get("/can-bo/ap-phich")
@access(SIGNED_IN)
def poster_list() -> str:
    """List the posters: the commune's, and one for each village."""
    groups: dict[str, list[VillageItem]] = {}
    for item in sorted(villages(current_user.unit_id, on=today()), key=lambda item: item.old_commune):
        groups.setdefault(item.old_commune, []).append(item)
    return render_template("reporting/poster_list.html", groups=groups)


@blueprint.get("/can-bo/ap-phich/<code>")
@access(SIGNED_IN)
def poster(code: str) -> Response:
    """Show one poster, ready to be printed on A4; nothing on it is personal, helpers are named by their public office."""
    unit_id, on = current_user.unit_id, today()
    village = next((item for item in villages(unit_id, on=on) if item.code == code), None)
    if village is None and code != WHOLE:
        raise NotFound()
    posts = [post for post in helper_posts(unit_id, on=on) if village and post.village_id == village.id]
    helpers = [post for post in posts if post.active and not post.over and post.valid_from <= on]
    page = render_template(
        "reporting/poster_page.html", village=village, qr=qr_of(f"/gui?thon={village.code}" if village else "/gui"),
        office=speaker_of(unit_id).office, days=_days(unit_id, on), helpers=helpers, offices=HELPER_OFFICES,
        regular=str(setting(unit_id, "reception_regular_hours")),
    )  # fmt: skip
    return make_response(page)


def _days(unit_id: int, on: date) -> list[ReceptionLine]:
    coming = [day for day in public_days(unit_id, today=on) if day.held_on >= on and day.state == DayState.PUBLISHED.value]
    return [
        ReceptionLine(day=day.held_on, hours=f"{hour_text(day.starts_at)}–{hour_text(day.ends_at)}", receiver=day.receiver)
        for day in coming[:DAYS_SHOWN]
    ]
