"""Files that follow their letter in pieces: announced with the text, opened with the letter's key, attached when complete.

The text is a case before the first byte of a photo has come, and stays one when none ever comes. See docs/adr/0023.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, update

from core import pieces
from core.attachments import MAX_BYTES, MAX_FILES, VOICE_BYTES, adopt
from core.bus import publish
from core.database import new_public_id, use_unit
from core.errors import BadInput, DomainError, NotFound
from core.extensions import db
from core.transaction import wait_for_twin
from feedback.events import FileArrived
from feedback.models import Case
from feedback.piece_models import FilesComing, PieceUpload
from feedback.queries import handovers
from feedback.queries.pieces import COMING_FOR, Upload, as_upload, case_of_key, left_with_key
from feedback.states import LIVES_IN_OTHERS, OPEN_STATES, CaseState

PHOTO, VOICE = "photo", "voice"
PURPOSES = {PHOTO: "story", VOICE: "voice"}
MOST_OF = {PHOTO: MAX_FILES, VOICE: 1}
BYTES_OF = {PHOTO: MAX_BYTES, VOICE: VOICE_BYTES}
MOST = sum(MOST_OF.values())
KEY_OPENS_FOR = timedelta(days=8)
TAKE_FILES = OPEN_STATES | LIVES_IN_OTHERS


class LetterClosed(DomainError):
    """The letter takes no file any more: it is settled, withdrawn, or was led elsewhere."""

    status = 410
    code = "letter_closed"


class KeyOld(DomainError):
    """The letter arrived more than eight days ago; its key opens nothing any more."""

    status = 410
    code = "key_old"


class NumberTaken(DomainError):
    """Another file of the letter arrived under this number already."""

    status = 422
    code = "number_taken"


@dataclass(frozen=True, kw_only=True)
class WantedFile:
    """What a phone announces: the file's number in its letter (from 0), kind (photo, voice), bytes, and SHA-256 in hex."""

    number: int
    kind: str
    length: int
    sha256: str


def expect(case_id: int, *, unit_id: int, number: int, at: datetime) -> None:
    """Write down that ``number`` files follow this letter; said again, the larger number counts. More than six are six.

    A letter that was sent again after it had left for the sealed register is no case any more: nothing is written.
    """
    number = min(number, MOST)
    if number < 1 or db.session.get(Case, case_id) is None:
        return
    row = db.session.scalars(
        select(FilesComing).where(FilesComing.unit_id == unit_id, FilesComing.case_id == case_id)
    ).one_or_none()
    if row is None:
        db.session.add(FilesComing(unit_id=unit_id, case_id=case_id, number=number, said_at=at))
    elif number > row.number:
        row.number, row.said_at = number, at


def open_upload(wanted: WantedFile, *, unit_id: int, key: str, at: datetime) -> Upload:
    """Return the upload of a file, a new one or the one that was begun; ``key`` is that of the letter's form.

    A file that was never finished and has expired, or was chosen anew under the same number, begins again from nothing.
    Raises NotFound (no letter has this key, or it announced no such file), LetterClosed, KeyOld, NumberTaken, and BadInput
    (photo_many, photo_large, photo_empty, voice_many, voice_large, voice_empty, by ``file``).
    """
    case = _case(key, unit_id=unit_id, at=at)
    wait_for_twin(f"piece:{case.id}")
    said = select(FilesComing.number).where(FilesComing.unit_id == unit_id, FilesComing.case_id == case.id)
    if wanted.number not in range(db.session.scalar(said) or 0):
        raise NotFound()
    rows = db.session.scalars(select(PieceUpload).where(PieceUpload.unit_id == unit_id, PieceUpload.case_id == case.id))
    known = {row.number: row for row in rows}
    row = known.pop(wanted.number, None)
    if row is not None and row.sha256 == wanted.sha256 and (row.done_at is not None or (row.expires_at > at and not row.fault)):
        return as_upload(row)
    if row is not None and row.done_at is not None:
        raise NumberTaken(number=wanted.number)
    _check(wanted, others=[other.kind for other in known.values() if not other.fault])
    if row is not None:
        pieces.forget(row.public_id)
        db.session.delete(row)
        db.session.flush()
    return _begin(wanted, case=case, at=at)


def turn_away(wanted: WantedFile, *, unit_id: int, key: str, at: datetime, code: str) -> None:
    """Write down that a file was refused before its first byte, so that no page waits for it.

    Another that was begun under its number stays. Raises what open_upload raises of the letter.
    """
    case = _case(key, unit_id=unit_id, at=at)
    wait_for_twin(f"piece:{case.id}")
    query = select(PieceUpload.id).where(PieceUpload.case_id == case.id, PieceUpload.number == wanted.number)
    if db.session.scalar(query) is None:
        _begin(replace(wanted, length=max(1, wanted.length)), case=case, at=at, fault=code)


def _case(key: str, *, unit_id: int, at: datetime) -> Case:
    case = case_of_key(key, unit_id=unit_id)
    if case is None:
        raise LetterClosed() if left_with_key(key, unit_id=unit_id) else NotFound()
    if at - case.received_at > KEY_OPENS_FOR:
        raise KeyOld()
    _target(case)
    return case


def _check(wanted: WantedFile, *, others: list[str]) -> None:
    fault = ""
    if wanted.length < 1:
        fault = "empty"
    elif wanted.length > BYTES_OF[wanted.kind]:
        fault = "large"
    elif others.count(wanted.kind) >= MOST_OF[wanted.kind]:
        fault = "many"
    if fault:
        raise BadInput({"file": f"{wanted.kind}_{fault}"})


def _begin(wanted: WantedFile, *, case: Case, at: datetime, fault: str = "") -> Upload:
    row = PieceUpload(
        unit_id=case.unit_id, public_id=new_public_id(), case_id=case.id, number=wanted.number, kind=wanted.kind,
        length=wanted.length, sha256=wanted.sha256, stored=0, created_at=at, expires_at=at + COMING_FOR, fault=fault,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return as_upload(row)


def _target(case: Case) -> tuple[int, int]:
    """Return commune and case to which files of the letter go now. Raises LetterClosed."""
    place = handovers.holder(case.unit_id, case.id)
    if place is None:
        if CaseState(case.state) not in TAKE_FILES:
            raise LetterClosed()
        return case.unit_id, case.id
    with use_unit(place.unit_id):
        there = db.session.get(Case, place.case_id)
        if there is None or CaseState(there.state) not in TAKE_FILES:
            raise LetterClosed()
    return place.unit_id, place.case_id


def acknowledge(upload: Upload, *, stored: int) -> None:
    """Write down how much of a file is on the disk; what is done stays done."""
    db.session.execute(
        update(PieceUpload)
        .where(PieceUpload.id == upload.id, PieceUpload.unit_id == upload.unit_id, PieceUpload.done_at.is_(None))
        .values(stored=stored)
    )


def refuse(upload: Upload, *, code: str) -> None:
    """Write down why a complete file is not taken; its bytes are forgotten afterwards, by the caller."""
    row = db.session.get(PieceUpload, upload.id)
    if row is not None and row.done_at is None:
        row.fault, row.stored = code, 0


def arrive(upload: Upload, *, path: Path, media_type: str, at: datetime) -> None:
    """Make a complete, checked file the case's attachment; done twice, it is done once. Event: FileArrived.

    A letter that was handed over to another commune gets it there. Raises NotFound and LetterClosed.
    """
    row = db.session.get(PieceUpload, upload.id, with_for_update=True, populate_existing=True)
    case = db.session.get(Case, row.case_id) if row is not None else None
    if row is None or case is None:
        raise NotFound()
    if row.done_at is not None:
        return
    unit_id, case_id = _target(case)
    row.stored, row.done_at, row.fault = row.length, at, ""
    with use_unit(unit_id):
        adopt(
            path, public_id=row.public_id, media_type=media_type, sha256=row.sha256, unit_id=unit_id, subject=f"case:{case_id}",
            purpose=PURPOSES[row.kind], at=at,
        )  # fmt: skip
        db.session.flush()
        publish(FileArrived(unit_id=unit_id, at=at, case_id=case_id, kind=row.kind, size=row.length))


def sweep(*, at: datetime) -> int:
    """Forget files that did not become complete within 72 hours, and bytes that no upload names; return how many.

    Inside a command; what was attached stays written down, so that the pages can say how many came.
    """
    old = at - pieces.SWEPT_AFTER
    query = select(PieceUpload).where(PieceUpload.done_at.is_(None), PieceUpload.created_at < old)
    swept = 0
    for row in db.session.scalars(query.execution_options(all_units=True)).all():
        pieces.forget(row.public_id)
        db.session.delete(row)
        swept += 1
    db.session.flush()
    for name in pieces.on_disk(older_than=old):
        asked = select(func.count(PieceUpload.id)).where(
            PieceUpload.public_id == name.partition(".")[0], PieceUpload.done_at.is_(None)
        )
        if not db.session.scalar(asked.execution_options(all_units=True)):
            pieces.forget(name)
            swept += 1
    return swept
