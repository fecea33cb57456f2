"""Who may see which photo: the public those of a published case, the sender those of their own, officials their commune's."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from accounts.permissions import Actor
from core.attachments import Attachment, Picture, find, name_of, pictures
from core.extensions import db
from feedback.models import Answer, Case, PublicCase
from feedback.permissions import may_read, may_see_identity
from feedback.states import AnswerState

ANSWER, SCAN = "answer", "scan"


@dataclass(frozen=True, kw_only=True)
class ShownFile:
    """A file that the viewer may see, by its name in the store. ``public``: everybody may."""

    name: str
    media_type: str
    is_document: bool
    public: bool
    is_voice: bool = False


def draft_subject(nonce: str) -> str:
    """Return under which subject the photos of a letter wait that is not sent yet; only its form token knows the nonce."""
    return f"draft:{nonce}"


def draft_pictures(*, unit_id: int, nonce: str) -> list[Picture]:
    """Return the photos kept for a letter that is not sent yet."""
    return pictures(unit_id=unit_id, subject=draft_subject(nonce))


def shown_file(
    *, unit_id: int, public_id: str, size: str, sender_of: int | None = None, official: Actor | None = None
) -> ShownFile | None:
    """Return the file when the viewer may see it, else None.

    ``sender_of`` is the case whose secret words the viewer proved; the sender sees the evidence of an answer once it is issued.
    ``official`` is an official who is looking: papers, scans, voices that a sender gave are for those who may know who it is.
    """
    row = find(unit_id=unit_id, public_id=public_id)
    case_id = case_of(row)
    if row is None or case_id is None:
        return None
    public = _published(case_id, unit_id=unit_id, public_id=public_id)
    if not (public or _shown_to_official(row, case_id, official) or (sender_of == case_id and _shown_to_sender(row, case_id))):
        return None
    name = name_of(row, size=size)
    if not name:
        return None
    return ShownFile(
        name=name, media_type=row.media_type if row.kept_whole else "image/jpeg", is_document=row.is_document, public=public,
        is_voice=row.is_voice,
    )  # fmt: skip


def case_of(row: Attachment | None) -> int | None:
    """Return the case an attachment belongs to, or None."""
    kind, _, number = row.subject.partition(":") if row else ("", "", "")
    return int(number) if kind == "case" and number.isdigit() else None


def _published(case_id: int, *, unit_id: int, public_id: str) -> bool:
    photos = db.session.scalar(
        select(PublicCase.photos).where(PublicCase.id == case_id, PublicCase.unit_id == unit_id, PublicCase.published)
    )
    return public_id in (photos or ())


def _shown_to_official(row: Attachment, case_id: int, official: Actor | None) -> bool:
    case = db.session.get(Case, case_id) if official is not None else None
    if case is None or not may_read(official, case):
        return False
    tells_the_sender = not row.purpose.startswith(ANSWER) and (row.purpose == SCAN or row.kept_whole)
    return not tells_the_sender or may_see_identity(official, case)


def _shown_to_sender(row: Attachment, case_id: int) -> bool:
    if not row.purpose.startswith(ANSWER):
        return True
    number = row.purpose.removeprefix(ANSWER)
    round_number = int(number) if number.isdigit() else 0
    issued = select(Answer.id).where(
        Answer.case_id == case_id, Answer.state == AnswerState.ISSUED.value, Answer.round == round_number
    )
    return db.session.scalar(issued) is not None
