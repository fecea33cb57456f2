"""“Theo dõi”: a published case, a field, a village or everything, by email without an account, by Atom, or on this phone.

Every answer to an address is the same, whether it is known or not; a link in a letter shows a page and only a press acts, because
mail programs open links by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_limiter import RequestLimit

from accounts.queries import fields, villages
from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.extensions import csrf, limiter
from core.form_token import FormToken
from core.i18n import current_locale
from core.letters import mail_settings, public_address
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.follow_links import link_token, token_id
from feedback.follow_rules import Topic
from feedback.forms.following import FollowForm
from feedback.queries import follows
from feedback.services import following
from feedback.views import public_pages, tickets
from feedback.views.commune import NEVER_FOUND, commune_id

ASKING_LIMITS = "10 per 10 minutes;40 per day"
PRESSING_LIMITS = "60 per 10 minutes"
SIGNED = "<string(length=64):token>"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be followed, in words: ``arguments`` name it in addresses, ``page`` and ``feed`` show it; ``code`` of a case."""

    topic: Topic
    target: int
    title: str
    arguments: str
    page: str
    feed: str
    code: str = ""


def _wanted() -> Wanted:
    """Return what the address names: everything when it names nothing. Raises NotFound for what is not there to be followed."""
    unit_id, asked = commune_id(), request.args
    if asked.get("ho-so"):
        code = clean_code(asked["ho-so"])
        case = follows.case_to_follow(unit_id, code) if code else None
        if case is None:
            raise NotFound()
        page = f"/ho-so/{code}"
        return Wanted(
            topic=Topic.CASE, target=case[0], title=case[1] or _("Hồ sơ %(code)s", code=code), arguments=f"?ho-so={code}",
            page=page, feed=f"{page}.atom", code=code,
        )  # fmt: skip
    for name, topic, items in (("linh-vuc", Topic.FIELD, fields(unit_id)), ("thon", Topic.VILLAGE, villages(unit_id))):
        if asked.get(name):
            return _place(name, topic, {item.code: (item.id, _named(item)) for item in items})
    title = _("Mọi việc xã công khai")
    return Wanted(topic=Topic.ALL, target=0, title=title, arguments="", page="/ho-so", feed="/tin.atom")


def _named(item: object) -> str:
    named = getattr(item, "named", None)
    return named(current_locale()) if named else str(item.name)  # type: ignore[attr-defined]


def _place(name: str, topic: Topic, known: dict[str, tuple[int, str]]) -> Wanted:
    code = request.args[name]
    if code not in known:
        raise NotFound()
    query = "?" + urlencode({name: code})
    return Wanted(
        topic=topic,
        target=known[code][0],
        title=known[code][1],
        arguments=query,
        page=f"/ho-so{query}",
        feed=f"/ho-so.atom{query}",
    )


def _by_email() -> bool:
    """Return whether letters can leave this installation, with links that lead back to it."""
    return bool(mail_settings()[0]) and "://" in public_address("/")


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers.update(NEVER_FOUND)
    return response


# ------------------------------------------------------------------ asking


@public_pages.get("/theo-doi")
@access(PUBLIC)
def follow() -> Response:
    """Show the ways to follow what the address names."""
    return _form_page(FollowForm(), token=FormToken.issue())


def _form_page(form: FollowForm, *, token: str, status: int = 200) -> Response:
    page = render_template("feedback/follow_page.html", form=form, form_token=token, wanted=_wanted(), by_email=_by_email())
    return _private(make_response(page, status))


def _too_often(_limit: RequestLimit) -> Response:
    form = FollowForm()
    form.form_errors.append(_("Từ mạng này vừa có quá nhiều lần ghi địa chỉ. Hãy đợi mười phút rồi bấm lại."))
    return _form_page(form, token=request.form.get("form_token", "") or FormToken.issue(), status=429)


@public_pages.post("/theo-doi")
@csrf.exempt
@limiter.limit(ASKING_LIMITS, on_breach=_too_often)
@access(PUBLIC)
def ask_to_follow() -> Response:
    """Send a letter of confirmation, or show the form again; the answer never tells whether the address is known."""
    form, ticket, wanted = FollowForm(), tickets.ticket(), _wanted()
    complete = form.validate()
    if ticket is None or form.trapped or tickets.sent_too_fast(ticket):
        form.form_errors.append(_("Hãy xem lại rồi bấm Gửi lần nữa. Địa chỉ đã ghi còn nguyên."))
    if not complete or form.form_errors or not _by_email():
        return _form_page(form, token=tickets.token_again(ticket), status=422)
    with transaction():
        following.ask(
            unit_id=commune_id(),
            email=form.address,
            topic=wanted.topic,
            target=wanted.target,
            locale=current_locale(),
            at=now_utc(),
        )
    return redirect("/theo-doi/da-gui", code=303)  # type: ignore[return-value]


@public_pages.get("/theo-doi/da-gui")
@access(PUBLIC)
def follow_asked() -> Response:
    """Say that a letter comes, and what when it does not."""
    return _private(make_response(render_template("feedback/follow_asked.html")))


# ------------------------------------------------------------------ the links in letters


@public_pages.get(f"/theo-doi/xac-nhan/{SIGNED}")
@access(PUBLIC)
def follow_confirmation(token: str) -> Response:
    """Show the one button of the confirmation; a mail program that opens links confirms nothing. 410 for a link not ours."""
    ours = bool(token_id("confirm", token))
    page = render_template("feedback/follow_confirm.html", token=token if ours else "")
    return _private(make_response(page, 200 if ours else 410))


@public_pages.post(f"/theo-doi/xac-nhan/{SIGNED}")
@csrf.exempt
@limiter.limit(PRESSING_LIMITS)
@access(PUBLIC)
def confirm_follow(token: str) -> Response:
    """Begin to follow, and show everything that this address follows."""
    with transaction():
        public_id = following.confirm(token, unit_id=commune_id(), at=now_utc())
    if public_id is None:
        return _private(make_response(render_template("feedback/follow_confirm.html", token=""), 410))
    return _private(redirect(f"/theo-doi/thoi/{link_token('leave', public_id)}?moi=1", code=303))  # type: ignore[arg-type]


@public_pages.get(f"/theo-doi/thoi/{SIGNED}")
@access(PUBLIC)
def followed(token: str) -> Response:
    """Show what the address behind the link follows, with a button to end each and one to end all."""
    lines = follows.followed_by(token, unit_id=commune_id())
    page = render_template(
        "feedback/follow_mine.html", token=token, lines=[(line, _words(line)) for line in lines or ()], over=lines is None,
        fresh=request.args.get("moi") == "1",
    )  # fmt: skip
    return _private(make_response(page, 410 if lines is None else 200))


def _words(line: follows.FollowLine) -> str:
    items = {Topic.FIELD: fields, Topic.VILLAGE: villages}.get(line.topic)
    if items is not None:
        return next((_named(item) for item in items(commune_id()) if item.id == line.target), "")
    return _("Hồ sơ %(code)s", code=line.code) if line.topic is Topic.CASE else _("Mọi việc xã công khai")


@public_pages.post(f"/theo-doi/thoi/{SIGNED}")
@csrf.exempt
@limiter.limit(PRESSING_LIMITS)
@access(PUBLIC)
def stop_following(token: str) -> Response:
    """End one thing (``viec``) or everything; also the press of a mail program (RFC 8058), which reads no page."""
    with transaction():
        following.leave(token, unit_id=commune_id(), only=request.form.get("viec", ""))
    if request.form.get("List-Unsubscribe") == "One-Click":
        return _private(Response("", status=200, mimetype="text/plain"))
    return _private(redirect(f"/theo-doi/thoi/{token}", code=303))  # type: ignore[arg-type]
