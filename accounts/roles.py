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


class HelperOffice(StrEnum):
    """In which office somebody helps neighbours to write: head of the village (trưởng thôn) or its Front committee."""

    VILLAGE_HEAD = "village_head"
    VILLAGE_FRONT = "village_front"
