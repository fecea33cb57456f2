"""The officials' desk under measurement: the work list and a case of a signed-in official, and 200 cases given at once."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from collections.abc import Callable

from benchmarks import servers
from benchmarks.driver import Cycle, ask, get, post
from benchmarks.measuring import Installation, Plan, Report, compare
from benchmarks.scenarios import pages

GOAL = 0.10
BULK_SECONDS = 2.0
OFFICIALS = ("kinhte.hatang", "tiepdan", "chutich")
"""An officer, a clerk and a leader: each has pages of their own."""
PASSWORD = "a password of measurements only"
CSRF = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
COOKIE = re.compile(rb"set-cookie: ([^=]+=[^;]+);", re.I)
ROW = re.compile(r'href="/can-bo/ho-so/(\d+)"')
OPEN_ACCOUNTS = """
import sys
from accounts import passwords
from accounts.models import Official
from app import create_app
from core.extensions import db
from core.transaction import transaction
from sqlalchemy import update
with create_app().app_context(), transaction() as session:
    hashed = passwords.hash_password(sys.argv[1])
    values = {"password_hash": hashed, "must_change_password": False}
    session.execute(update(Official).values(**values).execution_options(all_units=True))
"""
GIVE = """
import time
from sqlalchemy import select, update
from accounts.queries import officials, signed_in, tenant_by_code
from app import create_app
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import now_utc, today
from feedback.demo import DEMO_COMMUNE
from feedback.models import Case
from feedback.services import bulk
with create_app().app_context():
    unit_id = tenant_by_code(DEMO_COMMUNE)
    with use_unit(unit_id):
        clerk = signed_in(next(one for one in officials(unit_id) if "reception_clerk" in one.roles).public_id, on=today())
        officer = next(one for one in officials(unit_id) if "officer" in one.roles)
        ids = list(db.session.scalars(select(Case.id).where(Case.unit_id == unit_id, Case.department_id.is_not(None)).limit(200)))
        with transaction() as session:
            running = {"state": "in_progress", "officer_id": None, "answered_on": None}
            session.execute(update(Case).where(Case.id.in_(ids)).values(**running))
        rows = db.session.execute(select(Case.id, Case.version).where(Case.id.in_(ids))).all()
        picks = [bulk.Pick(case_id=row.id, version=row.version) for row in rows]
        began = time.perf_counter()
        done = bulk.give_many(
            picks, actor=clerk, at=now_utc(), department_id=officer.department_ids[0], officer_id=officer.id
        )
        print(len([one for one in done if not one.refused]), time.perf_counter() - began)
"""


def desk_pages(report: Report, place: Installation, plan: Plan) -> None:
    """Measure pages that are made for one person each time: list, filtered list, overview and case, never from memory."""
    _run(OPEN_ACCOUNTS, place, PASSWORD)
    with servers.web_server("benchmarks.bare:app", place.env) as bare, servers.web_server("", place.env) as ours:
        cookies = [sign_in(ours.port, name) for name in OFFICIALS]
        found = ROW.findall(ask(ours.port, get("/can-bo?xem=dang-mo", f"Cookie: {cookies[1]}")).decode(errors="replace"))
        cases = [f"/can-bo/ho-so/{number}" for number in dict.fromkeys(found)]
        for name, paths in (
            ("Desk, work list of three officials", ["/can-bo"]),
            ("Desk, filtered and later pages", [f"/can-bo?xem=dang-mo&trang={page}" for page in range(1, 9)]),
            (f"Desk, one case, {len(cases)} different ones", cases),
        ):
            cycles = signed(paths, cookies)
            compare(report, name, bare=(bare.port, pages(["/list"])), ours=(ours.port, cycles), plan=plan, goal=GOAL, slowest=0)
    with (
        servers.web_server("benchmarks.bare:app", place.env) as bare,
        servers.web_server("benchmarks.uncached:app", place.env) as ours,
    ):
        for name, paths in (("Desk, work list, nothing kept", ["/can-bo"]), ("Desk, one case, nothing kept", cases)):
            cycles = signed(paths, [sign_in(ours.port, one) for one in OFFICIALS])
            compare(report, name, bare=(bare.port, pages(["/list"])), ours=(ours.port, cycles), plan=plan, goal=0, slowest=0)
    number, seconds = _run(GIVE, place).split()
    good = number == "200" and float(seconds) <= BULK_SECONDS
    report.add("Desk, 200 cases given at once", f"≤ {BULK_SECONDS:.0f} s", f"{number} cases in {float(seconds):.2f} s", good)


def sign_in(port: int, username: str) -> str:
    """Return the session cookie of an official, as it is once a first page was opened."""
    page = ask(port, get("/dang-nhap"))
    token, cookie = CSRF.search(page), COOKIE.search(page)
    if token is None or cookie is None:
        raise RuntimeError("the sign-in page has no token")
    body = f"csrf_token={token[1].decode()}&username={username}&password={PASSWORD.replace(' ', '+')}".encode()
    request = post("/dang-nhap", body, "application/x-www-form-urlencoded")
    answer = ask(port, request.replace(b"\r\n", f"\r\nCookie: {cookie[1].decode()}\r\n".encode(), 1))
    signed_in = COOKIE.search(answer)
    if signed_in is None or answer[9:12] != b"303":
        raise RuntimeError(f"{username} could not sign in: {answer[:200]!r}")
    first_page = COOKIE.search(ask(port, get("/can-bo/hop-thu", f"Cookie: {signed_in[1].decode()}")))
    return (first_page or signed_in)[1].decode()


def signed(paths: list[str], cookies: list[str]) -> Callable[[], Cycle]:
    """Return cycles of one request each, the officials in turn."""
    ready = itertools.cycle([get(path, f"Cookie: {cookie}") for path in paths for cookie in cookies])

    def cycle() -> Cycle:
        yield next(ready)

    return cycle


def _run(program: str, place: Installation, *arguments: str) -> str:
    """Run a piece of the product in a process of its own with the installation's settings; return what it said."""
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, cwd=servers.ROOT, env=place.env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
