"""Twenty days with their proof, the borders of days, what lists select and in which order, and the reminder of a late summary."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts.models import Official
from accounts.services.unit_settings import change_setting
from consultation.models import Consultation
from consultation.queries.consultations import (
    all_public,
    desk_page,
    one_consultation,
    open_lines,
    open_now,
    past_page,
    public_consultation,
)
from consultation.queries.numbers import numbers_of
from consultation.reminders import remind_summaries
from consultation.rules import SUMMARY_DAYS
from consultation.services import opening, summing
from consultation.states import Phase
from core import outbox
from core.database import use_unit
from core.errors import BadInput, NotFound
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from deadlines.proof import Proof
from tests.infra.plans import selects_of
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_commune
from tests.makers_consultation import (
    AFTER,
    CLOSES,
    LATE,
    WORDS,
    draft,
    give,
    opened,
    opinion,
    read,
    record,
    summed_up,
)

REASON = "Nhiều thôn chưa họp kịp vì mưa."
LAST_SECOND = datetime(2026, 12, 21, 16, 59, 59, tzinfo=UTC)
"""One second before midnight of the last day in Viet Nam."""


def step(act: Any, home: Commune, row_id: int, *, at: datetime = NOW, **facts: Any) -> None:
    with use_unit(home.unit_id), transaction():
        act(row_id, actor=home.leader, at=at, version=read(row_id).version, **facts)


def call_off(home: Commune, row_id: int, *, at: datetime = NOW) -> None:
    step(opening.cancel, home, row_id, at=at, reason=REASON)


def prolong(home: Commune, row_id: int, to_on: date, *, at: datetime = NOW) -> None:
    step(opening.prolong, home, row_id, at=at, to_on=to_on, reason=REASON)


def summary_days(home: Commune, days: int) -> None:
    with use_unit(home.unit_id), transaction():
        change_setting(unit_id=home.unit_id, actor=home.leader, key=SUMMARY_DAYS, value=days, expected_version=0, at=NOW)


# ------------------------------------------------------------------ twenty days


@pytest.mark.parametrize("ahead", range(3, 10))
def test_twenty_days_are_counted_from_every_weekday_with_their_proof(commune: Commune, ahead: int):
    opens_on = TODAY + timedelta(days=ahead)
    row = read(draft(commune, opens_on=opens_on, closes_on=opens_on + timedelta(days=60)))
    proof = Proof.from_dict(row.proof)
    assert row.earliest_on >= opens_on + timedelta(days=20)
    assert (proof.term, proof.number, proof.start_on, proof.due_on) == ("DC.CONSULT", 20, opens_on, row.earliest_on)
    assert "28(2)" in str(row.proof) or "khoản 2 Điều 28" in str(row.proof)


@pytest.mark.parametrize(
    "opens_on",
    [date(2026, 12, 12), date(2027, 1, 15), date(2027, 1, 16), date(2027, 1, 20), date(2027, 3, 27), date(2027, 4, 10)],
)
def test_holidays_at_the_end_never_make_it_shorter(commune: Commune, opens_on: date):
    earliest_on = read(draft(commune, opens_on=opens_on, closes_on=opens_on + timedelta(days=90))).earliest_on
    assert earliest_on >= opens_on + timedelta(days=20)
    with pytest.raises(BadInput) as problem:
        draft(commune, opens_on=opens_on, closes_on=earliest_on - timedelta(days=1))
    assert (problem.value.errors, problem.value.facts) == ({"closes_on": "too_short"}, {"closes_on": earliest_on})
    assert read(draft(commune, opens_on=opens_on, closes_on=earliest_on)).closes_on == earliest_on


@pytest.mark.parametrize(
    ("to_on", "code"),
    [
        (TODAY, "only_later"),
        (CLOSES, "only_later"),
        (CLOSES + timedelta(days=1), ""),
        (TODAY + timedelta(days=366), ""),
        (TODAY + timedelta(days=367), "too_long"),
        (date(9999, 12, 31), "too_long"),
    ],
)
def test_the_last_day_moves_within_its_borders(commune: Commune, to_on: date, code: str):
    row_id = opened(commune)
    if not code:
        prolong(commune, row_id, to_on)
        assert read(row_id).closes_on == to_on
        return
    with pytest.raises(BadInput) as problem:
        prolong(commune, row_id, to_on)
    assert (problem.value.errors, read(row_id).closes_on) == ({"to_on": code}, CLOSES)


def test_every_move_stays_to_be_read_in_its_order(commune: Commune):
    row_id = opened(commune)
    days = [CLOSES, date(2026, 12, 28), date(2027, 1, 8)]
    for day in days[1:]:
        prolong(commune, row_id, day)
    view = one_consultation(commune.unit_id, row_id, today=TODAY)
    assert [(move.from_on, move.to_on) for move in view.moves] == list(pairwise(days))


# ------------------------------------------------------------------ the borders of days


def test_the_last_second_of_the_last_day_in_viet_nam_is_in_time(commune: Commune):
    row_id = opened(commune)
    assert give(commune, row_id, at=LAST_SECOND) is True
    with pytest.raises(BadInput) as problem:
        give(commune, row_id, at=LAST_SECOND + timedelta(seconds=1))
    assert problem.value.errors == {"window": "not_open"}
    assert numbers_of(row_id)[0].whole.total == 1


def test_the_first_second_of_the_first_day_in_viet_nam_is_in_time(commune: Commune):
    row_id = opened(commune, opens_on=date(2026, 12, 1), closes_on=date(2027, 1, 4))
    first = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    with pytest.raises(BadInput):
        give(commune, row_id, at=first - timedelta(seconds=1))
    assert give(commune, row_id, at=first) is True


def test_the_last_day_can_still_be_prolonged_in_its_last_second(commune: Commune):
    row_id = opened(commune)
    prolong(commune, row_id, date(2027, 1, 4), at=LAST_SECOND)
    assert give(commune, row_id, at=LAST_SECOND + timedelta(days=14)) is True


@pytest.mark.parametrize(
    ("today", "left", "open_today", "phase"),
    [
        (TODAY, 31, True, Phase.RUNNING),
        (CLOSES - timedelta(days=1), 1, True, Phase.RUNNING),
        (CLOSES, 0, True, Phase.RUNNING),
        (CLOSES + timedelta(days=1), -1, False, Phase.CLOSED),
    ],
)
def test_days_left_are_counted_to_the_last_day(commune: Commune, today: date, left: int, open_today: bool, phase: Phase):
    row_id = opened(commune)
    view = public_consultation(commune.unit_id, read(row_id).code, today=today)
    assert (view.days_left, view.phase) == (left, phase)
    listed = [len(lines) for lines in (open_lines(commune.unit_id, today=today), open_now(commune.unit_id, today=today))]
    assert listed == [int(open_today)] * 2
    assert len(past_page(commune.unit_id, today=today, page=1).items) == int(not open_today)


@pytest.mark.parametrize("kind", ["draft", "cancelled", "done", "cancelled_draft"])
def test_who_does_not_ask_takes_no_opinion(commune: Commune, kind: str):
    row_id = summed_up(commune) if kind == "done" else opened(commune) if kind == "cancelled" else draft(commune)
    if kind.startswith("cancelled"):
        call_off(commune, row_id)
    public = kind in ("cancelled", "done")
    with pytest.raises(BadInput if public else NotFound):
        give(commune, row_id)


# ------------------------------------------------------------------ what everybody reads


def test_lists_hold_what_is_public_and_the_first_to_close_is_first(commune: Commune):
    late_one = opened(commune, closes_on=date(2027, 2, 1))
    soon = opened(commune)
    coming = opened(commune, opens_on=date(2026, 12, 1), closes_on=date(2027, 1, 4))
    gone = opened(commune)
    call_off(commune, gone)
    hidden = [draft(commune), draft(commune)]
    call_off(commune, hidden[1])
    unit_id = commune.unit_id
    assert [line.id for line in open_lines(unit_id, today=TODAY)] == [soon, coming, late_one]
    assert [line.id for line in open_now(unit_id, today=TODAY)] == [soon, late_one]
    assert [line.id for line in past_page(unit_id, today=TODAY, page=1).items] == [gone]
    assert [code for code, _day in all_public(unit_id)] == [read(item).code for item in (late_one, soon, coming, gone)]
    assert [public_consultation(unit_id, read(item).code, today=TODAY) for item in hidden] == [None, None]


def test_the_front_page_names_three_at_most(commune: Commune):
    made = [opened(commune, closes_on=CLOSES + timedelta(days=number)) for number in range(4)]
    assert [line.id for line in open_now(commune.unit_id, today=TODAY)] == made[:3]


def test_a_page_of_the_past_holds_twenty_and_the_latest_is_first(commune: Commune):
    made = [opened(commune, closes_on=CLOSES + timedelta(days=number)) for number in range(21)]
    first, second = (past_page(commune.unit_id, today=date(2027, 6, 1), page=number) for number in (1, 2))
    assert ([line.id for line in first.items], first.has_next) == (made[:0:-1], True)
    assert ([line.id for line in second.items], second.has_next) == (made[:1], False)


def test_no_public_read_selects_words_or_names(commune: Commune):
    row_id = opened(commune)
    give(commune, row_id, new=opinion("disagree", words=WORDS, name="Hoàng Thị Bưởi"))
    code, unit_id = read(row_id).code, commune.unit_id
    asked = selects_of(
        lambda: (
            public_consultation(unit_id, code, today=TODAY), open_lines(unit_id, today=TODAY), open_now(unit_id, today=TODAY),
            past_page(unit_id, today=CLOSES + timedelta(days=1), page=1), all_public(unit_id), numbers_of(row_id),
        )
    )  # fmt: skip
    columns = ("consultation_answers.words", "consultation_opinions.name", "consultation_opinions.village_id")
    assert [column for column in columns if any(column in statement for statement in asked)] == []


def test_the_sitemap_and_one_take_as_many_queries_for_three_as_for_one(commune: Commune):
    spent = []
    for more in (1, 2):
        made = [opened(commune) for _number in range(more)]
        for row_id in made:
            give(commune, row_id)
            record(commune, row_id)
        code, unit_id = read(made[0]).code, commune.unit_id
        reads = (
            lambda unit_id=unit_id: all_public(unit_id), lambda unit_id=unit_id: open_lines(unit_id, today=TODAY),
            lambda unit_id=unit_id: open_now(unit_id, today=TODAY),
            lambda unit_id=unit_id, code=code: public_consultation(unit_id, code, today=TODAY),
        )  # fmt: skip
        spent.append([len(selects_of(ask)) for ask in reads])
    assert spent[0] == spent[1]


def test_lists_of_a_neighbour_hold_nothing_of_this_commune(commune: Commune):
    opened(commune), summed_up(commune), draft(commune)
    unit_id = make_commune(NEIGHBOUR).unit_id
    with use_unit(unit_id):
        assert (open_lines(unit_id, today=TODAY), open_now(unit_id, today=TODAY), all_public(unit_id)) == ([], [], [])
        pages = [past_page(unit_id, today=LATE.date(), page=1), *(
            desk_page(unit_id, today=TODAY, over=over, page=1) for over in (True, False)
        )]  # fmt: skip
    assert [page.items for page in pages] == [[], [], []]


# ------------------------------------------------------------------ the desk and late summaries


def test_the_desk_has_what_is_late_before_what_is_closed(commune: Commune):
    drafted = draft(commune)
    coming = opened(commune, opens_on=date(2027, 2, 1), closes_on=date(2027, 3, 15))
    running = opened(commune, closes_on=date(2027, 2, 1))
    closed, late = opened(commune, closes_on=date(2027, 1, 8)), opened(commune)
    gone = opened(commune)
    call_off(commune, gone)
    today = date(2027, 1, 11)
    items = desk_page(commune.unit_id, today=today, over=False, page=1).items
    assert [line.id for line in items] == [late, closed, running, coming, drafted]
    assert [line.phase for line in items] == [Phase.LATE, Phase.CLOSED, Phase.RUNNING, Phase.COMING, Phase.DRAFT]
    assert [line.id for line in desk_page(commune.unit_id, today=today, over=True, page=1).items] == [gone]


@pytest.mark.parametrize("days", [1, 15, 90])
def test_the_setting_says_when_a_summary_is_late(commune: Commune, days: int):
    row_id, due_on = opened(commune), CLOSES + timedelta(days=days)
    if days != 15:
        summary_days(commune, days)
    seen = [one_consultation(commune.unit_id, row_id, today=due_on + timedelta(days=more)) for more in (0, 1)]
    assert [(view.due_on, view.phase) for view in seen] == [(due_on, Phase.CLOSED), (due_on, Phase.LATE)]


def test_a_changed_setting_reminds_at_its_own_day(commune: Commune):
    opened(commune)
    summary_days(commune, 1)
    assert [remind_summaries(AFTER - timedelta(days=1)), remind_summaries(AFTER)] == [0, 1]


@pytest.mark.parametrize("ending", ["published", "cancelled", "draft"])
def test_nobody_is_reminded_of_what_is_over_or_never_began(commune: Commune, ending: str):
    row_id = draft(commune) if ending == "draft" else opened(commune)
    if ending == "cancelled":
        call_off(commune, row_id, at=AFTER)
    if ending == "published":
        step(summing.publish_summary, commune, row_id, at=AFTER, result="Xã làm như dự thảo.")
    assert remind_summaries(LATE) == 0


def test_only_who_answers_for_it_is_reminded_once_for_each(commune: Commune):
    rows = [opened(commune, official_id=person.id) for person in (commune.clerk, commune.officer, commune.officer)]
    assert [remind_summaries(LATE), remind_summaries(LATE + timedelta(hours=1))] == [3, 0]
    found = db.session.execute(
        select(OutboxMessage.official_id, OutboxMessage.subject).where(OutboxMessage.event == "consultation_late")
    ).all()
    people = (commune.clerk.id, commune.officer.id, commune.officer.id)
    assert {tuple(item) for item in found} == {(who, f"consultation:{row}") for who, row in zip(people, rows, strict=True)}
    assert outbox.for_official(unit_id=commune.unit_id, official_id=commune.leader.id) == []


def test_a_prolonged_one_is_reminded_by_its_new_day(commune: Commune):
    row_id = opened(commune)
    prolong(commune, row_id, date(2027, 1, 29))
    assert [remind_summaries(LATE), remind_summaries(LATE + timedelta(days=35))] == [0, 1]


def test_who_has_left_cannot_answer_for_a_new_one(app: Flask, commune: Commune):
    with transaction() as session:
        session.execute(update(Official).where(Official.id == commune.officer.id).values(active=False))
    with pytest.raises(BadInput) as problem:
        draft(commune, official_id=commune.officer.id)
    assert problem.value.errors == {"official_id": "official_missing"}
    assert db.session.scalars(select(Consultation.id)).all() == []
