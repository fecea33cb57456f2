"""What all reports of the office share: which period ended last, its words, which edition, when somebody is reminded."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask_babel import Babel

from feedback.document_kinds import Signing
from reporting.editions.events import ReportDiscarded, ReportFilledIn, ReportIssued, ReportMade, ReportTakenBack
from reporting.editions.heads import Head, Paper, head_faults, proposed_signing
from reporting.editions.queries import latest_ended
from reporting.editions.reminders import LATE_FOR, reminder_of
from reporting.editions.trail import ACTIONS
from reporting.editions.words import NAMES, period_name, replaces_words
from reporting.periods import CALENDAR, SPANS, Period, calendar, month, named_for_report, report
from reporting.phrases import SPANS as SPAN_WORDS
from reporting.phrases import period_words

Signer = namedtuple("Signer", "full_name title")
HALF, YEAR = calendar(2026, "6tdl"), calendar(2026, "namdl")
DAYS = Period(first_on=date(2026, 3, 1), last_on=date(2026, 3, 10))
DUE = date(2027, 1, 8)


@pytest.fixture(scope="module")
def vietnamese() -> Flask:
    """Return an application that speaks Vietnamese."""
    made = Flask("words")
    Babel(made, default_locale="vi")
    return made


@pytest.mark.parametrize(
    ("today", "ended"),
    [
        (date(2026, 6, 30), []),  # its last day is not over
        (date(2026, 7, 1), [HALF]),
        (date(2026, 12, 31), [HALF]),
        (date(2027, 1, 1), [YEAR]),
    ],
)
def test_the_period_that_ended_last_is_over(today: date, ended: list[Period]):
    assert latest_ended([HALF, YEAR], today=today) == ended


def test_periods_that_end_together_are_told_together():
    periods = [report(2026, span) for span in SPANS]
    assert latest_ended(periods, today=date(2026, 12, 15)) == [report(2026, "q4"), report(2026, "nam")]
    assert latest_ended(periods, today=date(2026, 6, 20)) == [report(2026, "q2"), report(2026, "6t")]
    assert latest_ended([], today=date(2026, 6, 20)) == []


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (report(2026, "q3"), "quý III năm 2026"),
        (report(2026, "9t"), "9 tháng đầu năm 2026"),
        (report(2026, "nam"), "năm 2026"),
        (HALF, "6 tháng đầu năm 2026"),
        (YEAR, "năm 2026"),
        (DAYS, "từ ngày 01/03/2026 đến ngày 10/03/2026"),
        (month(2026, 3), "từ ngày 01/03/2026 đến ngày 31/03/2026"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_paper_names_its_period(period: Period, name: str):
    assert period_name(period) == name


def test_every_period_of_a_report_has_words_on_paper_and_on_the_screen(vietnamese: Flask):
    spans = {*SPANS, *CALENDAR}
    assert set(NAMES) == set(SPAN_WORDS) == spans
    with vietnamese.test_request_context():
        assert {period_words(HALF), period_words(report(2026, "6t"))} == {"6 tháng đầu năm 2026"}
        assert period_words(YEAR) == "Cả năm 2026"


@pytest.mark.parametrize("span", [*SPANS, *CALENDAR])
def test_a_name_leads_back_to_its_period(span: str):
    made = calendar(2026, span) if span in CALENDAR else report(2026, span)
    assert named_for_report(made.name) == made
    assert len(made.name) <= 12  # as long as the column


@pytest.mark.parametrize("name", ["", "2026", "2026-6tdlx", "2026-dl", "26-namdl", "2026-namdl\n", "٢٠٢٦-namdl", "9999-namdl"])
def test_another_name_is_no_period(name: str):
    assert named_for_report(name) is None


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (date(2027, 1, 1), "soon"),
        (DUE, "soon"),
        (date(2027, 1, 9), "late"),
        (DUE + LATE_FOR, "late"),
        (date(2027, 1, 23), ""),
    ],
)
def test_which_letter_a_day_brings(today: date, kind: str):
    assert reminder_of(DUE, today=today) == kind


CHAIR, DEPUTY, UNKNOWN = "Vi Văn Thành", "Hoàng Thị Thu", "Lý Văn Tài"
STAFF = (Signer(CHAIR, "Chủ tịch UBND xã"), Signer(DEPUTY, "Phó Chủ tịch UBND xã"), Signer(UNKNOWN, ""))


@pytest.mark.parametrize(
    ("issuer", "proposed"),
    [
        (CHAIR, (Signing.BODY_CHAIR, CHAIR)),
        (DEPUTY, (Signing.BODY_DEPUTY, DEPUTY)),
        (UNKNOWN, (Signing.BODY_CHAIR, UNKNOWN)),
        ("Người khác", (Signing.BODY_CHAIR, CHAIR)),
    ],
)
def test_who_issues_is_proposed_in_their_own_post(issuer: str, proposed: tuple[Signing, str]):
    assert proposed_signing(issuer, STAFF) == proposed


@pytest.mark.parametrize(
    ("signing", "signer", "fault"),
    [
        ("body_chair", CHAIR, {}),
        ("body_deputy", DEPUTY, {}),
        ("body_deputy", "", {}),  # written by hand
        ("body_deputy", CHAIR, {"signer": "signer_not_deputy"}),
        ("body_chair", DEPUTY, {"signer": "signer_not_chair"}),
        ("body_acting", CHAIR, {"signer": "signer_not_acting"}),
        ("body_chair", "Người khác", {"signer": "choice_unknown"}),
        ("verifier", CHAIR, {"signing": "choice_unknown"}),
    ],
)
def test_the_signer_has_the_post_that_the_paper_names(signing: str, signer: str, fault: dict[str, str]):
    head = Head(number=45, symbol="BC-UBND", day=DUE, signing=signing, signer=signer)
    assert head_faults(head, last_on=YEAR.last_on, today=DUE, staff=STAFF) == fault


def test_a_correction_names_the_paper_whose_place_it_takes():
    before = Paper(
        number=5, symbol="BC-UBND", day=DUE, signing="body_chair", unit="Ủy ban nhân dân xã Vạn Linh", issuer=(), place="",
        recipients=(),
    )  # fmt: skip
    words = replaces_words(before)
    assert words == "Báo cáo này thay thế Báo cáo số 05/BC-UBND ngày 08/01/2027 của Ủy ban nhân dân xã Vạn Linh."
    assert (before.signed_by(CHAIR), replace(before, signer=DEPUTY).signed_by(CHAIR)) == (CHAIR, DEPUTY)


def test_every_event_of_a_report_has_its_word_in_the_audit_trail():
    assert set(ACTIONS) == {ReportMade, ReportFilledIn, ReportIssued, ReportTakenBack, ReportDiscarded}
    assert len(set(ACTIONS.values())) == len(ACTIONS)
