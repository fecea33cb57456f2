"""Which role carries which permissions. Pure; the words themselves are the ground's (core.permissions)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.roles import Role
from core.permissions import Permission

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.RECEPTION_CLERK: frozenset(
        {
            Permission.DESK_ENTER,
            Permission.CASE_READ,
            Permission.CASE_REGISTER,
            Permission.CASE_CLASSIFY,
            Permission.CASE_ASSIGN,
            Permission.CASE_PUBLISH,
            Permission.CASE_IDENTITY,
            Permission.CASE_NOTE,
            Permission.DATA_RUN,
            Permission.DENUNCIATION_ENTER,
            Permission.DENUNCIATION_SEAL,
            Permission.DIALOGUE_READ,
            Permission.DIALOGUE_PLAN,
            Permission.RECEPTION_RUN,
            Permission.DISCLOSURE_READ,
            Permission.DISCLOSURE_WRITE,
            Permission.DISCLOSURE_PUBLISH,
            Permission.REPORT_MAKE,
            Permission.CONSULTATION_READ,
            Permission.CONSULTATION_PLAN,
            Permission.CONSULTATION_COUNT,
            Permission.SUPERVISION_READ,
            Permission.SUPERVISION_WRITE,
            Permission.SUPERVISION_HANDLE,
            Permission.SKILFUL_READ,
            Permission.SKILFUL_WRITE,
        }
    ),
    Role.OFFICER: frozenset(
        {
            Permission.DESK_ENTER,
            Permission.CASE_READ,
            Permission.CASE_HANDLE,
            Permission.CASE_IDENTITY,
            Permission.CASE_NOTE,
            Permission.DENUNCIATION_ENTER,
            Permission.DENUNCIATION_SEAL,
            Permission.DIALOGUE_READ,
            Permission.DIALOGUE_ANSWER,
            Permission.DISCLOSURE_READ,
            Permission.DISCLOSURE_WRITE,
            Permission.CONSULTATION_READ,
            Permission.CONSULTATION_PLAN,
            Permission.CONSULTATION_COUNT,
            Permission.SUPERVISION_READ,
            Permission.SUPERVISION_HANDLE,
            Permission.SKILFUL_READ,
            Permission.SKILFUL_WRITE,
        }
    ),
    Role.DEPARTMENT_HEAD: frozenset(
        {
            Permission.DESK_ENTER,
            Permission.CASE_READ,
            Permission.CASE_ASSIGN,
            Permission.CASE_HANDLE,
            Permission.CASE_IDENTITY,
            Permission.CASE_NOTE,
            Permission.TEMPLATE_EDIT,
            Permission.DENUNCIATION_ENTER,
            Permission.DENUNCIATION_SEAL,
            Permission.DIALOGUE_READ,
            Permission.DIALOGUE_ANSWER,
            Permission.DISCLOSURE_READ,
            Permission.DISCLOSURE_WRITE,
            Permission.CONSULTATION_READ,
            Permission.CONSULTATION_PLAN,
            Permission.CONSULTATION_COUNT,
            Permission.SUPERVISION_READ,
            Permission.SUPERVISION_HANDLE,
            Permission.SKILFUL_READ,
            Permission.SKILFUL_WRITE,
        }
    ),
    Role.LEADER: frozenset(
        {
            Permission.DESK_ENTER,
            Permission.CASE_READ,
            Permission.CASE_ASSIGN,
            Permission.CASE_DIRECT,
            Permission.CASE_APPROVE,
            Permission.CASE_PUBLISH,
            Permission.CASE_IDENTITY,
            Permission.CASE_NOTE,
            Permission.DATA_RUN,
            Permission.DATA_DECIDE,
            Permission.TEMPLATE_EDIT,
            Permission.ADMIN_AUDIT,
            Permission.DENUNCIATION_ENTER,
            Permission.DENUNCIATION_SEAL,
            Permission.DENUNCIATION_NAME,
            Permission.DIALOGUE_READ,
            Permission.DIALOGUE_PLAN,
            Permission.DIALOGUE_DECIDE,
            Permission.RECEPTION_RUN,
            Permission.RECEPTION_DECIDE,
            Permission.DISCLOSURE_READ,
            Permission.DISCLOSURE_WRITE,
            Permission.DISCLOSURE_PUBLISH,
            Permission.DISCLOSURE_DECIDE,
            Permission.REPORT_MAKE,
            Permission.REPORT_ISSUE,
            Permission.CONSULTATION_READ,
            Permission.CONSULTATION_PLAN,
            Permission.CONSULTATION_COUNT,
            Permission.CONSULTATION_DECIDE,
            Permission.SUPERVISION_READ,
            Permission.SUPERVISION_HANDLE,
            Permission.SUPERVISION_DECIDE,
            Permission.SKILFUL_READ,
            Permission.SKILFUL_WRITE,
            Permission.SKILFUL_DECIDE,
        }
    ),
    Role.FRONT_SUPERVISOR: frozenset(
        {
            Permission.DESK_ENTER,
            Permission.CASE_READ,
            Permission.DIALOGUE_READ,
            Permission.DIALOGUE_SUPERVISE,
            Permission.DISCLOSURE_READ,
            Permission.CONSULTATION_READ,
            Permission.CONSULTATION_COUNT,
            Permission.SUPERVISION_READ,
            Permission.SUPERVISION_WRITE,
            Permission.SKILFUL_READ,
            Permission.SKILFUL_WRITE,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.DESK_ENTER,
            Permission.ADMIN_PEOPLE,
            Permission.ADMIN_CALENDAR,
            Permission.ADMIN_SETTINGS,
            Permission.ADMIN_AUDIT,
        }
    ),
}
"""The administrator looks after people and settings and reads no letters; the Front reads, and writes nothing but its remarks on
dialogues and commitments, what it counted on paper in a consultation, its recommendations and its models."""

HELPER_PERMISSIONS = frozenset({Permission.ASSIST_ENTER})
"""What a post as helper of a village carries: no letter is read with it, and no desk is entered."""


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Return everything that somebody who holds ``roles`` may do; nothing for no role."""
    return frozenset().union(*(PERMISSIONS[role] for role in roles))


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The official who acts, as commands and rules see one: no session, no database."""

    id: int
    unit_id: int
    name: str
    permissions: frozenset[Permission]
    department_ids: frozenset[int]
