"""A recommendation that is none leaves the room: one page that asks why, one act, no line in any log."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template
from flask_babel import gettext as _

from accounts.queries import officials
from accounts.views.person import actor
from core import shredding
from core.access import access
from core.formats import date_text
from core.logs import quiet
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from supervision import phrases
from supervision.forms import EmptyForm
from supervision.queries.desk import DeskRecommendation
from supervision.services.emptying import empty
from supervision.views import desk_pages
from supervision.views.desk import ONE, found


@desk_pages.get(f"{ONE}/chuyen-so")
@access(Permission.DENUNCIATION_SEAL)
@quiet
def supervision_empty_form(recommendation_id: int) -> Response:
    """Say what will happen, and ask why and who is accused."""
    return _page(found(recommendation_id), _form())


@desk_pages.post(f"{ONE}/chuyen-so")
@access(Permission.DENUNCIATION_SEAL)
@quiet
def supervision_empty(recommendation_id: int) -> Response:
    """Take the words away, then wipe what was deleted; the page says the same whatever they were."""
    item, form = found(recommendation_id), _form()
    if not form.validate():
        return _page(item, form, status=400)
    with transaction():
        taken = empty(
            recommendation_id, denounces=form.is_denunciation, actor=actor(), at=now_utc(), accused_id=form.accused_id.data,
            accused_text=form.accused_text.data or "", paper_number=form.paper_number.data or "",
        )  # fmt: skip
    shredding.run(now_utc())
    flash(str(phrases.EMPTIED), "good")
    if taken is not None and taken.beyond_commune:
        day = date_text(taken.due_on)
        flash(
            _("Người bị tố cáo là lãnh đạo xã: chuyển nguyên đơn tới Chủ tịch UBND tỉnh chậm nhất %(day)s.", day=day), "warning"
        )  # fmt: skip
    return redirect("/can-bo/giam-sat", 303)  # type: ignore[return-value]


def _form() -> EmptyForm:
    form = EmptyForm()
    form.offer_officials(officials(actor().unit_id, on=today()))
    return form


def _page(item: DeskRecommendation, form: EmptyForm, *, status: int = 200) -> Response:
    return make_response(render_template("supervision/desk_empty.html", item=item, line=item.line, form=form), status)
