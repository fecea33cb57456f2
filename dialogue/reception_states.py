"""The words of citizen reception: kinds of days, their states, what is brought, how it is handled, grounds of refusal. Pure.

Sources: Law on Citizen Reception 42/2013 (as amended by Law 136/2025), Art. 9, 15, 18, 24; Decree 154/2026/NĐ-CP, Art. 4, 12,
25, 27 and form 03/TCD.
"""

from __future__ import annotations

from enum import StrEnum


class ReceptionKind(StrEnum):
    """Whose day it is: the chair's, the Party secretary's, the regular staff's, or the chair's outside the plan (Art. 18.3)."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    REGULAR = "regular"
    AD_HOC = "ad_hoc"


class DayState(StrEnum):
    """Where a day stands. A postponed day stays as it was and names the day that took its place."""

    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    HELD = "held"
    NOT_HELD = "not_held"
    CANCELLED = "cancelled"


class BookingState(StrEnum):
    """Where a booking stands."""

    BOOKED = "booked"
    CAME = "came"
    CANCELLED = "cancelled"


class MatterKind(StrEnum):
    """What somebody brings, column 6 of form 03/TCD."""

    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    PETITION = "petition"
    REFLECTION = "reflection"
    OTHER = "other"


class Handling(StrEnum):
    """What was done with it at once; ``REFUSED``: reception itself was refused (Law on Citizen Reception, Art. 9)."""

    EXPLAINED = "explained"
    GUIDED = "guided"
    TAKEN = "taken"
    TRANSFERRED = "transferred"
    REFUSED = "refused"


class Ground(StrEnum):
    """Why reception may be refused (Law on Citizen Reception, Art. 9; Decree 154/2026, Art. 4)."""

    UNFIT = "unfit"
    THREATENS = "threatens"
    SETTLED = "settled"
    WEAPON = "weapon"
    SECURITY = "security"
    RECORDING = "recording"
    INCITES = "incites"
    NO_CAPACITY = "no_capacity"
    NO_MANDATE = "no_mandate"
    OUTSIDE = "outside"
    REPEATED = "repeated"
    JUDGED = "judged"
    ELSEWHERE = "elsewhere"


WRITTEN_NOTICE = frozenset({Ground.SETTLED, Ground.REPEATED})
"""Grounds on which the refusal is told in writing (form 01/TCD) within ALL.RECEPTION.REFUSE; the others are explained on the
spot (Decree 154/2026, Art. 4.3 with LTCD Art. 9.3 and Art. 4.1.h)."""

PERSONAL = frozenset({ReceptionKind.CHAIR, ReceptionKind.SECRETARY, ReceptionKind.AD_HOC})
"""Days on which the person named receives in person; no deputy takes their place (term TCD.CHAIR.FREQ)."""

ALIVE = frozenset({DayState.SCHEDULED, DayState.PUBLISHED, DayState.HELD})
"""Days that take up their hour."""

SHOWN = frozenset({DayState.PUBLISHED, DayState.POSTPONED, DayState.HELD, DayState.NOT_HELD, DayState.CANCELLED})
"""Days that everybody may see, once they were published."""
