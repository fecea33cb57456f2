"""When an imported letter went where: the moments of its road, real where the file knows them, else drawn by its id. Pure.

Nothing is random: the same row has the same road on every run of the same day. Closing times have the shape of a real city's
(median 5.6 days, a quarter above 32 days, the fastest tenth within 2.2 hours), its tail cut to what has passed.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from deadlines.calendar import WorkingCalendar
from feedback.import_rules import HERE, ImportRow, Matter, outcome_of
from feedback.states import Outcome

CLOSING_DAYS = ((0.0, 0.03), (0.10, 0.09), (0.25, 1.6), (0.50, 5.6), (0.75, 32.0), (0.90, 75.0), (1.0, 120.0))
HOURS = ((0.0, 5.0), (0.14, 8.0), (0.50, 11.0), (0.86, 18.0), (1.0, 23.5))
WEEKEND_SHARE = 0.20
SETTLING_TIME = timedelta(days=21)
YOUNGEST, OLDEST_SHARE = 0.5, 0.45
BREATH = timedelta(minutes=4)
OPENING, NOON, AFTERNOON, END = time(7, 30), time(11, 30), time(13, 30), time(17, 0)


class Stop(StrEnum):
    """How far an unanswered letter has come today."""

    RECEIVED = "received"
    CLASSIFIED = "classified"
    IN_HAND = "in_hand"
    UNASSIGNED = "unassigned"
    ASKED = "asked"
    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"


@dataclass(frozen=True, kw_only=True)
class Window:
    """Where letters are placed: from the first local day that can be until now; dateless ones within the last ``days``."""

    first: date
    now: datetime
    days: int
    reopen_days: int


@dataclass(frozen=True, kw_only=True)
class Road:
    """The moments of one letter, all aware and not later than now; None: it has not come there."""

    received_at: datetime
    classified_at: datetime | None
    accepted_at: datetime | None
    worked_at: datetime | None
    submitted_at: datetime | None
    issued_at: datetime | None
    rated_at: datetime | None
    satisfied: bool
    closed_at: datetime | None
    published: bool
    stop: Stop
    moved: bool
    drawn: bool


def road_of(row: ImportRow, *, window: Window, calendar: WorkingCalendar) -> Road:
    """Return the road of a row.

    ``moved``: the file's date lies before the commune or its calendar began, and was shifted by whole weeks (weekday and hour
    stay). ``drawn``: the file gave no date at all.
    """
    received, moved, drawn = _received(row, window=window)
    if row.answer and row.matter == Matter.LETTER:
        return _answered(row, received, moved=moved, drawn=drawn, window=window, calendar=calendar)
    return _open(row, received, moved=moved, drawn=drawn, window=window, calendar=calendar)


def share(row: ImportRow, what: str) -> float:
    """Return a number in [0, 1) that depends on the row and on what it is drawn for, and on nothing else."""
    digest = hashlib.sha256(f"{row.ref}|{what}".encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def between(table: tuple[tuple[float, float], ...], place: float) -> float:
    """Return the value of a table of quantiles at ``place``, straight between its points."""
    index = min(bisect_right([point for point, _ in table], place), len(table) - 1)
    (left, low), (right, high) = table[index - 1], table[index]
    return low + (high - low) * (place - left) / (right - left)


# ------------------------------------------------------------------ receipt


def _received(row: ImportRow, *, window: Window) -> tuple[datetime, bool, bool]:
    known = row.sent_at or _before_answer(row)
    if known is None:
        return _drawn(row, window=window), False, True
    if window.first <= known.astimezone(HERE).date() and known <= window.now:
        return known, False, False
    target = window.now - timedelta(days=_age(row, window))
    weeks = round((target - known).total_seconds() / timedelta(weeks=1).total_seconds())
    moved = known + timedelta(weeks=weeks)
    while moved > window.now - _least_age(row):
        moved -= timedelta(weeks=1)
    while moved.astimezone(HERE).date() < window.first:
        moved += timedelta(weeks=1)
    return min(moved, window.now), True, False


def _before_answer(row: ImportRow) -> datetime | None:
    """A row with an answer's date only: it was due, or at least answered, after the usual time."""
    if row.resolved_at is None:
        return None
    if row.due_on is not None:
        due = datetime.combine(row.due_on, row.resolved_at.astimezone(HERE).time(), tzinfo=HERE)
        return min(due - SETTLING_TIME, row.resolved_at - timedelta(hours=3))
    return row.resolved_at - timedelta(days=between(CLOSING_DAYS, share(row, "closing")))


def _least_age(row: ImportRow) -> timedelta:
    if row.answer and row.sent_at and row.resolved_at:
        return row.resolved_at - row.sent_at
    return SETTLING_TIME + timedelta(days=7) if row.answer else timedelta(hours=1)


def _age(row: ImportRow, window: Window) -> float:
    """Days before now: answered letters lie evenly over the window, open ones are mostly recent, with a heavy tail."""
    if row.matter == Matter.COMPLAINT:
        return 1 + 5 * share(row, "age")
    if row.answer:
        return 8 + share(row, "age") * max(1, window.days - 8)
    oldest = max(2.0, window.days * OLDEST_SHARE)
    return YOUNGEST * (oldest / YOUNGEST) ** share(row, "age")


def _drawn(row: ImportRow, *, window: Window) -> datetime:
    day = (window.now - timedelta(days=_age(row, window))).astimezone(HERE).date()
    if day.weekday() >= 5 and share(row, "weekend") > WEEKEND_SHARE * 2:
        day -= timedelta(days=day.weekday() - 4)
    moment = _at_some_hour(max(day, window.first), row, "hour")
    while moment > window.now - BREATH:
        moment -= timedelta(days=1)
    return moment


def _at_some_hour(day: date, row: ImportRow, what: str) -> datetime:
    minutes = round(between(HOURS, share(row, what)) * 60)
    return datetime.combine(day, time(0), tzinfo=HERE) + timedelta(minutes=minutes)


# ------------------------------------------------------------------ the steps


def office_time(moment: datetime, *, calendar: WorkingCalendar, delay: timedelta = timedelta(0)) -> datetime:
    """Return the moment if the office is open then, else ``delay`` after it opens again."""
    local = moment.astimezone(HERE)
    day, clock = local.date(), local.time()
    if not calendar.is_working(day) or clock > END:
        return datetime.combine(calendar.next_working(day), OPENING, tzinfo=HERE) + delay
    if clock < OPENING:
        return datetime.combine(day, OPENING, tzinfo=HERE) + delay
    if NOON < clock < AFTERNOON:
        return datetime.combine(day, AFTERNOON, tzinfo=HERE) + delay
    return local


def last_office_time(moment: datetime, *, calendar: WorkingCalendar) -> datetime:
    """Return the latest moment not after ``moment`` at which the office was open."""
    local = moment.astimezone(HERE)
    if calendar.is_working(local.date()) and local.time() >= OPENING:
        return min(local, datetime.combine(local.date(), END, tzinfo=HERE))
    return datetime.combine(calendar.previous_working(local.date()), END, tzinfo=HERE)


def _answered(row: ImportRow, received: datetime, *, moved: bool, drawn: bool, window: Window, calendar: WorkingCalendar) -> Road:
    latest = max(last_office_time(window.now - timedelta(hours=1), calendar=calendar), received + timedelta(minutes=20))
    length = min(_closing_time(row), (latest - received) * 0.97)
    desk = timedelta(minutes=round(share(row, "desk") * 80))
    planned = (
        min(length * 0.10, timedelta(days=1)), min(length * 0.20, timedelta(days=3)), length * 0.80, length * 0.90, length,
    )  # fmt: skip
    moments = [received]
    for part in planned:
        moment = received + part
        if length >= timedelta(hours=5):
            moment = min(office_time(moment, calendar=calendar, delay=desk), latest)
        moments.append(max(moment, moments[-1] + BREATH))
    _, classified, accepted, worked, submitted, issued = moments
    satisfied, rated_at = _rating(row, issued, window=window)
    closed = issued + timedelta(days=window.reopen_days + 1)
    return Road(
        received_at=received, classified_at=classified, accepted_at=accepted, worked_at=worked, submitted_at=submitted,
        issued_at=issued, rated_at=rated_at, satisfied=satisfied,
        closed_at=closed if rated_at is None and closed <= window.now else None, published=share(row, "public") < 0.85,
        stop=Stop.IN_HAND, moved=moved, drawn=drawn,
    )  # fmt: skip


def _closing_time(row: ImportRow) -> timedelta:
    if row.resolved_at is not None:
        began = row.sent_at or _before_answer(row)
        if began is not None:
            return max(row.resolved_at - began, timedelta(minutes=40))
    return timedelta(days=between(CLOSING_DAYS, share(row, "closing")))


def _rating(row: ImportRow, issued: datetime, *, window: Window) -> tuple[bool, datetime | None]:
    """Six senders of ten say what they think; of a promise more are unsatisfied than of a thing done."""
    outcome = row.outcome or outcome_of(row.answer)
    drawn = share(row, "rating")
    unsatisfied = 0.22 if outcome in (Outcome.PLANNED, Outcome.DECLINED) else 0.05
    days = 1 + int(share(row, "rated") * min(9, max(1, window.reopen_days - 1)))
    rated = _at_some_hour(issued.astimezone(HERE).date() + timedelta(days=days), row, "rated at")
    if drawn >= 0.60 or rated > window.now:
        return True, None
    return drawn >= unsatisfied, rated


def _open(row: ImportRow, received: datetime, *, moved: bool, drawn: bool, window: Window, calendar: WorkingCalendar) -> Road:
    desk = timedelta(minutes=round(share(row, "desk") * 200))

    def step(after: datetime, pause: timedelta) -> datetime:
        moment = after + pause
        return office_time(moment, calendar=calendar, delay=desk) if moment <= window.now else moment

    classified = step(received, timedelta(hours=1 + 6 * share(row, "first")))
    accepted = step(classified, timedelta(hours=2 + 40 * share(row, "second")))
    worked = step(accepted, timedelta(days=3 + 6 * share(row, "third")))
    stop = _stop(row, accepted=accepted <= window.now, worked=worked <= window.now)
    if row.matter == Matter.COMPLAINT:
        stop = Stop.CLASSIFIED
    if classified > window.now:
        stop = Stop.RECEIVED
    taken = stop not in (Stop.RECEIVED, Stop.CLASSIFIED)
    return Road(
        received_at=received, classified_at=None if stop == Stop.RECEIVED else classified,
        accepted_at=accepted if taken else None, worked_at=worked if taken and worked <= window.now else None,
        submitted_at=None, issued_at=None, rated_at=None, satisfied=False, closed_at=None,
        published=taken and share(row, "public") < 0.60, stop=stop, moved=moved, drawn=drawn,
    )  # fmt: skip


STOPS = (
    (0.06, Stop.UNASSIGNED), (0.16, Stop.ASKED), (0.40, Stop.DRAFTED), (0.54, Stop.SUBMITTED), (0.62, Stop.EXTENSION_ASKED),
    (0.72, Stop.EXTENDED), (1.0, Stop.IN_HAND),
)  # fmt: skip


def _stop(row: ImportRow, *, accepted: bool, worked: bool) -> Stop:
    if not accepted:
        return Stop.CLASSIFIED
    if not worked:
        return Stop.IN_HAND
    drawn = share(row, "stop")
    return next(stop for limit, stop in STOPS if drawn < limit)
