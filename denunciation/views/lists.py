"""The list of the register, a new entry, and the list of those who may open it."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts import queries as accounts
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotFound, WrongState
from core.i18n import current_locale
from core.logs import quiet
from core.paging import page_number, page_query
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from deadlines.queries import calendar_for
from denunciation import phrases
from denunciation.forms import ConfirmForm, EntryForm, ReadersForm
from denunciation.people import Circle, listed_ids
from denunciation.queries.register import register
from denunciation.services import confirming, readers, recording
from denunciation.states import Source
from denunciation.views import blueprint


@blueprint.get("")
@access(Permission.DENUNCIATION_ENTER)
@quiet
def entry_list() -> str:
    """Show the entries that exist for this official: numbers, days and states, not a word of content."""
    person, on = actor(), today()
    number = page_number(request.args.get("trang"))
    found = register(person, today=on, calendar=calendar_for(person.unit_id), locale=current_locale(), page=number)
    circle = Circle(person.unit_id, on=on)
    named = person.id in circle.named
    everybody = accounts.officials(person.unit_id, on=on)
    return render_template(
        "denunciation/register_list.html", page=found.page, phrases=phrases, named=named, listed=bool(listed_ids(person.unit_id)),
        people=[item for item in everybody if item.id in circle.named],
        waiting=[(item, _confirm_form(item.id)) for item in everybody if item.id in circle.unconfirmed and named],
        may_name=Permission.DENUNCIATION_NAME in person.permissions, counts=found.counts,
        previous_url=page_query({}, number - 1), next_url=page_query({}, number + 1),
    )  # fmt: skip


@blueprint.route("/moi", methods=["GET", "POST"])
@access(Permission.DENUNCIATION_ENTER)
@quiet
def entry_new() -> Response:
    """Write a signed letter or what was told into the register."""
    person, on = actor(), today()
    _must_be_named()
    form = EntryForm()
    form.offer(accounts.officials(person.unit_id, on=on))
    if form.validate_on_submit():
        accused_id, accused_text = form.accused()
        try:
            with transaction():
                taken = recording.record_entry(
                    actor=person, at=now_utc(), source=Source(form.source.data), received_on=form.received_on.data,
                    text=form.text.data or "", paper_number=form.paper_number.data or "", accused_id=accused_id,
                    accused_text=accused_text,
                )  # fmt: skip
        except BadInput as problem:
            form.blame(problem.errors)
        else:
            flash(_("Đã vào sổ."), "good")
            return redirect(url_for("register.entry", entry_id=taken.entry_id), 303)  # type: ignore[return-value]
    if request.method == "GET":
        form.received_on.data = on
    status = 400 if request.method == "POST" else 200
    return make_response(render_template("denunciation/register_new.html", form=form), status)


@blueprint.route("/nguoi-duoc-mo", methods=["GET", "POST"])
@access(Permission.DENUNCIATION_NAME)
@quiet
def reader_list() -> Response:
    """Name who may open the register."""
    person, on = actor(), today()
    _must_be_named()
    form = ReadersForm()
    fit = [item for item in accounts.officials(person.unit_id, on=on) if Permission.DENUNCIATION_ENTER in item.permissions]
    form.offer(fit)
    if form.validate_on_submit():
        try:
            with transaction():
                readers.name_readers(form.readers.data or [], actor=person, at=now_utc())
        except BadInput as problem:
            form.blame(problem.errors)
        else:
            flash(_("Đã lưu danh sách."), "good")
            return redirect(url_for("register.entry_list") if _is_named() else "/can-bo", 303)  # type: ignore[return-value]
    if request.method == "GET":
        form.readers.data = sorted(listed_ids(person.unit_id))
    return make_response(
        render_template("denunciation/register_readers.html", form=form), 400 if request.method == "POST" else 200
    )


@blueprint.post("/xac-nhan")
@access(Permission.DENUNCIATION_ENTER)
@quiet
def confirm_reader() -> Response:
    """Confirm whom an administrator let in: the register opens for him again."""
    form = ConfirmForm()
    _must_be_named()
    if form.validate_on_submit():
        try:
            with transaction():
                confirming.confirm(form.official.data, actor=actor(), at=now_utc())
            flash(_("Đã xác nhận."), "good")
        except WrongState:
            flash(_("Người này không còn chờ xác nhận."), "error")
    return redirect(url_for("register.entry_list"), 303)  # type: ignore[return-value]


def _confirm_form(official_id: int) -> ConfirmForm:
    return ConfirmForm(formdata=None, data={"official": official_id})


def _is_named() -> bool:
    person = actor()
    return person.id in Circle(person.unit_id, on=today()).named


def _must_be_named() -> None:
    if not _is_named():
        raise NotFound()
