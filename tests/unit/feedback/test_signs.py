"""Which letters are denunciations by their own words, and which only speak of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedback import signs
from feedback.signs import reads_as_complaint, reads_as_denunciation

DENUNCIATIONS = [
    "Tôi làm đơn tố cáo Chủ tịch UBND xã buông lỏng quản lý, để một số người chiếm gần 3 héc ta ruộng của thôn.",
    "Tôi tố cáo ông Nguyễn Văn A nhận tiền.",
    "Chúng tôi xin tố cáo hành vi lấn chiếm của cán bộ địa chính.",
    "Tôi viết đơn này để tố cáo việc bà kế toán khai khống.",
    "ĐƠN TỐ CÁO\nKính gửi UBND xã",
    "Đơn tố cáo: trưởng thôn thu tiền sai.",
    "Xin tố giác nhóm người khai thác cát trộm.",
    "Gia đình tôi muốn tố cáo cán bộ xã.",
    "Nay tôi đứng ra tố cáo những sai phạm ở thôn.",
    "Đơn tố cáo của tôi gửi tháng ba chưa thấy trả lời.",
    "toi lam don to cao chu tich xa",
    "toi to cao ong A nhan tien",
]

LETTERS = [
    "Xin hỏi thủ tục khiếu nại, tố cáo ở xã.",
    "Đề nghị xã tuyên truyền Luật Tố cáo cho bà con.",
    "Tiếp công dân, giải quyết khiếu nại, tố cáo còn chậm.",
    "Tôi muốn hỏi quy định về tố cáo.",
    "Tôi muốn biết tố cáo ở đâu.",
    "Muốn tố cáo thì làm thế nào?",
    "Người cao to cản đường.",
    "Nguoi to cao dung chan duong, nho nhac.",
    "Tờ cáo phó dán kín cột điện.",
    "Cán bộ xã chưa trả lời đơn của tôi.",
    "Đề nghị kiểm tra trại lợn xả thải ra suối.",
]


@pytest.mark.parametrize("letter", DENUNCIATIONS)
def test_own_denunciation_is_seen(letter: str) -> None:
    assert reads_as_denunciation(letter) is True


@pytest.mark.parametrize("letter", LETTERS)
def test_letter_that_only_names_the_word_is_none(letter: str) -> None:
    assert reads_as_denunciation(letter) is False


def test_one_of_the_sixty_letters_is_a_denunciation() -> None:
    path = Path(signs.__file__).parent / "data" / "feedback_vi.jsonl"
    letters = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [letter["id"] for letter in letters if reads_as_denunciation(letter["text"])] == ["fb130"]


COMPLAINTS = (
    ("Tôi khiếu nại quyết định thu hồi đất số 12/QĐ-UBND.", True, "a decision"),
    ("Gia đình tôi làm đơn này khiếu nại việc thu hồi đất ruộng.", True, "an act that took land"),
    ("ĐƠN KHIẾU NẠI\nKính gửi Chủ tịch Ủy ban nhân dân xã", True, "by its title"),
    ("Toi khieu nai quyet dinh xu phat so 5.", True, "without marks"),
    ("don khieu nai", True, "a title without marks"),
    ("Bà con đã khiếu nại nhiều lần mà đường vẫn hỏng.", False, "everyday use of the word"),
    ("Xin hỏi thủ tục khiếu nại ở xã.", False, "a question about the procedure"),
    ("Ông Ba khiếu nại hàng xóm suốt ngày, ồn ào cả xóm.", False, "somebody else's"),
    ("Đường liên thôn sạt lở.", False, "something else"),
    ("", False, "nothing"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "why"), COMPLAINTS)
def test_complaint_about_an_act_of_an_office_is_known_by_its_words(text: str, expected: bool, why: str):
    assert reads_as_complaint(text) is expected, why
