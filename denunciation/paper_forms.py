"""The words of the register's papers as rows with the time in which each is used. No database.

``data/forms.toml`` ships with the product. An installation adds rows in a file of its own (``register_forms.toml`` in its
folder): a changed number or citation is text, not code. Of two rows that began on one day the installation's is used.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from core.document_texts import faults_of
from denunciation.paper_kinds import PaperKind, Signing, paper_def

SHIPPED = Path(__file__).resolve().parent / "data" / "forms.toml"
OWN_NAME = "register_forms.toml"
TEXTS = ("title", "summary", "authority", "addressees", "bases", "body", "recipients")
"""The parts of a form that may hold places."""


@dataclass(frozen=True, kw_only=True)
class RegisterPaperForm:
    """One version of a form. ``uncertain``: its number or citation has to be confirmed by the office. ``own``: not shipped."""

    kind: PaperKind
    valid_from: date
    title: str
    body: str
    signing: Signing
    valid_to: date | None = None
    form_number: str = ""
    basis: str = ""
    summary: str = ""
    authority: str = ""
    addressees: str = ""
    bases: str = ""
    recipients: str = ""
    uncertain: bool = False
    own: bool = False

    def used_on(self, day: date) -> bool:
        """Return whether the row may be used on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@lru_cache(maxsize=1)
def shipped_forms() -> tuple[RegisterPaperForm, ...]:
    """Return the forms that came with the product. Raises ValueError for a row outside its vocabulary."""
    return read_forms(SHIPPED.read_text(encoding="utf-8"))


def read_forms(text: str, *, own: bool = False) -> tuple[RegisterPaperForm, ...]:
    """Return the rows of a file's text. Raises ValueError with a sentence for what cannot be used, so nothing half-read is."""
    try:
        rows = tomllib.loads(text).get("forms", [])
        forms = tuple(_form(row, own=own) for row in rows)
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"a row lacks something or holds what it must not: {problem}") from problem
    for form in forms:
        wrong = {part: found for part in TEXTS if (found := faults_of(getattr(form, part), known=paper_def(form.kind).places))}
        if wrong:
            raise ValueError(f"{form.kind.value} of {form.valid_from}: unknown places {wrong}")
    return forms


def own_forms(folder: Path) -> tuple[tuple[RegisterPaperForm, ...], str]:
    """Return the rows of the installation's own file and what is wrong with it; with a fault none of them is used."""
    path = folder / OWN_NAME
    if not path.is_file():
        return (), ""
    try:
        return read_forms(path.read_text(encoding="utf-8"), own=True), ""
    except (ValueError, OSError) as problem:
        return (), str(problem)


def form_in_force(kind: PaperKind, on: date, *, own: tuple[RegisterPaperForm, ...] = ()) -> RegisterPaperForm:
    """Return the row used on a day: the one that began last; of two of one day the installation's, and of its own the last."""
    rows = (*shipped_forms(), *own)
    usable = [(form.valid_from, form.own, place) for place, form in enumerate(rows) if form.kind is kind and form.used_on(on)]
    return rows[max(usable)[2]] if usable else next(form for form in shipped_forms() if form.kind is kind)


def _form(row: dict[str, Any], *, own: bool) -> RegisterPaperForm:
    known = {item.name: item for item in fields(RegisterPaperForm)}
    made = {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}
    for name, value in made.items():
        if name not in known or name == "own":
            raise ValueError(f"unknown entry {name!r}")
        wanted = date if name in ("valid_from", "valid_to") else bool if name == "uncertain" else str
        if type(value) is not wanted:
            raise ValueError(f"{name!r} is not what it should be")
    return RegisterPaperForm(**{**made, "kind": PaperKind(made["kind"]), "signing": Signing(made["signing"])}, own=own)
