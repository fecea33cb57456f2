"""An official's own lists: kept under a name, one of them first, nobody else's."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from core.database import use_unit
from core.errors import BadInput, NotFound
from core.transaction import transaction
from feedback.desk_models import SavedView
from feedback.queries.saved_views import own_views
from feedback.services import saved_views
from tests.makers import NOW, Commune
from tests.makers_desk import Desk, form_values, made, words_of

LISTS, WORK = "/can-bo/danh-sach", "/can-bo"


def keep(desk: Desk, query: str, name: str, **typed: str):
    page = desk.open(f"{WORK}?{query}")
    return desk.send(LISTS, {**form_values(page.text, LISTS), "name": name, **typed})


def test_filters_of_the_page_are_kept_and_open_the_same_list(app: Flask, home: Commune, desk: dict[str, Desk]):
    made(app, home, state="in_progress")
    answer = keep(desk["clerk"], "xem=dang-mo&han=overdue&trang=3&q=&strange=1", "Việc trễ")
    where = urlsplit(answer.headers["Location"])
    assert (answer.status_code, where.path) == (303, WORK)
    assert parse_qs(where.query) == {"xem": ["dang-mo"], "han": ["overdue"]}
    page = desk["clerk"].open(answer.headers["Location"])
    assert 'aria-current="page"' in page.text.split("Việc trễ")[0].rpartition("<a ")[2]
    assert "Việc trễ" not in desk["leader"].open(WORK).text


def test_first_list_opens_with_the_desk_until_it_is_no_longer_first(app: Flask, home: Commune, desk: dict[str, Desk]):
    clerk = desk["clerk"]
    keep(clerk, "xem=tat-ca&q=lan+can", "Lan can", opens_first="y")
    assert 'value="lan can"' in clerk.open(WORK).text
    assert 'value="lan can"' not in clerk.open(f"{WORK}?xem=tat-ca").text
    assert 'value="lan can"' not in desk["leader"].open(WORK).text
    with app.app_context(), use_unit(home.unit_id):
        view_id = own_views(home.clerk)[0].id
    action = f"{LISTS}/{view_id}/mo-dau-tien"
    assert clerk.send(action, form_values(clerk.open(LISTS).text, action)).status_code == 303
    assert 'value="lan can"' not in clerk.open(WORK).text


def test_a_list_is_replaced_by_its_name_and_forgotten(app: Flask, home: Commune, desk: dict[str, Desk]):
    clerk = desk["clerk"]
    keep(clerk, "xem=dang-mo", "Của tôi")
    keep(clerk, "xem=qua-han", " Của  tôi ")
    with app.app_context(), use_unit(home.unit_id):
        views = own_views(home.clerk)
    assert [(view.name, view.filters) for view in views] == [("Của tôi", "xem=qua-han")]
    action = f"{LISTS}/{views[0].id}/xoa"
    assert (
        desk["leader"].send(action, {"csrf_token": form_values(desk["leader"].open(WORK).text, LISTS)["csrf_token"]}).status_code
        == 404
    )
    assert clerk.send(action, form_values(clerk.open(LISTS).text, action)).status_code == 303
    assert "Chưa có danh sách nào" in words_of(clerk.open(LISTS).text)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_list_needs_a_name(app: Flask, home: Commune, desk: dict[str, Desk], name: str):
    answer = keep(desk["clerk"], "xem=dang-mo", name)
    assert answer.status_code == 400
    with app.app_context(), use_unit(home.unit_id):
        assert own_views(home.clerk) == []


def test_rules_of_the_command_and_of_the_table(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        for number in range(saved_views.MOST):
            with transaction():
                saved_views.save_view(
                    actor=home.clerk, at=NOW, name=f"Danh sách {number}", filters="xem=dang-mo", opens_first=True
                )
        assert [view.name for view in own_views(home.clerk) if view.opens_first] == [f"Danh sách {saved_views.MOST - 1}"]
        with pytest.raises(BadInput) as many, transaction():
            saved_views.save_view(actor=home.clerk, at=NOW, name="Một danh sách nữa", filters="", opens_first=False)
        with pytest.raises(BadInput) as long, transaction():
            saved_views.save_view(actor=home.clerk, at=NOW, name="Danh sách 1", filters="x" * 501, opens_first=False)
        assert (many.value.errors, long.value.errors) == ({"name": "view_many"}, {"filters": "view_filters"})
        mine = own_views(home.clerk)[0].id
        with pytest.raises(NotFound), transaction():
            saved_views.show_first(mine, actor=home.leader, at=NOW)
        with pytest.raises(NotFound), transaction():
            saved_views.forget_view(mine, actor=home.leader)
        both_first = update(SavedView).where(SavedView.unit_id == home.unit_id).values(opens_first=True)
        with pytest.raises(IntegrityError), transaction() as session:
            session.execute(both_first)
