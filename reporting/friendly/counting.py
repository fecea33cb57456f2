"""The numbers of an assessment: those of the report on mass mobilisation, and the parts of the board that shares need."""

from __future__ import annotations

from dataclasses import asdict

from dialogue.reception_states import ReceptionKind
from reporting.duties import duties_of
from reporting.mobilisation.counting import counts
from reporting.periods import Period
from reporting.queries import board


def all_counts(unit_id: int, period: Period) -> dict[str, int] | None:
    """Return every number of a period by its key, as of its last day; None where nothing at all was counted."""
    found = {**counts(unit_id, period), **more_counts(unit_id, period)}
    happened = (value for key, value in found.items() if key != "reception.chair.owed")
    return found if any(happened) else None


def more_counts(unit_id: int, period: Period) -> dict[str, int]:
    """Return what stands on the public board beside the numbers of the report (reporting.friendly.numbers.MORE)."""
    whole = board(unit_id, period, period.last_on).whole
    duties = duties_of(unit_id, first_on=period.first_on, last_on=period.last_on)
    chair = [asdict(item) for item in duties.reception if item.kind == ReceptionKind.CHAIR.value]
    return {
        "letters.owed": whole.owed, "letters.handled": whole.handled, "letters.with_evidence": whole.with_evidence,
        "letters.answered_before": whole.answered_before, "promises.all": duties.promises.made,
        **{f"reception.chair.{name}": sum(item[name] for item in chair) for name in ("held", "owed")},
    }  # fmt: skip
