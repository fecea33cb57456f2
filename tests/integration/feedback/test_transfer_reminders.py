"""A body that received a letter and does not answer: clerks are reminded on fixed working days, and the desk shows how many."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from accounts.queries import officials
from accounts.roles import Role
from core.formats import HERE
from feedback.queries.transfers import late_transfers
from feedback.reminders import send_reminders
from tests.makers import Commune, make_case
from tests.makers_letters import tray
from tests.makers_links import reply, transfer, urge

DUE = date(2026, 12, 14)
"""15 working days from Fri 20/11/2026 (see test_transferred_letters)."""


def morning(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 08:00").replace(tzinfo=HERE)


def reminded(day: str, case_id: int) -> list[int | str]:
    """Return who is reminded of the case on a day."""
    before = len(tray(case_id))
    send_reminders(morning(day))
    return sorted(told.reader for told in tray(case_id)[before:] if told.event == "desk_unanswered")


TOLD_ON = (
    ("2026-12-14", False, "Monday, the last day"),
    ("2026-12-15", True, "Tuesday, the first day after it"),
    ("2026-12-16", False, "Wednesday"),
    ("2026-12-19", False, "Saturday"),
    ("2026-12-21", False, "Monday, the fifth working day"),
    ("2026-12-22", True, "Tuesday, the sixth: the next five begin"),
    ("2026-12-23", False, "Wednesday"),
)


def test_clerks_are_reminded_on_the_first_day_and_every_fifth_and_anew_after_urging(commune: Commune):
    case = transfer(commune)
    clerks = sorted(person.id for person in officials(commune.unit_id, role=Role.RECEPTION_CLERK))
    for day, told, why in TOLD_ON:
        assert (why, reminded(day, case.id)) == (why, clerks if told else [])
    assert {told.event for told in tray(case.id) if told.reader != "sender"} >= {"desk_unanswered"}
    body = [told.body for told in tray(case.id) if told.event == "desk_unanswered"][-1]
    assert ("Sở Xây dựng tỉnh Lạng Sơn chưa trả lời, hạn là 14/12/2026." in body, "Đã đôn đốc" in body) == (True, False)
    urge(commune, case.id, at=morning("2026-12-23"))
    assert [reminded(day, case.id) for day in ("2026-12-23", "2026-12-24", "2026-12-25")] == [[], clerks, []]
    assert "Đã đôn đốc 1 lần." in [told.body for told in tray(case.id) if told.event == "desk_unanswered"][-1]
    reply(commune, case.id, at=morning("2026-12-25"))
    assert reminded("2026-12-31", case.id) == []


def test_a_worker_that_was_away_catches_up_once_and_other_reminders_leave_it_alone(commune: Commune):
    case, waiting = transfer(commune), make_case(commune, state="answered")
    assert reminded("2026-12-17", case.id) != []
    assert reminded("2026-12-18", case.id) == []
    desk = {told.event for told in tray(case.id) if told.event.startswith("desk_")} - {"desk_registered"}
    assert desk == {"desk_unanswered"}
    assert reminded("2026-12-17", waiting.id) == []


@pytest.mark.parametrize(("day", "number"), [(DUE, 0), (date(2026, 12, 15), 1)])
def test_the_door_of_transfers_counts_what_is_overdue(commune: Commune, day: date, number: int):
    transfer(commune)
    done = transfer(commune)
    reply(commune, done.id, at=morning("2026-12-01"))
    assert [late_transfers(person, today=day) for person in (commune.clerk, commune.administrator)] == [number, 0]
