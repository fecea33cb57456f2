"""The counter: a clerk writes down a letter for a resident in under a minute and hands over the slip."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import queries as people
from accounts.permissions import Actor
from core.access import access
from core.errors import BadInput, NotKept
from core.form_token import BadFormToken, FormToken
from core.formats import local
from core.i18n import current_locale
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from feedback import phrases
from feedback.forms import choices
from feedback.forms.entry import CHANNELS, EntryForm
from feedback.queries.people import sender_and_matter
from feedback.queries.photos import draft_pictures, draft_subject
from feedback.queries.tracking import receipt
from feedback.queries.usual_villages import usual_villages
from feedback.services import photos
from feedback.services.intake import Receipt, register_case
from feedback.states import CaseKind, Channel
from feedback.views import desk_pages, slip_cookie, uploads
from feedback.views.qr import qr_of
from feedback.views.slip import slip_page

COOKIE_PATH = "/can-bo/nhap"


@desk_pages.get("/nhap")
@access(Permission.CASE_REGISTER)
def entry() -> Response:
    """Show the empty form; the slip of the letter before is put away."""
    answer = _page(_form(current_user.unit_id))
    slip_cookie.put_away(answer, path=COOKIE_PATH)
    return answer


@desk_pages.post("/nhap")
@access(Permission.CASE_REGISTER, files=True)
def register() -> Response:
    """Make the letter a case and go to its slip. A press repeated makes no second case."""
    clerk: Actor = current_user._get_current_object()
    form = _form(clerk.unit_id, typed=True)
    nonce = _nonce(form)
    faults = _file_faults(form)
    if form.validate() and nonce and not faults:
        try:
            return to_slip(_register(form, clerk, nonce))
        except BadInput as fault:
            faults = fault.errors
    if not nonce:
        form.renew_token(FormToken.issue())
    elif "files" not in faults:
        faults = {**faults, **_keep_files(form, clerk, nonce)}
    form.blame(faults)
    status = NotKept.status if NotKept.code in faults.values() else 400
    return _page(form, kept=len(draft_pictures(unit_id=clerk.unit_id, nonce=nonce)), status=status)


def _nonce(form: EntryForm) -> str:
    """Return what makes this form one letter, or "" when the form is too old and has to be sent once more."""
    try:
        return FormToken.read(form.token.data or "").nonce
    except BadFormToken:
        return ""


def _file_faults(form: EntryForm) -> dict[str, str]:
    try:
        uploads.check(uploads.chosen(form.files.data), field="files")
    except BadInput as fault:
        return fault.errors
    return {}


def _keep_files(form: EntryForm, clerk: Actor, nonce: str) -> dict[str, str]:
    """Let the files wait on the server until the letter is put right, so that nobody chooses them twice; return the faults."""
    files = uploads.chosen(form.files.data)
    if not files:
        return {}
    try:
        with transaction():
            uploads.keep(files, unit_id=clerk.unit_id, subject=draft_subject(nonce), purpose=_purpose(form), at=form.now)
    except NotKept as fault:
        return fault.errors
    return {}


def _purpose(form: EntryForm) -> str:
    """Return "scan" for a letter on paper (also a forwarded one), whose picture shows a name and a hand, else "story"."""
    return "scan" if form.channel.data in (Channel.PAPER, Channel.FORWARDED) else "story"


def _register(form: EntryForm, clerk: Actor, nonce: str) -> Receipt:
    unit_id, files = clerk.unit_id, uploads.chosen(form.files.data)
    with transaction():
        made = register_case(form.letter(), unit_id=unit_id, idempotency_key=nonce, at=form.received_at, actor=clerk)
        if not made.repeated:
            photos.attach((), case_id=made.case_id, unit_id=unit_id, at=form.now, nonce=nonce)
            uploads.keep(files, unit_id=unit_id, subject=f"case:{made.case_id}", purpose=_purpose(form), at=form.now)
    return made


def _form(unit_id: int, *, typed: bool = False) -> EntryForm:
    now = now_utc()
    fresh = {
        "token": FormToken.issue(), "channel": Channel.WALK_IN.value, "received_on": today(), "received_time": local(now).time(),
        "kind": CaseKind.REFLECTION.value, "hide_name": True,
    }  # fmt: skip
    form = EntryForm(now=now, data=fresh) if typed else EntryForm(now=now, data=fresh, formdata=None)
    form.channel.choices = choices.words({channel.value: phrases.channel_label(channel) for channel in CHANNELS})
    form.source.choices = choices.words(
        {source.value: str(words) for source, words in phrases.SOURCES.items()}, empty=_("Chọn nơi chuyển đến")
    )
    form.kind.choices = choices.words({kind.value: phrases.kind_label(kind) for kind in CaseKind})
    form.field_id.choices = choices.rows(people.fields(unit_id, on=today()), locale=current_locale(), empty=_("Phân loại sau"))
    form.village_id.choices = choices.villages(
        people.villages(unit_id, on=today()), empty=_("Không rõ thôn"), usual=usual_villages(unit_id, current_user.id),
        usual_label=_("Hay dùng"),
    )  # fmt: skip
    return form


def _page(form: EntryForm, *, kept: int = 0, status: int = 200) -> Response:
    return make_response(render_template("feedback/entry_form.html", form=form, kept=kept), status)


def to_slip(made: Receipt) -> Response:
    """Lead to the slip of a case that was just made at the counter, with its secret words in a sealed cookie."""
    answer = make_response(redirect(url_for("desk.slip"), 303))
    slip_cookie.lend(answer, made, path=COOKIE_PATH)
    return answer


@desk_pages.get("/nhap/bien-nhan")
@access(Permission.CASE_REGISTER)
def slip() -> Response:
    """Show the slip with the secret words, for ten minutes and to this browser only; then nobody can show them again."""
    known = slip_cookie.known()
    if known is None:
        return redirect(url_for("desk.entry"))  # type: ignore[return-value]
    if request.args.get("kho"):
        return slip_page(known, size=request.args["kho"], back=url_for("desk.entry"), here=url_for("desk.slip"))
    unit_id = current_user.unit_id
    view = receipt(unit_id, known["code"], today=today(), calendar=calendar_for(unit_id), locale=current_locale())
    if view is None:
        return redirect(url_for("desk.entry"))  # type: ignore[return-value]
    sender, matter = sender_and_matter(unit_id, known["case"])
    page = render_template(
        "feedback/entry_slip.html", receipt=view, secret=known["secret"], case_id=known["case"], phrases=phrases, sender=sender,
        matter=matter, qr=qr_of(f"/tra-cuu?ma={view.code}"),
    )  # fmt: skip
    return make_response(page)
