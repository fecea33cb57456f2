"""Makes small communes, officials and signed-in browsers for tests of the room accounts; call them inside an app context."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import count

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from accounts import passwords, queries
from accounts.models import Department, Field, Official, Responsibility, Unit, Village
from accounts.read_models import Post, SignedIn
from accounts.roles import Role
from accounts.services import people
from core.database import use_unit
from core.extensions import db
from core.text import fold
from core.transaction import transaction

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
START = date(2025, 7, 1)
PASSWORD = "bốn con trâu qua cầu tre"
_numbers = count(1)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True, kw_only=True)
class SmallCommune:
    """A commune with two departments, two fields and two villages, and nobody in it."""

    unit_id: int
    office: int
    economy: int
    roads: int
    land: int
    north: int
    south: int


@lru_cache(maxsize=1)
def hash_of_password() -> str:
    """Return the hash of PASSWORD (made once, because it is slow on purpose)."""
    return passwords.hash_password(PASSWORD)


def make_small_commune(*, code: str = "06505", name: str = "Xã Vạn Linh", hosts: tuple[str, ...] = ()) -> SmallCommune:
    """Make a commune that answers to ``hosts``."""
    with transaction() as session:
        unit = Unit(
            code=code, kind="commune", name=name, name_key=fold(name), valid_from=START, is_tenant=True, hosts=list(hosts),
            profile={"short_name": name.removeprefix("Xã "), "phone": "0205 3000 000"},
        )  # fmt: skip
        session.add(unit)
        session.flush()
        common = {"unit_id": unit.id, "valid_from": START}
        office = Department(code="van_phong", name="Văn phòng", name_en="Office", **common)
        economy = Department(code="kinh_te", name="Phòng Kinh tế", name_en="Economy", **common)
        roads = Field(code="giao_thong", name="Giao thông", name_en="Roads", stat_group="other", **common)
        land = Field(code="dat_dai", name="Đất đai", name_en="Land", stat_group="land", **common)
        north = Village(code="bac", name="Thôn Bắc", name_key="thon bac", **common)
        south = Village(code="nam", name="Thôn Nam", name_key="thon nam", **common)
        rows = (office, economy, roads, land, north, south)
        session.add_all(rows)
        session.flush()
        ids = [row.id for row in rows]
        unit_id = unit.id
    names = ("office", "economy", "roads", "land", "north", "south")
    return SmallCommune(unit_id=unit_id, **dict(zip(names, ids, strict=True)))


def make_official(
    unit_id: int, *, role: Role = Role.OFFICER, department_id: int | None = None, username: str = "", full_name: str = "",
    settled: bool = True,
) -> SignedIn:  # fmt: skip
    """Open an account with PASSWORD through the command; ``settled``: the password is already the person's own."""
    name = username or f"nguoi{next(_numbers)}"
    facts = people.PersonFacts(full_name=full_name or f"Người {name}", title="", email="", posts=(Post(role, department_id),))
    with use_unit(unit_id):
        with transaction():
            row = people.create_official(
                unit_id=unit_id, actor=None, username=name, facts=facts, hashed=hash_of_password(), on=START, at=NOW
            )
            row.must_change_password = not settled
            public_id = row.public_id
        made = queries.signed_in(public_id, on=TODAY)
    assert made is not None
    return made


def make_row(
    unit_id: int, department_id: int, *, field: int | None = None, village: int | None = None, officer: int | None = None,
    substitute: int | None = None, valid_from: date = START, valid_to: date | None = None,
) -> int:  # fmt: skip
    """Make a row of the responsibility matrix; returns its id."""
    with transaction() as session:
        row = Responsibility(
            unit_id=unit_id, department_id=department_id, field_id=field, village_id=village, officer_id=officer,
            substitute_id=substitute, valid_from=valid_from, valid_to=valid_to,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def official_row(unit_id: int, official_id: int) -> Official:
    """Return an official as the database has him now."""
    with use_unit(unit_id):
        found = db.session.get(Official, official_id, populate_existing=True)
    assert found is not None
    return found


def token_in(page: TestResponse) -> str:
    """Return the form token of a page."""
    found = _TOKEN.search(page.text)
    assert found is not None, "the page has no form token"
    return found.group(1)


def send(
    client: FlaskClient, path: str, data: dict[str, object], *, form_page: str = "", base_url: str | None = None
) -> TestResponse:
    """Open the page that holds a form and send it as a browser would."""
    where = {"base_url": base_url} if base_url else {}
    token = token_in(client.get(form_page or path, **where))
    return client.post(path, data={**data, "csrf_token": token}, **where)


def sign_in(
    client: FlaskClient, username: str, *, password: str = PASSWORD, base_url: str | None = None, wanted: str = ""
) -> TestResponse:
    """Sign in through the page; returns its answer."""
    data = {"username": username, "password": password, "next": wanted}
    return send(client, "/dang-nhap", data, base_url=base_url)
