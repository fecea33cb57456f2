"""Letters about a way in through the provider: whoever owns the account is told, and of a leader's all who lead."""

from __future__ import annotations

from accounts.events import IdentityLinked
from accounts.queries import official, officials
from accounts.roles import Role
from core import letters, outbox
from deadlines.clock import local_date


def tell_of_identity(event: IdentityLinked) -> None:
    """Lay a letter before the official; what was linked by e-mail at a leader's account is told to the other leaders too."""
    person = official(event.unit_id, event.official_id, on=local_date(event.at))
    if person is None:
        return
    watch = event.how == "email" and Role.LEADER in person.roles
    leaders = officials(event.unit_id, role=Role.LEADER, on=local_date(event.at)) if watch else []
    words = letters.render("accounts/identity_linked.txt", locale="vi", how=event.how, own={"name": person.full_name})
    outbox.enqueue_all([
        outbox.NewLetter(
            unit_id=event.unit_id, at=event.at, event="identity_linked", subject=f"official:{person.public_id}",
            audience="official", official_id=reader.id, title=words.title, body=words.body, email=reader.email or None,
            dedup_key=f"identity_linked:{person.id}:{event.at.isoformat()}:{reader.id}",
        )
        for reader in [person, *(one for one in leaders if one.id != person.id)]
    ])  # fmt: skip
