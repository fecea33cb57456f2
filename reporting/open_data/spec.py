"""The description of the API (OpenAPI 3.1), made from the same declarations that read the questions."""

from __future__ import annotations

import copy
from functools import lru_cache
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_smorest import Api
from marshmallow import Schema

from reporting.open_data.api import pages
from reporting.open_data.number_shapes import NumberRow
from reporting.open_data.pages import ErrorShape
from reporting.open_data.shapes import RoundShape

LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/deed.vi"}
ABOUT = _l(
    "Chỉ đọc, không cần khóa. Danh sách đọc theo phần: next_cursor của phần trước ghi vào cursor. Trả lời có ETag. "
    "Mỗi địa chỉ mạng hỏi được 120 lần một phút; cần nhiều thì tải tệp ở /du-lieu. Không có gì về tố cáo, không có tên người gửi."
)
ERRORS = {400: _l("Tham số chưa đúng."), 404: _l("Không có."), 429: _l("Hỏi quá nhiều."), 503: _l("Đang bận.")}


class OpenApi(Api):
    """flask-smorest's register of what is declared; errors and the address of the file are the house's own."""

    ERROR_SCHEMA = ErrorShape

    def _register_error_handlers(self) -> None:
        """Leave errors to core.error_pages."""


def _named(schema: Any) -> str:
    kind = schema if isinstance(schema, type) else type(schema)
    return kind.__name__.removesuffix("Shape")


@lru_cache(maxsize=1)
def declared() -> APISpec:
    """Return what is declared, read once a process, when somebody asks for it: the applications that answer do without."""
    reader = Flask("declarations")
    reader.config.update(API_TITLE="Gần Dân", API_VERSION="1.0.0", OPENAPI_VERSION="3.1.0")
    api = OpenApi()
    api.init_app(reader, spec_kwargs={"marshmallow_plugin": MarshmallowPlugin(schema_name_resolver=_named)})
    api.register_blueprint(pages)
    for shape in (NumberRow, RoundShape):
        api.spec.components.schema(_named(shape), schema=shape)
    return api.spec


def description(*, fields: list[str], villages: list[str]) -> dict[str, Any]:
    """Return the file for one commune: its codes of fields and villages are the values that may be asked for."""
    whole = copy.deepcopy(declared().to_dict())
    whole["info"] |= {"description": ABOUT, "license": LICENCE}
    whole["servers"] = [{"url": "/"}]
    shapes = whole["components"]["schemas"].items()
    whole["components"] = {"schemas": {name: shape for name, shape in shapes if not name.startswith("Pagination")}}
    for path in whole["paths"].values():
        for operation in (value for name, value in path.items() if name == "get"):
            _complete(operation, {"field": fields, "village": villages})
    return whole


def _complete(operation: dict[str, Any], codes: dict[str, list[str]]) -> None:
    for parameter in operation.get("parameters", ()):
        known = codes.get(parameter["name"])
        if known and parameter["in"] == "query":
            parameter["schema"]["enum"] = known
    shape = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    operation["responses"].pop("default", None)
    operation["responses"] |= {str(status): {"description": words, "content": shape} for status, words in ERRORS.items()}


def schema_of(shape: type[Schema]) -> dict[str, Any]:
    """Return the JSON Schema of one kind of item; it names no other."""
    return declared().to_dict()["components"]["schemas"][_named(shape)]
