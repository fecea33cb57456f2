"""The scene is furnished once per run and kind of database; every test gets a copy of its database and of its files.

To furnish it takes as long as ten ordinary tests do.
"""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import time_machine

from tests.infra import communes, databases, run_folder
from tests.infra.application import application
from tests.infra.databases import Database
from tests.infra.settings import settings_for
from tests.integration.hostile.scene import Facts, Known, furnish
from tests.makers_desk import MORNING
from tests.makers_told import moment


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A furnished commune: the database and the folder that copies are made of."""

    database: Database
    folder: Path
    facts: Facts

    def copy_files(self, instance: Path) -> None:
        """Lay the photos and papers of the scene into the folder of a test."""
        shutil.copytree(self.folder, instance, dirs_exist_ok=True, ignore=shutil.ignore_patterns("static"))


def stage(backend: str) -> Stage:
    """Return the furnished commune of this run."""
    name = f"scene_{backend}"
    source = communes.small(backend)
    written = json.loads(run_folder.once(name, lambda: _furnished(source, name)))
    cases = {state: Known(**known) for state, known in written["cases"].items()}
    return Stage(
        database=Database(backend=backend, name=name, url=written["url"]),
        folder=_folder(name),
        facts=Facts(cases=cases, ids=written["ids"]),
    )


def _furnished(source: Database, name: str) -> str:
    fresh = databases.copy_of(source, name)
    settings = settings_for(database_url=fresh.url, instance=run_folder.with_static(_folder(name)))
    with time_machine.travel(moment(MORNING), tick=False), contextmanager(application)(settings) as app:
        facts = furnish(app)
    databases.settle(fresh)
    return json.dumps({"url": fresh.url, **asdict(facts)})


def _folder(name: str) -> Path:
    return run_folder.current() / f"instance_{name}"
