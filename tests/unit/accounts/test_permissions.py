"""Which role carries which permissions."""

from __future__ import annotations

import pytest

from accounts.permissions import HELPER_PERMISSIONS, PERMISSIONS, permissions_of
from accounts.roles import Role
from core.permissions import Permission

CASES = {item for item in Permission if item.value.startswith("case:")}
ADMIN = {item for item in Permission if item.value.startswith("admin:")}


def test_every_role_has_permissions_and_enters_the_desk():
    assert set(PERMISSIONS) == set(Role)
    assert {role for role in Role if Permission.DESK_ENTER in PERMISSIONS[role]} == set(Role)


def test_every_permission_is_held_by_somebody():
    assert permissions_of(Role) | HELPER_PERMISSIONS == set(Permission)


def test_administrator_reads_no_letters():
    assert permissions_of([Role.ADMINISTRATOR]) & CASES == set()


def test_front_supervisor_reads_cases_without_identity_and_writes_what_a_supervisor_says_only():
    assert permissions_of([Role.FRONT_SUPERVISOR]) == {
        Permission.DESK_ENTER, Permission.CASE_READ, Permission.DIALOGUE_READ, Permission.DIALOGUE_SUPERVISE,
        Permission.DISCLOSURE_READ, Permission.CONSULTATION_READ, Permission.CONSULTATION_COUNT,
        Permission.SUPERVISION_READ, Permission.SUPERVISION_WRITE, Permission.SKILFUL_READ, Permission.SKILFUL_WRITE,
    }  # fmt: skip


def test_only_the_leader_approves_and_directs():
    assert {role for role in Role if Permission.CASE_APPROVE in PERMISSIONS[role]} == {Role.LEADER}
    assert {role for role in Role if Permission.CASE_DIRECT in PERMISSIONS[role]} == {Role.LEADER}


def test_only_the_administrator_looks_after_people_settings_and_calendar():
    changing = ADMIN - {Permission.ADMIN_AUDIT}
    assert {role for role in Role if PERMISSIONS[role] & changing} == {Role.ADMINISTRATOR}


def test_only_the_clerk_registers_and_classifies():
    assert {role for role in Role if Permission.CASE_REGISTER in PERMISSIONS[role]} == {Role.RECEPTION_CLERK}
    assert {role for role in Role if Permission.CASE_CLASSIFY in PERMISSIONS[role]} == {Role.RECEPTION_CLERK}


def test_nobody_who_handles_a_case_publishes_it():
    assert {role for role in Role if {Permission.CASE_HANDLE, Permission.CASE_PUBLISH} <= PERMISSIONS[role]} == set()


@pytest.mark.parametrize("role", list(Role))
def test_roles_add_up(role):
    assert permissions_of([role, Role.OFFICER]) == PERMISSIONS[role] | PERMISSIONS[Role.OFFICER]


def test_no_role_permits_nothing():
    assert permissions_of([]) == frozenset()
