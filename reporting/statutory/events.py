"""What happens to the office's reports: made, filled in, issued, thrown away; every one leaves an audit entry. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class ReportEvent(Event):
    """Base of the events of one report: its period and its edition."""

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
    """The numbers were frozen. ``failed``: how many formulae did not hold; ``put``: how many numbers were written by hand."""

    failed: int
    put: int


@dataclass(frozen=True, kw_only=True)
class ReportDiscarded(ReportEvent):
    """A draft was thrown away."""
