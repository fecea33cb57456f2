"""Numbers of papers: unique, without gaps, from 01 every year, each commune its own; 200 at the same moment get 200."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.audit import AuditEntry, verify
from core.database import use_unit
from core.documents import from_dict
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from feedback.document_forms import form_in_force
from feedback.document_kinds import DocumentKind
from feedback.document_models import DocumentFormRow, DocumentSeries, IssuedDocument
from feedback.models import CaseEntry
from feedback.queries.documents import issued_for, issued_paper, series_of_year
from feedback.services.document_issuing import Issue, begin_series, issue_document, take_number
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_case, make_commune, read_version
from tests.makers_papers import make_paper

AT_ONCE = 200
YEAR_END = datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)  # 23:59:59 in Viet Nam
NEW_YEAR = datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC)  # 00:00 on 1 January 2027 in Viet Nam


def ready(kind: DocumentKind = DocumentKind.ACCEPTANCE, *, missing: tuple[str, ...] = ()) -> Issue:
    """Return a paper that waits for its number."""
    return Issue(document=make_paper(kind, number=None, day=None), form=form_in_force(kind, TODAY), missing=missing)


def issue(
    commune: Commune, case_id: int, kind: DocumentKind = DocumentKind.ACCEPTANCE, *, at: datetime = NOW, **changes: object
) -> str:
    """Issue a paper of the case as the clerk and return its number as it stands on it."""
    facts = {"actor": commune.clerk, "at": at, "version": read_version(case_id), "ready": ready(kind), **changes}
    with transaction():
        row = issue_document(case_id, **facts)
        return f"{row.number}/{row.symbol} {row.year}"


def numbers(series: str = "TB") -> list[int]:
    """Return the numbers that were given, in the order of the rows."""
    db.session.rollback()
    return list(
        db.session.scalars(select(IssuedDocument.number).where(IssuedDocument.series == series).order_by(IssuedDocument.id))
    )


def test_two_hundred_papers_at_once_get_two_hundred_numbers_without_a_gap(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case_id = make_case(home, state="received").id
    start = Barrier(AT_ONCE)

    def press(_number: int) -> int:
        with app.app_context(), use_unit(home.unit_id):
            start.wait()
            with transaction():
                number = take_number(unit_id=home.unit_id, series="TB", year=2026)
                db.session.add(row(home, case_id, number))
            return number

    with ThreadPoolExecutor(AT_ONCE) as presses:
        given = list(presses.map(press, range(AT_ONCE)))
    with app.app_context(), use_unit(home.unit_id):
        assert sorted(given) == sorted(numbers()) == list(range(1, AT_ONCE + 1))
        assert db.session.scalars(select(DocumentSeries.last_number)).one() == AT_ONCE


def row(home: Commune, case_id: int, number: int) -> IssuedDocument:
    """Return an issued paper as the command writes it."""
    return IssuedDocument(
        unit_id=home.unit_id, case_id=case_id, kind="acceptance", series="TB", year=2026, number=number, symbol="TB-UBND",
        issued_on=TODAY, issued_at=NOW, issued_by=home.clerk.id, content="{}",
    )  # fmt: skip


def test_twenty_papers_of_twenty_cases_at_once_each_get_their_own(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        cases = [make_case(home, state="received").id for _ in range(20)]
        versions = {case_id: read_version(case_id) for case_id in cases}
    start = Barrier(len(cases))

    def press(case_id: int) -> int:
        with app.app_context(), use_unit(home.unit_id):
            start.wait()
            with transaction():
                return issue_document(
                    case_id, actor=home.clerk, at=NOW, version=versions[case_id], ready=ready(DocumentKind.RECEIPT)
                ).number

    with ThreadPoolExecutor(len(cases)) as presses:
        given = sorted(presses.map(press, cases))
    with app.app_context(), use_unit(home.unit_id):
        assert (given, verify()) == (list(range(1, 21)), [])


def test_twenty_taps_on_one_case_at_once_issue_one_paper(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case_id = make_case(home, state="received").id
        version = read_version(case_id)
    start = Barrier(20)

    def press(_tap: int) -> str:
        with app.app_context(), use_unit(home.unit_id):
            start.wait()
            try:
                with transaction():
                    issue_document(case_id, actor=home.clerk, at=NOW, version=version, ready=ready(DocumentKind.RECEIPT))
            except StaleVersion:
                return "stale"
            return "issued"

    with ThreadPoolExecutor(20) as presses:
        answers = sorted(presses.map(press, range(20)))
    with app.app_context(), use_unit(home.unit_id):
        assert answers == ["issued", *["stale"] * 19]
        assert numbers("GBN") == [1]


def test_series_count_each_for_itself_and_begin_anew_on_the_first_of_january(commune: Commune):
    case_id = make_case(commune, state="in_progress").id
    given = [
        issue(commune, case_id),
        issue(commune, case_id, DocumentKind.RECEIPT),
        issue(commune, case_id),
        issue(commune, case_id, DocumentKind.SETTLEMENT_DECISION),
        issue(commune, case_id, at=YEAR_END),
        issue(commune, case_id, at=NEW_YEAR),
        issue(commune, case_id, at=NEW_YEAR),
    ]
    assert given == [
        "1/TB-UBND 2026",
        "1/GBN-UBND 2026",
        "2/TB-UBND 2026",
        "1/QĐ-UBND 2026",
        "3/TB-UBND 2026",
        "1/TB-UBND 2027",
        "2/TB-UBND 2027",
    ]
    assert series_of_year(commune.unit_id, 2026)["TB"].last_number == 3
    assert {name: item.last_number for name, item in series_of_year(commune.unit_id, 2027).items()} == {"TB": 2}


def fail_after_issuing(commune: Commune, case_id: int) -> None:
    """Issue a paper in a command that does not end well."""
    with transaction():
        issue_document(case_id, actor=commune.clerk, at=NOW, version=read_version(case_id), ready=ready())
        raise RuntimeError("the lights go out")


def test_number_of_a_command_that_fails_is_given_again(commune: Commune):
    case_id = make_case(commune, state="in_progress").id
    issue(commune, case_id)
    with pytest.raises(RuntimeError, match="lights"):
        fail_after_issuing(commune, case_id)
    issue(commune, case_id)
    assert numbers() == [1, 2]


def test_communes_count_each_for_itself(commune: Commune):
    neighbour = make_commune(NEIGHBOUR)
    here = make_case(commune, state="received").id
    assert issue(commune, here, DocumentKind.RECEIPT) == "1/GBN-UBND 2026"
    with use_unit(neighbour.unit_id):
        there = make_case(neighbour, state="received").id
        assert issue(neighbour, there, DocumentKind.RECEIPT) == "1/GBN-UBND 2026"
        assert numbers("GBN") == [1]
        with pytest.raises(NotFound):
            issue(neighbour, there, DocumentKind.RECEIPT, actor=commune.clerk)
        with pytest.raises(NotFound):
            issued_paper(neighbour.clerk, here, 1)
    assert numbers("GBN") == [1]


REFUSED: tuple[tuple[dict[str, object], type[Exception]], ...] = (
    ({"version": 1}, StaleVersion),
    ({"version": 99}, StaleVersion),
    ({"ready": ready(missing=("sender_address",))}, BadInput),
    ({"ready": ready(DocumentKind.COMPLAINT_LETTER)}, WrongState),  # a citizen's own letter bears no number
)


def test_refused_paper_takes_no_number_and_changes_nothing(commune: Commune):
    case_id = make_case(commune, state="in_progress").id
    version = read_version(case_id)
    for change, error in REFUSED:
        with pytest.raises(error):
            issue(commune, case_id, **change)
    assert (numbers(), read_version(case_id)) == ([], version)
    assert db.session.scalars(select(DocumentSeries)).all() == []


def test_issued_paper_is_frozen_with_number_day_and_form(commune: Commune):
    case_id = make_case(commune, state="in_progress").id
    issue(commune, case_id)
    [item] = issued_for(commune.clerk, case_id)
    assert (item.kind, item.number_text, item.issued_on, item.issuer_name) == (
        DocumentKind.ACCEPTANCE, "01/TB-UBND", TODAY, commune.clerk.name,
    )  # fmt: skip
    paper = issued_paper(commune.clerk, case_id, item.id)
    assert paper.document == replace(ready().document, number=1, day=TODAY)
    kept = db.session.scalars(select(IssuedDocument.content)).one()
    assert from_dict(json.loads(kept)) == paper.document
    entry = db.session.scalars(select(CaseEntry).where(CaseEntry.kind == "document_issued")).one()
    assert (entry.for_sender, entry.text, entry.facts["number_text"]) == (False, "", "01/TB-UBND")


def test_who_may_not_see_names_neither_issues_nor_reads(commune: Commune):
    case_id = make_case(commune, state="in_progress").id
    issue(commune, case_id)
    [item] = issued_for(commune.clerk, case_id)
    for who, refused in (("stranger", NotAllowed), ("supervisor", NotAllowed), ("administrator", NotFound)):
        actor = getattr(commune, who)
        with pytest.raises(refused):
            issue(commune, case_id, actor=actor)
        with pytest.raises(refused):
            issued_paper(actor, case_id, item.id)
    assert numbers() == [1]


def begun(commune: Commune, series: str = "TB", last: int = 214, *, at: datetime = NOW) -> None:
    """The office says which number it has reached."""
    with transaction():
        begin_series(series, actor=commune.administrator, at=at, last_number=last)


def test_office_that_counted_on_paper_goes_on_from_there(commune: Commune):
    case_id = make_case(commune, state="in_progress").id
    begun(commune)
    begun(commune, last=219)
    assert series_of_year(commune.unit_id, 2026)["TB"].started is False
    assert issue(commune, case_id) == "220/TB-UBND 2026"
    assert issue(commune, case_id, at=NEW_YEAR) == "1/TB-UBND 2027"
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == "series:TB").order_by(AuditEntry.id)).all()
    assert [(entry.action, entry.facts) for entry in entries] == [
        ("feedback:document_series:begun", {"year": 2026, "last_number": 214}),
        ("feedback:document_series:begun", {"year": 2026, "last_number": 219}),
    ]


def test_series_that_has_begun_here_is_not_set_again(commune: Commune):
    case_id = make_case(commune, state="in_progress").id
    issue(commune, case_id)
    with pytest.raises(WrongState):
        begun(commune)
    assert issue(commune, case_id) == "2/TB-UBND 2026"
    begun(commune, "QĐ", 11)
    assert issue(commune, case_id, DocumentKind.SUSPENSION) == "12/QĐ-UBND 2026"


def test_unknown_series_and_impossible_numbers_are_refused(commune: Commune):
    for series, last in (("XX", 1), ("", 1), ("tb", 1), ("TB", -1), ("TB", 100_000)):
        with pytest.raises(BadInput):
            begun(commune, series, last)
    assert series_of_year(commune.unit_id, 2026) == {}


Rows = Callable[[Commune, int], list[object]]
BROKEN: dict[str, Rows] = {
    "number once": lambda home, case_id: [row(home, case_id, 1), row(home, case_id, 1)],
    "number from one": lambda home, case_id: [row(home, case_id, 0)],
    "content without case": lambda home, case_id: [replace_of(row(home, case_id, 1), case_id=None)],
    "case without content": lambda home, case_id: [replace_of(row(home, case_id, 1), content=None)],
    "series once": lambda home, _case_id: [series_row(home), series_row(home)],
    "series from nothing": lambda home, _case_id: [replace_of(series_row(home), last_number=-1)],
    "version once": lambda home, _case_id: [form_row(home), form_row(home)],
    "version from one": lambda home, _case_id: [replace_of(form_row(home), version=0)],
}


def test_constraints_hold_in_the_database(commune: Commune):
    case_id = make_case(commune, state="received").id
    held = []
    for name, broken in BROKEN.items():
        try:
            with transaction():
                db.session.add_all(broken(commune, case_id))
        except IntegrityError:
            held.append(name)
    assert held == list(BROKEN)


def replace_of(item: object, **changes: object) -> object:
    """Return a row with other values."""
    for name, value in changes.items():
        setattr(item, name, value)
    return item


def series_row(home: Commune) -> DocumentSeries:
    """Return a series."""
    return DocumentSeries(unit_id=home.unit_id, series="TB", year=2026, last_number=3)


def form_row(home: Commune) -> DocumentFormRow:
    """Return a commune's own form."""
    return DocumentFormRow(
        unit_id=home.unit_id, kind="answer", version=1, valid_from=TODAY, title="THÔNG BÁO", body="Một đoạn.",
        signing="body_chair", written_at=NOW, written_by=home.administrator.id,
    )  # fmt: skip
