"""The door that all communes of an installation share: a host name that is none's leads to the page where people choose theirs.

Before, such an address opened the first commune, and a letter meant for another was sent to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, redirect, render_template, request
from werkzeug import Response as AnyResponse

from accounts.door_queries import doors
from accounts.doors import Door, found_doors
from accounts.queries import leads_to_all
from accounts.session import WITHOUT_COMMUNE
from core import page_cache
from core.database import current_unit_id
from core.errors import NotFound
from core.open_doors import door_here
from core.same_page import depends_on
from core.text import clean_line
from deadlines.clock import today

LONGEST_NAME = 80
ONWARD = frozenset(
    {
        "/gui", "/tra-cuu", "/ho-so", "/doi-thoai", "/cong-khai", "/cam-ket", "/tiep-cong-dan", "/thong-tin", "/lay-y-kien",
        "/to-cao", "/dang-nhap",
    }
)  # fmt: skip
"""Pages that every commune has: who asked for one is led on to it in the commune that they choose."""


def of_all_communes(view: Callable[..., Response]) -> Callable[..., Response]:
    """Declare a page of the shared name: it is about all communes, and a commune's own name does not have it."""

    @wraps(view)
    def shown(*args: object, **kwargs: object) -> Response:
        if current_unit_id() is not None:
            raise NotFound()
        return view(*args, **kwargs)

    shown.__of_all_communes__ = True  # type: ignore[attr-defined]
    return shown


def _is_of_all() -> bool:
    return hasattr(current_app.view_functions.get(request.endpoint or ""), "__of_all_communes__")


def lead_to_a_commune() -> AnyResponse | None:
    """Answer who came by the shared name; None: the name is a commune's own, or what is asked for belongs to none.

    Raises NotFound for what a person does not look at: forms, files, and what programs read.
    """
    if current_unit_id() is not None or (request.endpoint or "").startswith(WITHOUT_COMMUNE) or not leads_to_all(request.host):
        return None
    if _is_of_all():
        return None  # its view answers
    reading = request.method in ("GET", "HEAD")
    if not reading or door_here() is not None or "." in request.path.rpartition("/")[2]:
        raise NotFound()
    if request.path != "/":
        return redirect(f"/?toi={request.path}" if request.path in ONWARD else "/", code=303)
    return _page()


def _page() -> Response:
    typed = clean_line(request.args.get("q", "")[:LONGEST_NAME])
    onward = request.args.get("toi", "")
    everywhere = doors(on=today())
    depends_on(("q", "toi") if onward in ONWARD else ("q",))
    return shared_page(
        "accounts/common_door.html", everywhere, found=found_doors(everywhere, typed), typed=typed, address=address_of,
        onward=onward if onward in ONWARD else "",
    )  # fmt: skip


def shared_page(template: str, everywhere: Sequence[Door], **shown: object) -> Response:
    """Return a page of the shared name, for everybody, with an ETag; ``everywhere`` are all communes."""
    provinces = {door.province for door in everywhere}
    page = render_template(template, **shown, province=provinces.pop() if len(provinces) == 1 else "")
    return page_cache.answer(page_cache.stored(make_response(page)))


def address_of(host: str) -> str:
    """Return the beginning of a commune's addresses: scheme and port are those by which this page was asked for."""
    port = urlsplit(request.host_url).port
    return f"{request.scheme}://{host}" + (f":{port}" if port else "")
