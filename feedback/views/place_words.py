"""What is said of a place beside a letter: where its point lies, what its written place is today, and who else is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import current_app, request
from flask_babel import gettext as _

from accounts.map_drawing import frame_of
from accounts.place_phrases import where_sentence, written_sentence
from accounts.place_queries import (
    OtherUnit,
    Whereabouts,
    WrittenPlace,
    ground_of,
    known_names,
    where_is,
    written_place,
    written_village,
)
from accounts.queries import commune_profile
from feedback.rules import VIETNAM, NewCase

MOST_OFFERED = 60


@dataclass(frozen=True, kw_only=True)
class PlaceNote:
    """Sentences about a place, the village it can only be, and another commune that uses the platform, with its address."""

    sentences: tuple[str, ...] = ()
    village_id: int | None = None
    other_name: str = ""
    other_url: str = ""


def place_note(
    unit_id: int, *, lat: float | None, lon: float | None, place: str, on: date, for_sender: bool = True
) -> PlaceNote:  # fmt: skip
    """Return what is known of a point (degrees or None) and of a written place together; the point decides the village."""
    profile = commune_profile(unit_id)
    commune = profile.name if profile else ""
    point = where_is(unit_id, lat=lat, lon=lon, on=on) if lat is not None and lon is not None else None
    written = written_place(unit_id, place, on=on) if place.strip() else None
    sentences = (
        where_sentence(point, commune=commune) if point else "",
        written_sentence(written, typed=place.strip()[:80], commune=commune, for_sender=for_sender) if written else "",
    )
    other = (point and point.other) or (written and written.other) or None
    return PlaceNote(
        sentences=tuple(filter(None, sentences)), village_id=_village(point, written),
        other_name=other.name if other else "", other_url=address_of(other) if other else "",
    )  # fmt: skip


def _village(point: Whereabouts | None, written: WrittenPlace | None) -> int | None:
    """Return the village that a boundary says, else what the written place says, else the nearest."""
    by_boundary = point.village if point and point.nearest_metres is None else None
    by_name = written.village if written else None
    by_distance = point.village if point else None
    chosen = by_boundary or by_name or by_distance
    return chosen.id if chosen else None


def located(letter: NewCase, *, unit_id: int, on: date) -> NewCase:
    """Return a letter whose sender chose no village with the one that its written place or a boundary leaves no doubt about."""
    if letter.village_id is not None:
        return letter
    point = None
    if letter.lat is not None and letter.lon is not None:
        point = where_is(unit_id, lat=letter.lat, lon=letter.lon, on=on)
    if point and point.inside is False:
        return letter
    if point and point.village and point.nearest_metres is None:
        return replace(letter, village_id=point.village.id)
    village_id = written_village(unit_id, letter.place, on=on) if letter.place.strip() else None
    return replace(letter, village_id=village_id) if village_id else letter


def address_of(other: OtherUnit) -> str:
    """Return where a letter for another commune of this installation is written, or nothing when it is not here."""
    if not other.hosts:
        return ""
    port = request.host.rpartition(":")[2] if ":" in request.host else ""
    return f"{request.scheme}://{other.hosts[0]}{':' + port if port.isdigit() else ''}/gui"


def in_vietnam(lat: float | None, lon: float | None) -> bool:
    """Whether both are numbers of a place that can be meant at all."""
    south, north, west, east = VIETNAM
    return lat is not None and lon is not None and south <= lat <= north and west <= lon <= east


@dataclass(frozen=True, kw_only=True)
class MapFacts:
    """What a page needs to show the small map and, on a tap, the one that can be moved. ``bounds``: south, west, north, east."""

    name: str
    bounds: str
    width: int
    height: int
    source: str
    tiles: str
    credit: str


def map_facts(unit_id: int, *, on: date) -> MapFacts | None:
    """Return the facts of a commune's map, or None while nobody loaded its boundary."""
    ground = ground_of(unit_id, on=on)
    if ground is None:
        return None
    frame = frame_of(ground)
    west, south, east, north = frame.box
    settings = current_app.config["SETTINGS"]
    return MapFacts(
        name=ground.name, bounds=",".join(f"{number:.5f}" for number in (south, west, north, east)), width=frame.width,
        height=frame.height, source=ground.source, tiles=settings.tiles_url, credit=settings.tiles_credit,
    )  # fmt: skip


def names_to_offer(unit_id: int, *, on: date) -> list[str]:
    """Return former and other names of places, to choose from while one is written; villages have a list of theirs."""
    offered = [item.label for item in known_names(unit_id, on=on) if item.former or item.village_id is None]
    return list(dict.fromkeys(offered))[:MOST_OFFERED]


def notes_of_case(unit_id: int, *, lat: float | None, lon: float | None, place: str, on: date) -> Sequence[str]:
    """Return the sentences for an official; nothing where the place speaks for itself."""
    note = place_note(unit_id, lat=lat, lon=lon, place=place, on=on, for_sender=False)
    if note.other_url:
        return (*note.sentences, _("%(other)s cũng dùng hệ thống này: có thể chuyển đơn sang.", other=note.other_name))
    return note.sentences
