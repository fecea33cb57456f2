"""Letters about a promise on a question and about a changed announcement, in both languages, as their readers get them."""

from __future__ import annotations

from flask import Flask

from tests.integration.dialogue.test_question_letters import Said, lines, phrases

LETTERS = (
    Said(
        template="question_promised",
        locale="vi",
        title="Câu hỏi 7K3MP-9QXTR có thông tin mới",
        words=(
            "Xã đã hứa làm việc ông/bà hỏi:",
            "cam kết Q2345-6789R.",
            "Nội dung,",
            "hạn và người chịu trách nhiệm có ở trang của câu hỏi.",
        ),
    ),
    Said(
        template="question_promised",
        locale="en",
        title="News on question 7K3MP-9QXTR",
        words=(
            "The commune promised to do what you asked about:",
            "commitment Q2345-6789R.",
            "Content,",
            "date and who is responsible stand on the question's page.",
        ),
    ),
    Said(
        template="question_promise_done",
        locale="vi",
        title="Câu hỏi 7K3MP-9QXTR có thông tin mới",
        words=(
            "Xã báo đã làm xong cam kết Q2345-6789R.",
            "Ông/bà xem kết quả ở trang của câu hỏi,",
            "rồi bấm xác nhận hoặc nói điều chưa được.",
        ),
    ),
    Said(
        template="question_promise_done",
        locale="en",
        title="News on question 7K3MP-9QXTR",
        words=(
            "The commune reports commitment Q2345-6789R as done.",
            "See the result on the question's page,",
            "then confirm it or say what is missing.",
        ),
    ),
    Said(
        template="question_promise_moved",
        locale="vi",
        title="Câu hỏi 7K3MP-9QXTR có thông tin mới",
        words=(
            "Xã dời hạn của cam kết Q2345-6789R từ ngày 10/12/2026 sang ngày 01/02/2027.",
            "Lý do có ở trang của cam kết.",
        ),
    ),
    Said(
        template="question_promise_withdrawn",
        locale="vi",
        title="Câu hỏi 7K3MP-9QXTR có thông tin mới",
        words=(
            "Xã thôi thực hiện cam kết Q2345-6789R.",
            "Lý do có ở trang của cam kết.",
            "Nếu không còn cam kết nào cho câu hỏi,",
            "xã lập hồ sơ có thời hạn để giải quyết và báo ông/bà.",
        ),
    ),
    Said(
        template="dialogue_amended",
        locale="vi",
        title="Buổi đối thoại ngày 15/12/2026 có thay đổi",
        words=(
            "Giờ hoặc nơi họp đã thay đổi.",
            "Nay bắt đầu lúc 08:00,",
            "15/12/2026.",
            "Nơi họp:",
            "Hội trường xã.",
            "Câu hỏi và đăng ký của ông/bà vẫn được giữ.",
        ),
    ),
    Said(
        template="dialogue_amended",
        locale="en",
        title="The dialogue of 15 Dec 2026 has changed",
        words=(
            "The hour or the place has changed.",
            "It now begins at 08:00,",
            "15 Dec 2026.",
            "Place:",
            "Hội trường xã.",
            "Your question and registration are kept.",
        ),
    ),
)


def test_every_letter_says_what_was_agreed(sqlite_app: Flask):
    with sqlite_app.app_context():
        now = [(said, *lines(said)) for said in LETTERS]
    for said, title, body in now:
        assert (title, phrases(body[1:-5])) == (said.title, said.words)
        assert all(words in "\n".join(body) for words in ("7K3MP-9QXTR", "https://vanlinh.vn/doi-thoai/x", "UBND xã Vạn Linh"))
