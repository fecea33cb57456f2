"""Reading a commune's file: good rows come out clean, each bad one is named with file, place and reason."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from accounts.commune_file import read_commune_file
from core.text import fold

DATA = Path("accounts/data")
HEAD = """
[commune]
code = "06505"
[commune.tree]
province = { code = "20", name = "Tỉnh Lạng Sơn" }
communes = "units_2025.csv"
former_communes = "units_legacy.csv"
reform_on = 2025-07-01
[commune.profile]
short_name = "Vạn Linh"
"""
UNITS = "code,name,latitude,longitude\n06505,Xã Vạn Linh,21.6,106.4\n"
FORMER = "code,name,latitude,longitude,district_code,district,successors\n06520,Xã Y Tịch,21.6,106.4,187,Huyện Chi Lăng,06505\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "units_2025.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "units_legacy.csv").write_text(FORMER, encoding="utf-8")
    return tmp_path


def read(folder: Path, text: str):
    """Write a file and read it."""
    path = folder / "xa.toml"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_commune_file(path)


@pytest.mark.parametrize("name", ["van_linh.toml", "chien_thang.toml"])
def test_shipped_file_has_no_bad_row(name):
    found = read_commune_file(DATA / name)
    assert found.problems == []
    assert found.commune is not None


def test_unit_lists_are_complete_and_every_old_commune_has_a_successor():
    found = read_commune_file(DATA / "van_linh.toml")
    codes = {row.values["code"] for row in found.units}
    successors = {row.values["code"]: row.values["successors"] for row in found.former_units}
    assert (len(found.units), len(codes), len(found.former_units), len(successors)) == (65, 65, 194, 194)
    assert {code for after in successors.values() for code in after} <= codes
    assert min(len(after) for after in successors.values()) == 1
    assert {code: after for code, after in successors.items() if len(after) > 1} == {
        "06079": ["06184", "06079"], "06622": ["06613", "06625"], "06625": ["06637", "06625"],
    }  # fmt: skip
    assert (successors["06520"], successors["06508"], successors["06505"]) == (["06505"], ["06505"], ["06505"])


def test_every_commune_of_today_took_over_something():
    found = read_commune_file(DATA / "van_linh.toml")
    taken = {code for row in found.former_units for code in row.values["successors"]}
    assert {row.values["code"] for row in found.units} - taken == set()


def test_demo_commune_has_the_sixteen_fields_and_every_role():
    found = read_commune_file(DATA / "van_linh.toml")
    assert [row.values["code"] for row in found.sections["fields"]] == [
        "moi_truong", "dien_chieu_sang", "thuy_loi", "giao_thong", "dat_dai", "nuoc_sach", "gpmb_den_bu", "chinh_sach_xa_hoi",
        "van_hoa", "giao_duc", "y_te", "tieng_on", "an_ninh_trat_tu", "thu_tuc_hanh_chinh", "chinh_sach_can_bo", "khac",
    ]  # fmt: skip
    roles = Counter(post["role"] for row in found.sections["officials"] for post in row.values["postings"])
    assert set(roles) == {"reception_clerk", "officer", "department_head", "leader", "front_supervisor", "administrator"}
    assert roles["leader"] == 2


def test_demo_villages_come_from_the_three_old_communes_and_are_marked_as_examples():
    rows = [row.values for row in read_commune_file(DATA / "van_linh.toml").sections["villages"]]
    assert {row["former_commune"] for row in rows} == {"06520", "06505", "06508"}
    assert all(row["sample"] for row in rows)
    assert len({fold(row["name"]) for row in rows}) == len(rows)


def test_every_field_of_the_demo_is_handled_by_a_row_of_its_own_or_the_general_one():
    found = read_commune_file(DATA / "van_linh.toml")
    named = {row.values["field"] for row in found.sections["responsibilities"]}
    assert None in named
    assert {row.values["code"] for row in found.sections["fields"]} - named == {"khac"}


def test_bad_rows_are_named_and_good_ones_kept(folder):
    found = read(
        folder,
        """
[[departments]]
code = "van_phong"
name = "Văn phòng"
[[departments]]
code = "Kinh Tế"
name = "Phòng Kinh tế"
[[fields]]
code = "dat_dai"
name = "Đất đai"
stat_group = "landscape"
[[officials]]
username = "Tiếp Dân"
full_name = "Vi Thị Hạnh"
postings = []
[[villages]]
code = "bac"
nane = "Thôn Bắc"
""",
    )
    assert [row.values["code"] for row in found.sections["departments"]] == ["van_phong"]
    assert [str(problem) for problem in found.problems] == [
        "xa.toml, departments, row 2 (Kinh Tế): code is not a code of small letters, digits, - and _",
        "xa.toml, villages, row 1 (bac): unknown key: nane",
        "xa.toml, fields, row 1 (dat_dai): stat_group is none of policy, land, civil_service, judicial, party, corruption, other",
        "xa.toml, officials, row 1 (Tiếp Dân): username is not 3–40 small letters, digits, dots, hyphens or underscores",
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("short_name", "shortname", "unknown profile key: shortname"),
        ('short_name = "Vạn Linh"', 'phone = "0205"', "profile short_name is missing"),
        ('"Vạn Linh"', '""', "profile short_name is empty or no text"),
        ('"Vạn Linh"', '"Vạn Linh"\naddress = 5', "profile address is no text of at most 300 characters"),
        ('"Vạn Linh"', '"Vạn Linh"\nphone = ["a"]', "profile phone is no text of at most 300 characters"),
        ('"Vạn Linh"', '"Vạn Linh"\nlatitude = "x"', "profile latitude is not a number from -90 to 90"),
        ('"Vạn Linh"', '"Vạn Linh"\nlatitude = 106.4', "profile latitude is not a number from -90 to 90"),
        ('"Vạn Linh"', '"Vạn Linh"\nlongitude = nan', "profile longitude is not a number from -180 to 180"),
        ('"Vạn Linh"', '"Vạn Linh"\nsample = "yes"', "profile sample is not true or false"),
        ('"Vạn Linh"', '"Vạn Linh"\nembed_sites = "javascript:alert(1)"', "unknown profile key: embed_sites"),
        ('code = "06505"\n', 'code = "06505"\nhosts = [1]\n', "hosts holds 1, which is no host name like vanlinh.example"),
        (
            'code = "06505"\n', 'code = "06505"\nhosts = ["http://x y"]\n',
            "hosts holds 'http://x y', which is no host name like vanlinh.example",
        ),
    ],
)  # fmt: skip
def test_commune_that_says_something_wrong_of_itself_is_not_taken(folder, old, new, reason):
    path = folder / "xa.toml"
    path.write_text(HEAD.replace(old, new, 1), encoding="utf-8")
    found = read_commune_file(path)
    assert (found.commune, [str(problem) for problem in found.problems]) == (None, [f"xa.toml, commune: {reason}"])


def test_what_a_commune_says_of_itself_is_kept_as_it_stands(folder):
    path = folder / "xa.toml"
    said = HEAD.replace('code = "06505"\n', 'code = "06505"\nhosts = ["Van-Linh.example", "10.0.0.1"]\n', 1)
    path.write_text(said + 'phone = ""\nlatitude = 21\nsample = true\n', encoding="utf-8")
    found = read_commune_file(path)
    assert found.problems == []
    assert found.commune.values["hosts"] == ("Van-Linh.example", "10.0.0.1")
    assert found.commune.values["profile"] == {"short_name": "Vạn Linh", "phone": "", "latitude": 21, "sample": True}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('code = "a"', "name is missing"),
        ('code = "a"\nname = ""', "name is empty or no text"),
        ('code = "a"\nname = 7', "name is empty or no text"),
        ('code = "a"\nname = "' + "x" * 121 + '"', "name is longer than 120 characters"),
        ('code = "a"\nname = "A"\npartner = 1', "partner is not true or false"),
        ('code = "a"\nname = "A"\nvalid_from = "hôm nay"', "valid_from is not a date"),
    ],
)
def test_department_row_says_what_is_wrong(folder, row, reason):
    found = read(folder, f"[[departments]]\n{row}\n")
    assert [problem.reason for problem in found.problems] == [reason]


@pytest.mark.parametrize(
    ("days", "taken"), [("1", True), ("60", True), ("0", False), ("61", False), ("true", False), ('"7"', False)]
)
def test_answer_days_are_one_to_sixty(folder, days, taken):
    found = read(folder, f'[[fields]]\ncode = "a"\nname = "A"\nstat_group = "other"\nanswer_days = {days}\n')
    assert (found.problems == []) is taken


def test_line_of_a_csv_piece_is_named(folder):
    (folder / "units_2025.csv").write_text(UNITS + "abc,Xã Sai,,\n06511,,,\n06514,Xã Đúng,x,1\n", encoding="utf-8")
    found = read(folder, "")
    assert [(problem.file, problem.place, problem.reason) for problem in found.problems] == [
        ("units_2025.csv", "line 3", "code is not a number: 'abc'"),
        ("units_2025.csv", "line 4", "name is empty"),
        ("units_2025.csv", "line 5", "not a coordinate: 'x'"),
    ]


def test_missing_piece_is_named(folder):
    (folder / "units_legacy.csv").unlink()
    found = read(folder, '[[plans]]\ntitle = "Kế hoạch"\nyear = 2024\nbody_file = "khong_co.txt"\n')
    assert [str(problem) for problem in found.problems] == [
        "units_legacy.csv, file: cannot be read (FileNotFoundError)",
        "xa.toml, plans, row 1 (Kế hoạch): body_file khong_co.txt cannot be read (FileNotFoundError)",
    ]


def test_csv_piece_without_its_columns_is_named(folder):
    (folder / "units_2025.csv").write_text("ma,ten\n1,2\n", encoding="utf-8")
    assert [problem.reason for problem in read(folder, "").problems] == ["column missing: code, name, latitude, longitude"]


def test_file_that_is_not_toml_is_named(tmp_path):
    (tmp_path / "xa.toml").write_text("[commune\n", encoding="utf-8")
    found = read_commune_file(tmp_path / "xa.toml")
    assert found.commune is None
    assert found.problems[0].reason.startswith("is not TOML")


def test_file_that_is_not_there_is_named(tmp_path):
    found = read_commune_file(tmp_path / "xa.toml")
    assert [str(problem) for problem in found.problems] == ["xa.toml, file: cannot be read (FileNotFoundError)"]


def test_unknown_part_is_named(folder):
    assert [str(problem) for problem in read(folder, "[nhan_su]\na = 1\n").problems] == ["xa.toml, nhan_su: unknown part"]


def test_file_without_a_commune_is_named(tmp_path):
    (tmp_path / "xa.toml").write_text("[settings]\n", encoding="utf-8")
    found = read_commune_file(tmp_path / "xa.toml")
    assert found.commune is None
    assert [str(problem) for problem in found.problems] == ["xa.toml, commune: is missing"]


def test_own_lists_of_units_are_plain_csv():
    for name, rows in (("units_2025.csv", 65), ("units_legacy.csv", 194)):
        with (DATA / name).open(encoding="utf-8", newline="") as stream:
            assert len(list(csv.DictReader(stream))) == rows
