"""What the worker asks the database every second: the same whether it works for one commune or for a province."""

from __future__ import annotations

from flask import Flask

from core.jobs import due_jobs, run_due
from tests.infra.plans import statements_of
from tests.makers import NOW
from tests.makers_accounts import make_small_commune


def test_looking_for_work_does_not_grow_with_the_communes(app: Flask, at):
    at("2026-11-20 09:00")

    def asked_with(*codes: str) -> int:
        for code in codes:
            make_small_commune(code=code, name=f"Xã {code}", hosts=(f"xa{code}.example",))
        run_due(at=NOW)
        return len(statements_of(lambda: due_jobs(NOW)))

    with app.app_context():
        one = asked_with("90001")
        assert asked_with("90002", "90003", "90004") == one
