"""The mask over letters: the same thing in many writings, and what stands beside it stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.redaction import WORD_FOR, Finding, Kind, Masked, mask

LABELLED = [
    # what is written, which kind, what stays before it
    ("SĐT: 0912 345 678", Kind.PHONE, "SĐT: "),
    ("sđt0912345678", Kind.PHONE, "sđt"),
    ("SDT:0912345678", Kind.PHONE, "SDT:"),
    ("tel:+84-912-345-678", Kind.PHONE, "tel:"),
    ("+84 0912345678", Kind.PHONE, ""),
    ("0 9 1 2 3 4 5 6 7 8", Kind.PHONE, ""),
    ("CCCD:020190001234", Kind.PAPER, "CCCD:"),
    ("cccd số 020190001234", Kind.PAPER, "cccd số "),
    ("CMND 081 234 567", Kind.PAPER, "CMND "),
    ("căn cước công dân số 020-190-001-234", Kind.PAPER, "căn cước công dân số "),
    ("số tk: 19012345678901", Kind.ACCOUNT, "số tk: "),
    ("stk.8300 2050 12345", Kind.ACCOUNT, "stk."),
    ("MB 0912345678901", Kind.ACCOUNT, "MB "),
    ("0912345678901", Kind.ACCOUNT, ""),
    ("BKS 12A-123.45", Kind.PLATE, "BKS "),
    ("biển kiểm soát 12A 12345", Kind.PLATE, "biển kiểm soát "),
    ("xe 12-B1 234.56", Kind.PLATE, "xe "),
    ("xe máy 12B1-23456", Kind.PLATE, "xe máy "),
    ("12 A 123 45", Kind.PLATE, ""),
    ("lan.huong@lang-son.gov.vn", Kind.EMAIL, ""),
    ("lan.huong @gmail.com", Kind.EMAIL, ""),
    ("email lan(at)gmail.com", Kind.EMAIL, "email "),
    ("Cháu LÒ THỊ PÀNH", Kind.NAME, "Cháu "),
    ("ông Giàng A Sùng", Kind.NAME, "ông "),
    ("bà Vàng Thị Mỷ", Kind.NAME, "bà "),
]
UNTOUCHED = ("19001234", "1800 599 920", "20.000.000 đồng", "12/10/2026", "tổ 7, khu 3", "1234567 m2")
IDS = [written for written, _kind, _before in LABELLED]


@pytest.mark.parametrize(("written", "kind", "before"), LABELLED, ids=IDS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_one_thing_is_hidden_once_and_its_label_stays(written: str, kind: Kind, before: str, form: str):
    assert mask(unicodedata.normalize(form, written)) == Masked(
        text=before + WORD_FOR[kind], findings=(Finding(kind=kind, count=1),)
    )


@pytest.mark.parametrize(("written", "kind", "before"), LABELLED, ids=IDS)
@pytest.mark.parametrize("around", ["{}.", "{},", "{}\nXin cảm ơn", "Việc này: {}", "“{}”"])
def test_marks_around_it_change_nothing(written: str, kind: Kind, before: str, around: str):
    assert mask(around.format(written)).text == around.format(before + WORD_FOR[kind])


@pytest.mark.parametrize("written", UNTOUCHED)
@pytest.mark.parametrize("around", ["{}", "({})", "{}.", "Hết {} rồi"])
def test_what_points_at_nobody_stays_between_any_marks(written: str, around: str):
    assert mask(around.format(written)) == Masked(text=around.format(written), findings=())


@given(st.lists(st.sampled_from(LABELLED), min_size=1, max_size=4))
def test_each_of_several_things_on_lines_of_their_own_is_hidden(rows: list[tuple[str, Kind, str]]):
    shown = mask("\n".join(written for written, _kind, _before in rows))
    assert shown.text == "\n".join(before + WORD_FOR[kind] for _written, kind, before in rows)
    assert sum(finding.count for finding in shown.findings) == len(rows)


@given(st.text(max_size=60))
def test_no_phone_of_any_text_comes_through(text: str):
    assert "0912345678" not in mask(f"{text} 0912345678 {text}").text


@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True))
def test_every_mobile_number_is_hidden(phone: str):
    assert mask(f"Gọi {phone} nhé").text == f"Gọi {WORD_FOR[Kind.PHONE]} nhé"


@given(st.from_regex(r"0[0-9]{11}", fullmatch=True))
def test_every_identity_card_is_hidden(card: str):
    assert mask(f"Tôi gửi kèm {card}.").text == f"Tôi gửi kèm {WORD_FOR[Kind.PAPER]}."


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_own_word_and_the_word_is_left_alone(kind: Kind):
    assert (list(WORD_FOR.values()).count(WORD_FOR[kind]), mask(WORD_FOR[kind])) == (
        1, Masked(text=WORD_FOR[kind], findings=()),
    )  # fmt: skip
