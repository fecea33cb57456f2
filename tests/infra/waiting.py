"""Patience with other processes, counted in looks and not by the clock: a machine that stood still has not waited."""

from __future__ import annotations

import time
from collections.abc import Callable

LOOK_SECONDS = 0.05


def wait_until(
    true: Callable[[], object], *, seconds: float = 30.0, look: float = LOOK_SECONDS, rest: Callable[[float], object] = time.sleep
) -> bool:
    """Return whether something came true while this process looked; looks take at least ``seconds`` together.

    ``rest``: what is done for ``look`` seconds between two looks.
    """
    for _ in range(round(seconds / look)):
        if true():
            return True
        rest(look)
    return bool(true())
