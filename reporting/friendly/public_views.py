"""Everybody's page: how the commune assessed itself as a friendly government, with points and numbers and no word of a clerk."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from core.access import PUBLIC, access
from core.errors import NotFound
from core.i18n import current_locale
from core.page_cache import cached_public_page
from feedback.views.commune import commune_id
from reporting.friendly.numbers import cases_url
from reporting.friendly.phrases import measured_text, points_text
from reporting.friendly.queries import GoneAssessment, issued_periods, public_assessment
from reporting.phrases import period_words

public_pages = Blueprint("friendly_public", __name__)


@public_pages.get("/cong-khai/than-thien")
@access(PUBLIC)
@cached_public_page(arguments=("ky",))
def friendly_public() -> Response:
    """Show the assessment of the latest period, or of the one that the address names; one that was taken back answers 410.

    Raises NotFound.
    """
    unit_id, wanted = commune_id(), request.args.get("ky", "")
    known = issued_periods(unit_id)
    if left := next((each for each in known.gone if each.period.name == wanted), None):
        return _gone(left)
    period = next((each for each in known.shown if wanted in ("", each.name)), None)
    if period is None and wanted:
        raise NotFound()
    shown = public_assessment(unit_id, period) if period else None
    page = render_template(
        "reporting/friendly_public.html", shown=shown, period=period, others=[each for each in known.shown if each != period],
        gone=known.gone, english=current_locale() == "en", period_words=period_words, points_text=points_text,
        measured_text=measured_text, url_of=lambda key: cases_url(key, period, public=True) if period else "",
    )  # fmt: skip
    return make_response(page)


def _gone(left: GoneAssessment) -> Response:
    response = make_response(render_template("reporting/friendly_gone.html", left=left, name=period_words(left.period)), 410)
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response
