"""Changed legal time moves the running clocks of the register; its own trail says so and nothing outside does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.sealing import sealer
from core.transaction import transaction
from deadlines.calendar import DayKind, SpecialDay
from deadlines.models import LegalTermRow
from deadlines.queries import calendar_for
from deadlines.services import load_reference_data, set_day
from denunciation import trail
from denunciation.models import RegisterTrail
from denunciation.services.clocks import clocks_of
from denunciation.states import Act
from tests.makers import NEIGHBOUR, NOW, Commune, make_commune
from tests.makers_register import entry_row, kept_rows, make_entry, take, traces

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def commune(app: Flask, home: Commune) -> Iterator[Commune]:
    with app.app_context(), use_unit(home.unit_id):
        yield home
        db.session.rollback()


def declare(commune: Commune, on: date) -> None:
    """Make a day a holiday of the commune, as its administrator does, who has nothing to do with the register."""
    day = SpecialDay(on=on, kind=DayKind.LOCAL, name_vi="Ngày nghỉ thử", name_en="Trial day", document="Công văn 1/UBND")
    with transaction():
        set_day(day, unit_id=commune.unit_id, at=NOW, actor_id=commune.administrator.id)


def due_days(entry_id: str) -> dict[str, date]:
    return {clock.term_code: clock.due_on for clock in clocks_of(entry_row(entry_id))}


def told(entry_id: str) -> list[tuple[str, str]]:
    query = select(RegisterTrail).where(RegisterTrail.entry_id == entry_id, RegisterTrail.action.startswith("clocks:"))
    return [(row.action, sealer.open(row.reason)) for row in db.session.scalars(query.order_by(RegisterTrail.seq))]


def accepted(commune: Commune) -> str:
    entry_id = make_entry(commune.leader).entry_id
    take(entry_id, Act.ACCEPT, FRIDAY, commune.leader, number="1/QĐ", conditions_met=True)
    return entry_id


def test_a_new_day_off_moves_a_running_clock_and_the_registers_trail_lists_it(commune: Commune):
    entry_id = make_entry(commune.leader).entry_id
    before = due_days(entry_id)
    declare(commune, date(2026, 11, 25))
    moved = {code: calendar_for(commune.unit_id).next_working(due_on) for code, due_on in before.items()}
    assert (list(before), due_days(entry_id)) == (["TC.TRIAGE", "TC.TRANSFER"], moved)
    assert clocks_of(entry_row(entry_id))[0].proof["due_on"] == moved["TC.TRIAGE"].isoformat()
    assert told(entry_id) == [("clocks:calendar", "; ".join(f"{code} {before[code]} → {moved[code]}" for code in before))]
    assert trail.verify() == []


def test_a_last_day_that_becomes_a_day_off_moves_the_settlement(commune: Commune):
    entry_id = accepted(commune)
    before = due_days(entry_id)
    declare(commune, before["TC.SETTLE"])
    moved = calendar_for(commune.unit_id).next_working(before["TC.SETTLE"])
    assert due_days(entry_id) == {**before, "TC.SETTLE": moved}


def test_what_ended_or_stands_still_keeps_its_date(commune: Commune):
    entry_id = accepted(commune)
    take(entry_id, Act.SUSPEND, FRIDAY, commune.leader, number="2/QĐ", text="Chờ giám định")
    before = due_days(entry_id)
    declare(commune, date(2026, 11, 25))
    after = due_days(entry_id)
    assert {code: after[code] == before[code] for code in after} == {
        "TC.TRIAGE": True, "TC.TRANSFER": True, "TC.SETTLE": True, "TC.ACCEPT.NOTIFY": False, "TC.SUSPEND.SEND": False,
    }  # fmt: skip


def test_a_day_off_of_one_commune_moves_nothing_in_its_neighbour(commune: Commune):
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        entry_id = make_entry(neighbour.leader).entry_id
        before = due_days(entry_id)
    declare(commune, date(2026, 11, 25))
    with use_unit(neighbour.unit_id):
        assert (due_days(entry_id), told(entry_id)) == (before, [])


def test_a_corrected_term_moves_what_runs_under_it_in_every_commune(commune: Commune):
    with transaction():
        load_reference_data(NOW)
        rows = LegalTermRow.code == "TC.TRIAGE"
        db.session.execute(update(LegalTermRow).where(rows).values(number=LegalTermRow.number + 1))
    entry_id = make_entry(commune.leader).entry_id
    before = due_days(entry_id)["TC.TRIAGE"]
    with transaction():
        load_reference_data(NOW)
    after = due_days(entry_id)["TC.TRIAGE"]
    assert calendar_for(commune.unit_id).next_working(after) == before
    assert told(entry_id) == [("clocks:term", f"TC.TRIAGE {before} → {after}")]


def test_nothing_outside_the_register_tells_of_it(app: Flask, commune: Commune):
    entry_id = make_entry(commune.leader).entry_id
    counts = [db.session.scalar(select(func.count()).select_from(model)) for model in (AuditEntry, OutboxMessage)]
    declare(commune, date(2026, 11, 25))
    after = [db.session.scalar(select(func.count()).select_from(model)) for model in (AuditEntry, OutboxMessage)]
    assert after == [counts[0] + 1, counts[1]]  # the change itself, as without an entry
    assert traces([entry_id], kept_rows(app)) == []


@pytest.mark.parametrize("on", [date(2026, 11, 20), date(2026, 12, 30)])
def test_a_day_outside_the_period_moves_nothing(commune: Commune, on: date):
    entry_id = make_entry(commune.leader).entry_id
    before = due_days(entry_id)
    declare(commune, on)
    assert (due_days(entry_id), told(entry_id)) == (before, [])
