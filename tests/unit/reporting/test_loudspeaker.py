"""Loudspeaker texts: plain sentences, dates in words, at most a minute, nothing that is not public."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from reporting.loudspeaker import (
    GREETING,
    LEAST_SECONDS,
    MORE,
    MOST_SECONDS,
    THANKS,
    Announcement,
    Promise,
    PublicAnswer,
    Result,
    Speaker,
    announcement_text,
    answer_text,
    fitted,
    result_text,
    seconds,
)  # fmt: skip

BY = Speaker(commune="Xã Vạn Linh", phone="0205 3000 111")
LONG = "Xã đã kiểm tra và thấy đường hỏng nặng ở nhiều chỗ, cần sửa ngay trước mùa mưa tới. " * 30


def announcement(**changes: Any) -> Announcement:
    values = {
        "title": "Đối thoại cuối năm", "held_on": date(2026, 11, 30), "hour": 8, "minute": 0, "content": "Đường liên thôn.",
        "places": (("Nhà văn hóa thôn Nà Pất", ("Thôn Nà Pất", "Thôn Lũng Dòn")),), "questions_from": date(2026, 11, 20),
        "questions_to": date(2026, 11, 25), "moved": False,
    }  # fmt: skip
    return Announcement(**{**values, **changes})


def test_invitation_says_when_where_what_and_how_in_words():
    assert announcement_text(announcement(), by=BY).split("\n") == [
        "Kính thưa bà con!",
        "Ủy ban nhân dân xã Vạn Linh mời bà con đến dự buổi: Đối thoại cuối năm.",
        "Thời gian: tám giờ sáng, thứ Hai, ngày ba mươi tháng Mười một.",
        "Địa điểm: Nhà văn hóa thôn Nà Pất, dành cho bà con Thôn Nà Pất, Thôn Lũng Dòn.",
        "Nội dung: Đường liên thôn.",
        "Bà con gửi câu hỏi trước từ ngày hai mươi đến hết ngày hai mươi lăm tháng Mười một.",
        "Cần hỏi thêm, bà con gọi số: không hai không năm, ba không không không, một một một.",
        "Không đăng ký trước, bà con vẫn được vào dự.",
        "Xin nhắc lại: tám giờ sáng, thứ Hai, ngày ba mươi tháng Mười một.",
        "Xin cảm ơn bà con đã lắng nghe.",
    ]  # fmt: skip


def test_moved_dialogue_says_that_the_time_is_new():
    text = announcement_text(announcement(moved=True), by=BY)
    assert ("báo dời ngày buổi: Đối thoại cuối năm." in text, "Thời gian mới: tám giờ sáng" in text) == (True, True)


def test_result_says_conclusions_and_promises_with_their_days():
    facts = Result(
        title="Đối thoại cuối năm", held_on=date(2026, 11, 30), text="UBND xã nhận 12 ý kiến. Đã trả lời 10 ý kiến tại chỗ.",
        promises=(Promise(text="Sửa cầu tràn Nà Pất", due_on=date(2026, 12, 15)), Promise(text="Đo lại đất", due_on=None)),
    )  # fmt: skip
    assert result_text(facts, by=BY).split("\n") == [
        GREETING,
        "Ủy ban nhân dân xã Vạn Linh báo kết quả buổi: Đối thoại cuối năm, họp thứ Hai, ngày ba mươi tháng Mười một.",
        "Ủy ban nhân dân xã nhận mười hai ý kiến.",
        "Đã trả lời mười ý kiến tại chỗ.",
        "Xã hứa: Sửa cầu tràn Nà Pất, xong trước hết ngày mười lăm tháng Mười hai.",
        "Xã hứa: Đo lại đất.",
        "Cần hỏi thêm, bà con gọi số: không hai không năm, ba không không không, một một một.",
        THANKS,
    ]  # fmt: skip


def test_answer_says_whose_village_and_what_was_done():
    facts = PublicAnswer(
        title="Lan can cầu tràn gãy.",
        village="Thôn Nà Pất",
        answer="Đã hàn lại lan can dài 1,5 m.",
        answered_on=date(2026, 11, 20),
    )
    assert answer_text(facts, by=BY).split("\n")[1:4] == [
        "Bà con Thôn Nà Pất đã phản ánh với Ủy ban nhân dân xã Vạn Linh: Lan can cầu tràn gãy.",
        "Xã đã trả lời ngày hai mươi tháng Mười một như sau.",
        "Đã hàn lại lan can dài một phẩy năm mét.",
    ]


def test_answer_without_village_or_day_says_neither():
    lines = answer_text(PublicAnswer(title="Rác", village="", answer="Đã dọn.", answered_on=None), by=BY).split("\n")
    assert lines[1:3] == ["Bà con đã phản ánh với Ủy ban nhân dân xã Vạn Linh: Rác.", "Xã đã trả lời như sau."]


@pytest.mark.parametrize("text", [
    announcement_text(announcement(content=LONG), by=BY),
    result_text(Result(title="Đối thoại", held_on=date(2026, 11, 30), text=LONG, promises=()), by=BY),
    answer_text(PublicAnswer(title="Đường", village="Thôn Nà Pất", answer=LONG, answered_on=None), by=BY),
])  # fmt: skip
def test_a_long_source_still_takes_at_most_a_minute(text: str):
    assert LEAST_SECONDS <= seconds(text) <= MOST_SECONDS
    assert text.endswith(THANKS)


def test_what_is_left_out_is_told_and_sentences_keep_their_order():
    assert fitted(["Một."], ["Hai.", LONG, "Ba."], ["Bốn."]).split("\n") == ["Một.", "Hai.", MORE, "Bốn."]
    assert fitted(["Một."], ["Hai.", "Ba."], ["Bốn."]).split("\n") == ["Một.", "Hai.", "Ba.", "Bốn."]


def test_no_digit_is_left_for_the_reader_to_work_out():
    told = [announcement_text(announcement(title="Đối thoại 2026", content="3 việc: 5 km đường."), by=BY)]
    told.append(result_text(Result(title="Số 2", held_on=date(2026, 1, 5), text="85% xong.", promises=()), by=BY))
    assert [re.findall(r"\d", text) for text in told] == [[], []]


def test_without_a_telephone_nobody_is_told_to_call():
    assert "gọi số" not in announcement_text(announcement(), by=Speaker(commune="Xã Vạn Linh", phone=""))
