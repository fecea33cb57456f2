"""Sends an object of the store to whoever may see it: whole, or the part that a player asks for."""

from __future__ import annotations

from flask import Response, request, send_file

from core.objects import store


def sent_object(name: str, *, media_type: str, download_name: str, as_attachment: bool = False, max_age: int = 0) -> Response:
    """Return the answer with an object's bytes, or 304 to who has them. Raises Missing (404) and StorageAway (503)."""
    opened = store().open(name)
    response = send_file(
        opened.stream, mimetype=media_type, download_name=download_name, as_attachment=as_attachment, max_age=max_age,
        last_modified=opened.modified, etag=opened.tag, conditional=False,
    )  # fmt: skip
    response.content_length = opened.size
    return response.make_conditional(request.environ, accept_ranges=True, complete_length=opened.size)
