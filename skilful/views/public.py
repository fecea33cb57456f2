"""Everybody's pages: the published models of a year with the year's numbers, and one of them."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from accounts.queries import villages
from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.i18n import current_locale
from core.page_cache import cached_public_page
from core.paging import page_number, page_query
from deadlines.clock import today
from feedback.views.commune import commune_id
from skilful import phrases
from skilful.catalogue import spheres
from skilful.queries import public
from skilful.queries.desk import years
from skilful.queries.numbers import numbers_of_year
from skilful.views import public_pages
from skilful.views.desk import year_of


@public_pages.get("/dan-van-kheo")
@access(PUBLIC)
@cached_public_page(arguments=("nam", "linh-vuc", "thon", "trang"))
def skilful_models() -> str:
    """Show the models of a year that everybody may read, and how many there are, published or not."""
    unit_id, number = commune_id(), page_number(request.args.get("trang"))
    known, there = years(unit_id), villages(unit_id, on=today())
    year = year_of(request.args.get("nam"), known)
    sphere, village = request.args.get("linh-vuc", ""), request.args.get("thon", "")
    sphere = sphere if sphere in spheres() else ""
    chosen = next((item for item in there if item.code == village), None)
    page = public.public_list(unit_id, year=year, sphere=sphere, village_id=chosen.id if chosen else None, page=number)
    wanted = {"nam": str(year), "linh-vuc": sphere, "thon": chosen.code if chosen else ""}
    wanted = {name: value for name, value in wanted.items() if value}
    return render_template(
        "skilful/public_list.html", page=page, phrases=phrases, numbers_of=numbers_of_year(unit_id, year), year=year,
        years=sorted({*known, year}, reverse=True), sphere=sphere, spheres=spheres(), villages=there, chosen=chosen,
        locale=current_locale(), narrowed=bool(sphere or chosen), anything=bool(known),
        previous_url=page_query(wanted, number - 1), next_url=page_query(wanted, number + 1),
    )  # fmt: skip


@public_pages.get("/dan-van-kheo/<string(length=11):code>")
@access(PUBLIC)
@cached_public_page
def skilful_published(code: str) -> Response:
    """Show one model; what was taken back answers 410 and says so (docs/adr/0045)."""
    unit_id, wanted = commune_id(), clean_code(code)
    item = public.public_model(unit_id, wanted) if wanted else None
    if item is None:
        return _gone(unit_id, wanted)
    return make_response(
        render_template("skilful/public_page.html", item=item, line=item.line, phrases=phrases, locale=current_locale())
    )


def _gone(unit_id: int, code: str) -> Response:
    left = public.taken_back(unit_id, code) if code else None
    if left is None:
        raise NotFound()
    response = make_response(render_template("skilful/public_gone.html", left=left), 410)
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response
