"""What official papers say of the commune's office: its names, its head in two lines, its province. Pure.

Every room that makes papers takes its facts from here, so that one office has one name.
"""

from __future__ import annotations

from datetime import date

from accounts.read_models import CommuneProfile


def office_facts(profile: CommuneProfile, *, on: date) -> dict[str, str]:
    """Return what every paper knows of the office."""
    authority = profile.authority or profile.name
    return {
        "authority": authority, "authority_caps": authority.upper(), "commune": profile.name,
        "chair_caps": f"CHỦ TỊCH {authority.upper()}", "phone": profile.phone, "province": province_words(profile),
        "reception_place": profile.reception_place,
        "today": day_text(on),
    }  # fmt: skip


def province_words(profile: CommuneProfile) -> str:
    """Return "tỉnh Lạng Sơn" as it stands behind "Ủy ban nhân dân"; "tỉnh" where the name is not known."""
    name = profile.province_name
    return name[:1].lower() + name[1:] if name else "tỉnh"


def issuer_lines(profile: CommuneProfile) -> tuple[str, ...]:
    """Return "ỦY BAN NHÂN DÂN", "XÃ VẠN LINH": the name of the body in two lines, as at the head of its papers."""
    authority, commune = (profile.authority or profile.name).upper(), profile.name.upper()
    body = authority.removesuffix(commune).strip()
    return (body, commune) if body and authority.endswith(commune) else (authority,)


def day_text(day: date) -> str:
    """Return "03/12/2026"."""
    return f"{day:%d/%m/%Y}"
