"""Who is told of a commitment: the person responsible, and the leaders when it is disputed, remarked on, or overdue.

The letters hold the code, the date and the way to the page; nothing of what was promised or said.
"""

from __future__ import annotations

from datetime import date, datetime

from accounts.roles import Role
from core import letters, outbox
from core.extensions import db
from deadlines.clock import local_date
from dialogue.commitment_events import (
    CommitmentDisputed,
    CommitmentEvent,
    CommitmentMoved,
    CommitmentOpened,
    CommitmentWithdrawn,
    RemarkRecorded,
    VoiceRaised,
)
from dialogue.commitment_models import Commitment
from feedback.queries import people
from feedback.queries.people import Reader

DESK_PATH = "/can-bo/cam-ket/{commitment_id}"
TEMPLATES = {
    CommitmentOpened: "commitment_opened", CommitmentDisputed: "commitment_disputed", RemarkRecorded: "commitment_remark",
    VoiceRaised: "commitment_voice", CommitmentMoved: "commitment_moved", CommitmentWithdrawn: "commitment_withdrawn",
}  # fmt: skip
TO_LEADERS = frozenset({CommitmentDisputed, RemarkRecorded})


def tell(event: CommitmentEvent) -> None:
    """Lay the letters of an event into the tray, in the command's transaction; nobody is told of their own act."""
    row = db.session.get(Commitment, event.commitment_id)
    template = TEMPLATES.get(type(event))
    if row is None or template is None:
        return
    on = local_date(event.at)
    if isinstance(event, VoiceRaised):
        readers = people.holders(row.unit_id, Role.RECEPTION_CLERK, on=on)
    else:
        readers = responsible(row, on=on, leaders=type(event) in TO_LEADERS)
    told = [reader for reader in readers if reader.id != event.actor_id]
    answer_by = event.due_on if isinstance(event, RemarkRecorded) else None
    lay(row, told, template=template, at=event.at, mark=event.at.isoformat(), answer_by=answer_by)


def responsible(row: Commitment, *, on: date, leaders: bool) -> list[Reader]:
    """Return the person responsible and the head of the department, and the leaders if they are to know."""
    heads = people.holders(row.unit_id, Role.DEPARTMENT_HEAD, on=on, department_id=row.department_id)
    above = people.holders(row.unit_id, Role.LEADER, on=on) if leaders else []
    return people.unique([*people.official(row.unit_id, row.official_id), *heads, *above])


def lay(
    row: Commitment,
    readers: list[Reader],
    *,
    template: str,
    at: datetime,
    mark: str,
    days: int = 0,
    answer_by: date | None = None,
) -> int:
    """Lay one letter for each reader, once for each ``mark``; return how many were laid."""
    words = letters.render(
        f"dialogue/{template}.txt", locale="vi", code=row.code, due_on=row.due_on, days=days, answer_by=answer_by,
        desk_url=letters.public_address(DESK_PATH.format(commitment_id=row.id)),
    )  # fmt: skip
    return outbox.tell_officials(
        readers, unit_id=row.unit_id, at=at, event=template, subject=f"commitment:{row.id}", title=words.title, body=words.body,
        mark=f"{template}:{row.id}:{mark}",
    )  # fmt: skip
