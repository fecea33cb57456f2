"""Makes officials who sit at the desk with a browser: they open a case, fill in the form of a step, and press its button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.local import LocalProxy
from werkzeug.test import TestResponse

from accounts.models import Official
from accounts.permissions import Actor
from accounts.queries import fields, tenant_by_code
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import now_utc
from feedback.models import Answer, Case, CaseEntry
from tests.makers import Commune, make_case
from tests.makers import _people as people_of

HTML = "{http://www.w3.org/1999/xhtml}"
MORNING = "2026-11-20 09:00"
BAD_DAYS = ("31/02/2026", "hôm qua", "2026-13-01", "0", "9" * 50, "20/11/10000")
ANSWER = {
    "outcome": "done", "what_was_done": "Đã hàn lại toàn bộ lan can cầu tràn.", "done_on": "2026-11-19",
    "done_by": "Phòng Kinh tế", "evidence": "none", "no_evidence_reason": "Ảnh sẽ gửi sau khi nghiệm thu",
    "late_reason": "slow_start",
}  # fmt: skip


@dataclass(frozen=True)
class Desk:
    """A signed-in official's browser."""

    client: FlaskClient
    base_url: str = "http://localhost"

    def open(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, base_url=self.base_url)

    def case(self, case_id: int) -> TestResponse:
        """Open a case."""
        return self.open(f"/can-bo/ho-so/{case_id}")

    def send(self, path: str, data: dict[str, Any]) -> TestResponse:
        """Send a form."""
        return self.client.post(path, data=data, base_url=self.base_url, content_type="multipart/form-data")

    def form(self, case_id: int, verb: str, **typed: Any) -> dict[str, Any]:
        """Return what the form of a step on the case screen holds, with ``typed`` written over it."""
        page = self.open(f"/can-bo/ho-so/{case_id}" + ("/cong-khai" if verb == "cong-khai" else ""))
        return {
            **form_values(page.text, f"/can-bo/ho-so/{case_id}/{verb}"),
            **{f"{verb}-{name}": value for name, value in typed.items()},
        }

    def take(self, case_id: int, verb: str, **typed: Any) -> TestResponse:
        """Open the case, fill in the form of a step, and send it."""
        return self.send(f"/can-bo/ho-so/{case_id}/{verb}", self.form(case_id, verb, **typed))

    def hand_in(self, case_id: int, **typed: Any) -> TestResponse:
        """Fill in the draft of the answer and press the button that sends it to the leader."""
        return self.send(f"/can-bo/ho-so/{case_id}/trinh", self.form(case_id, "du-thao", **typed))


def loaded_commune(code: str = "06505") -> Commune:
    """Return the people of a commune that is in the database already."""
    unit_id = tenant_by_code(code)
    assert unit_id is not None
    with use_unit(unit_id):
        return people_of(unit_id)


def made(app: Flask, commune: Commune, **facts: Any) -> int:
    """Return the number of a case brought to a state by the people of the commune (facts as in makers.make_case)."""
    with app.app_context(), use_unit(commune.unit_id):
        return make_case(commune, **facts).id


def sit_down(app: Flask, actor: Actor, *, base_url: str = "http://localhost") -> Desk:
    """Return the browser of an official who has signed in and opened the register just now."""
    return Desk(client=_signed_in(app, actor, base_url, now_utc()), base_url=base_url)


def desks(app: Flask, commune: Commune, *, base_url: str = "http://localhost") -> dict[str, Desk]:
    """Return a browser for one official of each kind, who all signed in just now; it is made when it is first used."""
    people = {
        "clerk": commune.clerk, "officer": commune.officer, "leader": commune.leader, "stranger": commune.stranger,
        "supervisor": commune.supervisor, "administrator": commune.administrator,
    }  # fmt: skip
    now = now_utc()
    browsers = {
        name: cache(partial(_signed_in, app, actor, base_url, now)) for name, actor in people.items() if actor is not None
    }
    return {name: Desk(client=LocalProxy(browser), base_url=base_url) for name, browser in browsers.items()}


def _signed_in(app: Flask, actor: Actor, base_url: str, now: datetime) -> FlaskClient:
    """Return a browser with the session that accounts.session writes at a sign-in at ``now``."""
    client = app.test_client()
    with app.app_context(), use_unit(actor.unit_id), transaction():
        row = db.session.get(Official, actor.id)
        row.must_change_password = False
        public_id, epoch = row.public_id, row.session_epoch
    moment = int(now.timestamp())
    with client.session_transaction(base_url=base_url) as session:
        session.update({"_user_id": public_id, "_fresh": True, "epoch": epoch, "began": moment, "seen": moment, "proved": moment})
    return client


def tree_of(html: str) -> Element:
    """Return a page as a tree; it must be HTML5."""
    parser = html5lib.HTMLParser(strict=True)
    return parser.parse(html)


def form_values(html: str, action: str) -> dict[str, Any]:
    """Return what a browser would send with the form of this address: fields, chosen options, checked boxes.

    The address may be that of a button in it that has one of its own.
    """
    forms = list(tree_of(html).iter(f"{HTML}form"))
    own = [form for form in forms if (form.get("action") or "") == action]
    form = next(iter(own + [form for form in forms if any(item.get("formaction") == action for item in form.iter())]))
    values: dict[str, Any] = {}
    for item in form.iter():
        name, kind = item.get("name"), item.get("type")
        if not name or item.tag == f"{HTML}button" or kind == "file":
            continue
        if item.tag == f"{HTML}select":
            options = list(item.iter(f"{HTML}option"))
            chosen = next((option for option in options if option.get("selected") is not None), options[0])
            values[name] = chosen.get("value", "")
        elif kind in ("radio", "checkbox"):
            if item.get("checked") is not None:
                values[name] = item.get("value", "on")
        else:
            values[name] = item.text or "" if item.tag == f"{HTML}textarea" else item.get("value", "")
    return values


def take_step(desk: Desk, page: str, slug: str, **values: Any) -> TestResponse:
    """Send the form of a step on a page as a browser would, with what was typed in its fields."""
    path = f"{page}/{slug}"
    known = form_values(desk.open(page).text, path)
    return desk.send(path, {**known, **{f"{slug}-{name}": value for name, value in values.items()}})


def ids_of(html: str) -> set[str]:
    """Return the ids on a page."""
    return {found for item in tree_of(html).iter() if (found := item.get("id"))}


def words_of(html: str) -> str:
    """Return what a person reads on a page, in one line."""
    main = next(tree_of(html).iter(f"{HTML}main"))
    return " ".join("".join(main.itertext()).split())


def photo(name: str = "anh.jpg") -> tuple[BytesIO, str]:
    """Return a small photo as an upload."""
    stream = BytesIO()
    Image.new("RGB", (64, 48), (90, 140, 90)).save(stream, "JPEG")
    stream.seek(0)
    return stream, name


def paper(name: str = "don.pdf") -> tuple[BytesIO, str]:
    """Return a small document as an upload."""
    return BytesIO(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"), name


def row_of(app: Flask, commune: Commune, case_id: int) -> Case:
    """Return a case as the database has it now."""
    with app.app_context(), use_unit(commune.unit_id):
        return db.session.get(Case, case_id)


def last_entry(app: Flask, commune: Commune, case_id: int) -> CaseEntry:
    """Return the newest line of a case's timeline."""
    with app.app_context(), use_unit(commune.unit_id):
        return db.session.scalars(select(CaseEntry).where(CaseEntry.case_id == case_id).order_by(CaseEntry.id.desc())).first()


def answer_of(app: Flask, commune: Commune, case_id: int) -> Answer | None:
    """Return the newest answer of a case."""
    with app.app_context(), use_unit(commune.unit_id):
        return db.session.scalars(select(Answer).where(Answer.case_id == case_id).order_by(Answer.round.desc())).first()


def field_ids(app: Flask, commune: Commune) -> list[int]:
    """Return the fields of a commune in their order."""
    with app.app_context(), use_unit(commune.unit_id):
        return [item.id for item in fields(commune.unit_id)]
