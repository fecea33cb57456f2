"""Photos over 2G, small and fast: the proof of benchmarks/slow_photos.py with a few letters and a quick clock; and a crash."""

from __future__ import annotations

import hashlib
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.infra.live import LiveServer
from tests.infra.piece_phone import PiecePhone
from tests.infra.ports import LOOPBACK, wait_for_answer
from tests.infra.slow_line import Line, Shape, slow_lines
from tests.makers_pieces import noisy_jpeg

SPEED, LETTERS, PHOTOS, SIZE = 60, 4, 2, 90_000
SHAPE = Shape(speed=SPEED, cut_every=30)
PATIENT = pytest.mark.settings(rate_limits="off", form_min_seconds=0)


def photo(number: int) -> bytes:
    return noisy_jpeg(SIZE, seed=number)


def send(line: Line, number: int) -> tuple[str, list[str]]:
    """Send a letter with its photos; return its code and the hashes."""
    phone = PiecePhone(port=line.port, address="10.0.0.1", speed=SPEED, seed=number)
    phone.send_text(f"Đường sạt lở sau mưa, ảnh gửi sau. Thư số {number}.", files=PHOTOS)
    contents = [photo(number * 10 + index) for index in range(PHOTOS)]
    for index, content in enumerate(contents):
        phone.send_file(content, number=index)
    return phone.code, sorted(hashlib.sha256(content).hexdigest() for content in contents)


def attached(server: LiveServer) -> dict[str, list[str]]:
    """Return the hashes of the photos of every letter by its code."""
    found: dict[str, list[str]] = {}
    engine = server.engine()
    with engine.connect() as connection:
        for case_id, code in connection.execute(text("select id, code from cases")).all():
            query = text("select sha256 from attachments where subject = :subject order by sha256")
            found[code] = list(connection.execute(query, {"subject": f"case:{case_id}"}).scalars())
    engine.dispose()
    return found


@PATIENT
def test_letters_and_photos_arrive_once_through_a_line_that_breaks(live_server: LiveServer):
    with slow_lines(live_server.port, SHAPE) as lines, ThreadPoolExecutor(LETTERS) as phones:
        own = [lines.new_line() for _ in range(LETTERS)]
        sent = dict(phones.map(send, own, range(LETTERS)))
        cuts, up = sum(line.cuts for line in own), sum(line.up for line in own)
    assert (len(sent), attached(live_server)) == (LETTERS, sent)
    size = sum(len(photo(number * 10 + index)) for number in range(LETTERS) for index in range(PHOTOS))
    assert (cuts >= LETTERS, up / size < 1.5) == (True, True)  # the true measure needs the true speed: docs/benchmarks.md
    folder = Path(str(live_server.settings["instance_dir"])) / "storage" / "pieces"
    assert [path for path in folder.iterdir() if time.time() - path.stat().st_mtime > timedelta(hours=1).total_seconds()] == []


@PATIENT
def test_a_killed_server_goes_on_where_it_had_told_the_phone(live_server: LiveServer):
    phone, content = PiecePhone(port=live_server.port, address="10.0.0.1", speed=SPEED), photo(1)
    phone.send_text("Cầu tràn ngập, ảnh gửi sau khi máy chủ sống lại.", files=1)
    place = phone._opened(content, number=0, kind="photo")
    assert phone._piece(place, content, offset=0, step=30_000) == 30_000
    head = (
        f"PATCH {place} HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 30000\r\n"
        f"Content-Type: application/offset+octet-stream\r\nContent-Length: {len(content) - 30_000}\r\n\r\n"
    )
    with socket.create_connection((LOOPBACK, live_server.port)) as line:
        line.sendall(head.encode() + content[30_000:55_000])
        time.sleep(0.5)
        live_server.kill("server")
    live_server.start_server()
    wait_for_answer(live_server.port, "/readyz")
    phone._line = None
    kept = int(phone._standing(place))
    assert 30_000 <= kept <= 55_000
    phone.send_file(content, number=0)
    assert attached(live_server) == {phone.code: [hashlib.sha256(content).hexdigest()]}
