"""The matrix: proposals with their reason on any day, edits that keep history, and the pages that make them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from accounts import queries
from accounts.events import ResponsibilityChanged
from accounts.models import Absence, Official, Responsibility
from accounts.roles import Role
from accounts.rules import Fit, Stand
from accounts.services import responsibilities
from accounts.services.commune_loading import load_commune
from accounts.services.responsibilities import RowFacts
from core import bus
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotFound, StaleVersion
from core.extensions import db
from core.transaction import transaction
from tests.makers_accounts import NOW, START, TODAY, make_official, make_row, make_small_commune, official_row, send, sign_in
from tests.makers_desk import form_values

PAGE = "/can-bo/quan-tri/phan-cong"
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def commune(app, at):
    at("2026-11-20 09:00")
    with app.app_context():
        return make_small_commune()


@pytest.fixture
def people(app, commune):
    """Two officers of the economy department and one of the office."""
    with app.app_context():
        return [
            make_official(commune.unit_id, role=Role.OFFICER, department_id=place, username=name)
            for place, name in ((commune.economy, "mot"), (commune.economy, "hai"), (commune.office, "bac"))
        ]


@pytest.fixture
def inside(app, commune, people):
    with app.app_context(), use_unit(commune.unit_id):
        yield commune


def propose(commune, field: int | None = None, village: int | None = None, on: date = TODAY):
    """Ask who should handle a matter."""
    return queries.propose_assignment(commune.unit_id, field, village, on)


def given(commune, people, **changes: object) -> RowFacts:
    """Return facts of a row: roads, every village, first officer, second his substitute."""
    facts = {
        "field_id": commune.roads, "village_id": None, "department_id": commune.economy, "officer_id": people[0].id,
        "substitute_id": people[1].id,
    }  # fmt: skip
    return RowFacts(**{**facts, **changes})


def add(commune, facts: RowFacts, on: date = TODAY) -> Responsibility:
    """Add a row by the command."""
    with transaction():
        return responsibilities.add_responsibility(unit_id=commune.unit_id, actor=None, facts=facts, on=on, at=NOW)


def change(commune, row, facts: RowFacts, *, version: int = 1, on: date = TODAY) -> Responsibility:
    """Change a row by the command."""
    with transaction():
        return responsibilities.change_responsibility(
            unit_id=commune.unit_id, actor=None, public_id=row.public_id, expected_version=version, facts=facts, on=on, at=NOW
        )


# ------------------------------------------------------------------ proposals


def test_empty_matrix_proposes_nobody_and_says_so(inside):
    proposal = propose(inside, inside.roads)
    assert (proposal.department, proposal.officer, proposal.fit, proposal.stand) == (None, None, None, None)


def test_proposal_takes_the_most_exact_row(inside, people):
    make_row(inside.unit_id, inside.office, officer=people[2].id)
    make_row(inside.unit_id, inside.economy, field=inside.roads, officer=people[0].id)
    make_row(inside.unit_id, inside.economy, field=inside.roads, village=inside.north, officer=people[1].id)
    make_row(inside.unit_id, inside.office, village=inside.south, officer=people[2].id)
    asked = [
        (inside.roads, inside.north), (inside.roads, inside.south), (inside.land, inside.south), (inside.land, inside.north),
        (None, None),
    ]  # fmt: skip
    found = [(proposal.officer.id, proposal.fit) for proposal in (propose(inside, *matter) for matter in asked)]
    assert found == [
        (people[1].id, Fit.FIELD_AND_VILLAGE), (people[0].id, Fit.FIELD), (people[2].id, Fit.VILLAGE),
        (people[2].id, Fit.DEFAULT),
        (people[2].id, Fit.DEFAULT),
    ]  # fmt: skip


def test_substitute_is_proposed_while_the_officer_is_away(inside, people):
    make_row(inside.unit_id, inside.economy, field=inside.roads, officer=people[0].id, substitute=people[1].id)
    with transaction():
        db.session.add(Absence(unit_id=inside.unit_id, official_id=people[0].id, first_on=TODAY, last_on=TODAY))
    away, back = propose(inside, inside.roads), propose(inside, inside.roads, on=TODAY + timedelta(days=1))
    assert (away.officer.id, away.substitute.id, away.stand) == (people[1].id, people[1].id, Stand.SUBSTITUTE_OFFICER_AWAY)
    assert (back.officer.id, back.stand) == (people[0].id, Stand.OFFICER)


def test_substitute_is_proposed_when_the_officer_is_gone(inside, people):
    make_row(inside.unit_id, inside.economy, field=inside.roads, officer=people[0].id, substitute=people[1].id)
    with transaction():
        official_row(inside.unit_id, people[0].id).active = False
    assert propose(inside, inside.roads).stand == Stand.SUBSTITUTE_OFFICER_GONE


def test_department_alone_is_proposed_when_nobody_is_there(inside, people):
    make_row(inside.unit_id, inside.economy, field=inside.roads, officer=people[0].id)
    with transaction():
        official_row(inside.unit_id, people[0].id).active = False
    proposal = propose(inside, inside.roads)
    assert (proposal.department.id, proposal.officer, proposal.stand) == (inside.economy, None, Stand.NOBODY_AVAILABLE)


def test_row_that_names_no_officer_proposes_its_department(inside):
    make_row(inside.unit_id, inside.economy, field=inside.roads)
    assert propose(inside, inside.roads).stand == Stand.DEPARTMENT_ONLY


def test_proposal_of_a_past_day_follows_the_rows_of_that_day(inside, people):
    make_row(inside.unit_id, inside.economy, field=inside.roads, officer=people[0].id, valid_to=YESTERDAY)
    make_row(inside.unit_id, inside.economy, field=inside.roads, officer=people[1].id, valid_from=TODAY)
    assert [propose(inside, inside.roads, on=day).officer.id for day in (YESTERDAY, TODAY)] == [people[0].id, people[1].id]


def test_demo_commune_proposes_for_every_field(app):
    with app.app_context():
        with transaction():
            unit_id = load_commune(Path("accounts/data/van_linh.toml"), at=NOW).unit_id
        with use_unit(unit_id):
            found = {
                field.code: queries.propose_assignment(unit_id, field.id, None, TODAY).officer.username
                for field in queries.fields(unit_id, on=TODAY)
            }
    assert found["moi_truong"] == "kinhte.moitruong"
    assert found["khac"] == "vanphong.tonghop"
    assert len(found) == 16


# ------------------------------------------------------------------ commands


def test_added_row_holds_from_its_day_on(inside, people):
    add(inside, given(inside, people))
    assert propose(inside, inside.roads, on=YESTERDAY).fit is None
    assert propose(inside, inside.roads).officer.id == people[0].id


def test_changed_row_ends_yesterday_and_a_new_one_begins(inside, people):
    row = add(inside, given(inside, people), on=START)
    change(inside, row, given(inside, people, officer_id=people[1].id, substitute_id=None))
    assert [propose(inside, inside.roads, on=day).officer.id for day in (YESTERDAY, TODAY)] == [people[0].id, people[1].id]


def test_row_changed_on_its_first_day_is_changed_in_place(inside, people):
    row = add(inside, given(inside, people))
    changed = change(inside, row, given(inside, people, officer_id=people[1].id, substitute_id=None))
    assert (changed.id, changed.version) == (row.id, 2)


def test_row_changed_to_the_same_is_left_alone(inside, people):
    row = add(inside, given(inside, people), on=START)
    assert change(inside, row, given(inside, people)).id == row.id
    assert db.session.scalars(select(AuditEntry.action).where(AuditEntry.subject.like("responsibility:%"))).all() == [
        "responsibility:added"
    ]


def test_second_writer_is_refused(inside, people):
    row = add(inside, given(inside, people))
    change(inside, row, given(inside, people, substitute_id=None))
    with pytest.raises(StaleVersion):
        change(inside, row, given(inside, people, substitute_id=people[2].id))


def test_ended_row_cannot_be_changed(inside, people):
    row = add(inside, given(inside, people), on=START)
    with transaction():
        responsibilities.end_responsibility(
            unit_id=inside.unit_id, actor=None, public_id=row.public_id, expected_version=1, on=TODAY, at=NOW
        )
    assert propose(inside, inside.roads).fit is None
    assert propose(inside, inside.roads, on=YESTERDAY).officer.id == people[0].id
    with pytest.raises(StaleVersion):
        change(inside, row, given(inside, people), version=2)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"department_id": 99999}, {"department_id": "department_unknown", "officer_id": "officer_not_in_department"}),
        ({"field_id": 99999}, {"field_id": "field_unknown"}),
        ({"village_id": 99999}, {"village_id": "village_unknown"}),
        ({"officer_id": 99999}, {"officer_id": "officer_not_in_department"}),
        ({"officer_id": None}, {"substitute_id": "substitute_without_officer"}),
        ({"substitute_id": 99999}, {"substitute_id": "official_unknown"}),
    ],
)
def test_row_with_faults_is_refused_field_by_field(inside, people, changes, errors):
    with pytest.raises(BadInput) as refused:
        add(inside, given(inside, people, **changes))
    assert refused.value.errors == errors


def test_substitute_must_be_somebody_else(inside, people):
    with pytest.raises(BadInput) as refused:
        add(inside, given(inside, people, substitute_id=people[0].id))
    assert refused.value.errors == {"substitute_id": "substitute_is_officer"}


def test_officer_must_work_in_the_department(inside, people):
    with pytest.raises(BadInput) as refused:
        add(inside, given(inside, people, officer_id=people[2].id))
    assert refused.value.errors == {"officer_id": "officer_not_in_department"}


def test_substitute_may_come_from_another_department(inside, people):
    assert add(inside, given(inside, people, substitute_id=people[2].id)).substitute_id == people[2].id


def test_field_and_village_have_one_row_at_a_time(inside, people):
    add(inside, given(inside, people))
    with pytest.raises(BadInput) as refused:
        add(inside, given(inside, people, officer_id=people[1].id, substitute_id=None))
    assert refused.value.errors == {"field_id": "row_exists"}
    assert add(inside, given(inside, people, village_id=inside.north)).village_id == inside.north


def test_change_is_written_down_and_told(app, inside, people):
    heard: list[ResponsibilityChanged] = []
    bus.install(app, {**app.extensions["gandan.bus"], ResponsibilityChanged: (heard.append,)})
    row = add(inside, given(inside, people), on=START)
    change(inside, row, given(inside, people, substitute_id=None))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "responsibility:changed")).one()
    assert (entry.facts["before"]["substitute_id"], entry.facts["after"]["substitute_id"]) == (people[1].id, None)
    assert [event.from_on for event in heard] == [START, TODAY]


def test_unknown_row_is_not_found(inside):
    with pytest.raises(NotFound), transaction():
        responsibilities.end_responsibility(
            unit_id=inside.unit_id, actor=None, public_id="0" * 32, expected_version=1, on=TODAY, at=NOW
        )


# ------------------------------------------------------------------ pages


@pytest.fixture
def desk(app, client, commune, people):
    """A signed-in administrator."""
    with app.app_context():
        make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office, username="quantri")
    sign_in(client, "quantri")
    return client


def typed(commune, people, **changes: object) -> dict[str, object]:
    """Return what an administrator sends for a row."""
    data = {
        "version": 0, "field_id": commune.roads, "village_id": "", "department_id": commune.economy, "officer_id": people[0].id,
        "substitute_id": "",
    }  # fmt: skip
    return {**data, **changes}


def test_row_is_added_changed_and_ended_on_the_pages(app, desk, commune, people):
    assert "Chưa có dòng chung" in desk.get(PAGE).text
    assert send(desk, f"{PAGE}/moi", typed(commune, people)).status_code == 303
    assert "Người mot" in desk.get(PAGE).text
    with app.app_context(), use_unit(commune.unit_id):
        row = queries.responsibilities(commune.unit_id, on=TODAY)[0]
    edit = f"{PAGE}/{row.public_id}"
    assert send(desk, edit, typed(commune, people, version=1, officer_id=people[1].id)).status_code == 303
    assert "Người hai" in desk.get(PAGE).text
    stale = send(desk, edit, typed(commune, people, version=1))
    again = form_values(stale.text, "")
    assert (stale.status_code, again["version"], again["officer_id"]) == (409, "2", str(people[0].id))
    assert "Người hai" in stale.text.partition("<tbody>")[2].partition("</tbody>")[0]
    assert send(desk, f"{edit}/ket-thuc", {"version": 2}, form_page=edit).status_code == 303
    assert "Người hai" not in desk.get(PAGE).text


def test_ending_an_old_version_is_told(app, desk, commune, people):
    send(desk, f"{PAGE}/moi", typed(commune, people))
    with app.app_context(), use_unit(commune.unit_id):
        row = queries.responsibilities(commune.unit_id, on=TODAY)[0]
    edit = f"{PAGE}/{row.public_id}"
    send(desk, f"{edit}/ket-thuc", {"version": 7}, form_page=edit)
    assert "Có người khác vừa sửa dòng này" in desk.get(PAGE).text


def test_refused_row_is_explained_in_place(desk, commune, people):
    answer = send(desk, f"{PAGE}/moi", typed(commune, people, officer_id=people[2].id))
    assert answer.status_code == 400
    assert "không làm việc ở phòng, ban đã chọn" in answer.text


@pytest.mark.parametrize("name", ["field_id", "village_id", "department_id", "officer_id", "substitute_id"])
@pytest.mark.parametrize("value", ["99999999999999999999", "x", "-1", "1; drop table units"])
def test_choice_that_was_not_offered_is_refused(desk, commune, people, name, value):
    answer = send(desk, f"{PAGE}/moi", typed(commune, people, **{name: value}))
    assert answer.status_code == 400
    assert "Hãy chọn một mục trong danh sách." in answer.text


def test_unknown_row_has_no_page(desk):
    assert desk.get(f"{PAGE}/{'0' * 32}").status_code == 404


def test_matrix_says_which_fields_only_the_general_row_covers(desk, commune, people):
    send(desk, f"{PAGE}/moi", typed(commune, people))
    text = desk.get(PAGE).text
    assert "Chỉ có dòng chung cho: Đất đai." in text


def test_officers_of_another_commune_are_not_offered(app, desk, commune):
    with app.app_context():
        other = make_small_commune(code="06481", name="Xã Chiến Thắng", hosts=("kia.example",))
        make_official(other.unit_id, department_id=other.economy, full_name="Người Xã Khác")
        assert db.session.scalar(
            select(Official.id).where(Official.full_name == "Người Xã Khác").execution_options(all_units=True)
        )
    assert "Người Xã Khác" not in desk.get(f"{PAGE}/moi").text
