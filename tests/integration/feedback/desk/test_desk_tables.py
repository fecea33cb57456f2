"""The desk's tables keep their sentences, and the questions of the list are answered by an index on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from core.database import Base, use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.desk_models import AnswerTemplate, DraftCopy, SavedView
from feedback.queries.desk import desk_counts, todo_count, work_list
from feedback.queries.desk_filters import DeskFilters
from feedback.queries.desk_tabs import Tab
from feedback.queries.stamp import stamp_of
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_commune
from tests.makers_desk import made


def view(home: Commune, **changes: object) -> SavedView:
    return SavedView(**{"unit_id": home.unit_id, "official_id": home.clerk.id, "name": "Việc trễ", "changed": NOW, **changes})


def template(home: Commune, **changes: object) -> AnswerTemplate:
    facts = {"unit_id": home.unit_id, "name": "Mẫu", "what_was_done": "Đã làm.", "changed_by": home.leader.id, "changed_at": NOW}
    return AnswerTemplate(**{**facts, **changes})


def words(home: Commune, case_id: int, **changes: object) -> DraftCopy:
    facts = {
        "unit_id": home.unit_id,
        "case_id": case_id,
        "official_id": home.officer.id,
        "version": 1,
        "words": {},
        "saved_at": NOW,
    }
    return DraftCopy(**{**facts, **changes})


def test_tables_refuse_what_their_sentences_forbid(app: Flask, home: Commune):
    case_id = made(app, home, state="in_progress")
    with app.app_context():
        there = make_commune(NEIGHBOUR)
    forbidden: list[Callable[[], list[Base]]] = [
        lambda: [view(home), view(home)],
        lambda: [view(home, name="Một", opens_first=True), view(home, name="Hai", opens_first=True)],
        lambda: [view(home, official_id=there.clerk.id)],
        lambda: [template(home), template(home)],
        lambda: [template(home, version=0)],
        lambda: [template(home, changed_by=there.leader.id)],
        lambda: [words(home, case_id), words(home, case_id)],
        lambda: [words(home, 999_999)],
        lambda: [words(home, case_id, official_id=there.officer.id)],
    ]
    with app.app_context(), use_unit(home.unit_id):
        for rows in forbidden:
            with pytest.raises(IntegrityError), transaction() as session:
                session.add_all(rows())
        with transaction() as session:
            session.add_all([view(home), view(home, official_id=home.leader.id), template(home), words(home, case_id)])


def test_counts_and_lists_agree_and_a_list_is_two_queries_or_one_when_empty(app: Flask, home: Commune):
    for state in ("received", "classified", "in_progress", "submitted", "answered"):
        made(app, home, state=state)
    asked: list[str] = []
    with app.app_context(), use_unit(home.unit_id):
        event.listen(db.engine, "before_cursor_execute", lambda *facts: asked.append(facts[2]))
        for actor in (home.clerk, home.officer, home.leader, home.stranger):
            counts = desk_counts(actor, today=TODAY)
            for tab, number in counts.items():
                asked.clear()
                page = work_list(
                    actor, filters=DeskFilters(tab=tab), page=1, today=TODAY, calendar=calendar_for(home.unit_id), size=200
                )
                assert (actor.name, tab, len(page.items)) == (actor.name, tab, number)
                assert sum("FROM cases" in statement for statement in asked) == (2 if number else 1)
            assert todo_count(actor, today=TODAY) == counts[Tab.TODO]


def test_stamp_is_one_query_and_belongs_to_commune_and_official(app: Flask, home: Commune):
    with app.app_context():
        there = make_commune(NEIGHBOUR)
    case_id = made(app, home, state="in_progress")
    with app.app_context(), use_unit(home.unit_id):
        asked: list[str] = []
        first, theirs = stamp_of(home.officer), stamp_of(there.officer)
        event.listen(db.engine, "before_cursor_execute", lambda *facts: asked.append(facts[2]))
        assert stamp_of(home.officer) == first
        assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1
        assert stamp_of(home.clerk)[0] == first[0]
        with transaction() as session:
            session.add(words(home, case_id))
        assert (stamp_of(home.officer)[0] == first[0], stamp_of(home.officer)[1] == first[1]) == (True, False)
        assert stamp_of(there.officer) == theirs


def test_clocks_of_a_case_are_found_by_their_index(app: Flask, home: Commune):
    case_id = made(app, home, state="in_progress")
    with app.app_context(), use_unit(home.unit_id):
        names = {row[0] for row in db.session.execute(text(INDEXES[db.engine.dialect.name]))}
        assert {"ix_case_clocks_case", "ix_answers_state", "ix_extension_requests_open", "one_view_opens_first"} <= names
        if db.engine.dialect.name == "sqlite":
            plan = "EXPLAIN QUERY PLAN SELECT * FROM case_clocks WHERE case_id = :case AND unit_id = :unit"
            steps = [row[3] for row in db.session.execute(text(plan), {"case": case_id, "unit": home.unit_id})]
            assert ["ix_case_clocks_case (case_id=? AND unit_id=?)" in step for step in steps] == [True]


INDEXES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
}
