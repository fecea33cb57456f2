"""The whole picture for who directs: what is late, where it lies, what it waits for, and who carries how much. Five queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import case as when
from sqlalchemy import func, select

from accounts.permissions import Actor
from accounts.queries import away_on, departments, officials, setting
from core.alphabet import by_given_name
from core.errors import NotAllowed
from core.extensions import db
from core.permissions import Permission
from deadlines.calendar import WorkingCalendar
from feedback.models import Case
from feedback.queries.waiting import Waiting, waiting_word
from feedback.states import OPEN_STATES

LATE, SOON, CALM = "late", "soon", "calm"


@dataclass(kw_only=True)
class Load:
    """How many open cases somebody or some place has: ``late`` and ``soon`` of them by date, and what all of them wait for."""

    open: int = 0
    late: int = 0
    soon: int = 0
    waits: Counter[str] = field(default_factory=Counter)
    late_waits: Counter[str] = field(default_factory=Counter)

    def add(self, number: int, *, due: str, waiting: str) -> None:
        """Count cases that are due so and wait for this."""
        self.open += number
        self.waits[waiting] += number
        if due == LATE:
            self.late += number
            self.late_waits[waiting] += number
        elif due == SOON:
            self.soon += number

    @property
    def sender(self) -> int:
        """How many wait for the sender's word."""
        return self.waits[Waiting.SENDER.value]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A department (id None: letters nobody has taken on yet)."""

    id: int | None
    name: str
    load: Load


@dataclass(frozen=True, kw_only=True)
class Carrier:
    """An officer with open cases or with the task to have some; ``away`` today."""

    id: int
    name: str
    place: str
    away: bool
    load: Load


@dataclass(frozen=True, kw_only=True)
class Overview:
    """One commune on one day."""

    today: date
    whole: Load
    places: tuple[Place, ...]
    carriers: tuple[Carrier, ...]


def overview(actor: Actor, *, today: date, calendar: WorkingCalendar, locale: str) -> Overview:
    """Return the picture of the actor's commune. Raises NotAllowed without the permission to read letters."""
    if Permission.CASE_READ not in actor.permissions:
        raise NotAllowed(permission=Permission.CASE_READ.value)
    soon = calendar.add_working(today, int(setting(actor.unit_id, "due_soon_days")))
    whole, places, people = Load(), dict[int | None, Load](), dict[int, Load]()
    for department_id, officer_id, due, waiting, number in _counted(actor.unit_id, today=today, soon=soon):
        owners = [whole, places.setdefault(department_id, Load())]
        if officer_id is not None:
            owners.append(people.setdefault(officer_id, Load()))
        for load in owners:
            load.add(number, due=due, waiting=waiting)
    return Overview(
        today=today, whole=whole, places=_places(actor.unit_id, places, locale),
        carriers=_carriers(actor.unit_id, people, today=today, locale=locale),
    )  # fmt: skip


def _counted(unit_id: int, *, today: date, soon: date) -> Iterable[tuple[int | None, int | None, str, str, int]]:
    due = when((Case.due_on < today, LATE), (Case.due_on <= soon, SOON), else_=CALM)
    waiting = waiting_word()
    inner = (
        select(
            Case.department_id.label("department_id"), Case.officer_id.label("officer_id"), due.label("due"),
            waiting.label("waiting"),
        )
        .where(Case.unit_id == unit_id, Case.state.in_(sorted(state.value for state in OPEN_STATES)))
        .subquery()
    )  # fmt: skip
    columns = tuple(inner.c)
    rows = db.session.execute(select(*columns, func.count()).group_by(*columns))
    return [tuple(row) for row in rows]  # type: ignore[misc]


def _places(unit_id: int, loads: dict[int | None, Load], locale: str) -> tuple[Place, ...]:
    known = [Place(id=item.id, name=item.named(locale), load=loads[item.id]) for item in departments(unit_id) if item.id in loads]
    nobody = [Place(id=None, name="", load=loads[None])] if None in loads else []
    return tuple(sorted([*nobody, *known], key=lambda place: (-place.load.late, -place.load.open)))


def _carriers(unit_id: int, loads: dict[int, Load], *, today: date, locale: str) -> tuple[Carrier, ...]:
    away = away_on(unit_id, today)
    names = {item.id: item.named(locale) for item in departments(unit_id)}
    carriers = [
        Carrier(
            id=person.id, name=person.full_name, away=person.id in away, load=loads.get(person.id, Load()),
            place=next((names[place] for place in person.department_ids if place in names), ""),
        )
        for person in officials(unit_id, on=today, active_only=False)
        if person.id in loads or (person.active and Permission.CASE_HANDLE in person.permissions)
    ]  # fmt: skip
    return tuple(sorted(carriers, key=lambda one: (-one.load.late, -one.load.open, by_given_name(one.name))))
