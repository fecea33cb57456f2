"""The posts an official can hold in this product, as words. Pure; which rights they carry stands in permissions.py."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """One post; an official may hold several, each in one department and for a time."""

    RECEPTION_CLERK = "reception_clerk"
    OFFICER = "officer"
    DEPARTMENT_HEAD = "department_head"
    LEADER = "leader"
    FRONT_SUPERVISOR = "front_supervisor"
    ADMINISTRATOR = "administrator"
