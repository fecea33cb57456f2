"""The card with the commune's numbers for the portal it has already, and the page that tells the portal's editor how."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from accounts.queries import setting
from core.access import PUBLIC, access
from core.i18n import LANGUAGES, current_locale, use_locale
from core.letters import public_address
from core.page_cache import cached_public_page
from deadlines.clock import today
from feedback.views.commune import commune_id
from reporting import pictures
from reporting.embed_sites import card_policy, sites_of
from reporting.machines import machine_pages
from reporting.views import board_of

LOOKS = {"sang": "light", "toi": "dark"}
HEIGHT = 320


@machine_pages.get("/nhung/the")
@access(PUBLIC)
def card() -> Response:
    """Show the card: ``?mau=sang|toi`` (else as the reader's device has it), ``?tieng=vi|en``; it sets and reads no cookie."""
    response = _card()
    response.headers["Content-Security-Policy"] = card_policy(str(setting(commune_id(), "embed_sites")))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@cached_public_page(arguments=("mau", "tieng"))
def _card() -> str:
    unit_id, asked = commune_id(), request.args.get("tieng", "")
    with use_locale(asked if asked in LANGUAGES else current_locale()):
        numbers = board_of(unit_id, today())
        return render_template(
            "reporting/embed_card.html", figures=pictures.first_figures(numbers.whole), board=numbers,
            look=LOOKS.get(request.args.get("mau", ""), ""),
        )  # fmt: skip


@machine_pages.get("/nhung")
@access(PUBLIC)
@cached_public_page
def editor_page() -> Response:
    """Tell the portal's editor what to copy: the frame, and a plain link where frames are not allowed."""
    sites = sites_of(str(setting(commune_id(), "embed_sites")))
    page = render_template(
        "reporting/embed_page.html", frame=_frame(public_address("/nhung/the")), link=_link(public_address("/cong-khai")),
        sites=sites, height=HEIGHT, feed=public_address("/tin.atom"), known=bool(public_address("")),
    )  # fmt: skip
    return make_response(page)


def _frame(address: str) -> str:
    return render_template("reporting/embed_frame.txt", address=address, height=HEIGHT)


def _link(address: str) -> str:
    return render_template("reporting/embed_link.txt", address=address)
