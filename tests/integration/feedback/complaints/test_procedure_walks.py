"""The procedure's tables through its commands: changed kinds, time bar, grounds, groups, Tết, dialogue, remote villages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from feedback.complaint_states import ComplaintAction as Do
from feedback.complaint_states import RefusalGround
from feedback.late_reasons import Lateness
from feedback.states import CaseKind
from feedback.views.complaint_steps import COMMANDS
from tests.makers import Commune, look, read_version
from tests.makers_complaints import Walk, complain, make_remote, moment, usual
from tests.makers_deadlines import day, written
from tests.makers_links import mark_urgent
from tests.unit.feedback.procedure_rows import TIME_BARS
from tests.unit.feedback.procedure_rows_settling import NOTICES, RESUMPTIONS


class Undone(Exception):
    """Takes a step back."""


def tried(walk: Walk, action: Do, on: date, **changes: Any) -> Any:
    """Take a step and take it back: return what the command answered, or the errors of its refusal."""
    actor, values = usual(walk.commune, on)[action]
    answer = None
    try:
        with transaction():
            facts = {"actor": actor, "at": moment(on), "version": read_version(walk.case_id)}
            answer = COMMANDS[action](walk.case_id, **{**values, **changes, **facts})
            raise Undone
    except Undone:
        return answer
    except BadInput as refused:
        return refused.errors


def length_of(walk: Walk, action: Do, on: date) -> str:
    """Return the length of the term that the screen names beside a step."""
    actor = usual(walk.commune, on)[action][0]
    return next(step.deadline for step in look(actor, walk.case_id, today=on).steps if step.action is action)


# Mon 29 June 2026 + 10 calendar days = Thu 9 July; + 10 wd = Mon 13 July: the day of receipt chooses the rule, not today.
@pytest.mark.parametrize(
    ("received", "term", "due", "notify"),
    [
        ("2026-06-29", "KN.ACCEPT.OLD", "2026-07-09", "2026-07-13"),
        ("2026-11-20", "KN.ACCEPT", "2026-12-02", "2026-12-07"),
    ],
)
def test_kind_changed_there_and_back_keeps_the_receipt_and_counts_the_same_clocks(
    commune: Commune, received: str, term: str, due: str, notify: str
):
    walk, first = complain(commune, received), date.fromisoformat(received)
    known = (walk.case.code, walk.case.received_on, walk.case.received_at)
    found = {CaseKind.COMPLAINT: walk.clocks}
    for number, kind in enumerate((CaseKind.PETITION, CaseKind.COMPLAINT, CaseKind.REFLECTION, CaseKind.COMPLAINT)):
        walk.classify(first + timedelta(days=number), kind=kind, reason="Đọc lại đơn thấy khác loại.")
        assert (walk.case.code, walk.case.received_on, walk.case.received_at) == known
        assert walk.clocks == found.setdefault(kind, walk.clocks)
    assert found[CaseKind.COMPLAINT][0] == (term, "running", due)
    assert [found[kind][0] for kind in (CaseKind.PETITION, CaseKind.REFLECTION)] == [("KNPA.NOTIFY", "running", notify)] * 2


def test_an_emergency_runs_on_when_the_letter_turns_out_to_be_a_complaint(commune: Commune):
    walk = complain(commune, "2026-11-20", kind=CaseKind.PETITION)
    mark_urgent(commune, walk.case_id, at=moment("2026-11-20"))
    walk.classify("2026-11-20", reason="Đơn yêu cầu xem lại quyết định.")
    # One working day from Fri 20 November: Mon 23. Seven from Fri 20, Tue 24 off: Wed 2 December.
    assert walk.clocks[:2] == [("KNPA.URGENT", "running", "2026-11-23"), ("KN.ACCEPT", "running", "2026-12-02")]
    assert walk.case.due_on == date(2026, 11, 23)


def test_time_bar_of_every_row_is_counted_by_the_command(commune: Commune):
    walk = complain(commune, "2027-01-29")
    walk.classify("2027-01-29")
    lodged = day("Fri 29/01/2027")
    for learned, excused, _raw, end, why in TIME_BARS:
        bar = tried(
            walk, Do.CHECK_TIME, lodged, learned_on=day(learned), excused_days=excused, excused_reason="Nằm viện, có giấy."
        )  # fmt: skip
        assert (written(bar.last_on), bar.lodged_on, bar.barred) == (end, lodged, lodged > day(end)), (learned, why)


def test_time_bar_refuses_what_cannot_have_been(commune: Commune):
    walk = complain(commune, "2026-11-20")
    today = date(2026, 11, 23)
    known = {"learned_on": date(2026, 11, 2)}
    rows = [
        ({"learned_on": None}, {"learned_on": "date_bad"}, "no day"),
        ({"learned_on": date(2026, 11, 21)}, {"learned_on": "kn_day_later"}, "known only after the complaint was lodged"),
        ({**known, "excused_days": -1}, {"excused_days": "kn_excused_range"}, "less than nothing"),
        ({**known, "excused_days": 3651, "excused_reason": "Đi xa."}, {"excused_days": "kn_excused_range"}, "over ten years"),
        ({**known, "excused_days": 5}, {"excused_reason": "reason_missing"}, "no reason"),
        ({**known, "excused_days": 5, "excused_reason": "Ốm"}, {"excused_reason": "reason_missing"}, "a reason of two letters"),
        ({**known, "target": "QĐ"}, {"target": "text_missing"}, "what is complained about?"),
        ({"learned_on": date(2020, 1, 6)}, {"learned_on": "kn_calendar_closed"}, "before the known calendar"),
    ]
    for changes, errors, why in rows:
        assert tried(walk, Do.CHECK_TIME, today, **changes) == errors, why
    same_day = tried(walk, Do.CHECK_TIME, today, learned_on=date(2026, 11, 20), excused_days=None)
    assert (same_day.last_on, same_day.barred) == (date(2027, 2, 18), False)


@pytest.mark.parametrize("barred", [False, True])
def test_nine_grounds_of_refusal_are_written_down_with_their_number(commune: Commune, barred: bool):
    walk = complain(commune, "2026-11-20")
    walk.classify("2026-11-20")
    walk.take(Do.RECORD_SIGNATURE, "2026-11-20")
    walk.take(Do.CHECK_TIME, "2026-11-20", learned_on=date(2026, 8, 3) if barred else date(2026, 10, 5))
    wrong = {"5": {"ground": "kn_is_signed"}, "6": None if barred else {"ground": "kn_not_barred"}}
    answers = {ground.value: tried(walk, Do.NOT_ACCEPT, date(2026, 11, 23), ground=ground.value) for ground in RefusalGround}
    assert answers == {ground.value: wrong.get(ground.value) for ground in RefusalGround}
    for ground in ("0", "10", "", "6 "):
        assert tried(walk, Do.NOT_ACCEPT, date(2026, 11, 23), ground=ground) == {"ground": "choice_unknown"}
    # Received Fri 20 November, accepted or not until Wed 2 December: the day after is late.
    if barred:
        assert tried(walk, Do.NOT_ACCEPT, date(2026, 12, 3), ground="6") == {"late_reason": "late_reason_missing"}
        walk.take(Do.NOT_ACCEPT, "2026-12-03", ground="6", late=Lateness(reason="slow_start"))
    else:
        walk.take(Do.NOT_ACCEPT, "2026-12-02", ground="9", late=Lateness(reason="slow_start"))
    assert walk.case.late_reason == ("slow_start" if barred else "")
    row, case, number = walk.row, walk.case, "6" if barred else "9"
    assert (case.state, case.on_time, row.refusal_ground, case.due_on) == ("not_accepted", not barred, number, None)
    assert case.ground.startswith(f"Luật Khiếu nại 2011, Điều 11, khoản {number}: ")
    assert {clock[1] for clock in walk.clocks} == {"ended"}


def test_a_group_shrinks_to_nobody_and_then_the_chair_discontinues(commune: Commune):
    walk = complain(commune, "2026-11-20")
    walk.classify("2026-11-20")
    walk.take(Do.RECORD_SIGNATURE, "2026-11-20")
    walk.take(Do.CHECK_TIME, "2026-11-20")
    spoken = {"representatives": "Nông Văn An\nLý Thị Bình", "appointment_paper": "Văn bản cử đại diện ngày 18/11/2026"}
    assert tried(walk, Do.RECORD_PEOPLE, date(2026, 11, 20), people=5) == {"representatives": "kn_representatives_missing"}
    walk.take(Do.RECORD_PEOPLE, "2026-11-20", people=5, **spoken)
    assert tried(walk, Do.ACCEPT, date(2026, 11, 23)) == {"": "kn_signatures_missing"}
    walk.take(Do.RECORD_PEOPLE, "2026-11-23", people=5, all_signed=True, **spoken)
    walk.take(Do.ACCEPT, "2026-11-23")
    walk.take(Do.WITHDRAW, "2026-11-24", scope="some_people", leaving=2)
    assert (walk.row.people, walk.row.withdrawn_on, walk.case.state) == (3, None, "accepted")
    walk.take(Do.WITHDRAW, "2026-11-25", scope="part", what="Nội dung về cây cối")
    walk.take(Do.WITHDRAW, "2026-11-25", scope="part", what="Nội dung về hàng rào")
    assert walk.row.withdrawn_part == "Nội dung về cây cối\nNội dung về hàng rào"
    assert tried(walk, Do.WITHDRAW, date(2026, 11, 25), scope="some_people", leaving=4) == {"leaving": "kn_leaving_range"}
    assert tried(walk, Do.DISCONTINUE, date(2026, 11, 25), ground="withdrawn") == {"ground": "kn_not_withdrawn"}
    walk.take(Do.WITHDRAW, "2026-11-26", scope="some_people", leaving=3)
    assert (walk.row.people, walk.row.withdrawn_on, walk.case.state) == (0, date(2026, 11, 26), "accepted")
    assert tried(walk, Do.WITHDRAW, date(2026, 11, 26)) == {"": "kn_is_withdrawn"}
    # Sent within 3 working days of Thu 26: Fri 27, Mon 30, Tue 1 December.
    assert walk.take(Do.DISCONTINUE, "2026-11-26", ground="withdrawn") == date(2026, 12, 1)
    assert (walk.case.state, walk.row.end_ground, walk.case.on_time) == ("discontinued", "withdrawn", True)


def test_a_complaint_withdrawn_before_acceptance_ends_at_once(commune: Commune):
    walk = complain(commune, "2026-11-20")
    walk.take(Do.WITHDRAW, "2026-11-23")
    assert (walk.case.state, walk.case.closed_on, walk.case.due_on) == ("withdrawn", date(2026, 11, 23), None)
    assert walk.clocks == [("KN.ACCEPT", "ended", "2026-12-02")]


def test_settlement_goes_on_after_tet_on_every_weekday_and_notice_is_counted_back_over_it(commune: Commune):
    walk = complain(commune, "2027-01-11", channel="paper")
    walk.classify("2027-01-11")
    walk.take(Do.CHECK_TIME, "2027-01-11", learned_on=date(2026, 12, 21))
    walk.take(Do.ACCEPT, "2027-01-11")
    walk.take(Do.VERIFY, "2027-01-11")
    for planned, latest, why in NOTICES:
        if day(planned) > date(2027, 2, 8):
            until = day(latest)
            refused = tried(walk, Do.INVITE, until + timedelta(days=1), planned_on=day(planned))
            assert refused == {"planned_on": "kn_notice_short"}, why
            assert tried(walk, Do.INVITE, until, planned_on=day(planned)).invited_on == until, why
    walk.take(Do.SUSPEND, "2027-01-25")
    for stopped, resumed, _days, plain, _longer, _longest, why in RESUMPTIONS:
        if stopped == "Mon 25/01/2027":
            assert written(tried(walk, Do.RESUME, day(resumed))) == plain, (resumed, why)
            db.session.rollback()
    assert (walk.case.state, walk.case.due_on) == ("suspended", None)


def test_remote_village_has_longer_days_until_the_second_complaint(commune: Commune):
    walk = complain(commune, "2026-11-20", village_id=make_remote(commune))
    walk.go(Do.ACCEPT, "2026-11-20")
    assert walk.clocks[-1] == ("KN.SETTLE1.REMOTE", "running", "2027-01-04")  # 45 days from Fri 20 November: Mon 4 January
    walk.take(Do.MARK_COMPLEX, "2027-01-04")  # the last day of the ordinary time
    assert walk.clocks[-1] == ("KN.SETTLE1.REMOTE_COMPLEX", "running", "2027-01-19")  # 60 days: Tue 19 January
    assert tried(walk, Do.MARK_COMPLEX, date(2027, 1, 4)) == {"": "kn_already_complex"}
    walk.take(Do.VERIFY, "2027-01-05")
    walk.take(Do.REPORT, "2027-01-15")
    assert length_of(walk, Do.DECIDE, date(2027, 1, 15)) == "60 ngày"
    # Three working days from Tue 19: Wed 20, Thu 21, Fri 22.
    assert walk.take(Do.DECIDE, "2027-01-19") == date(2027, 1, 22)
    assert walk.case.on_time is True
    assert tried(walk, Do.SEND_DECISION, date(2027, 1, 22), sent_on=date(2027, 1, 18)) == {"sent_on": "kn_day_earlier"}
    # 45 days from Fri 22 January: Mon 8 March.
    assert walk.take(Do.SEND_DECISION, "2027-01-22") == date(2027, 3, 8)
    assert walk.clocks[-1] == ("KN.APPEAL2.REMOTE", "tracked", "2027-03-08")  # the year to court ends beyond the calendar
    assert length_of(walk, Do.RECORD_APPEAL, date(2027, 1, 25)) == "45 ngày"
    assert length_of(walk, Do.ENTER_FORCE, date(2027, 1, 25)) == "45 ngày"
    assert [tried(walk, Do.RECORD_APPEAL, on) for on in (date(2027, 3, 8), date(2027, 3, 9))] == [False, True]
    assert tried(walk, Do.ENTER_FORCE, date(2027, 3, 8)) == {"": "kn_effect_later"}
    walk.take(Do.ENTER_FORCE, "2027-03-09")
    # 45 days from Tue 19 January: Fri 5 March; the day of the decision counts, not that of its receipt.
    assert ("KN.EFFECT1.REMOTE", "ended", "2027-03-05") in walk.clocks
    assert (walk.case.state, walk.row.in_force_on) == ("in_force", date(2027, 3, 5))
