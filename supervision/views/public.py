"""Everybody's pages: how the commune answers those who supervise it, and what body and leader agreed to publish."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.i18n import current_locale
from core.page_cache import cached_public_page
from core.paging import page_number, page_query
from deadlines.clock import today
from feedback.views.commune import commune_id
from supervision import phrases
from supervision.queries import public
from supervision.views import public_pages


@public_pages.get("/giam-sat")
@access(PUBLIC)
@cached_public_page(arguments=("trang",))
def supervision_numbers() -> str:
    """Show how many recommendations came and were answered in time, year by year, and those that are published."""
    unit_id = commune_id()
    page = public.public_list(unit_id, page=page_number(request.args.get("trang")))
    return render_template(
        "supervision/public_list.html", page=page, phrases=phrases, years=public.numbers_by_year(unit_id, today=today()),
        previous_url=page_query({}, page.number - 1), next_url=page_query({}, page.number + 1),
    )  # fmt: skip


@public_pages.get("/giam-sat/<string(length=11):code>")
@access(PUBLIC)
@cached_public_page
def supervision_published(code: str) -> Response:
    """Show one recommendation with its answer; what was taken back answers 410 and says so (docs/adr/0042)."""
    unit_id, wanted = commune_id(), clean_code(code)
    item = public.public_recommendation(unit_id, wanted, today=today(), locale=current_locale()) if wanted else None
    if item is None:
        return _gone(unit_id, wanted)
    return make_response(render_template("supervision/public_page.html", item=item, line=item.line, phrases=phrases))


def _gone(unit_id: int, code: str) -> Response:
    left = public.taken_back(unit_id, code) if code else None
    if left is None:
        raise NotFound()
    response = make_response(render_template("supervision/public_gone.html", left=left), 410)
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response
