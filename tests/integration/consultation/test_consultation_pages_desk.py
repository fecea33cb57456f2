"""The desk's pages of consultations: whose door is open, what is kept after a refusal, and what stands where nothing is yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from consultation.models import Consultation, ConsultationPoint, ConsultationSheet
from consultation.queries.consultations import one_consultation
from consultation.services import summing
from core.extensions import db
from core.transaction import transaction
from tests.makers import NEIGHBOUR, NOW, Commune, inside, make_commune
from tests.makers_consultation import AFTER, WORDS, draft, give, opened, opinion, point, read, record, summed_up
from tests.makers_desk import Desk, desks, form_values, paper, words_of

LIST, NEW = "/can-bo/lay-y-kien", "/can-bo/lay-y-kien/moi"
TYPED = {
    "title": "Quy chế dân chủ ở xã", "matter": "regulation", "about": "Xã viết lại quy chế. Mọi hộ đều liên quan.",
    "question_1": "Họp thôn buổi tối có tiện không?", "opens_on": "20/11/2026", "closes_on": "21/12/2026",
}  # fmt: skip
WHO = ("clerk", "officer", "leader", "supervisor", "stranger", "administrator")
REASON = "Nhiều thôn chưa họp kịp vì mưa."


@pytest.fixture
def on(at: Callable[[str], Any]) -> Callable[[str], Any]:
    at("2026-11-20 09:00")
    return at


def made(app: Flask, home: Commune, make: Callable[..., int] = opened, **facts: Any) -> int:
    with inside(app, unit_id=home.unit_id):
        return make(home, **facts)


def questions(app: Flask, home: Commune, consultation_id: int) -> list[str]:
    with inside(app, unit_id=home.unit_id):
        view = one_consultation(home.unit_id, consultation_id, today=date(2026, 11, 20))
        return [text for _number, text in view.questions] if view else []


def rows(app: Flask, home: Commune, model: type) -> int:
    with inside(app, unit_id=home.unit_id):
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def step(desk: Desk, consultation_id: int, verb: str, values: dict[str, Any] | None = None, **typed: str) -> Any:
    path = f"{LIST}/{consultation_id}/{verb}"
    shown = values or form_values(desk.open(f"{LIST}/{consultation_id}").text, path)
    return desk.send(path, {**shown, **{f"{verb}-{name}": value for name, value in typed.items()}})


# ------------------------------------------------------------------ doors


@pytest.mark.parametrize(
    ("tail", "open_to"),
    [
        ("", {"clerk", "officer", "leader", "supervisor", "stranger"}),
        ("/moi", {"clerk", "officer", "leader", "stranger"}),
        ("/{id}", {"clerk", "officer", "leader", "supervisor", "stranger"}),
        ("/{id}/tong-hop", {"clerk", "officer", "leader", "supervisor", "stranger"}),
        ("/{id}/phieu", {"clerk", "officer", "leader", "supervisor", "stranger"}),
        ("/{id}/phieu/{sheet}", {"clerk", "officer", "leader", "supervisor", "stranger"}),
    ],
)
def test_a_page_opens_to_its_roles(app: Flask, home: Commune, on: object, tail: str, open_to: set[str]):
    consultation_id = made(app, home)
    sheet_id = made(app, home, lambda home: record(home, consultation_id))
    path, seats = LIST + tail.format(id=consultation_id, sheet=sheet_id), desks(app, home)
    assert {who: seats[who].open(path).status_code for who in WHO} == {who: 200 if who in open_to else 403 for who in WHO}
    assert {seats[who].open(path).headers["Cache-Control"] for who in open_to} == {"no-store"}
    assert app.test_client().get(path).status_code == 303


@pytest.mark.parametrize(
    ("who", "steps"), [("leader", {"gia-han", "huy"}), ("clerk", set()), ("officer", set()), ("supervisor", set())]
)
def test_only_who_decides_is_offered_the_steps(app: Flask, home: Commune, on: object, who: str, steps: set[str]):
    consultation_id = made(app, home)
    page = desks(app, home)[who].open(f"{LIST}/{consultation_id}").text
    assert {verb for verb in ("mo", "gia-han", "huy") if f'action="{LIST}/{consultation_id}/{verb}"' in page} == steps


def test_a_consultation_of_another_commune_is_not_there(app: Flask, home: Commune, on: object):
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
    consultation_id = made(app, neighbour)
    leader = desks(app, home)["leader"]
    for tail in ("", "/sua", "/tong-hop", "/phieu"):
        assert leader.open(f"{LIST}/{consultation_id}{tail}").status_code == 404
    token = form_values(leader.open(NEW).text, NEW)["csrf_token"]
    for tail in ("mo", "gia-han", "huy", "cong-bo", "y", "phieu", "tep"):
        assert leader.send(f"{LIST}/{consultation_id}/{tail}", {"csrf_token": token}).status_code == 404


# ------------------------------------------------------------------ nothing yet


@pytest.mark.parametrize("view", ["", "?xem=da-xong"])
def test_an_empty_list_says_which_matters_belong_here(app: Flask, home: Commune, on: object, view: str):
    said = words_of(desks(app, home)["supervisor"].open(f"{LIST}{view}").text)
    assert "Chưa có đợt lấy ý kiến nào ở đây" in said
    assert "Soạn đợt mới" not in said


def test_before_anybody_answered_the_desk_says_so(app: Flask, home: Commune, on: Callable[[str], Any]):
    consultation_id = made(app, home)
    clerk = desks(app, home)["clerk"]
    assert "Chưa có ý kiến nào cho câu này." in clerk.open(f"{LIST}/{consultation_id}").text
    said = words_of(clerk.open(f"{LIST}/{consultation_id}/tong-hop").text)
    for words in ("Chưa có nhóm ý kiến nào.", "Chưa ai viết thêm lời nào.", "Nhóm ý kiến được ghi sau ngày cuối"):
        assert words in said


# ------------------------------------------------------------------ the draft


def test_questions_come_and_go_without_a_script(app: Flask, home: Commune, on: object):
    clerk = desks(app, home)["clerk"]
    more = {"question_3": "Góp năm ngày công được không?", "question_5": "Làm vào mùa khô được không?"}
    answer = clerk.send(NEW, {**form_values(clerk.open(NEW).text, NEW), **TYPED, **more})
    consultation_id = int(answer.location.rsplit("/", 1)[1])
    assert questions(app, home, consultation_id) == [TYPED["question_1"], more["question_3"], more["question_5"]]
    path = f"{LIST}/{consultation_id}/sua"
    shown = form_values(clerk.open(path).text, path)
    assert [shown[f"question_{number}"] for number in range(1, 6)] == [TYPED["question_1"], *more.values(), "", ""]
    assert clerk.send(path, {**shown, "question_1": "", "question_4": "Thêm một câu được không?"}).status_code == 303
    assert questions(app, home, consultation_id) == [*more.values(), "Thêm một câu được không?"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Hãy ghi tên việc cần lấy ý kiến."),
        ({"matter": ""}, "Hãy chọn một việc trong danh sách của Điều 25."),
        ({"about": "Ngắn."}, "Hãy viết vài câu"),
        ({"question_1": ""}, "Hãy ghi ít nhất một câu hỏi."),
        ({"question_2": "Họp thôn buổi tối có tiện không?"}, "Có hai câu hỏi giống nhau."),
        ({"question_2": "Gì?"}, "Mỗi câu hỏi từ 5 đến 300 chữ."),
        ({"opens_on": "19/11/2026"}, "Ngày đầu phải từ hôm nay trở đi."),
        ({"closes_on": "19/11/2026"}, "Ngày cuối phải sau ngày đầu."),
        ({"closes_on": "09/12/2026"}, "Ngày cuối sớm nhất là 10/12/2026."),
        ({"official_id": ""}, "Hãy chọn người chịu trách nhiệm tổng hợp."),
    ],
)
def test_a_draft_that_cannot_be_says_why_and_keeps_the_rest(
    app: Flask, home: Commune, on: object, changes: dict[str, str], sentence: str
):
    clerk = desks(app, home)["clerk"]
    typed = {**form_values(clerk.open(NEW).text, NEW), **TYPED, "text": "1. Họp buổi tối.", **changes}
    answer = clerk.send(NEW, typed)
    assert (answer.status_code, rows(app, home, Consultation)) == (400, 0)
    assert sentence in words_of(answer.text)
    kept = form_values(answer.text, NEW)
    assert {name: kept[name] for name in ("title", "about", "text", "question_1", "question_2")} == {
        name: typed[name] for name in ("title", "about", "text", "question_1", "question_2")
    }  # fmt: skip


def test_without_the_token_of_the_session_nothing_is_written(app: Flask, home: Commune, on: object):
    leader, consultation_id = desks(app, home)["leader"], made(app, home, draft)
    here = f"{LIST}/{consultation_id}"
    for path, typed in (
        (NEW, TYPED), (f"{here}/mo", {"mo-version": "1"}), (f"{here}/huy", {"huy-version": "1", "huy-reason": REASON}),
        (f"{here}/tep", {"files": [paper()]}),
    ):  # fmt: skip
        assert leader.send(path, {**typed, "csrf_token": "x"}).status_code in (400, 403), path
    with inside(app, unit_id=home.unit_id):
        row = read(consultation_id)
        assert (row.state, row.version, rows_here(Consultation)) == ("draft", 1, 1)


def rows_here(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_what_is_no_pdf_is_no_file_of_a_draft(app: Flask, home: Commune, on: object):
    clerk, consultation_id = desks(app, home)["clerk"], made(app, home, draft)
    token = form_values(clerk.open(NEW).text, NEW)["csrf_token"]
    stream, _name = paper()
    stream.write(b"MZ\x90\x00 no document")
    stream.seek(0)
    answer = clerk.send(f"{LIST}/{consultation_id}/tep", {"csrf_token": token, "files": [(stream, "du-thao.pdf")]})
    assert (answer.status_code, f"{LIST}/{consultation_id}/tep/" in answer.text) == (400, False)


# ------------------------------------------------------------------ steps


@pytest.mark.parametrize(
    ("to_on", "reason"), [("20/12/2026", REASON), ("31/02/2027", REASON), ("", REASON), ("04/01/2027", "Mưa")]
)
def test_a_refused_prolonging_keeps_day_and_reason(app: Flask, home: Commune, on: object, to_on: str, reason: str):
    leader, consultation_id = desks(app, home)["leader"], made(app, home)
    answer = step(leader, consultation_id, "gia-han", to_on=to_on, reason=reason)
    assert answer.status_code == 400
    kept = form_values(answer.text, f"{LIST}/{consultation_id}/gia-han")
    assert kept["gia-han-reason"] == reason
    assert re.search(r'<details id="gia-han" open', answer.text)
    with inside(app, unit_id=home.unit_id):
        assert read(consultation_id).closes_on == date(2026, 12, 21)


def test_a_step_on_an_old_page_keeps_what_was_typed_and_is_taken_the_second_time(app: Flask, home: Commune, on: object):
    leader, consultation_id = desks(app, home)["leader"], made(app, home)
    old = form_values(leader.open(f"{LIST}/{consultation_id}").text, f"{LIST}/{consultation_id}/huy")
    assert step(leader, consultation_id, "gia-han", to_on="04/01/2027", reason=REASON).status_code == 303
    late = step(leader, consultation_id, "huy", old, reason="Tỉnh đã dừng chủ trương này.")
    assert (late.status_code, "Có người vừa ghi trước." in words_of(late.text)) == (409, True)
    again = form_values(late.text, f"{LIST}/{consultation_id}/huy")
    assert again["huy-reason"] == "Tỉnh đã dừng chủ trương này."
    assert step(leader, consultation_id, "huy", again).status_code == 303


def test_what_is_over_offers_nothing_more(app: Flask, home: Commune, on: Callable[[str], Any]):
    consultation_id = made(app, home, summed_up)
    on("2026-12-24 09:00")
    page = desks(app, home)["leader"].open(f"{LIST}/{consultation_id}").text
    assert "Các bước" not in page
    assert "Nhập số đếm trên giấy" not in page
    summary = desks(app, home)["leader"].open(f"{LIST}/{consultation_id}/tong-hop").text
    assert (f'action="{LIST}/{consultation_id}/y"' in summary, "Xã đổi thứ tự các tuyến đường." in summary) == (False, True)


# ------------------------------------------------------------------ paper and summary


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Hãy ghi số người của từng ý."),
        ({"agree_1": "100001"}, "Hãy ghi số từ 0 đến 100 000."),
        ({"agree_1": "-1"}, "Hãy ghi một số, ví dụ 5."),
        ({"agree_1": "4", "held_on": "21/11/2026"}, "Ngày này phải trong thời gian lấy ý kiến"),
        ({"agree_1": "4", "way": ""}, "Hãy chọn cách lấy ý kiến."),
    ],
)
def test_counts_that_cannot_be_are_refused_and_kept(
    app: Flask, home: Commune, on: object, changes: dict[str, str], sentence: str
):
    front, consultation_id = desks(app, home)["supervisor"], made(app, home)
    path = f"{LIST}/{consultation_id}/phieu"
    typed = {**form_values(front.open(path).text, path), "way": "box", "held_on": "20/11/2026", "minutes": "9/BB", **changes}
    answer = front.send(path, typed)
    assert (answer.status_code, rows(app, home, ConsultationSheet)) == (400, 0)
    assert sentence in words_of(answer.text)
    kept = form_values(answer.text, path)
    assert (kept["minutes"], kept["agree_1"], kept["token"]) == ("9/BB", changes.get("agree_1", ""), typed["token"])


@pytest.mark.parametrize("verdict", ["partly", "not_accepted", ""])
def test_a_point_without_its_explanation_is_refused_and_kept(app: Flask, home: Commune, on: Callable[[str], Any], verdict: str):
    consultation_id = made(app, home)
    on("2026-12-23 09:00")
    clerk, here = desks(app, home)["clerk"], f"{LIST}/{consultation_id}"
    values = form_values(clerk.open(f"{here}/tong-hop").text, f"{here}/y")
    typed = {"y-0-text": "Làm Mỏ Cấy trước.", "y-0-people": "27", "y-0-verdict": verdict, "y-0-explanation": "Chưa"}
    answer = clerk.send(f"{here}/y", {**values, **typed})
    assert (answer.status_code, rows(app, home, ConsultationPoint)) == (400, 0)
    kept = form_values(answer.text, f"{here}/y")
    assert {name: kept[name] for name in typed} == typed
    assert ("Hãy chọn tiếp thu hay không." if not verdict else "(Điều 28)") in words_of(answer.text)


def test_a_point_is_changed_dropped_and_its_old_form_is_late(app: Flask, home: Commune, on: Callable[[str], Any]):
    consultation_id = made(app, home)
    with inside(app, unit_id=home.unit_id), transaction():
        point_id = summing.write_point(consultation_id, point(), actor=home.clerk, at=AFTER, version=2)
    on("2026-12-23 09:00")
    clerk, here = desks(app, home)["clerk"], f"{LIST}/{consultation_id}"
    path = f"{here}/y/{point_id}"
    old = form_values(clerk.open(f"{here}/tong-hop").text, path)
    assert clerk.send(path, {**old, f"y-{point_id}-people": "28"}).status_code == 303
    late = clerk.send(path, {**old, f"y-{point_id}-people": "29"})
    assert (late.status_code, form_values(late.text, path)[f"y-{point_id}-people"]) == (409, "29")
    button = re.search(r'name="([^"]+)"[^>]*value="bo"', late.text)
    assert button is not None
    fresh = form_values(clerk.open(f"{here}/tong-hop").text, path)
    assert clerk.send(path, {**fresh, button[1]: "bo"}).status_code == 303
    assert rows(app, home, ConsultationPoint) == 0
    assert clerk.send(path, fresh).status_code == 409


def test_an_old_page_publishes_nothing_and_keeps_its_words(app: Flask, home: Commune, on: Callable[[str], Any]):
    consultation_id = made(app, home)
    with inside(app, unit_id=home.unit_id):
        give(home, consultation_id, at=NOW, new=opinion("disagree", words=WORDS))
    on("2026-12-23 09:00")
    leader, here = desks(app, home)["leader"], f"{LIST}/{consultation_id}"
    path = f"{here}/cong-bo"
    old = form_values(leader.open(f"{here}/tong-hop").text, path)
    early = leader.send(path, {**old, "cong-bo-result": "Xã đổi thứ tự các tuyến."})
    assert (early.status_code, "Hãy ghi ít nhất một nhóm ý kiến" in words_of(early.text)) == (400, True)
    with inside(app, unit_id=home.unit_id), transaction():
        summing.write_point(consultation_id, point(), actor=home.clerk, at=AFTER, version=2)
    late = leader.send(path, {**old, "cong-bo-result": "Xã đổi thứ tự các tuyến."})
    assert late.status_code == 409
    again = form_values(late.text, path)
    assert again["cong-bo-result"] == "Xã đổi thứ tự các tuyến."
    assert leader.send(path, again).status_code == 303
    assert leader.send(path, again).status_code == 409
