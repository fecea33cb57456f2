"""What happens to the office's reports: made, filled in, issued, taken back, thrown away; each leaves an audit entry. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ReportEvent(Event):
    """Base of the events of one report: which kind of report, its period and its edition."""

    report: str
    report_id: int
    first_on: date
    last_on: date
    edition: int


@dataclass(frozen=True, kw_only=True)
class ReportMade(ReportEvent):
    """A draft was begun."""


@dataclass(frozen=True, kw_only=True)
class ReportFilledIn(ReportEvent):
    """Numbers or words were typed into a draft; ``part`` is the code of the table, or "words"."""

    part: str


@dataclass(frozen=True, kw_only=True)
class ReportIssued(ReportEvent):
    """What the report says was frozen. ``more``: plain facts of the issue, never anybody's words."""

    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReportTakenBack(ReportEvent):
    """What everybody read was taken back; why stands on its page."""


@dataclass(frozen=True, kw_only=True)
class ReportDiscarded(ReportEvent):
    """A draft was thrown away."""
