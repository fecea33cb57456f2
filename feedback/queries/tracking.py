"""What the sender sees of their own case: receipt, stations, answers, and what may still be done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from accounts.queries import fields, setting, villages
from core.attachments import Picture, pictures
from core.database import use_unit
from core.extensions import db
from core.outbox import Letter, for_resident
from deadlines.calendar import WorkingCalendar
from deadlines.queries import calendar_for
from feedback.link_models import CaseLink
from feedback.models import Answer, Case, CaseEntry, CaseQuestion, Publication, PublicCase, Rating, Sender
from feedback.queries import handovers
from feedback.queries.complaint_tracking import ComplaintStanding, complaint_standing, complaint_stations
from feedback.queries.handovers import HandoverView
from feedback.queries.links import TransferView, leading_id_of, part_ids, transfer_view
from feedback.queries.pieces import NONE_SAID, Arrivals, arrivals
from feedback.queries.stand_ins import by_code, by_id
from feedback.queries.views_of_clocks import ClockView, clock_views, kept_clock_views
from feedback.rules import last_day_to_reopen, may_reopen
from feedback.stand_in_models import StandIn
from feedback.states import OPEN_STATES, SIDE_CLOCKS, AnswerState, CaseKind, CaseState


@dataclass(frozen=True, kw_only=True)
class Station:
    """One stop on the line: ``name`` (registered, accepted, answered, closed …), its date, and done | now | next | late."""

    name: str
    on: date | None
    state: str


@dataclass(frozen=True, kw_only=True)
class SenderEntry:
    """A line of the timeline that concerns the sender."""

    kind: str
    at: datetime
    text: str
    facts: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class IssuedAnswer:
    """An answer as the sender reads it; ``pictures`` are its evidence."""

    round: int
    outcome: str
    what_was_done: str
    done_on: date | None
    done_by: str
    evidence: str
    no_evidence_reason: str
    next_step: str
    contact: str
    issued_on: date
    satisfied: bool | None
    rating_reason: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of the office; ``reply`` None while it waits for the sender."""

    id: int
    text: str
    asked_at: datetime
    reply: str | None
    replied_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ReceiptView:
    """What stands on the receipt. Nothing here is personal: the code in the address is public."""

    code: str
    kind: str
    state: str
    channel: str
    anonymous: bool
    received_at: datetime
    field_name: str
    village_name: str
    clocks: tuple[ClockView, ...]
    stations: tuple[Station, ...]
    files: Arrivals = NONE_SAID


@dataclass(frozen=True, kw_only=True)
class TrackedCase:
    """Everything the sender may see and do; shown only to whoever proved the secret words.

    ``follows``: the case was merged into another, whose stations stand on the receipt; ``public_answer`` is what that case
    shows to everybody, never its sender's words. ``parts`` are the cases that the letter was split into. ``handover``: the other
    side, when it went to or came from another commune; ``there`` is the case that goes on there, while it lies there.
    """

    case_id: int
    receipt: ReceiptView
    subject: str
    story: str
    place: str
    due_on: date | None
    pictures: tuple[Picture, ...]
    entries: tuple[SenderEntry, ...]
    answers: tuple[IssuedAnswer, ...]
    questions: tuple[Question, ...]
    letters: tuple[Letter, ...]
    may_add: bool
    may_rate: bool
    reopens: bool
    reopen_until: date | None
    complaint: ComplaintStanding | None = None
    sender_name: str = ""
    follows: bool = False
    public_answer: str = ""
    parts: tuple[TrackedCase, ...] = ()
    transfer: TransferView | None = None
    dates_only: bool = False
    handover: HandoverView | None = None
    there: TrackedCase | None = None
    files: Arrivals = NONE_SAID


def receipt(unit_id: int, code: str, *, today: date, calendar: WorkingCalendar, locale: str) -> ReceiptView | None:
    """Return the receipt of a code, or None when there is no such case in this commune."""
    case = db.session.scalars(select(Case).where(Case.unit_id == unit_id, Case.code == code)).one_or_none()
    if case is not None:
        return _receipt(case, today=today, calendar=calendar, locale=locale)
    stand_in = by_code(unit_id, code)
    return None if stand_in is None else _receipt(stand_in, today=today, calendar=calendar, locale=locale)


def tracked(unit_id: int, case_id: int, *, today: date, calendar: WorkingCalendar, locale: str) -> TrackedCase | None:
    """Return the case for its sender, or None."""
    case = db.session.scalars(select(Case).where(Case.unit_id == unit_id, Case.id == case_id)).one_or_none()
    if case is None:
        return _dates_of(by_id(unit_id, case_id), today=today, calendar=calendar, locale=locale)
    photos = pictures(unit_id=unit_id, subject=f"case:{case.id}")
    answers = _answers(case, photos)
    last = answers[-1] if answers else None
    days = int(setting(unit_id, "reopen_days"))
    complaint = case.kind == CaseKind.COMPLAINT
    shown = _receipt(case, today=today, calendar=calendar, locale=locale)
    rateable = (
        not complaint and case.state in (CaseState.ANSWERED, CaseState.CLOSED) and last is not None and last.round == case.round
    )
    return TrackedCase(
        case_id=case.id, receipt=shown, subject=case.subject,
        sender_name=_name_of(case) if complaint else "",
        complaint=complaint_standing(case, shown.clocks) if complaint else None,
        story=case.story, place=case.place, due_on=case.due_on, answers=answers, entries=_entries(case),
        pictures=tuple(item for item in photos if not item.purpose.startswith("answer")), questions=questions_of(case.id),
        letters=tuple(for_resident(unit_id=unit_id, subject=f"case:{case.id}")),
        may_add=CaseState(case.state) in OPEN_STATES, may_rate=rateable and last.satisfied is None,
        reopens=may_reopen(
            round_number=case.round, issued_on=last.issued_on if last else None, today=today, reopen_days=days
        ),
        reopen_until=last_day_to_reopen(last.issued_on, reopen_days=days) if last and case.round == 1 else None,
        follows=case.state == CaseState.MERGED, public_answer=_public_answer(case),
        parts=_parts(case, today=today, calendar=calendar, locale=locale), transfer=transfer_view(case.id, today=today),
        handover=handovers.handover_view(unit_id, case.id, received_on=case.received_on, today=today, locale=locale),
        there=_there(case, today=today, locale=locale), files=shown.files,
    )  # fmt: skip


def _dates_of(stand_in: StandIn | None, *, today: date, calendar: WorkingCalendar, locale: str) -> TrackedCase | None:
    """Return what a code shows of which only the dates are left: the page that everybody sees with a code and a phone."""
    if stand_in is None:
        return None
    return TrackedCase(
        case_id=stand_in.id, receipt=_receipt(stand_in, today=today, calendar=calendar, locale=locale), subject="", story="",
        place="", due_on=stand_in.due_on, pictures=(), entries=(), answers=(), questions=(), letters=(), may_add=False,
        may_rate=False, reopens=False, reopen_until=None, dates_only=True,
    )  # fmt: skip


def _public_answer(case: Case) -> str:
    """Return the published answer of the case that a merged one follows, or an empty text."""
    if case.state != CaseState.MERGED:
        return ""
    query = select(Publication.answer).join(CaseLink, CaseLink.leading_id == Publication.case_id)
    return db.session.scalar(query.where(CaseLink.case_id == case.id, CaseLink.kind == "merged")) or ""


def _parts(case: Case, *, today: date, calendar: WorkingCalendar, locale: str) -> tuple[TrackedCase, ...]:
    if case.state != CaseState.SPLIT:
        return ()
    found = (tracked(case.unit_id, part, today=today, calendar=calendar, locale=locale) for part in part_ids(case.id))
    return tuple(part for part in found if part is not None)


def _there(case: Case, *, today: date, locale: str) -> TrackedCase | None:
    """Return the case that goes on at another commune as its sender may see it there, under the code of here.

    Its photos are shown on the pages of that commune alone.
    """
    place = handovers.holder(case.unit_id, case.id)
    if place is None:
        return None
    with use_unit(place.unit_id):
        calendar = calendar_for(place.unit_id)
        shown = tracked(place.unit_id, place.case_id, today=today, calendar=calendar, locale=locale)
    if shown is None:
        return None
    answers = tuple(replace(answer, pictures=()) for answer in shown.answers)
    return replace(shown, pictures=(), answers=answers, receipt=replace(shown.receipt, code=case.code))


def _receipt(case: Case | StandIn, *, today: date, calendar: WorkingCalendar, locale: str) -> ReceiptView:
    road = _leading(case) or case
    if isinstance(road, StandIn):
        on_road = kept_clock_views(road, today=today, calendar=calendar, locale=locale)
    else:
        on_road = clock_views(case.unit_id, road.id, today=today, calendar=calendar, locale=locale)
    stations = _stations(road, on_road, today=today)
    place = handovers.holder(road.unit_id, road.id)
    there = handovers.case_there(place) if place is not None else None
    if there is not None:
        on_road = handovers.clocks_there(there, today=today, locale=locale)
        stations = (*_left(road), *_stations(there, on_road, today=today)[1:])
    names = "name_en" if locale == "en" else "name"
    field = next((item for item in fields(case.unit_id) if item.id == case.field_id), None)
    village = next((item for item in villages(case.unit_id) if item.id == case.village_id), None)
    return ReceiptView(
        code=case.code, kind=case.kind, state=case.state, channel=case.channel, anonymous=case.anonymous,
        received_at=case.received_at, field_name=(getattr(field, names) or field.name) if field else "",
        village_name=village.name if village and case.kind != CaseKind.COMPLAINT else "", clocks=tuple(on_road),
        stations=stations,
        files=NONE_SAID if isinstance(case, StandIn) else arrivals(case.id, unit_id=case.unit_id, today=today),
    )  # fmt: skip


def _left(case: Case | StandIn) -> tuple[Station, ...]:
    """Return the stations of a letter at the commune that handed it over."""
    stops = (("registered", case.received_on), ("handed_over", case.closed_on))
    return tuple(Station(name=name, on=on, state="done") for name, on in stops)


def _leading(case: Case | StandIn) -> Case | StandIn | None:
    """Return the case that a merged one follows, or what stands in for it: its stations are shown, nothing else of it."""
    if case.state != CaseState.MERGED:
        return None
    leading_id = case.leading_id if isinstance(case, StandIn) else leading_id_of(case.id)
    if leading_id is None:
        return None
    leading = db.session.scalars(select(Case).where(Case.unit_id == case.unit_id, Case.id == leading_id)).one_or_none()
    return leading or by_id(case.unit_id, leading_id)


def _stations(case: Case | StandIn, clocks: list[ClockView], *, today: date) -> tuple[Station, ...]:
    if case.kind == CaseKind.COMPLAINT:
        stops = complaint_stations(case, clocks, today=today)
        return tuple(Station(name=stop.name, on=stop.on, state=stop.state) for stop in stops)
    line = [Station(name="registered", on=case.received_on, state="done")]
    if case.state not in OPEN_STATES and case.accepted_on is None:
        return (*line, Station(name=case.state, on=case.closed_on, state="done"))
    accepted = _promised(clocks, "notify") if case.accepted_on is None else case.accepted_on
    line.append(_station("accepted", accepted, done=case.accepted_on is not None, today=today, current=True))
    promised = case.due_on if case.accepted_on else _promised(clocks, "settle")
    if case.round == 2:
        line += _opened_again(case)
    answered = case.answered_on is not None
    line.append(
        _station("answered", case.answered_on or promised, done=answered, today=today, current=case.accepted_on is not None)
    )
    return (*line, _end(case, today=today))


def _end(case: Case | StandIn, *, today: date) -> Station:
    """Return the last station: while the sender may have the case opened again, with its last day; nobody is late there."""
    if case.closed_on is not None:
        return Station(name="closed", on=case.closed_on, state="done")
    if case.answered_on is None:
        return Station(name="closed", on=None, state="next")
    days = int(setting(case.unit_id, "reopen_days"))
    last = last_day_to_reopen(case.answered_on, reopen_days=days) if case.round == 1 else None
    return Station(name="closed", on=last if last is not None and today <= last else None, state="now")


def _opened_again(case: Case | StandIn) -> list[Station]:
    """Return the first answer and the word that opened it again, as its public page has them whatever became of the letter."""
    query = select(PublicCase.first_settled_on, PublicCase.reopened_on).where(PublicCase.id == case.id)
    with use_unit(case.unit_id):
        answered_on, reopened_on = db.session.execute(query).one_or_none() or (None, None)
    first = [Station(name="answered_first", on=answered_on, state="done")] if answered_on else []
    return [*first, Station(name="reopened", on=reopened_on, state="done")]


def _station(name: str, on: date | None, *, done: bool, today: date, current: bool) -> Station:
    if done:
        return Station(name=name, on=on, state="done")
    late = on is not None and on < today
    return Station(name=name, on=on, state="late" if late and current else "now" if current else "next")


def _promised(clocks: list[ClockView], which: str) -> date | None:
    own = [clock for clock in clocks if clock.term_code not in SIDE_CLOCKS]
    wanted = [clock.due_on for clock in own if clock.term_code.endswith("SETTLE") == (which == "settle")]
    return wanted[-1] if wanted else None


def _name_of(case: Case) -> str:
    return db.session.scalar(select(Sender.name).where(Sender.case_id == case.id)) or ""


def _entries(case: Case) -> tuple[SenderEntry, ...]:
    rows = db.session.scalars(
        select(CaseEntry).where(CaseEntry.case_id == case.id, CaseEntry.for_sender.is_(True)).order_by(CaseEntry.id)
    )
    return tuple(SenderEntry(kind=row.kind, at=row.at, text=row.text, facts=row.facts) for row in rows)


def _answers(case: Case, photos: list[Picture]) -> tuple[IssuedAnswer, ...]:
    query = (
        select(Answer, Rating.satisfied, Rating.reason)
        .outerjoin(Rating, (Rating.case_id == Answer.case_id) & (Rating.round == Answer.round))
        .where(Answer.case_id == case.id, Answer.state == AnswerState.ISSUED.value)
        .order_by(Answer.round)
    )
    return tuple(
        IssuedAnswer(
            round=row.round, outcome=row.outcome, what_was_done=row.what_was_done, done_on=row.done_on, done_by=row.done_by,
            evidence=row.evidence, no_evidence_reason=row.no_evidence_reason, next_step=row.next_step, contact=row.contact,
            issued_on=row.issued_on, satisfied=satisfied, rating_reason=reason or "",
            pictures=tuple(item for item in photos if item.purpose == f"answer{row.round}"),
        )
        for row, satisfied, reason in db.session.execute(query)
    )  # fmt: skip


def questions_of(case_id: int) -> tuple[Question, ...]:
    """Return the questions of the office to the sender, oldest first."""
    rows = db.session.scalars(select(CaseQuestion).where(CaseQuestion.case_id == case_id).order_by(CaseQuestion.id))
    return tuple(
        Question(id=row.id, text=row.text, asked_at=row.asked_at, reply=row.reply, replied_at=row.replied_at) for row in rows
    )
