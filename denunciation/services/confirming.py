"""Whom an administrator let in waits for a word of a reader; both are lines of the register's own trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select

from accounts import notices
from accounts import queries as accounts
from accounts.events import WayInGiven, WayInTaken
from accounts.permissions import Actor
from accounts.roles import Role
from core.errors import NotFound, WrongState
from core.extensions import db
from deadlines.clock import local_date
from denunciation import trail
from denunciation.models import RegisterEntry
from denunciation.people import Circle, listed_ids
from denunciation.trust import confirmation_of, doubt_of


def shut_for(event: WayInGiven) -> None:
    """Shut the register for a leader or a listed reader whom an administrator let in, until a reader confirms him.

    Not where there is nobody who could read it and nothing to be read: the first leaders of a commune. What is done at the
    terminal is done by whoever holds the server, and shuts nothing; the leaders are told of it.
    """
    if event.actor_id is None:
        return
    circle = Circle(event.unit_id, on=local_date(event.at))
    if event.official_id in circle.unconfirmed or not _may_come_to_read(event.official_id, circle=circle, unit_id=event.unit_id):
        return
    filled = exists().where(RegisterEntry.unit_id == event.unit_id)
    if circle.named - {event.official_id} or db.session.scalar(select(filled)):
        trail.record(
            unit_id=event.unit_id, at=event.at, actor_id=event.actor_id, action=doubt_of(event.official_id),
            entry_id=trail.READERS, reason=event.how,
        )  # fmt: skip


def tell_of_a_reader_shut_out(event: WayInTaken) -> None:
    """Tell the leaders that the account of a listed reader who does not lead was closed; of leaders they hear anyway.

    The letter says nothing of the register. Otherwise an administrator could close the account of every reader unnoticed.
    """
    person = accounts.official(event.unit_id, event.official_id, on=local_date(event.at))
    listed = event.how == "closed" and event.official_id in listed_ids(event.unit_id)
    if listed and person is not None and Role.LEADER not in person.roles:
        notices.tell_who_leads(event, person)


def _may_come_to_read(official_id: int, *, circle: Circle, unit_id: int) -> bool:
    """Return whether an official is listed or a leader, be it of a post that begins later or with an account still closed."""
    coming = accounts.officials(unit_id, role=Role.LEADER, active_only=False)
    leaders = {person.id for person in circle.people if Role.LEADER in person.roles} | {person.id for person in coming}
    return official_id in leaders | listed_ids(unit_id)


def confirm(official_id: int, *, actor: Actor, at: datetime) -> None:
    """A reader says that it is the right person; the register opens for him again.

    Raises NotFound for whoever is no reader (also while he waits himself), WrongState when that person does not wait.
    """
    circle = Circle(actor.unit_id, on=local_date(at))
    if actor.id not in circle.named:
        raise NotFound()
    _open_again(official_id, circle=circle, unit_id=actor.unit_id, actor_id=actor.id, at=at)


def confirm_at_the_terminal(official_id: int, *, unit_id: int, at: datetime) -> None:
    """The same by whoever holds the server, where no reader is left. Raises WrongState."""
    circle = Circle(unit_id, on=local_date(at))
    if circle.named:
        raise WrongState("readers_are_there")
    _open_again(official_id, circle=circle, unit_id=unit_id, actor_id=None, at=at)


def _open_again(official_id: int, *, circle: Circle, unit_id: int, actor_id: int | None, at: datetime) -> None:
    if official_id not in circle.unconfirmed:
        raise WrongState("nobody_waits")
    trail.record(unit_id=unit_id, at=at, actor_id=actor_id, action=confirmation_of(official_id), entry_id=trail.READERS)
