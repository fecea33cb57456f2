"""What is longer than words is read only where a form brings files; elsewhere it is refused, and the refusal says what to do."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from core.access import FILES_BYTES, PLAIN_BYTES, PUBLIC, access
from core.extensions import csrf
from tests.makers_accounts import make_small_commune

FORM = "application/x-www-form-urlencoded"
WORDS, PHOTOS = "/chi-chu", "/ca-anh"


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    with app.app_context():
        make_small_commune()

    @csrf.exempt
    @access(PUBLIC)
    def words() -> str:
        return f"{len(request.form.get('story', ''))} {len(request.files)}"

    @csrf.exempt
    @access(PUBLIC, files=True)
    def photos() -> str:
        return f"{len(request.form.get('story', ''))} {sum(len(item.read()) for item in request.files.values())}"

    app.add_url_rule(WORDS, view_func=words, methods=["POST"])
    app.add_url_rule(PHOTOS, view_func=photos, methods=["POST"])
    return app.test_client()


def with_photo(size: int) -> dict[str, Any]:
    return {"story": "Cầu hỏng", "photo": (BytesIO(b"\x00" * size), "a.jpg")}


def test_two_megabytes_come_in_where_files_are_taken_and_nowhere_else(visitor: FlaskClient):
    size = 2 * PLAIN_BYTES
    taken, refused = visitor.post(PHOTOS, data=with_photo(size)), visitor.post(WORDS, data=with_photo(size))
    assert (taken.status_code, taken.text) == (200, f"8 {size}")
    assert (refused.status_code, refused.headers["Cache-Control"]) == (413, "no-store")
    assert visitor.post(WORDS, data=with_photo(1000)).text == "8 1"


@pytest.mark.parametrize(("over", "status"), [(0, 200), (1, 413)])
def test_the_last_byte_of_the_measure_is_taken(visitor: FlaskClient, over: int, status: int):
    frame = len(b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n\r\n--x--\r\n')
    body = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n'
    body += b"0" * (PLAIN_BYTES - frame + over) + b"\r\n--x--\r\n"
    assert len(body) == PLAIN_BYTES + over
    assert visitor.post(WORDS, data=body, content_type="multipart/form-data; boundary=x").status_code == status


def test_a_body_that_tells_no_length_is_measured_as_it_comes(visitor: FlaskClient):
    head, end = b'--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\n', b"\r\n--x--\r\n"

    def send(address: str) -> int:
        body = head + b"0" * 2 * PLAIN_BYTES + end
        return visitor.post(
            address, input_stream=BytesIO(body), content_type="multipart/form-data; boundary=x",
            environ_overrides={"CONTENT_LENGTH": "", "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
        ).status_code  # fmt: skip

    assert (send(WORDS), send(PHOTOS)) == (413, 200)


def test_more_than_the_largest_files_is_refused_unread(visitor: FlaskClient):
    class Never(BytesIO):
        def read(self, *_size: int | None) -> bytes:
            raise AssertionError("read")

    for address, most in ((WORDS, PLAIN_BYTES), (PHOTOS, FILES_BYTES)):
        answer = visitor.post(
            address, input_stream=Never(), content_type=FORM, environ_overrides={"CONTENT_LENGTH": str(most + 1)}
        )
        assert answer.status_code == 413


@pytest.mark.parametrize(
    ("address", "language", "heading", "advice"),
    [
        (WORDS, "vi", "Nội dung gửi lên dài quá", "viết ngắn hơn"),
        (WORDS, "en", "What was sent is too long", "shorter"),
        (PHOTOS, "vi", "Ảnh hoặc tệp gửi lên quá nặng", "bỏ bớt ảnh"),
    ],
)
def test_the_page_speaks_of_photos_only_where_some_are_taken(
    visitor: FlaskClient, address: str, language: str, heading: str, advice: str
):
    page = visitor.post(
        address, content_type=FORM, headers={"Accept-Language": language},
        input_stream=BytesIO(), environ_overrides={"CONTENT_LENGTH": str(FILES_BYTES + 1)},
    )  # fmt: skip
    assert (page.status_code, f"<h1>{heading}</h1>" in page.text, advice in page.text) == (413, True, True)


def test_a_text_that_is_too_long_is_called_so_and_no_photo(visitor: FlaskClient):
    page = visitor.post(WORDS, data={"story": "a" * 600_000}, content_type="multipart/form-data")
    assert (page.status_code, "<h1>Nội dung gửi lên dài quá</h1>" in page.text) == (413, True)


@pytest.mark.parametrize("address", ["/api/v1/cases", "/open311/v2/requests.json"])
def test_programs_are_told_in_the_shape_of_their_door(visitor: FlaskClient, address: str):
    answer = visitor.post(address, data=b"a" * 2 * PLAIN_BYTES, content_type=FORM, headers={"Accept": "application/json"})
    if answer.status_code != 405:  # an address that only answers questions
        fault = answer.json[0] if isinstance(answer.json, list) else answer.json["error"]
        assert (answer.status_code, fault.get("code"), bool(fault.get("description") or fault["message"])) == (413, 413, True)
    assert answer.mimetype == "application/json"


def test_a_stranger_sends_no_files_to_a_page_of_officials_that_takes_none(visitor: FlaskClient):
    assert visitor.post("/can-bo/mau-tra-loi/moi", data=with_photo(2 * PLAIN_BYTES)).status_code == 413
    assert visitor.post("/can-bo/nhap", data=with_photo(100)).location.startswith("/dang-nhap")
