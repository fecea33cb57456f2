"""What stands in for a complaint or a merged letter lives on: it ends as complaints end, and follows its leading case."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask import Flask
from sqlalchemy import select, true

from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines import services as legal_time
from deadlines.calendar import DayKind, SpecialDay
from feedback.complaint_states import ComplaintAction as Do
from feedback.late_reasons import PLAINEST, Lateness
from feedback.models import PublicCase
from feedback.queries.stand_ins import kept_clocks, kept_days
from feedback.recounting import Cause, recompute_open
from feedback.services.stand_ins import end_stand_ins
from feedback.stand_in_models import StandIn
from tests.makers import NOW, Commune, make_case, read_case, submit
from tests.makers import _go as go
from tests.makers_complaints import Walk, complain, make_remote
from tests.makers_links import merge
from tests.makers_register import seal


def stand_in(case_id: int) -> StandIn:
    db.session.rollback()
    return db.session.get_one(StandIn, case_id)


def sealed(home: Commune, *road: tuple[Do, str], last: Do = Do.VERIFY, on: str = "2026-11-10", **facts: object) -> int:
    """Make a complaint, walk it and move it on 20 November; return its former id."""
    walk = complain(home, on, **facts).go(last, on)
    for action, day in road:
        walk.take(action, day)
    seal(walk.case_id, home.leader)
    return walk.case_id


def ended(*case_ids: int) -> list[StandIn]:
    """Let them end when the last one's moment has come."""
    end_stand_ins(max(stand_in(case_id).ends_at for case_id in case_ids) + timedelta(minutes=1))
    return [stand_in(case_id) for case_id in case_ids]


def codes(row: StandIn) -> dict[str, str]:
    return {clock.term_code: clock.state for clock in kept_clocks(row)}


def stations(app: Flask, code: str) -> str:
    """Return the line of stations and the dates that everybody with a code sees."""
    page = app.test_client().get(f"/da-nhan/{code}").text
    return page[page.index('class="tear"') :].replace(code, "CODE")


def test_a_complaint_in_hand_ends_as_one_that_was_withdrawn(app: Flask, home: Commune, at: Callable[[str], datetime]):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        verified, still = sealed(home), sealed(home, (Do.SUSPEND, "2026-11-16"))
        rows = ended(verified, still)
        shown = [db.session.get_one(PublicCase, case_id) for case_id in (verified, still)]
        assert [(row.state, row.due_on, row.closed_on == row.answered_on) for row in rows] == [("discontinued", None, True)] * 2
        assert [(row.state, row.outcome, row.closed_on) for row in shown] == [("discontinued", "", row.closed_on) for row in rows]
        assert [set(codes(row).values()) for row in rows] == [{"ended"}, {"ended"}]
        assert ["KN.SUSPEND.SEND" in codes(row) for row in rows] == [True, True]
        assert (rows[0].on_time, rows[1].on_time) == (True, None)
        assert kept_days(rows[1]).resumed_on == rows[1].answered_on
        code = rows[0].code
    road = stations(app, code)
    assert re.findall(r"Đình chỉ|Đã trả lời|Ra quyết định", road) == ["Đình chỉ"]


def test_a_decided_complaint_is_sent_and_has_the_days_that_follow(app: Flask, home: Commune, at: Callable[[str], datetime]):
    at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        near, far = sealed(home, last=Do.DECIDE), sealed(home, last=Do.DECIDE, village_id=make_remote(home))
        rows = ended(near, far)
        assert [(row.state, row.on_time, row.closed_on, row.ends_at) for row in rows] == [("sent", True, None, None)] * 2
        assert [kept_days(row).sent_on for row in rows] == [row.answered_on for row in rows]
        assert {code: state for code, state in codes(rows[0]).items() if state == "tracked"} == {
            "KN.EFFECT1": "tracked", "KN.APPEAL2": "tracked", "KN.COURT": "tracked",
        }  # fmt: skip
        assert {"KN.EFFECT1.REMOTE", "KN.APPEAL2.REMOTE"} <= set(codes(rows[1]))
        end_stand_ins(NOW + timedelta(days=90))
        assert {stand_in(near).state, stand_in(far).state} == {"sent"}


def test_a_waiting_complaint_is_guided_and_a_settled_one_stays_as_it_is(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        waiting = complain(home, "2026-11-20").case_id
        seal(waiting, home.leader)
        sent = sealed(home, last=Do.SEND_DECISION)
        assert (ended(waiting)[0].state, stand_in(sent).ends_at) == ("guided", None)
        assert stand_in(waiting).closed_on is not None


def test_a_late_complaint_that_stands_in_has_a_reason_as_every_other_late_complaint_has(app: Flask, home: Commune):
    why = Lateness(reason="weather")
    with app.app_context(), use_unit(home.unit_id):
        in_hand, decided = sealed(home, on="2026-10-05"), complain(home, "2026-10-05").go(Do.REPORT, "2026-10-05")
        decided.take(Do.DECIDE, "2026-11-19", late=why)
        waiting, stayed = complain(home, "2026-10-05"), complain(home, "2026-10-05").go(Do.VERIFY, "2026-10-05")
        for walk in (decided, waiting):
            seal(walk.case_id, home.leader)
        stayed.take(Do.DISCONTINUE, "2026-11-20", late=why)
        rows = ended(in_hand, decided.case_id, waiting.case_id)
        assert [(row.state, row.on_time) for row in rows] == [("discontinued", False), ("sent", False), ("guided", False)]
        shown = [db.session.get_one(PublicCase, case_id) for case_id in (*(row.id for row in rows), stayed.case_id)]
        assert [(row.in_time, row.late_reason) for row in shown] == [(False, PLAINEST)] * 3 + [(False, "weather")]


def settling(case_id: int) -> date:
    return next(clock.due_on for clock in kept_clocks(stand_in(case_id)) if clock.term_code.startswith("KN.SETTLE1"))


def test_a_day_off_moves_it_as_it_moves_a_complaint_that_stayed(app: Flask, home: Commune):
    road = ((Do.SUSPEND, "2026-11-11"), (Do.RESUME, "2026-11-18"))
    with app.app_context(), use_unit(home.unit_id):
        left, still = sealed(home, *road), sealed(home, (Do.SUSPEND, "2026-11-16"))
        stayed = complain(home, "2026-11-10").go(Do.VERIFY, "2026-11-10")
        for action, day in road:
            stayed.take(action, day)
        before, stopped = settling(left), settling(still)
        assert before == stayed.case.due_on
        with transaction():
            legal_time.set_day(
                SpecialDay(on=before, kind=DayKind.LOCAL, name_vi="Ngày hội", name_en="Fair", document="12/TB-UBND"),
                unit_id=home.unit_id, at=NOW, actor_id=None,
            )  # fmt: skip
        assert (settling(left) > before, settling(left)) == (True, stayed.case.due_on)
        assert (settling(still), stand_in(still).due_on) == (stopped, None)


def test_a_merged_letter_that_left_follows_its_leading_case(app: Flask, home: Commune, at: Callable[[str], datetime]):
    moment = at("2026-11-20 09:00")
    with app.app_context(), use_unit(home.unit_id):
        lead, gone, stays = (make_case(home, state="in_progress" if not n else "received", at=moment) for n in range(3))
        for copy in (gone, stays):
            merge(home, copy.id, lead.code, at=moment)
        pair, lead_id, gone_id = (gone.code, stays.code), lead.id, gone.id
        seal(gone_id, home.leader, at=moment)
        kept = stand_in(gone_id)
        assert (kept.state, kept.leading_id, kept.ends_at, kept.days) == ("merged", lead_id, None, None)
    seen = [[stations(app, code) for code in pair]]
    with app.app_context(), use_unit(home.unit_id):
        submit(home, lead_id)
        for stop in ("approved", "answered"):
            go(home, lead_id, stop, at=moment)
    seen.append([stations(app, code) for code in pair])
    assert [one == other for one, other in seen] == [True, True]
    assert seen[0][0] != seen[1][0]
    with app.app_context(), use_unit(home.unit_id):
        seal(lead_id, home.leader, at=moment)
    assert stations(app, pair[0]) == seen[1][0]  # what stands in for the leading case answers now


def test_what_is_kept_holds_days_and_numbers_and_no_word(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        walk: Walk = complain(home, "2026-10-08").go(Do.SEND_DECISION, "2026-10-08")
        walk.take(Do.RECORD_COURT, "2026-10-20")
        seal(walk.case_id, home.leader)
        row = stand_in(walk.case_id)
        assert row.days == {"decided_on": "2026-10-08", "sent_on": "2026-10-08", "court_on": "2026-10-20"}
        plain = make_case(home, state="in_progress")
        seal(plain.id, home.leader)
        assert (stand_in(plain.id).days, stand_in(plain.id).leading_id) == (None, None)


def test_a_stand_in_from_before_the_days_were_kept_still_answers(app: Flask, home: Commune):
    with app.app_context(), use_unit(home.unit_id):
        case_id = sealed(home, last=Do.DECIDE)
        lead, copy = make_case(home, state="in_progress"), make_case(home)
        merge(home, copy.id, lead.code)
        merged = copy.id
        seal(merged, home.leader)
        with transaction():
            for row in db.session.scalars(select(StandIn).where(StandIn.id.in_([case_id, merged]))):
                row.days, row.leading_id = None, None
        found = [stand_in(case_id).code, stand_in(merged).code]
        with transaction():
            recompute_open(home.unit_id, cause=Cause(why="term", change_id="1" * 32, at=NOW, actor_id=None), only=true())
        assert ended(case_id)[0].state == "sent"
        assert read_case(lead.id).state == "in_progress"
    assert [app.test_client().get(f"/da-nhan/{code}").status_code for code in found] == [200, 200]
