"""Words that tell a person's name from a place's in Vietnamese letters; parts of patterns, joined by "|". Pure."""

from __future__ import annotations

HONORIFICS = (
    "[ÔôO]ng|ÔNG", "[Bb]à|BÀ", "[Aa]nh|ANH", "[Cc]hị|CHỊ", "[Ee]m|EM", "[Cc]háu|CHÁU", "[Cc]ụ ông|[Cc]ụ bà|[Cc]ụ|CỤ",
    "[Tt]hầy giáo|[Tt]hầy|THẦY", "[Cc]ô giáo|[Cc]ô|CÔ", "[Cc]hú|CHÚ", "[Bb]ác sĩ|[Bb]ác sỹ|[Bb]ác|BÁC", "[Cc]ậu", "[Mm]ợ",
    "[Dd]ì", "[Tt]hím", "[Đđ]ồng chí|[Đđ]/c|ĐỒNG CHÍ", "[Yy] sĩ|[Yy] sỹ",
)  # fmt: skip
"""Words of address before a name; "con", "bạn" and "vợ" are left out: they stand before places far more often."""

SURNAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý", "Vi",
    "Vy", "Nông", "Hứa", "Triệu", "Lương", "Chu", "Lô", "Lò", "Hà", "Đàm", "Phùng", "Đinh", "Mai", "Lâm", "Trịnh", "Trương",
    "Đoàn", "Đào", "Cao", "Tạ", "Tô", "Bế", "Mã", "Ma", "Lục", "Liễu", "Mông", "Quách", "Sầm", "Tống", "Vương", "Bàn",
    "Giàng", "Sùng", "Thào", "Lường", "Hồ", "Chử", "Kiều", "Lưu", "Nghiêm", "Thân", "Tăng", "Uông", "Âu", "Khổng", "Doãn",
    "Lành", "Hầu",
)  # fmt: skip
"""Family names, those of the Tày, Nùng, Dao and Hmong of Lạng Sơn among them."""

FULL_MIDDLE = (
    "Văn", "Thị", "Hữu", "Đức", "Đình", "Xuân", "Ngọc", "Minh", "Quang", "Thanh", "Công", "Viết", "Mạnh", "Trọng", "Anh",
    "Thúy", "Thùy",
)  # fmt: skip
"""Middle names after which a family name can be nothing but a person's (or a road's, see PLACE_NOUNS)."""

PLAIN_SURNAMES = (
    "Nguyen", "Tran", "Le", "Pham", "Hoang", "Huynh", "Phan", "Vu", "Vo", "Dang", "Bui", "Do", "Ngo", "Duong", "Ly", "Nong",
    "Hua", "Trieu", "Luong", "Dam", "Phung", "Dinh", "Trinh", "Truong", "Doan", "Dao",
)  # fmt: skip
"""Family names as they are typed without marks; short ones that are also words are left out."""

PLACE_NOUNS = (
    "thôn", "xã", "phường", "thị trấn", "thị xã", "huyện", "quận", "tỉnh", "thành phố", "tp", "tx", "tt", "ấp", "bản", "buôn",
    "làng", "xóm", "tổ", "khu", "khu phố", "khóm", "khối", "tdp", "tổ dân phố", "đường", "phố", "tuyến", "ngõ", "hẻm", "kiệt",
    "quốc lộ", "tỉnh lộ", "dốc", "cầu", "cống", "ngầm", "suối", "khe", "sông", "hồ", "ao", "đập", "kênh", "mương", "rạch",
    "đèo", "núi", "đồi", "hang", "thác", "rừng", "cánh đồng", "đồng", "lũng", "chợ", "chùa", "đình", "đền", "miếu", "phủ",
    "nhà thờ", "trường", "tiểu học", "thcs", "thpt", "mầm non", "trung học cơ sở", "trung học phổ thông", "mẫu giáo", "trạm",
    "bệnh viện", "công viên", "quảng trường", "nghĩa trang", "nghĩa địa", "tượng", "tượng đài", "bến", "bến xe", "phà", "ga",
    "cây xăng", "hội trường", "nhà văn hóa", "công ty", "doanh nghiệp", "hợp tác xã", "htx", "khách sạn", "mỏ", "quỹ",
    "giải thưởng", "cụm", "đảo", "vùng", "khu tái định cư", "khu công nghiệp",
)  # fmt: skip
"""Nouns after which a name is a place's or a company's."""

PLURALS = ("các", "những", "mấy", "nhiều", "toàn thể", "bà con")
"""Before a word of address in CROWDS they make it many people ("các cháu Nà Lìa")."""

CROWDS = frozenset({"cụ", "cháu", "em", "bác", "cô", "chú", "thầy", "thầy giáo", "cô giáo"})
"""Words of address that stand before a place when there are many ("các cụ Nà Lìa", "anh em Nà Pất")."""

NO_NAME = (
    "chủ tịch", "phó (?:chủ|bí|thôn|trưởng|giám|công|ban|phòng)", "bí thư",
    "trưởng (?:thôn|bản|xóm|ấp|khu|ban|phòng|công|trạm)", "giám đốc", "hiệu (?:trưởng|phó)", "cán bộ",
    "công (?:an|chức|nhân|ty|ông)", "tổ trưởng", "kế toán", "đại biểu", "thủ tướng", "bộ trưởng", "chánh (?:văn|án)",
    "viên chức", "văn phòng", "ban (?:quản|chỉ|dân|thường|giám|lãnh)", "[uủ][yỷ] ban", "hội (?:đồng|phụ|nông|cựu|người)",
    "trời", "táo", "giáo viên", "thôn trưởng", "nhà nước", "chính quyền", "nhân dân", "mặt trận", "đảng (?:ủy|uỷ|viên|bộ)",
    "quốc hội", "lãnh đạo", "dân quân", "việt nam", "lớp", "học sinh", "trường (?:tiểu|mầm|mẫu|học|trung)",
)  # fmt: skip
"""What may stand with a capital after a word of address without being a name."""

KNOWN_FIGURES = (
    "[Bb]ác Hồ", "[Bb]ác Tôn", "[Cc]ụ Hồ", "[Bb]à Trưng", "[Bb]à Triệu", "[Bb]à Mẹ", "[Bb]à Chúa", "[Bb]à Rịa", "[Bb]à Nà",
    "[Bb]à Đen", "Cô Tô", "Bác Ái", "CHÚ Ý", "[ÔO]ng Bà", "Anh Chị", "Cô Chú", "Cô Bác", "Anh Em", "Chị Em",
)  # fmt: skip
"""Figures and places that everybody knows and that no mask protects."""

FIRST_NAMES_ONLY_AFTER = ("tiếng", "nước", "môn", "vương quốc", "người")
"""Words after which "anh" is England, not an elder brother ("tiếng Anh lớp 5")."""

TITLES = (
    "[Cc]hủ tịch(?: (?:UBND|HĐND|xã|thôn|huyện|tỉnh|hội|mặt trận|MTTQ|UBND xã|HĐND xã))?",
    "[Bb]í thư(?: (?:chi bộ|đảng ủy|Đảng ủy|xã|thôn))?", "[Gg]iám đốc", "[Hh]iệu trưởng", "[Hh]iệu phó",
    "[Tt]rưởng (?:thôn|bản|xóm|ấp|khu|khối|phòng|ban|công an(?: xã)?|trạm)", "[Pp]hó (?:thôn|bản|xóm|ban|phòng)",
    "[Tt]ổ trưởng", "[Cc]án bộ(?: (?:địa chính|xã|thôn))?", "[Cc]ông an(?: (?:xã|viên))?", "[Kk]ế toán",
    "[Đđ]ịa chính(?: xã)?", "[Gg]ia đình", "[Hh]ộ", "[Nn]hà", "[Gg]iáo viên", "[Cc]ông chức",
)  # fmt: skip
"""Posts and households before a full name."""

ACRONYMS = (
    "UBND", "HĐND", "MTTQ", "THCS", "THPT", "TDP", "TP", "BHYT", "BHXH", "CSGT", "CCCD", "CMND", "TTHC", "BCH", "BQL", "HTX",
    "QL", "TL", "KP", "CBCC", "PCT", "CT", "SĐT", "ĐT",
)  # fmt: skip
"""Abbreviations in capitals that are no names."""

BANKS = (
    "agribank", "vietcombank", "vcb", "bidv", "vietinbank", "techcombank", "tcb", "mb ?bank", "mb", "acb", "vp ?bank",
    "tp ?bank", "sacombank", "lien ?viet(?:post)?(?:bank)?", "lp ?bank", "vib", "shb", "hd ?bank", "seabank", "msb", "ocb",
    "momo", "viettel ?money",
)  # fmt: skip
"""Names of banks and wallets, in small letters."""
