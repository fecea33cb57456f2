"""A question whose case goes to the sealed register: its words and its asker go along, and nobody outside sees any change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core import shredding
from core.codes import secret_for
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from denunciation.envelopes import unseal_facts, unwrap
from denunciation.models import RegisterValue
from dialogue.commitment_models import Commitment, CommitmentQuestion
from dialogue.minute_models import MinuteItem, SpeakingTurn
from dialogue.question_models import DialogueQuestionDraft, DialogueQuestionSupport
from dialogue.question_rules import case_key
from dialogue.services import commitments, minutes, question_drafting, question_moderating, turns
from dialogue.services.question_settling import settle_due, settle_unanswered
from dialogue.services.question_supporting import support
from feedback.models import Case
from feedback.services import sealing
from feedback.stand_in_models import StandIn
from tests.makers import NOW, Commune
from tests.makers_dialogue import HELD_AT, announced_dialogue, read_dialogue
from tests.makers_minutes import CONCLUDED_AT, HEAD, conclude, draft, open_session, promise, promised_item
from tests.makers_questions import accept_question, ask_question, read_question
from tests.makers_register import entry_row, kept_rows, seal, sqlite_bytes, traces

WORDS = "Cán bộ thôn Khuổi Mươi chia suất hỗ trợ cho người nhà, bao giờ xã kiểm tra?"
ASKER = {"name": "Lục Thị Nhài", "phone": "0978 111 222", "email": "nhai.luc@example.vn"}
KEY = "who-asked"
DRAFTED = "Phòng sẽ gọi bà Nhài lên làm việc trước."
SECRETS = (WORDS, "Lục Thị Nhài", "0978111222", DRAFTED)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A dialogue with a question that became a case, another merged into it, and a promise from the minutes."""

    dialogue_id: int
    question_id: int
    follower_id: int
    case_id: int
    pages: tuple[str, ...]


def asked(home: Commune) -> tuple[int, int, int]:
    """Ask a question that somebody supports, that has a draft answer and another question merged into it."""
    dialogue_id = announced_dialogue(home)
    question_id = ask_question(home, dialogue_id, text=WORDS, key=KEY, **ASKER).question_id
    follower_id = ask_question(home, dialogue_id).question_id
    accept_question(home, question_id, public_text="Bao giờ kiểm tra việc chia hỗ trợ?")
    row = read_question(question_id)
    with transaction():
        question_moderating.merge([follower_id], into_id=question_id, actor=home.clerk, at=NOW)
        support(row.code, unit_id=home.unit_id, browser="b" * 64, at=NOW)
    with transaction():
        question_drafting.assign(
            question_id, actor=home.clerk, at=NOW, version=read_question(question_id).version, officer_id=home.officer.id,
            department_id=min(home.officer.department_ids), due_on=NOW.date() + timedelta(days=3),
        )  # fmt: skip
    with transaction():
        question_drafting.write_draft(question_id, actor=home.officer, at=NOW, based_on=0, text=DRAFTED)
    return dialogue_id, question_id, follower_id


def told(home: Commune) -> Told:
    """Hold the dialogue: the question becomes a case, is spoken of, promised in the minutes, and the results are published."""
    dialogue_id, question_id, follower_id = asked(home)
    open_session(dialogue_id)
    with transaction():
        (case_id,) = settle_unanswered(dialogue_id, actor=home.clerk, at=HELD_AT)
    with transaction():
        turns.take_number(dialogue_id, actor=home.clerk, at=HELD_AT, topic="Chia hỗ trợ", question_id=question_id)
        minutes.write_item(dialogue_id, promised_item(home, question_id=question_id), actor=home.clerk, at=HELD_AT, version=0)
        minutes.write_head(dialogue_id, HEAD, actor=home.clerk, at=HELD_AT, version=0)
    with transaction():
        minutes.finish(dialogue_id, actor=home.clerk, at=HELD_AT + timedelta(hours=3), version=1)
    made = db.session.scalars(select(Commitment)).one()
    case_code = db.session.get(Case, case_id).code
    with transaction():
        whole = promise(home, question_ids=(question_id,))
        commitments.change_draft(made.id, whole, actor=home.clerk, at=HELD_AT, version=made.version)
    other = draft(home, dialogue_id, promise(home, case_codes=(case_code,)))
    conclude(home, dialogue_id)
    promises = [made.code, db.session.get(Commitment, other).code]
    code, own = read_dialogue(dialogue_id).code, [read_question(number).code for number in (question_id, follower_id)]
    pages = (
        f"/doi-thoai/{code}", f"/doi-thoai/{code}/cau-hoi", *(f"/doi-thoai/{code}/cau-hoi/{one}" for one in own), "/cam-ket",
        *(f"/cam-ket/{one}" for one in promises), f"/ho-so/{case_code}", "/ho-so", "/api/v1/questions", "/api/v1/commitments",
    )  # fmt: skip
    return Told(dialogue_id=dialogue_id, question_id=question_id, follower_id=follower_id, case_id=case_id, pages=pages)


def counted() -> list[int]:
    models = (MinuteItem, SpeakingTurn, CommitmentQuestion, Commitment, DialogueQuestionSupport)
    return [len(db.session.scalars(select(model)).all()) for model in models]


def seen(client: FlaskClient, pages: tuple[str, ...]) -> dict[str, tuple[int, bytes]]:
    shown = {page: client.get(page) for page in pages}
    return {page: (answer.status_code, answer.data) for page, answer in shown.items()}


def seen_by_phone(app: Flask, code: str) -> tuple[int, bytes]:
    visitor = app.test_client()
    visitor.post("/tra-cuu", data={"code": code, "phone": ASKER["phone"], "secret": ""})
    page = visitor.get(f"/tra-cuu/{code}")
    return page.status_code, page.data


@pytest.fixture
def story(app: Flask, home: Commune, at) -> Told:
    """Tell the whole story until the results are published."""
    at("2026-12-22 10:00")
    with app.app_context(), use_unit(home.unit_id):
        return told(home)


def test_no_public_byte_moves_with_a_question_whose_case_is_moved(
    app: Flask, home: Commune, client: FlaskClient, story: Told
):  # fmt: skip
    with app.app_context(), use_unit(home.unit_id):
        stood, code = counted(), db.session.get(Case, story.case_id).code
    before, by_phone = seen(client, story.pages), seen_by_phone(app, code)
    with app.app_context(), use_unit(home.unit_id):
        seal(story.case_id, home.leader, at=CONCLUDED_AT)
    after = seen(client, story.pages)
    assert [page for page in story.pages if before[page][0] != 200 or before[page] != after[page]] == []
    assert (code in before[story.pages[2]][1].decode(), by_phone[0], by_phone == seen_by_phone(app, code)) == (True, 200, True)
    with app.app_context(), use_unit(home.unit_id):
        row = read_question(story.question_id)
        assert (row.state, row.case_id, row.text, row.name, row.phone, row.email) == ("accepted", None, "", None, None, None)
        assert counted() == stood
        assert read_question(story.follower_id).leading_id == story.question_id
        assert db.session.scalars(select(Commitment.item_id).where(Commitment.item_id.is_not(None))).all() != []
        assert db.session.scalars(select(DialogueQuestionDraft)).all() == []


def test_what_the_asker_wrote_is_in_the_register_alone(app: Flask, home: Commune, story: Told):
    with app.app_context(), use_unit(home.unit_id):
        entry_id = seal(story.case_id, home.leader, at=CONCLUDED_AT).entry_id
        entry = entry_row(entry_id)
        values = {row.name: row.body for row in db.session.scalars(select(RegisterValue))}
        content = unseal_facts(values["content"], key=unwrap(entry.content_key), entry_id=entry_id, field="content")
        identity = unseal_facts(values["identity"], key=unwrap(entry.identity_key), entry_id=entry_id, field="identity")
    (question,) = content["rows"]["dialogue_questions"]
    (drafted,) = content["rows"]["dialogue_question_drafts"]
    assert (question["id"], question["text"], drafted["text"]) == (story.question_id, WORDS, DRAFTED)
    assert {"minute_items", "dialogue_question_supports"} & set(content["rows"]) == set()
    assert (identity["dialogue_questions.name"], identity["dialogue_questions.phone"]) == ("Lục Thị Nhài", "0978111222")
    assert traces(SECRETS, [*kept_rows(app), *sqlite_bytes(app)]) == []


def test_the_tables_of_the_question_are_wiped_too(app: Flask, home: Commune, story: Told):
    with app.app_context(), use_unit(home.unit_id):
        seal(story.case_id, home.leader, at=CONCLUDED_AT, wipe=False)
        named = {name for task in db.session.scalars(select(shredding.ShredTask)) for name in task.facts["tables"]}
        shredding.run(CONCLUDED_AT)
    assert {"dialogue_questions", "dialogue_question_drafts"} <= named
    assert {"minute_items", "speaking_turns", "commitment_questions"} & named == set()


def test_a_question_whose_case_was_moved_becomes_no_second_case(app: Flask, home: Commune, story: Told):
    with app.app_context(), use_unit(home.unit_id):
        seal(story.case_id, home.leader, at=CONCLUDED_AT)
        with transaction():
            assert settle_unanswered(story.dialogue_id, actor=home.clerk, at=CONCLUDED_AT) == []
        assert settle_due(CONCLUDED_AT + timedelta(days=30)) == 0
        assert db.session.scalars(select(Case.id)).all() == []
        assert db.session.scalars(select(StandIn.id)).all() == [story.case_id]


def test_who_asked_still_finds_the_case_by_the_words_of_the_question(
    app: Flask, home: Commune, client: FlaskClient, story: Told
):  # fmt: skip
    with app.app_context(), use_unit(home.unit_id):
        code, own = db.session.get(Case, story.case_id).code, read_question(story.question_id).code
        seal(story.case_id, home.leader, at=CONCLUDED_AT)
    words = secret_for(case_key(own))
    opened = client.post(story.pages[2], data={"secret": secret_for(KEY)})
    page = client.get(opened.headers["Location"]).text
    assert (opened.status_code, code in page, words in page, "Lời đã gửi" in page) == (303, True, True, False)
    assert client.post("/tra-cuu", data={"code": code, "secret": words}).status_code == 303


def test_two_letters_of_a_dialogue_are_moved_one_after_the_other(app: Flask, home: Commune, at):
    at("2026-12-22 10:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
        made = [ask_question(home, dialogue_id, text=WORDS, **ASKER).question_id for _ in range(2)]
        for number in made:
            accept_question(home, number)
        open_session(dialogue_id)
        with transaction():
            cases = settle_unanswered(dialogue_id, actor=home.clerk, at=HELD_AT)
        for case_id in cases:
            with transaction():
                sealing.seal_case(case_id, actor=home.leader, at=CONCLUDED_AT)
        shredding.run(CONCLUDED_AT)
        assert [(read_question(number).state, read_question(number).case_id) for number in made] == [("accepted", None)] * 2
