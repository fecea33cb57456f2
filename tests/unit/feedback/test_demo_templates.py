"""The sample answers of the demonstration: plain words, marked facts, a field each, and nothing that a resident must look up."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from feedback.demo_templates import template_rows
from feedback.plain_words import advice_on, filled, marks_in
from feedback.services.answer_templates import NAME_MOST
from feedback.states import Outcome

ROWS = template_rows()
NAMES = [row["name"] for row in ROWS]
COMMUNE = tomllib.loads(Path("accounts/data/van_linh.toml").read_text(encoding="utf-8"))
SUBJECTS = {
    "giao_thong", "moi_truong", "nuoc_sach", "dat_dai", "chinh_sach_xa_hoi", "tieng_on", "dien_chieu_sang", "thu_tuc_hanh_chinh",
}  # fmt: skip
BY_DATE = {Outcome.PARTLY, Outcome.PLANNED, Outcome.DECLINED}


def whole(row: dict[str, str]) -> str:
    return f"{row['what_was_done']}\n{row.get('next_step', '')}"


def test_there_is_one_for_every_usual_subject_under_a_name_of_its_own():
    assert {row["field"] for row in ROWS} == SUBJECTS
    assert SUBJECTS <= {field["code"] for field in COMMUNE["fields"]}
    assert (len(NAMES), max(map(len, NAMES)) <= NAME_MOST) == (len(set(NAMES)), True)


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_every_template_marks_what_who_and_when(row: dict[str, str]):
    marks = marks_in(row["what_was_done"], row.get("next_step", ""))
    assert len(marks) >= 4
    assert any(word in mark for mark in marks for word in ("ngày", "tháng", "Ngày"))
    assert whole(row).count("[[") == whole(row).count("]]") == len(marks) + _repeated(row)


def _repeated(row: dict[str, str]) -> int:
    return sum(whole(row).count(f"[[{mark}]]") - 1 for mark in marks_in(whole(row)))


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_no_template_uses_heavy_words_or_long_sentences(row: dict[str, str]):
    full = filled(whole(row), dict.fromkeys(marks_in(whole(row)), "5"))
    assert advice_on(full, contact="0205 3", dated=True) == []


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_what_is_not_done_names_the_next_step(row: dict[str, str]):
    assert (Outcome(row["outcome"]) in BY_DATE) is bool(row.get("next_step"))
