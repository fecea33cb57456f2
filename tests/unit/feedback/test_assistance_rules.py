"""The consent before somebody writes a neighbour's letter down: what must be known of it, and what is read aloud."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.spoken_text import syllables
from feedback.assistance_rules import (
    SENTENCES,
    Consent,
    ConsentBy,
    ConsentWay,
    consent_faults,
    sentence_of,
    sentence_on,
)  # fmt: skip

TODAY = date(2026, 11, 20)


def consent(**changes: Any) -> Consent:
    values = {
        "read_aloud": True, "way": ConsentWay.ORAL, "by": ConsentBy.SENDER, "name": "", "given_on": TODAY,
        "version": SENTENCES[-1].version,
    }  # fmt: skip
    return Consent(**{**values, **changes})


@pytest.mark.parametrize(("changes", "faults"), [
    ({}, {}), ({"way": ConsentWay.SIGNED}, {}), ({"way": ConsentWay.FINGERPRINT}, {}),
    ({"read_aloud": False}, {"read_aloud": "consent_missing"}), ({"way": None}, {"consent_way": "consent_way_missing"}),
    ({"by": ConsentBy.REPRESENTATIVE}, {"consent_name": "consent_name_missing"}),
    ({"by": ConsentBy.REPRESENTATIVE, "name": " a "}, {"consent_name": "consent_name_missing"}),
    ({"by": ConsentBy.REPRESENTATIVE, "name": "Hoàng Văn Cha"}, {}),
    ({"given_on": None}, {"consented_on": "date_bad"}),
    ({"given_on": TODAY + timedelta(days=1)}, {"consented_on": "consent_later"}),
    ({"given_on": TODAY - timedelta(days=7)}, {}),  # the seventh day is the last
    ({"given_on": TODAY - timedelta(days=8)}, {"consented_on": "consent_old"}),
    ({"version": ""}, {"sentence_version": "form_old"}), ({"version": "1999-01"}, {"sentence_version": "form_old"}),
    (
        {"read_aloud": False, "way": None, "given_on": None},
        {"read_aloud": "consent_missing", "consent_way": "consent_way_missing", "consented_on": "date_bad"},
    ),
])  # fmt: skip
def test_consent_is_complete_or_says_what_is_missing(changes: dict[str, Any], faults: dict[str, str]):
    assert consent_faults(consent(**changes), today=TODAY) == faults


def test_sentence_in_use_is_the_newest_that_has_begun():
    assert sentence_on(TODAY) == SENTENCES[-1]
    assert sentence_on(date(2020, 1, 1)) == SENTENCES[0]
    assert (sentence_of(SENTENCES[0].version), sentence_of("none")) == (SENTENCES[0], None)


def test_versions_are_told_apart_and_stand_in_their_order():
    assert len({item.version for item in SENTENCES}) == len(SENTENCES)
    assert list(SENTENCES) == sorted(SENTENCES, key=lambda item: item.valid_from)


@pytest.mark.parametrize("said", [
    "họ tên", "số điện thoại", "chỉ dùng để giải quyết", "không công khai tên", "xem lại", "rút lời đồng ý", "Có đồng ý",
])  # fmt: skip
def test_sentence_names_data_purpose_controller_and_rights(said: str):
    """Law 91/2025/QH15, Art. 9: which data, for what, who controls it, which rights; asked as a question."""
    for sentence in SENTENCES:
        text = sentence.read_in("Xã Vạn Linh")
        assert (said in text, "Ủy ban nhân dân xã Vạn Linh" in text, text.endswith("?")) == (True, True, True)
        assert syllables(text) < 110, "nobody listens to a sentence of a minute"
