"""The rules of a complaint that need neither the web nor the database: time bar, people, gates before the steps. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.text import clean_line, clean_text, words
from feedback.complaint_states import UNDECIDED_OUTCOMES, Challenged, EndGround, HigherOutcome, RefusalGround, Scope

MANY = 2
SMALL_GROUP, LARGE_GROUP = 5, 10
FEW_REPRESENTATIVES, MOST_REPRESENTATIVES = 2, 5
SUMMARY_MOST = 300
OWN_WORDS = 8
NOTARISED_UNTIL = date(2026, 12, 31)
"""The last day on which an authority to complain may be notarised, not certified (Decree 155/2026 Art. 3, 21; uncertain)."""
NUMBERED = re.compile(r"0*([1-9]\d{0,4})/(\S{1,40})")


@dataclass(frozen=True, kw_only=True)
class TimeBar:
    """The answer of the check: the last day of the time bar (with excused days), the day of lodging, whether it was too late."""

    last_on: date
    lodged_on: date

    @property
    def barred(self) -> bool:
        """True when the complaint was lodged after the last day (LKN Art. 9, 48)."""
        return self.lodged_on > self.last_on


DISCIPLINARY = {
    Challenged.DISCIPLINE: {"KN.PRESCRIPTION": "KN.PRESCRIPTION.DISCIPLINE", "KN.APPEAL2": "KN.APPEAL2.DISCIPLINE"},
    Challenged.DISMISSAL: {"KN.PRESCRIPTION": "KN.PRESCRIPTION.DISCIPLINE", "KN.APPEAL2": "KN.APPEAL2.DISMISSAL"},
}


def ruling_term(code: str, challenged: str) -> str:
    """Return the code of the term that rules instead of ``code`` when a disciplinary decision is complained about.

    15 days from its receipt, and 10 for the second complaint, 30 when it is one of dismissal (LKN Art. 48); for an administrative
    decision or act 90 and 30 (LKN Art. 9, 33.1).
    """
    return DISCIPLINARY[Challenged(challenged)].get(code, code) if challenged in DISCIPLINARY else code


def most_representatives(people: int) -> int:
    """Return how many may speak for ``people`` complainants: none for one, up to 2 for 2–10, up to 5 above.

    Source: Law on Citizen Reception 2013 Art. 29 (5–10: 1 or 2; more: up to 5); Decree 124/2020 Art. 6.2. The law names no
    number below five; the smaller one is taken.
    """
    if people < MANY:
        return 0
    return FEW_REPRESENTATIVES if people <= LARGE_GROUP else MOST_REPRESENTATIVES


def needs_representatives(people: int) -> bool:
    """True from five people on: they must name who speaks for them (Law on Citizen Reception 2013 Art. 29)."""
    return people >= SMALL_GROUP


@dataclass(frozen=True, kw_only=True)
class People:
    """Who complains: how many, who speaks for them, and by which papers."""

    people: int = 1
    representatives: tuple[str, ...] = ()
    appointment_paper: str = ""
    all_signed: bool = False
    attorney: str = ""
    attorney_paper: str = ""


def may_be_notarised(on: date) -> bool:
    """True while an authority to complain may be notarised (công chứng); afterwards it is certified (chứng thực)."""
    return on <= NOTARISED_UNTIL


def people_faults(who: People, *, on: date) -> dict[str, str]:
    """Return what is wrong with the people recorded ``on`` a day: field → code (LKN Art. 8.4, 12; Decree 124/2020 Art. 5–7)."""
    faults = {}
    if not 1 <= who.people <= 10_000:
        faults["people"] = "kn_people_range"
    elif len(who.representatives) > most_representatives(who.people):
        faults["representatives"] = "kn_representatives_many"
    elif not who.representatives and needs_representatives(who.people):
        faults["representatives"] = "kn_representatives_missing"
    if who.representatives and not clean_line(who.appointment_paper):
        faults["appointment_paper"] = "kn_appointment_missing"
    if who.attorney and not clean_line(who.attorney_paper):
        faults["attorney_paper"] = "kn_attorney_paper_missing" if may_be_notarised(on) else "kn_attorney_paper_uncertified"
    return faults


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the gates need to know of a complaint."""

    signed_on: date | None = None
    barred: bool | None = None
    people: int = 1
    represented: bool = False
    appointment_paper: str = ""
    all_signed: bool = False
    withdrawn: bool = False
    reported: bool = False
    differs: bool = False
    dialogue_held: bool = False
    enforced: bool = False
    nothing_to_enforce: bool = False


def missing_for_acceptance(standing: Standing) -> str:
    """Return the code of what still stands against acceptance, or "" (LKN Art. 8, 9, 11; Decree 124/2020 Art. 16.1)."""
    if standing.withdrawn:
        return "kn_is_withdrawn"
    if standing.signed_on is None:
        return "kn_not_signed"
    if standing.barred is None:
        return "kn_time_unchecked"
    if standing.barred:
        return "kn_time_barred"
    if standing.people >= MANY and not standing.all_signed:
        return "kn_signatures_missing"
    if standing.people >= SMALL_GROUP and not (standing.represented and standing.appointment_paper):
        return "kn_representatives_missing"
    return ""


def fault_of_refusal(ground: RefusalGround, standing: Standing) -> str:
    """Return why this ground of LKN Art. 11 does not fit what is on file, or ""."""
    if ground == RefusalGround.TIME_BARRED and not standing.barred:
        return "kn_not_barred" if standing.barred is False else "kn_time_unchecked"
    if ground == RefusalGround.NO_SIGNATURE and standing.signed_on is not None:
        return "kn_is_signed"
    return ""


def missing_for_decision(standing: Standing) -> str:
    """Return the code of what must come before the decision, or "" (LKN Art. 10, 29.4, 30.1).

    The dialogue is a duty when what the complainant asks and what was found still differ.
    """
    if standing.withdrawn:
        return "kn_is_withdrawn"
    if not standing.reported:
        return "kn_report_missing"
    if standing.differs and not standing.dialogue_held:
        return "kn_dialogue_missing"
    return ""


def fault_of_ending(ground: EndGround, standing: Standing) -> str:
    """Return why the settlement cannot be discontinued on this ground, or "" (LKN Art. 10, 11a.2)."""
    return "kn_not_withdrawn" if ground == EndGround.WITHDRAWN and not standing.withdrawn else ""


def withdrawal_faults(scope: Scope, *, what: str, leaving: int, people: int) -> dict[str, str]:
    """Return what is wrong with a withdrawal: field → code (LKN Art. 10; Decree 124/2020 Art. 7a)."""
    if scope == Scope.PART and len(clean_text(what)) < 5:
        return {"what": "kn_part_missing"}
    if scope == Scope.SOME_PEOPLE and not (people >= MANY and 1 <= leaving <= people):
        return {"leaving": "kn_leaving_range"}
    return {}


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """What of a complaint was withdrawn: all of it, a part, or the complaint of ``left`` people beside ``people`` who stayed."""

    whole: bool
    part: str
    people: int
    left: int

    @property
    def may_return(self) -> int:
        """How many people can complain on when their withdrawal does not count."""
        return self.left + (self.people if self.whole else 0)


def setting_aside_faults(scope: Scope, gone: Withdrawn, *, returning: int) -> dict[str, str]:
    """Return why this withdrawal cannot be set aside: field → code.

    What was withdrawn is not looked at again, unless the complainant was pressed (Decree 124/2020 Art. 7a).
    """
    if scope == Scope.SOME_PEOPLE:
        return {} if 1 <= returning <= gone.may_return else {"returning": "kn_returning_range"}
    was = gone.whole if scope == Scope.WHOLE else bool(gone.part)
    return {} if was else {"scope": "kn_nothing_withdrawn"}


def people_after(scope: Scope, gone: Withdrawn, *, returning: int) -> tuple[int, int]:
    """Return how many complain, and how many stay away, once a withdrawal is set aside.

    When everything was withdrawn and only ``returning`` people were pressed, it goes on for these alone.
    """
    if scope == Scope.SOME_PEOPLE:
        stay = 0 if gone.whole else gone.people
        return stay + returning, gone.may_return - returning
    if scope == Scope.WHOLE and gone.people == 0:
        return max(gone.left, 1), 0
    return gone.people, gone.left


def above_from(*, settle_by: date | None, decided_on: date | None) -> date | None:
    """Return the first day on which the complainant could go above because no decision had come; None: it came in time.

    The time of LKN Art. 28 has passed and the complaint is not settled (LKN Art. 33.1).
    """
    late = settle_by is not None and (decided_on is None or decided_on > settle_by)
    return settle_by + timedelta(days=1) if late and settle_by is not None else None


def fault_of_outcome(outcome: HigherOutcome, *, decided: bool) -> str:
    """Return why this outcome does not fit what is on file, or "": a decision that is not there is neither upheld nor changed."""
    return "" if (outcome in UNDECIDED_OUTCOMES) is not decided else "kn_outcome_unfit"


def missing_for_closing(standing: Standing) -> str:
    """Return the code of what must come before the file is closed, or "" (LKN Art. 45, 46)."""
    return "" if standing.enforced or standing.nothing_to_enforce else "kn_not_enforced"


def read_number(text: str) -> tuple[int, str] | None:
    """Return number and symbol of "12/QĐ-UBND", or None for what is not written so (Decree 30/2020/NĐ-CP, Art. 8, 15)."""
    read = NUMBERED.fullmatch("".join(text.split()))
    return (int(read[1]), read[2]) if read else None


def is_numbered(text: str, number: int, symbol: str) -> bool:
    """True when a decision's "12/QĐ-UBND" is this number and symbol, however it was written."""
    read = read_number(text)
    return read is not None and read[0] == number and read[1].casefold() == symbol.casefold()


def repeats_letter(summary: str, letter: str) -> bool:
    """True when a summary for the public holds a run of eight words of the letter: it must be the office's own neutral words."""
    said, own = words(letter), words(summary)
    runs = {tuple(said[start : start + OWN_WORDS]) for start in range(len(said) - OWN_WORDS + 1)}
    return any(tuple(own[start : start + OWN_WORDS]) in runs for start in range(len(own) - OWN_WORDS + 1))


def names_in(text: str) -> tuple[str, ...]:
    """Return the names typed one on a line or between commas, clean, each once."""
    parts = (clean_line(part) for line in text.splitlines() for part in line.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part[:120] for part in parts if part))


def clean_criteria(chosen: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the chosen criteria that exist, in the order of the decree."""
    return tuple(code for code in known if code in chosen)
