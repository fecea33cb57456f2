"""Who may open a page: every view declares it, and what declares nothing is closed."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from flask import Flask, current_app, request
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge

from core.errors import NotAllowed
from core.permissions import Permission

View = TypeVar("View", bound=Callable[..., object])
PLAIN_BYTES = 1024 * 1024
"""The longest request that a view without files is sent: words alone are far shorter."""
FILES_BYTES = 55 * 1024 * 1024
"""The longest one with files: five of ten megabytes, and the words beside them."""


class Open(Enum):
    """Doors without a permission: everybody, machines, or any signed-in official."""

    PUBLIC = "public"
    MACHINE = "machine"
    SIGNED_IN = "signed_in"


PUBLIC, MACHINE, SIGNED_IN = Open.PUBLIC, Open.MACHINE, Open.SIGNED_IN
Access = Open | Permission


def access(need: Access, *, files: bool = False) -> Callable[[View], View]:
    """Declare who may open a view, and whether its form brings ``files``; stands directly above the function, below the route."""

    def declare(view: View) -> View:
        view.__access__ = need  # type: ignore[attr-defined]
        view.__takes_files__ = files  # type: ignore[attr-defined]
        return view

    return declare


def declared(app: Flask, endpoint: str) -> Access | None:
    """Return what the view of ``endpoint`` declares, or None."""
    if endpoint == "static":
        return PUBLIC
    return getattr(app.view_functions.get(endpoint), "__access__", None)


def takes_files(app: Flask, endpoint: str | None) -> bool:
    """Return whether the view of ``endpoint`` declares that its form brings files."""
    return getattr(app.view_functions.get(endpoint or ""), "__takes_files__", False)


def guard() -> object | None:
    """Before every request: let through, send to sign-in, or refuse (NotAllowed)."""
    if request.endpoint is None:
        return None
    _measure()
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


def _measure() -> None:
    """Take files only where a view declares them. Raises RequestEntityTooLarge, before anything of the request is read."""
    if takes_files(current_app, request.endpoint):
        request.max_content_length = FILES_BYTES
    most = request.max_content_length
    if most is not None and (request.content_length or 0) > most:
        raise RequestEntityTooLarge()
