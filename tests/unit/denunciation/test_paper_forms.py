"""The rows of the register's papers: vocabulary, citations, the row in force, and an installation's own file."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.document_texts import places_of
from denunciation.paper_forms import OWN_NAME, TEXTS, form_in_force, own_forms, read_forms, shipped_forms
from denunciation.paper_kinds import FOR_THE_COMMUNE, PaperKind, paper_def
from tests.makers_papers import as_text
from tests.makers_register_papers import make_register_paper

DAY = date(2026, 11, 25)
ROWS = {form.kind: form for form in shipped_forms()}
ROW = """
[[forms]]
kind = "content_notice"
form_number = "06a"
valid_from = {day}
basis = "Nghị định 999/2027/NĐ-CP, mẫu số 06a"
title = "THÔNG BÁO"
signing = "chair"
body = "Nội dung: {{content}}."
"""


def own(day: str = "2026-11-01", more: str = "") -> str:
    """Return the text of an own file with one row."""
    return ROW.format(day=day) + more


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_has_a_row_with_its_law(kind: PaperKind):
    form = ROWS[kind]
    assert (bool(form.basis), bool(form.body), form.title == form.title.upper(), form.own) == (True, True, True, False)


NUMBERS = {
    "transfer": "03", "non_acceptance": "", "acceptance": "04", "acceptance_notice": "05", "content_notice": "06", "team": "07",
    "extension": "01", "suspension": "", "resumption": "", "withdrawal_letter": "02", "withdrawal_minutes": "03",
    "discontinuance": "", "report": "11", "conclusion": "12",
}  # fmt: skip
SEEN = {
    "acceptance",
    "acceptance_notice",
    "content_notice",
    "team",
    "extension",
    "withdrawal_letter",
    "withdrawal_minutes",
    "conclusion",
}


def test_numbers_are_those_of_the_decrees_and_what_was_not_seen_is_marked():
    assert {kind.value: form.form_number for kind, form in ROWS.items()} == NUMBERS
    assert {kind.value for kind, form in ROWS.items() if not form.uncertain} == SEEN
    assert {kind.value for kind, form in ROWS.items() if not form.form_number and not form.uncertain} == set()


@pytest.mark.parametrize("kind", list(PaperKind))
def test_a_row_uses_every_fact_of_its_paper_and_no_other(kind: PaperKind):
    used = set().union(*(places_of(getattr(ROWS[kind], part)) for part in TEXTS))
    definition = paper_def(kind)
    assert {*definition.needs, *definition.may} - used == set()
    assert used <= definition.places


@pytest.mark.parametrize("kind", list(PaperKind))
def test_paper_without_what_it_may_say_keeps_its_articles_in_order(kind: PaperKind):
    text = as_text(make_register_paper(kind, typed={}).document)
    numbers = [int(found) for found in re.findall(r"\*\*Điều (\d+)\.\*\*", text)]
    assert numbers == list(range(1, len(numbers) + 1))
    cited = [int(found) for found in re.findall(r"Như Điều (\d)", text)]
    assert cited == numbers[-1:]


@pytest.mark.parametrize("kind", list(PaperKind))
def test_a_dotted_line_fits_the_page(kind: PaperKind):
    """28 dots of 14 points are 138 mm of 150; with the words before them a line stays one line."""
    lines = [line for part in TEXTS for line in getattr(ROWS[kind], part).splitlines() if "………" in line]
    assert [line for line in lines if line.count("…") + 0.5 * len(line.replace("…", "")) > 32 and "hồi" not in line] == []


def test_an_own_row_is_used_from_its_day_and_wins_a_tie(tmp_path: Path):
    (tmp_path / OWN_NAME).write_text(own("2026-11-01"), encoding="utf-8")
    rows, fault = own_forms(tmp_path)
    before, after = (form_in_force(PaperKind.CONTENT_NOTICE, day, own=rows) for day in (date(2026, 10, 31), DAY))
    tie = read_forms(own("2026-07-01"), own=True)
    assert (fault, before.form_number, after.form_number, after.own) == ("", "06", "06a", True)
    assert form_in_force(PaperKind.CONTENT_NOTICE, DAY, own=tie).form_number == "06a"
    assert form_in_force(PaperKind.ACCEPTANCE, DAY, own=rows) == ROWS[PaperKind.ACCEPTANCE]
    assert "Nội dung: Thu tiền" in as_text(make_register_paper(PaperKind.CONTENT_NOTICE, form=after).document)


def test_an_own_row_that_ended_is_not_used():
    ended = read_forms(own("2026-08-01", "valid_to = 2026-08-31\n"), own=True)
    seen = [form_in_force(PaperKind.CONTENT_NOTICE, date(2026, month, 15), own=ended).form_number for month in (7, 8, 9)]
    assert seen == ["06", "06a", "06"]


def test_before_every_row_the_shipped_one_serves():
    assert form_in_force(PaperKind.ACCEPTANCE, date(2020, 1, 1)) == ROWS[PaperKind.ACCEPTANCE]


@pytest.mark.parametrize(
    "text",
    [
        "kein = toml = nichts", "forms = 5", "[[forms]]\nkind = 'content_notice'\n", own().replace("content_notice", "unknown"),
        own().replace("{content}", "{sender_name}"), own().replace("{content}", "{content"), own().replace('"chair"', '"king"'),
        own("'2026-11-01'"), own(more="uncertain = 'yes'\n"), own(more="own = false\n"), own(more="colour = 'red'\n"),
        own().replace('title = "THÔNG BÁO"', "title = 7"), own().replace("Nội dung:", "Nội dung của {denouncer}:"),
        own("2026-11-01T10:00:00"),
    ],
)  # fmt: skip
def test_a_file_with_a_fault_is_not_used_at_all(text: str, tmp_path: Path):
    (tmp_path / OWN_NAME).write_text(own("2026-10-01") + text, encoding="utf-8")
    rows, fault = own_forms(tmp_path)
    assert (rows, bool(fault)) == ((), True)


def test_a_file_that_is_no_text_is_a_fault_and_none_is_none(tmp_path: Path):
    assert own_forms(tmp_path) == ((), "")
    (tmp_path / OWN_NAME).write_bytes(b"\xff\xfe\x00")
    assert bool(own_forms(tmp_path)[1])


def test_no_row_can_name_the_denouncer_whatever_its_file_says():
    for name in ("denouncer", "sender_name", "sender_address", "story", "complainant", "paper_number"):
        with pytest.raises(ValueError, match=name):
            read_forms(own().replace("{content}", f"{{{name}}}"))


@pytest.mark.parametrize("kind", list(PaperKind))
def test_who_signs_for_the_commune_signs_papers_with_a_number(kind: PaperKind):
    official = ROWS[kind].signing in FOR_THE_COMMUNE
    assert official <= bool(paper_def(kind).series)
    assert replace(ROWS[kind], own=True).own
