"""One entry: its days and steps without a word of content, and what is opened by POST after the reason was written down."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from accounts import queries as accounts
from accounts.views.person import actor
from core import shredding
from core.access import access
from core.errors import BadInput, StaleVersion, WrongState
from core.i18n import current_locale
from core.logs import quiet
from core.permissions import Permission
from core.security import INERT
from core.text import clean_text
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from denunciation import phrases
from denunciation.forms import AgreeForm, CopyForm, DeedForm, PaperForm, ReasonForm
from denunciation.models import RegisterEntry
from denunciation.paper_words import TITLES
from denunciation.people import Circle
from denunciation.queries.register import EntryPage, entry_page, file_of, identity, opened, words_of_the_writer
from denunciation.redaction import redacted
from denunciation.services import agreeing, reading, steps
from denunciation.states import Act
from denunciation.views import ENTRY, blueprint

ACTS = {slug: act for act, slug in phrases.SLUGS.items()}
VERBS = ", ".join(f"'{slug}'" for slug in ACTS)
FILE_NAMES = {
    "image/jpeg": "anh.jpg", "image/png": "anh.png", "image/webp": "anh.webp", "application/pdf": "tai-lieu.pdf",
    "audio/webm": "ghi-am.webm", "audio/ogg": "ghi-am.ogg", "audio/mp4": "ghi-am.m4a",
}  # fmt: skip
"""What a sealed file is called where it is saved: its kind, nothing of its sender."""


@blueprint.get(ENTRY)
@access(Permission.DENUNCIATION_ENTER)
@quiet
def entry(entry_id: str) -> Response:
    """Show days, duties and steps of an entry."""
    return _page(entry_id)


def _page(
    entry_id: str, *, typed: Mapping[Act, DeedForm] | None = None, reason: ReasonForm | None = None, notice: str = "",
    status: int = 200,
) -> Response:  # fmt: skip
    page, typed = _entry(entry_id), typed or {}
    forms = [(act, law, typed.get(act) or _deed_form(page, act)) for act, law in page.acts]
    response = render_template(
        "denunciation/register_entry.html", page=page, phrases=phrases, acts=forms, slugs=phrases.SLUGS, notice_text=notice,
        reason=reason or ReasonForm(formdata=None), wrong=reason or next(iter(typed.values()), None),
        agreements=[(name, AgreeForm(formdata=None, data={"asker": number})) for number, name in page.askers],
        opened_act=next(iter(typed), None), paper_titles=TITLES,
    )  # fmt: skip
    return make_response(response, status)


def _entry(entry_id: str) -> EntryPage:
    person = actor()
    return entry_page(
        person, entry_id, today=today(), calendar=calendar_for(person.unit_id), locale=current_locale(), at=now_utc()
    )


def _deed_form(page: EntryPage, act: Act, *, sent: bool = False) -> DeedForm:
    prefix, known = f"{phrases.SLUGS[act]}-", {"on": today(), "version": page.version}
    form = DeedForm(prefix=prefix) if sent else DeedForm(formdata=None, prefix=prefix, data=known)
    form.offer(accounts.officials(actor().unit_id, on=today()), page.duties)
    form.keep(act)
    return form


@blueprint.post(f"{ENTRY}/<any({VERBS}):verb>")
@access(Permission.DENUNCIATION_ENTER)
@quiet
def step(entry_id: str, verb: str) -> Response:
    """Take a step; what cannot be done is said in place, with its article, and changes nothing."""
    page, act = _entry(entry_id), ACTS[verb]
    form = _deed_form(page, act, sent=True)
    if not form.validate():
        return _page(entry_id, typed={act: form}, status=400)
    try:
        with transaction():
            done = steps.take(
                entry_id, form.deed(act, today=today()), actor=actor(), at=now_utc(), version=form.version.data or 0
            )
    except BadInput as problem:
        form.blame(problem.errors)
        return _page(entry_id, typed={act: form}, status=400)
    except (StaleVersion, WrongState):
        now = _entry(entry_id)
        form.renew(now.version, stored=_deed_form(now, act))
        return _page(entry_id, typed={act: form}, notice="moved_on", status=409)
    flash(str(phrases.ACTS[act].done), "good")
    return redirect(_next_page(done), 303)  # type: ignore[return-value]


def _next_page(entry: RegisterEntry) -> str:
    """Whoever names a chair as accused may have named his own superior: then the entry is gone for him too, and he is told."""
    person = actor()
    circle = Circle(person.unit_id, on=today())
    if circle.may_see(person, entry):
        return url_for("register.entry", entry_id=entry.id)
    if circle.is_beyond(entry):
        flash(str(phrases.HANDED_ON), "open")
    return "/can-bo"


# ------------------------------------------------------------------ what is sealed


def _write_down(entry_id: str, *, what: str, form: ReasonForm) -> Response | None:
    """Write the reading down and commit; None: it may be shown now."""
    if not form.validate():
        _entry(entry_id)
        return _page(entry_id, reason=form, status=400)
    try:
        with transaction():
            reading.write_down_reading(entry_id, what=what, actor=actor(), at=now_utc(), reason=form.reason.data or "")
    except BadInput as problem:
        form.blame(problem.errors)
        return _page(entry_id, reason=form, status=400)
    except WrongState:
        return _page(entry_id, notice="second_person", status=409)
    return None


@blueprint.post(f"{ENTRY}/mo")
@access(Permission.DENUNCIATION_ENTER)
@quiet
def open_content(entry_id: str) -> Response:
    """Show the content, once, to whoever gave a reason."""
    form = ReasonForm()
    refused = _write_down(entry_id, what="content", form=form)
    return refused or _content(entry_id, reason=form.reason.data or "")


def _content(
    entry_id: str, *, reason: str, copy: CopyForm | None = None, paper: PaperForm | None = None, status: int = 200
) -> Response:
    page, content = _entry(entry_id), opened(actor(), entry_id, today=today())
    written = "\n\n".join(part for part in (content.content.get("story", ""), *(item["text"] for item in content.added)) if part)
    if copy is None:
        known = words_of_the_writer(actor(), entry_id, today=today())
        copy = CopyForm(formdata=None, data={"copy": content.copy or redacted(written, known=known), "version": page.version})
    subject = content.content.get("subject", "")
    response = render_template(
        "denunciation/register_content.html", page=page, opened=content, phrases=phrases, copy=copy, reason=reason,
        title="" if written.startswith(subject[:20]) else subject, paper=paper or _paper_form(page),
        token=ReasonForm(formdata=None), wrong=copy if copy.errors else paper, stale=status == 409,
    )  # fmt: skip
    return make_response(response, status)


@blueprint.post(f"{ENTRY}/nguoi-gui")
@access(Permission.DENUNCIATION_ENTER)
@quiet
def open_identity(entry_id: str) -> Response:
    """Show who sent a moved letter, so that it can be copied to paper and destroyed here."""
    form = ReasonForm()
    if not agreeing.is_open(entry_id, actor=actor(), at=now_utc()):
        return _ask_second(entry_id, form)
    refused = _write_down(entry_id, what="identity", form=form)
    if refused is not None:
        return refused
    page = _entry(entry_id)
    facts = identity(actor(), entry_id, today=today())
    return make_response(render_template("denunciation/register_identity.html", page=page, facts=facts, paper=_paper_form(page)))


def _paper_form(page: EntryPage) -> PaperForm:
    return PaperForm(formdata=None, data={"version": page.version})


def _ask_second(entry_id: str, form: ReasonForm) -> Response:
    """Ask for the envelope where a second person has to agree."""
    _entry(entry_id)
    if not form.validate():
        return _page(entry_id, reason=form, status=400)
    try:
        with transaction():
            agreeing.ask(entry_id, actor=actor(), at=now_utc(), reason=form.reason.data or "")
    except BadInput as problem:
        form.blame(problem.errors)
        return _page(entry_id, reason=form, status=400)
    flash(_("Đã xin mở. Khi một người khác được mở sổ đồng ý, bạn mở được trong 24 giờ."), "open")
    return redirect(url_for("register.entry", entry_id=entry_id), 303)  # type: ignore[return-value]


@blueprint.post(f"{ENTRY}/dong-y")
@access(Permission.DENUNCIATION_ENTER)
@quiet
def agree(entry_id: str) -> Response:
    """Agree that somebody else opens the sender's envelope."""
    form = AgreeForm()
    _entry(entry_id)
    if not form.validate():
        return _page(entry_id, notice="moved_on" if form.asker.errors else "reason_missing", status=400)
    try:
        with transaction():
            agreeing.agree(entry_id, actor=actor(), at=now_utc(), asker_id=form.asker.data, reason=form.reason.data or "")
    except BadInput:
        return _page(entry_id, notice="reason_missing", status=400)
    except WrongState:
        return _page(entry_id, notice="moved_on", status=409)
    flash(_("Đã ghi bạn đồng ý. Người xin mở được trong 24 giờ."), "good")
    return redirect(url_for("register.entry", entry_id=entry_id), 303)  # type: ignore[return-value]


@blueprint.post(f"{ENTRY}/tep/<string(length=32):file_id>")
@access(Permission.DENUNCIATION_ENTER)
@quiet
def open_file(entry_id: str, file_id: str) -> Response:
    """Send a sealed photo or paper; it is never run and never kept."""
    refused = _write_down(entry_id, what="file", form=ReasonForm())
    if refused is not None:
        return refused
    media_type, plain = file_of(actor(), entry_id, file_id, today=today())
    response = make_response(plain)
    response.headers["Content-Type"] = media_type
    kind = "inline" if media_type.startswith("image/") else "attachment"
    response.headers["Content-Disposition"] = f"{kind}; filename={FILE_NAMES.get(media_type, 'tep')}"
    response.headers["Content-Security-Policy"] = INERT
    return response


@blueprint.post(f"{ENTRY}/ban-xac-minh")
@access(Permission.DENUNCIATION_ENTER)
@quiet
def write_copy(entry_id: str) -> Response:
    """Keep the copy for the verifier and show it alone, to be printed."""
    form = CopyForm()
    page = _entry(entry_id)
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            text = clean_text(form.copy.data or "")
            reading.keep_copy(entry_id, actor=actor(), at=now_utc(), version=form.version.data or 0, text=text)
            reading.write_down_reading(entry_id, what="copy", actor=actor(), at=now_utc(), reason="in bản cho người xác minh")
    except BadInput as problem:
        form.blame(problem.errors)
        return _after_fault(entry_id, form)
    except StaleVersion:
        return _after_fault(entry_id, form, stale=True)
    return make_response(render_template("denunciation/register_copy.html", page=page, text=text))


def _after_fault(entry_id: str, form: CopyForm, *, stale: bool = False) -> Response:
    """Show the content again, with what was typed; ``stale``: beside it what another reader kept meanwhile."""
    with transaction():
        reading.write_down_reading(entry_id, what="content", actor=actor(), at=now_utc(), reason="sửa bản cho người xác minh")
    if stale:
        now = opened(actor(), entry_id, today=today())
        stored = CopyForm(formdata=None, data={"copy": now.copy}) if now.copy else None
        form.renew(_entry(entry_id).version, stored=stored)
    return _content(entry_id, reason="", copy=form, status=409 if stale else 400)


@blueprint.post(f"{ENTRY}/chep-giay")
@access(Permission.DENUNCIATION_ENTER)
@quiet
def identity_to_paper(entry_id: str) -> Response:
    """Destroy the sender's name and papers here, after they were copied to the paper file."""
    form = PaperForm()
    page = _entry(entry_id)
    try:
        if not form.validate():
            raise BadInput({})
        with transaction():
            reading.identity_to_paper(
                entry_id, actor=actor(), at=now_utc(), version=form.version.data or 0, paper_number=form.paper_number.data or ""
            )
    except BadInput as problem:
        form.blame(problem.errors)
        return _page(entry_id, notice="paper_missing", status=400)
    except (StaleVersion, WrongState):
        return _page(entry_id, notice="moved_on", status=409)
    shredding.run(now_utc())
    return redirect(url_for("register.entry", entry_id=page.id), 303)  # type: ignore[return-value]
