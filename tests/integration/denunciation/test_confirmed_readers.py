"""An administrator lets nobody into the register: whom he let in as a leader, or under a reader's name, waits for a reader."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import select

from accounts.permissions import Actor
from accounts.queries import officials, signed_in
from accounts.services import people, second_factor
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from denunciation import trail
from denunciation.models import RegisterTrail
from denunciation.people import Circle
from denunciation.services import readers
from tests.makers import NOW, TODAY, Commune, make_case
from tests.makers_accounts import hash_of_password
from tests.makers_desk import Desk, form_values, sit_down, words_of
from tests.makers_factor import give_factor
from tests.makers_register import seal
from tests.makers_roads import person

REGISTER, CONFIRM, PEOPLE = "/can-bo/so-kin", "/can-bo/so-kin/xac-nhan", "/can-bo/quan-tri/nhan-su"


def deputy(home: Commune) -> Actor:
    """Return the vice-chair."""
    return person(home, "phochutich")


def entry_of(app: Flask, home: Commune) -> str:
    """Return the id of an entry of the register."""
    with app.app_context(), use_unit(home.unit_id):
        return seal(make_case(home).id, home.clerk, accused_text="Ông K").entry_id


def named(home: Commune) -> frozenset[int]:
    return Circle(home.unit_id, on=TODAY).named


def lines(home: Commune) -> list[tuple[str, int | None]]:
    """Return what the trail says about who has to be confirmed."""
    rows = db.session.scalars(select(RegisterTrail).where(RegisterTrail.entry_id == trail.READERS).order_by(RegisterTrail.seq))
    return [(row.action, row.actor_id) for row in rows]


def letters_to(official: Actor) -> list[str]:
    query = select(OutboxMessage).where(OutboxMessage.official_id == official.id, OutboxMessage.event == "way_in_given")
    return [row.title for row in db.session.scalars(query.order_by(OutboxMessage.id))]


def bodies_to(official: Actor, event: str = "way_in_given") -> list[str]:
    query = select(OutboxMessage).where(OutboxMessage.official_id == official.id, OutboxMessage.event == event)
    return [f"{row.title}\n{row.body}" for row in db.session.scalars(query.order_by(OutboxMessage.id))]


def close(home: Commune, official: Actor, *, by: Actor | None) -> None:
    with transaction():
        people.disable_official(
            unit_id=home.unit_id, actor=by, public_id=official.public_id, expected_version=None, on=TODAY, at=NOW
        )


def reset(home: Commune, official: Actor, *, by: Actor | None = None) -> None:
    with transaction():
        people.reset_password(unit_id=home.unit_id, actor=by, public_id=official.public_id, hashed=hash_of_password(), at=NOW)


def made_leader(app: Flask, home: Commune, administrator: Desk) -> Actor:
    """Return the leader whose account the administrator opened on his page."""
    form = {**form_values(administrator.open(f"{PEOPLE}/moi").text, ""), "username": "nguoi.b", "full_name": "Hà Văn Bê"}
    answer = administrator.send(f"{PEOPLE}/moi", {**form, "role_1": "leader"})
    assert (answer.status_code, bool(re.search(r'id="mat-khau">[^<]+<', answer.text))) == (200, True)
    with app.app_context(), use_unit(home.unit_id):
        made = next(item for item in officials(home.unit_id) if item.username == "nguoi.b")
        return signed_in(made.public_id, on=TODAY)


def test_leader_made_by_an_administrator_reads_nothing_until_a_reader_confirms_him(
    app: Flask, home: Commune, desk: dict[str, Desk]
):
    entry = f"{REGISTER}/{entry_of(app, home)}"
    made = made_leader(app, home, desk["administrator"])
    fresh = sit_down(app, made)
    assert [fresh.open(path).status_code for path in (REGISTER, entry, f"{REGISTER}/nguoi-duoc-mo")] == [404, 404, 404]
    assert fresh.send(CONFIRM, {"official": made.id}).status_code in (400, 404)  # nobody confirms himself
    with app.app_context(), use_unit(home.unit_id):
        assert (made.id in named(home), home.leader.id in named(home)) == (False, True)
        second = deputy(home)
        for leader in (home.leader, second):
            assert letters_to(leader) == ["Hà Văn Bê vừa được giao vai trò lãnh đạo"]
        assert (letters_to(made), letters_to(home.clerk)) == ([], [])
    page = desk["leader"].open(REGISTER).text
    assert ("Chờ xác nhận" in words_of(page), "Hà Văn Bê" in words_of(page)) == (True, True)
    form = form_values(page, CONFIRM)
    assert [desk["leader"].send(CONFIRM, form).status_code for _press in range(2)] == [303, 303]
    page = desk["leader"].open(REGISTER).text
    assert ("Đã xác nhận." in words_of(page), "Chờ xác nhận" in words_of(page)) == (True, False)
    assert [fresh.open(path).status_code for path in (REGISTER, entry)] == [200, 200]
    with app.app_context(), use_unit(home.unit_id):
        assert lines(home) == [(f"doubt:{made.id}", home.administrator.id), (f"confirm:{made.id}", home.leader.id)]
        assert trail.verify() == []
        seen = db.session.scalars(select(AuditEntry.action)).all()
        assert not [action for action in seen if action.startswith(("doubt", "confirm"))]  # the commune's own trail tells nothing


def test_password_of_a_reader_that_an_administrator_set_opens_no_register(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_of(app, home)
    with app.app_context(), use_unit(home.unit_id):
        second = deputy(home)
        assert named(home) == {home.leader.id, second.id}
        reset(home, second, by=home.administrator)
        reset(home, second, by=home.administrator)
        assert (named(home), lines(home)) == ({home.leader.id}, [(f"doubt:{second.id}", home.administrator.id)])
        assert letters_to(home.leader) == [f"Mật khẩu của {second.name} vừa được đặt lại"]
    assert sit_down(app, second).open(REGISTER).status_code == 404
    desk["leader"].send(CONFIRM, form_values(desk["leader"].open(REGISTER).text, CONFIRM))
    assert sit_down(app, second).open(REGISTER).status_code == 200


def test_account_of_a_leader_that_was_opened_again_and_a_post_that_was_added_wait_too(app: Flask, home: Commune):
    entry_of(app, home)
    with app.app_context(), use_unit(home.unit_id):
        second, facts = deputy(home), {"unit_id": home.unit_id, "actor": home.administrator, "at": NOW}
        with transaction():
            people.disable_official(public_id=second.public_id, expected_version=None, on=TODAY, **facts)
        with transaction():
            people.enable_official(public_id=second.public_id, expected_version=None, **facts)
        assert named(home) == {home.leader.id}
        assert letters_to(home.leader) == [f"Tài khoản của {second.name} vừa được mở lại"]
        row = next(item for item in officials(home.unit_id) if item.id == home.officer.id)
        held = people.PersonFacts(full_name=row.full_name, title="", email="", posts=(people.Post(people.Role.LEADER, None),))
        with transaction():
            people.change_official(public_id=row.public_id, expected_version=row.version, facts=held, on=TODAY, **facts)
        assert named(home) == {home.leader.id}
        assert [action for action, _by in lines(home)] == [f"doubt:{second.id}", f"doubt:{row.id}"]


def test_with_a_list_a_listed_reader_waits_and_no_leader_comes_in_instead(app: Flask, home: Commune):
    entry_of(app, home)
    with app.app_context(), use_unit(home.unit_id):
        with transaction():
            readers.name_readers([home.officer.id], actor=home.leader, at=NOW)
        reset(home, home.stranger, by=home.administrator)
        reset(home, home.leader, by=home.administrator)
        assert named(home) == {home.officer.id}
        reset(home, home.officer, by=home.administrator)
        assert named(home) == frozenset()
        assert (letters_to(home.leader), len(letters_to(deputy(home)))) == ([], 1)


def test_what_is_done_at_the_terminal_shuts_nothing_and_opens_again_where_no_reader_is_left(app: Flask, home: Commune):
    entry_of(app, home)
    runner = app.test_cli_runner()
    with app.app_context(), use_unit(home.unit_id):
        second = deputy(home)
        reset(home, second)
        assert (named(home), lines(home)) == ({home.leader.id, second.id}, [])
        assert (len(letters_to(home.leader)), letters_to(second)) == (1, [])
        assert "trên máy chủ" in bodies_to(home.leader)[0]
        for leader in (home.leader, second):
            reset(home, leader, by=home.administrator)
        assert named(home) == frozenset()
    wrong = [("00000", second.username), ("06505", "khong.co"), ("06505", "tiepdan")]
    assert [runner.invoke(args=["register", "confirm", *words]).exit_code for words in wrong] == [1, 1, 1]
    assert runner.invoke(args=["register", "confirm", "06505", second.username]).exit_code == 0
    again = runner.invoke(args=["register", "confirm", "06505", "chutich"])
    assert (again.exit_code, "one of them confirms" in again.output) == (1, True)
    with app.app_context(), use_unit(home.unit_id):
        assert (named(home), lines(home)[-1]) == ({second.id}, (f"confirm:{second.id}", None))


def test_first_leaders_of_a_commune_wait_for_nobody(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        for leader in (home.leader, deputy(home)):
            with transaction():
                people.disable_official(
                    unit_id=home.unit_id, actor=home.administrator, public_id=leader.public_id, expected_version=None, on=TODAY,
                    at=NOW,
                )  # fmt: skip
        with transaction():
            facts = people.PersonFacts(full_name="Hà Văn Bê", title="", email="", posts=(people.Post(people.Role.LEADER, None),))
            first = people.create_official(
                unit_id=home.unit_id, actor=home.administrator, username="nguoi.b", facts=facts, hashed=hash_of_password(),
                on=TODAY, at=NOW,
            )  # fmt: skip
            number = first.id
        assert (named(home), lines(home)) == ({number}, [])


def test_register_shuts_for_a_reader_whose_second_factor_an_administrator_took(app: Flask, home: Commune):
    """With it an administrator who gives a password too could sit there as the reader himself."""
    with app.app_context(), use_unit(home.unit_id):
        second = deputy(home)
        entry_of(app, home)
        give_factor(home.leader, at=NOW)
        with transaction():
            second_factor.take_away(unit_id=home.unit_id, actor=home.administrator, public_id=home.leader.public_id, at=NOW)
        assert (named(home), lines(home)) == ({second.id}, [(f"doubt:{home.leader.id}", home.administrator.id)])
        told = bodies_to(second)
        assert (len(told), "sổ kín" in told[0].lower(), bodies_to(home.leader)) == (1, True, told)


def test_leaders_learn_when_an_account_that_may_open_the_register_is_closed(app: Flask, home: Commune):
    """An administrator, or whoever holds the server, shuts no reader out without anybody hearing of it."""
    with app.app_context(), use_unit(home.unit_id):
        second = deputy(home)
        with transaction():
            readers.name_readers([home.officer.id], actor=home.leader, at=NOW)
        close(home, home.officer, by=home.administrator)
        close(home, home.stranger, by=home.administrator)
        told = bodies_to(home.leader, "way_in_taken")
        assert (len(told), "vừa bị khóa" in told[0], "sổ kín" in told[0].lower()) == (1, True, False)
        assert bodies_to(second, "way_in_taken") == bodies_to(home.officer, "way_in_taken") == told
        close(home, home.leader, by=None)
        assert "trên máy chủ" in bodies_to(second, "way_in_taken")[1]
        assert len(bodies_to(home.leader, "way_in_taken")) == 2  # whom it is about is told where he can read it: by email


def test_leaders_learn_when_one_of_them_leads_no_more(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        second = deputy(home)
        item = next(one for one in officials(home.unit_id) if one.id == home.leader.id)
        facts = people.PersonFacts(
            full_name=item.full_name, title="", email="", posts=(people.Post(people.Role.OFFICER, item.department_ids[0]),)
        )
        with transaction():
            people.change_official(
                unit_id=home.unit_id, actor=home.administrator, public_id=home.leader.public_id, expected_version=item.version,
                facts=facts, on=TODAY, at=NOW,
            )  # fmt: skip
        assert [words.partition("\n")[0] for words in bodies_to(second, "way_in_taken")] == [
            f"{item.full_name} vừa thôi vai trò lãnh đạo"
        ]
