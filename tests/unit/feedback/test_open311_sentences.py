"""Every refusal of GeoReport has a sentence in both languages, and none repeats what was sent."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from core.i18n import use_locale
from feedback import open311
from feedback.forms.faults import SENTENCES
from feedback.forms.machines import DELIVERY_WORDS, FAULT_WORDS, TOPIC_WORDS, fault_words
from feedback.open311.answers import refused_sentence
from feedback.open311.sending import NAMES
from feedback.public_news import GOES_WITH, PING, TOPICS
from tests.makers_core import bare_app

FOLDER = Path(open311.__file__).parent
FILES = (*FOLDER.glob("*.py"), FOLDER.parent / "georeport.py", FOLDER.parent / "queries" / "georeport.py")
FACTS = {"known": "06505", "most": 50, "name": "start_date", "days": 90, "url": "/to-cao"}
ADDRESSES_SAY = ("address_private", "address_bad", "address_not_https")


def codes() -> dict[str, set[str]]:
    """Return the codes that the code refuses with, each with the names of the facts it gives."""
    found: dict[str, set[str]] = {}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
                facts = {keyword.arg or "" for keyword in node.keywords} - {"status"}
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and "_" in f"{part.value}_":
                        found.setdefault(part.value, set()).update(facts)
    return {code: facts for code, facts in found.items() if code not in ("api_key", "address_id")}


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_refusal_has_a_whole_sentence(locale: str):
    app = bare_app()
    with app.test_request_context(), use_locale(locale):
        for code, facts in codes().items():
            given = {name: FACTS.get(name, "x") for name in facts}
            text = refused_sentence(code, given)
            assert "%(" not in text, code
            assert text[-1] in ".)" or text.endswith(str(given.get("known"))), (code, text)


def test_the_codes_were_found():
    assert {"denunciation", "complaint", "key_unknown", "after_unknown", "date_bad", "other_letter"} <= set(codes())


def test_every_fault_of_a_letter_is_told_at_the_parameter_it_came_from():
    assert set(NAMES) == {"story", "name", "anonymous", "phone", "email", "place", "field_id", "village_id"}
    assert all(name.islower() for name in NAMES.values())


def test_words_for_news_and_for_how_it_went_are_complete():
    assert set(TOPIC_WORDS) == {*TOPICS, *GOES_WITH, PING}
    assert set(DELIVERY_WORDS) == {"waiting", "delivered", "failed", "dropped"}
    assert set(ADDRESSES_SAY) <= set(FAULT_WORDS)
    assert set(ADDRESSES_SAY) <= set(SENTENCES)
    app = bare_app()
    with app.test_request_context(), use_locale("vi"):
        assert [fault_words(fault) for fault in ("", "timeout", "503")] == [
            "", "Máy bên kia không trả lời kịp", "Máy bên kia trả lời mã 503",
        ]  # fmt: skip
    with app.test_request_context(), use_locale("en"):
        assert fault_words("503") == "The other side answered 503"
