"""The step back after an ending, on the page of the case: offered, explained, taken, and said to the sender."""

from __future__ import annotations

from flask import Flask

from core.database import use_unit
from core.transaction import transaction
from feedback.services import transferring
from tests.makers import Commune, read_case, read_version
from tests.makers_desk import Desk, form_values, made, words_of

LETTER = "Kính gửi ông bà, việc này thuộc thẩm quyền của Sở Xây dựng tỉnh."
AWAY = {"ground_code": "not_competent", "receiver": "Sở Xây dựng tỉnh", "letter": LETTER}


def offers(desk: Desk, case_id: int, verb: str) -> bool:
    """Return whether the page of a case has the form of a step."""
    return f'action="/can-bo/ho-so/{case_id}/{verb}"' in desk.case(case_id).text


def sent_away(app: Flask, home: Commune, desk: dict[str, Desk]) -> int:
    """Transfer a letter by its form, with the look before; return it."""
    case_id = made(app, home, state="classified")
    page = desk["clerk"].take(case_id, "chuyen", do="preview", **AWAY).text
    action = f"/can-bo/ho-so/{case_id}/chuyen"
    assert desk["clerk"].send(action, {**form_values(page, action), "chuyen-do": "send"}).status_code == 303
    return case_id


def test_an_ending_is_taken_back_on_the_page(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = sent_away(app, home, desk)
    offered = {who: offers(desk[who], case_id, "thu-hoi") for who in ("clerk", "leader", "officer")}
    assert offered == {"clerk": True, "leader": True, "officer": False}
    empty = desk["clerk"].take(case_id, "thu-hoi", reason="")
    assert (empty.status_code, "Vì sao thu hồi" in words_of(empty.text)) == (400, True)
    assert desk["clerk"].take(case_id, "thu-hoi", reason="Chuyển nhầm nơi nhận").status_code == 303
    shown = words_of(desk["clerk"].case(case_id).text)
    assert ("Thu hồi thông báo trước" in shown, "Chuyển nhầm nơi nhận" in shown, "Đã phân loại" in shown) == (True, True, True)
    assert [offers(desk["clerk"], case_id, verb) for verb in ("nhan", "chuyen", "thu-hoi")] == [True, True, False]


def test_who_comes_too_late_reads_why_and_keeps_what_was_typed(app: Flask, home: Commune, desk: dict[str, Desk]):
    case_id = sent_away(app, home, desk)
    typed = {**desk["clerk"].form(case_id, "thu-hoi"), "thu-hoi-reason": "Chuyển nhầm nơi nhận"}
    with app.app_context(), use_unit(home.unit_id):
        text = "Sở đã nhận và giao đơn vị quản lý."
        case = read_case(case_id)
        with transaction():
            transferring.record_reply(
                case_id, actor=home.clerk, at=case.touched_at, version=read_version(case_id), replied_on=case.closed_on,
                number="", text=text,
            )  # fmt: skip
    typed["thu-hoi-version"] = str(int(typed["thu-hoi-version"]) + 1)
    answer = desk["clerk"].send(f"/can-bo/ho-so/{case_id}/thu-hoi", typed)
    assert (answer.status_code, "Đã có việc làm tiếp sau bước đó" in words_of(answer.text)) == (409, True)
