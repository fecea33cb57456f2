"""Which clock runs on a complaint: old and new law, sending and signature, corrected kinds, calendar changes, closed years."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.services.unit_settings import change_setting
from core.errors import BadInput
from core.transaction import transaction
from feedback.complaint_states import ComplaintAction as Do
from feedback.recounting import Cause, recompute_open
from feedback.services.clocks import CaseClock
from feedback.states import CaseKind
from tests.makers import Commune
from tests.makers_complaints import Walk, complain, moment


# The row is chosen by the day of receipt. Before 1 July 2026: 10 calendar days; from then on 7 working days.
@pytest.mark.parametrize(
    ("received", "term", "due"),
    [
        ("2026-06-15", "KN.ACCEPT.OLD", "2026-06-25"),  # Mon 15 June + 10 = Thu 25
        ("2026-06-30", "KN.ACCEPT.OLD", "2026-07-10"),  # Tue 30 June + 10 = Fri 10 July
        ("2026-07-01", "KN.ACCEPT", "2026-07-10"),  # Wed 1 July: Thu 2, Fri 3, Mon 6 … Fri 10
        ("2026-11-20", "KN.ACCEPT", "2026-12-02"),  # Tue 24 November is off
    ],
)
def test_term_of_acceptance_follows_the_day_of_receipt(commune: Commune, received: str, term: str, due: str):
    walk = complain(commune, received)
    assert (walk.clocks[0], walk.case.due_on) == ((term, "running", due), date.fromisoformat(due))


def test_complaint_accepted_before_july_follows_the_new_rules_of_suspension_and_dialogue_from_july_on(commune: Commune):
    walk = complain(commune, "2026-06-15")
    walk.classify("2026-06-16")
    walk.take(Do.RECORD_SIGNATURE, "2026-06-16")
    walk.take(Do.CHECK_TIME, "2026-06-16", learned_on=date(2026, 6, 1))
    walk.take(Do.ACCEPT, "2026-06-22")
    walk.take(Do.VERIFY, "2026-06-23")
    for action, changes in ((Do.SUSPEND, {}), (Do.DISCONTINUE, {}), (Do.INVITE, {"planned_on": date(2026, 6, 30)})):
        with pytest.raises(BadInput) as refused:
            walk.take(action, "2026-06-24", **changes)
        assert list(refused.value.errors.values()) == ["kn_not_in_force"]
    assert walk.take(Do.SUSPEND, "2026-07-02").isoformat() == "2026-07-07"  # 3 wd: Fri 3, Mon 6, Tue 7
    # Mon 22 June + 30 = Wed 22 July; stopped from 3 to 10 July (8 days): Thu 30 July.
    assert walk.take(Do.RESUME, "2026-07-10").isoformat() == "2026-07-30"
    walk.take(Do.INVITE, "2026-07-10", planned_on=date(2026, 7, 16))


def test_clock_starts_at_the_signature_where_the_commune_says_so(commune: Commune):
    with transaction():
        change_setting(
            unit_id=commune.unit_id, actor=commune.administrator, key="kn_clock_starts", value="signature", expected_version=0,
            at=moment("2026-11-02"),
        )  # fmt: skip
    walk = complain(commune, "2026-11-16")
    # Only the general answer time: 10 wd from Mon 16 November, Tue 24 off: Tue 1 December.
    assert walk.clocks == [("ALL.RECEPTION.NOTIFY", "running", "2026-12-01")]
    walk.classify("2026-11-17")
    walk.take(Do.RECORD_SIGNATURE, "2026-11-20", signature="fingerprint", signed_on=date(2026, 11, 20))
    assert walk.clocks[0] == ("KN.ACCEPT", "running", "2026-12-02")
    assert (walk.row.signature, walk.row.signed_on) == ("fingerprint", date(2026, 11, 20))


def test_a_letter_on_paper_came_in_signed_and_one_from_the_web_did_not(commune: Commune):
    assert complain(commune, "2026-11-20", channel="paper").row.signed_on == date(2026, 11, 20)
    assert complain(commune, "2026-11-20").row.signed_on is None


def test_corrected_kind_counts_the_clocks_anew_and_both_are_written_down(commune: Commune):
    walk = complain(commune, "2026-11-20", kind=CaseKind.PETITION)
    assert walk.clocks[0] == ("KNPA.NOTIFY", "running", "2026-12-07")
    walk.classify("2026-11-23", reason="Đơn yêu cầu xem lại một quyết định.")
    assert [clock[0] for clock in walk.clocks] == ["KN.ACCEPT", "KN.SETTLE1"]
    facts = walk.entries[-1].facts
    assert (facts["kind_before"], facts["kind"], facts["due_before"], facts["due_on"]) == (
        "KIEN_NGHI", "KHIEU_NAI", "2026-12-07", "2026-12-02",
    )  # fmt: skip
    assert walk.entries[-1].text == "Đơn yêu cầu xem lại một quyết định."
    walk.classify("2026-11-24", kind=CaseKind.PETITION, reason="Người gửi chỉ kiến nghị.")
    assert [clock[0] for clock in walk.clocks] == ["KNPA.NOTIFY", "KNPA.SETTLE"]


@pytest.mark.parametrize("kinds", [(CaseKind.PETITION, CaseKind.COMPLAINT), (CaseKind.COMPLAINT, CaseKind.PETITION)])
def test_to_and_from_a_complaint_needs_a_reason(commune: Commune, kinds: tuple[CaseKind, CaseKind]):
    walk = complain(commune, "2026-11-20", kind=kinds[0])
    with pytest.raises(BadInput) as refused:
        walk.classify("2026-11-23", kind=kinds[1])
    assert refused.value.errors == {"reason": "reason_missing"}


def test_a_letter_without_a_name_is_no_complaint(commune: Commune):
    walk = complain(commune, "2026-11-20", kind=CaseKind.REFLECTION, anonymous=True, name="", phone="")
    with pytest.raises(BadInput) as refused:
        walk.classify("2026-11-23", reason="Có yêu cầu xem lại quyết định.")
    assert refused.value.errors == {"kind": "kn_needs_name"}


def test_changed_calendar_moves_running_and_tracked_clocks_but_not_a_stopped_one(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-23")
    walk.take(Do.REQUEST_PAPERS, "2026-11-23")
    stopped = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-23")
    stopped.take(Do.SUSPEND, "2026-11-25")
    _spoil(walk, stopped)
    with transaction():
        recompute_open(
            commune.unit_id, cause=Cause(why="calendar", change_id="x", at=moment("2026-11-25"), actor_id=None),
            only=CaseClock.case_id.in_([walk.case_id, stopped.case_id]),
        )  # fmt: skip
    assert walk.clocks[1:] == [("KN.SETTLE1", "running", "2026-12-23"), ("KN.EVIDENCE", "tracked", "2026-11-30")]
    assert walk.case.due_on == date(2026, 12, 23)
    assert stopped.clocks[1] == ("KN.SETTLE1", "stopped", "2027-01-31")
    assert stopped.case.due_on is None


def _spoil(*walks: Walk) -> None:
    with transaction() as session:
        session.query(CaseClock).filter(
            CaseClock.case_id.in_([walk.case_id for walk in walks]), CaseClock.state != "ended"
        ).update({"due_on": date(2027, 1, 31)}, synchronize_session=False)  # fmt: skip


def test_a_year_without_a_calendar_refuses_the_step_and_changes_nothing(commune: Commune):
    walk = complain(commune, "2027-11-01")
    walk.classify("2027-11-02")
    walk.take(Do.RECORD_SIGNATURE, "2027-11-02")
    walk.take(Do.CHECK_TIME, "2027-11-02", learned_on=date(2027, 9, 20))
    before = (walk.case.version, walk.clocks)
    with pytest.raises(BadInput) as refused:
        walk.take(Do.ACCEPT, "2027-12-15")
    assert refused.value.errors == {"": "kn_calendar_closed"}
    assert (walk.case.version, walk.clocks) == before
