"""Sentences about places: where a point lies, and what a written name is today."""

from __future__ import annotations

from flask_babel import gettext as _

from accounts.phrases import old_place_sentence
from accounts.place_queries import Whereabouts, WrittenPlace
from core.formats import number_text


def where_sentence(found: Whereabouts, *, commune: str) -> str:
    """Return where a point lies ("Vị trí này thuộc Thôn Nà Lìa."), honest about what is only near."""
    if found.inside is False:
        if found.other is not None:
            return _("Vị trí này không thuộc %(commune)s mà thuộc %(other)s.", commune=commune, other=found.other.name)
        return _("Vị trí này nằm ngoài %(commune)s.", commune=commune)
    if found.village is not None and found.nearest_metres is None:
        return _("Vị trí này thuộc %(village)s.", village=found.village.name)
    if found.village is not None:
        return _(
            "Vị trí này gần %(village)s nhất (cách giữa thôn khoảng %(metres)s m). Hãy xem lại tên thôn.",
            village=found.village.name, metres=number_text(round(found.nearest_metres or 0, -1)),
        )  # fmt: skip
    if found.inside:
        return _("Vị trí này thuộc %(commune)s. Hãy chọn tên thôn.", commune=commune)
    return ""


def written_sentence(found: WrittenPlace, *, typed: str, commune: str, for_sender: bool = True) -> str:
    """Return what a written place is today ("Đã ghi “Y Tịch”: Xã Y Tịch trước đây, nay thuộc Xã Vạn Linh."), or nothing."""
    if found.several:
        names = ", ".join(f"{item.name} ({item.old_commune})" if item.old_commune else item.name for item in found.several)
        return _("Có nhiều thôn trùng tên: %(names)s. Hãy chọn đúng thôn.", names=names)
    if found.elsewhere is not None:
        today = old_place_sentence(found.elsewhere)
        if for_sender:
            return _("Đã ghi “%(typed)s”. %(today)s Nơi ấy không thuộc %(commune)s.", typed=typed, today=today, commune=commune)
        return _("Đơn ghi “%(typed)s”. %(today)s Nơi ấy không thuộc %(commune)s.", typed=typed, today=today, commune=commune)
    if not found.written:
        return ""
    name = found.village.name if found.village is not None else commune
    if for_sender:
        return _("Đã ghi “%(typed)s”: %(old)s trước đây, nay thuộc %(today)s.", typed=typed, old=found.written, today=name)
    return _("Đơn ghi “%(typed)s”: %(old)s trước đây, nay thuộc %(today)s.", typed=typed, old=found.written, today=name)
