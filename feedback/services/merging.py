"""A duplicate follows the case that leads it: one clock, one answer, and everybody who wrote is told of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from accounts.permissions import Actor
from core.bus import publish
from core.codes import clean_code
from core.errors import BadInput, WrongState
from core.extensions import db
from core.text import clean_text
from deadlines.clock import local_date
from feedback.events import CaseJoined, CaseMerged, CaseUnmerged
from feedback.link_models import CaseLink
from feedback.models import Case
from feedback.queries import handovers
from feedback.queries.links import MAY_LEAD, leading_id_of, may_part
from feedback.rules import merge_fault
from feedback.services import clocks
from feedback.services.steps import enter, load_for_change
from feedback.states import MERGEABLE_KINDS, OPEN_STATES, Action, CaseState


def merge(case_id: int, *, actor: Actor, at: datetime, version: int, leading_code: str, reason: str = "") -> None:
    """Let this case follow the one of ``leading_code``. State: merged; its clocks end, its public row goes, it counts no more.

    Both senders are told; neither ever sees words or name of the other. Events: CaseMerged, CaseJoined.
    Raises BadInput (leading_unknown, leading_itself, leading_state, leading_kind, leads_others, leading_anonymous,
    leading_later).
    """
    _hold(actor.unit_id, or_(Case.id == case_id, Case.code == clean_code(leading_code)))
    case = load_for_change(case_id, actor=actor, action=Action.MERGE, version=version)
    leading = _leading(case, leading_code)
    stopped = clocks.running_ids(case)
    db.session.add(
        CaseLink(
            unit_id=case.unit_id, kind="merged", case_id=case.id, leading_id=leading.id, state_before=case.state, clocks=stopped,
            made_on=local_date(at), made_by=actor.id,
        )
    )  # fmt: skip
    clocks.end_running(case, on=local_date(at))
    case.state, case.closed_on = CaseState.MERGED.value, local_date(at)
    enter(case, "merged", at=at, actor=actor, for_sender=False, text=clean_text(reason), facts={"code": leading.code})
    enter(leading, "joined", at=at, actor=actor, facts={"code": case.code}, changes=False)
    publish(CaseMerged(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, leading_id=leading.id))
    publish(CaseJoined(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=leading.id, follower_id=case.id))


def _hold(unit_id: int, which: ColumnElement[bool]) -> None:
    """Hold cases until the command ends, in one order: two merges of the same letters do not wait for each other crosswise."""
    db.session.execute(select(Case.id).where(Case.unit_id == unit_id, which).order_by(Case.id).with_for_update())


def _leading(case: Case, typed: str) -> Case:
    query = select(Case).where(Case.unit_id == case.unit_id, Case.code == clean_code(typed)).with_for_update()
    leading = db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    fault = ""
    if leading is None:
        fault = "leading_unknown"
    elif leading.id == case.id:
        fault = "leading_itself"
    elif leading.state not in MAY_LEAD or handovers.holder(leading.unit_id, leading.id) is not None:
        fault = "leading_state"
    elif {leading.kind, case.kind} - MERGEABLE_KINDS:
        fault = "leading_kind"
    elif _leads(case):
        fault = "leads_others"
    else:
        fault = merge_fault(
            anonymous=case.anonymous, leading_anonymous=leading.anonymous, answer_on=clocks.answer_by(case),
            leading_on=clocks.answer_by(leading), leading_open=leading.state in OPEN_STATES,
        )  # fmt: skip
    if leading is None or fault:
        raise BadInput({"leading_code": fault})
    return leading


def _leads(case: Case) -> bool:
    query = select(CaseLink.id).where(CaseLink.leading_id == case.id, CaseLink.kind == "merged").limit(1)
    return db.session.scalar(query) is not None


def unmerge(case_id: int, *, actor: Actor, at: datetime, version: int, reason: str) -> None:
    """Undo a merge while the leading case has no answer: state and clocks as before, counted from the same receipt.

    Raises BadInput (reason_missing) and WrongState (merge_settled). Event: CaseUnmerged; the sender is told.
    """
    _hold(actor.unit_id, Case.id == leading_id_of(case_id))  # before the one that follows it, as when it lets go of all
    case = load_for_change(case_id, actor=actor, action=Action.UNMERGE, version=version)
    link = db.session.scalars(select(CaseLink).where(CaseLink.case_id == case.id, CaseLink.kind == "merged")).one()
    leading = db.session.get_one(Case, link.leading_id, with_for_update=True, populate_existing=True)
    if not may_part(leading.state):
        raise WrongState("merge_settled", case_id=case.id)
    if len(clean_text(reason)) < 5:
        raise BadInput({"reason": "reason_missing"})
    case.state, case.closed_on = link.state_before, None
    clocks.run_on(case, link.clocks)
    leading_id = link.leading_id
    db.session.delete(link)
    enter(case, "unmerged", at=at, actor=actor, text=clean_text(reason), facts={"code": leading.code})
    enter(leading, "left", at=at, actor=actor, facts={"code": case.code}, changes=False)
    publish(CaseUnmerged(unit_id=case.unit_id, at=at, actor_id=actor.id, case_id=case.id, leading_id=leading_id))


def release_followers(leading: Case, *, actor: Actor | None, at: datetime, named_only: bool = False) -> list[int]:
    """Let the letters that follow a case go on by themselves, because it will never be answered; return their numbers.

    It leaves the ordinary tables, was split, or is kept as information; then only letters with a name (``named_only``) are owed
    an answer. Their state, clocks and receipt day are as before the merge. Neither timeline nor trail names the case or says
    why it left. Event: CaseUnmerged; the senders are told that their letters are dealt with by themselves again.

    ``actor`` None: it is a copy that came back, which does not know who moved the case.
    """
    query = (
        select(CaseLink, Case)
        .join(Case, Case.id == CaseLink.case_id)
        .where(CaseLink.unit_id == leading.unit_id, CaseLink.leading_id == leading.id, CaseLink.kind == "merged")
        .order_by(Case.id)
    )
    if named_only:
        query = query.where(Case.anonymous.is_(False))
    released = []
    for link, case in db.session.execute(query).all():
        case.state, case.closed_on = link.state_before, None
        clocks.run_on(case, link.clocks)
        db.session.delete(link)
        enter(case, "unmerged", at=at, actor=actor)
        actor_id = actor.id if actor else None
        publish(CaseUnmerged(unit_id=case.unit_id, at=at, actor_id=actor_id, case_id=case.id, leading_id=case.id))
        released.append(case.id)
    return released
