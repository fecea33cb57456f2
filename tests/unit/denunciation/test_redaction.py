"""What the rule masks before a person writes the copy for the verifier."""

from __future__ import annotations

import pytest

from denunciation.redaction import MASK, redacted, without_words


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tôi là Nguyễn Văn An, xin tố cáo.", f"Tôi là {MASK}, xin tố cáo."),
        ("Tôi tên là Lò Thị Pành ở bản.", f"Tôi tên là {MASK} ở bản."),
        ("Họ và tên: Nguyễn Thị Hoa", f"Họ và tên: {MASK}"),
        ("Người tố cáo: Hoàng Văn Sử", f"Người tố cáo: {MASK}"),
        ("Trú tại: thôn Nà Pẻng, xã Vạn Linh. Việc là thế này.", f"Trú tại: {MASK}. Việc là thế này."),
        ("Gọi tôi số 0912 345 678 nhé", f"Gọi tôi số {MASK} nhé"),
        ("Gọi +84 912.345.678", f"Gọi {MASK}"),
        ("Căn cước 020190001234", f"Căn cước {MASK}"),
        ("Thư: an.nguyen@example.org", f"Thư: {MASK}"),
        ("Ông Bùi Văn Nhận thu 20 triệu ngày 12/10/2026.", "Ông Bùi Văn Nhận thu 20 triệu ngày 12/10/2026."),
        ("", ""),
    ],
)
def test_what_points_at_the_writer_is_masked_and_the_accused_is_not(text: str, wanted: str):
    assert redacted(text) == wanted


@pytest.mark.parametrize("spelled", ["Bàn Phúc Tài", "bàn phúc tài", "BÀN PHÚC TÀI", "ban phuc tai", "Bàn  Phúc   Tài"])
def test_a_known_name_is_masked_however_it_is_typed(spelled: str):
    assert redacted(f"Chính {spelled} đã thấy.", known=["Bàn Phúc Tài"]) == f"Chính {MASK} đã thấy."


def test_a_known_word_of_three_letters_is_too_common_to_mask():
    assert redacted("Ông An ở đó.", known=["An"]) == "Ông An ở đó."


def test_a_longer_name_is_masked_before_a_part_of_it():
    assert redacted("Nguyễn Văn Hoàng An nói", known=["Nguyễn Văn Hoàng", "Nguyễn Văn Hoàng An"]) == f"{MASK} nói"


@pytest.mark.parametrize(
    "typed", ["0912000111", "0912 000 111", "0912.000.111", "0912-000-111", "(0912) 000 111", "0912 000.111", "gọi 0912000111."]
)
@pytest.mark.parametrize("kept", ["0912000111", "0912 000 111"])
def test_a_known_number_is_masked_however_it_is_grouped(typed: str, kept: str):
    assert "000" not in without_words(typed, (kept,))


def test_without_words_changes_nothing_but_those_words():
    text = "Ông Nhận trú tại thôn Nà Lìa thu 500.000 đồng, gọi 0987 654 321, theo Quyết định số 12/QĐ-UBND ngày 16/11/2026."
    assert without_words(text, ("Lương Thị Mến", "0912000111", "xã", "")) == text
    assert redacted(text, known=("Lương Thị Mến",)) != text
