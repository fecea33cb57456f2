"""The moderator decides, departments draft, unanswered questions become cases; pages of the desk; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from core import outbox
from core.audit import AuditEntry, verify
from core.codes import secret_for
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from dialogue.models import Dialogue
from dialogue.queries.questions import own_question
from dialogue.question_models import DialogueQuestion
from dialogue.question_states import Procedure, QuestionChannel
from dialogue.services import question_drafting, question_moderating, question_settling, questions
from dialogue.services.question_settling import case_key, settle_unanswered
from feedback.models import Case, Sender
from tests.makers import NEIGHBOUR, NOW, Commune, department_of, make_commune
from tests.makers_desk import Desk, desks, form_values
from tests.makers_dialogue import announced_dialogue
from tests.makers_questions import PUBLIC_TEXT, accept_question, ask_question, read_question


def told(commune: Commune, question_id: int) -> list[str]:
    """Return the letters to who asked, oldest first."""
    return [letter.event for letter in outbox.for_resident(unit_id=commune.unit_id, subject=f"question:{question_id}")][::-1]


def decide(act: Callable[..., Any], *args: Any, **facts: Any) -> Any:
    with transaction():
        return act(*args, at=NOW, **facts)


def test_accepting_refusing_and_changing_ones_mind(commune: Commune):
    number = ask_question(commune, announced_dialogue(commune)).question_id
    accept_question(commune, number)
    accept_question(commune, number, public_text="Đường vào thôn bao giờ sửa xong?")
    row = read_question(number)
    assert (row.state, row.public_text, row.version, told(commune, number)) == (
        "accepted", "Đường vào thôn bao giờ sửa xong?", 3, ["question_accepted"],
    )  # fmt: skip
    refuse = {"actor": commune.clerk, "reason_code": "settled", "reason": "Xã đã trả lời ngày 1/11/2026."}
    decide(question_moderating.turn_down, number, version=3, **refuse)
    assert (read_question(number).state, told(commune, number)[-1]) == ("refused", "question_refused")
    accept_question(commune, number)
    assert (read_question(number).state, read_question(number).reason) == ("accepted", "")


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"reason_code": "because"}, {"reason_code": "reason_unknown"}),
        ({"reason": "ngắn"}, {"reason": "reason_short"}),
    ],
)
def test_a_refusal_says_why(commune: Commune, changes: dict[str, str], faults: dict[str, str]):
    number = ask_question(commune, announced_dialogue(commune)).question_id
    words = {"reason_code": "no_content", "reason": "Chưa rõ hỏi về đoạn đường nào.", **changes}
    with pytest.raises(BadInput) as refused:
        decide(question_moderating.turn_down, number, actor=commune.clerk, version=1, **words)
    assert (refused.value.errors, read_question(number).state) == (faults, "waiting")


def test_who_may_not_and_what_is_stale_changes_nothing(commune: Commune):
    number = ask_question(commune, announced_dialogue(commune)).question_id
    accept = {"public_text": PUBLIC_TEXT, "field_id": None, "village_id": None}
    for actor, version, error in (
        (commune.officer, 1, NotAllowed), (commune.supervisor, 1, NotAllowed), (commune.clerk, 2, StaleVersion),
    ):  # fmt: skip
        with pytest.raises(error):
            decide(question_moderating.accept, number, actor=actor, version=version, **accept)
    with pytest.raises(WrongState):
        decide(question_moderating.unmerge, number, actor=commune.clerk, version=1)
    with pytest.raises(BadInput):
        decide(question_moderating.accept, number, actor=commune.clerk, version=1, **{**accept, "public_text": " "})
    assert (read_question(number).state, read_question(number).version) == ("waiting", 1)


def test_merging_is_open_and_can_be_undone(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    leading, first, second, chained = (ask_question(commune, dialogue_id).question_id for _ in range(4))
    for number in (leading, first):
        accept_question(commune, number)
    decide(question_moderating.merge, [chained], into_id=first, actor=commune.clerk)
    decide(question_moderating.merge, [first, second, second], into_id=leading, actor=commune.clerk)
    rows = [read_question(number) for number in (first, second, chained)]
    assert [(row.state, row.leading_id) for row in rows] == [("merged", leading)] * 3
    seen = own_question(dialogue_id, rows[2].code, own=False, locale="vi")
    assert (seen.leading.text, seen.leading.together, told(commune, second)) == (PUBLIC_TEXT, 3, ["question_merged"])
    decide(question_moderating.unmerge, first, actor=commune.clerk, version=read_question(first).version)
    assert (read_question(first).state, read_question(first).leading_id) == ("accepted", None)
    with pytest.raises(WrongState):
        decide(
            question_moderating.turn_down, leading, actor=commune.clerk, version=read_question(leading).version,
            reason_code="settled", reason="Đã trả lời ở buổi trước.",
        )  # fmt: skip


def test_what_cannot_be_merged(commune: Commune):
    here, there = announced_dialogue(commune), announced_dialogue(commune, title="Buổi khác")
    leading, other, waiting = (ask_question(commune, place).question_id for place in (here, there, here))
    accept_question(commune, leading)
    for picks, into, code in (
        ([], leading, "picks_missing"), ([leading], leading, "picks_missing"), (range(100, 140), leading, "picks_many"),
        ([leading], waiting, "leading_state"), ([other], leading, "leading_elsewhere"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            decide(question_moderating.merge, list(picks), into_id=into, actor=commune.clerk)
        assert list(refused.value.errors.values()) == [code]


@pytest.mark.parametrize("procedure", Procedure)
def test_what_has_its_own_procedure_leaves_nothing_here(commune: Commune, procedure: Procedure):
    number = ask_question(commune, announced_dialogue(commune)).question_id
    accept_question(commune, number)
    decide(question_moderating.lead_elsewhere, number, actor=commune.clerk, version=2, procedure=procedure)
    row = read_question(number)
    assert (row.state, row.text, row.public_text, row.name, row.phone, row.email) == ("led_elsewhere", "", "", None, None, None)
    everything = " ".join(str(item) for item in db.session.execute(text("SELECT * FROM dialogue_questions")))
    assert "mùa mưa" not in everything
    last = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == f"question:{number}").order_by(AuditEntry.id)).all()[
        -1
    ]
    assert (last.action, sorted(last.facts), verify()) == ("dialogue:question:led", ["dialogue_id", "question_id"], [])
    assert told(commune, number)[-1] == "question_led"


def test_the_department_drafts_in_versions(commune: Commune):
    number = ask_question(commune, announced_dialogue(commune)).question_id
    accept_question(commune, number)
    room = department_of(commune.officer)
    asked = {"department_id": room, "officer_id": commune.officer.id, "due_on": date(2026, 12, 10)}
    decide(question_drafting.assign, number, actor=commune.clerk, version=2, **asked)
    inbox = outbox.for_official(unit_id=commune.unit_id, official_id=commune.officer.id)
    assert [letter.event for letter in inbox] == ["question_assigned"]
    draft = {"actor": commune.officer, "text": "Đoạn đường thuộc dự án năm 2027."}
    assert decide(question_drafting.write_draft, number, based_on=0, **draft) == 1
    assert decide(question_drafting.write_draft, number, based_on=1, **draft) == 2
    with pytest.raises(StaleVersion):
        decide(question_drafting.write_draft, number, based_on=1, **draft)
    for actor in (commune.stranger, commune.clerk):
        with pytest.raises(NotAllowed):
            decide(question_drafting.write_draft, number, actor=actor, based_on=2, text="Không phải việc của tôi")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"department_id": None}, "department_unknown"),
        ({"department_id": 9999}, "department_unknown"),
        ({"officer_id": 9999}, "officer_unknown"),
        ({"due_on": None}, "due_missing"),
        ({"due_on": date(2026, 11, 19)}, "due_past"),
    ],
)
def test_an_assignment_names_a_department_of_ours_and_a_day_to_come(commune: Commune, changes: dict[str, Any], fault: str):
    number = ask_question(commune, announced_dialogue(commune)).question_id
    accept_question(commune, number)
    asked = {"department_id": department_of(commune.officer), "officer_id": None, "due_on": date(2026, 11, 20), **changes}
    with pytest.raises(BadInput) as refused:
        decide(question_drafting.assign, number, actor=commune.clerk, version=2, **asked)
    assert list(refused.value.errors.values()) == [fault]


def hold(dialogue_id: int, state: str = "held") -> None:
    with transaction():
        db.session.get(Dialogue, dialogue_id).state = state


def test_what_was_not_answered_becomes_a_case_once(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    open_one, answered, promised, later, follower, waiting = (ask_question(commune, dialogue_id).question_id for _ in range(6))
    for number in (open_one, answered, promised, later):
        accept_question(commune, number)
    decide(question_moderating.merge, [follower], into_id=open_one, actor=commune.clerk)
    decide(questions.mark_answered, answered, actor=commune.clerk, answer="Đã bố trí vốn.")
    decide(questions.mark_promised, promised, actor=commune.clerk)
    decide(questions.mark_follow_up, later, actor=commune.clerk)
    with pytest.raises(WrongState):
        decide(settle_unanswered, dialogue_id, actor=commune.clerk)
    hold(dialogue_id)
    made = decide(settle_unanswered, dialogue_id, actor=commune.clerk)
    assert (len(made), decide(settle_unanswered, dialogue_id, actor=commune.clerk)) == (2, [])
    row = read_question(open_one)
    case, sender = (
        db.session.get(Case, row.case_id),
        db.session.scalars(select(Sender).where(Sender.case_id == row.case_id)).one(),
    )
    assert (case.channel, case.kind, row.code in case.story, sender.name, sender.phone) == (
        "web", "KIEN_NGHI", True, "Hoàng Thị Bưởi", "0987654321",
    )  # fmt: skip
    own = own_question(dialogue_id, row.code, own=True, locale="vi", case_key=case_key(row.code))
    assert (own.case_code, own.case_secret) == (case.code, secret_for(case_key(row.code)))
    assert [told(commune, number)[-1] for number in (open_one, follower, answered)] == [
        "question_became_case", "question_became_case", "question_answered",
    ]  # fmt: skip
    assert read_question(waiting).case_id is None


@pytest.mark.parametrize("channel", [QuestionChannel.VILLAGE_HEAD, QuestionChannel.PAPER, QuestionChannel.FRONT])
def test_a_question_without_a_name_becomes_a_case_too(commune: Commune, channel: QuestionChannel):
    dialogue_id = announced_dialogue(commune)
    number = ask_question(commune, dialogue_id, name="", phone="", email="", channel=channel).question_id
    accept_question(commune, number)
    hold(dialogue_id)
    case = db.session.get(Case, decide(settle_unanswered, dialogue_id, actor=commune.clerk)[0])
    assert (case.channel, case.anonymous, question_settling.NOBODY[channel].startswith("Người dân (")) == ("paper", False, True)


@pytest.mark.parametrize(
    ("state", "at", "cases"),
    [
        ("held", datetime(2026, 12, 25, 16, 59, tzinfo=UTC), 0),
        ("held", datetime(2026, 12, 25, 17, 0, tzinfo=UTC), 1),
        ("concluded", datetime(2026, 12, 18, 1, 0, tzinfo=UTC), 1),
        ("announced", datetime(2027, 1, 18, 1, 0, tzinfo=UTC), 0),
    ],
)
def test_by_itself_when_the_conclusion_is_out_or_its_ten_days_are_over(commune: Commune, state: str, at: datetime, cases: int):
    dialogue_id = announced_dialogue(commune)
    accept_question(commune, ask_question(commune, dialogue_id).question_id)
    hold(dialogue_id, state)
    assert (question_settling.settle_due(at), question_settling.settle_due(at)) == (cases, 0)


# ------------------------------------------------------------------ the pages


def test_the_desk_moderates_by_its_pages(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
        number = ask_question(home, dialogue_id).question_id
    seats = desks(app, home)
    base = f"/can-bo/doi-thoai/{dialogue_id}/cau-hoi"
    page = seats["clerk"].open(f"{base}/{number}").text
    assert ("Hoàng Thị Bưởi" in page, "từ mùa mưa" in page) == (True, True)
    form = {**form_values(page, f"{base}/{number}/nhan"), "nhan-public_text": ""}
    wrong = seats["clerk"].send(f"{base}/{number}/nhan", form)
    assert (wrong.status_code, "ít nhất 10 chữ" in wrong.text) == (400, True)
    form["nhan-public_text"] = PUBLIC_TEXT
    assert seats["clerk"].send(f"{base}/{number}/nhan", form).status_code == 303
    stale = seats["clerk"].send(f"{base}/{number}/nhan", {**form, "nhan-public_text": "Bản gõ sau cùng của tôi"})
    assert (stale.status_code, "Bản gõ sau cùng của tôi" in stale.text) == (409, True)
    for who in ("officer", "supervisor", "leader"):
        seen = seats[who].open(f"{base}/{number}").text
        assert (PUBLIC_TEXT in seen, "Hoàng Thị Bưởi" in seen) == (True, who == "leader")
    assert PUBLIC_TEXT in seats["officer"].open(base).text
    assert seats["administrator"].open(base).status_code == 403
    assert seats["officer"].send(f"{base}/{number}/tach", {"tach-csrf_token": "x"}).status_code in (400, 403)


def sheet(desk: Desk, base: str, **typed: str) -> dict[str, Any]:
    return {**form_values(desk.open(f"{base}/nhap").text, f"{base}/nhap"), **typed}


def test_a_sheet_is_keyed_in_by_the_front(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
    seats, base = desks(app, home), f"/can-bo/doi-thoai/{dialogue_id}/cau-hoi"
    front = seats["supervisor"]
    form = sheet(front, base, channel="front", **{"lines-0-text": "Bao giờ có nước sạch cho thôn?", "lines-3-text": "Ngắn"})
    wrong = front.send(f"{base}/nhap", form)
    assert (wrong.status_code, "Dòng 4:" in wrong.text, "Bao giờ có nước sạch" in wrong.text) == (400, True, True)
    done = front.send(f"{base}/nhap", {**form, "lines-3-text": "Trường mầm non thiếu lớp học thì sao?"})
    assert (done.status_code, "Đã nhận 2 câu hỏi" in done.text) == (200, True)
    with app.app_context(), use_unit(home.unit_id):
        assert [row.channel for row in db.session.scalars(select(DialogueQuestion))] == ["front", "front"]
    assert seats["officer"].open(f"{base}/nhap").status_code == 403


def test_another_commune_opens_and_changes_nothing(app: Flask, home: Commune, at: Callable[[str], Any]):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        dialogue_id = announced_dialogue(home)
        number = ask_question(home, dialogue_id).question_id
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
        with use_unit(neighbour.unit_id):
            own = announced_dialogue(neighbour)
            with pytest.raises(NotFound):
                decide(question_moderating.unmerge, number, actor=neighbour.clerk, version=1)
    clerk = desks(app, neighbour, base_url="http://chien-thang.localhost")["clerk"]
    paths = [
        f"{dialogue_id}/cau-hoi",
        f"{dialogue_id}/cau-hoi/{number}",
        f"{own}/cau-hoi/{number}",
        f"{dialogue_id}/cau-hoi/nhap",
    ]
    assert {clerk.open(f"/can-bo/doi-thoai/{path}").status_code for path in paths} == {404}
