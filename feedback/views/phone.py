"""What makes a phone carry the form with it: the service worker, the manifest, the form's shell and the page of this phone.

Nothing here knows a person: the worker keeps style sheets, scripts and two pages that are the same for everybody. It keeps
no answer of any other page and never touches officials' pages or /to-cao (docs/adr/0024-a-letter-that-sends-itself.md).
"""

from __future__ import annotations

import hashlib
import json

from flask import Response, current_app, jsonify, render_template
from flask_babel import gettext as _

from accounts.queries import commune_profile
from core.access import PUBLIC, access
from core.i18n import current_locale
from core.page_cache import cached_public_page
from deadlines.clock import today
from feedback.rules import STORY_LEAST
from feedback.views import public_pages
from feedback.views.commune import commune_id
from feedback.views.letter_form import form_page, letter_form
from feedback.views.place_words import names_to_offer

SHELL_PAGES = ("/gui/vo", "/may-nay", "/gui/tren-may")
STYLES = ("css/app.css", "css/phone.css", "css/pieces.css", "css/map.css")
SCRIPTS = (
    "js/app.js", "js/gui.js", "js/similar.js", "js/place.js", "js/map.js", "js/pieces.js", "js/photos.js", "js/shelf.js",
    "js/voice.js", "js/store.js", "js/sender.js", "js/draft.js", "js/phone.js", "js/exit.js", "js/follow.js",
)  # fmt: skip
FOR_WORKER = ("js/pieces.js", "js/store.js", "js/sender.js", "js/worker.js")
RED = "#a0161b"


def _static(name: str) -> str:
    return str(current_app.jinja_env.globals["static_url"](name))  # type: ignore[operator]


@public_pages.get("/sw.js")
@access(PUBLIC)
@cached_public_page
def service_worker() -> Response:
    """Return the worker: its version is a hash of all it keeps, so that a new style sheet or village list makes a new one."""
    kept = [_static(name) for name in (*STYLES, *SCRIPTS, "img/favicon.svg")]
    pages = form_page(letter_form(), token="") + _page_of_this_phone() + _parts()
    version = hashlib.sha256("\n".join([*kept, pages]).encode()).hexdigest()[:16]
    facts = {"version": version, "files": kept, "pages": SHELL_PAGES}
    imports = ", ".join(json.dumps(_static(name)) for name in FOR_WORKER)
    return Response(f"self.SHELL = {json.dumps(facts)};\nimportScripts({imports});\n", mimetype="text/javascript")


@public_pages.get("/gui/vo")
@access(PUBLIC)
@cached_public_page
def form_shell() -> Response:
    """Return the sending form without a token: what a phone shows where there is no network."""
    return _never_found(Response(form_page(letter_form(), token="")))


@public_pages.get("/may-nay")
@access(PUBLIC)
@cached_public_page
def this_phone() -> Response:
    """Return the page on which this phone shows its own receipts and the letters that wait; also the page without a network."""
    return _never_found(Response(_page_of_this_phone()))


@public_pages.get("/gui/tren-may")
@access(PUBLIC)
@cached_public_page
def form_parts() -> Response:
    """Return the parts of the sending form that speak of the draft on this phone, for its script."""
    return _never_found(Response(_parts(), headers={"Content-Language": current_locale()}))


def _parts() -> str:
    names = names_to_offer(commune_id(), on=today())
    return render_template("feedback/phone_parts.html", story_least=STORY_LEAST, names=names)


def _page_of_this_phone() -> str:
    return render_template("feedback/phone_page.html")


def _never_found(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@public_pages.get("/manifest.webmanifest")
@access(PUBLIC)
@cached_public_page
def manifest() -> Response:
    """Return what a phone needs to keep the product beside its other programs."""
    profile = commune_profile(commune_id())
    response = jsonify(
        id="/", start_url="/", scope="/", display="standalone", lang=current_locale(),
        name=f"Gần Dân – {profile.named(current_locale())}", short_name="Gần Dân", description=_("Gửi phản ánh, kiến nghị"),
        theme_color=RED, background_color="#ffffff",
        icons=[
            {"src": _static(f"img/{name}.png"), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
            for name, side, purpose in (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("icon-mask-512", 512, "maskable"))
        ],
        shortcuts=[{"name": _("Gửi"), "url": "/gui"}, {"name": _("Tra cứu"), "url": "/tra-cuu"}],
    )  # fmt: skip
    response.mimetype = "application/manifest+json"
    return response
