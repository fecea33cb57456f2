"""Renders letters from text templates in the language of whoever reads them: first line the title, then the body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, current_app, g

from core.database import current_unit_id
from core.i18n import use_locale
from core.sms import Gateway
from core.sms_address import sms_address
from core.text import clean_text

MARK, SHORT = "Q7x{}x7Q", 80


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A letter's words: one line of title and plain text."""

    title: str
    body: str


def render(template: str, *, locale: str, own: Mapping[str, str] | None = None, **facts: object) -> Rendered:
    """Return the letter of ``templates/emails/<template>`` in "vi" or "en". Raises UndefinedError for a fact it lacks.

    ``own`` are facts that every letter has for itself (its code, its address) and that stand in its words as they are. They are
    put in at the end: a letter whose other facts were the same a moment ago is not rendered again while everybody waits for the
    turn to write. What people wrote (anything long) is not kept.
    """
    marked = {name: MARK.format(name) for name in own or ()}
    whole = {**facts, **marked}
    known = all(map(_ordinary, facts.values()))
    words = _known(template, locale, tuple(whole.items())) if known else _rendered(template, locale, whole)
    title, body = words.title, words.body
    for name, mark in marked.items():
        title, body = title.replace(mark, own[name]), body.replace(mark, own[name])
    return Rendered(title=title, body=body)


def _ordinary(fact: object) -> bool:
    return fact is None or isinstance(fact, date | int) or (isinstance(fact, str) and len(fact) < SHORT)


@lru_cache(maxsize=256)
def _known(template: str, locale: str, facts: tuple[tuple[str, object], ...]) -> Rendered:
    return _rendered(template, locale, dict(facts))


def _rendered(template: str, locale: str, facts: dict[str, object]) -> Rendered:
    with use_locale(locale):
        text = current_app.jinja_env.get_template(f"emails/{template}").render(facts)
    title, _, body = clean_text(text).partition("\n")
    return Rendered(title=title, body=body.strip())


def public_address(path: str) -> str:
    """Return the address of a page as it stands in letters (the path alone while PUBLIC_URL is not set)."""
    return _base() + path


def _base() -> str:
    """Return PUBLIC_URL, under the commune's own host name where that of PUBLIC_URL leads to another commune."""
    url = current_app.config["SETTINGS"].public_url.rstrip("/")
    unit_id = current_unit_id()
    if not url or unit_id is None:
        return url
    known: dict[int, str] = g.setdefault("gandan_bases", {})
    if unit_id not in known:
        known[unit_id] = _under_own_name(url, unit_id)
    return known[unit_id]


def _under_own_name(url: str, unit_id: int) -> str:
    parts = urlsplit(url)
    name = current_app.extensions["gandan.own_host"](unit_id, parts.hostname or "")
    return parts._replace(netloc=f"{name}:{parts.port}" if parts.port else name).geturl() if name else url


def install(app: Flask, own_host: Callable[[int, str], str]) -> None:
    """Take in who knows the host names of communes: ``own_host(unit_id, host)``, "" where ``host`` leads to that commune."""
    app.extensions["gandan.own_host"] = own_host


def mail_settings() -> tuple[str, str]:
    """Return MAIL_URL and the sender's address; the first is empty while email is not configured."""
    settings = current_app.config["SETTINGS"]
    return settings.mail_url, settings.mail_from


def sms_gateway() -> Gateway | None:
    """Return where short messages leave, or None while SMS_URL is not set: then nobody is asked and nothing is laid."""
    settings = current_app.config["SETTINGS"]
    if not settings.sms_url:
        return None
    return Gateway(address=sms_address(settings.sms_url), sender=settings.sms_from, marks=settings.sms_marks == "on")


def messages_offered() -> bool:
    """Return whether forms ask for leave to send short messages: only where there is a gateway."""
    return bool(current_app.config["SETTINGS"].sms_url)


def webhooks_anywhere() -> bool:
    """Return whether news may be sent to http and private addresses, as in development (WEBHOOK_TARGETS=any)."""
    return bool(current_app.config["SETTINGS"].webhook_targets == "any")
