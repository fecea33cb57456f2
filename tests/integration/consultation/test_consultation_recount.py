"""Numbers equal a recount in plain Python, whatever comes in which order; many hands at once make one row."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from consultation.models import (
    Consultation,
    ConsultationMove,
    ConsultationOpinion,
    ConsultationPoint,
    ConsultationSheet,
)
from consultation.queries.consultations import public_consultation
from consultation.queries.numbers import numbers_of
from consultation.queries.papers import sheets
from consultation.rules import Said
from consultation.services import drafting, opening, opinions, summing
from consultation.services import sheets as sheet_commands
from consultation.services.opinions import NewOpinion
from core.database import use_unit
from core.errors import BadInput, DomainError, WrongState
from core.extensions import db
from core.transaction import transaction
from tests.makers import NOW, TODAY, Commune
from tests.makers_consultation import (
    AFTER,
    CLOSES,
    draft,
    give,
    new_consultation,
    new_sheet,
    opened,
    opinion,
    point,
    read,
    record,
)

REASON = "Đếm lại phiếu, sai một phiếu."
MANY = 4
WAYS = ("portal", "meeting", "household", "box", "front", "conference")
WORDS_OF_CHOICE = {"agree": "", "disagree": "Chưa hợp lý.", "other": "Làm sau mùa gặt."}
small = st.integers(0, 9)
three = st.tuples(small, small, small)
opinions_made = st.tuples(
    st.just("opinion"), st.sampled_from(["agree", "disagree", "other"]), st.sampled_from(["", "agree", "disagree", "other"])
)
counts_made = st.tuples(st.just("sheet"), st.sampled_from(WAYS[1:]), three.filter(any), three, st.booleans())


def expected(done: list[tuple[Any, ...]]) -> dict[int, dict[str, tuple[int, int, int]]]:
    """Recount what was done: number of the question → way → agreed, disagreed, other; ways without anybody are left out."""
    found: dict[int, dict[str, list[int]]] = {1: {}, 2: {}}
    kinds = ("agree", "disagree", "other")
    for item in done:
        if item[0] == "opinion":
            for number, choice in enumerate(item[1:], start=1):
                if choice:
                    found[number].setdefault("portal", [0, 0, 0])[kinds.index(choice)] += 1
        else:
            for number, numbers in enumerate(item[2:4], start=1):
                kept = found[number].setdefault(item[1], [0, 0, 0])
                for place, value in enumerate(numbers):
                    kept[place] += value
    return {number: {way: tuple(said) for way, said in ways.items() if sum(said)} for number, ways in found.items()}


def counted(consultation_id: int) -> dict[int, dict[str, tuple[int, int, int]]]:
    return {
        item.number: {tally.way: (tally.agree, tally.disagree, tally.other) for tally in item.ways}
        for item in numbers_of(consultation_id)
    }


def correct(home: Commune, consultation_id: int, sheet_id: int, *, key: str, **changes: Any) -> int:
    with use_unit(home.unit_id), transaction():
        return sheet_commands.record(
            consultation_id, new_sheet(**changes), actor=home.clerk, idempotency_key=key, at=NOW, replaces=sheet_id,
            reason=REASON,
        )  # fmt: skip


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(opinions_made | counts_made, min_size=1, max_size=6))
def test_public_numbers_are_those_of_a_recount(commune: Commune, steps: list[tuple[Any, ...]]):
    consultation_id = opened(commune)
    done: list[tuple[Any, ...]] = []
    for number, step in enumerate(steps):
        if step[0] == "opinion":
            said = {
                place: Said(choice=choice, words=WORDS_OF_CHOICE.get(choice, ""))
                for place, choice in enumerate(step[1:], start=1)
            }
            give(commune, consultation_id, new=NewOpinion(said=said))
            done.append(step)
            continue
        counts = {1: step[2], 2: step[3]}
        sheet_id = record(commune, consultation_id, way=step[1], counts=counts)
        if step[4]:  # a correction takes the place of what it corrects
            corrected = {1: step[3], 2: step[2]}
            correct(commune, consultation_id, sheet_id, key=f"{consultation_id}-{number}", way=step[1], counts=corrected)
        done.append(("sheet", step[1], step[3], step[2]) if step[4] else step)
    assert counted(consultation_id) == expected(done)
    view = public_consultation(commune.unit_id, read(consultation_id).code, today=TODAY)
    assert view.opinions == sum(step[0] == "opinion" for step in done)


# ------------------------------------------------------------------ paper


def test_ways_stand_in_the_order_of_the_law_and_apart(commune: Commune):
    consultation_id = opened(commune)
    give(commune, consultation_id)
    for way in reversed(WAYS[1:]):
        record(commune, consultation_id, way=way)
    first = numbers_of(consultation_id)[0]
    assert [tally.way for tally in first.ways] == list(WAYS)
    assert (first.whole.total, first.whole.agree) == (1 + 5 * 46, 1 + 5 * 41)


def test_a_question_that_nobody_answers_stays_with_no_numbers(commune: Commune):
    consultation_id = opened(commune)
    give(commune, consultation_id, new=opinion("agree", ""))
    assert counted(consultation_id) == {1: {"portal": (1, 0, 0)}, 2: {}}


def test_a_correction_of_a_correction_keeps_the_whole_trail(commune: Commune):
    consultation_id = opened(commune)
    first = record(commune, consultation_id)
    second = correct(commune, consultation_id, first, key="a", counts={1: (40, 4, 2), 2: (1, 1, 1)})
    third = correct(commune, consultation_id, second, key="b", counts={1: (39, 5, 2), 2: (2, 2, 2)})
    trail = [(row.id, row.counts[1], row.replaced, row.reason) for row in sheets(commune.unit_id, consultation_id).items]
    assert trail == [
        (third, (39, 5, 2), False, REASON), (second, (40, 4, 2), True, REASON), (first, (41, 3, 2), True, ""),
    ]  # fmt: skip
    assert counted(consultation_id)[2] == {"meeting": (2, 2, 2)}


def test_a_correction_moves_a_row_to_another_way(commune: Commune):
    consultation_id = opened(commune)
    correct(commune, consultation_id, record(commune, consultation_id), key="a", way="box")
    assert [set(ways) for ways in counted(consultation_id).values()] == [{"box"}, {"box"}]


def test_a_correction_that_is_sent_twice_is_one(commune: Commune):
    consultation_id = opened(commune)
    old = record(commune, consultation_id)
    assert correct(commune, consultation_id, old, key="a") == correct(commune, consultation_id, old, key="a")
    assert len(sheets(commune.unit_id, consultation_id).items) == 2


@pytest.mark.parametrize(("number", "error"), [(-1, "count_range"), (100_001, "count_range"), (2**31, "count_range")])
@pytest.mark.parametrize(("place", "word"), [(0, "agree"), (1, "disagree"), (2, "other")])
def test_an_absurd_number_is_refused_at_its_field(commune: Commune, number: int, error: str, place: int, word: str):
    consultation_id = opened(commune)
    numbers = [1, 1, 1]
    numbers[place] = number
    with pytest.raises(BadInput) as problem:
        record(commune, consultation_id, counts={1: (1, 1, 1), 2: tuple(numbers)})
    assert (problem.value.errors, sheets(commune.unit_id, consultation_id).items) == ({f"{word}_2": error}, [])


def test_the_largest_numbers_are_added_without_loss(commune: Commune):
    consultation_id = opened(commune)
    for way in WAYS[1:]:
        record(commune, consultation_id, way=way, counts={1: (100_000,) * 3, 2: (0, 0, 0)})
    assert numbers_of(consultation_id)[0].whole.total == 1_500_000


# ------------------------------------------------------------------ at once


def at_once(app: Flask, home: Commune, work: Callable[[int], object]) -> Counter[str]:
    """Run ``work`` in threads that begin together; return how often each outcome came."""
    outcomes: Counter[str] = Counter()
    gate, lock = threading.Barrier(MANY), threading.Lock()

    def run(number: int) -> None:
        with app.app_context(), use_unit(home.unit_id):
            gate.wait()
            try:
                with transaction():
                    work(number)
                word = "done"
            except DomainError as refused:
                word = type(refused).__name__
            with lock:
                outcomes[word] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def inside(app: Flask, home: Commune, made: Callable[[], Any]) -> Any:
    with app.app_context(), use_unit(home.unit_id):
        return made()


def stored(app: Flask, home: Commune, model: type) -> int:
    return inside(app, home, lambda: db.session.scalar(select(func.count()).select_from(model)))


def test_a_form_tapped_by_many_fingers_is_one_draft(app: Flask, home: Commune):
    new = new_consultation(official_id=home.clerk.id)
    done = at_once(app, home, lambda _number: drafting.draft(new, actor=home.clerk, idempotency_key="k", at=NOW))
    assert (done, stored(app, home, Consultation)) == ({"done": MANY}, 1)


def test_an_opinion_sent_many_times_at_once_is_one(app: Flask, home: Commune):
    code = inside(app, home, lambda: read(opened(home)).code)
    facts = {"unit_id": home.unit_id, "idempotency_key": "k", "at": NOW}
    done = at_once(app, home, lambda _number: opinions.give(code, opinion(), **facts))
    assert (done, stored(app, home, ConsultationOpinion)) == ({"done": MANY}, 1)


def test_opinions_of_many_people_at_once_all_stay(app: Flask, home: Commune):
    code = inside(app, home, lambda: read(opened(home)).code)
    facts = {"unit_id": home.unit_id, "at": NOW}
    done = at_once(app, home, lambda number: opinions.give(code, opinion(), idempotency_key=f"k{number}", **facts))
    assert (done, stored(app, home, ConsultationOpinion)) == ({"done": MANY}, MANY)


def test_one_sheet_is_corrected_by_one_of_many(app: Flask, home: Commune):
    row_id = inside(app, home, lambda: opened(home))
    old = inside(app, home, lambda: record(home, row_id))
    facts = {"actor": home.clerk, "at": NOW, "replaces": old, "reason": REASON}
    done = at_once(app, home, lambda number: sheet_commands.record(row_id, new_sheet(), idempotency_key=f"k{number}", **facts))
    assert (done, stored(app, home, ConsultationSheet)) == ({"done": 1, WrongState.__name__: MANY - 1}, 2)


def test_one_of_many_moves_the_last_day(app: Flask, home: Commune):
    row_id = inside(app, home, lambda: opened(home))
    facts = {"actor": home.leader, "at": NOW, "version": 2, "to_on": CLOSES.replace(day=30), "reason": REASON}
    done = at_once(app, home, lambda _number: opening.prolong(row_id, **facts))
    assert (done, stored(app, home, ConsultationMove)) == ({"done": 1, "StaleVersion": MANY - 1}, 1)


def test_one_of_many_opens_and_one_publishes(app: Flask, home: Commune):
    row_id = inside(app, home, lambda: draft(home))
    facts = {"actor": home.leader, "at": NOW, "version": 1}
    assert at_once(app, home, lambda _number: opening.open_up(row_id, **facts)) == {"done": 1, "WrongState": MANY - 1}
    facts = {"actor": home.leader, "at": AFTER, "version": 2, "result": "Xã làm như dự thảo."}
    assert at_once(app, home, lambda _number: summing.publish_summary(row_id, **facts)) == {"done": 1, "WrongState": MANY - 1}


def test_a_point_written_by_many_at_once_is_one(app: Flask, home: Commune):
    row_id = inside(app, home, lambda: opened(home))
    facts = {"actor": home.clerk, "at": AFTER, "version": 2}
    done = at_once(app, home, lambda _number: summing.write_point(row_id, point(), **facts))
    assert (done, stored(app, home, ConsultationPoint)) == ({"done": 1, "StaleVersion": MANY - 1}, 1)
