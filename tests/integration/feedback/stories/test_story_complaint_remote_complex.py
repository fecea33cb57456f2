"""Story 3: a complaint from a remote village that turns out to be complex: 45, then 60 days in all."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import BadInput
from feedback.complaint_states import ComplaintAction as Do
from tests.makers import Commune
from tests.makers_complaints import complain, make_remote
from tests.makers_stories import clocks_of, compare, tell

DATES = {
    "KN.ACCEPT": ("Thu 2026-08-27", "Thu 2026-09-10", "7 wd: Fri 28, (Mon 31, Tue 1, Wed 2 off), Thu 3, Fri 4, Mon 7 to Thu 10"),
    "KN.SETTLE1.REMOTE_COMPLEX": ("Thu 2026-09-10", "Mon 2026-11-09", "60 calendar days from acceptance, a total"),
}


def test_remote_and_complex_complaint_has_sixty_days(commune: Commune):
    story = complain(commune, "2026-08-27", village_id=make_remote(commune))
    story.classify("2026-08-28")
    story.take(Do.RECORD_SIGNATURE, "2026-08-28")
    story.take(Do.CHECK_TIME, "2026-08-28", learned_on=date(2026, 8, 20))
    story.take(Do.ACCEPT, "2026-09-10")
    # Thu 10 September + 45 days = Sun 25 October; rolled to Mon 26.
    assert clocks_of(story.case_id)["KN.SETTLE1.REMOTE"][1].isoformat() == "2026-10-26"
    story.take(Do.VERIFY, "2026-09-11")
    story.take(Do.MARK_COMPLEX, "2026-10-01")
    print(tell(story.case_id))
    compare(story.case_id, DATES)
    case, row = story.case, story.row
    assert (case.due_on.isoformat(), row.remote, row.is_complex, row.criteria) == ("2026-11-09", True, True, ["a", "g"])
    assert "45 ngày" not in tell(story.case_id)
    with pytest.raises(BadInput) as refused:
        story.take(Do.MARK_COMPLEX, "2026-10-02")
    assert refused.value.errors == {"": "kn_already_complex"}


@pytest.mark.parametrize(
    ("remote", "complex_case", "term", "due"),
    [
        (False, False, "KN.SETTLE1", "2027-01-04"),  # 2 December + 30 = Fri 1 January, holiday; Monday 4
        (False, True, "KN.SETTLE1.COMPLEX", "2027-01-18"),  # + 45 = Sat 16 January; Monday 18
        (True, False, "KN.SETTLE1.REMOTE", "2027-01-18"),
        (True, True, "KN.SETTLE1.REMOTE_COMPLEX", "2027-02-01"),  # + 60 = Sun 31 January; Monday 1 February
    ],
)
def test_four_lengths_of_the_settlement(commune: Commune, remote: bool, complex_case: bool, term: str, due: str):
    story = complain(commune, "2026-11-20", **({"village_id": make_remote(commune)} if remote else {}))
    story.go(Do.CHECK_TIME, "2026-11-23")
    criteria = {"criteria": ["b"], "complex_reason": "Hai nội dung phải xác minh."} if complex_case else {}
    story.take(Do.ACCEPT, "2026-12-02", **criteria)
    assert (term, "running", due) in story.clocks
