"""Every sentence that the tables of complaints keep is broken once and refused, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import CheckConstraint, text
from sqlalchemy.exc import IntegrityError

from core.database import Base
from core.transaction import transaction
from feedback import complaint_models
from feedback.complaint_states import ComplaintAction as Do
from tests.makers import Commune
from tests.makers_complaints import complain

TABLES = {
    item.__table__
    for item in vars(complaint_models).values()
    if isinstance(item, type) and issubclass(item, Base) and item.__module__ == complaint_models.__name__
}
BROKEN = {
    "people_are_counted": "UPDATE complaints SET people = -1",
    "people_who_left_are_counted": "UPDATE complaints SET people_left = -1",
    "continued_with_a_recorded_reason": "UPDATE complaints SET continued_on = '2026-11-24', continued_reason = ''",
    "excused_days_are_counted": "UPDATE complaints SET excused_days = -1, excused_reason = 'x'",
    "excused_time_has_a_reason": "UPDATE complaints SET excused_days = 3, excused_reason = ''",
    "complex_with_a_recorded_reason": "UPDATE complaints SET is_complex = :yes, complex_reason = ''",
    "decided_on_if_decided": "UPDATE complaints SET result = 'right', decided_on = NULL, sent_on = NULL",
    "sent_after_decision": "UPDATE complaints SET sent_on = '2026-11-20', decided_on = NULL, result = ''",
    "invited_before_the_day": "UPDATE complaint_dialogues SET planned_on = invited_on",
    "minutes_say_who_came": "UPDATE complaint_dialogues SET held_on = planned_on, presence = ''",
    "resumed_after_the_stop": "UPDATE complaint_stops SET resumed_on = '2026-01-01'",
}


def refused(statement: str) -> str:
    with pytest.raises(IntegrityError) as error, transaction() as session:
        session.execute(text(statement), {"yes": True} if ":yes" in statement else {})
    return str(error.value.orig).replace("\n", " ")


def test_every_sentence_is_broken_once(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-23")
    walk.take(Do.INVITE, "2026-11-23", planned_on=date(2026, 12, 8))
    walk.take(Do.SUSPEND, "2026-11-24")
    said = {name: refused(statement) for name, statement in BROKEN.items()}
    assert {name: name in words for name, words in said.items()} == dict.fromkeys(BROKEN, True)


def test_no_sentence_is_left_out():
    found = {str(item.name).rsplit("ck_", 1)[-1] for table in TABLES for item in table.constraints
             if isinstance(item, CheckConstraint) and item.name}  # fmt: skip
    assert {name for name in found if not any(name.endswith(rule) for rule in BROKEN)} == set()
    assert len(found) == len(BROKEN)


def test_a_case_has_one_complaint_file(commune: Commune):
    complain(commune, "2026-11-20")
    complain(commune, "2026-11-20")
    assert "unique" in refused("UPDATE complaints SET case_id = (SELECT min(case_id) FROM complaints)").lower()
