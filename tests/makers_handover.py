"""Makers of a letter that goes from one commune to another: two communes at one installation, and the act itself."""

from __future__ import annotations

from datetime import datetime

from accounts.queries import fields
from core.database import use_unit
from core.transaction import transaction
from feedback.models import Case
from feedback.queries.handovers import row_of
from feedback.services import handing_over, triage
from feedback.states import CaseKind
from tests.makers import NOW, Commune, make_case, read_case, read_version

GROUND = "Việc này xảy ra ở xã khác và do xã đó giải quyết. Căn cứ: Luật Tiếp công dân 2013, Điều 26.2b."
LETTER = "Việc này không thuộc xã Vạn Linh. Đơn đã được bàn giao cho xã có trách nhiệm."
STORY = "Cống thoát nước đầu thôn Làng Bu tắc từ tháng trước, mưa là ngập đường vào trường."


def hand_over(commune: Commune, case_id: int, to: Commune, *, at: datetime = NOW, **changes: object) -> int:
    """The clerk hands a case to another commune; return the case there."""
    values = {"ground": GROUND, "letter": LETTER, "unit_id": to.unit_id, "actor": commune.clerk, **changes}
    with use_unit(commune.unit_id), transaction():
        if "version" not in values:
            values["version"] = read_version(case_id)
        return handing_over.hand_over(case_id, at=at, **values)


def handed(commune: Commune, to: Commune, *, at: datetime = NOW, **changes: object) -> tuple[Case, Case]:
    """Return a case that was handed over, and the case that goes on at the other commune."""
    case = make_case(commune, state="classified", at=at, **{"story": STORY, **changes})
    there = hand_over(commune, case.id, to, at=at)
    return read_case(case.id), seen(to, there)


def seen(commune: Commune, case_id: int) -> Case:
    """Return the row of a commune's case as it is now."""
    with use_unit(commune.unit_id):
        return read_case(case_id)


def other_side(case_id: int) -> int:
    """Return the case at the other end of the handover."""
    row = row_of(case_id)
    return row.to_case_id if row.from_case_id == case_id else row.from_case_id


def classify(commune: Commune, case_id: int, *, at: datetime = NOW) -> None:
    """The clerk names the field, where the letter has none."""
    case = seen(commune, case_id)
    with use_unit(commune.unit_id), transaction():
        triage.classify(
            case_id, actor=commune.clerk, at=at, version=case.version, kind=CaseKind(case.kind), village_id=case.village_id,
            field_id=case.field_id or fields(commune.unit_id)[0].id,
        )  # fmt: skip
