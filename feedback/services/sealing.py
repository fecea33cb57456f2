"""Moving a letter that holds a denunciation to the sealed register: everything of it leaves the ordinary tables in one act.

What hangs on a case is found by the foreign keys of the schema, not by a list that somebody forgets to lengthen: a new table
that names a case goes with it. A row that is public by itself and merely points at the case says so at its key (StaysBehind).
See docs/adr/0008-stand-ins.md for what stays, and why nobody outside can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import Table, delete, or_, select, update

from accounts.permissions import Actor
from accounts.services.returning import NOBODY, by, names
from core import page_cache, shredding
from core.attachments import CHUNK, MAX_BYTES, Attachment, best_of, check_head
from core.database import Base, SealedText, use_unit
from core.errors import BadInput, NotAllowed, NotFound
from core.extensions import db
from core.gone import line
from core.outbox import OutboxMessage
from core.permissions import Permission
from core.sealing import sealer
from core.short_messages import ShortMessage
from core.text import clean_text
from denunciation.services import receive
from denunciation.services.receive import LETTER as KIND
from denunciation.services.receive import origin_of as mark_key
from feedback import public_news
from feedback.models import Case, PublicCase, Sender
from feedback.permissions import may_read
from feedback.piece_models import PieceUpload
from feedback.projection import rekey
from feedback.queries import handovers
from feedback.queries.complaint_facts import days_of
from feedback.queries.links import leading_id_of
from feedback.queries.stand_ins import KeptClock, by_id
from feedback.services import clocks
from feedback.services.document_issuing import forget_papers
from feedback.services.follow_letters import tell_of
from feedback.services.merging import release_followers
from feedback.services.stand_ins import when_to_end
from feedback.stand_in_models import WHEN_MOVED, StandIn, StaysBehind
from feedback.states import CaseKind
from feedback.traces import gone

READABLE = ("subject", "story", "place", "lat", "lon", "accuracy", "channel")
COPIED = (
    "id", "unit_id", "code", "idempotency_key", "channel", "kind", "state", "round", "field_id", "village_id", "anonymous",
    "received_at", "received_on", "accepted_on", "due_on", "answered_on", "closed_on", "on_time", "extended",
)  # fmt: skip
CASES = Case.__table__
Rows = dict[str, list[dict[str, Any]]]


def seal_case(
    case_id: int, *, actor: Actor, at: datetime, accused_id: int | None = None, accused_text: str = "", paper_number: str = ""
) -> receive.Taken:
    """Move a case, whatever its state and version, to the sealed register; whoever may read and act on letters may do it.

    Raises NotFound and NotAllowed. No event is published and no letter is sent; the commune's trail gets no line (the
    register's own does). Afterwards call core.shredding.run, outside the command. Source: Law on Denunciations 2018,
    Art. 8.3, 25, 56; law.md §1.4 rule 6.
    """
    case = _locked(case_id, unit_id=actor.unit_id)
    if not may_read(actor, case):
        raise NotFound()
    if Permission.DENUNCIATION_SEAL not in actor.permissions:
        raise NotAllowed(permission=Permission.DENUNCIATION_SEAL.value)
    return move(case_id, actor=actor, at=at, accused_id=accused_id, accused_text=accused_text, paper_number=paper_number)


def _locked(case_id: int, *, unit_id: int) -> Case:
    query = select(Case).where(Case.id == case_id, Case.unit_id == unit_id).with_for_update()
    case = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if case is None:
        raise NotFound()
    return case


def move(
    case_id: int, *, actor: Actor, at: datetime, accused_id: int | None = None, accused_text: str = "", paper_number: str = ""
) -> receive.Taken:
    """Do what seal_case asks for, without asking whether the actor may: for a copy that came back, too. Raises NotFound."""
    case = _locked(case_id, unit_id=actor.unit_id)
    release_followers(case, actor=actor if actor.id != NOBODY else None, at=at)
    db.session.flush()
    leaving = [_gather(each, at=at) for each in (case, *_copies(case))]
    moved = receive.MovedLetter(
        code=case.code, received_on=case.received_on, content={name: getattr(case, name) for name in READABLE},
        rows=_together(leaving), identity=leaving[0].identity, files=_files_once(leaving),
    )  # fmt: skip
    taken = receive.receive(
        moved, actor=actor, at=at, accused_id=accused_id, accused_text=accused_text, paper_number=paper_number
    )
    published = [_hide(each, at=at) for each in leaving]
    files = [name for each in leaving for name in _names_of(each)]
    said = [by(actor.id), *([names(accused_id)] if accused_id is not None else [])]
    marks = [line(KIND, mark_key(each.stand_in.code), *said) for each in leaving]
    tables = [*_touched(), "public_cases", "public_traces"]
    shredding.ask(at=at, files=files, tables=tables, indexed=any(published), marks=marks)
    for each in leaving:
        with use_unit(each.unit_id):
            forget_papers(each.case_id, unit_id=each.unit_id)  # first: a number that is missing in its series would tell
            _remove(each.case_id, each.unit_id)
            db.session.add(each.stand_in)
            db.session.flush()
    return taken


def _names_of(leaving: Leaving) -> list[str]:
    """Return the names of its files on the disk: what is attached, and what was still coming in pieces."""
    coming = leaving.rows.get(PieceUpload.__tablename__, [])
    return [*(row.public_id for row in leaving.attached), *(row["public_id"] for row in coming)]


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """A case on its way out of the ordinary tables, with all that hangs on it and what will answer in its place."""

    case_id: int
    unit_id: int
    stand_in: StandIn
    rows: Rows
    identity: dict[str, Any]
    attached: Sequence[Attachment]


def _gather(case: Case, *, at: datetime) -> Leaving:
    with use_unit(case.unit_id):
        stand_in = _stand_in(case, at=at)
        rows, identity = _collected(case)
        query = select(Attachment).where(Attachment.unit_id == case.unit_id, Attachment.subject == _subject(case.id))
        attached = db.session.scalars(query.order_by(Attachment.id)).all()
    return Leaving(case_id=case.id, unit_id=case.unit_id, stand_in=stand_in, rows=rows, identity=identity, attached=attached)


def _copies(case: Case) -> list[Case]:
    """Return the copy that the other commune kept of a letter that was handed over: it leaves with the letter.

    Where the letter itself lies at the other commune, only what is here leaves; the commune that has it decides of it.
    """
    place = handovers.left_behind(case.unit_id, case.id)
    if place is None:
        return []
    with use_unit(place.unit_id):
        query = select(Case).where(Case.unit_id == place.unit_id, Case.id == place.case_id).with_for_update()
        return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _together(leaving: Sequence[Leaving]) -> Rows:
    rows: Rows = {}
    for each in leaving:
        for table, kept in each.rows.items():
            rows.setdefault(table, []).extend(kept)
    return rows


def _files_once(leaving: Sequence[Leaving]) -> list[tuple[str, bytes]]:
    """Return the photos and papers; of one that lies at both communes only the first."""
    first = {row.sha256: row for each in reversed(leaving) for row in reversed(each.attached)}
    return [file for each in leaving for row in each.attached if first[row.sha256] is row for file in _read(row)]


def add_to_sealed(case_id: int, *, unit_id: int, at: datetime, text: str, streams: Iterable[BinaryIO] = ()) -> bool:
    """Lay what a sender adds to a moved letter into the register; False when there is no such letter. Raises BadInput."""
    stand_in = by_id(unit_id, case_id)
    if stand_in is None:
        return False
    text = clean_text(text)
    if not 2 <= len(text) <= 5000:
        raise BadInput({"text": "text_missing" if len(text) < 2 else "text_long"})
    return receive.add(stand_in.code, unit_id=unit_id, at=at, text=text, files=[_taken_in(stream) for stream in streams])


def _taken_in(stream: BinaryIO) -> tuple[str, bytes]:
    head = stream.read(32)
    kind = check_head(head, documents=False)
    plain = head + stream.read(MAX_BYTES + CHUNK)
    if len(plain) > MAX_BYTES:
        raise BadInput({"photos": "photo_large"})
    return kind, plain


def _subject(case_id: int) -> str:
    return f"case:{case_id}"


def _read(row: Attachment) -> list[tuple[str, bytes]]:
    """Return the largest shown form of a photo, or the file as received while there is none."""
    found = best_of(row)
    if found is None:
        return []
    with found[1].stream as stream:
        return [(found[0], stream.read())]


def _stand_in(case: Case, *, at: datetime) -> StandIn:
    sender = db.session.scalars(select(Sender).where(Sender.case_id == case.id)).one()
    kept = [
        KeptClock(**{name: getattr(row, name) for name in KeptClock.__dataclass_fields__}).to_dict()
        for row in clocks.clocks_of(case)
    ]
    digits = sender.phone or ""
    return StandIn(
        **{name: getattr(case, name) for name in COPIED}, secret_hash=sender.secret_hash, clocks=kept,
        phone_fingerprint=sealer.fingerprint(f"phone|{case.code}", digits) if digits else None, ends_at=when_to_end(case, at=at),
        days=days_of(case.id).to_dict() if case.kind == CaseKind.COMPLAINT else None, leading_id=leading_id_of(case.id),
    )  # fmt: skip


# ------------------------------------------------------------------ what hangs on a case


def _owned() -> list[tuple[Table, list[Any]]]:
    """Return every table that names a case, with its columns that do, the cases themselves left out."""
    found = []
    for table in Base.metadata.sorted_tables:
        columns = [key.parent for key in table.foreign_keys if key.column.table is CASES]
        if columns and table is not CASES:
            found.append((table, columns))
    return found


def _children(parent: Table) -> list[tuple[Table, Any, Any]]:
    return [
        (table, key.parent, key.column)
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is parent and table is not parent
    ]


def _staying(columns: Sequence[Any]) -> StaysBehind | None:
    """Return what is done with the rows instead of deleting them, or None: they go along with the case."""
    return next((column.info[WHEN_MOVED] for column in columns if WHEN_MOVED in column.info), None)


def _going(table: Table, columns: Sequence[Any]) -> list[tuple[Table, Any, Any]]:
    """Return the tables whose rows leave with those of ``table``: all that name it; of rows that stay, what they lose."""
    stays = _staying(columns)
    return [child for child in _children(table) if stays is None or child[0].name in stays.lost]


def _touched() -> list[str]:
    owned = {table.name for table, _columns in _owned()}
    nested = {child.name for table, columns in _owned() for child, *_keys in _going(table, columns)}
    named_only = {CASES.name, Attachment.__tablename__, OutboxMessage.__tablename__, ShortMessage.__tablename__}
    return sorted(owned | nested | named_only)


def _collected(case: Case) -> tuple[Rows, dict[str, Any]]:
    """Return every row that hangs on the case, and apart from them what is sealed in the ordinary tables: names, phones."""
    rows: Rows = {}
    identity: dict[str, Any] = {}
    _keep(rows, identity, CASES, CASES.c.id == case.id)
    for table, columns in _owned():
        condition = or_(*(column == case.id for column in columns))
        _keep(rows, identity, table, condition)
        for child, name, target in _going(table, columns) if _staying(columns) else ():
            _keep(rows, identity, child, name.in_(select(target).where(condition)))
    outbox = OutboxMessage.__table__
    _keep(rows, identity, outbox, (outbox.c.unit_id == case.unit_id) & (outbox.c.subject == _subject(case.id)))
    return rows, identity


def _keep(rows: Rows, identity: dict[str, Any], table: Table, condition: Any) -> None:
    kept = []
    whoever_has_it = select(table).where(condition).execution_options(all_units=True)  # the case's own number is in the condition
    for row in db.session.execute(whoever_has_it).mappings():
        sealed = {column.name for column in table.columns if isinstance(column.type, SealedText)}
        if table is not OutboxMessage.__table__:  # its addresses are those of whoever was written to
            identity.update({f"{table.name}.{name}": row[name] for name in sorted(sealed) if row[name]})
        kept.append({name: value for name, value in row.items() if name not in sealed | {"secret_hash", "phone_fingerprint"}})
    if kept:
        rows[table.name] = kept


def _hide(leaving: Leaving, *, at: datetime) -> bool:
    """Take the published words away; returns whether there were any. Without them nothing public changes at all."""
    with use_unit(leaving.unit_id):
        row = db.session.get(PublicCase, leaving.case_id)
    if row is None or not row.published:
        return False
    with use_unit(leaving.unit_id), public_news.watched(leaving.case_id, at=at):
        row.published, row.title, row.story, row.answer, row.photos = False, "", "", "", []
        row.fixed_on, row.fixed_photos = None, {}
        row.square_lat = row.square_lon = None
        rekey(row)
        trace = gone(leaving.case_id, at=at)
        if trace is not None:
            tell_of(trace)
    db.session.flush()
    page_cache.raise_version(leaving.unit_id)
    return True


def _remove(case_id: int, unit_id: int) -> None:
    """Delete the case and all that hangs on it, children first. The numbers of its papers stay taken, without their words.

    Rows that stay name no case any more and hold neither its words nor its sender.
    """
    db.session.flush()
    db.session.expunge_all()
    for table, columns in reversed(_owned()):
        condition = or_(*(column == case_id for column in columns))
        for child, name, target in _going(table, columns):
            db.session.execute(delete(child).where(name.in_(select(target).where(condition))))
        stays = _staying(columns)
        if stays is None:
            db.session.execute(delete(table).where(condition))
        else:
            nameless = {column.name: None for column in columns}
            db.session.execute(update(table).where(condition).values({**stays.emptied, **nameless}))
    for key in CASES.foreign_keys:
        if key.column.table is CASES:
            db.session.execute(update(CASES).where(key.parent == case_id).values({key.parent.name: None}))
    for table in (OutboxMessage.__table__, ShortMessage.__table__, Attachment.__table__):
        db.session.execute(delete(table).where(table.c.unit_id == unit_id, table.c.subject == _subject(case_id)))
    db.session.execute(delete(CASES).where(CASES.c.id == case_id))
