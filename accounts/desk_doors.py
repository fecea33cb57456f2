"""The doors that rooms hang beside each other in the navigation of the desk; only pages of officials look who may open which.

And where at the desk the things lie that letters to officials speak of, and what they are called: each room says it of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request
from flask_login import current_user

from accounts.permissions import Actor
from accounts.read_models import SignedIn
from core.permissions import Permission

PLACE, SUBJECTS, DESK = "gandan.desk_doors", "gandan.desk_subjects", "/can-bo"
TELLERS = "gandan.desk_tellers"
Told = Mapping[int, Sequence[str]]
Teller = Callable[[Actor, Sequence[int]], Told]
"""From who reads and the numbers of things to a few words of each that this official may read, in one question."""
Address = Callable[[str], str]
"""From the name of a thing ("7" of "case:7") to its address at the desk, "" when there is none."""


@dataclass(frozen=True, kw_only=True)
class DeskDoor:
    """A door: ``place`` orders them, ``opens`` says for whom it exists; what lies below ``url`` belongs to it."""

    place: int
    url: str
    label: Any
    icon: str
    opens: Callable[[SignedIn], bool]

    @property
    def current(self) -> bool:
        """Whether the page that is drawn lies behind it."""
        return request.path.startswith(self.url)


def holds(permission: Permission) -> Callable[[SignedIn], bool]:
    """Return for whom a door exists that opens by a permission."""
    return lambda person: permission in person.permissions


def install(app: Flask) -> None:
    """Give every template of a page of officials the doors of who looks at it."""
    app.extensions[PLACE], app.extensions[SUBJECTS], app.extensions[TELLERS] = [], {}, {}
    app.context_processor(_doors)


def hang(app: Flask, door: DeskDoor) -> None:
    """Hang a door in its place."""
    app.extensions[PLACE] = sorted([*app.extensions[PLACE], door], key=lambda each: each.place)


def lead(app: Flask, kind: str, address: Address) -> None:
    """Say where things of a kind lie at the desk."""
    app.extensions[SUBJECTS][kind] = address


def name_by(app: Flask, kind: str, teller: Teller) -> None:
    """Say how things of a kind are called in the inbox of the desk; letters by mail name nothing."""
    app.extensions[TELLERS][kind] = teller


def told_of(actor: Actor, subjects: Sequence[str]) -> dict[str, Sequence[str]]:
    """Return the words of the things that letters speak of, one question for each kind; things without words are left out."""
    found: dict[str, Sequence[str]] = {}
    for kind, teller in current_app.extensions[TELLERS].items():
        names = {subject.partition(":")[2] for subject in subjects if subject.startswith(f"{kind}:")}
        numbers = sorted(int(name) for name in names if name.isascii() and name.isdigit() and len(name) < 10)
        told = teller(actor, numbers) if numbers else {}
        found |= {f"{kind}:{number}": words for number, words in told.items()}
    return found


def numbered(url: str) -> Address:
    """Return the addresses of things that lie below one by their number.

    >>> numbered("/can-bo/giam-sat")("3"), numbered("/can-bo/giam-sat")("x")
    ('/can-bo/giam-sat/3', '')
    """
    return lambda name: f"{url}/{name}" if name.isascii() and name.isdigit() else ""


def leads(subject: str) -> bool:
    """Return whether what a letter speaks of has a place at the desk."""
    return subject.partition(":")[0] in current_app.extensions[SUBJECTS]


def address_of(subject: str) -> str:
    """Return where at the desk the thing lies that a letter speaks of, "" when nowhere."""
    kind, _colon, name = subject.partition(":")
    address: Address | None = current_app.extensions[SUBJECTS].get(kind)
    return address(name) if address else ""


def _doors() -> dict[str, list[DeskDoor]]:
    """Return the doors that exist for this official; other pages get nothing, and nobody is asked."""
    if not request.path.startswith(DESK) or not current_user.is_authenticated:
        return {}
    person = current_user._get_current_object()
    return {"desk_doors": [door for door in current_app.extensions[PLACE] if door.opens(person)]}
