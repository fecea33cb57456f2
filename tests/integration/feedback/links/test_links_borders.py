"""Borders of what belongs together: a leading letter that was split or kept, and the limits of support."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import NotFound
from core.transaction import transaction
from feedback.link_models import CaseSupport
from feedback.queries.links import support_count
from feedback.services.supporting import BROWSER_DAY, CASE_DAY, Support, support
from feedback.states import Action
from tests.makers import NOW, TODAY, Commune, look, make_case, publish_case, read_case
from tests.makers_links import BRIDGE, RUBBISH, file_information, merge, parts_of, split, unmerge


def press(commune: Commune, code: str, *, browser: str, days: int = 0, unit_id: int = 0) -> Support:
    with transaction():
        return support(code, unit_id=unit_id or commune.unit_id, browser=browser, at=NOW + timedelta(days=days))


def published(commune: Commune, **changes: object) -> tuple[int, str]:
    case = make_case(commune, state="in_progress", **changes)
    publish_case(commune, case.id)
    return case.id, case.code


def test_who_follows_a_letter_that_was_split_can_leave_and_follow_its_part(commune: Commune):
    lead, copy = make_case(commune, story=f"{BRIDGE} {RUBBISH}"), make_case(commune, story=BRIDGE)
    before = copy.due_on
    merge(commune, copy.id, lead.code)
    part, _other = split(commune, lead.id, parts_of(commune, BRIDGE, RUBBISH))
    assert look(commune.clerk, copy.id).step(Action.UNMERGE) is not None
    unmerge(commune, copy.id)
    assert (read_case(copy.id).state, read_case(copy.id).due_on) == ("received", before)
    merge(commune, copy.id, read_case(part).code)
    assert read_case(copy.id).state == "merged"


def test_who_follows_a_letter_without_a_name_that_was_kept_can_leave_and_be_answered(commune: Commune):
    lead, copy = make_case(commune, anonymous=True, state="classified", story=BRIDGE), make_case(commune, story=BRIDGE)
    before = copy.due_on
    merge(commune, copy.id, lead.code)
    file_information(commune, lead.id)
    unmerge(commune, copy.id)
    assert (read_case(copy.id).state, read_case(copy.id).due_on) == ("received", before)


def test_the_limits_of_support_end_at_their_number_and_begin_anew_the_next_day(commune: Commune):
    codes = [published(commune)[1] for _case in range(BROWSER_DAY + 1)]
    said = [press(commune, code, browser="one") for code in codes]
    assert said == [Support.COUNTED] * BROWSER_DAY + [Support.TOO_MANY]
    assert press(commune, codes[0], browser="one") == Support.KNOWN
    assert press(commune, codes[-1], browser="two") == Support.COUNTED
    assert press(commune, codes[-1], browser="one", days=1) == Support.COUNTED


def test_one_case_takes_no_more_than_its_presses_a_day(commune: Commune):
    case_id, code = published(commune)
    with transaction() as session:
        session.add_all(
            CaseSupport(unit_id=commune.unit_id, case_id=case_id, browser=f"{number:064}", supported_on=TODAY)
            for number in range(CASE_DAY - 1)
        )
    said = [press(commune, code, browser=name) for name in ("last", "late", "last")]
    assert (said, support_count(case_id)) == ([Support.COUNTED, Support.TOO_MANY, Support.KNOWN], CASE_DAY)
    assert press(commune, code, browser="late", days=1) == Support.COUNTED


@pytest.mark.parametrize("code", ["", "7K3MP-9QXTR", "' OR 1=1 --", "%", "\x00"])
def test_what_is_not_published_here_cannot_be_supported(commune: Commune, code: str):
    hidden = make_case(commune)
    for typed in (code, hidden.code):
        with pytest.raises(NotFound):
            press(commune, typed, browser="one")
