"""What a program may write into an address, read strictly: what is unknown or malformed is refused with a hint."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NoReturn

from flask import Request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import RAISE, Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser

from core.errors import BadQuestion
from core.i18n import LANGUAGES
from feedback.queries.open_cases import STANDINGS
from reporting.open_data.shapes import CASE_STATES
from reporting.periods import SPANS

MOST, USUAL = 100, 25
LONGEST_WORDS = 80
LONGEST_NAME = 40
COUNT = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
PERIOD = rf"^20[0-9]{{2}}-(0[1-9]|1[0-2]|{'|'.join(SPANS)})\Z"
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Count(fields.Integer):
    """A number from 1 to MOST in plain digits."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if not COUNT.fullmatch(str(value)) or int(value) > MOST:
            raise ValidationError("count")
        return int(value)


class Day(fields.Date):
    """A day as year-month-day, and no other way of writing one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        try:
            if DAY.fullmatch(str(value)):
                return date.fromisoformat(str(value))
        except ValueError:
            pass
        raise ValidationError("day")


class Word(fields.String):
    """One of some words, or a word of a pattern."""

    def __init__(self, *values: str, pattern: str = "", **facts: Any) -> None:
        self.values, self.pattern = values, re.compile(pattern, re.ASCII)
        super().__init__(**facts)
        if values:
            self.metadata["enum"] = sorted(values)
        if pattern:
            self.metadata["pattern"] = pattern

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if (self.values and value not in self.values) or not self.pattern.match(str(value)):
            raise ValidationError("word")
        return str(value)


class Line(fields.String):
    """A line of at most LONGEST_WORDS letters."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if not 1 <= len(str(value)) <= LONGEST_WORDS:
            raise ValidationError("line")
        return str(value)


class Question(Schema):
    """The root of all: other parameters are refused."""

    class Meta:
        """What is not described is refused."""

        unknown = RAISE

    lang = Word(*LANGUAGES, metadata={"description": _l("Ngôn ngữ của tên và lời giải thích: vi hoặc en.")})


class PagedQuestion(Question):
    """A list that is read in parts."""

    limit = Count(
        load_default=USUAL,
        metadata={"description": _l("Số mục mỗi lần đọc, từ 1 đến 100."), "minimum": 1, "maximum": MOST, "default": USUAL},
    )
    cursor = fields.String(
        metadata={
            "description": _l("Chỗ đọc tiếp: next_cursor của trả lời trước. Không tự đặt ra được."), "format": "cursor",
        }
    )  # fmt: skip


class CaseQuestion(PagedQuestion):
    """What narrows the list of cases."""

    field = fields.String(metadata={"description": _l("Mã lĩnh vực, xem /api/v1/fields.")})
    village = fields.String(metadata={"description": _l("Mã thôn, xem /api/v1/villages.")})
    state = Word(*CASE_STATES, metadata={"description": _l("Đúng một trạng thái.")})
    standing = Word(
        *STANDINGS, "reopened",
        metadata={"description": _l("Nhóm trạng thái: đang giải quyết, quá hạn, đã trả lời, mở lại, chuyển hoặc hướng dẫn.")},
    )  # fmt: skip
    first_on = Day(data_key="from", metadata={"description": _l("Nhận từ ngày này, dạng 2026-11-20.")})
    last_on = Day(data_key="to", metadata={"description": _l("Nhận đến hết ngày này, dạng 2026-11-20.")})
    words = Line(
        metadata={
            "description": _l("Các từ cần tìm trong phần đã đăng, tên lĩnh vực, tên thôn; hoặc một mã hồ sơ. Từ 1 đến 80 chữ."),
            "minLength": 1, "maxLength": LONGEST_WORDS,
        }
    )  # fmt: skip


class MeasuresQuestion(Question):
    """Which period the numbers are of, and as of which day."""

    period = Word(
        pattern=PERIOD,
        metadata={
            "description": _l(
                "Kỳ: tháng (2026-11), hoặc kỳ báo cáo cắt ngày 14 (2026-q1 đến 2026-q4, 2026-6t, 2026-9t, 2026-nam). "
                "Không ghi: 12 tháng gần đây."
            )
        },
    )
    first_on = Day(
        data_key="from",
        metadata={"description": _l("Từ ngày này, dạng 2026-11-20; thay cho period. Chỉ ghi from: đến nay, dài nhất 5 năm.")},
    )
    last_on = Day(
        data_key="to", metadata={"description": _l("Đến hết ngày này, dạng 2026-11-20. Chỉ ghi to: 12 tháng đến ngày ấy.")}
    )
    as_of = Day(metadata={"description": _l("Các số như đến hết ngày này, dạng 2026-11-20; không ghi: hôm nay.")})


class StrictParser(FlaskParser):
    """Reads the part of an address behind the question mark; every fault is a BadQuestion with a hint."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": RAISE}
    DEFAULT_VALIDATION_STATUS = 400

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """Read each parameter once; one that is given twice is refused."""
        for name in req.args:
            if len(req.args.getlist(name)) > 1:
                raise BadQuestion(hint=_("Tham số %(name)s chỉ được ghi một lần.", name=name[:LONGEST_NAME]))
        return super().load_querystring(req, schema)

    def handle_error(self, error: ValidationError, req: Request, schema: Schema, **_facts: Any) -> NoReturn:
        """Say which parameters are wrong and what may stand there."""
        faults = error.messages.get("query", {}) if isinstance(error.messages, Mapping) else {}
        known = {field.data_key or name: field for name, field in schema.fields.items()}
        raise BadQuestion(hint=" ".join(_hint(name, known) for name in faults) or None)


def _hint(name: str, known: Mapping[str, fields.Field[Any]]) -> str:
    if name not in known:
        return _(
            "Không có tham số %(name)s. Các tham số: %(known)s.", name=name[:LONGEST_NAME], known=", ".join(sorted(known))
        )  # fmt: skip
    said = str(known[name].metadata.get("description", ""))
    values = known[name].metadata.get("enum")
    listed = _("Một trong: %(values)s.", values=", ".join(values)) if values else ""
    return _("Tham số %(name)s chưa đúng.", name=name) + f" {said} {listed}".rstrip()
