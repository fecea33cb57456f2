"""Letters to the leaders: every time an administrator gives somebody a leader's way in, all who lead are told."""

from __future__ import annotations

from accounts.events import WayInGiven
from accounts.queries import official_names, officials
from accounts.roles import Role
from core import letters, outbox
from deadlines.clock import local_date


def tell_leaders(event: WayInGiven) -> None:
    """Lay a letter before every other leader when a leader's post was given or a leader's account got a new way in.

    What is done at the terminal is done by whoever holds the server, and told to nobody.
    """
    if event.actor_id is None:
        return
    leaders = officials(event.unit_id, role=Role.LEADER, on=local_date(event.at))
    person = next((one for one in leaders if one.id == event.official_id), None)
    if person is None:
        return
    by = official_names(event.unit_id, [event.actor_id]).get(event.actor_id, "")
    words = letters.render("accounts/way_in_given.txt", locale="vi", how=event.how, own={"name": person.full_name, "by": by})
    outbox.enqueue_all([
        outbox.NewLetter(
            unit_id=event.unit_id, at=event.at, event="way_in_given", subject=f"official:{person.public_id}", audience="official",
            official_id=reader.id, title=words.title, body=words.body, email=reader.email or None,
            dedup_key=f"way_in_given:{person.id}:{event.at.isoformat()}:{reader.id}",
        )
        for reader in leaders
        if reader.id not in (person.id, event.actor_id)
    ])  # fmt: skip
