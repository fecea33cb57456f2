"""Officials: created, edited, closed, reset, away; the rules that protect the commune from itself; the pages that do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts import queries
from accounts.events import OfficialCreated, OfficialDisabled
from accounts.models import Posting
from accounts.read_models import Post
from accounts.roles import Role
from accounts.services import people
from core import bus
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion
from core.extensions import db
from core.transaction import transaction
from tests.makers_accounts import NOW, START, TODAY, make_official, make_small_commune, official_row


@pytest.fixture
def commune(app, at):
    at("2026-11-20 09:00")
    with app.app_context():
        return make_small_commune()


@pytest.fixture
def administrator(app, commune):
    with app.app_context():
        return make_official(commune.unit_id, role=Role.ADMINISTRATOR, department_id=commune.office, username="quantri")


@pytest.fixture
def officer(app, commune):
    with app.app_context():
        return make_official(commune.unit_id, role=Role.OFFICER, department_id=commune.economy, username="canbo")


@pytest.fixture
def inside(app, commune):
    """Stand inside the application and the commune."""
    with app.app_context(), use_unit(commune.unit_id):
        yield commune


def facts(*posts: Post, full_name: str = "Hoàng Thị Mới", email: str = "") -> people.PersonFacts:
    """Return what an administrator writes."""
    return people.PersonFacts(full_name=full_name, title="Chuyên viên", email=email, posts=posts)


def create(commune, username: str, given: people.PersonFacts):
    """Create an official by the command."""
    with transaction():
        return people.create_official(
            unit_id=commune.unit_id, actor=None, username=username, facts=given, hashed="$x", on=TODAY, at=NOW
        )


def act(command: Callable[..., object], **facts: object) -> object:
    """Run a command in its transaction."""
    with transaction():
        return command(**facts)


def change(commune, person, given: people.PersonFacts, *, actor=None, version: int = 1, on: date = TODAY):
    """Change an official by the command."""
    with transaction():
        return people.change_official(
            unit_id=commune.unit_id, actor=actor, public_id=person.public_id, expected_version=version, facts=given, on=on, at=NOW
        )


def audited() -> list[str]:
    """Return the actions in the audit trail of communes."""
    return list(db.session.scalars(select(AuditEntry.action).where(AuditEntry.chain > 0).order_by(AuditEntry.id)))


# ------------------------------------------------------------------ commands


def test_created_official_holds_his_posts_from_the_day(inside):
    row = create(inside, " Moi.Den ", facts(Post(Role.OFFICER, inside.economy), Post(Role.DEPARTMENT_HEAD, inside.office)))
    made = queries.official(inside.unit_id, row.id, on=TODAY)
    assert (made.username, made.roles, made.department_ids) == (
        "moi.den", (Role.OFFICER, Role.DEPARTMENT_HEAD), (inside.economy, inside.office),
    )  # fmt: skip
    assert queries.official(inside.unit_id, row.id, on=TODAY - timedelta(days=1)).roles == ()
    assert (row.must_change_password, row.active, audited()) == (True, True, ["official:created"])


@pytest.mark.parametrize(
    ("username", "given", "errors"),
    [
        ("x", {}, {"username": "username_invalid"}),
        ("canbo", {}, {"username": "username_taken"}),
        ("moi", {"full_name": "  "}, {"full_name": "required"}),
        ("moi", {"email": "không phải thư"}, {"email": "email_invalid"}),
        ("X Y", {"full_name": ""}, {"full_name": "required", "username": "username_invalid"}),
    ],
)
def test_official_with_faults_is_refused_field_by_field(inside, officer, username, given, errors):
    with pytest.raises(BadInput) as refused:
        create(inside, username, facts(Post(Role.OFFICER, inside.economy), **given))
    assert refused.value.errors == errors


def test_official_without_a_post_or_department_is_refused(inside):
    for posts, code in (
        ((), "role_required"),
        ((Post(Role.OFFICER, None),), "department_required"),
        ((Post(Role.OFFICER, 99999),), "department_unknown"),
    ):
        with pytest.raises(BadInput) as refused:
            create(inside, "moi", facts(*posts))
        assert refused.value.errors == {"posts": code}


def test_leader_needs_no_department(inside):
    row = create(inside, "chutich", facts(Post(Role.LEADER, None)))
    assert queries.official(inside.unit_id, row.id, on=TODAY).roles == (Role.LEADER,)


def test_changed_post_ends_yesterday_and_the_new_begins_today(inside, officer):
    change(inside, officer, facts(Post(Role.DEPARTMENT_HEAD, inside.economy)))
    rows = db.session.execute(select(Posting.role, Posting.valid_from, Posting.valid_to).order_by(Posting.id)).all()
    assert [tuple(row) for row in rows] == [
        ("officer", START, TODAY - timedelta(days=1)), ("department_head", TODAY, None),
    ]  # fmt: skip
    assert queries.official(inside.unit_id, officer.id, on=TODAY - timedelta(days=1)).roles == (Role.OFFICER,)


def test_post_changed_twice_on_a_day_leaves_no_empty_spans(inside, officer):
    change(inside, officer, facts(Post(Role.DEPARTMENT_HEAD, inside.economy)))
    change(inside, officer, facts(Post(Role.RECEPTION_CLERK, inside.office)), version=2)
    rows = db.session.execute(select(Posting.role, Posting.valid_to).order_by(Posting.id)).all()
    assert [tuple(row) for row in rows] == [("officer", TODAY - timedelta(days=1)), ("reception_clerk", None)]


def test_second_writer_sees_that_the_first_was_faster(inside, officer):
    change(inside, officer, facts(Post(Role.OFFICER, inside.economy), full_name="Tên Mới"))
    with pytest.raises(StaleVersion) as refused:
        change(inside, officer, facts(Post(Role.OFFICER, inside.economy), full_name="Tên Khác"))
    assert refused.value.facts == {"expected": 1, "current": 2}
    assert official_row(inside.unit_id, officer.id).full_name == "Tên Mới"


def test_administrator_cannot_change_his_own_posts_but_his_name(inside, administrator):
    change(inside, administrator, facts(Post(Role.ADMINISTRATOR, inside.office), full_name="Tên Mới"), actor=administrator)
    with pytest.raises(NotAllowed) as refused:
        change(inside, administrator, facts(Post(Role.LEADER, None)), actor=administrator, version=2)
    assert refused.value.code == "not_oneself"


@pytest.mark.parametrize("command", [people.disable_official, people.change_official])
def test_last_administrator_stays(inside, administrator, officer, command):
    common = {
        "unit_id": inside.unit_id, "actor": officer, "public_id": administrator.public_id, "expected_version": 1, "on": TODAY,
        "at": NOW,
    }  # fmt: skip
    with pytest.raises(NotAllowed) as refused:
        act(command, **common, **({"facts": facts(Post(Role.LEADER, None))} if command is people.change_official else {}))
    assert refused.value.code == "last_administrator"


def test_one_of_two_administrators_may_go(inside, administrator):
    second = make_official(inside.unit_id, role=Role.ADMINISTRATOR, department_id=inside.office)
    with transaction():
        people.disable_official(
            unit_id=inside.unit_id, actor=administrator, public_id=second.public_id, expected_version=1, on=TODAY, at=NOW
        )
    assert not official_row(inside.unit_id, second.id).active


@pytest.mark.parametrize(
    ("command", "more"),
    [
        (people.disable_official, {"expected_version": 1, "on": TODAY}),
        (people.enable_official, {"expected_version": 1}),
        (people.reset_password, {"hashed": "$x"}),
    ],
)
def test_nobody_acts_on_his_own_account(inside, administrator, command, more):
    with pytest.raises(NotAllowed) as refused:
        act(command, unit_id=inside.unit_id, actor=administrator, public_id=administrator.public_id, at=NOW, **more)
    assert refused.value.code == "not_oneself"


def test_closed_account_may_be_opened_again(inside, administrator, officer):
    common = {"unit_id": inside.unit_id, "actor": administrator, "public_id": officer.public_id, "at": NOW}
    with transaction():
        people.disable_official(expected_version=1, on=TODAY, **common)
        people.disable_official(expected_version=2, on=TODAY, **common)
    assert queries.signed_in(officer.public_id, on=TODAY) is None
    with transaction():
        people.enable_official(expected_version=2, **common)
    assert queries.signed_in(officer.public_id, on=TODAY).roles == (Role.OFFICER,)
    assert audited()[-2:] == ["official:disabled", "official:enabled"]


def test_news_of_created_and_disabled_officials_goes_round(app, inside, administrator, officer):
    heard: list[object] = []
    table = {**app.extensions["gandan.bus"], OfficialCreated: (heard.append,), OfficialDisabled: (heard.append,)}
    bus.install(app, table)
    row = create(inside, "moi", facts(Post(Role.OFFICER, inside.economy)))
    with transaction():
        people.disable_official(
            unit_id=inside.unit_id, actor=administrator, public_id=officer.public_id, expected_version=1, on=TODAY, at=NOW
        )
    assert heard == [
        OfficialCreated(unit_id=inside.unit_id, at=NOW, actor_id=None, official_id=row.id),
        OfficialDisabled(unit_id=inside.unit_id, at=NOW, actor_id=administrator.id, official_id=officer.id),
    ]


def test_unknown_official_is_not_found(inside, administrator):
    with pytest.raises(NotFound), transaction():
        people.reset_password(unit_id=inside.unit_id, actor=administrator, public_id="0" * 32, hashed="$x", at=NOW)


def test_demo_passwords_go_only_to_those_who_have_none(inside, officer):
    with transaction():
        official_row(inside.unit_id, officer.id)
        row = people.create_official(
            unit_id=inside.unit_id, actor=None, username="moi", facts=facts(Post(Role.LEADER, None)), hashed="", on=TODAY, at=NOW
        )
    with transaction():
        assert people.set_first_passwords(unit_id=inside.unit_id, hashed="$demo", at=NOW) == ["moi"]
    with transaction():
        assert people.set_first_passwords(unit_id=inside.unit_id, hashed="$other", at=NOW) == []
    fresh = official_row(inside.unit_id, row.id)
    assert (fresh.password_hash, fresh.must_change_password) == ("$demo", False)


def test_audit_trail_names_no_person(inside, administrator, officer):
    change(inside, officer, facts(Post(Role.LEADER, None), full_name="Hoàng Thị Rất Riêng", email="rieng@example.vn"))
    entries = db.session.scalars(select(AuditEntry)).all()
    assert [entry for entry in entries if "Riêng" in str(entry.facts) or "rieng" in str(entry.facts)] == []
