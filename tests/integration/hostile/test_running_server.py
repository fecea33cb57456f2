"""The server as it runs for people: double taps over two processes, bytes that are no HTTP, and logs that know nobody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import create_engine, text

from core.access import PLAIN_BYTES
from core.text import fold
from tests.infra.live import LiveServer
from tests.integration.hostile.line import Line, Reply, raw
from tests.makers_resident import jpeg

TAPS = 20
NAME, PHONE, EMAIL = "Lăng Thị Xoóng", "0987 123 654", "xoong.lang@example.vn"
STORY = "Ruộng nhà tôi ở Khau Ngoã bị nước thải lò mổ tràn vào, lúa chết vàng."
PASSWORD = "bốn con trâu lạ"
LETTER = {
    "story": STORY, "kind": "PHAN_ANH", "field_id": "", "village_id": "", "place": "Khau Ngoã",
    "lat": "21.658731", "lon": "106.472194", "name": NAME, "phone": PHONE, "email": EMAIL, "hide_name": "y", "website": "",
}  # fmt: skip
UNSPEAKABLE = (
    NAME, "Xoong", "0987", "987123654", EMAIL, "example.vn", "Khau", "Ngoã", "lò mổ", "21.658", "106.472", PASSWORD, "nguoi-la",
)  # fmt: skip
HOST = b" HTTP/1.1\r\nHost: localhost\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
BROKEN = (
    b"GET /ho-so?q=\xff\xfe" + HOST + b"\r\n",
    b"GET /ho-so/\xed\xa0\x80" + HOST + b"\r\n",
    b"GET /ho-so?q=%ED%A0%80&trang=%FF" + HOST + b"\r\n",
    b"GET /da-nhan/%00" + HOST + b"\r\n",
    b"GET //evil.example/" + HOST + b"\r\n",
    b"GET http://evil.example/" + HOST + b"\r\n",
    b"GET /static/..%2f..%2fapp.py" + HOST + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
    b"GET /" + HOST + b"Cookie: \xff=\xfe; xem-don=\x01\r\n\r\n",
    b"GET /" + HOST + b"Accept-Language: \xff;q=x\r\n\r\n",
    b"GET /" + b"a" * 9_000 + HOST + b"\r\n",
    b"GET /" + HOST + b"X: " + b"a" * 20_000 + b"\r\n\r\n",
    b"POST /gui" + HOST + b"Content-Length: -1\r\n\r\n",
    b"POST /gui" + HOST + b"Content-Length: 99999999999999999999\r\n\r\n",
    b"POST /gui" + HOST + b"Content-Type: multipart/form-data; boundary=\xff\r\nContent-Length: 3\r\n\r\n\xff\xfe\xfd",
    b"POST /gui" + HOST + FORM + b"Content-Length: 9\r\n\r\nstory=\xed\xa0\x80",
    b"POST /gui" + HOST + FORM + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\nGET /" + HOST + b"\r\n",
    b"POST /tra-cuu" + HOST + FORM + b"Content-Length: 900\r\n\r\ncode=1",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\x00\x00\x00\x00",
    b"GET / HTTP/0.9\r\n\r\n",
    b"\r\n\r\n\r\n",
)


def send(line: Line, **changes: str) -> Reply:
    """Send a letter with a photo from a page opened for it."""
    return line.post("/gui", {**LETTER, "form_token": line.get("/gui").token, **changes}, photos=(jpeg(),))


def count(server: LiveServer, table: str) -> int:
    """Return how many rows a table has."""
    engine = create_engine(server.database.url)
    with engine.connect() as connection:
        number = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return int(number)


@pytest.mark.settings(rate_limits="off")
def test_twenty_taps_at_once_over_two_processes_make_one_case(live_server: LiveServer):
    token, start = Line(server=live_server).get("/gui").token, Barrier(TAPS)

    def tap(_number: int) -> tuple[int, str, str]:
        line = Line(server=live_server)
        start.wait()
        answer = line.post("/gui", {**LETTER, "form_token": token}, photos=(jpeg(),))
        receipt = answer.headers.get("Location", "")
        return answer.status, receipt, line.get(receipt).words if receipt else ""

    with ThreadPoolExecutor(TAPS) as taps:
        answers = list(taps.map(tap, range(TAPS)))
    assert len(set(answers)) == 1
    assert (answers[0][0], len(answers[0][2].split(" · "))) == (303, 4)
    assert [count(live_server, table) for table in ("cases", "senders", "public_cases", "attachments")] == [1, 1, 1, 1]


def test_bytes_that_are_no_request_are_never_a_fault_of_ours(live_server: LiveServer):
    answers = [raw(live_server, request) for request in BROKEN]
    assert [BROKEN[place][:80] for place, (status, _body) in enumerate(answers) if status >= 500] == []
    assert [body for _status, body in answers if b"Traceback" in body or b"site-packages" in body] == []
    assert Line(server=live_server).get("/healthz").status == 200
    assert "Traceback" not in live_server.said()


def test_two_megabytes_to_a_page_of_words_are_answered_with_a_sentence(live_server: LiveServer):
    line = Line(server=live_server)
    refused = line.post("/tra-cuu", {"code": "1"}, photos=(b"0" * 2 * PLAIN_BYTES,))
    assert (refused.status, "<h1>Nội dung gửi lên dài quá</h1>" in refused.text) == (413, True)
    assert line.post("/gui", {**LETTER, "form_token": ""}, photos=(b"0" * 2 * PLAIN_BYTES,)).status == 422
    assert line.get("/healthz").status == 200


def test_logs_know_nobody(live_server: LiveServer, settings: dict[str, object]):
    line, stranger = Line(server=live_server), Line(server=live_server)
    sent = send(line)
    code = sent.headers["Location"].rpartition("/")[2]
    words = line.get(sent.headers["Location"]).words
    assert (sent.status, len(words.split(" · "))) == (303, 4)
    looked_up = line.post("/tra-cuu", {"code": code, "secret": words})
    assert line.get(looked_up.headers["Location"]).status == 200
    line.post(f"/tra-cuu/{code}/bo-sung", {"text": STORY, "question_id": ""})
    line.post(f"/tra-cuu/{code}/danh-gia", {"rating": "not_satisfied", "reason": STORY})
    for _ in range(6):
        stranger.post("/tra-cuu", {"code": code, "secret": NAME, "phone": PHONE})
    send(stranger, phone="12", story="")
    stranger.get(f"/ho-so?q={PHONE.replace(' ', '')}")
    stranger.get(f"/da-nhan/{code}?{NAME.encode().hex()}")
    guess_a_password(stranger)
    break_the_storage(live_server, settings, stranger)
    check_logs(live_server, code, words)


def guess_a_password(line: Line) -> None:
    """Try a password that is none, then post to the desk without a session."""
    token = line.get("/dang-nhap").token
    answer = line.post("/dang-nhap", {"csrf_token": token, "username": "nguoi-la", "password": PASSWORD})
    assert answer.status == 401
    line.post("/can-bo/nhap", {"story": STORY, "name": NAME, "phone": PHONE})


def break_the_storage(server: LiveServer, settings: dict[str, object], line: Line) -> None:
    """Let a sending with a photo meet a disk that cannot be written to: a fault of ours, which is logged."""
    incoming = Path(str(settings["instance_dir"])) / "storage" / "incoming"
    incoming.rename(incoming.with_name("gone"))
    incoming.write_text("a file where the folder was", encoding="ascii")
    answer = send(line)
    assert answer.status >= 500
    incoming.unlink()
    incoming.with_name("gone").rename(incoming)
    assert send(line).status == 303


def check_logs(server: LiveServer, code: str, words: str) -> None:
    """No line holds a person, a code or a word of a letter; the fault is there with its incident."""
    said = server.said()
    folded = fold(said)
    secrets_told = [word for word in (*UNSPEAKABLE, code, code.replace("-", ""), *words.split(" · ")) if len(word) > 3]
    assert [word for word in secrets_told if word in said or (len(word) > 6 and fold(word) in folded)] == []
    assert '"incident"' in said
