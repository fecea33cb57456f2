"""The checklist with its days, reminders once each, the duty of the year, and calls that are answered; on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from accounts.queries import fields, officials, villages
from accounts.services.unit_settings import change_setting
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.extensions import db
from core.outbox import OutboxMessage
from core.permissions import Permission
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.check_reminders import remind_of_steps
from dialogue.checklist import CheckStep
from dialogue.duty_rules import CallSource
from dialogue.planning_models import DialogueCall
from dialogue.queries.dates import check_lines
from dialogue.queries.dialogues import one_dialogue
from dialogue.queries.duty import alerts, answered_calls, duty_board
from dialogue.services import calls, checks
from dialogue.states import DialogueKind
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, make_commune
from tests.makers_dialogue import announced_dialogue
from tests.makers_planning import LATER, at_hour, held_dialogue, here
from tests.makers_public import make_public


def checklist(commune: Commune, dialogue_id: int, *, today: date) -> dict[str, tuple[str, bool, str]]:
    view = one_dialogue(commune.unit_id, dialogue_id)
    lines = check_lines(view, unit_id=commune.unit_id, calendar=calendar_for(commune.unit_id), today=today)
    return {line.step.value: (line.due_on.isoformat(), line.late, str(line.done_on or "")) for line in lines}


def tick(commune: Commune, dialogue_id: int, step: CheckStep, **changes: Any) -> None:
    facts = {"done_on": TODAY, "note": "", "actor": commune.clerk, "at": NOW, **changes}
    with transaction():
        checks.tick(dialogue_id, step, **facts)


def test_every_step_has_the_day_that_hands_have_counted(commune: Commune):
    """Tuesday 15 December 2026: 5 December is a Saturday, 14 January a Thursday, results on Friday 25 December."""
    dialogue_id = announced_dialogue(commune)
    assert checklist(commune, dialogue_id, today=TODAY) == {
        "plan": ("2026-11-13", True, ""),  # 30 days before: 15 November is a Sunday
        "questions": ("2026-11-30", False, "2026-11-20"),  # the window opened with the notice
        "drafts": ("2026-12-04", False, ""),
        "invitations": ("2026-12-08", False, ""),
        "notice": ("2026-12-08", False, "2026-11-20"),
        "materials": ("2026-12-11", False, ""),  # 12 December is a Saturday
        "minutes": ("2026-12-15", False, ""),
        "conclusion": ("2026-12-25", False, ""),
        "results": ("2026-12-25", False, ""),
        "follow_up": ("2027-01-18", False, ""),  # 15 working days after 25 December, 1 January off
        "report": ("2027-01-14", False, ""),
    }
    with transaction():
        change_setting(
            unit_id=commune.unit_id, actor=commune.administrator, key="dialogue_plan_days", value=20, expected_version=0, at=NOW
        )
    assert checklist(commune, dialogue_id, today=TODAY)["plan"] == ("2026-11-25", False, "")


def test_an_ad_hoc_dialogue_is_not_late_with_days_that_had_gone_by(commune: Commune):
    """Planned on 20 November for 15 December: the plan would have been due on the 13th; the law's own days stay."""
    dialogue_id = announced_dialogue(commune, ad_hoc_reason="Cầu sập, phải đối thoại ngay")
    assert checklist(commune, dialogue_id, today=TODAY)["plan"] == ("2026-11-13", False, "")
    assert checklist(commune, dialogue_id, today=date(2026, 12, 7))["drafts"] == ("2026-12-04", True, "")
    view = one_dialogue(commune.unit_id, dialogue_id)
    lines = check_lines(view, unit_id=commune.unit_id, calendar=calendar_for(commune.unit_id), today=date(2026, 12, 30))
    assert [line.step.value for line in lines if line.passed] == ["plan"]
    assert {line.step.value for line in lines if line.late and line.hard} == {"minutes", "results"}
    tick(commune, dialogue_id, CheckStep.PLAN)
    view = one_dialogue(commune.unit_id, dialogue_id)
    lines = check_lines(view, unit_id=commune.unit_id, calendar=calendar_for(commune.unit_id), today=TODAY)
    assert not any(line.passed for line in lines)


def test_a_step_is_ticked_by_who_did_it_and_written_over(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    tick(commune, dialogue_id, CheckStep.INVITATIONS, note="  40 giấy mời ")
    tick(commune, dialogue_id, CheckStep.INVITATIONS, note="42 giấy mời", done_on=date(2026, 11, 19), actor=commune.leader)
    view = one_dialogue(commune.unit_id, dialogue_id)
    lines = check_lines(view, unit_id=commune.unit_id, calendar=calendar_for(commune.unit_id), today=TODAY)
    (line,) = [line for line in lines if line.step is CheckStep.INVITATIONS]
    assert (line.done_on, line.done_by, line.note) == (date(2026, 11, 19), commune.leader.name, "42 giấy mời")
    for step, changes, errors in (
        (CheckStep.NOTICE, {}, {"done_on": "not_ticked"}),
        (CheckStep.RESULTS, {}, {"done_on": "not_ticked"}),
        (CheckStep.MINUTES, {"done_on": date(2026, 11, 21)}, {"done_on": "done_later"}),
        (CheckStep.MINUTES, {"note": "x" * 301}, {"note": "text_long"}),
    ):
        with pytest.raises(BadInput) as refused:
            tick(commune, dialogue_id, step, **changes)
        assert refused.value.errors == errors
    for actor in (commune.officer, commune.supervisor):
        with pytest.raises(NotAllowed):
            tick(commune, dialogue_id, CheckStep.PLAN, actor=actor)
    with pytest.raises(NotFound):
        tick(commune, dialogue_id + 1000, CheckStep.PLAN)


def test_an_overdue_step_is_told_once_to_everybody_who_plans(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    planners = [item.id for item in officials(commune.unit_id, on=TODAY) if Permission.DIALOGUE_PLAN in item.permissions]
    morning = here("2026-11-20 08:00")
    assert remind_of_steps(here("2026-11-20 06:59")) == 0
    assert remind_of_steps(morning) == len(planners)
    assert remind_of_steps(here("2026-11-23 08:00")) == 0
    letter = db.session.scalars(select(OutboxMessage).where(OutboxMessage.event == "desk_step_overdue")).first()
    assert letter.title == "Đối thoại ngày 15/12/2026: có việc quá hạn"
    assert letter.body.splitlines()[:2] == ["Việc: Ban hành kế hoạch buổi đối thoại.", "Hạn là thứ Sáu, 13/11/2026."]
    assert letter.body.endswith(f"/can-bo/doi-thoai/{dialogue_id}")
    told = select(OutboxMessage.official_id).where(OutboxMessage.event == "desk_step_overdue")
    assert sorted(db.session.scalars(told)) == sorted(planners)
    assert remind_of_steps(here("2026-12-01 08:00")) == 0
    assert remind_of_steps(here("2026-12-05 08:00")) == 0  # a Saturday
    assert remind_of_steps(here("2026-12-07 08:00")) == len(planners)  # drafts


def test_one_event_meets_several_duties_and_the_board_says_what_is_left(app: Flask, commune: Commune):
    def board(today: date = TODAY) -> list[tuple[str, int, int, str]]:
        return [
            (line.kind.value, line.held, line.owed, str(line.next_on or "")) for line in duty_board(commune.unit_id, today=today)
        ]

    assert board() == [("commune_conference", 0, 1, ""), ("leader_dialogue", 0, 1, "")]
    announced_dialogue(commune)
    assert board() == [("commune_conference", 0, 1, "2026-12-15"), ("leader_dialogue", 0, 1, "2026-12-15")]
    held_dialogue(commune, **at_hour(LATER), satisfies=(DialogueKind.COMMUNE_CONFERENCE,))
    assert board() == [("commune_conference", 1, 1, "2026-12-15"), ("leader_dialogue", 0, 1, "2026-12-15")]
    assert board(date(2027, 1, 4)) == [("commune_conference", 0, 1, ""), ("leader_dialogue", 0, 1, "")]
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
        with use_unit(neighbour.unit_id):
            assert [line.held for line in duty_board(neighbour.unit_id, today=TODAY)] == [0, 0]


def record(commune: Commune, source: CallSource = CallSource.VOTERS, **changes: Any) -> int:
    facts = {
        "subject": "Bồi thường đất làm đường",
        "number": 412,
        "called_on": TODAY,
        "actor": commune.clerk,
        "at": NOW,
        **changes,
    }
    with transaction():
        return calls.record_call(source, **facts)


def answer(commune: Commune, call_id: int, **changes: Any) -> None:
    facts = {"answer": "no", "reason": "Đã đối thoại về việc này hôm 02/11", "actor": commune.leader, "at": NOW, **changes}
    with transaction():
        calls.answer_call(call_id, **facts)


def waiting(commune: Commune, *, today: date = TODAY) -> list[tuple[str, str, int | None, bool]]:
    found = alerts(commune.unit_id, today=today, locale="vi")
    return [(alert.source.value, alert.topic or alert.subject, alert.number, alert.obliges) for alert in found]


def test_a_call_waits_until_it_is_answered_and_only_a_tenth_obliges(commune: Commune):
    voters = record(commune)
    front = record(commune, CallSource.FRONT, number=None, called_on=date(2026, 11, 2))
    subject = "Bồi thường đất làm đường"
    assert waiting(commune) == [("front", subject, None, False), ("voters", subject, 412, False)]
    with transaction():
        change_setting(
            unit_id=commune.unit_id, actor=commune.administrator, key="commune_voters", value=4120, expected_version=0, at=NOW
        )
    assert waiting(commune)[1] == ("voters", subject, 412, True)
    answer(commune, voters, answer="plan", reason="")
    answer(commune, front, at=NOW + timedelta(minutes=1))
    assert waiting(commune) == []
    assert [(item.source.value, item.answer, item.reason) for item in answered_calls(commune.unit_id)] == [
        ("front", "no", "Đã đối thoại về việc này hôm 02/11"), ("voters", "plan", ""),
    ]  # fmt: skip
    with pytest.raises(WrongState):
        answer(commune, voters)


def test_what_is_wrong_with_a_call_or_its_answer_is_said(commune: Commune):
    for changes, errors in (
        ({"source": CallSource.LETTERS}, {"source": "choice_unknown"}),
        ({"subject": " "}, {"subject": "subject_missing"}),
        ({"number": None}, {"number": "number_missing"}),
        ({"source": CallSource.GROUP, "number": 0}, {"number": "number_missing"}),
        ({"called_on": date(2026, 11, 21)}, {"called_on": "done_later"}),
        ({"called_on": date(2025, 11, 1)}, {"called_on": "called_long_ago"}),
    ):
        with pytest.raises(BadInput) as refused:
            record(commune, **{"source": CallSource.VOTERS, **changes})
        assert refused.value.errors == errors
    call_id = record(commune)
    for changes, errors in (({"answer": ""}, {"answer": "answer_missing"}), ({"reason": " "}, {"reason": "reason_missing"})):
        with pytest.raises(BadInput) as refused:
            answer(commune, call_id, **changes)
        assert refused.value.errors == errors
    for actor in (commune.clerk, commune.officer, commune.supervisor):
        with pytest.raises(NotAllowed):
            answer(commune, call_id, actor=actor)
    with pytest.raises(NotFound):
        answer(commune, call_id + 1000)
    with pytest.raises(IntegrityError), transaction() as session:
        session.get(DialogueCall, call_id).answer = "no"


def test_similar_letters_of_a_village_or_field_are_an_alert_until_it_is_answered(commune: Commune):
    village, field = villages(commune.unit_id)[0].id, fields(commune.unit_id)[0].id
    days = [date(2026, 10, 21), date(2026, 10, 22), *[date(2026, 11, day) for day in (2, 5, 9, 20)]]  # 21 October is day 31
    places = {"village_id": village, "field_id": field}
    rows = [{**places, "received_on": day} for day in days[:-1]]
    make_public(commune.unit_id, *rows, {"field_id": field, "received_on": days[-1]})
    assert waiting(commune) == [("letters", f"field:{field}", 5, False)]
    with transaction():
        change_setting(
            unit_id=commune.unit_id, actor=commune.administrator, key="similar_letters_alert", value=4, expected_version=0, at=NOW
        )
    assert waiting(commune) == [("letters", f"field:{field}", 5, False), ("letters", f"village:{village}", 4, False)]
    with transaction():
        calls.answer_letters(
            f"field:{field}", subject="Đường", number=5, answer="no", reason="Đã có kế hoạch sửa", actor=commune.leader, at=NOW
        )
    assert waiting(commune) == [("letters", f"village:{village}", 4, False)]
    make_public(commune.unit_id, *[{"field_id": field, "received_on": date(2026, 11, 23)}] * 4)
    assert waiting(commune, today=date(2026, 11, 23)) == [("letters", f"field:{field}", 4, False)]
    assert db.session.scalar(select(func.count()).select_from(DialogueCall)) == 1
