"""A complainant who was pressed to withdraw: what was withdrawn is looked at again (Decree 124/2020 Art. 7a)."""

from __future__ import annotations

import pytest

from core.errors import BadInput, NotAllowed, WrongState
from core.extensions import db
from feedback.complaint_states import ComplaintAction as Do
from feedback.models import PublicCase
from tests.makers import Commune, look
from tests.makers_complaints import Walk, complain
from tests.makers_letters import tray

THREE = {"people": 3, "representatives": "Nguyễn Văn An", "appointment_paper": "Văn bản ngày 19/11/2026", "all_signed": True}
PRESSED = "Hàng xóm kể có người đến nhà đe dọa đêm 24/11."


def classified(commune: Commune) -> Walk:
    walk = complain(commune, "2026-11-20")
    walk.classify("2026-11-23")
    walk.take(Do.RECORD_SIGNATURE, "2026-11-23")
    walk.take(Do.CHECK_TIME, "2026-11-23")
    return walk


def test_a_complaint_that_was_not_accepted_yet_goes_on_where_it_was_left(commune: Commune):
    walk = classified(commune)
    walk.take(Do.WITHDRAW, "2026-11-25")
    assert (walk.case.state, walk.case.on_time) == ("withdrawn", True)
    walk.take(Do.CONTINUE, "2026-12-10", reason=PRESSED)
    case, row = walk.case, walk.row
    assert (case.state, case.closed_on, case.answered_on, case.on_time) == ("classified", None, None, None)
    assert (row.withdrawn_on, row.continued_on.isoformat(), row.continued_reason) == (None, "2026-12-10", PRESSED)
    # Seven working days from Thu 10 December: 11, 14, 15, 16, 17, 18, Mon 21. The time before the withdrawal stays on file.
    assert walk.clocks[0] == ("KN.ACCEPT", "ended", "2026-12-02")
    assert (walk.clocks[1], case.due_on.isoformat()) == (("KN.ACCEPT", "running", "2026-12-21"), "2026-12-21")
    assert db.session.get(PublicCase, walk.case_id).state == "classified"
    walk.classify("2026-12-11", reason="Ghi lại lĩnh vực.")
    assert walk.case.due_on.isoformat() == "2026-12-21"
    walk.take(Do.ACCEPT, "2026-12-11")
    assert (walk.case.state, walk.case.due_on.isoformat()) == ("accepted", "2027-01-11")


def test_the_time_bar_counts_from_the_letter_whatever_was_withdrawn_since(commune: Commune):
    walk = classified(commune)
    before = walk.row.time_limit_on
    walk.take(Do.WITHDRAW, "2026-11-25")
    walk.take(Do.CONTINUE, "2027-01-12", reason=PRESSED)
    checked = walk.take(Do.CHECK_TIME, "2027-01-12")
    assert (checked.last_on, checked.lodged_on.isoformat(), checked.barred) == (before, "2026-11-20", False)


def test_in_hand_the_clock_goes_on_and_the_decision_is_open_again(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.REPORT, "2026-11-23")
    due_on = walk.case.due_on
    walk.take(Do.WITHDRAW, "2026-11-25")
    with pytest.raises(BadInput):
        walk.take(Do.DECIDE, "2026-11-26")
    walk.take(Do.CONTINUE, "2026-11-26", reason=PRESSED)
    assert (walk.case.state, walk.case.due_on) == ("verifying", due_on)
    walk.take(Do.DECIDE, "2026-11-27")
    assert walk.case.state == "decided"


def test_of_three_who_withdrew_only_those_who_were_pressed_complain_on(commune: Commune):
    walk = classified(commune)
    walk.take(Do.RECORD_PEOPLE, "2026-11-23", **THREE)
    walk.take(Do.ACCEPT, "2026-11-27")
    walk.take(Do.WITHDRAW, "2026-12-01", scope="some_people", leaving=1)
    walk.take(Do.WITHDRAW, "2026-12-02", scope="some_people", leaving=2)
    assert (walk.row.people, walk.row.people_left, walk.row.withdrawn_on.isoformat()) == (0, 3, "2026-12-02")
    for returning in (0, 4):
        with pytest.raises(BadInput) as refused:
            walk.take(Do.CONTINUE, "2026-12-03", scope="some_people", returning=returning)
        assert refused.value.errors == {"returning": "kn_returning_range"}
    walk.take(Do.CONTINUE, "2026-12-03", scope="some_people", returning=2)
    assert (walk.row.people, walk.row.people_left, walk.row.withdrawn_on) == (2, 1, None)


def test_a_part_is_looked_at_again_and_the_rest_was_never_left(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-23")
    walk.take(Do.WITHDRAW, "2026-11-24", scope="part", what="Nội dung về bồi thường cây trồng")
    walk.take(Do.CONTINUE, "2026-11-25", scope="part", reason=PRESSED)
    assert (walk.row.withdrawn_part, walk.case.state) == ("", "verifying")
    with pytest.raises(BadInput) as refused:
        walk.take(Do.CONTINUE, "2026-11-25", scope="part", reason=PRESSED)
    assert refused.value.errors == {"scope": "kn_nothing_withdrawn"}


def test_neither_letter_nor_line_tells_the_sender_s_household_who_was_pressed(commune: Commune):
    walk = classified(commune)
    walk.take(Do.WITHDRAW, "2026-11-25")
    walk.take(Do.CONTINUE, "2026-11-26", reason=PRESSED)
    [told] = [item for item in tray(walk.case_id) if item.event == "complaint_continued"]
    line = walk.entries[-1]
    assert ("được tiếp tục giải quyết" in told.body, "07/12/2026" in told.body or "7 tháng 12" in told.body) == (True, True)
    assert (line.kind, line.text, line.for_sender) == ("kn_continue_settling", "", True)
    assert [word for word in ("ép", "đe dọa") if word in told.body] == []


def test_it_is_the_chair_s_step_with_a_reason_and_only_for_what_was_withdrawn(commune: Commune):
    walk = classified(commune)
    assert Do.CONTINUE not in {step.action for step in look(commune.leader, walk.case_id).steps}
    walk.take(Do.WITHDRAW, "2026-11-25")
    assert Do.CONTINUE in {step.action for step in look(commune.leader, walk.case_id).steps}
    with pytest.raises(NotAllowed):
        walk.take(Do.CONTINUE, "2026-11-26", by=commune.clerk)
    with pytest.raises(BadInput) as refused:
        walk.take(Do.CONTINUE, "2026-11-26", reason="ép")
    assert refused.value.errors == {"reason": "reason_missing"}
    with pytest.raises(BadInput) as refused:
        walk.take(Do.CONTINUE, "2026-11-26", scope="all")
    assert refused.value.errors == {"scope": "choice_unknown"}
    walk.take(Do.CONTINUE, "2026-11-26")
    walk.take(Do.ACCEPT, "2026-11-27")
    walk.take(Do.DISCONTINUE, "2026-11-30")
    with pytest.raises(WrongState):
        walk.take(Do.CONTINUE, "2026-12-01")
