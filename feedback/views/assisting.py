"""The small page of a village head or Front member: a neighbour's letter, its slip, and nothing that was written before."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from accounts import queries as people
from accounts.helper_queries import HelperPostItem, posts_of_helper
from accounts.views.person import actor
from core.access import access
from core.codes import hash_for
from core.errors import BadInput, NotKept
from core.form_token import BadFormToken, FormToken
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from feedback.assistance_rules import Matter, sentence_on
from feedback.forms.assisting import AssistForm
from feedback.forms.resident import PHOTO_KINDS
from feedback.queries.assistance import helped_lately
from feedback.queries.photos import draft_pictures, draft_subject
from feedback.services import photos
from feedback.services.assisting import AnotherLetter, register_for_neighbour
from feedback.services.intake import Receipt
from feedback.views import desk_pages, slip_cookie, uploads
from feedback.views.slip import slip_page

PATH = "/can-bo/giup-dan"


@desk_pages.get("/giup-dan")
@access(Permission.ASSIST_ENTER)
def assist() -> Response:
    """Show the empty form; the slip of the letter before is put away."""
    answer = _page(_form(_posts()))
    slip_cookie.put_away(answer, path=PATH)
    return answer


@desk_pages.post("/giup-dan")
@access(Permission.ASSIST_ENTER, files=True)
def assist_register() -> Response:
    """Make the neighbour's letter a case and go to its slip; a press repeated makes no second case.

    What is a complaint or a denunciation is led to its own way, and nothing of it is kept.
    """
    form, nonce = _form(_posts(), typed=True), ""
    well_formed = form.validate()
    try:
        nonce = FormToken.read(form.token.data or "").nonce
    except BadFormToken:
        form.blame({"": "form_old"})
    if form.leads_to is not None:
        return _led_elsewhere(form, nonce)
    faults = _file_faults(form)
    if well_formed and nonce and not faults:
        try:
            return _to_slip(_register(form, nonce))
        except BadInput as problem:
            faults = problem.errors
            nonce = "" if isinstance(problem, AnotherLetter) else nonce
    form.blame(faults)
    return _again(form, nonce, keep="files" not in faults, status=NotKept.status if NotKept.code in faults.values() else 400)


def _file_faults(form: AssistForm) -> dict[str, str]:
    try:
        uploads.check(uploads.chosen(form.files.data), field="files", documents=False)
    except BadInput as problem:
        return problem.errors
    return {}


def _register(form: AssistForm, nonce: str) -> Receipt:
    helper, at = actor(), now_utc()
    hash_for(nonce)  # slow on purpose, so not while everybody waits for the turn to write
    with transaction():
        made = register_for_neighbour(form.letter(), form.consent(), idempotency_key=nonce, at=at, actor=helper)
        if not made.repeated:
            photos.attach((), case_id=made.case_id, unit_id=helper.unit_id, at=at, nonce=nonce)
            uploads.keep(
                uploads.chosen(form.files.data), unit_id=helper.unit_id, subject=f"case:{made.case_id}", purpose="story", at=at
            )
    return made


def _again(form: AssistForm, nonce: str, *, keep: bool, status: int) -> Response:
    """Show the form again with every word; its photos wait on the server, so that nobody chooses them twice."""
    if not nonce:
        form.token.data = FormToken.issue()
        nonce = FormToken.read(form.token.data).nonce
    files, unit_id = uploads.chosen(form.files.data), actor().unit_id
    if files and keep:
        try:
            with transaction():
                uploads.keep(files, unit_id=unit_id, subject=draft_subject(nonce), purpose="story", at=now_utc())
        except NotKept as problem:
            form.blame(problem.errors)
            status = problem.status
    return _page(form, kept=len(draft_pictures(unit_id=unit_id, nonce=nonce)), status=status)


def _led_elsewhere(form: AssistForm, nonce: str) -> Response:
    """Show the way of its own; not even photos of an earlier try stay."""
    if nonce:
        with transaction():
            photos.drop_from_draft(None, unit_id=actor().unit_id, nonce=nonce, at=now_utc())
    return _page(form, leads_to=form.leads_to, status=400)


def _to_slip(made: Receipt) -> Response:
    answer = make_response(redirect(url_for("desk.assist_slip"), 303))
    slip_cookie.lend(answer, made, path=PATH)
    return answer


@desk_pages.get("/giup-dan/bien-nhan")
@access(Permission.ASSIST_ENTER)
def assist_slip() -> Response:
    """Show the slip, once: for ten minutes, to this browser; the paper or the neighbour's memory keeps it."""
    known = slip_cookie.known()
    if known is None:
        return redirect(url_for("desk.assist"))  # type: ignore[return-value]
    return slip_page(known, size=request.args.get("kho", ""), back=url_for("desk.assist"), here=url_for("desk.assist_slip"))


# ------------------------------------------------------------------ parts


def _posts() -> list[HelperPostItem]:
    return posts_of_helper(actor().unit_id, actor().id, on=today())


def _form(posts: list[HelperPostItem], *, typed: bool = False) -> AssistForm:
    villages = {post.village_id: post.village_name for post in posts}
    fresh = {
        "token": FormToken.issue(), "sentence_version": sentence_on(today()).version, "consented_on": today(),
        "village_id": next(iter(villages)) if len(villages) == 1 else None,
    }  # fmt: skip
    form = AssistForm(data=fresh) if typed else AssistForm(data=fresh, formdata=None)
    first = [] if len(villages) == 1 else [SelectChoice(value="", label=_("Chọn thôn"))]
    form.village_id.choices = [*first, *(SelectChoice(value=str(number), label=name) for number, name in villages.items())]
    return form


def _page(form: AssistForm, *, kept: int = 0, leads_to: Matter | None = None, status: int = 200) -> Response:
    profile = people.commune_profile(actor().unit_id)
    page = render_template(
        "feedback/assist_form.html", form=form, kept=kept, leads_to=leads_to, photo_kinds=PHOTO_KINDS,
        sentence=sentence_on(today()).read_in(profile.name if profile else ""),
        helped=helped_lately(actor(), at=now_utc()), hours=people.setting(actor().unit_id, "assist_list_hours"),
    )  # fmt: skip
    return make_response(page, status)
