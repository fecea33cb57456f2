"""The words of papers as versioned rows: what ships with the product, and which row is used on a day. No database.

``data/forms.toml`` holds the national forms with the time in which each is used; a commune's own versions are rows of
``document_form_rows``. A paper once issued keeps the words it was issued with.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from core.document_texts import faults_of
from core.errors import DomainError
from feedback.document_kinds import DocumentKind, Signing, kind_def

FILE = Path(__file__).resolve().parent / "data" / "forms.toml"
TEXTS = ("title", "summary", "authority", "addressees", "bases", "body", "recipients")
"""The parts of a form that may hold places."""


class NoFormInForce(DomainError):
    """No row of this paper is used on that day. ``facts``: kind, on."""

    status = 409
    code = "no_form_in_force"


@dataclass(frozen=True, kw_only=True)
class PaperForm:
    """One version of a form. ``version`` 0 came with the product; a commune's own count from 1. Texts may hold ``{name}``."""

    kind: DocumentKind
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
    version: int = 0

    @property
    def own(self) -> bool:
        """Whether the commune wrote this version itself."""
        return self.version > 0

    def used_on(self, day: date) -> bool:
        """Return whether the row may be used on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@lru_cache(maxsize=1)
def shipped_forms() -> tuple[PaperForm, ...]:
    """Return the forms of ``data/forms.toml``. Raises ValueError for a row outside its vocabulary."""
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["forms"]
    return tuple(
        PaperForm(**{**_stripped(row), "kind": DocumentKind(row["kind"]), "signing": Signing(row["signing"])}) for row in rows
    )


def form_in_force(kind: DocumentKind, on: date, *, own: Iterable[PaperForm] = ()) -> PaperForm:
    """Return the row used on a day: the one that began last; of two that began on one day the commune's own, the newest.

    Raises NoFormInForce.
    """
    rows = [row for row in (*shipped_forms(), *own) if row.kind is kind and row.used_on(on)]
    if not rows:
        raise NoFormInForce(kind=kind.value, on=on.isoformat())
    return max(rows, key=lambda row: (row.valid_from, row.version))


def faults_of_form(form: PaperForm) -> dict[str, tuple[str, ...]]:
    """Return the parts of a form that name places this paper does not know, or hold a bracket without its mate."""
    known = kind_def(form.kind).placeholders
    found = {part: faults_of(getattr(form, part), known=known) for part in TEXTS}
    return {part: faults for part, faults in found.items() if faults}


def _stripped(row: dict[str, object]) -> dict[str, object]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in row.items()}
