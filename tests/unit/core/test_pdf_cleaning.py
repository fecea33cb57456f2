"""What everybody reads tells neither author nor program, and nothing in it acts."""

from __future__ import annotations

import zlib

import pytest

from core.pdf_cleaning import ActivePdf, clean

AUTHOR = b"Nguyen Van Tac Gia"
XMP = b"<x:xmpmeta><dc:creator>Nguyen Van Tac Gia</dc:creator></x:xmpmeta>"
PAGE = b"BT (Van ban /JS nam trong trang) Tj ET"


def stream(facts: bytes, body: bytes) -> bytes:
    return b"7 0 obj\n<<" + facts + b" /Length %d>>\nstream\n" % len(body) + body + b"\nendstream\nendobj\n"


def paper(*parts: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"".join(parts) + stream(b"", PAGE) + b"trailer <</Root 1 0 R /Info 2 0 R>>\n%%EOF\n"


def objects(plain: bytes) -> bytes:
    return stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", zlib.compress(plain, 1))


@pytest.mark.parametrize(
    "told",
    [
        b"2 0 obj <</Author (" + AUTHOR + b") /CreationDate (D:2026)>> endobj\n",
        b"2 0 obj <</Author(a \\) (" + AUTHOR + b") b)>> endobj\n",
        b"2 0 obj <</Creator <" + AUTHOR.hex().encode() + b">>> endobj\n",
        stream(b"/Type /Metadata /Subtype /XML", XMP),
    ],
)
def test_who_wrote_it_is_blanked_and_nothing_moves(told: bytes):
    before = paper(told)
    after = clean(before)
    assert (len(after), AUTHOR in after, AUTHOR.hex().encode() in after, PAGE in after) == (len(before), False, False, True)
    assert clean(after) == after


def test_what_is_packed_is_blanked_too_and_can_be_unpacked():
    before = paper(objects(b"2 0 <</Author (" + AUTHOR + b") /Producer (Word) /Pages 3 0 R>>" + b" " * 200))
    after = clean(before)
    packed = after[after.index(b"stream\n") + 7 : after.index(b"endstream")]
    plain = zlib.decompressobj().decompress(packed)
    assert (len(after), AUTHOR in plain, b"Word" in plain, b"/Pages 3 0 R" in plain) == (len(before), False, False, True)


def test_packed_xmp_becomes_an_empty_stream():
    after = clean(paper(stream(b"/Type /Metadata /Filter /FlateDecode", zlib.compress(XMP))))
    packed = after[after.index(b"stream\n") + 7 : after.index(b"endstream")]
    assert zlib.decompressobj().decompress(packed) == b""


ACTS = [
    b"1 0 obj <</OpenAction <</S /JavaScript /JS (app.alert(1))>> >> endobj\n",
    b"1 0 obj <</A <</S /J#61vaScript>> >> endobj\n",
    b"1 0 obj <</Names <</EmbeddedFiles 9 0 R>> >> endobj\n",
    b"1 0 obj <</S /Launch>> endobj\n",
    b"1 0 obj <</Author 9 0 R>> endobj\n",
    b"trailer <</Encrypt 9 0 R>>\n",
    stream(b"/Type /EmbeddedFile", b"MZ"),
    objects(b"1 0 <</S /JavaScript>>"),
    stream(b"/Type /ObjStm /Filter /FlateDecode", b"no zlib"),
    stream(b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(b"\0" * (65 * 1024 * 1024))),
]


@pytest.mark.parametrize("part", ACTS, ids=range(len(ACTS)))
def test_what_acts_hides_or_cannot_be_looked_into_is_refused(part: bytes):
    with pytest.raises(ActivePdf):
        clean(paper(part))


@pytest.mark.parametrize(
    "kept",
    [
        b"1 0 obj <</OpenAction [3 0 R /Fit] /Title (Muc luc)>> endobj\n",
        b"1 0 obj <</A <</S /URI /URI (https://xa.gov.vn)>> >> endobj\n",
        b"5 0 obj <</Type /Sig /ByteRange [0 1 2 3]>> endobj\n2 0 obj <</Author (" + AUTHOR + b")>> endobj\n",
    ],
    ids=["page and bookmark", "link", "signed"],
)
def test_links_bookmarks_and_signed_papers_stay_as_they_are(kept: bytes):
    assert clean(paper(kept)) == paper(kept)


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.4\n%%EOF", b"%PDF-1.7\nstream\n", b"%PDF-1.7 /Author(" * 50_000])
def test_broken_papers_keep_their_length(broken: bytes):
    assert len(clean(broken)) == len(broken)
