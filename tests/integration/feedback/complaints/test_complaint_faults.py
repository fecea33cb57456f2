"""Impossible values of every step: refused with the code of a sentence that names the rule, and nothing is changed."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import BadInput, NotFound, StaleVersion
from core.transaction import transaction
from feedback.complaint_states import ComplaintAction as Do
from feedback.services import complaint_verifying, sender
from tests.makers import Commune, make_commune
from tests.makers_complaints import Walk, complain, moment
from tests.makers_matrix import Stage, stage

FUTURE, PAST = date(2026, 12, 24), date(2026, 11, 2)
ROWS = [
    ("received", Do.CHECK_TIME, {"target": ""}, {"target": "text_missing"}),
    ("received", Do.CHECK_TIME, {"target": "x" * 8001}, {"target": "text_long"}),
    ("received", Do.CHECK_TIME, {"learned_on": None}, {"learned_on": "date_bad"}),
    ("received", Do.CHECK_TIME, {"learned_on": FUTURE}, {"learned_on": "kn_day_later"}),
    ("received", Do.CHECK_TIME, {"excused_days": 5}, {"excused_reason": "reason_missing"}),
    ("received", Do.CHECK_TIME, {"excused_days": 4000, "excused_reason": "Ốm nặng."}, {"excused_days": "kn_excused_range"}),
    ("received", Do.CHECK_TIME, {"learned_on": date(2023, 1, 2), "excused_days": 3000, "excused_reason": "Ở nước ngoài."},
     {"learned_on": "kn_calendar_closed"}),
    ("received", Do.RECORD_SIGNATURE, {"signature": "none"}, {"signature": "kn_not_signed"}),
    ("received", Do.RECORD_SIGNATURE, {"signature": "stamp"}, {"signature": "choice_unknown"}),
    ("received", Do.RECORD_SIGNATURE, {"signed_on": FUTURE}, {"signed_on": "kn_day_later"}),
    ("received", Do.RECORD_PEOPLE, {"people": None}, {"people": "kn_people_range"}),
    ("received", Do.RECORD_PEOPLE, {"people": 6}, {"representatives": "kn_representatives_missing"}),
    ("received", Do.RECORD_PEOPLE, {"attorney": "Hoàng Văn Chung"}, {"attorney_paper": "kn_attorney_paper_missing"}),
    ("classified", Do.ACCEPT, {"department_id": 0}, {"department_id": "department_unknown"}),
    ("classified", Do.ACCEPT, {"criteria": ["a"]}, {"complex_reason": "reason_missing"}),
    ("classified", Do.ACCEPT, {"criteria": ["z"], "complex_reason": "Nhiều nội dung."}, {"criteria": "kn_criterion_missing"}),
    ("classified", Do.NOT_ACCEPT, {"ground": "10"}, {"ground": "choice_unknown"}),
    ("classified", Do.NOT_ACCEPT, {"ground": "6"}, {"ground": "kn_not_barred"}),
    ("classified", Do.NOT_ACCEPT, {"ground": "5"}, {"ground": "kn_is_signed"}),
    ("classified", Do.NOT_ACCEPT, {"reason": "Sai."}, {"reason": "reason_missing"}),
    ("classified", Do.GUIDE, {"receiver": " "}, {"receiver": "receiver_missing"}),
    ("classified", Do.GUIDE, {"letter": "Đi."}, {"letter": "letter_missing"}),
    ("classified", Do.WITHDRAW, {"scope": "half"}, {"scope": "choice_unknown"}),
    ("classified", Do.WITHDRAW, {"scope": "part"}, {"what": "kn_part_missing"}),
    ("classified", Do.WITHDRAW, {"scope": "some_people", "leaving": 1}, {"leaving": "kn_leaving_range"}),
    ("accepted", Do.MARK_COMPLEX, {"criteria": []}, {"criteria": "kn_criterion_missing"}),
    ("accepted", Do.VERIFY, {"task": ""}, {"task": "text_missing"}),
    ("accepted", Do.SUSPEND, {"ground": "holiday"}, {"ground": "choice_unknown"}),
    ("accepted", Do.SUSPEND, {"reason": "Bận."}, {"reason": "reason_missing"}),
    ("accepted", Do.DISCONTINUE, {"ground": "withdrawn"}, {"ground": "kn_not_withdrawn"}),
    ("accepted", Do.CONFIRM_SENT, {"sent_on": FUTURE}, {"sent_on": "kn_day_later"}),
    ("accepted", Do.CONFIRM_SENT, {"sent_on": PAST}, {"sent_on": "kn_day_earlier"}),
    ("verifying", Do.ADD_TASK, {"due_on": PAST}, {"due_on": "kn_day_past"}),
    ("verifying", Do.FINISH_TASK, {"task_id": 999_999}, {"task_id": "choice_unknown"}),
    ("verifying", Do.FINISH_TASK, {"found": ""}, {"found": "text_missing"}),
    ("verifying", Do.REQUEST_PAPERS, {"asked_of": ""}, {"asked_of": "kn_asked_of_missing"}),
    ("verifying", Do.RECEIVE_PAPERS, {"request_id": 999_999}, {"request_id": "choice_unknown"}),
    ("verifying", Do.RECEIVE_PAPERS, {"received_on": PAST}, {"received_on": "kn_day_earlier"}),
    ("verifying", Do.REPORT, {"proposal": "maybe"}, {"proposal": "choice_unknown"}),
    ("verifying", Do.REPORT, {"report": "Đúng."}, {"report": "text_missing"}),
    ("verifying", Do.INVITE, {"planned_on": None}, {"planned_on": "date_bad"}),
    ("verifying", Do.INVITE, {"planned_on": date(2026, 11, 24)}, {"planned_on": "kn_notice_short"}),
    ("verifying", Do.INVITE, {"planned_on": date(2029, 1, 2)}, {"planned_on": "kn_calendar_closed"}),
    ("verifying", Do.INVITE, {"hour": "chiều"}, {"hour": "time_bad"}),
    ("verifying", Do.INVITE, {"place": ""}, {"place": "kn_place_missing"}),
    ("verifying", Do.INVITE, {"planned_on": date(2026, 12, 4), "topics": " "}, {"topics": "kn_topics_missing"}),
    ("verifying", Do.INVITE, {"planned_on": date(2026, 12, 4), "invited": ""}, {"invited": "kn_invited_missing"}),
    ("verifying", Do.HOLD_DIALOGUE, {"held_on": FUTURE}, {"held_on": "kn_day_later"}),
    ("verifying", Do.HOLD_DIALOGUE, {"held_on": PAST}, {"held_on": "kn_day_earlier"}),
    ("verifying", Do.HOLD_DIALOGUE, {"presence": "late"}, {"presence": "choice_unknown"}),
    ("verifying", Do.DECIDE, {"result": "both"}, {"result": "choice_unknown"}),
    ("verifying", Do.DECIDE, {"decision_number": " "}, {"decision_number": "kn_number_missing"}),
    ("accepted", Do.RECORD_APPEAL, {}, {"": "kn_not_late"}),
    ("verifying", Do.RECORD_COURT, {}, {"": "kn_not_late"}),
    ("verifying", Do.RECORD_SECOND, {}, {"": "kn_not_above"}),
    ("verifying", Do.RECORD_OUTCOME, {}, {"": "kn_not_above"}),
    ("appealed", Do.RECORD_OUTCOME, {"outcome": "settled"}, {"outcome": "kn_outcome_unfit"}),
    ("decided", Do.SEND_DECISION, {"sent_on": FUTURE}, {"sent_on": "kn_day_later"}),
    ("decided", Do.SEND_DECISION, {"sent_on": PAST}, {"sent_on": "kn_day_earlier"}),
    ("sent", Do.RECORD_APPEAL, {"appealed_on": PAST}, {"appealed_on": "kn_day_earlier"}),
    ("sent", Do.RECORD_COURT, {"court_on": FUTURE}, {"court_on": "kn_day_later"}),
    ("appealed", Do.RECORD_SECOND, {"taken_on": None}, {"taken_on": "date_bad"}),
    ("appealed", Do.RECORD_SECOND, {"taken_on": FUTURE}, {"taken_on": "kn_day_later"}),
    ("appealed", Do.RECORD_SECOND, {"taken_on": PAST}, {"taken_on": "kn_day_earlier"}),
    ("appealed", Do.RECORD_OUTCOME, {"outcome": "lost"}, {"outcome": "choice_unknown"}),
    ("appealed", Do.RECORD_OUTCOME, {"outcome_on": FUTURE}, {"outcome_on": "kn_day_later"}),
    ("appealed", Do.RECORD_OUTCOME, {"outcome_on": PAST}, {"outcome_on": "kn_day_earlier"}),
    ("in_force", Do.FOLLOW_UP, {"text": ""}, {"text": "text_missing"}),
]  # fmt: skip


def test_every_impossible_value_is_refused_with_its_sentence_and_changes_nothing(commune: Commune):
    case = stage(commune, "KHIEU_NAI")
    wrong = []
    for state, action, changes, errors in ROWS:
        before = case.put(state)
        found = refused(commune, case, action, changes)
        if found != errors or case.print_of() != before:
            wrong.append((state, action.value, changes, found))
    assert wrong == []


def refused(commune: Commune, case: Stage, action: Do, changes: dict) -> dict[str, str]:
    """Return with which codes the step is refused ({}: it was done)."""
    values = {**case.values(action), **changes}
    try:
        Walk(commune=commune, case_id=case.case_id).take(action, "2026-11-20", **values)
    except BadInput as fault:
        return fault.errors
    return {}


def test_steps_need_what_comes_before_them(commune: Commune):
    walk = complain(commune, "2026-11-20")
    walk.classify("2026-11-23")
    found = []
    for prepare, action in (
        (None, Do.ACCEPT), (Do.RECORD_SIGNATURE, Do.ACCEPT), (Do.CHECK_TIME, None), (Do.ACCEPT, None), (Do.VERIFY, Do.DECIDE),
        (None, Do.HOLD_DIALOGUE),
    ):  # fmt: skip
        if prepare is not None:
            walk.take(prepare, "2026-11-23")
        if action is not None:
            with pytest.raises(BadInput) as fault:
                walk.take(action, "2026-11-23")
            found += fault.value.errors.values()
    walk.take(Do.REPORT, "2026-11-24", differs=True)
    with pytest.raises(BadInput) as fault:
        walk.take(Do.DECIDE, "2026-11-24")
    assert [*found, *fault.value.errors.values()] == [
        "kn_not_signed", "kn_time_unchecked", "kn_report_missing", "kn_not_invited", "kn_dialogue_missing",
    ]  # fmt: skip


def test_what_follows_the_decision_waits_for_its_days(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.SEND_DECISION, "2026-11-23")
    with pytest.raises(BadInput) as early:
        walk.take(Do.ENTER_FORCE, "2026-12-23")  # Mon 23 November + 30 = Wed 23 December, the last day
    assert early.value.errors == {"": "kn_effect_later"}
    walk.take(Do.ENTER_FORCE, "2026-12-24")
    with pytest.raises(BadInput) as unfinished:
        walk.take(Do.CLOSE, "2026-12-25")
    assert unfinished.value.errors == {"": "kn_not_enforced"}
    walk.take(Do.FOLLOW_UP, "2026-12-25", done=False)
    with pytest.raises(BadInput):
        walk.take(Do.CLOSE, "2026-12-25")


def test_second_complaint_and_court_are_followed_to_their_outcome(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.SEND_DECISION, "2026-11-23")
    assert walk.take(Do.RECORD_APPEAL, "2026-12-24") is True  # one day after the thirty
    walk.take(Do.RECORD_COURT, "2026-12-28")
    assert (walk.case.state, walk.row.appeal_late) == ("in_court", True)
    walk.take(Do.RECORD_OUTCOME, "2027-03-01", outcome="annulled")
    assert (walk.case.state, walk.row.higher_outcome, walk.row.in_force_on) == ("in_force", "annulled", date(2027, 3, 1))


def test_an_old_page_cannot_overwrite_what_others_wrote(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-23")
    with pytest.raises(StaleVersion), transaction():
        complaint_verifying.add_task(
            walk.case_id, actor=commune.officer, at=moment("2026-11-24"), version=1, task="Hỏi hộ liền kề."
        )  # fmt: skip


def test_another_commune_finds_no_complaint(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-23")
    neighbour = make_commune("accounts/data/chien_thang.toml")
    with pytest.raises(NotFound):
        walk.take(Do.ADD_TASK, "2026-11-24", by=neighbour.officer)


def test_the_complainant_may_add_to_an_open_complaint_and_rates_nothing(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-23")
    with transaction():
        sender.add_more(walk.case_id, unit_id=commune.unit_id, at=moment("2026-11-24"), text="Tôi gửi thêm bản đồ cũ.")
    assert walk.entries[-1].kind == "added"
    with pytest.raises(Exception, match="not_answered"), transaction():
        sender.rate(walk.case_id, unit_id=commune.unit_id, at=moment("2026-11-24"), satisfied=True)
