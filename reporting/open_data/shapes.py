"""What each thing looks like to a program: its facts, their types and what they mean. API, files and dictionary read this."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from marshmallow import RAISE, Schema, fields

from core.codes import ALPHABET
from dialogue.commitment_states import PUBLIC as PUBLIC_COMMITMENTS
from dialogue.question_states import QuestionOutcome
from dialogue.states import PUBLIC_STATES, DialogueForm, DialogueKind
from feedback.late_reasons import late_reasons
from feedback.states import LIVES_IN_OTHERS, CaseKind, CaseState, Evidence, Outcome

Words = Any
CODE = f"^[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}$"
CASE_STATES = tuple(state.value for state in CaseState if state not in LIVES_IN_OTHERS)
PLACES = ("square", "village")


class Shape(Schema):
    """The root of all: nothing more than what is described may be there."""

    class Meta:
        """Facts that are not described are refused."""

        unknown = RAISE


def _meaning(words: Words, values: Iterable[str] = (), *, empty: bool = False, **more: object) -> dict[str, Any]:
    known = sorted(values)
    if known:
        more["enum"] = [*known, None] if empty else known
    return {"description": words, **more}


def line(words: Words, values: Iterable[str] = (), **more: object) -> fields.String:
    """A line or more of text; one of ``values`` if there are any."""
    return fields.String(required=True, metadata=_meaning(words, values, **more))


def line_or_null(words: Words, values: Iterable[str] = ()) -> fields.String:
    """The same, or null."""
    return fields.String(required=True, allow_none=True, metadata=_meaning(words, values, empty=True))


def day(words: Words) -> fields.Date:
    """A local date."""
    return fields.Date(required=True, metadata=_meaning(words))


def day_or_null(words: Words) -> fields.Date:
    """A local date, or null."""
    return fields.Date(required=True, allow_none=True, metadata=_meaning(words))


def moment(words: Words) -> fields.DateTime:
    """A moment with its offset."""
    return fields.AwareDateTime(required=True, metadata=_meaning(words))


def moment_or_null(words: Words) -> fields.DateTime:
    """A moment with its offset, or null."""
    return fields.AwareDateTime(required=True, allow_none=True, metadata=_meaning(words))


def flag(words: Words) -> fields.Boolean:
    """Yes or no."""
    return fields.Boolean(required=True, metadata=_meaning(words))


def flag_or_null(words: Words) -> fields.Boolean:
    """Yes, no, or null."""
    return fields.Boolean(required=True, allow_none=True, metadata=_meaning(words))


def number(words: Words) -> fields.Integer:
    """A count."""
    return fields.Integer(required=True, metadata=_meaning(words, minimum=0))


def number_or_null(words: Words) -> fields.Integer:
    """A count, or null."""
    return fields.Integer(required=True, allow_none=True, metadata=_meaning(words, minimum=0))


def degrees_or_null(words: Words) -> fields.Float:
    """Degrees of WGS 84, or null."""
    return fields.Float(required=True, allow_none=True, metadata=_meaning(words))


def lines(words: Words) -> fields.List:
    """Several lines, none twice in meaning."""
    return fields.List(fields.String(), required=True, metadata=_meaning(words))


FIELD = _l("Mã lĩnh vực; trống khi chưa phân loại.")
FIELD_NAME = _l("Tên lĩnh vực.")
VILLAGE = _l("Mã thôn; trống khi không gắn với thôn nào, và luôn trống với khiếu nại.")
VILLAGE_NAME = _l("Tên thôn.")
DIALOGUE = _l("Mã buổi đối thoại.")


class CaseShape(Shape):
    """A case as everybody may see it."""

    code = line(_l("Mã hồ sơ."), pattern=CODE)
    url = line(_l("Địa chỉ trang hồ sơ."))
    kind = line(_l("Loại đơn: kiến nghị, phản ánh, khác, khiếu nại, phản ánh kiến nghị về quy định hành chính."), CaseKind)
    state = line(_l("Trạng thái hôm nay."), CASE_STATES)
    overdue = flag(_l("Còn mở mà đã sau ngày hạn."))
    field = line_or_null(FIELD)
    field_name = line(FIELD_NAME)
    village = line_or_null(VILLAGE)
    village_name = line(VILLAGE_NAME)
    received_on = day(_l("Ngày xã nhận."))
    accepted_on = day_or_null(_l("Ngày nhận giải quyết (thụ lý)."))
    due_on = day_or_null(_l("Ngày hạn theo luật; trống khi không có hạn."))
    answered_on = day_or_null(_l("Ngày trả lời sau cùng, hoặc báo chuyển, hướng dẫn, trả lại; trống khi còn mở, kể cả mở lại."))
    closed_on = day_or_null(_l("Ngày kết thúc."))
    on_time = flag_or_null(_l("Mọi lần trả lời đều không muộn hơn ngày hạn; trống khi chưa trả lời lần nào hoặc không có hạn."))
    extended = flag(_l("Hạn đã được gia hạn đúng luật."))
    reopened = flag(_l("Người gửi chưa hài lòng nên đã mở lại."))
    first_answered_on = day_or_null(_l("Ngày trả lời lần đầu của hồ sơ đã mở lại; trống với hồ sơ khác."))
    outcome = line_or_null(_l("Kết quả của trả lời sau cùng: đã làm, làm một phần, sẽ làm, không làm."), Outcome)
    evidence = line_or_null(_l("Trả lời sau cùng kèm ảnh, văn bản, hay không có bằng chứng."), Evidence)
    satisfied = flag_or_null(_l("Người gửi nói hài lòng; trống khi chưa cho biết."))
    published = flag(_l("Xã đã cho đăng nội dung; nếu không thì tiêu đề, nội dung, trả lời và ảnh đều trống."))
    title = line(_l("Tiêu đề đã đăng."))
    story = line(_l("Nội dung đã đăng."))
    answer = line(_l("Trả lời đã đăng."))
    photos = lines(_l("Địa chỉ các ảnh đã đăng."))
    latitude = degrees_or_null(_l("Vĩ độ (WGS 84) của giữa ô vuông hoặc giữa thôn; không bao giờ là đúng chỗ."))
    longitude = degrees_or_null(_l("Kinh độ (WGS 84), như trên."))
    place = line_or_null(_l("Tọa độ là giữa ô vuông chứa vị trí, hay giữa thôn."), PLACES)


class RoundShape(Shape):
    """One time that a case was dealt with, with every day by which the board counts it."""

    case = line(_l("Mã hồ sơ."), pattern=CODE)
    number = number(_l("Lần thứ mấy: 1 từ ngày nhận, 2 từ ngày mở lại."))
    field = line_or_null(FIELD)
    village = line_or_null(VILLAGE)
    department = line_or_null(_l("Mã phòng; trống: chưa giao phòng nào."))
    began_on = day(_l("Ngày bắt đầu: ngày nhận, hoặc ngày mở lại."))
    accepted_on = day_or_null(_l("Ngày nhận giải quyết (thụ lý); từ ngày ấy hạn là due_on."))
    notice_due_on = day_or_null(_l("Ngày hạn cho tới khi nhận giải quyết; trống khi không có."))
    due_on = day_or_null(_l("Ngày hạn sau cùng; trống khi không có hạn theo luật."))
    due_before = day_or_null(_l("Ngày hạn cho tới khi được gia hạn."))
    extended_on = day_or_null(_l("Ngày được gia hạn; từ ngày ấy hạn là due_on."))
    settled_on = day_or_null(_l("Ngày xong; trống: còn mở. Ngày xong không còn tính là mở."))
    answered = flag(_l("Xong bằng trả lời, không phải chuyển, hướng dẫn hay trả lại."))
    in_time = flag_or_null(_l("Xong không muộn hơn ngày hạn; trống khi chưa xong hoặc không có hạn."))
    evidence = line_or_null(_l("Trả lời kèm ảnh, văn bản, hay không có bằng chứng."), Evidence)
    rated_on = day_or_null(_l("Ngày người gửi cho ý kiến."))
    satisfied = flag_or_null(_l("Người gửi nói hài lòng; trống khi chưa cho biết."))
    undone_on = day_or_null(_l("Ngày mở lại vì người gửi chưa hài lòng với lần này."))
    late_reason = line_or_null(_l("Mã lý do trễ hạn; trống khi không trễ hoặc chưa ghi lý do."), late_reasons("vi"))


class CaseStepShape(Shape):
    """Something that happened to a case."""

    name = line(_l("Việc đã xảy ra: nhận đơn, nhận giải quyết, trả lời lần đầu, mở lại, trả lời, kết thúc, hoặc tên trạng thái."))
    on = day_or_null(_l("Ngày xảy ra; trống khi chỉ biết là đã xảy ra."))


class WholeCaseShape(CaseShape):
    """A case with what has happened to it."""

    events = fields.List(fields.Nested(CaseStepShape), required=True, metadata=_meaning(_l("Những việc đã xảy ra, theo thứ tự.")))
    supports = number(_l("Số máy đã bấm ủng hộ; 0 khi nội dung chưa đăng."))


class FieldShape(Shape):
    """A subject of letters."""

    code = line(_l("Mã lĩnh vực."))
    name = line(_l("Tên lĩnh vực."))
    name_en = line(_l("Tên tiếng Anh."))
    answer_days = number_or_null(_l("Số ngày làm việc để trả lời nếu khác quy định chung."))
    url = line(_l("Địa chỉ danh sách hồ sơ của lĩnh vực."))


class VillageShape(Shape):
    """A village."""

    code = line(_l("Mã thôn."))
    name = line(_l("Tên thôn."))
    old_commune = line(_l("Xã cũ trước khi sắp xếp."))
    latitude = degrees_or_null(_l("Vĩ độ của giữa thôn (WGS 84)."))
    longitude = degrees_or_null(_l("Kinh độ của giữa thôn (WGS 84)."))
    url = line(_l("Địa chỉ danh sách hồ sơ của thôn."))


class DialogueShape(Shape):
    """A dialogue that was announced."""

    code = line(_l("Mã buổi đối thoại."), pattern=CODE)
    url = line(_l("Địa chỉ trang của buổi đối thoại."))
    kind = line(_l("Loại: hội nghị trao đổi, đối thoại của người đứng đầu, lấy ý kiến trước quyết định."), DialogueKind)
    form = line(_l("Hình thức: trực tiếp, trực tuyến, qua mạng xã hội."), DialogueForm)
    state = line(_l("Trạng thái hôm nay."), PUBLIC_STATES)
    title = line(_l("Tên buổi đối thoại."))
    content = line(_l("Nội dung đã thông báo."))
    held_on = day(_l("Ngày tổ chức."))
    starts_at = moment_or_null(_l("Lúc bắt đầu; trống khi chỉ biết ngày."))
    ends_at = moment_or_null(_l("Lúc kết thúc; trống khi chỉ biết ngày."))
    places = lines(_l("Các địa điểm."))
    seats = number_or_null(_l("Số chỗ; trống khi không giới hạn."))
    questions_from = day_or_null(_l("Ngày đầu nhận câu hỏi."))
    questions_to = day_or_null(_l("Ngày cuối nhận câu hỏi."))
    announced_on = day_or_null(_l("Ngày thông báo."))
    concluded_on = day_or_null(_l("Ngày công bố kết quả."))
    cancel_reason = line(_l("Lý do hủy, nếu đã hủy."))


class QuestionShape(Shape):
    """A question that was accepted for a dialogue."""

    code = line(_l("Mã câu hỏi."), pattern=CODE)
    url = line(_l("Địa chỉ trang câu hỏi."))
    dialogue = line(DIALOGUE, pattern=CODE)
    held_on = day(_l("Ngày tổ chức buổi đối thoại."))
    text = line(_l("Lời câu hỏi đã đăng."))
    field = line_or_null(FIELD)
    field_name = line(FIELD_NAME)
    village = line_or_null(VILLAGE)
    village_name = line(VILLAGE_NAME)
    supports = number(_l("Số máy đã bấm cùng hỏi."))
    together = number(_l("Số câu hỏi khác được gộp vào câu này."))
    outcome = line_or_null(_l("Câu hỏi đã ra sao: chưa trả lời, đã trả lời, đã hứa, theo dõi tiếp."), QuestionOutcome)
    answer = line(_l("Câu trả lời tại buổi đối thoại."))
    case = line_or_null(_l("Mã hồ sơ mà câu hỏi đã thành."))
    promises = lines(_l("Mã các cam kết trả lời câu hỏi."))


class CommitmentShape(Shape):
    """A promise made at a dialogue."""

    code = line(_l("Mã cam kết."), pattern=CODE)
    url = line(_l("Địa chỉ trang cam kết."))
    dialogue = line(DIALOGUE, pattern=CODE)
    held_on = day(_l("Ngày tổ chức buổi đối thoại."))
    state = line(_l("Trạng thái hôm nay."), PUBLIC_COMMITMENTS)
    text = line(_l("Lời hứa."))
    department = line(_l("Bộ phận chịu trách nhiệm."))
    post = line(_l("Chức vụ của người chịu trách nhiệm."))
    due_on = day_or_null(_l("Ngày hạn hiện nay."))
    first_due_on = day_or_null(_l("Ngày đã hứa lúc đầu."))
    overdue = flag(_l("Chưa xong mà đã sau ngày hạn."))
    days_late = number(_l("Số ngày trễ."))
    done_on = day_or_null(_l("Ngày báo đã xong."))
    reason = line(_l("Lời sau cùng về tiến độ hoặc lý do."))
