"""Every paper of the register, line by line: read the golden file to see what leaves the room."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.documents import BLANK, layout
from denunciation.paper_kinds import KINDS, PaperKind, Signing, SignsAs, posts_of
from denunciation.papers import Signer
from tests.makers_papers import as_text
from tests.makers_register_papers import empty_record, make_register_paper

GOLDEN = Path(__file__).resolve().parents[2] / "golden" / "documents_register"
ALL = list(PaperKind)


@pytest.mark.parametrize("kind", ALL)
def test_paper_is_as_in_its_golden_file(kind: PaperKind, request: pytest.FixtureRequest):
    path, text = GOLDEN / f"{kind.value}.txt", as_text(make_register_paper(kind).document)
    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_there_is_no_golden_file_without_a_paper():
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {kind.value for kind in PaperKind}


@pytest.mark.parametrize("kind", ALL)
def test_of_an_entry_without_facts_a_paper_is_dots_and_never_a_bracket(kind: PaperKind):
    text = as_text(make_register_paper(kind, record=empty_record(), typed={}, signer=Signer()).document)
    assert (BLANK in text, [mark for mark in "{}?#" if mark in text.replace("[", "")]) == (True, [])


@pytest.mark.parametrize("kind", [item.kind for item in KINDS if item.series])
def test_number_stands_under_the_office_with_its_series(kind: PaperKind):
    head = [line.text for line in layout(make_register_paper(kind, number="7").document).head[0] if line.style == "number"]
    series = next(item.series for item in KINDS if item.kind is kind)
    assert head == [f"Số: 07/{series}-UBND"]


def test_the_withdrawing_persons_own_letter_has_no_office_no_number_and_no_day():
    paper = make_register_paper(PaperKind.WITHDRAWAL_LETTER, number="7").document
    assert (paper.issuer, paper.symbol, paper.number, paper.day, paper.place) == ((), "", None, None, "")


@pytest.mark.parametrize(
    ("signs_as", "posts"),
    [
        (SignsAs.CHAIR, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (SignsAs.DEPUTY, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (SignsAs.ACTING, ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH")),
    ],
)
def test_a_slip_is_signed_for_the_body_and_a_decision_by_the_chair_himself(signs_as: SignsAs, posts: tuple[str, ...]):
    signer = Signer(name="Nông Văn Bình", signs_as=signs_as)
    slip = make_register_paper(PaperKind.TRANSFER, signer=signer).document.signatures
    decision = make_register_paper(PaperKind.ACCEPTANCE, signer=signer).document.signatures
    assert ([item.posts for item in slip], [item.posts for item in decision]) == ([posts], [posts[1:]])


def test_those_who_sign_for_themselves_write_their_names_by_hand():
    papers = (PaperKind.WITHDRAWAL_LETTER, PaperKind.WITHDRAWAL_MINUTES, PaperKind.REPORT)
    signed = [(item.name, item.note) for kind in papers for item in make_register_paper(kind).document.signatures]
    assert signed == [("", "(Ký, ghi rõ họ tên)")] * 4
    assert posts_of(Signing.MINUTES, SignsAs.CHAIR) == (("NGƯỜI RÚT TỐ CÁO",), ("NGƯỜI GHI BIÊN BẢN",))
