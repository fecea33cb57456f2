"""The pages of the register: who finds them, that nothing is shown by GET, that every reading stands in the trail first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.queries import officials, setting
from accounts.roles import Role
from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from denunciation import trail
from denunciation.models import RegisterFile, RegisterTrail, RegisterValue
from denunciation.services import readers
from denunciation.states import Source
from feedback.services import photos
from tests.makers import NOW, Commune, make_case
from tests.makers_accounts import token_in
from tests.makers_desk import Desk, form_values, photo, words_of
from tests.makers_register import entry_row, make_entry, seal, sqlite_bytes

LIST = "/can-bo/so-kin"
WORDS = "Cán bộ thu tiền không có biên lai. Tôi là Nông Thị Tuyết, gọi 0912 345 678."


def entry_of(app: Flask, home: Commune, **facts: object) -> str:
    """Return the id of a signed letter that the leader wrote into the register."""
    with app.app_context(), use_unit(home.unit_id):
        return make_entry(home.leader, text=WORDS, **facts).entry_id


def press(person: Desk, page: str, path: str, **typed: object):
    """Open a page, fill in the form of an address, and send it."""
    return person.send(path, {**form_values(person.open(page).text, path), **typed})


def written(app: Flask, home: Commune) -> list[tuple[str, str]]:
    """Return action and entry of the register's trail."""
    with app.app_context(), use_unit(home.unit_id):
        rows = db.session.scalars(select(RegisterTrail).order_by(RegisterTrail.seq))
        return [(row.action, row.entry_id) for row in rows]


def test_the_list_exists_for_the_leader_only(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_of(app, home)
    doors = {who: (person.open(LIST).status_code, person.open(f"{LIST}/{entry_id}").status_code) for who, person in desk.items()}
    link = {who: "so-kin" in person.open("/can-bo/hop-thu").text for who, person in desk.items()}
    assert doors == {
        "leader": (200, 200), "clerk": (404, 404), "officer": (404, 404), "stranger": (404, 404), "supervisor": (403, 403),
        "administrator": (403, 403),
    }  # fmt: skip
    assert link == {who: who == "leader" for who in desk}


def test_no_page_by_get_holds_a_word_of_the_content(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_of(app, home)
    pages = desk["leader"].open(LIST).text + desk["leader"].open(f"{LIST}/{entry_id}").text
    assert [word in pages for word in ("biên lai", "Bùi Văn Nhận", "TC-01/2026", "Tuyết")] == [False] * 4
    assert desk["leader"].open(f"{LIST}/{entry_id}/mo").status_code == 405


def test_content_is_shown_after_a_reason_and_the_reading_stands_in_the_trail(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_of(app, home)
    page, path = f"{LIST}/{entry_id}", f"{LIST}/{entry_id}/mo"
    without = press(desk["leader"], page, path, reason=" ")
    shown = press(desk["leader"], page, path, reason="Xem điều kiện thụ lý")
    assert (without.status_code, "biên lai" in without.text) == (400, False)
    assert (shown.status_code, "biên lai" in shown.text, shown.headers["Cache-Control"]) == (200, True, "no-store")
    assert written(app, home) == [("entry:made", entry_id), ("read:content", entry_id)]


def test_the_copy_begins_without_the_name_in_the_other_envelope_and_without_showing_it(
    app: Flask, home: Commune, desk: dict[str, Desk]
):
    said = "Ông K hỏi lương thị mến xem còn giữ giấy không, rồi gọi LƯƠNG THỊ MẾN ra và bảo đừng viết về men.luong@example.org."
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, story=said, name="Lương Thị Mến", email="men.luong@example.org")
        entry_id = seal(case.id, home.clerk).entry_id
    page, path = f"{LIST}/{entry_id}", f"{LIST}/{entry_id}/ban-xac-minh"
    shown = press(desk["leader"], page, f"{page}/mo", reason="Soạn bản cho người xác minh")
    copy = str(form_values(shown.text, path)["copy"])
    assert copy == "Ông K hỏi […] xem còn giữ giấy không, rồi gọi […] ra và bảo đừng viết về […]."
    assert written(app, home)[-1] == ("read:content", entry_id)
    asked = form_values(desk["leader"].open(page).text, f"{page}/mo")
    identity = desk["leader"].send(f"{page}/nguoi-gui", {**asked, "reason": "Chép vào hồ sơ giấy"})
    gone = desk["leader"].send(f"{page}/chep-giay", {**form_values(identity.text, f"{page}/chep-giay"), "paper_number": "TC-9"})
    again = press(desk["leader"], page, f"{page}/mo", reason="Soạn lại")
    assert (gone.status_code, again.status_code) == (303, 200)
    assert "lương thị mến" in str(form_values(again.text, path)["copy"])  # nobody knows any more that it is the writer's


def test_the_copy_for_the_verifier_is_masked_first_and_then_written_by_a_person(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_of(app, home)
    page, path = f"{LIST}/{entry_id}", f"{LIST}/{entry_id}/ban-xac-minh"
    shown = press(desk["leader"], page, f"{page}/mo", reason="Soạn bản cho người xác minh")
    form = form_values(shown.text, path)
    copied = desk["leader"].send(path, {**form, "copy": "Cán bộ thu tiền không có biên lai."})
    emptied = desk["leader"].send(path, {**form, "copy": ""})
    again = press(desk["leader"], page, f"{page}/mo", reason="Xem lại bản đã soạn")
    assert [word in str(form["copy"]) for word in ("Tuyết", "0912")] == [False, False]
    assert words_of(copied.text).count("Cán bộ thu tiền không có biên lai.") == 1
    assert (copied.status_code, emptied.status_code) == (200, 400)
    assert form_values(again.text, path)["copy"] == "Cán bộ thu tiền không có biên lai."


def test_a_new_entry_by_the_leader_and_its_faults_in_place(app: Flask, home: Commune, desk: dict[str, Desk]):
    path = f"{LIST}/moi"
    typed = {"source": "oral", "received_on": "2026-11-21", "text": "Việc cần nói rõ", "paper_number": "", "accused_text": ""}
    refused = press(desk["leader"], path, path, **typed)
    made = press(
        desk["leader"], path, path, **{**typed, "received_on": "2026-11-19", "paper_number": "TC-2", "accused_text": "Ông K"}
    )
    entry_id = made.location.rsplit("/", 1)[1]
    with app.app_context(), use_unit(home.unit_id):
        row = entry_row(entry_id)
        facts = (row.source, row.received_on, row.identity_key, row.number, row.state)
    assert (refused.status_code, refused.text.count('class="error"'), "Việc cần nói rõ" in refused.text) == (400, 3, True)
    assert facts == ("oral", date(2026, 11, 19), None, 1, "received")


PAGES = {
    # page and method → status for: leader, clerk, officer, stranger, supervisor, administrator
    ("", "GET"): (200, 404, 404, 404, 403, 403),
    ("/moi", "GET"): (200, 404, 404, 404, 403, 403),
    ("/moi", "POST"): (400, 404, 404, 404, 403, 403),
    ("/nguoi-duoc-mo", "GET"): (200, 403, 403, 403, 403, 403),
    ("/nguoi-duoc-mo", "POST"): (303, 403, 403, 403, 403, 403),
    ("/{id}", "GET"): (200, 404, 404, 404, 403, 403),
    ("/{id}/mo", "POST"): (400, 404, 404, 404, 403, 403),
    ("/{id}/nguoi-gui", "POST"): (400, 404, 404, 404, 403, 403),
    ("/{id}/tep/{id}", "POST"): (400, 404, 404, 404, 403, 403),
    ("/{id}/ban-xac-minh", "POST"): (400, 404, 404, 404, 403, 403),
    ("/{id}/chep-giay", "POST"): (400, 404, 404, 404, 403, 403),
    ("/{id}/thu-ly", "POST"): (400, 404, 404, 404, 403, 403),
    ("/{id}/ket-thuc", "POST"): (400, 404, 404, 404, 403, 403),
    ("/xac-nhan", "POST"): (303, 404, 404, 404, 403, 403),
}
WHO = ("leader", "clerk", "officer", "stranger", "supervisor", "administrator")


def test_every_page_of_the_register_is_decided_for_everybody(app: Flask, home: Commune, desk: dict[str, Desk]):
    """An empty form is sent: 400 is a form that was let in; nobody chosen means the chairs (303)."""
    entry_id = entry_of(app, home)
    token = token_in(desk["leader"].open(f"{LIST}/{entry_id}"))
    found = {}
    for page, method in PAGES:
        path = LIST + page.format(id=entry_id)
        found[page, method] = tuple(
            desk[who].open(path).status_code if method == "GET" else posted(desk[who], path, token) for who in WHO
        )
    assert found == PAGES
    assert [action for action, _entry in written(app, home) if action.startswith("step")] == []


def posted(person: Desk, path: str, token: str) -> int:
    """Return the status of an empty form."""
    own = person.open("/can-bo/hop-thu")
    return person.send(path, {"csrf_token": token_in(own) if "csrf_token" in own.text else token}).status_code


def test_a_destroyed_key_is_in_no_byte_of_the_database(app: Flask, home: Commune, desk: dict[str, Desk]):
    with app.app_context(), use_unit(home.unit_id):
        entry_id = seal(make_case(home).id, home.clerk).entry_id
        wrapped = entry_row(entry_id).identity_key.encode()
        kept = any(wrapped in content for _name, content in sqlite_bytes(app))
    page = f"{LIST}/{entry_id}"
    sender = press(desk["leader"], page, f"{page}/mo", reason="Chép vào hồ sơ giấy")
    token = token_in(sender)
    gone = desk["leader"].send(f"{page}/chep-giay", {"csrf_token": token, "version": "1", "paper_number": "TC-7/2026"})
    left = any(wrapped in content for _name, content in sqlite_bytes(app))
    assert (gone.status_code, left) == (303, False)
    assert kept == (app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"))


def test_nobody_who_is_not_named_writes_into_the_register(desk: dict[str, Desk]):
    assert [desk[who].open(f"{LIST}/moi").status_code for who in ("clerk", "officer", "stranger")] == [404] * 3


def test_the_accused_head_and_his_department_do_not_see_it_even_when_named(
    app: Flask, home: Commune, desk: dict[str, Desk], at: Callable[[str], datetime]
):
    with app.app_context(), use_unit(home.unit_id):
        heads = officials(home.unit_id, role=Role.DEPARTMENT_HEAD)
        head = next(item for item in heads if set(item.department_ids) & home.stranger.department_ids)
        with transaction():
            readers.name_readers(
                [home.leader.id, home.stranger.id, head.id, home.clerk.id], actor=home.leader, at=at("2026-11-20 09:04")
            )
    entry_id = entry_of(app, home, accused_id=head.id, accused_text="")
    seen = {who: desk[who].open(f"{LIST}/{entry_id}").status_code for who in ("leader", "clerk", "stranger")}
    listed = {who: entry_id in desk[who].open(LIST).text for who in ("leader", "clerk", "stranger")}
    assert seen == {"leader": 200, "clerk": 200, "stranger": 404}
    assert listed == {"leader": True, "clerk": True, "stranger": False}


def test_the_leader_names_who_may_open_the_register(app: Flask, home: Commune, desk: dict[str, Desk]):
    path = f"{LIST}/nguoi-duoc-mo"
    saved = press(desk["leader"], path, path, readers=[str(home.leader.id), str(home.clerk.id)])
    strange = press(desk["leader"], path, path, readers=[str(home.administrator.id)])
    assert (saved.status_code, desk["clerk"].open(LIST).status_code, strange.status_code) == (303, 200, 400)
    assert [desk[who].open(path).status_code for who in ("clerk", "officer", "administrator")] == [403, 403, 403]
    assert written(app, home) == [("readers:named", "")]


def test_another_communes_leader_finds_nothing(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_of(app, home)
    with app.app_context(), use_unit(home.unit_id + 10_000):
        assert db.session.scalars(select(RegisterValue)).all() == []
    assert desk["leader"].open(f"{LIST}/{'f' * 32}").status_code == 404
    assert desk["leader"].open(f"{LIST}/{entry_id}").status_code == 200


def test_a_step_by_the_page_its_fault_in_place_and_a_second_hand(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_of(app, home)
    page, path = f"{LIST}/{entry_id}", f"{LIST}/{entry_id}/thu-ly"
    form = form_values(desk["leader"].open(page).text, path)
    faulty = desk["leader"].send(path, {**form, "thu-ly-number": "1/QĐ"})
    accepted = desk["leader"].send(path, {**form, "thu-ly-number": "1/QĐ", "thu-ly-conditions_met": "y"})
    late = desk["leader"].send(path, {**form, "thu-ly-number": "2/QĐ", "thu-ly-conditions_met": "y"})
    stale_path = f"{page}/tam-dinh-chi"
    assert (faulty.status_code, "khoản 1 Điều 29" in faulty.text) == (400, True)
    assert (accepted.status_code, late.status_code) == (303, 409)
    assert stale_path in desk["leader"].open(page).text


def test_unsigned_information_is_not_accepted_and_the_page_says_what_can_be_done(
    app: Flask, home: Commune, desk: dict[str, Desk]
):
    with app.app_context(), use_unit(home.unit_id):
        entry_id = make_entry(home.leader, source=Source.UNSIGNED).entry_id
    page, accept, decline = (f"{LIST}/{entry_id}{verb}" for verb in ("", "/thu-ly", "/khong-thu-ly"))
    opened = desk["leader"].open(page).text
    sent = {**form_values(opened, accept), "thu-ly-number": "1/QĐ", "thu-ly-conditions_met": "y"}
    refused = desk["leader"].send(accept, sent)
    assert (refused.status_code, "khoản 1 Điều 25" in refused.text, "khoản 2 Điều 25" in refused.text) == (400, True, True)
    reason = {**form_values(opened, decline), "khong-thu-ly-text": "Không rõ người tố cáo, không có chứng cứ"}
    assert desk["leader"].send(decline, reason).status_code == 303


def test_what_was_typed_stays_when_another_hand_was_quicker(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_of(app, home)
    page, crime, decline = (f"{LIST}/{entry_id}{verb}" for verb in ("", "/toi-pham", "/khong-thu-ly"))
    opened = desk["leader"].open(page).text
    told = {**form_values(opened, crime), "toi-pham-receiver": "Công an tỉnh", "toi-pham-text": "Có dấu hiệu nhận hối lộ"}
    mine = {**form_values(opened, decline), "khong-thu-ly-text": "Nội dung đã được giải quyết năm ngoái"}
    assert desk["leader"].send(crime, told).status_code == 303
    stale = desk["leader"].send(decline, mine)
    again = form_values(stale.text, decline)
    assert (stale.status_code, again["khong-thu-ly-text"]) == (409, "Nội dung đã được giải quyết năm ngoái")
    assert desk["leader"].send(decline, again).status_code == 303
    late = desk["leader"].send(decline, {**again, "khong-thu-ly-text": "Chữ này chưa được ghi ở đâu"})
    assert (late.status_code, "Chữ này chưa được ghi ở đâu" in late.text) == (409, True)


def test_the_moved_sender_is_copied_to_paper_and_destroyed(app: Flask, home: Commune, desk: dict[str, Desk], tmp_path):
    with app.app_context(), use_unit(home.unit_id):
        case = make_case(home, name="Lương Thị Mến", phone="0912 000 111")
        with transaction():
            photos.attach([photo()[0]], case_id=case.id, unit_id=home.unit_id, at=NOW)
        entry_id = seal(case.id, home.clerk, accused_text="Ông K").entry_id
    page = f"{LIST}/{entry_id}"
    content = press(desk["leader"], page, f"{page}/mo", reason="Xem ảnh gửi kèm")
    file_path = next(part for part in content.text.split('"') if "/tep/" in part)
    shown = desk["leader"].send(file_path, form_values(content.text, file_path))
    token = form_values(desk["leader"].open(page).text, f"{page}/mo")
    sender = desk["leader"].send(f"{page}/nguoi-gui", {**token, "reason": "Chép vào hồ sơ giấy"})
    gone = desk["leader"].send(
        f"{page}/chep-giay", {**form_values(sender.text, f"{page}/chep-giay"), "paper_number": "TC-7/2026"}
    )
    after = desk["leader"].send(f"{page}/nguoi-gui", {**token, "reason": "Xem lại lần nữa"})
    with app.app_context(), use_unit(home.unit_id):
        left = (entry_row(entry_id).identity_key, db.session.scalars(select(RegisterFile)).all())
    assert (shown.status_code, shown.mimetype, shown.data[:2], shown.headers["Cache-Control"]) == (
        200, "image/jpeg", b"\xff\xd8", "no-store",
    )  # fmt: skip
    assert ("Lương Thị Mến" in sender.text, "0912000111" in sender.text, "Mến" in content.text) == (True, True, False)
    assert (gone.status_code, after.status_code, left) == (303, 404, (None, []))
    actions = [action for action, _entry in written(app, home)]
    assert actions == [
        "entry:made", "read:content", "read:file", "read:identity", "entry:identity_destroyed", "read:identity",
    ]  # fmt: skip


def test_the_trail_holds_and_a_changed_row_is_found(app: Flask, home: Commune, desk: dict[str, Desk]):
    entry_id = entry_of(app, home)
    press(desk["leader"], f"{LIST}/{entry_id}", f"{LIST}/{entry_id}/mo", reason="Xem điều kiện thụ lý")
    runner = app.test_cli_runner()
    whole = runner.invoke(args=["register", "verify"])
    with app.app_context(), use_unit(home.unit_id):
        with transaction():
            row = db.session.scalars(select(RegisterTrail).where(RegisterTrail.seq == 1)).one()
            row.actor_id = home.clerk.id
        changed = [(finding.seq, finding.kind) for finding in trail.verify()]
        with transaction():
            db.session.delete(db.session.scalars(select(RegisterTrail).where(RegisterTrail.seq == 2)).one())
        cut = [(finding.seq, finding.kind) for finding in trail.verify()]
    broken = runner.invoke(args=["register", "verify"])
    assert (whole.exit_code, broken.exit_code) == (0, 1)
    assert (changed, cut) == ([(1, "changed")], [(1, "changed"), (2, "tail_missing")])


def test_the_communes_own_trail_and_the_log_say_nothing(
    app: Flask, home: Commune, desk: dict[str, Desk], capsys: pytest.CaptureFixture[str]
):
    with app.app_context(), use_unit(home.unit_id):
        before = len(db.session.scalars(select(AuditEntry)).all())
    entry_id = entry_of(app, home)
    press(desk["leader"], f"{LIST}/{entry_id}", f"{LIST}/{entry_id}/mo", reason="Xem điều kiện thụ lý")
    with app.app_context(), use_unit(home.unit_id):
        after = len(db.session.scalars(select(AuditEntry)).all())
    said = capsys.readouterr()
    assert (after - before, "so-kin" in said.out + said.err) == (0, False)


def test_the_setting_for_identity_cannot_be_switched_on(app: Flask, home: Commune, desk: dict[str, Desk]):
    path = "/can-bo/quan-tri/cai-dat/tc_store_identity"
    page = desk["administrator"].open(path)
    answer = desk["administrator"].client.post(path, data={"csrf_token": token_in(page), "version": "0", "value": "1"})
    with app.app_context(), use_unit(home.unit_id):
        assert setting(home.unit_id, "tc_store_identity") is False
    assert (page.status_code, answer.status_code, "chưa cho bật" in answer.text) == (200, 400, True)
