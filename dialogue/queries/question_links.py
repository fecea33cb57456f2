"""What a question is tied to: choices for the day, the promises that answer it, and the case that it became."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, null, select, union_all

from core.extensions import db
from core.rows import row_of
from core.text import shorten
from dialogue.commitment_models import Commitment, CommitmentQuestion
from dialogue.commitment_states import PUBLIC, CommitmentState
from dialogue.models import Dialogue
from dialogue.question_models import DialogueQuestion, DialogueQuestionDraft
from dialogue.question_rules import case_key
from dialogue.question_states import QuestionState
from dialogue.states import PUBLIC_STATES
from feedback.models import Case, PublicCase
from feedback.queries.sendings import sending_key
from feedback.stand_in_models import StandIn

MOST = 200
questions, dialogues, cases, former = (
    model.__table__ for model in (DialogueQuestion, Dialogue, Case, StandIn)
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class QuestionChoice:
    """An accepted question as the day's forms offer it; ``draft`` is the newest draft answer."""

    id: int
    code: str
    text: str
    village_id: int | None
    outcome: str
    answer: str
    draft: str
    case_id: int | None

    @property
    def label(self) -> str:
        """The public code and the first words."""
        return f"{self.code} · {shorten(self.text, length=90)}"


@dataclass(frozen=True, kw_only=True)
class PromiseRef:
    """A public promise that answers a question."""

    id: int
    code: str
    text: str
    state: str


@dataclass(frozen=True, kw_only=True)
class QuestionRef:
    """A public question with the public dialogue it was asked for."""

    code: str
    text: str
    dialogue_code: str
    dialogue_title: str


class Tied(Protocol):
    """A question, as far as it takes to find its case."""

    id: int
    unit_id: int
    code: str
    text: str
    case_id: int | None


def accepted_questions(unit_id: int, dialogue_id: int) -> list[QuestionChoice]:
    """Return what the day may take up, in the order in which it was asked; those merged into others are not among them."""
    newest = (
        select(DialogueQuestionDraft.question_id, func.max(DialogueQuestionDraft.number).label("number"))
        .group_by(DialogueQuestionDraft.question_id)
        .subquery()
    )
    query = (
        select(DialogueQuestion, DialogueQuestionDraft.text)
        .outerjoin(newest, newest.c.question_id == DialogueQuestion.id)
        .outerjoin(
            DialogueQuestionDraft,
            (DialogueQuestionDraft.question_id == DialogueQuestion.id) & (DialogueQuestionDraft.number == newest.c.number),
        )
        .where(
            DialogueQuestion.unit_id == unit_id, DialogueQuestion.dialogue_id == dialogue_id,
            DialogueQuestion.state == QuestionState.ACCEPTED.value,
        )
    )  # fmt: skip
    return [
        QuestionChoice(
            id=row.id, code=row.code, text=row.public_text, village_id=row.village_id, outcome=row.outcome, answer=row.answer,
            draft=draft or "", case_id=row.case_id,
        )
        for row, draft in db.session.execute(query.order_by(DialogueQuestion.id).limit(MOST))
    ]  # fmt: skip


def promises_of(question_ids: Sequence[int]) -> dict[int, list[PromiseRef]]:
    """Return the public promises that answer each question; a draft is nobody's."""
    if not question_ids:
        return {}
    query = (
        select(CommitmentQuestion.question_id, Commitment.id, Commitment.code, Commitment.text, Commitment.state)
        .join(Commitment, Commitment.id == CommitmentQuestion.commitment_id)
        .where(
            CommitmentQuestion.question_id.in_(question_ids), Commitment.state.in_([state.value for state in PUBLIC]),
        )
    )  # fmt: skip
    found: dict[int, list[PromiseRef]] = {}
    for row in db.session.execute(query.order_by(Commitment.id)):
        one = PromiseRef(id=row.id, code=row.code, text=row.text, state=row.state)
        found.setdefault(row.question_id, []).append(one)
    return found


def standing_promise() -> ColumnElement[bool]:
    """Return whether a question is answered by a promise, drafted or public, that was not given up."""
    query = select(CommitmentQuestion.id).join(Commitment, Commitment.id == CommitmentQuestion.commitment_id)
    ours = CommitmentQuestion.question_id == DialogueQuestion.id, Commitment.state != CommitmentState.WITHDRAWN.value
    return query.where(*ours).correlate(DialogueQuestion).exists()


def questions_of(commitment_id: int) -> list[QuestionRef]:
    """Return the questions that a promise answers."""
    tied = select(CommitmentQuestion.question_id).where(CommitmentQuestion.commitment_id == commitment_id)
    query = _referring(questions.c.id.in_(tied)).order_by(questions.c.id)
    return [_ref(row) for row in db.session.execute(query)]


def cases_of(questions: Sequence[Tied]) -> dict[int, int]:
    """Return the number of the case that each question became, or of what stands in for it: question → case."""
    named = {one.id: one.case_id for one in questions if one.case_id}
    keys = {_key(one.unit_id, one.code): one.id for one in questions if one.case_id is None and not one.text}
    query = select(StandIn.idempotency_key, StandIn.id).where(StandIn.idempotency_key.in_(keys))
    return named | ({keys[row.idempotency_key]: row.id for row in db.session.execute(query)} if keys else {})


def case_of(question: Tied) -> tuple[int | None, str]:
    """Return number and code of the case that a question became, or of what stands in for it; (None, "") when it became none."""
    case_id = cases_of([question]).get(question.id)
    if case_id is None:
        return None, ""
    tables = (Case.__table__, StandIn.__table__)
    here = (select(table.c.code).where(table.c.id == case_id, table.c.unit_id == question.unit_id) for table in tables)
    return case_id, db.session.scalars(union_all(*here)).one()


def public_case_codes(case_ids: Collection[int]) -> dict[int, str]:
    """Return the codes of those cases that everybody may look up."""
    query = select(PublicCase.id, PublicCase.code).where(PublicCase.id.in_(case_ids))
    return dict(db.session.execute(query).tuples().all()) if case_ids else {}


def _key(unit_id: int, code: str) -> str:
    return sending_key(unit_id, case_key(code))


def origin_of_case(unit_id: int, *, case_id: int | None = None, code: str = "") -> QuestionRef | None:
    """Return the question that became this case (by its id or its code), or None: most cases were no question.

    By its code also that of a former case, which everybody goes on seeing.
    """
    if case_id is None and not code:
        return None
    query, sought = (_ORIGIN_BY_CODE, code) if case_id is None else (_ORIGIN_BY_NUMBER, case_id)
    row = row_of(query, {"unit": unit_id, "sought": sought})
    if row is not None and row.kept is not None:
        row = next((one for one in _without_words(unit_id) if _key(unit_id, one.code) == row.kept), None)
    return None if row is None else _ref(row)


def _without_words(unit_id: int) -> Sequence[Row[Any]]:
    nameless = questions.c.case_id.is_(None), questions.c.text == ""
    return db.session.execute(_referring(_OURS, *nameless), {"unit": unit_id}).all()


def _ref(row: Row[Any]) -> QuestionRef:
    return QuestionRef(code=row.code, text=row.public_text, dialogue_code=row.dialogue_code, dialogue_title=row.title)


def _referring(*conditions: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            questions.c.code, questions.c.public_text, dialogues.c.code.label("dialogue_code"), dialogues.c.title,
            null().label("kept"),
        )
        .join(dialogues, dialogues.c.id == questions.c.dialogue_id)
        .where(
            questions.c.state == QuestionState.ACCEPTED.value,
            dialogues.c.state.in_([state.value for state in PUBLIC_STATES]), *conditions,
        )
    )  # fmt: skip


_OURS = questions.c.unit_id == bindparam("unit")
_ORIGIN_BY_NUMBER = _referring(_OURS, questions.c.case_id == bindparam("sought"))
_KEPT = select(
    null().label("code"), null().label("public_text"), null().label("dialogue_code"), null().label("title"),
    former.c.idempotency_key.label("kept"),
).where(former.c.unit_id == bindparam("unit"), former.c.code == bindparam("sought"))  # fmt: skip
_ORIGIN_BY_CODE = union_all(
    _referring(_OURS, cases.c.code == bindparam("sought")).join(cases, cases.c.id == questions.c.case_id), _KEPT
)
"""Asked for on every page of a case: Core statements, made once."""
