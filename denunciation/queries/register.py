"""What the pages of the register show: the list and the entry without a word of content, and the content once it may be read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from accounts import queries as accounts
from accounts.permissions import Actor
from accounts.roles import Role
from core.errors import NotFound
from core.extensions import db
from deadlines import queries as legal_time
from deadlines.calendar import WorkingCalendar
from deadlines.engine import remaining
from deadlines.explain import explain
from deadlines.proof import Proof
from denunciation import trail
from denunciation.envelopes import unseal, unseal_facts, unwrap
from denunciation.models import RegisterClock, RegisterEntry, RegisterFile, RegisterStep, RegisterTrail, RegisterValue
from denunciation.people import Circle, accused_of, entry_for, listed_ids
from denunciation.second_person import door_for, waiting
from denunciation.states import AGAIN, DEMAND, DUTIES, STEPS, TRANSFER, TRIAGE, TRIAGE_EXT, Act, EntryState

ADDED = "added:"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the list. ``due_on`` is the nearest duty; ``carried``: only to be handed on, nothing to be read."""

    id: str
    number: str
    source: str
    state: str
    received_on: date
    due_on: date | None
    remaining: int | None
    duty: str
    carried: bool
    accepted: bool
    concluded: bool


@dataclass(frozen=True, kw_only=True)
class ClockLine:
    """A legal period: its name, start, end and the sentences that prove it.

    ``perhaps``: it binds only if the commune turns out not to be competent, and that is not decided yet.
    """

    term_code: str
    label: str
    started_on: date
    due_on: date
    ended_on: date | None
    stopped: bool
    remaining: int | None
    sentences: tuple[str, ...]
    perhaps: bool = False


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A step that was done: which, on which day, by whom; what was said stays sealed."""

    act: str
    on: date
    at: datetime
    actor: str


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """An entry without its content. ``acts`` are those that the table allows now; ``duties`` can be reported as done.

    ``door`` says how the sender's envelope stands for the reader where a second person has to agree ("" where not); ``askers``
    are others who wait for it (id, name).
    """

    id: str
    number: str
    source: str
    state: str
    version: int
    received_on: date
    received_by: str
    clocks: tuple[ClockLine, ...]
    steps: tuple[StepLine, ...]
    acts: tuple[tuple[Act, str], ...]
    duties: tuple[tuple[str, str], ...]
    beyond_commune: bool
    carried: bool
    accepted: bool
    has_identity: bool
    readings: int
    door: str = ""
    askers: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpenedEntry:
    """The content of an entry, after its reading was written down."""

    content: dict[str, Any]
    accused: str
    added: tuple[dict[str, Any], ...]
    said: tuple[tuple[StepLine, dict[str, Any]], ...]
    copy: str
    paper_number: str
    files: tuple[tuple[str, str], ...]


def register(actor: Actor, *, today: date, calendar: WorkingCalendar, locale: str) -> list[Row]:
    """Return the entries that exist for this official, the newest first. Raises NotFound when the register does not."""
    circle = Circle(actor.unit_id, on=today)
    query = select(RegisterEntry).where(RegisterEntry.unit_id == actor.unit_id)
    entries = db.session.scalars(query.order_by(RegisterEntry.received_on.desc(), RegisterEntry.id)).all()
    seen = [entry for entry in entries if circle.may_see(actor, entry)]
    if actor.id not in circle.named and not seen:
        raise NotFound()
    return [
        _row(entry, carried=not circle.may_read(actor, entry), today=today, calendar=calendar, locale=locale) for entry in seen
    ]


def counts_of(rows: Sequence[Row], *, year: int) -> dict[str, int]:
    """Return this year's figures of the entries that somebody sees; one who may not see an entry cannot count it either."""
    mine = [row for row in rows if row.received_on.year == year]
    return {
        "received": len(mine), "accepted": sum(row.accepted for row in mine),
        "transferred": sum(row.state == EntryState.TRANSFERRED for row in mine), "concluded": sum(row.concluded for row in mine),
    }  # fmt: skip


def has_door(actor: Actor, *, roles: Collection[Role], today: date) -> bool:
    """Return whether the register exists for this official: on the list, or with something to hand on. Asked on every page."""
    listed = listed_ids(actor.unit_id)
    chosen = actor.id in listed or (Role.LEADER in roles and not listed)
    if chosen and actor.id not in trail.unconfirmed_readers(actor.unit_id):
        return True
    query = select(RegisterEntry).where(
        RegisterEntry.unit_id == actor.unit_id,
        RegisterEntry.id.in_(_running(TRANSFER)),
        RegisterEntry.id.not_in(_running(TRIAGE, TRIAGE_EXT)),
    )
    waiting = db.session.scalars(query).all()
    if not waiting and Role.LEADER not in roles:
        return False
    circle = Circle(actor.unit_id, on=today)
    return actor.id in circle.named or any(circle.may_carry(actor, entry) for entry in waiting)


def _running(*codes: str) -> Select[tuple[str]]:
    """Return the entries in which one of these clocks runs; a transfer beside a triage is not sure yet."""
    return select(RegisterClock.entry_id).where(RegisterClock.term_code.in_(codes), RegisterClock.ended_on.is_(None))


def exists_for(actor: Actor, *, today: date) -> bool:
    """Return whether there is anything behind the door for this official: he is named, or some entry is his to see."""
    circle = Circle(actor.unit_id, on=today)
    entries = db.session.scalars(select(RegisterEntry).where(RegisterEntry.unit_id == actor.unit_id))
    return actor.id in circle.named or any(circle.may_see(actor, entry) for entry in entries)


def entry_page(
    actor: Actor, entry_id: str, *, today: date, calendar: WorkingCalendar, locale: str, at: datetime | None = None
) -> EntryPage:
    """Return an entry for its page, without a word of content; ``at`` is for the sender's envelope. Raises NotFound."""
    circle = Circle(actor.unit_id, on=today)
    entry = entry_for(actor, entry_id, circle=circle)
    carried = not circle.may_read(actor, entry)
    lines = _clock_lines(entry, today=today, calendar=calendar, locale=locale)
    open_duties = [line for line in lines if line.ended_on is None and line.term_code in DUTIES]
    return EntryPage(
        id=entry.id, number=number_of(entry), source=entry.source, state=entry.state, version=entry.version,
        received_on=entry.received_on, received_by=_name(actor.unit_id, entry.received_by), clocks=tuple(lines),
        steps=tuple(line for line, _place, _body in _step_lines(entry)),
        acts=_acts(
            entry, carried=carried, running={line.term_code for line in lines if line.ended_on is None},
            beyond_commune=circle.is_beyond(entry),
        ),
        duties=tuple((line.term_code, line.label) for line in open_duties), beyond_commune=circle.is_beyond(entry),
        carried=carried, accepted=entry.accepted_on is not None,
        has_identity=entry.identity_key is not None and not carried, readings=_readings(entry),
        **({} if carried or at is None else _envelope(actor, entry, at=at)),
    )  # fmt: skip


def _envelope(actor: Actor, entry: RegisterEntry, *, at: datetime) -> dict[str, Any]:
    """Return how the sender's envelope stands, where there is one and the commune wants a second person."""
    if entry.identity_key is None or not accounts.setting(actor.unit_id, "register_second_person"):
        return {}
    lines = trail.about_identity(entry.id)
    others = [asker_id for asker_id in waiting(lines, at=at) if asker_id != actor.id]
    names = accounts.official_names(actor.unit_id, others)
    return {
        "door": door_for(actor.id, lines, at=at).value, "askers": tuple((number, names.get(number, "")) for number in others),
    }  # fmt: skip


def opened(actor: Actor, entry_id: str, *, today: date) -> OpenedEntry:
    """Return the content; only after denunciation.services.reading wrote the reading down. Raises NotFound."""
    entry, key = _readable(actor, entry_id, today=today)
    values = {
        row.name: unseal_facts(row.body, key=key, entry_id=entry.id, field=row.name)
        for row in db.session.scalars(select(RegisterValue).where(RegisterValue.entry_id == entry.id))
        if row.name != "identity"
    }
    accused = accused_of(entry)
    official = _name(actor.unit_id, accused.get("id")) if accused.get("id") else ""
    said = tuple(
        (line, unseal_facts(body, key=key, entry_id=entry.id, field=f"step:{place}")) for line, place, body in _step_lines(entry)
    )
    files = db.session.execute(
        select(RegisterFile.id, RegisterFile.media_type).where(RegisterFile.entry_id == entry.id).order_by(RegisterFile.place)
    )
    content = dict(values.get("content", {}))
    content.pop("rows", None)
    return OpenedEntry(
        content=content, accused=official or str(accused.get("text") or ""), said=said,
        copy=values.get("copy", {}).get("text", ""),
        added=tuple(values[name] for name in sorted(values, key=_place) if name.startswith(ADDED)),
        files=tuple(files.tuples().all()),
        paper_number=values.get("paper", {}).get("number", "") or content.get("paper_number", ""),
    )  # fmt: skip


def _place(name: str) -> int:
    """Return where a value stands among those that were added, which carry their number in their name: added:10."""
    return int(name.removeprefix(ADDED)) if name.startswith(ADDED) else 0


def identity(actor: Actor, entry_id: str, *, today: date) -> dict[str, Any]:
    """Return who sent it; only after the reading was written down. Raises NotFound, also when it was destroyed."""
    entry, _key = _readable(actor, entry_id, today=today)
    row = db.session.scalars(
        select(RegisterValue).where(RegisterValue.entry_id == entry.id, RegisterValue.name == "identity")
    ).one_or_none()
    if row is None or entry.identity_key is None:
        raise NotFound()
    return unseal_facts(row.body, key=unwrap(entry.identity_key), entry_id=entry.id, field="identity")


def words_of_the_writer(actor: Actor, entry_id: str, *, today: date) -> tuple[str, ...]:
    """Return what the copy for the verifier must not hold (name, phone, email …): to be masked, never to be shown.

    Only after the reading of the content was written down; () once the identity was destroyed. Raises NotFound.
    """
    try:
        facts = identity(actor, entry_id, today=today)
    except NotFound:
        _readable(actor, entry_id, today=today)
        return ()
    lines = (line.strip() for value in facts.values() for line in str(value).splitlines())
    return tuple(line for line in lines if line)


def file_of(actor: Actor, entry_id: str, file_id: str, *, today: date) -> tuple[str, bytes]:
    """Return media type and bytes of a sealed file; only after the reading was written down. Raises NotFound."""
    entry, _key = _readable(actor, entry_id, today=today)
    row = db.session.scalars(
        select(RegisterFile).where(RegisterFile.entry_id == entry.id, RegisterFile.id == file_id)
    ).one_or_none()
    if row is None or entry.identity_key is None:
        raise NotFound()
    plain = unseal(row.body, key=unwrap(entry.identity_key), entry_id=entry.id, field=f"file:{row.id}")
    return row.media_type, plain


def number_of(entry: RegisterEntry) -> str:
    """Return the register's number as it stands on paper, 3/2026, or a random mark where a number would tell too much."""
    return f"R-{entry.id[:6].upper()}" if entry.number is None else f"{entry.number}/{entry.year}"


def _readable(actor: Actor, entry_id: str, *, today: date) -> tuple[RegisterEntry, bytes]:
    circle = Circle(actor.unit_id, on=today)
    entry = entry_for(actor, entry_id, circle=circle)
    if not circle.may_read(actor, entry):
        raise NotFound()
    return entry, unwrap(entry.content_key)


def _acts(entry: RegisterEntry, *, carried: bool, running: Collection[str], beyond_commune: bool) -> tuple[tuple[Act, str], ...]:
    allowed = [step for step in STEPS if step.can_be_done(entry.state, beyond_commune=beyond_commune)]
    if carried:
        allowed = [step for step in allowed if step.act is Act.TRANSFER]
    hidden = {Act.CLOSE} if any(code in DUTIES for code in running) else {Act.FULFIL}
    hidden.add(Act.AGAIN if AGAIN in running else Act.AGAIN_DECIDED)
    hidden |= {Act.REPORT_DEMANDED} if DEMAND in running else set()
    return tuple((step.act, step.legal_basis) for step in allowed if step.act not in hidden)


def _row(entry: RegisterEntry, *, carried: bool, today: date, calendar: WorkingCalendar, locale: str) -> Row:
    lines = _clock_lines(entry, today=today, calendar=calendar, locale=locale)
    open_lines = (line for line in lines if line.ended_on is None and not line.stopped)
    binding = (line for line in open_lines if not line.perhaps or (line.remaining or 0) >= 0)
    waiting = sorted(binding, key=lambda line: line.due_on)
    first = waiting[0] if waiting else None
    return Row(
        id=entry.id, number=number_of(entry), source=entry.source, state=entry.state, received_on=entry.received_on,
        carried=carried,
        due_on=first.due_on if first else None, remaining=first.remaining if first else None, duty=first.label if first else "",
        accepted=entry.accepted_on is not None, concluded=entry.concluded_on is not None,
    )  # fmt: skip


def _clock_lines(entry: RegisterEntry, *, today: date, calendar: WorkingCalendar, locale: str) -> list[ClockLine]:
    labels = {term.code: term.text("stage", locale) for term in legal_time.all_terms(entry.unit_id)}
    query = select(RegisterClock).where(RegisterClock.entry_id == entry.id).order_by(RegisterClock.place)
    rows = db.session.scalars(query).all()
    examined = any(row.term_code in (TRIAGE, TRIAGE_EXT) and row.ended_on is None for row in rows)
    return [
        ClockLine(
            term_code=row.term_code, label=labels.get(row.term_code, row.term_code), started_on=row.started_on, due_on=row.due_on,
            ended_on=row.ended_on, stopped=row.stopped, sentences=tuple(explain(Proof.from_dict(row.proof), locale)),
            remaining=remaining(row.due_on, today, calendar) if row.ended_on is None and not row.stopped else None,
            perhaps=row.term_code == TRANSFER and row.ended_on is None and examined,
        )
        for row in rows
        if row.term_code != TRANSFER or row.ended_on is None or entry.state == EntryState.TRANSFERRED
    ]  # fmt: skip


def _step_lines(entry: RegisterEntry) -> list[tuple[StepLine, int, bytes]]:
    rows = db.session.scalars(select(RegisterStep).where(RegisterStep.entry_id == entry.id).order_by(RegisterStep.place)).all()
    names = accounts.official_names(entry.unit_id, [row.actor_id for row in rows])
    return [(StepLine(act=row.act, on=row.on, at=row.at, actor=names.get(row.actor_id, "")), row.place, row.body) for row in rows]


def _readings(entry: RegisterEntry) -> int:
    query = select(db.func.count()).select_from(RegisterTrail)
    return db.session.scalar(query.where(RegisterTrail.entry_id == entry.id, RegisterTrail.action.startswith("read:"))) or 0


def _name(unit_id: int, official_id: Any) -> str:
    return accounts.official_names(unit_id, [int(official_id)]).get(int(official_id), "")
