"""The officials of a commune as the rules of access see them, and who is on the list of the register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from accounts import queries as accounts
from accounts.permissions import Actor
from core.errors import NotFound
from core.extensions import db
from denunciation import trail
from denunciation.envelopes import unseal_facts, unwrap
from denunciation.models import RegisterEntry, RegisterReader, RegisterValue
from denunciation.permissions import Person, beyond_commune, carriers, excluded, named

ACCUSED = "accused"


def people_of(unit_id: int, *, on: date) -> list[Person]:
    """Return the active officials with the posts they hold on a day."""
    return [
        Person(
            id=item.id, roles=frozenset(item.roles), department_ids=frozenset(item.department_ids), permissions=item.permissions
        )
        for item in accounts.officials(unit_id, on=on)
    ]


def listed_ids(unit_id: int) -> frozenset[int]:
    """Return the officials on the commune's list (nobody: the rule of denunciation.permissions.named holds)."""
    return frozenset(db.session.scalars(select(RegisterReader.official_id).where(RegisterReader.unit_id == unit_id)))


class Circle:
    """Who may open what in one commune on one day; read once for a page or a command."""

    def __init__(self, unit_id: int, *, on: date) -> None:
        self.people = people_of(unit_id, on=on)
        self.unconfirmed = trail.unconfirmed_readers(unit_id)
        self.named = named(self.people, listed_ids(unit_id), self.unconfirmed)
        self._accused: dict[str, int | None] = {}

    def learn(self, entries: Iterable[RegisterEntry]) -> None:
        """Read who is accused in many entries at once, so that no line of a list asks for itself."""
        wanted = {entry.id: entry for entry in entries}
        query = select(RegisterValue.entry_id, RegisterValue.body)
        bodies = dict(
            db.session.execute(query.where(RegisterValue.entry_id.in_(wanted), RegisterValue.name == ACCUSED)).tuples().all()
        )
        self._accused |= {number: _id_in(_opened(entry, bodies.get(number))) for number, entry in wanted.items()}

    def accused(self, entry: RegisterEntry) -> int | None:
        """Return the accused official of the commune, or None; an entry is opened once."""
        if entry.id not in self._accused:
            self._accused[entry.id] = accused_id(entry)
        return self._accused[entry.id]

    def may_read(self, actor: Actor, entry: RegisterEntry) -> bool:
        """True for the named, unless they are the accused or work under him."""
        return actor.id in self.named - excluded(self.accused(entry), self.people)

    def may_carry(self, actor: Actor, entry: RegisterEntry) -> bool:
        """True for whoever hands an entry beyond the commune on; there is no content for them."""
        return actor.id in carriers(self.accused(entry), entry.received_by, self.people)

    def may_see(self, actor: Actor, entry: RegisterEntry) -> bool:
        """True when the entry exists for this official at all."""
        return self.may_read(actor, entry) or self.may_carry(actor, entry)

    def is_beyond(self, entry: RegisterEntry) -> bool:
        """True when the accused is chair or vice-chair."""
        return beyond_commune(self.accused(entry), self.people)

    def is_beyond_for(self, official_id: int | None) -> bool:
        """True when this official, were he accused, is chair or vice-chair."""
        return beyond_commune(official_id, self.people)


def accused_of(entry: RegisterEntry) -> dict[str, object]:
    """Return who is accused: ``id`` of an official of the commune or None, ``text`` as it was said."""
    query = select(RegisterValue.body).where(RegisterValue.entry_id == entry.id, RegisterValue.name == ACCUSED)
    return _opened(entry, db.session.scalar(query))


def accused_id(entry: RegisterEntry) -> int | None:
    """Return the accused official of the commune, or None."""
    return _id_in(accused_of(entry))


def _opened(entry: RegisterEntry, body: bytes | None) -> dict[str, object]:
    return unseal_facts(body, key=unwrap(entry.content_key), entry_id=entry.id, field=ACCUSED) if body else {}


def _id_in(accused: dict[str, object]) -> int | None:
    found = accused.get("id")
    return found if isinstance(found, int) else None


def entry_for(actor: Actor, entry_id: str, *, circle: Circle, change: bool = False) -> RegisterEntry:
    """Return an entry that exists for the actor. Raises NotFound: another commune's, the accused's own, or none at all."""
    query = select(RegisterEntry).where(RegisterEntry.id == entry_id, RegisterEntry.unit_id == actor.unit_id)
    if change:
        query = query.with_for_update().execution_options(populate_existing=True)
    entry = db.session.scalars(query).one_or_none()
    if entry is None or not circle.may_see(actor, entry):
        raise NotFound()
    return entry
