"""Story: answered in October, written again in November with nothing new: refused with the number of the answered case.

The same person had also been guided to the court once; writing of that again, the letter is filed, not guided again.
"""

from __future__ import annotations

from core.transaction import transaction
from feedback.phrases import ground_text
from feedback.queries.similar import similar_cases
from feedback.services import repeats
from feedback.states import Action, Channel
from tests.makers import Commune, make_case, read_case, read_version
from tests.makers_links import BRIDGE, turn_away
from tests.makers_told import Day, clock_days, moment, named, tell

LAND = "Hộ bên cạnh xây tường lấn lối đi chung, Tòa án đã thụ lý từ tháng trước mà chưa xử."
BY_HAND = (
    Day("answered", "Thu 01/10/2026", "the first letter's answer"),
    Day(
        "KNPA.NOTIFY",
        "Wed 02/12/2026",
        "10 wd from Tue 17/11: 18–20 (3), Mon 23 (4), Tue 24 off, 25–27 (7), Mon 30 (8), 1/12 (9), Wed 2 (10)",
    ),
    Day("refused", "Wed 25/11/2026", "the 5th working day, in time; LTCD 9, NĐ 154/2026 Điều 4"),
)


def again(commune: Commune, case_id: int, *, earlier: str, ground: str, action: Action, at: str) -> None:
    with transaction():
        repeats.turn_away_again(
            case_id, actor=commune.clerk, at=moment(at), version=read_version(case_id), action=action, ground_code=ground,
            ground=ground_text(ground), letter="Xã đã trả lời nội dung này.", earlier_code=earlier,
        )  # fmt: skip


def test_a_repeated_letter_is_refused_and_a_guided_one_filed(commune: Commune):
    answered = make_case(commune, state="answered", at=moment("2026-10-01 09:00"), story=BRIDGE)
    guided = make_case(commune, state="classified", at=moment("2026-10-05 09:00"), story=LAND)
    turn_away(commune, guided.id, Action.GUIDE, at=moment("2026-10-06 09:00"), receiver="Tòa án nhân dân khu vực 2")
    repeated = make_case(
        commune, state="classified", at=moment("2026-11-17 09:00"), story=BRIDGE + " Tôi đã hỏi một lần rồi.",
        channel=Channel.WALK_IN,
    )  # fmt: skip
    once_more = make_case(commune, state="classified", at=moment("2026-11-17 09:30"), story=LAND)
    marks = [{item.code: item.repeats for item in similar_cases(commune.clerk, case.id)} for case in (repeated, once_more)]
    assert (marks[0][answered.code], marks[1][guided.code]) == ("answered", "sent_on")
    again(commune, repeated.id, earlier=answered.code, ground="nothing_new", action=Action.REFUSE, at="2026-11-25 10:00")
    again(commune, once_more.id, earlier=guided.code, ground="already_guided", action=Action.FILE_ONLY, at="2026-11-25 10:05")
    refused, filed = read_case(repeated.id), read_case(once_more.id)
    days = {
        "answered": named(read_case(answered.id).answered_on), "KNPA.NOTIFY": clock_days(repeated.id)["KNPA.NOTIFY"],
        "refused": named(refused.closed_on),
    }  # fmt: skip
    assert days == {day.what: day.on for day in BY_HAND}
    assert (refused.state, refused.on_time, answered.code in refused.ground) == ("refused", True, True)
    assert (filed.state, guided.code in filed.ground, "ngày 06/10/2026" in filed.ground) == ("filed_only", True, True)
    tell(
        "A repeat letter (LTCD 9; NĐ 154/2026 Điều 4; TT 05/2021 Điều 14.1)", [answered.id, repeated.id, guided.id, once_more.id]
    )
