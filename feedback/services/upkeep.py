"""What the house does by itself: deliver letters, re-encode photos, end finished cases; each a pass over rows that wait.

Passes run in the worker, one at a time under a lease (core.jobs), and may be killed anywhere: what was not settled is found
again. Nothing slow happens inside a transaction.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import select

from accounts.models import Unit
from accounts.queries import setting
from core import attachments, mail, outbox, page_cache, shredding
from core.database import use_unit
from core.extensions import db
from core.jobs import may_rest
from core.letters import mail_settings
from core.structured import structlog
from core.transaction import transaction
from deadlines.clock import local_date
from feedback.models import Case
from feedback.services import photos, pieces
from feedback.services.draft_copies import sweep_copies
from feedback.services.following import leave_address_of
from feedback.services.sender import close
from feedback.states import CaseState

LETTERS_AT_ONCE = 20
CASES_AT_ONCE = 5
REST, LONGEST_REST = 9, 2.0
NOT_THIS_LETTER = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, ValueError)
log = structlog.get_logger("letters")
Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """A claimed letter, copied out of its transaction; ``leave`` is the address that ends letters to followers."""

    id: int
    recipient: str
    title: str
    body: str
    reference: str
    too_old: bool
    leave: str = ""


def deliver_letters(at: datetime) -> int:
    """Send the letters whose time has come by SMTP; return how many left.

    Without MAIL_URL they stay where they are: on the tracking page and in the inbox. A letter that could not leave is tried
    again after a growing pause for 72 hours, then it is marked failed. When the server is away the pass ends at once. One whose
    case was sealed since it was claimed does not leave.
    """
    mail_url, sender = mail_settings()
    if not mail_url:
        return 0
    sent = 0
    while envelopes := _claim(at):
        away = False
        for envelope in envelopes:
            gone = False
            if not _wanted(envelope):
                continue
            if not (away or envelope.too_old):
                gone, away = _send(envelope, mail_url=mail_url, sender=sender)
            with transaction():
                outbox.settle(message_id=envelope.id, at=at, sent=gone)
            sent += gone
        if away:
            break
    return sent


def _claim(at: datetime) -> list[Envelope]:
    with transaction():
        rows = outbox.claim_due(at=at, limit=LETTERS_AT_ONCE)
        return [
            Envelope(
                id=row.id, recipient=row.email or "", title=row.title, body=row.body, reference=f"letter-{row.id}",
                too_old=at - row.created_at > outbox.GIVE_UP_AFTER and row.attempts == 1,
                leave=leave_address_of(row.subject),
            )
            for row in rows
        ]  # fmt: skip


def _wanted(envelope: Envelope) -> bool:
    """Ask once more just before a letter leaves: those before it may have taken minutes."""
    wanted = outbox.still_waits(envelope.id)
    db.session.rollback()
    return wanted


def _send(envelope: Envelope, *, mail_url: str, sender: str) -> tuple[bool, bool]:
    """Return whether the letter left, and whether the server is away."""
    try:
        mail.send(
            mail_url=mail_url, sender=sender, recipient=envelope.recipient, title=envelope.title, body=envelope.body,
            reference=envelope.reference, leave=envelope.leave,
        )  # fmt: skip
    except ssl.SSLError as fault:  # first: a certificate that is not good is a ValueError as well, and no fault of the letter
        log.warning("mail_server_away", letter=envelope.id, why=type(fault).__name__)
        return False, True
    except NOT_THIS_LETTER as fault:
        log.warning("letter_refused", letter=envelope.id, why=type(fault).__name__)
        return False, False
    except smtplib.SMTPNotSupportedError as fault:  # an address with marks, which this server cannot carry; or no way to sign in
        log.warning("letter_not_carried", letter=envelope.id, why=type(fault).__name__)
        return False, envelope.recipient.isascii()
    except OSError as fault:
        log.warning("mail_server_away", letter=envelope.id, why=type(fault).__name__)
        return False, True
    return True, False


def letters_wait(at: datetime) -> bool:
    """Return whether there is something to deliver and a server to deliver it to."""
    return bool(mail_settings()[0]) and outbox.anything_due(at=at)


def re_encode_photos(at: datetime) -> int:
    """Make the shown sizes of photos that wait; return how many were settled. A photo that cannot be read is marked failed."""
    settled = 0
    with transaction():
        waiting = attachments.waiting_ids()
    for attachment_id in waiting:
        with transaction() as session:
            row = session.get(attachments.Attachment, attachment_id, execution_options={"all_units": True})
            public_id = row.public_id if row is not None and row.state == "waiting" else ""
        if not public_id:
            continue
        size = attachments.re_encode(public_id)
        with transaction() as session:
            row = session.get(attachments.Attachment, attachment_id, execution_options={"all_units": True})
            if row is not None:
                row.state = "ready" if size else "failed"
                row.width, row.height = size or (None, None)
                page_cache.raise_version(row.unit_id)
        if row is None:  # taken away while it was being re-encoded
            shredding.destroy_files(public_id)
        attachments.forget_incoming(public_id)
        settled += 1
    return settled


def photos_wait(at: datetime) -> bool:
    """Return whether a photo waits to be re-encoded."""
    return attachments.anything_waiting()


def sweep_orphans(at: datetime) -> int:
    """Delete received files that no row names; return how many."""
    return attachments.sweep_orphans(at=at)


def sweep_drafts(at: datetime) -> int:
    """Forget photos of letters that were never sent, and answers that were typed and never saved; return how many."""
    with transaction():
        return photos.sweep_drafts(at=at) + sweep_copies(at)


def sweep_pieces(at: datetime) -> int:
    """Forget files that began to come in pieces and were never complete; return how many."""
    with transaction():
        return pieces.sweep(at=at)


def close_finished(at: datetime) -> int:
    """End answered cases whose days for rating and reopening have passed (setting reopen_days); return how many."""
    closed = 0
    for unit_id in tenant_ids():
        last = local_date(at) - timedelta(days=int(setting(unit_id, "reopen_days")) + 1)
        with use_unit(unit_id):
            query = select(Case.id).where(
                Case.unit_id == unit_id, Case.state == CaseState.ANSWERED.value, Case.answered_on <= last
            )
            closed += _close_all(list(db.session.scalars(query.order_by(Case.id))), at=at)
    return closed


def _close_all(case_ids: Sequence[int], *, at: datetime) -> int:
    closed = 0
    for part in unhurried(case_ids):
        with transaction() as session:
            query = select(Case).where(Case.id.in_(part), Case.state == CaseState.ANSWERED.value).with_for_update()
            for case in session.scalars(query.order_by(Case.id)):
                close(case, at=at, why="time_passed")
                closed += 1
    return closed


def tenant_ids() -> list[int]:
    """Return the communes of this installation."""
    return list(db.session.scalars(select(Unit.id).where(Unit.is_tenant).order_by(Unit.id)))


def portions(ids: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """Cut a list into the parts of one transaction each."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def unhurried(ids: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Cut the work of a pass into small parts and rest nine tenths of the time: people's reading and writing goes first.

    Without rests where somebody waits for the end of the pass (`flask jobs run --once`); the parts stay small.
    """
    done = 0
    for part in portions(ids, CASES_AT_ONCE):
        began = time.monotonic()
        yield part
        done += len(part)
        if done < len(ids) and may_rest():
            time.sleep(min(REST * (time.monotonic() - began), LONGEST_REST))
