"""A question that became a case goes on there: it is neither led elsewhere, refused nor merged away under the case's feet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from core.database import use_unit
from core.errors import WrongState
from core.extensions import db
from core.transaction import transaction
from denunciation.models import RegisterEntry
from dialogue.models import Dialogue
from dialogue.queries.question_desk import mergeable
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import Procedure
from dialogue.services import question_moderating
from dialogue.services.question_settling import settle_unanswered
from feedback.models import Case, Sender
from tests.makers import NOW, Commune
from tests.makers_desk import desks, form_values, words_of
from tests.makers_dialogue import announced_dialogue
from tests.makers_questions import QUESTION, accept_question, ask_question, read_question
from tests.makers_register import seal

GOES_ON = "Câu hỏi đã thành hồ sơ và đi tiếp ở đó. Nếu là tố cáo, hãy chuyển vào sổ kín từ trang hồ sơ."


def hold(dialogue_id: int) -> None:
    with transaction():
        db.session.get(Dialogue, dialogue_id).state = "held"


def became_case(commune: Commune) -> tuple[int, int, int]:
    """Return a dialogue, its question that became a case, and another one that was asked too late for that."""
    dialogue_id = announced_dialogue(commune)
    first, second = (ask_question(commune, dialogue_id).question_id for _ in range(2))
    accept_question(commune, first)
    hold(dialogue_id)
    with transaction():
        settle_unanswered(dialogue_id, actor=commune.clerk, at=NOW)
    accept_question(commune, second, public_text="Bao giờ có nước sạch ở Khuổi Mươi?")
    return dialogue_id, first, second


def tries(commune: Commune, question_id: int, other: int) -> dict[str, Callable[[], object]]:
    """Return what may not be done any more."""
    facts = {"actor": commune.clerk, "at": NOW}
    version = read_question(question_id).version
    return {
        "complaint": lambda: question_moderating.lead_elsewhere(
            question_id, version=version, procedure=Procedure.COMPLAINT, **facts
        ),
        "denunciation": lambda: question_moderating.lead_elsewhere(
            question_id, version=version, procedure=Procedure.DENUNCIATION, **facts
        ),
        "refuse": lambda: question_moderating.turn_down(
            question_id, version=version, reason_code="settled", reason="Đã trả lời ở buổi trước.", **facts
        ),
        "merge": lambda: question_moderating.merge([question_id], into_id=other, **facts),
    }  # fmt: skip


def stands(question_id: int) -> tuple[object, ...]:
    row = read_question(question_id)
    return row.state, row.outcome, row.version, row.text, row.name, row.case_id


@pytest.mark.parametrize("moved", [False, True])
def test_a_question_that_became_a_case_is_not_taken_away_from_it(commune: Commune, moved: bool):
    dialogue_id, question_id, other = became_case(commune)
    case_id = read_question(question_id).case_id
    if moved:
        seal(case_id, commune.leader)
    before = stands(question_id)
    entries = len(db.session.scalars(select(RegisterEntry)).all())
    for name, attempt in tries(commune, question_id, other).items():
        with pytest.raises(WrongState) as refused, transaction():
            attempt()
        assert (name, str(refused.value), stands(question_id)) == (name, "question_has_case", before)
    assert len(db.session.scalars(select(RegisterEntry)).all()) == entries == int(moved)
    assert mergeable(commune.clerk, dialogue_id, without=other) == []
    if not moved:
        sender = db.session.scalars(select(Sender).where(Sender.case_id == case_id)).one()
        assert (QUESTION["text"] in db.session.get(Case, case_id).story, sender.name) == (True, QUESTION["name"])


def test_another_question_may_still_be_merged_into_it(commune: Commune):
    _dialogue_id, question_id, other = became_case(commune)
    with transaction():
        question_moderating.merge([other], into_id=question_id, actor=commune.clerk, at=NOW)
    assert db.session.scalars(select(DialogueQuestion.leading_id).where(DialogueQuestion.id == other)).one() == question_id


def test_the_page_leads_to_the_case_and_offers_what_is_left(app: Flask, home: Commune, at: Callable[[str], object]):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id, question_id, other = became_case(home)
        case_id = read_question(question_id).case_id
    clerk, pages = desks(app, home)["clerk"], f"/can-bo/doi-thoai/{dialogue_id}/cau-hoi"
    shown, free = (clerk.open(f"{pages}/{number}") for number in (question_id, other))
    assert [(GOES_ON in words_of(page.text), f"/can-bo/ho-so/{case_id}" in page.text) for page in (shown, free)] == [
        (True, True), (False, False),
    ]  # fmt: skip
    verbs = ("nhan", "gop", "giao", "tu-choi", "chuyen")
    offered = {page: [verb for verb in verbs if f'id="{verb}"' in page.text] for page in (shown, free)}
    assert list(offered.values()) == [["nhan", "gop", "giao"], list(verbs)]
    typed = form_values(free.text, f"{pages}/{other}/chuyen")
    sent = {**typed, "chuyen-version": "3", "chuyen-procedure": "denunciation"}
    assert clerk.send(f"{pages}/{question_id}/chuyen", sent).status_code == 409
    with app.app_context(), use_unit(home.unit_id):
        assert read_question(question_id).state == "accepted"
