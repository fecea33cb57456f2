"""“Tôi cũng gặp việc này”: an anonymous counter on a public case, once for each browser, with limits against abuse.

Nothing personal is kept: a browser is a keyed hash of a random cookie that it got with its first press.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core import page_cache
from core.codes import clean_code
from core.errors import NotFound
from core.extensions import db
from core.sealing import sealer
from deadlines.clock import local_date
from feedback.link_models import CaseSupport
from feedback.models import PublicCase
from feedback.states import OPEN_STATES, CaseState

BROWSER_DAY = 10
CASE_DAY = 200


class Support(StrEnum):
    """What became of a press of the button."""

    COUNTED = "counted"
    KNOWN = "known"
    SETTLED = "settled"
    TOO_MANY = "too_many"


def support(code: str, *, unit_id: int, browser: str, at: datetime) -> Support:
    """Count a browser for a published open case: once for ever, at most 10 cases a day, and at most 200 presses a case and day.

    Raises NotFound when there is no published case of this code in the commune.
    """
    case = db.session.execute(
        select(PublicCase.id, PublicCase.state).where(
            PublicCase.unit_id == unit_id, PublicCase.code == clean_code(code), PublicCase.published
        )
    ).one_or_none()
    if case is None:
        raise NotFound()
    if CaseState(case.state) not in OPEN_STATES:
        return Support.SETTLED
    mark, today = sealer.fingerprint("support", browser), local_date(at)
    here = CaseSupport.unit_id == unit_id
    own, of_it = CaseSupport.browser == mark, CaseSupport.case_id == case.id
    if db.session.scalar(select(CaseSupport.id).where(here, own, of_it)) is not None:
        return Support.KNOWN
    mine = select(func.count()).where(here, own, CaseSupport.supported_on == today)
    theirs = select(func.count()).where(here, of_it, CaseSupport.supported_on == today)
    if (db.session.scalar(mine) or 0) >= BROWSER_DAY or (db.session.scalar(theirs) or 0) >= CASE_DAY:
        return Support.TOO_MANY
    try:
        with db.session.begin_nested():
            db.session.add(CaseSupport(unit_id=unit_id, case_id=case.id, browser=mark, supported_on=today))
    except IntegrityError:
        return Support.KNOWN
    page_cache.raise_version(unit_id)
    return Support.COUNTED
