"""Who asked a question says whether the promise on it was kept: from the question's own page, in the browser that opened it."""

from __future__ import annotations

from flask import Response, redirect

from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import BadInput, WrongState
from core.extensions import csrf, limiter
from core.transaction import transaction
from deadlines.clock import now_utc
from dialogue.commitment_phrases import refusal
from dialogue.commitment_states import Verdict
from dialogue.forms.questions import VerdictForm
from dialogue.queries.dialogue_heads import public_head
from dialogue.services.voices import speak
from dialogue.views import public_pages, visitor
from dialogue.views.questions_public import receipt_page
from feedback.views.commune import commune_id

SLUGS = {"dung-hua": Verdict.CONFIRM, "chua-dung": Verdict.DISPUTE}


@public_pages.post(
    f"/doi-thoai/<code>/cau-hoi/<question_code>/cam-ket/<promise_code>/<any({', '.join(map(repr, SLUGS))}):verdict>"
)
@csrf.exempt
@limiter.limit(visitor.OPENING_LIMITS)
@access(PUBLIC)
def question_verdict(code: str, question_code: str, promise_code: str, verdict: str) -> Response:
    """Take the verdict of who proved the secret words; everybody else is led to the question's page and asked for them.

    A press on another site's page is refused before it comes here (core.security).
    """
    dialogue, wanted, promised = public_head(commune_id(), code), clean_code(question_code), clean_code(promise_code)
    page = redirect(f"/doi-thoai/{dialogue.code}/cau-hoi/{wanted}#{promised}", code=303)
    if not visitor.sees_all(wanted):
        return page
    form = VerdictForm().standing_at(promised)
    try:
        with transaction():
            words = form.text.data or ""
            speak(wanted, promised, SLUGS[verdict], unit_id=commune_id(), at=now_utc(), text=words)
    except BadInput as fault:
        form.blame(fault.errors)
        return receipt_page(dialogue, wanted, said=(promised, form), status=422)
    except WrongState as fault:
        form.form_errors.append(refusal(fault.code))
        return receipt_page(dialogue, wanted, said=(promised, form), status=409)
    return page
