"""A dialogue is changed, postponed, called off, opened, closed; what overlaps or comes too late is refused; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, DomainError, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.models import DialogueMove, DialoguePlace
from dialogue.services import planning, rescheduling, sessions
from dialogue.services.planning import NewPlace
from tests.makers import NEIGHBOUR, NOW, Commune, make_commune
from tests.makers_dialogue import DIALOGUE, HELD_AT, announced_dialogue, new_dialogue, plan_dialogue, read_dialogue
from tests.makers_planning import LATER, REASON, at_hour, cancel, held_dialogue, here, opened_dialogue, postpone

OTHER_HALL = (NewPlace(name="Nhà văn hóa thôn Phai Lăng"),)


def refused(act: Callable[[], object], kind: type[DomainError] = BadInput) -> Any:
    with pytest.raises(kind) as caught:
        act()
    db.session.rollback()
    return caught.value.errors if kind is BadInput else caught.value.code


def actions(dialogue_id: int) -> list[str]:
    query = select(AuditEntry.action).where(AuditEntry.subject == f"dialogue:{dialogue_id}").order_by(AuditEntry.id)
    return [action.removeprefix("dialogue:dialogue:") for action in db.session.scalars(query)]


def test_a_dialogue_is_changed_only_while_it_is_on_the_plan(commune: Commune):
    dialogue_id = plan_dialogue(commune, chair_ids=(commune.leader.id,))

    def change(version: int, **changes: Any) -> None:
        with transaction():
            rescheduling.change(dialogue_id, new_dialogue(**changes), actor=commune.clerk, at=NOW, version=version)

    change(1, title="Tên mới", places=(*OTHER_HALL, NewPlace(name="Hội trường xã", seats=40)), chair_ids=())
    row = read_dialogue(dialogue_id)
    names = db.session.scalars(select(DialoguePlace.name).where(DialoguePlace.dialogue_id == dialogue_id)).all()
    assert (row.title, row.version, row.sequence, sorted(names)) == (
        "Tên mới", 2, 0, ["Hội trường xã", "Nhà văn hóa thôn Phai Lăng"],
    )  # fmt: skip
    assert refused(lambda: change(1), StaleVersion) == "stale_version"
    assert refused(lambda: change(2, content="")) == {"content": "content_missing"}
    with transaction():
        planning.announce(dialogue_id, actor=commune.leader, at=NOW, version=2, calendar=calendar_for(commune.unit_id))
    assert refused(lambda: change(3), WrongState) == "dialogue_wrong_state"
    assert actions(dialogue_id) == ["planned", "changed", "announced"]


def test_postponing_restarts_the_gate_keeps_the_window_and_raises_the_sequence(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    at = here("2026-12-10 10:00")
    postpone(commune, dialogue_id, at=at)
    row = read_dialogue(dialogue_id)
    assert (row.state, row.held_on, row.announced_on, row.sequence, row.version) == (
        "announced", date(2026, 12, 22), date(2026, 12, 10), 1, 3,
    )  # fmt: skip
    assert (row.questions_from, row.questions_to) == (date(2026, 11, 20), date(2026, 12, 17))
    move = db.session.scalars(select(DialogueMove).where(DialogueMove.dialogue_id == dialogue_id)).one()
    assert (move.from_at, move.to_at, move.reason, move.actor_id) == (HELD_AT, LATER, REASON, commune.leader.id)
    assert actions(dialogue_id) == ["planned", "announced", "postponed"]

    postpone(commune, dialogue_id, to=here("2026-12-02 08:00"), at=here("2026-11-25 08:00"))
    row = read_dialogue(dialogue_id)
    assert (row.sequence, row.questions_from, row.questions_to) == (2, date(2026, 11, 20), date(2026, 11, 27))


MOVES: list[tuple[str, str, dict[str, Any], dict[str, str]]] = [
    # 21 December 2026 is a Monday: the last day to announce it is Monday 14 December
    ("2026-12-21 08:00", "2026-12-14 23:59", {}, {}),
    ("2026-12-21 08:00", "2026-12-15 00:00", {}, {"held_on": "notice_too_late"}),
    ("2026-12-21 08:00", "2026-12-15 00:00", {"ad_hoc_reason": "  "}, {"held_on": "notice_too_late"}),
    ("2026-12-21 08:00", "2026-12-15 00:00", {"ad_hoc_reason": "Đường bị lũ cuốn, dân cần biết ngay"}, {}),
    # across Tết 2027: 16 February minus seven is a day off, so 3 February is the last
    ("2027-02-16 08:00", "2026-12-14 08:00", {}, {}),
    ("2026-12-21 08:00", "2026-12-01 08:00", {"reason": " "}, {"reason": "reason_missing"}),
    ("2026-12-15 08:00", "2026-12-01 08:00", {}, {"starts_at": "same_time"}),
    ("2026-11-30 08:00", "2026-12-01 08:00", {}, {"starts_at": "in_the_past"}),
    ("2031-01-06 08:00", "2026-12-01 08:00", {}, {"starts_at": "calendar_not_covered"}),
    ("2026-12-21 08:00", "2026-12-01 08:00", {"ends_at": here("2026-12-21 08:00")}, {"ends_at": "ends_before_it_starts"}),
    ("2026-12-21 08:00", "2026-12-01 08:00", {"ends_at": here("2026-12-22 08:00")}, {"ends_at": "too_long"}),
]


def test_a_new_day_is_announced_in_time_or_with_its_reason(commune: Commune):
    for number, (to, at, facts, errors) in enumerate(MOVES):
        dialogue_id = announced_dialogue(commune, places=(NewPlace(name=f"Nhà văn hóa {number}"),))
        if errors:
            act = partial(postpone, commune, dialogue_id, to=here(to), at=here(at), **facts)
            assert refused(act) == errors, (to, at)
        else:
            postpone(commune, dialogue_id, to=here(to), at=here(at), **facts)
        row = read_dialogue(dialogue_id)
        moved = (HELD_AT, 2, 0) if errors else (here(to), 3, 1)
        assert (row.starts_at, row.version, row.sequence) == moved, (to, at)


def test_a_place_and_a_chair_are_taken_once_at_an_hour(commune: Commune):
    first = plan_dialogue(commune, chair_ids=(commune.leader.id,))
    hour, here = timedelta(hours=1), {"places": DIALOGUE.places}
    same_hall = (NewPlace(name="HỘI TRƯỜNG  Ủy Ban nhân dân XÃ"),)
    cases: list[tuple[dict[str, Any], dict[str, str]]] = [
        ({"places": same_hall}, {"places": "place_taken"}),
        ({"places": OTHER_HALL, "chair_ids": (commune.leader.id,)}, {"chair_ids": "chair_taken"}),
        ({**here, "chair_ids": (commune.leader.id,)}, {"places": "place_taken", "chair_ids": "chair_taken"}),
        ({**here, **at_hour(HELD_AT + 2 * hour)}, {"places": "place_taken"}),
        ({**here, **at_hour(HELD_AT - 2 * hour)}, {"places": "place_taken"}),
        ({"places": OTHER_HALL * 2}, {"places": "place_twice"}),
    ]
    for changes, errors in cases:
        assert refused(lambda changes=changes: plan_dialogue(commune, **changes)) == errors
    plan_dialogue(commune, **here, **at_hour(HELD_AT + 3 * hour))  # one begins when the other ends
    plan_dialogue(commune, **here, **at_hour(HELD_AT - 3 * hour))
    other = announced_dialogue(commune, places=OTHER_HALL, chair_ids=(commune.clerk.id,))
    announced_dialogue(commune, places=OTHER_HALL, **at_hour(LATER))
    assert refused(lambda: postpone(commune, other, to=LATER + hour)) == {"places": "place_taken"}
    cancel(commune, first)
    plan_dialogue(commune, **here, chair_ids=(commune.leader.id,))  # what was called off takes no place


def test_the_neighbour_takes_no_place_here_and_moves_nothing(app: Flask, commune: Commune):
    dialogue_id = announced_dialogue(commune)
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
        with use_unit(neighbour.unit_id):
            plan_dialogue(neighbour)
            for act in (
                lambda: rescheduling.cancel(dialogue_id, reason=REASON, actor=neighbour.leader, at=NOW, version=2),
                lambda: sessions.open_session(dialogue_id, actor=neighbour.leader, at=HELD_AT, version=2),
                lambda: rescheduling.change(dialogue_id, new_dialogue(), actor=neighbour.leader, at=NOW, version=2),
            ):
                assert refused(act, NotFound) == "not_found"


def test_what_is_called_off_says_why_and_comes_back_no_more(commune: Commune):
    planned, announced = plan_dialogue(commune, places=()), announced_dialogue(commune)
    assert refused(lambda: cancel(commune, announced, reason=" \n")) == {"reason": "reason_missing"}
    for dialogue_id in (planned, announced):
        cancel(commune, dialogue_id)
        row = read_dialogue(dialogue_id)
        assert (row.state, row.cancel_reason, row.sequence) == ("cancelled", REASON, 1)
    facts = db.session.execute(
        select(AuditEntry.subject, AuditEntry.facts).where(AuditEntry.action == "dialogue:dialogue:cancelled")
    ).all()
    assert {subject: said["announced"] for subject, said in facts} == {
        f"dialogue:{planned}": False, f"dialogue:{announced}": True,
    }  # fmt: skip
    assert all("reason" not in said for _subject, said in facts)
    assert refused(lambda: cancel(commune, announced), WrongState) == "dialogue_wrong_state"
    assert refused(lambda: postpone(commune, announced), WrongState) == "dialogue_wrong_state"


def test_a_session_begins_on_its_day_and_ends_once(commune: Commune):
    dialogue_id = announced_dialogue(commune)

    def begin(at: str) -> None:
        with transaction():
            sessions.open_session(dialogue_id, actor=commune.clerk, at=here(at), version=read_dialogue(dialogue_id).version)

    assert refused(lambda: begin("2026-12-14 23:59")) == {"held_on": "before_its_day"}
    begin("2026-12-15 00:00")
    assert refused(lambda: begin("2026-12-15 08:00"), WrongState) == "dialogue_wrong_state"
    assert refused(lambda: cancel(commune, dialogue_id), WrongState) == "dialogue_wrong_state"
    held = held_dialogue(commune, places=OTHER_HALL, title="Buổi thứ hai")
    row = read_dialogue(held)
    assert (row.state, row.opened_at, row.closed_at) == ("held", row.starts_at, row.ends_at)
    assert actions(held) == ["planned", "announced", "opened", "closed"]


def test_who_may_plan_does_not_decide_and_who_only_answers_does_nothing(commune: Commune):
    announced, opened = announced_dialogue(commune), opened_dialogue(commune, places=OTHER_HALL)
    calendar = calendar_for(commune.unit_id)
    decide = [
        lambda actor: rescheduling.cancel(announced, reason=REASON, actor=actor, at=NOW, version=2),
        lambda actor: rescheduling.postpone(
            announced, **at_hour(LATER), reason=REASON, actor=actor, at=NOW, version=2, calendar=calendar
        ),
    ]
    plan = [
        lambda actor: rescheduling.change(announced, new_dialogue(), actor=actor, at=NOW, version=2),
        lambda actor: sessions.open_session(announced, actor=actor, at=HELD_AT, version=2),
        lambda actor: sessions.close_session(opened, actor=actor, at=HELD_AT, version=3),
    ]
    for act in decide:
        for actor in (commune.clerk, commune.officer, commune.supervisor, commune.administrator):
            assert refused(lambda act=act, actor=actor: act(actor), NotAllowed) == "not_allowed"
    for act in plan:
        for actor in (commune.officer, commune.supervisor, commune.administrator):
            assert refused(lambda act=act, actor=actor: act(actor), NotAllowed) == "not_allowed"


INCOMPLETE: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"how_to_join": " "}, {"how_to_join": "how_to_join_missing"}),
    ({"places": ()}, {"places": "place_missing"}),
    ({"questions_to": None}, {"questions_to": "questions_one_missing"}),
    ({"questions_from": None}, {"questions_from": "questions_one_missing"}),
    ({"questions_to": date(2026, 12, 16)}, {"questions_to": "questions_after_the_day"}),
    ({"questions_from": date(2026, 12, 12)}, {"questions_to": "questions_end_before_they_begin"}),
    ({"starts_at": here("2031-01-06 08:00"), "ends_at": here("2031-01-06 10:00")}, {"starts_at": "calendar_not_covered"}),
    ({"ends_at": HELD_AT + timedelta(hours=13)}, {"ends_at": "too_long"}),
]


def test_what_art_43_wants_announced_must_be_there(commune: Commune):
    for number, (changes, errors) in enumerate(INCOMPLETE):
        facts = {"places": (NewPlace(name=f"Nhà văn hóa {number}"),), **changes}
        assert refused(partial(announced_dialogue, commune, **facts)) == errors, changes
