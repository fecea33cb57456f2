"""Where a point lies and what a written place is today, and how boundaries come in, change and are refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.place_models import VillageBoundary
from accounts.place_phrases import where_sentence, written_sentence
from accounts.place_queries import where_is, written_place
from core.audit import AuditEntry
from core.extensions import db
from tests.makers import TODAY, Commune
from tests.makers_places import boundary_file, loaded, square

NEXT_YEAR = date(2027, 6, 1)
POINTS = [
    # lat, lon, sentence
    (21.6021, 106.4633, "Vị trí này gần Thôn Nà Lìa nhất (cách giữa thôn khoảng 180 m). Hãy xem lại tên thôn."),
    (21.73, 106.6, "Vị trí này không thuộc Xã Vạn Linh mà thuộc Xã Nhân Lý."),
    (21.8068, 106.771, "Vị trí này không thuộc Xã Vạn Linh mà thuộc Phường Đông Kinh."),
    (10.77, 106.70, "Vị trí này nằm ngoài Xã Vạn Linh."),
]
WRITINGS = [
    # written, village, sentence
    ("Nà Lìa", "Thôn Nà Lìa", ""),
    ("thon na lia", "Thôn Nà Lìa", ""),
    ("Y Tịch", None, "Đã ghi “Y Tịch”: Xã Y Tịch trước đây, nay thuộc Xã Vạn Linh."),
    ("i tich", None, "Đã ghi “i tich”: Xã Y Tịch trước đây, nay thuộc Xã Vạn Linh."),
    ("xã Hoà Bình", None, "Đã ghi “xã Hoà Bình”: Xã Hòa Bình trước đây, nay thuộc Xã Vạn Linh."),
    ("Vạn Linh", None, ""),
    ("cầu Nà Pất Trên", "Thôn Nà Pất", "Đã ghi “cầu Nà Pất Trên”: Thôn Nà Pất Trên trước đây, nay thuộc Thôn Nà Pất."),
    ("Khuôn Lùng Na", "Thôn Khòn Lùng Na", ""),
    ("Kép 2", "Thôn Kép II", ""),
    ("từ Kép 1 đến Kép 2", None, "Có nhiều thôn trùng tên: Thôn Kép I (Xã Y Tịch), Thôn Kép II (Xã Y Tịch). Hãy chọn đúng thôn."),
    ("chợ xã Chiến Thắng cũ", None, "Đã ghi “chợ xã Chiến Thắng cũ”."),
    ("đường Hùng Vương", None, ""),
    ("xã", None, ""),
    ("…", None, ""),
    ("x" * 500, None, ""),
]


def test_points_without_boundaries_of_villages(commune: Commune):
    for lat, lon, sentence in POINTS:
        found = where_is(commune.unit_id, lat=lat, lon=lon, on=TODAY)
        assert where_sentence(found, commune="Xã Vạn Linh") == sentence


def test_written_places(commune: Commune):
    for typed, village, sentence in WRITINGS:
        found = written_place(commune.unit_id, typed, on=TODAY)
        assert (found.village.name if found.village else None) == village, typed
        assert written_sentence(found, typed=typed, commune="Xã Vạn Linh").startswith(sentence), typed


def test_before_the_reform_nothing_is_known_of_the_new_commune(commune: Commune):
    found = where_is(commune.unit_id, lat=21.6021, lon=106.4633, on=date(2025, 6, 30))
    assert (found.inside, found.village, found.other) == (None, None, None)


def test_boundary_decides_while_it_holds_and_a_newer_one_follows(commune: Commune, tmp_path: Path):
    first = boundary_file(tmp_path, ({"village": "na-tong"}, square(106.4633, 21.6021)))
    assert loaded(first, commune.unit_id).problems == []
    moved = boundary_file(tmp_path, ({"village": "na-tong", "valid_from": "2027-01-01"}, square(106.45, 21.64)))
    assert loaded(moved, commune.unit_id).added == {"village_boundaries": 1}

    def village(on: date) -> tuple[str, int | None]:
        found = where_is(commune.unit_id, lat=21.6021, lon=106.4633, on=on)
        assert found.inside
        assert found.village
        return found.village.name, found.nearest_metres

    assert (village(TODAY), village(NEXT_YEAR)) == (("Thôn Nà Tổng", None), ("Thôn Nà Lìa", 182))
    ends = db.session.scalars(select(VillageBoundary.valid_to).order_by(VillageBoundary.valid_from)).all()
    assert ends == [date(2026, 12, 31), None]


def test_second_load_changes_nothing_and_a_changed_one_is_written_down(commune: Commune, tmp_path: Path):
    path = boundary_file(tmp_path, ({"village": "na-lia"}, square(106.46, 21.60)))
    loaded(path, commune.unit_id)
    again = loaded(path, commune.unit_id)
    assert (again.changes, again.unchanged) == (0, 1)
    wider = loaded(boundary_file(tmp_path, ({"village": "na-lia"}, square(106.46, 21.60, side=0.02))), commune.unit_id)
    assert wider.changed == {"village_boundaries": 1}
    entries = db.session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "commune:boundaries")).all()
    assert [entry["changed"] for entry in entries][-2:] == [{}, {"village_boundaries": 1}]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_does_not_fit_the_commune_is_named_and_the_rest_goes_in(app: Flask, commune: Commune, tmp_path: Path):
    path = boundary_file(
        tmp_path,
        ({"village": "khong-co"}, square(106.46, 21.60)),
        ({"village": "na-lia", "code": "06481"}, square(106.46, 21.60)),
        ({"village": "na-pat"}, square(106.46, 21.80)),
        ({"code": "99999"}, square(106.46, 21.60)),
        ({"village": "mo-cay", "valid_to": "2020-01-01"}, square(106.44, 21.66)),
        ({"village": "pho-moi"}, square(106.453, 21.655)),
    )
    report = loaded(path, commune.unit_id)
    assert [str(problem).removeprefix("thon.geojson, ") for problem in report.problems] == [
        "feature 4 (99999): no commune with this code is in the list of units",
        "feature 1 (khong-co): no village with this code is in the commune",
        "feature 2 (na-lia): belongs to another commune than 06505",
        "feature 3 (na-pat): lies outside the boundary of the commune",
        "feature 5 (mo-cay): valid_to is before the day from which it holds",
    ]
    assert report.added == {"village_boundaries": 1}


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_commands_check_without_changing_and_say_where_a_point_is(app: Flask, home: Commune, tmp_path: Path):
    run = app.test_cli_runner().invoke
    path = boundary_file(tmp_path, ({"village": "na-tong"}, square(106.4633, 21.6021)), ({"village": "x"}, square(106.46, 21.6)))
    checked = run(args=["commune", "boundaries", str(path), "--check"])
    assert checked.output.splitlines() == [
        "not taken: thon.geojson, feature 2 (x): no village with this code is in the commune",
        "1 boundaries would be changed, 0 as before, 1 not taken.",
    ]
    point = ["commune", "where", "21.6021", "106.4633"]
    assert run(args=point).output.startswith("Vị trí này gần Thôn Nà Lìa nhất")
    assert run(args=["commune", "boundaries", str(path)]).output.endswith("1 boundaries changed, 0 as before, 1 not taken.\n")
    assert run(args=point).output == "Vị trí này thuộc Thôn Nà Tổng.\n"
