"""A duplicate follows the leading case: clocks, counting, who is told, what is seen, and the way back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from accounts.queries import fields
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.link_models import CaseLink
from feedback.models import Case, CaseClock, CaseEntry, PublicCase
from feedback.queries.links import surroundings
from feedback.queries.tracking import TrackedCase, tracked
from feedback.services import handling, merging, sender
from feedback.states import Action, CaseKind
from tests.makers import (
    NEIGHBOUR,
    NOW,
    TODAY,
    Commune,
    ask_for_time,
    look,
    make_case,
    make_commune,
    make_receipt,
    publish_case,
    read_case,
    read_version,
    submit,
)  # fmt: skip
from tests.makers import _go as go
from tests.makers_letters import readers, tray
from tests.makers_links import BRIDGE, merge, merged, transfer, turn_away, unmerge


def clocks(case_id: int) -> list[tuple[str, str]]:
    db.session.rollback()
    query = select(CaseClock.term_code, CaseClock.state).where(CaseClock.case_id == case_id).order_by(CaseClock.id)
    return [(row.term_code, row.state) for row in db.session.execute(query)]


def shown(commune: Commune, case_id: int) -> TrackedCase:
    db.session.rollback()
    view = tracked(commune.unit_id, case_id, today=TODAY, calendar=calendar_for(commune.unit_id), locale="vi")
    assert view is not None
    return view


def public_codes() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(PublicCase.code)))


def test_a_duplicate_is_in_a_state_of_its_own_without_a_clock_and_counts_once(commune: Commune):
    copy, lead = merged(commune)
    assert (copy.state, copy.closed_on, copy.answered_on, lead.state) == ("merged", TODAY, None, "in_progress")
    assert clocks(copy.id) == [("KNPA.NOTIFY", "ended")]
    assert public_codes() == {lead.code}
    around = surroundings(commune.unit_id, lead.id, today=TODAY)
    assert ([kin.code for kin in around.followers], around.supports) == ([copy.code], 1)
    assert surroundings(commune.unit_id, copy.id, today=TODAY).leading.code == lead.code
    assert {step.action for step in look(commune.clerk, copy.id).steps} == {Action.NOTE, Action.PUBLISH, Action.UNMERGE}


def test_both_senders_are_told_and_neither_of_the_other(commune: Commune):
    copy, lead = merged(commune)
    assert (readers(copy.id, "merged"), readers(lead.id, "joined")) == (["sender"], ["sender"])
    words = " ".join(told.body for told in [*tray(copy.id), *tray(lead.id)] if told.event in ("merged", "joined"))
    assert [secret for secret in ("Bình", "Cường", "0987", "0912", "Cầu tràn") if secret in words] == []
    assert copy.code not in " ".join(told.body for told in tray(lead.id))


def test_whoever_follows_is_told_what_the_leading_sender_is_told(commune: Commune):
    copy, lead = merged(commune)
    with transaction():
        handling.ask_sender(lead.id, actor=commune.officer, at=NOW, text="Cầu nào?")
    ask_for_time(commune, lead.id)
    with transaction():
        handling.decide_extension(lead.id, actor=commune.leader, at=NOW, version=read_version(lead.id), approve=True)
    submit(commune, lead.id)
    for stop in ("approved", "answered", "reopened"):
        go(commune, lead.id, stop, at=NOW)
    assert [told.event for told in tray(copy.id) if told.reader == "sender"] == [
        "registered", "merged", "extended", "issued", "reopened",
    ]  # fmt: skip
    own = [told for told in tray(copy.id) if told.event == "issued"]
    assert (len(own), copy.code in own[0].body, lead.code in own[0].body) == (1, True, False)


def test_the_code_of_a_duplicate_shows_the_road_of_the_leading_case(commune: Commune):
    receipt = make_receipt(commune, story=BRIDGE, phone="0912 000 111")
    lead = make_case(commune, state="answered", story="Lời riêng của bà Bình về cầu tràn.", name="Nông Thị Bình")
    merge(commune, receipt.case_id, lead.code)
    view = shown(commune, receipt.case_id)
    assert [(stop.name, stop.state) for stop in view.receipt.stations] == [
        ("registered", "done"), ("accepted", "done"), ("answered", "done"), ("closed", "now"),
    ]  # fmt: skip
    assert (view.follows, view.public_answer, view.answers, view.may_add, view.may_rate) == (True, "", (), False, False)
    assert (view.story, "Bình" in repr(view)) == (BRIDGE, False)
    publish_case(commune, lead.id, answer="Đã hàn lại lan can.")
    assert shown(commune, receipt.case_id).public_answer == "Đã hàn lại lan can."
    with transaction():
        found = sender.look_up(receipt.code, unit_id=commune.unit_id, at=NOW, secret=receipt.secret)
    assert (found.case_id, found.level) == (receipt.case_id, "full")


def test_a_merge_is_undone_with_state_and_clocks_as_before(commune: Commune):
    for state, before in (("received", "received"), ("classified", "classified"), ("in_progress", "in_progress")):
        untouched = make_case(commune, state=state)
        copy, lead = merged(commune, state=state)
        unmerge(commune, copy.id, at=NOW + timedelta(days=1))
        again = read_case(copy.id)
        assert (again.state, again.closed_on, again.due_on) == (before, None, untouched.due_on)
        assert clocks(copy.id) == clocks(untouched.id)
        assert (copy.code in public_codes(), readers(copy.id, "unmerged")) == (True, ["sender"])
        assert surroundings(commune.unit_id, lead.id, today=TODAY).followers == ()
    assert db.session.scalar(select(func.count(CaseLink.id))) == 0


def test_a_merge_stands_once_the_leading_case_was_answered(commune: Commune):
    copy, lead = merged(commune)
    submit(commune, lead.id)
    for stop in ("approved", "answered"):
        go(commune, lead.id, stop, at=NOW)
    assert look(commune.clerk, copy.id).step(Action.UNMERGE) is None
    with pytest.raises(WrongState):
        unmerge(commune, copy.id)
    assert read_case(copy.id).state == "merged"


def test_what_cannot_lead_is_refused_with_its_reason_and_nothing_changes(commune: Commune):
    copy = make_case(commune, story=BRIDGE)
    follower, lead = merged(commune)
    refused = make_case(commune, state="classified")
    turn_away(commune, refused.id, Action.RETURN)
    other = make_commune(NEIGHBOUR)
    with use_unit(other.unit_id):
        neighbour = make_case(other)
    for code, fault in (
        ("7K3MP-9QXTR", "leading_unknown"), ("", "leading_unknown"), ("<b>", "leading_unknown"), (copy.code, "leading_itself"),
        (neighbour.code, "leading_unknown"), (read_case(refused.id).code, "leading_state"), (follower.code, "leading_state"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as caught:
            merge(commune, copy.id, code)
        assert caught.value.errors == {"leading_code": fault}, code
    with pytest.raises(BadInput) as caught:
        merge(commune, lead.id, copy.code)
    assert caught.value.errors == {"leading_code": "leads_others"}
    assert (read_case(copy.id).state, read_case(copy.id).version) == ("received", 1)


def test_only_who_classifies_merges_and_only_what_is_open(commune: Commune):
    lead, copy = make_case(commune), make_case(commune, story=BRIDGE)
    common, neighbour = {"at": NOW, "leading_code": lead.code}, make_commune(NEIGHBOUR)
    for actor in (commune.officer, commune.leader, commune.stranger):
        with transaction(), pytest.raises(NotAllowed):
            merging.merge(copy.id, actor=actor, version=1, **common)
    with transaction(), pytest.raises(StaleVersion):
        merging.merge(copy.id, actor=commune.clerk, version=9, **common)
    with transaction(), pytest.raises(NotFound):
        merging.merge(copy.id, actor=neighbour.clerk, version=1, **common)
    answered = make_case(commune, state="answered")
    with pytest.raises(WrongState):
        merge(commune, answered.id, lead.code)
    with pytest.raises(WrongState):
        unmerge(commune, lead.id)


def test_a_transferred_case_leads_and_its_reply_reaches_everybody(commune: Commune):
    lead = transfer(commune, story=BRIDGE)
    copy = make_case(commune, story=BRIDGE, phone="0912 000 111", kind=CaseKind.OTHER)
    merge(commune, copy.id, lead.code)
    assert read_case(copy.id).state == "merged"
    kinds = list(db.session.scalars(select(CaseEntry.kind).where(CaseEntry.case_id == lead.id).order_by(CaseEntry.id)))
    assert kinds[-1] == "joined"
    assert fields(commune.unit_id)


@contextmanager
def ended_elsewhere(case_id: int, state: str) -> Iterator[Case]:
    """Let another process end a case that this one has just read, and keep what was read."""
    read = db.session.get_one(Case, case_id)
    assert read.state == "in_progress"
    db.session.commit()
    with db.engine.begin() as other:
        other.execute(update(Case.__table__).where(Case.__table__.c.id == case_id).values(state=state, answered_on=TODAY))
    yield read


def test_a_merge_is_not_undone_when_the_answer_came_a_moment_ago(commune: Commune):
    copy, lead = merged(commune)
    facts = {"actor": commune.clerk, "at": NOW, "version": copy.version, "reason": "Hai cầu khác nhau"}
    with ended_elsewhere(lead.id, "answered"), pytest.raises(WrongState) as settled, transaction():
        merging.unmerge(copy.id, **facts)
    assert (settled.value.code, read_case(copy.id).state) == ("merge_settled", "merged")


def test_a_case_that_ended_a_moment_ago_leads_nobody(commune: Commune):
    lead, copy = make_case(commune, state="in_progress", story=BRIDGE), make_case(commune, story=BRIDGE)
    facts = {"actor": commune.clerk, "at": NOW, "version": read_version(copy.id), "leading_code": lead.code}
    with ended_elsewhere(lead.id, "closed"), pytest.raises(BadInput) as refused, transaction():
        merging.merge(copy.id, **facts)
    assert (refused.value.errors, read_case(copy.id).state) == ({"leading_code": "leading_state"}, "received")
