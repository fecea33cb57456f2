"""One case on one screen: everything an official may see of it, and the steps the law allows now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select

from accounts.leave_queries import covered_by
from accounts.models import Department, Field, Official, Village
from accounts.permissions import Actor
from accounts.queries import propose_assignment
from accounts.read_models import Proposal
from core.attachments import Picture, pictures
from core.errors import NotFound
from core.extensions import db
from core.letters import messages_offered
from core.permissions import Permission
from deadlines.calendar import WorkingCalendar
from deadlines.clock import local_date
from feedback.complaint_states import ComplaintAction
from feedback.late_reasons import is_late
from feedback.matrix import step_for, steps_of
from feedback.models import Answer, Case, CaseEntry, Publication, Rating, Sender
from feedback.permissions import may, may_read, may_see_identity, wrote_for
from feedback.queries.apologies import ApologyView, apologies_of, impossible_apology, owed_of
from feedback.queries.complaint_file import ComplaintView, complaint_view, deadline_text
from feedback.queries.endings import impossible_revoking
from feedback.queries.extensions import ExtensionView, extensions_of
from feedback.queries.links import out_of_place
from feedback.queries.messages import allows
from feedback.queries.people import names_of
from feedback.queries.pieces import NONE_SAID, Arrivals, arrivals
from feedback.queries.reliefs import impossible_relief, waiting_reason
from feedback.queries.tracking import Question, questions_of
from feedback.queries.views_of_clocks import ClockView, clock_views
from feedback.rules import AnswerDraft, draft_of, missing_for_answer
from feedback.states import Action, AnswerState, CaseKind

WITH_OFFICER = (AnswerState.DRAFT, AnswerState.SENT_BACK)


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """A step that the table allows now. ``blocked_by``: codes of what is still missing (empty: it can be done).

    ``form`` is the number of the prescribed form; ``term`` and ``deadline`` the legal term that it keeps, and its length.
    """

    action: StrEnum
    legal_basis: str
    blocked_by: tuple[str, ...] = ()
    form: str = ""
    term: str = ""
    deadline: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """A line of the timeline; ``actor_name`` "" is the sender or the system."""

    kind: str
    at: datetime
    actor_name: str
    for_sender: bool
    version: int
    text: str
    facts: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class SenderView:
    """Who sent it; exists only for officials who may see it. ``messages``: short messages are sent to the phone."""

    name: str
    phone: str
    email: str
    hide_name: bool
    locale: str
    messages: bool
    may_stop_messages: bool


@dataclass(frozen=True, kw_only=True)
class AnswerView:
    """The answer of one round with its state, its gate and its evidence."""

    round: int
    state: str
    draft: AnswerDraft
    missing: dict[str, str]
    author_id: int
    author_name: str
    approver_name: str
    leader_note: str
    issued_on: date | None
    pictures: tuple[Picture, ...]
    satisfied: bool | None
    rating_reason: str


@dataclass(frozen=True, kw_only=True)
class PublicationView:
    """The approved public version; ``place_shown``: with the square around the place."""

    title: str
    place_shown: bool
    story: str
    answer: str
    photos: tuple[str, ...]
    approved_at: datetime
    approver_name: str


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """A case with everything around it, for one official at one moment."""

    id: int
    code: str
    version: int
    kind: str
    state: str
    channel: str
    round: int
    anonymous: bool
    subject: str
    story: str
    place: str
    lat: float | None
    lon: float | None
    accuracy: int | None
    received_at: datetime
    received_on: date
    accepted_on: date | None
    due_on: date | None
    answered_on: date | None
    closed_on: date | None
    ground: str
    field_id: int | None
    field_name: str
    village_id: int | None
    village_name: str
    department_id: int | None
    department_name: str
    department_phone: str
    officer_id: int | None
    officer_name: str
    sender: SenderView | None
    pictures: tuple[Picture, ...]
    clocks: tuple[ClockView, ...]
    steps: tuple[NextStep, ...]
    entries: tuple[EntryView, ...]
    answers: tuple[AnswerView, ...]
    questions: tuple[Question, ...]
    extensions: tuple[ExtensionView, ...]
    publication: PublicationView | None
    proposal: Proposal | None
    complaint: ComplaintView | None = None
    files: Arrivals = NONE_SAID
    late_reason: str = ""
    late_note: str = ""
    apologies: tuple[ApologyView, ...] = ()
    apology_owed_for: date | None = None
    relief: str = ""

    def step(self, action: str | StrEnum) -> NextStep | None:
        """Return the step of an action if it is allowed now."""
        return next((step for step in self.steps if step.action == action), None)

    @property
    def resumed(self) -> bool:
        """Whether the settlement of a complaint stood still and goes on."""
        return self.complaint is not None and bool(self.complaint.resumed)

    @property
    def invited(self) -> bool:
        """Whether a dialogue about a complaint was announced and not yet held."""
        return self.complaint is not None and self.complaint.open_dialogue is not None

    @property
    def sender_locale(self) -> str:
        """The language in which the sender reads; of one who left no name, Vietnamese."""
        return self.sender.locale if self.sender else "vi"

    @property
    def public_answer_is_old(self) -> bool:
        """Whether an answer was issued after the public version was approved: everybody still reads what stood before."""
        issued = [item.issued_on for item in self.answers if item.state == AnswerState.ISSUED and item.issued_on]
        if self.publication is None or not issued:
            return False
        approved_on = local_date(self.publication.approved_at)
        return max(issued) > approved_on or (max(issued) == approved_on and not self.publication.answer)

    @property
    def answer(self) -> AnswerView | None:
        """The answer of the present round."""
        return next((item for item in self.answers if item.round == self.round), None)

    @property
    def running_clock(self) -> ClockView | None:
        """The clock that runs now; of several the one that ends first."""
        running = [clock for clock in self.clocks if clock.state == "running"]
        return min(running, key=lambda clock: clock.due_on, default=None)


def case_file(
    actor: Actor, case_id: int, *, today: date, calendar: WorkingCalendar, locale: str, at: datetime | None = None
) -> CaseFile:  # fmt: skip
    """Return the case. ``at``: the moment, for steps that are counted in hours; without it they are not shown.

    Raises NotFound, also for a case of another commune.
    """
    case = _readable(actor, case_id)
    photos = pictures(unit_id=case.unit_id, subject=f"case:{case.id}")
    answers = _answers(case, photos, today=today)
    extensions = extensions_of(case, today=today)
    names = _names(case)
    copied = (
        "id", "code", "version", "kind", "state", "channel", "round", "anonymous", "subject", "story", "place", "lat", "lon",
        "accuracy", "received_at", "received_on", "accepted_on", "due_on", "answered_on", "closed_on", "ground", "field_id",
        "village_id", "department_id", "officer_id", "late_reason", "late_note",
    )  # fmt: skip
    publication = _publication(case)
    proposing = any(may(actor, action, case) for action in (Action.ACCEPT, Action.CLASSIFY, ComplaintAction.ACCEPT))
    complaint = complaint_view(case, today=today, locale=locale) if case.kind == CaseKind.COMPLAINT else None
    apologies = apologies_of(case.id, round_number=case.round)
    relief, answer = waiting_reason(case), next((item.state for item in answers if item.round == case.round), "")
    impossible = impossible_apology(case.due_on, apologies, today=today)
    impossible |= impossible_relief(actor, case, waits=relief, answer=answer, today=today)
    impossible |= impossible_revoking(case, at=at)
    steps = _steps(actor, case, answers, extensions, published=publication is not None, today=today, impossible=impossible)
    if complaint is not None:
        steps = _complaint_steps(steps, case, complaint, today=today, locale=locale)
    return CaseFile(
        **{name: getattr(case, name) for name in copied}, **names, sender=_sender(actor, case),
        pictures=tuple(item for item in photos if not item.purpose.startswith("answer")),
        clocks=tuple(clock_views(case.unit_id, case.id, today=today, calendar=calendar, locale=locale)),
        files=arrivals(case.id, unit_id=case.unit_id, today=today),
        steps=steps, complaint=complaint, entries=entries_since(actor, case.id),
        answers=answers, questions=questions_of(case.id), extensions=extensions, publication=publication,
        apologies=apologies, relief=relief, apology_owed_for=owed_of(case.due_on, apologies, today=today),
        proposal=propose_assignment(case.unit_id, case.field_id, case.village_id, today) if proposing else None,
    )  # fmt: skip


def entries_since(actor: Actor, case_id: int, *, version: int = -1) -> tuple[EntryView, ...]:
    """Return the timeline, oldest first; with ``version`` only what was written after that version of the case."""
    _readable(actor, case_id)
    query = (
        select(CaseEntry, Official.full_name)
        .outerjoin(Official, Official.id == CaseEntry.actor_id)
        .where(CaseEntry.case_id == case_id, CaseEntry.version > version)
        .order_by(CaseEntry.id)
    )
    return tuple(
        EntryView(
            kind=row.kind, at=row.at, actor_name=name or "", for_sender=row.for_sender, version=row.version, text=row.text,
            facts=row.facts,
        )
        for row, name in db.session.execute(query)
    )  # fmt: skip


def _readable(actor: Actor, case_id: int) -> Case:
    case = db.session.scalars(select(Case).where(Case.id == case_id, Case.unit_id == actor.unit_id)).one_or_none()
    if case is None or not may_read(actor, case):
        raise NotFound()
    return case


def _names(case: Case) -> dict[str, str]:
    found = {}
    for key, model, row_id, column in (
        ("field_name", Field, case.field_id, "name"), ("village_name", Village, case.village_id, "name"),
        ("officer_name", Official, case.officer_id, "full_name"), ("department_name", Department, case.department_id, "name"),
        ("department_phone", Department, case.department_id, "phone"),
    ):  # fmt: skip
        row = db.session.get(model, row_id) if row_id else None
        found[key] = getattr(row, column) if row else ""
    return found


def _sender(actor: Actor, case: Case) -> SenderView | None:
    if case.anonymous or not may_see_identity(actor, case):
        return None
    row = db.session.scalars(select(Sender).where(Sender.case_id == case.id)).one_or_none()
    if row is None:
        return None
    messages = allows(row) and messages_offered()
    return SenderView(
        name=row.name or "", phone=row.phone or "", email=row.email or "", hide_name=row.hide_name, locale=row.locale,
        messages=messages, may_stop_messages=messages and Permission.CASE_REGISTER in actor.permissions,
    )  # fmt: skip


def _steps(
    actor: Actor, case: Case, answers: tuple[AnswerView, ...], extensions: tuple[ExtensionView, ...], *, published: bool,
    today: date, impossible: set[Action],
) -> tuple[NextStep, ...]:  # fmt: skip
    answer = next((item for item in answers if item.round == case.round), None)
    waiting = [item for item in extensions if item.approved is None]
    hidden = _impossible(AnswerState(answer.state) if answer else None, waiting=bool(waiting), published=published)
    hidden |= out_of_place(case, today=today) | impossible
    if not _may_recall(actor, case, answer, today=today):
        hidden.add(Action.RECALL)
    asked = any(item.approved is not False for item in extensions)
    if asked or case.due_on is None or is_late(case.due_on, today):
        hidden |= {Action.EXTEND}
    steps = []
    for step in steps_of(case.kind):
        if step.action in hidden or not may(actor, step.action, case):
            continue
        blocked = tuple(answer.missing.values()) if answer and step.action in (Action.SUBMIT, Action.APPROVE) else ()
        steps.append(NextStep(action=step.action, legal_basis=step.legal_basis, blocked_by=blocked))
    return tuple(steps)


def _may_recall(actor: Actor, case: Case, answer: AnswerView | None, *, today: date) -> bool:
    if answer is None or answer.state != AnswerState.SUBMITTED or not may(actor, Action.RECALL, case):
        return False
    return wrote_for(actor, answer.author_id, covered=covered_by(case.unit_id, actor.id, on=today))


def _complaint_steps(
    steps: tuple[NextStep, ...], case: Case, complaint: ComplaintView, *, today: date, locale: str
) -> tuple[NextStep, ...]:
    """Return the steps of a complaint with form and deadline, without those for which there is nothing on file."""
    shown = []
    for step in steps:
        row = step_for(step.action, case.kind)
        if row is None or step.action in complaint.hidden:
            continue
        blocked = (complaint.blocked[step.action],) if step.action in complaint.blocked else step.blocked_by
        deadline = deadline_text(row, case, complaint, today=today, locale=locale)
        shown.append(replace(step, blocked_by=blocked, form=row.form, term=row.term if deadline else "", deadline=deadline))
    return tuple(shown)


def _impossible(answer: AnswerState | None, *, waiting: bool, published: bool) -> set[Action]:
    """Return the actions that the table allows by state but the answer, request or publication does not."""
    hidden = set()
    if answer not in (None, *WITH_OFFICER):
        hidden.add(Action.DRAFT)
    if answer not in WITH_OFFICER:
        hidden.add(Action.SUBMIT)
    if answer != AnswerState.SUBMITTED:
        hidden.add(Action.APPROVE)
    if answer not in (AnswerState.SUBMITTED, AnswerState.APPROVED):
        hidden.add(Action.SEND_BACK)
    if answer != AnswerState.APPROVED:
        hidden.add(Action.ISSUE)
    if not waiting:
        hidden.add(Action.DECIDE_EXTENSION)
    if not published:
        hidden.add(Action.UNPUBLISH)
    return hidden


def _answers(case: Case, photos: list[Picture], *, today: date) -> tuple[AnswerView, ...]:
    query = (
        select(Answer, Rating.satisfied, Rating.reason)
        .outerjoin(Rating, (Rating.case_id == Answer.case_id) & (Rating.round == Answer.round))
        .where(Answer.case_id == case.id)
        .order_by(Answer.round)
    )
    rows = db.session.execute(query).all()
    people = names_of({row.author_id for row, *_rest in rows} | {row.approved_by for row, *_rest in rows})
    late = is_late(case.due_on, today)
    return tuple(_answer(row, satisfied, reason, photos, people, late=late, today=today) for row, satisfied, reason in rows)


def _answer(
    row: Answer, satisfied: bool | None, reason: str | None, photos: list[Picture], people: dict[int, str], *, late: bool,
    today: date,
) -> AnswerView:  # fmt: skip
    draft = draft_of(row)
    own = tuple(item for item in photos if item.purpose == f"answer{row.round}")
    usable = [item for item in own if item.state != "failed"]
    documents, begun = sum(item.is_document for item in usable), row.state in WITH_OFFICER
    return AnswerView(
        round=row.round, state=row.state, draft=draft, author_id=row.author_id, author_name=people.get(row.author_id, ""),
        missing=missing_for_answer(
            draft, photos=len(usable) - documents, documents=documents, late=late and begun, today=today if begun else None
        ),
        approver_name=people.get(row.approved_by or 0, ""), leader_note=row.leader_note, issued_on=row.issued_on, pictures=own,
        satisfied=satisfied, rating_reason=reason or "",
    )  # fmt: skip


def _publication(case: Case) -> PublicationView | None:
    row = db.session.scalars(select(Publication).where(Publication.case_id == case.id)).one_or_none()
    if row is None:
        return None
    return PublicationView(
        title=row.title, story=row.story, answer=row.answer, photos=tuple(row.photos), approved_at=row.approved_at,
        place_shown=row.place_shown, approver_name=names_of({row.approved_by}).get(row.approved_by, ""),
    )  # fmt: skip
