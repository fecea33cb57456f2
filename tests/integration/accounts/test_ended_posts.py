"""Work goes to nobody whose time is over: not to a department that has ended, nor to a post, nor to who stands in no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from accounts.leave_queries import covered_by, stand_ins
from accounts.models import Absence, Department, Posting, Responsibility
from accounts.permissions import Actor
from accounts.queries import departments, propose_assignment
from accounts.rules import Stand
from core.database import use_unit
from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from feedback.services import triage
from tests.infra.databases import Database
from tests.makers import NOW, TODAY, Commune, department_of, make_case, read_case, read_version
from tests.makers_accounts import make_row
from tests.makers_desk import form_values, loaded_commune, sit_down
from tests.makers_roads import person, with_roads

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def database(commune_database: Database) -> Database:
    return commune_database


@pytest.fixture
def home(app: Flask) -> Commune:
    with app.app_context():
        commune = loaded_commune()
        with use_unit(commune.unit_id):
            return with_roads(commune)


@pytest.fixture
def inside(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        yield home


def end_posts(official: Actor, *, last: date = YESTERDAY) -> None:
    """Let the posts of an official end on a day."""
    with transaction() as session:
        session.execute(update(Posting).where(Posting.official_id == official.id).values(valid_to=last))


def end_department(department_id: int, *, last: date = YESTERDAY) -> None:
    """Let a department end on a day."""
    with transaction() as session:
        session.execute(update(Department).where(Department.id == department_id).values(valid_to=last))


def give(home: Commune, case_id: int, department_id: int, officer: Actor | None) -> None:
    with transaction():
        triage.assign(
            case_id, actor=home.clerk, at=NOW, version=read_version(case_id), department_id=department_id,
            officer_id=officer.id if officer else None,
        )  # fmt: skip


def refused(home: Commune, case_id: int, department_id: int, officer: Actor | None) -> dict[str, str]:
    with pytest.raises(BadInput) as caught:
        give(home, case_id, department_id, officer)
    return caught.value.errors


def test_case_is_given_to_nobody_who_does_not_handle_letters_there_on_that_day(inside: Commune):
    case_id, place = make_case(inside, state="in_progress").id, department_of(inside.officer)
    other, clerk = person(inside, "kinhte.moitruong"), person(inside, "tiepdan")
    wrong = {"officer_id": "officer_unknown"}
    assert refused(inside, case_id, place, inside.stranger) == wrong  # of another department
    assert refused(inside, case_id, department_of(clerk), clerk) == wrong  # handles no letters
    end_posts(other)
    assert refused(inside, case_id, place, other) == wrong
    end_posts(other, last=TODAY)
    give(inside, case_id, place, other)
    assert read_case(case_id).officer_id == other.id


def test_case_is_given_to_no_department_that_has_ended(inside: Commune):
    case_id, place = make_case(inside, state="in_progress").id, department_of(inside.stranger)
    end_department(place)
    assert refused(inside, case_id, place, None) == {"department_id": "department_unknown"}
    end_department(place, last=TODAY)
    give(inside, case_id, place, None)
    assert read_case(case_id).department_id == place


def test_who_shares_no_post_any_more_stands_in_no_more(inside: Commune):
    away, other = inside.officer, person(inside, "kinhte.moitruong")
    with transaction() as session:
        session.add(Absence(unit_id=inside.unit_id, official_id=away.id, substitute_id=other.id, first_on=TODAY, last_on=TODAY))
    assert stand_ins(inside.unit_id, TODAY) == {away.id: other.id}
    moved = department_of(inside.stranger)
    with transaction() as session:
        session.execute(update(Posting).where(Posting.official_id == other.id).values(department_id=moved))
    assert (stand_ins(inside.unit_id, TODAY), covered_by(inside.unit_id, other.id, on=TODAY)) == ({}, [])
    case_id = make_case(inside, state="in_progress").id
    assert read_case(case_id).officer_id == away.id


def test_matrix_proposes_nobody_whose_post_there_ended_and_no_department_that_did(inside: Commune):
    place, officer = department_of(inside.officer), inside.officer
    field_id = make_case(inside).field_id
    with transaction() as session:
        session.execute(delete(Responsibility))
    make_row(inside.unit_id, department_of(inside.stranger), valid_from=YESTERDAY)
    make_row(inside.unit_id, place, field=field_id, officer=officer.id, valid_from=YESTERDAY)
    found = propose_assignment(inside.unit_id, field_id, None, TODAY)
    assert (found.department.id, found.officer.id, found.stand) == (place, officer.id, Stand.OFFICER)
    with transaction() as session:
        session.execute(
            update(Posting).where(Posting.official_id == officer.id).values(department_id=department_of(inside.stranger))
        )
    found = propose_assignment(inside.unit_id, field_id, None, TODAY)
    assert (found.department.id, found.officer, found.stand) == (place, None, Stand.NOBODY_AVAILABLE)
    end_department(place)
    found = propose_assignment(inside.unit_id, field_id, None, TODAY)
    assert (found.department.id, found.stand) == (department_of(inside.stranger), Stand.DEPARTMENT_ONLY)


def test_form_chooses_no_other_department_by_itself_when_that_of_the_case_has_ended(app: Flask, home: Commune, at):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        case_id, place = make_case(home, state="in_progress").id, department_of(home.officer)
    page, action = f"/can-bo/ho-so/{case_id}", f"/can-bo/ho-so/{case_id}/giao"
    desk = sit_down(app, home.leader)
    assert form_values(desk.open(page).text, action)["giao-department_id"] == str(place)
    with app.app_context(), use_unit(home.unit_id):
        end_department(place)
        assert place not in [item.id for item in departments(home.unit_id, on=TODAY)]
    values = form_values(desk.open(page).text, action)
    assert (values["giao-department_id"], values["giao-officer_id"]) == ("", "")
    assert desk.send(action, values).status_code == 400
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(Department.valid_to).where(Department.id == place)) == YESTERDAY
        assert read_case(case_id).department_id == place
