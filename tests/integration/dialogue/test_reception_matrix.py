"""Which step a reception day takes from which state, and who may give which command; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.errors import NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.queries import reception as queries
from dialogue.queries import reception_register as register
from dialogue.queries.reception_register import RegisterFilter
from dialogue.reception_models import ReceptionDay
from dialogue.services import reception_days as days
from dialogue.services import reception_papers, reception_register
from feedback.document_kinds import DocumentKind
from tests.makers import NOW, Commune
from tests.makers_reception import DAY, DAY_AT, ENTRY, enter, hold_day, plan_day, public_day

AFTER = DAY_AT + timedelta(days=1)
STATES = ("scheduled", "published", "postponed", "held", "not_held", "cancelled")
STEPS = (
    ("publish", "scheduled", "published"),
    ("publish", "published", None),
    ("publish", "postponed", None),
    ("publish", "held", None),
    ("publish", "not_held", None),
    ("publish", "cancelled", None),
    ("cancel", "scheduled", "cancelled"),
    ("cancel", "published", None),
    ("cancel", "postponed", None),
    ("cancel", "held", None),
    ("cancel", "not_held", None),
    ("cancel", "cancelled", None),
    ("postpone", "scheduled", None),
    ("postpone", "published", "postponed"),
    ("postpone", "postponed", None),
    ("postpone", "held", None),
    ("postpone", "not_held", None),
    ("postpone", "cancelled", None),
    ("hold", "scheduled", None),
    ("hold", "published", "held"),
    ("hold", "postponed", None),
    ("hold", "held", None),
    ("hold", "not_held", None),
    ("hold", "cancelled", None),
    ("reference", "scheduled", "scheduled"),
    ("reference", "published", "published"),
    ("reference", "postponed", None),
    ("reference", "held", None),
    ("reference", "not_held", None),
    ("reference", "cancelled", None),
    ("conclude", "scheduled", None),
    ("conclude", "published", None),
    ("conclude", "postponed", None),
    ("conclude", "not_held", None),
    ("conclude", "cancelled", None),
)
"""Step, the state it is tried from, the state afterwards (None: it is refused and nothing changes)."""

WHO = (
    ("schedule", "clerk", True),
    ("schedule", "leader", True),
    ("schedule", "officer", False),
    ("schedule", "stranger", False),
    ("schedule", "supervisor", False),
    ("schedule", "administrator", False),
    ("publish", "clerk", True),
    ("publish", "leader", True),
    ("publish", "officer", False),
    ("publish", "supervisor", False),
    ("publish", "administrator", False),
    ("enter", "clerk", True),
    ("enter", "leader", True),
    ("enter", "officer", False),
    ("enter", "supervisor", False),
    ("enter", "administrator", False),
    ("correct", "clerk", True),
    ("correct", "officer", False),
    ("correct", "administrator", False),
    ("make_case", "clerk", True),
    ("make_case", "leader", True),
    ("make_case", "officer", False),
    ("make_case", "supervisor", False),
    ("paper", "clerk", True),
    ("paper", "leader", True),
    ("paper", "officer", False),
    ("read", "clerk", True),
    ("read", "leader", True),
    ("read", "officer", False),
    ("read", "stranger", False),
    ("read", "supervisor", False),
    ("read", "administrator", False),
)
"""Command, who gives it, whether it is done."""


def step(commune: Commune, name: str, day: ReceptionDay, *, version: int) -> None:
    """Take a step of a day as the clerk (the conclusion as the leader), at a moment at which its time is right."""
    common = {"actor": commune.clerk, "version": version}
    calendar = calendar_for(commune.unit_id)
    with transaction():
        if name == "publish":
            days.publish_day(day.id, at=NOW, calendar=calendar, **common)
        elif name == "cancel":
            days.cancel(day.id, at=NOW, **common)
        elif name == "postpone":
            new_on = day.held_on + timedelta(days=1)
            days.postpone(day.id, at=NOW, reason="Mưa lũ chia cắt đường", new_on=new_on, calendar=calendar, **common)
        elif name == "hold":
            facts = {"held": True, "in_person": True, "attendees": "Chủ tịch"}
            days.record_held(day.id, at=day.starts_at + timedelta(hours=2), **facts, **common)
        elif name == "reference":
            days.reference_online(day.id, at=NOW, ref="TCDTT-2026-7", calendar=calendar, **common)
        else:
            reception_papers.conclude(day.id, [], at=AFTER, signer="", **{**common, "actor": commune.leader})


def day_in(commune: Commune, state: str, *, on: date) -> ReceptionDay:
    """Return a day brought to a state by the commands."""
    day_id = plan_day(commune, on=on)
    day = db.session.get(ReceptionDay, day_id)
    road = {
        "scheduled": (),
        "published": ("publish",),
        "postponed": ("publish", "postpone"),
        "held": ("publish", "hold"),
        "not_held": ("publish",),
        "cancelled": ("cancel",),
    }[state]
    for name in road:
        step(commune, name, day, version=fresh(day_id).version)
    if state == "not_held":
        hold_day(commune, day_id, at=day.starts_at, held=False, reason="Chủ tịch đi họp")
    assert fresh(day_id).state == state
    return fresh(day_id)


def fresh(day_id: int) -> ReceptionDay:
    """Return the row as it is now."""
    return db.session.get(ReceptionDay, day_id, populate_existing=True)


def test_every_step_is_taken_from_its_states_only(commune: Commune):
    kept = {}
    for index, state in enumerate(STATES[2:]):
        kept[state] = day_in(commune, state, on=date(2026, 12, 7) + timedelta(days=7 * index))
    assert {(name, state) for name, state, _after in STEPS} | {("conclude", "held")} == {
        (name, state) for name in ("publish", "cancel", "postpone", "hold", "reference", "conclude") for state in STATES
    }
    thursdays = iter(date(2027, 2, 18) + timedelta(days=7 * index) for index in range(20))
    for name, state, after in STEPS:
        day = kept.get(state) or day_in(commune, state, on=next(thursdays))
        before = (day.state, day.version)
        if after is None:
            with pytest.raises(WrongState):
                step(commune, name, day, version=day.version)
            assert (fresh(day.id).state, fresh(day.id).version) == before, (name, state)
            continue
        with pytest.raises(StaleVersion):
            step(commune, name, day, version=day.version + 1)
        step(commune, name, day, version=before[1])
        assert (fresh(day.id).state, fresh(day.id).version) == (after, before[1] + 1), (name, state)


def in_command(run: Callable[[], object]) -> None:
    """Run something inside a command."""
    with transaction():
        run()


def commands(commune: Commune) -> dict[str, Callable[[str], object]]:
    """Return each command as something that one official gives."""
    calendar, numbers = calendar_for(commune.unit_id), iter(range(100))

    def by(who: str) -> dict[str, object]:
        return {"actor": getattr(commune, who), "at": NOW}

    def publish(who: str) -> None:
        day_id = plan_day(commune, on=date(2027, 1, 4) + timedelta(days=next(numbers) % 5), place=f"Phòng {next(numbers)}",
                          receiver=f"Người tiếp {next(numbers)}")  # fmt: skip
        with transaction():
            days.publish_day(day_id, version=1, calendar=calendar, **by(who))

    def write(who: str) -> None:
        with transaction():
            reception_register.enter_reception(ENTRY, idempotency_key=f"m{next(numbers)}", calendar=calendar, **by(who))

    def correct(who: str) -> None:
        texts = dict.fromkeys(("settled_by", "guided_to", "accepted_ref", "follow_up", "note"), "Đã ghi")
        entry_id = enter(commune)
        with transaction():
            reception_register.correct(entry_id, version=1, **texts, **by(who))

    def make_case(who: str) -> None:
        entry_id = enter(commune)
        with transaction():
            reception_register.make_case(entry_id, version=1, **by(who))

    def paper(who: str) -> None:
        entry_id, facts = enter(commune), {"papers": "Đơn, 2 trang", "copies": "02"}
        with transaction():
            reception_papers.issue_paper(entry_id, DocumentKind.RECEIPT, facts, version=1, title="Công chức", **by(who))

    return {
        "schedule": lambda who: in_command(lambda: days.schedule([], calendar=calendar, **by(who))),
        "publish": publish, "enter": write, "correct": correct, "make_case": make_case, "paper": paper,
        "read": lambda who: register.register_rows(getattr(commune, who), RegisterFilter()),
    }  # fmt: skip


def test_every_command_is_for_whom_the_table_says(commune: Commune):
    given = commands(commune)
    assert {name for name, _who, _done in WHO} == set(given)
    for name, who, done in WHO:
        if getattr(commune, who) is None:
            continue
        if done:
            given[name](who)
            continue
        with pytest.raises(NotAllowed):
            given[name](who)


def test_what_does_not_exist_is_not_found(commune: Commune):
    for missing in (0, 999_999):
        with pytest.raises(NotFound):
            days.load_day(missing, actor=commune.clerk, states=(), version=None)
        with pytest.raises(NotFound):
            reception_register.load_entry(missing, actor=commune.clerk, version=None)
        with pytest.raises(NotFound):
            register.paper(commune.clerk, missing)
        with pytest.raises(NotFound):
            register.entry(commune.clerk, missing)
        with pytest.raises(NotFound):
            queries.public_day(commune.unit_id, missing)
        with pytest.raises(NotFound):
            queries.booking(commune.unit_id, missing)
    assert queries.free_slots(commune.unit_id, 999_999, at=NOW) == []
    assert queries.all_slots(commune.unit_id, 999_999) == []


COUNTED = (
    ("2026-05-04", "chair", "held"),
    ("2026-05-11", "chair", "held"),
    ("2026-06-01", "chair", "held"),
    ("2026-07-10", "chair", "held"),
    ("2026-07-24", "chair", "held"),
    ("2026-08-10", "chair", "held"),
    ("2026-08-10", "chair", "held"),
    ("2026-08-25", "chair", "not_held"),
    ("2026-10-12", "chair", "held"),
    ("2026-10-26", "chair", "held"),
    ("2026-10-27", "ad_hoc", "held"),
    ("2026-10-05", "secretary", "held"),
    ("2026-11-10", "chair", "held"),
    ("2026-11-20", "secretary", "held"),
    ("2026-11-25", "chair", "published"),
)
"""Days of a commune: date, kind, state."""

MONTHS = (
    ("chair", "2026-11", 1, 2, False),
    ("chair", "2026-10", 2, 2, False),
    ("chair", "2026-09", 0, 2, True),
    ("chair", "2026-08", 1, 2, True),
    ("chair", "2026-07", 2, 2, False),
    ("chair", "2026-06", 1, 5, True),
    ("secretary", "2026-11", 1, 2, False),
    ("secretary", "2026-10", 1, 2, True),
)
"""What the public page counts on 20 November: kind, month, held, least, too few."""


def test_months_are_counted_from_the_first_on_record(commune: Commune):
    with transaction() as session:
        for text, kind, state in COUNTED:
            on = date.fromisoformat(text)
            begins = days.moment(on, DAY.begins)
            session.add(
                ReceptionDay(
                    unit_id=commune.unit_id, kind=kind, state=state, held_on=on, starts_at=begins, touched_at=NOW,
                    ends_at=begins + timedelta(hours=3), slot_minutes=30, receiver="Người tiếp", place="Phòng tiếp dân",
                    published_on=on - timedelta(days=10), reason="Đi họp" if state == "not_held" else "",
                )
            )  # fmt: skip
    counted = queries.month_counts(commune.unit_id, today=date(2026, 11, 20))
    assert [(item.kind, f"{item.month:%Y-%m}", item.held, item.least, item.short) for item in counted] == list(MONTHS)
    assert [item.running for item in counted] == [item.month == date(2026, 11, 1) for item in counted]
    assert len(db.session.scalars(select(ReceptionDay.id)).all()) == len(COUNTED)


FILTERS = (
    (RegisterFilter(), [5, 4, 3, 2, 1]),
    (RegisterFilter(kind="petition"), [5, 2, 1]),
    (RegisterFilter(kind="reflection"), [3]),
    (RegisterFilter(kind="complaint"), []),
    (RegisterFilter(kind="denunciation"), [4]),
    (RegisterFilter(handling="explained"), [2]),
    (RegisterFilter(handling="taken", kind="petition"), [5, 1]),
    (RegisterFilter(by_kind="regular"), [5, 4, 3, 2, 1]),
    (RegisterFilter(by_kind="chair"), []),
    (RegisterFilter(first_on=date(2026, 11, 20)), [5, 4, 3, 2]),
    (RegisterFilter(last_on=date(2026, 11, 19)), [1]),
    (RegisterFilter(first_on=date(2026, 11, 21)), []),
)
"""A filter and the numbers it shows, the newest first."""


def test_register_shows_what_is_filtered_and_pages_the_rest(commune: Commune):
    enter(commune, received_on=date(2026, 11, 18))
    enter(commune, handling=reception_register.Handling.EXPLAINED)
    enter(commune, kind=reception_register.MatterKind.REFLECTION)
    enter(commune, kind=reception_register.MatterKind.DENUNCIATION)
    enter(commune, name="Lý Thị Mai", identity="")
    for wanted, numbers in FILTERS:
        page = register.register_page(commune.clerk, wanted, page=1)
        assert ([row.number for row in page.items], page.has_next) == (numbers, False), wanted
        assert [row.number for row in register.register_rows(commune.clerk, wanted)] == numbers[::-1]
    for number in range(register.PAGE_SIZE):
        enter(commune, name=f"Người {number}")
    first, second = (register.register_page(commune.clerk, RegisterFilter(), page=page) for page in (1, 2))
    assert (len(first.items), first.has_next, len(second.items), second.has_next) == (register.PAGE_SIZE, True, 5, False)
    public = public_day(commune)
    assert register.entries_of_day(commune.clerk, public) == []
