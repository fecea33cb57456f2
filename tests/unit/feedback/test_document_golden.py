"""Every kind of paper in a fixed case, line by line: read the golden file to see what leaves the house."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accounts.office_words import issuer_lines, office_facts
from core.documents import BLANK, layout
from feedback.document_forms import form_in_force
from feedback.document_kinds import DocumentKind, Signing, kind_def, series_of
from tests.makers_papers import DAY, FACTS, PROFILE, SIGNER, as_text, facts_for, make_paper

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "documents"


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_paper_is_as_in_its_golden_file(kind: DocumentKind, request: pytest.FixtureRequest):
    path, text = GOLDEN / f"{kind.value}.txt", as_text(make_paper(kind))
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_there_is_no_golden_file_without_a_paper():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {kind.value for kind in DocumentKind}


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_complete_paper_has_no_dots(kind: DocumentKind):
    assert BLANK not in as_text(make_paper(kind))


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_paper_without_what_it_may_say_has_no_dots_either(kind: DocumentKind):
    assert BLANK not in as_text(make_paper(kind, optional=False))


NEEDED = [(kind, name) for kind in DocumentKind for name in kind_def(kind).needs]


@pytest.mark.parametrize(("kind", "name"), NEEDED, ids=str)
def test_missing_fact_shows_as_dots(kind: DocumentKind, name: str):
    whole, lacking = as_text(make_paper(kind)), as_text(make_paper(kind, without=(name,)))
    assert (whole != lacking, BLANK in lacking) == (True, True)


@pytest.mark.parametrize(
    ("signing", "posts"),
    [
        (None, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        (Signing.BODY_DEPUTY, ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        (Signing.BY_ORDER, ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
        (Signing.BODY_ACTING, ["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"]),
        (Signing.BY_AUTHORITY, ["TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
        (Signing.MINUTES, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),  # does not belong to this paper: as its form says
    ],
)
def test_answer_is_signed_as_chosen(signing: Signing | None, posts: list[str]):
    [(_recipients, signed)] = layout(make_paper(DocumentKind.ANSWER, signing=signing)).foot
    assert [line.text for line in signed if line.style == "post"] == posts
    assert signed[-1].text == SIGNER


def test_signer_left_empty_is_written_by_hand():
    [(_recipients, signed)] = layout(make_paper(DocumentKind.ANSWER, signer="")).foot
    assert signed[-1].text == ""


def test_minutes_are_signed_by_all_with_the_names_that_are_known():
    rows = layout(make_paper(DocumentKind.DIALOGUE_MINUTES)).foot
    names = [column[-1].text for row in rows for column in row if column]
    assert names == ["Lý Thị Hoa", "", "Vi Thị Hạnh", SIGNER]


def test_citizens_own_letter_has_no_issuer_and_no_number():
    paper = make_paper(DocumentKind.COMPLAINT_LETTER)
    assert (paper.issuer, paper.symbol, paper.number) == ((), "", None)


@pytest.mark.parametrize(
    ("authority", "name", "lines"),
    [
        ("Ủy ban nhân dân xã Vạn Linh", "Xã Vạn Linh", ("ỦY BAN NHÂN DÂN", "XÃ VẠN LINH")),
        ("Ủy ban nhân dân phường Đông Kinh", "Phường Đông Kinh", ("ỦY BAN NHÂN DÂN", "PHƯỜNG ĐÔNG KINH")),
        ("", "Xã Vạn Linh", ("XÃ VẠN LINH",)),
        ("UBND xã Khác", "Xã Vạn Linh", ("UBND XÃ KHÁC",)),
    ],
)
def test_issuer_stands_in_two_lines(authority: str, name: str, lines: tuple[str, ...]):
    assert issuer_lines(replace(PROFILE, authority=authority, name=name)) == lines


@pytest.mark.parametrize(
    ("symbol", "line"), [("UBND", "Số: 07/TB-UBND"), ("", "Số: 07/TB-UBND"), ("UBND-VP", "Số: 07/TB-UBND-VP")]
)
def test_symbol_is_series_and_office(symbol: str, line: str):
    paper = make_paper(DocumentKind.ANSWER, profile=replace(PROFILE, symbol=symbol))
    assert layout(paper).head[0][-1].text == line


def test_office_says_who_it_is():
    said = office_facts(PROFILE, on=DAY)
    assert said["chair_caps"] == "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ VẠN LINH"
    assert (said["province"], office_facts(replace(PROFILE, province_name=""), on=DAY)["province"]) == ("tỉnh Lạng Sơn", "tỉnh")
    assert (said["authority_caps"], said["today"]) == ("ỦY BAN NHÂN DÂN XÃ VẠN LINH", "25/11/2026")


def test_facts_of_the_makers_cover_the_register():
    assert {name for kind in DocumentKind for name in facts_for(kind)} == set(FACTS)


def test_transfer_slip_may_go_without_the_senders_address():
    """Needless identity stays here (Circular 05/2021)."""
    text = as_text(make_paper(DocumentKind.TRANSFER, without=("sender_address",)))
    assert ("Địa chỉ:" in text, BLANK in text) == (False, False)


SIGNED_AS = [
    ("tuq", Signing.BY_AUTHORITY, "Trưởng phòng Kinh tế", ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ"]),
    ("tl", Signing.BY_ORDER, "Trưởng phòng Văn hóa - Xã hội", ["TL. CHỦ TỊCH", "TRƯỞNG PHÒNG VĂN HÓA - XÃ HỘI"]),
    ("tl without a post", Signing.BY_ORDER, "  ", ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]),
    ("chair", Signing.BODY_CHAIR, "Trưởng phòng Kinh tế", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
    ("deputy", Signing.BODY_DEPUTY, "Trưởng phòng Kinh tế", ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
    ("acting", Signing.BODY_ACTING, "Trưởng phòng Kinh tế", ["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"]),
    ("not of this paper", Signing.CHAIR_ACTING, "", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
]


@pytest.mark.parametrize(("signing", "post", "posts"), [row[1:] for row in SIGNED_AS], ids=[row[0] for row in SIGNED_AS])
def test_own_post_stands_under_tl_and_tuq_and_nowhere_else(signing: Signing, post: str, posts: list[str]):
    [(_recipients, signed)] = layout(make_paper(DocumentKind.ANSWER, signing=signing, post=post)).foot
    assert [line.text for line in signed if line.style == "post"] == posts


def test_a_decision_of_the_chair_is_never_signed_by_authority():
    paper = make_paper(DocumentKind.SETTLEMENT_DECISION, signing=Signing.BY_AUTHORITY, post="Chánh Văn phòng")
    assert paper.signatures[0].posts == ("CHỦ TỊCH",)
    assert make_paper(DocumentKind.SETTLEMENT_DECISION, signing=Signing.CHAIR_ACTING).signatures[0].posts == ("Q. CHỦ TỊCH",)


LETTER_GOLDEN = GOLDEN.parent / "letters_official"


@pytest.mark.parametrize("kind", [DocumentKind.GUIDANCE, DocumentKind.TRANSFER])
def test_official_letter_says_what_it_is_about_under_its_number(kind: DocumentKind, request: pytest.FixtureRequest):
    form = replace(form_in_force(kind, DAY), title="", summary="chuyển đơn của công dân", signing=Signing.BODY_CHAIR)
    path, text = LETTER_GOLDEN / f"{kind.value}.txt", as_text(make_paper(kind, form=form))
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    head = [line.text for line in layout(make_paper(kind, form=form)).head[0]]
    assert head[-2:] == ["Số: 07/UBND", "V/v chuyển đơn của công dân"]
    assert "[centre14] Kính gửi:" in text


@pytest.mark.parametrize("kind", list(DocumentKind))
def test_only_papers_to_an_addressee_share_the_series_of_official_letters(kind: DocumentKind):
    definition = kind_def(kind)
    untitled = series_of(definition, title="")
    assert untitled == ("CV" if definition.may_be_letter else definition.series)
    assert series_of(definition, title="THÔNG BÁO") == definition.series
