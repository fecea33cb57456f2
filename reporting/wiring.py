"""How the roof rests on the house: pages, and what the worker stores for them; it changes nothing of others."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from flask_babel import lazy_gettext as _l

import reporting.editions.wiring
import reporting.friendly.wiring
import reporting.mobilisation.wiring
import reporting.open_data.wiring
import reporting.statutory.wiring
import reporting.style_page
from accounts import desk_doors
from accounts.desk_doors import DeskDoor
from core.bus import HandlerTable
from core.jobs import Job
from core.open_doors import open_door
from feedback.views.desk_nav import sees_overview
from reporting import (  # noqa: F401 - their routes
    board_views,
    communes_views,
    embed_views,
    feed_views,
    fixed_views,
    loudspeaker_views,
    poster_views,
    sitemap_views,
)
from reporting.jobs import JOBS as BOARD_JOBS
from reporting.machines import FEEDS, machine_pages
from reporting.situation_views import situation_pages
from reporting.views import blueprint

HANDLERS: HandlerTable = reporting.editions.wiring.HANDLERS
JOBS: Sequence[Job] = (
    *BOARD_JOBS,
    *reporting.statutory.wiring.JOBS,
    *reporting.mobilisation.wiring.JOBS,
    *reporting.friendly.wiring.JOBS,
    *reporting.open_data.wiring.JOBS,
)


def install(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(blueprint)
    app.register_blueprint(machine_pages)
    open_door(app, FEEDS)
    app.register_blueprint(reporting.style_page.blueprint)
    reporting.open_data.wiring.install(app)
    reporting.statutory.wiring.install(app)
    app.register_blueprint(situation_pages)
    desk_doors.hang(app, DeskDoor(place=48, url="/can-bo/tinh-hinh", label=_l("Tình hình"), icon="place", opens=sees_overview))
    reporting.mobilisation.wiring.install(app)
    reporting.friendly.wiring.install(app)
