"""Borders of what belongs together: a leading letter that was split or kept, and the limits of support."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from core.errors import NotFound
from core.transaction import transaction
from feedback.link_models import CaseSupport
from feedback.models import Case, CaseClock
from feedback.queries.links import support_count
from feedback.services.supporting import BROWSER_DAY, CASE_DAY, Support, support
from feedback.states import Action
from tests.makers import NOW, TODAY, Commune, look, make_case, publish_case, read_case
from tests.makers_letters import readers, tray
from tests.makers_links import BRIDGE, RUBBISH, file_information, merge, parts_of, split, unmerge


def press(commune: Commune, code: str, *, browser: str, days: int = 0, unit_id: int = 0) -> Support:
    with transaction():
        return support(code, unit_id=unit_id or commune.unit_id, browser=browser, at=NOW + timedelta(days=days))


def published(commune: Commune, **changes: object) -> tuple[int, str]:
    case = make_case(commune, state="in_progress", **changes)
    publish_case(commune, case.id)
    return case.id, case.code


def test_who_followed_a_letter_that_was_split_goes_on_alone_is_told_and_can_follow_its_part(commune: Commune):
    lead, copy = make_case(commune, story=f"{BRIDGE} {RUBBISH}"), make_case(commune, story=BRIDGE)
    before = copy.due_on
    merge(commune, copy.id, lead.code)
    part, _other = split(commune, lead.id, parts_of(commune, BRIDGE, RUBBISH))
    assert (read_case(copy.id).state, read_case(copy.id).due_on) == ("received", before)
    assert ([told.event for told in tray(copy.id)][-1], readers(copy.id, "unmerged")) == ("unmerged", ["sender"])
    letter = " ".join(told.body for told in tray(copy.id) if told.event == "unmerged")
    assert (before.strftime("%d/%m/%Y") in letter, lead.code in letter) == (True, False)
    assert readers(copy.id, "split") == []
    merge(commune, copy.id, read_case(part).code)
    assert read_case(copy.id).state == "merged"


def test_letters_without_a_name_that_followed_one_that_is_kept_are_told_and_stay(commune: Commune):
    lead, copy = (make_case(commune, anonymous=True, state="classified", story=BRIDGE) for _letter in range(2))
    merge(commune, copy.id, lead.code)
    file_information(commune, lead.id)
    assert (read_case(copy.id).state, readers(copy.id, "leading_filed"), readers(lead.id, "leading_filed")) == (
        "merged", ["sender"], [],
    )  # fmt: skip
    body = next(told.body for told in tray(copy.id) if told.event == "leading_filed")
    assert ("lưu làm thông tin tham khảo" in body, copy.code in body, lead.code in body) == (True, True, False)
    assert look(commune.clerk, copy.id).step(Action.UNMERGE) is not None
    unmerge(commune, copy.id)
    assert read_case(copy.id).state == "classified"


def test_a_letter_with_a_name_that_followed_one_without_is_answered_when_that_one_is_kept(commune: Commune):
    lead, copy = make_case(commune, anonymous=True, state="classified", story=BRIDGE), make_case(commune, story=BRIDGE)
    before = copy.due_on
    with transaction() as session:  # as merges before this rule left them
        session.get_one(Case, lead.id).anonymous = False
    merge_at_any_day(commune, copy.id, lead.code)
    with transaction() as session:
        session.get_one(Case, lead.id).anonymous = True
    file_information(commune, lead.id)
    assert (read_case(copy.id).state, read_case(copy.id).due_on) == ("received", before)
    assert (readers(copy.id, "unmerged"), readers(copy.id, "leading_filed")) == (["sender"], [])


def merge_at_any_day(commune: Commune, case_id: int, code: str) -> None:
    """Merge whatever the clocks say: the letter that leads is answered at once in the rule's eyes."""
    with transaction() as session:
        session.execute(delete(CaseClock).where(CaseClock.case_id == case_id, CaseClock.state == "planned"))
    merge(commune, case_id, code)


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
