"""The forms that ship, and which version is used on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.document_texts import places_of
from feedback.document_forms import (
    TEXTS,
    NoFormInForce,
    PaperForm,
    faults_of_form,
    form_in_force,
    shipped_forms,
)
from feedback.document_kinds import DocumentKind, Signing, kind_def

LAW = date(2026, 7, 1)
SHIPPED = {form.kind: form for form in shipped_forms()}


def own(version: int, valid_from: date, *, kind: DocumentKind = DocumentKind.ANSWER) -> PaperForm:
    """Return a commune's version of a form."""
    return replace(SHIPPED[kind], version=version, valid_from=valid_from, title=f"BẢN {version}")


def test_every_kind_has_a_shipped_form():
    assert set(SHIPPED) == set(DocumentKind)


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.kind.value)
def test_shipped_form_names_known_places_only(form: PaperForm):
    assert faults_of_form(form) == {}


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.kind.value)
def test_shipped_form_says_every_fact_that_it_needs(form: PaperForm):
    used = frozenset().union(*(places_of(getattr(form, part)) for part in TEXTS))
    signs = {Signing.VERIFIER: {"verifier"}, Signing.MINUTES: {"chair", "secretary"}}.get(form.signing, set())
    assert set(kind_def(form.kind).needs) - used - signs == set()


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.kind.value)
def test_shipped_form_names_its_law(form: PaperForm):
    assert form.basis
    assert (form.version, form.own, form.valid_to) == (0, False, None)


@pytest.mark.parametrize(
    ("kind", "number", "valid_from"),
    [
        ("receipt", "02/TCD", LAW),
        ("reception_refusal", "01/TCD", LAW),
        ("complaint_letter", "01", LAW),
        ("complaint_acceptance", "03", LAW),
        ("complaint_non_acceptance", "04", LAW),
        ("dialogue_notice", "", LAW),
        ("dialogue_minutes", "14", LAW),
        ("suspension", "14a", LAW),
        ("discontinuance", "14a", LAW),
        ("resumption", "14b", LAW),
        ("verification_report", "13", date(2020, 12, 10)),
        ("settlement_decision", "15", date(2020, 12, 10)),
        ("transfer", "04", date(2021, 11, 15)),
        ("guidance", "02", date(2021, 11, 15)),
        ("return", "", date(2021, 11, 15)),
    ],
)
def test_form_bears_the_number_of_its_decree(kind: str, number: str, valid_from: date):
    form = SHIPPED[DocumentKind(kind)]
    assert (form.form_number, form.valid_from) == (number, valid_from)


@pytest.mark.parametrize(
    "kind", ["guidance", "transfer", "return", "verification_report", "suspension", "resumption", "settlement_decision"]
)
def test_form_whose_number_is_not_established_says_so(kind: str):
    assert SHIPPED[DocumentKind(kind)].uncertain


@pytest.mark.parametrize("kind", ["suspension", "discontinuance", "resumption", "settlement_decision"])
def test_decisions_on_complaints_are_acts_of_the_chair_in_person(kind: str):
    form = SHIPPED[DocumentKind(kind)]
    assert (form.signing, form.authority) == (Signing.CHAIR, "{chair_caps}")
    assert "# QUYẾT ĐỊNH:" in form.body.splitlines()


def test_settlement_decision_tells_of_second_complaint_and_court():
    body = SHIPPED[DocumentKind.SETTLEMENT_DECISION].body
    said = ("khiếu nại lần hai", "khởi kiện", "Trong thời hạn {appeal_time} kể từ ngày nhận")
    assert [part for part in said if part not in body] == []


@pytest.mark.parametrize(
    ("on", "versions", "title"),
    [
        (date(2026, 7, 1), [], "THÔNG BÁO"),
        (date(2026, 11, 30), [own(1, date(2026, 12, 1))], "THÔNG BÁO"),  # not yet
        (date(2026, 12, 1), [own(1, date(2026, 12, 1))], "BẢN 1"),  # from its first day on
        (date(2027, 6, 1), [own(1, date(2026, 12, 1))], "BẢN 1"),
        (date(2026, 12, 1), [own(1, date(2026, 12, 1)), own(2, date(2026, 12, 1))], "BẢN 2"),  # same day: the newest
        (date(2026, 12, 5), [own(2, date(2026, 12, 1)), own(1, date(2026, 12, 3))], "BẢN 1"),  # began last
        (date(2026, 12, 2), [own(1, date(2026, 12, 1)), own(2, date(2026, 12, 3))], "BẢN 1"),
        (date(2026, 12, 1), [own(1, date(2026, 12, 1), kind=DocumentKind.RECEIPT)], "THÔNG BÁO"),  # another paper's
        (SHIPPED[DocumentKind.ANSWER].valid_from, [own(1, SHIPPED[DocumentKind.ANSWER].valid_from)], "BẢN 1"),
    ],
)
def test_form_that_began_last_is_used(on: date, versions: list[PaperForm], title: str):
    assert form_in_force(DocumentKind.ANSWER, on, own=versions).title == title


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_no_form_is_used_before_its_law(kind: DocumentKind):
    with pytest.raises(NoFormInForce) as none:
        form_in_force(kind, SHIPPED[kind].valid_from - timedelta(days=1))
    assert none.value.facts["kind"] == kind.value


def test_form_that_has_ended_is_not_used():
    ended = replace(own(1, date(2026, 8, 1)), valid_to=date(2026, 8, 31))
    assert form_in_force(DocumentKind.ANSWER, date(2026, 8, 31), own=[ended]).title == "BẢN 1"
    assert form_in_force(DocumentKind.ANSWER, date(2026, 9, 1), own=[ended]).title == "THÔNG BÁO"


@pytest.mark.parametrize(
    ("part", "text", "faults"),
    [
        ("title", "{sender_nam}", ("{sender_nam}",)),
        ("summary", "Về {", ("{",)),
        ("body", "Ngày {verified_from}", ("{verified_from}",)),  # a fact of another paper
        ("recipients", "{password}", ("{password}",)),
        ("bases", "Căn cứ }", ("}",)),
        ("addressees", "{secret_hash}", ("{secret_hash}",)),
        ("authority", "{sender_id}", ("{sender_id}",)),  # the answer does not name identity papers
    ],
)
def test_form_with_an_unknown_place_is_faulty(part: str, text: str, faults: tuple[str, ...]):
    assert faults_of_form(replace(SHIPPED[DocumentKind.ANSWER], **{part: text})) == {part: faults}
