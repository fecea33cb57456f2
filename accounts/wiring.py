"""How the room hangs in the house: pages, commands, sessions, and what every template knows of commune and official."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Flask, session
from flask_login import current_user

from accounts import desk_doors, identity_notices, notices, page_frame, provider_door, queries
from accounts import session as sessions
from accounts.events import IdentityLinked, OfficialDisabled, WayInGiven, WayInTaken
from accounts.services import identities, returning
from accounts.views import (  # noqa: F401 - their routes
    account,
    administration,
    blueprint,
    common_door,
    helper_posts,
    identity,
    leave,
    officials,
    plans,
    provider_sign_in,
    responsibilities,
    second_factor,
    second_step,
    sign_in,
)
from core import audit, letters, which_commune
from core.bus import HandlerTable
from core.database import current_unit_id
from core.i18n import current_locale
from core.jobs import Job
from core.late import add_commands
from core.returning import on_return
from core.same_page import same_page

HANDLERS: HandlerTable = {
    WayInGiven: (notices.tell_leaders, notices.tell_of_a_factor_taken, identities.end_with_password),
    WayInTaken: (notices.tell_of_a_leader_shut_out,),
    OfficialDisabled: (identities.end_with_account,),
    IdentityLinked: (identity_notices.tell_of_identity,),
}
JOBS: Sequence[Job] = (Job(name="audit_heads", every=timedelta(days=1), run=audit.tell_heads),)
COMMANDS = (
    ("commune", "accounts.cli:commune_group", "Communes: their tree, departments, villages, fields and officials."),
    ("accounts", "accounts.cli:accounts_group", "Accounts of officials."),
)


def install_tenancy(app: Flask) -> None:
    """Let every request know its commune; stands before everything that reads tenant rows."""
    sessions.install_tenancy(app)
    app.before_request(common_door.lead_to_a_commune)


def install(app: Flask) -> None:
    """Register pages and commands, sessions of officials, and the words that every page shows."""
    app.register_blueprint(blueprint)
    sessions.install(app)
    letters.install(app, queries.own_host)
    which_commune.install(app, by_code=queries.tenant_by_code, only=queries.only_tenant)
    add_commands(app, COMMANDS)
    on_return(app, returning.end_all_sessions)
    app.context_processor(_page_words)
    app.jinja_env.globals.update(masthead=page_frame.masthead, foot=page_frame.foot, same_page=same_page)
    desk_doors.install(app)
    provider_door.install(app)


def _page_words() -> dict[str, object]:
    """Give templates the commune, the language and, only where a session exists, the official."""
    unit_id = current_unit_id()
    signed_in = "_user_id" in session and current_user.is_authenticated
    return {
        "commune": queries.commune_profile(unit_id) if unit_id is not None else None,
        "locale": current_locale(),
        "official": current_user if signed_in else None,
    }
