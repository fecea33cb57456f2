"""Everybody's pages of what was disclosed: the list, one item, the quarterly list on screen and paper, and files."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template, request

from core import attachments
from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.i18n import current_locale
from core.page_cache import cached_public_page
from core.paging import page_number, page_query
from deadlines.clock import today
from disclosure import phrases
from disclosure.catalogue import kind_of
from disclosure.land_states import SHOWN
from disclosure.quarters import Quarter, named, quarter_of
from disclosure.queries import public
from disclosure.queries.land import project_of_item
from disclosure.queries.register import first_quarter, register_of
from disclosure.views import public_pages
from disclosure.views.desk_steps import sent_file
from feedback.views.commune import commune_id

ONE = "/thong-tin/<string(length=11):code>"
ASKED_MOST = 100
FILE_SECONDS = 60
QUARTERS_SHOWN = 8


@public_pages.get("/thong-tin")
@access(PUBLIC)
@cached_public_page(arguments=("loai", "nam", "q", "trang"))
def disclosure_list() -> str:
    """Show what the commune disclosed, the newest first."""
    unit_id, number = commune_id(), page_number(request.args.get("trang"))
    kind, year = kind_of(request.args.get("loai", "")), _year(request.args.get("nam", ""))
    asked = request.args.get("q", "").replace("\x00", "").strip()[:ASKED_MOST]
    page = public.public_list(unit_id, kind=kind.code if kind else "", year=year, asked=asked, page=number)
    wanted = {"loai": kind.code if kind else "", "nam": str(year or ""), "q": asked}
    wanted = {name: value for name, value in wanted.items() if value}
    return render_template(
        "disclosure/public_list.html", page=page, phrases=phrases, kind=kind, year=year, asked=asked, narrowed=bool(wanted),
        years=public.years(unit_id), previous_url=page_query(wanted, number - 1), next_url=page_query(wanted, number + 1),
    )  # fmt: skip


def _year(raw: str) -> int | None:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) == 4 and 2000 <= int(raw) <= 2999 else None


@public_pages.get(ONE)
@access(PUBLIC)
@cached_public_page
def disclosure_page(code: str) -> Response:
    """Show one item; what was taken back answers 410 and says so (docs/adr/0039-disclosure.md)."""
    unit_id, wanted = commune_id(), clean_code(code)
    item = public.public_item(unit_id, wanted, today=today(), locale=current_locale()) if wanted else None
    if item is None:
        return _gone(unit_id, wanted)
    kind, land = kind_of(item.line.kind), project_of_item(unit_id, item.item_id)
    page = render_template(
        "disclosure/public_page.html", item=item, line=item.line, phrases=phrases, name=phrases.kind_name(item.line.kind),
        article=kind.article(current_locale()) if kind else "", permanent=kind is not None and kind.permanent,
        pictures=[file for file in item.files if not file.is_document and file.state == "ready"],
        papers=[file for file in item.files if file.is_document], land=land if land and land.state in SHOWN else None,
    )  # fmt: skip
    return make_response(page)


def _gone(unit_id: int, code: str) -> Response:
    left = public.withdrawn(unit_id, code) if code else None
    if left is None:
        raise NotFound()
    page = render_template("disclosure/public_gone.html", left=left, name=phrases.kind_name(left.kind))
    response = make_response(page, 410)
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


@public_pages.get(f"{ONE}/tep/<string(length=32):public_id>/<any(small, large):size>")
@access(PUBLIC)
def disclosure_file(code: str, public_id: str, size: str) -> Response:
    """Send a file of what is published now."""
    wanted = clean_code(code)
    row = public.public_file(commune_id(), wanted, public_id) if wanted else None
    name = attachments.name_of(row, size=size) if row else ""
    if row is None or not name:
        raise NotFound()
    return sent_file(row, name, max_age=FILE_SECONDS)


# ------------------------------------------------------------------ the quarterly list


@public_pages.get("/thong-tin/danh-muc")
@access(PUBLIC)
@cached_public_page(arguments=("quy",))
def disclosure_register() -> str:
    """Show the list of what was disclosed in a quarter."""
    facts = _register()
    first = first_quarter(commune_id())
    return render_template("disclosure/public_register.html", quarters=_quarters(first), **facts)


@public_pages.get("/thong-tin/danh-muc/in")
@access(PUBLIC)
@cached_public_page(arguments=("quy",))
def disclosure_register_print() -> str:
    """Show the list for the notice board, A4."""
    return render_template("disclosure/public_register_print.html", today=today(), **_register())


def _register() -> dict[str, Any]:
    """Return the quarter that was asked for, this one if none or a later one was, and its rows."""
    now = quarter_of(today())
    quarter = named(request.args.get("quy", "")) or now
    quarter = min(quarter, now)
    rows = register_of(commune_id(), quarter, today=today())
    return {"quarter": quarter, "rows": rows, "phrases": phrases, "title": phrases.quarter_name(quarter)}


def _quarters(first: Any) -> list[Quarter]:
    """Return the last quarters since something was disclosed, the latest first."""
    quarter = quarter_of(today())
    begin = quarter_of(first) if first else quarter
    found = [quarter]
    while found[-1] > begin and len(found) < QUARTERS_SHOWN:
        found.append(found[-1].preceding)
    return found
