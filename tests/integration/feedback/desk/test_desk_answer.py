"""The answer at the desk: a draft at any time, the evidence gate, the leader, and nobody past them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from flask import Flask

from core.attachments import Attachment
from core.database import use_unit
from core.extensions import db
from deadlines.clock import today
from tests.makers import Commune
from tests.makers_desk import ANSWER, Desk, answer_of, made, paper, photo, row_of, words_of

# ---------------------------------------------------------------- the answer and its gate


def test_half_a_draft_is_kept(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    assert desk["officer"].take(case_id, "du-thao", what_was_done="Đang khảo sát").status_code == 303
    assert answer_of(app, home, case_id).what_was_done == "Đang khảo sát"
    assert "Bản đã lưu còn thiếu, chưa trình được" in words_of(desk["officer"].case(case_id).text)


def test_evidence_gate_stops_an_answer_keeps_it_and_names_everything_missing(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    answer = desk["officer"].hand_in(
        case_id, outcome="declined", what_was_done="Không làm được vì ngoài quy hoạch.", evidence="photo", contact=""
    )
    text = words_of(answer.text)
    assert answer.status_code == 400
    for sentence in (
        "Hãy ghi ngày đã làm",
        "Hãy ghi ai đã làm",
        "chưa có ảnh nào",
        "hãy ghi bước tiếp theo",
        "có thể liên hệ ai",
    ):
        assert sentence in text, sentence
    kept = answer_of(app, home, case_id)
    assert (kept.state, kept.what_was_done) == ("draft", "Không làm được vì ngoài quy hoạch.")
    assert "Không làm được vì ngoài quy hoạch.</textarea>" in answer.text


def test_contact_wraps_where_it_is_typed_and_is_kept_as_one_line(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    assert "<textarea" in re.search(r'<[a-z]+ [^>]*name="du-thao-contact"', desk["officer"].case(case_id).text)[0]
    desk["officer"].hand_in(case_id, **{**ANSWER, "contact": "Phòng Kinh tế,\r\n0205 3000 113"})
    assert answer_of(app, home, case_id).contact == "Phòng Kinh tế, 0205 3000 113"


def test_after_the_gate_the_same_page_can_be_put_right_and_sent(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    stopped = desk["officer"].hand_in(case_id, what_was_done=ANSWER["what_was_done"])
    assert stopped.status_code == 400
    assert desk["officer"].hand_in(case_id, **ANSWER).status_code == 303
    assert answer_of(app, home, case_id).state == "submitted"


@pytest.mark.parametrize(("evidence", "upload"), [("photo", photo), ("document", paper)])
def test_evidence_uploaded_with_the_draft_opens_the_gate(app: Flask, home: Commune, desk: dict[str, Desk], evidence: str, upload):
    case_id = made(app, home, state="in_progress")
    typed = {**ANSWER, "evidence": evidence, "no_evidence_reason": ""}
    assert desk["officer"].hand_in(case_id, **typed).status_code == 400
    assert desk["officer"].hand_in(case_id, **typed, files=upload()).status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert [(row.subject, row.purpose) for row in db.session.query(Attachment)] == [(f"case:{case_id}", "answer1")]


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"GIF89a rest", "không phải ảnh"), (b"", "trống"), (b"\0\0\0\x18ftypheic....", "HEIC")]
)
def test_a_file_that_is_no_evidence_is_refused_and_the_words_stay(
    app: Flask, home: Commune, desk: dict[str, Desk], content: bytes, sentence: str
):
    case_id = made(app, home, state="in_progress")
    answer = desk["officer"].take(case_id, "du-thao", **ANSWER, files=(BytesIO(content), "x.jpg"))
    assert (answer.status_code, sentence in words_of(answer.text), ANSWER["what_was_done"] in answer.text) == (400, True, True)


def test_a_wrong_date_keeps_the_words(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    answer = desk["officer"].take(case_id, "du-thao", **{**ANSWER, "done_on": "31/02/2026"})
    assert (answer.status_code, 'value="31/02/2026"' in answer.text, ANSWER["what_was_done"] in answer.text) == (400, True, True)


def test_a_date_may_be_written_by_hand(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    assert desk["officer"].take(case_id, "du-thao", **{**ANSWER, "done_on": "19/11/2026"}).status_code == 303
    assert answer_of(app, home, case_id).done_on == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("outcome", "shift", "sentence"), [("done", 1, "không thể sau hôm nay"), ("planned", 0, "ngày hẹn phải sau hôm nay")]
)
def test_a_day_that_does_not_fit_its_outcome_is_kept_but_not_handed_in(
    app: Flask, home: Commune, desk: dict[str, Desk], outcome: str, shift: int, sentence: str
):
    case_id = made(app, home, state="in_progress")
    on = today() + timedelta(days=shift)
    typed = {**ANSWER, "outcome": outcome, "next_step": "Báo lại người gửi", "done_on": on.isoformat()}
    stopped = desk["officer"].hand_in(case_id, **typed)
    assert (stopped.status_code, sentence in words_of(stopped.text)) == (400, True)
    kept = answer_of(app, home, case_id)
    assert (kept.state, kept.done_on, sentence in words_of(desk["officer"].case(case_id).text)) == ("draft", on, True)


def test_leader_approves_and_issues_in_one_press(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="submitted")
    assert ANSWER["what_was_done"] in words_of(desk["leader"].case(case_id).text)
    assert desk["leader"].take(case_id, "duyet", do="issue").status_code == 303
    assert (row_of(app, home, case_id).state, answer_of(app, home, case_id).state) == ("answered", "issued")


def test_leader_approves_and_the_officer_issues(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="submitted")
    assert desk["leader"].take(case_id, "duyet", do="approve").status_code == 303
    assert desk["officer"].take(case_id, "phat-hanh").status_code == 303
    assert row_of(app, home, case_id).state == "answered"


def test_leader_sends_back_with_a_word_and_the_officer_reads_it(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="submitted")
    assert desk["leader"].take(case_id, "tra-du-thao", note="").status_code == 400
    assert desk["leader"].take(case_id, "tra-du-thao", note="Ghi rõ ai làm").status_code == 303
    text = words_of(desk["officer"].case(case_id).text)
    assert ("Lãnh đạo trả lại bản trả lời để sửa" in text, "Ghi rõ ai làm" in text) == (True, True)


def test_nobody_skips_the_leader(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="submitted")
    token = desk["officer"].form(case_id, "ghi-chu")["ghi-chu-csrf_token"]
    version = row_of(app, home, case_id).version
    early = desk["officer"].send(
        f"/can-bo/ho-so/{case_id}/phat-hanh", {"phat-hanh-csrf_token": token, "phat-hanh-version": version}
    )
    own = desk["officer"].send(
        f"/can-bo/ho-so/{case_id}/duyet", {"duyet-csrf_token": token, "duyet-version": version, "duyet-do": "issue"}
    )
    assert (early.status_code, own.status_code, row_of(app, home, case_id).state) == (409, 403, "in_progress")


def test_an_officer_of_another_department_takes_no_step(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = made(app, home, state="in_progress")
    token = desk["stranger"].form(case_id, "ghi-chu")["ghi-chu-csrf_token"]
    version = row_of(app, home, case_id).version
    data = {"hoi-them-csrf_token": token, "hoi-them-version": version, "hoi-them-text": "Xin cho biết thêm"}
    assert desk["stranger"].send(f"/can-bo/ho-so/{case_id}/hoi-them", data).status_code == 403
