"""How messages become catalogues: Vietnamese repeats them, English keeps what was translated, nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from tests.house.test_translations import load_script

script = load_script()


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder of catalogues."""
    monkeypatch.setattr(script, "CATALOGUES", tmp_path)
    return tmp_path


def template(*entries: polib.POEntry) -> polib.POFile:
    """Return messages as they stand in the code."""
    made = polib.POFile()
    made.extend(entries)
    return made


def write(locale: str, *entries: polib.POEntry) -> None:
    """Write a catalogue as it was before."""
    path = script.catalogue_path(locale)
    path.parent.mkdir(parents=True)
    template(*entries).save(str(path))


SEND = polib.POEntry(msgid="Gửi đi", occurrences=[("templates/a.html", "3"), ("templates/a.html", "9")])
CASES = polib.POEntry(msgid="%(num)s việc", msgid_plural="%(num)s việc", msgstr_plural={0: "", 1: ""})


def test_vietnamese_repeats_the_message(catalogues: Path):
    assert [entry.msgstr for entry in script.merged(template(SEND), locale="vi")] == ["Gửi đi"]


def test_vietnamese_has_one_form_for_every_count(catalogues: Path):
    assert [entry.msgstr_plural for entry in script.merged(template(CASES), locale="vi")] == [{0: "%(num)s việc"}]


def test_english_keeps_its_translation(catalogues: Path):
    write("en", polib.POEntry(msgid="Gửi đi", msgstr="Send"))
    assert [entry.msgstr for entry in script.merged(template(SEND), locale="en")] == ["Send"]


def test_new_message_waits_for_its_english(catalogues: Path):
    write("en", polib.POEntry(msgid="Gửi", msgstr="Send"))
    assert [(entry.msgid, entry.msgstr) for entry in script.merged(template(SEND), locale="en")] == [("Gửi đi", "")]


def test_new_count_waits_for_both_forms(catalogues: Path):
    assert [entry.msgstr_plural for entry in script.merged(template(CASES), locale="en")] == [{0: "", 1: ""}]


def test_message_that_left_the_code_leaves_the_catalogue(catalogues: Path):
    write("en", polib.POEntry(msgid="Cũ", msgstr="Old"), polib.POEntry(msgid="Gửi đi", msgstr="Send"))
    assert [entry.msgid for entry in script.merged(template(SEND), locale="en")] == ["Gửi đi"]


def test_same_word_in_another_context_is_another_message(catalogues: Path):
    write("en", polib.POEntry(msgid="Hạn", msgctxt="date", msgstr="Due date"))
    other = polib.POEntry(msgid="Hạn", msgctxt="limit")
    assert [entry.msgstr for entry in script.merged(template(other), locale="en")] == [""]


def test_catalogue_names_files_but_no_lines(catalogues: Path):
    assert [entry.occurrences for entry in script.merged(template(SEND), locale="en")] == [[("templates/a.html", "")]]
