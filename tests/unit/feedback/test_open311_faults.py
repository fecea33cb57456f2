"""Whatever goes wrong behind GeoReport's door leaves in GeoReport's shape; what a letter names is read or refused by name."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy.exc import (
    DataError,
    InternalError,
    InvalidRequestError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    StatementError,
)
from werkzeug import exceptions

from core import error_pages
from core.errors import BadQuestion, NotAllowed, NotFound, WrongState
from core.i18n import use_locale
from core.open_doors import open_door
from feedback import open311
from feedback.georeport import Refused
from feedback.open311 import answers, sending
from feedback.queries.machines import KeyItem
from feedback.services.intake import Receipt
from feedback.states import CaseKind
from tests.makers_core import bare_app

PATH = "/open311/v2/requests"
KEY = KeyItem(
    public_id="k1", name="Cổng 1022", shown="gd_…", per_hour=60, made_at=datetime(2026, 11, 1, tzinfo=UTC), ended_at=None,
    used=0, used_at=None,
)  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Flask:
    app = bare_app()
    app.config["SETTINGS"] = SimpleNamespace(public_url="https://vanlinh.example.vn/")
    error_pages.install(app)
    app.register_error_handler(Refused, answers.on_refused)
    open_door(app, open311.DOOR, start=open311.START, tell=answers.told)
    app.add_url_rule(f"{PATH}.json", view_func=lambda: answers.written("json", "errors", []), methods=["GET", "POST"])
    return app


@pytest.fixture
def letter(site: Flask) -> Iterator[Any]:
    """Return ``letter(name=value…)``: from now on this request sends it."""
    contexts = []

    def send(headers: dict[str, str] | None = None, **values: str) -> None:
        sent = {name.replace("__", "[") + ("]" if "__" in name else ""): value for name, value in values.items()}
        contexts.append(site.test_request_context(f"{PATH}.json", method="POST", data=sent, headers=headers))
        contexts[-1].push()

    yield send
    for context in reversed(contexts):
        context.pop()


FAULTS: list[tuple[Exception, int, dict[str, str]]] = [
    # what went wrong, the status, the headers that are kept
    (Refused("request_unknown", status=404), 404, {}),
    (Refused("key_missing", status=403), 403, {}),
    (Refused("page_size_bad", most=200), 400, {}),
    (NotFound(), 404, {}),
    (NotAllowed(permission="x"), 403, {}),
    (WrongState(), 409, {}),
    (BadQuestion(hint="x"), 400, {}),
    (exceptions.NotFound(), 404, {}),
    (exceptions.MethodNotAllowed(valid_methods=["GET"]), 405, {"Allow": "GET"}),
    (exceptions.RequestEntityTooLarge(), 413, {}),
    (exceptions.TooManyRequests(), 429, {"Retry-After": "30"}),
    (exceptions.UnsupportedMediaType(), 415, {}),
    (OperationalError("SELECT 'Nguyễn'", {}, Exception("gone")), 503, {"Retry-After": "30"}),
    (DataError("SELECT 'Nguyễn'", {}, Exception("too long")), 400, {}),
    (StatementError("bad 'Nguyễn'", "SELECT", {}, Exception("x")), 400, {}),
    (StatementError("bad 'Nguyễn'", "SELECT", {}, InvalidRequestError("x")), 500, {}),
    *((kind("SELECT 'Nguyễn'", {}, Exception("x")), 500, {}) for kind in (ProgrammingError, InternalError, NotSupportedError)),
    (RuntimeError("Nguyễn Văn An 0912345678"), 500, {}),
]


@pytest.mark.parametrize(("error", "status", "headers"), FAULTS, ids=lambda value: type(value).__name__)
def test_every_fault_leaves_in_the_shape_of_the_specification(
    site: Flask, error: Exception, status: int, headers: dict[str, str]
):  # fmt: skip
    for form in ("json", "xml"):
        with site.test_request_context(f"{PATH}.{form}"):
            answer = site.make_response(site.handle_user_exception(error))
        text = answer.get_data(as_text=True)
        if form == "json":
            (told,) = json.loads(text)
            code, words = told["code"], told["description"]
        else:
            root = ElementTree.fromstring(text.encode())
            assert [part.tag for part in root] == ["error"]
            code, words = int(root.findtext("error/code") or 0), root.findtext("error/description") or ""
        assert (answer.status_code, code, words.endswith(".") or "json" in words) == (status, status, True)
        assert answer.headers["Cache-Control"] == "no-store"
        assert {name: answer.headers.get(name) for name in headers} == headers
        assert [secret for secret in ("Nguyễn", "0912345678", "SELECT") if secret in text] == []


def test_several_faults_are_several_errors(site: Flask):
    with site.test_request_context(f"{PATH}.json"):
        answer = answers.bad_fields({"description": "text_missing", "phone": "phone_bad"})
        told = json.loads(answer.get_data(as_text=True))
    assert [(item["code"], item["description"].partition(":")[0]) for item in told] == [(400, "description"), (400, "phone")]
    with site.test_request_context(f"{PATH}.json"):
        assert answers.errors([(400, "a & b")], status=400, form="xml").get_data(as_text=True).count("<error>") == 1


READS = [("GET", True), ("HEAD", True), ("OPTIONS", True), ("POST", False)]


@pytest.mark.parametrize(("method", "open_to_all"), READS)
def test_pages_of_other_sites_may_read_and_never_send(site: Flask, method: str, open_to_all: bool):
    answer = site.test_client().open(f"{PATH}.json", method=method)
    assert (answer.headers.get("Access-Control-Allow-Origin") == "*") is open_to_all
    assert answers.keep_out_of_searches(answer).headers["X-Robots-Tag"] == "noindex"
    assert "RateLimit-Limit" not in answer.headers


WRONG = [
    ("PUT", f"{PATH}.json", 405), ("TRACE", f"{PATH}.json", 405), ("GET", "/open311", 404), ("GET", "/open311/v2/zz.xml", 404),
    ("DELETE", "/open311/v3/requests.xml", 404),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status"), WRONG)
def test_wrong_method_or_address_leaves_in_the_shape_of_the_specification(site: Flask, method: str, path: str, status: int):
    answer = site.test_client().open(path, method=method, headers={"Accept": "text/html"})
    text = answer.get_data(as_text=True)
    if path.endswith(".xml"):
        codes = [ElementTree.fromstring(text.encode()).findtext("error/code")]
    else:
        codes = [str(item["code"]) for item in json.loads(text)]
    assert (answer.status_code, codes) == (status, [str(status)])
    assert ("https://vanlinh.example.vn/open311/v2/discovery.json" in text) is (status == 404)
    assert set(answer.headers.get("Allow", "GET, HEAD, OPTIONS, POST").split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


# ------------------------------------------------------------------ how much may be sent


@pytest.mark.parametrize(
    ("key", "limit", "counted"), [(KEY, "60 per hour", "open311:k1"), (None, sending.STRANGERS, "open311:127.0.0.1")]
)
def test_limit_is_of_the_key_or_of_the_address_that_has_none(site: Flask, key: KeyItem | None, limit: str, counted: str):
    with site.test_request_context(f"{PATH}.json", method="POST", environ_base={"REMOTE_ADDR": "127.0.0.1"}):
        g.open311_key = key
        assert (sending._limit(), sending._counted()) == (limit, counted)


def test_token_is_the_same_for_a_reference_and_fresh_without_one(letter: Any):
    letter(external_reference="phieu-7")
    named = sending._token(KEY)
    letter(headers={"Idempotency-Key": " phieu-7 "})
    assert sending._token(KEY) == named
    assert sending._token(KeyItem(**{**vars(KEY), "public_id": "k2"})) != named
    letter(external_reference="phieu-8")
    assert sending._token(KEY) != named
    letter()
    assert len({sending._token(KEY) for _time in range(20)} | {named}) == 21
    letter(external_reference="x" * (sending.LONGEST_REFERENCE + 1))
    with pytest.raises(Refused, match="reference_long"):
        sending._token(KEY)


NOTICES: list[tuple[dict[str, str], list[str], list[str]]] = [
    ({}, ["7K3MP-9CXTR", "bốn từ", "https://vanlinh.example.vn/tra-cuu"], ["media_url", "address_id"]),
    ({"media_url": "http://127.0.0.1/a.jpg"}, ["media_url"], ["127.0.0.1", "address_id"]),
    ({"address_id": "99", "media_url": "x"}, ["media_url", "address_id"], ["99"]),
]


@pytest.mark.parametrize(("sent", "said", "unsaid"), NOTICES)
def test_notice_hands_on_the_number_and_says_what_was_not_taken(
    letter: Any, sent: dict[str, str], said: list[str], unsaid: list[str]
):  # fmt: skip
    letter(**sent)
    words = sending._notice(Receipt(case_id=1, code="7K3MP-9CXTR", secret="bốn từ", repeated=False))
    assert ([word for word in said if word not in words], [word for word in unsaid if word in words]) == ([], [])


# ------------------------------------------------------------------ what a letter names

POSITIONS: list[tuple[str, str, tuple[float | None, float | None] | None]] = [
    # lat, long, what is read (None: refused)
    ("", "", (None, None)), ("  ", "", (None, None)), ("21.6", "106.5", (21.6, 106.5)), (" 21.6 ", "-106.5", (21.6, -106.5)),
    ("21.6", "", None), ("", "106.5", None), ("21,6", "106,5", None), ("nan", "106.5", None), ("21.6", "inf", None),
    ("21.6", "181", None), ("hai mốt", "106.5", None), ("0", "0", (0.0, 0.0)),
]  # fmt: skip


@pytest.mark.parametrize(("lat", "long", "read"), POSITIONS)
def test_position_is_two_numbers_or_none_at_all(letter: Any, lat: str, long: str, read: tuple[float | None, float | None] | None):
    letter(lat=lat, long=long)
    if read is None:
        with pytest.raises(Refused, match="position_bad"):
            sending._position()
    else:
        assert sending._position() == read


@pytest.mark.parametrize("typed", ["phan_anh", "x", "TO_CAO", "'", "PHAN_ANH "])
def test_kind_that_is_none_is_refused_with_those_that_there_are(typed: str):
    with pytest.raises(Refused, match="kind_unknown") as caught:
        sending._kind(typed)
    assert "PHAN_ANH" in str(caught.value.facts["known"])
    assert "KHIEU_NAI" not in str(caught.value.facts["known"])


def test_kind_that_is_not_named_is_a_reflection():
    assert (sending._kind(""), sending._kind("KIEN_NGHI"), sending._kind("KHIEU_NAI")) == (
        CaseKind.REFLECTION, CaseKind.PETITION, CaseKind.COMPLAINT,
    )  # fmt: skip


DENOUNCES = "Tôi tố cáo ông Nguyễn Văn B, cán bộ địa chính, nhận hối lộ của dân."
COMPLAINS = "Đơn khiếu nại: tôi khiếu nại quyết định thu hồi đất số 12/QĐ-UBND của Chủ tịch xã."
LED: list[tuple[str, CaseKind, str, str]] = [
    # the words, the kind, what the sender says of denunciations, where it is led
    ("Đường vào thôn bị sạt lở.", CaseKind.REFLECTION, "", ""),
    (DENOUNCES, CaseKind.REFLECTION, "", "denunciation"),
    (DENOUNCES, CaseKind.REFLECTION, "false", "denunciation"),
    (DENOUNCES, CaseKind.REFLECTION, "TRUE", ""),
    (DENOUNCES, CaseKind.REFLECTION, "1", ""),
    (COMPLAINS, CaseKind.PETITION, "", "complaint"),
    ("Đường vào thôn bị sạt lở.", CaseKind.COMPLAINT, "", "complaint"),
    (DENOUNCES, CaseKind.COMPLAINT, "", "denunciation"),
]


@pytest.mark.parametrize(("text", "kind", "says", "led"), LED)
def test_denunciation_and_complaint_are_led_to_their_own_doors(letter: Any, text: str, kind: CaseKind, says: str, led: str):
    letter(attribute__not_denunciation=says)
    if not led:
        sending._lead_elsewhere(text, kind)
        return
    with pytest.raises(Refused, match=led) as caught:
        sending._lead_elsewhere(text, kind)
    assert caught.value.facts["url"] == f"https://vanlinh.example.vn/{'to-cao' if led == 'denunciation' else 'gui'}"
    for locale in ("vi", "en"):
        with use_locale(locale):
            assert "Nguyễn" not in answers.refused_sentence(caught.value.code, caught.value.facts)
