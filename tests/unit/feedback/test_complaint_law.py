"""The table of the complaint's steps, kept a second time: an article, form, term or post changes only on purpose, in both."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from deadlines.reference import shipped_terms
from feedback.complaint_states import COMPLAINT_STEPS


@dataclass(frozen=True, kw_only=True)
class Law:
    """One row: the step, the permission, the states as words, the article, and form and term where there is one."""

    step: str
    need: str
    states: str
    article: str
    form: str = ""
    term: str = ""


LAW = (
    Law(
        step="classify",
        need="case:classify",
        states="classified received",
        article="Luật Tiếp công dân 2013, Điều 25, 26",
    ),
    Law(
        step="check_time",
        need="case:classify",
        states="classified received",
        article="Luật Khiếu nại 2011, Điều 9, 48",
        term="KN.PRESCRIPTION",
    ),
    Law(
        step="record_people",
        need="case:classify",
        states="classified received",
        article=("Luật Khiếu nại 2011, Điều 8.4, 12; Luật Tiếp công dân 2013, Điều 29; Nghị định 124/2020/NĐ-CP, Điều 5, 6, 7"),
        form="02",
    ),
    Law(
        step="record_signature",
        need="case:classify",
        states="classified received",
        article="Luật Khiếu nại 2011, Điều 8",
        form="01",
    ),
    Law(
        step="split",
        need="case:classify",
        states="classified received",
        article="Luật Tiếp công dân 2013, Điều 25.3; Nghị định 154/2026/NĐ-CP, Điều 14.4",
    ),
    Law(
        step="accept_complaint",
        need="case:approve",
        states="classified",
        article="Nghị định 124/2020/NĐ-CP, Điều 16.1 (sửa đổi bởi Nghị định 155/2026/NĐ-CP, Điều 10)",
        form="03",
        term="KN.ACCEPT",
    ),
    Law(
        step="not_accept",
        need="case:approve",
        states="classified",
        article="Luật Khiếu nại 2011, Điều 11; Nghị định 124/2020/NĐ-CP, Điều 16.1",
        form="04",
        term="KN.ACCEPT",
    ),
    Law(
        step="guide_complaint",
        need="case:assign",
        states="classified",
        article=("Luật Tiếp công dân 2013, Điều 26.1b; Nghị định 124/2020/NĐ-CP, Điều 8.3 (Nghị định 155/2026/NĐ-CP, Điều 6)"),
        term="ALL.RECEPTION.NOTIFY",
    ),
    Law(
        step="return",
        need="case:assign",
        states="classified",
        article="Thông tư 05/2021/TT-TTCP, Điều 6 (cần xác nhận)",
        term="ALL.RECEPTION.NOTIFY",
    ),
    Law(
        step="file_only",
        need="case:approve",
        states="classified",
        article="Thông tư 05/2021/TT-TTCP, Điều 6 (cần xác nhận)",
        term="ALL.RECEPTION.NOTIFY",
    ),
    Law(
        step="revoke",
        need="case:approve",
        states="filed_only",
        article="Nghị định 30/2020/NĐ-CP, Điều 18",
    ),
    Law(
        step="mark_complex",
        need="case:approve",
        states="accepted verifying",
        article="Luật Khiếu nại 2011, Điều 28; Nghị định 124/2020/NĐ-CP, Điều 3a (Nghị định 155/2026/NĐ-CP, Điều 2)",
        term="KN.SETTLE1.COMPLEX",
    ),
    Law(
        step="verify",
        need="case:approve",
        states="accepted",
        article="Luật Khiếu nại 2011, Điều 29; Nghị định 124/2020/NĐ-CP, Điều 18",
        form="05",
        term="KN.SETTLE1",
    ),
    Law(
        step="assign",
        need="case:assign",
        states="accepted decided suspended verifying",
        article="Luật Khiếu nại 2011, Điều 29",
    ),
    Law(
        step="relieve",
        need="case:handle",
        states="accepted decided suspended verifying",
        article="Luật Phòng, chống tham nhũng 2018, Điều 23; Luật Khiếu nại 2011, Điều 29",
    ),
    Law(
        step="add_task",
        need="case:handle",
        states="verifying",
        article="Luật Khiếu nại 2011, Điều 29",
    ),
    Law(
        step="finish_task",
        need="case:handle",
        states="verifying",
        article="Luật Khiếu nại 2011, Điều 29",
    ),
    Law(
        step="request_papers",
        need="case:handle",
        states="verifying",
        article="Luật Khiếu nại 2011, Điều 12.1đ, 13, 29.2",
        form="08",
        term="KN.EVIDENCE",
    ),
    Law(
        step="receive_papers",
        need="case:handle",
        states="suspended verifying",
        article="Luật Khiếu nại 2011, Điều 12.1đ, 13, 29.2",
        term="KN.EVIDENCE",
    ),
    Law(
        step="report",
        need="case:handle",
        states="verifying",
        article="Luật Khiếu nại 2011, Điều 29.4",
        form="13",
    ),
    Law(
        step="invite",
        need="case:handle",
        states="verifying",
        article=(
            "Luật Khiếu nại 2011, Điều 30; Nghị định 124/2020/NĐ-CP, Điều 28 (sửa đổi bởi Nghị định 155/2026/NĐ-CP, Điều 11)"
        ),
        term="KN.DIALOGUE.NOTICE",
    ),
    Law(
        step="hold_dialogue",
        need="case:handle",
        states="verifying",
        article=(
            "Luật Khiếu nại 2011, Điều 30; Nghị định 124/2020/NĐ-CP, Điều 28 (sửa đổi bởi Nghị định 155/2026/NĐ-CP, Điều 11)"
        ),
        form="14",
    ),
    Law(
        step="suspend",
        need="case:approve",
        states="accepted verifying",
        article=(
            "Luật Khiếu nại 2011, Điều 11a (Luật 136/2025/QH15); Nghị định 124/2020/NĐ-CP, Điều 28b (Nghị "
            "định 155/2026/NĐ-CP, Điều 12)"
        ),
        form="14a",
        term="KN.SUSPEND.SEND",
    ),
    Law(
        step="resume",
        need="case:approve",
        states="suspended",
        article=(
            "Luật Khiếu nại 2011, Điều 11a (Luật 136/2025/QH15); Nghị định 124/2020/NĐ-CP, Điều 28b (Nghị "
            "định 155/2026/NĐ-CP, Điều 12)"
        ),
        form="14b",
        term="KN.SUSPEND.SEND",
    ),
    Law(
        step="confirm_sent",
        need="case:handle",
        states="accepted discontinued suspended verifying",
        article=(
            "Luật Khiếu nại 2011, Điều 11a (Luật 136/2025/QH15); Nghị định 124/2020/NĐ-CP, Điều 28b (Nghị "
            "định 155/2026/NĐ-CP, Điều 12)"
        ),
        term="KN.SUSPEND.SEND",
    ),
    Law(
        step="withdraw",
        need="case:register",
        states="accepted classified received suspended verifying",
        article="Luật Khiếu nại 2011, Điều 10; Nghị định 124/2020/NĐ-CP, Điều 7a (Nghị định 155/2026/NĐ-CP, Điều 5)",
    ),
    Law(
        step="continue_settling",
        need="case:approve",
        states="accepted classified received suspended verifying withdrawn",
        article="Luật Khiếu nại 2011, Điều 10; Nghị định 124/2020/NĐ-CP, Điều 7a (Nghị định 155/2026/NĐ-CP, Điều 5)",
    ),
    Law(
        step="discontinue",
        need="case:approve",
        states="accepted suspended verifying",
        article=(
            "Luật Khiếu nại 2011, Điều 11a (Luật 136/2025/QH15); Nghị định 124/2020/NĐ-CP, Điều 28b (Nghị "
            "định 155/2026/NĐ-CP, Điều 12)"
        ),
        form="14a",
        term="KN.SUSPEND.SEND",
    ),
    Law(
        step="decide",
        need="case:approve",
        states="verifying",
        article="Luật Khiếu nại 2011, Điều 28, 31",
        form="15",
        term="KN.SETTLE1",
    ),
    Law(
        step="send_decision",
        need="case:handle",
        states="decided",
        article="Luật Khiếu nại 2011, Điều 32",
        term="KN.DECISION1.SEND",
    ),
    Law(
        step="record_appeal",
        need="case:handle",
        states="accepted in_force sent verifying",
        article="Luật Khiếu nại 2011, Điều 33, 48",
        term="KN.APPEAL2",
    ),
    Law(
        step="record_second",
        need="case:handle",
        states="accepted appealed verifying",
        article="Luật Khiếu nại 2011, Điều 36, 37",
        term="KN.SETTLE2",
    ),
    Law(
        step="record_court",
        need="case:handle",
        states="accepted appealed in_force sent verifying",
        article="Luật Tố tụng hành chính 2015, Điều 116; Luật Khiếu nại 2011, Điều 42",
        term="KN.COURT",
    ),
    Law(
        step="record_outcome",
        need="case:handle",
        states="accepted appealed in_court verifying",
        article="Luật Khiếu nại 2011, Điều 40, 41; Luật Tố tụng hành chính 2015",
    ),
    Law(
        step="enter_force",
        need="case:handle",
        states="sent",
        article="Luật Khiếu nại 2011, Điều 44",
        term="KN.EFFECT1",
    ),
    Law(
        step="follow_up",
        need="case:handle",
        states="in_force",
        article="Luật Khiếu nại 2011, Điều 45, 46",
    ),
    Law(
        step="close_complaint",
        need="case:approve",
        states="in_force",
        article="Luật Khiếu nại 2011, Điều 34, 46",
    ),
    Law(
        step="note",
        need="case:note",
        states=(
            "accepted appealed classified closed decided discontinued filed_only guided in_court "
            "in_force not_accepted received returned sent split suspended verifying withdrawn"
        ),
        article="",
    ),
    Law(
        step="direct",
        need="case:direct",
        states="accepted classified decided received suspended verifying",
        article="Nghị định 154/2026/NĐ-CP, Điều 25.2",
    ),
    Law(
        step="apologise",
        need="case:handle",
        states="accepted decided verifying",
        article="mô hình “Chính quyền thân thiện” của tỉnh",
    ),
    Law(
        step="decide_apology",
        need="case:approve",
        states="accepted decided verifying",
        article="mô hình “Chính quyền thân thiện” của tỉnh",
    ),
    Law(
        step="ask",
        need="case:handle",
        states="verifying",
        article="Luật Khiếu nại 2011, Điều 12.2, 29.2",
    ),
    Law(
        step="publish",
        need="case:publish",
        states=(
            "accepted appealed classified closed decided discontinued filed_only guided in_court "
            "in_force not_accepted received returned sent split suspended verifying withdrawn"
        ),
        article="Luật Khiếu nại 2011, Điều 12; Luật 91/2025/QH15; Luật Thực hiện dân chủ ở cơ sở 2022, Điều 11",
    ),
    Law(
        step="unpublish",
        need="case:publish",
        states=(
            "accepted appealed classified closed decided discontinued filed_only guided in_court "
            "in_force not_accepted received returned sent split suspended verifying withdrawn"
        ),
        article="Luật 91/2025/QH15",
    ),
    Law(
        step="report_back",
        need="case:assign",
        states="appealed closed decided discontinued filed_only guided in_court in_force not_accepted returned sent withdrawn",
        article="Luật Khiếu nại 2011, Điều 66.2; Luật Tiếp công dân 2013, Điều 27.2",
    ),
)
"""Law on Complaints 2011 Art. 8–46; Decree 124/2020 as amended by Decree 155/2026; Law on Citizen Reception 2013."""


@pytest.mark.parametrize("law", LAW, ids=lambda law: law.step)
def test_a_step_stands_on_its_article_form_and_term(law: Law):
    row = next(step for step in COMPLAINT_STEPS if step.action.value == law.step)
    assert row.permission.value == law.need
    assert {state.value for state in row.states} == set(law.states.split())
    assert (row.legal_basis, row.form, row.term) == (law.article, law.form, law.term)


def test_the_table_names_every_step_in_the_order_of_the_procedure():
    assert [law.step for law in LAW] == [step.action.value for step in COMPLAINT_STEPS]


def test_every_term_of_a_step_is_a_term_of_the_law():
    known = {term.code for term in shipped_terms()}
    assert {law.term for law in LAW if law.term} <= known


def test_the_chair_alone_decides_and_the_counter_alone_receives():
    chair = {law.step for law in LAW if law.need == "case:approve"}
    assert chair == {
        "accept_complaint",
        "not_accept",
        "file_only",
        "revoke",
        "mark_complex",
        "verify",
        "suspend",
        "resume",
        "continue_settling",
        "discontinue",
        "decide",
        "decide_apology",
        "close_complaint",
    }
    counter = {law.step for law in LAW if law.need in ("case:classify", "case:register")}
    assert counter == {"classify", "check_time", "record_people", "record_signature", "split", "withdraw"}
