"""What a resident's browser does: opens the form, fills it in, sends it, looks it up again."""

from __future__ import annotations

import html
import re
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

STORY = "Cầu tràn hỏng lan can từ sau trận mưa đầu tháng, trẻ đi học rất nguy hiểm."
NAME, PHONE = "Nguyễn Văn An", "0912 345 678"
HEIC = b"\x00\x00\x00\x18ftypheic" + b"x" * 64


def jpeg(colour: str = "green", *, side: int = 64) -> bytes:
    """Return the bytes of a small real photo."""
    stream = BytesIO()
    Image.new("RGB", (side, side), colour).save(stream, "JPEG")
    return stream.getvalue()


def upload(content: bytes, name: str = "anh.jpg") -> tuple[BytesIO, str]:
    """Return a file as the test client sends it."""
    return BytesIO(content), name


def token_in(page: TestResponse) -> str:
    """Return the form token of a sending form."""
    return re.search(r'name="form_token" value="([^"]+)"', page.text)[1]


def letter_form(client: FlaskClient, **changes: Any) -> dict[str, Any]:
    """Return a form that lacks nothing, with a fresh token; a change of None leaves its field out."""
    values = {
        "form_token": token_in(client.get("/gui")) if "form_token" not in changes else "", "story": STORY, "kind": "PHAN_ANH",
        "field_id": "", "village_id": "", "place": "", "lat": "", "lon": "", "name": NAME, "phone": PHONE, "email": "",
        "hide_name": "y", "website": "",
    }  # fmt: skip
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def post_letter(client: FlaskClient, **changes: Any) -> TestResponse:
    """Send a letter as a browser does."""
    return client.post("/gui", data=letter_form(client, **changes), content_type="multipart/form-data")


def code_of(answer: TestResponse) -> str:
    """Return the code to whose receipt the browser is sent."""
    return answer.headers["Location"].rsplit("/", 1)[1]


def words_on(page: TestResponse) -> str:
    """Return the secret words on a receipt, or an empty text."""
    found = re.search(r'id="tu-bi-mat"[^>]*>(.*?)</b>', page.text, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""


def send_letter(client: FlaskClient, **changes: Any) -> tuple[str, str]:
    """Send a letter; return its code and its secret words."""
    answer = post_letter(client, **changes)
    assert answer.status_code == 303, sentences(answer)
    return code_of(answer), words_on(client.get(answer.headers["Location"]))


def sentences(page: TestResponse) -> list[str]:
    """Return what the summary on top of a form says is wrong, sentence by sentence."""
    summary = re.search(r"data-error-summary>(.*?)</div>", page.text, re.DOTALL)
    items = re.findall(r"<li>(.*?)</li>", summary[1], re.DOTALL) if summary else []
    return [html.unescape(re.sub(r"<[^>]+>", "", item)) for item in items]


def value_of(page: TestResponse, name: str) -> str:
    """Return what stands in a field of a form."""
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', page.text, re.DOTALL)
    if area:
        return html.unescape(area[1]).strip()
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page.text)
    found = re.search(r'value="([^"]*)"', field[0]) if field else None
    return html.unescape(found[1]) if found else ""


def look_up(client: FlaskClient, code: str, **proof: str) -> TestResponse:
    """Type a code with the secret words or the phone."""
    return client.post("/tra-cuu", data={"code": code, **proof})
