"""Small vocabularies of the room: kinds of administrative units and the groups of the statutory statistics. Pure."""

from __future__ import annotations

from enum import StrEnum


class UnitKind(StrEnum):
    """What a unit is. The old kinds ended on 30 June 2025, when the district level was abolished."""

    PROVINCE = "province"
    COMMUNE = "commune"
    OLD_DISTRICT = "old_district"
    OLD_COMMUNE = "old_commune"


class StatGroup(StrEnum):
    """Content groups of tables 02–04/XLD of Circular 01/2024/TT-TTCP that a field is counted under."""

    POLICY = "policy"
    LAND = "land"
    CIVIL_SERVICE = "civil_service"
    JUDICIAL = "judicial"
    PARTY = "party"
    CORRUPTION = "corruption"
    OTHER = "other"
