"""Starts what is measured: gunicorn with the shipped settings, a PostgreSQL of its own; and weighs it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {
    "SECRET_KEY": "a key for measurements only, of no use elsewhere",
    "DATA_KEYS": "Zm9yIG1lYXN1cmVtZW50cyBvbmx5LCBub3RoaW5nISE=",
    "RATE_LIMITS": "off",
    "FORM_MIN_SECONDS": "0",
    "LOG_LEVEL": "ERROR",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(instance: Path, database_url: str) -> dict[str, str]:
    """Return the environment of one installation."""
    return {**os.environ, **ENVIRONMENT, "INSTANCE_DIR": str(instance), "DATABASE_URL": database_url}


def flask(*arguments: str, env: dict[str, str]) -> str:
    """Run a command of the product; raises CalledProcessError after showing what it said."""
    done = subprocess.run([sys.executable, "-m", "flask", *arguments], cwd=ROOT, env=env, capture_output=True, text=True)
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
        done.check_returncode()
    return done.stdout


class Server:
    """A group of processes that ends with the block."""

    def __init__(self, *command: str, env: dict[str, str], port: int = 0) -> None:
        self.command, self.env, self.port = command, env, port

    def __enter__(self) -> Server:
        self.process = subprocess.Popen(self.command, cwd=ROOT, env=self.env, stdout=subprocess.DEVNULL, start_new_session=True)
        if self.port:
            self._wait()
        return self

    def _wait(self) -> None:
        for _ in range(300):
            if self.process.poll() is not None:
                raise RuntimeError(f"{' '.join(self.command)} ended with {self.process.returncode}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the server did not answer within 30 seconds")

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def weight(self) -> float:
        """Return the proportional set size of the group in MB."""
        return sum(pss(pid) for pid in family(self.process.pid)) / 1024


class Scales:
    """Weighs a server once a second while the block runs; ``most`` is the largest weight in MB."""

    def __init__(self, server: Server) -> None:
        self.server, self.most = server, 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._weigh, daemon=True)

    def __enter__(self) -> Scales:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _weigh(self) -> None:
        while not self._ended.wait(1.0):
            self.most = max(self.most, self.server.weight())


def web_server(application: str, env: dict[str, str], *, jobs: bool = False) -> Server:
    """Return gunicorn with the shipped settings serving ``application`` (empty: ours), with ``jobs`` as `make demo` starts it."""
    port = free_port()
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", *([application] if application else [])]
    own = {"PORT": str(port), "WEB_CONCURRENCY": "2", "WEB_JOBS": "on" if jobs else "off"}
    return Server(*gunicorn, env={**env, **own}, port=port)


def family(pid: int) -> list[int]:
    """Return a process and everything below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    below = [int(child) for child in children.read_text().split()] if children.exists() else []
    return [pid, *(each for child in below for each in family(child))]


def pss(pid: int) -> int:
    """Return the proportional set size of a process in kB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


class Postgresql:
    """A cluster of its own with PostgreSQL's own settings (every commit is synced), stopped with the block.

    Only its cache is not the 128 MB of the smallest machines: a quarter of the memory, as docs/operations.md advises.
    A cluster that lies there already is started again.
    """

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, free_port()
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        if not found:
            raise SystemExit("PostgreSQL is not installed: apt-get install -y postgresql")
        self.programs = found[-1].parent

    def __enter__(self) -> Postgresql:
        if not self.home.exists():
            self._make()
        quarter = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 4 // 1024**2
        options = (
            f"-c port={self.port} -c unix_socket_directories={self.home} -c listen_addresses=127.0.0.1"
            f" -c shared_buffers={max(quarter, 128)}MB"
        )
        self._run("pg_ctl", "-D", self.home / "data", "-w", "-l", self.home / "log", "-o", options, "start")
        return self

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-D", self.home / "data", "-w", "-m", "fast", "stop")

    def _make(self) -> None:
        self.home.mkdir(parents=True)
        if os.geteuid() == 0:
            shutil.chown(self.home, "postgres", "postgres")
            for parent in self.home.parents:
                if parent != Path("/") and parent.stat().st_uid == 0:
                    parent.chmod(parent.stat().st_mode | 0o011)
        self._run("initdb", "-D", self.home / "data", "-U", "gandan", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    def create(self, name: str, *, known: bool = False) -> str:
        """Make an empty database, unless it is ``known`` to be there, and return its address."""
        if not known:
            self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "gandan", name)
        return f"postgresql://gandan@127.0.0.1:{self.port}/{name}"

    def warm(self, name: str) -> None:
        """Fetch what everybody reads into the server's cache, where it lies after a day's work."""
        query = (
            "CREATE EXTENSION IF NOT EXISTS pg_prewarm; SELECT sum(pg_prewarm(oid::regclass)) FROM pg_class "
            "WHERE relkind IN ('r', 'i') AND relname ~ '^(ix_|pk_|uq_)?public_(cases|traces)'; DROP EXTENSION pg_prewarm"
        )
        self._run("psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "gandan", "-q", "-o", "/dev/null", "-c", query, name)

    def _run(self, program: str, *arguments: str | Path) -> None:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(self.programs / program), *(str(part) for part in arguments)]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
