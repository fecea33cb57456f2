"""The pages of consultations on both databases: a resident answers, officials count and sum up, nothing leaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from consultation.models import Consultation, ConsultationOpinion, ConsultationSheet
from core import letters
from core.database import use_unit
from core.extensions import db
from tests.makers import TODAY, Commune
from tests.makers_consultation import QUESTIONS, WORDS, draft, give, opened, opinion, read, record, summed_up
from tests.makers_desk import Desk, desks, form_values, paper, tree_of, words_of
from tests.makers_resident import sentences, token_in

LIST, NEW = "/can-bo/lay-y-kien", "/can-bo/lay-y-kien/moi"
NAME = "Hoàng Thị Bưởi"
TYPED = {
    "title": "Quy chế dân chủ ở xã", "matter": "regulation", "about": "Xã viết lại quy chế. Mọi hộ đều liên quan.",
    "question_1": "Họp thôn buổi tối có tiện không?", "opens_on": "20/11/2026", "closes_on": "21/12/2026",
}  # fmt: skip
GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "letters" / "consultation"


@pytest.fixture
def noon(at: Callable[[str], Any]) -> Callable[[str], Any]:
    at("2026-11-20 09:00")
    return at


def made(app: Flask, home: Commune, make: Callable[[Commune], int]) -> tuple[int, str]:
    """Return id and public address of a consultation."""
    with app.app_context(), use_unit(home.unit_id):
        consultation_id = make(home)
        return consultation_id, f"/lay-y-kien/{read(consultation_id).code}"


def stored(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count(model.id)).execution_options(all_units=True)) or 0


def send(client: FlaskClient, base: str, **typed: str) -> TestResponse:
    token = typed.pop("form_token", "") or token_in(client.get(f"{base}/gop-y"))
    return client.post(f"{base}/gop-y", data={"form_token": token, **typed})


def step(desk: Desk, consultation_id: int, verb: str, **changes: Any) -> TestResponse:
    path = f"{LIST}/{consultation_id}/{verb}"
    values = form_values(desk.open(f"{LIST}/{consultation_id}").text, path)
    return desk.send(path, {**values, **{f"{verb}-{name}": value for name, value in changes.items()}})


# ------------------------------------------------------------------ everybody


def test_an_empty_commune_says_what_will_stand_there(home: Commune, client: FlaskClient, noon: object):
    page = client.get("/lay-y-kien")
    assert "Lúc này xã không hỏi việc nào" in words_of(page.text)
    assert (page.headers["Cache-Control"], bool(page.headers["ETag"])) == ("public, max-age=0, must-revalidate", True)


def test_a_resident_gives_an_opinion_once_and_is_thanked(app: Flask, home: Commune, client: FlaskClient, noon: object):
    _id, base = made(app, home, opened)
    token = token_in(client.get(f"{base}/gop-y"))
    typed = {"choice_1": "disagree", "words_1": WORDS, "choice_2": "agree", "name": NAME}
    answers = [send(client, base, form_token=token, **typed) for _time in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, f"{base}/da-gui")] * 2
    assert stored(app, ConsultationOpinion) == 1
    thanks = client.get(f"{base}/da-gui")
    assert (thanks.status_code, thanks.headers["Cache-Control"]) == (200, "private, no-store")
    assert "Cảm ơn đã góp ý" in words_of(thanks.text)


def test_no_public_byte_holds_words_or_names(app: Flask, home: Commune, client: FlaskClient, noon: Callable[[str], Any]):
    _id, base = made(app, home, opened)
    send(client, base, choice_1="other", words_1=WORDS, name=NAME)
    pages = [
        client.get(path).text for path in (base, f"{base}/gop-y", f"{base}/da-gui", "/lay-y-kien", "/", "/sitemap/trang.xml")
    ]
    noon("2026-12-23 09:00")
    pages += [client.get(base).text, client.get("/lay-y-kien").text]
    assert [word for word in (WORDS, NAME, "trẻ em đi học") if any(word in page for page in pages)] == []


def test_faults_are_told_in_place_and_everything_typed_is_kept(app: Flask, home: Commune, client: FlaskClient, noon: object):
    _id, base = made(app, home, opened)
    answer = send(client, base, choice_1="other", words_2=WORDS, name=NAME)
    assert (answer.status_code, stored(app, ConsultationOpinion)) == (422, 0)
    assert set(sentences(answer)) == {"Hãy viết ý kiến khác của mình.", "Hãy chọn một ý cho câu này."}
    assert (WORDS in answer.text, NAME in answer.text) == (True, True)


def test_a_denunciation_is_led_and_nothing_of_it_is_kept(app: Flask, home: Commune, client: FlaskClient, noon: object):
    _id, base = made(app, home, opened)
    answer = send(client, base, choice_1="disagree", words_1="Tôi tố cáo ông trưởng thôn ăn chặn tiền hỗ trợ của bà con.")
    assert (answer.status_code, 'href="/to-cao"' in answer.text, stored(app, ConsultationOpinion)) == (422, True, 0)


@pytest.mark.parametrize("token", ["x", "\x00", "é" * 3000])
def test_a_form_that_is_not_ours_is_shown_again(app: Flask, home: Commune, client: FlaskClient, noon: object, token: str):
    _id, base = made(app, home, opened)
    answer = client.post(f"{base}/gop-y", data={"form_token": token, "choice_1": "agree"})
    assert answer.status_code in (400, 422)
    assert stored(app, ConsultationOpinion) == 0


def test_the_trap_takes_no_opinion(app: Flask, home: Commune, client: FlaskClient, noon: object):
    _id, base = made(app, home, opened)
    assert send(client, base, choice_1="agree", website="http://x").status_code == 422


def test_after_the_last_day_nothing_more_is_taken_and_the_numbers_are_there(
    app: Flask, home: Commune, client: FlaskClient, noon: Callable[[str], Any]
):
    _id, base = made(app, home, opened)
    send(client, base, choice_1="agree", choice_2="disagree")
    assert "Mọi người nói gì" not in client.get(base).text
    token = token_in(client.get(f"{base}/gop-y"))
    noon("2026-12-22 09:00")
    answer = send(client, base, form_token=token, choice_1="agree")
    assert (answer.status_code, stored(app, ConsultationOpinion)) == (422, 1)
    said = words_of(client.get(base).text)
    assert "Mọi người nói gì" in said
    assert QUESTIONS[0] in said


def test_the_summary_stands_with_points_and_explanation(
    app: Flask, home: Commune, client: FlaskClient, noon: Callable[[str], Any]
):
    _id, base = made(app, home, summed_up)
    noon("2026-12-24 09:00")
    said = words_of(client.get(base).text)
    for words in (
        "Xã đổi thứ tự các tuyến đường.",
        "12/QĐ-UBND",
        "Làm đường Mỏ Cấy trước.",
        "27 người",
        "Đổi thứ tự.",
        "Họp thôn",
    ):
        assert words in said


def test_a_page_is_kept_until_somebody_gives_an_opinion(app: Flask, home: Commune, client: FlaskClient, noon: object):
    _id, base = made(app, home, opened)
    first = client.get(base)
    again = client.get(base, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    send(client, base, choice_1="agree")
    assert "Đã có 1 ý kiến" in client.get(base).text


def test_the_front_page_says_that_something_is_asked(app: Flask, home: Commune, client: FlaskClient, noon: Callable[[str], Any]):
    assert "Kế hoạch làm đường năm sau" not in client.get("/").text
    _id, base = made(app, home, opened)
    page = client.get("/")
    assert (f'href="{base}"' in page.text, "còn 31 ngày" in page.text, len(page.get_data()) <= 15_000) == (True, True, True)
    noon("2026-12-21 09:00")
    assert "hôm nay là ngày cuối" in client.get("/").text
    noon("2026-12-22 09:00")
    assert f'href="{base}"' not in client.get("/").text


def test_drafts_and_strange_codes_are_not_found(app: Flask, home: Commune, client: FlaskClient, noon: object):
    _id, base = made(app, home, draft)
    for path in (base, f"{base}/gop-y", f"{base}/da-gui", f"{base}/tep/{'0' * 32}", "/lay-y-kien/AAAAA-BBBBB"):
        assert client.get(path).status_code == 404
    assert base not in client.get("/sitemap/trang.xml").text


def test_the_sitemap_names_what_is_public(app: Flask, home: Commune, client: FlaskClient, noon: object):
    _id, base = made(app, home, opened)
    assert base in client.get("/sitemap/trang.xml").text
    assert "Disallow: /lay-y-kien/*/gop-y" in client.get("/robots.txt").text


def test_pages_are_html_in_both_languages(app: Flask, home: Commune, client: FlaskClient, noon: Callable[[str], Any]):
    _id, running = made(app, home, opened)
    _id, done = made(app, home, summed_up)
    for path in ("/lay-y-kien", running, done, f"{running}/gop-y", f"{running}/da-gui"):
        for language in ("vi", "en"):
            page = client.get(f"{path}?lang={language}")
            tree_of(page.text)
            assert len(page.get_data()) <= 15_000


# ------------------------------------------------------------------ the desk


def test_a_clerk_writes_a_leader_opens(app: Flask, home: Commune, client: FlaskClient, noon: object):
    seats = desks(app, home)
    assert "Chưa có đợt lấy ý kiến nào ở đây" in seats["clerk"].open(LIST).text
    values = {**form_values(seats["clerk"].open(NEW).text, NEW), **TYPED}
    answer = seats["clerk"].send(NEW, values)
    assert answer.status_code == 303
    assert seats["clerk"].send(NEW, values).location == answer.location
    consultation_id = int(answer.location.rsplit("/", 1)[1])
    assert stored(app, Consultation) == 1
    assert "Đưa ra lấy ý kiến" not in seats["clerk"].open(f"{LIST}/{consultation_id}").text
    assert step(seats["leader"], consultation_id, "mo").status_code == 303
    assert "Quy chế dân chủ ở xã" in client.get("/lay-y-kien").text


def test_a_time_that_is_too_short_is_refused_with_the_article(app: Flask, home: Commune, noon: object):
    clerk = desks(app, home)["clerk"]
    values = {**form_values(clerk.open(NEW).text, NEW), **TYPED, "closes_on": "01/12/2026"}
    answer = clerk.send(NEW, values)
    assert (answer.status_code, stored(app, Consultation)) == (400, 0)
    said = words_of(answer.text)
    assert "khoản 2 Điều 28" in said
    assert "10/12/2026" in said
    assert TYPED["about"] in answer.text


def test_two_people_do_not_write_over_each_other(app: Flask, home: Commune, noon: object):
    seats = desks(app, home)
    consultation_id, _base = made(app, home, draft)
    path = f"{LIST}/{consultation_id}/sua"
    first, second = (form_values(seats[name].open(path).text, path) for name in ("clerk", "leader"))
    assert seats["clerk"].send(path, {**first, "title": "Tên mới của kế hoạch"}).status_code == 303
    answer = seats["leader"].send(path, {**second, "title": "Tên khác của kế hoạch"})
    assert answer.status_code == 409
    assert "Tên mới của kế hoạch" in answer.text
    assert "Tên khác của kế hoạch" in answer.text


def test_a_step_that_is_too_late_says_so(app: Flask, home: Commune, noon: Callable[[str], Any]):
    leader = desks(app, home)["leader"]
    consultation_id, _base = made(app, home, opened)
    answer = step(leader, consultation_id, "gia-han", to_on="20/12/2026", reason="Nhiều thôn chưa họp kịp.")
    assert answer.status_code == 400
    assert "Chỉ kéo dài" in words_of(answer.text)
    assert step(leader, consultation_id, "gia-han", to_on="04/01/2027", reason="Nhiều thôn chưa họp kịp.").status_code == 303
    assert step(leader, consultation_id, "huy", reason="Cấp trên dừng chủ trương này.").status_code == 303
    path = f"{LIST}/{consultation_id}/mo"
    token = form_values(leader.open(NEW).text, NEW)["csrf_token"]
    assert leader.send(path, {"mo-csrf_token": token, "mo-version": "4"}).status_code == 409


def test_files_come_and_go_and_everybody_can_load_them(app: Flask, home: Commune, client: FlaskClient, noon: object):
    seats = desks(app, home)
    consultation_id, base = made(app, home, draft)
    path = f"{LIST}/{consultation_id}/tep"
    token = form_values(seats["clerk"].open(NEW).text, NEW)["csrf_token"]
    none = seats["clerk"].send(path, {"csrf_token": token})
    assert (none.status_code, "Hãy chọn ít nhất một tệp PDF." in none.text) == (400, True)
    assert seats["clerk"].send(path, {"csrf_token": token, "files": [paper()]}).status_code == 303
    page = seats["clerk"].open(f"{LIST}/{consultation_id}").text
    public_id = page.split(f"{path}/", 1)[1][:32]
    assert seats["supervisor"].open(f"{path}/{public_id}").status_code == 200
    assert client.get(f"{base}/tep/{public_id}").status_code == 404
    step(seats["leader"], consultation_id, "mo")
    file = client.get(f"{base}/tep/{public_id}")
    assert (file.status_code, file.mimetype, "attachment" in file.headers["Content-Disposition"]) == (
        200,
        "application/pdf",
        True,
    )
    assert seats["clerk"].send(f"{path}/{public_id}/bo", {"csrf_token": token}).status_code == 409


def test_the_front_reads_everything_counts_and_publishes_nothing(app: Flask, home: Commune, noon: Callable[[str], Any]):
    front = desks(app, home)["supervisor"]
    consultation_id, _base = made(app, home, opened)
    here = f"{LIST}/{consultation_id}"
    path = f"{here}/phieu"
    values = {
        **form_values(front.open(path).text, path),
        "way": "meeting",
        "held_on": "20/11/2026",
        "agree_1": "41",
        "other_2": "3",
    }
    assert [front.send(path, values).status_code for _time in range(2)] == [303, 303]
    assert stored(app, ConsultationSheet) == 1
    assert [front.open(f"{here}{tail}").status_code for tail in ("", "/tong-hop", "/sua")] == [200, 200, 403]
    noon("2026-12-23 09:00")
    front = desks(app, home)["supervisor"]
    token = form_values(front.open("/can-bo/tai-khoan").text, "/dang-xuat")["csrf_token"]
    for tail in ("cong-bo", "y", "mo", "huy", "gia-han"):
        assert front.send(f"{here}/{tail}", {"csrf_token": token}).status_code == 403


def test_counts_are_corrected_with_a_reason(app: Flask, home: Commune, noon: object):
    clerk = desks(app, home)["clerk"]
    consultation_id, _base = made(app, home, opened)
    with app.app_context(), use_unit(home.unit_id):
        sheet_id = record(home, consultation_id)
    path = f"{LIST}/{consultation_id}/phieu/{sheet_id}"
    values = form_values(clerk.open(path).text, path)
    assert (values["agree_1"], values["minutes"]) == ("41", "07/BB")
    refused = clerk.send(path, {**values, "agree_1": "40"})
    assert (refused.status_code, "Hãy ghi lý do" in words_of(refused.text)) == (400, True)
    assert clerk.send(path, {**values, "agree_1": "40", "reason": "Đếm lại thấy thừa một."}).status_code == 303
    page = words_of(clerk.open(f"{LIST}/{consultation_id}").text)
    assert "đã sửa bằng dòng khác" in page
    assert "Đếm lại thấy thừa một." in page
    assert clerk.open(path).status_code == 409


def test_officials_sum_up_and_a_leader_publishes(app: Flask, home: Commune, client: FlaskClient, noon: Callable[[str], Any]):
    seats = desks(app, home)
    consultation_id, base = made(app, home, opened)
    with app.app_context(), use_unit(home.unit_id):
        give(home, consultation_id, new=opinion("disagree", words=WORDS, name=NAME))
    noon("2026-12-23 09:00")
    seats = desks(app, home)
    here = f"{LIST}/{consultation_id}"
    page = seats["clerk"].open(f"{here}/tong-hop").text
    assert (WORDS in page, NAME in page) == (True, True)
    values = form_values(page, f"{here}/y")
    refused = seats["clerk"].send(
        f"{here}/y", {**values, "y-0-text": "Làm Mỏ Cấy trước.", "y-0-people": "5", "y-0-verdict": "partly"}
    )
    assert (refused.status_code, "Hãy giải trình" in words_of(refused.text)) == (400, True)
    good = {**values, "y-0-text": "Làm Mỏ Cấy trước.", "y-0-people": "5", "y-0-verdict": "accepted"}
    assert seats["clerk"].send(f"{here}/y", good).status_code == 303
    assert seats["clerk"].send(f"{here}/y", good).status_code == 409
    path = f"{here}/cong-bo"
    values = form_values(seats["leader"].open(f"{here}/tong-hop").text, path)
    assert seats["leader"].send(path, {**values, "cong-bo-result": ""}).status_code == 400
    assert seats["leader"].send(path, {**values, "cong-bo-result": "Xã đổi thứ tự các tuyến."}).status_code == 303
    assert "Xã đổi thứ tự các tuyến." in client.get(base).text


def test_words_are_taken_out_at_the_desk(app: Flask, home: Commune, noon: object):
    clerk = desks(app, home)["clerk"]
    consultation_id, _base = made(app, home, opened)
    with app.app_context(), use_unit(home.unit_id):
        give(home, consultation_id, new=opinion("disagree", words=WORDS))
        opinion_id = db.session.scalars(select(ConsultationOpinion.id)).one()
    path = f"{LIST}/loi/{opinion_id}/rut"
    values = form_values(clerk.open(f"{LIST}/{consultation_id}/tong-hop").text, path)
    assert clerk.send(path, values).status_code == 400
    assert clerk.send(path, {**values, "why": "other"}).status_code == 303
    assert WORDS not in clerk.open(f"{LIST}/{consultation_id}/tong-hop").text


@pytest.mark.parametrize("value", ["", "\x00", "9" * 4000, "31/02/2026", "9999-12-31", "-1", "<b>", "😀" * 400])
def test_whatever_is_typed_at_the_desk_is_answered(app: Flask, home: Commune, noon: object, value: str):
    clerk = desks(app, home)["clerk"]
    values = {**form_values(clerk.open(NEW).text, NEW), **TYPED}
    for name in values:
        if name not in ("csrf_token", "ways"):
            assert clerk.send(NEW, {**values, name: value}).status_code in (303, 400)


def test_the_letter_is_as_in_its_golden_file(sqlite_app: Flask, request: pytest.FixtureRequest):
    with sqlite_app.app_context(), sqlite_app.test_request_context():
        said = letters.render(
            "consultation/consultation_late.txt", locale="vi", code="7K3MP-9QXTR", closes_on=TODAY, due_on=TODAY,
            desk_url="/can-bo/lay-y-kien/1/tong-hop",
        )  # fmt: skip
    text, path = f"{said.title}\n\n{said.body}\n", GOLDEN / "consultation_late.vi.txt"
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
