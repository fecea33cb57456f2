"""Story: a reflection about a provincial road goes to the Department of Construction, which has to be urged before it answers."""

from __future__ import annotations

from feedback.queries.links import transfer_view
from feedback.queries.transfers import waiting_transfers
from feedback.states import Action, CaseKind
from tests.makers import Commune, make_case, read_case
from tests.makers_letters import tray
from tests.makers_links import reply, turn_away, urge
from tests.makers_told import Day, clock_days, moment, named, tell

BY_HAND = (
    Day("told by", "Fri 14/08/2026", "10 wd from Fri 31/07: Mon 3 (1) … Fri 7 (5), Mon 10 (6) … Fri 14 (10); LTCD 28.1"),
    Day("transferred", "Wed 05/08/2026", "third working day, in time"),
    Day(
        "reply by",
        "Tue 25/08/2026",
        "15 wd from Wed 5/8: Thu 6 (1), Fri 7 (2), 10–14 (7), 17–21 (12), Sat 22 worked (13), 24 (14), 25 (15)",
    ),
    Day("first urging", "Wed 26/08/2026", "the day after"),
    Day("second urging", "Thu 03/09/2026", "31/8 off in exchange for Sat 22/8, 1–2/9 National Day"),
    Day("reply", "Fri 04/09/2026", "document 2210/SXD-QLHT"),
)


def test_a_reflection_is_transferred_urged_and_answered(commune: Commune):
    case = make_case(
        commune, state="classified", at=moment("2026-07-31 16:40"), kind=CaseKind.REFLECTION,
        story="Đường tỉnh 238 đoạn qua thôn sụt nửa lòng đường, ban đêm không có rào chắn.",
    )  # fmt: skip
    days = {"told by": clock_days(case.id)["KNPA.NOTIFY"]}
    turn_away(commune, case.id, Action.TRANSFER, at=moment("2026-08-05 10:00"), receiver="Sở Xây dựng tỉnh Lạng Sơn")
    first = transfer_view(case.id, today=moment("2026-08-26 08:00").date())
    days |= {"transferred": named(first.sent_on), "reply by": named(first.reply_due_on)}
    assert (first.late, read_case(case.id).on_time) == (True, True)
    for name, at in (("first urging", "2026-08-26 09:00"), ("second urging", "2026-09-03 09:00")):
        urge(commune, case.id, at=moment(at))
        days[name] = named(transfer_view(case.id, today=moment(at).date()).urged_on)
    assert [
        row.urged_times for row in waiting_transfers(commune.clerk, page=1, today=moment("2026-09-03 10:00").date()).items
    ] == [2]
    reply(commune, case.id, at=moment("2026-09-04 15:00"), number="2210/SXD-QLHT")
    last = transfer_view(case.id, today=moment("2026-09-05 08:00").date())
    days["reply"] = named(last.replied_on)
    assert days == {day.what: day.on for day in BY_HAND}
    assert [told.event for told in tray(case.id) if told.reader == "sender"] == ["registered", "transferred", "transfer_replied"]
    assert waiting_transfers(commune.clerk, page=1, today=last.replied_on).items == []
    tell("A reflection transferred and urged (LTCD 26.2b, 28.1)", [case.id])
