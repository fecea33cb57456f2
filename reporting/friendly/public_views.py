"""Everybody's page: how the commune assessed itself as a friendly government, with points and numbers and no word of a clerk."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from core.access import PUBLIC, access
from core.errors import NotFound
from core.i18n import current_locale
from core.page_cache import cached_public_page
from feedback.views.commune import commune_id
from reporting.friendly.numbers import cases_url
from reporting.friendly.phrases import measured_text, points_text
from reporting.friendly.queries import public_assessment, public_periods
from reporting.phrases import period_words

public_pages = Blueprint("friendly_public", __name__)


@public_pages.get("/cong-khai/than-thien")
@access(PUBLIC)
@cached_public_page(arguments=("ky",))
def friendly_public() -> str:
    """Show the assessment of the latest period, or of the one that the address names. Raises NotFound."""
    unit_id, wanted = commune_id(), request.args.get("ky", "")
    periods = public_periods(unit_id)
    period = next((each for each in periods if wanted in ("", each.name)), None)
    if period is None and wanted:
        raise NotFound()
    shown = public_assessment(unit_id, period) if period else None
    return render_template(
        "reporting/friendly_public.html", shown=shown, period=period, others=[each for each in periods if each != period],
        english=current_locale() == "en", period_words=period_words, points_text=points_text, measured_text=measured_text,
        url_of=lambda key: cases_url(key, period, public=True) if period else "",
    )  # fmt: skip
