"""The demonstration: legal time, the demo commune with its officials and first plan, and sixty letters on their roads.

A second load adds nothing. Every installation has a demo password of its own, in a file that only its owner can read.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import accounts
from accounts import passwords
from accounts.commune_file import LoadReport
from accounts.queries import officials
from accounts.read_models import OfficialItem
from accounts.services.commune_loading import load_commune
from accounts.services.people import set_first_passwords
from core.bus import publish
from core.database import use_unit
from core.errors import Misconfigured
from core.transaction import transaction
from deadlines.services import Change, load_reference_data
from feedback.demo_templates import load_templates
from feedback.events import DemoLoaded
from feedback.import_rules import raw_rows
from feedback.importing import Choices, Report, import_rows

COMMUNE_FILE = Path(accounts.__file__).parent / "data" / "van_linh.toml"
LETTERS_FILE = Path(__file__).parent / "data" / "feedback_vi.jsonl"
DEMO_COMMUNE = "06505"
SIGN_INS = "demo-sign-ins.txt"


@dataclass(frozen=True, kw_only=True)
class DemoReport:
    """What a load of the demonstration did, and who can sign in with which password."""

    terms: Change
    commune: LoadReport
    letters: Report
    people: tuple[OfficialItem, ...]
    password: str
    templates: int = 0


def load_demo(*, instance: Path, at: datetime) -> DemoReport:
    """Load everything the demonstration shows; what is there already stays as it is. Raises Misconfigured."""
    with transaction():
        terms = load_reference_data(at)
    with transaction():
        commune = load_commune(COMMUNE_FILE, at=at)
    if commune.unit_id is None or commune.problems:
        raise Misconfigured("The demo commune's own file could not be loaded: " + "; ".join(map(str, commune.problems)))
    password = demo_password(instance / SIGN_INS)
    hashed = passwords.hash_password(password)
    with use_unit(commune.unit_id):
        with transaction():
            set_first_passwords(unit_id=commune.unit_id, hashed=hashed, at=at)
        people = tuple(officials(commune.unit_id))
        with transaction():
            templates = load_templates(commune.unit_id, at=at)
            publish(DemoLoaded(unit_id=commune.unit_id, at=at))
    rows = raw_rows(LETTERS_FILE.read_bytes(), suffix=LETTERS_FILE.suffix)
    letters = import_rows(rows, unit_id=commune.unit_id, at=at, choices=Choices(publish=True))
    return DemoReport(terms=terms, commune=commune, letters=letters, people=people, password=password, templates=templates)


def demo_password(path: Path) -> str:
    """Return this installation's demo password; the first call makes it and writes it down for the owner alone (0600)."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(passwords.one_time_password() + "\n")
    return path.read_text(encoding="utf-8").strip()
