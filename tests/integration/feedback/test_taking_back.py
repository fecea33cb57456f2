"""A submitted answer is taken back by who submitted it, while no leader has decided; letters, page, race; both databases."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from accounts.permissions import Actor
from accounts.services import leave
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import DomainError, StaleVersion, WrongState
from core.extensions import db
from core.outbox import OutboxMessage, unread_count
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.models import Answer, CaseClock, CaseEntry
from feedback.queries.case_file import AnswerView
from feedback.queries.tracking import tracked
from feedback.services import answering
from feedback.states import Action
from tests.makers import NOW, TODAY, Commune, department_of, look, make_case, read_case, read_version, submit
from tests.makers_accounts import make_official
from tests.makers_desk import desks, made, words_of
from tests.makers_letters import readers
from tests.makers_roads import people, sent_back, with_roads

LATER = NOW + timedelta(hours=1)


def recall(case_id: int, actor: Actor) -> None:
    with transaction():
        answering.recall_answer(case_id, actor=actor, at=LATER, version=read_version(case_id))


def answer_of(commune: Commune, case_id: int) -> AnswerView:
    return look(commune.officer, case_id).answer


def colleague(commune: Commune) -> Actor:
    """Return another officer of the officer's department."""
    return make_official(commune.unit_id, department_id=department_of(commune.officer))


def test_who_submitted_takes_back_and_the_clock_stands_as_it_was(commune: Commune):
    case = make_case(commune, state="submitted")
    version = case.version
    clocks = [(row.state, row.due_on, row.ended_on) for row in db.session.scalars(select(CaseClock))]
    words = answer_of(commune, case.id).draft
    recall(case.id, commune.officer)
    after = answer_of(commune, case.id)
    assert (after.state, after.draft, after.leader_note) == ("draft", words, "")
    assert [(row.state, row.due_on, row.ended_on) for row in db.session.scalars(select(CaseClock))] == clocks
    assert (read_case(case.id).due_on, read_case(case.id).state) == (case.due_on, "in_progress")
    last = look(commune.officer, case.id).entries[-1]
    assert (last.kind, last.for_sender, last.version) == ("recalled", False, version + 1)
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.actor_id, set(entry.facts)) == (
        "feedback:answer:recalled", commune.officer.id, {"answer_id"},
    )  # fmt: skip
    submit(commune, case.id)
    assert answer_of(commune, case.id).state == "submitted"


def test_what_the_leader_wrote_to_an_earlier_draft_is_not_lost(commune: Commune):
    case_id = sent_back(commune)
    submit(commune, case_id)
    recall(case_id, commune.officer)
    after = answer_of(commune, case_id)
    assert (after.state, after.leader_note) == ("sent_back", "Ghi rõ ngày nghiệm thu")


def test_it_is_offered_to_who_submitted_and_to_nobody_else(commune: Commune):
    roads = with_roads(commune)
    case_id = make_case(roads, state="submitted").id
    offered = {name for name, actor in people(roads).items() if look(actor, case_id).step(Action.RECALL)}
    assert offered == {"officer"}
    for other in (people(roads)["head"], colleague(roads)):
        with pytest.raises(WrongState) as refused:
            recall(case_id, other)
        assert (refused.value.code, answer_of(roads, case_id).state) == ("recall_other", "submitted")


def test_who_stands_in_for_the_absent_takes_back_too(commune: Commune):
    case_id, other = make_case(commune, state="submitted").id, colleague(commune)
    with transaction():
        leave.take_leave(
            actor=commune.administrator, official_id=commune.officer.id, first_on=TODAY, last_on=TODAY,
            substitute_id=other.id, on=TODAY, at=NOW,
        )  # fmt: skip
    assert look(other, case_id).step(Action.RECALL) is not None
    recall(case_id, other)
    assert answer_of(commune, case_id).state == "draft"


@pytest.mark.parametrize("state", ["in_progress", "approved", "answered", "closed"])
def test_nothing_is_taken_back_where_nothing_waits(commune: Commune, state: str):
    case = make_case(commune, state=state)
    assert look(commune.officer, case.id).step(Action.RECALL) is None
    with pytest.raises(WrongState):
        recall(case.id, commune.officer)


# ---------------------------------------------------------------- who is told


def test_a_letter_nobody_read_is_settled_and_no_second_one_is_laid(commune: Commune):
    case = make_case(commune, state="submitted")
    leader = {"unit_id": commune.unit_id, "official_id": commune.leader.id}
    assert (readers(case.id, "desk_submitted") != [], unread_count(**leader)) == (True, 1)
    recall(case.id, commune.officer)
    assert (unread_count(**leader), readers(case.id, "desk_recalled")) == (0, [])
    waiting = select(OutboxMessage.id).where(OutboxMessage.event == "desk_submitted", OutboxMessage.state == "waiting")
    assert db.session.scalars(waiting).all() == []


def test_a_leader_who_knew_of_it_is_told(commune: Commune):
    case = make_case(commune, state="submitted")
    with transaction():
        own = (OutboxMessage.event == "desk_submitted", OutboxMessage.official_id == commune.leader.id)
        db.session.execute(update(OutboxMessage).where(*own).values(read_at=NOW))
    recall(case.id, commune.officer)
    assert readers(case.id, "desk_recalled") == [commune.leader.id]


def test_the_sender_sees_nothing_of_it(commune: Commune):
    case = make_case(commune, state="submitted")
    shown = {"today": TODAY, "calendar": calendar_for(commune.unit_id), "locale": "vi"}
    before = tracked(commune.unit_id, case.id, **shown)
    recall(case.id, commune.officer)
    assert tracked(commune.unit_id, case.id, **shown) == before
    assert db.session.scalars(select(CaseEntry.for_sender).where(CaseEntry.kind == "recalled")).all() == [False]


# ---------------------------------------------------------------- at the same moment


def test_whoever_comes_second_is_refused(commune: Commune):
    case = make_case(commune, state="submitted")
    seen = case.version
    recall(case.id, commune.officer)
    with pytest.raises(StaleVersion), transaction():
        answering.approve_answer(case.id, actor=commune.leader, at=LATER, version=seen, issue_now=True)
    assert (answer_of(commune, case.id).state, read_case(case.id).state) == ("draft", "in_progress")


def test_leader_and_officer_at_the_same_moment_only_one_happens(app: Flask, home: Commune):
    case_id = made(app, home, state="submitted")
    with app.app_context(), use_unit(home.unit_id):
        version = read_version(case_id)
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def run(command, actor: Actor) -> None:
        with app.app_context(), use_unit(home.unit_id):
            gate.wait()
            try:
                with transaction():
                    command(case_id, actor=actor, at=LATER, version=version)
                outcomes.append(command.__name__)
            except DomainError as refused:
                outcomes.append(refused.code)

    pairs = [(answering.recall_answer, home.officer), (answering.approve_answer, home.leader)]
    threads = [threading.Thread(target=run, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context(), use_unit(home.unit_id):
        state = db.session.scalars(select(Answer.state).where(Answer.case_id == case_id)).one()
    won = {"recall_answer": "draft", "approve_answer": "approved"}
    assert len(outcomes) == 2
    assert "stale_version" in outcomes
    assert [won[name] for name in outcomes if name in won] == [state]


# ---------------------------------------------------------------- on the page


def test_the_page_takes_back_and_tells_the_leader_who_comes_too_late(app: Flask, home: Commune):
    case_id, desk = made(app, home, state="submitted"), desks(app, home)
    form = desk["leader"].form(case_id, "duyet", note="Nói thêm về bảo hành.")
    again = desk["officer"].form(case_id, "rut-trinh")
    assert desk["officer"].send(f"/can-bo/ho-so/{case_id}/rut-trinh", again).status_code == 303
    assert "Đã rút lại. Bản trả lời là nháp" in desk["officer"].case(case_id).text
    late = desk["leader"].send(f"/can-bo/ho-so/{case_id}/duyet", {**form, "duyet-do": "issue"})
    shown = words_of(late.text)
    assert late.status_code == 409
    for words in ("Có người vừa làm việc với hồ sơ này", "Rút lại bản đã trình", "vừa có người trình, rút lại", "bảo hành"):
        assert words in shown, words
    assert desk["officer"].send(f"/can-bo/ho-so/{case_id}/rut-trinh", again).status_code == 409
