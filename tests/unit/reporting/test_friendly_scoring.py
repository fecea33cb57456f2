"""What a number proposes, what is still missing, and that what was frozen comes back; the words and the paper of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from accounts.read_models import CommuneProfile
from reporting.editions.heads import Paper
from reporting.editions.papers import paper_name
from reporting.friendly.criteria import Criterion, Rule, from_plain
from reporting.friendly.papers import FILE, counted, paper, said
from reporting.friendly.queries import FriendlyView
from reporting.friendly.scoring import (
    Assessment,
    Measured,
    assessed,
    fingerprint,
    from_frozen,
    measured,
    open_ones,
    propose,
    to_frozen,
)
from reporting.periods import calendar
from tests.makers_papers import as_text
from tests.unit.reporting.test_friendly_criteria import SMALL

BY = from_plain(SMALL)
ON_TIME, POLITE = BY.criteria
COUNTS = {"letters.on_time": 96, "letters.owed": 100}
FULL = {"on_time": {"points": 60, "evidence": "", "reason": ""}, "polite": {"points": 35, "evidence": "Mặt trận ghi nhận."}}


def made(scores: dict[str, Any] | None = None, counts: dict[str, int] | None = COUNTS) -> Assessment:
    return assessed(BY, counts, lambda item: measured(item, {"letters.on_time": 1, "letters.owed": 2}), scores or {})


@pytest.mark.parametrize(
    ("value", "of", "points"),
    [
        (96, 100, 60.0), (95, 100, 60.0), (949, 1000, 30.5), (9499, 10_000, 30.5), (80, 100, 30.5), (79, 100, 0.0), (0, 5, 0.0),
        (4, 4, None), (0, 0, None),
    ],
    ids=["above", "exactly", "below", "never rounded up", "second step", "no step", "nothing in time", "too few", "none"],
)  # fmt: skip
def test_a_share_proposes_points_by_its_steps(value: int, of: int, points: float | None):
    found = measured(ON_TIME, {"letters.on_time": value, "letters.owed": of})
    assert propose(ON_TIME, found)[0] == points


@pytest.mark.parametrize(("value", "points"), [(0, 5.0), (1, 3.0), (2, 3.0), (3, 0.0)])
def test_a_number_of_which_less_is_better_proposes_too(value: int, points: float):
    rules = (Rule(most=0, points=5), Rule(most=2, points=3))
    item = Criterion(key="a", title="a", title_en="a", most=5, number="letters.overdue", of="letters.handled", rule=rules)
    assert propose(item, measured(item, {"letters.overdue": value, "letters.handled": 40}))[0] == points
    assert propose(item, measured(item, {"letters.overdue": 0, "letters.handled": 0})) == (None, None)


def test_without_a_number_there_is_none_and_nothing_is_proposed():
    item = next(iter(made(counts=None).criteria))
    assert (item.now, item.proposed, item.before) == (None, None, Measured(value=1, of=2, share=True))
    assert (measured(POLITE, COUNTS), propose(POLITE, None)) == (None, (None, None))


@pytest.mark.parametrize(
    ("scores", "missing"),
    [
        ({}, {"on_time": "points_missing", "polite": "points_missing"}),
        (FULL, {}),
        ({**FULL, "on_time": {"points": 0}}, {"on_time": "reason_missing"}),
        ({**FULL, "on_time": {"points": 0, "reason": "Số liệu sai"}}, {}),
        ({**FULL, "polite": {"points": 0}}, {"polite": "evidence_missing"}),
        ({**FULL, "polite": {"points": 41, "evidence": "x"}}, {"polite": "points_missing"}),
    ],
    ids=["nothing", "whole", "no reason", "a reason", "no evidence", "points of another list"],
)
def test_what_is_still_missing_is_told(scores: dict[str, Any], missing: dict[str, str]):
    assert open_ones(made(scores)) == missing


def test_the_grade_waits_until_all_points_are_given():
    assert (made({"polite": {"points": 35}}).grade, made({"polite": {"points": 35}}).total) == ("", 35)
    whole = made(FULL)
    assert (whole.total, whole.most, whole.grade, whole.grade_en) == (95, 100, "Đạt", "Yes")
    assert made({"on_time": {"points": 0}, "polite": {"points": 0}}).grade == "Chưa đạt"


def test_what_was_frozen_comes_back_and_every_change_is_seen():
    whole = made(FULL)
    assert from_frozen(to_frozen(whole)) == whole
    others = [
        made({**FULL, "on_time": {"points": 59.5}}), made({**FULL, "polite": {"points": 35, "evidence": "Khác."}}),
        made(FULL, {**COUNTS, "letters.owed": 101}),
    ]  # fmt: skip
    assert len({fingerprint(item) for item in (whole, *others)}) == 4


def test_everybody_reads_no_word_of_the_clerk():
    scores = {"on_time": {"points": 0, "reason": "Bà Lý Thị Mai"}, "polite": {"points": 1, "evidence": "0912345678"}}
    bare = made(scores).without_words()
    assert {(item.evidence, item.reason) for item in bare.criteria} == {("", "")}
    assert [item.points for item in bare.criteria] == [0, 1]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, "chưa có số liệu"), (Measured(value=7), "7"), (Measured(value=3, of=40), "3/40"),
        (Measured(value=9499, of=10_000, share=True), "94,9% (9499/10000)"), (Measured(value=2, of=3, share=True), "2/3"),
    ],
)  # fmt: skip
def test_numbers_are_printed(found: Measured | None, words: str):
    assert counted(found) == words
    assert (said(8.5), said(8.0), said(None)) == ("8,5", "8", "……")


def view(scores: dict[str, Any], issued: Paper | None = None) -> FriendlyView:
    return FriendlyView(
        id=1, version=1, period=calendar(2026, "namdl"), edition=1, made=made(scores), made_by="A", issued_by="Vi Văn Thành",
        issued_on=date(2027, 1, 5) if issued else None, issued_at=datetime(2027, 1, 5) if issued else None, due_on=None,
        paper=issued, replaces=None, replaced_by=None,
    )  # fmt: skip


def test_the_paper_has_points_numbers_evidence_and_reasons():
    names = {"name": "Xã Vạn Linh", "short_name": "Vạn Linh", "authority": "Ủy ban nhân dân xã Vạn Linh", "symbol": "UBND"}
    profile = CommuneProfile(**{**dict.fromkeys(CommuneProfile.__dataclass_fields__, ""), **names})  # type: ignore[arg-type]
    scores = {**FULL, "on_time": {"points": 55.5, "reason": "Hai hồ sơ ghi muộn"}}
    text = as_text(paper(view(scores), profile, recipients=("Lưu: VP",), today=date(2026, 11, 28)))
    for words in (
        "I. MỌI VIỆC (90,5/100 điểm)", "1.1. Đúng hạn: 55,5/60 điểm. Đúng hạn: 96% (96/100); cùng kỳ năm trước: 1/2.",
        "Chấm khác mức đề xuất (60) vì: Hai hồ sơ ghi muộn.", "1.2. Niềm nở: 35/40 điểm. Minh chứng: Mặt trận ghi nhận.",
        "90,5/100 điểm. Tự xếp loại: Đạt.", "Bộ tiêu chí: Tỉnh.",
    ):  # fmt: skip
        assert words in text
    assert ("BÁO CÁO (DỰ THẢO)" in text, "đến ngày 28/11/2026, kỳ chưa hết" in text) == (True, True)
    assert "Tự xếp loại: ……" in as_text(paper(view({}), profile, recipients=(), today=date(2027, 1, 5)))


def test_the_name_of_the_file_says_nothing_of_what_is_in_it():
    period = calendar(2026, "namdl")
    names = [paper_name(FILE, period, 2, issued=issued, today=date(2027, 1, 5)) for issued in (True, False)]
    assert names == ["tu-danh-gia-than-thien-2026-namdl-lan-2", "tu-danh-gia-than-thien-2026-namdl-du-thao-20270105"]
