"""From a letter to the land project that it is about: at the desk always, before everybody only where both are public."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from disclosure.queries.land import lands_of_case
from disclosure.queries.land_public import lands_of_letter
from disclosure.services import land_plans, land_projects
from tests.makers import NEIGHBOUR, Commune, inside, make_case, make_commune, publish_case
from tests.makers_desk import Desk, desks, words_of
from tests.makers_land import NAME, REASON, begin_land, land_row, open_land, step
from tests.makers_register import seal

LINE = "Thuộc dự án thu hồi đất:"


@pytest.fixture
def people(app: Flask, home: Commune, at: Any) -> dict[str, Desk]:
    """Return the officials' browsers on Friday, 20 November 2026."""
    at("2026-11-20 09:00")
    return desks(app, home)


def linked(home: Commune, project_id: int, *, published: bool = True) -> Any:
    """Return a letter that is linked to a project."""
    case = make_case(home, state="answered")
    if published:
        publish_case(home, case.id, answer="Đã đo lại.")
    step(home, land_plans.link_letter, project_id, case.code)
    return case


def test_only_what_everybody_reads_is_selected(app: Flask, home: Commune):
    with inside(app, unit_id=home.unit_id):
        draft, first, second = begin_land(home, name="A"), open_land(home, name="B"), open_land(home, name="C")
        hidden, told = linked(home, first, published=False), linked(home, first)
        for project_id in (draft, second):
            step(home, land_plans.link_letter, project_id, told.code)
        assert [land.name for land in lands_of_letter(home.unit_id, told.code)] == ["C", "B"]
        assert [land.name for land in lands_of_case(home.unit_id, told.id)] == ["C", "B", "A"]
        assert (lands_of_letter(home.unit_id, hidden.code), lands_of_letter(home.unit_id, "")) == ([], [])
        step(home, land_projects.withdraw_project, second, by="leader", reason=REASON)
        assert [land.name for land in lands_of_letter(home.unit_id, told.code)] == ["B"]
        neighbour = make_commune(NEIGHBOUR)
        assert lands_of_letter(neighbour.unit_id, told.code) == lands_of_case(neighbour.unit_id, told.id) == []


def test_the_pages_of_a_letter_lead_to_its_project(app: Flask, home: Commune, people: dict[str, Desk]):
    anyone = app.test_client()
    with inside(app, unit_id=home.unit_id):
        project_id = open_land(home)
        told, hidden = linked(home, project_id), linked(home, project_id, published=False)
        code = land_row(home, project_id).code
    page, desk = anyone.get(f"/ho-so/{told.code}"), people["clerk"].open(f"/can-bo/ho-so/{told.id}")
    assert (f'href="/du-an-dat/{code}"' in page.text, f"{LINE} {NAME}" in words_of(page.text)) == (True, True)
    assert (f'href="/can-bo/cong-khai/du-an/{project_id}"' in desk.text, f"{LINE} {NAME}" in words_of(desk.text)) == (True, True)
    assert LINE in people["clerk"].open(f"/can-bo/ho-so/{hidden.id}").text
    for address in (f"/ho-so/{hidden.code}", f"/ho-so/{told.code}.atom", "/ho-so", "/tra-cuu"):
        assert LINE not in anyone.get(address).text, address


def test_a_letter_that_is_sealed_leaves_no_trace_of_its_project(app: Flask, home: Commune, people: dict[str, Desk]):
    with inside(app, unit_id=home.unit_id):
        project_id = open_land(home)
        told, hidden = linked(home, project_id), linked(home, project_id, published=False)
        before = app.test_client().get(f"/ho-so/{hidden.code}").data
        for case in (told, hidden):
            seal(case.id, home.clerk)
        assert lands_of_letter(home.unit_id, told.code) == []
    assert app.test_client().get(f"/ho-so/{hidden.code}").data == before
    assert LINE not in app.test_client().get(f"/ho-so/{told.code}").text
