"""Letters that another body passed on: who did, what must be known of it, and by when it hears of the outcome. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from core.text import clean_line
from feedback.states import LIVES_IN_OTHERS, REPORTABLE, CaseKind, CaseState, Channel

BODY_LEAST, BODY_MOST, NUMBER_MOST = 3, 200, 60
OLDEST = timedelta(days=366)
"""How long before its arrival a letter of forwarding may have been written."""
FRONT_TERM, ELECTED_TERM = "KN.MTTQ.REPLY", "ALL.TRANSFERRED.REPORTBACK"


class Source(StrEnum):
    """Who forwarded the letter: the Front and its members, an elected body, a deputy, a reception board, another office."""

    FRONT = "front"
    COUNCIL = "council"
    DEPUTY = "deputy"
    BOARD = "board"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Forwarding:
    """What the letter of forwarding says: ``body`` is the organisation, ``number`` may be empty, ``sent_on`` its day."""

    source: str = ""
    body: str = ""
    number: str = ""
    sent_on: date | None = None

    @property
    def cleaned(self) -> Forwarding:
        """Return it with clean text."""
        return replace(self, body=clean_line(self.body)[:BODY_MOST], number=clean_line(self.number)[:NUMBER_MOST])


@dataclass(frozen=True, kw_only=True)
class ReportRule:
    """By which term the outcome is told: its code ("" where no law names one), the article, and whether it was confirmed."""

    term: str
    article: str
    sure: bool = True


LAW_66 = "Luật Khiếu nại 2011, Điều 66.2"
LAW_27 = "Luật Tiếp công dân 2013, Điều 27.2"


def report_rule(*, kind: str, source: str) -> ReportRule:
    """Return by when whoever forwarded a letter hears how it was settled, counted from the day of the settlement.

    The Front and its members hear of a complaint within 7 days (Law on Complaints 2011, Art. 66.2, in force 1 July 2012); elected
    bodies, deputies and reception boards of any letter within 7 working days (Law on Citizen Reception 2013, Art. 27.2, in force
    1 July 2014). For other letters of the Front the second is taken by analogy: not confirmed. Another office is told too, but
    no law that was found says by when.
    """
    if source == Source.FRONT:
        return ReportRule(term=FRONT_TERM, article=LAW_66) if kind == CaseKind.COMPLAINT else _by_analogy()
    if source == Source.OTHER:
        return ReportRule(term="", article="", sure=False)
    return ReportRule(term=ELECTED_TERM, article=LAW_27)


def _by_analogy() -> ReportRule:
    return ReportRule(term=ELECTED_TERM, article=LAW_27, sure=False)


def forwarding_faults(forwarding: Forwarding | None, *, channel: Channel, received_on: date) -> dict[str, str]:
    """Return what is wrong with the facts of a forwarded letter: field → code of the sentence (empty: nothing)."""
    if channel != Channel.FORWARDED:
        return {"channel": "forwarded_channel"} if forwarding is not None else {}
    given = forwarding or Forwarding()
    faults: dict[str, str] = {}
    if given.source not in set(Source):
        faults["source"] = "source_missing"
    if len(given.body) < BODY_LEAST:
        faults["forwarder"] = "forwarder_missing"
    if given.sent_on is None:
        faults["forwarded_on"] = "forwarded_on_missing"
    elif not received_on - OLDEST <= given.sent_on <= received_on:
        faults["forwarded_on"] = "forwarded_on_range"
    return faults


def is_settled(state: str, *, leading: str | None = None) -> bool:
    """Return whether a case has an outcome to tell; one that follows another has the outcome of the ``leading`` case's state."""
    if state == CaseState.MERGED and leading is not None:
        return is_settled(leading)
    return state in REPORTABLE - LIVES_IN_OTHERS


def report_faults(reported_on: date | None, *, settled_on: date, today: date) -> dict[str, str]:
    """Return what is wrong with the day on which the outcome was told."""
    if reported_on is None:
        return {"reported_on": "reported_on_missing"}
    return {} if settled_on <= reported_on <= today else {"reported_on": "reported_on_range"}
