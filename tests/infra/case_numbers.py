"""Cases of a test have the numbers 1, 2, 3, so that a test may name them; the product leaves random gaps (ADR 8).

The gaps have tests of their own (tests/integration/feedback/test_case_numbers.py), which put REAL_STEP back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from feedback.services import intake

REAL_STEP = intake.random_step
_depth: list[int] = []


@contextmanager
def one_after_another() -> Iterator[None]:
    """Leave no gap between the numbers of cases inside the block; blocks may overlap."""
    _depth.append(1)
    intake.random_step = lambda: 1
    try:
        yield
    finally:
        _depth.pop()
        if not _depth:
            intake.random_step = REAL_STEP
