"""The demonstration's file is sound: kinds of the law, days in their order, texts that fit, officials of the commune."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from disclosure.catalogue import kind_of
from disclosure.demo import FILE
from disclosure.rules import DOCUMENT_MOST, REASON_MOST, SUMMARY_MOST, TITLE_MOST
from disclosure.states import Way

ITEMS: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["item"]
COMMUNE = tomllib.loads((Path(__file__).parents[3] / "accounts/data/van_linh.toml").read_text(encoding="utf-8"))
USERS = {person["username"] for person in COMMUNE["officials"]}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["document"])
def test_days_follow_each_other(item: dict[str, Any]):
    days = [item[name] for name in ("decided", "published", "hung", "down") if name in item]
    assert days == sorted(days, reverse=True)
    assert item.get("corrected", 0) <= item.get("published", 0)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["document"])
def test_forms_are_those_of_the_kind(item: dict[str, Any]):
    kind = kind_of(item["kind"])
    assert kind is not None
    spoken = Way.LOUDSPEAKER in kind.ways
    assert ("read" in item, "sent" in item) in ((False, False), (spoken, spoken))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["document"])
def test_texts_fit_and_somebody_answers(item: dict[str, Any]):
    assert item["by"] in USERS
    most = {"title": TITLE_MOST, "document": DOCUMENT_MOST, "summary": SUMMARY_MOST, "reason": REASON_MOST}
    assert all(0 < len(item[name]) <= length for name, length in most.items() if name in item)
    assert item["text"].strip()


def test_documents_have_numbers_of_their_own():
    assert len({item["document"] for item in ITEMS}) == len(ITEMS) == 8
