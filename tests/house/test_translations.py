"""The catalogues say exactly what the code says: nothing missing, nothing stale, nothing fuzzy, in vi and in en."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import polib
import pytest

from tests.house import tree

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|{(\w*)}")
VIETNAMESE_LETTER = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
# What stays Vietnamese in an English sentence: names, numbers of documents, and terms given in brackets or quotation marks.
NAMES = re.compile(
    r"Gần Dân|Vạn Linh|Lạng Sơn|Tiếng Việt|Y Tịch|Hòa Bình|Chi Lăng|Việt Nam|Nà Pất"
    r"|[\d/]+/[A-ZĐ][\w-]*|\([^)]*\)|“[^”]*”|\"[^\"]*\""
)


def load_script() -> ModuleType:
    """Return scripts/translations.py as a module (it is a program, not a package)."""
    spec = importlib.util.spec_from_file_location("translations_script", tree.ROOT / "scripts" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def script() -> ModuleType:
    return load_script()


@pytest.fixture(scope="module")
def messages(script: ModuleType) -> set[tuple[str | None, str, str]]:
    """Return what stands in code and templates now."""
    return {script.key(entry) for entry in script.extract()}


@pytest.fixture(scope="module", params=["vi", "en"])
def catalogue(request: pytest.FixtureRequest, script: ModuleType) -> polib.POFile:
    return polib.pofile(str(script.catalogue_path(request.param)))


def said(entry: polib.POEntry) -> list[str]:
    """Return all forms of a translation."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text: str) -> set[str]:
    """Return the names that are filled in."""
    return {found.group() for found in PLACEHOLDER.finditer(text)}


def test_catalogue_holds_exactly_the_messages_of_the_code(script: ModuleType, catalogue: polib.POFile, messages: set):
    known = {script.key(entry) for entry in catalogue if not entry.obsolete}
    assert {"missing": sorted(map(str, messages - known)), "stale": sorted(map(str, known - messages))} == {
        "missing": [],
        "stale": [],
    }


def test_catalogue_says_something_for_every_message(catalogue: polib.POFile):
    assert [entry.msgid for entry in catalogue if not all(said(entry))] == []


def test_catalogue_guesses_nothing(catalogue: polib.POFile):
    assert [entry.msgid for entry in catalogue if entry.fuzzy or entry.obsolete] == []


def test_translation_fills_in_the_same_names(catalogue: polib.POFile):
    different = [
        entry.msgid
        for entry in catalogue
        for form in said(entry)
        if form and placeholders(form) - {"%(num)s", "%(num)d"} != placeholders(entry.msgid) - {"%(num)s", "%(num)d"}
    ]
    assert different == []


def test_english_is_english(script: ModuleType):
    catalogue = polib.pofile(str(script.catalogue_path("en")))
    assert [entry.msgid for entry in catalogue for form in said(entry) if VIETNAMESE_LETTER.search(NAMES.sub("", form))] == []
