"""Story 6: a complaint against a provincial decision: guided to the right door, never transferred."""

from __future__ import annotations

import pytest

from core.errors import WrongState
from core.transaction import transaction
from feedback.complaint_states import ComplaintAction as Do
from feedback.services import triage
from feedback.states import Action
from tests.makers import Commune, read_version
from tests.makers_complaints import complain, moment
from tests.makers_letters import tray
from tests.makers_stories import compare, tell

DATES = {
    "KN.ACCEPT": ("Tue 2026-08-18", "Wed 2026-08-26", "7 wd: Wed 19, Thu 20, Fri 21, Sat 22 (worked), Mon 24, Tue 25, Wed 26"),
}


def test_complaint_outside_competence_is_guided_and_not_transferred(commune: Commune):
    story = complain(commune, "2026-08-18")
    story.classify("2026-08-19")
    with pytest.raises(WrongState) as refused, transaction():
        triage.turn_away(
            story.case_id, actor=commune.clerk, at=moment("2026-08-20"), version=read_version(story.case_id),
            action=Action.TRANSFER, ground="Không thuộc thẩm quyền.", letter="Đã chuyển đơn đi.", receiver="UBND tỉnh",
        )  # fmt: skip
    assert refused.value.code == "not_for_kind"
    story.take(Do.GUIDE, "2026-08-20")
    print(tell(story.case_id))
    compare(story.case_id, DATES)
    case = story.case
    assert (case.state, case.on_time, case.closed_on.isoformat()) == ("guided", True, "2026-08-20")
    assert case.ground.startswith("Luật Tiếp công dân 2013, Điều 26.1b; Nghị định 124/2020/NĐ-CP, Điều 8.3")
    told = [letter for letter in tray(story.case_id) if letter.event == "guided"]
    assert [letter.reader for letter in told] == ["sender"]
    assert "Chủ tịch UBND tỉnh Lạng Sơn" in told[0].body
