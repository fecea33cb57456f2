"""Where sign-in may lead: own pages that can be read, nothing else."""

from __future__ import annotations

import pytest
from flask import Flask

from accounts.session import own_path


@pytest.fixture(autouse=True)
def house():
    """An application with three addresses."""
    app = Flask(__name__)
    app.add_url_rule("/can-bo", "desk", lambda: "")
    app.add_url_rule("/ho-so/<code>", "case", lambda code: code)
    app.add_url_rule("/gui", "send", lambda: "", methods=["POST"])
    with app.app_context():
        yield


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/can-bo", "/can-bo"),
        ("/can-bo?xem=toi&trang=2", "/can-bo?xem=toi&trang=2"),
        ("/ho-so/7K3MP-9QXTR", "/ho-so/7K3MP-9QXTR"),
        ("/can-bo#dau", "/can-bo"),
        ("/gui", None),
        ("/khong-co", None),
        ("can-bo", None),
        ("", None),
        (None, None),
        ("//can-bo", None),
        ("///xau.example/can-bo", None),
        ("/\\xau.example/can-bo", None),
        ("/can-bo\\x", None),
        ("\\/can-bo", None),
        ("http://localhost/can-bo", None),
        ("https:/can-bo", None),
        ("javascript:/can-bo", None),
        (" /can-bo", None),
        ("/can-bo ", None),
        ("/can-bo\t", None),
        ("/can-bo\r\nX: y", None),
        ("/can-bo\x00", None),
        ("/ho-so/" + "x" * 600, None),
    ],
)
def test_only_the_path_of_an_own_readable_page_is_taken(typed, path):
    assert own_path(typed) == path
