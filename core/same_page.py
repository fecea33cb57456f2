"""The address of the page being shown, for links that show it once more in another language or size."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from flask import current_app, g, has_request_context, request

LEFT_OUT = frozenset({"lang", "chu", "code", "state"})
"""What such a link says itself, and what signs somebody in."""
LONGEST = 1000


def depends_on(arguments: Sequence[str]) -> None:
    """Say that the page being made looks at these arguments alone, so that no other stands in it: it is kept for everybody."""
    g.gandan_page_arguments = frozenset(arguments)


def same_page() -> str:
    """Return what a link to this page begins with, up to its last argument: ``?``, ``?q=ao&`` or ``/tra-cuu/7K3MP-9QXTR?``.

    A page that answers a form at an address of its own is shown by the nearest address above that can be opened.
    """
    if not has_request_context():
        return "?"
    looked_at = g.get("gandan_page_arguments")
    kept = [
        (name, value)
        for name, value in request.args.items(multi=looked_at is None)
        if name not in LEFT_OUT and (looked_at is None or name in looked_at)
    ]
    query = urlencode(kept)
    return f"{_opened_at()}?{query}&" if query and len(query) <= LONGEST else f"{_opened_at()}?"


def _opened_at() -> str:
    """Return "" where the address itself can be opened."""
    if request.method in ("GET", "HEAD"):
        return ""
    adapter, path = current_app.create_url_adapter(request), request.path
    while path and adapter and not adapter.test(path, "GET"):
        path = path.rpartition("/")[0]
    return "" if path == request.path else quote(path or "/")
