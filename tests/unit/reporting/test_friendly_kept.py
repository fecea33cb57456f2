"""What an issued assessment is kept as, and what its paper says line by line: both have to be read for years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accounts.read_models import CommuneProfile
from reporting.friendly.criteria import CriteriaList, from_plain, in_force, shipped
from reporting.friendly.numbers import cases_url
from reporting.friendly.papers import paper
from reporting.friendly.queries import FriendlyView
from reporting.friendly.scoring import Measured, assessed, from_frozen, to_frozen
from reporting.periods import calendar
from tests.makers_papers import as_text
from tests.unit.reporting.test_friendly_criteria import SMALL

YEAR = calendar(2026, "namdl")
DAYS = "&tu=2026-01-01&den=2026-12-31"
CASES = "/cong-khai/ho-so?so="
KEPT: dict[str, Any] = {
    "source": "Tỉnh",
    "groups": [
        {
            "key": "all",
            "place": "I",
            "title": "Mọi việc",
            "title_en": "All",
            "criteria": [
                {
                    "key": "on_time",
                    "place": "1.1",
                    "title": "Đúng hạn",
                    "title_en": "In time",
                    "most": 60,
                    "half": True,
                    "number": "letters.on_time",
                    "of": "letters.owed",
                    "measured": "Đúng hạn",
                    "measured_en": "In time",
                    "now": {"value": 96, "of": 100, "share": True},
                    "before": None,
                    "proposed": 60.0,
                    "rule": {"points": 60, "least": 95, "most": None},
                    "points": 55.5,
                    "evidence": "",
                    "reason": "Hai hồ sơ ghi muộn",
                },
                {
                    "key": "polite",
                    "place": "1.2",
                    "title": "Niềm nở",
                    "title_en": "Polite",
                    "most": 40,
                    "half": False,
                    "number": "",
                    "of": "",
                    "measured": "",
                    "measured_en": "",
                    "now": None,
                    "before": None,
                    "proposed": None,
                    "rule": None,
                    "points": 35.0,
                    "evidence": "Mặt trận ghi nhận.",
                    "reason": "",
                },
            ],
        }
    ],
    "grade": "Đạt",
    "grade_en": "Yes",
}
"""An issued assessment as it lies in the database; whoever changes its shape has to go on reading this one."""


def test_an_issued_assessment_of_today_can_be_read_for_ever():
    made = from_frozen(KEPT)
    assert (made.total, made.most, made.grade) == (90.5, 100, "Đạt")
    first, second = made.criteria
    assert (first.now, first.before, first.differs) == (Measured(value=96, of=100, share=True), None, True)
    assert (second.now, second.rule, second.evidence) == (None, None, "Mặt trận ghi nhận.")


def test_an_assessment_is_kept_in_this_shape():
    scores = {
        "on_time": {"points": 55.5, "reason": "Hai hồ sơ ghi muộn"},
        "polite": {"points": 35, "evidence": "Mặt trận ghi nhận."},
    }
    made = assessed(from_plain(SMALL), {"letters.on_time": 96, "letters.owed": 100}, lambda _item: None, scores)
    assert made == from_frozen(KEPT)
    groups = to_frozen(made)["groups"]
    assert [dict(item) for item in groups[0]["criteria"]] == KEPT["groups"][0]["criteria"]


def test_the_paper_says_so_line_by_line():
    names = {"name": "Xã Vạn Linh", "short_name": "Vạn Linh", "authority": "Ủy ban nhân dân xã Vạn Linh", "symbol": "UBND"}
    profile = CommuneProfile(**{**dict.fromkeys(CommuneProfile.__dataclass_fields__, ""), **names})  # type: ignore[arg-type]
    view = FriendlyView(
        id=1, version=3, period=YEAR, edition=1, made=from_frozen(KEPT), made_by="", issued_by="", issued_on=None, issued_at=None,
        due_on=None, paper=None, replaces=None, replaced_by=None,
    )  # fmt: skip
    first = (
        "1.1. Đúng hạn: 55,5/60 điểm. Đúng hạn: 96% (96/100); cùng kỳ năm trước: chưa có số liệu. Chấm khác mức đề xuất (60) "
        "vì: Hai hồ sơ ghi muộn."
    )
    lines = [
        line.strip()
        for line in as_text(paper(view, profile, recipients=("Lưu: VP",), today=date(2027, 1, 5))).splitlines()
        if line.strip()
    ]
    begin = next(place for place, line in enumerate(lines) if "I. MỌI VIỆC" in line)
    assert [line.partition("] ")[2].replace("**", "").removeprefix("- ") for line in lines[begin : begin + 5]] == [
        "I. MỌI VIỆC (90,5/100 điểm)",
        first,
        "1.2. Niềm nở: 35/40 điểm. Minh chứng: Mặt trận ghi nhận.",
        "Tổng điểm: 90,5/100 điểm. Tự xếp loại: Đạt.",
        "Bộ tiêu chí: Tỉnh.",
    ]


@pytest.mark.parametrize(
    ("key", "desk", "public"),
    [
        ("posted", "", ""),
        ("shown", f"{CASES}bang-chung{DAYS}", f"{CASES}bang-chung{DAYS}"),
        ("noticed", "", ""),
        ("on_time", f"{CASES}dung-han{DAYS}", f"{CASES}dung-han{DAYS}"),
        ("overdue", f"{CASES}qua-han{DAYS}", f"{CASES}qua-han{DAYS}"),
        ("apologies", "", ""),
        ("satisfied", f"{CASES}hai-long{DAYS}", f"{CASES}hai-long{DAYS}"),
        ("accepted", "", ""),
        ("polite", "", ""),
        ("reception", "", ""),
        ("dialogues", "", ""),
        ("promises", "", ""),
        ("visits", "", ""),
        ("helped", "", ""),
        ("consulted", "", ""),
        ("supervised", "", ""),
    ],
)
def test_the_number_of_a_criterion_leads_to_its_cases(key: str, desk: str, public: str):
    number = next(item.number for item in shipped()[0].criteria if item.key == key)
    assert (cases_url(number, YEAR, public=False), cases_url(number, YEAR, public=True)) == (desk, public)


def lasting(first: str, last: str | None = None) -> CriteriaList:
    """Return a list that is in force from one day to another."""
    return from_plain({**SMALL, "source": first, "valid_from": first, "valid_to": last})


@pytest.mark.parametrize(
    ("day", "source"),
    [
        ("2024-12-31", None),
        ("2025-01-01", "2025-01-01"),
        ("2025-12-31", "2025-01-01"),
        ("2026-01-01", "2026-01-01"),
        ("2026-06-30", "2026-01-01"),
        ("2026-07-01", "2025-01-01"),
        ("2027-12-31", "2025-01-01"),
        ("2028-01-01", "2028-01-01"),
        ("9999-12-31", "2028-01-01"),
    ],
)
def test_of_lists_that_overlap_the_one_that_began_last_counts(day: str, source: str | None):
    lists = [lasting("2025-01-01"), lasting("2026-01-01", "2026-06-30"), lasting("2028-01-01")]
    found = in_force(lists, date.fromisoformat(day))
    assert (found and found.source) == source
    assert in_force(reversed(lists), date.fromisoformat(day)) == found


@pytest.mark.parametrize(
    ("value", "of", "tenths"),
    [
        (0, 5, 0),
        (1, 5, 200),
        (1, 6, 166),
        (2, 6, 333),
        (4, 6, 666),
        (5, 6, 833),
        (6, 6, 1000),
        (949, 1000, 949),
        (9499, 10_000, 949),
        (9500, 10_000, 950),
        (99_999, 100_000, 999),
        (1, 4, None),
        (4, 4, None),
        (0, 0, None),
    ],
)
def test_a_share_is_cut_and_never_rounded_up(value: int, of: int, tenths: int | None):
    found = Measured(value=value, of=of, share=True)
    assert found.tenths == tenths
    assert replace(found, share=False).tenths is None
