"""Photos and documents, each only to those who may see it; a file is never run, and a private one never kept by a browser."""

from __future__ import annotations

from flask import Response
from flask_login import current_user

from core.access import PUBLIC, access
from core.errors import NotFound
from core.security import INERT
from core.sending_files import sent_object
from feedback.queries.photos import ShownFile, shown_file
from feedback.views import grants, resident_pages
from feedback.views.commune import commune_id

PUBLIC_SECONDS = 60


@resident_pages.get("/tep/<string(length=32):public_id>/<any(small, large):size>")
@access(PUBLIC)
def file(public_id: str, size: str) -> Response:
    """Send the file when it is published, or the sender, or an official of the commune asks for it; else it does not exist."""
    grant = grants.given()
    official = current_user._get_current_object() if current_user.is_authenticated else None
    shown = shown_file(
        unit_id=commune_id(), public_id=public_id, size=size, official=official,
        sender_of=grant.case_id if grant is not None and grant.level == "full" else None,
    )  # fmt: skip
    if shown is None:
        raise NotFound()
    return _sent(shown)


def _sent(shown: ShownFile) -> Response:
    name = "tai-lieu.pdf" if shown.is_document else "ghi-am" if shown.is_voice else "anh.jpg"
    response = sent_object(shown.name, media_type=shown.media_type, as_attachment=shown.is_document, download_name=name)
    response.headers["Content-Security-Policy"] = INERT
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    response.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}" if shown.public else "private, no-store"
    return response
