"""What the pages of the register show: the list and the entry without a word of content, and the content once it may be read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, select

from accounts import queries as accounts
from accounts.permissions import Actor
from core.errors import NotFound
from core.extensions import db
from core.paging import Page
from deadlines import queries as legal_time
from deadlines.calendar import WorkingCalendar
from deadlines.engine import remaining
from deadlines.explain import explain
from deadlines.proof import Proof
from denunciation import trail
from denunciation.envelopes import unseal, unseal_facts, unwrap
from denunciation.models import RegisterClock, RegisterEntry, RegisterFile, RegisterStep, RegisterTrail, RegisterValue
from denunciation.paper_kinds import KindDef, fitting
from denunciation.people import Circle, accused_of, entry_for
from denunciation.queries.paper_record import stand_of
from denunciation.second_person import door_for, waiting
from denunciation.states import AGAIN, DEMAND, DUTIES, STEPS, TRANSFER, TRIAGE, TRIAGE_EXT, Act, EntryState

ADDED = "added:"
SIZE = 25


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


@dataclass(frozen=True, kw_only=True)
class RegisterList:
    """What the list shows: one page of the entries that somebody sees, and ``counts``, this year's figures of all of them."""

    page: Page[Row]
    counts: dict[str, int]


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
    are others who wait for it (id, name). ``papers`` fit where it stands.
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
    papers: tuple[KindDef, ...] = ()


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


def register(actor: Actor, *, today: date, calendar: WorkingCalendar, locale: str, page: int = 1) -> RegisterList:
    """Return the entries that exist for this official: those in which a period runs, then the others, the newest first.

    Raises NotFound when the register does not exist for him. Who is accused is sealed, so it is opened once for every entry of
    the commune; a list that was cut before that would tell by its gaps what it hides.
    """
    circle = Circle(actor.unit_id, on=today)
    runs = exists().where(RegisterClock.entry_id == RegisterEntry.id, RegisterClock.ended_on.is_(None))
    query = select(RegisterEntry).where(RegisterEntry.unit_id == actor.unit_id)
    entries = db.session.scalars(query.order_by(runs.desc(), RegisterEntry.received_on.desc(), RegisterEntry.id)).all()
    circle.learn(entries)
    seen = [entry for entry in entries if circle.may_see(actor, entry)]
    if actor.id not in circle.named and not seen:
        raise NotFound()
    first = (page - 1) * SIZE
    shown = seen[first : first + SIZE]
    clocks, labels = _clocks_of(shown), _labels(actor.unit_id, locale)
    rows = [
        _row(
            entry, _clock_lines(entry, clocks.get(entry.id, ()), labels, today=today, calendar=calendar, locale=locale),
            carried=not circle.may_read(actor, entry),
        )
        for entry in shown
    ]  # fmt: skip
    return RegisterList(
        page=Page(items=rows, number=page, size=SIZE, has_next=len(seen) > first + SIZE), counts=_counts_of(seen, year=today.year)
    )


def _counts_of(entries: Sequence[RegisterEntry], *, year: int) -> dict[str, int]:
    """Return this year's figures of the entries that somebody sees; one who may not see an entry cannot count it either."""
    mine = [entry for entry in entries if entry.received_on.year == year]
    return {
        "received": len(mine), "accepted": sum(entry.accepted_on is not None for entry in mine),
        "transferred": sum(entry.state == EntryState.TRANSFERRED for entry in mine),
        "concluded": sum(entry.concluded_on is not None for entry in mine),
    }  # fmt: skip


def entry_page(
    actor: Actor, entry_id: str, *, today: date, calendar: WorkingCalendar, locale: str, at: datetime | None = None
) -> EntryPage:
    """Return an entry for its page, without a word of content; ``at`` is for the sender's envelope. Raises NotFound."""
    circle = Circle(actor.unit_id, on=today)
    entry = entry_for(actor, entry_id, circle=circle)
    carried = not circle.may_read(actor, entry)
    clocks, labels = _clocks_of([entry]).get(entry.id, ()), _labels(actor.unit_id, locale)
    lines = _clock_lines(entry, clocks, labels, today=today, calendar=calendar, locale=locale)
    steps = tuple(line for line, _place, _body in _step_lines(entry))
    open_duties = [line for line in lines if line.ended_on is None and line.term_code in DUTIES]
    return EntryPage(
        id=entry.id, number=number_of(entry), source=entry.source, state=entry.state, version=entry.version,
        received_on=entry.received_on, received_by=_name(actor.unit_id, entry.received_by), clocks=tuple(lines),
        steps=steps, papers=() if carried else fitting(stand_of(entry, circle, [line.act for line in steps])),
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


def number_for(actor: Actor, entry_id: str, *, today: date) -> str:
    """Return the register's number of an entry that somebody may read. Raises NotFound."""
    return number_of(_readable(actor, entry_id, today=today)[0])


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


def _row(entry: RegisterEntry, lines: Sequence[ClockLine], *, carried: bool) -> Row:
    open_lines = (line for line in lines if line.ended_on is None and not line.stopped)
    binding = (line for line in open_lines if not line.perhaps or (line.remaining or 0) >= 0)
    waiting = sorted(binding, key=lambda line: line.due_on)
    first = waiting[0] if waiting else None
    return Row(
        id=entry.id, number=number_of(entry), source=entry.source, state=entry.state, received_on=entry.received_on,
        carried=carried,
        due_on=first.due_on if first else None, remaining=first.remaining if first else None, duty=first.label if first else "",
    )  # fmt: skip


def _clocks_of(entries: Sequence[RegisterEntry]) -> dict[str, list[RegisterClock]]:
    """Return the periods of each of these entries in their order."""
    query = select(RegisterClock).where(RegisterClock.entry_id.in_([entry.id for entry in entries])).order_by(RegisterClock.place)
    found: dict[str, list[RegisterClock]] = {}
    for row in db.session.scalars(query):
        found.setdefault(row.entry_id, []).append(row)
    return found


def _labels(unit_id: int, locale: str) -> dict[str, str]:
    return {term.code: term.text("stage", locale) for term in legal_time.all_terms(unit_id)}


def _clock_lines(
    entry: RegisterEntry, rows: Sequence[RegisterClock], labels: Mapping[str, str], *, today: date, calendar: WorkingCalendar,
    locale: str,
) -> list[ClockLine]:  # fmt: skip
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
