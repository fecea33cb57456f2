"""Who is told of an item: the official who answers for it, when it becomes theirs, when it is due tomorrow, and when it is late.

The letters hold the code of the kind, the date and the way to the page; nothing of what is disclosed.
"""

from __future__ import annotations

from datetime import datetime

from core import letters, outbox
from core.extensions import db
from disclosure.events import DisclosureChanged, DisclosureDrafted
from disclosure.models import DisclosureItem
from feedback.queries import people

DESK_PATH = "/can-bo/cong-khai/{item_id}"


def tell(event: DisclosureDrafted | DisclosureChanged) -> None:
    """Tell the official who answers for a draft, once; nobody is told of their own act."""
    row = db.session.get(DisclosureItem, event.item_id)
    if row is not None and event.official_id != event.actor_id:
        lay(row, template="assigned", at=event.at, mark=str(row.official_id))


def lay(row: DisclosureItem, *, template: str, at: datetime, mark: str) -> int:
    """Lay a letter for whoever answers for the item, once for each ``mark``; return how many were laid."""
    words = letters.render(
        f"disclosure/{template}.txt", locale="vi", due_on=row.due_on, kind=row.kind,
        desk_url=letters.public_address(DESK_PATH.format(item_id=row.id)),
    )  # fmt: skip
    event = f"disclosure_{template}"
    return outbox.tell_officials(
        people.official(row.unit_id, row.official_id), unit_id=row.unit_id, at=at, event=event, subject=f"disclosure:{row.id}",
        title=words.title, body=words.body, mark=f"{event}:{row.id}:{mark}",
    )  # fmt: skip
