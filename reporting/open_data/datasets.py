"""The datasets: what each is called, what its rows look like, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from marshmallow import Schema

from accounts.queries import fields, villages
from dialogue.queries import commitments, dialogues
from dialogue.queries.open_questions import newest_questions
from feedback.queries.open_cases import all_open_cases
from reporting.open_data import items, number_items, shapes
from reporting.open_data.items import Item, Surroundings
from reporting.open_data.number_shapes import NumberRow
from reporting.queries import board

BATCH = 500
TABLE = ("csv", "jsonl", "json")
Thing = TypeVar("Thing")


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """One table. ``rows`` yields its items; ``withdrawable``: it holds texts that may be taken back."""

    name: str
    title: Any
    about: Any
    shape: type[Schema]
    rows: Callable[[int, Surroundings], Iterator[Item]]
    formats: Sequence[str] = TABLE
    withdrawable: bool = False

    @property
    def columns(self) -> list[tuple[str, Any]]:
        """Names and meanings of the columns, in order."""
        return [(name, field.metadata["description"]) for name, field in self.shape().fields.items()]


def _cases(unit_id: int, around: Surroundings) -> Iterator[Item]:
    return (items.case_item(row, around) for row in all_open_cases(unit_id))


def _rounds(unit_id: int, around: Surroundings) -> Iterator[Item]:
    return (item for row in all_open_cases(unit_id, words=False) for item in items.round_items(row, around))


def _fields(unit_id: int, around: Surroundings) -> Iterator[Item]:
    return (items.field_item(item) for item in fields(unit_id))


def _villages(unit_id: int, around: Surroundings) -> Iterator[Item]:
    return (items.village_item(item) for item in villages(unit_id))


def _walked(read: Callable[[int | None], Sequence[Thing]], number_of: Callable[[Thing], int]) -> Iterator[Thing]:
    before = None
    while True:
        rows = read(before)
        yield from rows
        if len(rows) < BATCH:
            return
        before = number_of(rows[-1])


def _dialogues(unit_id: int, around: Surroundings) -> Iterator[Item]:
    found = _walked(lambda before: dialogues.newest_public(unit_id, before=before, most=BATCH), lambda view: view.id)
    return (items.dialogue_item(view) for view in found)


def _questions(unit_id: int, around: Surroundings) -> Iterator[Item]:
    found = _walked(lambda before: newest_questions(unit_id, before=before, most=BATCH), lambda question: question.id)
    return (items.question_item(question, around) for question in found)


def _commitments(unit_id: int, around: Surroundings) -> Iterator[Item]:
    found = _walked(
        lambda before: commitments.newest_public(unit_id, before=before, most=BATCH, today=around.today),
        lambda pair: pair[0].id,
    )
    return (items.commitment_item(*pair) for pair in found)


def _numbers(unit_id: int, around: Surroundings) -> Iterator[Item]:
    return iter(number_items.number_rows(board(unit_id, today=around.today), around))


DATASETS: tuple[Dataset, ...] = (
    Dataset(
        name="ho-so", title=_l("Hồ sơ"), shape=shapes.CaseShape, rows=_cases, formats=(*TABLE, "geojson"), withdrawable=True,
        about=_l(
            "Mỗi dòng một hồ sơ, cũ nhất trước. Chữ và ảnh chỉ có ở hồ sơ xã đã cho đăng. Tệp GeoJSON: các hồ sơ có vị trí."
        ),
    ),
    Dataset(
        name="lan-giai-quyet", title=_l("Lần giải quyết"), shape=shapes.RoundShape, rows=_rounds,
        about=_l(
            "Mỗi dòng một lần giải quyết một hồ sơ, với các ngày để tính. Tự tính lại được các số hồ sơ trên bảng công khai, "
            "của kỳ nào cũng được."
        ),
    ),
    Dataset(
        name="so-lieu", title=_l("Số liệu"), shape=NumberRow, rows=_numbers,
        about=_l(
            "Các số trên bảng công khai: toàn xã, theo lĩnh vực, theo thôn, theo phòng, theo tháng; số lần trễ hạn theo lý do."
        ),
    ),
    Dataset(
        name="doi-thoai", title=_l("Đối thoại"), shape=shapes.DialogueShape, rows=_dialogues,
        about=_l("Mỗi dòng một buổi đối thoại đã thông báo, mới nhất trước."),
    ),
    Dataset(
        name="cau-hoi", title=_l("Câu hỏi"), shape=shapes.QuestionShape, rows=_questions, withdrawable=True,
        about=_l("Mỗi dòng một câu hỏi đã nhận cho đối thoại, mới nhất trước. Không có tên người hỏi."),
    ),
    Dataset(
        name="cam-ket", title=_l("Cam kết"), shape=shapes.CommitmentShape, rows=_commitments, withdrawable=True,
        about=_l("Mỗi dòng một lời hứa của xã sau đối thoại, mới nhất trước."),
    ),
    Dataset(name="linh-vuc", title=_l("Lĩnh vực"), shape=shapes.FieldShape, rows=_fields, about=_l("Mã và tên các lĩnh vực.")),
    Dataset(name="thon", title=_l("Thôn"), shape=shapes.VillageShape, rows=_villages, about=_l("Mã, tên và điểm giữa các thôn.")),
)  # fmt: skip
BY_NAME: Mapping[str, Dataset] = {dataset.name: dataset for dataset in DATASETS}
