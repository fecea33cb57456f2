"""Voice notes are told by their bytes and measured by the times inside them."""

from __future__ import annotations

import pytest

from core.attachments import check_voice
from core.audio import MP4, OGG, WEBM, Recording, recording_in, sniff_audio
from core.errors import BadInput
from tests.makers_pieces import element, mp4, ogg, webm
from tests.makers_resident import HEIC, jpeg


@pytest.mark.parametrize(
    ("content", "kind", "seconds"),
    [
        (webm(5), WEBM, 5.0),
        (webm(59.2), WEBM, 59.0),
        (ogg(12.5), OGG, 12.5),
        (mp4(30), MP4, 30.0),
        (mp4(30, fragmented=True), MP4, 30.0),
    ],
)
def test_a_recording_is_known_by_its_bytes(content: bytes, kind: str, seconds: float):
    assert recording_in(content) == Recording(media_type=kind, seconds=seconds)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "nothing"),
        (jpeg(), "a photo"),
        (HEIC, "a photo of an iPhone, in the same container as its voices"),
        (b"<html><script>alert(1)</script></html>", "a page"),
        (webm(kinds=(1, 2)), "a film"),
        (webm(kinds=(1,)), "a film without sound"),
        (webm(codec=b"A_VORBIS"), "another codec"),
        (webm(document=b"matroska"), "another container of the same family"),
        (webm()[:60], "a head and nothing else"),
        (b"\x1a\x45\xdf\xa3" + b"\xff" * 200, "sizes without end"),
        (b"\x1a\x45\xdf\xa3" + b"\x00" * 200, "numbers that are none"),
        (ogg(name=b"\x01vorbis\x00"), "another codec in Ogg"),
        (b"OggS" + b"\0" * 20, "the first letters of Ogg"),
        (mp4(handler=b"vide"), "a film of an iPhone"),
        (b"\0\0\0\x18ftypM4A " + b"\0" * 100, "boxes of no size"),
        (b"\0\0\0\x00ftypM4A ", "one box to the end"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_recording_is_refused(content: bytes, why: str):
    assert recording_in(content) is None
    with pytest.raises(BadInput) as refused:
        check_voice(content)
    assert refused.value.errors == {"voice": "voice_type" if content else "voice_empty"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (webm(70), "voice_long"),
        (ogg(3600), "voice_long"),
        (mp4(64), "voice_long"),
        (webm(10) + b"\0" * 1024 * 1024, "voice_large"),
    ],
)
def test_long_and_heavy_recordings_have_a_sentence_each(content: bytes, code: str):
    with pytest.raises(BadInput) as refused:
        check_voice(content, field="file")
    assert refused.value.errors == {"file": code}


@pytest.mark.parametrize("content", [webm(62), ogg(62.9), mp4(60)])
def test_a_recorder_that_stops_a_little_late_is_forgiven(content: bytes):
    assert check_voice(content) == sniff_audio(content[:12])


@pytest.mark.parametrize("whole", [webm(3), ogg(3), mp4(3), mp4(3, fragmented=True)])
def test_a_recording_that_breaks_off_anywhere_is_never_an_accident(whole: bytes):
    outcomes = {recording_in(whole[:end]) is None for end in range(len(whole))}
    assert outcomes <= {True, False}


@pytest.mark.parametrize("whole", [webm(3), ogg(3), mp4(3)])
def test_no_changed_byte_is_an_accident(whole: bytes):
    for place in range(min(len(whole), 160)):
        for value in (0, 1, 127, 128, 255):
            changed = whole[:place] + bytes([value]) + whole[place + 1 :]
            assert recording_in(changed) is None or recording_in(changed).media_type in (WEBM, OGG, MP4)


def test_a_told_length_counts_when_it_is_the_larger():
    info = element(0x1549A966, element(0x4489, bytes.fromhex("40f5f90000000000")))  # 90,000.0 as a double
    longer = webm(5).replace(element(0x1549A966, element(0x2AD7B1, (1_000_000).to_bytes(3, "big"))), info)
    assert recording_in(longer) == Recording(media_type=WEBM, seconds=90.0)
