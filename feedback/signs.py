"""Signs in a letter's own words that it is a denunciation, which no web form and no file may take in as text. Pure.

A denunciation (tố cáo) is made by a signed letter or in person (Law on Denunciation 2018, Art. 22, 23) and its sender is
protected (Art. 8, 56). The signs look for the sender's own act ("tôi tố cáo …"), not for the word: many letters only name the
law, the procedure, or complain that somebody else's denunciation was noisy.
"""

from __future__ import annotations

import re

from core.text import clean_text, fold

SENDER = r"(?:tôi|chúng tôi|em|con|cháu|gia đình tôi|gia đình chúng tôi|bà con|tập thể|nhân dân|người dân)"
ACCUSED = (
    r"(?:ông|bà|anh|chị|đồng chí|đ/c|chủ tịch|phó chủ tịch|bí thư|cán bộ|công chức|công an|trưởng|phó|giám đốc|hiệu trưởng"
    r"|kế toán|lãnh đạo|hành vi|việc ông|việc bà|việc cán bộ|người|nhóm|một số|những|các đối tượng|đối tượng)"
)
WILL = r"(?:\s+(?:xin|muốn|phải|đứng ra|viết|làm|gửi|nộp|đã|nay|cũng|quyết định|buộc phải))*"
LETTER = r"(?:\s+(?:đơn|thư|đơn thư))?(?:\s+(?:này|để|này để))?"
DENOUNCE = r"(?:tố cáo|tố giác)"
QUESTION = r"(?:ở đâu|thế nào|như thế nào|thì|được không|có được)"
OWN_ACT = re.compile(
    rf"(?<!\w)(?:"
    rf"{SENDER}(?:\s+\w+){{0,6}}?{WILL}{LETTER}\s+{DENOUNCE}(?!\w)(?!\s+{QUESTION})"
    rf"|(?:xin|làm đơn|viết đơn|gửi đơn|nộp đơn)\s+{DENOUNCE}\s+{ACCUSED}"
    rf"|đơn tố cáo\s*(?::|{ACCUSED}|\n|của tôi|của chúng tôi|tôi|$)"
    rf"|{DENOUNCE}\s+{ACCUSED}"
    rf")"
)
ABOUT_THE_LAW = re.compile(
    r"(?:luật|thủ tục|quy định về|trình tự|giải quyết|tiếp nhận|hướng dẫn|hỏi về|quyền|văn bản|hiểu về|tìm hiểu|tập huấn"
    rf"|tuyên truyền|khiếu nại,?|khiếu nại và)\s+(?:việc\s+)?{DENOUNCE}(?!\s+ông|\s+bà)"
)
PLAIN = re.compile(
    r"(?<!\w)(?:don to cao|toi (?:xin |muon |lam don |viet don )?to cao (?:ong|ba|chu tich|can bo|cong an|truong))(?!\w)"
)


def reads_as_denunciation(text: str) -> bool:
    """Return whether the letter's words are a denunciation of the sender's own.

    >>> reads_as_denunciation("Tôi làm đơn tố cáo Chủ tịch UBND xã buông lỏng quản lý.")
    True
    >>> reads_as_denunciation("Xin hỏi thủ tục khiếu nại, tố cáo ở xã.")
    False
    """
    words = clean_text(text).lower()
    if words == fold(words):
        return bool(PLAIN.search(words))
    return bool(OWN_ACT.search(ABOUT_THE_LAW.sub("…", words)))


ACT_OF_OFFICE = (
    r"(?:quyết định|hành vi hành chính|thông báo|kết luận|văn bản|việc (?:ủy|uỷ) ban|việc ubnd|việc thu hồi|việc xử phạt)"
)
OWN_COMPLAINT = re.compile(
    rf"(?:^\W*đơn khiếu nại(?!\w)|(?<!\w){SENDER}(?:\s+(?:xin|muốn|làm|viết|gửi|nộp|nay))*{LETTER}\s+khiếu nại\s+(?:về\s+)?"
    rf"{ACT_OF_OFFICE})"
)
PLAIN_COMPLAINT = re.compile(
    r"(?:^\W*don khieu nai(?!\w)|(?<!\w)(?:toi|chung toi|gia dinh toi) (?:xin |lam don |viet don |gui don )?khieu nai "
    r"(?:ve )?(?:quyet dinh|hanh vi hanh chinh|thong bao|ket luan)(?!\w))"
)


def reads_as_complaint(text: str) -> bool:
    """Return whether the words are a complaint about an act of an office, which has to be signed (Law on Complaints, Art. 8).

    >>> reads_as_complaint("Tôi khiếu nại quyết định thu hồi đất số 12/QĐ-UBND.")
    True
    >>> reads_as_complaint("Bà con đã khiếu nại nhiều lần mà đường vẫn hỏng.")
    False
    """
    words = clean_text(text).lower()
    return bool((PLAIN_COMPLAINT if words == fold(words) else OWN_COMPLAINT).search(words))
