"""What a failed test leaves behind for people: pictures and logs in test-results/."""

from __future__ import annotations

import pytest

from tests.infra.databases import ROOT

FOLDER = ROOT / "test-results"
REPORT = pytest.StashKey[pytest.TestReport]()


def failed(request: pytest.FixtureRequest) -> bool:
    """Return whether the test that ends now failed."""
    report = request.node.stash.get(REPORT, None)
    return report is not None and report.failed
