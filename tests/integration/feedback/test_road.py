"""A case's road through the commands: states, clocks, timeline, public row; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.queries import fields, villages
from core import audit
from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from feedback.models import Answer, Case, CaseClock, PublicCase, Sender
from feedback.rules import NewCase
from feedback.services import answering, handling, intake, publishing, sender, triage
from feedback.states import Action, CaseKind, Channel, Evidence
from tests.makers import (
    NEIGHBOUR,
    NOW,
    Commune,
    ask_for_time,
    department_of,
    draft,
    letter,
    look,
    make_case,
    make_commune,
    make_receipt,
    publish_case,
    read_case,
    read_version,
    submit,
)


@pytest.fixture
def commune(app: Flask) -> Iterator[Commune]:
    with app.app_context():
        made = make_commune()
        with use_unit(made.unit_id):
            yield made
        db.session.rollback()


def clock_rows(case_id: int) -> list[tuple[str, str, date, date | None]]:
    query = select(CaseClock.term_code, CaseClock.state, CaseClock.due_on, CaseClock.ended_on)
    return [tuple(row) for row in db.session.execute(query.where(CaseClock.case_id == case_id).order_by(CaseClock.id))]


# ---------------------------------------------------------------- receipt


def test_a_letter_received_on_friday_gets_its_two_dates(commune: Commune):
    case = make_case(commune)
    assert (case.state, case.received_on, case.due_on) == ("received", date(2026, 11, 20), date(2026, 12, 7))
    assert clock_rows(case.id) == [
        ("KNPA.NOTIFY", "running", date(2026, 12, 7), None),  # Monday; Tue 24 Nov 2026 is a holiday
        ("KNPA.SETTLE", "planned", date(2026, 12, 28), None),  # fifteen working days later, Monday
    ]


def test_a_letter_sent_at_night_in_vietnam_belongs_to_that_day(commune: Commune):
    late = NOW.replace(hour=17, minute=30)  # 00:30 on Saturday 21 November in Vietnam
    assert make_case(commune, at=late).received_on == date(2026, 11, 21)


def test_the_same_form_sent_again_is_the_same_case_with_the_same_words(commune: Commune):
    first = make_receipt(commune, key="form-a")
    again = make_receipt(commune, key="form-a", story="Một câu chuyện khác hẳn, gửi lại lần nữa.")
    assert (again.code, again.secret, again.repeated, first.repeated) == (first.code, first.secret, True, False)
    assert db.session.scalar(select(func.count()).select_from(Case)) == 1


def test_an_anonymous_reflection_has_no_clock_and_keeps_no_identity(commune: Commune):
    case = make_case(commune, anonymous=True)
    row = db.session.scalars(select(Sender).where(Sender.case_id == case.id)).one()
    assert (case.due_on, clock_rows(case.id)) == (None, [])
    assert (row.name, row.phone, row.email, row.phone_fingerprint) == (None, None, None, None)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"story": "Ngắn"}, {"story": "story_short"}),
        ({"field_id": 10**6}, {"field_id": "field_unknown"}),
        ({"village_id": -1}, {"village_id": "village_unknown"}),
        ({"field_id": 2**40}, {"field_id": "field_unknown"}),
        ({"name": "", "phone": "abc"}, {"name": "name_missing", "phone": "phone_bad"}),
    ],
)
def test_what_is_wrong_with_a_letter_is_named_and_nothing_is_kept(
    commune: Commune, changes: dict[str, object], faults: dict[str, str]
):
    with pytest.raises(BadInput) as refused:
        make_receipt(commune, **changes)
    assert refused.value.errors == faults
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0


def test_a_clerk_writes_a_letter_down_and_an_officer_may_not(commune: Commune):
    new = letter(channel=Channel.WALK_IN, phone="")
    with transaction():
        receipt = intake.register_case(new, unit_id=commune.unit_id, idempotency_key="w", at=NOW, actor=commune.clerk)
    case = read_case(receipt.case_id)
    assert (case.channel, case.registered_by) == ("walk_in", commune.clerk.id)
    with pytest.raises(NotAllowed), transaction():
        intake.register_case(new, unit_id=commune.unit_id, idempotency_key="v", at=NOW, actor=commune.officer)


def test_fields_of_another_commune_are_unknown(commune: Commune):
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id):
        foreign = fields(neighbour.unit_id)[0].id
    with pytest.raises(BadInput) as refused:
        make_receipt(commune, field_id=foreign)
    assert refused.value.errors == {"field_id": "field_unknown"}


# ---------------------------------------------------------------- classify and accept


def test_classifying_an_unclear_letter_changes_its_term(commune: Commune):
    case = make_case(commune, kind=CaseKind.OTHER)
    assert clock_rows(case.id)[0][0] == "ALL.RECEPTION.NOTIFY"
    with transaction():
        triage.classify(
            case.id, actor=commune.clerk, at=NOW, version=1, kind=CaseKind.PETITION, field_id=fields(commune.unit_id)[2].id
        )
    assert (read_case(case.id).state, clock_rows(case.id)[0][0]) == ("classified", "KNPA.NOTIFY")


def test_acceptance_ends_the_first_clock_and_starts_the_second(commune: Commune):
    case = make_case(commune, state="classified")
    later = NOW + timedelta(days=3)  # Monday 23 November
    with transaction():
        due = triage.accept(
            case.id, actor=commune.clerk, at=later, version=case.version, department_id=department_of(commune.officer),
            officer_id=commune.officer.id,
        )  # fmt: skip
    assert due == date(2026, 12, 15)  # 24 Nov is off: 25, 26, 27, 30, 1 … the fifteenth is Tuesday
    assert clock_rows(case.id) == [
        ("KNPA.NOTIFY", "ended", date(2026, 12, 7), date(2026, 11, 23)),
        ("KNPA.SETTLE", "running", date(2026, 12, 15), None),
    ]
    assert (read_case(case.id).state, read_case(case.id).accepted_on) == ("in_progress", date(2026, 11, 23))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"department_id": 10**6}, {"department_id": "department_unknown"}),
        ({"officer_id": 10**6}, {"officer_id": "officer_unknown"}),
    ],
)
def test_a_case_goes_to_nobody_unknown(commune: Commune, changes: dict[str, int], fault: dict[str, str]):
    case = make_case(commune, state="classified")
    values = {"department_id": department_of(commune.officer), "officer_id": commune.officer.id} | changes
    with pytest.raises(BadInput) as refused, transaction():
        triage.accept(case.id, actor=commune.clerk, at=NOW, version=case.version, **values)
    assert refused.value.errors == fault


@pytest.mark.parametrize(
    ("action", "state"),
    [
        (Action.TRANSFER, "transferred"), (Action.GUIDE, "guided"), (Action.RETURN, "returned"), (Action.REFUSE, "refused"),
    ],
)  # fmt: skip
def test_a_letter_that_does_not_belong_here_leaves_with_ground_and_letter(commune: Commune, action: Action, state: str):
    case = make_case(commune, state="classified")
    with transaction():
        triage.turn_away(
            case.id, actor=commune.clerk, at=NOW, version=case.version, action=action, ground="Không thuộc thẩm quyền",
            letter="Đề nghị ông/bà gửi đến cơ quan có thẩm quyền.", receiver="UBND tỉnh Lạng Sơn",
        )  # fmt: skip
    case = read_case(case.id)
    assert (case.state, case.closed_on, case.on_time) == (state, date(2026, 11, 20), True)
    assert [row[1] for row in clock_rows(case.id)] == ["ended"]
    assert db.session.get(PublicCase, case.id).state == state


def test_turning_away_says_why_to_whom_and_where(commune: Commune):
    case = make_case(commune, state="classified")
    with pytest.raises(BadInput) as refused, transaction():
        triage.turn_away(case.id, actor=commune.clerk, at=NOW, version=case.version, action=Action.TRANSFER, ground="", letter="")
    assert refused.value.errors == {"ground": "ground_missing", "letter": "letter_missing", "receiver": "receiver_missing"}


# ---------------------------------------------------------------- two people, one case


def test_the_second_of_two_officials_sees_that_the_case_changed(commune: Commune):
    case = make_case(commune)
    with transaction():
        triage.classify(
            case.id, actor=commune.clerk, at=NOW, version=1, kind=CaseKind.PETITION, field_id=fields(commune.unit_id)[0].id
        )
    with pytest.raises(StaleVersion) as refused, transaction():
        triage.classify(
            case.id, actor=commune.clerk, at=NOW, version=1, kind=CaseKind.REFLECTION, field_id=fields(commune.unit_id)[1].id
        )
    assert (refused.value.facts["expected"], refused.value.facts["current"]) == (1, 2)
    assert read_case(case.id).kind == "KIEN_NGHI"


def test_another_commune_s_case_does_not_exist(commune: Commune):
    case = make_case(commune)
    neighbour = make_commune(NEIGHBOUR)
    with use_unit(neighbour.unit_id), pytest.raises(NotFound), transaction():
        handling.add_note(case.id, actor=neighbour.clerk, at=NOW, text="Tôi là người xã khác")


def test_a_step_from_the_wrong_state_is_refused(commune: Commune):
    case = make_case(commune)
    with pytest.raises(WrongState), transaction():
        answering.save_draft(case.id, actor=commune.officer, at=NOW, version=1, draft=draft())


def test_a_step_without_permission_is_refused(commune: Commune):
    case = make_case(commune, state="in_progress")
    with pytest.raises(NotAllowed), transaction():
        answering.save_draft(case.id, actor=commune.stranger, at=NOW, version=case.version, draft=draft())


# ---------------------------------------------------------------- work


def test_an_approved_extension_moves_the_date_and_a_second_one_is_refused(commune: Commune):
    case = make_case(commune, state="in_progress")
    before = case.due_on
    ask_for_time(commune, case.id, days=5)
    with transaction():
        handling.decide_extension(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), approve=True)
    moved = read_case(case.id)
    assert (before, moved.due_on, moved.extended) == (date(2026, 12, 14), date(2026, 12, 21), True)
    with pytest.raises(WrongState) as refused:
        ask_for_time(commune, case.id)
    assert refused.value.code == "extension_used"


def test_a_declined_extension_says_why_and_moves_nothing(commune: Commune):
    case = make_case(commune, state="in_progress")
    ask_for_time(commune, case.id)
    with pytest.raises(BadInput), transaction():
        handling.decide_extension(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), approve=False)
    with transaction():
        handling.decide_extension(
            case.id, actor=commune.leader, at=NOW, version=read_version(case.id), approve=False, note="Đủ thời gian rồi"
        )
    assert (read_case(case.id).due_on, read_case(case.id).extended) == (date(2026, 12, 14), False)


@pytest.mark.parametrize("days", [0, 16, -1])
def test_an_extension_has_bounds(commune: Commune, days: int):
    case = make_case(commune, state="in_progress")
    with pytest.raises(BadInput) as refused:
        ask_for_time(commune, case.id, days=days)
    assert refused.value.errors == {"days": "days_range"}


def test_a_question_reaches_the_sender_and_the_answer_comes_back(commune: Commune):
    case = make_case(commune, state="in_progress")
    with transaction():
        handling.ask_sender(case.id, actor=commune.officer, at=NOW, text="Lan can hỏng bên nào của cầu?")
    question = look(commune.officer, case.id).questions[0]
    with transaction():
        sender.add_more(case.id, unit_id=commune.unit_id, at=NOW, text="Bên phía hạ lưu.", question_id=question.id)
    assert look(commune.officer, case.id).questions[0].reply == "Bên phía hạ lưu."
    with pytest.raises(WrongState), transaction():
        sender.add_more(case.id, unit_id=commune.unit_id, at=NOW, text="Lần nữa", question_id=question.id)
    assert read_case(case.id).due_on == case.due_on  # no rule stops the clock


# ---------------------------------------------------------------- the answer


def test_an_answer_without_its_evidence_does_not_reach_the_leader(commune: Commune):
    case = make_case(commune, state="in_progress")
    with pytest.raises(BadInput) as refused:
        submit(commune, case.id, evidence=Evidence.PHOTO, done_by="")
    assert refused.value.errors == {"done_by": "done_by_missing", "evidence": "photo_missing"}


def test_nobody_issues_what_the_leader_has_not_approved(commune: Commune):
    case = make_case(commune, state="submitted")
    with pytest.raises(WrongState), transaction():
        answering.issue_answer(case.id, actor=commune.officer, at=NOW, version=read_version(case.id))
    with pytest.raises(NotAllowed), transaction():
        answering.approve_answer(case.id, actor=commune.officer, at=NOW, version=read_version(case.id))


def test_the_leader_sends_a_draft_back_with_a_word(commune: Commune):
    case = make_case(commune, state="submitted")
    with transaction():
        answering.send_back(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), note="Ghi rõ ngày nghiệm thu")
    shown = look(commune.officer, case.id)
    assert (shown.answer.state, shown.answer.leader_note) == ("sent_back", "Ghi rõ ngày nghiệm thu")
    assert {step.action for step in shown.steps} >= {Action.DRAFT, Action.SUBMIT}


def test_an_issued_answer_ends_the_clock_in_time(commune: Commune):
    case = make_case(commune, state="answered")
    assert (case.state, case.on_time, case.answered_on) == ("answered", True, date(2026, 11, 20))
    assert clock_rows(case.id)[-1][1] == "ended"


def test_an_answer_after_the_due_date_is_late(commune: Commune):
    case = make_case(commune, state="approved")
    with transaction():
        answering.issue_answer(case.id, actor=commune.officer, at=NOW + timedelta(days=40), version=read_version(case.id))
    assert read_case(case.id).on_time is False
    assert db.session.get(PublicCase, case.id).on_time is False


def test_the_leader_may_approve_and_issue_in_one_step(commune: Commune):
    case = make_case(commune, state="submitted")
    with transaction():
        answering.approve_answer(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), issue_now=True)
    assert read_case(case.id).state == "answered"
    assert db.session.scalars(select(Answer.state).where(Answer.case_id == case.id)).one() == "issued"


# ---------------------------------------------------------------- the sender's word


def test_a_satisfied_sender_closes_the_case(commune: Commune):
    case = make_case(commune, state="answered")
    with transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW, satisfied=True)
    assert (read_case(case.id).state, db.session.get(PublicCase, case.id).satisfied) == ("closed", True)


def test_not_satisfied_reopens_once_and_then_closes(commune: Commune):
    case = make_case(commune, state="reopened")
    assert (case.state, case.round, case.answered_on, case.due_on) == ("reopened", 2, None, date(2026, 12, 14))
    submit(commune, case.id)
    with transaction():
        answering.approve_answer(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), issue_now=True)
    with transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW, satisfied=False, reason="Vẫn chưa xong")
    closed = read_case(case.id)
    public = db.session.get(PublicCase, case.id)
    assert (closed.state, closed.round, public.reopened, public.satisfied) == ("closed", 2, True, False)


def test_dissatisfaction_needs_a_reason(commune: Commune):
    case = make_case(commune, state="answered")
    with pytest.raises(BadInput), transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW, satisfied=False)


def test_one_answer_is_rated_once(commune: Commune):
    case = make_case(commune, state="closed")
    with pytest.raises(WrongState) as refused, transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW, satisfied=False, reason="Đổi ý rồi")
    assert refused.value.code == "already_rated"


@pytest.mark.parametrize(("days", "state"), [(15, "reopened"), (16, "closed")])
def test_reopening_has_its_last_day(commune: Commune, days: int, state: str):
    case = make_case(commune, state="answered")
    with transaction():
        sender.rate(case.id, unit_id=commune.unit_id, at=NOW + timedelta(days=days), satisfied=False, reason="Lại hỏng rồi")
    assert read_case(case.id).state == state


# ---------------------------------------------------------------- looking up


def test_code_and_words_open_the_case_and_the_phone_shows_dates(commune: Commune):
    receipt = make_receipt(commune)
    with transaction():
        full = sender.look_up(receipt.code.lower(), unit_id=commune.unit_id, at=NOW, secret=receipt.secret.upper())
        dates = sender.look_up(receipt.code, unit_id=commune.unit_id, at=NOW, phone="+84 912 345 678")
    assert (full.case_id, full.level, dates.case_id, dates.level) == (receipt.case_id, "full", receipt.case_id, "dates")


@pytest.mark.parametrize("real", [True, False])
def test_wrong_tries_lock_a_code_whether_it_exists_or_not(commune: Commune, real: bool):
    receipt = make_receipt(commune)
    code = receipt.code if real else "CCCCC-DDDDD"
    results = []
    for _ in range(6):
        with transaction():
            results.append(sender.look_up(code, unit_id=commune.unit_id, at=NOW, secret="sai · rồi"))
    assert [item.locked_until is not None for item in results] == [False] * 4 + [True] * 2
    with transaction():
        locked = sender.look_up(code, unit_id=commune.unit_id, at=NOW, secret=receipt.secret)
        after = sender.look_up(code, unit_id=commune.unit_id, at=NOW + timedelta(minutes=2), secret=receipt.secret)
    assert (locked.level, after.level) == ("", "full" if real else "")


# ---------------------------------------------------------------- what the public sees


def test_nothing_but_number_field_village_dates_and_state_before_approval(commune: Commune):
    case = make_case(commune, state="answered")
    row = db.session.get(PublicCase, case.id)
    assert (row.published, row.title, row.story, row.answer, row.photos) == (False, "", "", "", [])
    names = {fields(commune.unit_id)[0].name, villages(commune.unit_id)[0].name}
    assert "nguyen van an" not in row.search_text
    assert len(names) == 2


def test_the_public_version_is_the_approved_copy_and_goes_when_it_is_taken_back(commune: Commune):
    case = make_case(commune, state="answered")
    publish_case(commune, case.id)
    row = db.session.get(PublicCase, case.id, populate_existing=True)
    assert (row.published, row.title) == (True, "Cầu tràn hỏng lan can")
    assert "lan can cau tran hong" in row.search_text
    with transaction():
        publishing.unpublish(case.id, actor=commune.leader, at=NOW, version=read_version(case.id), reason="Còn lộ tên người")
    row = db.session.get(PublicCase, case.id, populate_existing=True)
    assert (row.published, row.title, row.story) == (False, "", "")
    assert "lan can" not in row.search_text


def test_a_photo_of_another_case_cannot_be_published(commune: Commune):
    case = make_case(commune)
    with pytest.raises(BadInput) as refused:
        publish_case(commune, case.id, photos=["f" * 32])
    assert refused.value.errors == {"photos": "photo_unknown"}


def test_public_columns_are_the_ones_that_were_decided(commune: Commune):
    assert sorted(PublicCase.__table__.columns.keys()) == sorted(
        [
            "id", "unit_id", "code", "kind", "state", "field_id", "village_id", "received_on", "accepted_on", "due_on",
            "answered_on", "closed_on", "on_time", "extended", "reopened", "outcome", "evidence", "satisfied", "published",
            "title", "story", "answer", "photos", "search_text",
        ]
    )  # fmt: skip


# ---------------------------------------------------------------- who sees what


def test_the_supervisor_reads_the_case_without_its_sender(commune: Commune):
    case = make_case(commune, state="in_progress")
    assert look(commune.clerk, case.id).sender.name == "Nguyễn Văn An"
    assert look(commune.officer, case.id).sender.phone == "0912345678"
    assert look(commune.stranger, case.id).sender is None
    assert look(commune.supervisor, case.id).sender is None
    assert look(commune.supervisor, case.id).steps == ()


def test_the_administrator_reads_no_case(commune: Commune):
    case = make_case(commune)
    with pytest.raises(NotFound):
        look(commune.administrator, case.id)


# ---------------------------------------------------------------- the trail


def test_every_step_leaves_an_entry_without_a_personal_word(commune: Commune):
    case = make_case(commune, state="reopened")
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject == f"case:{case.id}").order_by(AuditEntry.seq)).all()
    assert [entry.action for entry in entries] == [
        "feedback:case:registered", "feedback:case:classified", "feedback:case:accepted", "feedback:answer:submitted",
        "feedback:answer:approved", "feedback:answer:issued", "feedback:case:rated", "feedback:case:reopened",
    ]  # fmt: skip
    told = " ".join(str(entry.facts) for entry in entries)
    assert [word for word in ("Nguyễn", "0912", "lan can", "lung lay") if word in told] == []
    assert audit.verify() == []


def test_a_letter_is_a_frozen_value(commune: Commune):
    assert isinstance(letter(), NewCase)
    with pytest.raises(AttributeError):
        letter().name = "x"
