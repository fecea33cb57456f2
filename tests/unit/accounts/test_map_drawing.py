"""The drawing of a commune: whole numbers within a light picture, names that do not stand on each other, and coming closer."""

from __future__ import annotations

import re

import pytest

from accounts.map_drawing import TALLEST, WIDTH, clear_of, drawing_of, frame_of
from accounts.place_queries import Ground

SQUARE = [[[(106.40, 21.60), (106.50, 21.60), (106.50, 21.70), (106.40, 21.70), (106.40, 21.60)]]]
BESIDE = [[[(106.50, 21.60), (106.60, 21.60), (106.60, 21.70), (106.50, 21.70), (106.50, 21.60)]]]
TOWER = [[[(106.40, 21.00), (106.41, 21.00), (106.41, 22.00), (106.40, 22.00), (106.40, 21.00)]]]


def ground(**changes: object) -> Ground:
    values = {
        "name": "Xã Vạn Linh", "shape": SQUARE, "box": (106.40, 21.60, 106.50, 21.70), "source": "", "licence": "",
        "neighbours": {"Xã Chi Lăng": BESIDE}, "centres": {1: (106.42, 21.62), 2: (106.45, 21.65)},
    }  # fmt: skip
    return Ground(**{**values, **changes})


def test_frame_keeps_the_proportions_of_the_ground():
    frame = frame_of(ground())
    assert (frame.width, frame.height) == (WIDTH, 689)
    assert frame.metres_of_a_unit == pytest.approx(18.1, abs=0.1)
    assert frame_of(ground(shape=TOWER, box=(106.40, 21.0, 106.41, 22.0))).height == TALLEST


def test_point_is_drawn_where_it_is_found_again():
    frame = frame_of(ground())
    x, y = frame.at(lon=106.45, lat=21.65)
    assert (x, y) == (320, 345)
    assert frame.spot(x=x, y=y) == pytest.approx((106.45, 21.65), abs=1e-4)
    assert frame.on_paper(lon=200.0, lat=-80.0) == (632, 681)


def test_coming_closer_keeps_the_place_in_the_middle():
    frame = frame_of(ground())
    closer = frame.closer(x=320, y=344.5, times=4)
    assert closer.at(lon=106.4501, lat=21.65) in ((322, 344), (323, 344), (322, 345), (323, 345))
    assert closer.metres_of_a_unit == pytest.approx(frame.metres_of_a_unit / 4)
    assert (closer.holds(lon=106.45, lat=21.65), closer.holds(lon=106.41, lat=21.65)) == (True, False)


def test_drawing_is_made_of_whole_numbers_near_the_picture():
    drawing = drawing_of(ground(), {1: "Nà Lìa", 2: "Nà Pất"})
    assert re.fullmatch(r"M[-\d ]+l[-\d ]+z", drawing.commune)
    assert len(drawing.neighbours) == 1
    assert max(abs(int(number)) for number in re.findall(r"-?\d+", drawing.neighbours[0])) <= WIDTH + 80
    assert (drawing.bar_metres, drawing.bar) == (2000, 110)


def test_names_stand_under_their_dots_and_never_on_each_other():
    drawing = drawing_of(ground(centres={1: (106.45, 21.65), 2: (106.4501, 21.6501), 3: (106.402, 21.69)}),
                         {1: "Nà Lìa", 2: "Nà Pất", 3: "Mỏ Cấy"})  # fmt: skip
    assert [(label.text, label.x, label.y, label.anchor) for label in drawing.labels] == [
        ("Nà Lìa", 320, 373, "middle"), ("Mỏ Cấy", 46, 126, "start"),
    ]  # fmt: skip
    assert len(drawing.dots) == 3


def test_village_with_a_boundary_has_its_name_inside_and_no_dot():
    drawing = drawing_of(ground(villages={2: SQUARE}), {1: "Nà Lìa", 2: "Nà Pất"})
    assert (len(drawing.villages), len(drawing.dots)) == (1, 1)
    assert [(label.text, label.y) for label in drawing.labels] == [("Nà Lìa", 557), ("Nà Pất", 353)]


def test_village_that_is_no_more_has_no_name():
    assert [label.text for label in drawing_of(ground(), {2: "Nà Pất"}).labels] == ["Nà Pất"]


@pytest.mark.parametrize(
    ("pin", "left"),
    [((320, 345, 26), ["Nà Lìa", "Nà Pất"]), ((330, 390, 26), ["Nà Lìa"]), ((600, 395, 26), ["Nà Lìa", "Nà Pất"])],
)
def test_name_is_not_written_over_a_pin(pin: tuple[int, int, int], left: list[str]):
    drawing = drawing_of(ground(), {1: "Nà Lìa", 2: "Nà Pất"}, below=50)
    assert [label.text for label in clear_of(drawing, [pin]).labels] == left
    assert clear_of(drawing, []) == drawing


def test_neighbours_name_keeps_clear_of_villages_names_and_dots():
    """The neighbour's middle lies to the right of the map: its name is written at the edge, ending there."""

    def around(lon: float, lat: float) -> list[str]:
        return [label.text for label in drawing_of(ground(centres={1: (lon, lat)}), {1: "Nà Lìa"}).around]

    assert around(106.42, 21.62) == ["Xã Chi Lăng"]
    assert around(106.4987, 21.651) == []
    assert around(106.479, 21.654) == []
    assert around(106.465, 21.654) == ["Xã Chi Lăng"]
