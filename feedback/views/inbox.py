"""The inbox of the desk: letters to the official and what they speak of; for clerks those that did not reach a resident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import desk_doors
from accounts.permissions import Actor
from core import outbox
from core.access import access
from core.errors import NotFound
from core.outbox import Letter
from core.paging import Page, page_number
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.queries.messages import undelivered_messages
from feedback.queries.picks import Named, named
from feedback.queries.undelivered import undelivered_letters
from feedback.views import desk_pages

PAGE_SIZE = 50
LARGEST_ID = 2147483647
LETTER = f"/hop-thu/<int(max={LARGEST_ID}):letter_id>"


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """A letter of the inbox, whether it leads anywhere, and the case that it speaks of (None: no case that is to be read).

    ``told``: how a thing of another room is called.
    """

    letter: Letter
    leads: bool
    case: Named | None
    told: Sequence[str]


@desk_pages.get("/hop-thu")
@access(Permission.DESK_ENTER)
def inbox() -> str:
    """Show the letters to this official, and to clerks those to residents that could not be delivered."""
    person: Actor = current_user._get_current_object()
    number = page_number(request.args.get("trang"))
    letters = outbox.for_official(
        unit_id=person.unit_id, official_id=person.id, limit=PAGE_SIZE + 1, skip=(number - 1) * PAGE_SIZE
    )
    page = Page(items=_views(person, letters[:PAGE_SIZE]), number=number, size=PAGE_SIZE, has_next=len(letters) > PAGE_SIZE)
    return render_template(
        "feedback/desk_inbox.html", page=page, unread=[item.letter.id for item in page.items if item.letter.unread],
        previous_url=url_for("desk.inbox", trang=number - 1), next_url=url_for("desk.inbox", trang=number + 1),
        undelivered=undelivered_letters(person), unreached=undelivered_messages(person),
    )  # fmt: skip


def _views(person: Actor, letters: list[Letter]) -> list[LetterView]:
    numbers = {item.id: _case_id(item.subject) for item in letters}
    ids = [number for number in numbers.values() if number]
    cases = named(person, ids) if ids and Permission.CASE_READ in person.permissions else {}
    told = desk_doors.told_of(person, [item.subject for item in letters])
    return [
        LetterView(
            letter=item, leads=desk_doors.leads(item.subject), case=cases.get(numbers[item.id]), told=told.get(item.subject, ())
        )
        for item in letters
    ]  # fmt: skip


def _case_id(subject: str) -> int:
    kind, _colon, number = subject.partition(":")
    return int(number) if kind == "case" and number.isascii() and number.isdigit() else 0


@desk_pages.get(LETTER)
@access(Permission.DESK_ENTER)
def open_letter(letter_id: int) -> Response:
    """Lead to what a letter speaks of."""
    return redirect(_place(letter_id), 303)  # type: ignore[return-value]


@desk_pages.post(LETTER)
@access(Permission.DESK_ENTER)
def read_letter(letter_id: int) -> Response:
    """Mark a letter as read and lead to what it speaks of."""
    place = _place(letter_id)
    _mark([letter_id])
    return redirect(place, 303)  # type: ignore[return-value]


@desk_pages.post("/hop-thu/da-doc")
@access(Permission.DESK_ENTER)
def read_inbox() -> Response:
    """Mark the letters of the page that was shown as read; those on other pages were not seen."""
    typed = request.form.getlist("thu")[:PAGE_SIZE]
    ids = [int(each) for each in typed if each.isascii() and each.isdigit() and len(each) <= 10]
    _mark([number for number in ids if number <= LARGEST_ID])
    flash(_("Đã đánh dấu các thư của trang là đã đọc."), "good")
    return redirect(url_for("desk.inbox", trang=page_number(request.form.get("trang"))), 303)  # type: ignore[return-value]


def _place(letter_id: int) -> str:
    person: Actor = current_user._get_current_object()
    letter = outbox.one_for_official(unit_id=person.unit_id, official_id=person.id, letter_id=letter_id)
    place = desk_doors.address_of(letter.subject) if letter else ""
    if not place:
        raise NotFound()
    return place


def _mark(letter_ids: list[int]) -> None:
    person: Actor = current_user._get_current_object()
    with transaction():
        outbox.mark_read(unit_id=person.unit_id, official_id=person.id, at=now_utc(), letter_ids=letter_ids)
