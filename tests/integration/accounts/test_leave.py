"""Days away and who stands in: noted by oneself or an administrator; new work, lists and reminders follow."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accounts import queries
from accounts.leave_queries import covered_by, stand_in
from accounts.permissions import Actor
from accounts.queries import propose_assignment, signed_in
from accounts.rules import Row, Stand, choose_person, may_stand_in
from accounts.services import leave
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotFound
from core.extensions import db
from core.transaction import transaction
from feedback.models import CaseEntry
from feedback.queries.desk import todo_count
from feedback.queries.people import handlers, officer
from feedback.services import triage
from tests.infra.databases import Database
from tests.makers import NOW, TODAY, Commune, make_case, read_case, read_version
from tests.makers_desk import Desk, desks, form_values, loaded_commune, sit_down, words_of

OWN = "/can-bo/vang-mat"
LATER = TODAY + timedelta(days=4)


@pytest.fixture
def database(commune_database: Database) -> Database:
    return commune_database


@pytest.fixture
def home(app: Flask) -> Commune:
    with app.app_context():
        return loaded_commune()


@pytest.fixture
def desk(app: Flask, home: Commune, at) -> dict[str, Desk]:
    at("2026-11-20 09:00")
    return desks(app, home)


def pair(home: Commune) -> tuple[Actor, Actor]:
    """Two officers of one department: who is away, and who stands in."""
    people = [person for person in queries.officials(home.unit_id) if "officer" in person.roles]
    found = next(
        (one, two) for one in people for two in people if one.id < two.id and set(one.department_ids) & set(two.department_ids)
    )
    return signed_in(found[0].public_id, on=TODAY), signed_in(found[1].public_id, on=TODAY)


def give(home: Commune, case_id: int, receiver: Actor) -> None:
    with transaction():
        triage.assign(
            case_id, actor=home.clerk, at=NOW, version=read_version(case_id), department_id=min(receiver.department_ids),
            officer_id=receiver.id,
        )  # fmt: skip


def take(
    home: Commune, *, substitute: int | None = None, who: Actor | None = None, first: date = TODAY, last: date = LATER
) -> int:
    with transaction():
        return leave.take_leave(
            actor=home.administrator, official_id=(who or home.officer).id, first_on=first, last_on=last,
            substitute_id=substitute, on=TODAY, at=NOW,
        ).id  # fmt: skip


ROW = Row(
    id=1,
    field_id=None,
    village_id=None,
    department_id=1,
    officer_id=5,
    substitute_id=6,
    valid_from=date(2026, 1, 1),
    valid_to=None,
)


@pytest.mark.parametrize(
    ("active", "away", "named", "expected"),
    [
        ({5, 6, 7}, set(), {}, (5, Stand.OFFICER)),
        ({5, 6, 7}, {5}, {}, (6, Stand.SUBSTITUTE_OFFICER_AWAY)),
        ({5, 6, 7}, {5}, {5: 7}, (7, Stand.SUBSTITUTE_OFFICER_AWAY)),
        ({5, 6, 7}, {5, 7}, {5: 7}, (6, Stand.SUBSTITUTE_OFFICER_AWAY)),
        ({5, 6, 7}, {5, 6, 7}, {5: 7}, (None, Stand.NOBODY_AVAILABLE)),
        ({6, 7}, set(), {5: 7}, (6, Stand.SUBSTITUTE_OFFICER_GONE)),
        ({5, 6, 7}, set(), {5: 7}, (5, Stand.OFFICER)),
    ],
)
def test_who_was_named_for_the_days_goes_before_the_substitute_of_the_row(active, away, named, expected):
    assert choose_person(ROW, active=frozenset(active), away=frozenset(away), named=named) == expected


def test_new_work_lists_and_reminders_follow_the_substitute(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        away, other = pair(home)
        mine, new = (make_case(home, state="in_progress") for _case in range(2))
        give(home, mine.id, away)
        before = todo_count(other, today=TODAY)
        take(home, substitute=other.id, who=away)
        assert stand_in(home.unit_id, away.id, on=TODAY) == other.id
        assert covered_by(home.unit_id, other.id, on=TODAY) == [away.id]
        assert stand_in(home.unit_id, away.id, on=LATER + timedelta(days=1)) is None
        assert todo_count(other, today=TODAY) == before + 1
        give(home, new.id, away)
        assert read_case(new.id).officer_id == other.id
        noted = db.session.scalars(select(CaseEntry.facts).where(CaseEntry.case_id == new.id, CaseEntry.kind == "assigned")).one()
        assert (noted["officer_id"], noted["instead_of"]) == (other.id, away.id)
        assert [reader.id for reader in officer(read_case(mine.id), on=TODAY)] == [away.id, other.id]
        assert {away.id, other.id} <= {reader.id for reader in handlers(read_case(mine.id), on=TODAY)}
        case = read_case(mine.id)
        proposal = propose_assignment(home.unit_id, case.field_id, case.village_id, TODAY)
        assert proposal.officer is None or proposal.officer.id != away.id


def test_a_substitute_who_is_away_stands_in_for_nobody(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        away, other = pair(home)
        take(home, substitute=other.id, who=away)
        take(home, who=other)
        assert (stand_in(home.unit_id, away.id, on=TODAY), covered_by(home.unit_id, other.id, on=TODAY)) == (None, [])


@pytest.mark.parametrize(
    ("roles", "departments", "may"),
    [
        (["officer"], [1], True), (["officer"], [2], False), (["department_head"], [1, 2], True), (["leader"], [None], False),
        (["reception_clerk"], [2], True), ([], [], False),
    ],
)  # fmt: skip
def test_who_stands_in_shares_a_department_or_a_role_of_the_whole_commune(roles, departments, may):
    own = {"own_roles": ["officer", "reception_clerk"], "own_departments": [1, None]}
    assert may_stand_in(roles=roles, departments=departments, **own) is may


def test_days_count_from_first_to_last_and_can_be_taken_back(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        absence_id = take(home, last=TODAY + timedelta(days=2))
        days = [TODAY + timedelta(days=offset) for offset in (-1, 0, 2, 3)]
        assert [home.officer.id in queries.away_on(home.unit_id, day) for day in days] == [False, True, True, False]
        common = {"actor": home.administrator, "at": NOW}
        with pytest.raises(NotFound), transaction():
            leave.end_leave(absence_id, official_id=home.clerk.id, **common)
        with transaction():
            leave.end_leave(absence_id, official_id=home.officer.id, **common)
        assert queries.away_on(home.unit_id, TODAY) == frozenset()
        with pytest.raises(NotFound), transaction():
            leave.end_leave(absence_id, official_id=home.officer.id, **common)
        actions = list(db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("official:%"))))
        assert actions[-2:] == ["official:away", "official:back"]


def test_days_and_people_that_do_not_fit_are_refused(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        take(home, first=TODAY + timedelta(days=30), last=TODAY + timedelta(days=40))
        cases = (
            ({"last": TODAY - timedelta(days=1)}, {"last_on": "ends_before_start"}),
            ({"first": TODAY - timedelta(days=9), "last": TODAY - timedelta(days=1)}, {"last_on": "absence_past"}),
            ({"last": TODAY + timedelta(days=366)}, {"last_on": "absence_long"}),
            ({"first": TODAY + timedelta(days=40), "last": TODAY + timedelta(days=50)}, {"first_on": "absence_overlaps"}),
            ({"substitute": home.officer.id}, {"substitute_id": "substitute_unfit"}),
            ({"substitute": home.supervisor.id}, {"substitute_id": "substitute_unfit"}),
            ({"substitute": 999_999}, {"substitute_id": "substitute_unfit"}),
        )
        for changes, errors in cases:
            with pytest.raises(BadInput) as refused:
                take(home, **changes)
            assert refused.value.errors == errors


def test_an_official_notes_own_days_on_the_page(app: Flask, home: Commune, desk: dict[str, Desk]):
    with app.app_context(), use_unit(home.unit_id):
        away, other = pair(home)
    officer_desk = sit_down(app, away)
    form = form_values(officer_desk.open(OWN).text, OWN)
    typed = {**form, "first_on": "2026-11-23", "last_on": "2026-11-27", "substitute_id": str(other.id)}
    assert officer_desk.send(OWN, typed).status_code == 303
    page = officer_desk.open(OWN)
    assert f"Người thay: {other.name}" in words_of(page.text)
    again = officer_desk.send(OWN, typed)
    assert (again.status_code, "trùng với ngày vắng đã ghi" in words_of(again.text)) == (400, True)
    with app.app_context(), use_unit(home.unit_id):
        absence = queries.absences(home.unit_id, away.id, on=TODAY)[0]
    action = f"{OWN}/{absence.id}/bo"
    assert (
        desk["clerk"].send(action, {"csrf_token": form_values(desk["clerk"].open(OWN).text, OWN)["csrf_token"]}).status_code
        == 404
    )
    assert officer_desk.send(action, form_values(page.text, action)).status_code == 303
    assert "Người thay:" not in words_of(officer_desk.open(OWN).text)
