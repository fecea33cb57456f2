"""Every legal period of the register against days counted by hand, over Tết, the compensatory days and Culture Day."""

from __future__ import annotations

import pytest

from deadlines.calendar import WorkingCalendar
from deadlines.engine import due_on
from deadlines.explain import explain
from deadlines.reference import shipped_calendar, shipped_terms
from deadlines.terms import Term, choose_term
from denunciation.rules import NEXT_SETTLE
from denunciation.states import DUTIES, STEPS
from tests.makers_deadlines import Row, day, written

ROWS = (
    # triage: 7 working days from receipt (Law on Denunciations 2018, Art. 24.1)
    Row("TC.TRIAGE", "Wed 31/12/2025", "Mon 12/01/2026", "1 and 2 Jan off; 5 6 7 8 9, worked Sat 10, Mon 12"),
    Row("TC.TRIAGE", "Mon 09/02/2026", "Wed 25/02/2026", "10 11 12 13, Tết 16–20, then 23 24, Wed 25"),
    Row("TC.TRIAGE", "Fri 13/02/2026", "Tue 03/03/2026", "the eve of Tết: 23 24 25 26 27 Feb, 2, Tue 3 Mar"),
    Row("TC.TRIAGE", "Wed 18/02/2026", "Tue 03/03/2026", "received on the second day of Tết: the same seven days"),
    Row("TC.TRIAGE", "Fri 24/04/2026", "Fri 08/05/2026", "27 in lieu of the Hùng Kings; 28 29, 30 and 1 off, 4 5 6 7, Fri 8"),
    Row("TC.TRIAGE", "Fri 21/08/2026", "Thu 03/09/2026", "worked Sat 22, 24 25 26 27 28, 31 to 2 off, Thu 3"),
    Row("TC.TRIAGE", "Fri 20/11/2026", "Wed 02/12/2026", "23, Culture Day, 25 26 27 30, 1, Wed 2 (law.md §3)"),
    Row("TC.TRIAGE", "Sat 21/11/2026", "Wed 02/12/2026", "a Saturday counts as little as the Friday before it"),
    Row("TC.TRIAGE", "Mon 23/11/2026", "Thu 03/12/2026", "25 26 27 30, 1 2, Thu 3"),
    Row("TC.TRIAGE", "Tue 24/11/2026", "Thu 03/12/2026", "received on Culture Day: 25 26 27 30, 1 2, Thu 3"),
    Row("TC.TRIAGE", "Wed 25/11/2026", "Fri 04/12/2026", "the day after: 26 27 30, 1 2 3, Fri 4"),
    Row("TC.TRIAGE", "Wed 23/12/2026", "Mon 04/01/2027", "24 25 28 29 30 31, New Year, Mon 4"),
    Row("TC.TRIAGE", "Fri 29/01/2027", "Tue 16/02/2027", "1 2 3 Feb, Tết 4–10, 11 12 15, Tue 16"),
    # the same, lengthened: ten in all from receipt, not ten more
    Row("TC.TRIAGE.EXT", "Mon 09/02/2026", "Mon 02/03/2026", "10–13 are four, 23–27 nine, Mon 2"),
    Row("TC.TRIAGE.EXT", "Fri 13/02/2026", "Fri 06/03/2026", "23–27 are five, 2–6 March ten"),
    Row("TC.TRIAGE.EXT", "Fri 21/08/2026", "Tue 08/09/2026", "Sat 22, 24–28 are six, 3 4 7, Tue 8"),
    Row("TC.TRIAGE.EXT", "Fri 20/11/2026", "Mon 07/12/2026", "23 25 26 27 30, 1 2 3 4, Mon 7"),
    # handing on: 5 working days from receipt (Art. 24.2)
    Row("TC.TRANSFER", "Wed 11/02/2026", "Wed 25/02/2026", "12 13, Tết, 23 24, Wed 25"),
    Row("TC.TRANSFER", "Fri 13/02/2026", "Fri 27/02/2026", "the whole week after Tết"),
    Row("TC.TRANSFER", "Fri 24/04/2026", "Wed 06/05/2026", "28 29, 4 5, Wed 6"),
    Row("TC.TRANSFER", "Sat 22/08/2026", "Fri 28/08/2026", "received on a worked Saturday: 24–28"),
    Row("TC.TRANSFER", "Fri 28/08/2026", "Wed 09/09/2026", "31, 1, 2 off; 3 4 7 8, Wed 9"),
    Row("TC.TRANSFER", "Fri 20/11/2026", "Mon 30/11/2026", "23 25 26 27, Mon 30"),
    Row("TC.TRANSFER", "Thu 31/12/2026", "Fri 08/01/2027", "New Year is a Friday; 4–8"),
    # settlement: 30 days from acceptance, 60 complex, 90 specially complex (Art. 30), rolled to a working day
    Row("TC.SETTLE", "Mon 19/01/2026", "Mon 23/02/2026", "the 30th is in Tết", raw="Wed 18/02/2026"),
    Row("TC.SETTLE", "Thu 12/03/2026", "Mon 13/04/2026", "a Saturday", raw="Sat 11/04/2026"),
    Row("TC.SETTLE", "Fri 27/03/2026", "Tue 28/04/2026", "the Hùng Kings on a Sunday, Monday in lieu", raw="Sun 26/04/2026"),
    Row("TC.SETTLE", "Tue 31/03/2026", "Mon 04/05/2026", "30 April, 1 May, a weekend", raw="Thu 30/04/2026"),
    Row("TC.SETTLE", "Thu 23/07/2026", "Sat 22/08/2026", "a Saturday that is worked"),
    Row("TC.SETTLE", "Mon 03/08/2026", "Thu 03/09/2026", "National Day", raw="Wed 02/09/2026"),
    Row("TC.SETTLE", "Sun 25/10/2026", "Wed 25/11/2026", "Culture Day", raw="Tue 24/11/2026"),
    Row("TC.SETTLE", "Wed 25/11/2026", "Fri 25/12/2026", "an ordinary Friday"),
    Row("TC.SETTLE", "Wed 02/12/2026", "Mon 04/01/2027", "New Year before a weekend", raw="Fri 01/01/2027"),
    Row("TC.SETTLE.COMPLEX", "Thu 18/12/2025", "Mon 23/02/2026", "the first day of Tết", raw="Mon 16/02/2026"),
    Row("TC.SETTLE.COMPLEX", "Fri 25/09/2026", "Wed 25/11/2026", "Culture Day", raw="Tue 24/11/2026"),
    Row("TC.SETTLE.COMPLEX", "Wed 25/11/2026", "Mon 25/01/2027", "a Sunday", raw="Sun 24/01/2027"),
    Row("TC.SETTLE.VERY_COMPLEX", "Wed 19/11/2025", "Mon 23/02/2026", "in Tết", raw="Tue 17/02/2026"),
    Row("TC.SETTLE.VERY_COMPLEX", "Mon 09/11/2026", "Thu 11/02/2027", "Tết 2027 to the 10th", raw="Sun 07/02/2027"),
    Row("TC.SETTLE.VERY_COMPLEX", "Wed 25/11/2026", "Tue 23/02/2027", "5 days of November, 31, 31, 23 of February"),
    # a suspension is left out of the count, day by day (Art. 34.2)
    Row("TC.SETTLE", "Wed 02/12/2026", "Fri 08/01/2027", "seven days stood still: 1 January + 7",
        stops=(("Mon 07/12/2026", "Mon 14/12/2026"),)),
    Row("TC.SETTLE", "Mon 02/02/2026", "Mon 16/03/2026", "ten days over Tết: 4 March + 10 is a Saturday", raw="Sat 14/03/2026",
        stops=(("Fri 13/02/2026", "Mon 23/02/2026"),)),
    Row("TC.SETTLE.COMPLEX", "Wed 25/11/2026", "Tue 26/01/2027", "two stops of one day each: 24 + 2",
        stops=(("Tue 01/12/2026", "Wed 02/12/2026"), ("Mon 04/01/2027", "Tue 05/01/2027"))),
    # duties with a day of their own (Art. 29.3, 34.4, 35.3, 36.1, 40.1)
    Row("TC.ACCEPT.NOTIFY", "Fri 13/02/2026", "Fri 27/02/2026", "five days after Tết"),
    Row("TC.ACCEPT.NOTIFY", "Wed 25/11/2026", "Wed 02/12/2026", "26 27 30, 1, Wed 2"),
    Row("TC.SUSPEND.SEND", "Mon 23/11/2026", "Tue 01/12/2026", "25 26 27 30, Tue 1"),
    Row("TC.CONCLUSION.SEND", "Thu 27/08/2026", "Tue 08/09/2026", "28, 3 4 7, Tue 8"),
    Row("TC.CONCLUSION.SEND", "Fri 20/11/2026", "Mon 30/11/2026", "23 25 26 27, Mon 30"),
    Row("TC.CONCLUSION.ACT", "Thu 27/08/2026", "Thu 10/09/2026", "28, 3 4 7 8 9, Thu 10"),
    Row("TC.CONCLUSION.ACT", "Fri 20/11/2026", "Wed 02/12/2026", "as the triage of that day"),
    Row("TC.RESULT.REPORT", "Fri 29/01/2027", "Fri 12/02/2027", "1 2 3, Tết, 11, Fri 12"),
    Row("TC.RESULT.REPORT", "Thu 26/11/2026", "Thu 03/12/2026", "27 30, 1 2, Thu 3"),
    Row("TC.PRESS", "Fri 20/11/2026", "Thu 10/12/2026", "20 calendar days, a Thursday"),
    Row("TC.PRESS", "Wed 04/11/2026", "Wed 25/11/2026", "20 days: raw on Culture Day", raw="Tue 24/11/2026"),
    Row("TC.CONCLUSION.PUBLISH", "Fri 13/02/2026", "Tue 03/03/2026", "as the triage of that day"),
    Row("TC.CONCLUSION.PUBLISH", "Fri 20/11/2026", "Wed 02/12/2026", "as the triage of that day"),
    # denounced again: the superior examines it in 20 days, late ones are reported in 5 working days (Art. 37.2, 38.3)
    Row("TC.AGAIN", "Fri 20/11/2026", "Thu 10/12/2026", "20 calendar days, a Thursday"),
    Row("TC.AGAIN", "Mon 18/01/2027", "Thu 11/02/2027", "the 20th is in Tết", raw="Sun 07/02/2027"),
    Row("TC.AGAIN.OVERDUE", "Fri 20/11/2026", "Mon 30/11/2026", "23 25 26 27, Mon 30"),
    Row("TC.AGAIN.OVERDUE", "Fri 29/01/2027", "Fri 12/02/2027", "1 2 3, Tết, 11, Fri 12"),
    # at once, also on a day off (Art. 27.1)
    Row("TC.CRIME", "Sun 22/11/2026", "Sun 22/11/2026", "a Sunday"),
    Row("TC.CRIME", "Tue 24/11/2026", "Tue 24/11/2026", "Culture Day"),
    Row("TC.CRIME", "Tue 17/02/2026", "Tue 17/02/2026", "the first day of the year"),
)  # fmt: skip

NUMBERS = {
    # code: (number, unit, article) as law.md §2.2 has it
    "TC.TRIAGE": (7, "wd", "khoản 1 Điều 24 Luật Tố cáo 2018"),
    "TC.TRIAGE.EXT": (10, "wd", "khoản 1 Điều 24 Luật Tố cáo 2018"),
    "TC.TRANSFER": (5, "wd", "khoản 2 Điều 24 Luật Tố cáo 2018"),
    "TC.ACCEPT.NOTIFY": (5, "wd", "khoản 3 Điều 29 Luật Tố cáo 2018"),
    "TC.SETTLE": (30, "cal", "khoản 1 Điều 30 Luật Tố cáo 2018"),
    "TC.SETTLE.COMPLEX": (60, "cal", "khoản 2 Điều 30 Luật Tố cáo 2018; Điều 3 Nghị định 31/2019/NĐ-CP"),
    "TC.SETTLE.VERY_COMPLEX": (90, "cal", "khoản 3 Điều 30 Luật Tố cáo 2018; khoản 3 Điều 3 Nghị định 31/2019/NĐ-CP"),
    "TC.SUSPEND.SEND": (5, "wd", "khoản 4 Điều 34 Luật Tố cáo 2018"),
    "TC.CONCLUSION.SEND": (5, "wd", "khoản 3 Điều 35 Luật Tố cáo 2018"),
    "TC.CONCLUSION.ACT": (7, "wd", "khoản 1 Điều 36 Luật Tố cáo 2018"),
    "TC.CONCLUSION.PUBLISH": (7, "wd", "khoản 1 Điều 40 Luật Tố cáo 2018; Điều 6 Nghị định 31/2019/NĐ-CP"),
    "TC.PRESS": (20, "cal", "khoản 2 Điều 26 Luật Tố cáo 2018"),
    "TC.RESULT.REPORT": (5, "wd", "khoản 3 Điều 36 Luật Tố cáo 2018"),
    "TC.AGAIN": (20, "cal", "khoản 2 Điều 37 Luật Tố cáo 2018"),
    "TC.AGAIN.OVERDUE": (5, "wd", "khoản 2 và khoản 3 Điều 38 Luật Tố cáo 2018"),
    "TC.CRIME": (0, "wd", "khoản 1 Điều 27 và khoản 2 Điều 36 Luật Tố cáo 2018"),
}


@pytest.fixture(scope="module")
def calendar() -> WorkingCalendar:
    return shipped_calendar()


@pytest.fixture(scope="module")
def terms() -> list[Term]:
    return shipped_terms()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.code} {row.start}: {row.why}")
def test_a_period_of_the_register_ends_on_the_day_counted_by_hand(row: Row, terms: list[Term], calendar: WorkingCalendar):
    term = choose_term(terms, row.code, received_on=day(row.start))
    due = due_on(term, day(row.start), calendar, suspensions=row.suspensions)
    assert (written(due.raw_on), written(due.due_on)) == (written(row.raw_day), row.due)


@pytest.mark.parametrize("code", NUMBERS)
@pytest.mark.parametrize("received", ["Mon 06/01/2025", "Tue 30/06/2026", "Wed 01/07/2026", "Mon 04/01/2027"])
def test_a_period_has_its_number_and_article_before_and_after_the_law_of_july_2026(code: str, received: str, terms: list[Term]):
    term = choose_term(terms, code, received_on=day(received))
    assert (term.number, term.unit.value, term.basis_vi) == NUMBERS[code]


def test_every_clock_that_a_step_starts_has_a_row_in_the_table_above():
    started = {code for step in STEPS for code in step.starts} | set(NEXT_SETTLE) | set(NEXT_SETTLE.values()) | set(DUTIES)
    assert started - set(NUMBERS) == set()
    assert set(NUMBERS) - {row.code for row in ROWS} == set()


@pytest.mark.parametrize("code", NUMBERS)
@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_period_is_told_in_both_languages(code: str, locale: str, terms: list[Term], calendar: WorkingCalendar):
    term = choose_term(terms, code, received_on=day("Fri 20/11/2026"))
    said = explain(due_on(term, day("Fri 20/11/2026"), calendar).proof, locale)
    other = explain(due_on(term, day("Fri 20/11/2026"), calendar).proof, "en" if locale == "vi" else "vi")
    assert (term.text("stage", locale) != "", all(said), set(said) & set(other)) == (True, True, set())
