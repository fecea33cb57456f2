"""What the pages of every report of the office do alike: begin one, try a step, tell who comes too late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, flash, make_response, request
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Actor
from core.errors import BadInput, StaleVersion, WrongState
from core.form_token import FormToken, key_or_renewed
from core.transaction import transaction
from deadlines.clock import today
from feedback.forms.desk_form import DeskForm
from reporting.editions.forms import MakeForm
from reporting.editions.phrases import FAULTS, WRONG
from reporting.editions.queries import signers
from reporting.periods import Period

YEARS_BACK = 2
ONE = "/<int(max=2147483647):report_id>"


def me() -> Actor:
    """Return the official at the page."""
    return current_user._get_current_object()  # type: ignore[no-any-return]


def signing_facts() -> dict[str, Any]:
    """Return what head_form asks of who may sign, and of who is at the page."""
    return {"staff": signers(me().unit_id, on=today()), "issuer": me().name}


def private(page: str | bytes | Response, status: int = 200) -> Response:
    """Return a page that no cache keeps."""
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def begun(periods: Callable[[int], Sequence[Period]]) -> list[Period]:
    """Return the periods of a year (given as a number) that have begun, the latest year first."""
    now = today()
    years = range(now.year + 1, now.year - YEARS_BACK - 1, -1)
    return [period for year in years for period in periods(year) if period.first_on <= now]


def empty_make_form() -> MakeForm:
    """Return the form that begins a report, with the period that the address names."""
    return MakeForm(formdata=None, data={"token": FormToken.issue(), "ky": request.args.get("ky", "")})


def made(form: MakeForm, begin: Callable[[Period, str], int]) -> int | None:
    """Begin a report by what was typed and return its id, or None with what is wrong beside the fields.

    A second press of the same form is the same report.
    """
    nonce = key_or_renewed(form.token)
    if not nonce:
        form.form_errors.append(_("Trang này mở đã quá lâu. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."))
    wanted = form.wanted(today()) if form.validate() and nonce else None
    if wanted is None:
        return None
    try:
        with transaction():
            return begin(wanted, nonce)
    except BadInput as fault:
        form.ky.errors = [str(FAULTS[code]) for code in fault.errors.values()]
    return None


def tried(act: Callable[[], None], *, stale: Callable[[], Response], wrong: Callable[[], Response]) -> Response | None:
    """Do something with a draft; who comes too late is told so, with what both have written."""
    try:
        with transaction():
            act()
    except StaleVersion:
        return stale()
    except WrongState as state:
        flash(str(WRONG[state.code]), "warning")
        return wrong()
    return None


def say_late(form: DeskForm, version: int, stored: Any) -> None:
    """Show in a form that came too late what is stored now, beside what was typed."""
    form.renew(version, stored=stored)
    form.form_errors.append(_("Vừa có người khác sửa báo cáo này. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."))


def say_seen_others(form: DeskForm) -> None:
    """Tell a leader that the numbers or words are no longer those that he was shown."""
    form.form_errors = [_("Số liệu hoặc lời báo cáo vừa thay đổi sau khi trang này mở. Hãy xem lại rồi phát hành.")]


def say_not_discarded() -> None:
    """Tell that a draft was not thrown away, because somebody has changed it."""
    flash(_("Vừa có người khác sửa báo cáo này, nên chưa bỏ. Hãy xem lại."), "warning")


def say_issued() -> None:
    """Tell that a report was issued."""
    flash(_("Đã phát hành báo cáo. Số liệu được giữ nguyên từ nay."), "good")


def say_discarded() -> None:
    """Tell that a draft was thrown away."""
    flash(_("Đã bỏ bản dự thảo."), "good")


def words_kept() -> str:
    """Return what is said when the words of a report were kept."""
    return _("Đã ghi lời báo cáo.")
