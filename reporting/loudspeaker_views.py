"""The desk's page of a loudspeaker text: made of public facts, changed by hand, printed or copied, kept nowhere."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from core.access import access
from core.codes import clean_code
from core.errors import NotFound
from core.permissions import Permission
from deadlines.clock import today
from reporting import loudspeaker, loudspeaker_queries
from reporting.forms import SpokenForm
from reporting.loudspeaker import Announcement, Result
from reporting.views import blueprint

PRINT = "print"
DIALOGUE = "/can-bo/phat-thanh/doi-thoai/<int(max=2147483647):dialogue_id>/<any('moi', 'ket-qua'):what>"
ANSWER = "/can-bo/phat-thanh/ho-so/<string(length=11):code>"


@blueprint.get(DIALOGUE)
@access(Permission.DIALOGUE_READ)
def speak_dialogue(dialogue_id: int, what: str) -> Response:
    """Show the text of an invitation or of a result."""
    return _show(_dialogue_text(dialogue_id, what), back=f"/can-bo/doi-thoai/{dialogue_id}")


@blueprint.post(DIALOGUE)
@access(Permission.DIALOGUE_READ)
def speak_dialogue_changed(dialogue_id: int, what: str) -> Response:
    """Print the text as it was changed, or say anew how long it takes."""
    return _changed(lambda: _dialogue_text(dialogue_id, what), back=f"/can-bo/doi-thoai/{dialogue_id}")


@blueprint.get(ANSWER)
@access(Permission.CASE_READ)
def speak_answer(code: str) -> Response:
    """Show the text of a published answer."""
    return _show(_answer_text(code), back=f"/ho-so/{clean_code(code)}")


@blueprint.post(ANSWER)
@access(Permission.CASE_READ)
def speak_answer_changed(code: str) -> Response:
    """Print the text as it was changed, or say anew how long it takes."""
    return _changed(lambda: _answer_text(code), back=f"/ho-so/{clean_code(code)}")


def _dialogue_text(dialogue_id: int, what: str) -> str:
    unit_id = current_user.unit_id
    facts = loudspeaker_queries.sources_of_dialogue(unit_id, dialogue_id, today=today()).get(what)
    by = loudspeaker_queries.speaker_of(unit_id)
    if isinstance(facts, Announcement):
        return loudspeaker.announcement_text(facts, by=by)
    if isinstance(facts, Result):
        return loudspeaker.result_text(facts, by=by)
    raise NotFound()


def _answer_text(code: str) -> str:
    unit_id = current_user.unit_id
    facts = loudspeaker_queries.answer_of(unit_id, code, today=today())
    if facts is None:
        raise NotFound()
    return loudspeaker.answer_text(facts, by=loudspeaker_queries.speaker_of(unit_id))


def _show(text: str, *, back: str) -> Response:
    return _page(SpokenForm(data={"text": text}, formdata=None), text, back=back)


def _changed(made: Callable[[], str], *, back: str) -> Response:
    """Answer what was typed; a source that is not public any more is not found, whatever was typed."""
    source, form = made(), SpokenForm()
    text = form.text.data or ""
    if not form.validate():
        return _page(form, text, back=back, status=400)
    if not text:
        return _page(SpokenForm(data={"text": source}, formdata=None), source, back=back)
    if form.chosen == PRINT:
        page = render_template("reporting/loudspeaker_print.html", text=text, back=request.path)
        return make_response(page)
    return _page(form, text, back=back)


def _page(form: SpokenForm, text: str, *, back: str, status: int = 200) -> Response:
    taken = loudspeaker.seconds(text)
    fits = loudspeaker.LEAST_SECONDS <= taken <= loudspeaker.MOST_SECONDS
    page = render_template(
        "reporting/loudspeaker_page.html", form=form, seconds=taken, fits=fits, back=back, masked="[" in text,
        advice=_advice(taken),
    )  # fmt: skip
    return make_response(page, status)


def _advice(taken: int) -> str:
    if taken > loudspeaker.MOST_SECONDS:
        return _("Bài dài hơn một phút. Bỏ bớt câu thì bà con dễ nhớ hơn.")
    if taken < loudspeaker.LEAST_SECONDS:
        return _("Bài ngắn: có thể đọc hai lần.")
    return _("Vừa đủ: đọc chậm, rõ, nhắc lại ngày giờ.")
