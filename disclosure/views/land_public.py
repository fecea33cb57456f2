"""Everybody's pages of land-recovery projects: the list, one project, and what is left of one that was taken back."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.i18n import current_locale
from core.page_cache import cached_public_page
from core.paging import page_number, page_query
from deadlines.clock import today
from disclosure import land_phrases, phrases
from disclosure.queries import land_public
from disclosure.views import public_pages
from feedback.phrases import state_label
from feedback.views.commune import commune_id


@public_pages.get("/du-an-dat")
@access(PUBLIC)
@cached_public_page(arguments=("trang",))
def land_projects() -> str:
    """Show the projects, those that go on first."""
    page = land_public.public_lands(commune_id(), page=page_number(request.args.get("trang")), today=today())
    return render_template(
        "disclosure/land_public_list.html", page=page, words=land_phrases, today=today(),
        previous_url=page_query({}, page.number - 1), next_url=page_query({}, page.number + 1),
    )  # fmt: skip


@public_pages.get("/du-an-dat/<string(length=11):code>")
@access(PUBLIC)
@cached_public_page
def land_page(code: str) -> Response:
    """Show one project; what was taken back answers 410 and says so (docs/adr/0049-land-projects.md)."""
    unit_id, wanted = commune_id(), clean_code(code)
    land = land_public.public_land(unit_id, wanted, today=today()) if wanted else None
    if land is None:
        return _gone(unit_id, wanted)
    letters, left = land_public.letters_about(unit_id, wanted)
    page = render_template(
        "disclosure/land_public_page.html", land=land, letters=letters, letters_left=left, words=land_phrases, phrases=phrases,
        locale=current_locale(), today=today(), state_label=state_label,
    )  # fmt: skip
    return make_response(page)


def _gone(unit_id: int, code: str) -> Response:
    left = land_public.land_gone(unit_id, code) if code else None
    if left is None:
        raise NotFound()
    response = make_response(render_template("disclosure/land_gone.html", left=left), 410)
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response
