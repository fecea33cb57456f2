"""Renders letters from text templates in the language of whoever reads them: first line the title, then the body."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from core.i18n import use_locale
from core.text import clean_text


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A letter's words: one line of title and plain text."""

    title: str
    body: str


def render(template: str, *, locale: str, **facts: object) -> Rendered:
    """Return the letter of ``templates/emails/<template>`` in "vi" or "en". Raises UndefinedError for a fact it lacks."""
    with use_locale(locale):
        text = current_app.jinja_env.get_template(f"emails/{template}").render(facts)
    title, _, body = clean_text(text).partition("\n")
    return Rendered(title=title, body=body.strip())


def public_address(path: str) -> str:
    """Return the address of a page as it stands in letters (the path alone while PUBLIC_URL is not set)."""
    return current_app.config["SETTINGS"].public_url.rstrip("/") + path


def mail_settings() -> tuple[str, str]:
    """Return MAIL_URL and the sender's address; the first is empty while email is not configured."""
    settings = current_app.config["SETTINGS"]
    return settings.mail_url, settings.mail_from
