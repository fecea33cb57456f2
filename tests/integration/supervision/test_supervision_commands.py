"""The commands: what each one changes, writes down and lays as letters, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from deadlines.queries import calendar_for
from supervision.models import Recommendation, RecommendationEntry
from supervision.rules import Answer
from supervision.services import answering, recording
from tests.makers import NOW, Commune, make_commune
from tests.makers_supervision import (
    DUE,
    PROMISE_ON,
    REASON,
    SAID,
    answer,
    answered,
    ask_again,
    assign,
    assigned,
    audited,
    draft,
    drafted,
    judge,
    log,
    morning,
    new,
    record,
    reply_days,
    rounds,
    row,
    take,
    told,
)

LATE = morning(date(2026, 12, 9))


# ------------------------------------------------------------------ it comes


def test_a_paper_of_the_peoples_inspection_runs_the_clock_of_the_law(commune: Commune):
    recommendation_id = record(commune)
    kept, first = row(commune, recommendation_id), rounds(commune, recommendation_id)[0]
    assert (kept.state, kept.due_on, first.due_on) == ("received", DUE, DUE)
    assert (first.proof["term"], first.proof["number"]) == ("DC.TTND.REPLY", 15)
    assert log(recommendation_id) == ["receive"]
    assert commune.leader.id in told(recommendation_id, "received")
    assert commune.clerk.id not in told(recommendation_id, "received")  # nobody is told of their own act


@pytest.mark.parametrize("body", ["fatherland_front", "member_organisation", "community_supervision"])
def test_other_bodies_run_the_clock_of_the_setting(commune: Commune, body: str):
    reply_days(commune, 20)
    recommendation_id = record(commune, by="supervisor", body=body, organisation="Hội Nông dân xã")
    first = rounds(commune, recommendation_id)[0]
    assert (first.due_on, first.proof["number"], first.proof["by_office"]) == (date(2026, 12, 10), 20, True)
    assert commune.clerk.id in told(recommendation_id, "received")


def test_the_same_form_twice_is_one_recommendation(commune: Commune):
    assert record(commune, key="twice") == record(commune, key="twice", title="Một tên khác hẳn")
    assert db.session.scalar(select(func.count()).select_from(Recommendation)) == 1


def test_the_office_needs_the_number_of_the_paper_and_the_front_does_not(commune: Commune):
    with pytest.raises(BadInput) as problem:
        record(commune, document="")
    assert problem.value.errors == {"document": "document_missing"}
    assert row(commune, record(commune, by="supervisor", document="")).document == ""


@pytest.mark.parametrize("who", ["officer", "leader", "administrator"])
def test_others_put_down_nothing(commune: Commune, who: str):
    with pytest.raises(NotAllowed):
        record(commune, by=who)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"received_on": date(2023, 6, 30), "document_on": None}, {"received_on": "day_outside"}),  # before the law
        ({"received_on": date(2026, 11, 21)}, {"received_on": "received_later"}),
        ({"title": " \x00 "}, {"title": "title_missing"}),
        ({"body": "x", "asked": ""}, {"body": "body_unknown", "asked": "asked_missing"}),
    ],
)
def test_what_lacks_something_is_not_kept(commune: Commune, changes: dict, faults: dict):
    with pytest.raises(BadInput) as problem:
        record(commune, **changes)
    assert problem.value.errors == faults
    assert db.session.scalar(select(func.count()).select_from(Recommendation)) == 0


def corrected(commune: Commune, recommendation_id: int, *, by: str = "supervisor", **changes: str) -> None:
    words = {"title": "Sửa kênh Nà Pất", "subject": new().subject, "asked": "Sửa kênh trước Tết.", "about": "", "paper": ""}
    take(commune, recording.correct, recommendation_id, by=by, **{**words, **changes})


def test_the_body_puts_it_in_other_words_while_nobody_has_it(commune: Commune):
    recommendation_id = record(commune)
    before = row(commune, recommendation_id).due_on
    corrected(commune, recommendation_id)
    kept = row(commune, recommendation_id)
    assert (kept.title, kept.asked, kept.subject) == ("Sửa kênh Nà Pất", "Sửa kênh trước Tết.", new().subject)
    assert (kept.state, kept.due_on, kept.document) == ("received", before, new().document)
    entry = db.session.scalars(select(RecommendationEntry).where(RecommendationEntry.step == "correct")).one()
    assert entry.words == f"{new().title}\n{new().asked}"
    assert audited(recommendation_id)[-1].facts["changed"] == "title,asked"
    assign(commune, recommendation_id)
    with pytest.raises(WrongState):
        corrected(commune, recommendation_id)


@pytest.mark.parametrize(
    ("by", "changes", "faults"),
    [
        ("clerk", {}, {"paper": "paper_missing"}),
        ("supervisor", {"title": " \x00 "}, {"title": "title_missing"}),
        ("supervisor", {"asked": "x" * 5001}, {"asked": "text_long"}),
    ],
)
def test_what_lacks_something_corrects_nothing(commune: Commune, by: str, changes: dict, faults: dict):
    recommendation_id = record(commune)
    with pytest.raises(BadInput) as problem:
        corrected(commune, recommendation_id, by=by, **changes)
    assert problem.value.errors == faults
    assert (row(commune, recommendation_id).title, log(recommendation_id)) == (new().title, ["receive"])


# ------------------------------------------------------------------ the road to the answer


def test_the_road_of_an_answer(commune: Commune):
    recommendation_id = record(commune)
    assign(commune, recommendation_id)
    assert told(recommendation_id, "assigned") == {commune.officer.id}
    draft(commune, recommendation_id)
    assert commune.leader.id in told(recommendation_id, "to_approve")
    answer(commune, recommendation_id)
    assert told(recommendation_id, "answered") == {commune.supervisor.id}
    kept, first = row(commune, recommendation_id), rounds(commune, recommendation_id)[0]
    assert (kept.state, kept.answered_on, first.answered_by) == ("answered", date(2026, 11, 20), commune.leader.id)
    judge(commune, recommendation_id)
    assert (row(commune, recommendation_id).state, row(commune, recommendation_id).closed_on) == ("closed", date(2026, 11, 20))
    assert log(recommendation_id) == ["receive", "assign", "draft", "answer", "judge"]


def test_the_audit_trail_has_every_step_without_anybodys_words(commune: Commune):
    recommendation_id = answered(commune)
    ask_again(commune, recommendation_id)
    entries = audited(recommendation_id)
    assert [entry.action for entry in entries] == [
        "supervision:recommendation:recorded", "supervision:recommendation:assigned", "supervision:answer:drafted",
        "supervision:recommendation:answered", "supervision:recommendation:asked:again",
    ]  # fmt: skip
    text = " ".join(str(entry.facts) for entry in entries)
    for words in (REASON, SAID.accepted, SAID.why, SAID.promised, new().title, new().subject):
        assert words not in text


def test_letters_hold_code_and_days_only(commune: Commune):
    recommendation_id = answered(commune)
    code = row(commune, recommendation_id).code
    letters = db.session.scalars(select(OutboxMessage).where(OutboxMessage.subject == f"supervision:{recommendation_id}")).all()
    assert len(letters) >= 3  # it was recorded, assigned, answered
    for message in letters:
        assert code in message.body
        assert f"/can-bo/giam-sat/{recommendation_id}" in message.body
        for words in (new().title, new().subject, SAID.accepted, "BTTND"):
            assert words not in message.title + message.body


def test_a_department_gets_it_and_anybody_there_answers(commune: Commune):
    recommendation_id = record(commune)
    department_id = min(commune.officer.department_ids)
    assign(commune, recommendation_id, official_id=None, department_id=department_id)
    assert commune.officer.id not in told(recommendation_id, "assigned")  # its heads are told
    with pytest.raises(NotAllowed):
        draft(commune, recommendation_id, by="stranger")
    draft(commune, recommendation_id, by="officer")
    assert row(commune, recommendation_id).state == "drafted"


def test_it_is_given_to_somebody_else_while_it_is_written(commune: Commune):
    recommendation_id = assigned(commune)
    assign(commune, recommendation_id, by="leader", official_id=commune.stranger.id)
    with pytest.raises(NotAllowed):
        draft(commune, recommendation_id, by="officer")
    draft(commune, recommendation_id, by="stranger")


@pytest.mark.parametrize(
    ("owner", "faults"),
    [
        ({"official_id": None}, {"official_id": "somebody_missing"}),
        ({"official_id": 999_999}, {"official_id": "official_unknown"}),
        ({"official_id": None, "department_id": 999_999}, {"department_id": "department_unknown"}),
    ],
)
def test_it_is_given_to_somebody_who_is_there(commune: Commune, owner: dict, faults: dict):
    recommendation_id = record(commune)
    with pytest.raises(BadInput) as problem:
        assign(commune, recommendation_id, **owner)
    assert problem.value.errors == faults


@pytest.mark.parametrize("who", ["supervisor", "administrator"])
def test_it_is_given_to_somebody_who_answers(commune: Commune, who: str):
    recommendation_id = record(commune)
    with pytest.raises(BadInput) as problem:
        assign(commune, recommendation_id, official_id=getattr(commune, who).id)
    assert problem.value.errors == {"official_id": "official_unknown"}


def test_it_is_given_to_a_department_where_somebody_answers(commune: Commune):
    recommendation_id, front = record(commune), min(commune.supervisor.department_ids)
    with pytest.raises(BadInput) as problem:
        assign(commune, recommendation_id, official_id=None, department_id=front)
    assert problem.value.errors == {"department_id": "department_unknown"}


def test_an_answer_is_sent_back_with_what_is_missing(commune: Commune):
    recommendation_id = drafted(commune)
    with pytest.raises(BadInput) as problem:
        take(commune, answering.send_back, recommendation_id, by="leader", note="")
    assert problem.value.errors == {"note": "reason_short"}
    take(commune, answering.send_back, recommendation_id, by="leader", note="Ghi rõ ai sửa kênh")
    assert (row(commune, recommendation_id).state, told(recommendation_id, "sent_back")) == ("assigned", {commune.officer.id})
    assert rounds(commune, recommendation_id)[0].accepted == SAID.accepted  # the draft stays
    draft(commune, recommendation_id)
    assert row(commune, recommendation_id).state == "drafted"


def test_a_promise_whose_day_went_by_on_the_table_is_not_approved(commune: Commune):
    recommendation_id = drafted(commune)
    with pytest.raises(BadInput) as problem:
        answer(commune, recommendation_id, at=morning(date(2026, 12, 19)))
    assert problem.value.errors == {"promise_on": "promise_past"}
    answer(commune, recommendation_id, at=morning(PROMISE_ON))


def test_the_leader_answers_in_other_words(commune: Commune):
    recommendation_id = drafted(commune)
    words = replace(SAID, accepted=" Xã nhận thay cống. ", promise_on=date(2026, 12, 20))
    take(commune, answering.answer, recommendation_id, by="leader", words=words)
    kept = rounds(commune, recommendation_id)[0]
    assert (kept.accepted, kept.promise_on, kept.answered_on) == ("Xã nhận thay cống.", date(2026, 12, 20), date(2026, 11, 20))
    facts = audited(recommendation_id)[-1].facts
    assert (facts["edited"], facts["promise_on"]) == (True, "2026-12-20")


def test_words_that_say_nothing_are_not_approved(commune: Commune):
    recommendation_id = drafted(commune)
    with pytest.raises(BadInput) as problem:
        take(commune, answering.answer, recommendation_id, by="leader", words=Answer())
    assert problem.value.errors == {"accepted": "answer_missing"}
    assert rounds(commune, recommendation_id)[0].accepted == SAID.accepted


def test_an_answer_that_says_nothing_is_refused(commune: Commune):
    recommendation_id = assigned(commune)
    with pytest.raises(BadInput) as problem:
        draft(commune, recommendation_id, answer=Answer(accepted=" \n "))
    assert problem.value.errors == {"accepted": "answer_missing"}


# ------------------------------------------------------------------ every command


def test_nobody_writes_over_what_he_has_not_seen(commune: Commune):
    recommendation_id = record(commune)
    with pytest.raises(StaleVersion):
        take(
            commune,
            answering.assign,
            recommendation_id,
            by="clerk",
            official_id=commune.officer.id,
            department_id=None,
            version=9,
        )
    assert row(commune, recommendation_id).state == "received"


def test_what_is_not_there_is_not_found(commune: Commune):
    with pytest.raises(NotFound), transaction():
        answering.answer(999_999, actor=commune.leader, at=NOW, version=1)


def test_another_commune_is_not_reached(commune: Commune):
    recommendation_id = record(commune)
    neighbour = make_commune("accounts/data/chien_thang.toml")
    with pytest.raises(NotFound), use_unit(neighbour.unit_id), transaction():
        answering.assign(
            recommendation_id, official_id=neighbour.officer.id, department_id=None, actor=neighbour.clerk, at=NOW, version=1
        )


def test_a_key_is_one_of_its_commune(commune: Commune):
    neighbour = make_commune("accounts/data/chien_thang.toml")
    first = record(commune, key="same")
    assert first != record(neighbour, key="same")


def test_the_calendar_is_that_of_the_commune(commune: Commune):
    with transaction():
        recommendation_id = recording.record(
            new(), actor=commune.clerk, at=datetime(2026, 11, 20, 2, tzinfo=UTC), calendar=calendar_for(commune.unit_id),
            idempotency_key="calendar",
        )  # fmt: skip
    assert rounds(commune, recommendation_id)[0].proof["calendar"] == calendar_for(commune.unit_id).version
