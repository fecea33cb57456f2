"""The product in this process, behind a real port and on a clock that a story sets: months of a dialogue within a minute.

The server runs on threads of the test process, so that the moment the test travels to is the moment everywhere: in commands,
pages and letters. Everything else is as in tests.journeys.shared_server, on SQLite.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread

import time_machine
from flask import Flask
from werkzeug.serving import make_server

from app import create_app
from core.database import use_unit
from core.extensions import db
from deadlines.clock import HERE
from tests.infra.databases import Database
from tests.infra.ports import LOOPBACK
from tests.infra.settings import settings_for
from tests.makers import Commune
from tests.makers_desk import loaded_commune


@dataclass(kw_only=True)
class StoryServer:
    """A running server; ``days`` are the moments travelled to, the last one counts."""

    app: Flask
    url: str
    home: Commune
    days: list[time_machine.travel] = field(default_factory=list)

    def on(self, moment: str) -> datetime:
        """Travel to a local moment, "2026-12-15 08:00"; the clock ticks on from there."""
        self.leave()
        there = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=HERE)
        self.days.append(time_machine.travel(there, tick=True))
        self.days[-1].start()
        return there

    def leave(self) -> None:
        """Come back to the present."""
        while self.days:
            self.days.pop().stop()

    @contextmanager
    def inside(self) -> Iterator[Commune]:
        """Call commands and queries of the commune."""
        with self.app.app_context(), use_unit(self.home.unit_id):
            try:
                yield self.home
            finally:
                db.session.remove()


@contextmanager
def story_server(fresh: Database, folder: Path) -> Iterator[StoryServer]:
    """Serve a database that holds a commune."""
    app = create_app(settings_for(database_url=fresh.url, instance=folder))
    with app.app_context():
        home = loaded_commune()
        db.session.remove()
    server = make_server(LOOPBACK, 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    story = StoryServer(app=app, url=f"http://{LOOPBACK}:{server.server_port}", home=home)
    try:
        yield story
    finally:
        story.leave()
        server.shutdown()
        thread.join()
        with app.app_context():
            db.engine.dispose()
