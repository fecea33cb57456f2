"""What everybody reads of consultations, and how an opinion comes in: the form, once, and a word of thanks."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_limiter import RequestLimit

from accounts.queries import villages
from consultation import phrases
from consultation.forms.opinion import OpinionForm
from consultation.queries.consultations import ConsultationView, open_lines, past_page, public_consultation
from consultation.queries.numbers import numbers_of
from consultation.queries.papers import points
from consultation.rules import WORDS_MOST, subject_of
from consultation.services.opinions import give
from consultation.states import Phase
from consultation.views import public_pages
from core import attachments
from core.access import PUBLIC, access
from core.errors import BadInput, NotFound
from core.extensions import csrf, limiter
from core.form_token import FormToken
from core.i18n import current_locale
from core.page_cache import cached_public_page
from core.paging import page_number, page_query
from core.security import INERT
from core.sending_files import sent_object
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.explain import explain
from deadlines.proof import Proof
from feedback.views import tickets
from feedback.views.commune import NEVER_FOUND, commune_id

ONE = "/lay-y-kien/<string(length=11):code>"
LIMITS = "20 per 10 minutes;100 per day"
OVER = frozenset({Phase.CLOSED, Phase.LATE, Phase.DONE})


@public_pages.get("/lay-y-kien")
@access(PUBLIC)
@cached_public_page(arguments=("trang",))
def consultation_list() -> str:
    """Show what people can say something about, then what is over."""
    unit_id, on = commune_id(), today()
    page = past_page(unit_id, today=on, page=page_number(request.args.get("trang")))
    return render_template(
        "consultation/public_list.html", page=page, running=open_lines(unit_id, today=on) if page.number == 1 else [],
        phrases=phrases, previous_url=page_query({}, page.number - 1), next_url=page_query({}, page.number + 1),
    )  # fmt: skip


@public_pages.get(ONE)
@access(PUBLIC)
@cached_public_page
def consultation(code: str) -> str:
    """Show what is asked and the draft; after the last day the numbers, then the summary with its explanations."""
    view = _found(code)
    over = view.phase in OVER
    return render_template(
        "consultation/public_page.html", view=view, phrases=phrases, over=over, numbers=numbers_of(view.id) if over else [],
        points=points(commune_id(), view.id) if view.phase is Phase.DONE else [],
        reasons=explain(Proof.from_dict(view.proof), current_locale()),
    )  # fmt: skip


@public_pages.get(f"{ONE}/tep/<string(length=32):public_id>")
@access(PUBLIC)
def consultation_file(code: str, public_id: str) -> Response:
    """Send a file of the draft."""
    return draft_file(_found(code), public_id, max_age=60)


def draft_file(view: ConsultationView, public_id: str, *, max_age: int = 0) -> Response:
    """Send a file of a draft, which nothing can run. Raises NotFound for one of something else."""
    row = attachments.find(unit_id=commune_id(), public_id=public_id)
    name = attachments.name_of(row, size="large") if row else ""
    if row is None or not name or row.subject != subject_of(view.id) or not row.is_document:
        raise NotFound()
    response = sent_object(name, media_type=row.media_type, as_attachment=True, download_name="du-thao.pdf", max_age=max_age)
    response.headers["Content-Security-Policy"] = INERT
    return response


def _found(code: str) -> ConsultationView:
    view = public_consultation(commune_id(), code, today=today())
    if view is None:
        raise NotFound()
    return view


# ------------------------------------------------------------------ an opinion


def _form(view: ConsultationView) -> OpinionForm:
    return OpinionForm(asked=view.questions, village_items=villages(commune_id(), on=today()))


def _page(view: ConsultationView, form: OpinionForm, *, token: str, led: bool = False, status: int = 200) -> Response:
    page = render_template(
        "consultation/opinion_form.html", view=view, form=form, form_token=token, phrases=phrases, words_most=WORDS_MOST, led=led
    )
    response = make_response(page, status)
    response.headers.update(NEVER_FOUND)
    return response


@public_pages.get(f"{ONE}/gop-y")
@access(PUBLIC)
def opinion_form(code: str) -> Response:
    """Show the empty form, or that no opinions are taken now."""
    view = _found(code)
    return _page(view, _form(view), token=FormToken.issue())


def _too_often(_limit: RequestLimit) -> Response:
    view = _found((request.view_args or {}).get("code", ""))
    form = _form(view)
    form.form_errors.append(_("Từ mạng này vừa có quá nhiều ý kiến gửi tới. Chữ đã viết còn nguyên; hãy đợi mười phút."))
    return _page(view, form, token=tickets.token_again(tickets.ticket()), status=429)


@public_pages.post(f"{ONE}/gop-y")
@csrf.exempt
@limiter.limit(LIMITS, on_breach=_too_often)
@access(PUBLIC)
def opinion_send(code: str) -> Response:
    """Take the opinion, or show the form again with everything that was typed."""
    view, ticket = _found(code), tickets.ticket()
    form = _form(view)
    complete = form.validate()
    if form.denounces:
        return _page(view, form, token=tickets.token_again(ticket), led=True, status=422)
    if ticket is None or form.trapped or tickets.sent_too_fast(ticket):
        form.form_errors.append(
            phrases.fault("form_expired") if ticket is None else _("Hãy xem lại rồi bấm nút cuối trang lần nữa.")
        )
    elif complete:
        try:
            with transaction():
                give(view.code, form.opinion(), unit_id=commune_id(), idempotency_key=ticket.nonce, at=now_utc())
            return redirect(f"/lay-y-kien/{view.code}/da-gui", code=303)  # type: ignore[return-value]
        except BadInput as problem:
            form.blame(problem.errors)
    return _page(view, form, token=tickets.token_again(ticket), status=422)


@public_pages.get(f"{ONE}/da-gui")
@access(PUBLIC)
def opinion_thanks(code: str) -> Response:
    """Say thank you; nothing of what was written stands here, so there is nothing to guess."""
    response = make_response(render_template("consultation/opinion_thanks.html", view=_found(code)))
    response.headers.update(NEVER_FOUND)
    response.headers["Cache-Control"] = "private, no-store"
    return response
