"""The wrapping of lists: as of which day, the items, and where it goes on."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields

from reporting.open_data.shapes import Shape, day, line, number


def _name(shape: type[Schema], kind: str) -> str:
    return f"{shape.__name__.removesuffix('Shape')}{kind}"


def _list(shape: type[Schema], **more: Any) -> dict[str, Any]:
    return {
        "as_of": day(_l("Các mục đúng vào ngày này.")),
        "items": fields.List(fields.Nested(shape), required=True, metadata={"description": _l("Các mục của phần này.")}),
        "next_cursor": fields.String(
            required=True, allow_none=True,
            metadata={"description": _l("Ghi vào cursor để đọc phần tiếp; trống: đã hết."), **more},
        ),
    }  # fmt: skip


def part_of(shape: type[Schema]) -> type[Schema]:
    """Return the shape of a part of a long list."""
    return Shape.from_dict(_list(shape), name=_name(shape, "Part"))


def whole_list_of(shape: type[Schema]) -> type[Schema]:
    """Return the shape of a list that always comes whole."""
    return Shape.from_dict(_list(shape), name=_name(shape, "List"))


class FaultShape(Shape):
    """What went wrong."""

    status = number(_l("Mã HTTP."))
    code = line(_l("Tên ngắn của lỗi, không đổi theo ngôn ngữ."))
    message = line(_l("Lỗi, bằng lời."))
    hint = line(_l("Nên làm gì."))
    incident = fields.String(metadata={"description": _l("Mã sự cố, khi lỗi ở máy chủ.")})


class ErrorShape(Shape):
    """The one shape of every error."""

    error = fields.Nested(FaultShape, required=True)
