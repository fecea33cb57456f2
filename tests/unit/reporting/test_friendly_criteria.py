"""The criteria as data: what comes with the product is sound, and a file that is not is refused with a sentence."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from reporting.friendly.criteria import BadCriteria, Criterion, from_plain, in_force, read, shipped, takes, to_plain
from reporting.friendly.numbers import MORE, cases_url, known_numbers
from reporting.periods import calendar

YEAR = calendar(2026, "namdl")
SMALL: dict[str, Any] = {
    "source": "Tỉnh", "valid_from": "2026-01-01",
    "step": [{"least": 0, "name": "Chưa đạt", "name_en": "No"}, {"least": 50, "name": "Đạt", "name_en": "Yes"}],
    "group": [
        {
            "key": "all", "title": "Mọi việc", "title_en": "All",
            "criterion": [
                {
                    "key": "on_time", "title": "Đúng hạn", "title_en": "In time", "most": 60, "half": True,
                    "number": "letters.on_time",
                    "of": "letters.owed", "share": True, "measured": "Đúng hạn", "measured_en": "In time",
                    "rule": [{"least": 95, "points": 60}, {"least": 80, "points": 30.5}],
                },
                {"key": "polite", "title": "Niềm nở", "title_en": "Polite", "most": 40},
            ],
        }
    ],
}  # fmt: skip


def small(**changes: Any) -> dict[str, Any]:
    return {**SMALL, **changes}


def with_criterion(place: int, **changes: Any) -> dict[str, Any]:
    """Return the small list with one of its two criteria changed."""
    group = SMALL["group"][0]
    changed = [{**item, **changes} if number == place else item for number, item in enumerate(group["criterion"])]
    return small(group=[{**group, "criterion": changed}])


def test_the_shipped_list_adds_up_and_speaks_both_languages():
    (item,) = shipped()
    assert sum(each.most for each in item.criteria) == 100
    assert [group.key for group in item.group] == ["open", "in_time", "manner", "meeting", "near"]
    assert all(each.title and each.title_en and each.hint and each.hint_en for each in item.criteria)
    assert "cần xác nhận" in item.source


def test_rules_of_the_shipped_list_go_from_the_best_down():
    for item in shipped()[0].criteria:
        points = [rule.points for rule in item.rule]
        assert points == sorted(points, reverse=True), item.key
        assert not points or points[0] == item.most, item.key


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        (100, "Tốt"), (90, "Tốt"), (89.5, "Khá"), (70, "Khá"), (69.5, "Trung bình"), (49.5, "Chưa đạt"), (0, "Chưa đạt"),
    ],
)  # fmt: skip
def test_a_total_has_its_grade(total: float, grade: str):
    assert shipped()[0].grade(total).name == grade


def test_a_list_comes_back_as_it_was_kept():
    assert from_plain(to_plain(shipped()[0])) == shipped()[0]
    assert from_plain(to_plain(from_plain(SMALL))) == from_plain(SMALL)


def test_of_two_lists_in_force_the_later_one_counts():
    lists = (*shipped(), from_plain(small(valid_to="2026-12-31")))
    found = [in_force(lists, day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))]
    assert [item and item.source[:4] for item in found] == ["Thực", "Tỉnh", "Tỉnh", "Thực"]
    assert in_force(lists, date(1999, 12, 31)) is None


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (with_criterion(1, most=39), "The points add up to 99, not to 100."),
        (with_criterion(1, most=40.5), "polite: most is a whole number"),
        (with_criterion(1, key="on_time"), "A key stands in the list twice."),
        (with_criterion(1, key="Bad-Key"), "small letters"),
        (with_criterion(1, title=" "), "title has 1 to 300 letters"),
        (with_criterion(1, hint="x" * 301), "hint has 1 to 300 letters"),
        (with_criterion(1, number="letters.nobody", measured="a", measured_en="b"), "no number is called letters.nobody"),
        (with_criterion(1, number="letters.late_by.*", measured="a", measured_en="b"), "no number is called"),
        (with_criterion(1, rule=[{"least": 1, "points": 1}]), "a rule needs a number"),
        (with_criterion(0, measured=""), "measured and measured_en"),
        (with_criterion(0, rule=[{"least": 1, "points": 61}]), "61 points, which cannot be given"),
        (with_criterion(0, rule=[{"least": 1, "points": 0.3}]), "0.3 points, which cannot be given"),
        (with_criterion(0, rule=[{"least": 1, "most": 2, "points": 1}]), "either least or most"),
        (with_criterion(0, rule=[{"least": float("nan"), "points": 1}]), "wrong kind"),
        (with_criterion(0, share="yes"), "wrong kind"),
        (with_criterion(0, most=True), "wrong kind"),
        (with_criterion(0, colour="red"), "colour (unknown)"),
        (small(step=[{"least": 50, "name": "Đạt", "name_en": "Yes"}]), "The steps need one from 0 points on"),
        (small(valid_to="2025-12-31"), "valid_to lies before valid_from"),
        (small(valid_from="31/02/2026"), "wrong kind"),
        (small(group="all"), "wrong kind"),
        ({}, "missing"),
    ],
)  # fmt: skip
def test_a_list_that_is_not_sound_is_refused_with_a_sentence(row: dict[str, Any], sentence: str):
    with pytest.raises(BadCriteria, match=re.escape(sentence)):
        from_plain(row)


@pytest.mark.parametrize("content", [b"\xff", b"list = 3", b"", b"[[list]", b"x = 1"])
def test_a_file_that_is_none_is_refused(content: bytes):
    with pytest.raises(BadCriteria):
        read(content)


@pytest.mark.parametrize(
    ("points", "half", "taken"),
    [
        (0, False, True), (5, False, True), (5.5, True, False), (4.5, True, True), (4.5, False, False), (4.2, True, False),
        (-1, True, False),
    ],
)  # fmt: skip
def test_points_lie_in_their_bounds_and_steps(points: float, half: bool, taken: bool):
    assert takes(Criterion(key="a", title="a", title_en="a", most=5, half=half), points) is taken


def test_a_number_leads_to_its_cases_and_everybody_only_to_public_ones():
    on_time = "/cong-khai/ho-so?so=dung-han&tu=2026-01-01&den=2026-12-31"
    assert cases_url("letters.on_time", YEAR, public=True) == on_time
    assert cases_url("letters.with_evidence", YEAR, public=True).startswith("/cong-khai/ho-so?so=bang-chung&tu=")
    assert cases_url("reception.all.visits", YEAR, public=False) == "/can-bo/tiep-dan/so?tu=2026-01-01&den=2026-12-31"
    assert cases_url("reception.all.visits", YEAR, public=True) == ""
    assert cases_url("promises.all", YEAR, public=True) == ""
    assert cases_url("", YEAR, public=True) == ""
    assert set(MORE) < known_numbers()
