"""Questions as the desk sees them: the list by state and field, and one question with its drafts; names for who moderates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select

from accounts.permissions import Actor
from accounts.queries import departments, official_names
from core.errors import NotFound
from core.extensions import db
from core.paging import Page
from core.permissions import Permission
from core.text import shorten
from dialogue.queries.question_links import case_of
from dialogue.queries.questions import field_names, supports_of, together_with, village_names
from dialogue.question_models import DialogueQuestion, DialogueQuestionDraft
from dialogue.question_states import QuestionState

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """One line of the list."""

    id: int
    code: str
    words: str
    state: str
    channel: str
    field_id: int | None
    field_name: str
    village_name: str
    supports: int
    together: int
    department_name: str
    draft_due_on: date | None
    drafts: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DraftView:
    """A version of the draft answer."""

    number: int
    text: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Follower:
    """A question that was merged into the one on the screen, or that it was merged into."""

    id: int
    code: str
    words: str


@dataclass(frozen=True, kw_only=True)
class DeskQuestion:
    """One question with everything that the reader may see; name and contacts are empty for who does not moderate."""

    id: int
    dialogue_id: int
    code: str
    version: int
    state: str
    channel: str
    text: str
    public_text: str
    field_id: int | None
    village_id: int | None
    field_name: str
    village_name: str
    name: str
    phone: str
    email: str
    reason_code: str
    reason: str
    department_id: int | None
    officer_id: int | None
    unit_id: int
    department_name: str
    officer_name: str
    draft_due_on: date | None
    outcome: str
    answer: str
    asked_at: datetime
    supports: int
    leading: Follower | None
    followers: tuple[Follower, ...]
    drafts: tuple[DraftView, ...]
    case_id: int | None
    case_code: str


def _seen(actor: Actor, dialogue_id: int) -> Select[tuple[DialogueQuestion]]:
    """Return the questions of a dialogue that the official may see: who only answers sees the accepted ones."""
    query = select(DialogueQuestion).where(DialogueQuestion.unit_id == actor.unit_id, DialogueQuestion.dialogue_id == dialogue_id)
    if _reads_all(actor):
        return query
    own = DialogueQuestion.department_id.in_(actor.department_ids), DialogueQuestion.officer_id == actor.id
    return query.where(or_(DialogueQuestion.state == QuestionState.ACCEPTED.value, *own))


def _reads_all(actor: Actor) -> bool:
    return bool({Permission.DIALOGUE_PLAN, Permission.DIALOGUE_SUPERVISE} & actor.permissions)


def question_rows(
    actor: Actor, dialogue_id: int, *, locale: str, state: str = "", field_id: int | None = None, page: int = 1
) -> Page[DeskRow]:
    """Return one page of the list, grouped by field, what waits first."""
    query = _seen(actor, dialogue_id)
    if state:
        query = query.where(DialogueQuestion.state == state)
    if field_id is not None:
        query = query.where(DialogueQuestion.field_id == field_id)
    waiting_first = DialogueQuestion.state != QuestionState.WAITING.value
    query = query.order_by(waiting_first, DialogueQuestion.field_id, DialogueQuestion.id)
    rows = db.session.scalars(query.offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE + 1)).all()
    return Page(items=_rows(rows[:PAGE_SIZE], actor, locale=locale), number=page, size=PAGE_SIZE, has_next=len(rows) > PAGE_SIZE)


def _rows(rows: Sequence[DialogueQuestion], actor: Actor, *, locale: str) -> list[DeskRow]:
    ids = [row.id for row in rows]
    supports, together, drafts = supports_of(ids), together_with(ids), _draft_counts(ids)
    fields, villages = field_names([row.field_id for row in rows], locale=locale), village_names([row.village_id for row in rows])
    names = {item.id: item.named(locale) for item in departments(actor.unit_id)}
    return [
        DeskRow(
            id=row.id, code=row.code, words=shorten(row.public_text or row.text, length=160), state=row.state,
            channel=row.channel, field_id=row.field_id, field_name=fields.get(row.field_id or 0, ""),
            village_name=villages.get(row.village_id or 0, ""), supports=supports.get(row.id, 0),
            together=together.get(row.id, 0), department_name=names.get(row.department_id or 0, ""),
            draft_due_on=row.draft_due_on, drafts=drafts.get(row.id, 0), outcome=row.outcome,
        )
        for row in rows
    ]  # fmt: skip


def _draft_counts(ids: Sequence[int]) -> dict[int, int]:
    column = DialogueQuestionDraft.question_id
    query = select(column, func.count()).where(column.in_(ids)).group_by(column)
    return dict(db.session.execute(query).tuples().all()) if ids else {}


def state_counts(actor: Actor, dialogue_id: int) -> dict[str, int]:
    """Return how many questions the official sees in each state."""
    seen = _seen(actor, dialogue_id).subquery()
    return dict(db.session.execute(select(seen.c.state, func.count()).group_by(seen.c.state)).tuples().all())


def desk_question(actor: Actor, dialogue_id: int, question_id: int, *, locale: str) -> DeskQuestion:
    """Return one question for the desk. Raises NotFound."""
    row = db.session.scalars(_seen(actor, dialogue_id).where(DialogueQuestion.id == question_id)).one_or_none()
    if row is None:
        raise NotFound()
    names = Permission.DIALOGUE_PLAN in actor.permissions
    people = official_names(actor.unit_id, [row.officer_id]) if row.officer_id else {}
    rooms = {item.id: item.named(locale) for item in departments(actor.unit_id)}
    leading = db.session.get(DialogueQuestion, row.leading_id) if row.leading_id else None
    case_id, case_code = case_of(row)
    return DeskQuestion(
        id=row.id, dialogue_id=dialogue_id, code=row.code, version=row.version, state=row.state, channel=row.channel,
        text=row.text if _reads_all(actor) else "", public_text=row.public_text, field_id=row.field_id,
        village_id=row.village_id, field_name=field_names([row.field_id], locale=locale).get(row.field_id or 0, ""),
        village_name=village_names([row.village_id]).get(row.village_id or 0, ""), name=(row.name or "") if names else "",
        phone=(row.phone or "") if names else "", email=(row.email or "") if names else "", reason_code=row.reason_code,
        reason=row.reason, department_id=row.department_id, officer_id=row.officer_id, unit_id=row.unit_id,
        department_name=rooms.get(row.department_id or 0, ""), officer_name=people.get(row.officer_id or 0, ""),
        draft_due_on=row.draft_due_on, outcome=row.outcome, answer=row.answer, asked_at=row.asked_at,
        supports=supports_of([row.id]).get(row.id, 0), leading=_follower(leading) if leading is not None else None,
        followers=tuple(map(_follower, _followers(row))), drafts=_drafts(row), case_id=case_id,
        case_code=case_code,
    )  # fmt: skip


def desk_address(question_number: str) -> str:
    """Return where a question lies at the desk, "" when there is none with this number."""
    if not (question_number.isascii() and question_number.isdigit()):
        return ""
    row = db.session.get(DialogueQuestion, int(question_number))
    return f"/can-bo/doi-thoai/{row.dialogue_id}/cau-hoi/{row.id}" if row else ""


def _followers(row: DialogueQuestion) -> Sequence[DialogueQuestion]:
    query = select(DialogueQuestion).where(DialogueQuestion.leading_id == row.id).order_by(DialogueQuestion.id)
    return db.session.scalars(query).all()


def _follower(row: DialogueQuestion) -> Follower:
    return Follower(id=row.id, code=row.code, words=shorten(row.public_text or row.text, length=160))


def _drafts(row: DialogueQuestion) -> tuple[DraftView, ...]:
    query = select(DialogueQuestionDraft).where(DialogueQuestionDraft.question_id == row.id)
    found = db.session.scalars(query.order_by(DialogueQuestionDraft.number.desc())).all()
    names = official_names(row.unit_id, [draft.made_by for draft in found])
    return tuple(
        DraftView(number=draft.number, text=draft.text, made_by=names.get(draft.made_by, ""), made_at=draft.made_at)
        for draft in found
    )


def mergeable(actor: Actor, dialogue_id: int, *, without: int) -> list[Follower]:
    """Return the questions that may still be merged, for the choice on a leading question's page: none that became a case."""
    states = (QuestionState.WAITING.value, QuestionState.ACCEPTED.value)
    free = DialogueQuestion.case_id.is_(None), DialogueQuestion.text != ""
    query = _seen(actor, dialogue_id).where(DialogueQuestion.state.in_(states), DialogueQuestion.id != without, *free)
    return [
        _follower(row) for row in db.session.scalars(query.order_by(DialogueQuestion.field_id, DialogueQuestion.id).limit(200))
    ]
