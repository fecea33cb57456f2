"""Makes what the tests of dialogues talk about: a dialogue in any state, through the commands of the product."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.models import Dialogue
from dialogue.services import planning
from dialogue.services.planning import NewDialogue, NewPlace
from dialogue.states import DialogueForm, DialogueKind
from tests.makers import NOW, Commune

HELD_AT = datetime(2026, 12, 15, 1, 0, tzinfo=UTC)
"""Tuesday, 15 December 2026, 08:00 in Vietnam: 25 days after NOW."""

DIALOGUE = NewDialogue(
    kind=DialogueKind.COMMUNE_CONFERENCE, satisfies=(DialogueKind.COMMUNE_CONFERENCE, DialogueKind.LEADER_DIALOGUE),
    form=DialogueForm.IN_PERSON, title="Đối thoại cuối năm với người dân ba cụm thôn",
    content="Đường liên thôn, rác thải, nước sạch và hoạt động của chính quyền xã.",
    starts_at=HELD_AT, ends_at=HELD_AT + timedelta(hours=3), how_to_join="Đến dự tại hội trường, không cần đăng ký trước.",
    chairs="Đại diện Thường trực Hội đồng nhân dân xã",
    places=(NewPlace(name="Hội trường Ủy ban nhân dân xã", address="Trung tâm xã Vạn Linh"),),
    questions_from=NOW.date(), questions_to=HELD_AT.date() - timedelta(days=5),
)  # fmt: skip


def new_dialogue(**changes: Any) -> NewDialogue:
    """Return a dialogue as it would be typed, with changes."""
    return replace(DIALOGUE, **changes)


def plan_dialogue(commune: Commune, *, at: datetime = NOW, **changes: Any) -> int:
    """Put a dialogue onto the plan; return its id. A second one meets in a hall of its own, unless ``places`` are given."""
    with use_unit(commune.unit_id):
        others = db.session.scalar(select(func.count()).select_from(Dialogue))
        new = new_dialogue(**changes)
        if others and "places" not in changes:
            new = replace(new, places=tuple(replace(place, name=f"{place.name} {others + 1}") for place in new.places))
        with transaction():
            return planning.plan(new, actor=commune.leader, at=at)


def announced_dialogue(commune: Commune, *, at: datetime = NOW, **changes: Any) -> int:
    """Plan a dialogue and announce it at once; return its id."""
    dialogue_id = plan_dialogue(commune, at=at, **changes)
    with use_unit(commune.unit_id), transaction():
        planning.announce(dialogue_id, actor=commune.leader, at=at, version=1, calendar=calendar_for(commune.unit_id))
    return dialogue_id


def read_dialogue(dialogue_id: int) -> Dialogue:
    """Return the row as it is now."""
    return db.session.get(Dialogue, dialogue_id, populate_existing=True)
