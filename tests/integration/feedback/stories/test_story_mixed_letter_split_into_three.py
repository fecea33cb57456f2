"""Story: one letter asks for rubbish collection, reports a broken lamp and doubts a rule; it becomes three cases."""

from __future__ import annotations

from deadlines.queries import calendar_for
from feedback.queries.tracking import tracked
from feedback.states import Action, CaseKind
from tests.makers import Commune, make_case, read_case, submit
from tests.makers import _go as go
from tests.makers_letters import tray
from tests.makers_links import LIGHT, RUBBISH, parts_of, split, turn_away
from tests.makers_told import Day, clock_days, moment, named, tell

RULE = "Thủ tục xác nhận hộ khẩu vẫn đòi giấy đã bỏ, đề nghị sửa quy định này."
KINDS = (CaseKind.PETITION, CaseKind.REFLECTION, CaseKind.REGULATION_FEEDBACK)
TOLD_BY = Day(
    "KNPA.NOTIFY", "Wed 06/05/2026",
    "10 wd from Fri 17/4: 20–24 (1–5), Mon 27 off for Sun 26/4, 28 (6), 29 (7), 30/4 and 1/5 off, 4–6/5 (8–10); LTCD 28.1",
)  # fmt: skip
FORWARD_BY = Day("PAKN_QDHC.TRANSFER", "Fri 24/04/2026", "5 wd from Fri 17/4: Mon 20 (1) … Fri 24 (5); NĐ 20/2008 Điều 9.1d")
SETTLE_BY = Day(
    "KNPA.SETTLE", "Tue 19/05/2026",
    "15 wd from Thu 23/4: Fri 24 (1), 28 (2), 29 (3), 4–8/5 (4–8), 11–15/5 (9–13), Mon 18 (14), Tue 19 (15); office rule",
)  # fmt: skip


def test_a_mixed_letter_becomes_three_cases_with_three_clocks(commune: Commune):
    letter = make_case(commune, at=moment("2026-04-17 08:10"), story=f"{RUBBISH} {LIGHT} {RULE}")
    ids = split(commune, letter.id, parts_of(commune, RUBBISH, LIGHT, RULE, kinds=KINDS), at=moment("2026-04-21 09:00"))
    rubbish, light, rule = ids
    assert (clock_days(rubbish)["KNPA.NOTIFY"], clock_days(light)["KNPA.NOTIFY"]) == (TOLD_BY.on, TOLD_BY.on)
    assert clock_days(rule) == {FORWARD_BY.what: FORWARD_BY.on}
    turn_away(commune, rule, Action.TRANSFER, at=moment("2026-04-23 09:00"), receiver="Văn phòng Ủy ban nhân dân tỉnh Lạng Sơn")
    go(commune, rubbish, "in_progress", at=moment("2026-04-23 14:00"))
    go(commune, light, "in_progress", at=moment("2026-04-23 14:00"))
    assert clock_days(rubbish)["KNPA.SETTLE"] == SETTLE_BY.on
    submit(commune, light, at=moment("2026-05-04 10:00"))
    for stop in ("approved", "answered"):
        go(commune, light, stop, at=moment("2026-05-05 10:00"))
    assert [(read_case(number).state, read_case(number).on_time) for number in (letter.id, rubbish, light, rule)] == [
        ("split", None), ("in_progress", None), ("answered", True), ("transferred", True),
    ]  # fmt: skip
    assert named(read_case(light).answered_on) == "Tue 05/05/2026"
    view = tracked(
        commune.unit_id, letter.id, today=moment("2026-05-05 11:00").date(), calendar=calendar_for(commune.unit_id), locale="vi"
    )
    assert [part.receipt.state for part in view.parts] == ["in_progress", "answered", "transferred"]
    assert [told.event for told in tray(letter.id) if told.reader == "sender"] == ["registered", "split"]
    tell("A mixed letter split into three (LTCD 25.3; NĐ 154/2026 Điều 14.4)", [letter.id, *ids])
