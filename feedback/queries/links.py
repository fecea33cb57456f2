"""What belongs together: the case that a duplicate follows, the letters that follow a case, the parts of a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case as when
from sqlalchemy import exists, func, or_, select

from core.extensions import db
from deadlines import queries as legal_time
from deadlines.engine import due_on
from feedback.link_models import CaseLink, CaseMark, CaseSupport, CaseTransfer
from feedback.models import Case, CaseClock
from feedback.queries import handovers
from feedback.queries.forwardings import report_waits
from feedback.states import (
    MERGEABLE_KINDS,
    OPEN_STATES,
    PORTAL_CLOCK,
    REPORTABLE,
    Action,
    CaseKind,
    CaseState,
    ClockState,
    may_be_turned_away,
)

PORTAL_UPDATE = "KNPA.PORTAL.UPDATE"
NEVER_ANSWERED = frozenset({CaseState.SPLIT, CaseState.FILED})

MAY_LEAD = OPEN_STATES | {CaseState.ANSWERED, CaseState.TRANSFERRED}
"""The states of a case that others may be merged into."""


@dataclass(frozen=True, kw_only=True)
class Kin:
    """A case beside this one, by its number."""

    id: int
    code: str
    subject: str
    kind: str
    state: str
    received_on: date
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class TransferView:
    """Where a case went, and what came back; ``late`` when the answer is overdue today."""

    receiver: str
    sent_on: date
    reply_due_on: date
    urged_times: int
    urged_on: date | None
    replied_on: date | None
    reply_number: str
    reply_text: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Everything around a case that is not on its own road; ``portal_update_on`` is when the portal wants news next."""

    leading: Kin | None
    parent: Kin | None
    followers: tuple[Kin, ...]
    parts: tuple[Kin, ...]
    transfer: TransferView | None
    urgent_reason: str
    urgent_on: date | None
    portal_number: str
    portal_update_on: date | None
    supports: int

    @property
    def empty(self) -> bool:
        """True when there is nothing to show."""
        kin = (self.leading, self.parent, self.transfer, self.urgent_on)
        return not (any(kin) or self.followers or self.parts or self.portal_number or self.supports)


RUNS = exists().where(CaseClock.case_id == Case.id, CaseClock.state == ClockState.RUNNING.value)
KIN = (
    Case.id, Case.code, Case.subject, Case.kind, Case.state, Case.received_on, when((RUNS, Case.due_on)).label("due_on"),
)  # fmt: skip
"""What is told of a case beside this one; its due date only while a clock runs for it."""


def surroundings(unit_id: int, case_id: int, *, today: date) -> Surroundings:
    """Return what stands around a case that the caller may read."""
    mark = mark_of(case_id)
    return Surroundings(
        leading=leading_of(case_id, kind="merged"), parent=leading_of(case_id, kind="part"),
        followers=_led(case_id, kind="merged"), parts=_led(case_id, kind="part"), transfer=transfer_view(case_id, today=today),
        urgent_reason=mark.urgent_reason if mark else "", urgent_on=mark.urgent_on if mark else None,
        portal_number=mark.portal_number if mark else "",
        portal_update_on=_portal_update(unit_id, case_id, mark, today=today) if mark and mark.portal_number else None,
        supports=support_count(case_id),
    )  # fmt: skip


def leading_of(case_id: int, *, kind: str) -> Kin | None:
    """Return the case that this one follows (``merged``) or came out of (``part``)."""
    query = select(*KIN).join(CaseLink, CaseLink.leading_id == Case.id)
    row = db.session.execute(query.where(CaseLink.case_id == case_id, CaseLink.kind == kind)).one_or_none()
    return Kin(**row._mapping) if row else None


def _led(case_id: int, *, kind: str) -> tuple[Kin, ...]:
    query = select(*KIN).join(CaseLink, CaseLink.case_id == Case.id).where(CaseLink.leading_id == case_id, CaseLink.kind == kind)
    return tuple(Kin(**row._mapping) for row in db.session.execute(query.order_by(CaseLink.number, CaseLink.id)))


def follower_cases(case_id: int) -> list[Case]:
    """Return the letters that follow a case: their senders are told what its sender is told."""
    query = select(Case).join(CaseLink, CaseLink.case_id == Case.id)
    return list(db.session.scalars(query.where(CaseLink.leading_id == case_id, CaseLink.kind == "merged").order_by(Case.id)))


def has_followers(case_id: int) -> bool:
    """Return whether other letters were merged into a case."""
    query = select(CaseLink.id).where(CaseLink.leading_id == case_id, CaseLink.kind == "merged").limit(1)
    return db.session.scalar(query) is not None


def leading_id_of(case_id: int) -> int | None:
    """Return the case that a merged one follows, or None."""
    return db.session.scalar(select(CaseLink.leading_id).where(CaseLink.case_id == case_id, CaseLink.kind == "merged"))


def part_ids(case_id: int) -> list[int]:
    """Return the ids of the cases that a letter was split into, in their order."""
    return [kin.id for kin in _led(case_id, kind="part")]


def transfer_view(case_id: int, *, today: date) -> TransferView | None:
    """Return where a case was transferred to, or None."""
    row = db.session.scalars(select(CaseTransfer).where(CaseTransfer.case_id == case_id)).one_or_none()
    if row is None:
        return None
    names = ("receiver", "sent_on", "reply_due_on", "urged_times", "urged_on", "replied_on", "reply_number", "reply_text")
    late = row.replied_on is None and row.reply_due_on < today
    return TransferView(late=late, **{name: getattr(row, name) for name in names})


def mark_of(case_id: int) -> CaseMark | None:
    """Return the marks of a case, or None."""
    return db.session.scalars(select(CaseMark).where(CaseMark.case_id == case_id)).one_or_none()


def support_count(case_id: int) -> int:
    """Return how many people said that they meet the same thing, letters that follow the case included."""
    following = CaseLink.leading_id == case_id, CaseLink.kind == "merged"
    letters = select(func.count(CaseLink.id)).where(*following).scalar_subquery()
    theirs = or_(CaseSupport.case_id == case_id, CaseSupport.case_id.in_(select(CaseLink.case_id).where(*following)))
    presses = select(func.count(CaseSupport.id)).where(theirs).scalar_subquery()
    return db.session.scalar(select(letters + presses)) or 0


def _portal_update(unit_id: int, case_id: int, mark: CaseMark, *, today: date) -> date | None:
    """Return the day of the next update: seven days after the answer was due or the portal was last told (Decision 574)."""
    clock = db.session.scalars(
        select(CaseClock)
        .where(CaseClock.case_id == case_id, CaseClock.term_code == PORTAL_CLOCK)
        .order_by(CaseClock.id.desc())
        .limit(1)
    ).one_or_none()
    if clock is None or clock.ended_on is not None or today <= clock.due_on:
        return None
    start = max(clock.due_on, mark.portal_updated_on or clock.due_on)
    term = legal_time.term(PORTAL_UPDATE, clock.started_on, unit_id=unit_id)
    return due_on(term, start, legal_time.calendar_for(unit_id)).due_on


def _unfit(case: Case) -> set[Action]:
    """Return the actions that are not for this letter, wherever it stands."""
    hidden: set[Action] = set()
    if not case.anonymous:
        hidden.add(Action.FILE)
    else:
        hidden.add(Action.FILE_ONLY)
    if case.kind == CaseKind.REGULATION_FEEDBACK:
        hidden.add(Action.ACCEPT)
    if case.kind not in MERGEABLE_KINDS:
        hidden.add(Action.MERGE)
    if not may_be_turned_away(Action.REFUSE, channel=case.channel):
        hidden.add(Action.REFUSE)
    if case.state in REPORTABLE and not report_waits(case.id):
        hidden.add(Action.REPORT_BACK)
    return hidden


def out_of_place(case: Case, *, today: date) -> set[Action]:
    """Return the actions that the table allows by state but what stands around the case does not."""
    hidden = _unfit(case)
    if case.state == CaseState.CLASSIFIED and not handovers.receivers(case, on=today):
        hidden.add(Action.HANDOVER)
    if case.state == CaseState.TRANSFERRED:
        if handovers.holder(case.unit_id, case.id) is not None:
            return hidden | {Action.URGE, Action.RECORD_REPLY}
        transfer = transfer_view(case.id, today=today)
        if transfer is not None and transfer.replied_on is not None:
            hidden.add(Action.RECORD_REPLY)
        return hidden if transfer is not None and transfer.late else hidden | {Action.URGE}
    if case.state == CaseState.MERGED:
        leading = leading_of(case.id, kind="merged")
        return hidden if leading and may_part(leading.state) else hidden | {Action.UNMERGE}
    mark = mark_of(case.id)
    if mark is not None and mark.urgent_on is not None:
        hidden.add(Action.MARK_URGENT)
    return hidden


def may_part(leading_state: str) -> bool:
    """A merge is undone while the leading case has no answer: afterwards its sender was told one.

    A leading letter that was split or kept as information never gets an answer: who follows it must be able to leave.
    """
    return leading_state in NEVER_ANSWERED | {CaseState.RECEIVED, CaseState.CLASSIFIED, CaseState.IN_PROGRESS}
