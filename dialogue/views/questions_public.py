"""Questions of a dialogue for everybody: the list, asking one, its receipt, and asking the same as somebody else."""

from __future__ import annotations

import secrets

from flask import Response, current_app, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_limiter import RequestLimit

from accounts import queries as people
from core.access import PUBLIC, access
from core.codes import clean_code, hash_for
from core.errors import BadInput, NotFound
from core.extensions import csrf, limiter
from core.form_token import FormTicket, FormToken
from core.formats import date_text
from core.i18n import current_locale
from core.page_cache import cached_public_page
from core.paging import page_number
from core.transaction import transaction
from deadlines.clock import now_utc, today
from dialogue import commitment_phrases
from dialogue import question_phrases as phrases
from dialogue.forms.questions import QuestionForm, SecretForm, VerdictForm
from dialogue.queries import questions as reading
from dialogue.queries.dialogue_heads import DialogueHead, public_head
from dialogue.question_rules import TEXT_MOST, Window, case_key, question_window
from dialogue.services import questions
from dialogue.services.question_supporting import QuestionSupport, support
from dialogue.views import public_pages, visitor
from feedback.forms.resident import row_id
from feedback.views import tickets
from feedback.views.commune import NEVER_FOUND, commune_id
from feedback.views.qr import qr_of

COOKIE, COOKIE_SECONDS = "cung-hoi", 365 * 24 * 3600
SUPPORT_LIMITS = "30 per 10 minutes;80 per day"


# ------------------------------------------------------------------ the list


@public_pages.get("/doi-thoai/<code>/cau-hoi")
@access(PUBLIC)
@cached_public_page(arguments=("trang", "linh-vuc"))
def question_list(code: str) -> str:
    """Show the accepted questions, those that most people ask first, and why others are not taken up."""
    dialogue, locale = public_head(commune_id(), code), current_locale()
    number, field_id = page_number(request.args.get("trang")), row_id(request.args.get("linh-vuc"))
    page = reading.public_questions(dialogue.id, locale=locale, page=number, field_id=field_id)
    here = f"/doi-thoai/{dialogue.code}/cau-hoi"
    chosen = f"linh-vuc={field_id}&" if field_id else ""
    return render_template(
        "dialogue/question_list.html", dialogue=dialogue, page=page, fields=reading.fields_asked(dialogue.id, locale=locale),
        field_id=field_id, window=question_window(dialogue, today=today()), here=here,
        turned_down=reading.turned_down(dialogue.id) if number == 1 else [], reasons=phrases.REASONS,
        outcomes=phrases.OUTCOMES, outcome_looks=phrases.OUTCOME_LOOKS, over=dialogue.state not in ("announced", "in_session"),
        previous_url=f"{here}?{chosen}trang={number - 1}", next_url=f"{here}?{chosen}trang={number + 1}",
    )  # fmt: skip


# ------------------------------------------------------------------ asking


def _form() -> QuestionForm:
    unit_id = commune_id()
    return QuestionForm(
        field_items=people.fields(unit_id, on=today()), village_items=people.villages(unit_id, on=today()),
        locale=current_locale(),
    )  # fmt: skip


def closed_words(window: Window) -> str:
    """Return why no question is taken today, with the days."""
    days = {"first": date_text(window.first_on), "last": date_text(window.last_on)}
    return {
        "none": _("Buổi đối thoại này không nhận câu hỏi trước. Vẫn có thể hỏi trực tiếp tại buổi đối thoại."),
        "early": _("Chưa đến ngày nhận câu hỏi. Xã nhận từ ngày %(first)s đến hết ngày %(last)s.", **days),
        "late": _(
            "Đã hết thời gian nhận câu hỏi trước (từ ngày %(first)s đến hết ngày %(last)s). Vẫn có thể hỏi trực tiếp tại buổi.",
            **days,
        ),
        "cancelled": _("Buổi đối thoại này đã hủy nên không nhận câu hỏi."),
    }.get(window.code, "")


def _page(dialogue: DialogueHead, form: QuestionForm, *, token: str, status: int = 200) -> Response:
    window = question_window(dialogue, today=today())
    page = render_template(
        "dialogue/question_ask.html", dialogue=dialogue, form=form, form_token=token, window=window, text_most=TEXT_MOST,
        closed=closed_words(window),
    )  # fmt: skip
    return make_response(page, status)


@public_pages.get("/doi-thoai/<code>/gui-cau-hoi")
@access(PUBLIC)
def question_form(code: str) -> Response:
    """Show the empty form, or on which days questions are taken."""
    return _page(public_head(commune_id(), code), _form(), token=FormToken.issue())


def _too_often(_limit: RequestLimit) -> Response:
    form = _form()
    form.form_errors.append(_("Từ mạng này vừa có quá nhiều câu hỏi gửi tới. Chữ đã viết còn nguyên; hãy đợi mười phút."))
    dialogue = public_head(commune_id(), (request.view_args or {}).get("code", ""))
    return _page(dialogue, form, token=tickets.token_again(tickets.ticket()), status=429)


@public_pages.post("/doi-thoai/<code>/gui-cau-hoi")
@csrf.exempt
@limiter.limit(visitor.ASKING_LIMITS, on_breach=_too_often)
@access(PUBLIC)
def question_send(code: str) -> Response:
    """Take the question, or show the form again with everything that was typed."""
    dialogue, form, ticket = public_head(commune_id(), code), _form(), tickets.ticket()
    complete = form.validate()
    if form.led:
        return _page(dialogue, form, token=tickets.token_again(ticket), status=422)
    if ticket is None or form.trapped or tickets.sent_too_fast(ticket):
        form.form_errors.append(visitor.look_again(ticket))
    elif complete:
        try:
            return _to_receipt(dialogue, _kept(dialogue, form, ticket))
        except BadInput as problem:
            faults = dict(problem.errors)
            if faults.pop("window", ""):
                form.form_errors.append(closed_words(question_window(dialogue, today=today())))
            form.blame(faults)
    return _page(dialogue, form, token=tickets.token_again(ticket), status=422)


def _kept(dialogue: DialogueHead, form: QuestionForm, ticket: FormTicket) -> questions.QuestionReceipt:
    hash_for(ticket.nonce)  # slow on purpose, so not while everybody waits for the turn to write
    with transaction():
        return questions.ask(dialogue.code, form.question(), unit_id=commune_id(), idempotency_key=ticket.nonce, at=now_utc())


def _to_receipt(dialogue: DialogueHead, receipt: questions.QuestionReceipt) -> Response:
    response = redirect(f"/doi-thoai/{dialogue.code}/cau-hoi/{receipt.code}", code=303)
    visitor.lend_secret(response, code=receipt.code, secret=receipt.secret)
    return response


# ------------------------------------------------------------------ the receipt


@public_pages.get("/doi-thoai/<code>/cau-hoi/<question_code>")
@limiter.limit(visitor.READING_LIMITS)
@access(PUBLIC)
def question_receipt(code: str, question_code: str) -> Response:
    """Show where a question stands; its own words and letters only to who proved the secret words."""
    return receipt_page(public_head(commune_id(), code), clean_code(question_code))


def receipt_page(
    dialogue: DialogueHead, wanted: str, *, form: SecretForm | None = None, said: tuple[str, VerdictForm] | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    """Show a question; ``said`` is a form about one promise (its code) that came back with faults."""
    view = reading.own_question(
        dialogue.id, wanted, own=visitor.sees_all(wanted), locale=current_locale(), case_key=case_key(wanted)
    )
    if view is None:
        raise NotFound()
    page = render_template(
        "dialogue/question_receipt.html", dialogue=dialogue, question=view, form=form or SecretForm(formdata=None),
        verdicts={item.code: said[1] if said and said[0] == item.code else _verdict(item.code) for item in view.judged},
        wrong=said[1] if said else form, promise_states=commitment_phrases.STATES, secret=visitor.lent_secret(wanted),
        qr=qr_of(f"/doi-thoai/{dialogue.code}/cau-hoi/{view.code}"), state_label=phrases.label(phrases.STATES, view.state),
        look=phrases.STATE_LOOKS[view.state], reasons=phrases.REASONS, outcomes=phrases.OUTCOMES,
        outcome_looks=phrases.OUTCOME_LOOKS,
    )  # fmt: skip
    response = make_response(page, status)
    response.headers.update(NEVER_FOUND)
    return response


def _verdict(code: str) -> VerdictForm:
    return VerdictForm(formdata=None).standing_at(code)


@public_pages.post("/doi-thoai/<code>/cau-hoi/<question_code>")
@csrf.exempt
@limiter.limit(visitor.OPENING_LIMITS)
@access(PUBLIC)
def question_open(code: str, question_code: str) -> Response:
    """Let who knows the secret words see the whole receipt in this browser."""
    dialogue, wanted, form = public_head(commune_id(), code), clean_code(question_code), SecretForm()
    if not reading.secret_opens(dialogue.id, wanted, form.secret.data or ""):
        form.secret.errors = [_("Từ bí mật chưa khớp. Hãy xem lại trên biên nhận.")]
        return receipt_page(dialogue, wanted, form=form, status=422)
    response = redirect(f"/doi-thoai/{dialogue.code}/cau-hoi/{wanted}", code=303)
    visitor.give(response, wanted)
    return response


# ------------------------------------------------------------------ "Tôi cũng hỏi"


def _words(outcome: QuestionSupport) -> str:
    return {
        QuestionSupport.COUNTED: _("Đã ghi nhận: thêm một người cũng hỏi việc này."),
        QuestionSupport.KNOWN: _("Máy này đã bấm cùng hỏi việc này từ trước."),
        QuestionSupport.OVER: _("Buổi đối thoại đã qua nên không ghi nhận thêm."),
        QuestionSupport.TOO_MANY: _("Hôm nay đã có quá nhiều lượt bấm. Hãy thử lại vào ngày mai."),
    }[outcome]


def _supported(words: str, *, status: int = 200) -> Response:
    asked = request.view_args or {}
    dialogue = public_head(commune_id(), asked.get("code", ""))
    question = reading.public_question(dialogue.id, asked.get("question_code", ""), locale=current_locale())
    if question is None:
        raise NotFound()
    page = render_template("dialogue/question_supported.html", dialogue=dialogue, question=question, words=words)
    response = make_response(page, status)
    response.headers.update(NEVER_FOUND)
    return response


def _pressed_too_often(_limit: RequestLimit) -> Response:
    return _supported(_("Từ mạng này vừa có quá nhiều lượt bấm. Hãy thử lại sau."), status=429)


@public_pages.post("/doi-thoai/<code>/cau-hoi/<question_code>/toi-cung-hoi")
@csrf.exempt
@limiter.limit(SUPPORT_LIMITS, on_breach=_pressed_too_often)
@access(PUBLIC)
def question_support(code: str, question_code: str) -> Response:
    """Count this browser once, and say so; a press on another site's page is refused before it comes here (core.security)."""
    dialogue, browser = public_head(commune_id(), code), request.cookies.get(COOKIE, "")
    known = len(browser) == 43 and browser.replace("-", "").replace("_", "").isalnum()
    token = browser if known else secrets.token_urlsafe(32)
    wanted = clean_code(question_code)
    with transaction():
        outcome = support(wanted, unit_id=commune_id(), browser=token, at=now_utc())
    response = redirect(f"/doi-thoai/{dialogue.code}/cau-hoi/{wanted}/toi-cung-hoi?kq={outcome.value}", code=303)
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_SECONDS, path=visitor.PATH, httponly=True, samesite="Strict",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip
    return response


@public_pages.get("/doi-thoai/<code>/cau-hoi/<question_code>/toi-cung-hoi")
@access(PUBLIC)
def question_support_done(code: str, question_code: str) -> Response:
    """Say what became of the press."""
    asked = request.args.get("kq", "")
    if asked not in set(QuestionSupport):
        return redirect(f"/doi-thoai/{clean_code(code)}/cau-hoi", code=303)
    return _supported(_words(QuestionSupport(asked)))
