"""The desk's pages of requests about personal data: the list, what is asked at the counter, one request and its steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from accounts.views.person import actor
from core import shredding
from core.access import access
from core.codes import clean_code
from core.errors import NotFound
from core.i18n import current_locale
from core.permissions import Permission
from deadlines.clock import now_utc, today
from feedback import data_phrases
from feedback.data_rights import GROUNDS, Right, Step, steps_of
from feedback.forms.data_requests import CorrectForm, ExtendForm, FulfilForm, RefuseForm, StepForm, WriteDownForm
from feedback.queries import data_requests as reads
from feedback.queries.data_requests import RequestView
from feedback.services import data_requests
from feedback.services.contact_correcting import PARTS, Correction
from feedback.views import desk_pages
from feedback.views.attempt import attempt

LIST = "/du-lieu-ca-nhan"
ONE = f"{LIST}/<string(length=32):public_id>"


@desk_pages.get(LIST)
@access(Permission.DATA_RUN)
def data_requests_page() -> str:
    """List what waits, the nearest date first, and what ended last."""
    unit_id, on = actor().unit_id, today()
    return render_template(
        "feedback/data_list.html", waiting=reads.open_requests(unit_id, today=on), ended=reads.ended_requests(unit_id, today=on),
        words=data_phrases,
    )  # fmt: skip


@desk_pages.get(f"{LIST}/ghi")
@access(Permission.DATA_RUN)
def data_form() -> Response:
    """Ask what somebody wants at the counter; a code in the address is filled in."""
    form = WriteDownForm(formdata=None)
    form.code.data = clean_code(request.args.get("ma", ""))
    return _form_page(form)


@desk_pages.post(f"{LIST}/ghi")
@access(Permission.DATA_RUN)
def data_write_down() -> Response:
    """Write it down; the same request again while it waits leads to the one that waits."""
    form = WriteDownForm()
    made: list[str] = []

    def command(facts: dict[str, Any]) -> None:
        made.append(
            data_requests.write_down(
                form.code.data or "", actor=facts["actor"], at=facts["at"], right=form.right.data or "",
                words=form.words.data or "", identity_seen=bool(form.identity_seen.data),
            )
        )  # fmt: skip

    status = attempt(form, command, stored=WriteDownForm)
    if status:
        return _form_page(form, status=status)
    flash(_("Đã ghi yêu cầu. Người gửi thấy yêu cầu này ở trang tra cứu."), "good")
    return redirect(url_for("desk.data_request", public_id=made[0]), 303)  # type: ignore[return-value]


@desk_pages.get(ONE)
@access(Permission.DATA_RUN)
def data_request(public_id: str) -> Response:
    """Show one request with its dates, their proofs, and what may be done."""
    return _request_page(_view(public_id))


@desk_pages.post(f"{ONE}/phan-hoi")
@access(Permission.DATA_RUN)
def data_take(public_id: str) -> Response:
    """Say that the commune has it."""
    form = StepForm()

    def command(facts: dict[str, Any]) -> None:
        data_requests.take(public_id, actor=facts["actor"], at=facts["at"])

    return _step(public_id, Step.TAKE, form, command, done=_("Đã phản hồi. Người yêu cầu được báo hạn thực hiện."))


@desk_pages.post(f"{ONE}/gia-han")
@access(Permission.DATA_DECIDE)
def data_extend(public_id: str) -> Response:
    """Give it more days, once."""
    form = ExtendForm()

    def command(facts: dict[str, Any]) -> None:
        data_requests.extend(
            public_id, actor=facts["actor"], at=facts["at"], days=form.days.data, reason=form.reason.data or ""
        )  # fmt: skip

    return _step(public_id, Step.EXTEND, form, command, done=_("Đã gia hạn và báo người yêu cầu."))


@desk_pages.post(f"{ONE}/lam-xong")
@access(Permission.DATA_RUN)
def data_fulfil(public_id: str) -> Response:
    """Say what was done; what was to be erased is wiped at once, and what was wrong is set right."""
    form = _fulfil_form(_view(public_id))()
    correction = Correction(**{part: form[part].data or "" for part in PARTS if part in form})

    def command(facts: dict[str, Any]) -> None:
        data_requests.fulfil(
            public_id, actor=facts["actor"], at=facts["at"], answer=form.answer.data or "", erase=bool(form.erase.data),
            correction=correction,
        )  # fmt: skip

    answer = _step(public_id, Step.FULFIL, form, command, done=_("Đã ghi kết quả và báo người yêu cầu."))
    if form.erase.data and answer.status_code == 303:
        shredding.run(now_utc())
    return answer


@desk_pages.post(f"{ONE}/tu-choi")
@access(Permission.DATA_DECIDE)
def data_refuse(public_id: str) -> Response:
    """Refuse it on a ground of law."""
    view, form = _view(public_id), RefuseForm()
    form.offer(view.right)

    def command(facts: dict[str, Any]) -> None:
        data_requests.refuse(
            public_id, actor=facts["actor"], at=facts["at"], ground=form.ground.data or "", answer=form.refusal.data or ""
        )  # fmt: skip

    return _step(public_id, Step.REFUSE, form, command, done=_("Đã trả lời người yêu cầu, kèm căn cứ."))


def _step(public_id: str, step: Step, form: StepForm, command: Callable[[dict[str, Any]], None], *, done: str) -> Response:
    _view(public_id)
    status = attempt(form, command, stored=type(form))
    if status:
        return _request_page(_view(public_id), sent={step.value: form}, wrong=form, status=status)
    flash(done, "good")
    return redirect(url_for("desk.data_request", public_id=public_id), 303)  # type: ignore[return-value]


def _fulfil_form(view: RequestView) -> type[FulfilForm]:
    return CorrectForm if view.right == Right.CORRECT else FulfilForm


def _view(public_id: str) -> RequestView:
    view = reads.request_of(public_id, unit_id=actor().unit_id, today=today(), locale=current_locale())
    if view is None:
        raise NotFound()
    return view


def _request_page(
    view: RequestView, *, sent: dict[str, StepForm] | None = None, wrong: StepForm | None = None, status: int = 200
) -> Response:
    person = actor()
    kinds: dict[str, type[StepForm]] = {
        "take": StepForm,
        "extend": ExtendForm,
        "fulfil": _fulfil_form(view),
        "refuse": RefuseForm,
    }
    forms = {name: (sent or {}).get(name) or kind(formdata=None) for name, kind in kinds.items()}
    if not (sent or {}).get("refuse"):
        forms["refuse"].offer(view.right)
    steps = steps_of(view.state, extended=bool(view.extension_days), permissions=person.permissions)
    erasing = reads.erasing(view.case_id, unit_id=person.unit_id) if view.right == Right.DELETE and view.is_open else None
    page = render_template(
        "feedback/data_request.html", item=view, steps=steps, forms=forms, wrong=wrong, words=data_phrases, erasing=erasing,
        most=reads.most_days(view.asked_on, unit_id=person.unit_id), grounds={key.value: rule for key, rule in GROUNDS.items()},
    )  # fmt: skip
    return make_response(page, status)


def _form_page(form: WriteDownForm, *, status: int = 200) -> Response:
    page = render_template("feedback/data_form.html", form=form, hints=data_phrases.RIGHT_HINTS)
    return make_response(page, status)
