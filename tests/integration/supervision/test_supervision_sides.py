"""The body asks again, judges and withdraws; promises end; both sides publish: what each command changes and refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from core.errors import BadInput, NotAllowed, WrongState
from core.extensions import db
from supervision.models import RecommendationEntry
from supervision.services import judging, publishing
from tests.makers import Commune
from tests.makers_supervision import (
    PAPER,
    REASON,
    answer,
    answered,
    ask_again,
    assigned,
    audited,
    draft,
    drafted,
    judge,
    morning,
    publish,
    published,
    rounds,
    row,
    settle,
    take,
    take_back,
    told,
    withdraw,
)

LATE = morning(date(2026, 12, 9))


# ------------------------------------------------------------------ the body


def test_the_body_asks_again_once_with_a_new_clock(commune: Commune):
    recommendation_id = answered(commune)
    ask_again(commune, recommendation_id, at=LATE)
    kept, (first, second) = row(commune, recommendation_id), rounds(commune, recommendation_id)
    assert (kept.state, kept.round_number, kept.answered_on) == ("assigned", 2, None)
    assert (second.started_on, second.due_on, kept.due_on) == (date(2026, 12, 9), date(2026, 12, 24), date(2026, 12, 24))
    assert (first.answered_on, second.again_reason) == (date(2026, 11, 20), REASON)
    assert {commune.officer.id, commune.leader.id} <= told(recommendation_id, "asked_again")
    draft(commune, recommendation_id, at=LATE)
    answer(commune, recommendation_id, at=LATE)
    with pytest.raises(WrongState):
        ask_again(commune, recommendation_id, at=LATE)
    judge(commune, recommendation_id, at=LATE, verdict="not_satisfied", words=REASON)
    assert [item.verdict for item in rounds(commune, recommendation_id)] == ["", "not_satisfied"]
    assert row(commune, recommendation_id).state == "closed"


@pytest.mark.parametrize(
    ("command", "facts"),
    [
        (judging.judge, {"verdict": "satisfied", "words": ""}),
        (publishing.agree, {"read_over": True}),
    ],
)
def test_who_enters_what_a_body_says_names_its_paper(commune: Commune, command: Any, facts: dict):
    recommendation_id = answered(commune)
    with pytest.raises(BadInput) as problem:
        take(commune, command, recommendation_id, by="clerk", **facts)
    assert problem.value.errors == {"paper": "paper_missing"}
    take(commune, command, recommendation_id, by="clerk", paper=PAPER, **facts)
    last = db.session.scalars(select(RecommendationEntry).order_by(RecommendationEntry.id.desc())).first()
    assert (last.facts["paper"], last.facts["on_behalf"]) == (PAPER, True)


def test_the_body_takes_it_back_before_it_is_answered(commune: Commune):
    recommendation_id = assigned(commune)
    withdraw(commune, recommendation_id)
    kept = row(commune, recommendation_id)
    assert (kept.state, kept.withdraw_reason, told(recommendation_id, "withdrawn")) == (
        "withdrawn", REASON, {commune.officer.id},
    )  # fmt: skip
    with pytest.raises(WrongState):
        draft(commune, recommendation_id)


def test_what_is_answered_is_not_withdrawn(commune: Commune):
    recommendation_id = answered(commune)
    with pytest.raises(WrongState):
        withdraw(commune, recommendation_id)


@pytest.mark.parametrize("who", ["officer", "leader", "stranger", "administrator"])
def test_the_commune_does_not_speak_for_a_body(commune: Commune, who: str):
    recommendation_id = answered(commune)
    for command in (judge, ask_again):
        with pytest.raises(NotAllowed):
            command(commune, recommendation_id, by=who)
    with pytest.raises(NotAllowed):
        take(commune, publishing.agree, recommendation_id, by=who, read_over=True)


@pytest.mark.parametrize("who", ["supervisor", "clerk", "officer"])
def test_only_a_leader_approves(commune: Commune, who: str):
    recommendation_id = drafted(commune)
    with pytest.raises(NotAllowed):
        answer(commune, recommendation_id, by=who)


# ------------------------------------------------------------------ the promise


@pytest.mark.parametrize(("outcome", "words"), [("done", ""), ("not_done", "Chưa mua được xi măng")])
def test_a_promise_ends_with_what_became_of_it(commune: Commune, outcome: str, words: str):
    recommendation_id = answered(commune)
    settle(commune, recommendation_id, at=morning(date(2026, 12, 20)), outcome=outcome, words=words)
    first = rounds(commune, recommendation_id)[0]
    assert (first.promise_state, first.promise_words, first.settled_on) == (outcome, words, date(2026, 12, 20))
    assert audited(recommendation_id)[-1].facts["days_late"] == 2
    with pytest.raises(WrongState):
        settle(commune, recommendation_id)


def test_a_promise_is_followed_when_it_is_closed_and_not_before_the_answer(commune: Commune):
    recommendation_id = drafted(commune)
    with pytest.raises(WrongState):
        settle(commune, recommendation_id)
    answer(commune, recommendation_id)
    judge(commune, recommendation_id)
    settle(commune, recommendation_id)
    assert row(commune, recommendation_id).state == "closed"


def test_a_round_without_a_promise_has_nothing_to_settle(commune: Commune):
    recommendation_id = answered(commune)
    with pytest.raises(WrongState):
        settle(commune, recommendation_id, number=2)
    with pytest.raises(BadInput) as problem:
        settle(commune, recommendation_id, outcome="not_done", words="")
    assert problem.value.errors == {"words": "reason_short"}


# ------------------------------------------------------------------ before everybody


@pytest.mark.parametrize("first", ["body", "leader"])
def test_both_have_to_agree(commune: Commune, first: str):
    recommendation_id = answered(commune)
    steps = [(publishing.agree, "supervisor", commune.leader), (publishing.allow, "leader", commune.supervisor)]
    (command, who, other), (last, by, _nobody) = steps if first == "body" else steps[::-1]
    take(commune, command, recommendation_id, by=who, read_over=True)
    assert row(commune, recommendation_id).published_on is None
    assert other.id in told(recommendation_id, "to_agree")
    take(commune, last, recommendation_id, by=by, read_over=True)
    assert row(commune, recommendation_id).published_on == date(2026, 11, 20)
    with pytest.raises(WrongState):
        take(commune, last, recommendation_id, by=by, read_over=True)


def test_nobody_agrees_without_looking_for_names(commune: Commune):
    recommendation_id = answered(commune)
    with pytest.raises(BadInput) as problem:
        take(commune, publishing.allow, recommendation_id, by="leader", read_over=False)
    assert problem.value.errors == {"read_over": "read_over"}


def test_what_is_not_answered_is_not_published(commune: Commune):
    with pytest.raises(WrongState):
        publish(commune, drafted(commune))


@pytest.mark.parametrize("who", ["leader", "supervisor", "clerk"])
def test_either_side_takes_it_back_for_good(commune: Commune, who: str):
    recommendation_id = published(commune)
    take_back(commune, recommendation_id, by=who)
    assert row(commune, recommendation_id).taken_back_on == date(2026, 11, 20)
    with pytest.raises(WrongState):
        take_back(commune, recommendation_id)


def test_others_do_not_take_it_back(commune: Commune):
    recommendation_id = published(commune)
    for who in ("officer", "stranger", "administrator"):
        with pytest.raises(NotAllowed):
            take_back(commune, recommendation_id, by=who)
