"""The desk of the seats, and the door: who has registered, who came; also for a device that is offline and syncs later."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from flask import Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import queries as people
from accounts.permissions import Actor
from core.access import access
from core.errors import BadInput, WrongState
from core.permissions import Permission
from core.transaction import transaction
from deadlines.clock import now_utc, today
from dialogue.forms.registrations import DoorForm
from dialogue.queries import registrations as reading
from dialogue.queries.dialogue_heads import DialogueHead, desk_head
from dialogue.registration_phrases import SEAT_LOOKS, SEAT_STATES
from dialogue.registration_rules import TapKind
from dialogue.services import attendance
from dialogue.services.attendance import NewTap
from dialogue.views import desk_pages
from feedback.forms.choices import villages
from feedback.forms.resident import row_id

NUMBER = "int(max=2147483647)"


def _actor() -> Actor:
    return current_user._get_current_object()


@desk_pages.get(f"/doi-thoai/<{NUMBER}:dialogue_id>/dang-ky")
@access(Permission.DIALOGUE_READ)
def registration_list(dialogue_id: int) -> str:
    """Show who has registered; names and wishes only to who plans dialogues."""
    actor, dialogue = _actor(), desk_head(_actor(), dialogue_id)
    return render_template(
        "dialogue/registration_list.html", dialogue=dialogue, rows=reading.seat_rows(actor, dialogue),
        places=reading.place_seats(dialogue), states=SEAT_STATES, looks=SEAT_LOOKS,
        may_mark=Permission.DIALOGUE_PLAN in actor.permissions,
    )  # fmt: skip


# ------------------------------------------------------------------ the door


def _place(dialogue: DialogueHead) -> int | None:
    """Return the place whose door is open on this page: the one in the address, else the first."""
    chosen = row_id(request.args.get("noi"))
    known = [place.id for place in dialogue.places]
    return chosen if chosen in known else (known[0] if known else None)


@desk_pages.get(f"/doi-thoai/<{NUMBER}:dialogue_id>/diem-danh")
@access(Permission.DIALOGUE_PLAN)
def attendance_page(dialogue_id: int) -> Response:
    """Show the door of a place."""
    return _door(desk_head(_actor(), dialogue_id), _fresh())


def _fresh() -> DoorForm:
    form = DoorForm(formdata=None, data={"client_id": _new_id(), "people": 1})
    return _offered(form)


def _offered(form: DoorForm) -> DoorForm:
    form.village_id.choices = villages(people.villages(_actor().unit_id, on=today()), empty=_("Không rõ thôn"))
    return form


def _new_id() -> str:
    return secrets.token_hex(12)


def _door(dialogue: DialogueHead, form: DoorForm, *, status: int = 200, words: str = "") -> Response:
    actor, place_id = _actor(), _place(dialogue)
    rows = reading.seat_rows(actor, dialogue, place_id=place_id, whole=False)
    page = render_template(
        "dialogue/attendance_page.html", dialogue=dialogue, rows=rows, form=form, place_id=place_id, words=words,
        walk_ins=reading.walk_ins(dialogue.id, place_id=place_id), turnout=reading.turnout(dialogue.id), states=SEAT_STATES,
        looks=SEAT_LOOKS, ids={row.id: _new_id() for row in rows}, open=dialogue.state in attendance.DOOR_OPEN,
        sync=url_for("dialogue_desk.attendance_sync", dialogue_id=dialogue.id, noi=place_id),
    )  # fmt: skip
    return make_response(page, status)


@desk_pages.post(f"/doi-thoai/<{NUMBER}:dialogue_id>/diem-danh")
@access(Permission.DIALOGUE_PLAN)
def attendance_mark(dialogue_id: int) -> Response:
    """Take one tap of a page without scripts."""
    dialogue = desk_head(_actor(), dialogue_id)
    form = _offered(DoorForm())
    if not form.validate():
        return _door(dialogue, form, status=400)
    try:
        with transaction():
            attendance.mark(dialogue_id, [_tap(form)], place_id=_place(dialogue), actor=_actor(), at=now_utc())
    except BadInput as problem:
        form.blame(problem.errors)
        return _door(dialogue, form, status=400)
    except WrongState:
        words = _("Cửa chỉ điểm danh từ khi buổi đối thoại được thông báo đến khi có kết luận. Chưa có gì thay đổi.")
        return _door(dialogue, form, status=409, words=words)
    flash(_("Đã ghi."), "success")
    return redirect(url_for("dialogue_desk.attendance_page", dialogue_id=dialogue_id, noi=_place(dialogue)), code=303)


def _tap(form: DoorForm) -> NewTap:
    registration_id, voids = row_id(form.registration_id.data), (form.voids.data or "").strip()
    kind = TapKind.PRESENT if registration_id else TapKind.VOID if voids else TapKind.WALK_IN
    walks = kind is TapKind.WALK_IN
    return NewTap(
        client_id=form.client_id.data or "", kind=kind, registration_id=registration_id, voids=voids,
        village_id=form.village_id.data if walks else None, people=(form.people.data or 0) if walks else 1,
    )  # fmt: skip


@desk_pages.post(f"/doi-thoai/<{NUMBER}:dialogue_id>/diem-danh/dong-bo")
@access(Permission.DIALOGUE_PLAN)
def attendance_sync(dialogue_id: int) -> Response:
    """Take the taps that a device kept (JSON ``{"taps": [...]}``); sent again they change nothing.

    Answers ``{"kept": [ids], "people": n}``; a tap that cannot be read is refused with all the others, and none is kept.
    """
    dialogue = desk_head(_actor(), dialogue_id)
    taps = _read(request.get_json(silent=True))
    with transaction():
        attendance.mark(dialogue_id, taps, place_id=_place(dialogue), actor=_actor(), at=now_utc())
    return jsonify(kept=[tap.client_id for tap in taps], people=reading.turnout(dialogue_id).people)


def _read(body: Any) -> list[NewTap]:
    taps = body.get("taps") if isinstance(body, dict) else None
    if not isinstance(taps, list) or not all(isinstance(item, dict) for item in taps):
        raise BadInput({"taps": "tap_unknown"})
    return [_read_one(item) for item in taps]


def _read_one(item: dict[str, Any]) -> NewTap:
    kind = item.get("kind")
    if kind not in set(TapKind):
        raise BadInput({"taps": "tap_unknown"})
    number = row_id(item.get("people", 1))
    return NewTap(
        client_id=str(item.get("id", "")), kind=TapKind(kind), registration_id=row_id(item.get("registration")),
        village_id=row_id(item.get("village")), people=0 if number is None else number, voids=str(item.get("voids", "")),
        tapped_at=_moment(item.get("at")),
    )  # fmt: skip


def _moment(typed: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(typed))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
