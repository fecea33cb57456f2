"""What officials type about an item: the whole of it, a correction, a reason, evidence, the day on which it came down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField

from accounts.read_models import OfficialItem, VillageItem
from core.attachments import Picture
from core.errors import BadInput
from disclosure.phrases import SENTENCES, WAYS, refused, sentence
from disclosure.queries.desk import DeskItem
from disclosure.queries.places import Place
from disclosure.rules import DOCUMENT_MOST, NOTE_MOST, REASON_MOST, SUMMARY_MOST, TEXT_MOST, TITLE_MOST, NewItem, Showing
from disclosure.states import Way
from feedback.forms import choices
from feedback.forms.desk_form import BoxesField, DayField, DeskForm, IdField, LineField, ProseField
from feedback.forms.faults import SENTENCES as LETTERS


class RoomForm(DeskForm):
    """A form of this room: refusals are said in its own sentences."""

    SENTENCE = staticmethod(sentence)

    def refuse(self, problem: BadInput) -> None:
        """Put a refusal beside the fields, with the days and the article that it rests on."""
        for name, words in refused(problem).items():
            self.say(name, words)


class ItemForm(RoomForm):
    """An item as it is begun or changed."""

    token = HiddenField()
    title = LineField(_l("Tên thông tin"), most=TITLE_MOST)
    document = LineField(_l("Số, ký hiệu văn bản"), most=DOCUMENT_MOST)
    decided_on = DayField(_l("Ngày quyết định, ngày văn bản"))
    summary = ProseField(_l("Tóm tắt dễ hiểu"), most=SUMMARY_MOST)
    text = ProseField(_l("Nội dung"), most=TEXT_MOST)
    files = MultipleFileField(_l("Tệp văn bản (PDF hoặc ảnh)"))
    dropped = BoxesField(_l("Bỏ tệp đang có"), unknown=LETTERS["choice_unknown"])
    official_id = IdField(_l("Người chịu trách nhiệm"))
    village_ids = BoxesField(_l("Niêm yết tại nhà văn hóa thôn"), unknown=SENTENCES["village_unknown"])

    def offer_lists(
        self, *, officials: Sequence[OfficialItem], villages: Sequence[VillageItem], files: Sequence[Picture] = ()
    ) -> None:
        """Fill the lists."""
        self.official_id.choices = choices.people(officials, empty=_l("chọn người"))
        self.village_ids.choices = [(str(item.id), item.name) for item in villages]
        self.dropped.choices = [(item.public_id, str(number)) for number, item in enumerate(files, start=1)]

    def item(self, kind: str, village_ids: Sequence[int] | None = None) -> NewItem:
        """Return what was typed as the command takes it; ``village_ids``: those of an item whose places stay."""
        chosen = tuple(int(word) for word in self.village_ids.data or ()) if village_ids is None else tuple(village_ids)
        return NewItem(
            kind=kind, title=self.title.data or "", document=self.document.data or "", decided_on=self.decided_on.data,
            summary=self.summary.data or "", text=self.text.data or "", official_id=self.official_id.data, village_ids=chosen,
        )  # fmt: skip


class CorrectionForm(ItemForm):
    """A published item as it should read, and why."""

    reason = ProseField(_l("Lý do đính chính (hiện công khai)"), most=REASON_MOST)


def typed_of(item: DeskItem) -> dict[str, Any]:
    """Return an item as its form holds it."""
    return {
        "version": item.version, "title": item.line.title, "document": item.line.document, "decided_on": item.line.decided_on,
        "summary": item.summary, "text": item.text, "official_id": item.official_id,
        "village_ids": [str(number) for number in item.village_ids],
    }  # fmt: skip


class PressForm(RoomForm):
    """A button with the version that it was shown with."""


class ReasonForm(RoomForm):
    """Why an item is taken back."""

    reason = ProseField(_l("Lý do gỡ (hiện công khai)"), most=REASON_MOST)


class PlacesForm(RoomForm):
    """Some of the places of an item."""

    places = BoxesField(_l("Ở những nơi nào"), unknown=SENTENCES["place_unknown"])

    def offer_places(self, places: Sequence[Place]) -> None:
        """Fill the list: villages by their names."""
        self.places.choices = [(place.key, place.name or str(WAYS[Way(place.way)])) for place in places]


class ShowForm(PlacesForm):
    """Evidence of one way."""

    from_on = DayField(_l("Từ ngày"))
    to_on = DayField(_l("Đến hết ngày"))
    note = ProseField(_l("Ghi chú"), most=NOTE_MOST)
    photos = MultipleFileField(_l("Ảnh chụp"))

    def showing(self, places: Sequence[str] | None = None) -> Showing:
        """Return what was typed as the command takes it."""
        chosen = self.places.data or () if places is None else places
        return Showing(places=tuple(chosen), from_on=self.from_on.data, to_on=self.to_on.data, note=self.note.data or "")


class TakeDownForm(PlacesForm):
    """The day on which something came down, and what takes its place where it hung permanently."""

    to_on = DayField(_l("Gỡ xuống ngày"))
    replaced_by_id = IdField(_l("Thông tin thay thế"))

    def offer_replacements(self, rows: Sequence[tuple[int, str]]) -> None:
        """Fill the list."""
        self.replaced_by_id.choices = [("", _l("không có")), *((str(item_id), title) for item_id, title in rows)]


def files_sent(name: str) -> list[Any]:
    """Return the files that were really chosen; a browser sends an empty part for none."""
    return [item for item in request.files.getlist(name) if item.filename]
