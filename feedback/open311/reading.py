"""Reading by GeoReport v2: where it is, which services there are, what they ask, and the public cases as service requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask_babel import gettext as _
from sqlalchemy import Row

from accounts import queries as people
from accounts.read_models import CommuneProfile, FieldItem, VillageItem
from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.extensions import limiter
from core.geometry import on_grid
from core.i18n import current_locale
from core.letters import public_address
from core.page_cache import cached_public_page
from deadlines.clock import today
from feedback import phrases
from feedback.georeport import LIST_ARGUMENTS, READER_ARGUMENTS, Refused, asked, check_names, moment
from feedback.open311 import FORM, V2, open311
from feedback.open311.answers import written
from feedback.queries import georeport as queries
from feedback.queries.public import OPEN
from feedback.states import CaseKind
from feedback.views.commune import commune_id

READING_LIMITS = "120 per minute"
CHANGESET = "2026-11-26T00:00:00+07:00"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
View = Callable[..., Any]
KINDS = (CaseKind.REFLECTION, CaseKind.PETITION, CaseKind.OTHER)


@dataclass(frozen=True, kw_only=True)
class Place:
    """The commune that is asked, with the lists that its answers name."""

    unit_id: int
    profile: CommuneProfile
    fields: Sequence[FieldItem]
    villages: Sequence[VillageItem]
    square: int
    """Metres of the side of a public square."""


def asks(*known: str) -> Callable[[View], View]:
    """Refuse other parameters than ``known`` and those of every reader, also where the answer is kept in memory."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **named: Any) -> Any:
            check_names(request.args.to_dict(flat=False), (*known, *READER_ARGUMENTS))
            return view(*args, **named)

        return checked

    return decorate


def place(jurisdiction: str | None) -> Place:
    """Return the commune of this address. Raises NotFound, and Refused when ``jurisdiction`` names another one."""
    unit_id = commune_id()
    profile = people.commune_profile(unit_id)
    if profile is None:
        raise NotFound()
    if jurisdiction and jurisdiction.lower() not in (profile.code, request.host.partition(":")[0].lower()):
        raise Refused("jurisdiction_unknown", status=404, known=profile.code)
    square = int(people.setting(unit_id, "public_square_metres"))
    return Place(
        unit_id=unit_id, profile=profile, fields=people.fields(unit_id), villages=people.villages(unit_id), square=square
    )  # fmt: skip


def offered(unit_id: int) -> Sequence[FieldItem]:
    """Return the fields that a letter can be about today."""
    return people.fields(unit_id, on=today())


# ------------------------------------------------------------------ what there is


@open311.get(f"/discovery.{FORM}", endpoint="discovery_above")
@open311.get(f"{V2}/discovery.{FORM}")
@limiter.limit(READING_LIMITS)
@access(PUBLIC)
@asks("jurisdiction_id")
@cached_public_page
def discovery(form: str) -> Response:
    """Say where the interface is and who gives keys."""
    profile = place(None).profile
    contact = ", ".join(filter(None, (profile.named(current_locale()), profile.phone, profile.email)))
    endpoint = {
        "specification": SPECIFICATION, "url": public_address("/open311/v2"), "changeset": CHANGESET, "type": "production",
        "formats": ["text/xml", "application/json"],
    }  # fmt: skip
    key_service = _("Quản trị của xã cấp khóa (api_key) cho từng hệ thống: %(contact)s", contact=contact)
    return written(
        form, "discovery", {"changeset": CHANGESET, "contact": contact, "key_service": key_service, "endpoints": [endpoint]}
    )


@open311.get(f"{V2}/services.{FORM}")
@limiter.limit(READING_LIMITS)
@access(PUBLIC)
@asks("jurisdiction_id")
@cached_public_page(arguments=("jurisdiction_id",))
def services(form: str) -> Response:
    """List the fields of the commune as services; a letter gets a token at once, and its number by the token."""
    here, locale = place(request.args.get("jurisdiction_id")), current_locale()
    found = [
        {
            "service_code": item.code, "service_name": item.named(locale), "description": item.named(locale), "metadata": True,
            "type": "batch", "keywords": item.name, "group": here.profile.named(locale),
        }
        for item in offered(here.unit_id)
    ]  # fmt: skip
    return written(form, "services", found)


@open311.get(f"{V2}/services/<string(maxlength=60):service_code>.{FORM}")
@limiter.limit(READING_LIMITS)
@access(PUBLIC)
@asks("jurisdiction_id")
@cached_public_page(arguments=("jurisdiction_id",))
def service_definition(service_code: str, form: str) -> Response:
    """Say what a letter about this field may name beside its words."""
    here = place(request.args.get("jurisdiction_id"))
    if service_code not in {item.code for item in offered(here.unit_id)}:
        raise Refused("service_unknown", status=404, known=services_address())
    attributes = [
        _attribute(
            1, "village", _("Ở thôn nào?"), [(item.code, item.name) for item in people.villages(here.unit_id, on=today())]
        ),
        _attribute(2, "kind", _("Đây là"), [(kind.value, phrases.kind_label(kind.value)) for kind in KINDS]),
        _attribute(3, "not_denunciation", _("Không phải tố cáo: tôi báo một việc để xã xử lý"), [("true", _("Đúng"))]),
    ]
    return written(form, "service_definition", {"service_code": service_code, "attributes": attributes})


def services_address() -> str:
    """Return where the list of services is."""
    return public_address("/open311/v2/services.json")


def _attribute(order: int, code: str, description: str, values: Sequence[tuple[str, str]]) -> dict[str, Any]:
    return {
        "variable": True, "code": code, "datatype": "singlevaluelist", "required": False, "datatype_description": "",
        "order": order, "description": description, "values": [{"key": key, "name": name} for key, name in values],
    }  # fmt: skip


# ------------------------------------------------------------------ requests


@open311.get(f"{V2}/requests.{FORM}")
@limiter.limit(READING_LIMITS)
@access(PUBLIC)
@asks(*LIST_ARGUMENTS)
@cached_public_page(arguments=LIST_ARGUMENTS)
def requests(form: str) -> Response:
    """List public cases, newest first; the address of the next page stands in the Link header."""
    here, wanted = place(request.args.get("jurisdiction_id")), asked(request.args, today=today())
    rows = queries.requests_of(here.unit_id, wanted, field_ids=_field_ids(here, wanted.services))
    shown = rows[: wanted.size]
    response = written(form, "service_requests", [described(row, here, extended=wanted.extended) for row in shown])
    if len(rows) > wanted.size and not wanted.codes:
        response.headers["Link"] = f'<{_next_page(shown[-1].code)}>; rel="next"'
    return response


@open311.get(f"{V2}/requests/<string(maxlength=40):code>.{FORM}")
@limiter.limit(READING_LIMITS)
@access(PUBLIC)
@asks("jurisdiction_id", "extensions")
@cached_public_page(arguments=("jurisdiction_id", "extensions"))
def one_request(code: str, form: str) -> Response:
    """Show one public case."""
    here, wanted = place(request.args.get("jurisdiction_id")), clean_code(code)
    rows = queries.requests_by_codes(here.unit_id, [wanted]) if wanted else ()
    if not rows:
        raise Refused("request_unknown", status=404)
    extended = asked({"extensions": request.args.get("extensions", "")}, today=today()).extended
    return written(form, "service_requests", [described(rows[0], here, extended=extended)])


def _field_ids(here: Place, codes: Sequence[str]) -> list[int] | None:
    if not codes:
        return None
    known = {item.code: item.id for item in here.fields}
    if not set(codes) <= set(known):
        raise Refused("service_unknown", status=404, known=services_address())
    return [known[code] for code in codes]


def _next_page(code: str) -> str:
    wanted = {name: request.args[name] for name in LIST_ARGUMENTS if request.args.get(name)}
    return public_address(f"{request.path}?{urlencode({**wanted, 'after': code})}")


def described(row: Row[Any], here: Place, *, extended: bool) -> dict[str, Any]:
    """Return a public case as GeoReport describes a request: words only where an official published them, dates as days."""
    fields, villages = {item.id: item for item in here.fields}, {item.id: item.name for item in here.villages}
    locale, field = current_locale(), fields.get(row.field_id)
    commune, village = here.profile.named(locale), villages.get(row.village_id)
    placed = row.published and row.square_lat is not None
    lat, lon = on_grid(lat=row.square_lat, lon=row.square_lon, metres=here.square) if placed else (None, None)
    known = {
        "service_request_id": row.code, "status": "open" if row.state in OPEN else "closed",
        "status_notes": row.answer or phrases.state_label(row.state),
        "service_name": field.named(locale) if field else None, "service_code": field.code if field else None,
        "description": row.story or None, "agency_responsible": here.profile.authority or commune, "service_notice": None,
        "requested_datetime": moment(row.received_on), "updated_datetime": moment(_last_day(row)),
        "expected_datetime": moment(row.due_on, end=True), "address": f"{village}, {commune}" if village else None,
        "address_id": None, "zipcode": None, "lat": lat, "long": lon,
        "media_url": public_address(f"/tep/{row.photos[0]}/large") if row.published and row.photos else None,
    }  # fmt: skip
    return {**known, "extended_attributes": _extended(row)} if extended else known


def _last_day(row: Row[Any]) -> Any:
    """Return the last day that the public case names; when the desk touched it is nobody's business."""
    ended = (row.answered_on, row.settled_on, row.closed_on)
    return max(filter(None, (row.received_on, row.accepted_on, row.extended_on, row.reopened_on, *ended)))


def _extended(row: Row[Any]) -> Mapping[str, Any]:
    return {
        "title": row.title or None, "kind": row.kind, "state": row.state, "published": row.published, "on_time": row.on_time,
        "accepted_datetime": moment(row.accepted_on), "answered_datetime": moment(row.answered_on),
        "closed_datetime": moment(row.closed_on), "url": public_address(f"/ho-so/{row.code}"),
    }  # fmt: skip
