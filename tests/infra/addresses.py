"""Addresses are compiled once in a test process, not once for every application that a test makes.

werkzeug writes and compiles a little function for each address of each application; with a hundred addresses that is most of
what making an application costs. The function takes the rule as its argument, so rules of the same text can share it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]
_builders: dict[tuple[str, bool], Builder] = {}


def remember() -> None:
    """Share compiled addresses between the applications of this process; calling it again changes nothing."""
    compiling = Rule._compile_builder
    if hasattr(compiling, "__wrapped__"):
        return

    @wraps(compiling)
    def remembered(self: Rule, append_unknown: bool = True) -> Builder:
        if self.defaults:
            return compiling(self, append_unknown)
        key = (repr(self._trace), append_unknown)
        if key not in _builders:
            _builders[key] = compiling(self, append_unknown)
        return _builders[key]

    shared: Any = remembered
    Rule._compile_builder = shared
