"""What hostile tests act on: cases, their secrets, signed-in browsers, and a good value for every part of an address."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from accounts.permissions import Actor
from accounts.plan_queries import plans
from accounts.queries import officials, responsibilities
from core.access import Open, declared
from core.attachments import receive
from core.codes import secret_for
from core.database import use_unit
from core.outbox import for_official
from core.transaction import transaction
from feedback.services.upkeep import re_encode_photos
from reporting.open_data import building
from reporting.statutory.layout import tables
from tests import makers
from tests.makers_apologies import decide as decide_apology
from tests.makers_apologies import write as write_apology
from tests.makers_consultation import asked_ids
from tests.makers_data import known_data
from tests.makers_desk import Desk, desks, loaded_commune
from tests.makers_dialogue import announced_dialogue, read_dialogue
from tests.makers_disclosure import published
from tests.makers_disclosure import row as disclosure_row
from tests.makers_friendly import make_friendly
from tests.makers_land import known_lands
from tests.makers_mobilisation import make_mobilisation
from tests.makers_reception import book, enter, public_day
from tests.makers_reports import make as make_report
from tests.makers_resident import jpeg
from tests.makers_skilful import known_models
from tests.makers_supervision import known_ids

NAME, PHONE = "Nguyễn Văn An", "0912345678"
STATES = ("received", "classified", "in_progress", "submitted", "answered", "closed")
STRANGER = "stranger"
WHO = (STRANGER, "clerk", "officer", "leader", "supervisor", "administrator")
PART = re.compile(r"<(?:[^<>]*:)?(\w+)>")
NOBODYS_ID = "0" * 32


@dataclass(frozen=True, kw_only=True)
class Known:
    """A case of the scene: its number at the desk, its code and its secret words."""

    id: int
    code: str
    secret: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of a furnished commune: its cases by their state, and a good value for every part of an address."""

    cases: dict[str, Known]
    ids: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The commune. ``clients``: browsers by who sits in front of them; ``photo``: a photo of a case that is not public."""

    app: Flask
    home: makers.Commune
    cases: dict[str, Known]
    clients: dict[str, FlaskClient]
    tokens: dict[str, str]
    actors: dict[str, Actor]
    ids: dict[str, str]

    def rules(self, who: str, method: str) -> Iterator[Rule]:
        """Yield the routes of a method that are open to somebody."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
            if method in (rule.methods or ()) and self._open_to(who, rule.endpoint):
                yield rule

    def _open_to(self, who: str, endpoint: str) -> bool:
        need = declared(self.app, endpoint)
        if who == STRANGER:
            return need in (Open.PUBLIC, Open.MACHINE)
        return need is Open.SIGNED_IN or need in self.actors[who].permissions

    def address(self, rule: Rule, **changed: bytes) -> bytes:
        """Return the address of a route with good values in its parts, except for ``changed``."""
        pieces = PART.split(rule.rule)
        names = [changed.get(name, self.good(rule, name).encode()) for name in pieces[1::2]]
        texts = [piece.encode() for piece in pieces[0::2]]
        return b"".join(text + name for text, name in zip(texts, [*names, b""], strict=True))

    def good(self, rule: Rule, name: str) -> str:
        """Return a value that leads somewhere for one part of an address."""
        room = rule.endpoint.rpartition(".")[2].split("_")[0]
        return self.ids.get(f"{room}.{name}") or self.ids[name]

    def headers(self, who: str) -> dict[str, str]:
        """Return the headers with which this browser's writes pass the check of forms."""
        return {"X-CSRFToken": self.tokens[who]} if who in self.tokens else {}


def parts(rule: Rule) -> list[str]:
    """Return the names of the variable parts of an address."""
    return PART.findall(rule.rule)


def furnish(app: Flask) -> Facts:
    """Make one case in each state, publish the closed one, and make one of everything that has an address."""
    with app.app_context():
        home = loaded_commune()
        with use_unit(home.unit_id):
            cases = {state: known_case(home, state) for state in STATES}
            makers.publish_case(home, cases["closed"].id, answer="Đã hàn lại lan can.")
            write_apology(home, cases["in_progress"].id)
            decide_apology(home, cases["in_progress"].id)
            photo = _photo(home, cases["answered"].id)
            building.build(home.unit_id, at=makers.NOW)
            ids = _ids(home.unit_id) | _reception(home) | _dialogue_ids(home) | _report(home)
            ids |= _disclosure(home) | asked_ids(home) | known_ids(home) | known_models(home) | known_lands(home)
            ids |= known_data(home, cases["closed"].id)
            ids |= {
                "letter_id": str(for_official(unit_id=home.unit_id, official_id=home.clerk.id)[0].id),
                "case_id": str(cases["submitted"].id), "code": cases["closed"].code, "file.public_id": photo,
                "apology.case_id": str(cases["in_progress"].id),
                "data.name": "ho-so", "data.kind": "csv", "number": "1",
            }  # fmt: skip
    return Facts(cases=cases, ids=ids)


def sit_down(app: Flask, facts: Facts) -> Scene:
    """Return the scene of a furnished commune, with everybody in front of a browser."""
    with app.app_context():
        home = loaded_commune()
    seats: dict[str, Desk] = {name: desk for name, desk in desks(app, home).items() if name != STRANGER}
    actors = {name: getattr(home, name) for name in seats}
    return Scene(
        app=app, home=home, cases=facts.cases, actors=actors, ids=facts.ids,
        tokens={name: _token(desk) for name, desk in seats.items()},
        clients={STRANGER: app.test_client(), **{name: desk.client for name, desk in seats.items()}},
    )  # fmt: skip


def _dialogue_ids(home: makers.Commune) -> dict[str, str]:
    """Announce a dialogue; return good values for the parts of its addresses."""
    dialogue_id = announced_dialogue(home)
    rooms = ("dialogue", "question", "registration", "live", "wall")
    return dict.fromkeys((f"{room}.code" for room in rooms), read_dialogue(dialogue_id).code) | {
        "dialogue_id": str(dialogue_id), "dialogue.verb": "huy",
        "dialogue.step": "plan", "call_id": "1", "letters.word": "village", "letters.number": "1",
    }  # fmt: skip


def _report(home: makers.Commune) -> dict[str, str]:
    """Begin a report of each kind; return good values for the parts of their addresses."""
    report_id = make_report(home)
    assert make_mobilisation(home) == make_friendly(home) == report_id  # all rooms call it so
    return {"report_id": str(report_id), "slug": tables()[1].slug, "column": tables()[1].columns[0].code}


def _disclosure(home: makers.Commune) -> dict[str, str]:
    """Publish an item; return good values for the parts of its addresses."""
    item_id = published(home, at=makers.NOW, files=[io.BytesIO(jpeg())])
    row = disclosure_row(home, item_id)
    re_encode_photos(makers.NOW)
    return {
        "item_id": str(item_id), "disclosure.code": row.code, "disclosure.public_id": row.files[0], "disclosure.what": "niem-yet",
    }  # fmt: skip


def known_case(home: makers.Commune, state: str, *, key: str = "", **facts: str) -> Known:
    """Make a case and keep what its receipt says; inside the application and the commune; facts as in makers.letter."""
    key = key or f"scene-{state}"
    case = makers.make_case(home, state=state, key=key, **facts)
    return Known(id=case.id, code=case.code, secret=secret_for(key))


def _photo(home: makers.Commune, case_id: int) -> str:
    with transaction():
        kept = receive(io.BytesIO(jpeg()), unit_id=home.unit_id, subject=f"case:{case_id}", purpose="story", at=makers.NOW)
        public_id = kept.public_id
    re_encode_photos(makers.NOW)
    return public_id


def _reception(home: makers.Commune) -> dict[str, str]:
    """Return a day of citizen reception, a booking of it and a row of the register."""
    day_id = public_day(home)
    return {
        "day_id": str(day_id), "reception.code": book(home, day_id).code, "reception.entry_id": str(enter(home)),
        "reception.paper": "bien-nhan", "reception.step": "hoan", "paper_id": "1",
    }  # fmt: skip


def _ids(unit_id: int) -> dict[str, str]:
    shown = plans(unit_id)
    rows = responsibilities(unit_id, on=makers.TODAY)
    return {
        "verb": "phan-loai", "size": "small", "year": "2026", "change_id": NOBODYS_ID, "absence_id": "1", "view_id": "1",
        "key": "reopen_days",
        "filename": "css/app.css", "public_id": NOBODYS_ID, "official.public_id": officials(unit_id)[0].public_id,
        "absence.public_id": officials(unit_id)[0].public_id, "responsibility.public_id": rows[0].public_id,
        "entry_id": NOBODYS_ID, "file_id": NOBODYS_ID, "step.verb": "thu-ly", "complaint.verb": "thu-ly",
        "plan.public_id": shown[0].public_id if shown else NOBODYS_ID,
        "paper": "tra-loi", "register.paper": "phieu-chuyen", "document_id": "1", "file_type": "docx",
        "dialogue_id": "1", "question_id": "1", "question_verb": "nhan", "question_code": "7K3MP-9QXTR",
        "registration_code": "7K3MP-9QXTR",
        "commitment_id": "1", "commitment.verb": "tien-do", "remark_id": "1", "turn_id": "1", "day.step": "choose",
        "voice_id": "1", "promise_code": "7K3MP-9QXTR", "verdict": "dung-hua", "what": "moi",
        "form": "json", "service_code": "giao_thong", "token": "x", "rest": "khong-co", "delivery_id": NOBODYS_ID,
    }  # fmt: skip


def _token(desk: Desk) -> str:
    page = desk.open("/can-bo/tai-khoan").text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return found[1]
