"""Photos and voice notes in pieces, over lines that are slow and break: tus 1.0.0 (core, creation, checksum, expiration).

The letter's idempotency key opens an upload and stands in no address; then the upload's random id is the right to go on. What a
cut piece brought is kept: it is on the disk when the phone asks how far the file came. See docs/adr/0023-files-in-pieces.md.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC
from email.utils import format_datetime
from functools import wraps

from flask import Response, jsonify, request
from flask_limiter import RequestLimit

from core import pieces as storage
from core import slow_bodies
from core.access import PUBLIC, access
from core.attachments import MAX_BYTES, check_head, check_voice
from core.errors import BadInput, DomainError, NotFound
from core.extensions import csrf, db, limiter
from core.full_disk import cannot_be_written
from core.structured import structlog
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.queries.pieces import Upload, upload_of
from feedback.services import pieces
from feedback.views import resident_pages
from feedback.views.commune import commune_id
from feedback.views.piece_words import piece_sentence

VERSION = "1.0.0"
EXTENSIONS = "creation,checksum,expiration"
OFFSET_TYPE = "application/offset+octet-stream"
OPENING_LIMITS, SENDING_LIMITS, LINE_LIMITS = "300 per 10 minutes", "300 per minute", "3000 per minute"
SHA256 = re.compile(r"[0-9a-f]{64}")
log = structlog.get_logger("pieces")
TYPE_FAULTS = frozenset({"photo_type", "photo_heic", "photo_empty", "voice_type", "voice_long", "voice_empty"})


class PieceRefused(DomainError):
    """What was sent is no piece that can be taken; ``facts``: status, offset."""


# ------------------------------------------------------------------ answers


def _answer(status: int, *, code: str = "", **headers: object) -> Response:
    response = jsonify(code=code, message=piece_sentence(code)) if code else Response(status=status)
    response.status_code = status
    response.headers["Tus-Resumable"] = VERSION
    response.headers.update({name.replace("_", "-"): str(value) for name, value in headers.items()})
    if status in (429, 503):
        response.headers["Retry-After"] = "5"
    return response


def _status_of(code: str) -> int:
    """Return the status that says why a file is not taken."""
    return 415 if code in TYPE_FAULTS else 413 if code.endswith(("_large", "_many")) else 410 if code == "letter_closed" else 400


def _explained(problem: DomainError) -> Response:
    if isinstance(problem, BadInput):
        code = next(iter(problem.errors.values()))
        return _answer(_status_of(code), code=code)
    if isinstance(problem, PieceRefused):
        return _answer(int(problem.facts["status"]), code=problem.code)  # type: ignore[call-overload]
    code = {"not_found": "unknown", "queue_too_long": "busy"}.get(problem.code, problem.code)
    current = problem.facts.get("current")
    return _answer(problem.status, code=code, **({} if current is None else {"Upload_Offset": current}))


def _too_often(_limit: RequestLimit) -> Response:
    return _answer(429, code="too_often")


def speaks_tus(view: Callable[..., Response]) -> Callable[..., Response]:
    """Refuse another version of the protocol, and answer every "no" with its code and sentence."""

    @wraps(view)
    def spoken(**arguments: str) -> Response:
        if request.headers.get("Tus-Resumable") != VERSION:
            return _answer(412, code="version", Tus_Version=VERSION)
        try:
            return view(**arguments)
        except DomainError as problem:
            return _explained(problem)
        except OSError as problem:
            if not cannot_be_written(problem):
                raise
            log.error("storage_full", incident=secrets.token_hex(4), kind=type(problem).__name__, route=str(request.url_rule))
            return _answer(503, code="storage_full")

    return spoken


# ------------------------------------------------------------------ what can be done, and beginning


@resident_pages.route("/gui/tep", methods=["OPTIONS"], provide_automatic_options=False)
@csrf.exempt
@access(PUBLIC)
def piece_options() -> Response:
    """Say what this server can do."""
    return _answer(204, Tus_Version=VERSION, Tus_Extension=EXTENSIONS, Tus_Max_Size=MAX_BYTES, Tus_Checksum_Algorithm="sha256")


@resident_pages.post("/gui/tep")
@csrf.exempt
@limiter.limit(OPENING_LIMITS, on_breach=_too_often)
@access(PUBLIC)
@speaks_tus
def open_upload() -> Response:
    """Begin a file of a letter, or find the one that was begun."""
    wanted, key = _wanted()
    try:
        with transaction():
            upload = pieces.open_upload(wanted, unit_id=commune_id(), key=key, at=now_utc())
    except BadInput as problem:
        with transaction():
            pieces.turn_away(wanted, unit_id=commune_id(), key=key, at=now_utc(), code=next(iter(problem.errors.values())))
        raise
    return _answer(201, Location=f"/gui/tep/{upload.public_id}", **_standing(upload, upload.stored))


def _wanted() -> tuple[pieces.WantedFile, str]:
    """Return what the phone announces, and the letter's key. Raises PieceRefused."""
    told = dict(_metadata(request.headers.get("Upload-Metadata", "")))
    number, length = told.get("number", ""), request.headers.get("Upload-Length", "")
    good = (
        told.get("kind") in pieces.PURPOSES
        and SHA256.fullmatch(told.get("sha256", ""))
        and all(text.isascii() and text.isdigit() and len(text) < 10 for text in (number, length))
    )
    if not good:
        raise PieceRefused("metadata", status=400)
    return pieces.WantedFile(number=int(number), kind=told["kind"], length=int(length), sha256=told["sha256"]), told.get(
        "key", ""
    )


def _metadata(header: str) -> Iterator[tuple[str, str]]:
    for pair in header.split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            yield name, base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise PieceRefused("metadata", status=400) from None


def _standing(upload: Upload, stored: int) -> dict[str, object]:
    return {
        "Upload_Offset": stored, "Upload_Length": upload.length,
        "Upload_Expires": format_datetime(upload.expires_at.astimezone(UTC), usegmt=True),
    }  # fmt: skip


# ------------------------------------------------------------------ going on


def _known(public_id: str) -> Upload:
    """Return the upload, which may still be written to or is done. Raises NotFound and PieceRefused."""
    upload = upload_of(public_id, unit_id=commune_id())
    if upload is None:
        raise NotFound()
    if upload.fault:
        raise PieceRefused(upload.fault, status=_status_of(upload.fault))
    if not upload.done and upload.expires_at <= now_utc():
        raise PieceRefused("expired", status=410)
    return upload


@resident_pages.route("/gui/tep/<string(length=32):public_id>", methods=["HEAD"])
@limiter.limit(LINE_LIMITS, on_breach=_too_often)
@access(PUBLIC)
@speaks_tus
def piece_standing(public_id: str) -> Response:
    """Say how far the file has come; what a cut piece brought counts, once it is on the disk."""
    upload = _known(public_id)
    stored = upload.length if upload.done else storage.size_on_disk(public_id)
    if not upload.done and stored != upload.stored:
        with transaction():
            pieces.acknowledge(upload, stored=stored)
    if not upload.done and stored == upload.length:
        with storage.writing(public_id, offset=stored, stored=stored) as file:
            stored = _complete(upload, file)
    return _answer(200, **_standing(upload, stored))


@resident_pages.patch("/gui/tep/<string(length=32):public_id>")
@csrf.exempt
@limiter.limit(LINE_LIMITS, on_breach=_too_often)
@limiter.limit(SENDING_LIMITS, key_func=lambda: str((request.view_args or {}).get("public_id")), on_breach=_too_often)
@access(PUBLIC)
@speaks_tus
def take_piece(public_id: str) -> Response:
    """Take the next piece. Its bytes are on the disk before the offset is told."""
    upload = _known(public_id)
    offset, length, checksum = _piece_head(upload)
    if upload.done:
        raise storage.WrongOffset(current=upload.length)
    db.session.rollback()  # the connection goes back: a slow line holds a thread, never a place at the database
    body = request.environ
    with slow_bodies.place(body), storage.writing(public_id, offset=offset, stored=upload.stored) as file:
        told = slow_bodies.pour(body, length=length, write=file.write, look=file.check)
        if told and checksum and told != checksum:
            file.cut(offset)
            raise PieceRefused("checksum", status=460)
        file.sync()
        if file.size == upload.length:
            stored = _complete(upload, file)
        else:
            stored = file.size
            with transaction():
                pieces.acknowledge(upload, stored=stored)
    if not told:
        return _answer(408, code="cut", **_standing(upload, stored))
    return _answer(204, **_standing(upload, stored))


def _piece_head(upload: Upload) -> tuple[int, int, bytes]:
    """Return offset, bytes and checksum (SHA-256, or nothing) of a piece as its head tells them. Raises PieceRefused."""
    if request.mimetype != OFFSET_TYPE:
        raise PieceRefused("piece_type", status=415)
    if request.content_length is None:
        raise PieceRefused("no_length", status=411)
    offset = request.headers.get("Upload-Offset", "")
    if not (offset.isascii() and offset.isdigit() and len(offset) < 10):
        raise PieceRefused("metadata", status=400)
    if request.content_length > min(storage.PIECE_MOST, max(0, upload.length - int(offset))):
        raise PieceRefused("piece_large", status=413)
    return int(offset), request.content_length, _checksum(request.headers.get("Upload-Checksum", ""))


def _checksum(header: str) -> bytes:
    algorithm, _space, value = header.partition(" ")
    if not header:
        return b""
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        digest = b""
    if algorithm != "sha256" or len(digest) != hashlib.sha256().digest_size:
        raise PieceRefused("metadata", status=400)
    return digest


def _complete(upload: Upload, file: storage.PieceFile) -> int:
    """Check a file of which every byte is here, and attach it; return how much of it is stored then.

    Raises PieceRefused (file_differs: it begins anew; or what is wrong with it) and what services.pieces.arrive raises.
    """
    if file.sha256() != upload.sha256:
        file.cut(0)
        with transaction():
            pieces.acknowledge(upload, stored=0)
        raise PieceRefused("file_differs", status=460)
    try:
        content = file.content()
        kind = check_voice(content, field="file") if upload.kind == pieces.VOICE else check_head(content[:32], documents=False)
        with transaction():
            pieces.arrive(upload, path=file.path, media_type=kind, at=now_utc())
    except (BadInput, pieces.LetterClosed) as problem:
        code = next(iter(problem.errors.values())) if isinstance(problem, BadInput) else problem.code
        with transaction():
            pieces.refuse(upload, code=code)
        storage.forget(upload.public_id)
        raise
    storage.forget(upload.public_id)
    return upload.length
