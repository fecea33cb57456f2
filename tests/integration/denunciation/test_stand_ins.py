"""What answers for a moved letter: the same receipt and dates, the way in by words and phone, and an ordinary end."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, inspect, select

from accounts.queries import fields
from core import attachments, shredding
from core.attachments import Attachment
from core.codes import secret_for
from core.database import Base, use_unit
from core.errors import NotAllowed, NotFound
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from denunciation.envelopes import unseal_facts, unwrap
from denunciation.models import RegisterEntry, RegisterFile, RegisterValue
from denunciation.queries.register import identity, opened
from denunciation.services import receive
from feedback.models import Answer, Case, CaseClock, CaseEntry, Publication, PublicCase, Sender
from feedback.queries.public import PublicFilters, public_list
from feedback.recounting import Cause, recompute_open
from feedback.services import photos, sealing, upkeep
from feedback.services import sender as senders
from feedback.services.clocks import clocks_of
from feedback.services.stand_ins import end_stand_ins
from feedback.stand_in_models import StandIn
from tests.makers import NOW, TODAY, Commune, make_case, make_receipt, publish_case
from tests.makers_desk import Desk, photo
from tests.makers_register import entry_row, seal
from tests.makers_resident import letter_form, words_on

STATES = ("received", "classified", "in_progress", "submitted", "approved", "answered", "reopened", "closed")


def stand_in_of(code: str) -> StandIn:
    """Return the stand-in of a code as it is now."""
    db.session.rollback()
    return db.session.scalars(select(StandIn).where(StandIn.code == code)).one()


def sealed(home: Commune, *, state: str = "received", key: str = "one", **facts: object) -> tuple[str, int]:
    """Make a case and move it; return its code and former id."""
    case = make_case(home, state=state, key=key, **facts)
    code, case_id = case.code, case.id
    seal(case_id, home.clerk)
    return code, case_id


def test_a_case_of_any_state_leaves_every_ordinary_table(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        taken = {}
        for state in STATES:
            case = make_case(home, state=state, key=f"key-{state}")
            if state in ("answered", "closed"):
                publish_case(home, case.id)
            taken[state] = seal(case.id, home.leader).entry_id
        left = {
            model.__tablename__: len(db.session.scalars(select(model)).all())
            for model in (Case, Sender, CaseEntry, CaseClock, Answer, Publication, OutboxMessage, Attachment)
        }  # fmt: skip
        states = {row.state for row in db.session.scalars(select(StandIn))}
        texts = {(row.published, row.title, row.story, row.answer) for row in db.session.scalars(select(PublicCase))}
        numbers = sorted(entry_row(entry_id).number for entry_id in taken.values())
    assert set(left.values()) == {0}
    assert (states, texts) == ({"received", "classified", "in_progress", "answered", "reopened", "closed"}, {(False, "", "", "")})
    assert numbers == list(range(1, len(STATES) + 1))


def test_every_table_that_names_a_case_goes_with_it(app: Flask):
    with app.app_context():
        by_schema = {
            table.name
            for table in Base.metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table is Case.__table__
        }
        in_database = {
            name for name in inspect(db.engine).get_table_names()
            for key in inspect(db.engine).get_foreign_keys(name) if key["referred_table"] == "cases"
        }  # fmt: skip
        assert {table.name for table, _columns in sealing._owned()} == by_schema - {"cases"} == in_database - {"cases"}


def test_everything_that_was_there_is_in_the_envelope(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, state="answered", story="Việc cần giữ kín", place="Đầu cầu", key="whole")
        entry_id = seal(case.id, home.clerk, accused_text="Ông K", paper_number="TC-9").entry_id
        content = opened(home.leader, entry_id, today=TODAY)
        row = db.session.scalars(select(RegisterValue).where(RegisterValue.name == "content")).one()
        rows = sealing_rows(entry_id, row.body)
    assert (content.content["story"], content.content["place"], content.accused) == ("Việc cần giữ kín", "Đầu cầu", "Ông K")
    assert content.paper_number == "TC-9"
    assert {"cases", "case_entries", "case_clocks", "answers", "senders"} <= set(rows)
    assert "Nguyễn Văn An" not in str(rows)


def sealing_rows(entry_id: str, body: bytes) -> dict[str, object]:
    """Return the rows in an envelope."""
    key = unwrap(entry_row(entry_id).content_key)
    return dict(unseal_facts(body, key=key, entry_id=entry_id, field="content")["rows"])


@pytest.mark.parametrize("who", ["supervisor", "administrator"])
def test_who_only_looks_on_cannot_move_a_letter(app: Flask, home: Commune, who: str):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home)
        with pytest.raises((NotAllowed, NotFound)), transaction():
            sealing.seal_case(case.id, actor=getattr(home, who), at=NOW)
        assert db.session.get(Case, case.id) is not None


def test_the_sender_comes_in_by_words_and_by_phone_and_sees_the_dates(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        code, _case_id = sealed(home, key="way-in", phone="0912 345 678")
    words, phone, wrong = (app.test_client() for _ in range(3))
    by_words = words.post("/tra-cuu", data={"code": code, "secret": secret_for("way-in"), "phone": ""})
    by_phone = phone.post("/tra-cuu", data={"code": code, "secret": "", "phone": "0912345678"})
    refused = wrong.post("/tra-cuu", data={"code": code, "secret": "", "phone": "0912345679"})
    pages = words.get(f"/tra-cuu/{code}").text, phone.get(f"/tra-cuu/{code}").text
    assert (by_words.status_code, by_phone.status_code, refused.status_code) == (303, 303, 422)
    assert ["Cầu tràn" in page for page in pages] == [False, False]
    assert ["mời đến nơi tiếp công dân" in page for page in pages] == [True, False]


def test_the_same_form_sent_again_finds_the_receipt_and_makes_nothing_new(app: Flask, home: Commune, desk: dict[str, Desk]):
    client = app.test_client()
    form = letter_form(client, story="Cán bộ xã đòi tiền khi làm giấy, tôi có ghi âm lại đầy đủ.")
    first = client.post("/gui", data=form, content_type="multipart/form-data")
    code = first.location.rsplit("/", 1)[1]
    words = words_on(client.get(first.location))
    with app.app_context(), use_unit(home.unit_id):
        case_id = db.session.scalar(select(Case.id).where(Case.code == code))
        seal(case_id, home.clerk)
    again = client.post("/gui", data=form, content_type="multipart/form-data")
    with app.app_context(), use_unit(home.unit_id):
        left = len(db.session.scalars(select(Case)).all())
    assert (again.status_code, again.location, words_on(client.get(again.location)) == words, left) == (
        303,
        first.location,
        True,
        0,
    )


def test_what_is_written_on_a_page_that_was_still_open_follows_the_letter(app: Flask, home: Commune):
    client = app.test_client()
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, key="open-page", state="in_progress")
        code, case_id = case.code, case.id
    client.post("/tra-cuu", data={"code": code, "secret": secret_for("open-page"), "phone": ""})
    with app.app_context(), use_unit(home.unit_id):
        entry_id = seal(case_id, home.officer).entry_id
    added = client.post(
        f"/tra-cuu/{code}/bo-sung", data={"text": "Tôi còn giữ tờ giấy đó.", "question_id": "", "photos": photo()},
        content_type="multipart/form-data",
    )  # fmt: skip
    rated = client.post(f"/tra-cuu/{code}/danh-gia", data={"satisfied": "yes", "reason": ""})
    page = client.get(f"/tra-cuu/{code}")
    with app.app_context(), use_unit(home.unit_id):
        content = opened(home.leader, entry_id, today=TODAY)
        left = db.session.scalars(select(Attachment)).all(), db.session.scalars(select(CaseEntry)).all()
    assert ([item["text"] for item in content.added], len(content.files), left) == (["Tôi còn giữ tờ giấy đó."], 1, ([], []))
    assert (added.status_code, rated.status_code in (303, 422), page.status_code, "tờ giấy" in page.text) == (
        303,
        True,
        200,
        False,
    )


def test_what_is_added_twice_to_a_moved_letter_is_kept_once(app: Flask, home: Commune):
    one, other = (("image/jpeg", bytes([255, 216, 255, number]) * 40) for number in (1, 2))
    text = "Tôi còn giữ tờ giấy đó."
    with app.app_context(), use_unit(home.unit_id):
        code, _case_id = sealed(home, key="twice")
        entry_id = db.session.scalar(select(RegisterEntry.id))
        seen = []
        for words, files in ((text, [one]), (text, [one]), (text, [one, other]), ("Thêm một việc nữa.", []), (text, [other])):
            with transaction():
                assert receive.add(code, unit_id=home.unit_id, at=NOW, text=words, files=files)
            content = opened(home.leader, entry_id, today=TODAY)
            seen.append((len(content.added), len(content.files)))
    assert seen == [(1, 1), (1, 1), (1, 2), (2, 2), (3, 3)]


def test_a_phone_of_a_moved_letter_points_at_no_other_letter(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        other = make_receipt(home, key="other", phone="0912 345 678")
        code, _case_id = sealed(home, key="moved", phone="0912 345 678")
        kept = db.session.scalar(select(Sender.phone_fingerprint).where(Sender.case_id == other.case_id))
        assert (stand_in_of(code).phone_fingerprint == kept, kept is None) == (False, False)


def test_a_new_letter_never_takes_the_number_of_a_moved_one(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        _code, case_id = sealed(home, key="last")
        following = make_receipt(home, key="next")
        listed = public_list(home.unit_id, PublicFilters(), page=1, today=TODAY)
    assert (following.case_id > case_id, len(listed.items)) == (True, 2)


def test_cases_made_by_the_generator_pass_over_the_number_of_a_moved_one(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        _code, case_id = sealed(home, key="last")
    made = app.test_cli_runner().invoke(args=["load", "generate", "--cases", "30", "--seed", "7"])
    with app.app_context(), use_unit(home.unit_id):
        first = db.session.scalar(select(func.min(Case.id)))
        shown = db.session.scalar(select(func.count()).select_from(PublicCase))
    assert (made.exit_code, first, shown) == (0, case_id + 1, 31)


def test_a_name_that_came_by_email_is_the_senders_own(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, key="mail", name="Lương Thị Mến", email="men@example.org")
        entry_id = seal(case.id, home.clerk).entry_id
        facts = identity(home.leader, entry_id, today=TODAY)
    assert facts == {"senders.email": "men@example.org", "senders.name": "Lương Thị Mến", "senders.phone": "0912345678"}


# ------------------------------------------------------------------ its end


def test_a_waiting_one_ends_as_guided_within_its_time_on_a_working_day(app: Flask, home: Commune, at: Callable[[str], datetime]):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        ends = []
        for number in range(12):
            code, _case_id = sealed(home, key=f"waiting-{number}")
            row = stand_in_of(code)
            ends.append((row.ends_at.astimezone(NOW.tzinfo), row.due_on))
        last = max(moment for moment, _due in ends)
        end_stand_ins(last + timedelta(hours=1))
        rows = db.session.scalars(select(StandIn)).all()
        shown = {(row.state, row.outcome) for row in db.session.scalars(select(PublicCase))}
    local = [(moment + timedelta(hours=7), due) for moment, due in ends]
    assert all(date(2026, 11, 20) < moment.date() <= due and moment.weekday() < 5 for moment, due in local)
    assert all(8 <= moment.hour <= 16 for moment, _due in local)
    assert len({moment for moment, _due in local}) > 6
    assert ({row.state for row in rows}, {row.on_time for row in rows if row.on_time}, shown) == (
        {"guided"},
        {True},
        {("guided", "")},
    )


def test_one_in_progress_ends_as_answered_and_closes_when_others_close(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        code, case_id = sealed(home, state="in_progress", key="running")
        first = stand_in_of(code)
        before, ends_at = (first.state, first.due_on, first.accepted_on), first.ends_at
        end_stand_ins(ends_at - timedelta(minutes=1))
        early = stand_in_of(code).state
        end_stand_ins(ends_at)
        answered = stand_in_of(code)
        seen = (answered.state, answered.answered_on, answered.closed_on, answered.ends_at)
        end_stand_ins(ends_at + timedelta(days=15))
        waiting = stand_in_of(code).state
        end_stand_ins(ends_at + timedelta(days=16))
        closed, public = stand_in_of(code), db.session.get(PublicCase, case_id)
        ended = (closed.state, public.state, public.outcome, public.evidence)
    day = (ends_at + timedelta(hours=7)).date()
    assert (before[0], early, seen) == ("in_progress", "in_progress", ("answered", day, None, None))
    assert (waiting, ended) == ("answered", ("closed", "closed", "declined", "none"))


def test_one_that_was_settled_does_not_end_again(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        code, _case_id = sealed(home, state="closed", key="closed")
        end_stand_ins(NOW + timedelta(days=90))
        row = stand_in_of(code)
    assert (row.state, row.ends_at) == ("closed", None)


def test_it_is_counted_anew_with_the_others(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        code, case_id = sealed(home, key="moved", field_id=fields(home.unit_id)[0].id)
        twin = make_case(home, key="twin", field_id=fields(home.unit_id)[0].id)
        with transaction():
            row = stand_in_of(code)
            row.clocks = [{**clock, "due_on": "2027-06-01"} for clock in row.clocks]
            row.due_on = date(2027, 6, 1)
        with transaction():
            recompute_open(
                home.unit_id, cause=Cause(why="calendar", change_id="x", at=NOW, actor_id=None), only=Case.id == twin.id
            )
        again = stand_in_of(code)
        public = db.session.get(PublicCase, case_id)
        assert (again.due_on, public.due_on, [clock["due_on"] for clock in again.clocks]) == (
            twin.due_on, twin.due_on, [clock.due_on.isoformat() for clock in clocks_of(twin)],
        )  # fmt: skip


# ------------------------------------------------------------------ files, and a crash between


def folder_of(app: Flask) -> Path:
    """Return where files of this installation lie."""
    return Path(app.config["STORAGE_DIR"])


def files_in(app: Flask) -> list[str]:
    """Return every stored file."""
    return sorted(path.name for path in folder_of(app).rglob("*") if path.is_file())


def test_a_crash_after_the_commit_leaves_no_file_once_the_worker_has_run(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, key="crash")
        with transaction():
            photos.attach([photo()[0]], case_id=case.id, unit_id=home.unit_id, at=NOW)
        upkeep.re_encode_photos(NOW)
        stored = files_in(app)
        seal(case.id, home.clerk, wipe=False)
        kept, waits = files_in(app), shredding.anything_asked(NOW)
        shredding.run(NOW)
        after, file = files_in(app), db.session.scalars(select(RegisterFile)).one()
        media_type = file.media_type
    assert (len(stored), kept, waits, after, media_type) == (2, stored, True, [], "image/jpeg")


def seal_and_die(case_id: int, home: Commune) -> None:
    """Move a case in a command that ends before its commit."""
    with transaction():
        sealing.seal_case(case_id, actor=home.clerk, at=NOW)
        raise ZeroDivisionError


def test_a_crash_before_the_commit_loses_nothing(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, key="before")
        with transaction():
            photos.attach([photo()[0]], case_id=case.id, unit_id=home.unit_id, at=NOW)
        stored = files_in(app)
        with pytest.raises(ZeroDivisionError):
            seal_and_die(case.id, home)
        shredding.run(NOW)
        left = (db.session.get(Case, case.id).story != "", files_in(app), db.session.scalars(select(RegisterEntry)).all())
    assert left == (True, stored, [])


def test_a_photo_that_was_being_re_encoded_is_shredded_too(app: Flask, home: Commune, monkeypatch: pytest.MonkeyPatch):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, key="late-photo")
        with transaction():
            photos.attach([photo()[0]], case_id=case.id, unit_id=home.unit_id, at=NOW)
        real = attachments.re_encode

        def slow(public_id: str) -> tuple[int, int] | None:
            shutil.copy(folder_of(app) / "incoming" / public_id, folder_of(app) / "incoming" / f"{public_id}.part")
            made = real(public_id)
            seal(case.id, home.clerk)
            (folder_of(app) / "photos" / f"{public_id}.large.jpg").write_bytes(b"written again")
            return made

        monkeypatch.setattr(attachments, "re_encode", slow)
        upkeep.re_encode_photos(NOW)
        assert files_in(app) == []


def test_the_tasks_themselves_are_forgotten(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, key="task")
        with transaction():
            photos.attach([photo()[0]], case_id=case.id, unit_id=home.unit_id, at=NOW)
        seal(case.id, home.clerk)
        kept = [task.wiped for task in db.session.scalars(select(shredding.ShredTask))]
        db.session.rollback()
        waits = shredding.anything_asked(NOW + timedelta(minutes=5)), shredding.anything_asked(NOW + timedelta(minutes=31))
        shredding.run(NOW + timedelta(minutes=31))
        gone = db.session.scalars(select(shredding.ShredTask)).all()
    assert (kept, waits, gone) == ([True], (False, True), [])


def test_the_sender_cannot_act_on_it_by_the_services(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        code, case_id = sealed(home, state="answered", key="no-act")
        with transaction():
            found = senders.look_up(code, unit_id=home.unit_id, at=NOW, secret=secret_for("no-act"))
        with pytest.raises(NotFound), transaction():
            senders.rate(case_id, unit_id=home.unit_id, at=NOW, satisfied=True)
    assert (found.case_id, found.level) == (case_id, "full")
