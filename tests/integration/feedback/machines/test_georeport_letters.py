"""What becomes of the parameters of a GeoReport request: the columns of the case and of its sender, row by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import select

from accounts.queries import fields, villages
from core.extensions import db
from feedback.models import Case, Sender
from tests.makers import Commune, inside
from tests.makers_machines import STORY, Caller, error_of, make_key, request_of


@dataclass(frozen=True, kw_only=True)
class Row:
    """A request with its changes, and what must stand in the case (dots lead to the sender)."""

    why: str
    sent: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)


ROWS = (
    Row(why="as it is", kept={"kind": "PHAN_ANH", "channel": "api", "anonymous": False, "sender.hide_name": True}),
    Row(why="a petition", sent={"attribute[kind]": "KIEN_NGHI"}, kept={"kind": "KIEN_NGHI"}),
    Row(why="something else", sent={"attribute[kind]": "KHAC"}, kept={"kind": "KHAC"}),
    Row(why="a phone in another writing", sent={"phone": "+84 912.345.678"}, kept={"sender.phone": "0912345678"}),
    Row(why="an email instead of a phone", sent={"phone": "", "email": "An@Example.VN"}, kept={"sender.email": "an@example.vn"}),
    Row(why="a family name comes first", sent={"last_name": " Lò ", "first_name": " Thị  Mai "},
        kept={"sender.name": "Lò Thị Mai"}),
    Row(why="one name is enough", sent={"last_name": "", "first_name": "Chín Mùi"}, kept={"sender.name": "Chín Mùi"}),
    Row(why="nobody, so it is a letter without a name", sent={"last_name": "", "first_name": "", "phone": ""},
        kept={"anonymous": True, "sender.name": None, "sender.phone": None}),
    Row(why="a place in degrees", sent={"lat": "21.7321", "long": "106.6012"}, kept={"lat": 21.7321, "lon": 106.6012}),
    Row(why="degrees are enough", sent={"lat": "21.7321", "long": "106.6012", "address_string": ""}, kept={"place": ""}),
    Row(why="a long place is cut", sent={"address_string": "x" * 500}, kept={"place": "x" * 200}),
    Row(why="control characters are thrown away", sent={"description": f"{STORY}\x07\u202e"}, kept={"story": STORY}),
    Row(why="another field", sent={"service_code": "y_te"}, kept={"field": "y_te"}),
    Row(why="a village by its code", sent={"attribute[village]": "na-lia", "address_string": ""}, kept={"village": "na-lia"}),
    Row(why="parameters of the specification that we have no use for", kept={"kind": "PHAN_ANH"},
        sent={"device_id": "x", "account_id": "7", "media_url": "file:///etc/passwd", "address_id": "9", "x": "1"}),
    Row(why="an empty jurisdiction", sent={"jurisdiction_id": ""}, kept={"state": "received"}),
    Row(why="the right jurisdiction", sent={"jurisdiction_id": "06505"}, kept={"state": "received"}),
    Row(why="the name of this host", sent={"jurisdiction_id": "LOCALHOST"}, kept={"state": "received"}),
)  # fmt: skip


def test_every_parameter_stands_where_the_form_would_have_put_it(app: Flask, home: Commune, at):
    at("2026-11-20 09:00")
    caller = Caller(client=app.test_client())
    with inside(app, unit_id=home.unit_id):
        key = make_key(home).key
        codes = {item.id: item.code for item in fields(home.unit_id)}
        places = {item.id: item.code for item in villages(home.unit_id)}
    for row in ROWS:
        answer = caller.send(request_of(key, **row.sent), "xml" if row.why.startswith("a ") else "json")
        assert answer.status_code == 201, (row.why, answer.get_data(as_text=True))
        with inside(app, unit_id=home.unit_id):
            case = db.session.scalars(select(Case).order_by(Case.id.desc()).limit(1)).one()
            sender = db.session.scalars(select(Sender).where(Sender.case_id == case.id)).one()
            found = {
                name: getattr(sender, name.removeprefix("sender.")) if name.startswith("sender.")
                else codes.get(case.field_id) if name == "field"
                else places.get(case.village_id) if name == "village"
                else getattr(case, name)
                for name in row.kept
            }  # fmt: skip
            assert found == row.kept, row.why
            assert case.registered_by is None
    with inside(app, unit_id=home.unit_id):
        assert db.session.query(Case).count() == len(ROWS)
    check_bodies_that_are_no_form(caller, key)


def check_bodies_that_are_no_form(caller: Caller, key: str) -> None:
    """JSON, bytes and nothing are no letters; the answer is GeoReport's, and says that the key is missing."""
    address = "/open311/v2/requests.json"
    for options in (
        {"json": request_of(key)}, {"data": b"\xff\xfe\x00"}, {"data": ""}, {"data": "api_key", "content_type": "text/plain"},
        {"data": "%ff=%fe&api_key=%00", "content_type": "application/x-www-form-urlencoded"},
        {"data": b"--x\r\n", "content_type": "multipart/form-data; boundary=x"},
    ):  # fmt: skip
        found = error_of(caller.client.post(address, **options))
        assert found[:2] == (403, [403]), options
    large = caller.client.post(address, data={"api_key": key, "description": "x" * 600_000})
    assert error_of(large)[0] in (400, 413)
    in_parts = caller.client.post(address, data=request_of(key), content_type="multipart/form-data")
    assert in_parts.status_code == 201
