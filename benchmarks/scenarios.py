"""What is asked of the server: pages as people open them, and a letter as a phone sends it."""

from __future__ import annotations

import io
import itertools
import random
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from urllib.parse import quote

from PIL import Image

from benchmarks.driver import Cycle, get, post
from feedback.load.texts import MORE, OTHER, PHRASES, SINCE, SPOTS

TOKEN = re.compile(rb'name="form_token"[^>]*value="([^"]+)"')
BOUNDARY = "a-line-that-occurs-nowhere-else"
STORY = (
    "Đường vào thôn đoạn qua cầu tràn bị sạt một nửa từ sau trận mưa đầu tháng, xe máy đi qua rất nguy hiểm. "
    "Trời mưa học sinh phải dắt xe. Bà con đã báo trưởng thôn, đề nghị xã cho sửa trước mùa mưa."
)


def pages(paths: Sequence[str], *headers: str) -> Callable[[], Cycle]:
    """Return cycles of one request each, over ``paths`` in turn."""
    ready = itertools.cycle([get(path, *headers) for path in paths])

    def cycle() -> Cycle:
        yield next(ready)

    return cycle


def search_paths(number: int, *, seed: int = 7) -> list[str]:
    """Return ``number`` different searches of one to four words, common and rare, some narrowed by a state."""
    rng = random.Random(seed)
    phrases = [*SPOTS, *SINCE, *MORE, *(text for topic in (*PHRASES, OTHER) for part in PHRASES[topic] for text in part)]
    words = sorted({word.strip(".,").lower() for phrase in phrases for word in phrase.split() if word.strip(".,").isalpha()})
    found: dict[str, None] = {}
    while len(found) < number:
        wanted = "+".join(rng.sample(words, rng.choice((1, 1, 2, 2, 3)))) if rng.random() < 0.5 else _phrase(rng, phrases)
        found[f"/ho-so?q={quote(wanted, safe='+')}" + ("&trang-thai=da-tra-loi" if rng.random() < 0.15 else "")] = None
    return list(found)


def _phrase(rng: random.Random, phrases: Sequence[str]) -> str:
    words = rng.choice(phrases).split()
    first = rng.randrange(len(words))
    return "+".join(word.strip(".,") for word in words[first : first + rng.choice((2, 3, 4))])


def list_paths(number: int, *, cases: int, seed: int = 7) -> list[str]:
    """Return ``number`` pages of the list in mixed order, as far as there are so many."""
    last = max(1, min(cases // 25, 1000))
    drawn = [1 + each % last for each in range(number)]
    random.Random(seed).shuffle(drawn)
    return [f"/ho-so?trang={page}" for page in drawn]


def form_cycles(path: str, *, photo: bool) -> Callable[[], Cycle]:
    """Return cycles that open the form and send it, with a photo of 330 KB or with text alone."""
    number = itertools.count(1)

    def cycle() -> Cycle:
        page = yield get(path)
        token = TOKEN.search(page)
        if token is None:
            raise RuntimeError("the form has no token")
        answer = yield post(
            path, letter(token[1].decode(), next(number), photo=photo), f"multipart/form-data; boundary={BOUNDARY}"
        )
        if answer[9:12] != b"303":
            raise RuntimeError(f"the letter was refused: {answer[:400]!r}")

    return cycle


def letter(token: str, number: int, *, photo: bool) -> bytes:
    """Return the body of a sending as a browser makes it."""
    values = {
        "form_token": token, "story": f"{STORY} (lần đo {number})", "kind": "PHAN_ANH", "field_id": "", "village_id": "",
        "place": "Cầu tràn đầu thôn", "name": "Người đo tốc độ", "phone": "0912345678", "email": "",
        "hide_name": "y", "website": "", "lat": "", "lon": "",
    }  # fmt: skip
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n' for name, text in values.items()]
    body = "".join(parts).encode()
    if photo:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
        body += head.encode() + jpeg() + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


@lru_cache(maxsize=1)
def jpeg() -> bytes:
    """Return a photo of about 330 KB, as a phone's browser sends one after making it smaller."""
    noise = Image.effect_noise((1600, 1200), 60).convert("RGB").resize((800, 600)).resize((1600, 1200))
    for quality in range(95, 20, -1):
        stream = io.BytesIO()
        noise.save(stream, "JPEG", quality=quality)
        if stream.tell() <= 335_000:
            return stream.getvalue()
    raise RuntimeError("no quality gives 330 KB")
