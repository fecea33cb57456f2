"""What the server itself answers to a request that never reaches the application (the answers: integration/server)."""

from __future__ import annotations

from flask import Flask

from core.refused_requests import answers


def test_application_without_a_language_leaves_it_to_the_server():
    assert answers(Flask("bare")) == {}
