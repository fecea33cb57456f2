"""Forwarded letters: by which term the outcome is told, what must be known, and when there is an outcome to tell."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from deadlines.reference import shipped_terms
from feedback.forwarding import Forwarding, Source, forwarding_faults, is_settled, report_faults, report_rule
from feedback.states import REPORTABLE, CaseKind, CaseState, Channel

DAY = date(2026, 11, 20)
FRONT = Forwarding(source="front", body="Ủy ban Mặt trận Tổ quốc xã", number="12/CV-MTTQ", sent_on=date(2026, 11, 18))
LAW_27, LAW_66 = "Luật Tiếp công dân 2013, Điều 27.2", "Luật Khiếu nại 2011, Điều 66.2"
RULES = [
    ("KHIEU_NAI", "front", "KN.MTTQ.REPLY", LAW_66, True),
    ("KHIEU_NAI", "council", "ALL.TRANSFERRED.REPORTBACK", LAW_27, True),
    ("KIEN_NGHI", "council", "ALL.TRANSFERRED.REPORTBACK", LAW_27, True),
    ("PHAN_ANH", "deputy", "ALL.TRANSFERRED.REPORTBACK", LAW_27, True),
    ("KHAC", "board", "ALL.TRANSFERRED.REPORTBACK", LAW_27, True),
    ("KIEN_NGHI", "front", "ALL.TRANSFERRED.REPORTBACK", LAW_27, False),
    ("KHIEU_NAI", "other", "", "", False),
]


@pytest.mark.parametrize(("kind", "source", "term", "article", "sure"), RULES)
def test_who_forwarded_what_decides_the_term(kind: str, source: str, term: str, article: str, sure: bool):
    rule = report_rule(kind=kind, source=source)
    assert (rule.term, rule.article, rule.sure) == (term, article, sure)


def test_every_rule_names_a_term_that_is_shipped():
    known = {term.code for term in shipped_terms()}
    named = {report_rule(kind=kind, source=source).term for kind, source in product(CaseKind, Source)}
    assert named - known == {""}


FAULTS = [
    ({}, {}),
    ({"number": ""}, {}),
    ({"source": ""}, {"source": "source_missing"}),
    ({"source": "press"}, {"source": "source_missing"}),
    ({"body": "  a "}, {"forwarder": "forwarder_missing"}),
    ({"sent_on": None}, {"forwarded_on": "forwarded_on_missing"}),
    ({"sent_on": date(2026, 11, 21)}, {"forwarded_on": "forwarded_on_range"}),
    ({"sent_on": date(2025, 11, 18)}, {"forwarded_on": "forwarded_on_range"}),
    ({"sent_on": date(2025, 11, 19)}, {}),
    ({"sent_on": date(9999, 12, 31)}, {"forwarded_on": "forwarded_on_range"}),
]


@pytest.mark.parametrize(("changes", "faults"), FAULTS)
def test_a_forwarded_letter_says_from_whom_and_when(changes: dict, faults: dict):
    given = Forwarding(**{**vars(FRONT), **changes}).cleaned
    assert forwarding_faults(given, channel=Channel.FORWARDED, received_on=DAY) == faults


def test_only_a_forwarded_letter_was_forwarded():
    assert forwarding_faults(FRONT, channel=Channel.PAPER, received_on=DAY) == {"channel": "forwarded_channel"}
    assert forwarding_faults(None, channel=Channel.PAPER, received_on=DAY) == {}
    assert set(forwarding_faults(None, channel=Channel.FORWARDED, received_on=DAY)) == {"source", "forwarder", "forwarded_on"}


def test_what_was_typed_is_cut_to_what_can_be_kept():
    long = Forwarding(source="other", body=" x" * 300, number="9" * 99, sent_on=DAY).cleaned
    assert (len(long.body), len(long.number)) == (200, 60)


@pytest.mark.parametrize("state", list(CaseState))
def test_there_is_an_outcome_once_a_letter_is_settled_or_decided(state: CaseState):
    waiting = ["received", "classified", "in_progress", "reopened", "accepted", "verifying", "suspended", "merged", "split"]
    assert is_settled(state.value) is (state.value not in waiting)
    assert (state in REPORTABLE) is (state.value not in waiting or state is CaseState.MERGED)


@pytest.mark.parametrize(("leading", "settled"), [("in_progress", False), ("answered", True), ("transferred", True)])
def test_a_letter_that_follows_another_has_its_outcome(leading: str, settled: bool):
    assert is_settled("merged", leading=leading) is settled


@pytest.mark.parametrize(
    ("on", "faults"),
    [
        (None, {"reported_on": "reported_on_missing"}),
        (date(2026, 11, 17), {"reported_on": "reported_on_range"}),
        (date(2026, 11, 18), {}),
        (DAY, {}),
        (date(2026, 11, 21), {"reported_on": "reported_on_range"}),
    ],
)
def test_the_outcome_is_told_between_the_settlement_and_today(on: date | None, faults: dict):
    assert report_faults(on, settled_on=date(2026, 11, 18), today=DAY) == faults
