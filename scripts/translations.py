"""Collects the messages of code and templates into translations/<locale>/LC_MESSAGES/messages.po.

Vietnamese is the source language: its catalogue repeats the messages. English is written by hand; a message that has no
English yet is left empty, and the house test names it. Nothing is guessed: a changed message is a new message.
`--check` writes nothing and exits 1 when a catalogue would change.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "translations"
LOCALES = {"vi": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
SOURCE_LOCALE = "vi"
KEYWORDS = ("lazy_gettext", "_l", "lazy_ngettext:1,2", "lazy_pgettext:1c,2", "npgettext:1c,2,3")
Key = tuple[str | None, str, str]


def extract() -> polib.POFile:
    """Return the messages that stand in code and templates now, sorted."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "messages.pot"
        keywords = [part for keyword in KEYWORDS for part in ("--keyword", keyword)]
        command = ["--quiet", "extract", "--mapping-file", "babel.cfg", "--no-wrap", "--sort-output", "--add-location", "file"]
        subprocess.run(
            [sys.executable, "-m", "babel.messages.frontend", *command, *keywords, "--output-file", str(target), "."],
            cwd=ROOT,
            check=True,
        )
        return polib.pofile(str(target), wrapwidth=130)


def key(entry: polib.POEntry) -> Key:
    """Return what makes a message itself: context, singular, plural."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def merged(template: polib.POFile, *, locale: str) -> polib.POFile:
    """Return the catalogue of a locale with exactly the template's messages and the translations it had."""
    path = catalogue_path(locale)
    known = {key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    fresh = polib.POFile(wrapwidth=130)
    fresh.metadata = {
        "Project-Id-Version": "Gan Dan",
        "Language": locale,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LOCALES[locale],
    }
    for entry in template:
        fresh.append(_translated(entry, known.get(key(entry)), locale=locale))
    return fresh


def catalogue_path(locale: str) -> Path:
    """Return where a locale's catalogue lies."""
    return CATALOGUES / locale / "LC_MESSAGES" / "messages.po"


def _translated(entry: polib.POEntry, known: polib.POEntry | None, *, locale: str) -> polib.POEntry:
    new = polib.POEntry(
        msgctxt=entry.msgctxt,
        msgid=entry.msgid,
        msgid_plural=entry.msgid_plural,
        occurrences=sorted({(file, "") for file, _line in entry.occurrences}),
        flags=[flag for flag in entry.flags if flag != "fuzzy"],
        comment=entry.comment,
    )
    if locale == SOURCE_LOCALE:
        _say(new, entry.msgid, plural=entry.msgid_plural)
    elif known is not None:
        new.msgstr, new.msgstr_plural = known.msgstr, known.msgstr_plural
        new.tcomment = known.tcomment
    elif entry.msgid_plural:
        new.msgstr_plural = {0: "", 1: ""}
    return new


def _say(entry: polib.POEntry, text: str, *, plural: str) -> None:
    if plural:
        entry.msgstr_plural = {0: plural}
    else:
        entry.msgstr = text


def main() -> int:
    """Write both catalogues, or say which would change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    template, stale = extract(), []
    for locale in LOCALES:
        path, text = catalogue_path(locale), str(merged(template, locale=locale)) + "\n"
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(locale)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    empty = sum(not (e.msgstr or any(e.msgstr_plural.values())) for e in merged(template, locale="en"))
    print(f"{len(template)} messages; changed: {', '.join(stale) or 'nothing'}; without English: {empty}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
