"""A letter handed to another commune: one act, two cases, two clocks, one code for the sender, and one way back."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from accounts.models import Unit
from accounts.queries import fields
from core import audit
from core.attachments import pictures
from core.database import use_unit
from core.errors import BadInput, NotAllowed, NotFound, StaleVersion, WrongState
from core.extensions import db
from core.transaction import transaction
from deadlines.queries import calendar_for
from feedback.handover_models import CaseHandover
from feedback.models import Case, CaseEntry, PublicCase, Sender
from feedback.queries.handovers import handover_view, holder, left_behind, receivers
from feedback.queries.tracking import tracked
from feedback.services import handling, photos, sender, transferring, triage
from feedback.services.upkeep import re_encode_photos
from feedback.states import Action, CaseKind
from tests.makers import NEIGHBOUR, NOW, TODAY, Commune, look, make_case, make_commune, make_receipt, read_case, read_version
from tests.makers_handover import GROUND, LETTER, STORY, classify, hand_over, handed, seen
from tests.makers_letters import readers, tray
from tests.makers_links import merge

LATER = NOW + timedelta(days=3)
"""Mon 23/11/2026, 09:00 in Viet Nam: one working day after Fri 20/11."""
BACK = NOW + timedelta(days=5)
"""Wed 25/11/2026; Tue 24/11 is a holiday."""
DUE_HERE = date(2026, 12, 7)
"""10 working days from Fri 20/11: Mon 23 is the first, Tue 24 is a holiday, Mon 7/12 the tenth."""
DUE_THERE = date(2026, 12, 8)
"""10 working days from Mon 23/11: Wed 25 is the first, Tue 8/12 the tenth."""


@pytest.fixture
def there(commune: Commune) -> Commune:
    """Return the second commune of the installation."""
    return make_commune(NEIGHBOUR)


def entries(commune: Commune, case_id: int) -> list[str]:
    with use_unit(commune.unit_id):
        return list(db.session.scalars(select(CaseEntry.kind).where(CaseEntry.case_id == case_id).order_by(CaseEntry.id)))


def of_sender(commune: Commune, case_id: int, *, today: date = TODAY):
    with use_unit(commune.unit_id):
        return tracked(commune.unit_id, case_id, today=today, calendar=calendar_for(commune.unit_id), locale="vi")


def view(commune: Commune, case: Case, *, today: date):
    return handover_view(commune.unit_id, case.id, received_on=case.received_on, today=today, locale="vi")


def test_one_act_ends_the_case_here_and_begins_one_there(commune: Commune, there: Commune):
    road = next(item.id for item in fields(commune.unit_id) if item.code == "giao_thong")
    receipt = make_receipt(commune, story=STORY, email="an@example.vn", field_id=road)
    classify(commune, receipt.case_id)
    _photo(commune, receipt.case_id, "green")
    _photo(commune, receipt.case_id, "red", ready=False)
    with transaction():
        sender.add_more(receipt.case_id, unit_id=commune.unit_id, at=NOW, text="Nước ngập cả sân trường.")
    with transaction():
        handling.add_note(receipt.case_id, actor=commune.clerk, at=NOW, text="Người gửi là họ hàng của trưởng thôn.")
    case_there = seen(there, hand_over(commune, receipt.case_id, there, at=LATER))
    case = read_case(receipt.case_id)
    assert (case.state, case.closed_on, case.on_time, case.due_on) == ("transferred", LATER.date(), True, DUE_HERE)
    assert (case_there.state, case_there.unit_id, case_there.received_on) == ("received", there.unit_id, LATER.date())
    assert (case_there.due_on, case_there.channel, case_there.kind) == (DUE_THERE, "commune", case.kind)
    assert (case_there.story, case_there.subject, case_there.code == case.code) == (case.story, case.subject, False)
    assert entries(commune, case.id) == ["registered", "classified", "added", "note", "handed_over"]
    assert entries(there, case_there.id) == ["added", "handover_received"]
    with use_unit(there.unit_id):
        file = look(there.clerk, case_there.id, today=LATER.date())
        assert (file.sender.name, file.sender.email, len(file.pictures)) == ("Nguyễn Văn An", "an@example.vn", 2)
        assert (file.field_name, file.village_name) == ("Giao thông, cầu đường", "")
        assert [entry.actor_name for entry in file.entries] == ["", ""]
        assert file.entries[1].facts == {"sender": "Ủy ban nhân dân xã Vạn Linh", "code": case.code, "ground": GROUND}
        copies = file.pictures
    own = pictures(unit_id=commune.unit_id, subject=f"case:{case.id}")
    assert {item.public_id for item in own} & {item.public_id for item in copies} == set()
    re_encode_photos(NOW)
    with use_unit(there.unit_id):
        assert [item.state for item in look(there.clerk, case_there.id).pictures] == ["ready", "ready"]
    assert audit.verify() == []


def _photo(commune: Commune, case_id: int, colour: str, *, ready: bool = True) -> None:
    data = BytesIO()
    Image.new("RGB", (64, 48), colour).save(data, "JPEG")
    with transaction():
        photos.attach([BytesIO(data.getvalue())], case_id=case_id, unit_id=commune.unit_id, at=NOW)
    if ready:
        re_encode_photos(NOW)


def test_both_sides_see_both_clocks_and_nothing_else(commune: Commune, there: Commune):
    case, case_there = handed(commune, there, at=NOW)
    today = date(2026, 12, 8)
    mine = view(commune, case, today=today)
    assert (mine.sent, mine.away, mine.office, mine.code) == (True, True, "Ủy ban nhân dân xã Chiến Thắng", case_there.code)
    assert (mine.state, mine.clock.due_on, mine.clock.remaining, mine.used) == ("received", DUE_HERE, -1, 0)
    assert mine.clock.sentences != ()
    theirs = view(there, case_there, today=today)
    assert (theirs.sent, theirs.away, theirs.office, theirs.code) == (False, False, "Ủy ban nhân dân xã Vạn Linh", case.code)
    ended = [(clock.ended_on, clock.in_time, clock.due_on) for clock in theirs.clocks if clock.ended_on]
    assert (theirs.state, theirs.clock, ended) == ("transferred", None, [(TODAY, True, DUE_HERE)])
    for unit, number in ((there.unit_id, case.id), (commune.unit_id, case_there.id), (commune.unit_id, 999_999)):
        assert handover_view(unit, number, received_on=TODAY, today=today, locale="vi") is None
        assert (holder(unit, number), left_behind(unit, number)) == (None, None)


def test_the_sender_is_told_and_sees_the_stations_there(commune: Commune, there: Commune):
    case, case_there = handed(commune, there, email="an@example.vn")
    assert (readers(case.id, "handed_over"), readers(case_there.id, "handed_over")) == (["sender"], [])
    told = next(item for item in tray(case.id) if item.event == "handed_over")
    assert told.email == "an@example.vn"
    for words in ("Ủy ban nhân dân xã Chiến Thắng", case_there.code, "7/12/2026"):
        assert words in told.body
    assert (STORY[:12] in told.body, LETTER in told.body) == (False, False)
    assert len(readers(case_there.id, "desk_handover")) >= 1
    assert set(readers(case_there.id, "desk_handover")) & {item.reader for item in tray(case.id)} == set()
    shown = of_sender(commune, case.id)
    assert [(stop.name, stop.state) for stop in shown.receipt.stations] == [
        ("registered", "done"), ("handed_over", "done"), ("accepted", "now"), ("answered", "next"), ("closed", "next"),
    ]  # fmt: skip
    assert (shown.there.receipt.code, shown.there.may_add, shown.handover.code) == (case.code, True, case_there.code)
    assert [clock.due_on for clock in shown.receipt.clocks if clock.state == "running"] == [DUE_HERE]
    at_other = of_sender(there, case_there.id)
    assert (at_other.there, at_other.handover.sent, at_other.handover.code) == (None, False, case.code)
    assert [stop.name for stop in at_other.receipt.stations] == ["registered", "accepted", "answered", "closed"]
    rows = db.session.execute(
        select(PublicCase.unit_id, PublicCase.code, PublicCase.state).order_by(PublicCase.id).execution_options(all_units=True)
    ).all()
    assert [tuple(row) for row in rows] == [
        (commune.unit_id, case.code, "transferred"), (there.unit_id, case_there.code, "received"),
    ]  # fmt: skip


def test_one_code_and_the_same_words_open_it_at_both_communes(commune: Commune, there: Commune):
    receipt = make_receipt(commune, story=STORY)
    classify(commune, receipt.case_id)
    made = hand_over(commune, receipt.case_id, there)
    code_there = seen(there, made).code
    for unit, code, found in (
        (commune, receipt.code, receipt.case_id), (commune, code_there, receipt.case_id),
        (there, receipt.code, made), (there, code_there, made),
    ):  # fmt: skip
        with use_unit(unit.unit_id), transaction():
            seen_by_words = sender.look_up(code, unit_id=unit.unit_id, at=NOW, secret=receipt.secret)
        assert (seen_by_words.case_id, seen_by_words.level) == (found, "full")
        with use_unit(unit.unit_id), transaction():
            wrong = sender.look_up(code, unit_id=unit.unit_id, at=NOW, secret="bốn · từ · sai · rồi")
        assert wrong.case_id is None


def test_it_comes_back_once_with_a_clock_of_its_own(commune: Commune, there: Commune):
    case, case_there = handed(commune, there, at=NOW)
    classify(there, case_there.id)
    with use_unit(there.unit_id), transaction():
        sender.add_more(case_there.id, unit_id=there.unit_id, at=LATER, text="Cống này ngay cạnh trường.")
    with use_unit(there.unit_id):
        assert [item.id for item in receivers(seen(there, case_there.id), on=BACK.date())] == [commune.unit_id]
    assert hand_over(there, case_there.id, commune, at=BACK) == case.id
    case, case_there = read_case(case.id), seen(there, case_there.id)
    assert (case.state, case.answered_on, case.on_time, case_there.state) == ("classified", None, None, "transferred")
    file = look(commune.clerk, case.id, today=BACK.date())
    assert [(clock.state, clock.started_on) for clock in file.clocks if clock.state != "planned"] == [
        ("ended", TODAY), ("running", BACK.date()),
    ]  # fmt: skip
    assert case.due_on == file.running_clock.due_on == date(2026, 12, 9)
    assert (file.step(Action.HANDOVER), file.step(Action.ACCEPT) is not None) == (None, True)
    assert entries(commune, case.id)[-3:] == ["handed_over", "added", "handover_received"]
    assert (readers(case.id, "handover_returned"), readers(case_there.id, "handed_over")) == (["sender"], [])
    for unit, number, target in ((commune, case.id, there), (there, case_there.id, commune)):
        with pytest.raises(WrongState):
            hand_over(unit, number, target, at=BACK)
    shown = of_sender(there, case_there.id, today=BACK.date())
    assert ([stop.name for stop in shown.receipt.stations][:2], shown.there is not None) == (["registered", "handed_over"], True)
    assert of_sender(commune, case.id, today=BACK.date()).there is None


def test_what_came_back_is_classified_anew_without_becoming_late(commune: Commune, there: Commune):
    case, case_there = handed(commune, there, at=NOW)
    classify(there, case_there.id)
    hand_over(there, case_there.id, commune, at=BACK)
    due_on = read_case(case.id).due_on
    with transaction():
        triage.classify(
            case.id, actor=commune.clerk, at=BACK, version=read_version(case.id), kind=CaseKind.PETITION,
            field_id=fields(commune.unit_id)[-1].id,
        )  # fmt: skip
    file = look(commune.clerk, case.id, today=BACK.date())
    assert (read_case(case.id).due_on, file.running_clock.due_on) == (due_on, due_on)
    assert [(clock.state, clock.started_on) for clock in file.clocks if clock.state != "planned"] == [
        ("ended", TODAY), ("running", BACK.date()),
    ]  # fmt: skip


WRONG = (
    ({"unit_id": None}, {"unit_id": "commune_unknown"}),
    ({"unit_id": 999_999}, {"unit_id": "commune_unknown"}),
    ({"ground": "Vì"}, {"ground": "ground_missing"}),
    ({"letter": "Đã gửi"}, {"letter": "letter_missing"}),
)


def test_what_is_wrong_is_said_and_changes_nothing(commune: Commune, there: Commune):
    case = make_case(commune, state="classified")
    before = case.version
    for changes, faults in (*WRONG, ({"unit_id": commune.unit_id}, {"unit_id": "commune_unknown"})):
        with pytest.raises(BadInput) as caught:
            hand_over(commune, case.id, there, **changes)
        assert caught.value.errors == faults
    with pytest.raises(NotAllowed):
        hand_over(commune, case.id, there, actor=commune.officer)
    with pytest.raises(NotFound):
        hand_over(there, case.id, commune, version=before)
    assert (read_case(case.id).version, read_case(case.id).state) == (before, "classified")
    assert db.session.scalar(select(func.count()).select_from(CaseHandover)) == 0
    hand_over(commune, case.id, there, version=before)
    with pytest.raises(StaleVersion):  # a double tap
        hand_over(commune, case.id, there, version=before)
    assert db.session.scalar(select(func.count()).select_from(CaseHandover)) == 1
    with use_unit(there.unit_id):
        assert (db.session.scalar(select(func.count(Case.id))), db.session.scalar(select(func.count(Sender.id)))) == (1, 1)


def test_denunciations_complaints_and_leading_letters_do_not_go_this_way(commune: Commune, there: Commune):
    denounced = make_case(commune, state="classified", story="Tôi tố cáo ông Chủ tịch xã nhận tiền của dân khi làm sổ đỏ.")
    with pytest.raises(BadInput) as caught:
        hand_over(commune, denounced.id, there)
    assert caught.value.errors == {"": "handover_denunciation"}
    leading = make_case(commune, state="classified", story=STORY)
    merge(commune, make_case(commune, story=STORY).id, leading.code)
    with pytest.raises(BadInput) as caught:
        hand_over(commune, leading.id, there)
    assert caught.value.errors == {"": "handover_leads"}
    for kind in (CaseKind.COMPLAINT, CaseKind.REGULATION_FEEDBACK):
        case = make_case(commune, state="classified", kind=kind)
        with pytest.raises(WrongState):
            hand_over(commune, case.id, there)


def test_what_went_awaits_no_reply_and_only_communes_in_force_receive(commune: Commune, there: Commune):
    case, _there = handed(commune, there)
    assert {step.action for step in look(commune.clerk, case.id).steps} == {Action.NOTE, Action.PUBLISH}
    with transaction(), pytest.raises(WrongState):
        transferring.urge(case.id, actor=commune.clerk, at=LATER, version=case.version, text="Đề nghị cho biết kết quả.")
    follower = make_case(commune, story=STORY)
    with pytest.raises(BadInput):
        merge(commune, follower.id, case.code)
    case = make_case(commune, state="classified")
    assert [item.office for item in receivers(case, on=TODAY)] == ["Ủy ban nhân dân xã Chiến Thắng"]
    with transaction() as session:
        session.get(Unit, there.unit_id).valid_to = TODAY - timedelta(days=1)
    assert receivers(read_case(case.id), on=TODAY) == []
    assert look(commune.clerk, case.id).step(Action.HANDOVER) is None
    with pytest.raises(WrongState):
        hand_over(commune, case.id, there)


def test_an_anonymous_letter_goes_without_a_clock(commune: Commune, there: Commune):
    case, case_there = handed(commune, there, anonymous=True, name="", phone="")
    assert (case_there.anonymous, case_there.due_on, case.on_time) == (True, None, None)
    body = next(item.body for item in tray(case.id) if item.event == "handed_over")
    assert "chậm nhất là hết ngày" not in body
    classify(there, case_there.id)
    hand_over(there, case_there.id, commune, at=BACK)
    assert read_case(case.id).due_on is None
