"""Short voice notes: what a phone's recorder makes (Opus in WebM or Ogg, AAC in MP4), told by content and measured. Pure.

A browser says "audio/webm" of anything; here the bytes say it. Lengths are read from the container's own times, since a
recording that is written while it is made has no length in its head.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

WEBM, OGG, MP4 = "audio/webm", "audio/ogg", "audio/mp4"
EBML_MAGIC = b"\x1a\x45\xdf\xa3"
OPUS_PER_SECOND = 48_000
ELEMENTS_MOST = 200_000

EBML_MASTERS = frozenset({0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675, 0xA0})
DOC_TYPE, TIME_SCALE, DURATION, TRACK_TYPE, CODEC, CLUSTER_TIME = 0x4282, 0x2AD7B1, 0x4489, 0x83, 0x86, 0xE7
BLOCKS = frozenset({0xA3, 0xA1})
AUDIO_TRACK = 2

MP4_FOLDERS = frozenset({b"moov", b"trak", b"mdia", b"moof", b"traf"})


@dataclass(frozen=True, kw_only=True)
class Recording:
    """What a file turned out to be: its media type and how long it plays (seconds; 0.0 when the container does not say)."""

    media_type: str
    seconds: float


def sniff_audio(head: bytes) -> str:
    """Return the media type that the first twelve bytes tell, or ""."""
    if head.startswith(EBML_MAGIC):
        return WEBM
    if head.startswith(b"OggS"):
        return OGG
    return MP4 if head[4:8] == b"ftyp" and head[8:11] in (b"M4A", b"iso", b"mp4", b"das") else ""


def recording_in(content: bytes) -> Recording | None:
    """Return what the bytes hold, or None when it is no recording of one voice (a film, another codec, a broken file)."""
    reader = {WEBM: _webm, OGG: _ogg, MP4: _mp4}.get(sniff_audio(content[:32]))
    try:
        return reader(content) if reader else None
    except (IndexError, ValueError, struct.error, ZeroDivisionError, OverflowError):
        return None


# ------------------------------------------------------------------ the elements of WebM


def _vint(content: bytes, at: int, *, keep_marker: bool) -> tuple[int, int]:
    """Return a number of variable length and how many bytes it takes; -1 for "unknown size"."""
    first = content[at]
    length = 9 - first.bit_length()
    if length > 8 or at + length > len(content):
        raise ValueError("no number")
    value = int.from_bytes(content[at : at + length], "big")
    if keep_marker:
        return value, length
    bits = 7 * length
    value &= (1 << bits) - 1
    return (-1 if value == (1 << bits) - 1 else value), length


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (id, payload) of every element that holds a value; elements that hold others are walked into."""
    at = 0
    for _ in range(ELEMENTS_MOST):
        if at >= len(content):
            return
        name, name_length = _vint(content, at, keep_marker=True)
        size, size_length = _vint(content, at + name_length, keep_marker=False)
        at += name_length + size_length
        if name in EBML_MASTERS:
            continue
        if size < 0:
            raise ValueError("a value of unknown size")
        yield name, content[at : at + size]
        at += size
    raise ValueError("too many elements")


def _webm(content: bytes) -> Recording | None:
    scale, told, cluster, last = 1_000_000, 0.0, 0, 0
    kinds: list[int] = []
    codecs: list[bytes] = []
    document = b""
    for name, value in _elements(content):
        if name == DOC_TYPE:
            document = value.rstrip(b"\0")
        elif name == TIME_SCALE:
            scale = int.from_bytes(value, "big")
        elif name == DURATION:
            told = struct.unpack(">f" if len(value) == 4 else ">d", value)[0]
        elif name == TRACK_TYPE:
            kinds.append(int.from_bytes(value, "big"))
        elif name == CODEC:
            codecs.append(value.rstrip(b"\0"))
        elif name == CLUSTER_TIME:
            cluster = int.from_bytes(value, "big")
        elif name in BLOCKS:
            track_length = _vint(value, 0, keep_marker=False)[1]
            last = max(last, cluster + struct.unpack(">h", value[track_length : track_length + 2])[0])
    if document != b"webm" or kinds != [AUDIO_TRACK] or codecs != [b"A_OPUS"]:
        return None
    return Recording(media_type=WEBM, seconds=max(told, float(last)) * scale / 1e9)


# ------------------------------------------------------------------ the pages of Ogg


def _ogg(content: bytes) -> Recording | None:
    if content[28:36] != b"OpusHead":
        return None
    skip = struct.unpack("<H", content[38:40])[0]
    page = content.rfind(b"OggS")
    position = struct.unpack("<q", content[page + 6 : page + 14])[0]
    return Recording(media_type=OGG, seconds=max(0.0, (position - skip) / OPUS_PER_SECOND))


# ------------------------------------------------------------------ the boxes of MP4


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _ in range(ELEMENTS_MOST):
        if at + 8 > len(content):
            return
        size, name = struct.unpack(">I4s", content[at : at + 8])
        if name in MP4_FOLDERS:
            at += 8
            continue
        if size < 8 and size != 0:
            raise ValueError("a box of no size")
        end = at + size if size else len(content)
        yield name, content[at + 8 : end]
        at = end
    raise ValueError("too many boxes")


def _mp4(content: bytes) -> Recording | None:
    handlers: list[bytes] = []
    scale, told, reached = 0, 0.0, 0
    for name, value in _boxes(content):
        if name == b"mvhd":
            told = _told_by(value)
        elif name == b"mdhd":
            scale = struct.unpack(">I", value[20:24] if value[0] else value[12:16])[0]
        elif name == b"hdlr":
            handlers.append(value[8:12])
        elif name == b"tfdt":
            reached = max(reached, struct.unpack(">Q" if value[0] else ">I", value[4 : 12 if value[0] else 8])[0])
    if handlers != [b"soun"] or not scale:
        return None
    return Recording(media_type=MP4, seconds=max(told, reached / scale))


def _told_by(movie_header: bytes) -> float:
    long = movie_header[0] == 1
    scale, units = struct.unpack(">IQ" if long else ">II", movie_header[20:32] if long else movie_header[12:20])
    return units / scale
