"""Gives a paper its number and freezes it, in one transaction: numbers are unique, without gaps, and begin anew every year."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import case as sql_case
from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from accounts.permissions import Actor
from core import audit
from core.bus import publish
from core.documents import Document, to_dict
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from deadlines.clock import local_date
from feedback.document_events import DocumentIssued
from feedback.document_forms import PaperForm
from feedback.document_kinds import KINDS, OFFICIAL_LETTER, kind_def, series_of
from feedback.document_models import DocumentSeries, IssuedDocument
from feedback.models import Case
from feedback.permissions import may_read, may_see_identity
from feedback.queries.documents import OwnNumber, number_is_issued, number_of_decision
from feedback.services.steps import enter

SERIES = frozenset(item.series for item in KINDS if item.series) | {OFFICIAL_LETTER}
HIGHEST = 99_999


@dataclass(frozen=True, kw_only=True)
class Issue:
    """A paper ready for its number: ``missing`` names the facts it still lacks, ``faults`` what is wrong with others, by code.

    Both empty: it may be issued.
    """

    document: Document
    form: PaperForm
    missing: tuple[str, ...]
    faults: Mapping[str, str] = field(default_factory=dict)


def issue_document(case_id: int, *, actor: Actor, at: datetime, version: int, ready: Issue) -> IssuedDocument:
    """Give the paper the next number of its series and today's date, and keep it as it is. Event: DocumentIssued.

    The paper of a decision on a complaint bears the number and the day of the decision: one decision has one number.

    The caller has asked the rules who may issue this paper; here it is made sure that he may read the case and see its names.
    Raises NotFound, NotAllowed, StaleVersion (also for a second tap), BadInput (facts_missing, copies_few, kn_number_form,
    kn_number_taken), WrongState (no series).
    Source: Decree 30/2020/NĐ-CP, Art. 15 (one series a year, from 01 on 1 January), Art. 18.
    """
    case = _locked(case_id, actor=actor, version=version)
    own = number_of_decision(case.id, ready.form.kind)
    row = _numbered(ready, unit_id=case.unit_id, actor=actor, at=at, own=own, case_id=case.id)
    number = row.number
    facts = {"document_id": row.id, "kind": row.kind, "series": row.series, "year": row.year, "number": number}
    enter(case, "document_issued", at=at, actor=actor, facts={**facts, "number_text": f"{number:02d}/{row.symbol}"})
    publish(DocumentIssued(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, **facts))
    return row


def issue_paper(subject: str, *, actor: Actor, at: datetime, ready: Issue) -> IssuedDocument:
    """Give a paper that belongs to no case its number, from the same series, and keep it under its subject ("dialogue:7").

    The caller has locked the subject and asked its rules. Audit entry. Raises BadInput (facts_missing), WrongState (no series).
    Source: Decree 30/2020/NĐ-CP, Art. 15; docs/adr/0019-papers-of-dialogues.md.
    """
    row = _numbered(ready, unit_id=actor.unit_id, actor=actor, at=at, subject=subject)
    audit.record(
        unit_id=actor.unit_id, at=at, actor_id=actor.id, action="feedback:document:issued", subject=subject,
        facts={"document_id": row.id, "kind": row.kind, "series": row.series, "year": row.year, "number": row.number},
    )  # fmt: skip
    return row


def _numbered(
    ready: Issue, *, unit_id: int, actor: Actor, at: datetime, own: OwnNumber | None = None, **belongs: object
) -> IssuedDocument:
    if ready.missing:
        raise BadInput(dict.fromkeys(ready.missing, "fact_missing"))
    if ready.faults:
        raise BadInput(dict(ready.faults))
    definition = kind_def(ready.form.kind)
    if not definition.series or not ready.document.symbol:
        raise WrongState("no_series", kind=definition.kind.value)
    series = series_of(definition, title=ready.document.title)
    if own is None:
        day = local_date(at)
        final = replace(ready.document, number=take_number(unit_id=unit_id, series=series, year=day.year), day=day)
    else:
        day = own.on
        final = replace(ready.document, number=own.number, symbol=own.symbol, day=day)
        series = series if own.symbol == ready.document.symbol else own.symbol[:10]
        _free(own, unit_id=unit_id, series=series)
    row = IssuedDocument(
        unit_id=unit_id, kind=definition.kind.value, form_number=ready.form.form_number, form_version=ready.form.version,
        series=series, year=day.year, number=final.number, symbol=final.symbol, issued_on=day, issued_at=at,
        issued_by=actor.id, content=json.dumps(to_dict(final), ensure_ascii=False), **belongs,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def _free(own: OwnNumber, *, unit_id: int, series: str) -> None:
    if own.number is None:
        raise BadInput({"": "kn_number_form"})
    go_on_after(unit_id=unit_id, series=series, year=own.on.year, number=own.number)
    if number_is_issued(unit_id, series=series, year=own.on.year, number=own.number):
        raise BadInput({"": "kn_number_taken"})


def go_on_after(*, unit_id: int, series: str, year: int, number: int) -> None:
    """Let no later paper of a series take a number that was given outside it; who asks at the same moment waits."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    table = DocumentSeries.__table__
    statement = dialect.insert(table).values(unit_id=unit_id, series=series, year=year, last_number=number)
    higher = sql_case((table.c.last_number < number, number), else_=table.c.last_number)
    kept = statement.on_conflict_do_update(index_elements=["unit_id", "series", "year"], set_={"last_number": higher})
    db.session.execute(kept)


def take_number(*, unit_id: int, series: str, year: int) -> int:
    """Return the next number of a series; who asks at the same moment waits until this transaction has ended, however it ends.

    One statement on both databases; the row stays locked until the commit, so a number that is not used is given again.
    """
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    table = DocumentSeries.__table__
    statement = dialect.insert(table).values(unit_id=unit_id, series=series, year=year, last_number=1)
    counted = statement.on_conflict_do_update(
        index_elements=["unit_id", "series", "year"], set_={"last_number": table.c.last_number + 1}
    )
    return int(db.session.execute(counted.returning(table.c.last_number)).scalar_one())


def begin_series(series: str, *, actor: Actor, at: datetime, last_number: int) -> None:
    """Say which number the office has reached on paper this year; the product goes on from there. Audit entry.

    Only before the first paper of this year was issued here. Raises BadInput (series_unknown, number_bad), WrongState.
    """
    year = local_date(at).year
    if series not in SERIES:
        raise BadInput({"series": "series_unknown"})
    if not 0 <= last_number <= HIGHEST:
        raise BadInput({"last_number": "number_bad"})
    take_number(unit_id=actor.unit_id, series=series, year=year)  # makes the row, and keeps others waiting
    issued = IssuedDocument.unit_id == actor.unit_id, IssuedDocument.series == series, IssuedDocument.year == year
    if db.session.scalar(select(func.count(IssuedDocument.id)).where(*issued)):
        raise WrongState("series_started", series=series)
    row = DocumentSeries.unit_id == actor.unit_id, DocumentSeries.series == series, DocumentSeries.year == year
    db.session.execute(update(DocumentSeries).where(*row).values(last_number=last_number))
    audit.record(
        unit_id=actor.unit_id, at=at, actor_id=actor.id, action="feedback:document_series:begun",
        subject=f"series:{series}", facts={"year": year, "last_number": last_number},
    )  # fmt: skip


def forget_papers(case_id: int, *, unit_id: int) -> int:
    """Empty the papers of a case that leaves the ordinary tables; their numbers stay taken. Returns how many.

    For the command that moves a letter to the sealed register; it runs inside that command's transaction.
    """
    papers = IssuedDocument.unit_id == unit_id, IssuedDocument.case_id == case_id
    done = db.session.execute(update(IssuedDocument).where(*papers).values(case_id=None, content=None))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _locked(case_id: int, *, actor: Actor, version: int) -> Case:
    query = select(Case).where(Case.id == case_id, Case.unit_id == actor.unit_id).with_for_update()
    case = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if case is None or not may_read(actor, case):
        raise NotFound()
    if not may_see_identity(actor, case):
        raise NotAllowed(case_id=case_id)
    if version != case.version:
        raise StaleVersion(case_id=case_id, expected=version, current=case.version)
    return case
