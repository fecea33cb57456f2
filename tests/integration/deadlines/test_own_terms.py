"""How long a commune takes where the law leaves it to the office: from a day on, and never for older letters."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from core.audit import AuditEntry
from core.errors import BadInput, NotFound, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines import queries, services
from deadlines.events import TermChanged
from deadlines.models import LegalTermRow
from deadlines.terms import NoSuchTerm
from tests.makers_deadlines import AT

START = date(2026, 12, 1)
BASIS = "Quyết định 12/QĐ-UBND ngày 25/11/2026"


@pytest.fixture
def here(loaded, commune, neighbour):
    """Return the commune's id inside an application context."""
    with loaded.app_context():
        yield commune.unit_id


def shorten(unit_id: int, number: int = 10, *, code: str = "KNPA.SETTLE", valid_from: date = START, basis: str = BASIS):
    with transaction():
        return services.change_term(code, unit_id=unit_id, number=number, valid_from=valid_from, basis=basis, at=AT, actor_id=7)


def number_for(unit_id: int | None, received_on: date) -> int:
    return queries.term("KNPA.SETTLE", received_on, unit_id=unit_id).number


def test_new_figure_holds_from_its_day_on_for_this_commune_alone(here, neighbour):
    shorten(here)
    asked = [(here, date(2026, 11, 30)), (here, START), (neighbour.unit_id, START), (None, START)]
    assert [number_for(*question) for question in asked] == [15, 10, 15, 15]


def test_new_row_names_the_decision_of_the_office(here):
    shorten(here)
    term = queries.term("KNPA.SETTLE", START, unit_id=here)
    assert (term.basis_vi, term.local, term.uncertain, term.set_by_office, term.stage_vi) == (
        BASIS, True, False, True, "Trả lời nội dung kiến nghị, phản ánh",
    )  # fmt: skip


def test_second_change_ends_the_first_on_the_day_before(here):
    shorten(here)
    shorten(here, 12, valid_from=date(2027, 1, 1))
    days = [date(2026, 11, 30), START, date(2026, 12, 31), date(2027, 1, 1)]
    assert [number_for(here, on) for on in days] == [15, 10, 10, 12]


def test_change_for_an_earlier_day_replaces_what_was_planned_after_it(here):
    shorten(here, valid_from=date(2027, 1, 1))
    shorten(here, 12, valid_from=START)
    assert [number_for(here, on) for on in (START, date(2027, 1, 1))] == [12, 12]
    assert len(list(db.session.scalars(select(LegalTermRow).where(LegalTermRow.scope == here)))) == 1


def test_change_is_audited_and_published(here, heard):
    change = shorten(here)
    note = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == f"change:{change.change_id}")).one()
    assert (note.chain, note.actor_id, note.action) == (here, 7, "deadlines:terms:changed")
    assert note.facts == {"code": "KNPA.SETTLE", "number": 10, "before": 15, "valid_from": "2026-12-01", "basis": BASIS}
    assert [(type(event), event.unit_id, event.codes, event.valid_from) for event in heard] == [
        (TermChanged, here, ("KNPA.SETTLE",), START)
    ]


def test_figure_before_is_the_one_that_held(here):
    shorten(here)
    change = shorten(here, 12, valid_from=date(2027, 1, 1))
    note = queries.change_notes(here, change.change_id)[0]
    assert (note.facts["before"], note.facts["number"]) == (10, 12)


@pytest.mark.parametrize(
    "code", ["KN.ACCEPT", "KN.SETTLE1", "KNPA.NOTIFY", "TC.SETTLE", "KNPA.PORTAL", "DLG.CQDP.NOTICE", "PARTY.WRITTEN_NOTICE"]
)
def test_what_the_law_fixes_cannot_be_changed(here, heard, code):
    with pytest.raises(WrongState) as refused:
        shorten(here, code=code)
    assert (refused.value.code, heard) == ("term_fixed_by_law", [])


def test_unknown_term_is_refused(here):
    with pytest.raises(NotFound):
        shorten(here, code="KNPA.ANSWER")


@pytest.mark.parametrize(
    ("number", "basis", "errors"),
    [
        (0, BASIS, {"number": "out_of_range"}),
        (-3, BASIS, {"number": "out_of_range"}),
        (366, BASIS, {"number": "out_of_range"}),
        (10, "  ", {"basis": "missing"}),
        (0, "", {"number": "out_of_range", "basis": "missing"}),
    ],
)
def test_figure_out_of_range_or_without_decision_is_refused(here, number, basis, errors):
    with pytest.raises(BadInput) as refused:
        shorten(here, number, basis=basis)
    assert refused.value.errors == errors


def test_terms_are_asked_for_by_code_and_day(here):
    assert queries.term("KN.ACCEPT", date(2026, 6, 30), unit_id=here).code == "KN.ACCEPT.OLD"
    assert queries.term("KN.SETTLE1", START, unit_id=here, complex_case=True, remote_area=True).number == 60
    assert queries.term("KNPA.SETTLE", START, unit_id=here, remote_area=True).number == 15
    with pytest.raises(NoSuchTerm):
        queries.term("KNPA.ANSWER", START, unit_id=here)


def test_all_terms_hold_the_national_rows_first_and_then_the_own_ones(here):
    shorten(here)
    terms = queries.all_terms(here)
    assert (len(terms), terms[-1].local, sum(term.local for term in terms)) == (90, True, 1)
    assert len(queries.all_terms()) == 89
