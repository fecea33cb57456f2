"""Sending by GeoReport v2: a letter from another system takes the road of the form, and a token leads to its number.

The token is made from the key of the sending, not stored: who has it finds the case as soon as the answer is out, whether the
worker runs or not. Nothing is fetched from the addresses that a request names (media_url).
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode

from flask import Response, g, request
from flask_babel import gettext as _

from accounts import queries as people
from core.access import PUBLIC, access
from core.codes import hash_for
from core.errors import BadInput
from core.extensions import csrf, limiter
from core.full_disk import look_for_room
from core.i18n import current_locale
from core.letters import public_address
from core.sealing import sealer
from core.text import clean_line, clean_text
from core.transaction import transaction
from deadlines.clock import now_utc, today
from feedback.forms.resident import degrees
from feedback.georeport import LETTER_FIELDS, Refused
from feedback.open311 import FORM, V2, open311
from feedback.open311.answers import bad_fields, written
from feedback.open311.reading import KINDS, READING_LIMITS, Place, asks, offered, place, services_address
from feedback.queries import georeport as queries
from feedback.queries.machines import KeyItem, key_of
from feedback.rules import NewCase, cleaned, faults_of
from feedback.services import intake
from feedback.services.api_keys import use_key
from feedback.signs import reads_as_complaint, reads_as_denunciation
from feedback.states import CaseKind, Channel
from feedback.views.commune import commune_id
from feedback.views.place_words import located

STRANGERS = "20 per 10 minutes"
LONGEST_REFERENCE = 200
LONGEST_UNUSED = 200
UNREADABLE = "\ufffd"
"""What stands where the bytes of a form were no UTF-8."""
NAMES = {
    "story": "description", "name": "first_name", "anonymous": "first_name", "phone": "phone", "email": "email", "place": "lat",
    "field_id": "service_code", "village_id": "attribute[village]",
}  # fmt: skip


def _key() -> KeyItem | None:
    """Return the key that stands in the body, asked for once in a request."""
    if "open311_key" not in g:
        g.open311_key = key_of(commune_id(), request.form.get("api_key", ""))
    return g.open311_key


def _counted() -> str:
    key = _key()
    return f"open311:{key.public_id}" if key else f"open311:{request.remote_addr}"


def _limit() -> str:
    key = _key()
    return f"{key.per_hour} per hour" if key else STRANGERS


@open311.post(f"{V2}/requests.{FORM}")
@csrf.exempt
@limiter.limit(_limit, key_func=_counted)
@access(PUBLIC)
def send(form: str) -> Response:
    """Take a letter in, or say what is wrong with it; what leads to a denunciation or complaint is led to its own door."""
    _check_form()
    key = _key()
    if key is None:
        raise Refused("key_unknown" if request.form.get("api_key") else "key_missing", status=403)
    here = place(request.form.get("jurisdiction_id"))
    letter = _letter(here)
    faults = faults_of(cleaned(letter), anonymous_allowed=bool(people.setting(here.unit_id, "allow_anonymous_reflection")))
    if faults:
        return bad_fields({NAMES.get(name, name): code for name, code in faults.items()})
    token = _token(key)
    try:
        receipt = _taken(letter, here, key=key, token=token)
    except BadInput as problem:
        return bad_fields({NAMES.get(name, name): code for name, code in problem.errors.items()})
    known = [{"token": token, "service_notice": _notice(receipt), "account_id": None}]
    return written(form, "service_requests", known, status=200 if receipt.repeated else 201)


def _taken(letter: NewCase, here: Place, *, key: KeyItem, token: str) -> intake.Receipt:
    """Make the letter a case, once for each token. Raises BadInput, StorageFull, and Refused (key_unknown, other_letter)."""
    at, sending = now_utc(), _sending(token)
    look_for_room()
    hash_for(sending)  # slow on purpose, so not while everybody waits for the turn to write
    with transaction():
        receipt = intake.register_case(
            located(letter, unit_id=here.unit_id, on=today()), unit_id=here.unit_id, idempotency_key=sending, at=at
        )
        if not receipt.repeated and not use_key(key.public_id, unit_id=here.unit_id, at=at, case_id=receipt.case_id):
            raise Refused("key_unknown", status=403)
    if receipt.repeated and queries.story_of(here.unit_id, receipt.code) not in (None, clean_text(letter.story)):
        raise Refused("other_letter", status=409)
    return receipt


def _sending(token: str) -> str:
    return f"open311|{token}"


def _token(key: KeyItem) -> str:
    """Return the token of this sending: always the same for a reference of the sender's, else a fresh one."""
    reference = clean_line(request.headers.get("Idempotency-Key", "") or request.form.get("external_reference", ""))
    if len(reference) > LONGEST_REFERENCE:
        raise Refused("reference_long", most=LONGEST_REFERENCE)
    if not reference:
        return secrets.token_urlsafe(24)
    return urlsafe_b64encode(sealer.derive("open311-token", f"{key.public_id}|{reference}")[:24]).decode()


def _notice(receipt: intake.Receipt) -> str:
    """Return what the sending system should hand on to the person: the number, the secret words, and what was not taken."""
    words = [
        _(
            "Mã hồ sơ %(code)s, từ bí mật: %(secret)s. Hãy đưa cho người gửi để tra cứu tại %(url)s.", code=receipt.code,
            secret=receipt.secret, url=public_address("/tra-cuu"),
        )
    ]  # fmt: skip
    if request.form.get("media_url"):
        words.append(_("Ảnh ở media_url không được tải về; người gửi thêm ảnh tại trang tra cứu."))
    if request.form.get("address_id"):
        words.append(_("address_id không dùng được ở xã này."))
    unused = sorted({*request.form, *request.files} - {*LETTER_FIELDS})
    if unused:
        words.append(_("Không dùng được, nên không giữ: %(names)s.", names=", ".join(unused)[:LONGEST_UNUSED]))
    return " ".join(words)


# ------------------------------------------------------------------ the letter


def _check_form() -> None:
    """Refuse a name that is given twice and what is no UTF-8: half of it would be lost in silence."""
    for name in LETTER_FIELDS:
        if len(request.form.getlist(name)) > 1:
            raise Refused("name_twice", name=name)
        if UNREADABLE in request.form.get(name, ""):
            raise Refused("not_utf8", name=name)


def _letter(here: Place) -> NewCase:
    """Return the request as a letter. Raises Refused for what has no place in a letter at all."""
    code, sent = request.form.get("service_code", ""), request.form
    if not code:
        raise Refused("service_missing", known=services_address())
    field = next((item for item in offered(here.unit_id) if item.code == code), None)
    if field is None:
        raise Refused("service_unknown", status=404, known=services_address())
    kind = _kind(sent.get("attribute[kind]", ""))
    story, spot = sent.get("description", ""), sent.get("address_string", "")
    _lead_elsewhere(f"{story}\n{spot}", kind)
    lat, lon = _position()
    village = _village(here)
    if lat is None and not spot.strip() and village is None:
        raise Refused("address_id_only" if sent.get("address_id") else "location_missing")
    name = clean_line(f"{sent.get('last_name', '')} {sent.get('first_name', '')}")
    phone, email = sent.get("phone", ""), sent.get("email", "")
    return NewCase(
        kind=kind, story=story, field_id=field.id, village_id=village, place=spot, lat=lat, lon=lon, name=name, phone=phone,
        email=email, anonymous=kind == CaseKind.REFLECTION and not (name or phone.strip() or email.strip()),
        locale=current_locale(), channel=Channel.API,
    )  # fmt: skip


def _kind(typed: str) -> CaseKind:
    if typed and typed not in {*KINDS, CaseKind.COMPLAINT}:
        raise Refused("kind_unknown", known=", ".join(KINDS))
    return CaseKind(typed) if typed else CaseKind.REFLECTION


def _lead_elsewhere(text: str, kind: CaseKind) -> None:
    """Refuse a denunciation, unless its sender says that it is none, and a complaint; nothing of either is kept."""
    if request.form.get("attribute[not_denunciation]", "").lower() not in ("true", "1") and reads_as_denunciation(text):
        raise Refused("denunciation", url=public_address("/to-cao"))
    if kind == CaseKind.COMPLAINT or reads_as_complaint(text):
        raise Refused("complaint", url=public_address("/gui"))


def _position() -> tuple[float | None, float | None]:
    typed = [request.form.get(name, "").strip() for name in ("lat", "long")]
    if not any(typed):
        return None, None
    lat, lon = degrees(typed[0]), degrees(typed[1])
    if lat is None or lon is None:
        raise Refused("position_bad")
    return lat, lon


def _village(here: Place) -> int | None:
    code = request.form.get("attribute[village]", "")
    if not code:
        return None
    village = next((item for item in people.villages(here.unit_id, on=today()) if item.code == code), None)
    if village is None:
        raise Refused("village_unknown")
    return village.id


# ------------------------------------------------------------------ the number of a letter


@open311.get(f"{V2}/tokens/<string(maxlength=80):token>.{FORM}")
@limiter.limit(READING_LIMITS)
@access(PUBLIC)
@asks("jurisdiction_id")
def number_of_token(token: str, form: str) -> Response:
    """Lead from the token of a sending to the number of its case; the two are never kept by anybody's cache."""
    here = place(request.args.get("jurisdiction_id"))
    code = queries.code_of_sending(here.unit_id, _sending(token))
    if code is None:
        raise Refused("token_unknown", status=404)
    return written(form, "service_requests", [{"service_request_id": code, "token": token}])
