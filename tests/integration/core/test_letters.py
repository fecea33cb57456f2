"""A letter whose words are the same but for its code is put together without being rendered again."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from core import letters

FACTS = {"due_on": date(2026, 12, 2), "office": "UBND xã Vạn Linh", "track_url": "/tra-cuu", "field_name": "Giao thông"}
TEMPLATES = ("feedback/registered.txt", "feedback/desk_registered.txt", "feedback/accepted.txt", "feedback/desk_assigned.txt")


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the templates that were really rendered."""
    done: list[str] = []
    honest = letters._rendered

    def counted(template: str, locale: str, facts: dict[str, object]) -> letters.Rendered:
        done.append(template)
        return honest(template, locale, facts)

    letters._known.cache_clear()
    monkeypatch.setattr(letters, "_rendered", counted)
    return done


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_own_facts_stand_where_they_would(sqlite_app: Flask, rendered: list[str], template: str, locale: str):
    own = [{"code": code, "desk_url": f"/can-bo/ho-so/{number}"} for number, code in ((7, "7K3MP-9QXTR"), (81, "26JGQ-TNQ7M"))]
    with sqlite_app.app_context():
        told = [letters.render(template, locale=locale, own=each, **FACTS) for each in own]
        assert rendered == [template]
        assert told == [letters.render(template, locale=locale, **each, **FACTS) for each in own]
    assert ("7K3MP-9QXTR" in told[0].title + told[0].body, "7K3MP" in told[1].title + told[1].body) == (True, False)


def test_another_day_is_another_letter_and_what_people_wrote_is_not_kept(sqlite_app: Flask, rendered: list[str]):
    own = {"code": "7K3MP-9QXTR", "desk_url": "/can-bo/ho-so/7"}
    with sqlite_app.app_context():
        for changes in ({}, {"due_on": date(2026, 12, 3)}, {"field_name": "Đường " * 30}, {"field_name": "Đường " * 30}):
            letters.render("feedback/desk_registered.txt", locale="vi", own=own, **{**FACTS, **changes})
    assert len(rendered) == 4
