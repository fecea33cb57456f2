"""Who asked confirms or disputes a kept promise: the state follows at once, the words when the office has read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core import outbox
from core.audit import verify
from core.codes import secret_for
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.commitment_models import CommitmentVoice
from dialogue.commitment_states import CommitmentState, Verdict
from dialogue.queries.commitments import commitment_page, public_list
from dialogue.queries.voices import promises_to_judge, waiting_voices
from dialogue.remark_reminders import remind_remarks
from dialogue.services import question_moderating, remarks, voices
from tests.makers import NOW, Commune
from tests.makers_desk import Desk, desks, form_values, words_of
from tests.makers_dialogue import announced_dialogue, read_dialogue
from tests.makers_minutes import CONCLUDED_AT, conclude, done, draft, finish, open_session, promise, read_commitment, take
from tests.makers_questions import accept_question, ask_question, read_question

REPORTED_AT = CONCLUDED_AT + timedelta(days=1)
LATER = REPORTED_AT + timedelta(hours=1)


def promised(commune: Commune, *, keys: tuple[str, ...] = ("one", "two", "three")) -> tuple[int, list[int]]:
    """Promise what two people ask (the second merged into the first), report it as kept; the third asks something else."""
    dialogue_id = announced_dialogue(commune)
    asked = [ask_question(commune, dialogue_id, key=key).question_id for key in keys]
    for number in (asked[0], asked[2]):
        accept_question(commune, number)
    with transaction():
        question_moderating.merge([asked[1]], into_id=asked[0], actor=commune.clerk, at=NOW)
    open_session(dialogue_id)
    row_id = draft(commune, dialogue_id, promise(commune, question_ids=(asked[0],)))
    finish(commune, dialogue_id)
    conclude(commune, dialogue_id)
    return row_id, asked


def report(commune: Commune, row_id: int, *, at: datetime = REPORTED_AT) -> None:
    take("report_done", row_id, actor=commune.officer, at=at, done=done())


def say(commune: Commune, question_id: int, row_id: int, verdict: Verdict, *, at: datetime = LATER, text: str = "") -> int:
    with transaction():
        return voices.speak(
            read_question(question_id).code, read_commitment(row_id).code, verdict, unit_id=commune.unit_id, at=at, text=text
        )


def told(commune: Commune, question_id: int) -> list[str]:
    return [letter.event for letter in outbox.for_resident(unit_id=commune.unit_id, subject=f"question:{question_id}")]


def test_askers_are_told_and_say_whether_a_promise_was_kept(commune: Commune):
    row_id, (first, second, other) = promised(commune)
    for number in (first, second):
        assert "question_promised" in told(commune, number)
    with pytest.raises(WrongState):
        say(commune, first, row_id, Verdict.CONFIRM, at=CONCLUDED_AT)
    report(commune, row_id)
    assert [told(commune, number).count("question_promise_done") for number in (first, second, other)] == [1, 1, 0]
    say(commune, first, row_id, Verdict.CONFIRM)
    assert read_commitment(row_id).state == CommitmentState.CONFIRMED
    refused = [
        (first, Verdict.DISPUTE, "Chưa xong.", WrongState),  # once for each report
        (second, Verdict.CONFIRM, "", WrongState),  # confirmed already
        (other, Verdict.DISPUTE, "Chưa xong.", NotFound),  # asked something else
        (second, Verdict.DISPUTE, "  ", BadInput),
        (second, Verdict.DISPUTE, "x" * 2001, BadInput),
        (second, Verdict.DISPUTE, "Tôi tố cáo ông Nguyễn Văn A nhận hối lộ của dân.", BadInput),
    ]
    for number, verdict, text, fault in refused:
        with pytest.raises(fault):
            say(commune, number, row_id, verdict, text=text)
    assert [item.verdicts for item in promises_to_judge(second, first)] == [(Verdict.DISPUTE,)]
    voice_id = say(commune, second, row_id, Verdict.DISPUTE, text="Mới đặt 02 thùng, nhà bà Bưởi vẫn ngập rác.")
    assert read_commitment(row_id).state == CommitmentState.DISPUTED
    page = commitment_page(commune.unit_id, row_id, today=REPORTED_AT.date(), locale="vi")
    assert [(line.kind, line.text, line.unread) for line in page.entries[:3]] == [
        ("dispute", "", True), ("confirm", "", False), ("done", done().text, False),
    ]  # fmt: skip
    assert [(item.said, item.unread) for item in promises_to_judge(second, first)] == [("dispute", True)]
    laid = OutboxMessage.event.in_(["commitment_voice", "commitment_disputed"])
    events = select(OutboxMessage.event).where(OutboxMessage.audience == "official", laid)
    assert set(db.session.scalars(events)) == {"commitment_voice", "commitment_disputed"}
    moderated(commune, row_id, voice_id)
    take("report_done", row_id, actor=commune.officer, at=LATER + timedelta(days=2), done=done(text="Đặt thêm 02 thùng."))
    say(commune, second, row_id, Verdict.CONFIRM, at=LATER + timedelta(days=3))
    assert (read_commitment(row_id).state, verify()) == (CommitmentState.CONFIRMED, [])


def moderated(commune: Commune, row_id: int, voice_id: int) -> None:
    """The clerk hides a name and shows the words, once; the typed words are not kept."""
    assert [voice.id for voice in waiting_voices(commune.unit_id, row_id)] == [voice_id]
    with pytest.raises(NotAllowed), transaction():
        voices.decide_voice(voice_id, actor=commune.officer, at=LATER, show=True, public_text="Mới đặt 02 thùng.")
    for words in ("", "x" * 2001):
        with pytest.raises(BadInput), transaction():
            voices.decide_voice(voice_id, actor=commune.clerk, at=LATER, show=True, public_text=words)
    with transaction():
        voices.decide_voice(voice_id, actor=commune.clerk, at=LATER, show=True, public_text="Mới đặt 02 thùng, rác vẫn ngập.")
    with pytest.raises(WrongState), transaction():
        voices.decide_voice(voice_id, actor=commune.clerk, at=LATER, show=False)
    with pytest.raises(NotFound), transaction():
        voices.decide_voice(voice_id + 1_000, actor=commune.clerk, at=LATER, show=False)
    row = db.session.get(CommitmentVoice, voice_id, populate_existing=True)
    assert (row.state, row.text, row.public_text) == ("shown", "", "Mới đặt 02 thùng, rác vẫn ngập.")
    listed = public_list(commune.unit_id, shelf=None, page=1, today=REPORTED_AT.date()).items
    assert [line.reason for line in listed] == ["Mới đặt 02 thùng, rác vẫn ngập."]


def test_unanswered_remarks_of_the_front_are_reminded_of(commune: Commune):
    row_id, _asked = promised(commune)
    calendar = calendar_for(commune.unit_id)
    with transaction():
        remark_id = remarks.remark(row_id, actor=commune.supervisor, at=CONCLUDED_AT, text="Chợ vẫn bẩn.", calendar=calendar)
    due = max(db.session.scalars(select(remarks.SupervisionRemark.due_on)))
    days = [(due - timedelta(days=1), 0), (due, 1), (due, 0), (due + timedelta(days=1), 1), (due + timedelta(days=8), 1)]
    letters = db.session.scalar(select(func.count(OutboxMessage.id)))
    for day, laid in days:
        made = remind_remarks(datetime(day.year, day.month, day.day, 2, tzinfo=UTC))
        assert (day, bool(made)) == (day, bool(laid and calendar.is_working(day)))
    assert db.session.scalar(select(func.count(OutboxMessage.id))) > letters
    assert remind_remarks(datetime(due.year, due.month, due.day, 22, tzinfo=UTC) - timedelta(days=1)) == 0  # 05:00
    with transaction():
        remarks.answer_remark(remark_id, actor=commune.clerk, at=CONCLUDED_AT, text="Đã dọn.")
    assert remind_remarks(datetime(2027, 3, 2, 2, tzinfo=UTC)) == 0


def test_the_verdict_is_given_on_the_page_of_the_question(
    app: Flask, client: FlaskClient, at: Callable[[str], datetime], home: Commune
):
    with app.app_context(), use_unit(home.unit_id):
        row_id, (first, second, _other) = promised(home)
        report(home, row_id)
        row = read_question(first)
        code, asked, promised_code = read_dialogue(row.dialogue_id).code, row.code, read_commitment(row_id).code
        merged = read_question(second).code
    at("2026-12-24 09:00")
    own = f"/doi-thoai/{code}/cau-hoi/{asked}"
    verdict = f"{own}/cam-ket/{promised_code}"
    assert client.post(f"{verdict}/dung-hua").headers["Location"].endswith(f"{own}#{promised_code}")  # a stranger is led away
    assert "Đã làm đúng như hứa" not in client.get(own).text
    client.post(own, data={"secret": secret_for("one")})
    assert "Đã làm đúng như hứa" in words_of(client.get(own).text)
    empty = client.post(f"{verdict}/chua-dung", data={"text": ""})
    assert (empty.status_code, "Chưa đúng như đã hứa" in words_of(empty.text)) == (422, True)
    assert client.post(f"{own}/cam-ket/{asked}/dung-hua").status_code == 404
    assert client.post(f"/doi-thoai/{code}/cau-hoi/{merged}/cam-ket/{promised_code}/dung-hua").status_code == 303
    sent = client.post(f"{verdict}/chua-dung", data={"text": "Thùng thứ ba chưa có nắp, gọi 0987 654 321."})
    assert sent.status_code == 303
    assert client.post(f"{verdict}/chua-dung", data={"text": "Lần nữa."}).status_code == 409
    assert "Người hỏi đã nói việc này chưa xong như đã hứa." in words_of(client.get(own).text)
    public = client.get(f"/cam-ket/{promised_code}").text
    assert ("0987 654 321" in public, "đang được cán bộ xem trước khi hiện" in public) == (False, True)
    the_office_reads_it(app, home, row_id)
    assert "Thùng thứ ba chưa có nắp." in client.get(f"/cam-ket/{promised_code}").text


def the_office_reads_it(app: Flask, home: Commune, row_id: int) -> None:
    """The clerk hides the phone number and shows the rest; without words, or a pressed button, nothing happens."""
    people = desks(app, home)
    desk: Desk = people["clerk"]
    work = desk.open(f"/can-bo/cam-ket/{row_id}")
    with app.app_context(), use_unit(home.unit_id):
        [voice] = waiting_voices(home.unit_id, row_id)
    place = f"/can-bo/cam-ket/{row_id}/loi-nguoi-hoi/{voice.id}"
    form = form_values(work.text, place)
    name = f"voice-{voice.id}"
    assert "0987 654 321" not in people["leader"].open("/can-bo/cam-ket").text
    for data, status in (
        (form, 400),
        ({**form, f"{name}-do": "show", f"{name}-public_text": ""}, 400),
        ({**form, f"{name}-do": "show", f"{name}-public_text": "Thùng thứ ba chưa có nắp."}, 303),
        ({**form, f"{name}-do": "hide"}, 303),
    ):
        assert (data, desk.send(place, data).status_code) == (data, status)
    assert people["officer"].send(place, form).status_code == 403
