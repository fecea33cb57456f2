"""For random histories the numbers of the report on mass mobilisation are what a recount in plain Python comes to.

The recounts walk what was laid down and know no SQL: letters happening by happening, recommendations round by round,
consultations, disclosures and dialogues row by row.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from consultation.models import Consultation, ConsultationPoint
from consultation.queries.numbers import held_numbers
from core.transaction import transaction
from deadlines.clock import local_date
from dialogue.models import Dialogue
from dialogue.queries.numbers import dialogue_numbers
from disclosure.models import DisclosureItem
from disclosure.queries.register import number_disclosed
from feedback.models import PublicCase
from feedback.queries.apologies import apologised
from reporting.mobilisation.counting import letters
from reporting.periods import Period, calendar, report
from supervision.models import Recommendation, RecommendationRound
from supervision.queries.public import numbers_between, promise_numbers
from tests.makers import NOW, Commune, inside
from tests.makers_histories import BEGIN, SPAN, History, histories, recounted, row_of
from tests.makers_public import make_public

EXAMPLES = int(os.environ.get("BOARD_EXAMPLES", "15"))
days = st.integers(0, SPAN).map(lambda number: BEGIN + timedelta(days=number))
periods = st.one_of(
    st.sampled_from([calendar(2026, "6tdl"), calendar(2026, "namdl"), report(2026, "6t"), report(2026, "nam")]),
    st.tuples(days, days).map(lambda pair: Period(first_on=min(pair), last_on=max(pair))),
)  # fmt: skip
_numbers = count(1)


def tried(holds: Callable[..., None], *what: st.SearchStrategy[Any]) -> None:
    """Try a sentence on random examples."""
    run = settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=(Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )  # fmt: skip
    run(given(*what)(holds))()


def laid(session: Any, model: Any, **values: Any) -> int:
    """Lay a row down and return its id."""
    return int(session.execute(insert(model).values(**values).returning(model.id)).scalar_one())


def span(period: Period) -> dict[str, date]:
    """Return the two days of a period."""
    return {"first_on": period.first_on, "last_on": period.last_on}


def key() -> str:
    """Return a text that nobody else has."""
    return f"K{next(_numbers):09d}"


# ------------------------------------------------------------------ letters


def test_letters_are_an_independent_recount(app: Flask, home: Commune):
    def holds(told: list[History], period: Period) -> None:
        with transaction() as session:
            session.execute(delete(PublicCase))
        if told:
            rows = [row_of(history) | dict.fromkeys(("field_id", "village_id", "department_id")) for history in told]
            make_public(home.unit_id, *rows)
        found, own = letters(home.unit_id, period), recounted(told, **span(period))
        same = ("received", "settled", "answered", "on_time", "open", "overdue", "rated", "satisfied", "reopened")
        assert {name: found[f"letters.{name}"] for name in same} == {name: own.counts[name] for name in same}
        assert found["letters.late"] == own.counts["timed"] - own.counts["on_time"] == sum(own.reasons.values())
        reasons = {name.rpartition(".")[2]: number for name, number in found.items() if ".late_by." in name}
        assert reasons == {why or "unsaid": number for why, number in own.reasons.items() if number}

    with inside(app, unit_id=home.unit_id):
        tried(holds, st.lists(histories(), max_size=12), periods)


def test_an_apology_is_counted_on_its_day_and_once_for_each_case(app: Flask, home: Commune):
    def holds(signed: list[date], period: Period) -> None:
        with transaction() as session:
            session.execute(delete(PublicCase))
        if signed:
            make_public(home.unit_id, *({"received_on": BEGIN, "apology_on": on, "promised_on": on} for on in signed))
        own = sum(period.first_on <= on <= period.last_on for on in signed)
        assert apologised(home.unit_id, **span(period)) == own

    with inside(app, unit_id=home.unit_id):
        tried(holds, st.lists(days, max_size=6), periods)


# ------------------------------------------------------------------ recommendations


@dataclass(frozen=True, kw_only=True)
class Told:
    """A round as it was: begun, due, answered, promised for a day, and what was said of the promise."""

    started_on: date
    due_on: date
    answered_on: date | None
    promise_on: date | None
    settled_on: date | None
    kept: bool


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Told, ...]:
    """Return the one or two rounds of a recommendation; the second begins after the first answer."""
    told: list[Told] = []
    day = draw(days)
    for _number in range(draw(st.integers(1, 2))):
        steps = [draw(st.sampled_from([0, 1, 7, 15, 16, 40])) for _step in range(3)]
        answered_on = day + timedelta(days=steps[0]) if draw(st.integers(0, 3)) else None
        promise_on = answered_on + timedelta(days=steps[1]) if answered_on and draw(st.booleans()) else None
        settled_on = answered_on + timedelta(days=steps[2]) if promise_on and answered_on and draw(st.booleans()) else None
        told.append(
            Told(
                started_on=day, due_on=day + timedelta(days=15), answered_on=answered_on, promise_on=promise_on,
                settled_on=settled_on, kept=draw(st.booleans()),
            )
        )  # fmt: skip
        if answered_on is None:
            break
        day = answered_on
    return tuple(told)


def keep_recommendations(home: Commune, told: list[tuple[tuple[Told, ...], bool]]) -> None:
    """Lay exactly these recommendations down; the second part says whether the body took it back."""
    with transaction() as session:
        session.execute(delete(RecommendationRound))
        session.execute(delete(Recommendation))
        for each, withdrawn in told:
            last = each[-1]
            state = "withdrawn" if withdrawn else "answered" if last.answered_on else "assigned"
            row_id = laid(
                session, Recommendation, unit_id=home.unit_id, code=key()[:11], idempotency_key=key(), state=state,
                body="peoples_inspection", received_on=each[0].started_on, title="Kênh Nà Pất", subject="Kênh vỡ hai chỗ.",
                asked="Sửa kênh.", official_id=home.officer.id, round_number=len(each), due_on=last.due_on,
                answered_on=None if withdrawn else last.answered_on, withdraw_reason="Đã tự giải quyết" if withdrawn else "",
                created_by=home.clerk.id, created_at=NOW, touched_at=NOW,
            )  # fmt: skip
            for number, item in enumerate(each, start=1):
                outcome = "" if item.settled_on is None else "done" if item.kept else "not_done"
                laid(
                    session, RecommendationRound, unit_id=home.unit_id, recommendation_id=row_id, number=number,
                    started_on=item.started_on, due_on=item.due_on, proof={}, again_reason="" if number == 1 else "Chưa rõ",
                    accepted="Xã nhận sửa." if item.answered_on else "", promised="Sửa xong." if item.promise_on else "",
                    promise_on=item.promise_on, answered_on=item.answered_on,
                    answered_by=home.leader.id if item.answered_on else None, promise_state=outcome,
                    promise_words="Thiếu tiền" if outcome == "not_done" else "", settled_on=item.settled_on,
                )  # fmt: skip


def own_numbers(told: list[tuple[tuple[Told, ...], bool]], period: Period) -> Counter[str]:
    """Return the numbers of a period, counted round by round as they stood on its last day."""
    found: Counter[str] = Counter()
    for each, withdrawn in told:
        if withdrawn or not period.first_on <= each[0].started_on <= period.last_on:
            continue
        found["received"] += 1
        begun = [item for item in each if item.started_on <= period.last_on]
        open_ = [item for item in begun if item.answered_on is None or item.answered_on > period.last_on]
        out = [item for item in begun if item not in open_]
        if open_:
            found["waiting_late" if any(item.due_on < period.last_on for item in open_) else "waiting"] += 1
        else:
            late = any(item.answered_on and item.answered_on > item.due_on for item in out)
            found["answered_late" if late else "on_time"] += 1
    return found


def own_promises(told: list[tuple[tuple[Told, ...], bool]], period: Period) -> Counter[str]:
    """Return what became of promises in a period."""
    found: Counter[str] = Counter()
    for item in (item for each, _withdrawn in told for item in each if item.promise_on is not None):
        if item.settled_on is not None and period.first_on <= item.settled_on <= period.last_on:
            found["kept" if item.kept else "broken"] += 1
        given_then = item.answered_on is not None and item.answered_on <= period.last_on
        if given_then and (item.settled_on is None or item.settled_on > period.last_on):
            found["open"] += 1
            found["overdue"] += item.promise_on is not None and item.promise_on < period.last_on
    return found


def test_recommendations_and_promises_are_an_independent_recount(app: Flask, home: Commune):
    def holds(told: list[tuple[tuple[Told, ...], bool]], period: Period) -> None:
        known = [(each, withdrawn and each[0].answered_on is None) for each, withdrawn in told]
        keep_recommendations(home, known)
        found, own = numbers_between(home.unit_id, **span(period)), own_numbers(known, period)
        names = ("received", "on_time", "answered_late", "waiting", "waiting_late")
        assert {name: getattr(found, name) for name in names} == {name: own[name] for name in names}
        promised, kept = promise_numbers(home.unit_id, **span(period)), own_promises(known, period)
        states = ("kept", "broken", "open", "overdue")
        assert {name: getattr(promised, name) for name in states} == {name: kept[name] for name in states}

    with inside(app, unit_id=home.unit_id):
        tried(holds, st.lists(st.tuples(rounds(), st.booleans()), max_size=8), periods)


# ------------------------------------------------------------------ consultations, disclosures, dialogues

Held = tuple[date, str, list[str]]
"""A consultation: its last day, its state, and the verdicts on the points of its summary, published a week later."""


def keep_consultations(home: Commune, told: list[Held]) -> None:
    """Lay exactly these consultations down."""
    with transaction() as session:
        session.execute(delete(ConsultationPoint))
        session.execute(delete(Consultation))
        for closes_on, state, verdicts in told:
            row_id = laid(
                session, Consultation, unit_id=home.unit_id, code=key()[:11], idempotency_key=key(), state=state, matter="plan",
                title="Đường thôn", about="Bốn tuyến đường.", ways=["portal"], opens_on=closes_on - timedelta(days=30),
                closes_on=closes_on, earliest_on=closes_on, proof={}, official_id=home.clerk.id,
                opened_at=None if state == "draft" else NOW, cancel_reason="Đổi kế hoạch" if state == "cancelled" else "",
                published_at=published_at(closes_on) if state == "published" else None,
                result="Xã đổi thứ tự." if state == "published" else "", created_by=home.clerk.id, created_at=NOW,
                touched_at=NOW,
            )  # fmt: skip
            for verdict in verdicts:
                laid(
                    session, ConsultationPoint, unit_id=home.unit_id, consultation_id=row_id, text="Làm trước.", people=3,
                    verdict=verdict, explanation="Vì trẻ em.", written_by=home.clerk.id, written_at=NOW,
                )  # fmt: skip


def published_at(closes_on: date) -> datetime:
    """Return when a summary was published: a week after the last day."""
    return NOW.replace(year=closes_on.year, month=closes_on.month, day=closes_on.day) + timedelta(days=7)


def test_consultations_are_an_independent_recount(app: Flask, home: Commune):
    def holds(told: list[Held], period: Period) -> None:
        keep_consultations(home, told)
        counted = [each for each in told if each[1] not in ("draft", "cancelled") and within(each[0], period)]
        points = [
            verdict
            for closes_on, state, verdicts in counted
            if state == "published" and local_date(published_at(closes_on)) <= period.last_on
            for verdict in verdicts
        ]
        found = held_numbers(home.unit_id, **span(period))
        taken_up = sum(verdict in ("accepted", "partly") for verdict in points)
        assert (found.held, found.points, found.taken_up, found.opinions) == (len(counted), len(points), taken_up, 0)

    verdicts = st.lists(st.sampled_from(["accepted", "partly", "not_accepted"]), max_size=3)
    states = st.sampled_from(["draft", "open", "cancelled", "published", "published"])
    with inside(app, unit_id=home.unit_id):
        tried(holds, st.lists(st.tuples(days, states, verdicts), max_size=6), periods)


def within(day: date, period: Period) -> bool:
    """Return whether a day lies in a period."""
    return period.first_on <= day <= period.last_on


def test_disclosures_are_an_independent_recount(app: Flask, home: Commune):
    def holds(told: list[tuple[date, str]], period: Period) -> None:
        with transaction() as session:
            session.execute(delete(DisclosureItem))
            for on, state in told:
                out = state != "draft"
                laid(
                    session, DisclosureItem, unit_id=home.unit_id, code=key()[:11], kind="2", state=state, idempotency_key=key(),
                    title="Dự toán", decided_on=on, due_on=on, proof={}, official_id=home.officer.id,
                    published_on=on if out else None, published_by=home.clerk.id if out else None,
                    withdrawn_on=on if state == "withdrawn" else None, withdraw_reason="Nhầm" if state == "withdrawn" else "",
                    created_by=home.clerk.id, created_at=NOW, touched_at=NOW,
                )  # fmt: skip
        own = sum(state != "draft" and within(on, period) for on, state in told)
        assert number_disclosed(home.unit_id, **span(period)) == own

    with inside(app, unit_id=home.unit_id):
        tried(holds, st.lists(st.tuples(days, st.sampled_from(["draft", "published", "withdrawn"])), max_size=6), periods)


def test_dialogues_are_an_independent_recount(app: Flask, home: Commune):
    def holds(told: list[tuple[date, str]], period: Period) -> None:
        with transaction() as session:
            session.execute(delete(Dialogue))
            for on, state in told:
                starts_at = NOW.replace(year=on.year, month=on.month, day=on.day)
                laid(
                    session, Dialogue, unit_id=home.unit_id, code=key()[:11], kind="commune_conference", satisfies=[],
                    form="in_person", state=state, title="Gặp dân", content="Đường thôn", held_on=on, starts_at=starts_at,
                    ends_at=starts_at + timedelta(hours=2), announced_on=on, created_by=home.clerk.id, created_at=NOW,
                    touched_at=NOW,
                )  # fmt: skip
        own = sum(state in ("held", "concluded") and within(on, period) for on, state in told)
        found = dialogue_numbers(home.unit_id, **span(period))
        assert (found.held, found.questions) == (own, 0)

    states = st.sampled_from(["planned", "announced", "in_session", "held", "concluded", "cancelled"])
    with inside(app, unit_id=home.unit_id):
        tried(holds, st.lists(st.tuples(days, states), max_size=6), periods)
