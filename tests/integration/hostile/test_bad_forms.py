"""Nothing in a form can break the server or be run by the browser of whoever reads it later.

The forms are those that stand on the pages, in every state of a case and for every kind of official.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import count, cycle, islice
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.access import PLAIN_BYTES, takes_files
from core.database import use_unit
from tests.integration.hostile.bad_values import BODIES, MARKUP, NEVER_STORED, NO_FORM, TEXTS, TURNS, complaints, in_turn
from tests.integration.hostile.forms import Found, forms_of
from tests.integration.hostile.scene import STATES, STRANGER, WHO, Scene, known_case

ADMINISTRATORS_PAGES = (
    "/can-bo/quan-tri/nhan-su/moi", "/can-bo/quan-tri/phan-cong/moi", "/can-bo/quan-tri/cai-dat/reopen_days",
    "/can-bo/quan-tri/cai-dat/allow_anonymous_reflection", "/can-bo/quan-tri/lich-nghi", "/can-bo/quan-tri/thoi-han",
)  # fmt: skip
SENDERS = (STRANGER, "leader", "clerk", "officer", "supervisor", "administrator")
"""Whoever sends a body, it is read before anything is known of them: each address is tried by the first who may send to it."""
NO_FORMS_EACH = 4
OPEN_PAGES = ("/gui", "/tra-cuu", "/dang-nhap", "/tiep-cong-dan/hen")
LEAVING = ("/dang-xuat", "/can-bo/tai-khoan", "/khoa", "/tra-cuu/thoat")
TAKEN = ("nul", "long", "control", "markup")
"""Words that a form may take when everything else in it is right; they come last because they move the case on."""
READ_LATER = ("/", "/ho-so", "/ho-so?q=m4rk", "/cong-khai", "/ke-hoach", "/ngay-nghi", "/gui", "/tra-cuu")
READ_AT_THE_DESK = ("/can-bo", "/can-bo?xem=tat-ca", "/can-bo?xem=tat-ca&q=m4rk", "/can-bo/hop-thu", "/can-bo/tai-khoan")


def pages_with_forms(scene: Scene, who: str) -> Iterator[str]:
    """Yield the pages on which somebody finds forms."""
    yield from OPEN_PAGES if who == STRANGER else ("/can-bo/hop-thu",)
    if who == "administrator":
        yield from ADMINISTRATORS_PAGES
        yield f"/can-bo/quan-tri/nhan-su/{scene.ids['official.public_id']}"
        yield f"/can-bo/quan-tri/phan-cong/{scene.ids['responsibility.public_id']}"
    if who == "clerk":
        yield from ("/can-bo/nhap", "/can-bo/tiep-dan/ghi", "/can-bo/tiep-dan/lich")
    if who == "leader":
        yield from ("/can-bo/doi-thoai", "/can-bo/doi-thoai/moi")
    if who in ("clerk", "officer", "leader"):
        yield from ("/can-bo?xem=tat-ca", "/can-bo/vang-mat", *(["/can-bo/mau-tra-loi/moi"] if who == "leader" else []))
        for known in scene.cases.values():
            yield f"/can-bo/ho-so/{known.id}"
            if who == "clerk":
                yield f"/can-bo/ho-so/{known.id}/cong-khai"


def forms_for(scene: Scene, who: str) -> Iterator[Found]:
    """Yield the forms of these pages as they are when the page is opened, each kind of form once."""
    seen: set[str] = set()
    for page in pages_with_forms(scene, who):
        answer = scene.clients[who].get(page)
        if answer.status_code == 200:
            for form in forms_of(answer.text, page):
                kind = re.sub(r"/\d+", "/0", form.action)
                if kind not in seen and not form.action.endswith(LEAVING):
                    seen.add(kind)
                    yield form


def post(client: FlaskClient, form: Found, data: dict[str, Any]) -> TestResponse:
    """Send a form with its first button and, where it takes files, with one that is none."""
    sent = {**data, **(form.buttons[0] if form.buttons else {})}
    sent |= {name: (BytesIO(b"\xff\xd8\xff\x00not a photo"), "../m4rk.jpg") for name in form.files}
    return client.post(form.action, data=sent, content_type="multipart/form-data")


@pytest.mark.parametrize("who", WHO)
def test_no_words_in_a_form_break_a_page(scene: Scene, who: str, backend: str):
    client, found = scene.clients[who], []
    texts = {name: text for name, text in TEXTS.items() if backend == "sqlite" or name not in NEVER_STORED}
    tried = in_turn([*((name, False) for name in texts), *((name, True) for name in TAKEN if name in texts)], backend)
    for form, names in zip(list(forms_for(scene, who)), tried, strict=False):
        for name, filled in names:
            data = form.filled(texts[name]) if filled else form.spoiled(texts[name])
            answer = post(client, form, data)
            found += [f"{form.action} {name}: {what}" for what in complaints(answer)]
    assert found == []


@pytest.mark.parametrize("who", SENDERS)
def test_no_body_breaks_a_page(scene: Scene, who: str, backend: str):
    """Bodies that no form comes out of are refused in one place: each address is sent a few of them in turn, on SQLite."""
    client, found = scene.clients[who], []
    tried = {rule.endpoint for before in SENDERS[: SENDERS.index(who)] for rule in scene.rules(before, "POST")}
    never_read = cycle(sorted(NO_FORM) if backend == "sqlite" else [])
    for rule in scene.rules(who, "POST"):
        if str(rule).endswith(LEAVING) or rule.endpoint in tried:
            continue
        names = [name for name in BODIES if name not in NO_FORM] + list(islice(never_read, NO_FORMS_EACH))
        for name, (body, kind) in ((name, BODIES[name]) for name in names):
            address = scene.address(rule).decode()
            answer = client.post(address, data=body, content_type=kind, headers=scene.headers(who))
            found += [f"{rule} {name}: {what}" for what in complaints(answer)]
    assert found == []


@pytest.mark.parametrize("who", SENDERS)
def test_no_more_than_words_is_read_where_no_files_are_taken(scene: Scene, who: str, backend: str):
    """Two megabytes are refused unread, on PostgreSQL at every address in its turn; where files are taken the form answers."""
    client, found, turns = scene.clients[who], [], count()
    tried = {rule.endpoint for before in SENDERS[: SENDERS.index(who)] for rule in scene.rules(before, "POST")}
    for rule in scene.rules(who, "POST"):
        if str(rule).endswith(LEAVING) or rule.endpoint in tried or (backend != "sqlite" and next(turns) % TURNS):
            continue
        body = {"files": (BytesIO(b"\x00" * 2 * PLAIN_BYTES), "a.bin")}
        answer = client.post(scene.address(rule).decode(), data=body, headers=scene.headers(who))
        found += [f"{rule}: {what}" for what in complaints(answer)]
        right = {413, 404}  # 404: the scene has no such thing, as with tokens of letters
        if (answer.status_code == 413) if takes_files(scene.app, rule.endpoint) else (answer.status_code not in right):
            found.append(f"{rule} answered {answer.status_code}")
    assert found == []


def test_missing_fields_never_break_a_page(scene: Scene, backend: str):
    found, turns = [], count()
    for who in WHO:
        for form in list(forms_for(scene, who)):
            for left_out in (name for name in form.values if backend == "sqlite" or next(turns) % TURNS == 0):
                data = {name: value for name, value in form.values.items() if name != left_out}
                answer = post(scene.clients[who], form, data)
                found += [f"{form.action} without {left_out}: {what}" for what in complaints(answer)]
    assert found == []


# ------------------------------------------------------------------ what somebody else reads later


def test_markup_in_every_box_is_text_for_everybody_who_reads_it(scene: Scene):
    slips = {state: send_markup(scene, state) for state in STATES}
    found = [f"{page}: {what}" for page in READ_LATER for what in complaints(scene.clients[STRANGER].get(page))]
    for who in WHO[1:]:
        for page in (*READ_AT_THE_DESK, *(f"/can-bo/ho-so/{case_id}" for case_id, _code, _secret in slips.values())):
            found += [f"{who} {page}: {what}" for what in complaints(scene.clients[who].get(page))]
    for case_id, code, secret in slips.values():
        found += [f"public {case_id}: {what}" for what in complaints(scene.clients[STRANGER].get(f"/ho-so/{code}"))]
        found += [f"receipt {case_id}: {what}" for what in complaints(scene.clients[STRANGER].get(f"/da-nhan/{code}"))]
        sender = scene.app.test_client()
        answer = sender.post("/tra-cuu", data={"code": code, "secret": secret}, follow_redirects=True)
        assert (answer.status_code, "Đơn đã gửi" in answer.text) == (200, True)
        found += [f"sender {case_id}: {what}" for what in complaints(answer)]
    assert found == []


def send_markup(scene: Scene, state: str) -> tuple[int, str, str]:
    """Bring a case of markup to a state, then write markup into every form that stands on it, as every official."""
    with scene.app.app_context(), use_unit(scene.home.unit_id):
        known = known_case(scene.home, state, key=f"markup-{state}", story=MARKUP * 3, name=MARKUP, place=MARKUP)
    for who in ("officer", "leader", "clerk"):
        for page in (f"/can-bo/ho-so/{known.id}", f"/can-bo/ho-so/{known.id}/cong-khai"):
            answer = scene.clients[who].get(page)
            for form in forms_of(answer.text, page) if answer.status_code == 200 else ():
                if not form.action.endswith(LEAVING):
                    scene.clients[who].post(
                        form.action, data={**form.filled(MARKUP), **(form.buttons[0] if form.buttons else {})}
                    )
    return known.id, known.code, known.secret
