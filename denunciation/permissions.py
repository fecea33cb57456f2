"""Who may open what in the register: computed from who is accused, never from what somebody ticks. Pure.

Source: Law on Denunciations 2018, Art. 8.3, 11.2, 56.2; Decree 31/2019, Art. 5.2 (the accused and his chain keep out).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.roles import Role
from core.permissions import Permission

HANDING_ON = (Role.RECEPTION_CLERK, Role.DEPARTMENT_HEAD, Role.OFFICER, Role.LEADER)
"""Who hands on what only the province may settle when its receiver cannot: the first of these posts that somebody holds."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """An official as these rules see one."""

    id: int
    roles: frozenset[Role]
    department_ids: frozenset[int]
    permissions: frozenset[Permission] = frozenset()


def named(people: Iterable[Person], listed: frozenset[int], unconfirmed: frozenset[int] = frozenset()) -> frozenset[int]:
    """Return who may open the register: those on the list; while nobody is listed, the chair and the vice-chairs.

    Nobody without the register's own permission, whatever the list says, and nobody who waits to be confirmed; while all who
    are listed wait, nobody else comes in instead.
    """
    fit = [person for person in people if Permission.DENUNCIATION_ENTER in person.permissions]
    chosen = frozenset(person.id for person in fit if person.id in listed)
    return (chosen or frozenset(person.id for person in fit if Role.LEADER in person.roles)) - unconfirmed


def excluded(accused_id: int | None, people: Iterable[Person]) -> frozenset[int]:
    """Return who may never see an entry: the accused and whoever works under him.

    A chair or vice-chair has everybody of the commune under him; a head of department everybody in it but the chairs.
    None (accused unknown, or nobody of this house) excludes nobody.
    """
    everybody = {person.id: person for person in people}
    accused = everybody.get(accused_id or 0)
    if accused is None:
        return frozenset() if accused_id is None else frozenset({accused_id})
    if Role.LEADER in accused.roles:
        return frozenset(everybody)
    if Role.DEPARTMENT_HEAD in accused.roles:
        under = {
            person.id
            for person in everybody.values()
            if person.department_ids & accused.department_ids and Role.LEADER not in person.roles
        }
        return frozenset(under | {accused.id})
    return frozenset({accused.id})


def beyond_commune(accused_id: int | None, people: Iterable[Person]) -> bool:
    """True when the accused is chair or vice-chair: only the province may settle it (Law on Denunciations, Art. 12–13)."""
    return any(person.id == accused_id and Role.LEADER in person.roles for person in people)


def carriers(accused_id: int | None, received_by: int, people: Iterable[Person]) -> frozenset[int]:
    """Return who hands an entry beyond the commune on, seeing dates and no content: whoever received it (Art. 24.2).

    When the receiver is the accused himself, or may not enter the register any more, the clerks of reception do it; where there
    is none, the heads of departments, then the officers, and the other chairs last. Never the accused, and nobody without the
    register's own permission; empty only where the accused is alone with it.
    """
    everybody = list(people)
    if not beyond_commune(accused_id, everybody):
        return frozenset()
    fit = [person for person in everybody if person.id != accused_id and Permission.DENUNCIATION_ENTER in person.permissions]
    receiver = frozenset(person.id for person in fit if person.id == received_by)
    of_roles = (frozenset(person.id for person in fit if role in person.roles) for role in HANDING_ON)
    return next((hands for hands in (receiver, *of_roles) if hands), frozenset())
