"""A phone in Python that sends a letter and its files by the algorithm of static/js/pieces.js, over a line that breaks."""

from __future__ import annotations

import gzip
import hashlib
import http.client
import json
import random
import re
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.infra.ports import LOOPBACK

PIECE_MOST, PIECE_FIRST, PIECE_LEAST, PIECE_SECONDS = 256 * 1024, 64 * 1024, 16 * 1024, 10.0
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
BROKEN = (OSError, http.client.HTTPException)
OFFSET_TYPE = "application/offset+octet-stream"


class Refused(Exception):
    """The server does not want the file; says why."""


@dataclass(kw_only=True)
class PiecePhone:
    """``speed`` shortens its pauses as slow_line.Shape.speed does the line's; ``address`` is what the server's log would see."""

    port: int
    address: str
    speed: float = 1.0
    seed: int = 0
    token: str = ""
    key: str = ""
    code: str = ""
    seconds_to_text: float = 0.0
    retries: int = 0
    sent: int = 0
    answered: list[int] = field(default_factory=list)
    _line: http.client.HTTPConnection | None = None

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    # -------------------------------------------------------------- one request

    def ask(self, method: str, place: str, *, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Do one request on the line that is open, or on a new one; raises what broke it."""
        if self._line is None:
            self._line = http.client.HTTPConnection(LOOPBACK, self.port, timeout=150 / self.speed + 20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self._line.request(method, place, body=body or None, headers={**self._always(), **named})
            answer = self._line.getresponse()
            content = answer.read()
            if answer.getheader("Content-Encoding") == "gzip":
                content = gzip.decompress(content)
        except BROKEN:
            self._line.close()
            self._line = None
            raise
        if answer.will_close:
            self._line.close()
            self._line = None
        self.answered.append(answer.status)
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content

    def _always(self) -> dict[str, str]:
        return {"X-Forwarded-For": self.address, "Accept-Encoding": "gzip"}

    def until_it_works(self, act: Callable[[], object]) -> object:
        """Do something again and again, with growing pauses of random length, until the line lets it through."""
        pause = FIRST_PAUSE
        while True:
            try:
                return act()
            except BROKEN:
                self.retries += 1
                time.sleep(pause * (0.5 + self.random.random()) / self.speed)
                pause = min(LONGEST_PAUSE, pause * 2)

    # -------------------------------------------------------------- the letter

    def send_text(self, story: str, *, files: int) -> None:
        """Open the form and send the text alone; what is sent again is the same letter."""
        began = time.monotonic()
        page = self.until_it_works(lambda: self._good(self.ask("GET", "/gui")))
        self.token = re.search(r'name="form_token" value="([^"]+)"', page.decode())[1]
        payload = self.token.partition(".")[0]
        self.key = json.loads(b64decode(payload + "=" * (-len(payload) % 4), altchars=b"-_"))
        form = urlencode({
            "form_token": self.token, "story": story, "kind": "PHAN_ANH", "name": "Nguyễn Văn An", "phone": "0912345678",
            "hide_name": "y", "files_coming": str(files),
        }).encode()  # fmt: skip
        head = {"Content_Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        self.until_it_works(lambda: self._receipt(self.ask("POST", "/gui", body=form, **head)))
        self.seconds_to_text = time.monotonic() - began

    def _good(self, answer: tuple[int, dict[str, str], bytes]) -> bytes:
        if answer[0] != 200:
            raise OSError(f"status {answer[0]}")
        return answer[2]

    def _receipt(self, answer: tuple[int, dict[str, str], bytes]) -> None:
        """Take the code from either answer that the form gives: the redirect to the receipt, or JSON."""
        status, headers, content = answer
        if status in (200, 201) and content.startswith(b"{"):
            self.code = json.loads(content)["code"]
        elif status == 303:
            self.code = headers["location"].rsplit("/", 1)[1]
        else:
            raise OSError(f"status {status}")

    # -------------------------------------------------------------- a file

    def send_file(self, content: bytes, *, number: int, kind: str = "photo") -> None:
        """Send one file to its end, through every cut."""
        place = str(self.until_it_works(lambda: self._opened(content, number=number, kind=kind)))
        offset, step, began = 0, PIECE_FIRST, True
        while offset < len(content):
            if not began:
                kept = int(str(self.until_it_works(lambda: self._standing(place))))
                step = step if kept > offset else max(PIECE_LEAST, step // 2)
                offset = kept
                if offset >= len(content):
                    return
            moment, before = time.monotonic(), offset
            try:
                offset, began = self._piece(place, content, offset=offset, step=step), True
                through = (offset - before) / max(0.001, time.monotonic() - moment)
                step = min(PIECE_MOST, max(PIECE_LEAST, int(through * PIECE_SECONDS / self.speed)))
            except BROKEN:
                began = False
                self.retries += 1
                time.sleep(FIRST_PAUSE * (0.5 + self.random.random()) / self.speed)

    def _opened(self, content: bytes, *, number: int, kind: str) -> str:
        told = {"key": self.key, "number": str(number), "kind": kind, "sha256": hashlib.sha256(content).hexdigest()}
        metadata = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in told.items())
        head = {"Tus_Resumable": "1.0.0", "Upload_Length": str(len(content)), "Upload_Metadata": metadata}
        status, headers, body = self.ask("POST", "/gui/tep", **head)
        self._may_go_on(status, body)
        return headers["location"]

    def _standing(self, place: str) -> str:
        status, headers, body = self.ask("HEAD", place, Tus_Resumable="1.0.0")
        self._may_go_on(status, body)
        return headers["upload-offset"]

    def _piece(self, place: str, content: bytes, *, offset: int, step: int) -> int:
        piece = content[offset : offset + step]
        status, headers, body = self.ask(
            "PATCH", place, body=piece, Tus_Resumable="1.0.0", Content_Type=OFFSET_TYPE, Upload_Offset=str(offset),
            Upload_Checksum="sha256 " + b64encode(hashlib.sha256(piece).digest()).decode(),
        )  # fmt: skip
        self._may_go_on(status, body)
        return int(headers["upload-offset"])

    def _may_go_on(self, status: int, body: bytes) -> None:
        if status in (408, 409, 423, 429, 460) or status >= 500:
            raise OSError(f"status {status}")
        if status >= 400:
            raise Refused(f"{status} {body[:200]!r}")
