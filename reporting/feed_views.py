"""The addresses of the Atom feeds; the page cache gives them their ETag and makes them anew when something public changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from flask import Response, request
from flask_babel import gettext as _

from accounts.queries import fields, villages
from accounts.read_models import FieldItem, VillageItem
from core import atom
from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.page_cache import cached_public_page
from deadlines.clock import today
from feedback.queries.traces import gone_at
from feedback.views.commune import commune_id
from reporting import feeds
from reporting.machines import known, machine_error, machine_pages

Item = TypeVar("Item", FieldItem, VillageItem)


def _sent(feed: atom.Feed) -> Response:
    return Response(atom.feed_xml(feed), mimetype=atom.MEDIA_TYPE)


@machine_pages.get("/ho-so.atom")
@access(PUBLIC)
@cached_public_page(arguments=("linh-vuc", "thon"))
def cases() -> Response:
    """Send the published cases that changed last, of one field and one village if they are named."""
    unit_id = commune_id()
    field, village = _chosen("linh-vuc", fields(unit_id)), _chosen("thon", villages(unit_id))
    for item in (field, village):
        if isinstance(item, Response):
            return item
    return _sent(feeds.cases_feed(unit_id, today=today(), field=field, village=village))


def _chosen(argument: str, items: Sequence[Item]) -> Item | Response | None:
    """Return the item that an argument names, None without the argument, and what is known when it names nothing."""
    asked = request.args.get(argument, "")
    found = next((item for item in items if item.code == asked), None)
    if not asked or found is not None:
        return found
    message = _("Không có giá trị này cho “%(name)s”.", name=argument)
    return machine_error(400, code="unknown_value", message=message, hint=known(item.code for item in items))


@machine_pages.get("/ho-so/<string(length=11):code>.atom")
@access(PUBLIC)
@cached_public_page
def one_case(code: str) -> Response:
    """Send the stations of one published case; 410 once its text was taken back, 404 when it never was published."""
    unit_id, wanted = commune_id(), clean_code(code)
    try:
        return _sent(feeds.one_case_feed(unit_id, wanted, today=today()))
    except NotFound:
        pass
    if wanted and gone_at(unit_id, wanted) is not None:
        return machine_error(410, code="gone", message=_("Bản công khai của hồ sơ này đã được rút lại."), hint="/ho-so.atom")
    return machine_error(404, code="not_found", message=_("Không có hồ sơ công khai nào mang mã này."), hint="/ho-so.atom")


@machine_pages.get("/tin.atom")
@access(PUBLIC)
@cached_public_page
def news() -> Response:
    """Send what the commune makes public."""
    return _sent(feeds.news_feed(commune_id(), today=today()))


@machine_pages.get("/doi-thoai.atom")
@access(PUBLIC)
@cached_public_page
def dialogues() -> Response:
    """Send dialogues announced, moved and called off, and their results."""
    return _sent(feeds.dialogues_feed(commune_id(), today=today()))
