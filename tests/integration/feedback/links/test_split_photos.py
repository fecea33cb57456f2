"""Photos of a letter with several matters: each part gets copies of those that show its matter, and shows only its own."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from core.attachments import Picture, pictures
from core.database import use_unit
from core.errors import BadInput
from core.extensions import db
from core.objects import store
from core.transaction import transaction
from feedback.models import PublicCase
from feedback.queries.photos import shown_file
from feedback.services import photos, publishing
from feedback.services.sealing import seal_case
from feedback.services.upkeep import re_encode_photos
from tests.makers import NOW, Commune, make_case, read_version
from tests.makers_desk import MORNING, form_values, made, sit_down
from tests.makers_links import BRIDGE, RUBBISH, parts_of, split


def attach(commune: Commune, case_id: int, colour: str, *, purpose: str = "story") -> None:
    """Give a case a photo of a colour."""
    data = BytesIO()
    Image.new("RGB", (48, 32), colour).save(data, "JPEG")
    with transaction():
        photos.attach([BytesIO(data.getvalue())], case_id=case_id, unit_id=commune.unit_id, at=NOW, purpose=purpose)


def of(commune: Commune, case_id: int) -> list[Picture]:
    db.session.rollback()
    return pictures(unit_id=commune.unit_id, subject=f"case:{case_id}")


def letter_with_photos(commune: Commune) -> tuple[int, list[str]]:
    """Return a letter with a photo of the bridge, one of the rubbish, and a scan of its paper."""
    case = make_case(commune, story=f"{BRIDGE} {RUBBISH}")
    for colour, purpose in (("green", "story"), ("brown", "added"), ("white", "scan")):
        attach(commune, case.id, colour, purpose=purpose)
    re_encode_photos(NOW)
    return case.id, [item.public_id for item in of(commune, case.id)]


def test_each_part_gets_what_was_chosen_and_all_when_nothing_was_said(commune: Commune):
    letter, (bridge, rubbish, _scan) = letter_with_photos(commune)
    first, second = parts_of(commune, BRIDGE, RUBBISH)
    with pytest.raises(BadInput) as caught:
        split(commune, letter, [replace(first, photos=("0" * 32,)), second])
    assert caught.value.errors == {"photos_1": "photo_unknown"}
    ids = split(commune, letter, [replace(first, photos=(bridge,)), second])
    own = [of(commune, number) for number in ids]
    assert [[item.purpose for item in shown] for shown in own] == [["story"], ["story", "added"]]
    everything = {item.public_id for shown in own for item in shown}
    assert (len(everything), everything & {bridge, rubbish}) == (3, set())
    assert len(of(commune, letter)) == 3
    assert re_encode_photos(NOW) == 3
    assert {item.state for number in ids for item in of(commune, number)} == {"ready"}


def test_a_public_part_shows_its_own_approved_photos_and_a_sealed_one_takes_only_its_own(commune: Commune):
    letter, (bridge, rubbish, scan) = letter_with_photos(commune)
    first, second = parts_of(commune, BRIDGE, RUBBISH)
    ids = split(commune, letter, [replace(first, photos=(bridge,)), replace(second, photos=(rubbish,))])
    re_encode_photos(NOW)
    (mine,), (other,) = (of(commune, number) for number in ids)
    said = {"title": "Cầu hỏng lan can", "story": "Lan can cầu tràn hỏng.", "actor": commune.leader, "at": NOW}
    for strange in (bridge, rubbish, scan, other.public_id):
        with transaction(), pytest.raises(BadInput):
            publishing.publish(ids[0], **said, version=read_version(ids[0]), photos=[strange])
    with transaction():
        publishing.publish(ids[0], **said, version=read_version(ids[0]), photos=[mine.public_id])
    assert db.session.get(PublicCase, ids[0], populate_existing=True).photos == [mine.public_id]
    seen = {
        name: shown_file(unit_id=commune.unit_id, public_id=name, size="small", official=None, sender_of=None) is not None
        for name in (mine.public_id, other.public_id, bridge, rubbish, scan)
    }
    assert seen == {mine.public_id: True, other.public_id: False, bridge: False, rubbish: False, scan: False}
    with transaction():
        seal_case(ids[1], actor=commune.leader, at=NOW)
    assert (of(commune, ids[1]), len(of(commune, ids[0])), len(of(commune, letter))) == ([], 1, 3)
    assert [item.name for item in store().listed() if mine.public_id in item.name] != []


def test_the_form_offers_them_all_chosen_and_keeps_what_was_taken_out(app: Flask, home: Commune, at):
    at(MORNING)
    case = made(app, home, story=f"{BRIDGE} {RUBBISH}")
    with app.app_context(), use_unit(home.unit_id):
        for colour in ("green", "brown"):
            attach(home, case, colour)
        names = [item.public_id for item in of(home, case)]
        field_id = str(parts_of(home, BRIDGE)[0].field_id)
    clerk = sit_down(app, home.clerk)
    page = clerk.case(case)
    assert (page.text.count('name="tach-photos_1"'), page.text.count("đang xử lý") >= 2) == (2, True)
    typed = {"story_1": BRIDGE, "story_2": RUBBISH, "field_id_1": field_id, "photos_1": [names[0]], "photos_2": []}
    wrong = clerk.take(case, "tach", **typed)
    back = form_values(wrong.text, f"/can-bo/ho-so/{case}/tach")
    assert (wrong.status_code, back["tach-photos_1"], "tach-photos_2" in back) == (400, names[0], False)
    assert clerk.take(case, "tach", **typed, field_id_2=field_id).status_code == 303
    with app.app_context(), use_unit(home.unit_id):
        assert [len(of(home, number)) for number in (case + 1, case + 2)] == [1, 0]
