"""The form that says an announced dialogue anew: everything of the announcement but its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from accounts.read_models import VillageItem
from dialogue import dialogue_phrases as phrases
from dialogue.forms.planning import PLACES, SEATS_MOST, UNKNOWN, PlanForm, moment_of, typed_of
from dialogue.queries.dialogues import DialogueView
from dialogue.services.amending import Amendment
from dialogue.services.planning import NewPlace
from feedback.forms.desk_form import BoxesField, LineField, NumberField, ProseField
from feedback.forms.entry import ClockField


class AmendForm(PlanForm):
    """An announced dialogue as it shall stand, and why."""

    ALIASES = {"starts_at": "from_time", "ends_at": "to_time", "places": "place_1_name"}

    from_time = ClockField(_l("Từ giờ"))
    to_time = ClockField(_l("Đến giờ"))
    content = ProseField(_l("Nội dung sẽ trao đổi"), most=5000)
    how_to_join = ProseField(_l("Cách tham gia"), most=2000)
    chairs = LineField(_l("Người đồng chủ trì khác"), most=300)
    seats = NumberField(_l("Tổng số chỗ"))
    place_1_name, place_2_name, place_3_name, place_4_name = (LineField(_l("Tên địa điểm"), most=160) for _n in PLACES)
    place_1_address, place_2_address, place_3_address, place_4_address = (LineField(_l("Địa chỉ"), most=200) for _n in PLACES)
    place_1_seats, place_2_seats, place_3_seats, place_4_seats = (NumberField(_l("Số chỗ")) for _n in PLACES)
    place_1_villages, place_2_villages, place_3_villages, place_4_villages = (
        BoxesField(_l("Dành cho thôn"), unknown=UNKNOWN) for _n in PLACES
    )
    reason = ProseField(_l("Lý do sửa (hiện công khai)"), most=1000)
    ad_hoc_reason = ProseField(_l("Lý do họp đột xuất, nếu còn dưới 7 ngày"), most=1000)

    def offer_villages(self, villages: Sequence[VillageItem]) -> None:
        """Fill the lists."""
        for number in PLACES:
            self[f"place_{number}_villages"].choices = [(str(item.id), item.name) for item in villages]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether all numbers are some, and every place that has something has a name."""
        good = super().validate(extra_validators)
        for field in (self.seats, *(self[f"place_{number}_seats"] for number in PLACES)):
            if field.data is not None and not 1 <= field.data <= SEATS_MOST:
                field.errors, good = [phrases.fault("number_small")], False
        for number in PLACES:
            filled = [self[f"place_{number}_{word}"].data for word in ("address", "seats", "villages")]
            if any(filled) and not self[f"place_{number}_name"].data:
                self[f"place_{number}_name"].errors, good = [phrases.fault("place_name_missing")], False
        return good

    def places(self) -> list[tuple[int, list[Any]]]:
        """Return number and fields of every place, for the page."""
        words = ("name", "address", "seats", "villages")
        return [(number, [self[f"place_{number}_{word}"] for word in words]) for number in PLACES]

    def amendment(self, held_on: date) -> Amendment:
        """Return what was typed as the command takes it; only after validate()."""
        return Amendment(
            starts_at=moment_of(held_on, self.from_time.data), ends_at=moment_of(held_on, self.to_time.data),
            content=self.content.data or "", how_to_join=self.how_to_join.data or "", chairs=self.chairs.data or "",
            places=tuple(self._place(number) for number in PLACES if self[f"place_{number}_name"].data), seats=self.seats.data,
            reason=self.reason.data or "", ad_hoc_reason=self.ad_hoc_reason.data or "",
        )  # fmt: skip

    def _place(self, number: int) -> NewPlace:
        return NewPlace(
            name=self[f"place_{number}_name"].data, address=self[f"place_{number}_address"].data or "",
            village_ids=tuple(int(word) for word in self[f"place_{number}_villages"].data or ()),
            seats=self[f"place_{number}_seats"].data,
        )  # fmt: skip


def amended_of(view: DialogueView) -> dict[str, Any]:
    """Return an announced dialogue as its form holds it; the reasons are asked anew."""
    return {name: value for name, value in typed_of(view).items() if name in AMENDED} | {"version": view.version}


AMENDED = frozenset(
    {"from_time", "to_time", "content", "how_to_join", "chairs", "seats"}
    | {f"place_{number}_{word}" for number in PLACES for word in ("name", "address", "seats", "villages")}
)
