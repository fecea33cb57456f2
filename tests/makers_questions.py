"""Makes questions before a dialogue in any state, through the commands of the product."""

from __future__ import annotations

from itertools import count
from typing import Any

from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from dialogue.question_models import DialogueQuestion
from dialogue.question_rules import NewQuestion
from dialogue.services import question_moderating, questions
from dialogue.services.questions import QuestionReceipt
from tests.makers import NOW, Commune
from tests.makers_dialogue import read_dialogue

_keys = count(1)
QUESTION = {
    "text": "Đường vào thôn Nà Pất hỏng từ mùa mưa, bao giờ xã sửa?", "name": "Hoàng Thị Bưởi", "phone": "0987 654 321",
    "email": "buoi@example.vn",
}  # fmt: skip
PUBLIC_TEXT = "Đường vào thôn Nà Pất bao giờ được sửa?"


def new_question(**changes: Any) -> NewQuestion:
    """Return a question that lacks nothing."""
    return NewQuestion(**{**QUESTION, **changes})


def ask_question(commune: Commune, dialogue_id: int, *, at: Any = NOW, key: str = "", **changes: Any) -> QuestionReceipt:
    """Ask a question as a resident does on the web."""
    with use_unit(commune.unit_id), transaction():
        return questions.ask(
            read_dialogue(dialogue_id).code, new_question(**changes), unit_id=commune.unit_id,
            idempotency_key=key or f"key-{next(_keys)}", at=at,
        )  # fmt: skip


def read_question(question_id: int) -> DialogueQuestion:
    """Return the row as it is now."""
    return db.session.get(DialogueQuestion, question_id, populate_existing=True)


def accept_question(commune: Commune, question_id: int, *, at: Any = NOW, public_text: str = PUBLIC_TEXT, **changes: Any) -> None:
    """The clerk lets everybody read a question."""
    row = read_question(question_id)
    values = {"field_id": row.field_id, "village_id": row.village_id, "version": row.version, **changes}
    with use_unit(commune.unit_id), transaction():
        question_moderating.accept(question_id, actor=commune.clerk, at=at, public_text=public_text, **values)
