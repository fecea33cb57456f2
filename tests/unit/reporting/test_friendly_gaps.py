"""Every way in which a criterion is finished or not, every change that a leader has to see again, every odd part of a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reporting.friendly.criteria import BadCriteria, Criterion, read, takes
from reporting.friendly.scoring import Assessment, Measured, Scored, ScoredGroup, fingerprint, open_ones

TEN = Measured(value=9, of=10, share=True)
ITEM = Scored(
    key="a",
    place="1.1",
    title="Việc",
    title_en="Thing",
    most=10,
    half=True,
    number="letters.on_time",
    of="letters.owed",
    measured="Đúng hạn",
    measured_en="In time",
    now=TEN,
    before=None,
    proposed=8.0,
    rule=None,
    points=8.0,
    evidence="",
    reason="",
)


def one(item: Scored) -> Assessment:
    """Return an assessment of one criterion."""
    group = ScoredGroup(key="g", place="I", title="Nhóm", title_en="Group", criteria=(item,))
    return Assessment(source="Tỉnh", groups=(group,), grade="", grade_en="")


@pytest.mark.parametrize(
    ("points", "proposed", "reason", "evidence", "now", "missing"),
    [
        (None, None, "", "", None, "points_missing"),
        (None, 8.0, "", "", TEN, "points_missing"),
        (None, 8.0, "Vì sao thế", "Sổ", TEN, "points_missing"),
        (8.0, 8.0, "", "", TEN, ""),
        (8.0, 8.0, "", "Sổ", TEN, ""),
        (7.5, 8.0, "", "", TEN, "reason_missing"),
        (7.5, 8.0, "vì", "", TEN, "reason_missing"),
        (7.5, 8.0, "vì  ", "Sổ", TEN, "reason_missing"),
        (7.5, 8.0, "Vì sao", "", TEN, ""),
        (8.5, 8.0, "", "", TEN, "reason_missing"),
        (8.5, 8.0, "Vì sao", "", TEN, ""),
        (0.0, 8.0, "", "Sổ", TEN, "reason_missing"),
        (0.0, 0.0, "", "", TEN, ""),
        (10.0, 0.0, "", "", TEN, "reason_missing"),
        (5.0, None, "", "", TEN, ""),
        (5.0, None, "", "Sổ", TEN, ""),
        (5.0, None, "", "", None, "evidence_missing"),
        (0.0, None, "", "", None, "evidence_missing"),
        (5.0, None, "Vì sao", "", None, "evidence_missing"),
        (5.0, None, "", "Sổ", None, ""),
    ],
)
def test_a_criterion_is_finished_or_says_what_it_lacks(
    points: float | None, proposed: float | None, reason: str, evidence: str, now: Measured | None, missing: str
):
    item = replace(ITEM, points=points, proposed=proposed, reason=reason, evidence=evidence, now=now)
    assert open_ones(one(item)) == ({"a": missing} if missing else {})


@pytest.mark.parametrize(
    "change",
    [
        {"points": 7.5},
        {"points": None},
        {"evidence": "Sổ"},
        {"reason": "Vì sao"},
        {"proposed": 7.5},
        {"proposed": None},
        {"now": None},
        {"now": Measured(value=9, of=11, share=True)},
        {"before": TEN},
        {"title": "Việc khác"},
        {"most": 11},
    ],
)
def test_every_change_is_seen_before_the_issue(change: dict[str, Any]):
    assert fingerprint(one(replace(ITEM, **change))) != fingerprint(one(ITEM))
    assert fingerprint(one(replace(ITEM))) == fingerprint(one(ITEM))


@pytest.mark.parametrize(
    ("points", "whole", "half"),
    [
        (-0.5, False, False),
        (0, True, True),
        (0.25, False, False),
        (0.5, False, True),
        (1, True, True),
        (1.5, False, True),
        (1.75, False, False),
        (9.5, False, True),
        (10, True, True),
        (10.5, False, False),
        (11, False, False),
        (1000, False, False),
    ],
)
def test_whole_and_half_points(points: float, whole: bool, half: bool):
    item = Criterion(key="a", title="a", title_en="a", most=10)
    assert (takes(item, points), takes(replace(item, half=True), points)) == (whole, half)


@pytest.mark.parametrize(
    "text",
    [
        'list = "x"',
        "list = []",
        "[[list]]",
        '[[list]]\nsource = "a"',
        '[[list]]\nsource = "a"\nvalid_from = 2026-13-01',
        '[[list]]\nsource = "a"\nvalid_from = 2026-01-01T00:00:00',
        '[[list]]\nsource = "a"\nvalid_from = 20260101',
        "[[list]]\nsource = 3\nvalid_from = 2026-01-01\nstep = []\ngroup = []",
        '[[list]]\nsource = "a"\nvalid_from = 2026-01-01\nstep = []\ngroup = []',
        '[[list]]\nsource = "a"\nvalid_from = 2026-01-01\nstep = [3]\ngroup = []',
        '[[list]]\nsource = "a"\nvalid_from = 2026-01-01\nstep = 3\ngroup = {}',
        '[[list]]\nsource = "a"\nvalid_from = 2026-01-01\ngroup = [{}]\nstep = [{}]',
        '[[list]]\nsource = "a"\nvalid_from = 2026-01-01\ngroup = []\nstep = [{least = inf, name = "a", name_en = "a"}]',
    ],
)
def test_an_odd_file_is_refused_and_never_breaks(text: str):
    with pytest.raises(BadCriteria):
        read(text.encode())


@pytest.mark.parametrize(
    ("points", "total"),
    [
        ((), 0),
        ((None,), 0),
        ((0.0, 0.0), 0),
        ((7.5, None), 7.5),
        ((7.5, 0.5, 10.0), 18),
    ],
)
def test_a_group_adds_up_what_was_given(points: tuple[float | None, ...], total: float):
    criteria = tuple(replace(ITEM, key=f"a{place}", points=given) for place, given in enumerate(points))
    group = ScoredGroup(key="g", place="I", title="Nhóm", title_en="Group", criteria=criteria)
    made = Assessment(source="Tỉnh", groups=(group, group), grade="", grade_en="")
    assert (group.total, group.most) == (total, 10 * len(points))
    assert (made.total, made.most) == (2 * total, 20 * len(points))
