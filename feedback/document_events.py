"""What happened around official papers; pure, frozen, nothing personal."""

from __future__ import annotations

from dataclasses import dataclass

from feedback.events import CaseEvent


@dataclass(frozen=True, kw_only=True)
class DocumentIssued(CaseEvent):
    """A paper took its number and was frozen."""

    document_id: int
    kind: str
    series: str
    year: int
    number: int
