"""The address of the page that is being shown, for links on it that change only its language or the size of its text."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from flask import current_app, g, has_request_context, request

CHOICES = ("lang", "chu")
"""Arguments that such links change; what was chosen before stands in a cookie."""


def only(arguments: Sequence[str]) -> None:
    """Say of a page that is kept for everybody on which arguments of its address it depends: it may repeat no others."""
    g.gandan_same_page = tuple(arguments)


def same_page() -> str:
    """Return the address of this page up to where one more argument may follow: "?" where nothing else needs to be said.

    What was sent (a form that came back with faults) is not asked for again: the address is then that of the page it stood on.
    """
    if not has_request_context():
        return "?"
    if request.method not in ("GET", "HEAD"):
        return f"{_page_of_form()}?"
    known = g.get("gandan_same_page")
    if known is None:
        given = list(request.args.items(multi=True))
    else:
        given = [(name, request.args[name]) for name in known if name in request.args]
    kept = [(name, value) for name, value in given if name not in CHOICES]
    return f"?{urlencode(kept)}&" if kept else "?"


def _page_of_form() -> str:
    """Return the nearest address above a form's own that shows a page, or an empty text when its own does."""
    addresses, path = current_app.create_url_adapter(request), request.path
    while addresses is not None and not addresses.test(path, method="GET"):
        path = path.rpartition("/")[0] or "/"
        if path == "/":
            break
    return "" if path == request.path else quote(path)
