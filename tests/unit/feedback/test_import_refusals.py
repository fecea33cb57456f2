"""Why an import refuses a row, in words: the operator mends the file and needs no list of codes."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import BadInput, DomainError, NotAllowed, StaleVersion, WrongState
from deadlines.calendar import CalendarNotCovered
from deadlines.terms import NoSuchTerm, NoSuchVariant, NotInForce
from feedback.importing import REFUSALS, reasons_of
from tests.makers_core import speaking_app

FAULTS = [
    ({"name": "name_missing", "phone": "phone_bad"}, ("name is missing", "phone is not a Vietnamese number")),
    ({"place": "place_far"}, ("place: This position is not in Viet Nam",)),
    ({"field_id": "quite_new"}, ("field_id: Something is not right here. Please check",)),
]
RULES = [
    (
        CalendarNotCovered(date(2030, 1, 2), first=date(2024, 1, 1), last=date(2027, 12, 31)),
        "its days lie outside the working calendar, 2024-01-01 to 2027-12-31 (see flask calendar load)",
    ),
    (NoSuchTerm(term="KNPA.SETTLE"), "the table of legal terms lacks KNPA.SETTLE (see flask deadline load)"),
    (NoSuchVariant(term="KN.SETTLE1"), "the table of legal terms has no row of KN.SETTLE1 for it (see flask deadline load)"),
    (NotInForce(term="KN.ACCEPT", on="2020-01-02"), "the legal term KN.ACCEPT was not in force on 2020-01-02"),
    (
        NotAllowed(permission="case:accept"),
        "the commune's reception clerk or leader may not take one of its steps (case:accept)",
    ),
    (StaleVersion(current=3), "somebody else wrote into its case meanwhile; run the import again"),
    (WrongState(action="accept"), "one of its steps does not follow from the state that the case has by then"),
    (WrongState("quite_new"), "a rule of the product refuses it (quite_new)"),
]


@pytest.mark.parametrize(("faults", "words"), FAULTS)
def test_what_is_wrong_in_a_row_is_said_with_its_column(faults: dict[str, str], words: tuple[str, ...]):
    with speaking_app().test_request_context():
        assert reasons_of(BadInput(faults)) == words


@pytest.mark.parametrize(("error", "words"), RULES, ids=[error.code for error, _words in RULES])
def test_a_rule_says_in_words_why_it_refuses(error: DomainError, words: str):
    assert reasons_of(error) == (words,)


def test_every_rule_with_words_is_told_here():
    assert {error.code for error, _words in RULES} == {*REFUSALS, "quite_new"}
