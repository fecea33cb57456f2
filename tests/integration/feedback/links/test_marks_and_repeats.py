"""Urgent cases, the national portal, feedback on regulations, anonymous information, repeated letters, own answer times."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from accounts.models import Field
from accounts.queries import fields
from core.errors import BadInput, NotAllowed, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.models import CaseClock, PublicCase
from feedback.phrases import ground_text
from feedback.queries.links import surroundings
from feedback.queries.tracking import tracked
from feedback.queries.views_of_clocks import ClockView, clock_views
from feedback.services import clocks, marking, repeats, triage
from feedback.states import Action, CaseKind
from tests.makers import NOW, TODAY, Commune, ask_for_time, look, make_case, read_case, read_version, submit
from tests.makers import _go as go
from tests.makers_letters import readers, tray
from tests.makers_links import BRIDGE, file_information, mark_urgent, note_portal, parts_of, split, turn_away


def views(case_id: int, *, today: date = TODAY) -> dict[str, ClockView]:
    db.session.rollback()
    unit_id = read_case(case_id).unit_id
    return {
        view.term_code: view for view in clock_views(unit_id, case_id, today=today, calendar=calendar_for(unit_id), locale="vi")
    }


# ---------------------------------------------------------------- urgent


def test_an_emergency_has_a_clock_of_one_working_day_beside_its_own(commune: Commune):
    case = make_case(commune)
    before = case.due_on
    mark_urgent(commune, case.id)
    found = views(case.id)
    assert (found["KNPA.URGENT"].due_on, found["KNPA.NOTIFY"].due_on) == (date(2026, 11, 23), before)
    assert read_case(case.id).due_on == date(2026, 11, 23)
    assert look(commune.clerk, case.id).running_clock.term_code == "KNPA.URGENT"
    assert (commune.clerk.id in readers(case.id, "desk_urgent"), readers(case.id, "desk_urgent").count("sender")) == (True, 0)


def test_the_clock_of_an_emergency_runs_on_through_acceptance_and_ends_with_the_answer(commune: Commune):
    case = make_case(commune, state="classified")
    mark_urgent(commune, case.id)
    go(commune, case.id, "in_progress", at=NOW)
    assert (read_case(case.id).due_on, views(case.id)["KNPA.URGENT"].state) == (date(2026, 11, 23), "running")
    ask_for_time(commune, case.id)
    with transaction():
        before, after = clocks.extend(read_case(case.id), days=3)
    assert (before, after) == (date(2026, 12, 14), date(2026, 12, 17))
    assert read_case(case.id).due_on == date(2026, 11, 23)
    submit(commune, case.id)
    for stop in ("approved", "answered"):
        go(commune, case.id, stop, at=NOW + timedelta(days=4))
    assert (read_case(case.id).on_time, views(case.id)["KNPA.URGENT"].in_time, views(case.id)["KNPA.SETTLE"].in_time) == (
        False, False, True,
    )  # fmt: skip


def test_classifying_again_and_counting_anew_keep_the_emergency(commune: Commune):
    case = make_case(commune)
    mark_urgent(commune, case.id)
    go(commune, case.id, "classified", at=NOW)
    with transaction():
        moves = clocks.recount(read_case(case.id))
    assert (moves, sorted(views(case.id)), read_case(case.id).due_on) == (
        [], ["KNPA.NOTIFY", "KNPA.SETTLE", "KNPA.URGENT"], date(2026, 11, 23),
    )  # fmt: skip
    stations = tracked(
        commune.unit_id, case.id, today=TODAY, calendar=calendar_for(commune.unit_id), locale="vi"
    ).receipt.stations
    assert stations[1].on == date(2026, 12, 7)


def test_urgency_needs_a_reason_and_is_given_once_by_who_assigns(commune: Commune):
    case = make_case(commune)
    for reason in ("", "gấp"):
        with pytest.raises(BadInput) as caught:
            mark_urgent(commune, case.id, reason=reason)
        assert caught.value.errors == {"reason": "reason_short"}
    with transaction(), pytest.raises(NotAllowed):
        marking.mark_urgent(case.id, actor=commune.officer, at=NOW, version=1, reason="Cầu sắp sập")
    mark_urgent(commune, case.id)
    with pytest.raises(WrongState):
        mark_urgent(commune, case.id)
    assert look(commune.leader, case.id).step(Action.MARK_URGENT) is None


def test_an_anonymous_emergency_has_this_clock_alone(commune: Commune):
    case = make_case(commune, anonymous=True, state="classified")
    mark_urgent(commune, case.id)
    go(commune, case.id, "in_progress", at=NOW)
    assert (list(views(case.id)), read_case(case.id).due_on) == (["KNPA.URGENT"], date(2026, 11, 23))


# ---------------------------------------------------------------- portal and regulations


def test_the_portal_counts_twenty_days_from_the_receipt_and_wants_news_every_seven(commune: Commune):
    case = make_case(commune)
    note_portal(commune, case.id, at=NOW + timedelta(days=3))
    assert (views(case.id)["KNPA.PORTAL"].started_on, views(case.id)["KNPA.PORTAL"].due_on) == (TODAY, date(2026, 12, 10))
    assert surroundings(commune.unit_id, case.id, today=date(2026, 12, 10)).portal_update_on is None
    late = datetime.fromisoformat("2026-12-16T09:00:00+07:00")
    assert surroundings(commune.unit_id, case.id, today=late.date()).portal_update_on == date(2026, 12, 17)
    note_portal(commune, case.id, at=late, text="Đang xin ý kiến Sở Xây dựng")
    around = surroundings(commune.unit_id, case.id, today=late.date())
    assert (around.portal_number, around.portal_update_on) == ("PAKN.0042", date(2026, 12, 23))
    assert len([view for view in views(case.id) if view == "KNPA.PORTAL"]) == 1
    with pytest.raises(BadInput) as caught:
        note_portal(commune, case.id, number=" ")
    assert caught.value.errors == {"number": "portal_number_missing"}


def test_feedback_on_a_regulation_is_passed_on_within_five_working_days(commune: Commune):
    case = make_case(commune, kind=CaseKind.REGULATION_FEEDBACK, state="classified")
    assert {code: view.due_on for code, view in views(case.id).items()} == {"PAKN_QDHC.TRANSFER": date(2026, 11, 30)}
    assert "Nghị định 20/2008/NĐ-CP" in " ".join(views(case.id)["PAKN_QDHC.TRANSFER"].sentences)
    assert look(commune.clerk, case.id).step(Action.ACCEPT) is None
    with pytest.raises(WrongState):
        go(commune, case.id, "in_progress", at=NOW)
    turn_away(commune, case.id, Action.TRANSFER, receiver="Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn")
    assert (read_case(case.id).state, read_case(case.id).on_time) == ("transferred", True)


def test_a_reflection_that_turns_out_to_be_about_a_regulation_is_counted_anew(commune: Commune):
    case = make_case(commune)
    with transaction():
        triage.classify(
            case.id, actor=commune.clerk, at=NOW, version=1, kind=CaseKind.REGULATION_FEEDBACK, field_id=case.field_id,
            reason="Nói về thủ tục",
        )  # fmt: skip
    assert (list(views(case.id)), read_case(case.id).due_on) == (["PAKN_QDHC.TRANSFER"], date(2026, 11, 30))


# ---------------------------------------------------------------- own answer times


def test_the_proof_names_the_decision_that_sets_the_days_of_a_field(commune: Commune):
    field_id = fields(commune.unit_id)[0].id
    with transaction() as session:
        field = session.get_one(Field, field_id)
        field.answer_days, field.answer_basis = 7, "Quyết định 42/QĐ-UBND ngày 05/01/2026 của UBND xã Vạn Linh"
    case = make_case(commune, state="in_progress", field_id=field_id)
    view = views(case.id)["KNPA.SETTLE"]
    assert (view.due_on, "Quyết định 42/QĐ-UBND" in " ".join(view.sentences)) == (date(2026, 12, 2), True)
    other = make_case(commune, state="in_progress", field_id=fields(commune.unit_id)[1].id)
    assert "Quyết định 42" not in " ".join(views(other.id)["KNPA.SETTLE"].sentences)


# ---------------------------------------------------------------- anonymous information


def test_an_anonymous_letter_is_checked_and_kept_and_nobody_is_told(commune: Commune):
    case = make_case(commune, anonymous=True, state="classified")
    told = len(tray(case.id))
    file_information(commune, case.id)
    kept = read_case(case.id)
    assert (kept.state, kept.closed_on, kept.answered_on, kept.on_time, len(tray(case.id))) == ("filed", TODAY, None, None, told)
    entry = look(commune.clerk, case.id).entries[-1]
    assert (entry.kind, entry.for_sender) == ("filed", False)
    assert db.session.get(PublicCase, case.id).state == "filed"


def test_a_letter_with_a_sender_is_never_only_kept(commune: Commune):
    named, anonymous = make_case(commune, state="classified"), make_case(commune, anonymous=True, state="classified")
    assert look(commune.clerk, named.id).step(Action.FILE) is None
    with pytest.raises(WrongState):
        file_information(commune, named.id)
    with pytest.raises(BadInput):
        file_information(commune, anonymous.id, text="xong")
    assert (read_case(named.id).state, read_case(anonymous.id).state) == ("classified", "classified")


# ---------------------------------------------------------------- repeated letters


def again(commune: Commune, case_id: int, code: str, ground: str = "nothing_new", action: Action = Action.REFUSE) -> None:
    with transaction():
        repeats.turn_away_again(
            case_id, actor=commune.clerk, at=NOW, version=read_version(case_id), action=action, ground_code=ground,
            ground=ground_text(ground), letter="Nội dung này đã được trả lời.", earlier_code=code,
        )  # fmt: skip


def test_a_repeated_letter_is_refused_with_the_number_and_day_of_the_earlier_answer(commune: Commune):
    earlier = make_case(commune, state="answered", at=NOW - timedelta(days=10))
    case = make_case(commune, state="classified", channel="walk_in")
    again(commune, case.id, earlier.code.lower())
    refused = read_case(case.id)
    assert (refused.state, refused.ground.endswith(f"(hồ sơ {earlier.code}, ngày 10/11/2026).")) == ("refused", True)
    assert "Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4" in refused.ground
    assert earlier.code in next(told.body for told in tray(case.id) if told.event == "refused")


def test_what_was_guided_once_is_filed_and_not_guided_again(commune: Commune):
    earlier = make_case(commune, state="classified", at=NOW - timedelta(days=10))
    turn_away(commune, earlier.id, Action.GUIDE, receiver="Tòa án nhân dân khu vực", at=NOW - timedelta(days=9))
    case = make_case(commune, state="classified")
    again(commune, case.id, earlier.code, "already_guided", Action.FILE_ONLY)
    assert (read_case(case.id).state, earlier.code in read_case(case.id).ground) == ("filed_only", True)


def test_the_earlier_case_must_exist_be_settled_and_be_earlier(commune: Commune):
    case = make_case(commune, state="classified")
    open_one, later = make_case(commune), make_case(commune, state="answered", at=NOW + timedelta(days=5))
    answered = make_case(commune, state="answered", at=NOW - timedelta(days=5))
    rows = [
        ("", "nothing_new", "earlier_missing"), ("7K3MP-9QXTR", "nothing_new", "earlier_unknown"),
        (case.code, "nothing_new", "earlier_unknown"), (open_one.code, "nothing_new", "earlier_state"),
        (later.code, "nothing_new", "earlier_later"), (answered.code, "already_guided", "earlier_state"),
    ]  # fmt: skip
    for code, ground, fault in rows:
        with pytest.raises(BadInput) as caught:
            again(commune, case.id, code, ground)
        assert caught.value.errors == {"earlier_code": fault}
    assert read_case(case.id).state == "classified"


def test_the_parts_of_a_letter_can_be_urgent_on_their_own(commune: Commune):
    letter = make_case(commune, story=BRIDGE)
    first, second = split(commune, letter.id, parts_of(commune, BRIDGE, "Đèn đường hỏng đã một tháng, rất tối."))
    mark_urgent(commune, first)
    running = select(CaseClock.case_id).where(CaseClock.term_code == "KNPA.URGENT")
    assert (list(db.session.scalars(running)), read_case(second).due_on) == ([first], date(2026, 12, 7))
