"""Loading a commune: complete, twice is once, bad rows reported and good ones in, what administrators wrote stays."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from accounts import plan_queries, queries
from accounts.commune_file import LoadReport
from accounts.kinds import StatGroup
from accounts.models import Official, Posting, Unit, UnitSuccession
from accounts.roles import Role
from accounts.services import people, responsibilities, unit_settings
from accounts.services.commune_loading import load_commune
from core import audit
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.outbox import OutboxMessage
from core.settings_registry import setting_def
from core.transaction import transaction
from tests.makers_accounts import NOW, TODAY, hash_of_password

DATA = Path("accounts/data")


def load(path: Path) -> LoadReport:
    """Load a file as the command does."""
    with transaction():
        return load_commune(path, at=NOW)


@pytest.fixture
def copied(tmp_path):
    """Return the demo commune's file in a folder of its own, to be changed."""
    for path in DATA.iterdir():
        shutil.copy(path, tmp_path / path.name)
    return tmp_path / "van_linh.toml"


def test_demo_commune_loads_whole(app):
    with app.app_context():
        report = load(DATA / "van_linh.toml")
        assert report.problems == []
        assert report.added == {
            "units": 271, "successions": 197, "departments": 8, "villages": 15, "fields": 16, "officials": 17, "postings": 17,
            "responsibilities": 17, "unit_settings": 2, "published_plans": 1, "unit_boundaries": 65, "village_names": 3,
        }  # fmt: skip


def test_second_load_changes_nothing_and_says_so(app):
    with app.app_context():
        load(DATA / "van_linh.toml")
        entries = db.session.scalar(select(func.count()).select_from(AuditEntry))
        again = load(DATA / "van_linh.toml")
        assert (again.changes, again.problems) == (0, [])
        assert again.unchanged > 300
        assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == entries


def test_second_commune_shares_the_tree(app):
    with app.app_context():
        load(DATA / "van_linh.toml")
        report = load(DATA / "chien_thang.toml")
        assert report.problems == []
        assert report.added["units"] == 0
        assert db.session.scalar(select(func.count()).select_from(Unit).where(Unit.is_tenant)) == 2


def test_letters_that_would_lie_with_nobody_are_named(app, copied):
    ours, runner = copied.with_name("chien_thang.toml"), app.test_cli_runner()
    told = ours.read_text(encoding="utf-8")
    assert "beware" not in runner.invoke(args=["commune", "load", str(ours)]).output
    with app.app_context(), use_unit(queries.tenant_by_code("06481")), transaction() as session:
        session.execute(delete(Posting).where(Posting.role == Role.OFFICER.value))
        session.execute(update(Official).where(Official.username.in_(("vanphong", "kinhte"))).values(active=False))
    result = runner.invoke(args=["commune", "load", str(ours)])
    assert result.exit_code == 0
    assert [line for line in result.output.splitlines() if line.startswith("beware")] == [
        f"beware: nobody in {place} may answer {letters}: post an officer there, or name another department."
        for place, letters in (
            ("van_phong", "letters without a topic"), ("kinh_te", "letters on giao_thong"), ("van_phong", "letters on khac"),
        )
    ]  # fmt: skip
    bare = told.replace('code = "06481"', 'code = "06496"').replace("chien-thang.localhost", "bare.localhost")
    ours.write_text(bare.partition("[[responsibilities]]")[0], encoding="utf-8")
    assert runner.invoke(args=["commune", "load", str(ours)]).output.count("beware: no department takes letters") == 3


def test_tree_has_province_communes_and_what_ended(app):
    with app.app_context():
        load(DATA / "van_linh.toml")
        kinds = dict(db.session.execute(select(Unit.kind, func.count()).group_by(Unit.kind)).tuples().all())
        assert kinds == {"province": 1, "commune": 65, "old_district": 11, "old_commune": 194}
        assert db.session.scalar(select(func.count()).select_from(UnitSuccession)) == 197
        ended = set(db.session.execute(select(Unit.kind, Unit.valid_to).distinct()).tuples())
        assert ended == {
            ("province", None), ("commune", None), ("old_district", date(2025, 6, 30)), ("old_commune", date(2025, 6, 30)),
        }  # fmt: skip


def test_load_leaves_one_audit_entry_without_names(app):
    with app.app_context():
        report = load(DATA / "van_linh.toml")
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "commune:loaded")).one()
        assert (entry.chain, entry.subject, entry.facts["file"]) == (report.unit_id, "unit:06505", "van_linh.toml")
        assert audit.verify() == []


def test_bad_rows_are_reported_and_good_ones_go_in(app, copied):
    text = copied.read_text(encoding="utf-8")
    text = text.replace('stat_group = "land"', 'stat_group = "nha_dat"', 1)
    text = text.replace('former_commune = "06508"', 'former_commune = "99999"', 1)
    text = text.replace("due_soon_days = 3", "due_soon_days = 300\nno_such_rule = 1")
    copied.write_text(text, encoding="utf-8")
    with app.app_context():
        report = load(copied)
        assert [str(problem) for problem in report.problems] == [
            f"van_linh.toml, fields, row 5 (dat_dai): stat_group is none of {', '.join(StatGroup)}",
            "van_linh.toml, villages, row 12 (pa-rang): former_commune '99999' is not in the list of units",
            "van_linh.toml, responsibilities, row 8 (dat_dai): field 'dat_dai' is not in this file",
            "van_linh.toml, settings, due_soon_days: is not a number from 1 to 10",
            "van_linh.toml, settings, no_such_rule: there is no such setting",
        ]
        assert (report.added["fields"], report.added["villages"], report.added["responsibilities"]) == (15, 14, 16)


def test_mended_file_adds_only_what_was_missing(app, copied):
    text = copied.read_text(encoding="utf-8")
    copied.write_text(text.replace('stat_group = "land"', 'stat_group = "nha_dat"', 1), encoding="utf-8")
    with app.app_context():
        load(copied)
        copied.write_text(text, encoding="utf-8")
        report = load(copied)
        assert report.problems == []
        assert (report.added, report.changed) == ({"fields": 1, "responsibilities": 1}, {})


def test_changed_name_is_written_over(app, copied):
    with app.app_context():
        unit_id = load(copied).unit_id
        text = copied.read_text(encoding="utf-8").replace('name = "Thôn Nà Lìa"', 'name = "Thôn Nà Lìa Mới"')
        copied.write_text(text, encoding="utf-8")
        report = load(copied)
        assert (report.added, report.changed) == ({}, {"villages": 1})
        with use_unit(unit_id):
            assert "Thôn Nà Lìa Mới" in [village.name for village in queries.villages(unit_id)]


def test_what_administrators_wrote_is_never_overwritten(app):
    with app.app_context():
        unit_id = load(DATA / "van_linh.toml").unit_id
        with use_unit(unit_id):
            row = next(item for item in queries.responsibilities(unit_id, on=TODAY) if item.field and item.field.code == "y_te")
            person = next(item for item in queries.officials(unit_id) if item.username == "vanhoa.truong")
            posts = tuple(queries.posts_of(unit_id, person.id, on=TODAY))
            facts = people.PersonFacts(
                full_name=person.full_name, title=person.title, email="", posts=(posts[0]._replace(role=Role.OFFICER),)
            )
            with transaction():
                unit_settings.change_setting(unit_id=unit_id, actor=None, key="reopen_days", value=20, expected_version=1, at=NOW)
                responsibilities.end_responsibility(
                    unit_id=unit_id, actor=None, public_id=row.public_id, expected_version=1, on=TODAY, at=NOW
                )
                people.change_official(
                    unit_id=unit_id, actor=None, public_id=person.public_id, expected_version=1, facts=facts, on=TODAY, at=NOW
                )
        assert load(DATA / "van_linh.toml").changes == 0
        with use_unit(unit_id):
            assert queries.setting(unit_id, "reopen_days") == 20
            assert [
                item for item in queries.responsibilities(unit_id, on=TODAY) if item.field and item.field.code == "y_te"
            ] == []
            assert queries.official(unit_id, person.id, on=TODAY).roles == (Role.OFFICER,)


def test_officials_come_without_a_password(app):
    with app.app_context():
        unit_id = load(DATA / "van_linh.toml").unit_id
        with use_unit(unit_id):
            assert set(db.session.execute(select(Official.password_hash, Official.must_change_password)).tuples()) == {("", True)}
            assert db.session.scalar(select(func.count()).select_from(Posting)) == 17


def test_file_without_its_commune_loads_nothing(app, tmp_path):
    (tmp_path / "xa.toml").write_text("[settings]\n", encoding="utf-8")
    with app.app_context():
        report = load(tmp_path / "xa.toml")
        assert (report.unit_id, report.changes) == (None, 0)
        assert [str(problem) for problem in report.problems] == ["xa.toml, commune: is missing"]


def test_commune_that_is_not_in_the_list_is_refused(app, copied):
    copied.write_text(copied.read_text(encoding="utf-8").replace('code = "06505"', 'code = "99999"', 1), encoding="utf-8")
    with app.app_context():
        report = load(copied)
        assert report.unit_id is None
        assert str(report.problems[-1]) == "van_linh.toml, commune: its code is none of the communes in the list of units"


def test_host_that_another_commune_has_is_refused(app, copied):
    with app.app_context():
        load(DATA / "chien_thang.toml")
        copied.write_text(
            copied.read_text(encoding="utf-8").replace("hosts = []", 'hosts = ["chien-thang.localhost"]'), encoding="utf-8"
        )
        report = load(copied)
        assert [problem.reason for problem in report.problems] == ["host 'chien-thang.localhost' belongs to another commune"]


def test_plan_of_2024_is_published_unchanged_with_a_note(app):
    with app.app_context():
        unit_id = load(DATA / "van_linh.toml").unit_id
        with use_unit(unit_id):
            item = plan_queries.plans(unit_id)[0]
            plan = plan_queries.plan(unit_id, item.public_id)
        assert item.title == "Kế hoạch Thực hiện công tác dân vận chính quyền các cấp trên địa bàn xã Y Tịch năm 2024"
        assert (item.year, item.issued_words, item.issuer) == (2024, "tháng 03 năm 2024", "Ủy ban nhân dân xã Y Tịch")
        assert "hợp thành xã Vạn Linh" in plan.source_note
        assert plan.signed_by.endswith("Mai Việt Lào")


def test_commands_load_and_say_what_they_did(runner):
    first = runner.invoke(args=["commune", "load", str(DATA / "van_linh.toml")])
    assert first.exit_code == 0
    assert "271 units" in first.output
    assert first.output.rstrip().endswith("0 not taken.")
    second = runner.invoke(args=["commune", "load", str(DATA / "van_linh.toml")])
    assert (second.exit_code, second.output.split(",")[0]) == (0, "0 changes")


def test_value_of_a_rule_that_cannot_be_is_told_with_what_it_may_be(app, copied):
    wrong = (
        'reopen_days = 999\nreception_slot_minutes = 25\nreport_due_day = "x"\ntc_store_identity = true\n'
        "allow_anonymous_reflection = 1\nquick_exit_address = ''\nno_such_rule = 1\n"
    )
    text = copied.read_text(encoding="utf-8").replace("due_soon_days = 3\nreopen_days = 15\n", wrong)
    copied.write_text(text, encoding="utf-8")
    with app.app_context():
        report = load(copied)
    definition = setting_def("reopen_days")
    assert [str(problem).partition(", settings, ")[2] for problem in report.problems] == [
        f"reopen_days: is not a number from {definition.least} to {definition.most}",
        "reception_slot_minutes: is none of 15, 20, 30, 60", "report_due_day: is not a whole number",
        "tc_store_identity: cannot be changed in this release", "allow_anonymous_reflection: is not true or false",
        "quick_exit_address: is empty", "no_such_rule: there is no such setting",
    ]  # fmt: skip


def test_command_that_took_less_than_the_file_holds_ends_with_1(runner, copied):
    mistaken = copied.read_text(encoding="utf-8").replace("[[villages]]\ncode", "[[villages]]\ncoed", 1)
    copied.write_text(mistaken, encoding="utf-8")
    result = runner.invoke(args=["commune", "load", str(copied)])
    assert result.exit_code == 1
    assert ("271 units" in result.output, "villages, row 1" in result.output + result.stderr) == (True, True)


def test_command_names_a_file_that_is_not_there(runner):
    result = runner.invoke(args=["commune", "load", "nowhere.toml"])
    assert result.exit_code == 1
    assert "not taken: nowhere.toml, file: cannot be read (FileNotFoundError)" in result.output + result.stderr


@pytest.mark.parametrize("name", ["Y Tịch", "y tich", "Xã Y Tịch", "XA Y TICH"])
def test_old_place_is_found_however_it_is_typed(runner, name):
    runner.invoke(args=["commune", "load", str(DATA / "van_linh.toml")])
    result = runner.invoke(args=["commune", "place", name])
    assert result.output == "Xã Y Tịch (Huyện Chi Lăng) nay thuộc Xã Vạn Linh.\n"


# ------------------------------------------------------------------ a commune that is at work

NEW_CHAIR = """
[[officials]]
username = "chutich.moi"
full_name = "Hoàng Thị Mới"
title = "Phó Chủ tịch UBND xã"
email = "moi@vanlinh.example"
postings = [{ role = "leader", department = "van_phong" }]
"""
NEW_CLERK = NEW_CHAIR.replace("chutich.moi", "tiepdan.moi").replace('"leader"', '"reception_clerk"')


def at_work(copied: Path) -> int:
    """Load the demo commune and let everybody in; return its id."""
    unit_id = load(copied).unit_id
    with use_unit(unit_id), transaction():
        people.set_first_passwords(unit_id=unit_id, hashed=hash_of_password(), at=NOW)
    return unit_id


def add(copied: Path, *texts: str) -> None:
    copied.write_text(copied.read_text(encoding="utf-8") + "".join(texts), encoding="utf-8")


def letters(unit_id: int) -> list[tuple[str, str]]:
    """Return who was told what."""
    with use_unit(unit_id):
        query = select(Official.username, OutboxMessage.title).join(Official, Official.id == OutboxMessage.official_id)
        return sorted(db.session.execute(query.where(OutboxMessage.event.like("way_in_%"))).tuples())


def acts_on_officials() -> list[tuple[str, int | None, dict]]:
    query = select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.facts).order_by(AuditEntry.id)
    rows = db.session.execute(query.where(AuditEntry.subject.like("official:%"))).tuples()
    return [(action, actor, facts) for action, actor, facts in rows]


def leaders_of(unit_id: int) -> list[str]:
    with use_unit(unit_id):
        return sorted(person.username for person in queries.officials(unit_id, role=Role.LEADER, on=TODAY))


def test_leaders_of_a_commune_at_work_are_told_of_a_leader_whom_the_file_brings(app, copied):
    with app.app_context():
        unit_id = at_work(copied)
        before = leaders_of(unit_id)
        add(copied, NEW_CHAIR)
        assert load(copied).added == {"officials": 1, "postings": 1}
        assert leaders_of(unit_id) == sorted([*before, "chutich.moi"])
        assert letters(unit_id) == [(name, "Hoàng Thị Mới vừa được giao vai trò lãnh đạo") for name in before]
        with use_unit(unit_id):
            bodies = db.session.scalars(select(OutboxMessage.body).where(OutboxMessage.event == "way_in_given"))
            assert all("ngay trên máy chủ" in body for body in bodies)
        assert acts_on_officials() == [("official:created", None, {"roles": ["leader"]})]
        assert audit.verify() == []


def test_two_new_leaders_hear_of_each_other_and_a_second_load_tells_nobody_again(app, copied):
    with app.app_context():
        unit_id = at_work(copied)
        add(copied, NEW_CHAIR, NEW_CHAIR.replace("chutich.moi", "chutich.hai"))
        load(copied)
        told = letters(unit_id)
        assert len(told) == 2 * len(leaders_of(unit_id)) - 2
        assert [name for name, _title in told if name.startswith("chutich.")].count("chutich.hai") == 1
        assert load(copied).changes == 0
        assert letters(unit_id) == told


def test_other_posts_are_audited_and_tell_nobody(app, copied):
    with app.app_context():
        unit_id = at_work(copied)
        add(copied, NEW_CLERK)
        load(copied)
        assert letters(unit_id) == []
        assert acts_on_officials() == [("official:created", None, {"roles": ["reception_clerk"]})]


def test_posts_for_an_account_that_had_none_are_told_too(app, copied):
    with app.app_context():
        unit_id = at_work(copied)
        with use_unit(unit_id), transaction() as session:
            row = {"unit_id": unit_id, "username": "chutich.moi", "full_name": "Hoàng Thị Mới", "created_at": NOW}
            session.add(Official(**row))
        before = leaders_of(unit_id)
        add(copied, NEW_CHAIR)
        load(copied)
        assert [name for name, _title in letters(unit_id)] == before
        assert acts_on_officials() == [("official:changed", None, {"roles": {"before": [], "after": ["leader"]}})]


def test_first_load_and_its_mending_tell_nobody(app, copied):
    """Nobody can sign in yet."""
    with app.app_context():
        unit_id = load(copied).unit_id
        add(copied, NEW_CHAIR)
        load(copied)
        assert (letters(unit_id), acts_on_officials()) == ([], [])


def test_who_once_came_in_through_the_provider_is_told_without_any_password(app, copied):
    with app.app_context():
        unit_id = load(copied).unit_id
        with use_unit(unit_id), transaction() as session:
            session.scalars(select(Official).order_by(Official.id)).first().last_sign_in_at = NOW
        add(copied, NEW_CHAIR)
        load(copied)
        assert {title for _name, title in letters(unit_id)} == {"Hoàng Thị Mới vừa được giao vai trò lãnh đạo"}


def test_file_takes_no_post_from_anybody(app, copied):
    """An official who is left out of the file, or stands in it with other posts, keeps what he has."""
    with app.app_context():
        unit_id = at_work(copied)
        before = leaders_of(unit_id)
        text = copied.read_text(encoding="utf-8").replace('role = "leader"', 'role = "officer"')
        copied.write_text(text, encoding="utf-8")
        assert load(copied).changes == 0
        assert (leaders_of(unit_id), letters(unit_id), acts_on_officials()) == (before, [], [])
