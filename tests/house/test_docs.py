"""Every setting and legal term is written down in docs/ or README.md."""

from __future__ import annotations

import csv
import re
from dataclasses import fields

import pytest

from core.config import Settings
from core.settings_registry import SETTINGS
from tests.house import tree

VARIABLE = re.compile(r'\$\{([A-Z][A-Z_]+)[:}-]|environ(?:\.get\(|\[)"([A-Z_]+)"')


@pytest.fixture(scope="module")
def written() -> str:
    return tree.documentation()


def test_every_setting_of_the_installation_is_documented(written: str):
    assert [field.name.upper() for field in fields(Settings) if f"`{field.name.upper()}`" not in written] == []


def test_every_rule_of_a_commune_is_documented(written: str):
    assert [setting.key for setting in SETTINGS if f"`{setting.key}`" not in written] == []


def test_every_legal_term_is_documented(written: str):
    rows = [
        row
        for path in tree.repository_files()
        if path.match("deadlines/data/*terms*.csv")
        for row in csv.DictReader(tree.text(path).splitlines())
    ]
    assert rows != []
    assert sorted({row["code"] for row in rows if row["code"] not in written}) == []


def test_every_make_target_is_on_the_map():
    targets = [
        line.split(":")[0]
        for line in tree.text(tree.ROOT / "Makefile").splitlines()
        if line[:1].islower() and ":" in line and ":=" not in line
    ]
    undescribed = [
        line
        for line in tree.text(tree.ROOT / "Makefile").splitlines()
        if line[:1].islower() and ":" in line and "##" not in line and ":=" not in line
    ]
    assert (len(targets) > 5, undescribed) == (True, ["catalogues: $(CATALOGUES)"])


def test_every_environment_variable_of_the_scripts_is_documented(written: str):
    scripts = [path for path in tree.repository_files() if path.parent.name == "scripts" or path.name == "gunicorn.conf.py"]
    used = {name for path in scripts for found in VARIABLE.findall(tree.text(path)) for name in found if name}
    assert {"PORT", "INSTANCE_DIR"} <= used
    assert sorted(name for name in used if f"`{name}`" not in written) == []


def test_every_library_has_its_reason_in_a_decision():
    decisions = "\n".join(tree.text(path) for path in tree.repository_files() if path.parent.name == "adr").casefold()
    lines = (line.partition("==")[0].partition("[")[0] for line in tree.text(tree.ROOT / "requirements.txt").splitlines())
    names = [name.strip() for name in lines if name.strip() and not name.startswith("#")]
    assert "flask" in names
    assert [name for name in names if name not in decisions] == []
