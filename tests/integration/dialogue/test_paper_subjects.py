"""Papers that belong to no case: one series with those of letters, nobody else's to read, and no row without an owner."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, WrongState
from core.extensions import db
from core.transaction import transaction
from feedback.document_kinds import DocumentKind
from feedback.document_models import IssuedDocument
from feedback.documents import draft
from feedback.queries.documents import paper_of_subject, series_of_year
from feedback.services.document_issuing import begin_series, forget_papers, issue_document, issue_paper
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_case, make_commune, read_version
from tests.makers_papers import facts_for

SUBJECT = "dialogue:7"


def ready(commune: Commune, kind: DocumentKind = DocumentKind.DIALOGUE_CONCLUSION, **changes: str):
    """Return a paper that lacks nothing."""
    return draft(kind, {**facts_for(kind), **changes}, unit_id=commune.unit_id, on=TODAY)


def issued(commune: Commune, **changes: str) -> IssuedDocument:
    with transaction():
        return issue_paper(SUBJECT, actor=commune.leader, at=NOW, ready=ready(commune, **changes))


def test_letters_and_dialogues_share_one_series_without_gaps(commune: Commune):
    first = issued(commune)
    case_id = make_case(commune, state="in_progress").id
    with transaction():
        paper = ready(commune, DocumentKind.ACCEPTANCE)
        second = issue_document(case_id, actor=commune.leader, at=NOW, version=read_version(case_id), ready=paper)
    third = issued(commune)
    assert [(row.series, row.number, row.subject, row.case_id) for row in (first, second, third)] == [
        ("TB", 1, SUBJECT, None),
        ("TB", 2, "", case_id),
        ("TB", 3, SUBJECT, None),
    ]
    assert series_of_year(commune.unit_id, TODAY.year)["TB"].last_number == 3


def test_a_series_that_began_with_a_dialogue_cannot_be_set_back(commune: Commune):
    issued(commune)
    with pytest.raises(WrongState) as refused, transaction():
        begin_series("TB", actor=commune.administrator, at=NOW, last_number=0)
    assert refused.value.code == "series_started"


def test_a_paper_that_lacks_a_fact_takes_no_number(commune: Commune):
    with pytest.raises(BadInput) as refused:
        issued(commune, conclusion=" ")
    assert refused.value.errors == {"conclusion": "fact_missing"}
    assert db.session.scalar(select(db.func.count(IssuedDocument.id))) == 0
    assert issued(commune).number == 1


def test_issuing_is_written_down_without_a_word_of_the_paper(commune: Commune):
    row = issued(commune)
    entry = db.session.execute(
        select(AuditEntry.subject, AuditEntry.facts).where(AuditEntry.action == "feedback:document:issued")
    ).one()
    assert tuple(entry) == (
        SUBJECT,
        {"document_id": row.id, "kind": "dialogue_conclusion", "series": "TB", "year": 2026, "number": 1},
    )


@pytest.mark.parametrize(
    ("subject", "document"),
    [("dialogue:8", "own"), ("", "own"), (SUBJECT, None), (SUBJECT, 999_999)],
)
def test_a_paper_is_found_by_its_own_subject_only(commune: Commune, subject: str, document: object):
    row = issued(commune)
    wanted = row.id if document == "own" else document
    assert paper_of_subject(commune.unit_id, subject, wanted) is None
    item, paper = paper_of_subject(commune.unit_id, SUBJECT, row.id)
    assert (item.number_text, paper.number, paper.day) == ("01/TB-UBND", 1, TODAY)


def test_another_commune_does_not_find_it_and_counts_for_itself(app: Flask, commune: Commune):
    row_id = issued(commune).id
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
        with use_unit(neighbour.unit_id):
            assert paper_of_subject(neighbour.unit_id, SUBJECT, row_id) is None
            assert issued(neighbour).number == 1


def test_papers_of_a_case_are_still_forgotten_and_those_of_dialogues_stay(commune: Commune):
    row_id = issued(commune).id
    case_id = make_case(commune, state="in_progress").id
    with transaction():
        paper = ready(commune, DocumentKind.ACCEPTANCE)
        issue_document(case_id, actor=commune.leader, at=NOW, version=read_version(case_id), ready=paper)
    with transaction():
        assert forget_papers(case_id, unit_id=commune.unit_id) == 1
    assert paper_of_subject(commune.unit_id, SUBJECT, row_id) is not None


def test_content_belongs_to_a_case_or_a_subject(commune: Commune):
    row_id = issued(commune).id
    with pytest.raises(Exception, match="content_belongs_to_a_case"), transaction():
        db.session.execute(update(IssuedDocument).where(IssuedDocument.id == row_id).values(subject=""))
    db.session.rollback()
    with pytest.raises(Exception, match="content_belongs_to_a_case"), transaction():
        db.session.execute(update(IssuedDocument).where(IssuedDocument.id == row_id).values(content=None))


def test_a_paper_without_a_series_is_refused(commune: Commune):
    whole = ready(commune)
    bare = replace(whole, document=replace(whole.document, symbol=""))
    with pytest.raises(WrongState) as refused, transaction():
        issue_paper(SUBJECT, actor=commune.leader, at=NOW, ready=bare)
    assert refused.value.code == "no_series"
