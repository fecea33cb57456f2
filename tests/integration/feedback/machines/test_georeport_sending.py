"""Sending by GeoReport: POST, token, number; once for each reference; the right door for what no text may take in."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from sqlalchemy import func, select

from core.audit import AuditEntry
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from feedback.machine_models import ApiKey
from feedback.models import Case, Sender
from feedback.services import api_keys
from tests.makers import NOW, Commune, inside
from tests.makers_machines import STORY, Caller, error_of, make_key, request_of


@pytest.fixture
def caller(app: Flask) -> Caller:
    return Caller(client=app.test_client())


def key_in(app: Flask, home: Commune, **changes: object) -> api_keys.MadeKey:
    with inside(app, unit_id=home.unit_id):
        return make_key(home, **changes)


def cases_in(app: Flask, home: Commune) -> list[Case]:
    with inside(app, unit_id=home.unit_id):
        return list(db.session.scalars(select(Case).where(Case.unit_id == home.unit_id).order_by(Case.id)))


def test_letter_of_another_system_becomes_a_case_and_its_token_leads_to_it(app: Flask, home: Commune, caller: Caller):
    made = key_in(app, home)
    answer = caller.send(request_of(made.key, media_url="http://169.254.169.254/anh.jpg", email="an@example.vn"))
    (sent,) = answer.get_json()
    assert (answer.status_code, sorted(sent)) == (201, ["account_id", "service_notice", "token"])

    ((case,), (number,)) = cases_in(app, home), caller.json(f"tokens/{sent['token']}")
    assert number == {"service_request_id": case.code, "token": sent["token"]}
    assert case.code in sent["service_notice"]
    assert "media_url" in sent["service_notice"]
    assert (case.channel, case.kind, case.state, case.story, case.place) == (
        "api", "PHAN_ANH", "received", STORY, "Cạnh cây đa đầu thôn",
    )  # fmt: skip

    (request,) = caller.json(f"requests/{case.code}")
    assert (request["status"], request["service_code"], request["description"]) == ("open", "giao_thong", None)
    in_xml = caller.xml(f"tokens/{sent['token']}")
    assert [item.text for item in in_xml.findall("request/service_request_id")] == [case.code]
    with inside(app, unit_id=home.unit_id):
        sender = db.session.scalars(select(Sender).where(Sender.case_id == case.id)).one()
        kept = db.session.scalars(select(ApiKey)).one()
        trail = db.session.scalars(
            select(AuditEntry).where(AuditEntry.subject == f"case:{case.id}").order_by(AuditEntry.id)
        ).all()
        assert (sender.name, sender.phone, sender.email, kept.used) == ("Nguyễn Văn An", "0912345678", "an@example.vn", 1)
        assert [entry.action for entry in trail] == ["feedback:case:registered", "feedback:api_key:used"]
        assert trail[1].facts == {"key": made.public_id}
    check_sent_again(app, home, caller, made.key)
    check_refusals(app, home, caller, made.key)


def check_sent_again(app: Flask, home: Commune, caller: Caller, key: str) -> None:
    before = len(cases_in(app, home))
    first, second = (caller.send(request_of(key), Idempotency_Key="1022-77") for _ in range(2))
    by_field = caller.send(request_of(key, external_reference="1022-77"))
    assert [item.status_code for item in (first, second, by_field)] == [201, 200, 200]
    assert len({item.get_json()[0]["token"] for item in (first, second, by_field)}) == 1
    assert len(cases_in(app, home)) == before + 1
    status, codes, words = error_of(caller.send(request_of(key, description=f"{STORY} Thêm."), Idempotency_Key="1022-77"))
    assert (status, codes) == (409, [409])
    assert STORY not in words
    other = key_in(app, home, name="Ứng dụng tỉnh").key
    assert caller.send(request_of(other), Idempotency_Key="1022-77").status_code == 201
    assert len(cases_in(app, home)) == before + 2
    assert error_of(caller.send(request_of(key), Idempotency_Key="x" * 201))[:2] == (400, [400])


REFUSALS = (
    ({"service_code": ""}, 400, "service_code"),
    ({"service_code": "khong_co"}, 404, "service_code"),
    ({"jurisdiction_id": "00001"}, 404, "06505"),
    ({"description": ""}, 400, "description: "),
    ({"description": "ngắn"}, 400, "description: "),
    ({"description": "x" * 5001}, 400, "description: "),
    ({"phone": "12"}, 400, "phone: "),
    ({"phone": ""}, 400, "phone: "),
    ({"email": "khong-phai"}, 400, "email: "),
    ({"first_name": "", "last_name": ""}, 400, "first_name: "),
    ({"address_string": ""}, 400, "address_string"),
    ({"address_string": "", "address_id": "12"}, 400, "address_id"),
    ({"lat": "21.7"}, 400, "lat"),
    ({"lat": "nan", "long": "106"}, 400, "lat"),
    ({"lat": "48.1", "long": "11.5"}, 400, "lat: "),
    ({"attribute[kind]": "KHAC_NUA"}, 400, "PHAN_ANH"),
    ({"attribute[village]": "khong_co"}, 400, "village"),
    ({"attribute[kind]": "KHIEU_NAI"}, 400, "/gui"),
    ({"description": "Tôi khiếu nại quyết định thu hồi đất số 12 của Ủy ban."}, 400, "/gui"),
    ({"description": "Tôi tố cáo ông chủ tịch xã nhận tiền của dân."}, 400, "/to-cao"),
    ({"address_string": "Tôi tố cáo ông chủ tịch xã nhận tiền của dân."}, 400, "/to-cao"),
)


def check_refusals(app: Flask, home: Commune, caller: Caller, key: str) -> None:
    before = len(cases_in(app, home))
    for changes, status, words in REFUSALS:
        found = error_of(caller.send(request_of(key, **changes)))
        assert (found[0], set(found[1]), words in found[2]) == (status, {status}, True), (changes, found)
        assert not any(value in found[2] for value in changes.values() if len(value) > 15), changes
    assert len(cases_in(app, home)) == before
    several = error_of(caller.send(request_of(key, description="ngắn", phone="1")))
    assert several[1] == [400, 400]
    nameless = caller.send(request_of(key, first_name="", last_name="", phone=""))
    assert (nameless.status_code, cases_in(app, home)[-1].anonymous) == (201, True)
    named_village = caller.send(request_of(key, **{"address_string": "", "attribute[village]": "na-lia"}))
    said_otherwise = caller.send(
        request_of(key, description="Tôi tố cáo ông hàng xóm đổ rác ra mương.", **{"attribute[not_denunciation]": "true"})
    )
    assert (named_village.status_code, said_otherwise.status_code) == (201, 201)


def test_only_a_key_of_this_commune_that_was_not_withdrawn_sends(app: Flask, home: Commune, caller: Caller):
    made = key_in(app, home)
    assert error_of(caller.send(request_of("")))[:2] == (403, [403])
    assert error_of(caller.send(request_of("gd_" + "x" * 43)))[:2] == (403, [403])
    assert error_of(caller.send(request_of("x" * 5000)))[:2] == (403, [403])
    in_address = caller.client.post(f"/open311/v2/requests.json?api_key={made.key}", data=request_of(""))
    assert in_address.status_code == 403
    in_xml = caller.send(request_of(""), "xml")
    assert (in_xml.status_code, in_xml.mimetype, in_xml.get_data(as_text=True).count("<code>403</code>")) == (403, "text/xml", 1)
    from_a_page = caller.send(request_of(made.key), Origin="https://example.org")
    assert error_of(from_a_page)[:2] == (403, [403])
    assert caller.send(request_of(made.key)).status_code == 201
    with inside(app, unit_id=home.unit_id), transaction():
        api_keys.withdraw_key(made.public_id, actor=home.administrator, at=NOW)
    assert error_of(caller.send(request_of(made.key)))[:2] == (403, [403])
    assert error_of(caller.get("tokens/khong-co.json"))[:2] == (404, [404])
    with app.app_context(), use_unit(home.unit_id):
        assert db.session.scalar(select(func.count()).select_from(Case)) == 1


def test_nothing_that_is_sent_is_passed_over_in_silence(app: Flask, home: Commune, caller: Caller):
    key = key_in(app, home).key
    letter = request_of(key)
    address = "/open311/v2/requests.json"
    sent_twice = caller.client.post(address, data={**letter, "service_code": ["giao_thong", "moi_truong"]})
    assert error_of(sent_twice)[:2] == (400, [400])
    latin = {**letter, "description": (io.BytesIO("Đường hỏng từ lâu".encode("utf-16")), None)}
    assert error_of(caller.client.post(address, data=latin, content_type="multipart/form-data"))[:2] == (400, [400])
    in_json = error_of(caller.client.post(address, json=letter))
    assert (in_json[:2], "multipart/form-data" in in_json[2]) == ((403, [403]), True)
    assert cases_in(app, home) == []
    more = {**letter, "requested_datetime": "2026-01-01", "attribute[depth]": "2", "anh": (io.BytesIO(b"x"), "anh.jpg")}
    answer = caller.client.post(address, data=more)
    assert "anh, attribute[depth], requested_datetime." in answer.get_json()[0]["service_notice"]
