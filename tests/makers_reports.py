"""Makes the office's reports through their commands, and recounts their letters in plain Python from what happened.

The recount walks the happenings of each case up to the period's last day; it knows no column of the public model and no SQL.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from core.database import use_unit
from core.transaction import transaction
from deadlines.queries import calendar_for
from reporting.periods import Period, report
from reporting.statutory import queries, services
from reporting.statutory.filling import fingerprint
from reporting.statutory.layout import Table, tables
from reporting.statutory.queries import ReportView
from tests.makers import Commune
from tests.makers_histories import ENDINGS, History, row_of

LATER = datetime(2026, 12, 16, 2, 0, tzinfo=UTC)
"""Two days after the year was closed."""
YEAR = report(2026, "nam")
COMPLAINT_ENDINGS = {"answered": "sent", "transferred": "guided", "filed": "discontinued"}
NOT_ELIGIBLE = frozenset({"filed"})
_keys = count(1)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A history that is a complaint or not, in a statistical group (policy, land, judicial, party, other; "": no field)."""

    history: History
    complaint: bool
    group: str


def public_row_of(letter: Letter, field_ids: dict[str, int]) -> dict[str, Any]:
    """Return the public row of a letter; a complaint ends in the words of complaints."""
    row = row_of(letter.history) | {"field_id": field_ids.get(letter.group), "village_id": None, "department_id": None}
    if letter.complaint:
        row["kind"] = "KHIEU_NAI"
        row["state"] = COMPLAINT_ENDINGS.get(row["state"], row["state"])
    return row


def is_sound(letter: Letter) -> bool:
    """Return whether such a letter can be: a complaint is never rated or opened again by it."""
    return not letter.complaint or all(item.what not in ("reopened", "rated") for item in letter.history.happenings)


def recounted(letters: Iterable[Letter], *, first_on: date, last_on: date) -> Counter[str]:
    """Return the numbers of a period by their names without the noughts."""
    found: Counter[str] = Counter()
    for letter in letters:
        names = [*_numbers(letter, first_on, last_on)]
        for name in names:
            found[f"letters.{name}"] += 1
            found[f"{'complaints' if letter.complaint else 'petitions'}.{name}"] += 1
        if letter.complaint:
            found.update(f"settling.{name}" for name in _settling(letter, first_on, last_on))
    return found


def _numbers(letter: Letter, first_on: date, last_on: date) -> Iterable[str]:
    told = letter.history.happenings
    received = told[0].on
    if received > last_on:
        return
    processed = next((item for item in told if item.what == "accepted" or item.what in ENDINGS), None)
    done_before = processed is not None and processed.on < first_on
    if received < first_on and not done_before:
        yield "carried"
    if received >= first_on:
        yield "received"
    if not done_before:
        yield "to_process"
    if processed is None or processed.on > last_on:
        yield "waiting"
        return
    if done_before:
        return
    yield "processed"
    yield "processed_carried" if received < first_on else "processed_received"
    yield from _processed(letter, processed.what, last_on)


def _processed(letter: Letter, how: str, last_on: date) -> Iterable[str]:
    yield from ("eligible", "matters", *_contents(letter.group))
    if how == "passed_on":
        yield from ("elsewhere", "unsolved", "guided" if letter.complaint else "passed_on")
        return
    yield "competent"
    happened = [item.what for item in letter.history.happenings if item.on <= last_on]
    again = "reopened" in happened
    since = happened[happened.index("reopened") :] if again else happened
    if any(what in ENDINGS for what in since):
        yield from ("solved", "solved_again" if again else "solved_first")
    else:
        yield from ("in_hand", "unsolved")


def _contents(group: str) -> Iterable[str]:
    if group in ("policy", "land", "judicial", "party"):
        yield group
    if group not in ("judicial", "party"):
        yield "administrative"
    if group not in ("policy", "land", "judicial", "party"):
        yield "other_administrative"
    if group not in ("policy", "land", "judicial"):
        yield "other"


def _settling(letter: Letter, first_on: date, last_on: date) -> Iterable[str]:
    told = letter.history.happenings
    taken = next((item.on for item in told if item.what == "accepted"), None)
    if taken is None or taken > last_on:
        return
    end = next((item for item in told if item.what in ENDINGS), None)
    if end is not None and end.on < first_on:
        return
    yield "all"
    yield "carried" if taken < first_on else "taken"
    if end is None or end.on > last_on:
        return
    due = [item.due for item in told if item.on <= end.on and item.what in ("received", "accepted", "extended")][-1]
    yield "decided"
    if due is not None:
        yield "in_time" if end.on <= due else "late"


# ------------------------------------------------------------------ through the commands


def make(commune: Commune, period: Period = YEAR, *, at: datetime = LATER, key: str = "") -> int:
    """Begin a report of a period; return its id."""
    with use_unit(commune.unit_id), transaction():
        return services.make_report(period, actor=commune.clerk, at=at, idempotency_key=key or f"report-{next(_keys)}")


def table_of(slug: str) -> Table:
    """Return the table of a name in an address."""
    return next(table for table in tables() if table.slug == slug)


def fill(commune: Commune, report_id: int, slug: str, cells: dict[str, dict[str, Any]], *, version: int = 1) -> None:
    """Type into a table of a draft."""
    table = table_of(slug)
    with use_unit(commune.unit_id), transaction():
        services.fill_in(report_id, table, cells, actor=commune.clerk, at=LATER, version=version)


def issue(
    commune: Commune, report_id: int, *, version: int = 1, reasons: dict[str, str] | None = None, at: datetime = LATER,
    who: str = "leader", seen_before: str = "",
) -> None:  # fmt: skip
    """Issue a report with the numbers as they are now."""
    numbers_seen = fingerprint(seen(commune, report_id).filled)
    with use_unit(commune.unit_id), transaction():
        services.issue_report(
            report_id, reasons or {}, actor=getattr(commune, who), at=at, version=version, unit="UBND xã Vạn Linh",
            seen=seen_before or numbers_seen,
        )  # fmt: skip


def seen(commune: Commune, report_id: int) -> ReportView:
    """Return a report as the clerk sees it."""
    with use_unit(commune.unit_id):
        return queries.report_view(commune.clerk, report_id, calendar_for(commune.unit_id))


def value(view: ReportView, slug: str, code: str) -> int:
    """Return one number of a report."""
    return view.table(slug).cell(code).value
