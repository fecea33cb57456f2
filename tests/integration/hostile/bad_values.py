"""What somebody may send instead of what was asked for, and what no answer to it may hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import TypeVar

from werkzeug.test import TestResponse

from core.settings_registry import setting_def
from tests.infra.settings import DATA_KEY, SECRET_KEY

Thing = TypeVar("Thing")
TURNS = 3
MARK = "m4rk"
MARKUP = f"\"'><{MARK} onerror=alert(1)><script>{MARK}</script><!--{{{{7*7}}}}"
SEGMENTS = {
    "nul": b"\x00",
    "nul-inside": b"1\x001",
    "lone-surrogate": b"\xed\xa0\x80",
    "broken-utf8": b"\xff\xfe\xc3",
    "overlong": b"\xc0\xae\xc0\xae",
    "huge-number": b"1" + b"0" * 20,
    "int64": b"9223372036854775808",
    "int32": b"2147483648",
    "negative": b"-1",
    "zero": b"0",
    "exponent": b"1e9",
    "hex": b"0x10",
    "wide-digits": "１２３".encode(),
    "long": b"A" * 100_000,
    "many-digits": b"9" * 5_000,
    "up": b"..%2f..%2fetc%2fpasswd",
    "up-plain": b"....//....//etc/passwd",
    "markup": MARKUP.encode().replace(b"/", b""),
    "quote": b"' OR 1=1--",
    "newline": b"a\r\nSet-Cookie: m4rk=1",
    "emoji": "🙂".encode(),
    "space": b" ",
    "template": b"{{7*7}}",
    "percent": b"%25%30%30",
    "combining": "e\u0301\u0323".encode() * 50,
}
TEXTS = {
    "empty": "",
    "nul": "a\x00b",
    "number": str(10**20),
    "negative": "-1",
    "many-digits": "9" * 5_000,
    "long": "Đ" * 60_000,
    "markup": MARKUP,
    "date-9999": "9999-12-31",
    "date-0001": "0001-01-01",
    "date-none": "30/02/2026",
    "infinity": "inf",
    "nan": "NaN",
    "wide-digits": "２０２６-１１-２０",
    "right-to-left": "\u202eabc\u2066",
    "zero-width": "\u200b\ufeff",
    "control": "".join(map(chr, range(1, 32))),
}
QUERY_NAMES = (
    "nguoi", "cho", "dong", "mau", "nhap-do",
    "q", "trang", "xem", "linh-vuc", "thon", "trang-thai", "loai", "phong", "cua-toi", "ngay", "phuc-tap", "vung-xa", "nam",
    "lang", "ma", "next", "in", "mo", "xong", "ended", "left", "page", "id",
)  # fmt: skip
QUERIES = {
    "nul": b"%00",
    "broken-utf8": b"%ff%fe",
    "lone-surrogate": b"%ed%a0%80",
    "half-escape": b"%",
    "huge-number": b"1" + b"0" * 20,
    "many-digits": b"9" * 5_000,
    "negative": b"-5",
    "zero": b"0",
    "long": b"A" * 100_000,
    "markup": b"%22%27%3E%3Cm4rk%20onerror%3Dalert(1)%3E%3Cscript%3Em4rk%3C/script%3E",
    "quote": b"%27%22%3B--",
    "match-syntax": b"%22%20OR%20*%20NEAR(",
    "wide-digits": "１２".encode(),
    "year-9999": b"9999-12-31",
    "year-0001": b"0001-01-01",
    "url": b"https://evil.example/",
    "two-slashes": b"//evil.example",
    "backslash": b"/%5Cevil.example",
    "newline": b"a%0d%0aSet-Cookie:m4rk=1",
}
NEVER_STORED = frozenset({
    "half-escape", "markup", "url", "two-slashes", "backslash", "newline", "empty", "date-none", "right-to-left", "zero-width",
    "long", "negative", "wide-digits",
})  # fmt: skip
"""Names of values that are the same to every database: letters, or nothing."""
FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
STRANGE_FILE = (
    b'--x\r\nContent-Disposition: form-data; name="photos"; filename="../../a\x00.jpg"\r\n\r\n\xff\xd8\xff\r\n--x--\r\n'
)
BODIES = {
    "json": (b'{"story": ["a"]}', "application/json"),
    "broken-json": (b"{", "application/json"),
    "text": (b"\xff\xfe", "text/plain"),
    "no-type": (b"story=a", ""),
    "xml": (b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "application/xml"),
    "no-boundary": (b"--x\r\n", "multipart/form-data"),
    "cut-multipart": (b'--x\r\nContent-Disposition: form-data; name="story"', PARTS),
    "wrong-boundary": (b"--y\r\n\r\n--y--", PARTS),
    "bad-charset": (b"story=%ff", f"{FORM}; charset=utf-7"),
    "many-fields": (b"&".join(b"a%d=1" % number for number in range(2_000)), FORM),
    "many-parts": (
        b"".join(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' for _ in range(500)) + b"--x--",
        PARTS,
    ),
    "bad-escapes": (b"story=%zz&%=%&=&&;;&version=%00", FORM),
    "lone-surrogate": (b"story=%ed%a0%80&name=%ed%a0%80&kind=%ed%a0%80&code=%ed%a0%80&secret=%ed%a0%80", FORM),
    "arrays": (b"story=a&story=b&story[]=c&kind=1&kind=2&version=1&version=2&name[a]=b", FORM),
    "too-long": (b"story=" + b"a" * 600_000, FORM),
    "strange-file": (STRANGE_FILE, PARTS),
}
NO_FORM = frozenset({
    "json", "broken-json", "text", "no-type", "xml", "no-boundary", "cut-multipart", "wrong-boundary", "many-fields",
    "many-parts", "too-long",
})  # fmt: skip
"""Bodies that are refused, or out of which no field comes."""
WORDS_OF_THE_MACHINE = (
    "Traceback (most", "sqlalchemy", "psycopg", "sqlite3.", "site-packages", "werkzeug.", "jinja2", "root:x:0", "$argon2",
    SECRET_KEY, DATA_KEY,
)  # fmt: skip
LIVE = re.compile(rf"<{MARK}|<script>{MARK}|<[a-z]+\s[^<>\"']*\sonerror=")
WAY_OUT = str(setting_def("quick_exit_address").default)
"""The one foreign page that an answer leads to, whatever was asked: "Thoát nhanh"."""
ELSEWHERE = re.compile(rf"(?!{re.escape(WAY_OUT)}$)(https?:)?[/\\]{{2}}(?!localhost)")


def in_turn(things: Iterable[Thing], backend: str) -> Iterator[list[Thing]]:
    """Yield what to try next: on SQLite everything each time, on PostgreSQL a part of it, so that all parts come in turn.

    What a page makes of bad words is the same code on both; what the database makes of them shows on any page.
    """
    rows = list(things)
    for first in count():
        yield rows if backend == "sqlite" else rows[first % TURNS :: TURNS]


def complaints(answer: TestResponse, *, secrets: tuple[str, ...] = ()) -> list[str]:
    """Return what is wrong with an answer to something hostile: a fault of ours, live markup, or something told."""
    body = answer.get_data().decode("utf-8", "replace")
    found = [f"answered {answer.status_code}"] if answer.status_code >= 500 else []
    found += [f"live markup: {match[0]}" for match in LIVE.finditer(body)][:1]
    found += [f"tells {word}" for word in (*WORDS_OF_THE_MACHINE, *secrets) if word and word in body]
    found += [f"header {name}" for name, value in answer.headers if MARK in name or "\n" in value]
    found += [f"cookie {cookie}" for cookie in answer.headers.getlist("Set-Cookie") if MARK in cookie]
    return found + [f"leads to {answer.location}" for _ in [0] if answer.location and ELSEWHERE.match(answer.location)]
