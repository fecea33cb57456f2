"""A commune's own form without a title is an official letter: V/v under the number, a series of its own, signed as chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import BadInput
from core.transaction import transaction
from feedback.document_forms import PaperForm, form_in_force
from feedback.document_kinds import DocumentKind, Signing
from feedback.documents import Chosen, draft
from feedback.queries.documents import form_for, issued_paper
from feedback.services.document_forms import write_form
from feedback.services.document_issuing import begin_series, issue_document
from tests.makers import NOW, TODAY, Commune, make_case, read_version
from tests.makers_papers import as_text, facts_for


def written(commune: Commune, kind: DocumentKind, **changes: object) -> PaperForm:
    """Write the commune's own version of a form and return what is in force."""
    form = replace(form_in_force(kind, TODAY), valid_from=TODAY, **{"title": "", "summary": "chuyển đơn {code}", **changes})
    with transaction():
        write_form(form, actor=commune.administrator, at=NOW, seen_version=0)
    return form_for(commune.unit_id, kind, on=TODAY)


def issue(commune: Commune, case_id: int, kind: DocumentKind, chosen: Chosen) -> str:
    """Issue a paper and return it as text, as it was kept."""
    ready = draft(kind, facts_for(kind), unit_id=commune.unit_id, on=TODAY, chosen=chosen)
    with transaction():
        row = issue_document(case_id, actor=commune.clerk, at=NOW, version=read_version(case_id), ready=ready)
        number = row.id
    return as_text(issued_paper(commune.clerk, case_id, number).document)


def test_official_letters_of_all_kinds_share_one_series(commune: Commune):
    case = make_case(commune)
    for kind in (DocumentKind.TRANSFER, DocumentKind.GUIDANCE):
        written(commune, kind)
    with transaction():
        begin_series("CV", actor=commune.administrator, at=NOW, last_number=8)
    authority = Chosen(signing=Signing.BY_AUTHORITY, signer="Nông Thị Bình", post="Trưởng phòng Kinh tế")
    first = issue(commune, case.id, DocumentKind.TRANSFER, authority)
    second = issue(commune, case.id, DocumentKind.GUIDANCE, Chosen(signing=Signing.BODY_ACTING, signer="Vi Văn Cường"))
    named = issue(commune, case.id, DocumentKind.ACCEPTANCE, Chosen(signer="Hoàng Văn Bình"))
    assert ["Số: 09/UBND" in first, "Số: 10/UBND" in second, "Số: 01/TB-UBND" in named] == [True] * 3
    assert ("[centre12] V/v chuyển đơn" in first, "PHIẾU CHUYỂN ĐƠN" in first, "V/v" in named) == (True, False, False)
    for line in ("[centre14b] TUQ. CHỦ TỊCH", "[centre14b] TRƯỞNG PHÒNG KINH TẾ", "[centre14b] Nông Thị Bình"):
        assert line in first
    assert "[centre14b] TM. ỦY BAN NHÂN DÂN\n[centre14b] Q. CHỦ TỊCH" in second


def test_a_form_without_title_needs_what_it_is_about_and_a_paper_that_may_be_a_letter(commune: Commune):
    for kind, summary in ((DocumentKind.TRANSFER, ""), (DocumentKind.SETTLEMENT_DECISION, "giải quyết khiếu nại")):
        with pytest.raises(BadInput) as caught:
            written(commune, kind, summary=summary)
        assert caught.value.errors == {"title": "text_missing"}
