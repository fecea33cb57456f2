"""The doors that rooms hang beside each other in the navigation of the desk; only pages of officials look who may open which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request
from flask_login import current_user

from accounts.read_models import SignedIn
from core.permissions import Permission

PLACE, DESK = "gandan.desk_doors", "/can-bo"


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
    app.extensions[PLACE] = []
    app.context_processor(_doors)


def hang(app: Flask, door: DeskDoor) -> None:
    """Hang a door in its place."""
    app.extensions[PLACE] = sorted([*app.extensions[PLACE], door], key=lambda each: each.place)


def _doors() -> dict[str, list[DeskDoor]]:
    """Return the doors that exist for this official; other pages get nothing, and nobody is asked."""
    if not request.path.startswith(DESK) or not current_user.is_authenticated:
        return {}
    person = current_user._get_current_object()
    return {"desk_doors": [door for door in current_app.extensions[PLACE] if door.opens(person)]}
