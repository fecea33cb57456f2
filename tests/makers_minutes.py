"""Makes what the tests of the day talk about: a dialogue in session, minutes, conclusions, commitments of any state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from accounts.permissions import Actor
from accounts.queries import villages
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from dialogue.commitment_models import Commitment
from dialogue.commitment_rules import Fulfilment, Promise
from dialogue.minute_models import Minutes
from dialogue.minute_rules import Head, Item
from dialogue.models import Dialogue
from dialogue.services import commitment_steps, commitments, conclusions, minutes
from dialogue.services.steps import enter
from dialogue.states import Step
from feedback.documents import Chosen
from feedback.states import Evidence
from tests.makers import Commune
from tests.makers_dialogue import HELD_AT, announced_dialogue, read_dialogue

CONCLUDED_AT = datetime(2026, 12, 22, 2, 0, tzinfo=UTC)
"""Tuesday, 22 December 2026: the seventh day after the dialogue."""
HEAD = Head(
    place="Hội trường Ủy ban nhân dân xã", chairs="Hoàng Văn Bình, Chủ tịch Ủy ban nhân dân xã", secretary="Vi Thị Hạnh",
    attended=120, women=52, minority=98, bodies="Ủy ban Mặt trận Tổ quốc Việt Nam xã", by_village="Nà Lìa: 45\nKhuổi Mươi: 75",
    started_at=HELD_AT, ended_at=HELD_AT + timedelta(hours=3),
)  # fmt: skip
_numbers = count(1)


def item(**changes: Any) -> Item:
    """Return an item as it would be typed."""
    values = {
        "client_id": f"client-{next(_numbers):04d}", "speaker_number": 5,
        "opinion": "Chợ Vạn Linh không có thùng rác, rác tràn ra đường.",
        "answer": "Phòng Kinh tế sẽ đặt thùng rác ngay trong tháng.", "answered_by": "Trưởng phòng Kinh tế",
    }  # fmt: skip
    return Item(**{**values, **changes})


def promised_item(commune: Commune, **changes: Any) -> Item:
    """Return an item with a promise in it."""
    values = {
        "promised": True, "promise": "Đặt 04 thùng rác tại chợ Vạn Linh.", "promise_due_on": date(2027, 1, 15),
        "department_id": min(commune.officer.department_ids), "village_id": villages(commune.unit_id)[0].id,
    }  # fmt: skip
    return item(**{**values, **changes})


def promise(commune: Commune, **changes: Any) -> Promise:
    """Return a promise that lacks nothing."""
    whole = Promise(
        text="Đặt 04 thùng rác tại chợ Vạn Linh.", department_id=min(commune.officer.department_ids),
        official_id=commune.officer.id, due_on=date(2027, 1, 15), evidence_required="Ảnh thùng rác tại chợ",
    )  # fmt: skip
    return replace(whole, **changes)


def in_session(commune: Commune, **changes: Any) -> int:
    """Announce a dialogue and open it; return its id."""
    dialogue_id = announced_dialogue(commune, **changes)
    open_session(dialogue_id)
    return dialogue_id


def open_session(dialogue_id: int) -> None:
    """Open an announced dialogue at its hour."""
    with transaction():
        dialogue = db.session.get(Dialogue, dialogue_id)
        dialogue.opened_at = dialogue.starts_at
        enter(dialogue, Step.OPEN, at=dialogue.starts_at)


def write(commune: Commune, dialogue_id: int, *items: Item, head: Head = HEAD, at: datetime = HELD_AT) -> None:
    """The clerk writes head and items."""
    for one in items:
        with transaction():
            minutes.write_item(dialogue_id, one, actor=commune.clerk, at=at, version=0)
    with transaction():
        minutes.write_head(dialogue_id, head, actor=commune.clerk, at=at, version=0)


def held(commune: Commune, *items: Item, **changes: Any) -> int:
    """Hold a dialogue with ended minutes; return its id."""
    dialogue_id = in_session(commune, **changes)
    finish(commune, dialogue_id, *items)
    return dialogue_id


def finish(commune: Commune, dialogue_id: int, *items: Item) -> None:
    """Write items (or one) and the head, and end the minutes three hours after the dialogue began."""
    starts_at = read_dialogue(dialogue_id).starts_at
    head = replace(HEAD, started_at=starts_at, ended_at=starts_at + timedelta(hours=3))
    write(commune, dialogue_id, *(items or (item(),)), head=head, at=starts_at)
    with transaction():
        minutes.finish(dialogue_id, actor=commune.clerk, at=starts_at + timedelta(hours=3), version=1)


def conclude(
    commune: Commune, dialogue_id: int, *, at: datetime = CONCLUDED_AT, text: str = "Giao các đơn vị làm đúng hạn."
) -> int:
    """The clerk writes the conclusions, the leader publishes them; return the document's id."""
    with transaction():
        seen = conclusions.write_conclusion(
            dialogue_id, actor=commune.clerk, at=at, version=0, text=text, channels=("media", "posted", "village_heads")
        )
    return publish(commune, dialogue_id, at=at, seen=seen)


def publish(commune: Commune, dialogue_id: int, *, at: datetime = CONCLUDED_AT, seen: int = 1, actor: Actor | None = None) -> int:
    """Publish the conclusions that are written; return the document's id."""
    with transaction():
        return conclusions.conclude(
            dialogue_id, actor=actor or commune.leader, at=at, version=read_dialogue(dialogue_id).version, seen=seen,
            calendar=calendar_for(commune.unit_id), chosen=Chosen(signer="Hoàng Văn Bình"),
        )  # fmt: skip


def concluded(commune: Commune, *promises: Promise, at: datetime = CONCLUDED_AT, **changes: Any) -> list[int]:
    """Conclude a dialogue with these promises (or one); return the commitments' ids."""
    dialogue_id = held(commune, **changes)
    ids = [draft(commune, dialogue_id, one) for one in promises or (promise(commune),)]
    conclude(commune, dialogue_id, at=at)
    return ids


def draft(commune: Commune, dialogue_id: int, one: Promise, *, at: datetime = HELD_AT) -> int:
    """The clerk writes a promise down."""
    with transaction():
        return commitments.draft(dialogue_id, one, actor=commune.clerk, at=at)


def take(
    name: str, commitment_id: int, *, actor: Actor, at: datetime = CONCLUDED_AT, version: int | None = None, **facts: Any
) -> None:
    """Take a step of a commitment by the name of its command."""
    with transaction():
        version = read_commitment(commitment_id).version if version is None else version
        getattr(commitment_steps, name)(commitment_id, actor=actor, at=at, version=version, **facts)


def done(**changes: Any) -> Fulfilment:
    """Return a report that passes without a photo."""
    values = {
        "text": "Đã đặt đủ 04 thùng.", "done_on": CONCLUDED_AT.date(), "evidence": Evidence.DOCUMENT,
        "document": "Biên bản bàn giao số 12 ngày 22/12/2026",
    }  # fmt: skip
    return Fulfilment(**{**values, **changes})


def read_commitment(commitment_id: int) -> Commitment:
    """Return the row as it is now."""
    return db.session.get(Commitment, commitment_id, populate_existing=True)


def read_minutes(dialogue_id: int) -> Minutes | None:
    """Return the minutes as they are now."""
    return db.session.scalars(db.select(Minutes).where(Minutes.dialogue_id == dialogue_id)).one_or_none()
