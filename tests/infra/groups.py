"""Which tests ran where: on SQLite, on PostgreSQL, in the browser, and whether none of these groups was empty.

A test belongs to a group by what it uses: the parameter ``backend`` (fixtures ``app``, ``database``, ``live_server``) and
the pages of the browser. Counting happens on reports, so it is the same with and without pytest-xdist.
"""

from __future__ import annotations

from typing import Any

import pytest

GROUPS = {"sqlite": "on SQLite", "postgresql": "on PostgreSQL", "browser": "in the browser"}
BROWSER_FIXTURES = {"phone", "phone_without_js", "desktop", "new_page"}
ENDED = ("passed", "failed")


def mark(items: list[pytest.Item]) -> None:
    """Give every collected test the markers of its groups."""
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        backend = parameters.get("backend")
        if backend is None and "sqlite_app" in getattr(item, "fixturenames", ()):
            backend = "sqlite"
        if backend in GROUPS:
            item.add_marker(backend)
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())) - set(parameters):  # a telephone number may be called so
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group(f"browser-{backend}"))


def count(stats: dict[str, list[Any]]) -> dict[str, int]:
    """Return how many tests of each group ran to an end."""
    reports = [report for outcome in ENDED for report in stats.get(outcome, []) if getattr(report, "when", "") == "call"]
    return {group: sum(group in report.keywords for report in reports) for group in GROUPS}


def sentence(counted: dict[str, int]) -> str:
    """Return the line that closes a run."""
    return "Tests run: " + ", ".join(f"{counted[group]} {where}" for group, where in GROUPS.items()) + "."


def complaints(stats: dict[str, list[Any]]) -> list[str]:
    """Return why a run that had to be complete was not: an empty group, or a skipped test."""
    empty = [f"No test ran {GROUPS[group]}." for group, number in count(stats).items() if number == 0]
    skipped = [f"Skipped: {report.nodeid}" for report in stats.get("skipped", [])]
    return empty + skipped
