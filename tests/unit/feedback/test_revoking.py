"""When an ending by mistake may be taken back: a table of what stands against it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feedback.revoking import why_not

ENDED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SAFE: dict[str, Any] = {"hours": 24, "after": (), "remembered": True, "papers": False}
ROWS = [
    # hours since, what differs from a safe one, what stands against it
    (0, {}, ""),
    (24, {}, ""),  # the last moment counts
    (24.001, {}, "revoke_late"),
    (1, {"hours": 0}, "revoke_off"),
    (0, {"hours": 0}, "revoke_off"),
    (100, {"hours": 168}, ""),
    (1, {"after": ("note", "note")}, ""),
    (1, {"after": ("note", "urged")}, "revoke_acted"),
    (1, {"after": ("transfer_replied",)}, "revoke_acted"),
    (1, {"after": ("joined",)}, "revoke_acted"),
    (1, {"after": ("published",)}, "revoke_acted"),
    (1, {"papers": True}, "revoke_paper"),
    (1, {"remembered": False}, "revoke_impossible"),
]


@pytest.mark.parametrize(("since", "differs", "code"), ROWS)
def test_an_ending_is_taken_back_soon_and_only_while_nobody_acted_upon_it(since: float, differs: dict[str, Any], code: str):
    assert why_not(ended_at=ENDED, at=ENDED + timedelta(hours=since), **{**SAFE, **differs}) == code
