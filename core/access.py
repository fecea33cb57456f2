"""Who may open a page: every view declares it, and what declares nothing is closed."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from flask import Flask, current_app, request
from flask_login import current_user

from core.errors import NotAllowed
from core.permissions import Permission

View = TypeVar("View", bound=Callable[..., object])


class Open(Enum):
    """Doors without a permission: everybody, machines, or any signed-in official."""

    PUBLIC = "public"
    MACHINE = "machine"
    SIGNED_IN = "signed_in"


PUBLIC, MACHINE, SIGNED_IN = Open.PUBLIC, Open.MACHINE, Open.SIGNED_IN
Access = Open | Permission


def access(need: Access) -> Callable[[View], View]:
    """Declare who may open a view; stands directly above the function, below the route."""

    def declare(view: View) -> View:
        view.__access__ = need  # type: ignore[attr-defined]
        return view

    return declare


def declared(app: Flask, endpoint: str) -> Access | None:
    """Return what the view of ``endpoint`` declares, or None."""
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions.get(endpoint), "__access__", None)


def guard() -> object | None:
    """Before every request: let through, send to sign-in, or refuse (NotAllowed)."""
    if request.endpoint is None:
        return None
    need = declared(current_app, request.endpoint)
    if need in (PUBLIC, MACHINE):
        return None
    if need is None:
        raise NotAllowed(endpoint=request.endpoint)
    if not current_user.is_authenticated:
        return current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    if isinstance(need, Permission) and need not in current_user.permissions:
        raise NotAllowed(permission=need.value)
    return None
