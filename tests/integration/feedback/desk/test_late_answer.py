"""An answer after its due date says why: asked at the desk, seen by the leader, told to everybody in the words of the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from feedback.models import PublicCase
from tests.makers import NEIGHBOUR, Commune, make_commune
from tests.makers_complaints import moment
from tests.makers_desk import ANSWER, MORNING, Desk, answer_of, desks, last_entry, made, row_of, words_of

ASKED, NOTE = "Vì sao trễ hạn", "Máy xúc hỏng đúng tuần ấy"
SEPTEMBER = "2026-09-01"
SAID = {key: value for key, value in ANSWER.items() if key != "late_reason"}


def late_case(app: Flask, home: Commune, *, state: str = "in_progress") -> int:
    """Return a case whose due date has passed in November."""
    return made(app, home, state=state, at=moment(SEPTEMBER))


def public_of(app: Flask, home: Commune, case_id: int) -> PublicCase:
    """Return the public row of a case."""
    with app.app_context(), use_unit(home.unit_id):
        return db.session.get(PublicCase, case_id)


def audited(app: Flask, home: Commune, case_id: int, action: str) -> list[dict[str, object]]:
    """Return what the trail says of an action on a case."""
    with app.app_context(), use_unit(home.unit_id):
        query = select(AuditEntry.facts).where(AuditEntry.subject == f"case:{case_id}", AuditEntry.action == action)
        return list(db.session.scalars(query))


def test_a_late_answer_says_why_and_everybody_reads_the_words_of_the_list(app: Flask, home: Commune, desk: dict[str, Desk]):
    officer, leader, case_id = desk["officer"], desk["leader"], late_case(app, home)
    assert ASKED in words_of(officer.case(case_id).text)

    # refused without a reason, with an unknown one, and with “another reason” that does not say which: what was typed stays
    refused = officer.hand_in(case_id, **SAID)
    assert (refused.status_code, "Hãy chọn vì sao trễ hạn" in words_of(refused.text)) == (400, True)
    assert answer_of(app, home, case_id).state == "draft"
    assert officer.hand_in(case_id, **SAID, late_reason="sick_leave").status_code == 400
    vague = officer.hand_in(case_id, **SAID, late_reason="other", late_note="Ốm")
    assert (vague.status_code, "thì hãy ghi rõ" in words_of(vague.text)) == (400, True)
    assert '<option selected value="other">' in vague.text
    assert 'value="Ốm"' in vague.text
    kept = answer_of(app, home, case_id)
    assert (kept.state, kept.late_reason, kept.late_note) == ("draft", "other", "Ốm")

    # half a draft may leave it open; then it goes to the leader, who reads both
    assert officer.take(case_id, "du-thao", **SAID, late_reason="", late_note="").status_code == 303
    assert "Hãy chọn vì sao trễ hạn" in words_of(officer.case(case_id).text)
    assert officer.hand_in(case_id, **SAID, late_reason="means", late_note=NOTE).status_code == 303
    assert last_entry(app, home, case_id).facts == {"late_reason": "means"}
    for page in (leader.open(f"/can-bo/ho-so/{case_id}/xem-duyet"), leader.case(case_id)):
        assert [text in words_of(page.text) for text in (ASKED, "Chưa có kinh phí hoặc người làm", NOTE)] == [True] * 3
    (trail,) = audited(app, home, case_id, "feedback:answer:submitted")
    assert (trail["late_reason"], NOTE in str(trail)) == ("means", False)
    assert public_of(app, home, case_id).late_reason == ""  # nothing is settled yet

    assert leader.take(case_id, "duyet", do="issue").status_code == 303
    row = public_of(app, home, case_id)
    assert (row.state, row.in_time, row.late_reason) == ("answered", False, "means")
    public = f"/ho-so/{row.code}"
    shown = officer.open(public).text
    assert ("Trễ hạn vì: Chưa có kinh phí hoặc người làm." in words_of(shown), NOTE in shown) == (True, False)
    assert leader.take(case_id, "cong-khai", title="Lan can", story="Lan can hỏng.", answer="Đã hàn.").status_code == 303
    published = words_of(officer.open(public).text)
    assert ("trễ hạn" in published, published.count("Trễ hạn vì: Chưa có kinh phí hoặc người làm.")) == (True, 1)
    assert "Late because: No money or people for it yet." in officer.open(f"{public}?lang=en").text
    assert ASKED not in words_of(officer.open(f"/can-bo/ho-so/{made(app, home)}").text)


def test_in_time_nothing_is_asked_and_nothing_kept(app: Flask, home: Commune, desk: dict[str, Desk]):
    officer, case_id = desk["officer"], made(app, home, state="in_progress")
    assert ASKED not in words_of(officer.case(case_id).text)
    assert officer.hand_in(case_id, **SAID, late_reason="weather", late_note=NOTE).status_code == 303
    kept = answer_of(app, home, case_id)
    assert (kept.state, kept.late_reason, kept.late_note) == ("submitted", "", "")
    assert last_entry(app, home, case_id).facts == {}
    assert ASKED not in words_of(desk["leader"].open(f"/can-bo/ho-so/{case_id}/xem-duyet").text)
    assert desk["leader"].take(case_id, "duyet", do="issue").status_code == 303
    row = public_of(app, home, case_id)
    assert (row.in_time, row.late_reason) == (True, "")


def test_sent_in_time_and_approved_late_nobody_is_stopped_and_everybody_reads_that_it_waited(
    app: Flask, home: Commune, desk: dict[str, Desk], at: Callable[[str], datetime]
):
    case_id = made(app, home, state="submitted")
    at("2026-12-31 09:00")
    browsers = desks(app, home)
    assert browsers["leader"].take(case_id, "duyet", do="issue").status_code == 303
    row = public_of(app, home, case_id)
    assert (row.in_time, row.late_reason) == (False, "approval")
    shown = words_of(browsers["leader"].open(f"/ho-so/{row.code}").text)
    assert "Trễ hạn vì: Chờ duyệt, phát hành." in shown
    assert last_entry(app, home, case_id).facts == {"round": 1, "on_time": False, "late_reason": "approval"}
    assert "Chờ duyệt, phát hành" in words_of(browsers["leader"].case(case_id).text)


def test_day_promised_in_an_answer_is_not_past_when_it_goes_out(
    app: Flask, home: Commune, desk: dict[str, Desk], at: Callable[[str], datetime]
):
    waiting, approved = (made(app, home, state="in_progress") for _ in range(2))
    promised = {**ANSWER, "outcome": "planned", "done_on": "2026-11-25", "next_step": "Thay lan can mới."}
    for case_id in (waiting, approved):
        assert desk["officer"].hand_in(case_id, **promised).status_code == 303
    assert desk["leader"].take(approved, "duyet", do="approve").status_code == 303
    at("2026-11-25 09:00")
    browsers = desks(app, home)
    assert browsers["leader"].open(f"/can-bo/ho-so/{waiting}/xem-duyet").status_code == 200
    at("2026-11-26 09:00")
    browsers = desks(app, home)
    for refused in (
        browsers["leader"].take(waiting, "duyet", do="issue", note="Đồng ý"), browsers["officer"].take(approved, "phat-hanh"),
    ):  # fmt: skip
        assert (refused.status_code, "Ngày hẹn ghi trong trả lời đã qua" in words_of(refused.text)) == (400, True)
    assert [answer_of(app, home, case_id).state for case_id in (waiting, approved)] == ["submitted", "approved"]
    at("2026-11-25 15:00")
    browsers = desks(app, home)
    assert browsers["leader"].take(waiting, "duyet", do="issue").status_code == 303
    assert browsers["officer"].take(approved, "phat-hanh").status_code == 303


def test_a_letter_that_leaves_late_without_an_answer_says_why_too(
    app: Flask, home: Commune, desk: dict[str, Desk], at: Callable[[str], datetime]
):
    with app.app_context():
        make_commune(NEIGHBOUR)
    at(MORNING)
    clerk = desk["clerk"]
    guided, handed = (late_case(app, home, state="classified") for _ in range(2))
    early = made(app, home, state="classified")
    words = {"receiver": "Tòa án nhân dân khu vực 2", "ground_code": "go_elsewhere"}
    assert ASKED in words_of(clerk.open(f"/can-bo/ho-so/{guided}?mo=huong-dan").text)
    refused = clerk.take(guided, "huong-dan", **words)
    assert (refused.status_code, "Hãy chọn vì sao trễ hạn" in words_of(refused.text)) == (400, True)
    assert clerk.take(guided, "huong-dan", **words, late_reason="other", late_note=NOTE).status_code == 303
    row, public = row_of(app, home, guided), public_of(app, home, guided)
    assert (row.state, row.late_reason, row.late_note, public.late_reason) == ("guided", "other", NOTE, "other")
    assert NOTE in words_of(clerk.case(guided).text)
    page = clerk.open(f"/ho-so/{public.code}").text
    assert ("Trễ hạn vì: Lý do khác." in words_of(page), NOTE in page) == (True, False)
    (trail,) = audited(app, home, guided, "feedback:case:turned:away")
    assert (trail["late_reason"], NOTE in str(trail)) == ("other", False)

    # another commune of this installation
    unit = next(value for value in _units(clerk, handed) if value)
    given = {"unit_id": unit, "ground_code": "other_commune"}
    assert clerk.take(handed, "ban-giao", **given).status_code == 400
    assert clerk.take(handed, "ban-giao", **given, late_reason="site_checks").status_code == 303
    assert public_of(app, home, handed).late_reason == "site_checks"

    # in time nothing is asked
    assert clerk.take(early, "tra-lai", ground_code="unreadable", late_reason="weather").status_code == 303
    assert public_of(app, home, early).late_reason == ""


def _units(clerk: Desk, case_id: int) -> list[str]:
    """Return the communes that the form of a handover offers."""
    page = clerk.open(f"/can-bo/ho-so/{case_id}?mo=ban-giao").text
    options = page.split('name="ban-giao-unit_id"')[1].split("</select>")[0]
    return [part.split('"')[0] for part in options.split('value="')[1:]]
