"""Log lines that find no room on the disk are lost, and nothing else with them."""

from __future__ import annotations

import json
import sys
from contextlib import suppress

import pytest

from core.logs import LineLogger


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "critical", "exception"])
def test_a_full_disk_costs_a_line_and_no_answer(monkeypatch: pytest.MonkeyPatch, level: str):
    full = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115, PTH123 - it cannot be closed in good order
    monkeypatch.setattr(sys, "stdout", full)
    assert getattr(LineLogger(), level)("a line") is None
    monkeypatch.undo()
    with suppress(OSError):
        full.close()


def test_a_line_is_printed(capsys: pytest.CaptureFixture[str]):
    LineLogger().error(json.dumps({"event": "x"}))
    assert capsys.readouterr().out == '{"event": "x"}\n'
