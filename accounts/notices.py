"""Letters to the leaders: every time somebody is given a leader's way in or loses it, all who lead are told.

When a second factor is taken away, so is whoever had it.

So are they of what is done at the terminal: whoever holds the server is no leader, and no exception.
"""

from __future__ import annotations

from accounts.events import WayInGiven, WayInTaken
from accounts.queries import official, official_names, officials
from accounts.read_models import OfficialItem
from accounts.roles import Role
from core import letters, outbox
from deadlines.clock import local_date


def tell_leaders(event: WayInGiven) -> None:
    """Lay a letter before every other leader when a leader's post was given or a leader's account got a new way in."""
    leaders = officials(event.unit_id, role=Role.LEADER, on=local_date(event.at))
    person = next((one for one in leaders if one.id == event.official_id), None)
    if person is not None and event.how != "second_factor":
        _tell(event, person, [one for one in leaders if one.id != person.id], name="way_in_given")


def tell_of_a_factor_taken(event: WayInGiven) -> None:
    """Tell every leader, and whoever it was taken from, whatever his post: with his password alone he can be entered now."""
    person = official(event.unit_id, event.official_id, on=local_date(event.at))
    if person is not None and event.how == "second_factor":
        leaders = officials(event.unit_id, role=Role.LEADER, on=local_date(event.at))
        _tell(event, person, [*(one for one in leaders if one.id != person.id), person], name="way_in_given")


def tell_of_a_leader_shut_out(event: WayInTaken) -> None:
    """Tell every leader, also whom it is about, that a leader lost post or account."""
    person = official(event.unit_id, event.official_id, on=local_date(event.at))
    if person is not None and (event.how == "leader_post" or Role.LEADER in person.roles):
        tell_who_leads(event, person)


def tell_who_leads(event: WayInTaken, person: OfficialItem) -> None:
    """Lay the letter about somebody who was shut out before every leader and before himself: his mailbox is still his own."""
    leaders = officials(event.unit_id, role=Role.LEADER, on=local_date(event.at))
    _tell(event, person, [*(one for one in leaders if one.id != person.id), person], name="way_in_taken")


def _tell(event: WayInGiven | WayInTaken, person: OfficialItem, readers: list[OfficialItem], *, name: str) -> None:
    by = official_names(event.unit_id, [event.actor_id]).get(event.actor_id, "") if event.actor_id is not None else ""
    words = letters.render(
        f"accounts/{name}.txt", locale="vi", how=event.how, terminal=event.actor_id is None,
        leads=Role.LEADER in person.roles, own={"name": person.full_name, "by": by},
    )  # fmt: skip
    outbox.enqueue_all([
        outbox.NewLetter(
            unit_id=event.unit_id, at=event.at, event=name, subject=f"official:{person.public_id}", audience="official",
            official_id=reader.id, title=words.title, body=words.body, email=reader.email or None,
            dedup_key=f"{name}:{person.id}:{event.at.isoformat()}:{reader.id}",
        )
        for reader in readers
        if reader.id != event.actor_id
    ])  # fmt: skip
