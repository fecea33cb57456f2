"""Papers asked for by name, as the procedures of complaints do: draft, what is missing, and the number."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import select

from accounts.queries import commune_profile
from core.documents import BLANK
from core.errors import BadInput, NotFound
from core.transaction import transaction
from feedback.document_forms import NoFormInForce
from feedback.document_kinds import KINDS, DocumentKind, Signing, kind_def
from feedback.documents import Chosen, draft, facts_of
from feedback.models import Answer
from feedback.queries.documents import issued_for, issued_paper
from feedback.services.document_issuing import Issue, issue_document
from feedback.states import Action
from tests.house import tree
from tests.makers import NOW, TODAY, Commune, look, make_case, read_version
from tests.makers_letters import turned_away_case
from tests.makers_papers import as_text, facts_for

OF_COMPLAINTS = [item.kind for item in KINDS if item.of_complaint]
NUMBERED = [kind for kind in OF_COMPLAINTS if kind_def(kind).series]


def issue(commune: Commune, case_id: int, ready: Issue) -> None:
    """The leader issues a paper of the case."""
    with transaction():
        issue_document(case_id, actor=commune.leader, at=NOW, version=read_version(case_id), ready=ready)


def test_procedure_of_complaints_drafts_and_issues_its_papers(commune: Commune):
    case_id = make_case(commune, state="in_progress").id
    for kind in NUMBERED:
        ready = draft(kind, facts_for(kind), unit_id=commune.unit_id, on=TODAY, chosen=Chosen(signer="Hoàng Văn Bình"))
        assert (ready.missing, ready.document.number, ready.document.day) == ((), None, None)
        issue(commune, case_id, ready)
    given = [(item.kind, item.number_text) for item in issued_for(commune.leader, case_id)]
    assert given == [
        (DocumentKind.COMPLAINT_ACCEPTANCE, "01/TB-UBND"),
        (DocumentKind.COMPLAINT_NON_ACCEPTANCE, "02/TB-UBND"),
        (DocumentKind.VERIFICATION_REPORT, "01/BC-UBND"),
        (DocumentKind.DIALOGUE_NOTICE, "03/TB-UBND"),
        (DocumentKind.DIALOGUE_MINUTES, "01/BB-UBND"),
        (DocumentKind.SUSPENSION, "01/QĐ-UBND"),
        (DocumentKind.DISCONTINUANCE, "02/QĐ-UBND"),
        (DocumentKind.RESUMPTION, "03/QĐ-UBND"),
        (DocumentKind.SETTLEMENT_DECISION, "04/QĐ-UBND"),
    ]
    for item in issued_for(commune.leader, case_id):
        assert BLANK not in as_text(issued_paper(commune.leader, case_id, item.id).document)


def test_draft_names_what_is_missing_and_is_not_issued(commune: Commune):
    case_id = make_case(commune, state="in_progress").id
    for kind in OF_COMPLAINTS:
        ready = draft(kind, {}, unit_id=commune.unit_id, on=TODAY)
        assert ready.missing == kind_def(kind).needs
        assert BLANK in as_text(ready.document)
        with pytest.raises(BadInput) as refused:
            issue(commune, case_id, ready)
        assert set(refused.value.errors) == set(kind_def(kind).needs)
    assert issued_for(commune.leader, case_id) == ()


def test_draft_takes_the_commune_from_the_unit_and_the_form_from_the_day(commune: Commune):
    kind = DocumentKind.COMPLAINT_ACCEPTANCE
    text = as_text(draft(kind, facts_for(kind), unit_id=commune.unit_id, on=TODAY).document)
    assert ("XÃ VẠN LINH" in text, "Chủ tịch Ủy ban nhân dân xã Vạn Linh" in text) == (True, True)
    with pytest.raises(NoFormInForce):
        draft(kind, {}, unit_id=commune.unit_id, on=TODAY.replace(month=6))
    with pytest.raises(NotFound):
        draft(kind, {}, unit_id=999_999, on=TODAY)


def test_deputy_signs_decisions_for_the_chair(commune: Commune):
    kind = DocumentKind.SUSPENSION
    chosen = Chosen(signing=Signing.CHAIR_DEPUTY, signer="Hoàng Thị Thu")
    [signature] = draft(kind, facts_for(kind), unit_id=commune.unit_id, on=TODAY, chosen=chosen).document.signatures
    assert (signature.posts, signature.name) == (("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Hoàng Thị Thu")


def known(commune: Commune, case_id: int, kind: DocumentKind) -> dict[str, str]:
    """Return the facts that the case knows for a paper, before the clerk."""
    profile = commune_profile(commune.unit_id)
    assert profile is not None
    return facts_of(look(commune.clerk, case_id), kind_def(kind), actor=commune.clerk, profile=profile)


def test_case_knows_the_facts_of_its_answer(commune: Commune):
    facts = known(commune, make_case(commune, state="answered").id, DocumentKind.ANSWER)
    assert facts["answer"] == "Đã hàn lại toàn bộ lan can cầu tràn.\nẢnh sẽ gửi sau khi nghiệm thu"
    assert (facts["sender_name"], facts["received_on"], facts["done_on"]) == ("Nguyễn Văn An", "20/11/2026", "20/11/2026")
    assert facts["outcome"] == "Việc đã thực hiện xong ngày 20/11/2026"
    assert (facts["kind_word"], facts["done_by"]) == ("phản ánh", "Phòng Kinh tế")
    assert set(facts) <= kind_def(DocumentKind.ANSWER).placeholders


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("partly", "Đến ngày 20/11/2026, việc đã thực hiện được một phần"),
        ("planned", "Việc sẽ được thực hiện, xong chậm nhất ngày 20/11/2026"),
        ("declined", "Việc không thực hiện được, vì lý do nêu trên (kết luận ngày 20/11/2026)"),
    ],
)
def test_paper_of_an_answer_tells_no_promise_as_a_deed(commune: Commune, outcome: str, words: str):
    case_id = make_case(commune, state="answered").id
    with transaction() as session:
        session.scalars(select(Answer).where(Answer.case_id == case_id)).one().outcome = outcome
    assert known(commune, case_id, DocumentKind.ANSWER)["outcome"] == words


def test_case_knows_where_it_was_sent_and_why(commune: Commune):
    facts = known(commune, turned_away_case(commune, Action.TRANSFER), DocumentKind.TRANSFER)
    assert facts["body_to"] == "Sở Xây dựng tỉnh Lạng Sơn"
    assert facts["ground"] == "Không thuộc thẩm quyền của xã (Luật Tiếp công dân 2013, Điều 26)"
    assert "letter" not in facts  # the slip to another body does not repeat the words to the sender
    guided = known(commune, turned_away_case(commune, Action.GUIDE), DocumentKind.GUIDANCE)
    assert guided["letter"] == "Kính mời ông bà đến Sở Xây dựng."


def test_receipt_names_who_draws_it_up_and_the_moment_in_viet_nam(commune: Commune):
    facts = known(commune, make_case(commune, state="received").id, DocumentKind.RECEIPT)
    assert (facts["receiver"], facts["received_at"]) == (commune.clerk.name, "09 giờ 00 phút, ngày 20/11/2026")
    assert ("answer" in facts, "due_on" in facts) == (False, False)


def test_acceptance_names_the_promised_date(commune: Commune):
    case = make_case(commune, state="in_progress")
    facts = known(commune, case.id, DocumentKind.ACCEPTANCE)
    assert facts["due_on"] == f"{case.due_on:%d/%m/%Y}"
    assert facts["department"] == look(commune.clerk, case.id).department_name


def test_web_server_starts_without_the_writers_of_files():
    """What draws Word and PDF files is loaded when the first one is asked for."""
    loaded = modules_of_a_fresh_server()
    assert [name for name in ("docx", "lxml", "weasyprint", "fontTools") if name in loaded] == []


def modules_of_a_fresh_server() -> set[str]:
    """Return the top-level modules that a process knows after importing the front door."""
    script = "import app, sys; print(' '.join({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", script], cwd=tree.ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())
