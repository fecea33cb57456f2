"""Emergencies in the work list: marked in their row while they run, found by a filter that a list of one's own keeps."""

from __future__ import annotations

from flask import Flask

from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.forms.saved_views import known_query
from feedback.queries.desk import work_list
from feedback.queries.desk_filters import DeskFilters
from feedback.queries.desk_tabs import Tab
from feedback.services import answering
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_case, make_commune, read_version, submit
from tests.makers_desk import MORNING, desks, words_of
from tests.makers_links import mark_urgent


def marks(commune: Commune, **narrowed: object) -> dict[int, bool]:
    db.session.rollback()
    filters = DeskFilters(tab=Tab.ALL, **narrowed)
    page = work_list(commune.clerk, filters=filters, page=1, today=TODAY, calendar=calendar_for(commune.unit_id))
    return {row.id: row.urgent for row in page.items}


def test_urgent_cases_are_marked_filtered_and_keepable(app: Flask, home: Commune, at):
    at(MORNING)
    with app.app_context(), use_unit(home.unit_id):
        plain, urgent, settled = (make_case(home, state="in_progress").id for _number in range(3))
        for case_id in (urgent, settled):
            mark_urgent(home, case_id)
        submit(home, settled)
        with transaction():
            answering.approve_answer(settled, actor=home.leader, at=NOW, version=read_version(settled), issue_now=True)
        assert marks(home) == {plain: False, urgent: True, settled: False}
        assert set(marks(home, urgent=True)) == {urgent, settled}
        neighbour = make_commune(NEIGHBOUR)
        with use_unit(neighbour.unit_id):
            assert marks(neighbour, urgent=True) == {}
    clerk = desks(app, home)["clerk"]
    page = clerk.open("/can-bo?xem=dang-mo&khan=y")
    assert (f"/can-bo/ho-so/{urgent}" in page.text, f"/can-bo/ho-so/{plain}" in page.text) == (True, False)
    assert (words_of(page.text).count("việc khẩn"), "Chỉ việc khẩn" in page.text, "Bỏ lọc" in page.text) == (2, True, True)
    with app.test_request_context():
        assert known_query("xem=dang-mo&khan=y&la=x") == "xem=dang-mo&khan=y"
