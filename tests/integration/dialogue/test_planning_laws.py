"""What the tables of the plan never hold, and two officials who plan at one moment; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import CheckConstraint, func, select, text
from sqlalchemy.exc import IntegrityError

from core.database import use_unit
from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from dialogue import planning_models
from dialogue.checklist import CheckStep
from dialogue.duty_rules import CallSource
from dialogue.models import Dialogue
from dialogue.past_import import import_past
from dialogue.services import calls, checks, planning
from tests.makers import NOW, TODAY, Commune
from tests.makers_dialogue import announced_dialogue, new_dialogue

BROKEN = {
    "number_is_some_or_unknown": "UPDATE dialogue_calls SET number = 0",
    "answered_at_if_answered": "UPDATE dialogue_calls SET answer = 'plan'",
    "answer_is_plan_or_no": "UPDATE dialogue_calls SET answer = 'soon', answered_at = recorded_at",
    "no_has_its_reason": "UPDATE dialogue_calls SET answer = 'no', answered_at = recorded_at",
    "attended_is_a_count": "UPDATE dialogue_records SET attended = -1",
}
TAKEN = {
    "dialogue_checks": "unit_id, dialogue_id, step, done_on, done_by, noted_at, note",
    "dialogue_records": "unit_id, dialogue_id, key, conclusion, imported_at",
}
PAST = b"kind,date,title\nleader_dialogue,2025-11-14,x\n"
PLANNERS = 6


def sentences() -> set[str]:
    own = [planning_models.DialogueCheck, planning_models.DialogueCall, planning_models.DialogueRecord]
    tables = [model.__table__ for model in own]
    names = {str(rule.name) for table in tables for rule in table.constraints if isinstance(rule, CheckConstraint)}
    return {name.split("_", 3)[3] if name.startswith("ck_") else name for name in names}


def test_every_sentence_of_the_tables_is_broken_once():
    assert {sentence for sentence in sentences() if sentence != "None"} == set(BROKEN)


def test_what_breaks_a_sentence_or_comes_twice_is_refused(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    with transaction():
        checks.tick(dialogue_id, CheckStep.PLAN, done_on=TODAY, note="", actor=commune.clerk, at=NOW)
        calls.record_call(CallSource.FRONT, subject="Đường", number=None, called_on=TODAY, actor=commune.clerk, at=NOW)
    import_past(PAST, unit_id=commune.unit_id, at=NOW)
    for sentence, statement in BROKEN.items():
        with pytest.raises(IntegrityError) as refused, transaction() as session:
            session.execute(text(statement))
        assert sentence in str(refused.value.orig), sentence
    for table, columns in TAKEN.items():
        with pytest.raises(IntegrityError), transaction() as session:
            session.execute(text(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}"))


def plan_at_once(app: Flask, home: Commune, start: Barrier, number: int) -> str:
    with app.app_context(), use_unit(home.unit_id):
        start.wait()
        try:
            with transaction():
                planning.plan(new_dialogue(title=f"Buổi {number}"), actor=home.leader, at=NOW)
        except BadInput as refused:
            return refused.errors["places"]
    return "planned"


def test_of_officials_who_plan_one_hall_at_one_moment_one_has_it(app: Flask, home: Commune):
    start = Barrier(PLANNERS)
    with ThreadPoolExecutor(PLANNERS) as planners:
        answers = sorted(planners.map(lambda number: plan_at_once(app, home, start, number), range(PLANNERS)))
    assert answers == ["place_taken"] * (PLANNERS - 1) + ["planned"]
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(func.count()).select_from(Dialogue).where(Dialogue.held_on > date(2026, 1, 1))) == 1
