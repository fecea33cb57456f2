"""What everybody reads of the questions of a dialogue, and what who asked one reads of their own. Nothing names an asker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from accounts.models import Field, Village
from core import outbox
from core.codes import clean_code, secret_for, secret_matches
from core.extensions import db
from core.paging import Page
from deadlines.clock import local_date
from dialogue.queries.question_links import PromiseRef, case_of, cases_of, promises_of, public_case_codes
from dialogue.queries.voices import PromiseToJudge, promises_to_judge
from dialogue.question_models import DialogueQuestion, DialogueQuestionSupport
from dialogue.question_states import QuestionState

PAGE_SIZE = 20


@dataclass(frozen=True, kw_only=True)
class PublicQuestion:
    """An accepted question as everybody reads it; ``together`` counts the questions that were merged into it."""

    id: int
    code: str
    text: str
    field_name: str
    village_name: str
    supports: int
    together: int
    outcome: str
    answer: str
    became_case: bool
    case_code: str
    promises: tuple[PromiseRef, ...]


@dataclass(frozen=True, kw_only=True)
class TurnedDown:
    """A question that is not taken up: its code, so that who asked recognises it, and why."""

    code: str
    reason_code: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OwnQuestion:
    """A question by its code. ``own``: who asks proved the secret words, so the asker's text, case and letters are there too."""

    id: int
    code: str
    state: str
    asked_on: date
    dialogue_id: int
    shown: PublicQuestion | None
    leading: PublicQuestion | None
    reason_code: str
    reason: str
    own: bool
    text: str = ""
    case_code: str = ""
    case_secret: str = ""
    letters: tuple[outbox.Letter, ...] = ()
    judged: tuple[PromiseToJudge, ...] = ()


def supports_of(question_ids: Sequence[int]) -> dict[int, int]:
    """Return how many browsers support each question."""
    column = DialogueQuestionSupport.question_id
    query = select(column, func.count()).where(column.in_(question_ids)).group_by(column)
    return dict(db.session.execute(query).tuples().all()) if question_ids else {}


def together_with(question_ids: Sequence[int]) -> dict[int, int]:
    """Return how many questions were merged into each."""
    column = DialogueQuestion.leading_id
    query = select(column, func.count()).where(column.in_(question_ids)).group_by(column)
    return dict(db.session.execute(query).tuples().all()) if question_ids else {}


def public_questions(
    dialogue_id: int, *, locale: str, page: int = 1, field_id: int | None = None, size: int = PAGE_SIZE
) -> Page[PublicQuestion]:
    """Return one page of the accepted questions, those that most people ask first."""
    count = (
        select(func.count())
        .where(DialogueQuestionSupport.question_id == DialogueQuestion.id)
        .correlate(DialogueQuestion)
        .scalar_subquery()
    )
    query = select(DialogueQuestion).where(
        DialogueQuestion.dialogue_id == dialogue_id, DialogueQuestion.state == QuestionState.ACCEPTED.value
    )
    if field_id is not None:
        query = query.where(DialogueQuestion.field_id == field_id)
    query = query.order_by(count.desc(), DialogueQuestion.id).offset((page - 1) * size).limit(size + 1)
    rows = db.session.scalars(query).all()
    return Page(items=_shown(rows[:size], locale=locale), number=page, size=size, has_next=len(rows) > size)


def _shown(rows: Sequence[DialogueQuestion], *, locale: str) -> list[PublicQuestion]:
    ids = [row.id for row in rows]
    supports, together = supports_of(ids), together_with(ids)
    fields, villages = field_names([row.field_id for row in rows], locale=locale), village_names([row.village_id for row in rows])
    promises, cases = promises_of(ids), cases_of(rows)
    codes = public_case_codes(cases.values())
    return [
        PublicQuestion(
            id=row.id, code=row.code, text=row.public_text, field_name=fields.get(row.field_id or 0, ""),
            village_name=villages.get(row.village_id or 0, ""), supports=supports.get(row.id, 0),
            together=together.get(row.id, 0), outcome=row.outcome, answer=row.answer, became_case=row.id in cases,
            case_code=codes.get(cases.get(row.id, 0), ""), promises=tuple(promises.get(row.id, ())),
        )
        for row in rows
    ]  # fmt: skip


def field_names(ids: Sequence[int | None], *, locale: str) -> dict[int, str]:
    """Return the names of fields in a language."""
    wanted = {number for number in ids if number}
    rows = db.session.execute(select(Field.id, Field.name, Field.name_en).where(Field.id.in_(wanted))) if wanted else ()
    return {row.id: row.name_en if locale == "en" and row.name_en else row.name for row in rows}


def village_names(ids: Sequence[int | None]) -> dict[int, str]:
    """Return the names of villages."""
    wanted = {number for number in ids if number}
    rows = db.session.execute(select(Village.id, Village.name).where(Village.id.in_(wanted))) if wanted else ()
    return {row.id: row.name for row in rows}


def turned_down(dialogue_id: int, *, most: int = 50) -> list[TurnedDown]:
    """Return the refused questions with their public reasons, the newest first; their words are not public."""
    query = select(DialogueQuestion.code, DialogueQuestion.reason_code, DialogueQuestion.reason).where(
        DialogueQuestion.dialogue_id == dialogue_id, DialogueQuestion.state == QuestionState.REFUSED.value
    )
    rows = db.session.execute(query.order_by(DialogueQuestion.touched_at.desc()).limit(most))
    return [TurnedDown(code=row.code, reason_code=row.reason_code, reason=row.reason) for row in rows]


def fields_asked(dialogue_id: int, *, locale: str) -> dict[int, str]:
    """Return the fields that accepted questions of the dialogue belong to."""
    query = select(DialogueQuestion.field_id).where(
        DialogueQuestion.dialogue_id == dialogue_id, DialogueQuestion.state == QuestionState.ACCEPTED.value
    )
    return dict(sorted(field_names(db.session.scalars(query.distinct()).all(), locale=locale).items()))


def public_question(dialogue_id: int, code: str, *, locale: str) -> PublicQuestion | None:
    """Return one accepted question of a dialogue (the one that leads when it was merged), or None."""
    row = _by_code(dialogue_id, code)
    if row is not None and row.leading_id is not None:
        row = db.session.get(DialogueQuestion, row.leading_id)
    return _shown([row], locale=locale)[0] if row is not None and row.state == QuestionState.ACCEPTED else None


def _by_code(dialogue_id: int, code: str) -> DialogueQuestion | None:
    query = select(DialogueQuestion).where(DialogueQuestion.dialogue_id == dialogue_id, DialogueQuestion.code == clean_code(code))
    return db.session.scalars(query).one_or_none()


def own_question(dialogue_id: int, code: str, *, own: bool, locale: str, case_key: str = "") -> OwnQuestion | None:
    """Return a question by its code; with ``own`` (the secret words were proved) also what only who asked may read.

    ``case_key`` is the key under which the question would have become a case: its secret words are made again from it.
    """
    row = _by_code(dialogue_id, code)
    if row is None:
        return None
    leading = db.session.get(DialogueQuestion, row.leading_id) if row.leading_id else None
    accepted = row.state == QuestionState.ACCEPTED
    view = {
        "id": row.id, "code": row.code, "state": row.state, "asked_on": local_date(row.asked_at), "dialogue_id": dialogue_id,
        "shown": _shown([row], locale=locale)[0] if accepted else None,
        "leading": _shown([leading], locale=locale)[0] if leading is not None else None,
        "reason_code": row.reason_code, "reason": row.reason, "own": own,
    }  # fmt: skip
    if not own:
        return OwnQuestion(**view)
    _number, case_code = case_of(row)
    return OwnQuestion(
        **view, text=row.text, case_code=case_code, case_secret=secret_for(case_key) if case_code else "",
        letters=tuple(outbox.for_resident(unit_id=row.unit_id, subject=f"question:{row.id}")),
        judged=tuple(promises_to_judge(row.id, row.leading_id)),
    )  # fmt: skip


def secret_opens(dialogue_id: int, code: str, secret: str) -> bool:
    """Return whether the words are those of the question's receipt."""
    row = _by_code(dialogue_id, code)
    return row is not None and secret_matches(secret, hashed=row.secret_hash)
