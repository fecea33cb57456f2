"""Every setting and legal term is written down in docs/ or README.md."""

from __future__ import annotations

import csv
from dataclasses import fields

import pytest

from core.config import Settings
from core.settings_registry import SETTINGS
from tests.house import tree


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
    used = {"PORT", "HOST", "WEB_CONCURRENCY", "WEB_THREADS", "WEB_JOBS", "CHROMIUM", "INSTANCE_DIR", "DATABASE_URL"}
    assert sorted(name for name in used if f"`{name}`" not in written) == []
