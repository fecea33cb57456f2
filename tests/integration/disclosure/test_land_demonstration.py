"""The demonstration shows both ends of a land project, on whatever working day it is loaded."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.transaction import transaction
from disclosure.land_demo import show_lands
from disclosure.land_states import PlanPhase, TalkState
from disclosure.queries.land import land_list
from disclosure.queries.land_public import public_lands
from tests.makers import Commune, make_case, publish_case


@pytest.mark.parametrize("moment", [datetime(2026, 11, 28, 2, tzinfo=UTC), datetime(2027, 3, 17, 2, tzinfo=UTC)])
def test_one_plan_hangs_and_one_project_ended_after_a_dialogue(commune: Commune, moment: datetime):
    today = date(moment.year, moment.month, moment.day)
    case = make_case(commune, state="answered", subject="Đường vào trường lầy", story="Đường vào trường lầy quá, mong xã xem.")
    publish_case(commune, case.id, answer="Xã đã đổ đá.")
    with transaction():
        assert show_lands(commune.unit_id, at=moment) == 2
    (hanging,) = land_list(commune.unit_id, over=False, page=1, today=today).items
    (finished,) = land_list(commune.unit_id, over=True, page=1, today=today).items
    assert (hanging.plans[0].phase, hanging.plans[0].up, hanging.letters) == (PlanPhase.POSTING, True, 1)
    (plan,) = finished.plans
    assert (plan.phase, plan.talk.state, plan.talk.late) == (PlanPhase.SETTLED, TalkState.HELD, 0)
    assert plan.dialogue is not None
    shown = public_lands(commune.unit_id, page=1, today=today).items
    assert [land.state for land in shown] == ["open", "finished"]
    assert [len(land.hanging) for land in shown] == [1, 0]
    assert all(land.villages and land.department for land in shown)
