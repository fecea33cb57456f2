"""The file of the demonstration holds what the rules take; no database."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from consultation.demo import FILE
from consultation.matters import all_matters
from consultation.rules import LONGEST_DAYS, Point, Said, opinion_faults, point_faults, question_faults
from consultation.states import ON_PAPER, Way
from feedback.redaction import mask
from feedback.signs import reads_as_denunciation

TOLD = tomllib.loads(FILE.read_text(encoding="utf-8"))["consultations"]
NAMES = [said["title"] for said in TOLD]


@pytest.mark.parametrize("said", TOLD, ids=NAMES)
def test_questions_matter_and_ways_are_those_of_the_law(said: dict[str, Any]):
    assert question_faults(said["questions"]) == {}
    assert said["matter"] in all_matters()
    assert set(said["ways"]) <= {way.value for way in Way}


@pytest.mark.parametrize("said", TOLD, ids=NAMES)
def test_it_lasts_as_long_as_the_law_asks(said: dict[str, Any]):
    length = said["closes"] - said["opens"]
    assert 24 <= length <= LONGEST_DAYS  # twenty days and room for holidays at the end, on whatever day the demo is loaded


@pytest.mark.parametrize("said", TOLD, ids=NAMES)
def test_every_opinion_can_be_taken_and_names_nobody(said: dict[str, Any]):
    for words in said["opinions"]:
        assert len(words) == 2 * len(said["questions"])
        lines = {number: Said(choice=words[2 * number], words=words[2 * number + 1]) for number in range(len(words) // 2)}
        assert opinion_faults(lines) == {}
        text = " ".join(item.words for item in lines.values())
        assert (reads_as_denunciation(text), mask(text).findings) == (False, ())


@pytest.mark.parametrize("said", TOLD, ids=NAMES)
def test_every_sheet_counts_every_question(said: dict[str, Any]):
    for sheet in said["sheets"]:
        assert sheet["way"] in ON_PAPER
        assert len(sheet["counts"]) == len(said["questions"])
        assert all(len(three) == 3 and min(three) >= 0 for three in sheet["counts"])
        assert 0 <= sheet["after"] <= said["closes"] - said["opens"]


@pytest.mark.parametrize("said", [said for said in TOLD if "points" in said], ids=lambda said: said["title"])
def test_every_point_is_explained(said: dict[str, Any]):
    assert [point_faults(Point(**point)) for point in said["points"]] == [{}] * len(said["points"])
    assert {point["verdict"] for point in said["points"]} == {"accepted", "partly", "not_accepted"}


def test_one_is_over_and_one_is_open():
    assert [(said["closes"] < 0, said["opens"] <= 0) for said in TOLD] == [(True, True), (False, True)]
