"""Parts that are the same on many pages of a language, as head and foot are: each process draws them twice a second at most.

Head and foot were an eighth of what a page of a search calls.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from flask import current_app, has_request_context, request
from markupsafe import Markup, escape

from accounts.memory import remembered
from accounts.read_models import CommuneProfile
from core.i18n import current_locale
from core.same_page import same_page

SECTIONS = ("/gui", "/tra-cuu", "/ho-so", "/doi-thoai", "/cong-khai")
"""Addresses in the navigation; what lies below one of them belongs to it."""


def masthead(commune: CommuneProfile | None, large_text: bool) -> Markup:
    """Return the head of a page of a commune, or of one without any."""
    path = request.path if has_request_context() else ""
    here = next((section for section in SECTIONS if path.startswith(section)), "")
    facts = {"commune": commune, "large_text": large_text, "here": here}
    shown, address = drawn("layouts/_masthead.html", tuple(facts.values()), lambda: facts), same_page()
    return shown if address == "?" else Markup(str(shown).replace('href="?', f'href="{escape(address)}'))  # noqa: S704 - both escaped


def foot(commune: CommuneProfile | None) -> Markup:
    """Return the foot of a page."""
    return drawn("layouts/_foot.html", commune, lambda: {"commune": commune})


def drawn(template: str, key: Hashable, facts: Callable[[], Mapping[str, object]]) -> Markup:
    """Return a template drawn with ``lang`` and ``facts``, which depend on commune, language and ``key`` alone."""
    lang = current_locale()

    def draw() -> Markup:
        return escape(current_app.jinja_env.get_template(template).make_module({"lang": lang, **facts()}))

    return remembered((template, lang, key), draw)
