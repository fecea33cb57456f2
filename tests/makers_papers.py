"""Makes papers without a database: a commune, made-up facts for every kind, and the paper that its form makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accounts.office_words import office_facts
from accounts.read_models import CommuneProfile
from core.documents import Block, BlockKind, Document, Line, Signature, layout
from feedback.document_forms import PaperForm, form_in_force
from feedback.document_kinds import DocumentKind, Signing, kind_def
from feedback.documents import Chosen, paper_of

DAY = date(2026, 11, 25)
SIGNER = "Hoàng Văn Bình"
PROFILE = CommuneProfile(
    unit_id=1, code="06505", name="Xã Vạn Linh", name_en="Van Linh Commune", short_name="Vạn Linh",
    province_name="Tỉnh Lạng Sơn", authority="Ủy ban nhân dân xã Vạn Linh", superior="Ủy ban nhân dân tỉnh Lạng Sơn",
    symbol="UBND", address="", phone="0205 3000 000", email="", hours="",
    reception_place="Phòng tiếp công dân, Trụ sở UBND xã Vạn Linh", chair_reception="", latitude=None, longitude=None,
    sample=False,
)  # fmt: skip

FACTS: dict[str, str] = {
    "accepted_on": "06/11/2026",
    "agreed": "Phòng Kinh tế đo lại thửa đất trước ngày 10/12/2026.\nHai bên cùng ký biên bản đo đạc.",
    "answer": "Đã hàn lại toàn bộ lan can cầu tràn, sơn chống gỉ.\nPhòng Kinh tế kiểm tra lại sau mùa mưa.",
    "assignment": "Quyết định số 12/QĐ-UBND ngày 07/11/2026",
    "attachments": "01 đơn viết tay, 02 ảnh",
    "attendance": "đủ người được mời, người khiếu nại có mặt",
    "bodies": "Ủy ban MTTQ Việt Nam xã",
    "body_to": "Sở Xây dựng tỉnh Lạng Sơn",
    "chair": SIGNER,
    "code": "VL26-0007Q",
    "compensation": "không đặt ra",
    "complainant": "Lý Thị Hoa",
    "complainant_address": "Thôn Khuổi Mươi, xã Vạn Linh",
    "complainant_id": "020012345678, cấp ngày 01/02/2022, Cục Cảnh sát QLHC về TTXH",
    "complainant_phone": "0912 000 111",
    "conclusion": "Nội dung khiếu nại đúng một phần.",
    "contact": "Phòng Kinh tế, 0205 3000 002",
    "appeal_time": "30 ngày (vùng sâu, vùng xa đi lại khó khăn thì không quá 45 ngày)",
    "copies": "03",
    "department": "Phòng Kinh tế",
    "dialogue": "Các bên thống nhất đo lại thửa đất.",
    "disputed": "Mức hỗ trợ cây trồng.",
    "done_by": "Phòng Kinh tế",
    "done_on": "19/11/2026",
    "due_on": "11/12/2026",
    "earlier_promises": "1. Sửa cầu tràn: đã làm xong ngày 20/10/2026.",
    "ended_at": "10 giờ 30 phút, ngày 18/11/2026",
    "findings": "Diện tích trên biên bản là 312 m².\nDiện tích đo thực tế là 340 m².",
    "from_on": "25/11/2026",
    "ground": "khoản 2 Điều 26 Luật Tiếp công dân năm 2013.",
    "held_on": "15/11/2026",
    "invited": "Trưởng phòng Kinh tế xã Vạn Linh\nông Hoàng Văn Lâm, chủ thửa đất liền kề",
    "kind_word": "phản ánh",
    "letter": "Kính mời ông (bà) đến bộ phận một cửa của Sở Xây dựng.",
    "matter": "Cầu tràn hỏng lan can từ sau trận mưa đầu tháng",
    "measure": "Sửa biên bản đo đạc ngày 01/10/2026 theo diện tích đo thực tế.",
    "minutes_number": "07/BB-UBND",
    "conference_law": "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
    "regulation": "Quyết định số 320-QĐ/TU ngày 13/6/2016 của Ban Thường vụ Tỉnh ủy Lạng Sơn",
    "next_step": "Kiểm tra lại trong tháng 3 năm 2027.",
    "occasion": "hội nghị đối thoại cuối năm với người dân",
    "officer": "Hoàng Văn Sơn",
    "outcome": "Việc đã thực hiện xong ngày 19/11/2026",
    "papers": "Đơn viết tay, 02 trang, nguyên vẹn, bản chính\nẢnh chụp cầu tràn, 02 tấm, rõ, bản sao",
    "place": "Trụ sở UBND xã Vạn Linh",
    "place_received": "Phòng tiếp công dân, Trụ sở UBND xã Vạn Linh",
    "promises": "1. Đặt 04 thùng rác tại chợ. Phòng Kinh tế, hạn 15/12/2026.\n2. Mở lại đường Nà Lìa. Hạn 30/12/2026.",
    "proposal": "Giữ nguyên mức hỗ trợ.",
    "reasons": "Người khiếu nại ốm nặng, có xác nhận của bệnh viện.",
    "received_at": "09 giờ 05 phút, ngày 20/11/2026",
    "received_on": "20/11/2026",
    "receiver": "Vi Thị Hạnh",
    "receiver_title": "Công chức tiếp công dân",
    "related_parties": "ông Hoàng Văn Lâm, chủ thửa đất liền kề",
    "representative": "ông Lý Văn Tài, theo giấy ủy quyền ngày 03/11/2026",
    "request": "Đo lại diện tích thửa đất.",
    "respondent": "Trưởng phòng Kinh tế xã Vạn Linh",
    "respondent_address": "Trụ sở UBND xã Vạn Linh",
    "secretary": "Vi Thị Hạnh",
    "sender_address": "Thôn Nà Lìa, xã Vạn Linh",
    "sender_id": "020087654321, cấp ngày 05/06/2021",
    "sender_name": "Nguyễn Văn An",
    "started_at": "08 giờ 00 phút, ngày 18/11/2026",
    "statements": "Bà Hoa đề nghị đo lại.\nTrưởng phòng Kinh tế đồng ý đo lại.",
    "suspended_by": "Quyết định số 20/QĐ-UBND ngày 10/11/2026",
    "topics": "Diện tích thửa đất theo biên bản đo đạc ngày 01/10/2026.\nMức hỗ trợ cây trồng.",
    "verified_from": "08/11/2026",
    "verified_to": "15/11/2026",
    "verifier": "Lương Thị Mai",
}


def facts_for(kind: DocumentKind, *, without: tuple[str, ...] = (), optional: bool = True) -> dict[str, str]:
    """Return the made-up facts of a paper; ``optional`` False: only those it cannot do without."""
    definition = kind_def(kind)
    names = (*definition.needs, *(definition.may if optional else ()))
    return {name: FACTS[name] for name in names if name not in without} | {"code": FACTS["code"]}


def make_paper(
    kind: DocumentKind, *, number: int | None = 7, day: date | None = DAY, form: PaperForm | None = None,
    signing: Signing | None = None, signer: str = SIGNER, post: str = "", without: tuple[str, ...] = (), optional: bool = True,
    profile: CommuneProfile = PROFILE, **changes: str,
) -> Document:  # fmt: skip
    """Return a paper of the kind from made-up facts, issued on 25 November 2026 as number 7."""
    facts = {**office_facts(profile, on=DAY), **facts_for(kind, without=without, optional=optional), **changes}
    form = form or form_in_force(kind, DAY)
    paper = paper_of(form, facts, profile, Chosen(signing=signing, signer=signer, post=post))
    return replace(paper, number=number if paper.symbol else None, day=day)


def plain(**changes: object) -> Document:
    """Return a short notice with every component that a paper can have."""
    values: dict[str, object] = {
        "title": "THÔNG BÁO", "summary": "Về việc thử", "issuer": ("ỦY BAN NHÂN DÂN", "XÃ VẠN LINH"), "symbol": "TB-UBND",
        "number": 5, "place": "Vạn Linh", "day": date(2026, 2, 3), "addressees": ("Ông An",),
        "bases": ("Căn cứ Luật A;", "Căn cứ Luật B"),
        "blocks": (
            Block(text="Một đoạn."), Block(kind=BlockKind.CENTRED, text="QUYẾT ĐỊNH:"), Block(lead="Điều 1.", text="Giao việc."),
            Block(kind=BlockKind.ITEM, text="một việc"),
        ),
        "recipients": ("Như trên", "- Lưu: VT."), "signatures": (Signature(posts=("CHỦ TỊCH",), name=SIGNER),),
    }  # fmt: skip
    return Document(**{**values, **changes})


def as_text(document: Document) -> str:
    """Return the paper as text, one line for each line of the layout with its look."""
    made = layout(document)
    columns = [*made.head, made.body, *(column for row in made.foot for column in row)]
    return "\n\n".join("\n".join(_described(line) for line in column) for column in columns if column) + "\n"


def _described(line: Line) -> str:
    look = line.look
    letters = f"{look.align}{look.size}{'b' if look.bold else ''}{'i' if look.italic else ''}{'_' if look.rule else ''}"
    lead = f"**{line.lead}** " if line.lead else ""
    return f"[{letters}] {lead}{line.text}".rstrip()
