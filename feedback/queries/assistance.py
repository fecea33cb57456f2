"""What a helper still sees (codes, for a short time), and what the desk sees of the consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts.models import Official, Village
from accounts.permissions import Actor
from accounts.queries import setting
from core.extensions import db
from feedback.assistance_models import CaseAssistance, HelpedCode


@dataclass(frozen=True, kw_only=True)
class AssistanceView:
    """Who wrote the letter down, and how the sender agreed; ``consent_name`` is empty for whoever may not see names."""

    helper_name: str
    office: str
    village_name: str
    consent_way: str
    consent_by: str
    consent_name: str
    consented_on: date
    sentence_version: str
    sentence: str


def helped_lately(actor: Actor, *, at: datetime) -> list[tuple[str, datetime]]:
    """Return code and moment of what a helper wrote down within ``assist_list_hours``, the newest first; at most fifty."""
    since = at - timedelta(hours=int(setting(actor.unit_id, "assist_list_hours")))
    query = (
        select(HelpedCode.code, HelpedCode.at)
        .where(HelpedCode.unit_id == actor.unit_id, HelpedCode.helper_id == actor.id, HelpedCode.at >= since)
        .order_by(HelpedCode.id.desc())
        .limit(50)
    )
    return list(db.session.execute(query).tuples())


def assistance_of(unit_id: int, case_id: int, *, with_names: bool) -> AssistanceView | None:
    """Return how a helper wrote the case down, or None when nobody did."""
    query = (
        select(CaseAssistance, Official.full_name, Village.name)
        .join(Official, Official.id == CaseAssistance.helper_id)
        .join(Village, Village.id == CaseAssistance.village_id)
        .where(CaseAssistance.unit_id == unit_id, CaseAssistance.case_id == case_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    row, helper, village = found
    return AssistanceView(
        helper_name=helper, office=row.office, village_name=village, consent_way=row.consent_way, consent_by=row.consent_by,
        consent_name=(row.consent_name or "") if with_names else "", consented_on=row.consented_on,
        sentence_version=row.sentence_version, sentence=row.sentence,
    )  # fmt: skip
