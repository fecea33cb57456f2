"""A helper of a village writes a letter down for a neighbour: the neighbour sends, the helper is how it came."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from accounts.helper_queries import HelperPostItem, posts_of_helper
from accounts.permissions import Actor
from accounts.queries import commune_profile
from core.bus import publish
from core.errors import BadInput, NotAllowed
from core.extensions import db
from core.permissions import Permission
from core.sealing import sealer
from core.settings_registry import setting_def
from core.text import clean_line, clean_text
from deadlines.clock import local_date
from feedback.assistance_models import CaseAssistance, HelpedCode
from feedback.assistance_rules import Consent, ConsentBy, consent_faults, sentence_of
from feedback.events import CaseAssisted
from feedback.rules import NewCase
from feedback.services.intake import Receipt, register_case
from feedback.states import CaseKind, Channel

WRITTEN_DOWN = frozenset({CaseKind.REFLECTION, CaseKind.PETITION, CaseKind.OTHER})
"""A complaint is signed by whose right it is (Law on Complaints 2011, Art. 8), a denunciation goes to the sealed room."""

LISTED_MOST = timedelta(hours=setting_def("assist_list_hours").most)
"""No list of codes reaches back further, whatever a commune has set."""


class AnotherLetter(BadInput):
    """The form was a case already, and its words were others: the receipt of one neighbour is not shown for another."""


def register_for_neighbour(new: NewCase, consent: Consent, *, idempotency_key: str, at: datetime, actor: Actor) -> Receipt:
    """Make a neighbour's letter a case, with the consent; the same form again returns the same receipt.

    Raises NotAllowed (no helper, or a complaint), BadInput (village_unknown outside of the helper's own villages, codes of
    feedback.rules and feedback.assistance_rules) and AnotherLetter. State: received. Events: CaseRegistered, CaseAssisted.
    """
    if Permission.ASSIST_ENTER not in actor.permissions or new.kind not in WRITTEN_DOWN or new.anonymous:
        raise NotAllowed(action="assist")
    today = local_date(at)
    post = _post(actor, new.village_id, at=at)
    faults = consent_faults(consent, today=today) | ({} if post else {"village_id": "village_unknown"})
    if faults or post is None:
        raise BadInput(faults)
    new = replace(new, channel=Channel.ASSISTED, hide_name=True)
    made = register_case(new, unit_id=actor.unit_id, idempotency_key=idempotency_key, at=at, actor=actor)
    if made.repeated:
        _insist_on_same(made, new, actor=actor)
        return made
    db.session.add(_assistance(made.case_id, post, consent, actor=actor, at=at))
    db.session.execute(delete(HelpedCode).where(HelpedCode.unit_id == actor.unit_id, HelpedCode.at < at - LISTED_MOST))
    db.session.add(HelpedCode(unit_id=actor.unit_id, helper_id=actor.id, code=made.code, words=_fingerprint(new), at=at))
    db.session.flush()
    publish(
        CaseAssisted(
            unit_id=actor.unit_id, at=at, actor_id=actor.id, case_id=made.case_id, office=post.office.value,
            consent_way=str(consent.way), consent_by=consent.by.value, sentence_version=consent.version,
        )
    )  # fmt: skip
    return made


def _post(actor: Actor, village_id: int | None, *, at: datetime) -> HelperPostItem | None:
    held = posts_of_helper(actor.unit_id, actor.id, on=local_date(at))
    return next((post for post in held if post.village_id == village_id), None)


def _insist_on_same(made: Receipt, new: NewCase, *, actor: Actor) -> None:
    """Raise AnotherLetter when other words stand in the form than those that became the case, wherever the case lies now."""
    query = select(HelpedCode.words).where(HelpedCode.unit_id == actor.unit_id, HelpedCode.code == made.code)
    words = db.session.scalar(query)
    if words is not None and words != _fingerprint(new):
        raise AnotherLetter({"story": "another_letter"})


def _fingerprint(new: NewCase) -> str:
    return sealer.fingerprint("helped", clean_text(new.story))


def _assistance(case_id: int, post: HelperPostItem, consent: Consent, *, actor: Actor, at: datetime) -> CaseAssistance:
    known, profile = sentence_of(consent.version), commune_profile(actor.unit_id)
    if known is None or consent.given_on is None:
        raise LookupError("a consent was written down before it was checked")
    named = consent.by == ConsentBy.REPRESENTATIVE
    return CaseAssistance(
        unit_id=actor.unit_id, case_id=case_id, helper_id=actor.id, office=post.office.value, village_id=post.village_id,
        consent_way=str(consent.way), consent_by=consent.by.value, consent_name=clean_line(consent.name)[:120] if named else None,
        consented_on=consent.given_on, recorded_at=at, sentence_version=known.version,
        sentence=known.read_in(profile.name if profile else ""),
    )  # fmt: skip
