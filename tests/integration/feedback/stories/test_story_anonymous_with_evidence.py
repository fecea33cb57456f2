"""Story: a reflection without a name, with place and photo, is checked at once and kept as information; nobody is answered."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from PIL import Image

from core.transaction import transaction
from feedback.queries.people import addressee
from feedback.services import handling, photos
from tests.makers import Commune, look, make_case, read_case
from tests.makers import _go as go
from tests.makers_letters import tray
from tests.makers_links import file_information, mark_urgent
from tests.makers_told import Day, clock_days, moment, named, tell

BY_HAND = (
    Day("KNPA.URGENT", "Fri 13/02/2026", "1 wd from Thu 12/2; the office's own rule, NĐ 154/2026 Điều 25.3"),
    Day("filed", "Fri 13/02/2026", "before Tết: 16–20/2 are off"),
)


def photo() -> BytesIO:
    stream = BytesIO()
    Image.new("RGB", (40, 30), (90, 90, 140)).save(stream, "JPEG")
    stream.seek(0)
    return stream


def test_an_anonymous_reflection_with_evidence_is_checked_and_kept(commune: Commune):
    case = make_case(
        commune, at=moment("2026-02-12 07:30"), anonymous=True, name="", phone="",
        story="Xe tải đổ chất thải xuống suối sau chợ lúc nửa đêm, biển số chụp trong ảnh.",
    )  # fmt: skip
    with transaction():
        photos.attach([photo()], case_id=case.id, unit_id=commune.unit_id, at=moment("2026-02-12 07:30"))
    assert (clock_days(case.id), case.due_on) == ({}, None)
    mark_urgent(commune, case.id, at=moment("2026-02-12 08:30"), reason="Chất thải đang chảy xuống suối")
    for stop in ("classified", "in_progress"):
        go(commune, case.id, stop, at=moment("2026-02-12 09:00"))
    with transaction():
        handling.add_note(case.id, actor=commune.officer, at=moment("2026-02-13 10:00"), text="Đã lập biên bản tại suối.")
    file_information(commune, case.id, at=moment("2026-02-13 16:00"), text="Đã kiểm tra, lập biên bản, chuyển công an xã.")
    kept = read_case(case.id)
    assert {**clock_days(case.id), "filed": named(kept.closed_on)} == {day.what: day.on for day in BY_HAND}
    assert (kept.state, kept.answered_on, len(look(commune.clerk, case.id).pictures)) == ("filed", None, 1)
    told = [letter.event for letter in tray(case.id) if letter.reader == "sender"]
    assert (told, addressee(kept).email) == (["registered", "accepted"], None)
    later = look(commune.clerk, case.id, today=kept.closed_on + timedelta(days=60))
    assert (later.running_clock, {step.action.value for step in later.steps}) == (None, {"note", "publish"})
    tell("An anonymous reflection with evidence (setting allow_anonymous_reflection)", [case.id])
