"""The worker as one of the server's processes (WEB_JOBS=on): it works, it is replaced, and nobody waits for what it left."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from sqlalchemy import text

from tests.infra.live import LiveServer
from tests.infra.waiting import wait_until
from tests.integration.server.test_server import get, processes_of

LISTENING = "0A"


def listens(pid: int) -> bool:
    """Return whether a process holds a door that visitors come in by."""
    lines = [line.split() for line in Path(f"/proc/{pid}/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    doors = {f"socket:[{line[9]}]" for line in lines if line[3] == LISTENING}
    return any(str(link.readlink()) in doors for link in Path(f"/proc/{pid}/fd").iterdir())


def roles(server: LiveServer) -> tuple[list[int], list[int]]:
    """Return the processes that answer visitors and those that do the jobs."""
    both: tuple[list[int], list[int]] = ([], [])
    for pid in processes_of(server):
        try:
            both[not listens(pid)].append(pid)
        except OSError:  # it ended meanwhile
            continue
    return both


def complete(server: LiveServer) -> bool:
    visitors, jobs = roles(server)
    return (len(visitors), len(jobs)) == (2, 1)


def leases(server: LiveServer, what: str) -> int:
    engine = server.engine()
    with engine.connect() as connection:
        found = connection.execute(text(f"select count(*) from job_leases where {what} is not null")).scalar_one()
    engine.dispose()
    return int(found)


def test_two_processes_answer_and_a_third_does_the_jobs(live_server: LiveServer):
    assert wait_until(lambda: complete(live_server)), live_server.said()
    assert wait_until(lambda: leases(live_server, "last_run_at") > 3), live_server.said()
    assert list(live_server.processes) == ["server"]


def test_one_that_crashes_is_replaced_and_visitors_do_not_notice(live_server: LiveServer):
    assert wait_until(lambda: complete(live_server)), live_server.said()
    visitors, (before,) = roles(live_server)
    os.kill(before, signal.SIGKILL)
    assert wait_until(lambda: complete(live_server) and roles(live_server)[1] != [before]), live_server.said()
    assert (roles(live_server)[0], get(live_server, "/healthz")[0]) == (visitors, 200)


def test_after_a_reload_somebody_does_the_jobs_again(live_server: LiveServer):
    assert wait_until(lambda: complete(live_server)), live_server.said()
    before = processes_of(live_server)
    live_server.processes["server"].send_signal(signal.SIGHUP)
    assert wait_until(lambda: not set(before) & set(processes_of(live_server)) and complete(live_server), seconds=60), (
        live_server.said()
    )
    assert get(live_server, "/healthz")[0] == 200


def test_all_end_in_good_order_and_hold_no_lease(live_server: LiveServer):
    assert wait_until(lambda: leases(live_server, "last_run_at") > 0), live_server.said()
    master = live_server.processes["server"]
    live_server.stop()
    assert (master.returncode, leases(live_server, "leased_until")) == (0, 0)
