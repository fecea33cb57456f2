"""Name, phone and email of a sender are set right, in every case of the same letter in this commune.

Whoever asks has proved the secret words, or was seen with an identity paper at the counter; an official writes the new values.
What was there before is not kept, but for the letter that tells a former email address: papers that were issued under the old
name stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from sqlalchemy import update

from accounts.permissions import Actor
from core import short_messages
from core.errors import BadInput
from core.extensions import db
from core.outbox import OutboxMessage
from core.sealing import sealer
from core.text import clean_line, phone_digits
from feedback.models import Sender
from feedback.rules import correction_faults
from feedback.services.contact_erasing import letters_about, senders_of


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What is right; what is empty stays as it is."""

    name: str = ""
    phone: str = ""
    email: str = ""

    @property
    def cleaned(self) -> Correction:
        """The same in clean lines, as a letter is cleaned that comes in; the phone as it was typed."""
        return Correction(
            name=clean_line(self.name)[:120], phone=clean_line(self.phone), email=clean_line(self.email)[:160].lower()
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """What was set right ("name", "phone", "email"), and the email addresses that no letter goes to any more."""

    parts: tuple[str, ...] = ()
    former: tuple[str, ...] = field(default=(), repr=False)


NOTHING, UNCORRECTED = Correction(), Corrected()
PARTS = tuple(part.name for part in fields(Correction))


def correct_contact(case_id: int, said: Correction, *, actor: Actor) -> Corrected:
    """Set right what is said, and return what changed.

    With another phone nothing more is sent to the old one, and to the new one only once its holder agrees on the tracking page;
    one looks the case up by the new one. Letters that wait go to the new email. Raises NotFound, and BadInput (name_missing,
    phone_bad, email_bad, correct_nameless: a letter without a name has nobody whose name, phone or email could be set right).
    """
    said, senders = said.cleaned, senders_of(case_id, unit_id=actor.unit_id)
    faults = correction_faults(name=said.name, phone=said.phone, email=said.email)
    faults |= {part: "correct_nameless" for part in PARTS if getattr(said, part) and not senders[0].name}
    if faults:
        raise BadInput(faults)
    digits = phone_digits(said.phone)
    wanted = {name: value for name, value in (("name", said.name), ("phone", digits), ("email", said.email)) if value}
    changed = tuple(name for name, value in wanted.items() if any(getattr(sender, name) != value for sender in senders))
    subjects = [f"case:{sender.case_id}" for sender in senders]
    former = {sender.email for sender in senders if sender.email} - {said.email} if "email" in changed else set()
    for sender in senders:
        for name in changed:
            setattr(sender, name, wanted[name])
    if "phone" in changed:
        _another_phone(senders, digits)
        short_messages.withdraw(subjects, unit_id=actor.unit_id)
    if "email" in changed:
        waiting = (*letters_about(subjects, unit_id=actor.unit_id), OutboxMessage.state == "waiting")
        db.session.execute(update(OutboxMessage).where(*waiting).values(email=said.email))
    db.session.flush()
    return Corrected(parts=changed, former=tuple(sorted(former)))


def _another_phone(senders: list[Sender], digits: str) -> None:
    for sender in senders:
        sender.phone_fingerprint = sealer.fingerprint("phone", digits)
        sender.messages_allowed_at = sender.messages_stopped_at = None
