"""The administrator's pages about officials: list, create, edit, close, reset, absences."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from accounts import factor_queries, passwords, phrases, queries
from accounts.forms import LeaveForm, OfficialForm, VersionForm, official_form
from accounts.read_models import OfficialItem, Post
from accounts.services import leave, people, second_factor
from accounts.views import blueprint
from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion
from core.i18n import current_locale
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today

Answer = Response | tuple[str, int] | str


@blueprint.get("/can-bo/quan-tri/nhan-su")
@access(Permission.ADMIN_PEOPLE)
def official_list() -> str:
    """List the officials, the closed accounts last."""
    unit_id, on = actor().unit_id, today()
    everybody = queries.officials(unit_id, on=on, active_only=False)
    places = {item.id: item.named(current_locale()) for item in queries.departments(unit_id)}
    return render_template(
        "accounts/official_list.html", officials=sorted(everybody, key=lambda item: not item.active), places=places,
        roles=phrases.ROLES, away=queries.away_on(unit_id, on), with_factor=factor_queries.officials_with_factor(unit_id),
    )  # fmt: skip


@blueprint.route("/can-bo/quan-tri/nhan-su/moi", methods=["GET", "POST"])
@access(Permission.ADMIN_PEOPLE)
def official_new() -> Answer:
    """Open an account; its one-time password is shown once, on the answer to this form and nowhere else."""
    form = _form()
    if not form.validate_on_submit():
        return _edit_page(form, None, status=400 if form.is_submitted() else 200)
    password = passwords.one_time_password()
    hashed = passwords.hash_password(password)
    try:
        with transaction():
            people.create_official(
                unit_id=actor().unit_id, actor=actor(), username=form.username.data or "", facts=form.facts(), hashed=hashed,
                on=today(), at=now_utc(),
            )  # fmt: skip
    except BadInput as error:
        form.blame(error.errors)
        return _edit_page(form, None, status=400)
    return _password_page(form.full_name.data or "", (form.username.data or "").lower(), password)


@blueprint.route("/can-bo/quan-tri/nhan-su/<public_id>", methods=["GET", "POST"])
@access(Permission.ADMIN_PEOPLE)
def official_edit(public_id: str) -> Answer:
    """Edit name, title, email and posts."""
    person = _person(public_id)
    posts = _posts(person)
    form = _form(len(posts))
    if not form.is_submitted():
        form.show(person, posts)
        return _edit_page(form, person, status=200)
    try:
        if form.validate():
            with transaction():
                people.change_official(
                    unit_id=actor().unit_id, actor=actor(), public_id=public_id, expected_version=form.version.data or 0,
                    facts=form.facts(), on=today(), at=now_utc(),
                )  # fmt: skip
            flash(_("Đã lưu thông tin cán bộ."), "success")
            return redirect(url_for("accounts.official_list"), code=303)
    except BadInput as error:
        form.blame(error.errors)
    except NotAllowed as refused:
        form.form_errors.append(phrases.fault(refused.code))
    except StaleVersion:
        return _beside_stored(form, _person(public_id))
    return _edit_page(form, person, status=400)


@blueprint.post("/can-bo/quan-tri/nhan-su/<public_id>/khoa")
@access(Permission.ADMIN_PEOPLE)
def official_disable(public_id: str) -> Response:
    """Close an account."""
    return _act(
        public_id,
        lambda version: people.disable_official(
            unit_id=actor().unit_id, actor=actor(), public_id=public_id, expected_version=version, on=today(), at=now_utc()
        ),
        done=_("Đã khóa tài khoản; các phiên đang mở đã kết thúc."),
    )


@blueprint.post("/can-bo/quan-tri/nhan-su/<public_id>/mo-khoa")
@access(Permission.ADMIN_PEOPLE)
def official_enable(public_id: str) -> Response:
    """Open a closed account again."""
    return _act(
        public_id,
        lambda version: people.enable_official(
            unit_id=actor().unit_id, actor=actor(), public_id=public_id, expected_version=version, at=now_utc()
        ),
        done=_("Đã mở lại tài khoản."),
    )


@blueprint.post("/can-bo/quan-tri/nhan-su/<public_id>/dat-lai-mat-khau")
@access(Permission.ADMIN_PEOPLE)
def official_reset(public_id: str) -> Answer:
    """Give a one-time password, shown once, on the answer to this form and nowhere else."""
    person = _person(public_id)
    if not VersionForm().validate_on_submit():
        return redirect(url_for("accounts.official_edit", public_id=public_id), code=303)
    password = passwords.one_time_password()
    hashed = passwords.hash_password(password)
    try:
        with transaction():
            people.reset_password(unit_id=actor().unit_id, actor=actor(), public_id=public_id, hashed=hashed, at=now_utc())
    except NotAllowed as refused:
        flash(phrases.fault(refused.code), "error")
        return redirect(url_for("accounts.official_edit", public_id=public_id), code=303)
    return _password_page(person.full_name, person.username, password)


@blueprint.post("/can-bo/quan-tri/nhan-su/<public_id>/bo-hai-buoc")
@access(Permission.ADMIN_PEOPLE)
def official_factor_taken(public_id: str) -> Response:
    """Take the second factor of somebody who lost telephone and codes."""
    return _act(
        public_id,
        lambda _version: second_factor.take_away(unit_id=actor().unit_id, actor=actor(), public_id=public_id, at=now_utc()),
        done=_("Đã gỡ xác minh hai bước; các phiên đang mở đã kết thúc. Người này và các lãnh đạo được báo bằng thư."),
    )


@blueprint.post("/can-bo/quan-tri/nhan-su/<public_id>/vang-mat")
@access(Permission.ADMIN_PEOPLE)
def absence_new(public_id: str) -> Answer:
    """Note that an official is away."""
    person = _person(public_id)
    absence = _absence_form(person)
    if absence.validate_on_submit():
        first_on, last_on = absence.days()
        try:
            with transaction():
                leave.take_leave(
                    actor=actor(), official_id=person.id, first_on=first_on, last_on=last_on, substitute_id=absence.substitute,
                    on=today(), at=now_utc(),
                )  # fmt: skip
        except BadInput as error:
            absence.blame(error.errors)
        else:
            flash(_("Đã ghi ngày vắng; việc mới sẽ đề xuất người thay."), "success")
            return redirect(url_for("accounts.official_edit", public_id=public_id), code=303)
    posts = _posts(person)
    form = _form(len(posts), formdata=None)
    form.show(person, posts)
    return _edit_page(form, person, status=400, absence=absence)


@blueprint.post("/can-bo/quan-tri/nhan-su/<public_id>/vang-mat/<int:absence_id>/bo")
@access(Permission.ADMIN_PEOPLE)
def absence_remove(public_id: str, absence_id: int) -> Response:
    """Take a noted absence back."""
    return _act(
        public_id,
        lambda _version: leave.end_leave(absence_id, actor=actor(), official_id=_person(public_id).id, at=now_utc()),
        done=_("Đã bỏ ngày vắng."),
    )


def _person(public_id: str) -> OfficialItem:
    person = queries.official_by_public_id(actor().unit_id, public_id, on=today())
    if person is None:
        raise NotFound()
    return person


def _posts(person: OfficialItem) -> list[Post]:
    return queries.posts_of(actor().unit_id, person.id, on=today())


def _form(held: int = 0, **given: object) -> OfficialForm:
    form = official_form(held, **given)
    form.offer(queries.departments(actor().unit_id, on=today()), locale=current_locale())
    return form


def _absence_form(person: OfficialItem, **given: object) -> LeaveForm:
    form = LeaveForm(**given)
    form.offer(queries.officials(actor().unit_id, on=today()), person=person.id)
    return form


def _edit_page(
    form: OfficialForm, person: OfficialItem | None, *, status: int, stale: bool = False, absence: LeaveForm | None = None
) -> tuple[str, int]:
    absences = queries.absences(actor().unit_id, person.id, on=today()) if person else []
    return render_template(
        "accounts/official_edit.html", form=form, person=person, stale=stale, absences=absences,
        absence=absence or (_absence_form(person, formdata=None) if person else LeaveForm(formdata=None)),
        button=VersionForm(formdata=None),
        myself=person is not None and person.id == actor().id,
        factor=factor_queries.factor(actor().unit_id, person.id) if person else None,
    ), status  # fmt: skip


def _beside_stored(form: OfficialForm, person: OfficialItem) -> tuple[str, int]:
    """Show what was typed beside what a colleague stored meanwhile; a second press writes over what was shown."""
    stored = _form(formdata=None)
    stored.show(person, queries.posts_of(actor().unit_id, person.id, on=today()))
    form.renew(person.version, stored=stored)
    return _edit_page(form, person, status=409, stale=True)


def _password_page(full_name: str, username: str, password: str) -> str:
    return render_template("accounts/official_password.html", full_name=full_name, username=username, password=password)


def _act(public_id: str, command: Callable[[int | None], object], *, done: str) -> Response:
    """Run a button's command and go back to the official's page, with what happened or why not."""
    form = VersionForm()
    if form.validate_on_submit():
        try:
            with transaction():
                command(form.version.data or None)
            flash(done, "success")
        except NotAllowed as refused:
            flash(phrases.fault(refused.code), "error")
        except StaleVersion:
            flash(_("Có người khác vừa sửa cán bộ này. Hãy xem lại rồi làm tiếp."), "error")
    return redirect(url_for("accounts.official_edit", public_id=public_id), code=303)
