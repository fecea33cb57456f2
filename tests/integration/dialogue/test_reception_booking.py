"""Booking a reception: a slot is given once, whoever taps at the same moment; nothing personal stands outside; both databases."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from core.database import use_unit
from core.errors import BadInput, WrongState
from core.extensions import db
from core.outbox import OutboxMessage
from core.transaction import transaction
from dialogue.jobs import forget_bookings
from dialogue.reception_models import ReceptionBooking
from dialogue.services import reception_booking
from tests.makers import NOW, Commune
from tests.makers_reception import BOOKING, DAY_AT, book, hold_day, public_day, read_booking
from tests.makers_resident import words_on

TAPS = 8


def form_of(client: FlaskClient, day_id: int, **changes: str) -> dict[str, str]:
    """Return the booking form as a browser would send it, with the first slot chosen."""
    page = client.get(f"/tiep-cong-dan/dat-hen/{day_id}").text
    token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
    slot = re.search(r'name="slot"[^>]*value="([^"]+)"', page)[1]
    values = {"form_token": token, "slot": slot, "matter": BOOKING.matter, "name": BOOKING.name, "phone": BOOKING.phone}
    return {**values, "field_id": "", "website": "", **changes}


def count(app: Flask) -> int:
    """Return how many bookings there are."""
    with app.app_context():
        return db.session.scalar(select(func.count(ReceptionBooking.id)).execution_options(all_units=True))


def check_faults_are_named_and_nothing_is_kept(app: Flask, client: FlaskClient, day_id: int) -> None:
    address = f"/tiep-cong-dan/dat-hen/{day_id}"
    shown = client.get("/tiep-cong-dan")
    assert (shown.status_code, len(shown.data) < 15_000, "còn 2 lượt hẹn" in shown.text) == (200, True, True)
    for changes, sentence in (
        ({"slot": ""}, "Hãy chọn một giờ."),
        ({"phone": "12"}, "Số điện thoại chưa đúng."),
        ({"matter": ""}, "Hãy ghi việc cần nói trong một dòng."),
        ({"website": "x"}, "Hãy xem lại rồi bấm Hẹn lần nữa."),
        ({"form_token": "x"}, "Hãy xem lại rồi bấm Hẹn lần nữa."),
        ({"matter": "Tôi tố cáo ông Chủ tịch nhận tiền"}, "Đây có phải là tố cáo?"),
        ({"accuses": "y"}, "Đây có phải là tố cáo?"),
    ):
        page = client.post(address, data=form_of(client, day_id, **changes))
        assert (page.status_code, sentence in page.text, 'value="Lương Thị Sen"' in page.text) == (422, True, True)
    assert count(app) == 0


def check_slip_shows_the_secret_to_one_browser(app: Flask, client: FlaskClient, day_id: int) -> tuple[str, str]:
    address = f"/tiep-cong-dan/dat-hen/{day_id}"
    form = form_of(client, day_id)
    slip = client.post(address, data=form)
    again = client.post(address, data=form)
    assert (slip.status_code, again.location, count(app)) == (303, slip.location, 1)
    code = slip.location.rsplit("/", 1)[1]
    page = client.get(slip.location)
    words = words_on(page)
    assert ("Mã QR mở trang này" in page.text, "data-print" in page.text, "mang căn cước" in page.text) == (True, True, True)
    stranger = app.test_client().get(slip.location)
    assert (words in stranger.text, any(word in stranger.text for word in ("Lương", "0912", "sạt"))) == (False, False)
    assert "còn 1 lượt hẹn" in client.get("/tiep-cong-dan").text
    assert "Lương" not in client.get("/tiep-cong-dan").text
    return code, words


def check_slot_is_given_back_with_the_words_only(client: FlaskClient, day_id: int, code: str, words: str) -> None:
    wrong = client.post("/tiep-cong-dan/hen", data={"code": code, "secret": "một hai ba bốn"})
    unknown = client.post("/tiep-cong-dan/hen", data={"code": "22222-22222", "secret": words})
    assert (wrong.status_code, unknown.status_code, "chưa khớp" in wrong.text, "chưa khớp" in unknown.text) == (
        422,
        422,
        True,
        True,
    )
    own = client.post("/tiep-cong-dan/hen", data={"code": code, "secret": words})
    assert (own.status_code, BOOKING.matter in own.text, "Đã nhận hẹn tiếp công dân" in own.text) == (200, True, True)
    key = re.search(r'name="key" value="([^"]+)"', own.text)[1]
    assert client.post("/tiep-cong-dan/hen/huy", data={"key": "x"}).status_code == 303
    done = client.post("/tiep-cong-dan/hen/huy", data={"key": key})
    late = client.post("/tiep-cong-dan/hen/huy", data={"key": key})
    assert (done.status_code, late.status_code, BOOKING.matter in done.text) == (200, 409, False)
    assert "còn 2 lượt hẹn" in client.get("/tiep-cong-dan").text
    slip = client.get(f"/tiep-cong-dan/da-hen/{code}").text
    gone = (words, "tu-bi-mat", "mang căn cước", "Xem hoặc hủy hẹn")
    assert ("đã hủy" in slip, "Hẹn giờ khác" in slip, [word for word in gone if word in slip]) == (True, True, [])
    assert client.post(f"/tiep-cong-dan/dat-hen/{day_id}", data=form_of(client, day_id)).status_code == 303
    assert client.get("/tiep-cong-dan/da-hen/22222-22222").status_code == 404
    assert client.get("/tiep-cong-dan/dat-hen/999").status_code == 404


@pytest.mark.settings(form_min_seconds=0)
def test_a_slot_is_booked_looked_up_and_given_back_on_pages(app: Flask, client: FlaskClient, home: Commune, at):
    at("2026-11-20 09:00")
    with app.app_context():
        day_id = public_day(home)
    check_faults_are_named_and_nothing_is_kept(app, client, day_id)
    code, words = check_slip_shows_the_secret_to_one_browser(app, client, day_id)
    check_slot_is_given_back_with_the_words_only(client, day_id, code, words)


def test_one_slot_asked_for_by_many_at_once_is_given_to_one(app: Flask, home: Commune):
    with app.app_context():
        day_id = public_day(home)
    start = Barrier(TAPS)

    def tap(number: int) -> str:
        with app.app_context():
            start.wait()
            try:
                return book(home, day_id, key=f"tap-{number}", phone=f"09123456{number:02d}").code
            except BadInput as refused:
                return refused.errors["slot"]
            finally:
                db.session.remove()

    with ThreadPoolExecutor(TAPS) as taps:
        answers = sorted(taps.map(tap, range(TAPS)))
    assert (answers.count("slot_taken"), count(app)) == (TAPS - 1, 1)


def test_bookings_are_limited_locked_sealed_and_forgotten(commune: Commune):
    day_id = public_day(commune)
    first = book(commune, day_id)
    for changes, errors in (
        ({}, {"slot": "slot_taken"}),
        ({"slot_at": DAY_AT + timedelta(minutes=10)}, {"slot": "day_closed"}),
        ({"slot_at": None}, {"slot": "slot_missing"}),
        ({"slot_at": DAY_AT + timedelta(minutes=30), "name": " "}, {"name": "name_missing"}),
        ({"slot_at": DAY_AT + timedelta(minutes=30), "field_id": 999_999}, {"field_id": "field_unknown"}),
        ({"slot_at": DAY_AT + timedelta(minutes=30), "matter": "Tôi tố cáo cán bộ địa chính"}, {"matter": "denunciation"}),
    ):
        with pytest.raises(BadInput) as refused:
            book(commune, day_id, **changes)
        assert refused.value.errors == errors
    raw = db.session.execute(text("select name, phone, matter from reception_bookings")).one()
    assert not any(word in str(value) for value in raw for word in ("Lương", "0912345678", "sạt"))
    for number in range(5):
        with transaction():
            found = reception_booking.look_up(first.code, unit_id=commune.unit_id, at=NOW, secret=f"sai {number}")
    with transaction():
        right = reception_booking.look_up(first.code, unit_id=commune.unit_id, at=NOW, secret=first.secret)
    assert (found.locked_until is not None, right.booking_id, right.locked_until) == (True, None, found.locked_until)
    hold_day(commune, day_id)
    with pytest.raises(WrongState), transaction():
        reception_booking.give_back(first.booking_id, unit_id=commune.unit_id, at=DAY_AT + timedelta(hours=1))
    assert forget_bookings(DAY_AT + timedelta(days=30)) == 0
    assert forget_bookings(DAY_AT + timedelta(days=31)) == 1
    with use_unit(commune.unit_id):
        row = read_booking(first.booking_id)
    assert (row.name, row.phone, row.matter, row.code) == (None, None, None, first.code)


def test_another_day_of_the_same_hour_is_another_slot(commune: Commune):
    days = [public_day(commune), public_day(commune, on=date(2026, 12, 11))]
    receipts = [book(commune, day_id, slot_at=DAY_AT + timedelta(days=index)) for index, day_id in enumerate(days)]
    letters = db.session.scalars(select(OutboxMessage.title).where(OutboxMessage.event == "reception_booked")).all()
    assert (len({receipt.code for receipt in receipts}), list(letters)) == (2, ["Đã nhận hẹn tiếp công dân"] * 2)


def test_month_with_too_few_days_says_how_many_are_left(client: FlaskClient, commune: Commune, at: Callable[[str], datetime]):
    public_day(commune, on=date(2026, 12, 10))
    told = []
    for day in ("2026-12-08 09:00", "2026-12-11 09:00"):
        at(day)
        told.append(re.findall(r"chưa hết tháng, lịch [^<]+", client.get("/tiep-cong-dan").text))
    assert told == [["chưa hết tháng, lịch chỉ còn 1 ngày"], ["chưa hết tháng, lịch không còn ngày nào"]]
