"""An officer asks to be relieved of a case, and whoever assigns decides: service, lists, letters, page; both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.permissions import Actor
from core.audit import AuditEntry
from core.errors import BadInput, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.complaint_states import ComplaintAction as Do
from feedback.models import CaseClock
from feedback.queries.desk import DeskRow, work_list
from feedback.queries.desk_filters import DeskFilters
from feedback.queries.tracking import tracked
from feedback.queries.waiting import Waiting
from feedback.relief_models import CaseRelief
from feedback.services import answering, bulk, relieving, triage
from feedback.states import Action
from tests.infra.plans import selects_of
from tests.makers import NOW, TODAY, Commune, department_of, draft, look, make_case, read_case, read_version, submit
from tests.makers_complaints import complain
from tests.makers_desk import desks, made, words_of
from tests.makers_letters import readers
from tests.makers_roads import people, with_roads

LATER = NOW + timedelta(hours=1)
WORD = "Phòng đang thiếu người, nhờ làm tiếp."


def ask(case_id: int, actor: Actor, *, reason: str = "field", note: str = "") -> None:
    with transaction():
        relieving.ask_relief(case_id, actor=actor, at=NOW, version=read_version(case_id), reason=reason, note=note)


def give(commune: Commune, case_id: int, receiver: Actor, *, note: str = "") -> None:
    with transaction():
        triage.assign(
            case_id, actor=commune.clerk, at=LATER, version=read_version(case_id), department_id=department_of(receiver),
            officer_id=receiver.id, note=note,
        )  # fmt: skip


def asked(case_id: int) -> list[tuple[str, str]]:
    db.session.rollback()
    query = select(CaseRelief.reason, CaseRelief.outcome).where(CaseRelief.case_id == case_id).order_by(CaseRelief.id)
    return [tuple(row) for row in db.session.execute(query)]


def todo(actor: Actor) -> list[DeskRow]:
    return list(work_list(actor, filters=DeskFilters(), page=1, today=TODAY, calendar=calendar_for(actor.unit_id)).items)


# ---------------------------------------------------------------- asking


def test_the_case_stays_with_its_officer_until_somebody_decides_and_no_day_moves(commune: Commune):
    case = make_case(commune, state="in_progress")
    clocks = [(row.state, row.due_on) for row in db.session.scalars(select(CaseClock))]
    due_on = case.due_on
    ask(case.id, commune.officer, reason="interest", note="Người gửi là em tôi.")
    after = look(commune.officer, case.id)
    assert (after.officer_id, after.due_on, after.relief, after.state) == (commune.officer.id, due_on, "interest", "in_progress")
    assert [(row.state, row.due_on) for row in db.session.scalars(select(CaseClock))] == clocks
    last = after.entries[-1]
    assert (last.kind, last.text, last.facts, last.for_sender) == (
        "relief_asked", "Người gửi là em tôi.", {"reason": "interest"}, False,
    )  # fmt: skip
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.facts) == ("feedback:relief:asked", {"reason": "interest"})


def test_head_and_clerks_are_told_and_find_it_in_their_lists_with_the_reason(commune: Commune):
    roads = with_roads(commune)
    actors, case_id = people(roads), make_case(roads, state="in_progress").id
    ask(case_id, roads.officer, reason="absent")
    told = readers(case_id, "desk_relief_asked")
    assert {roads.clerk.id, actors["head"].id} <= set(told)
    assert not {roads.officer.id, roads.leader.id} & set(told)
    for name, found in {"clerk": True, "head": True, "officer": False, "stranger": False}.items():
        listed = [(row.waiting, row.relief) for row in todo(actors[name]) if row.id == case_id]
        assert (name, listed) == (name, [(Waiting.REASSIGN, "absent")] if found else [])


@pytest.mark.parametrize(("reason", "note", "field"), [("", "", "reason"), ("x", "", "reason"), ("other", "bận", "note")])
def test_a_reason_is_needed(commune: Commune, reason: str, note: str, field: str):
    case = make_case(commune, state="in_progress")
    with pytest.raises(BadInput) as refused:
        ask(case.id, commune.officer, reason=reason, note=note)
    assert (set(refused.value.errors), asked(case.id)) == ({field}, [])


def test_who_does_not_have_the_case_cannot_ask_and_nobody_asks_twice(commune: Commune):
    roads = with_roads(commune)
    case_id = make_case(roads, state="in_progress").id
    with pytest.raises(WrongState) as refused:
        ask(case_id, people(roads)["head"])
    assert refused.value.code == "relief_other"
    ask(case_id, roads.officer)
    with pytest.raises(WrongState) as refused:
        ask(case_id, roads.officer)
    assert (refused.value.code, look(roads.officer, case_id).step(Action.RELIEVE)) == ("relief_waits", None)


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_it_is_not_offered_while_the_answer_is_with_the_leader(commune: Commune, state: str):
    case = make_case(commune, state=state)
    assert look(commune.officer, case.id).step(Action.RELIEVE) is None
    with pytest.raises(WrongState) as refused:
        ask(case.id, commune.officer)
    assert refused.value.code == "relief_submitted"


def test_an_answer_that_is_submitted_after_all_overtakes_the_request(commune: Commune):
    case = make_case(commune, state="in_progress")
    ask(case.id, commune.officer)
    submit(commune, case.id)
    assert (asked(case.id), look(commune.clerk, case.id).relief) == ([("field", "dropped")], "")


# ---------------------------------------------------------------- deciding


def test_it_is_given_to_somebody_else_with_everything_that_was_written(commune: Commune):
    roads = with_roads(commune)
    case_id = make_case(roads, state="in_progress").id
    due_on = read_case(case_id).due_on
    with transaction():
        answering.save_draft(case_id, actor=roads.officer, at=NOW, version=read_version(case_id), draft=draft())
    ask(case_id, roads.officer)
    give(roads, case_id, roads.stranger)
    after = look(roads.stranger, case_id)
    assert (after.officer_id, after.relief, after.due_on) == (roads.stranger.id, "", due_on)
    assert (after.answer.draft.what_was_done, asked(case_id)) == (draft().what_was_done, [("field", "given")])
    assert readers(case_id, "desk_relief_given") == [roads.officer.id]
    assert (roads.stranger.id in readers(case_id, "desk_assigned"), readers(case_id, "desk_relief_kept")) == (True, [])


def test_it_is_given_back_to_the_same_with_a_word_only(commune: Commune):
    case = make_case(commune, state="in_progress")
    ask(case.id, commune.officer)
    with pytest.raises(BadInput) as refused:
        give(commune, case.id, commune.officer)
    assert (refused.value.errors, asked(case.id)) == ({"note": "relief_word_missing"}, [("field", "")])
    give(commune, case.id, commune.officer, note=WORD)
    after = look(commune.officer, case.id)
    assert (after.officer_id, after.entries[-1].kind, after.entries[-1].text) == (commune.officer.id, "assigned", WORD)
    assert asked(case.id) == [("field", "kept")]
    assert commune.officer.id in readers(case.id, "desk_relief_kept")
    assert case.id in {row.id for row in todo(commune.officer)}
    ask(case.id, commune.officer, reason="absent")
    assert asked(case.id) == [("field", "kept"), ("absent", "")]


def test_whoever_decides_second_is_refused(commune: Commune):
    case = make_case(commune, state="in_progress")
    ask(case.id, commune.officer)
    seen = read_version(case.id)
    give(commune, case.id, commune.stranger)
    with pytest.raises(StaleVersion), transaction():
        triage.assign(
            case.id, actor=commune.leader, at=LATER, version=seen, department_id=department_of(commune.officer),
            officer_id=commune.officer.id, note=WORD,
        )  # fmt: skip
    assert (read_case(case.id).officer_id, asked(case.id)) == (commune.stranger.id, [("field", "given")])


def test_many_are_given_at_once_and_the_same_officer_needs_a_word(commune: Commune):
    case = make_case(commune, state="in_progress")
    ask(case.id, commune.officer)
    picks = [bulk.Pick(case_id=case.id, version=read_version(case.id))]
    facts: dict[str, Any] = {"actor": commune.clerk, "at": LATER}
    [result] = bulk.give_many(picks, department_id=department_of(commune.officer), officer_id=commune.officer.id, **facts)
    assert (result.refused.errors, asked(case.id)) == ({"note": "relief_word_missing"}, [("field", "")])
    [result] = bulk.give_many(picks, department_id=department_of(commune.stranger), officer_id=commune.stranger.id, **facts)
    assert (result.refused, asked(case.id)) == (None, [("field", "given")])


def test_the_officer_of_a_complaint_asks_too(commune: Commune):
    case_id = complain(commune, "2026-11-16").go(Do.VERIFY, "2026-11-20").case_id
    assert read_case(case_id).officer_id == commune.officer.id
    ask(case_id, commune.officer, reason="interest")
    assert [row.waiting for row in todo(commune.clerk) if row.id == case_id] == [Waiting.REASSIGN]


def test_sender_and_public_see_nothing_of_it(commune: Commune):
    case = make_case(commune, state="in_progress")
    shown = {"today": TODAY, "calendar": calendar_for(commune.unit_id), "locale": "vi"}
    before = tracked(commune.unit_id, case.id, **shown)
    ask(case.id, commune.officer, note="Không phải việc của tôi.")
    assert tracked(commune.unit_id, case.id, **shown) == before


def test_the_list_asks_no_more_questions_for_more_cases(commune: Commune):
    counts = []
    for _number in range(3):
        ask(make_case(commune, state="in_progress").id, commune.officer)
        db.session.expire_all()
        counts.append(len(selects_of(lambda: todo(commune.clerk))))
    assert counts[0] == counts[2]


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "tired"}, {"reason": "other"}, {"outcome": "lost"}, {"outcome": "given"}, {"settled_at": NOW},
        {"outcome": "given", "settled_at": NOW},
    ],
)  # fmt: skip
def test_the_table_refuses_what_its_sentences_forbid(commune: Commune, wrong: dict[str, Any]):
    case = make_case(commune, state="in_progress")
    facts = {"unit_id": commune.unit_id, "case_id": case.id, "reason": "field", "asked_by": commune.officer.id, "asked_at": NOW}
    with pytest.raises(IntegrityError), transaction():
        db.session.add(CaseRelief(**{**facts, **wrong}))


# ---------------------------------------------------------------- on the page


def test_the_page_asks_and_the_clerk_gives_it_back(app: Flask, home: Commune):
    case_id, desk = made(app, home, state="in_progress"), desks(app, home)
    bad = desk["officer"].take(case_id, "xin-giao-lai", note="Chữ đã gõ.")
    assert (bad.status_code, "Hãy chọn vì sao xin giao lại" in bad.text, "Chữ đã gõ." in bad.text) == (400, True, True)
    assert desk["officer"].take(case_id, "xin-giao-lai", reason="field", note="Đây là việc điện.").status_code == 303
    seen = words_of(desk["clerk"].case(case_id).text)
    for words in ("xin giao lại: không đúng lĩnh vực", "Đây là việc điện.", "Lời nhắn cho người xử lý"):
        assert words in seen, words
    listed = words_of(desk["clerk"].open("/can-bo?xem=can-lam").text)
    assert ("xin giao lại: không đúng lĩnh vực" in listed, "Giao lại cho người khác" in listed) == (True, True)
    refused = desk["clerk"].take(case_id, "giao")
    assert (refused.status_code, "Giao lại cho chính người đã xin" in refused.text) == (400, True)
    assert desk["clerk"].take(case_id, "giao", note=WORD).status_code == 303
    assert (WORD in desk["officer"].case(case_id).text, "xin-giao-lai" in desk["officer"].case(case_id).text) == (True, True)


def test_a_supervisor_reads_no_name_in_the_reason(app: Flask, home: Commune):
    case_id, desk = made(app, home, state="in_progress"), desks(app, home)
    desk["officer"].take(case_id, "xin-giao-lai", reason="interest", note="Nguyễn Văn An, số 0912 345 678, là em tôi.")
    page = desk["supervisor"].case(case_id).text
    assert ("Nguyễn Văn An" in page, "0912 345 678" in page, "có liên quan đến người hoặc việc" in page) == (False, False, True)
