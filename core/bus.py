"""Brings news to whoever is entered in the handler table; the table itself is visible in app.py."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from flask import Flask, current_app

from core.events import Event

Handler = Callable[..., None]
HandlerTable = Mapping[type[Event], Sequence[Handler]]


def install(app: Flask, table: HandlerTable) -> None:
    """Hang the handler table into the application."""
    app.extensions["gandan.bus"] = table


def publish(event: Event) -> None:
    """Call the handlers of this event, in the order of the table, inside the running transaction."""
    table: HandlerTable = current_app.extensions["gandan.bus"]
    for handler in table.get(type(event), ()):
        handler(event)


def merged(tables: Iterable[HandlerTable]) -> dict[type[Event], tuple[Handler, ...]]:
    """Return one table of all rooms' tables; handlers keep the order of the rooms, ground first."""
    whole: dict[type[Event], tuple[Handler, ...]] = {}
    for table in tables:
        for kind, handlers in table.items():
            whole[kind] = whole.get(kind, ()) + tuple(handlers)
    return whole
