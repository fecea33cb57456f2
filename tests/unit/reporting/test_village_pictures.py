"""The map of villages in words: what each circle says and leads to, who is left out, and when there is no map."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string

from accounts.place_queries import Ground
from core.geometry import Point
from reporting.measures import Tally
from reporting.pictures import Group, tone_of
from reporting.village_pictures import VillageMap, village_map
from tests.makers_core import bare_app

SQUARE = [[[(106.40, 21.60), (106.50, 21.60), (106.50, 21.70), (106.40, 21.70), (106.40, 21.60)]]]
NORTH = [[[(106.40, 21.65), (106.50, 21.65), (106.50, 21.70), (106.40, 21.70), (106.40, 21.65)]]]
CENTRES: dict[int, Point] = {1: (106.42, 21.62), 2: (106.45, 21.65), 3: (106.48, 21.68), 4: (106.41, 21.69)}
GROUND = Ground(
    name="Xã Vạn Linh", shape=SQUARE, box=(106.40, 21.60, 106.50, 21.70), source="", licence="", villages={3: NORTH},
    centres=CENTRES,
)  # fmt: skip
GOOD = Tally(received=20, timed=10, on_time=8)
POOR = Tally(received=9, timed=10, on_time=2)
FEW = Tally(received=2, timed=2, on_time=2)
NAMES = {1: "Thôn Nà Lìa", 2: "Thôn Nà Pất", 3: "Khu phố <1>", 4: "Thôn Kép", 9: "Thôn Chưa Rõ"}


def group(key: int, tally: Tally) -> Group:
    return Group(key=key, name=NAMES[key], behind=lambda number: f"/cong-khai/ho-so?so={number}&thon={key}", tally=tally)


THREE = [group(1, GOOD), group(2, POOR), group(3, FEW)]


@pytest.fixture(scope="module")
def site() -> Flask:
    return bare_app()


@pytest.fixture(autouse=True)
def asked(site: Flask) -> Iterator[None]:
    with site.test_request_context("/"):
        site.preprocess_request()
        yield


def drawn(*groups: Group, ground: Ground | None = GROUND, centres: dict[int, Point] | None = None) -> VillageMap:
    """Return the map, which there is."""
    made = village_map(groups, ground=ground, centres=CENTRES if centres is None else centres)
    assert made is not None
    return made


def test_circle_says_its_village_and_leads_to_the_cases_of_the_table():
    found = drawn(*THREE)
    assert [(mark.told, mark.url, mark.tone) for mark in found.marks] == [
        ("Thôn Nà Lìa: nhận 20, đúng hạn 80%", "/cong-khai/ho-so?so=nhan&thon=1", "good"),
        ("Thôn Nà Pất: nhận 9, đúng hạn 20%", "/cong-khai/ho-so?so=nhan&thon=2", "late"),
        ("Khu phố <1>: nhận 2, đúng hạn –", "/cong-khai/ho-so?so=nhan&thon=3", "none"),
    ]
    assert [(mark.name, mark.number, mark.at is not None) for mark in found.marks] == [
        ("Nà Lìa", "20", True), ("Nà Pất", "9", True), ("Khu phố <1>", "2", True),
    ]  # fmt: skip
    assert found.marks[0].circle.r > found.marks[1].circle.r > found.marks[2].circle.r


def test_map_is_one_sentence_and_its_legend_only_what_is_on_it():
    found = drawn(*THREE)
    assert found.told == (
        "Nhiều hồ sơ nhất là Nà Lìa (20); 1 thôn đúng hạn từ 80%, 1 thôn đúng hạn dưới 50%, 1 thôn chưa đủ 5 hồ sơ để nói; "
        "số của từng thôn ở bảng dưới đây."
    )
    assert [tone for tone, _words in found.legend] == ["good", "late", "none"]
    assert "(to nhất: Nà Lìa, 20)" in found.hint
    assert (len(found.dots), found.left_out) == (1, "")


LEFT_OUT: list[tuple[str, list[Group], Ground | None, dict[int, Point], str, int]] = [
    # which villages have cases, boundary, middles, what is said, how many dots
    ("a village without a place", [*THREE, group(9, FEW)], GROUND, {}, "1 thôn chưa rõ vị trí, chỉ có trong bảng.", 1),
    ("a place outside the commune", [*THREE[:2], group(4, FEW)], GROUND, {4: (107.0, 21.65)}, "1 thôn chưa rõ vị trí", 1),
    ("no boundary, middles alone", THREE, None, CENTRES, "", 1),
    ("cases in one village only", [group(2, GOOD)], None, CENTRES, "", 3),
]


@pytest.mark.parametrize(
    ("groups", "ground", "centres", "said", "dots"), [row[1:] for row in LEFT_OUT], ids=[row[0] for row in LEFT_OUT]
)
def test_map_says_who_is_in_the_table_only(
    groups: list[Group], ground: Ground | None, centres: dict[int, Point], said: str, dots: int
):  # fmt: skip
    moved = Ground(**{**vars(ground), "centres": {**CENTRES, **centres}}) if ground else None
    found = drawn(*groups, ground=moved, centres=centres)
    assert (said in found.left_out, bool(found.left_out), len(found.dots)) == (True, bool(said), dots)
    assert (bool(found.commune), len(found.outlines)) == ((True, 1) if ground else (False, 0))


NO_MAP: list[tuple[str, list[Group], Ground | None, dict[int, Point]]] = [
    ("two places", THREE, None, {1: CENTRES[1], 2: CENTRES[2]}),
    ("no place at all", THREE, None, {}),
    ("two places inside the commune", THREE, Ground(**{**vars(GROUND), "centres": {**CENTRES, 1: (0, 0), 2: (0, 0)}}), {}),
    ("cases only where no place is known", [group(9, GOOD)], GROUND, {}),
    ("no cases", [], GROUND, CENTRES),
]  # fmt: skip


@pytest.mark.parametrize(("groups", "ground", "centres"), [row[1:] for row in NO_MAP], ids=[row[0] for row in NO_MAP])
def test_no_map_without_enough_places(groups: list[Group], ground: Ground | None, centres: dict[int, Point]):
    assert village_map(groups, ground=ground, centres=centres) is None


@pytest.mark.parametrize(
    ("part", "tone"),
    [
        (1.0, "good"),
        (0.8, "good"),
        (0.796, "good"),
        (0.794, "wait"),
        (0.5, "wait"),
        (0.496, "wait"),
        (0.49, "late"),
        (0.0, "late"),
    ],
)
def test_share_is_painted_by_the_number_that_is_shown(part: float, tone: str):
    assert tone_of(part) == tone


def test_drawing_is_safe_small_and_hidden_from_those_who_hear_it(site: Flask):
    page = render_template_string(
        '{% from "reporting/_village_map.html" import village_picture %}{{ village_picture(map) }}', map=drawn(*THREE)
    )
    assert ('aria-labelledby="vm-t vm-d"' in page, 'id="vm-t"' in page, 'id="vm-d"' in page) == (True, True, True)
    assert page.count('<a href="/cong-khai/ho-so?so=nhan&amp;thon=') == page.count('tabindex="-1"') == 3
    assert ("<1>" in page, "Khu phố &lt;1&gt;" in page, "style=" in page) == (False, True, False)
    assert page.index('<g aria-hidden="true">') < page.index("<a href")
    assert len(page) < 4_000
