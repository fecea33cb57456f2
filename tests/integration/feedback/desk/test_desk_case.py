"""The case screen: what stands on it, which steps the law allows now and why not others, and who sees whose name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from accounts.models import Department
from core.access import declared
from core.attachments import Attachment
from core.database import use_unit
from core.extensions import db
from core.permissions import Permission
from core.transaction import transaction
from feedback.forms.steps import FORMS
from feedback.states import Action, Channel, Evidence, step_of
from feedback.views.case_page import ELSEWHERE, ORDER, TEMPLATES
from feedback.views.desk_words import SLUGS, STEPS
from tests.makers import NOW, Commune, ask_for_time, publish_case, submit
from tests.makers_desk import HTML, Desk, ids_of, made, photo, tree_of, words_of

NAMELESS = "Đoạn đường trước nhà văn hóa ngập nặng. Tôi là Nguyễn Văn An, số 0912 345 678."


def steps_on(page: str) -> set[str]:
    """Return the steps that have a form or a page of their own on the screen."""
    forms = [form.get("action") or "" for form in tree_of(page).iter(f"{HTML}form")]
    links = [link.get("href") or "" for link in tree_of(page).iter(f"{HTML}a")]
    wanted = {address.rsplit("/", 1)[1] for address in [*forms, *links] if address.startswith("/can-bo/ho-so/")}
    return wanted & set(SLUGS.values())


# ---------------------------------------------------------------- what stands there


def test_screen_shows_story_clock_with_its_proof_and_timeline(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress", at=NOW - timedelta(days=1))
    text = words_of(desk["officer"].case(case_id).text)
    for words in (
        "Cầu tràn hỏng lan can từ sau trận mưa đầu tháng", "ngày làm việc còn lại", "Vì sao là ngày này?", "Hạn chót là",
        "Nhận đơn", "Nhận giải quyết (thụ lý)", "Nguyễn Văn An", "0912345678", "xin ẩn tên",
    ):  # fmt: skip
        assert words in text, words


def test_a_late_case_says_so_in_words(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, at=NOW - timedelta(days=30))
    assert "Quá hạn 12 ngày làm việc" in words_of(desk["clerk"].case(case_id).text)


def test_a_reflection_without_a_name_has_no_statutory_clock(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, anonymous=True, name="", phone="")
    text = words_of(desk["clerk"].case(case_id).text)
    assert ("Không có thời hạn luật định" in text, "Người gửi không cho biết tên" in text) == (True, True)


def test_internal_lines_are_marked(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home)
    desk["clerk"].take(case_id, "ghi-chu", text="Đã gọi hỏi trưởng thôn")
    timeline = next(
        item for item in tree_of(desk["clerk"].case(case_id).text).iter(f"{HTML}ol") if item.get("class") == "timeline"
    )
    lines = [" ".join("".join(line.itertext()).split()) for line in timeline]
    assert [("nội bộ" in line, line.split(" 0")[0]) for line in lines] == [(True, "Ghi chú nội bộ"), (False, "Nhận đơn")]


@pytest.mark.parametrize("verb", ["giao", "chi-dao", "du-thao", "go-cong-khai"])
def test_address_of_a_step_leads_to_the_case_with_that_step_open(app: Flask, home: Commune, desk: dict[str, Desk], verb: str):
    case_id = made(app, home, state="in_progress")
    answer = desk["clerk"].open(f"/can-bo/ho-so/{case_id}/{verb}")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/can-bo/ho-so/{case_id}?mo={verb}#{verb}")


@pytest.mark.parametrize("number", ["0", "999999", "2147483647", "99999999999999999999999"])
def test_a_case_that_is_none_does_not_exist(desk: dict[str, Desk], number: str):
    assert desk["clerk"].open(f"/can-bo/ho-so/{number}").status_code == 404


# ---------------------------------------------------------------- only what the law allows now

COUNTER = {"ghi-chu", "cong-khai"}
BESIDE = {"gop", "khan", "cong-quoc-gia"}
AWAY = {"chuyen", "huong-dan", "tra-lai", "luu-don"}
ALLOWED = [
    ("received", "clerk", COUNTER | BESIDE | {"phan-loai", "tach"}),  # nobody has it, so there is nobody to remind
    ("received", "officer", {"ghi-chu"}),
    ("received", "leader", {"ghi-chu", "chi-dao", "cong-khai", "khan", "nhac"}),
    ("received", "supervisor", set()),
    ("classified", "clerk", COUNTER | AWAY | BESIDE | {"phan-loai", "nhan", "tach"}),
    ("classified", "leader", AWAY | {"nhan", "ghi-chu", "chi-dao", "cong-khai", "khan", "nhac"}),
    ("in_progress", "clerk", COUNTER | BESIDE | {"giao", "nhac"}),
    ("in_progress", "officer", {"ghi-chu", "hoi-them", "gia-han", "du-thao", "xin-giao-lai"}),
    ("in_progress", "stranger", {"ghi-chu"}),
    ("in_progress", "leader", {"giao", "ghi-chu", "chi-dao", "cong-khai", "khan", "nhac"}),
    ("submitted", "officer", {"ghi-chu", "hoi-them", "gia-han", "rut-trinh"}),
    ("submitted", "leader", {"khan", "giao", "ghi-chu", "chi-dao", "duyet", "tra-du-thao", "cong-khai", "nhac"}),
    ("approved", "officer", {"ghi-chu", "hoi-them", "gia-han", "phat-hanh"}),
    ("approved", "leader", {"khan", "giao", "ghi-chu", "chi-dao", "tra-du-thao", "cong-khai", "nhac"}),
    ("answered", "officer", {"ghi-chu"}),
    ("answered", "leader", {"ghi-chu", "cong-khai"}),
    ("reopened", "officer", {"ghi-chu", "hoi-them", "gia-han", "du-thao", "xin-giao-lai"}),
    ("closed", "clerk", COUNTER),
]  # fmt: skip


@pytest.mark.parametrize(("state", "who", "allowed"), ALLOWED, ids=[f"{state}-{who}" for state, who, _steps in ALLOWED])
def test_only_steps_that_the_law_allows_now_are_shown(
    app: Flask, home: Commune, desk: dict[str, Desk], state: str, who: str, allowed: set[str]
):
    case_id = made(app, home, state=state)
    assert steps_on(desk[who].case(case_id).text) == allowed


def test_steps_that_depend_on_more_than_the_state(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    with app.app_context(), use_unit(home.unit_id):
        ask_for_time(home, case_id)
        publish_case(home, case_id)
    assert "duyet-gia-han" in steps_on(desk["leader"].case(case_id).text)
    assert "gia-han" not in steps_on(desk["officer"].case(case_id).text)
    assert "go-cong-khai" in steps_on(desk["clerk"].case(case_id).text)


def test_each_step_shows_its_article(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified", channel=Channel.WALK_IN)
    text = words_of(desk["clerk"].case(case_id).text)
    for action in (Action.ACCEPT, Action.TRANSFER, Action.GUIDE, Action.RETURN, Action.FILE_ONLY, Action.REFUSE, Action.PUBLISH):
        assert step_of(action).legal_basis in text, action


def test_the_usual_next_step_stands_open_and_proposes_who(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified")
    tree = tree_of(desk["clerk"].case(case_id).text)
    opened = [
        item.get("id")
        for item in tree.iter(f"{HTML}li")
        if any(part.get("open") is not None for part in item.iter(f"{HTML}details"))
    ]
    assert opened == ["nhan"]
    form = desk["clerk"].form(case_id, "nhan")
    assert (form["nhan-department_id"] != "", form["nhan-officer_id"] != "") == (True, True)
    assert "Theo bảng phân công" in words_of(desk["clerk"].case(case_id).text)


@pytest.mark.parametrize(("own", "proposed"), [("0205 3000 009", "0205 3000 009"), ("", "0205 3000 000")])
def test_an_answer_proposes_the_telephone_of_the_department(
    app: Flask, home: Commune, desk: dict[str, Desk], own: str, proposed: str
):
    with app.app_context(), use_unit(home.unit_id), transaction():
        db.session.execute(update(Department).values(phone=own))
    case_id = made(app, home, state="in_progress")
    contact = desk["officer"].form(case_id, "du-thao")["du-thao-contact"]
    assert contact.endswith(f", {proposed}")


def test_a_blocked_step_says_why(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    desk["officer"].send(
        f"/can-bo/ho-so/{case_id}/du-thao", {**desk["officer"].form(case_id, "du-thao"), "du-thao-files": photo()}
    )
    with app.app_context(), use_unit(home.unit_id):
        submit(home, case_id, evidence=Evidence.PHOTO, no_evidence_reason="")
        with transaction():
            db.session.query(Attachment).update({"state": "failed"})
    page = desk["leader"].case(case_id).text
    assert "Chưa làm được vì:Đã chọn minh chứng bằng ảnh nhưng chưa có ảnh nào. Hãy thêm ảnh." in words_of(page)
    assert "duyet" not in steps_on(page)


def test_every_step_has_its_words_address_form_and_template():
    assert [set(Action) - set(table) for table in (STEPS, SLUGS, FORMS, TEMPLATES)] == [set(), set(), set(), set()]
    assert set(ORDER) | ELSEWHERE == set(Action)
    assert len(set(SLUGS.values())) == len(SLUGS)


def test_every_address_asks_for_the_permission_of_its_row_in_the_table(sqlite_app: Flask):
    found = {}
    for action, slug in SLUGS.items():
        rule = next(
            rule for rule in sqlite_app.url_map.iter_rules() if rule.rule.endswith(f"case_id>/{slug}") and "POST" in rule.methods
        )
        found[action] = declared(sqlite_app, rule.endpoint)
    assert found == {action: step_of(action).permission for action in Action}


# ---------------------------------------------------------------- whose name


@pytest.mark.parametrize(
    ("who", "sees"), [("clerk", True), ("officer", True), ("leader", True), ("stranger", False), ("supervisor", False)]
)
def test_names_are_for_those_who_receive_handle_or_decide(app: Flask, home: Commune, desk: dict[str, Desk], who: str, sees: bool):
    case_id = made(app, home, state="reopened", story=NAMELESS)
    page = desk[who].case(case_id).text
    assert {words: words in page for words in ("Nguyễn Văn An", "0912345678", "0912 345 678")} == {
        "Nguyễn Văn An": sees, "0912345678": sees, "0912 345 678": sees
    }  # fmt: skip
    assert "Đoạn đường trước nhà văn hóa ngập nặng" in page


def test_supervisor_reads_notes_and_ratings_without_names(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="reopened")
    desk["clerk"].take(case_id, "ghi-chu", text="Đã gọi ông Nguyễn Văn An theo số 0912 345 678.")
    page = desk["supervisor"].case(case_id).text
    assert ("Đã gọi ông [tên]" in page, "Nguyễn Văn An" in page, "0912 345 678" in page) == (True, False, False)


def test_supervisor_is_told_that_there_is_nothing_to_do(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home)
    assert "Hồ sơ này chỉ để xem" in words_of(desk["supervisor"].case(case_id).text)


def test_position_and_scans_are_hidden_with_the_name(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, lat=21.65, lon=106.55)
    assert ("21.65" in desk["clerk"].case(case_id).text, "21.65" in desk["supervisor"].case(case_id).text) == (True, False)


def test_steps_have_places_to_jump_to(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="classified")
    assert {"nhan", "phan-loai", "tra-lai", "cac-buoc", "noi-dung"} <= ids_of(desk["clerk"].case(case_id).text)


def test_text_of_the_sender_stays_text(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="submitted", story="<script>alert(1)</script> <img src=x onerror=alert(1)> đường hỏng nặng")
    for who in ("clerk", "supervisor"):
        page = desk[who].case(case_id).text
        assert ("<script>alert" in page, "<img src=x" in page, "&lt;script&gt;alert" in page) == (False, False, True)
    assert "<script>alert" not in desk["clerk"].open("/can-bo?xem=dang-mo").text


def test_the_desk_is_for_those_who_may_read(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home)
    assert Permission.CASE_READ not in home.administrator.permissions
    answers = {slug: desk["administrator"].send(f"/can-bo/ho-so/{case_id}/{slug}", {}).status_code for slug in SLUGS.values()}
    assert set(answers.values()) <= {400, 403}
