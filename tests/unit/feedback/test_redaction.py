"""The mask over letters: what it must hide, what it must leave, row by row."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback import redaction
from feedback.redaction import Finding, Kind, Masked, hidden_places, mask

LETTERS = Path(redaction.__file__).parent / "data" / "feedback_vi.jsonl"

PHONES = [
    "0912345678", "0912.345.678", "0912 345 678", "0912-345-678", "09 12 34 56 78", "0912 34 56 78", "0912/345/678",
    "0912·345·678",
    "+84 912 345 678", "+84912345678", "(+84) 912345678", "84 912 345 678", "84912345678", "0084 912345678", "+84 (0)912 345 678",
    "0205 3870 123", "(0205) 3870 123", "0205.3.870.123", "02053870123", "024 3825 1234", "01689 123 456",
    "O912345678", "０９１２３４５６７８",
    "0912***678", "09123xxxxx", "không chín một hai ba bốn năm sáu bảy tám", "không, chín, một, hai, ba, bốn, năm, sáu, bảy, tám",
]  # fmt: skip

PAPERS = [
    "020093001234", "020 093 001 234", "0200 9300 1234", "020 0 93 001234", "081234567", "038 093 001 234",
]  # fmt: skip

PLATES = [
    "12A-123.45", "12A 123.45", "12A12345", "29-H1 123.45", "29H1-12345", "29H1-123.45", "12-AA 123.45", "80A-123.45", "12C-1234",
    "98MĐ-123.45",
]  # fmt: skip

EMAILS = [
    "lan.huong@gmail.com",
    "vi_thanh+1@example.com.vn",
    "lan @ gmail.com",
    "lan [at] gmail.com",
    "lan a còng gmail chấm com",
]

LINKS = [
    "https://fb.com/abc?x=1",
    "http://118.69.84.240:801/page",
    "www.abc.vn",
    "facebook.com/lan.huong",
    "zalo.me/0912345678",
    "fb.me/lan",
]

SENTENCES = [
    # what stands in a letter | what may be shown
    ("Gọi tôi theo số 3870123 nhé.", "Gọi tôi theo số [số điện thoại] nhé."),
    ("ĐT: 3.870.123", "ĐT: [số điện thoại]"),
    ("SĐT 0912345678/0987654321.", "SĐT [số điện thoại]/[số điện thoại]."),
    ("CMND số 081234567, cấp 2010", "CMND số [số giấy tờ], cấp 2010"),
    ("Hộ chiếu B1234567 của tôi", "Hộ chiếu [số giấy tờ] của tôi"),
    ("thẻ BHYT DN4012345678901 bị sai", "thẻ BHYT [số giấy tờ] bị sai"),
    ("Số tài khoản: 8300205012345 Agribank", "Số tài khoản: [số tài khoản] Agribank"),
    ("STK 0123 4567 89 (Vietcombank)", "STK [số tài khoản] (Vietcombank)"),
    ("chuyển vào 19012345678 Techcombank", "chuyển vào [số tài khoản] Techcombank"),
    ("thẻ 9704 0512 3456 7890", "thẻ [số tài khoản]"),
    ("biển số 123.45 đỗ chắn lối", "biển số [biển số] đỗ chắn lối"),
    ("Xe tải 12C-012.34, 12C-567.89 chở đất", "Xe tải [biển số], [biển số] chở đất"),
    ("số nhà 12, ngõ 5, đường Trần Phú", "[số nhà], đường Trần Phú"),
    ("ở số 45/2 ngõ 7 phố Mới", "ở [số nhà] phố Mới"),
    ("trước 12 ngách 3 ngõ 44 có hố ga vỡ", "trước [số nhà] có hố ga vỡ"),
    ("số 12 đường Bà Triệu", "[số nhà] đường Bà Triệu"),
    ("nhà 12/34 đường Lê Lợi", "nhà [số nhà] đường Lê Lợi"),
    ("Ông Nguyễn Văn An lấn đường", "Ông [tên] lấn đường"),
    ("bà Hoàng Thị Sen Lan, thôn Kép I", "bà [tên], thôn Kép I"),
    ("Anh Tuấn ở đầu xóm", "Anh [tên] ở đầu xóm"),
    ("chị Anh và em Hoa", "chị [tên] và em [tên]"),
    ("cháu Vi Minh Khôi lớp 3", "cháu [tên] lớp 3"),
    ("cụ Tư, thầy Nam, cô giáo Hương, chú Bảy, bác Sĩ", "cụ [tên], thầy [tên], cô giáo [tên], chú [tên], bác [tên]"),
    ("bác sĩ Minh ở trạm y tế", "bác sĩ [tên] ở trạm y tế"),
    ("đ/c Vi Văn Thành, đồng chí Lô Bích", "đ/c [tên], đồng chí [tên]"),
    ("bà N.T.H. hay đổ rác", "bà [tên] hay đổ rác"),
    ("ông A đổ đất, bà B không cho", "ông [tên] đổ đất, bà [tên] không cho"),
    ("các ông Nguyễn Văn A, bà Trần Thị B", "các ông [tên], bà [tên]"),
    ("ông nguyễn văn an xả nước", "ông [tên] xả nước"),
    ("ong Nguyen Van An o thon Kep", "ong [tên] o thon Kep"),
    ("ÔNG NGUYỄN VĂN TÁM XÂY LẤN", "ÔNG [tên] LẤN"),
    ("Chủ tịch UBND xã Vi Văn Thành hứa", "Chủ tịch UBND xã [tên] hứa"),
    ("ông Chủ tịch Vi Văn Thành hứa", "ông Chủ tịch [tên] hứa"),
    ("trưởng thôn Hoàng Văn Thụ nói", "trưởng thôn [tên] nói"),
    ("hộ Hoàng Văn Bình nuôi lợn", "hộ [tên] nuôi lợn"),
    ("Tôi tên là Hoàng Thị Sen, 60 tuổi", "Tôi tên là [tên], 60 tuổi"),
    ("Họ và tên: Lô Thị Bích", "Họ và tên: [tên]"),
    ("Tôi là Vi Văn Bảy, dân thôn Nà Lìa", "Tôi là [tên], dân thôn Nà Lìa"),
    ("Người viết đơn: Lô Thị Bích", "Người viết đơn: [tên]"),
    ("Nguyễn Thị Lan đã ký giấy", "[tên] đã ký giấy"),
    ("ao bà Lan tràn sang cống ông Hùng làm", "ao bà [tên] tràn sang cống ông [tên] làm"),
]  # fmt: skip

HARMLESS = [
    # false positives that must not come back: text stays as it is
    "Từ 05.09.2025 10 hộ dân thiếu nước.",
    "Ngày 20/11/2026, 20-11-2026 và 02.09.2025 đều nghỉ.",
    "Kinh phí 1.500.000.000 đồng, góp 150000000đ, đã chi 250.000.000 VNĐ.",
    "Quyết định 1859-QĐ/HU ngày 30/12/2021, Nghị định 154/2026/NĐ-CP, Luật 91/2025/QH15.",
    "Diện tích 126,54 km², 1234567 m2 đất, 300 ha rừng.",
    "Đường dây nóng 1900 1234, gọi 113, 114, 115.",
    "Đèn bật 17h15 tắt 5h45, từ 07.30 đến 11.30.",
    "Đường nông thôn số 17 hư nặng; quốc lộ 1A; tuyến 4B.",
    "Khoảng 1/2 đường bị hỏng, 2/3 số hộ đồng ý.",
    "Nâng cấp hồ Anh Trỗi, cầu Ông Đành, chợ Bà Chiểu.",
    "Đường Nguyễn Văn Cừ, trường Nguyễn Thị Minh Khai, phố Trần Hưng Đạo.",
    "Đường Vũ Xuân Chiêm, Đường Ngô Thế Vinh, sông Kỳ Cùng.",
    "Anh em Nà Pất, bà con Nà Tổng, các cháu Nà Lìa, các cụ Kép I.",
    "Đề nghị ông Chủ tịch UBND xã, bà Bí thư Đảng ủy trả lời.",
    "Đề nghị ông Trưởng thôn và chị Phó Chủ tịch xem lại.",
    "Trưởng thôn Nà Lìa đã báo; trưởng thôn Pa Ràng chưa biết.",
    "Cây cầu tên là Nà Pất; con suối có tên là Khuổi Nọi.",
    "Tôi là Trưởng ban công tác Mặt trận.",
    "Huyện Chi Lăng cũ, xã Hoàng Khai, phường Xuân Phú.",
    "Kính gửi Ông Bà trong ban; kính thưa Anh Chị.",
    "ÔNG CHỦ TỊCH XÃ KHÔNG GIẢI QUYẾT CHO BÀ CON THÔN NÀ LÌA.",
    "CHÚ Ý: đường trơn.",
    "Học tập Bác Hồ; đường Hai Bà Trưng; đảo Cô Tô; Bà Mẹ Việt Nam anh hùng.",
    "Môn tiếng Anh Lớp 5 thiếu giáo viên.",
    "Nhà Văn Hóa thôn Yên Trung xuống cấp.",
    "Nộp tại dichvucong.gov.vn hoặc trụ sở.",
    "Hồ sơ 7K3MP-9QXTR chưa thấy trả lời.",
    "Hai ba bốn năm nay chưa sửa, sáu bảy hộ bị ngập.",
    "Khóm 2, tổ 7, thửa 45, tờ bản đồ 12.",
    "Từ Yên Trung vào Nà Thôm.",
]  # fmt: skip


@pytest.mark.parametrize("phone", PHONES)
def test_phone_is_hidden_however_it_is_written(phone: str) -> None:
    assert mask(f"Liên hệ {phone} giúp tôi") == Masked(
        text="Liên hệ [số điện thoại] giúp tôi", findings=(Finding(kind=Kind.PHONE, count=1),)
    )


@pytest.mark.parametrize("number", PAPERS)
def test_number_of_an_identity_paper_is_hidden(number: str) -> None:
    assert mask(f"Căn cước {number}.").text == "Căn cước [số giấy tờ]."
    assert mask(f"Tôi gửi kèm {number}.").text == "Tôi gửi kèm [số giấy tờ]."


@pytest.mark.parametrize("plate", PLATES)
def test_number_plate_is_hidden(plate: str) -> None:
    assert mask(f"Xe {plate} chạy ẩu.").text == "Xe [biển số] chạy ẩu."


@pytest.mark.parametrize("email", EMAILS)
def test_email_is_hidden(email: str) -> None:
    assert mask(f"Gửi về {email} nhé").text == "Gửi về [thư điện tử] nhé"


@pytest.mark.parametrize("link", LINKS)
def test_link_is_hidden(link: str) -> None:
    assert mask(f"Xem {link}.").text == "Xem [đường dẫn]."


@pytest.mark.parametrize(("letter", "shown"), SENTENCES)
def test_person_is_hidden_and_the_rest_stays(letter: str, shown: str) -> None:
    assert mask(letter).text == shown


@pytest.mark.parametrize("letter", HARMLESS)
def test_what_points_at_nobody_stays(letter: str) -> None:
    assert mask(letter) == Masked(text=letter, findings=())


def test_findings_say_what_was_hidden_and_how_often() -> None:
    masked = mask("Ông Nguyễn Văn An 0912345678, bà Lan 0987654321, lan@gmail.com")
    assert masked.findings == (
        Finding(kind=Kind.EMAIL, count=1),
        Finding(kind=Kind.PHONE, count=2),
        Finding(kind=Kind.NAME, count=2),
    )


def test_known_name_of_the_sender_is_hidden_wherever_it_stands() -> None:
    masked = mask("Sen viết: hoàng thị sen xin cảm ơn, phố Hoàng Thị Sen", known=["Hoàng Thị Sen", "", "ab"])
    assert masked.text == "Sen viết: [tên] xin cảm ơn, phố [tên]"


def test_letters_of_the_demo_hold_nobody() -> None:
    letters = [json.loads(line) for line in LETTERS.read_text(encoding="utf-8").splitlines()]
    texts = [letter[key] for letter in letters for key in ("text", "answer", "place") if letter[key]]
    assert len(letters) == 60
    assert [text for text in texts if mask(text).findings] == []


@pytest.mark.parametrize("letter", [row for row, _ in SENTENCES] + HARMLESS)
def test_masking_twice_changes_nothing(letter: str) -> None:
    once = mask(letter).text
    assert mask(once) == Masked(text=once, findings=())


PIECES = st.sampled_from(
    [
        *PHONES,
        *PAPERS,
        *PLATES,
        *EMAILS,
        *LINKS,
        *(row for row, _ in SENTENCES),
        *HARMLESS,
        " ",
        ", ",
        "\n",
        "ông ",
        "số ",
        "12",
        "/",
        ".",
        "An",
    ]
)


@given(st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=80))
def test_masking_any_mixture_is_stable(letter: str) -> None:
    once = mask(letter).text
    assert mask(once).text == once


def test_mask_is_quick_on_the_longest_letter() -> None:
    letters = [
        "0 " * 2500,
        "1/" * 2500,
        "Anh " * 1250,
        "a.b@" * 1250,
        "09." * 1600,
        "số 1 ngõ " * 550,
        "một " * 1250,
        "A.B." * 1250,
    ]
    for letter in letters:
        start = time.process_time()
        mask(letter)
        assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("text", "known", "hidden"),
    [
        ("Đường hỏng nặng.", (), []),
        ("Ông Nguyễn Văn An, ĐT 0912 345 678 và 0987.654.321.", (), ["Nguyễn Văn An", "0912 345 678", "0987.654.321"]),
        ("Số ０９１２３４５６７８ của bà Lò Thị Mai", (), ["０９１２３４５６７８", "Lò Thị Mai"]),
        ("nhờ mai gọi abcd@gmail.com giúp, mai cảm ơn", ("Mai",), ["mai", "abcd@gmail.com", "mai"]),
        ("Ghi sẵn [tên] ở đây", (), []),
        ("", (), []),
    ],
)  # fmt: skip
def test_pieces_are_the_text_itself_with_what_is_hidden_told_apart(text: str, known: tuple[str, ...], hidden: list[str]):
    pieces = hidden_places(text, known=known)
    assert ("".join(words for words, _hides in pieces), [words for words, hides in pieces if hides]) == (text, hidden)


@pytest.mark.parametrize("text", ["Ông Vi Văn Bảo ở số nhà 12, xe 12A-123.45, CCCD 020123456789, tk 0123456789 Agribank"])
def test_pieces_with_words_in_place_of_the_hidden_are_the_masked_text(text: str):
    kept = [re.escape(words) if not hides else r"(?:\[[^\]]+\][ ,]*)+" for words, hides in hidden_places(text)]
    assert re.fullmatch("".join(kept), mask(text).text)
