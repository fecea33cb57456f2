"""Who is told of an item: the official who answers for it, and whoever may publish, of what somebody else drafted.

The first when it becomes theirs, when it is due tomorrow, and when it is late.

The letters hold the code of the kind, the date and the way to the page; nothing of what is disclosed.
"""

from __future__ import annotations

from datetime import date, datetime

from accounts.permissions import PERMISSIONS
from core import letters, outbox
from core.extensions import db
from core.permissions import Permission
from deadlines.clock import local_date
from disclosure.events import DisclosureChanged, DisclosureDrafted
from disclosure.models import DisclosureItem
from feedback.queries import people
from feedback.queries.people import Reader

DESK_PATH = "/can-bo/cong-khai/{item_id}"


def tell(event: DisclosureDrafted | DisclosureChanged) -> None:
    """Tell the official who answers for a draft, and who may publish one of others, once; nobody is told of their own act."""
    row = db.session.get(DisclosureItem, event.item_id)
    if row is None:
        return
    if event.official_id != event.actor_id:
        lay(row, template="assigned", at=event.at, mark=str(row.official_id))
    readers = publishers(row.unit_id, on=local_date(event.at))
    if event.actor_id not in {reader.id for reader in readers}:
        others = [reader for reader in readers if reader.id != row.official_id]
        lay(row, template="to_publish", at=event.at, mark="drafted", readers=others)


def publishers(unit_id: int, *, on: date) -> list[Reader]:
    """Return the officials who may publish."""
    roles = [role for role, held in PERMISSIONS.items() if Permission.DISCLOSURE_PUBLISH in held]
    return people.unique([reader for role in roles for reader in people.holders(unit_id, role, on=on)])


def lay(row: DisclosureItem, *, template: str, at: datetime, mark: str, readers: list[Reader] | None = None) -> int:
    """Lay a letter for whoever answers for the item, or other ``readers``, once for each ``mark``; return how many were laid."""
    words = letters.render(
        f"disclosure/{template}.txt", locale="vi", due_on=row.due_on, kind=row.kind,
        desk_url=letters.public_address(DESK_PATH.format(item_id=row.id)),
    )  # fmt: skip
    event = f"disclosure_{template}"
    if readers is None:
        readers = people.official(row.unit_id, row.official_id)
    return outbox.tell_officials(
        readers, unit_id=row.unit_id, at=at, event=event, subject=f"disclosure:{row.id}", title=words.title, body=words.body,
        mark=f"{event}:{row.id}:{mark}",
    )  # fmt: skip
