"""How an answer of GeoReport leaves: JSON or XML, errors in the specification's shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from feedback.forms.faults import sentence
from feedback.georeport import Refused, to_json, to_xml
from feedback.open311 import open311

TYPES = {"json": "application/json", "xml": "text/xml"}


def written(form: str, root: str, thing: Sequence[Any] | Mapping[str, Any], *, status: int = 200) -> Response:
    """Return the answer in ``form`` (json or xml); ``root`` names it in XML."""
    text = to_xml(root, thing) if form == "xml" else to_json(thing)
    return Response(text, status=status, content_type=f"{TYPES[form]}; charset=utf-8")


def errors(pairs: Sequence[tuple[int, str]], *, status: int, form: str | None = None) -> Response:
    """Return errors as GeoReport writes them: an array of code and description, also of one."""
    chosen = form or ("xml" if request.path.endswith(".xml") else "json")
    response = written(chosen, "errors", [{"code": code, "description": text} for code, text in pairs], status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


# ------------------------------------------------------------------ sentences


def refused_sentence(code: str, facts: Mapping[str, object]) -> str:
    """Return what is wrong and what to do; a value that was sent is never repeated."""
    known = {
        "jurisdiction_unknown": _("jurisdiction_id không phải của xã ở địa chỉ này. Hãy dùng %(known)s hoặc bỏ trống."),
        "service_unknown": _("service_code không có ở xã này. Danh sách: %(known)s"),
        "service_missing": _("Thiếu service_code. Danh sách: %(known)s"),
        "request_unknown": _("Không có hồ sơ công khai nào mang service_request_id này."),
        "token_unknown": _("token này không dẫn tới hồ sơ nào."),
        "too_many_codes": _("Mỗi lần hỏi nhiều nhất %(most)s service_request_id."),
        "name_unknown": _("Không có tham số %(name)s. Các tham số: %(known)s."),
        "name_twice": _("Tham số %(name)s chỉ được ghi một lần."),
        "not_utf8": _("%(name)s không phải chữ UTF-8. Không có gì được lưu; hãy mã hóa lại rồi gửi."),
        "date_bad": _("%(name)s phải là thời điểm ISO 8601, ví dụ 2026-11-01T00:00:00+07:00."),
        "span_long": _("Khoảng thời gian dài quá %(days)s ngày. Hãy chia thành nhiều lần hỏi."),
        "status_unknown": _("status chỉ nhận: %(known)s."),
        "page_size_bad": _("page_size là số nguyên từ 1 đến %(most)s."),
        "after_bad": _("after là service_request_id của hồ sơ cuối cùng ở trang trước."),
        "after_unknown": _("Hồ sơ nêu ở after không còn công khai. Hãy đọc lại từ trang đầu."),
        "key_missing": _("Thiếu api_key. Thân là biểu mẫu (urlencoded, multipart/form-data), không phải JSON. Xã cấp khóa."),
        "key_unknown": _("api_key không đúng hoặc đã bị thu hồi. Hãy hỏi quản trị của xã."),
        "location_missing": _("Thiếu vị trí: gửi lat và long, hoặc address_string, hoặc attribute[village]."),
        "address_id_only": _("Xã không có kho mã địa chỉ nên không nhận address_id. Hãy gửi address_string hoặc lat và long."),
        "position_bad": _("lat và long là số thập phân theo độ (WGS 84) và phải đi cùng nhau."),
        "kind_unknown": _("attribute[kind] chỉ nhận: %(known)s."),
        "village_unknown": _("attribute[village] không có ở xã này. Danh sách mã thôn nằm trong services/<service_code>."),
        "reference_long": _("Idempotency-Key hoặc external_reference dài quá %(most)s ký tự."),
        "other_letter": _("Mã tham chiếu này đã dùng cho một nội dung khác. Hãy dùng mã khác cho việc khác."),
        "denunciation": _(
            "Lời viết là một đơn tố cáo. Tố cáo không nhận qua đây và không có gì được giữ lại, để giữ bí mật cho người tố cáo "
            "(Luật Tố cáo 2018, Điều 8, 22, 23). Hãy chỉ người gửi tới %(url)s. Nếu không phải tố cáo, gửi lại với "
            "attribute[not_denunciation]=true."
        ),
        "complaint": _(
            "Lời viết là một khiếu nại. Khiếu nại cần chữ ký của chính người khiếu nại nên không nhận qua đây và không có gì "
            "được giữ lại (Luật Khiếu nại 2011, Điều 8). Hãy chỉ người gửi tới %(url)s."
        ),
    }  # fmt: skip
    return known[code] % facts


@open311.errorhandler(Refused)
def on_refused(error: Refused) -> Response:
    """Answer what the specification foresees."""
    pairs = [(error.status, refused_sentence(error.code, error.facts))]
    return errors(pairs, status=error.status)


def bad_fields(faults: Mapping[str, str]) -> Response:
    """Answer a letter with faults: parameter → code of the sentence, each told."""
    return errors([(400, f"{name}: {sentence(code)}") for name, code in faults.items()], status=400)


# ------------------------------------------------------------------ everything else that can go wrong


def told(facts: Mapping[str, Any]) -> Response:
    """Return an error of the house as GeoReport writes one: what happened and what to do, in one description."""
    status, incident = int(facts["status"]), facts.get("incident")
    said = [str(facts["message"]), str(facts["hint"])]
    if status == 503:
        said = [_("Máy chủ đang bận. Chưa có gì được lưu; hãy gửi lại sau.")]
    if incident:
        said.append(_("Mã sự cố: %(code)s.", code=incident))
    return errors([(status, " ".join(said).rstrip(".") + ".")], status=status)


@open311.after_request
def keep_out_of_searches(response: Response) -> Response:
    """Let search engines list the pages of the cases, not the answers of programs."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response
