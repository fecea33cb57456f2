"""Reads a commune's file (TOML, with the CSV and text pieces it names) into clean rows and a list of what is wrong with others.

Knows no database: it says what a row means by itself, not whether what it refers to exists.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from accounts.kinds import StatGroup
from accounts.roles import Role
from accounts.rules import username_is_valid
from core.text import clean_line, clean_text

SECTIONS = ("departments", "villages", "fields", "officials", "responsibilities", "plans")
HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
UNIT_COLUMNS = ("code", "name", "latitude", "longitude")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A row that was not taken: which file, where in it ("villages, row 3 (na-lia)", "line 17"), and why."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.reason}"


@dataclass(kw_only=True)
class LoadReport:
    """What a load did: rows added, changed and left alone, and what was not taken. ``unit_id``: the commune of its file."""

    unit_id: int | None = None
    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many rows are different from before."""
        return self.added.total() + self.changed.total()


class BadRow(Exception):
    """A row cannot be taken; the text says why."""


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A clean row with its place in the file; ``number`` counts the rows of its section from 1."""

    file: str
    place: str
    values: dict[str, Any]
    number: int = 0

    def problem(self, reason: str) -> Problem:
        """Return what to report about this row."""
        return Problem(file=self.file, place=self.place, reason=reason)


@dataclass(kw_only=True)
class CommuneFile:
    """A file as read. ``commune`` is None when the file says no commune, or cannot be read at all."""

    name: str
    commune: FileRow | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, list[FileRow]] = field(default_factory=dict)
    units: list[FileRow] = field(default_factory=list)
    former_units: list[FileRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_commune_file(path: Path) -> CommuneFile:
    """Read a commune's file with all its pieces; whatever is wrong stands in ``problems``, nothing is raised for it."""
    read = CommuneFile(name=path.name)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        read.problems.append(Problem(file=path.name, place="file", reason=f"cannot be read ({type(error).__name__})"))
        return read
    except tomllib.TOMLDecodeError as error:
        read.problems.append(Problem(file=path.name, place="file", reason=f"is not TOML: {error}"))
        return read
    for key in sorted(set(content) - {"commune", "settings", *SECTIONS}):
        read.problems.append(Problem(file=path.name, place=key, reason="unknown part"))
    _read_commune(read, path, content.get("commune"))
    read.settings = dict(content.get("settings", {}))
    for section in SECTIONS:
        read.sections[section] = list(_rows(read, path, section, content.get(section, [])))
    return read


def _read_commune(read: CommuneFile, path: Path, values: Mapping[str, Any] | None) -> None:
    if not isinstance(values, Mapping):
        read.problems.append(Problem(file=path.name, place="commune", reason="is missing"))
        return
    try:
        clean = _clean(values, COMMUNE)
        clean["tree"] = _clean(clean["tree"], TREE)
        clean["tree"]["province"] = _clean(clean["tree"]["province"], PROVINCE)
        said = _clean(clean["profile"], PROFILE, within="profile ")
        clean["profile"] = {key: value for key, value in said.items() if key in clean["profile"]}
    except BadRow as error:
        read.problems.append(Problem(file=path.name, place="commune", reason=str(error)))
        return
    read.commune = FileRow(file=path.name, place="commune", values=clean)
    tree = clean["tree"]
    read.units = list(_csv_rows(read, path.parent / tree["communes"], UNIT_COLUMNS))
    former = (*UNIT_COLUMNS, "district_code", "district", "successors")
    read.former_units = list(_csv_rows(read, path.parent / tree["former_communes"], former))


def _rows(read: CommuneFile, path: Path, section: str, rows: object) -> Iterator[FileRow]:
    if not isinstance(rows, list):
        read.problems.append(Problem(file=path.name, place=section, reason="is not a list of rows"))
        return
    for number, values in enumerate(rows, start=1):
        name = next((str(values[key]) for key in ("code", "username", "title", "field") if key in values), "")
        place = f"{section}, row {number}" + (f" ({name[:60]})" if name else "")
        try:
            clean = _clean(values, ROWS[section])
            if section == "plans":
                clean["body"] = _text_of(path.parent / clean.pop("body_file"))
            if section == "officials":
                clean["postings"] = [_clean(posting, POSTING) for posting in clean["postings"]]
        except BadRow as error:
            read.problems.append(Problem(file=path.name, place=place, reason=str(error)))
        else:
            yield FileRow(file=path.name, place=place, values=clean, number=number)


def _csv_rows(read: CommuneFile, path: Path, columns: tuple[str, ...]) -> Iterator[FileRow]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = [name for name in columns if name not in (reader.fieldnames or ())]
            if missing:
                read.problems.append(Problem(file=path.name, place="line 1", reason=f"column missing: {', '.join(missing)}"))
                return
            for raw in reader:
                place = f"line {reader.line_num}"
                try:
                    yield FileRow(file=path.name, place=place, values=_unit_values(raw))
                except BadRow as error:
                    read.problems.append(Problem(file=path.name, place=place, reason=str(error)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        read.problems.append(Problem(file=path.name, place="file", reason=f"cannot be read ({type(error).__name__})"))


def _unit_values(raw: Mapping[str, str | None]) -> dict[str, Any]:
    code = clean_line(raw.get("code") or "")
    name = clean_line(raw.get("name") or "")
    if not (code.isdigit() and 2 <= len(code) <= 10):
        raise BadRow(f"code is not a number: {code!r}")
    if not name:
        raise BadRow("name is empty")
    values: dict[str, Any] = {"code": code, "name": name}
    for key in ("latitude", "longitude"):
        values[key] = _coordinate(raw.get(key) or "")
    values["successors"] = (raw.get("successors") or "").split()
    values["district_code"] = clean_line(raw.get("district_code") or "")
    values["district"] = clean_line(raw.get("district") or "")
    return values


def _coordinate(raw: str) -> float | None:
    if not raw.strip():
        return None
    try:
        return float(raw)
    except ValueError:
        raise BadRow(f"not a coordinate: {raw!r}") from None


def _text_of(path: Path) -> str:
    try:
        return clean_text(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadRow(f"body_file {path.name} cannot be read ({type(error).__name__})") from None


# ------------------------------------------------------------------ what a row may say

Check = Callable[[Any], Any]


@dataclass(frozen=True)
class Need:
    """A key of a row: how its value is checked, and what it is when absent (REQUIRED: it must be there)."""

    check: Check
    default: Any = None


REQUIRED = object()


def _clean(values: object, needs: Mapping[str, Need], within: str = "") -> dict[str, Any]:
    if not isinstance(values, Mapping):
        raise BadRow("is not a table of keys")
    unknown = sorted(set(values) - set(needs))
    if unknown:
        raise BadRow(f"unknown {within}key: {', '.join(unknown)}")
    clean = {}
    for key, need in needs.items():
        if key not in values:
            if need.default is REQUIRED:
                raise BadRow(f"{within}{key} is missing")
            clean[key] = need.default
            continue
        try:
            clean[key] = need.check(values[key])
        except BadRow as error:
            raise BadRow(f"{within}{key} {error}") from None
    return clean


def _line(most: int) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or not clean_line(value):
            raise BadRow("is empty or no text")
        if len(clean_line(value)) > most:
            raise BadRow(f"is longer than {most} characters")
        return clean_line(value)

    return check


def _words(value: Any) -> str:
    if not isinstance(value, str) or len(clean_line(value)) > 300:
        raise BadRow("is no text of at most 300 characters")
    return clean_line(value)


def _number(least: float, most: float) -> Check:
    def check(value: Any) -> int | float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise BadRow(f"is not a number from {least:g} to {most:g}")
        return value

    return check


def _hosts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BadRow("is not a list")
    for item in value:
        if not isinstance(item, str) or len(item) > 253 or not HOST.fullmatch(clean_line(item).lower()):
            raise BadRow(f"holds {item!r}, which is no host name like vanlinh.example")
    return tuple(value)


def _typed(kind: type, words: str) -> Check:
    def check(value: Any) -> Any:
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise BadRow(f"is not {words}")
        return value

    return check


def _code(value: Any) -> str:
    if not isinstance(value, str) or not value.replace("-", "").replace("_", "").isalnum() or not value.isascii():
        raise BadRow("is not a code of small letters, digits, - and _")
    if value != value.lower() or len(value) > 40:
        raise BadRow("is not a code of at most 40 small letters, digits, - and _")
    return value


def _one_of(words: type[StatGroup | Role]) -> Check:
    def check(value: Any) -> str:
        if value not in list(words):
            raise BadRow(f"is none of {', '.join(words)}")
        return str(value)

    return check


def _username(value: Any) -> str:
    if not isinstance(value, str) or not username_is_valid(value):
        raise BadRow("is not 3–40 small letters, digits, dots, hyphens or underscores")
    return value


def _days(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 60:
        raise BadRow("is not a number of days from 1 to 60")
    return value


def _degrees(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -180 <= value <= 180:
        raise BadRow("is not a coordinate")
    return float(value)


def _lines(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BadRow("is not a list of names")
    return tuple(_line(120)(item) for item in value)


FLAG = Need(_typed(bool, "true or false"), default=False)
WHEN = {"valid_from": Need(_typed(date, "a date")), "valid_to": Need(_typed(date, "a date"))}
NAMED = {"name": Need(_line(120), REQUIRED), "name_en": Need(_line(120), "")}
PROVINCE = {"code": Need(_line(10), REQUIRED), "name": Need(_line(120), REQUIRED)}
TREE = {
    "province": Need(_typed(dict, "a table"), REQUIRED),
    "communes": Need(_line(200), REQUIRED),
    "former_communes": Need(_line(200), REQUIRED),
    "boundaries": Need(_line(200)),
    "reform_on": Need(_typed(date, "a date"), REQUIRED),
}
COMMUNE = {
    "code": Need(_line(10), REQUIRED),
    "hosts": Need(_hosts, ()),
    "tree": Need(_typed(dict, "a table"), REQUIRED),
    "profile": Need(_typed(dict, "a table"), REQUIRED),
}
PROFILE = {
    "short_name": Need(_line(120), REQUIRED),
    "name_en": Need(_words), "authority": Need(_words), "superior": Need(_words), "symbol": Need(_words),
    "address": Need(_words), "phone": Need(_words), "email": Need(_words), "hours": Need(_words),
    "reception_place": Need(_words), "chair_reception": Need(_words),
    "latitude": Need(_number(-90, 90)), "longitude": Need(_number(-180, 180)), "area_km2": Need(_number(0, 100_000)),
    "sample": FLAG,
}  # fmt: skip
POSTING = {"role": Need(_one_of(Role), REQUIRED), "department": Need(_code)}
ROWS: dict[str, dict[str, Need]] = {
    "departments": {
        "code": Need(_code, REQUIRED), **NAMED, "phone": Need(_line(40), ""), "partner": FLAG, **WHEN,
    },
    "villages": {
        "code": Need(_code, REQUIRED), "name": NAMED["name"], "former_commune": Need(_line(10)), "sample": FLAG, "remote": FLAG,
        "latitude": Need(_degrees), "longitude": Need(_degrees), "former_names": Need(_lines, ()),
        "also_written": Need(_lines, ()), **WHEN,
    },
    "fields": {
        "code": Need(_code, REQUIRED), **NAMED, "stat_group": Need(_one_of(StatGroup), REQUIRED),
        "answer_days": Need(_days), "answer_basis": Need(_line(200), ""), **WHEN,
    },
    "officials": {
        "username": Need(_username, REQUIRED), "full_name": Need(_line(120), REQUIRED), "title": Need(_line(160), ""),
        "email": Need(_line(160), ""), "postings": Need(_typed(list, "a list"), REQUIRED),
    },
    "responsibilities": {
        "field": Need(_code), "village": Need(_code), "department": Need(_code, REQUIRED), "officer": Need(_username),
        "substitute": Need(_username), "valid_from": WHEN["valid_from"],
    },
    "plans": {
        "number": Need(_line(60), ""), "title": Need(_line(300), REQUIRED), "issuer": Need(_line(160), ""),
        "year": Need(_typed(int, "a year"), REQUIRED), "issued_on": Need(_typed(date, "a date")),
        "issued_words": Need(_line(80), ""), "signed_by": Need(_line(200), ""), "body_file": Need(_line(200), REQUIRED),
        "source_note": Need(_line(2000), ""),
    },
}  # fmt: skip
