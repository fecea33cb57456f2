"""The papers of a settlement that stands still, goes on or ends: what the complaint knows for them (forms 14a, 14b)."""

from __future__ import annotations

from accounts.queries import commune_profile
from core.transaction import transaction
from feedback.complaint_states import ComplaintAction as Do
from feedback.document_kinds import DocumentKind, kind_def
from feedback.documents import Chosen, draft, facts_of
from feedback.services.document_issuing import issue_document
from tests.makers import Commune, inside, look, read_version
from tests.makers_complaints import Walk, complain, moment
from tests.makers_desk import desks, words_of
from tests.makers_papers import facts_for

ARTICLES = ("Điều 11a", "Điều 28b")
ASKED = ("reasons", "from_on", "suspended_by", "due_on")


def known(walk: Walk, kind: DocumentKind) -> dict[str, str]:
    """Return what the complaint knows for a paper, before the clerk."""
    commune = walk.commune
    profile = commune_profile(commune.unit_id)
    assert profile is not None
    return facts_of(look(commune.clerk, walk.case_id), kind_def(kind), actor=commune.clerk, profile=profile)


def issue(walk: Walk, kind: DocumentKind, day: str) -> None:
    """The leader issues a paper of the complaint on a day."""
    on = moment(day)
    with transaction():
        chosen = Chosen(signer="Hoàng Văn Bình")
        ready = draft(kind, facts_for(kind), unit_id=walk.commune.unit_id, on=on.date(), chosen=chosen)
        issue_document(walk.case_id, actor=walk.commune.leader, at=on, version=read_version(walk.case_id), ready=ready)


def test_each_decision_has_the_reason_and_the_day_that_are_its_own(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-20")
    walk.take(Do.SUSPEND, "2026-11-24", reason="Người khiếu nại phải nằm viện.")
    stopped = known(walk, DocumentKind.SUSPENSION)
    assert (stopped["reasons"], stopped["from_on"]) == ("Người khiếu nại phải nằm viện.", "24/11/2026")
    issue(walk, DocumentKind.SUSPENSION, "2026-11-25")
    walk.take(Do.RESUME, "2026-12-01", reason="Người khiếu nại đã ra viện.")
    gone_on = known(walk, DocumentKind.RESUMPTION)
    assert [gone_on[name] for name in ASKED] == [
        "Người khiếu nại đã ra viện.", "01/12/2026", "Quyết định số 01/QĐ-UBND ngày 25/11/2026", f"{walk.case.due_on:%d/%m/%Y}",
    ]  # fmt: skip
    walk.take(Do.DISCONTINUE, "2026-12-07", reason="Người khiếu nại mất, không có người kế thừa.")
    ended = known(walk, DocumentKind.DISCONTINUANCE)
    assert (ended["reasons"], ended["from_on"]) == ("Người khiếu nại mất, không có người kế thừa.", "07/12/2026")
    for facts in (stopped, gone_on, ended):
        assert [article for article in ARTICLES if article not in facts["ground"]] == []


def test_a_second_suspension_is_gone_on_with_by_its_own_paper(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-20")
    for stopped, resumed in (("2026-11-23", "2026-11-25"), ("2026-11-26", "2026-12-02")):
        walk.take(Do.SUSPEND, stopped)
        issue(walk, DocumentKind.SUSPENSION, stopped)
        walk.take(Do.RESUME, resumed)
    assert known(walk, DocumentKind.RESUMPTION)["suspended_by"] == "Quyết định số 02/QĐ-UBND ngày 26/11/2026"


def test_a_suspension_without_a_paper_leaves_its_number_to_the_official(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-20")
    walk.take(Do.SUSPEND, "2026-11-24")
    walk.take(Do.RESUME, "2026-12-01")
    assert known(walk, DocumentKind.RESUMPTION)["suspended_by"] == ""


def test_the_report_concludes_what_was_proposed_and_papers_keep_the_day_of_the_settlement(commune: Commune):
    walk = complain(commune, "2026-11-20").go(Do.VERIFY, "2026-11-20")
    settled_by = f"{walk.case.due_on:%d/%m/%Y}"
    assert known(walk, DocumentKind.VERIFICATION_REPORT)["conclusion"] == ""
    walk.take(Do.REPORT, "2026-12-01", proposal="partly")
    assert known(walk, DocumentKind.VERIFICATION_REPORT)["conclusion"] == "Nội dung khiếu nại là đúng một phần."
    walk.take(Do.DECIDE, "2026-12-02", decision="Sửa diện tích thu hồi còn 98 mét vuông.")
    assert known(walk, DocumentKind.VERIFICATION_REPORT)["conclusion"] == "Nội dung khiếu nại là đúng một phần."
    assert known(walk, DocumentKind.SETTLEMENT_DECISION)["conclusion"] == "Sửa diện tích thu hồi còn 98 mét vuông."
    assert known(walk, DocumentKind.COMPLAINT_ACCEPTANCE)["due_on"] == settled_by != f"{walk.case.due_on:%d/%m/%Y}"


def test_going_on_is_offered_after_a_suspension_and_never_before(app, home: Commune, at):
    at("2026-11-24 09:00")
    with inside(app, unit_id=home.unit_id):
        walk = complain(home, "2026-11-20").go(Do.ACCEPT, "2026-11-20")
    desk, offer = desks(app, home)["leader"], "Quyết định tiếp tục giải quyết"
    assert offer not in words_of(desk.case(walk.case_id).text)
    with inside(app, unit_id=home.unit_id):
        walk.take(Do.SUSPEND, "2026-11-23")
        walk.take(Do.RESUME, "2026-11-24")
    assert offer in words_of(desk.case(walk.case_id).text)
