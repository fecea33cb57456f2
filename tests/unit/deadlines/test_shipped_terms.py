"""The terms that ship: all rows of the law's table, whole, in both languages."""

import re
from collections import Counter
from datetime import date

import pytest

from deadlines.phrases import KIND_GROUPS
from deadlines.terms import Direction, TermUnit, Transition

# code: number unit direction, as in the law's table
FIGURES = {
    "ALL.INTAKE.REGISTER": "1 wd after",
    "ALL.RECEPTION.NOTIFY": "10 wd after",
    "ALL.RECEPTION.REFUSE": "3 wd after",
    "ALL.OVERDUE.DISCIPLINE": "45 cal after",
    "ALL.TRANSFERRED.REPORTBACK": "7 wd after",
    "ALL.TRANSFERRED.TELLPERSON": "5 wd after",
    "PARTY.WRITTEN_NOTICE": "10 wd after",
    "KN.PRESCRIPTION": "90 cal after",
    "KN.PRESCRIPTION.DISCIPLINE": "15 cal after",
    "KN.ACCEPT": "7 wd after",
    "KN.ACCEPT.OLD": "10 cal after",
    "KN.SETTLE1": "30 cal after",
    "KN.SETTLE1.COMPLEX": "45 cal after",
    "KN.SETTLE1.REMOTE": "45 cal after",
    "KN.SETTLE1.REMOTE_COMPLEX": "60 cal after",
    "KN.EVIDENCE": "7 cal after",
    "KN.DIALOGUE.NOTICE": "5 cal before",
    "KN.SUSPEND.SEND": "3 wd after",
    "KN.DECISION1.SEND": "3 wd after",
    "KN.APPEAL2": "30 cal after",
    "KN.APPEAL2.REMOTE": "45 cal after",
    "KN.APPEAL2.DISCIPLINE": "10 cal after",
    "KN.APPEAL2.DISMISSAL": "30 cal after",
    "KN.COURT": "1 year after",
    "KN.EFFECT1": "30 cal after",
    "KN.EFFECT1.REMOTE": "45 cal after",
    "KN.SETTLE2": "45 cal after",
    "KN.SETTLE2.COMPLEX": "60 cal after",
    "KN.SETTLE2.REMOTE": "60 cal after",
    "KN.SETTLE2.REMOTE_COMPLEX": "70 cal after",
    "KN.DECISION2.SEND": "7 cal after",
    "KN.DECISION2.PUBLISH": "15 cal after",
    "KN.MTTQ.REPLY": "7 cal after",
    "TC.TRIAGE": "7 wd after",
    "TC.TRIAGE.EXT": "10 wd after",
    "TC.TRANSFER": "5 wd after",
    "TC.PRESS": "20 cal after",
    "TC.ACCEPT.NOTIFY": "5 wd after",
    "TC.SETTLE": "30 cal after",
    "TC.SETTLE.COMPLEX": "60 cal after",
    "TC.SETTLE.VERY_COMPLEX": "90 cal after",
    "TC.SUSPEND.SEND": "5 wd after",
    "TC.CONCLUSION.SEND": "5 wd after",
    "TC.CONCLUSION.ACT": "7 wd after",
    "TC.CONCLUSION.PUBLISH": "7 wd after",
    "TC.RESULT.REPORT": "5 wd after",
    "TC.CRIME": "0 wd after",
    "TC.AGAIN": "20 cal after",
    "TC.AGAIN.OVERDUE": "5 wd after",
    "KNPA.NOTIFY": "10 wd after",
    "KNPA.SETTLE": "15 wd after",
    "KNPA.PORTAL": "20 cal after",
    "KNPA.PORTAL.UPDATE": "7 cal after",
    "KNPA.URGENT": "1 wd after",
    "KNPA.TRANSFER.REPLY": "15 wd after",
    "PAKN_QDHC.TRANSFER": "5 wd after",
    "DLG.CQDP.FREQ": "1 per_year -",
    "DLG.CQDP.NOTICE": "7 cal before",
    "DLG.CQDP.RESULT": "10 cal after",
    "DLG.PARTY.FREQ": "1 per_year -",
    "DLG.PARTY.COLLECT": "15 cal before",
    "DLG.PARTY.CONCLUSION": "10 cal after",
    "DLG.FOLLOWUP": "15 wd after",
    "TCD.CHAIR.FREQ": "2 days_per_month -",
    "KN.DECISION2.POSTING": "15 cal min",
    "TC.CONCLUSION.POSTING": "15 cal min",
    "DLG.CQDP.VOTERS": "10 percent -",
    "TCD.CHAIR.FREQ.OLD": "1 days_per_week -",
    "TCD.SECRETARY.FREQ": "2 days_per_month -",
    "TCD.SCHEDULE.POST": "5 wd before",
    "TCD.ONLINE.NOTIFY": "5 wd before",
    "DC.PUBLISH": "5 wd after",
    "DC.POSTING": "30 cal min",
    "DC.LOUDSPEAKER": "3 cal min",
    "DC.REGISTER": "1 per_quarter -",
    "DC.CONSULT": "20 cal min",
    "DC.HDND.REPORT": "0 - -",
    "DC.COMMUNITY.SEND": "5 wd after",
    "DC.TTND.REPLY": "15 cal after",
    "LAND.MEDIATE": "30 cal after",
    "LAND.PLAN.POST": "30 cal min",
    "LAND.PLAN.DIALOGUE": "60 cal after",
    "PDPL.REQUEST": "2 wd after",
    "PDPL.REQUEST.SEE": "10 cal after",
    "PDPL.REQUEST.CORRECT": "10 cal after",
    "PDPL.REQUEST.STOP": "15 cal after",
    "PDPL.REQUEST.DELETE": "20 cal after",
    "PDPL.REQUEST.EXTEND": "15 cal after",
    "PDPL.BREACH": "72 hour after",
}
ARTICLES = {
    "ALL.RECEPTION.NOTIFY": "khoản 1 Điều 28 Luật Tiếp công dân 2013",
    "KN.ACCEPT": "khoản 1 Điều 16 Nghị định 124/2020/NĐ-CP, sửa đổi bởi Điều 10 Nghị định 155/2026/NĐ-CP",
    "KN.ACCEPT.OLD": "Điều 27 và Điều 36 Luật Khiếu nại 2011",
    "KN.SETTLE1": "Điều 28 Luật Khiếu nại 2011",
    "KN.DECISION1.SEND": "Điều 32 Luật Khiếu nại 2011",
    "KN.PRESCRIPTION": "Điều 9 Luật Khiếu nại 2011",
    "TC.TRIAGE": "khoản 1 Điều 24 Luật Tố cáo 2018",
    "TC.TRANSFER": "khoản 2 Điều 24 Luật Tố cáo 2018",
    "TC.SETTLE": "khoản 1 Điều 30 Luật Tố cáo 2018",
    "TC.CRIME": "khoản 1 Điều 27 và khoản 2 Điều 36 Luật Tố cáo 2018",
    "DLG.CQDP.NOTICE": "Điều 43 Luật Tổ chức chính quyền địa phương 2025",
    "DC.PUBLISH": "khoản 3 Điều 12 Luật Thực hiện dân chủ ở cơ sở 2022",
    "TCD.ONLINE.NOTIFY": "Điều 23 Nghị định 154/2026/NĐ-CP",
}
NOT_COMPUTABLE = {
    "DLG.CQDP.FREQ",
    "DLG.CQDP.VOTERS",
    "DLG.PARTY.FREQ",
    "TCD.CHAIR.FREQ",
    "TCD.CHAIR.FREQ.OLD",
    "TCD.SECRETARY.FREQ",
    "DC.REGISTER",
    "DC.HDND.REPORT",
    "PDPL.BREACH",
}
SET_BY_OFFICE = {
    "KNPA.SETTLE",
    "KNPA.URGENT",
    "KNPA.TRANSFER.REPLY",
    "DLG.PARTY.FREQ",
    "DLG.PARTY.COLLECT",
    "DLG.PARTY.CONCLUSION",
    "DLG.FOLLOWUP",
}
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
NAMES_IN_ENGLISH = re.compile(r"NĐ-CP|QĐ-TTg|11-QĐi/TW|320-QĐ/TU|Lạng Sơn|\(đ\)")


def test_all_89_rows_are_there_once(terms):
    assert len(terms) == 89
    assert Counter(term.code for term in terms).most_common(1)[0][1] == 1


def test_figures_are_those_of_the_law(terms):
    assert {term.code: f"{term.number} {term.unit.value} {term.direction.value}" for term in terms} == FIGURES


@pytest.mark.parametrize(("code", "article"), ARTICLES.items())
def test_article_is_named_as_a_vietnamese_reader_cites_it(terms, code, article):
    assert next(term.basis_vi for term in terms if term.code == code) == article


def test_what_has_no_last_day_is_known(terms):
    assert {term.code for term in terms if not term.computable} == NOT_COMPUTABLE


def test_what_the_office_sets_is_marked(terms):
    assert {term.code for term in terms if term.set_by_office} == SET_BY_OFFICE
    assert {term.code for term in terms if term.uncertain} == SET_BY_OFFICE


def test_every_row_speaks_vietnamese_and_english(terms):
    mute = [
        f"{term.code}.{name}"
        for term in terms
        for name in ("stage", "clock", "basis")
        if not (getattr(term, f"{name}_vi") and getattr(term, f"{name}_en"))
    ]
    half = [
        f"{term.code}.{name}"
        for term in terms
        for name in ("actor", "variant", "note")
        if bool(getattr(term, f"{name}_vi")) != bool(getattr(term, f"{name}_en"))
    ]
    assert (mute, half) == ([], [])


def test_english_is_english(terms):
    texts = [
        (term.code, getattr(term, f"{name}_en"))
        for term in terms
        for name in ("stage", "clock", "actor", "basis", "variant", "note")
    ]
    assert [(code, text) for code, text in texts if VIETNAMESE.search(NAMES_IN_ENGLISH.sub("", text))] == []


def test_every_family_has_a_head_with_its_own_code_and_no_traits(terms):
    heads = {term.code for term in terms if term.code == term.family and not term.traits}
    assert {term.family for term in terms} == heads


def overlap(one, other) -> bool:
    """Return whether two rows are in force on a common day."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_to or date.max, other.valid_to or date.max)


def test_no_two_rows_of_a_family_with_the_same_traits_overlap(terms):
    pairs = [(one, other) for one in terms for other in terms if one.code < other.code]
    alike = [(one, other) for one, other in pairs if (one.family, one.traits) == (other.family, other.traits)]
    assert [(one.code, other.code) for one, other in alike if overlap(one, other)] == []


def test_old_and_new_rule_meet_without_a_gap(terms):
    old, new = (next(term for term in terms if term.code == code) for code in ("KN.ACCEPT.OLD", "KN.ACCEPT"))
    assert (old.valid_to, new.valid_from) == (date(2026, 6, 30), date(2026, 7, 1))


def test_transitional_clause_covers_dialogue_and_suspension(terms):
    assert {term.code for term in terms if term.transition is Transition.EVENT} == {
        "KN.DIALOGUE.NOTICE",
        "KN.SUSPEND.SEND",
        "TC.SUSPEND.SEND",
    }


def test_accused_never_learns_the_denouncer(terms):
    note = next(term for term in terms if term.code == "TC.ACCEPT.NOTIFY")
    assert (note.note_vi, note.note_en) == (
        "Người bị tố cáo chỉ được biết nội dung, KHÔNG được biết ai tố cáo",
        "The accused learns the content, NOT who denounced",
    )


def test_every_kind_has_a_group_on_the_public_page(terms):
    assert {term.case_kind for term in terms} == set(KIND_GROUPS)


def test_vocabularies_are_used(terms):
    assert {term.unit for term in terms} == set(TermUnit) - {TermUnit.MONTH}
    assert {term.direction for term in terms} == set(Direction)
