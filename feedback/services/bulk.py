"""Many cases at once: each goes through the command of a single one, with its own rules, version, audit entry and letters.

A portion is one transaction, so that other writers get their turn in between; a case that is refused changes nothing and
does not stop the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import event, select
from sqlalchemy.orm import Session, scoped_session

from accounts.permissions import Actor
from accounts.queries import propose_assignment
from accounts.read_models import Proposal
from core.errors import BadInput, DomainError, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import local_date
from feedback.models import Case
from feedback.services import reminding, triage
from feedback.services.upkeep import portions
from feedback.states import BEING_HANDLED, Action, CaseKind, CaseState

MOST = 200
PORTION = 50
ORDINARY = (NotFound, StaleVersion, WrongState, NotAllowed, BadInput)


@dataclass(frozen=True, kw_only=True)
class Pick:
    """A chosen case as the official saw it."""

    case_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Result:
    """What became of one chosen case; ``refused`` None: done. ``action`` is the step that was tried."""

    case_id: int
    action: Action
    refused: DomainError | None = None


Command = Callable[[Pick], Action]


@dataclass(kw_only=True)
class Giver:
    """Gives cases to one department and officer, or (``department_id`` None) to whom the responsibility matrix names."""

    actor: Actor
    at: datetime
    department_id: int | None
    officer_id: int | None
    proposals: dict[tuple[int | None, int | None], Proposal] = field(default_factory=dict)

    def __call__(self, pick: Pick) -> Action:
        """Accept a classified case and give it; give a running one to somebody else. Raises what the commands raise."""
        case = _seen(pick, self.actor)
        action = Action.ASSIGN if case.state in BEING_HANDLED else Action.ACCEPT
        if action is Action.ACCEPT and case.state != CaseState.CLASSIFIED:
            raise WrongState(case_id=case.id, action=action.value, state=case.state)
        department_id, officer_id = self._receiver(case)
        command = triage.assign if action is Action.ASSIGN else triage.accept
        command(case.id, actor=self.actor, at=self.at, version=pick.version, department_id=department_id, officer_id=officer_id)
        return action

    def _receiver(self, case: Case) -> tuple[int, int | None]:
        if self.department_id is not None:
            return self.department_id, self.officer_id
        place = (case.field_id, case.village_id)
        if place not in self.proposals:
            self.proposals[place] = propose_assignment(case.unit_id, *place, local_date(self.at))
        found = self.proposals[place]
        if found.department is None:
            raise BadInput({"department_id": "nobody_proposed"})
        return found.department.id, found.officer.id if found.officer else None


def give_many(
    picks: Sequence[Pick], *, actor: Actor, at: datetime, department_id: int | None, officer_id: int | None
) -> list[Result]:
    """Accept or re-assign the chosen cases (see Giver). Events of each: CaseAccepted or CaseAssigned."""
    giver = Giver(actor=actor, at=at, department_id=department_id, officer_id=officer_id)
    return _each(picks, giver, actor=actor, tried=Action.ASSIGN)


def classify_many(
    picks: Sequence[Pick], *, actor: Actor, at: datetime, kind: CaseKind | None, field_id: int | None, reason: str
) -> list[Result]:
    """Name kind and field of the chosen cases; None keeps what each has. Event of each: CaseClassified.

    A case whose sender or last official said otherwise needs a ``reason`` (BadInput reason_missing).
    """

    def command(pick: Pick) -> Action:
        case = _seen(pick, actor)
        new_kind, new_field = kind or CaseKind(case.kind), field_id or case.field_id
        if new_field is None:
            raise BadInput({"field_id": "field_unknown"})
        contradicts = case.kind not in (CaseKind.OTHER, new_kind) or case.field_id not in (None, new_field)
        if contradicts and not reason:
            raise BadInput({"reason": "reason_missing"})
        triage.classify(
            case.id, actor=actor, at=at, version=pick.version, kind=new_kind, field_id=new_field, village_id=case.village_id,
            reason=reason if contradicts else "",
        )  # fmt: skip
        return Action.CLASSIFY

    return _each(picks, command, actor=actor, tried=Action.CLASSIFY)


def remind_many(picks: Sequence[Pick], *, actor: Actor, at: datetime, text: str) -> list[Result]:
    """Remind who has the chosen cases in hand, at any version. Event of each: CaseReminded."""

    def command(pick: Pick) -> Action:
        reminding.remind(pick.case_id, actor=actor, at=at, text=text)
        return Action.REMIND

    return _each(picks, command, actor=actor, tried=Action.REMIND)


def _each(picks: Sequence[Pick], command: Command, *, actor: Actor, tried: Action) -> list[Result]:
    """Run a command for every pick, in the order of their ids: whoever locks several cases locks them in this order."""
    results = []
    for part in portions(sorted(picks, key=lambda pick: pick.case_id), PORTION):
        with transaction() as session, _held(session()):
            _lock(part, actor)
            results += [_try(session, pick, command, tried=tried) for pick in part]
    return results


@contextmanager
def _held(session: Session) -> Iterator[None]:
    """Keep hold of what is read inside the block.

    A session forgets what nobody holds, and would read the same department, official and field again for every case.
    """
    held: list[object] = []

    def hold(_session: Session, row: object) -> None:
        held.append(row)

    event.listen(session, "loaded_as_persistent", hold)
    try:
        yield
    finally:
        event.remove(session, "loaded_as_persistent", hold)


def _lock(part: Sequence[Pick], actor: Actor) -> None:
    """Lock the portion's cases before the first audit entry: single steps lock in the same order, case before trail."""
    ids = [pick.case_id for pick in part]
    query = select(Case).where(Case.unit_id == actor.unit_id, Case.id.in_(ids)).order_by(Case.id).with_for_update()
    db.session.scalars(query.execution_options(populate_existing=True)).all()


def _try(session: scoped_session[Session], pick: Pick, command: Command, *, tried: Action) -> Result:
    try:
        with session.begin_nested():
            return Result(case_id=pick.case_id, action=command(pick))
    except ORDINARY as no:
        step = no.facts.get("action")
        return Result(case_id=pick.case_id, action=Action(step) if isinstance(step, str) else tried, refused=no)


def _seen(pick: Pick, actor: Actor) -> Case:
    """Return the case as the official saw it. Raises NotFound and StaleVersion."""
    case = db.session.get(Case, pick.case_id)
    if case is None or case.unit_id != actor.unit_id:
        raise NotFound()
    if case.version != pick.version:
        raise StaleVersion(case_id=case.id, expected=pick.version, current=case.version)
    return case
