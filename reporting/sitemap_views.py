"""What search engines and archives may read: robots.txt, and the sitemap of published pages in parts of 10,000."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, current_app, request

from accounts.plan_queries import plans
from consultation.queries.consultations import all_public
from core.access import PUBLIC, access
from core.errors import NotFound
from core.letters import public_address
from core.page_cache import cached_public_page
from deadlines.clock import local_date, today
from dialogue.queries import dialogues
from disclosure.queries.land_public import all_lands
from disclosure.queries.public import all_disclosed
from feedback.queries import traces
from feedback.views.commune import commune_id
from reporting.machines import machine_pages
from skilful.queries.public import all_published as all_models
from supervision.queries.public import all_published

SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
FIXED = (
    "/", "/ho-so", "/ho-so/ban-do", "/cong-khai", "/cong-khai/thon", "/cong-khai/da-lam", "/cong-khai/than-thien", "/doi-thoai",
    "/tiep-cong-dan", "/cam-ket", "/thong-tin", "/thong-tin/danh-muc", "/du-an-dat", "/lay-y-kien", "/giam-sat", "/dan-van-kheo",
    "/ke-hoach", "/thoi-han", "/ngay-nghi", "/gui", "/to-cao", "/quyen-rieng-tu", "/du-lieu", "/du-lieu/api",
)  # fmt: skip
CLOSED = (
    "/can-bo", "/dang-nhap", "/dang-xuat", "/tra-cuu", "/da-nhan", "/may-nay", "/gui/", "/tep/", "/theo-doi", "/nhung/the",
    "/tiep-cong-dan/hen", "/tiep-cong-dan/da-hen", "/tiep-cong-dan/dat-hen", "/doi-thoai/*/dang-ky", "/doi-thoai/*/gui-cau-hoi",
    "/lay-y-kien/*/gop-y", "/lay-y-kien/*/da-gui",
    "/ho-so/*/cung-gap", "/healthz", "/readyz", "/metrics",
)  # fmt: skip
"""Pages of officials and of single persons, and doors where nothing is to be read."""
DIALOGUE_DAYS = 3650
Page = tuple[str, date | None]


@machine_pages.get("/robots.txt")
@access(PUBLIC)
def robots() -> Response:
    """Say who may read what; pages of persons carry noindex besides, for who does not ask here."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {_address('/sitemap.xml')}", ""]
    response = Response("\n".join(lines), mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@machine_pages.get("/sitemap.xml")
@access(PUBLIC)
def sitemap() -> Response:
    """Send the list of the parts: the fixed pages, and the published cases by their numbers."""
    return _made(_index)


@machine_pages.get("/sitemap/trang.xml")
@access(PUBLIC)
def sitemap_of_pages() -> Response:
    """Send the fixed pages, the dialogues, the consultations, what was disclosed or recommended, and the plans."""
    return _made(_pages)


@machine_pages.get("/sitemap/ho-so-<int(max=999999):number>.xml")
@access(PUBLIC)
def sitemap_of_cases(number: int) -> Response:
    """Send one part of the published cases. Raises NotFound for a part without any."""
    return _made(_cases, number=number)


def _made(make: object, **named: int) -> Response:
    """Answer from the page cache where the address of the installation is known, else for this host alone and not kept."""
    known = bool(current_app.config["SETTINGS"].public_url)
    return (cached_public_page(make) if known else make)(**named)  # type: ignore[operator]


def _index() -> Response:
    parts = [(f"/sitemap/ho-so-{part.number}.xml", local_date(part.changed_at)) for part in traces.parts(commune_id())]
    return _xml("sitemapindex", "sitemap", [("/sitemap/trang.xml", None), *parts])


def _pages() -> Response:
    unit_id, on = commune_id(), today()
    pages: list[Page] = [(path, None) for path in FIXED]
    pages += [(f"/ke-hoach/{plan.public_id}", plan.issued_on) for plan in plans(unit_id)]
    since = on - timedelta(days=DIALOGUE_DAYS)
    pages += [
        (f"/doi-thoai/{view.code}", view.concluded_on or view.announced_on) for view in dialogues.all_public(unit_id, since=since)
    ]
    pages += [(f"/thong-tin/{code}", changed_on) for code, changed_on in all_disclosed(unit_id)]
    pages += [(f"/du-an-dat/{code}", changed_on) for code, changed_on in all_lands(unit_id)]
    pages += [(f"/lay-y-kien/{code}", changed_on) for code, changed_on in all_public(unit_id)]
    pages += [(f"/giam-sat/{code}", published_on) for code, published_on in all_published(unit_id)]
    pages += [(f"/dan-van-kheo/{code}", published_on) for code, published_on in all_models(unit_id)]
    return _xml("urlset", "url", pages)


def _cases(number: int) -> Response:
    found = traces.pages_of_part(commune_id(), number)
    if not found:
        raise NotFound()
    return _xml("urlset", "url", [(f"/ho-so/{code}", _day(changed_at)) for code, changed_at in found])


def _day(moment: datetime) -> date:
    return local_date(moment)


def _xml(root_name: str, item_name: str, pages: Iterable[Page]) -> Response:
    root = Element(root_name, {"xmlns": SCHEMA})
    for path, changed_on in pages:
        item = SubElement(root, item_name)
        SubElement(item, "loc").text = _address(path)
        if changed_on is not None:
            SubElement(item, "lastmod").text = changed_on.isoformat()
    return Response(tostring(root, encoding="utf-8", xml_declaration=True), mimetype="application/xml")


def _address(path: str) -> str:
    """Return the whole address of a page; a sitemap may not hold a path alone."""
    address = public_address(path)
    return address if "://" in address else request.host_url.rstrip("/") + path
