"""Every letter about a question or a seat, in both languages, as its reader gets it; none holds the question or a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Flask

from core import letters

FACTS = {
    "code": "7K3MP-9QXTR",
    "office": "UBND xã Vạn Linh",
    "page_url": "https://vanlinh.vn/doi-thoai/x",
    "dialogue_title": "Đối thoại cuối năm",
    "held_on": date(2026, 12, 15),
    "case_code": "M7672-HW63K",
    "promise_code": "Q2345-6789R",
    "from_on": date(2026, 12, 10),
    "to_on": date(2027, 2, 1),
    "starts_at": datetime(2026, 12, 15, 1, 0, tzinfo=UTC),
    "place_name": "Hội trường xã",
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A letter: its title and the words between greeting and foot."""

    template: str
    locale: str
    title: str
    words: tuple[str, ...]


LETTERS = (
    Said(
        template="question_accepted",
        locale="vi",
        title="Câu hỏi 7K3MP-9QXTR có thông tin mới",
        words=(
            "Câu hỏi của ông/bà được đưa ra buổi đối thoại.",
            "Lời công khai đã được cán bộ che thông tin riêng.",
        ),
    ),
    Said(
        template="question_accepted",
        locale="en",
        title="News on question 7K3MP-9QXTR",
        words=(
            "Your question is put to the dialogue.",
            "An official has hidden private details in the public words.",
        ),
    ),
    Said(
        template="question_refused",
        locale="vi",
        title="Câu hỏi 7K3MP-9QXTR có thông tin mới",
        words=(
            "Câu hỏi của ông/bà không được đưa ra buổi đối thoại.",
            "Lý do ghi ở trang của câu hỏi.",
        ),
    ),
    Said(
        template="question_refused",
        locale="en",
        title="News on question 7K3MP-9QXTR",
        words=(
            "Your question is not put to the dialogue.",
            "The reason stands on the question's page.",
        ),
    ),
    Said(
        template="question_led",
        locale="vi",
        title="Câu hỏi 7K3MP-9QXTR có thông tin mới",
        words=(
            "Việc ông/bà nêu có thủ tục riêng theo luật nên không hỏi ở buổi đối thoại,",
            "và nội dung không còn lưu ở trang câu hỏi.",
            "Trang của câu hỏi chỉ rõ cách gửi.",
        ),
    ),
    Said(
        template="question_led",
        locale="en",
        title="News on question 7K3MP-9QXTR",
        words=(
            "The matter you raised has its own procedure by law,",
            "so it is not asked at the dialogue,",
            "and its words are no longer stored on the question's page.",
            "That page shows how to send it.",
        ),
    ),
    Said(
        template="question_merged",
        locale="vi",
        title="Câu hỏi 7K3MP-9QXTR có thông tin mới",
        words=(
            "Nhiều người hỏi cùng một việc nên các câu hỏi được trả lời chung.",
            "Mở trang của câu hỏi để thấy câu hỏi chung.",
        ),
    ),
    Said(
        template="question_merged",
        locale="en",
        title="News on question 7K3MP-9QXTR",
        words=(
            "Many people ask the same,",
            "so the questions are answered together.",
            "Open the question's page to see the common question.",
        ),
    ),
    Said(
        template="question_unmerged",
        locale="vi",
        title="Câu hỏi 7K3MP-9QXTR có thông tin mới",
        words=(
            "Câu hỏi của ông/bà nay được xem riêng,",
            "không gộp với câu khác nữa.",
        ),
    ),
    Said(
        template="question_unmerged",
        locale="en",
        title="News on question 7K3MP-9QXTR",
        words=("Your question is now looked at by itself and no longer merged with another.",),
    ),
    Said(
        template="question_answered",
        locale="vi",
        title="Câu hỏi 7K3MP-9QXTR có thông tin mới",
        words=(
            "Câu hỏi của ông/bà đã được trả lời.",
            "Mở trang của câu hỏi để đọc lời trả lời.",
        ),
    ),
    Said(
        template="question_answered",
        locale="en",
        title="News on question 7K3MP-9QXTR",
        words=(
            "Your question has been answered.",
            "Open its page to read the answer.",
        ),
    ),
    Said(
        template="question_became_case",
        locale="vi",
        title="Câu hỏi 7K3MP-9QXTR có thông tin mới",
        words=(
            "Câu hỏi chưa được trả lời tại buổi đối thoại nên xã lập hồ sơ M7672-HW63K để giải quyết đúng thời hạn.",
            "Mở trang của câu hỏi để theo dõi.",
        ),
    ),
    Said(
        template="question_became_case",
        locale="en",
        title="News on question 7K3MP-9QXTR",
        words=(
            "The question was not answered at the dialogue,",
            "so the commune has opened case M7672-HW63K to settle it in due time.",
            "Open the question's page to follow it.",
        ),
    ),
    Said(
        template="dialogue_postponed",
        locale="vi",
        title="Buổi đối thoại ngày 15/12/2026 có thay đổi",
        words=(
            "Buổi đối thoại ngày 10/12/2026 chuyển sang ngày 15/12/2026.",
            "Câu hỏi và đăng ký của ông/bà vẫn được giữ.",
        ),
    ),
    Said(
        template="dialogue_postponed",
        locale="en",
        title="The dialogue of 15 Dec 2026 has changed",
        words=(
            "The dialogue of 10 Dec 2026 is moved to 15 Dec 2026.",
            "Your question and your registration are kept.",
        ),
    ),
    Said(
        template="dialogue_cancelled",
        locale="vi",
        title="Buổi đối thoại ngày 15/12/2026 có thay đổi",
        words=(
            "Buổi đối thoại không tổ chức nữa.",
            "Nếu cần,",
            "ông/bà có thể gửi phản ánh,",
            "kiến nghị hoặc đăng ký gặp lãnh đạo xã.",
        ),
    ),
    Said(
        template="dialogue_cancelled",
        locale="en",
        title="The dialogue of 15 Dec 2026 has changed",
        words=(
            "The dialogue will not take place.",
            "If you need to,",
            "you can send a petition or book a meeting with the commune's leaders.",
        ),
    ),
    Said(
        template="registration_confirmed",
        locale="vi",
        title="Đăng ký 7K3MP-9QXTR có thông tin mới",
        words=(
            "Ông/bà đã có chỗ dự buổi đối thoại.",
            "Nếu không đến được,",
            "xin hủy chỗ để nhường người khác.",
        ),
    ),
    Said(
        template="registration_confirmed",
        locale="en",
        title="News on registration 7K3MP-9QXTR",
        words=(
            "You have a seat at the dialogue.",
            "If you cannot come,",
            "please cancel it for others.",
        ),
    ),
    Said(
        template="registration_waiting",
        locale="vi",
        title="Đăng ký 7K3MP-9QXTR có thông tin mới",
        words=(
            "Hiện đã hết chỗ ngồi.",
            "Ông/bà ở trong danh sách chờ;",
            "khi có người hủy,",
            "xã sẽ báo.",
            "Vẫn có thể đến dự mà không cần chỗ đăng ký.",
        ),
    ),
    Said(
        template="registration_waiting",
        locale="en",
        title="News on registration 7K3MP-9QXTR",
        words=(
            "All seats are taken.",
            "You are on the wait list;",
            "when somebody cancels,",
            "the commune will tell you.",
            "You can still come without a reserved seat.",
        ),
    ),
    Said(
        template="registration_promoted",
        locale="vi",
        title="Đăng ký 7K3MP-9QXTR có thông tin mới",
        words=("Có người vừa hủy nên ông/bà đã có chỗ dự buổi đối thoại.",),
    ),
    Said(
        template="registration_promoted",
        locale="en",
        title="News on registration 7K3MP-9QXTR",
        words=(
            "Somebody has just cancelled,",
            "so you now have a seat at the dialogue.",
        ),
    ),
    Said(
        template="registration_cancelled",
        locale="vi",
        title="Đăng ký 7K3MP-9QXTR có thông tin mới",
        words=(
            "Đã hủy chỗ dự theo yêu cầu.",
            "Ông/bà vẫn có thể đến dự mà không cần đăng ký.",
        ),
    ),
    Said(
        template="registration_cancelled",
        locale="en",
        title="News on registration 7K3MP-9QXTR",
        words=(
            "Your seat was cancelled as you asked.",
            "You can still come without registering.",
        ),
    ),
    Said(
        template="registration_reminder",
        locale="vi",
        title="Đăng ký 7K3MP-9QXTR có thông tin mới",
        words=(
            "Nhắc ông/bà:",
            "buổi đối thoại diễn ra vào ngày mai,",
            "lúc 08:00,",
            "15/12/2026,",
            "tại Hội trường xã.",
        ),
    ),
    Said(
        template="registration_reminder",
        locale="en",
        title="News on registration 7K3MP-9QXTR",
        words=(
            "A reminder:",
            "the dialogue takes place tomorrow,",
            "at 08:00,",
            "15 Dec 2026,",
            "at Hội trường xã.",
        ),
    ),
)


def lines(said: Said) -> tuple[str, list[str]]:
    """Return title and lines of a letter as it is rendered now."""
    rendered = letters.render(f"dialogue/{said.template}.txt", locale=said.locale, **FACTS)
    return rendered.title, [line for line in rendered.body.split("\n") if line]


def phrases(body: list[str]) -> tuple[str, ...]:
    """Return the phrases of the words between greeting and foot."""
    return tuple(re.split(r"(?<=[.;:,]) ", " ".join(body)))


def test_every_letter_says_what_was_agreed(sqlite_app: Flask):
    with sqlite_app.app_context():
        now = [(said.template, said.locale, *lines(said)) for said in LETTERS]
    assert [(template, locale, title, phrases(body[1:-5])) for template, locale, title, body in now] == [
        (said.template, said.locale, said.title, said.words) for said in LETTERS
    ]


def test_every_letter_names_code_day_and_page_and_asks_for_no_secret(sqlite_app: Flask):
    with sqlite_app.app_context():
        for said in LETTERS:
            text = "\n".join(lines(said)[1])
            assert "7K3MP-9QXTR" in text
            assert "https://vanlinh.vn/doi-thoai/x" in text
            assert "UBND xã Vạn Linh" in text
            assert ("15/12/2026" if said.locale == "vi" else "15 Dec 2026") in text


def test_titles_tell_nothing_private():
    assert {said.title.replace("7K3MP-9QXTR", "…") for said in LETTERS if said.locale == "vi"} == {
        "Câu hỏi … có thông tin mới",
        "Đăng ký … có thông tin mới",
        "Buổi đối thoại ngày 15/12/2026 có thay đổi",
    }
