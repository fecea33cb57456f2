"""A dialogue comes onto the plan and is announced in time, or with its reason; on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core.audit import AuditEntry
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.models import Dialogue, DialogueChair, DialoguePlace
from dialogue.services import planning
from tests.makers import NEIGHBOUR, NOW, Commune, make_commune
from tests.makers_dialogue import HELD_AT, announced_dialogue, new_dialogue, plan_dialogue, read_dialogue


def announce(commune: Commune, dialogue_id: int, *, at: datetime, version: int = 1) -> None:
    with use_unit(commune.unit_id), transaction():
        planning.announce(dialogue_id, actor=commune.leader, at=at, version=version, calendar=calendar_for(commune.unit_id))


def test_a_planned_dialogue_keeps_what_was_typed(commune: Commune):
    dialogue_id = plan_dialogue(commune, chair_ids=(commune.leader.id,))
    row = read_dialogue(dialogue_id)
    places = db.session.scalars(select(DialoguePlace.name).where(DialoguePlace.dialogue_id == dialogue_id)).all()
    chairs = db.session.scalars(select(DialogueChair.official_id).where(DialogueChair.dialogue_id == dialogue_id)).all()
    assert (row.state, row.version, row.held_on.isoformat(), row.satisfies) == (
        "planned", 1, "2026-12-15", ["commune_conference", "leader_dialogue"],
    )  # fmt: skip
    assert (places, chairs) == (["Hội trường Ủy ban nhân dân xã"], [commune.leader.id])


def test_planning_and_announcing_are_written_down(commune: Commune):
    dialogue_id = announced_dialogue(commune)
    entries = db.session.execute(
        select(AuditEntry.action, AuditEntry.facts).where(AuditEntry.subject == f"dialogue:{dialogue_id}").order_by(AuditEntry.id)
    ).all()
    assert [tuple(entry) for entry in entries] == [
        ("dialogue:dialogue:planned", {"dialogue_id": dialogue_id, "held_on": "2026-12-15"}),
        ("dialogue:dialogue:announced", {"dialogue_id": dialogue_id, "held_on": "2026-12-15", "ad_hoc": False}),
    ]


@pytest.mark.parametrize(
    ("at", "reason", "announced"),
    [
        (datetime(2026, 12, 8, 16, 59, tzinfo=UTC), "", True),
        (datetime(2026, 12, 8, 17, 0, tzinfo=UTC), "", False),
        (datetime(2026, 12, 14, 2, 0, tzinfo=UTC), "Cầu sập, phải đối thoại ngay", True),
    ],
)
def test_the_last_day_to_announce_is_the_seventh_before_the_dialogue(
    commune: Commune, at: datetime, reason: str, announced: bool
):
    dialogue_id = plan_dialogue(commune, ad_hoc_reason=reason)
    if announced:
        announce(commune, dialogue_id, at=at)
        assert read_dialogue(dialogue_id).state == "announced"
        return
    with pytest.raises(BadInput) as refused:
        announce(commune, dialogue_id, at=at)
    assert (refused.value.errors, refused.value.facts) == (
        {"held_on": "notice_too_late"}, {"latest_on": "2026-12-08", "term": "DLG.CQDP.NOTICE"},
    )  # fmt: skip
    assert read_dialogue(dialogue_id).state == "planned"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"title": "  "}, {"title": "title_missing"}),
        ({"content": ""}, {"content": "content_missing"}),
        ({"ends_at": HELD_AT}, {"ends_at": "ends_before_it_starts"}),
        ({"starts_at": NOW - timedelta(minutes=1)}, {"starts_at": "in_the_past"}),
        ({"chair_ids": (999_999,)}, {"chair_ids": "chair_unknown"}),
    ],
)
def test_what_cannot_be_planned_is_said_and_nothing_is_kept(commune: Commune, changes: dict[str, object], errors: dict[str, str]):
    with pytest.raises(BadInput) as refused, transaction():
        planning.plan(new_dialogue(**changes), actor=commune.leader, at=NOW)
    kept = db.session.scalar(select(db.func.count()).select_from(Dialogue))
    assert (refused.value.errors, kept) == (errors, 0)


def test_who_may_not_plan_or_announce_is_refused(commune: Commune):
    with pytest.raises(NotAllowed), transaction():
        planning.plan(new_dialogue(), actor=commune.officer, at=NOW)
    dialogue_id = plan_dialogue(commune)
    with pytest.raises(NotAllowed), transaction():
        planning.announce(dialogue_id, actor=commune.clerk, at=NOW, version=1, calendar=calendar_for(commune.unit_id))


def test_a_dialogue_is_announced_once_and_only_from_the_page_that_is_fresh(commune: Commune):
    dialogue_id = plan_dialogue(commune)
    with pytest.raises(StaleVersion):
        announce(commune, dialogue_id, at=NOW, version=2)
    announce(commune, dialogue_id, at=NOW)
    with pytest.raises(WrongState):
        announce(commune, dialogue_id, at=NOW, version=2)


def test_another_commune_does_not_find_it(app: Flask, commune: Commune):
    dialogue_id = plan_dialogue(commune)
    with app.app_context():
        neighbour = make_commune(NEIGHBOUR)
        with pytest.raises(NotFound):
            announce(neighbour, dialogue_id, at=NOW)
