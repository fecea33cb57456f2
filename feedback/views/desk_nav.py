"""The navigation of the desk on every official page, with what is new in the inbox and what waits."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts.permissions import Actor
from core import outbox
from core.permissions import Permission
from deadlines.clock import today
from feedback.queries.desk import todo_count
from feedback.queries.transfers import late_transfers
from feedback.views import desk_pages

WORKING = frozenset({Permission.CASE_CLASSIFY, Permission.CASE_APPROVE, Permission.CASE_HANDLE})
ADMINISTRATION = frozenset({Permission.ADMIN_PEOPLE, Permission.ADMIN_CALENDAR, Permission.ADMIN_SETTINGS})


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One door of the desk; ``count`` 0 shows no number."""

    url: str
    label: str
    icon: str
    current: bool
    count: int = 0


@desk_pages.app_context_processor
def desk_navigation() -> dict[str, list[NavItem]]:
    """Give official pages their navigation; other pages nothing, and no query."""
    if not request.path.startswith(desk_pages.url_prefix or "") or not current_user.is_authenticated:
        return {}
    person: Actor = current_user._get_current_object()
    return {"desk_nav": [*_letters(person), *_others(person)]}


def has_work(person: Actor) -> bool:
    """Return whether cases can wait for this official, or whether they only look on."""
    return bool(WORKING & person.permissions)


def sees_overview(person: Actor) -> bool:
    """Return whether the whole picture is for this official: who assigns, decides or supervises, not who only handles."""
    if Permission.CASE_READ not in person.permissions:
        return False
    return Permission.CASE_ASSIGN in person.permissions or Permission.CASE_HANDLE not in person.permissions


def _letters(person: Actor) -> list[NavItem]:
    items = []
    if Permission.CASE_READ in person.permissions:
        label = _("Việc của tôi") if has_work(person) else _("Hồ sơ")
        waiting = todo_count(person, today=today())
        here = request.endpoint == "desk.work" or request.path.startswith("/can-bo/ho-so")
        items.append(NavItem(url=url_for("desk.work"), label=label, icon="home", current=here, count=waiting))
    if sees_overview(person):
        here = request.path.startswith("/can-bo/toan-canh")
        items.append(NavItem(url=url_for("desk.overview_page"), label=_("Toàn cảnh"), icon="board", current=here))
    if Permission.CASE_REGISTER in person.permissions:
        here = request.path.startswith("/can-bo/nhap")
        items.append(NavItem(url=url_for("desk.entry"), label=_("Nhập đơn"), icon="plus", current=here))
    if Permission.CASE_ASSIGN in person.permissions:
        here = request.endpoint == "desk.transfers"
        late = late_transfers(person, today=today())
        items.append(NavItem(url=url_for("desk.transfers"), label=_("Đã chuyển"), icon="transfer", current=here, count=late))
    return items


def _others(person: Actor) -> list[NavItem]:
    items: list[NavItem] = []
    if Permission.ASSIST_ENTER in person.permissions:
        here = request.path.startswith("/can-bo/giup-dan")
        items.append(NavItem(url=url_for("desk.assist"), label=_("Giúp bà con"), icon="edit", current=here))
    if Permission.DESK_ENTER not in person.permissions:
        return items
    unread = outbox.unread_count(unit_id=person.unit_id, official_id=person.id)
    here = request.endpoint == "desk.inbox"
    items.append(NavItem(url=url_for("desk.inbox"), label=_("Hộp thư"), icon="inbox", current=here, count=unread))
    if ADMINISTRATION & person.permissions:
        here = request.path.startswith("/can-bo/quan-tri")
        items.append(NavItem(url="/can-bo/quan-tri", label=_("Quản trị"), icon="settings", current=here))
    return items
