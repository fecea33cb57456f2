"""One Redis server for a test run, without persistence, on the loopback address."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import redis

from tests.infra import run_folder
from tests.infra.ports import LOOPBACK, free_port, wait_for


def start() -> str:
    """Start the server of this run; returns "pid port"."""
    program = shutil.which("redis-server")
    if program is None:
        raise RuntimeError("Redis is not installed: apt-get install -y redis-server")
    port, pid_file = free_port(), run_folder.current() / "redis.pid"
    options = {"port": port, "bind": LOOPBACK, "save": "", "appendonly": "no", "daemonize": "yes", "pidfile": pid_file}
    subprocess.run(
        [program, *(str(part) for name, value in options.items() for part in (f"--{name}", value))],
        cwd=run_folder.current(),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    wait_for(port)
    while not (pid_file.is_file() and pid_file.read_text(encoding="ascii").strip()):  # written a moment after the port opens
        time.sleep(0.02)
    return f"{pid_file.read_text(encoding='ascii').strip()} {port}"


def emptied_url() -> str:
    """Return the address of this test process's own database on the server, emptied."""
    _pid, port = run_folder.once("redis", start).split()
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 16
    with redis.Redis(host=LOOPBACK, port=int(port), db=number) as connection:
        connection.flushdb()
    return f"redis://{LOOPBACK}:{port}/{number}"


def stop(folder: Path) -> None:
    """Stop the server of a run, if it ever started."""
    started = run_folder.noted(folder, "redis")
    if started is None:
        return
    pid = int(started.split()[0])
    if _is_redis(pid):
        os.kill(pid, signal.SIGKILL)


def _is_redis(pid: int) -> bool:
    try:
        return b"redis-server" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
