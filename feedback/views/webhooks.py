"""The administrator's pages of addresses that are told news of public cases, with what was sent to each."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.views.person import actor
from core.access import access
from core.errors import BadInput, NotFound
from core.letters import webhooks_anywhere
from core.paging import page_number
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.forms.machines import DELIVERY_WORDS, TOPIC_WORDS, ButtonForm, WebhookForm, fault_words
from feedback.queries import machines
from feedback.services import webhooks as commands
from feedback.views import desk_pages

WEBHOOKS = "/quan-tri/noi-nhan-tin"
ONE = f"{WEBHOOKS}/<string(length=32):public_id>"


@desk_pages.get(WEBHOOKS)
@access(Permission.ADMIN_SETTINGS)
def webhook_list() -> Response:
    """List the addresses, with the form that adds one."""
    return _list(_form())


@desk_pages.post(WEBHOOKS)
@access(Permission.ADMIN_SETTINGS)
def webhook_new() -> Response:
    """Register an address; the secret that signs is shown on this answer and nowhere else."""
    form = _form()
    if not form.validate():
        return _list(form, status=400)
    try:
        with transaction():
            made = commands.register_webhook(
                actor=actor(), at=now_utc(), name=form.name.data or "", address=form.address.data or "",
                topics=form.topics.data or (), anywhere=webhooks_anywhere(),
            )  # fmt: skip
    except BadInput as fault:
        form.blame(fault.errors)
        return _list(form, status=400)
    response = make_response(render_template("feedback/webhook_made.html", made=made))
    response.headers["Cache-Control"] = "no-store"
    return response


@desk_pages.get(ONE)
@access(Permission.ADMIN_SETTINGS)
def webhook_page(public_id: str) -> Response:
    """Show one address and what was sent to it."""
    unit_id, number = actor().unit_id, page_number(request.args.get("trang"))
    item = machines.webhook(unit_id, public_id)
    if item is None:
        raise NotFound()
    page = machines.deliveries(unit_id, public_id, page=number)
    faults = {each.fault: fault_words(each.fault) for each in page.items}
    return make_response(
        render_template(
            "feedback/webhook_page.html", item=item, page=page, topics=TOPIC_WORDS, states=DELIVERY_WORDS, faults=faults,
            button=ButtonForm(formdata=None), previous_url=f"?trang={number - 1}", next_url=f"?trang={number + 1}",
        )
    )  # fmt: skip


@desk_pages.post(f"{ONE}/gui-thu")
@access(Permission.ADMIN_SETTINGS)
def webhook_try(public_id: str) -> Response:
    """Send something on trial."""
    if ButtonForm().validate():
        with transaction():
            commands.try_webhook(public_id, actor=actor(), at=now_utc())
        flash(_("Đã xếp một tin thử. Vài giây nữa tải lại trang để xem máy bên kia trả lời thế nào."), "good")
    return _to_page(public_id)


@desk_pages.post(f"{ONE}/thoi-gui")
@access(Permission.ADMIN_SETTINGS)
def webhook_withdraw(public_id: str) -> Response:
    """Tell the address nothing any more."""
    if ButtonForm().validate():
        with transaction():
            commands.withdraw_webhook(public_id, actor=actor(), at=now_utc())
        flash(_("Từ giờ không gửi tin tới địa chỉ này nữa."), "good")
    return _to_page(public_id)


@desk_pages.post(f"{WEBHOOKS}/tin/<string(length=32):delivery_id>/gui-lai")
@access(Permission.ADMIN_SETTINGS)
def webhook_replay(delivery_id: str) -> Response:
    """Send a delivery again."""
    if not ButtonForm().validate():
        return redirect(url_for("desk.webhook_list"), 303)  # type: ignore[return-value]
    with transaction():
        public_id = commands.replay(delivery_id, actor=actor(), at=now_utc())
    flash(_("Đã xếp tin này để gửi lại."), "good")
    return _to_page(public_id)


def _form() -> WebhookForm:
    form = WebhookForm()
    form.offer(None)
    return form


def _list(form: WebhookForm, *, status: int = 200) -> Response:
    page = render_template("feedback/webhook_list.html", form=form, items=machines.webhooks(actor().unit_id), topics=TOPIC_WORDS)
    return make_response(page, status)


def _to_page(public_id: str) -> Response:
    return redirect(url_for("desk.webhook_page", public_id=public_id), 303)  # type: ignore[return-value]
