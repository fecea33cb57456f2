"""The words of a skilful model: who carries it, where it stands, what can be done with it. Pure.

No law speaks of these models; it is a movement of the Party and the Front, so fields and levels are data (skilful.catalogue).
"""

from __future__ import annotations

from enum import StrEnum


class Carrier(StrEnum):
    """Who carries a model: a group of people, or one person."""

    COLLECTIVE = "collective"
    INDIVIDUAL = "individual"


class State(StrEnum):
    """Where a model stands in its latest year.

    ``REGISTERED`` it runs · ``ASSESSED`` what came of the year is said · ``ENDED`` nobody goes on with it · ``WITHDRAWN`` it was
    taken from the register before anybody else read it.
    """

    REGISTERED = "registered"
    ASSESSED = "assessed"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Result(StrEnum):
    """What came of a year, measured by its goal."""

    ACHIEVED = "achieved"
    PARTLY = "partly"
    NOT_ACHIEVED = "not_achieved"


class Step(StrEnum):
    """What can be done with a model; ``REGISTER`` is how it begins."""

    REGISTER = "register"
    CORRECT = "correct"
    NOTE = "note"
    HIDE_NOTE = "hide_note"
    ASSESS = "assess"
    REASSESS = "reassess"
    RECOGNISE = "recognise"
    STRIKE = "strike"
    CARRY_ON = "carry_on"
    END = "end"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    TAKE_BACK = "take_back"


OPEN = frozenset({State.REGISTERED, State.ASSESSED})
"""States in which somebody works on it."""
