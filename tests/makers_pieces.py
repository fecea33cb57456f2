"""What a resident's phone does with photos and voice notes: announces them with the text, sends them piece by piece."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from tests.makers_resident import code_of, post_letter, sentences, token_in

TUS = {"Tus-Resumable": "1.0.0"}
OFFSET_TYPE = "application/offset+octet-stream"


def noisy_jpeg(size: int = 200_000, *, seed: int = 1) -> bytes:
    """Return a real photo of about ``size`` bytes that no two seeds share."""
    side = max(16, int((size / 1.1) ** 0.5))
    noise = hashlib.shake_128(str(seed).encode()).digest(side * side)
    stream = BytesIO()
    Image.frombytes("L", (side, side), noise).convert("RGB").save(stream, "JPEG", quality=88)
    return stream.getvalue()


def b64(value: object) -> str:
    """Return a value as tus writes it in its header."""
    return b64encode(str(value).encode()).decode()


def sha256(content: bytes) -> str:
    """Return the hash in hex."""
    return hashlib.sha256(content).hexdigest()


@dataclass(kw_only=True)
class Phone:
    """A phone whose letter was sent and whose files follow; ``key`` is the letter's idempotency key."""

    client: FlaskClient
    key: str
    code: str = ""
    token: str = ""
    places: dict[int, str] = field(default_factory=dict)

    def open(self, content: bytes, *, number: int = 0, kind: str = "photo", **changes: Any) -> TestResponse:
        """Announce a file; ``changes`` replace what is told of it, None leaves it out."""
        told = {"key": self.key, "number": number, "kind": kind, "sha256": sha256(content), **changes}
        length = told.pop("length", len(content))
        metadata = ",".join(f"{name} {b64(value)}" for name, value in told.items() if value is not None)
        answer = self.client.post("/gui/tep", headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata})
        if answer.status_code == 201:
            self.places[number] = answer.headers["Location"]
        return answer

    def send(self, piece: bytes, *, at: int, number: int = 0, claim: int | None = None, **headers: str) -> TestResponse:
        """Send a piece; with ``claim`` more bytes are announced than come: the line breaks."""
        head = {**TUS, "Upload-Offset": str(at), **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.client.patch(
            self.places[number], headers=head, input_stream=BytesIO(piece), content_type=headers.get("Content_Type", OFFSET_TYPE),
            environ_overrides={} if claim is None else {"CONTENT_LENGTH": str(claim)},
        )  # fmt: skip

    def stands(self, *, number: int = 0) -> TestResponse:
        """Ask how far a file has come."""
        return self.client.head(self.places[number], headers=TUS)

    def send_all(self, content: bytes, *, number: int = 0, kind: str = "photo", step: int = 256 * 1024) -> TestResponse:
        """Send a whole file in pieces; return the last answer."""
        answer = self.open(content, number=number, kind=kind)
        for start in range(0, len(content), step):
            if answer.status_code not in (201, 204):
                break
            answer = self.send(content[start : start + step], at=start, number=number)
        return answer


def checksum(piece: bytes) -> str:
    """Return the header value of a piece's checksum."""
    return "sha256 " + b64encode(hashlib.sha256(piece).digest()).decode()


def phone_of(client: FlaskClient, *, files: int = 3, **changes: Any) -> Phone:
    """Send a letter whose files follow, and return its phone."""
    token = token_in(client.get("/gui"))
    answer = post_letter(client, form_token=token, files_coming=str(files), **changes)
    assert answer.status_code == 303, sentences(answer)
    return Phone(client=client, key=key_of(token), code=code_of(answer), token=token)


def key_of(token: str) -> str:
    """Return the letter's key as it stands in its form's token."""
    payload = token.partition(".")[0]
    return json.loads(b64decode(payload + "=" * (-len(payload) % 4), altchars=b"-_"))


def code_in(answer: TestResponse) -> str:
    """Return the code of a refusal."""
    return answer.get_json()["code"] if answer.is_json else ""


# ------------------------------------------------------------------ voices, byte by byte


def element(name: int, value: bytes, *, unknown: bool = False) -> bytes:
    """Return one EBML element."""
    size = b"\x01" + b"\xff" * 7 if unknown else (len(value) | 1 << 28).to_bytes(4, "big")
    return name.to_bytes((name.bit_length() + 7) // 8, "big") + size + value


def webm(seconds: float = 5.0, *, codec: bytes = b"A_OPUS", kinds: tuple[int, ...] = (2,), document: bytes = b"webm") -> bytes:
    """Return a recording as Chromium's recorder writes it: no length in the head, a block each second."""
    tracks = b"".join(element(0xAE, element(0x83, bytes([kind])) + element(0x86, codec)) for kind in kinds)
    clusters = b"".join(
        element(
            0x1F43B675, element(0xE7, start.to_bytes(4, "big")) + element(0xA3, b"\x81\x00\x00\x80" + b"\x07" * 20), unknown=True
        )
        for start in range(0, int(seconds * 1000) + 1, 1000)
    )
    info = element(0x1549A966, element(0x2AD7B1, (1_000_000).to_bytes(3, "big")))
    return element(0x1A45DFA3, element(0x4282, document)) + element(
        0x18538067, info + element(0x1654AE6B, tracks) + clusters, unknown=True
    )


def ogg(seconds: float = 5.0, *, name: bytes = b"OpusHead") -> bytes:
    """Return an Ogg file of Opus with its last page."""

    def page(position: int, body: bytes) -> bytes:
        return b"OggS\0\0" + struct.pack("<qIII", position, 1, 0, 0) + bytes([1, len(body)]) + body

    return page(0, name + b"\x01\x01" + struct.pack("<HIhB", 312, 48000, 0, 0)) + page(312 + int(seconds * 48000), b"x" * 40)


def box(name: bytes, value: bytes) -> bytes:
    """Return one box of an MP4 file."""
    return struct.pack(">I4s", len(value) + 8, name) + value


def mp4(seconds: float = 5.0, *, handler: bytes = b"soun", fragmented: bool = False) -> bytes:
    """Return an MP4 file with one track as an iPhone writes it."""
    told = 0 if fragmented else int(seconds * 1000)
    movie = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, told) + bytes(80))
    media = box(
        b"mdia", box(b"mdhd", bytes(12) + struct.pack(">II", 44100, 0) + bytes(4)) + box(b"hdlr", bytes(8) + handler + bytes(12))
    )
    last = box(b"moof", box(b"traf", box(b"tfdt", bytes(4) + struct.pack(">I", int(seconds * 44100))))) if fragmented else b""
    return box(b"ftyp", b"M4A \0\0\0\0M4A isom") + box(b"moov", movie + box(b"trak", media)) + last + box(b"mdat", b"a" * 200)


def recordings_in(page: TestResponse) -> list[str]:
    """Return the addresses of the voices that a page plays."""
    return re.findall(r'<audio[^>]*src="([^"]+)"', page.text)
