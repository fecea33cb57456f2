"""Every number of the report, out of the functions by which the board, the statutory reports and the rooms count it themselves.

Letters come out of the public model, so that no number moves with a letter that was moved to the sealed register. A number that
is new here is a new function in SOURCES and a row of mobilisation_sections.toml; nothing is defined a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import timedelta

from consultation.queries.numbers import held_numbers
from dialogue.queries.numbers import dialogue_numbers
from disclosure.queries.land_numbers import land_numbers
from disclosure.queries.register import number_disclosed
from feedback.queries.apologies import apologised
from reporting.duties import promise_facts
from reporting.duty_measures import promises
from reporting.late_pictures import late_codes
from reporting.measures import Tally
from reporting.periods import Period
from reporting.queries import board
from reporting.statutory.counting import reception_counts
from skilful.queries.numbers import numbers_of_period
from supervision.queries.public import numbers_between, promise_numbers

OF_TALLY = (
    "carried", "received", "reopened", "settled", "answered", "on_time", "late", "open", "overdue", "rated", "satisfied",
)  # fmt: skip
UNSAID = "unsaid"
"""The reason of what was late and nobody said why."""


def counts(unit_id: int, period: Period) -> dict[str, int]:
    """Return every number of a period by its key, as of its last day."""
    found: dict[str, int] = {}
    for source in SOURCES:
        found |= source(unit_id, period)
    return found


def letters(unit_id: int, period: Period) -> dict[str, int]:
    """Return the numbers of the public board, the reasons of lateness one by one, and the apologies."""
    made = board(unit_id, period, period.last_on)
    whole: Tally = made.whole
    late = {f"letters.late_by.{code or UNSAID}": number for code, number in late_codes(made)}
    signed = apologised(unit_id, first_on=period.first_on, last_on=period.last_on)
    return {**{f"letters.{name}": getattr(whole, name) for name in OF_TALLY}, **late, "letters.apologised": signed}


def receptions(unit_id: int, period: Period) -> dict[str, int]:
    """Return the numbers of the reception register, as the statutory report has them."""
    return reception_counts(unit_id, first_on=period.first_on, last_on=period.last_on)


def dialogues(unit_id: int, period: Period) -> dict[str, int]:
    """Return the dialogues of the period, and the commitments as the public board has them at its end."""
    held = dialogue_numbers(unit_id, first_on=period.first_on, last_on=period.last_on)
    facts = promise_facts(unit_id)
    then, before = (promises(facts, day=day) for day in (period.last_on, period.first_on - timedelta(days=1)))
    return {
        **_named("dialogues", asdict(held)), "promises.made": then.made - before.made, "promises.kept": then.kept,
        "promises.in_time": then.in_time, "promises.owed": then.owed, "promises.overdue": then.overdue,
    }  # fmt: skip


def democracy(unit_id: int, period: Period) -> dict[str, int]:
    """Return what was disclosed and what residents were consulted about."""
    span = {"first_on": period.first_on, "last_on": period.last_on}
    posted = number_disclosed(unit_id, **span)
    return {"disclosures.posted": posted, **_named("consultations", asdict(held_numbers(unit_id, **span)))}


def lands(unit_id: int, period: Period) -> dict[str, int]:
    """Return land projects, their draft plans, and the dialogues that are still owed."""
    return _named("lands", asdict(land_numbers(unit_id, first_on=period.first_on, last_on=period.last_on)))


def supervision(unit_id: int, period: Period) -> dict[str, int]:
    """Return recommendations of the period and the promises of their answers."""
    span = {"first_on": period.first_on, "last_on": period.last_on}
    found, kept = numbers_between(unit_id, **span), promise_numbers(unit_id, **span)
    return {
        "supervision.received": found.received, "supervision.answered": found.on_time + found.answered_late,
        "supervision.on_time": found.on_time, "supervision.answered_late": found.answered_late,
        "supervision.waiting": found.waiting + found.waiting_late, **_named("supervision.promises", asdict(kept), "_"),
    }  # fmt: skip


def models(unit_id: int, period: Period) -> dict[str, int]:
    """Return the models of skilful mass mobilisation: new ones, those that run, what came of them, who recognised them."""
    found = numbers_of_period(unit_id, period.first_on, period.last_on)
    return {
        "models.running": found.running, "models.registered": found.registered, "models.replicated": found.replicated,
        **_named("models", found.assessed), "models.recognised": sum(found.recognised.values()),
    }  # fmt: skip


SOURCES: tuple[Callable[[int, Period], dict[str, int]], ...] = (
    letters, receptions, dialogues, lands, democracy, supervision, models,
)  # fmt: skip


def _named(of: str, values: Mapping[str, int], between: str = ".") -> dict[str, int]:
    return {f"{of}{between}{name}": value for name, value in values.items()}
