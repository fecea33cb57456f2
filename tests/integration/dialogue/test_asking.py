"""A question comes in once, inside its window, with nothing of a denunciation kept; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from core.audit import AuditEntry
from core.codes import secret_matches
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound
from core.extensions import db
from core.transaction import transaction
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import QuestionChannel
from dialogue.services import questions
from tests.makers import NEIGHBOUR, NOW, Commune, make_commune
from tests.makers_dialogue import announced_dialogue, plan_dialogue, read_dialogue
from tests.makers_questions import ask_question, new_question, read_question

FIRST = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
"""The first moment of 20 November in Vietnam, the first day of the window."""


def stored() -> int:
    return db.session.scalar(select(func.count(DialogueQuestion.id))) or 0


def test_a_question_is_kept_once_with_its_asker_sealed(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    first = ask_question(commune, dialogue_id, key="one")
    again = ask_question(commune, dialogue_id, key="one", text="Chữ khác nhưng cùng một lần gửi")
    row = read_question(first.question_id)
    assert (again.code, again.secret, first.repeated, again.repeated, stored()) == (first.code, first.secret, False, True, 1)
    assert (row.state, row.channel, row.name, row.phone, row.hide_name) == (
        "waiting",
        "web",
        "Hoàng Thị Bưởi",
        "0987654321",
        True,
    )
    assert secret_matches(first.secret, hashed=row.secret_hash) is True
    raw = " ".join(str(value) for value in db.session.execute(text("SELECT * FROM dialogue_questions")).one())
    assert [word for word in ("Bưởi", "0987654321", "example.vn") if word in raw] == []


def test_asking_is_written_down_without_words(commune: Commune):
    receipt = ask_question(commune, announced_dialogue(commune))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == f"question:{receipt.question_id}")).one()
    assert (entry.action, sorted(entry.facts)) == ("dialogue:question:asked", ["channel", "dialogue_id", "question_id"])


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (FIRST, ""),
        (datetime(2026, 12, 10, 16, 59, 59, tzinfo=UTC), ""),
        (datetime(2026, 12, 10, 17, 0, tzinfo=UTC), "window_late"),
    ],
)
def test_the_window_opens_and_closes_at_midnight_here(commune: Commune, at: datetime, code: str):
    dialogue_id = announced_dialogue(commune, at=datetime(2026, 11, 18, 2, 0, tzinfo=UTC))
    if not code:
        assert ask_question(commune, dialogue_id, at=at).repeated is False
        return
    with pytest.raises(BadInput) as refused:
        ask_question(commune, dialogue_id, at=at)
    assert (refused.value.errors, str(refused.value.facts["last_on"])) == ({"window": code}, "2026-12-10")


def test_before_the_window_and_before_the_announcement_nothing_is_taken(commune: Commune):
    early = announced_dialogue(commune, at=datetime(2026, 11, 18, 2, 0, tzinfo=UTC))
    with pytest.raises(BadInput) as refused:
        ask_question(commune, early, at=datetime(2026, 11, 19, 16, 59, tzinfo=UTC))
    with pytest.raises(NotFound):
        ask_question(commune, plan_dialogue(commune))
    assert (refused.value.errors, stored()) == ({"window": "window_early"}, 0)


def test_a_denunciation_and_a_foreign_village_leave_nothing(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    for changes, faults in (
        ({"text": "Tôi tố cáo ông chủ tịch xã nhận tiền của dân."}, {"text": "reads_as_denunciation"}),
        ({"village_id": 99999}, {"village_id": "village_unknown"}),
        ({"field_id": 2**40}, {"field_id": "field_unknown"}),
        ({"text": "", "phone": "1"}, {"text": "question_short", "phone": "phone_bad"}),
    ):
        with pytest.raises(BadInput) as refused:
            ask_question(commune, dialogue_id, **changes)
        assert refused.value.errors == faults
    assert stored() == 0


def key_in(commune: Commune, dialogue_id: int, *lines: object, actor: object = None, key: str = "sheet") -> list:
    with transaction():
        return questions.key_in(dialogue_id, lines, actor=actor or commune.clerk, idempotency_key=key, at=NOW)


def test_a_sheet_is_keyed_in_whole_or_not_at_all(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    good = new_question(channel=QuestionChannel.VILLAGE_HEAD, name="", phone="", email="")
    bad = new_question(channel=QuestionChannel.PAPER, text="Tôi làm đơn tố cáo cán bộ địa chính", phone="")
    with pytest.raises(BadInput) as refused:
        key_in(commune, dialogue_id, good, bad)
    assert (refused.value.errors, stored()) == ({"1-text": "reads_as_denunciation"}, 0)
    receipts = key_in(commune, dialogue_id, good, good)
    again = key_in(commune, dialogue_id, good, good)
    rows = [read_question(receipt.question_id) for receipt in receipts]
    assert ([item.code for item in again], stored()) == ([item.code for item in receipts], 2)
    assert [(row.channel, row.keyed_by, row.name) for row in rows] == [("village_head", commune.clerk.id, None)] * 2


def test_who_may_key_in_and_what(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    line = new_question(channel=QuestionChannel.FRONT)
    assert len(key_in(commune, dialogue_id, line, actor=commune.supervisor)) == 1
    with pytest.raises(NotAllowed):
        key_in(commune, dialogue_id, line, actor=commune.officer)
    for lines, code in (((), "lines_missing"), ((line,) * 41, "lines_many"), ((new_question(),), "channel_unknown")):
        with pytest.raises(BadInput) as refused:
            key_in(commune, dialogue_id, *lines)
        assert list(refused.value.errors.values()) == [code]


def test_another_commune_knows_no_dialogue_of_ours(app: Flask, commune: Commune):
    dialogue_id = announced_dialogue(commune)
    code = read_dialogue(dialogue_id).code
    db.session.rollback()
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        with pytest.raises(NotFound), transaction():
            questions.ask(code, new_question(), unit_id=neighbour.unit_id, idempotency_key="k", at=NOW)
        with pytest.raises(NotFound):
            key_in(neighbour, dialogue_id, new_question(channel=QuestionChannel.PAPER))


def test_texts_stay_as_they_are_typed(commune: Commune):
    typed = "<script>alert(1)</script> & \"đường\" 'hỏng'"
    receipt = ask_question(commune, announced_dialogue(commune), text=typed)
    assert read_question(receipt.question_id).text == typed
