"""What may follow what: a merge never takes a name's answer away, and never the earlier clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.errors import BadInput
from core.extensions import db
from core.transaction import transaction
from feedback.models import Case, CaseClock
from feedback.services import handling
from feedback.services.clocks import answer_by
from feedback.states import CaseKind
from tests.makers import NOW, Commune, ask_for_time, make_case, read_case, read_version
from tests.makers_links import BRIDGE, mark_urgent, merge, note_portal, transfer

EARLIER = NOW - timedelta(days=4)


def refused(commune: Commune, copy: Case, lead: Case) -> dict[str, str]:
    """Return why a merge is refused ({}: it is not), and that a refused one changes nothing."""
    before = (copy.id, copy.state, copy.version, copy.due_on)
    try:
        merge(commune, copy.id, lead.code)
    except BadInput as fault:
        after = read_case(copy.id)
        assert (after.id, after.state, after.version, after.due_on) == before
        return fault.errors
    assert read_case(copy.id).state == "merged"
    return {}


@pytest.mark.parametrize(
    ("named", "leading_named", "fault"),
    [(True, True, ""), (False, False, ""), (False, True, ""), (True, False, "leading_anonymous")],
)
def test_a_letter_with_a_name_follows_only_one_with_a_name(commune: Commune, named: bool, leading_named: bool, fault: str):
    lead, copy = (
        make_case(commune, story=BRIDGE, state="classified", anonymous=not has_name) for has_name in (leading_named, named)
    )
    assert refused(commune, copy, lead) == ({"leading_code": fault} if fault else {})


def test_the_later_follows_the_earlier_and_never_the_other_way(commune: Commune):
    first, second = make_case(commune, story=BRIDGE, at=EARLIER), make_case(commune, story=BRIDGE)
    assert answer_by(first) < answer_by(second)
    assert refused(commune, first, second) == {"leading_code": "leading_later"}
    assert refused(commune, second, first) == {}


def test_a_new_letter_follows_one_in_progress_although_its_first_answer_is_due_sooner(commune: Commune):
    lead, copy = make_case(commune, state="in_progress", story=BRIDGE), make_case(commune, story=BRIDGE)
    assert (copy.due_on < lead.due_on, answer_by(copy) > lead.due_on) == (True, True)  # merging tells its sender, that is enough
    assert refused(commune, copy, lead) == {}


def test_one_in_progress_does_not_follow_a_letter_that_nobody_has_taken_on(commune: Commune):
    lead, copy = make_case(commune, story=BRIDGE), make_case(commune, state="in_progress", story=BRIDGE)
    assert refused(commune, copy, lead) == {"leading_code": "leading_later"}
    assert refused(commune, lead, copy) == {}


def test_more_time_of_the_leading_case_is_not_more_time_for_another(commune: Commune):
    lead, copy = (make_case(commune, state="in_progress", story=BRIDGE) for _letter in range(2))
    ask_for_time(commune, lead.id, days=10)
    with transaction():
        handling.decide_extension(lead.id, actor=commune.leader, at=NOW, version=read_version(lead.id), approve=True)
    assert refused(commune, copy, read_case(lead.id)) == {"leading_code": "leading_later"}
    assert refused(commune, read_case(lead.id), copy) == {}


def test_an_emergency_and_a_letter_of_the_portal_keep_their_clocks(commune: Commune):
    lead, urgent, portal = (make_case(commune, state="in_progress", story=BRIDGE) for _letter in range(3))
    mark_urgent(commune, urgent.id)
    note_portal(commune, portal.id)
    assert refused(commune, read_case(urgent.id), lead) == {"leading_code": "leading_later"}
    mark_urgent(commune, lead.id)
    assert refused(commune, read_case(urgent.id), lead) == {}
    assert refused(commune, read_case(portal.id), lead) == {}  # an emergency is answered before the portal asks


def test_an_answered_or_transferred_case_takes_every_letter_with_a_name(commune: Commune):
    answered, sent_on = make_case(commune, state="answered", story=BRIDGE), transfer(commune, story=BRIDGE)
    early = [make_case(commune, story=BRIDGE, at=EARLIER) for _letter in range(2)]
    assert [refused(commune, copy, lead) for copy, lead in zip(early, (answered, sent_on), strict=True)] == [{}, {}]


def test_feedback_on_a_regulation_is_compared_by_its_own_clock(commune: Commune):
    kind = CaseKind.REGULATION_FEEDBACK
    first, second = (make_case(commune, story=BRIDGE, kind=kind, state="classified", at=at) for at in (EARLIER, NOW))
    assert answer_by(first) == first.due_on
    assert refused(commune, first, second) == {"leading_code": "leading_later"}
    assert refused(commune, second, first) == {}


def test_the_leading_case_is_due_no_later_than_any_that_followed_it(commune: Commune):
    lead = make_case(commune, state="in_progress", story=BRIDGE, at=EARLIER)
    copies = [make_case(commune, story=BRIDGE, state=state) for state in ("received", "classified", "in_progress")]
    promised: list[date] = [answer_by(copy) for copy in copies]
    assert [refused(commune, copy, lead) for copy in copies] == [{}, {}, {}]
    assert all(read_case(lead.id).due_on <= day for day in promised)
    left = select(CaseClock.id).where(CaseClock.case_id.in_([copy.id for copy in copies]), CaseClock.state == "running")
    assert list(db.session.scalars(left)) == []
