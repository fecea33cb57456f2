"""The live page of a dialogue: 500 readers who refresh every five seconds while the moderator goes on.

`python -m benchmarks.live`, in a process of its own inside the application, puts a dialogue in session with a queue of speakers
and prints its address; with `--step` it takes the next step of the queue, so that every reader gets a changed page.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from accounts.models import Official
from accounts.permissions import Actor, permissions_of
from accounts.queries import only_tenant
from accounts.roles import Role
from app import create_app
from benchmarks import servers
from benchmarks.measuring import Installation, Report
from core.database import use_unit
from core.extensions import db
from core.transaction import transaction
from deadlines.clock import now_utc
from deadlines.queries import calendar_for
from dialogue.minute_models import SpeakingTurn
from dialogue.models import Dialogue
from dialogue.services import planning, turns
from dialogue.services.planning import NewDialogue, NewPlace
from dialogue.services.steps import enter
from dialogue.states import DialogueForm, DialogueKind, Step
from dialogue.turn_states import TurnState, TurnStep

READERS, EVERY, SECONDS, STEP_EVERY = 500, 5.0, 40.0, 10.0
GOAL_MS, GOAL_BYTES = 200.0, 2048
SPEAKERS = 40


@dataclass
class Seen:
    """What the readers saw: seconds of each refresh, and bytes of those to which nothing had changed."""

    spans: list[float] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    changed: int = 0

    def p95(self) -> float:
        """Milliseconds."""
        ordered = sorted(self.spans)
        return 1000 * ordered[int(0.95 * len(ordered))] if ordered else 0.0


def readers(report: Report, installation: Installation) -> None:
    """Add the two lines of the table."""
    command = [sys.executable, "-m", "benchmarks.live"]
    said = subprocess.run(command, env=installation.env, cwd=servers.ROOT, capture_output=True, text=True, check=True)
    path = said.stdout.splitlines()[-1]
    with servers.web_server("", installation.env) as ours:
        seen = asyncio.run(watched(ours.port, path, step=[*command, "--step"], env=installation.env))
    p95, size = seen.p95(), max(seen.unchanged, default=0)
    report.add(
        f"Live page, {READERS} readers every {EVERY:.0f} s", f"p95 < {GOAL_MS:.0f} ms",
        f"p95 **{p95:.0f} ms**, {len(seen.spans):,} refreshes, {seen.changed:,} changed", p95 < GOAL_MS,
    )  # fmt: skip
    report.add("Live page, nothing changed", f"≤ {GOAL_BYTES} bytes", f"{size} bytes with its head", 0 < size <= GOAL_BYTES)


async def watched(port: int, path: str, *, step: Sequence[str], env: dict[str, str]) -> Seen:
    """Let everybody read for a while, spread evenly over the interval, and the moderator go on."""
    seen, end = Seen(), time.monotonic() + SECONDS
    people = [asyncio.create_task(read(port, path, seen, wait=number * EVERY / READERS, end=end)) for number in range(READERS)]
    while time.monotonic() < end:
        await asyncio.sleep(STEP_EVERY)
        done = await asyncio.create_subprocess_exec(*step, env=env, cwd=servers.ROOT, stdout=subprocess.DEVNULL)
        await done.wait()
    await asyncio.gather(*people)
    return seen


async def read(port: int, path: str, seen: Seen, *, wait: float, end: float) -> None:
    """Refresh the page every five seconds, as a browser that keeps its copy; a late answer does not delay the next asking."""
    etag, due = "", time.monotonic() + wait
    while due < end:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        began = time.perf_counter()
        status, etag, size = await asked(port, path, etag)
        seen.spans.append(time.perf_counter() - began)
        if status == 304:
            seen.unchanged.append(size)
        else:
            seen.changed += 1
        due += EVERY


async def asked(port: int, path: str, etag: str) -> tuple[int, str, int]:
    """Ask once on a connection of its own, as a phone does; return status, ETag and bytes of the whole answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    kept = f"If-None-Match: {etag}\r\n" if etag else ""
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n{kept}Connection: close\r\n\r\n".encode()
    )
    answer = await reader.read(-1)
    writer.close()
    lines = answer.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
    found = next((line.partition(":")[2].strip() for line in lines if line.lower().startswith("etag:")), etag)
    return int(lines[0].split()[1]), found, len(answer)


def moderator(unit_id: int) -> Actor:
    """Return somebody who may run a dialogue."""
    official = db.session.scalars(select(Official.id).where(Official.unit_id == unit_id).order_by(Official.id)).first()
    assert official is not None
    return Actor(id=official, unit_id=unit_id, name="", permissions=permissions_of([Role.LEADER]), department_ids=frozenset())


def prepare(unit_id: int) -> str:
    """Put a dialogue in session with a queue of speakers; return the address of its live page."""
    actor, at = moderator(unit_id), now_utc()
    new = NewDialogue(
        kind=DialogueKind.COMMUNE_CONFERENCE, satisfies=(), form=DialogueForm.IN_PERSON, title="Đối thoại đo tải",
        content="Đo tải trang trực tiếp", starts_at=at + timedelta(minutes=1), ends_at=at + timedelta(hours=3),
        ad_hoc_reason="Đo tải", how_to_join="Đến dự", chairs="Chủ tịch xã", places=(NewPlace(name=f"Hội trường {at:%H%M%S}"),),
    )  # fmt: skip
    with transaction():
        dialogue_id = planning.plan(new, actor=actor, at=at)
    with transaction():
        planning.announce(dialogue_id, actor=actor, at=at, version=1, calendar=calendar_for(unit_id))
    with transaction():
        row = db.session.get(Dialogue, dialogue_id)
        assert row is not None
        enter(row, Step.OPEN, at=at)
        code = row.code
    for number in range(SPEAKERS):
        with transaction():
            turns.take_number(dialogue_id, actor=actor, at=at, topic=f"Đường liên thôn đoạn {number + 1} lầy lội sau mưa")
    return f"/doi-thoai/{code}/truc-tiep"


def go_on(unit_id: int) -> None:
    """End the turn that goes on and call up the next."""
    actor, at = moderator(unit_id), now_utc()
    for state, step in ((TurnState.SPEAKING, TurnStep.ANSWER), (TurnState.WAITING, TurnStep.START)):
        query = select(SpeakingTurn).where(SpeakingTurn.state == state.value).order_by(SpeakingTurn.number).limit(1)
        row = db.session.scalars(query).first()
        if row is not None:
            turn_id, version = row.id, row.version
            db.session.rollback()
            with transaction():
                turns.take_turn(turn_id, step, actor=actor, at=at, version=version)


def main() -> None:
    """Prepare, or go on."""
    unit_id = only_tenant()
    assert unit_id is not None
    with use_unit(unit_id):
        if "--step" in sys.argv:
            go_on(unit_id)
        else:
            print(prepare(unit_id))


if __name__ == "__main__":
    with create_app().app_context():
        main()
