"""Makes one case in every situation an official can meet, and one official of each kind around it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from accounts.permissions import Actor
from accounts.queries import officials, signed_in
from core.transaction import transaction
from feedback.services import answering, handling, relieving, triage
from feedback.states import Action
from tests.makers import (
    NOW,
    TODAY,
    Commune,
    ask_for_time,
    department_of,
    draft,
    make_case,
    publish_case,
    read_version,
    submit,
)
from tests.makers_letters import turned_away_case

PLAIN_STOPS = ("received", "classified", "in_progress", "submitted", "approved", "answered", "reopened", "closed")
TURNED_AWAY = {
    "transferred": Action.TRANSFER, "guided": Action.GUIDE, "returned": Action.RETURN, "refused": Action.REFUSE,
    "filed_only": Action.FILE_ONLY,
}  # fmt: skip
LONG_AGO = NOW - timedelta(days=30)


def person(commune: Commune, username: str) -> Actor:
    """Return an official of the commune by user name."""
    found = next(item for item in officials(commune.unit_id) if item.username == username)
    return signed_in(found.public_id, on=TODAY)


def with_roads(commune: Commune) -> Commune:
    """Return the commune with the officer for roads (Phòng Kinh tế) at work and one of another division as the stranger."""
    return replace(commune, officer=person(commune, "kinhte.hatang"), stranger=person(commune, "vanhoa.giaoduc"))


def people(commune: Commune) -> dict[str, Actor]:
    """Return one official of each kind; "head" leads the officer's division."""
    return {
        "clerk": commune.clerk, "officer": commune.officer, "head": person(commune, "kinhte.truong"),
        "stranger": commune.stranger, "leader": commune.leader, "supervisor": commune.supervisor,
    }  # fmt: skip


def situations(commune: Commune) -> dict[str, int]:
    """Return a case for each situation: name → id. All happened at NOW, but "late" and "late_work" began thirty days ago."""
    made = {stop: make_case(commune, state=stop).id for stop in PLAIN_STOPS}
    made |= {state: turned_away_case(commune, action) for state, action in TURNED_AWAY.items()}
    made |= {
        "drafted": drafted(commune), "sent_back": sent_back(commune), "asked": asked(commune),
        "time_asked": time_asked(commune), "time_given": time_decided(commune, approve=True),
        "time_declined": time_decided(commune, approve=False), "nobody": nobody(commune),
        "relief_asked": relief_asked(commune), "published": published(commune),
        "anonymous": make_case(commune, state="in_progress", anonymous=True, name="", phone="").id,
        "late": make_case(commune, at=LONG_AGO).id,
        "late_work": make_case(commune, state="in_progress", at=LONG_AGO).id,
    }  # fmt: skip
    return made


def drafted(commune: Commune) -> int:
    """Return a case whose answer is begun and lacks everything but its first words."""
    case = make_case(commune, state="in_progress")
    with transaction():
        answering.save_draft(
            case.id, actor=commune.officer, at=NOW, version=case.version, draft=draft(done_by="", no_evidence_reason="")
        )
    return case.id


def sent_back(commune: Commune) -> int:
    """Return a case whose answer the leader wants changed."""
    case = make_case(commune, state="submitted")
    with transaction():
        answering.send_back(case.id, actor=commune.leader, at=NOW, version=case.version, note="Ghi rõ ngày nghiệm thu")
    return case.id


def asked(commune: Commune) -> int:
    """Return a case whose sender was asked something."""
    case = make_case(commune, state="in_progress")
    with transaction():
        handling.ask_sender(case.id, actor=commune.officer, at=NOW, text="Lan can hỏng bên nào của cầu?")
    return case.id


def time_asked(commune: Commune) -> int:
    """Return a case for which the officer wants more time."""
    case = make_case(commune, state="in_progress")
    ask_for_time(commune, case.id)
    return case.id


def time_decided(commune: Commune, *, approve: bool) -> int:
    """Return a case for which the leader gave more time, or did not."""
    case_id = time_asked(commune)
    with transaction():
        handling.decide_extension(
            case_id, actor=commune.leader, at=NOW, version=read_version(case_id), approve=approve, note="Đã xem xét kỹ"
        )
    return case_id


def relief_asked(commune: Commune) -> int:
    """Return a case whose officer asks to be relieved."""
    case = make_case(commune, state="in_progress")
    with transaction():
        relieving.ask_relief(case.id, actor=commune.officer, at=NOW, version=case.version, reason="field")
    return case.id


def nobody(commune: Commune) -> int:
    """Return a case that lies with the officer's division and with nobody in it."""
    case = make_case(commune, state="classified")
    with transaction():
        triage.accept(
            case.id, actor=commune.clerk, at=NOW, version=case.version, department_id=department_of(commune.officer),
            officer_id=None,
        )  # fmt: skip
    return case.id


def published(commune: Commune) -> int:
    """Return a case that the public reads before anybody has taken it on."""
    case = make_case(commune)
    publish_case(commune, case.id)
    return case.id


def answer_again(commune: Commune, case_id: int) -> None:
    """Answer a reopened case the second time."""
    submit(commune, case_id)
    with transaction():
        answering.approve_answer(case_id, actor=commune.leader, at=NOW, version=read_version(case_id), issue_now=True)
