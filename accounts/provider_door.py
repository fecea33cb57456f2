"""The way to the provider that officials sign in through: whether there is one, where its button stands, where it leads back."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for

from accounts.vouched import origin_of
from core.errors import NotFound
from core.letters import public_address
from core.security import let_forms_lead_to

if TYPE_CHECKING:
    from werkzeug import Response

    from accounts.oidc import Provider

PLACE = "gandan.provider"


@dataclass(frozen=True, kw_only=True)
class Door:
    """What a page shows: the provider's name, and where this page must be opened for the way back to be found ("": here).

    ``by_email``: who is not linked may still be let in by his verified e-mail.
    """

    name: str
    elsewhere: str
    by_email: bool


def provider() -> Provider:
    """Return the client of this process. Raises NotFound where no provider is set up."""
    settings = current_app.config["SETTINGS"]
    if not settings.oidc_issuer:
        raise NotFound()
    if PLACE not in current_app.extensions:  # 2.5 MB that nobody needs who signs in by password
        current_app.extensions[PLACE] = import_module("accounts.oidc").Provider(settings)
    found: Provider = current_app.extensions[PLACE]
    return found


def provider_name() -> str:
    """Return what the provider is called on pages, "" where none is set up."""
    return str(current_app.config["SETTINGS"].oidc_name)


def way_back() -> str:
    """Return the address that the provider sends browsers back to; it stands in the registration there."""
    return public_address(url_for("accounts.back_from_provider"))


def provider_door() -> Door | None:
    """Return the button to the provider, or None. The cookie is of one host only: that of the way back."""
    if not provider_name():
        return None
    here = urlsplit(way_back()).netloc == request.host
    by_email = current_app.config["SETTINGS"].oidc_link_by_email == "on"
    return Door(name=provider_name(), elsewhere="" if here else public_address(request.path), by_email=by_email)


def let_forms_reach_provider(response: Response) -> Response:
    """Let the forms of this page be led on to the provider, where there is one."""
    issuer = current_app.config["SETTINGS"].oidc_issuer
    return let_forms_lead_to(response, origin_of(issuer)) if issuer else response


def install(app: Flask) -> None:
    """Let templates know the door; without a provider it is None, and the name empty."""
    app.jinja_env.globals.update(provider_door=provider_door, provider_name=app.config["SETTINGS"].oidc_name)
