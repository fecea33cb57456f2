"""Makes papers of the register without a database: one entry as papers may know it, what an official types, and the paper."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

from accounts.read_models import CommuneProfile
from denunciation.paper_forms import RegisterPaperForm, form_in_force
from denunciation.paper_kinds import PaperKind, SignsAs, paper_def
from denunciation.papers import Made, Record, Said, Signer, made
from denunciation.states import Act
from tests.makers_papers import PROFILE

DAY = date(2026, 11, 25)
SIGNER = Signer(name="Nông Văn Bình", signs_as=SignsAs.DEPUTY)
RECORD = Record(
    received_on=date(2026, 11, 10), accused="ông (bà) Bùi Văn Nhận, công chức địa chính xã",
    content="Thu tiền đo đất của các hộ, không có biên lai.\nHứa cấp giấy chứng nhận sớm cho hộ nộp thêm tiền.",
    period="30 ngày", extended_to="60 ngày", first_due=date(2026, 12, 16), last_due=date(2027, 1, 15),
    said={
        Act.ACCEPT: Said(on=date(2026, 11, 16), number="12/QĐ-UBND"),
        Act.DECLINE: Said(on=date(2026, 11, 16), text="Nội dung đã được giải quyết, không có tình tiết mới."),
        Act.TRANSFER: Said(on=date(2026, 11, 16), number="04/PC-UBND", receiver="Thanh tra tỉnh Lạng Sơn"),
        Act.EXTEND: Said(
            on=date(2026, 11, 20), number="31/QĐ-UBND", text="Cần làm việc với 14 hộ.", criteria=("contents", "places")
        ),
        Act.SUSPEND: Said(on=date(2026, 11, 20), number="33/QĐ-UBND", text="Chờ kết quả giám định chữ ký."),
        Act.RESUME: Said(on=date(2026, 11, 23), number="35/QĐ-UBND", text="Đã có kết quả giám định."),
        Act.DISCONTINUE: Said(on=date(2026, 11, 24), number="36/QĐ-UBND", text="Theo trích lục khai tử.", ground="died"),
        Act.CONCLUDE: Said(on=date(2026, 11, 24), number="05/KL-UBND", text="Thu sai 14 hộ.", result="partly"),
    },
)  # fmt: skip
TYPED: dict[str, str] = {
    "attachments": "bản chính đơn, 02 ảnh",
    "blame": "Ông Nhận chịu trách nhiệm về việc thu tiền.",
    "carried_out_by": "Phòng Kinh tế",
    "clerk": "Vi Thị Hạnh",
    "explain_by": "05/12/2026",
    "explained": "Ông Nhận thừa nhận đã thu tiền của 14 hộ.",
    "findings": "Đã làm việc với 14 hộ.\nKhông có biên lai.",
    "ground": "Luật Đất đai năm 2024, Điều 11",
    "judged": "Có thu tiền trái quy định.",
    "measures": "Buộc trả lại tiền, xem xét kỷ luật.",
    "members": "Ông Hoàng Văn Sơn, Phó Trưởng phòng Kinh tế, Tổ trưởng\nBà Vi Thị Hạnh, thành viên",
    "proposal": "Niêm yết mức thu tại nhà văn hóa thôn.",
    "team": "theo Quyết định số 14/QĐ-UBND ngày 17/11/2026",
    "verify_period": "15 ngày kể từ ngày công bố quyết định",
}
"""What an official adds; what the register has is left to it."""


def make_register_paper(
    kind: PaperKind, *, record: Record = RECORD, typed: dict[str, str] | None = None, signer: Signer = SIGNER, number: str = "",
    day: date | None = None, known: tuple[str, ...] = (), form: RegisterPaperForm | None = None,
    profile: CommuneProfile = PROFILE,
) -> Made:  # fmt: skip
    """Return a paper of the made-up entry, in force on 25 November 2026."""
    return made(
        form or form_in_force(kind, DAY), record, profile, typed=TYPED if typed is None else typed, signer=signer, today=DAY,
        number=number, day=day, known=known,
    )  # fmt: skip


def empty_record() -> Record:
    """Return an entry of which the register knows the day of receipt and nothing else."""
    return Record(received_on=RECORD.received_on)


def without_step(kind: PaperKind) -> Record:
    """Return the made-up entry before the step of this paper was taken."""
    act = paper_def(kind).act
    return replace(RECORD, said={done: said for done, said in RECORD.said.items() if done is not act})


def unzipped(docx: bytes) -> bytes:
    """Return every part of a Word file, one after the other, with the names of the parts."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return b"\n".join(name.encode() + b"\n" + archive.read(name) for name in archive.namelist())
