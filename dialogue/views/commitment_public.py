"""Everybody's pages of what was promised: the list with its counts, and one commitment with its whole history."""

from __future__ import annotations

from flask import Response, render_template, request
from flask_babel import gettext as _

from core import attachments
from core.access import PUBLIC, access
from core.codes import clean_code
from core.errors import NotFound
from core.formats import number_text
from core.i18n import current_locale
from core.page_cache import cached_public_page
from core.paging import page_number, page_query
from core.security import INERT
from core.sending_files import sent_object
from deadlines.clock import today
from dialogue import commitment_phrases as phrases
from dialogue.queries.commitments import CommitmentPage, Shelf, commitment_by_code, counts, photo_of, public_list
from dialogue.views import public_pages
from feedback.queries.public import known_codes
from feedback.views.commune import commune_id

SHELVES = {"dang-lam": Shelf.OPEN, "qua-han": Shelf.OVERDUE, "da-xong": Shelf.DONE, "chua-dong-y": Shelf.DISPUTED,
           "thoi": Shelf.WITHDRAWN}  # fmt: skip
ARGUMENTS = ("xem", "trang")


@public_pages.get("/cam-ket")
@access(PUBLIC)
@cached_public_page(arguments=ARGUMENTS)
def commitment_list() -> str:
    """Show every promise made at a dialogue: open, late with the reason, done with evidence, disputed."""
    shelf = SHELVES.get(request.args.get("xem", ""))
    unit_id, number = commune_id(), page_number(request.args.get("trang"))
    page = public_list(unit_id, shelf=shelf, page=number, today=today())
    return render_template(
        "dialogue/commitment_list.html", page=page, shelf=shelf, phrases=phrases, figures=_figures(unit_id),
        previous_url=_url(page.number - 1), next_url=_url(page.number + 1),
    )  # fmt: skip


@public_pages.get("/cam-ket/<code>")
@access(PUBLIC)
@cached_public_page
def commitment(code: str) -> str:
    """Show one promise: what, who, until when and why then, what became of it, and every date that moved."""
    found = _found(code)
    known = known_codes(commune_id(), found.case_codes)
    cases = [item for item in found.case_codes if item in known]
    photos = [
        {
            "url": f"/cam-ket/{found.line.code}/anh/{item.public_id}/large",
            "thumb": f"/cam-ket/{found.line.code}/anh/{item.public_id}/small",
            "alt": _("Ảnh minh chứng %(number)s", number=number), "width": item.width, "height": item.height,
        }
        for number, item in enumerate((item for item in found.photos if item.state == "ready"), start=1)
    ]  # fmt: skip
    return render_template("dialogue/commitment_page.html", found=found, phrases=phrases, photos=photos, cases=cases)


@public_pages.get("/cam-ket/<code>/anh/<string(length=32):public_id>/<any(small, large):size>")
@access(PUBLIC)
def commitment_photo(code: str, public_id: str, size: str) -> Response:
    """Send a photo that shows a kept promise."""
    wanted = clean_code(code)
    row = attachments.find(unit_id=commune_id(), public_id=public_id) if wanted else None
    name = attachments.name_of(row, size=size) if row else ""
    if row is None or not name or row.is_document or not photo_of(commune_id(), wanted, public_id):
        raise NotFound()
    response = sent_object(name, media_type="image/jpeg", download_name="anh.jpg", max_age=60)
    response.headers["Content-Security-Policy"] = INERT
    return response


def _found(code: str) -> CommitmentPage:
    wanted = clean_code(code)
    found = commitment_by_code(commune_id(), wanted, today=today(), locale=current_locale()) if wanted else None
    if found is None:
        raise NotFound()
    return found


def _figures(unit_id: int) -> list[dict[str, str]]:
    numbers = counts(unit_id, today=today())
    rows = (
        ("open", _("chưa xong"), "dang-lam", ""), ("overdue", _("trong đó quá hạn"), "qua-han", "late"),
        ("done", _("đã làm xong"), "da-xong", "good"), ("disputed", _("trong đó người hỏi chưa đồng ý"), "chua-dong-y", "wait"),
    )  # fmt: skip
    return [
        {
            "value": number_text(numbers[name]),
            "label": label,
            "url": f"/cam-ket?xem={word}",
            "tone": tone if numbers[name] else "",
        }
        for name, label, word, tone in rows
    ]


def _url(number: int) -> str:
    wanted = {"xem": request.args["xem"]} if request.args.get("xem") in SHELVES else {}
    return page_query(wanted, number)
