"""Applications that share compiled addresses build the same ones as applications that do not."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from werkzeug.routing import Rule

from tests.infra import addresses

RULES = {
    "plain": "/gui", "number": "/ho-so/<int(max=2147483647):case_id>", "word": "/ho-so/<any('nhan', 'giao'):verb>",
    "two": "/<int:case_id>/<verb>",
}  # fmt: skip
BUILT = [
    ("plain", {}, "/gui"), ("plain", {"q": "đường"}, "/gui?q=%C4%91%C6%B0%E1%BB%9Dng"), ("number", {"case_id": 7}, "/ho-so/7"),
    ("number", {"case_id": 7, "mo": "giao"}, "/ho-so/7?mo=giao"), ("word", {"verb": "giao"}, "/ho-so/giao"),
    ("two", {"case_id": 3, "verb": "x y"}, "/3/x%20y"),
]  # fmt: skip


def made() -> Flask:
    app = Flask("addresses", static_folder=None)
    for name, rule in RULES.items():
        app.add_url_rule(rule, endpoint=name, view_func=lambda **_values: "")
    return app


@pytest.mark.parametrize(("name", "values", "address"), BUILT)
@pytest.mark.parametrize("time", [1, 2])
def test_an_address_is_the_same_the_first_and_the_second_time(time: int, name: str, values: dict[str, object], address: str):
    addresses.remember()
    with made().test_request_context():
        assert url_for(name, **values) == address


def test_remembering_twice_is_remembering_once():
    addresses.remember()
    once = Rule._compile_builder
    addresses.remember()
    assert Rule._compile_builder is once


def test_rules_of_the_same_text_share_their_function():
    addresses.remember()
    first, second = (next(made().url_map.iter_rules("number")) for _ in range(2))
    assert (first is second, first._build.__func__ is second._build.__func__) == (False, True)
