"""The slip that somebody takes home from another's telephone or counter: as wide as the printer's paper, or read aloud."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template
from flask_login import current_user

from accounts.queries import commune_profile
from core.formats import date_text
from core.i18n import current_locale
from core.number_words import date_words, phone_words
from core.spelling import spelled_groups
from deadlines.clock import today
from deadlines.queries import calendar_for
from feedback import phrases
from feedback.queries.tracking import receipt
from feedback.views.qr import qr_of

SIZES = {"58": "58 mm", "80": "80 mm", "a6": "A6", "a4": "A4"}
"""Widths of paper: two of till printers, and two of ordinary ones."""


def slip_page(known: Mapping[str, str], *, size: str, back: str, here: str) -> Response:
    """Return the slip of a case whose secret words this browser was lent; ``size`` is one of SIZES, else the narrowest."""
    unit_id = current_user.unit_id
    view = receipt(unit_id, known["code"], today=today(), calendar=calendar_for(unit_id), locale=current_locale())
    if view is None:
        return redirect(back)  # type: ignore[return-value]
    profile = commune_profile(unit_id)
    phone = profile.phone if profile else ""
    running = next((clock for clock in view.clocks if clock.state == "running"), None)
    page = render_template(
        "feedback/slip_page.html", receipt=view, secret=known["secret"], size=size if size in SIZES else "58", sizes=SIZES,
        back=back, here=here, qr=qr_of(f"/tra-cuu?ma={view.code}"), phrases=phrases, running=running,
        spelled=spelled_groups(view.code), due_said=date_words(running.due_on) if running else "",
        due=date_text(running.due_on) if running else "", phone_said=phone_words(phone),
    )  # fmt: skip
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
