"""A letter becomes a case: once, whatever is tapped or sent again, with a code, secret words and dated promises."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, func, insert, select, union_all

from accounts.models import Field, Village
from accounts.permissions import Actor
from accounts.queries import setting
from core.bus import publish
from core.codes import hash_for, new_code, secret_for
from core.errors import BadInput, NotAllowed
from core.extensions import db
from core.permissions import Permission
from core.sealing import sealer
from core.search_words import plain_text
from core.text import phone_digits
from core.transaction import wait_for_twin
from deadlines.clock import local_date
from feedback.events import CaseRegistered, MessagesChosen
from feedback.forwarding import forwarding_faults
from feedback.forwarding_models import CaseForwarding
from feedback.models import Case, PublicCase, Sender
from feedback.queries.sendings import sending_key
from feedback.rules import NewCase, cleaned, faults_of
from feedback.services import clocks
from feedback.services.complaint_base import open_complaint
from feedback.services.steps import enter
from feedback.stand_in_models import StandIn
from feedback.states import CaseKind, CaseState, Channel

TAKEN_IN = (Case.__table__, StandIn.__table__)
KNOWN = union_all(
    *(
        select(rows.c.id, rows.c.code).where(rows.c.idempotency_key == bindparam("key"), rows.c.unit_id == bindparam("unit"))
        for rows in TAKEN_IN
    )
)
"""Where a sending may have become a case already, by its key."""

LAST_NUMBER = select(
    func.max(
        func.coalesce(select(func.max(Case.__table__.c.id)).scalar_subquery(), 0),
        func.coalesce(select(func.max(PublicCase.__table__.c.id)).scalar_subquery(), 0),
    )
)

MARGIN_MOST = 64
TAKEN_NUMBER = select(func.max(func.nextval("cases_id_seq"))).select_from(func.generate_series(1, bindparam("step")))
"""The next number of PostgreSQL's own sequence but ``step``; nobody else gets it, nor one of those between."""

SENDER = insert(Sender.__table__)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What the sender takes home. ``repeated``: this sending was already a case; nothing new was made."""

    case_id: int
    code: str
    secret: str
    repeated: bool


def register_case(new: NewCase, *, unit_id: int, idempotency_key: str, at: datetime, actor: Actor | None = None) -> Receipt:
    """Make the letter a case of the commune and return its receipt; the same key again returns the same receipt.

    ``at`` is when the letter came in (UTC); ``actor`` is who writes it down for somebody, None for the sender.
    Raises BadInput (codes as in feedback.rules.faults_of, field_unknown, village_unknown) and NotAllowed.
    State: received. Clocks: the first answer running, the settlement planned. Events: CaseRegistered; MessagesChosen if allowed.
    """
    key = sending_key(unit_id, idempotency_key)
    secret = secret_for(idempotency_key)
    wait_for_twin(key)
    known = _known(key, unit_id=unit_id)
    if known is not None:
        return Receipt(case_id=known.id, code=known.code, secret=secret, repeated=True)
    needed = Permission.ASSIST_ENTER if new.channel == Channel.ASSISTED else Permission.CASE_REGISTER
    if actor is not None and (actor.unit_id != unit_id or needed not in actor.permissions):
        raise NotAllowed(action="register")
    new = cleaned(new)
    faults = faults_of(new, anonymous_allowed=new.anonymous and bool(setting(unit_id, "allow_anonymous_reflection")))
    faults |= forwarding_faults(new.forwarded, channel=new.channel, received_on=local_date(at))
    if faults:
        raise BadInput(faults)
    kept = _place(new, unit_id)
    case = _case(new, unit_id=unit_id, key=key, at=at, actor=actor)
    _lay_down(case)
    _keep_forwarding(new, case)
    with db.session.no_autoflush:
        db.session.execute(SENDER, _sender(new, case=case, at=at, secret_hash=hash_for(idempotency_key)))
        enter(case, "registered", at=at, actor=actor, for_sender=True, facts={"channel": case.channel}, changes=False)
        publish(
            CaseRegistered(
                unit_id=unit_id, at=at, actor_id=actor.id if actor else None, case_id=case.id, channel=case.channel,
                kind=case.kind, anonymous=case.anonymous,
            )
        )  # fmt: skip
        if new.messages:
            publish(MessagesChosen(unit_id=unit_id, at=at, actor_id=actor.id if actor else None, case_id=case.id, allowed=True))
    del kept
    return Receipt(case_id=case.id, code=case.code, secret=secret, repeated=False)


def _lay_down(case: Case) -> None:
    """Write the row of the case, with its first date at once: a row that is written twice is entered twice in every index."""
    if case.kind == CaseKind.COMPLAINT:
        db.session.add(case)
        db.session.flush()
        open_complaint(case)
        clocks.promise(case, fresh=True)
        return
    laid = clocks.promised(case)
    case.due_on = clocks.first_date(laid)
    db.session.add(case)
    db.session.flush()
    for clock in laid:
        clock.case_id = case.id
    db.session.add_all(laid)


def _keep_forwarding(new: NewCase, case: Case) -> None:
    """Write down who passed the letter on, which stands on the case for officials alone."""
    if new.forwarded is None:
        return
    given = new.forwarded
    db.session.add(
        CaseForwarding(
            unit_id=case.unit_id, case_id=case.id, source=given.source, body=given.body, number=given.number,
            sent_on=given.sent_on, proof={},
        )
    )  # fmt: skip


def _known(key: str, *, unit_id: int) -> Row[tuple[int, str]] | None:
    return db.session.execute(KNOWN, {"key": key, "unit": unit_id}).one_or_none()


def random_step() -> int:
    """Return how far a number lies above the one before, 1 to MARGIN_MOST; each further step has three chances in four.

    Memoryless: between two numbers that are left nobody can tell whether another was ever given.
    """
    step = 1
    while step < MARGIN_MOST and secrets.randbelow(4):
        step += 1
    return step


def fresh_id() -> int:
    """Return the number of a new case: a random step above every one before it, so that a missing number says nothing (ADR 8)."""
    step = random_step()
    if db.engine.dialect.name == "sqlite":
        return step + (db.session.scalar(LAST_NUMBER) or 0)
    return int(db.session.scalar(TAKEN_NUMBER, {"step": step}) or step)


def _place(new: NewCase, unit_id: int) -> tuple[Field | None, Village | None]:
    """Return field and village; whoever keeps them spares the clock and the public row from asking for them again."""
    field = db.session.get(Field, new.field_id) if _can_be_id(new.field_id) else None
    village = db.session.get(Village, new.village_id) if _can_be_id(new.village_id) else None
    faults = {}
    if new.field_id is not None and (field is None or field.unit_id != unit_id):
        faults["field_id"] = "field_unknown"
    if new.village_id is not None and (village is None or village.unit_id != unit_id):
        faults["village_id"] = "village_unknown"
    if faults:
        raise BadInput(faults)
    return field, village


def _can_be_id(number: int | None) -> bool:
    return number is not None and 0 < number < 2**31


def _case(new: NewCase, *, unit_id: int, key: str, at: datetime, actor: Actor | None) -> Case:
    return Case(
        id=fresh_id(), unit_id=unit_id, code=new_code(), idempotency_key=key, channel=Channel(new.channel).value,
        kind=new.kind.value, state=CaseState.RECEIVED.value, round=1, subject=new.subject, story=new.story, field_id=new.field_id,
        village_id=new.village_id, place=new.place, lat=new.lat, lon=new.lon, accuracy=new.accuracy,
        anonymous=new.anonymous, received_at=at, received_on=local_date(at), touched_at=at,
        registered_by=actor.id if actor else None, search_text=plain_text(f"{new.subject} {new.story} {new.place}"),
    )  # fmt: skip


def _sender(new: NewCase, *, case: Case, at: datetime, secret_hash: str) -> dict[str, object]:
    digits = phone_digits(new.phone)
    return {
        "unit_id": case.unit_id, "case_id": case.id, "name": new.name or None, "phone": digits or None,
        "email": new.email or None, "hide_name": new.hide_name, "secret_hash": secret_hash,
        "locale": new.locale if new.locale in ("vi", "en") else "vi",
        "phone_fingerprint": sealer.fingerprint("phone", digits) if digits else None,
        "messages_allowed_at": at if new.messages else None,
    }  # fmt: skip
