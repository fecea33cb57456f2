"""What the office decides first: which kind and field, who handles it, or why it does not stay here."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete

from accounts.leave_queries import stand_in
from accounts.models import Department, Field, Village
from accounts.permissions import Actor
from accounts.rules import in_force
from accounts.work_queries import handles_letters
from core.bus import publish
from core.database import UnitScoped
from core.errors import BadInput, WrongState
from core.extensions import db
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from feedback.events import CaseAccepted, CaseAssigned, CaseClassified, CaseTurnedAway
from feedback.late_reasons import UNSAID, Lateness, is_late, missing_reason
from feedback.matrix import wrong_channel
from feedback.models import Case, Publication
from feedback.queries.links import has_followers
from feedback.reliefs import NOTE_MOST, ReliefOutcome, outcome_of
from feedback.services import clocks, relieving, revoking, transferring
from feedback.services.complaint_base import open_complaint
from feedback.services.lateness import keep_lateness
from feedback.services.steps import enter, load_for_change
from feedback.states import Action, CaseKind, CaseState, may_be_turned_away

OUTCOMES = {
    Action.TRANSFER: CaseState.TRANSFERRED,
    Action.GUIDE: CaseState.GUIDED,
    Action.RETURN: CaseState.RETURNED,
    Action.REFUSE: CaseState.REFUSED,
    Action.FILE_ONLY: CaseState.FILED_ONLY,
}


def classify(
    case_id: int, *, actor: Actor, at: datetime, version: int, kind: CaseKind, field_id: int, village_id: int | None = None,
    reason: str = "",
) -> None:  # fmt: skip
    """Name kind and field. The promised dates are counted anew when kind or field change them. Event: CaseClassified.

    A letter that becomes a complaint, or stops being one, says why; a complaint has a name under it (LKN Art. 8), and what was
    published of the letter is taken back.
    Raises BadInput (field_unknown, village_unknown, reason_missing, kn_needs_name) and what load_for_change raises.
    Source: Law on Citizen Reception 2013, Art. 25, 26.
    """
    case = load_for_change(case_id, actor=actor, action=Action.CLASSIFY, version=version)
    _known(Field, field_id, actor=actor, fault=("field_id", "field_unknown"))
    if village_id is not None:
        _known(Village, village_id, actor=actor, fault=("village_id", "village_unknown"))
    before, due_before = (case.kind, case.field_id), case.due_on
    _may_become(case, kind, reason=reason)
    case.kind, case.field_id, case.village_id = kind.value, field_id, village_id
    case.state = CaseState.CLASSIFIED.value
    if kind == CaseKind.COMPLAINT:
        open_complaint(case)
        db.session.execute(delete(Publication).where(Publication.case_id == case.id))
    clocks.promise(case)
    facts = {"kind": kind.value, "field_id": field_id, "kind_before": before[0], "field_before": before[1]}
    moved = {"due_before": _iso(due_before), "due_on": _iso(case.due_on)} if case.due_on != due_before else {}
    enter(case, "classified", at=at, actor=actor, text=clean_text(reason), facts={**facts, **moved})
    publish(CaseClassified(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, **facts))


def _may_become(case: Case, kind: CaseKind, *, reason: str) -> None:
    crosses = CaseKind.COMPLAINT in (case.kind, kind) and case.kind != kind
    if crosses and len(clean_text(reason)) < 5:
        raise BadInput({"reason": "reason_missing"})
    if kind == CaseKind.COMPLAINT and case.anonymous:
        raise BadInput({"kind": "kn_needs_name"})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def accept(case_id: int, *, actor: Actor, at: datetime, version: int, department_id: int, officer_id: int | None) -> date | None:
    """Take the case on (nhận giải quyết) and give it to a department; return the promised date. Event: CaseAccepted.

    The clock of the first answer ends and that of the settlement starts today (Law on Citizen Reception Art. 26.2, 28.1).
    Raises BadInput (department_unknown, officer_unknown) and WrongState (forward_only: feedback on a regulation is passed on).
    """
    case = load_for_change(case_id, actor=actor, action=Action.ACCEPT, version=version)
    if case.kind == CaseKind.REGULATION_FEEDBACK:
        raise WrongState("forward_only", case_id=case.id)
    away = give_to(case, department_id=department_id, officer_id=officer_id, actor=actor, on=local_date(at))
    officer_id = case.officer_id
    case.state, case.accepted_on = CaseState.IN_PROGRESS.value, local_date(at)
    due = clocks.start_settlement(case, on=case.accepted_on)
    facts = {"department_id": department_id, "officer_id": officer_id, "due_on": due.isoformat() if due else None}
    enter(case, "accepted", at=at, actor=actor, for_sender=True, facts=facts | away)
    publish(
        CaseAccepted(
            unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, department_id=department_id,
            officer_id=officer_id, due_on=due,
        )
    )  # fmt: skip
    return due


def assign(
    case_id: int, *, actor: Actor, at: datetime, version: int, department_id: int, officer_id: int | None, note: str = ""
) -> None:  # fmt: skip
    """Give a running case to another department or officer; its clock runs on. Event: CaseAssigned.

    Who is away that day is stood in for by whom they named; the timeline says so (facts: instead_of). An officer who asked to be
    relieved gets it back with a ``note`` only. Raises BadInput (department_unknown, officer_unknown, relief_word_missing,
    text_long).
    """
    case = load_for_change(case_id, actor=actor, action=Action.ASSIGN, version=version)
    place, before = (case.department_id, case.officer_id), case.officer_id
    away = give_to(case, department_id=department_id, officer_id=officer_id, actor=actor, on=local_date(at))
    facts = {"department_id": department_id, "officer_id": case.officer_id, "officer_before": before}
    asked = _decided_relief(case, place, note=note, actor=actor, at=at)
    enter(case, "assigned", at=at, actor=actor, text=clean_text(note), facts=facts | away | asked)
    publish(CaseAssigned(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, **facts, **asked))


def _decided_relief(
    case: Case, before: tuple[int | None, int | None], *, note: str, actor: Actor, at: datetime
) -> dict[str, str]:  # fmt: skip
    """Settle what the officer asked, where they did; return what became of it."""
    request, words = relieving.waiting_request(case), clean_text(note)
    if len(words) > NOTE_MOST:
        raise BadInput({"note": "text_long"})
    if request is None:
        return {}
    outcome = outcome_of(before=before, after=(case.department_id, case.officer_id))
    if outcome is ReliefOutcome.KEPT and len(words) < 5:
        raise BadInput({"note": "relief_word_missing"})
    relieving.settle(request, outcome, actor=actor, at=at)
    return {"relief": outcome.value}


def turn_away(
    case_id: int, *, actor: Actor, at: datetime, version: int, action: Action, ground: str, letter: str, receiver: str = "",
    late: Lateness = UNSAID, term: str = "", ground_code: str = "",
) -> None:  # fmt: skip
    """Transfer, guide, return, refuse or file: ``ground`` is the reason with its article, ``letter`` what the sender reads.

    ``late``: why, when the due date has passed. ``term``: the legal term of a transfer that cannot wait. ``ground_code``: of a
    filing, by which its sender is told what is left to do. Raises BadInput (ground_missing, letter_missing, receiver_missing,
    late_reason_missing, late_note_missing) and what _fits raises. Event: CaseTurnedAway. The sender is told.
    """
    case = load_for_change(case_id, actor=actor, action=action, version=version)
    _fits(case, action)
    ground, letter, receiver = clean_text(ground), clean_text(letter), clean_line(receiver)[:200]
    today = local_date(at)
    faults = missing_reason(late, late=is_late(case.due_on, today))
    if len(ground) < 5:
        faults["ground"] = "ground_missing"
    if len(letter) < 10:
        faults["letter"] = "letter_missing"
    if action in (Action.TRANSFER, Action.GUIDE) and not receiver:
        faults["receiver"] = "receiver_missing"
    if faults:
        raise BadInput(faults)
    state, before = OUTCOMES[action], revoking.remembered(case)
    said = keep_lateness(case, late, on=today)
    case.state, case.ground = state.value, ground
    case.on_time = clocks.end_running(case, on=today)
    case.answered_on = case.closed_on = today
    if action is Action.TRANSFER:
        transferring.follow(case, receiver=receiver, on=today)
    facts = {"ground": ground, "receiver": receiver} | said | transferring.leaves_by(case, term, on=today)
    facts |= _filed_as(case, ground_code) | before
    enter(case, state.value, at=at, actor=actor, text=letter, for_sender=True, facts=facts)
    publish(
        CaseTurnedAway(
            unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, state=state.value, ground=ground[:200],
            ground_code=ground_code, **said,
        )
    )  # fmt: skip


def _fits(case: Case, action: Action) -> None:
    """Raise WrongState where this letter cannot leave by the action: refused_letter, filed_nameless, filed_leads.

    Refusal is of who came in person. A letter without a name is kept as information; one that others follow is about their
    matter too, and what is wrong with it is not wrong with theirs.
    """
    if not may_be_turned_away(action, channel=case.channel):
        raise wrong_channel(action, case_id=case.id, kind=case.kind, state=case.state)
    if action is Action.FILE_ONLY and case.anonymous:
        raise WrongState("filed_nameless", case_id=case.id)
    if action is Action.FILE_ONLY and has_followers(case.id):
        raise WrongState("filed_leads", case_id=case.id)


def _filed_as(case: Case, ground_code: str) -> dict[str, str]:
    return {"ground_code": ground_code, "kind": case.kind} if ground_code else {}


def give_to(case: Case, *, department_id: int, officer_id: int | None, actor: Actor, on: date) -> dict[str, int | None]:
    """Give the case to a department and officer, or to who stands in for the officer; return whom they stand in for.

    The department exists on that day, and the officer serves there then and handles letters. Raises BadInput otherwise.
    """
    department = _known(Department, department_id, actor=actor, fault=("department_id", "department_unknown"))
    if not in_force(department.valid_from, department.valid_to, on=on):
        raise BadInput({"department_id": "department_unknown"})
    if officer_id is not None and not handles_letters(actor.unit_id, officer_id, on=on, department_id=department_id):
        raise BadInput({"officer_id": "officer_unknown"})
    substitute = stand_in(actor.unit_id, officer_id, on=on)
    if substitute is not None and not handles_letters(actor.unit_id, substitute, on=on):
        substitute = None
    case.department_id, case.officer_id = department_id, substitute or officer_id
    return {"instead_of": officer_id} if substitute else {}


def _known(model: type[UnitScoped], row_id: int, *, actor: Actor, fault: tuple[str, str]) -> UnitScoped:
    row = db.session.get(model, row_id) if 0 < row_id < 2**31 else None
    if row is None or row.unit_id != actor.unit_id:
        raise BadInput({fault[0]: fault[1]})
    return row
