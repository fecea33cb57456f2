"""Templates hold no style, no script, nothing unescaped, and import nothing that they do not use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house import tree

COMMENT = re.compile(r"{#.*?#}", re.S)
FORBIDDEN = {
    "inline style (the CSP blocks it)": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "inline script (the CSP blocks it)": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?! type=\"application/ld\+json\">{{ \w+\|tojson }}</script>)", re.I
    ),
    "inline handler (the CSP blocks it)": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.I),
    "javascript: address": re.compile(r"javascript:", re.I),
    "|safe": re.compile(r"\|\s*safe\b"),
    "autoescape switched": re.compile(r"{%-?\s*autoescape\b"),
    "address of another host": re.compile(r"\b(?:src|href|action)=[\"'](?:https?:)?//", re.I),
    "statement {% do %}": re.compile(r"{%-?\s*do\b"),
    "query in a template": re.compile(r"\.query\b|\bsession\.(?:execute|scalars?)\b"),
}
FROM_IMPORT = re.compile(r"{%-?\s*from\s+\"(?P<file>[^\"]+)\"\s+import\s+(?P<names>[^%]+?)\s*-?%}")
IMPORT_AS = re.compile(r"{%-?\s*import\s+\"(?P<file>[^\"]+)\"\s+as\s+(?P<name>\w+)[^%]*-?%}")
MACRO = re.compile(r"{%-?\s*macro\s+(?P<name>\w+)")
COMPUTED_NAME = re.compile(r"\"((?:\w+/)+_?)(?:{|\"\s*~)")  # f"errors/{page}.html", "feedback/entries/_" ~ kind
EXTERNAL_OK = 'rel="external'


def code_of(path: Path) -> str:
    """Return a template without its comments, with as many lines as before."""
    return COMMENT.sub(lambda match: "\n" * match.group().count("\n"), tree.text(path))


def imported_names(code: str) -> list[str]:
    """Return the names that a template imports, under the names it uses."""
    plain = [
        name.strip()
        for found in FROM_IMPORT.finditer(code)
        for name in re.sub(r"\bwith(out)? context\b", "", found["names"]).split(",")
    ]
    return [name.split(" as ")[-1].strip() for name in plain if name] + [found["name"] for found in IMPORT_AS.finditer(code)]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what: str):
    found = [
        f"{tree.name(path)}:{number} {line.strip()[:100]}"
        for path in tree.templates()
        for number, line in enumerate(code_of(path).splitlines(), start=1)
        if FORBIDDEN[what].search(line) and EXTERNAL_OK not in line
    ]
    assert found == []


def test_no_template_imports_what_it_does_not_use():
    unused = []
    for path in tree.templates():
        code = code_of(path)
        rest = IMPORT_AS.sub("", FROM_IMPORT.sub("", code))
        unused += [f"{tree.name(path)}: {name}" for name in imported_names(code) if not re.search(rf"\b{name}\b", rest)]
    assert unused == []


def test_every_macro_is_used():
    everything = "\n".join(code_of(path) for path in tree.templates())
    defined = {found["name"]: tree.name(path) for path in tree.templates() for found in MACRO.finditer(code_of(path))}
    assert {name: where for name, where in defined.items() if len(re.findall(rf"\b{name}\b", everything)) < 2} == {}


def test_every_imported_template_exists():
    missing = [
        f"{tree.name(path)}: {found['file']}"
        for path in tree.templates()
        for pattern in (FROM_IMPORT, IMPORT_AS)
        for found in pattern.finditer(code_of(path))
        if not (tree.ROOT / "templates" / found["file"]).is_file()
    ]
    assert missing == []


def test_every_template_is_rendered_by_code_or_by_another_template():
    words = "\n".join(tree.text(path) for path in [*tree.product_files(), *tree.templates()])
    computed = tuple({found[1] for found in COMPUTED_NAME.finditer(words)})
    names = [path.relative_to(tree.ROOT / "templates").as_posix() for path in tree.templates()]
    assert [name for name in names if f'"{name}"' not in words and not name.startswith(computed)] == []
