"""The demonstration: a dialogue whose promises went five ways, the next one that opens with them, reception days; made once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.checklist import CheckStep
from dialogue.commitment_models import Commitment, CommitmentEntry, SupervisionRemark
from dialogue.minute_models import Conclusion, MinuteItem
from dialogue.models import Dialogue
from dialogue.queries.commitments import opening_of
from dialogue.queries.dates import check_lines
from dialogue.queries.dialogues import one_dialogue
from dialogue.question_models import DialogueQuestion, DialogueQuestionSupport
from dialogue.reception_demo import CONTENT, _last_day, _next_days, show_reception_days
from dialogue.reception_models import ReceptionBooking, ReceptionDay
from dialogue.reception_register_models import ReceptionEntry
from dialogue.registration_models import DialogueRegistration
from dialogue.services.day_outcomes import linked_to
from feedback.events import DemoLoaded
from feedback.models import Case
from tests.makers import NOW, TODAY, Commune

PROMISES = (
    # how it stands on Friday 20 November 2026, its last day, days late, the steps in its history
    ("open", "2027-01-07", 0, "open progress"),
    ("open", "2026-11-08", 12, "open move progress"),
    ("done", "2026-09-19", 0, "open done"),
    ("confirmed", "2026-09-09", 0, "open done confirm"),
    ("disputed", "2026-11-28", 0, "open done dispute remark reply"),
)
QUESTIONS = {
    ("accepted", 18), ("accepted", 31), ("accepted", 12), ("merged", 0), ("accepted", 7), ("refused", 0), ("waiting", 0),
}  # fmt: skip
ABOUT_DIALOGUES = (
    Dialogue, Commitment, CommitmentEntry, MinuteItem, Conclusion, DialogueQuestion, DialogueQuestionSupport,
    DialogueRegistration, SupervisionRemark, AuditEntry, Case,
)  # fmt: skip


def counted(models: tuple[Any, ...]) -> list[int]:
    """Return how many rows each table holds."""
    return [db.session.scalar(select(func.count()).select_from(model)) for model in models]


def test_demonstration_holds_a_dialogue_and_opens_the_next_with_its_promises_and_only_once(
    app: Flask, home: Commune, at: Callable[[str], Any]
):
    at("2026-11-20 09:00")
    runner = app.test_cli_runner()
    assert runner.invoke(args=["demo", "dialogues"]).output == "Dialogues: 2 past, 1 announced.\n"
    with app.app_context(), use_unit(home.unit_id):
        before = counted(ABOUT_DIALOGUES)
    assert runner.invoke(args=["demo", "dialogues"]).output == "The dialogues of the demonstration are there.\n"
    with app.app_context(), use_unit(home.unit_id):
        assert counted(ABOUT_DIALOGUES) == before
        dialogues_are_as_told()
        promises_are_as_told(home.unit_id)
        questions_are_as_told()
        checklist_of_the_concluded_dialogue_is_done(home.unit_id)
    pages_show_it(app)


def dialogues_are_as_told() -> None:
    """Three dialogues in order, the middle one concluded in time."""
    rows = db.session.execute(select(Dialogue.held_on, Dialogue.state, Dialogue.concluded_on).order_by(Dialogue.held_on)).all()
    assert [(day.isoformat(), state) for day, state, _on in rows] == [
        ("2025-11-14", "concluded"), ("2026-08-04", "concluded"), ("2026-12-11", "announced"),
    ]  # fmt: skip
    published = db.session.scalars(select(Conclusion)).one()
    assert (published.published_on, published.published_on <= published.due_on) == (date(2026, 8, 10), True)
    assert db.session.scalar(select(func.count(MinuteItem.id))) == 6


def promises_are_as_told(unit_id: int) -> None:
    """Five promises, each with its history, stand at the beginning of the next dialogue."""
    rows = db.session.scalars(select(Commitment).order_by(Commitment.id)).all()
    found = []
    for row in rows:
        query = select(CommitmentEntry.kind).where(CommitmentEntry.commitment_id == row.id).order_by(CommitmentEntry.id)
        late = (TODAY - row.due_on).days if row.state in ("open", "disputed") else 0
        found.append((row.state, row.due_on.isoformat(), max(0, late), " ".join(db.session.scalars(query))))
    assert tuple(found) == PROMISES
    assert all(row.official_id and row.evidence_required for row in rows)
    assert [len(linked_to(row.id)) for row in rows] == [1, 0, 1, 1, 0]
    opening = opening_of(unit_id, before=date(2026, 12, 11), today=TODAY)
    assert sorted(line.text for line in opening) == sorted(row.text for row in rows)


def checklist_of_the_concluded_dialogue_is_done(unit_id: int) -> None:
    """Minutes, conclusions, results and the question window are known from the dialogue itself; nothing is overdue."""
    past_id = db.session.scalar(select(Dialogue.id).where(Dialogue.held_on == date(2026, 8, 4)))
    view = one_dialogue(unit_id, past_id)
    lines = {line.step: line for line in check_lines(view, unit_id=unit_id, calendar=calendar_for(unit_id), today=TODAY)}
    assert not [step for step, line in lines.items() if line.late]
    known = {step: line.done_on for step, line in lines.items() if not line.done_by}
    assert known == {
        CheckStep.QUESTIONS: date(2026, 7, 15), CheckStep.NOTICE: date(2026, 7, 15), CheckStep.MINUTES: date(2026, 8, 4),
        CheckStep.CONCLUSION: date(2026, 8, 10), CheckStep.RESULTS: date(2026, 8, 10),
    }  # fmt: skip


def questions_are_as_told() -> None:
    """The next dialogue has questions of every state, with their supporters, and seats that are taken."""
    coming = db.session.scalars(select(Dialogue).where(Dialogue.state == "announced")).one()
    support = select(func.count(DialogueQuestionSupport.id)).where(DialogueQuestionSupport.question_id == DialogueQuestion.id)
    rows = db.session.execute(
        select(DialogueQuestion.state, support.scalar_subquery()).where(DialogueQuestion.dialogue_id == coming.id)
    ).all()
    assert ({tuple(row) for row in rows}, len(rows)) == (QUESTIONS, len(QUESTIONS))
    assert db.session.scalars(select(DialogueRegistration.state)).all() == ["confirmed"] * 7


def pages_show_it(app: Flask) -> None:
    """Everybody reads the promises in their list, with the dialogue that made them, and where the next one opens with them."""
    client = app.test_client()
    promises = ("cầu tràn Khòn Lùng Na", "04 thùng rác", "lịch cấp nước", "bộ phận một cửa", "Nà Pất – Nà Tổng")
    why_late = "Đã hàn 30 m, còn 12 m chưa xong vì thép về chậm."
    listed = client.get("/doi-thoai").text
    paths = dict.fromkeys(part.split('"')[0] for part in listed.split('href="')[1:] if part.startswith("/doi-thoai/"))
    coming, past = [path for path in paths if len(path) == len("/doi-thoai/XXXXX-XXXXX")][:2]
    said = {
        "/cam-ket": (why_late,),
        coming: ("Buổi trước đã hứa gì", why_late, "Gửi câu hỏi trước", "Đăng ký chỗ ngồi"),
        past: ("Kết luận 01/TB-UBND", "công bố đúng hạn", "2. Giao Phòng Kinh tế ưu tiên", why_late),
    }
    for path, words in said.items():
        text = client.get(path).text
        assert [word for word in (*promises, *words) if word not in text] == [], path
        assert ("0977" in text, "Lăng Văn Quý" in text) == (False, False), path
    assert "Buổi trước đã hứa gì" not in client.get(past).text
    assert "Kết luận 01" not in client.get(coming).text


NEXT = (
    # today, the next days of "10,25" that can still be published five working days before, the last day before today
    ("2026-11-17", "2026-11-25 2026-12-10", "2026-11-10"),  # Tue 24 is Culture Day: the fifth worked day before Wed 25 is today
    ("2026-11-18", "2026-12-10 2026-12-25", "2026-11-10"),
    ("2026-11-25", "2026-12-10 2026-12-25", "2026-11-10"),
    ("2026-12-03", "2026-12-10 2026-12-25", "2026-11-25"),  # the last day to publish for Thu 10
    ("2026-12-04", "2026-12-25 2027-01-11", "2026-11-25"),  # Sun 10 January moves to Mon 11
    ("2027-01-28", "2027-02-11 2027-02-25", "2027-01-25"),  # the last day to publish for the first day after Tết
    ("2027-01-29", "2027-02-25 2027-03-10", "2027-01-25"),
    ("2027-12-20", "2027-12-27", "2027-12-10"),  # Sat 25 moves to Mon 27; the calendar ends with the year
    ("2027-12-21", "", "2027-12-10"),
)  # fmt: skip


def test_demonstration_of_reception_publishes_in_time_holds_the_last_day_and_is_made_once(commune: Commune):
    calendar = calendar_for(commune.unit_id)
    for today, coming, last in NEXT:
        day = date.fromisoformat(today)
        found = _next_days(commune.unit_id, day, calendar)
        assert " ".join(on.isoformat() for on in found) == coming, today
        assert _last_day(commune.unit_id, day, calendar) == date.fromisoformat(last), today
    for at in (NOW, NOW + timedelta(days=40)):
        with transaction():
            show_reception_days(DemoLoaded(unit_id=commune.unit_id, at=at))
    days = db.session.scalars(select(ReceptionDay).order_by(ReceptionDay.held_on)).all()
    assert [(day.held_on, day.kind, day.state) for day in days] == [
        (date(2026, 11, 10), "chair", "held"), (date(2026, 12, 10), "chair", "published"),
        (date(2026, 12, 25), "chair", "published"),
    ]  # fmt: skip
    assert {day.content for day in days} == {CONTENT}
    assert [(day.starts_at, day.ends_at) for day in days] == [
        (datetime(day.held_on.year, day.held_on.month, day.held_on.day, 1, tzinfo=UTC), day.starts_at + timedelta(hours=3))
        for day in days
    ]
    assert all(", Chủ tịch" in day.receiver and day.place for day in days)
    entries = db.session.execute(select(ReceptionEntry.number, ReceptionEntry.handling).order_by(ReceptionEntry.number)).all()
    assert [tuple(row) for row in entries] == [(1, "taken"), (2, "guided"), (3, "explained")]
    assert db.session.scalars(select(ReceptionBooking.day_id)).all() == [days[1].id] * 2
