"""Invented Vietnamese letters and answers, put together from short phrases of each field. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from core.search_words import exact_text, plain_text

# Each field: what is wrong · what it does to people · what they ask for · what was done.
PHRASES: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "giao_thong": (
        ("Đường bê tông sụt lún", "Cầu tràn bị sạt chân mố", "Mặt đường nhiều ổ gà", "Taluy dương sạt xuống lòng đường",
         "Rãnh thoát nước ven đường bị lấp", "Đường liên thôn bị xe tải cày nát", "Biển báo chỗ cua gấp bị gãy"),
        ("Trời mưa xe máy hay ngã.", "Học sinh đi học phải dắt xe qua.", "Xe chở nông sản không vào được.",
         "Tối đến rất dễ tai nạn.", "Người già đi lại khó khăn."),
        ("Đề nghị xã cho sửa trước mùa mưa.", "Mong xã cho đổ đá dăm tạm.", "Đề nghị cắm biển hạn chế tải trọng.",
         "Mong được trả lời bao giờ làm."),
        ("đã kiểm tra hiện trường và san gạt lại mặt đường", "đã đổ 12 m³ đá dăm, lu lèn đoạn hư hỏng",
         "đã nạo vét rãnh dọc, thông cống ngang", "đã cắm biển cảnh báo và rào chắn tạm"),
    ),
    "moi_truong": (
        ("Bãi rác tự phát đầu thôn", "Trại lợn xả nước thải ra suối", "Bao bì thuốc trừ sâu vứt ven ruộng",
         "Đốt rơm rạ khói mù mịt", "Điểm tập kết rác quá tải", "Lò mổ xả thải mùi hôi"),
        ("Mùi hôi bay vào nhà dân.", "Nước suối chuyển màu đen, cá chết.", "Ruồi muỗi rất nhiều.",
         "Trẻ con trong xóm hay ốm.", "Nguồn nước ăn bị ảnh hưởng."),
        ("Đề nghị kiểm tra và xử lý.", "Mong xã đặt thêm thùng rác.", "Đề nghị nhắc nhở hộ chăn nuôi.",
         "Đề nghị bố trí xe thu gom hằng tuần."),
        ("đã lập biên bản, yêu cầu hộ chăn nuôi khắc phục trong 10 ngày", "đã thu gom 4 chuyến rác và đặt 6 thùng mới",
         "đã phối hợp lấy mẫu nước gửi phân tích", "đã họp thôn, thống nhất lịch thu gom thứ Ba và thứ Sáu"),
    ),
    "dien_chieu_sang": (
        ("Đèn đường hỏng ba bóng liền", "Cột điện nghiêng về phía nhà dân", "Dây điện võng sát mái nhà",
         "Điện yếu vào giờ cao điểm", "Hộp công tơ hở nắp"),
        ("Buổi tối đi lại tối om.", "Máy bơm, tủ lạnh không chạy được.", "Mưa gió rất nguy hiểm.",
         "Người dân không dám lại gần."),
        ("Đề nghị thay bóng sớm.", "Mong xã báo điện lực chỉnh lại cột.", "Đề nghị kiểm tra an toàn lưới điện.",
         "Đề nghị đặt thêm trạm biến áp."),
        ("đã thay 5 bóng đèn LED", "đã cùng điện lực dựng lại cột và căng dây",
         "đã đề nghị điện lực nâng công suất trạm biến áp", "đã bọc lại mối nối và thay hộp công tơ"),
    ),
    "thuy_loi": (
        ("Mương nội đồng bị vỡ bờ", "Đập dâng rò nước", "Cống dưới đường bị tắc", "Kênh dẫn nước bồi lấp",
         "Nước suối tràn vào ruộng"),
        ("Hơn ba héc-ta lúa thiếu nước.", "Ruộng ngập, mạ thối.", "Bà con phải bơm ngược rất tốn kém.",
         "Cứ mưa to là nước chảy vào nhà."),
        ("Đề nghị nạo vét trước vụ xuân.", "Mong xã hỗ trợ xi măng để dân tự làm.", "Đề nghị khơi thông cống.",
         "Đề nghị kiểm tra đập."),
        ("đã huy động 35 công nạo vét 400 m mương", "đã hỗ trợ 5 tấn xi măng cho thôn kiên cố bờ mương",
         "đã thay tấm đan và thông cống", "đã gia cố chân đập bằng rọ đá"),
    ),
    "dat_dai": (
        ("Chưa được trả kết quả cấp giấy chứng nhận quyền sử dụng đất", "Ranh giới thửa đất bị lệch trên bản đồ",
         "Hộ bên cạnh xây lấn lối đi chung", "Đất ruộng bị san lấp", "Tách thửa cho con đã lâu chưa xong"),
        ("Gia đình không làm được thủ tục vay vốn.", "Hai nhà đã to tiếng nhiều lần.", "Lối đi chỉ còn vừa một xe máy.",
         "Đã đi lại nhiều lần vẫn chưa rõ."),
        ("Đề nghị đo đạc lại.", "Mong xã cho biết hồ sơ đang ở đâu.", "Đề nghị hòa giải.", "Đề nghị trả lời bằng văn bản."),
        ("đã mời hai hộ đo lại ranh giới và lập biên bản", "đã chuyển hồ sơ và hẹn ngày trả kết quả",
         "đã hòa giải thành, các bên ký biên bản", "đã yêu cầu dừng san lấp và khôi phục hiện trạng"),
    ),
    "nuoc_sach": (
        ("Nước máy đục có cặn", "Bể nước tập trung của thôn bị nứt", "Đường ống nước bị vỡ", "Mất nước sinh hoạt kéo dài"),
        ("Bà con phải đi gánh nước xa.", "Không dám dùng để nấu ăn.", "Cả xóm hơn hai mươi hộ thiếu nước.",
         "Trường học không có nước rửa."),
        ("Đề nghị súc rửa bể lọc.", "Mong xã cho sửa đường ống.", "Đề nghị kiểm tra chất lượng nước."),
        ("đã súc rửa bể lọc và thay vật liệu lọc", "đã hàn lại 60 m ống và cấp nước trở lại",
         "đã lấy mẫu nước, kết quả đạt quy chuẩn"),
    ),
    "thu_tuc_hanh_chinh": (
        ("Hồ sơ nộp trực tuyến chưa được phản hồi", "Phải bổ sung giấy tờ nhiều lần", "Chứng thực phải chờ lâu",
         "Đăng ký khai sinh bị sai tên đệm", "Không rõ giấy tờ cũ của xã trước sắp xếp có phải đổi không"),
        ("Phải nghỉ làm đi lại mấy lần.", "Con sắp nhập học cần giấy gấp.", "Không ai hướng dẫn rõ.", "Nhà ở xa trung tâm xã."),
        ("Đề nghị hướng dẫn một lần cho đủ.", "Mong được trả kết quả đúng hẹn.", "Đề nghị niêm yết thủ tục dễ hiểu."),
        ("đã trả kết quả và xin lỗi vì chậm hẹn", "đã cải chính thông tin trong sổ hộ tịch",
         "đã hướng dẫn giấy tờ cần có và hẹn ngày trả", "đã niêm yết lại bộ thủ tục tại nhà văn hóa thôn"),
    ),
    "chinh_sach_xa_hoi": (
        ("Hộ nghèo chưa nhận được tiền hỗ trợ", "Người khuyết tật chưa được xét trợ cấp", "Danh sách hộ cận nghèo còn sót",
         "Thẻ bảo hiểm y tế ghi sai năm sinh", "Quà Tết cho người cao tuổi phát chậm"),
        ("Gia đình neo người, rất khó khăn.", "Đi khám không được thanh toán.", "Bà con trong thôn có ý kiến.",
         "Đã hỏi trưởng thôn nhưng chưa rõ."),
        ("Đề nghị rà soát lại.", "Mong xã xem xét sớm.", "Đề nghị công khai danh sách."),
        ("đã rà soát, bổ sung vào danh sách đợt này", "đã chi trả qua tài khoản",
         "đã đề nghị bảo hiểm xã hội cấp lại thẻ", "đã niêm yết danh sách tại nhà văn hóa"),
    ),
    "an_ninh_trat_tu": (
        ("Thanh niên tụ tập nẹt pô ban đêm", "Mất trộm chó, gà nhiều lần", "Đánh bạc ở quán đầu thôn",
         "Karaoke loa kéo quá khuya"),
        ("Người già trẻ nhỏ không ngủ được.", "Bà con lo lắng.", "Đã nhắc nhưng không nghe.", "Tuần nào cũng xảy ra."),
        ("Đề nghị công an xã tuần tra.", "Mong xã nhắc nhở.", "Đề nghị xử lý nghiêm."),
        ("đã tuần tra, nhắc nhở và cho viết cam kết", "đã lập biên bản xử phạt theo quy định",
         "đã họp thôn, ký cam kết không dùng loa sau 22 giờ"),
    ),
    "khac": (
        ("Loa truyền thanh của thôn không nghe được", "Nhà văn hóa thôn dột mái", "Sân bóng của thôn chưa có đèn",
         "Trạm y tế thiếu thuốc thông thường", "Điểm trường thiếu bàn ghế"),
        ("Bà con không nắm được thông báo.", "Họp thôn phải đi mượn chỗ.", "Các cháu không có chỗ chơi.", "Phải đi xa mới có."),
        ("Đề nghị xã xem xét.", "Mong được sửa chữa trong năm nay.", "Đề nghị đưa vào kế hoạch."),
        ("đã sửa chữa xong và bàn giao cho thôn", "đã đưa vào kế hoạch quý tới và thông báo cho thôn",
         "đã bổ sung từ nguồn dự phòng"),
    ),
}  # fmt: skip
OTHER = "khac"
SPOTS = (
    "gần nhà văn hóa", "đoạn qua cầu", "trước cổng trường tiểu học", "cạnh trạm y tế", "khu bờ suối", "đầu thôn", "cuối thôn",
    "ngã ba chợ", "sau đình", "đoạn dốc", "khu ruộng trũng", "gần bãi đá",
)  # fmt: skip
SINCE = (
    "từ sau trận mưa đầu tháng", "đã hơn ba tuần nay", "từ trước Tết", "đã hai tháng", "mấy hôm nay", "từ năm ngoái",
    "từ khi sáp nhập xã", "đã phản ánh lần thứ hai", "từ đợt bão vừa rồi",
)  # fmt: skip
OFFICES = (
    "Phòng Kinh tế",
    "Văn phòng HĐND và UBND",
    "Phòng Văn hóa – Xã hội",
    "Công an xã",
    "Tổ công tác của xã",
    "Ban quản lý thôn",
)
FOLLOW_UP = (
    "Đề nghị bà con báo lại nếu còn hư hỏng.", "Thôn sẽ kiểm tra lại sau trận mưa tới.", "Xã sẽ theo dõi trong tháng tới.",
    "Kinh phí lấy từ nguồn sửa chữa thường xuyên.", "Cảm ơn người gửi đã phản ánh kịp thời.",
)  # fmt: skip
MORE = (
    "Bà con trong thôn đã họp và thống nhất kiến nghị lên xã.", "Trước đây thôn đã tự góp công sửa nhưng không được lâu.",
    "Chúng tôi đã báo trưởng thôn từ lâu.", "Có ảnh chụp kèm theo để xã xem.", "Mỗi lần mưa to là lại như vậy.",
    "Nhà tôi ở ngay cạnh nên thấy rất rõ.", "Cả xóm có hơn bốn mươi hộ cùng chịu cảnh này.",
    "Rất mong cán bộ xuống tận nơi xem giúp bà con.", "Nếu cần, thôn sẽ cử người phối hợp.",
    "Năm ngoái đã có đoàn về đo nhưng chưa thấy làm.",
)  # fmt: skip
FAMILY = ("Hoàng", "Nông", "Lý", "Triệu", "Vi", "Lương", "Hứa", "Chu", "Lâm", "Nguyễn", "Trần", "Lê", "Bế", "Đàm", "Long", "Mông")
MIDDLE = ("Văn", "Thị", "Đức", "Minh", "Thu", "Ngọc", "Hữu", "Xuân")
GIVEN = (
    "An",
    "Bình",
    "Cường",
    "Dung",
    "Hà",
    "Hải",
    "Hiền",
    "Hùng",
    "Lan",
    "Mai",
    "Nam",
    "Oanh",
    "Phúc",
    "Quý",
    "Sơn",
    "Thảo",
    "Tú",
    "Yến",
)
WHY_UNSATISFIED = ("Việc mới làm được một phần.", "Chỗ hỏng vẫn còn nguyên.", "Trả lời chưa đúng chỗ tôi nêu.")


@dataclass(frozen=True, slots=True)
class Letter:
    """One invented matter: what the sender wrote, what was answered, and the keys of both.

    The exact keys of the title are among those of the story.
    """

    title: str
    story: str
    answer: str
    title_key: str
    story_key: str
    answer_key: str
    story_marks: str
    answer_marks: str


def letter(rng: random.Random, *, field_code: str, village: str) -> Letter:
    """Return an invented matter of a field (unknown codes: any other) in a village."""
    faults, effects, wishes, works = PHRASES.get(field_code) or PHRASES[OTHER]
    what, spot, since = _one(rng, faults), _one(rng, SPOTS), _one(rng, SINCE)
    effect, wish, office = _one(rng, effects), _one(rng, wishes), _one(rng, OFFICES)
    work, after = _one(rng, works), _one(rng, FOLLOW_UP)
    more = rng.sample(MORE, int(rng.random() * 4))
    told, done = (what, spot, village, since, effect, *more, wish), (office, work, after)
    return Letter(
        title=f"{what} {spot}",
        story=" ".join([f"{what} {spot}, {village}, {since}.", effect, *more, wish]),
        answer=f"{office} {work}. {after}",
        title_key=f"{key(what)} {key(spot)}",
        story_key=" ".join(map(key, told)),
        answer_key=" ".join(map(key, done)),
        story_marks=" ".join(map(marks, told)),
        answer_marks=" ".join(map(marks, done)),
    )  # fmt: skip


def person(rng: random.Random) -> str:
    """Return an invented name."""
    return f"{_one(rng, FAMILY)} {_one(rng, MIDDLE)} {_one(rng, GIVEN)}"


@lru_cache(maxsize=4096)
def key(phrase: str) -> str:
    """Return the plain keys of a phrase; phrases repeat, so each is taken to pieces once."""
    return plain_text(phrase)


@lru_cache(maxsize=4096)
def marks(phrase: str) -> str:
    """Return the exact keys of a phrase."""
    return exact_text(phrase)


def _one(rng: random.Random, choices: tuple[str, ...]) -> str:
    return choices[int(rng.random() * len(choices))]
