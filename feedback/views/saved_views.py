"""An official's own lists: save the present filters, show a list first, forget it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from accounts.permissions import Actor
from core.access import access
from core.errors import BadInput
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.forms.desk_form import DeskForm
from feedback.forms.saved_views import SaveViewForm, known_query
from feedback.queries.saved_views import OwnView, own_views
from feedback.services import saved_views
from feedback.views import desk_pages

VIEW = "/danh-sach/<int(max=2147483647):view_id>"


@dataclass(frozen=True, kw_only=True)
class OwnTab:
    """A saved list beside the tabs."""

    id: int
    url: str
    name: str
    current: bool
    opens_first: bool

    @classmethod
    def of(cls, view: OwnView, args: MultiDict[str, str]) -> OwnTab:
        """Return the tab; it is current when the list shows exactly its filters."""
        shown = sorted(parse_qsl(known_query(urlencode(list(args.items(multi=True))))))
        return cls(
            id=view.id, url=f"{url_for('desk.work')}?{view.filters}", name=view.name, opens_first=view.opens_first,
            current=bool(shown) and shown == sorted(parse_qsl(view.filters)),
        )  # fmt: skip


def save_form(args: MultiDict[str, str]) -> SaveViewForm:
    """Return the form that would keep the list as it is shown."""
    return SaveViewForm(formdata=None, data={"filters": known_query(urlencode(list(args.items(multi=True))))})


@desk_pages.get("/danh-sach")
@access(Permission.CASE_READ)
def views() -> str:
    """Show one's own lists, to put one first or forget one."""
    return _page(SaveViewForm(formdata=None))


@desk_pages.post("/danh-sach")
@access(Permission.CASE_READ)
def save_view() -> Response | tuple[str, int]:
    """Keep the filters under a name and show that list."""
    form = SaveViewForm()
    if not form.validate():
        return _page(form), 400
    try:
        with transaction():
            row = saved_views.save_view(
                actor=_person(), at=now_utc(), name=form.name.data, filters=form.query, opens_first=form.opens_first.data
            )
            where = f"{url_for('desk.work')}?{row.filters}"
    except BadInput as fault:
        form.blame(fault.errors)
        return _page(form), 400
    flash(_("Đã lưu danh sách."), "good")
    return redirect(where, 303)  # type: ignore[return-value]


@desk_pages.post(f"{VIEW}/mo-dau-tien")
@access(Permission.CASE_READ)
def show_first(view_id: int) -> Response:
    """Let a list open with the desk, or no longer."""
    with transaction():
        saved_views.show_first(view_id, actor=_person(), at=now_utc())
    flash(_("Đã đổi danh sách mở đầu tiên."), "good")
    return redirect(url_for("desk.views"), 303)  # type: ignore[return-value]


@desk_pages.post(f"{VIEW}/xoa")
@access(Permission.CASE_READ)
def forget_view(view_id: int) -> Response:
    """Forget a list."""
    with transaction():
        saved_views.forget_view(view_id, actor=_person())
    flash(_("Đã xóa danh sách."), "good")
    return redirect(url_for("desk.views"), 303)  # type: ignore[return-value]


def _person() -> Actor:
    return current_user._get_current_object()


def _page(form: SaveViewForm) -> str:
    views = [OwnTab.of(view, MultiDict()) for view in own_views(_person())]
    return render_template("feedback/desk_views.html", views=views, form=form, button=DeskForm(formdata=None))
