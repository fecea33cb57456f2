"""Marks of what is gone: found again with the keys and the row, all of one look, and nothing can be read in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from flask import Flask

from core import gone
from core.sealing import sealer
from tests.infra.settings import DATA_KEY, SECRET_KEY

FACTS = ("by:3", "names:7")


@pytest.fixture(autouse=True)
def keys() -> Iterator[None]:
    sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY)
    yield
    sealer.configure(data_keys=DATA_KEY, secret_key=SECRET_KEY)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """Return where the file of an installation lies, that has none yet."""
    app = Flask("told")
    app.config["SETTINGS"] = SimpleNamespace(marks=tmp_path / "keys" / "gone.marks")
    with app.app_context():
        yield tmp_path / "keys" / "gone.marks"


def test_a_row_is_found_with_what_was_said_and_no_other_row_is():
    marks = gone.Marks([gone.line("letter", "ABC", *FACTS)])
    found = marks.find("letter", "ABC")
    assert [found.says(fact) for fact in (*FACTS, "by:7", "names:3", "")] == [True, True, False, False, False]
    assert [marks.find(*other) for other in (("letter", "ABD"), ("opinion", "ABC"), ("letter", ""))] == [None] * 3


@pytest.mark.parametrize("facts", [(), ("by:3",), FACTS, (*FACTS, "denounces")])
def test_every_line_looks_the_same_and_tells_nothing(facts: tuple[str, ...]):
    line = gone.line("letter", "ABC", *facts)
    assert re.fullmatch(r"[0-9a-f]{64}( [0-9a-f]{64}){3}", line)
    assert line.split()[1:] == sorted(line.split()[1:])
    assert not {sealer.fingerprint("register-origin", "ABC"), sealer.fingerprint("letter", "ABC")} & set(line.split())


def test_a_line_has_room_for_so_many_facts():
    with pytest.raises(ValueError, match="room for 3"):
        gone.line("letter", "ABC", "1", "2", "3", "4")


def test_facts_of_two_rows_cannot_be_told_to_be_the_same():
    first, second = (set(gone.line("letter", code, *FACTS).split()) for code in ("ABC", "ABD"))
    assert not first & second


def test_who_was_named_last_counts_and_a_line_that_came_twice_does_no_harm():
    lines = [gone.line("letter", "A", "names:1"), gone.line("letter", "A", "names:2")]
    assert gone.Marks(lines).find("letter", "A").last_said(["names:1", "names:2"]) == "names:2"
    assert gone.Marks([*lines, "", *lines[:1]]).find("letter", "A").last_said(["names:1", "names:2"]) == "names:1"
    assert gone.Marks(lines).find("letter", "A").last_said(["names:3"]) is None


def test_without_the_last_key_nothing_is_found_and_a_new_first_one_finds_all():
    line, other = gone.line("letter", "ABC"), Fernet.generate_key().decode()
    sealer.configure(data_keys=other, secret_key=SECRET_KEY)
    assert gone.Marks([line]).find("letter", "ABC") is None
    sealer.configure(data_keys=f"{other},{DATA_KEY}", secret_key="another" * 8)
    assert gone.Marks([line]).find("letter", "ABC") is not None


def test_the_file_grows_and_is_its_owners_alone(place: Path):
    assert gone.marks() is None
    gone.keep(())
    assert (place.read_bytes(), len(gone.marks())) == (b"", 0)
    gone.keep([gone.line("letter", "A")])
    gone.keep([gone.line("letter", "B"), gone.line("opinion", "C")])
    found = gone.marks()
    assert [found.find(*row) is not None for row in (("letter", "A"), ("letter", "B"), ("opinion", "C"))] == [True] * 3
    assert [path.stat().st_mode & 0o077 for path in (place, place.parent)] == [0, 0]


def test_a_line_that_a_power_cut_ended_is_no_reason_to_read_no_other(place: Path):
    gone.keep([gone.line("letter", "A")])
    with place.open("ab") as stream:
        stream.write(b"\xff\x00abc")
    gone.keep([gone.line("letter", "B")])
    assert [gone.marks().find("letter", code) is not None for code in "AB"] == [True, True]


def test_lines_of_two_machines_one_behind_the_other_are_one_file(place: Path):
    gone.keep([gone.line("letter", "A", "names:1")])
    first = place.read_text(encoding="ascii")
    place.unlink()
    gone.keep([gone.line("letter", "B", "names:2")])
    place.write_text(first + place.read_text(encoding="ascii"), encoding="ascii")
    found = gone.marks()
    assert len(found) == 2
    assert [found.find("letter", code).says(fact) for code, fact in (("A", "names:1"), ("B", "names:2"))] == [True, True]
