"""Positions and choices as a resident's browser may send them, sense or nonsense; and files by their first bytes."""

from __future__ import annotations

from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage

from core.attachments import MAX_BYTES
from feedback.forms.resident import degrees, photo_fault, row_id
from feedback.views.qr import _drawn


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("21.6405", 21.6405), (" 106.485 ", 106.485), ("-180", -180.0), ("0", 0.0),
        ("180.1", None), ("nan", None), ("inf", None), ("-inf", None), ("1e999", None), ("21,64", None), ("", None), (None, None),
        ("\x00", None), ("21.64N", None),
    ],
)  # fmt: skip
def test_position_is_a_number_of_degrees_or_nothing(typed: str | None, expected: float | None):
    assert degrees(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("12", 12), (12, 12), ("", None), (None, None), ("-1", None), ("1.5", None), ("１", None), ("9" * 10, None), ("x", None)],
)
def test_choice_is_a_row_or_nothing(typed: object, expected: int | None):
    assert row_id(typed) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xd8\xff\xe0" + b"x" * 40, ""),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 40, ""),
        (b"RIFF\x00\x00\x00\x00WEBP" + b"x" * 40, ""),
        (b"\x00\x00\x00\x18ftypheic" + b"x" * 40, "photo_heic"),
        (b"\x00\x00\x00\x18ftypmif1" + b"x" * 40, "photo_heic"),
        (b"%PDF-1.7", "photo_type"),
        (b"<svg onload=alert(1)>", "photo_type"),
        (b"", "photo_empty"),
        (b"\xff\xd8\xff" + b"x" * (MAX_BYTES - 3), ""),
        (b"\xff\xd8\xff" + b"x" * (MAX_BYTES - 2), "photo_large"),
    ],
    ids=["jpeg", "png", "webp", "heic", "heif", "pdf", "svg", "empty", "ten-megabytes", "more"],
)
def test_file_is_judged_by_what_it_is(content: bytes, expected: str):
    upload = FileStorage(BytesIO(content), filename="anh.jpg", content_type="image/jpeg")
    assert (photo_fault(upload), upload.stream.tell()) == (expected, 0)


def test_qr_code_is_drawn_line_by_line_inside_its_square():
    drawn = _drawn("https://gandan.example/tra-cuu?ma=7K3MP-9QXTR")
    assert drawn.size in (29, 33)
    assert drawn.path.startswith("M0 0.5h7")
