"""Places while a letter is written, and the small map of the commune; a point that is asked about is kept nowhere."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from accounts.map_drawing import drawing_of, short_name
from accounts.place_queries import ground_of
from accounts.queries import villages
from core.access import PUBLIC, access
from core.errors import NotFound
from core.extensions import csrf, limiter
from core.geometry import Point
from core.page_cache import cached_public_page
from core.permissions import Permission
from core.text import clean_line
from deadlines.clock import today
from feedback.forms.faults import sentence
from feedback.forms.resident import degrees
from feedback.views import desk_pages, public_pages, resident_pages
from feedback.views.case_page import screen_of
from feedback.views.commune import commune_id
from feedback.views.place_words import in_vietnam, map_facts, place_note

ASKING_LIMITS = "60 per minute"
NIGHT, NAMELESS = "toi", "khong"
SVG = "image/svg+xml"


@resident_pages.post("/gui/o-dau")
@csrf.exempt
@limiter.limit(ASKING_LIMITS)
@access(PUBLIC)
def where() -> Response:
    """Say of a point or a written place what it is today. It comes in the body, so that it stands in no address and no log."""
    unit_id = commune_id()
    lat, lon = degrees(request.form.get("lat")), degrees(request.form.get("lon"))
    pointed = bool(request.form.get("lat") or request.form.get("lon"))
    if pointed and not in_vietnam(lat, lon):
        return _told({"message": sentence("place_far")}, status=422)
    place = clean_line(request.form.get("place", "")[:200])
    note = place_note(unit_id, lat=lat if pointed else None, lon=lon if pointed else None, place=place, on=today())
    link = {"url": note.other_url, "text": _("Gửi tới %(commune)s", commune=note.other_name)} if note.other_url else None
    return _told({"sentences": note.sentences, "village": note.village_id, "link": link})


def _told(answer: dict[str, Any], *, status: int = 200) -> Response:
    return make_response(answer, status)


@public_pages.get("/gui/ban-do")
@access(PUBLIC)
@cached_public_page
def map_choice() -> str:
    """Show the commune's map; the sending form takes its piece of this page on a tap, to choose a place on it."""
    facts = map_facts(commune_id(), on=today())
    if facts is None:
        raise NotFound()
    return render_template("feedback/map_choice.html", ground_map=facts)


# ------------------------------------------------------------------ the small map


@public_pages.get("/ban-do.svg")
@access(PUBLIC)
@cached_public_page(arguments=("nen", "ten"))
def commune_map() -> Response:
    """Draw the commune, its villages and its neighbours; ``?nen=toi`` for dark pages, ``?ten=khong`` without names."""
    return _drawn(commune_id())


@public_pages.get("/ban-do.json")
@access(PUBLIC)
@cached_public_page
def village_names() -> Response:
    """Return names and middles of the villages, [name, latitude, longitude] each, for the map that can be moved."""
    ground = ground_of(commune_id(), on=today())
    if ground is None:
        raise NotFound()
    names = {item.id: short_name(item.name) for item in villages(commune_id(), on=today())}
    found = [[names[key], round(lat, 5), round(lon, 5)] for key, (lon, lat) in ground.centres.items() if key in names]
    return make_response({"villages": found})


@desk_pages.get("/ho-so/<int(max=2147483647):case_id>/vi-tri.svg")
@access(Permission.CASE_READ)
def case_point(case_id: int) -> Response:
    """Draw the exact place of a letter, for whoever may read it; this picture is never stored."""
    file = screen_of(case_id).file
    if file.lat is None or file.lon is None:
        raise NotFound()
    return _drawn(current_user.unit_id, point=(file.lon, file.lat))


def _drawn(unit_id: int, *, point: Point | None = None) -> Response:
    """Answer with the picture, and a pin on it; NotFound while nobody loaded the commune's boundary."""
    ground = ground_of(unit_id, on=today())
    if ground is None:
        raise NotFound()
    names = {item.id: short_name(item.name) for item in villages(unit_id, on=today())}
    drawing = drawing_of(ground, names)
    pin = drawing.frame.on_paper(lon=point[0], lat=point[1]) if point else None
    night = request.args.get("nen") == NIGHT
    named = request.args.get("ten") != NAMELESS
    response = make_response(render_template("feedback/map_picture.svg", drawing=drawing, night=night, pin=pin, named=named))
    response.mimetype = SVG
    return response
