"""What stands beside a case on its screen: letters like it, cases that belong to it, its transfer and its marks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.permissions import Actor
from core.formats import date_text
from core.i18n import current_locale
from core.permissions import Permission
from deadlines.clock import today
from feedback.queries.case_file import CaseFile
from feedback.queries.forwardings import ForwardingView, forwarding_view
from feedback.queries.handovers import handover_view
from feedback.queries.links import Kin, Surroundings, surroundings
from feedback.queries.similar import SimilarCase, similar_cases
from feedback.states import WAITING_TO_BE_ACCEPTED, Channel
from feedback.views.place_words import map_facts, notes_of_case
from feedback.views.veil import veiled_line


@dataclass(frozen=True, kw_only=True)
class SimilarLine:
    """A letter like this one, and in words why it was found and what that means for the next step."""

    case: SimilarCase
    why: str
    warning: str


def beside_case(actor: Actor, file: CaseFile) -> dict[str, Any]:
    """Return what stands around the case, who forwarded it, letters like it and what is known of the place, for its screen.

    Similar letters are for who classifies, while that is still to be decided: what the same person wrote before at once, the
    neighbours' letters when the page asks for them (static/js/nearby.js, or the link without it).
    """
    deciding = Permission.CASE_CLASSIFY in actor.permissions and file.state in WAITING_TO_BE_ACCEPTED
    return {
        "around": _veiled(actor, surroundings(actor.unit_id, file.id, today=today())), "deciding": deciding,
        "similar": similar_lines(actor, file.id, neighbours=False) if deciding else [],
        "forwarded": _forwarded(actor, file),
        "handover": handover_view(
            actor.unit_id, file.id, received_on=file.received_on, today=today(), locale=current_locale()
        ),
        "place_notes": notes_of_case(actor.unit_id, lat=file.lat, lon=file.lon, place=file.place, on=today()),
        "ground_map": map_facts(actor.unit_id, on=today()) if file.lat is not None else None,
    }  # fmt: skip


def _forwarded(actor: Actor, file: CaseFile) -> ForwardingView | None:
    """Return who forwarded the letter; a deputy's name is masked for who may not see everybody's names."""
    if file.channel != Channel.FORWARDED:
        return None
    found = forwarding_view(file.id, kind=file.kind, today=today(), locale=current_locale())
    return found and replace(found, body=veiled_line(actor, found.body))


def _veiled(actor: Actor, around: Surroundings) -> Surroundings:
    """Mask what points at a person in the words of other cases and bodies, for who may not see everybody's names."""

    def kin(item: Kin | None) -> Kin | None:
        return item and replace(item, subject=veiled_line(actor, item.subject))

    transfer = around.transfer
    return replace(
        around, leading=kin(around.leading), parent=kin(around.parent), followers=tuple(map(kin, around.followers)),
        parts=tuple(map(kin, around.parts)), urgent_reason=veiled_line(actor, around.urgent_reason),
        transfer=transfer and replace(transfer, reply_text=veiled_line(actor, transfer.reply_text)),
    )  # fmt: skip


def similar_lines(actor: Actor, case_id: int, *, neighbours: bool) -> list[SimilarLine]:
    """Return the letters like this one in words, best first."""
    found = similar_cases(actor, case_id, neighbours=neighbours)
    return [SimilarLine(case=item, why=why(item), warning=warning(item)) for item in found]


def why(item: SimilarCase) -> str:
    """Cùng số điện thoại, cùng thôn, cách nhau 3 ngày."""
    reasons = [
        _("cùng số điện thoại") if item.same_sender else "", _("cùng thôn") if item.same_village else "",
        _("cùng lĩnh vực") if item.same_field else "",
        ngettext("cách nhau %(num)s ngày", "cách nhau %(num)s ngày", item.days) if item.days else _("cùng ngày"),
    ]  # fmt: skip
    line = ", ".join(reason for reason in reasons if reason)
    return line[:1].upper() + line[1:]


def warning(item: SimilarCase) -> str:
    """Return what a repeated letter of the same sender means by law, or an empty text."""
    on = date_text(item.settled_on) if item.settled_on else ""
    if item.repeats == "answered":
        return _(
            "Người này đã được trả lời ngày %(date)s. Nếu không có tình tiết mới: đơn gửi đến thì trả lời và nêu mã %(code)s; "
            "người đến trực tiếp thì có thể từ chối (Luật Tiếp công dân 2013, Điều 9; Nghị định 154/2026/NĐ-CP, Điều 4).",
            date=on, code=item.code,
        )  # fmt: skip
    if item.repeats == "sent_on":
        return _(
            "Nội dung này đã được hướng dẫn hoặc chuyển một lần, ngày %(date)s, mã %(code)s; việc này chỉ làm một lần "
            "(Thông tư 05/2021/TT-TTCP, Điều 14.1; cần xác nhận).",
            date=on, code=item.code,
        )  # fmt: skip
    return ""
