"""When a leading case leaves for the sealed register, the letters that followed it go on by themselves, and nobody reads why."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from accounts.services.returning import NOBODY
from core.audit import AuditEntry
from core.extensions import db
from core.transaction import transaction
from feedback.link_models import CaseLink
from feedback.models import CaseClock, CaseEntry, PublicCase
from feedback.services.sealing import move, seal_case
from tests.makers import NOW, Commune, make_case, read_case, read_version
from tests.makers_letters import tray
from tests.makers_links import merge, unmerge


def running(case_id: int) -> list[str]:
    db.session.rollback()
    query = select(CaseClock.term_code).where(CaseClock.case_id == case_id, CaseClock.state == "running")
    return list(db.session.scalars(query))


def test_followers_of_a_sealed_case_run_on_from_their_own_receipt(commune: Commune):
    leading, follower, second = (make_case(commune, state="classified") for _number in range(3))
    before = running(follower.id)
    for case in (follower, second):
        merge(commune, case.id, leading.code)
    unmerge(commune, second.id)
    assert (read_case(follower.id).state, running(follower.id)) == ("merged", [])
    with transaction():
        seal_case(leading.id, actor=commune.leader, at=NOW)
    case = read_case(follower.id)
    assert (case.state, case.closed_on, running(follower.id)) == ("classified", None, before)
    assert db.session.scalar(select(PublicCase.code).where(PublicCase.id == follower.id)) == case.code
    assert list(db.session.scalars(select(CaseLink.id))) == []
    assert [letter.event for letter in tray(follower.id) if letter.event == "unmerged"] == ["unmerged"]


def test_nothing_that_followers_keep_says_which_case_left(commune: Commune):
    leading, follower = (make_case(commune, state="classified") for _number in range(2))
    merge(commune, follower.id, leading.code)
    last = db.session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1))
    with transaction():
        seal_case(leading.id, actor=commune.leader, at=NOW)
    line = db.session.scalars(select(CaseEntry).where(CaseEntry.case_id == follower.id, CaseEntry.kind == "unmerged")).one()
    assert (line.text, line.facts) == ("", {})
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.id > last)).all()
    assert [(entry.subject, entry.facts) for entry in entries] == [(f"case:{follower.id}", {"leading_id": follower.id})]


def test_a_released_follower_can_be_worked_on(commune: Commune):
    leading, follower = (make_case(commune, state="classified") for _number in range(2))
    merge(commune, follower.id, leading.code)
    with transaction():
        seal_case(leading.id, actor=commune.leader, at=NOW)
    other = make_case(commune, state="classified")
    merge(commune, follower.id, other.code)
    assert (read_case(follower.id).state, read_version(follower.id) > 1) == ("merged", True)


def test_a_copy_that_does_not_know_who_moved_the_leading_case_releases_its_followers_too(commune: Commune):
    """Whoever moved it may have come after the copy was made; then timeline and trail name nobody."""
    leading, follower = (make_case(commune, state="classified") for _number in range(2))
    merge(commune, follower.id, leading.code)
    last = db.session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1))
    with transaction():
        move(leading.id, actor=replace(commune.leader, id=NOBODY), at=NOW)
    assert read_case(follower.id).state == "classified"
    line = select(CaseEntry.actor_id).where(CaseEntry.case_id == follower.id, CaseEntry.kind == "unmerged")
    trail = select(AuditEntry.actor_id).where(AuditEntry.id > last)
    assert [list(db.session.scalars(query)) for query in (line, trail)] == [[None], [None]]
