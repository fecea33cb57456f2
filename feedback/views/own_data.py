"""What the sender asks about the data that their letter holds, and the copy of it; only with the secret words."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request
from flask_babel import gettext as _

from core.access import PUBLIC, access
from core.codes import clean_code
from core.database import use_unit
from core.errors import BadInput, NotFound
from core.extensions import csrf, limiter
from core.i18n import current_locale
from core.transaction import transaction
from deadlines.clock import now_utc, today
from feedback import data_phrases, phrases
from feedback.data_rights import GROUNDS
from feedback.forms.data_requests import AskForm
from feedback.queries.data_requests import RequestView, requests_of
from feedback.queries.own_data import own_data
from feedback.services import data_requests, sealing
from feedback.views import grants, resident_pages
from feedback.views.commune import NEVER_FOUND
from feedback.views.road_words import lines
from feedback.views.tracking import ACTING_LIMITS, granted, holder, tracked

COPY_NAME = "ban-sao.txt"


@resident_pages.get("/tra-cuu/<code>/du-lieu")
@access(PUBLIC)
def own_data_page(code: str) -> Response:
    """Show what was asked about the data of this letter, with its dates, and the form; only to whom may see the whole case."""
    grant = granted(code)
    if grant is None:
        return redirect(f"/tra-cuu?ma={clean_code(code)}", code=303)
    return _page(grant, AskForm(formdata=None), done=request.args.get("xong", ""))


@resident_pages.post("/tra-cuu/<code>/du-lieu")
@csrf.exempt
@limiter.limit(ACTING_LIMITS)
@access(PUBLIC)
def ask_about_data(code: str) -> Response:
    """Take a request; the same one again while it waits is one. Of a letter that was moved away it follows the letter."""
    grant = granted(code)
    if grant is None:
        return redirect(f"/tra-cuu?ma={clean_code(code)}", code=303)
    form, place = AskForm(), holder(grant)
    if not form.validate():
        return _page(grant, form, status=422)
    right, words = form.right.data or "", form.words.data or ""
    try:
        with transaction(), use_unit(place.unit_id):
            new = data_requests.ask(place.case_id, unit_id=place.unit_id, at=now_utc(), right=right, words=words)
    except BadInput as problem:
        form.blame(problem.errors)
        return _page(grant, form, status=422)
    except NotFound:
        return _asked_elsewhere(grant, f"{data_phrases.right_label(right)}. {words}")
    return _back(grant, "da-gui" if new else "da-ghi")


def _asked_elsewhere(grant: grants.Grant, text: str) -> Response:
    """Lay what was asked on a page that was open when the letter was moved away beside the letter."""
    place = holder(grant)
    with transaction(), use_unit(place.unit_id):
        found = sealing.add_to_sealed(place.case_id, unit_id=place.unit_id, at=now_utc(), text=text)
    if not found:
        raise NotFound()
    return _back(grant, "da-gui")


@resident_pages.get("/tra-cuu/<code>/du-lieu/ban-sao")
@access(PUBLIC)
def own_data_copy(code: str) -> Response:
    """Hand out a plain text of what the letter holds about its sender; nothing of anybody else, no draft, no note."""
    grant = granted(code)
    if grant is None:
        return redirect(f"/tra-cuu?ma={clean_code(code)}", code=303)
    case = tracked(grant)
    if case.dates_only:
        return redirect(f"/tra-cuu/{grant.code}", code=303)
    copy = own_data(case, unit_id=grant.unit_id, requests=_requests(grant))
    text = render_template(
        "feedback/own_data.txt", copy=copy, phrases=phrases, rights=data_phrases.RIGHTS, states=data_phrases.STATES,
        told=[(each, lines(each.entries)) for each in copy.cases], on=today(),
    )  # fmt: skip
    response = make_response(text)
    response.headers.update(NEVER_FOUND)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = f'attachment; filename="{COPY_NAME}"'
    response.mimetype = "text/plain"
    return response


def _requests(grant: grants.Grant) -> tuple[RequestView, ...]:
    place = holder(grant)
    with use_unit(place.unit_id):
        return requests_of(place.case_id, today=today(), locale=current_locale())


def _page(grant: grants.Grant, form: AskForm, *, done: str = "", status: int = 200) -> Response:
    case = tracked(grant)
    if case.dates_only:  # the page that everybody with its code and phone opens says the same before and after
        return redirect(f"/tra-cuu/{grant.code}", code=303)
    told = {
        "da-gui": _("Đã gửi yêu cầu. Ngày phản hồi và ngày thực hiện ở ngay dưới đây."),
        "da-ghi": _("Yêu cầu này đã gửi từ trước và đang chờ; không cần gửi lại."),
    }
    page = render_template(
        "feedback/own_data.html", code=grant.code, form=form, requests=_requests(grant), words=data_phrases,
        done=told.get(done, ""), laws={ground.value: rule for ground, rule in GROUNDS.items()},
    )  # fmt: skip
    response = make_response(page, status)
    response.headers.update(NEVER_FOUND)
    return response


def _back(grant: grants.Grant, done: str) -> Response:
    return redirect(f"/tra-cuu/{grant.code}/du-lieu?xong={done}#noi-dung", code=303)
