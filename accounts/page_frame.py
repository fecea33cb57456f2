"""Head and foot of residents' pages, the same on every page of a language: each process draws them twice a second at most.

They were an eighth of what a page of a search calls.
"""

from __future__ import annotations

from flask import current_app, has_request_context, request
from markupsafe import Markup

from accounts.memory import remembered
from accounts.read_models import CommuneProfile
from core.i18n import current_locale

SECTIONS = ("/gui", "/tra-cuu", "/ho-so", "/doi-thoai", "/cong-khai")
"""Addresses in the navigation; what lies below one of them belongs to it."""


def masthead(commune: CommuneProfile | None, large_text: bool) -> Markup:
    """Return the head of a page of a commune, or of one without any."""
    path = request.path if has_request_context() else ""
    here = next((section for section in SECTIONS if path.startswith(section)), "")
    return _drawn("layouts/_masthead.html", commune=commune, large_text=large_text, here=here)


def foot(commune: CommuneProfile | None) -> Markup:
    """Return the foot of a page."""
    return _drawn("layouts/_foot.html", commune=commune)


def _drawn(template: str, **facts: object) -> Markup:
    lang = current_locale()

    def draw() -> Markup:
        return Markup(current_app.jinja_env.get_template(template).render(lang=lang, **facts))  # noqa: S704 - our own template, which escapes

    return remembered((template, lang, *facts.values()), draw)
