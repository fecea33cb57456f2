"""Makers of cases that belong together: a leading case with its duplicate, a letter in parts, a transfer that waits."""

from __future__ import annotations

from datetime import datetime

from accounts.permissions import Actor
from accounts.queries import fields
from core.transaction import transaction
from feedback.late_reasons import Lateness
from feedback.models import Case
from feedback.phrases import ground_text
from feedback.services import filing, marking, merging, revoking, splitting, transferring, triage
from feedback.services.splitting import Part
from feedback.states import Action, CaseKind
from tests.makers import NOW, Commune, make_case, read_case, read_version

BRIDGE = "Cầu tràn thôn Nà Pe hỏng lan can sau trận mưa, trẻ đi học rất nguy hiểm."
RUBBISH = "Bãi rác tự phát đầu thôn bốc mùi hôi, đề nghị xã cho thu gom hằng tuần."
LIGHT = "Ba bóng đèn đường trước nhà văn hóa hỏng đã một tháng, buổi tối rất tối."


def merged(commune: Commune, *, at: datetime = NOW, state: str = "received", leading: str = "in_progress") -> tuple[Case, Case]:
    """Return a duplicate and the case that leads it."""
    lead = make_case(commune, state=leading, at=at, story=BRIDGE, name="Nông Thị Bình", phone="0987 654 321")
    copy = make_case(commune, state=state, at=at, story=BRIDGE + " Xin xã sửa sớm.", name="Hoàng Văn Cường", phone="0912 000 111")
    merge(commune, copy.id, lead.code, at=at)
    return read_case(copy.id), read_case(lead.id)


def merge(commune: Commune, case_id: int, code: str, *, at: datetime = NOW) -> None:
    """The clerk lets a case follow another."""
    with transaction():
        merging.merge(
            case_id, actor=commune.clerk, at=at, version=read_version(case_id), leading_code=code, reason="Cùng cầu tràn"
        )


def unmerge(commune: Commune, case_id: int, *, at: datetime = NOW) -> None:
    """The clerk takes the merge back."""
    with transaction():
        merging.unmerge(case_id, actor=commune.clerk, at=at, version=read_version(case_id), reason="Hai cầu khác nhau")


def parts_of(commune: Commune, *texts: str, kinds: tuple[CaseKind, ...] = ()) -> list[Part]:
    """Return parts, each in another field, reflections unless ``kinds`` say otherwise."""
    items = fields(commune.unit_id)
    chosen = kinds or (CaseKind.REFLECTION,) * len(texts)
    return [
        Part(kind=kind, field_id=items[place].id, story=text)
        for place, (text, kind) in enumerate(zip(texts, chosen, strict=True))
    ]


def split(commune: Commune, case_id: int, parts: list[Part], *, at: datetime = NOW) -> list[int]:
    """The clerk splits a letter."""
    with transaction():
        return splitting.split(case_id, actor=commune.clerk, at=at, version=read_version(case_id), parts=parts)


def transfer(commune: Commune, *, at: datetime = NOW, receiver: str = "Sở Xây dựng tỉnh Lạng Sơn", **changes: object) -> Case:
    """Return a case that was transferred."""
    case = make_case(commune, state="classified", at=at, **changes)
    turn_away(commune, case.id, Action.TRANSFER, at=at, receiver=receiver)
    return read_case(case.id)


def turn_away(commune: Commune, case_id: int, action: Action, *, at: datetime = NOW, receiver: str = "") -> None:
    """The clerk transfers, guides, returns or refuses."""
    with transaction():
        triage.turn_away(
            case_id, actor=commune.clerk, at=at, version=read_version(case_id), action=action,
            ground="Không thuộc thẩm quyền của xã", letter="Xã đã chuyển nội dung này.", receiver=receiver,
            late=Lateness(reason="slow_start"),
        )  # fmt: skip


def file_letter(
    commune: Commune, case_id: int, ground_code: str = "unreadable", *, at: datetime = NOW, actor: Actor | None = None,
    reason: str = "Trang hai bị ướt, không đọc được.", earlier_code: str = "",
) -> None:  # fmt: skip
    """The leader files a letter that is not eligible."""
    with transaction():
        filing.file_letter(
            case_id, actor=actor or commune.leader, at=at, version=read_version(case_id), ground_code=ground_code,
            ground=ground_text(ground_code), reason=reason, letter="Xã lưu đơn này, không giải quyết tiếp.",
            earlier_code=earlier_code, late=Lateness(reason="slow_start"),
        )  # fmt: skip


def urge(commune: Commune, case_id: int, *, at: datetime) -> None:
    """The clerk urges the receiving body."""
    with transaction():
        transferring.urge(case_id, actor=commune.clerk, at=at, version=read_version(case_id), text="Đề nghị cho biết kết quả")


def reply(commune: Commune, case_id: int, *, at: datetime, **changes: object) -> None:
    """The clerk writes down what the receiving body answered."""
    values = {"replied_on": at.date(), "number": "125/SXD-QLHT", "text": "Sở đã giao đơn vị quản lý sửa lan can trong tháng."}
    with transaction():
        transferring.record_reply(case_id, actor=commune.clerk, at=at, version=read_version(case_id), **{**values, **changes})


def mark_urgent(commune: Commune, case_id: int, *, at: datetime = NOW, reason: str = "Cầu sắp sập, trẻ đi học") -> None:
    """The leader marks a case as an emergency."""
    with transaction():
        marking.mark_urgent(case_id, actor=commune.leader, at=at, version=read_version(case_id), reason=reason)


def note_portal(commune: Commune, case_id: int, *, at: datetime = NOW, number: str = "PAKN.0042", text: str = "") -> None:
    """The clerk writes down the number on the national portal."""
    with transaction():
        marking.note_portal(case_id, actor=commune.clerk, at=at, version=read_version(case_id), number=number, text=text)


def file_information(commune: Commune, case_id: int, *, at: datetime = NOW, text: str = "Đã kiểm tra, có đúng sự việc") -> None:
    """The clerk keeps an anonymous letter as information."""
    with transaction():
        marking.file_information(case_id, actor=commune.clerk, at=at, version=read_version(case_id), text=text)


def revoke(
    commune: Commune, case_id: int, *, at: datetime = NOW, reason: str = "Chuyển nhầm nơi nhận", actor: Actor | None = None
) -> None:  # fmt: skip
    """The clerk, or who is named, takes an ending back."""
    with transaction():
        revoking.revoke(case_id, actor=actor or commune.clerk, at=at, version=read_version(case_id), reason=reason)


def told_of_filing(commune: Commune, locale: str) -> int:
    """File a letter that went to many offices; return it."""
    case = make_case(commune, locale=locale, state="classified")
    file_letter(commune, case.id, "sent_to_many", reason="Thanh tra tỉnh đã nhận cùng đơn này.")
    return case.id


def taken_back(commune: Commune, locale: str) -> int:
    """Transfer a letter by mistake and take that back; return it."""
    case = transfer(commune, locale=locale)
    revoke(commune, case.id)
    return case.id
