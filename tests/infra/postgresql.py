"""One PostgreSQL cluster for a test run, and its databases.

PostgreSQL refuses to run as root, so root starts it as the user "postgres" that Debian's package makes. Nothing is
synced to the disk (fsync=off): the cluster lives as long as the run. Tests that pull the plug start their own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.infra import run_folder
from tests.infra.ports import LOOPBACK, free_port

SUPERUSER = "gandan"
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "150",
    "shared_buffers": "64MB",
    "autovacuum": "off",
    "listen_addresses": LOOPBACK,
    "timezone": "UTC",
    "dynamic_shared_memory_type": "mmap",  # below the run folder, so nothing stays behind
}


def programs() -> Path:
    """Return the folder of initdb and pg_ctl; raises RuntimeError with the line to type when there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise RuntimeError("PostgreSQL is not installed: apt-get install -y postgresql")


def run(*command: str | Path) -> None:
    """Run one of PostgreSQL's programs as a user it accepts; raises RuntimeError with what it said."""
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    line = [*as_user, *(str(part) for part in command)]
    done = subprocess.run(line, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(line)}\n{done.stdout}{done.stderr}")


def start() -> str:
    """Start the cluster of this run; returns "folder port"."""
    home = run_folder.current() / "postgresql"
    home.mkdir()
    if os.geteuid() == 0:
        shutil.chown(home, "postgres", "postgres")
    data, port = home / "data", free_port()
    run(programs() / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
    where = f"-c port={port} -c unix_socket_directories={home}"
    run(programs() / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", f"{options} {where}", "start")
    return f"{home} {port}"


def stop(folder: Path) -> None:
    """Stop the cluster of a run, if it still runs: what a killed run left may be older than the machine's start."""
    data = folder / "postgresql" / "data"
    if _runs(data):
        run(programs() / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def _runs(data: Path) -> bool:
    """Say whether the process that the folder names is a server in that folder: a number may have gone to another process."""
    try:
        pid = int((data / "postmaster.pid").read_text(encoding="ascii").split()[0])
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == data.resolve()
    except (OSError, ValueError, IndexError):
        return False


def url(name: str) -> str:
    """Return the address of a database in this run's cluster, starting the cluster when it does not run yet."""
    home, port = run_folder.once("postgresql", start).split()
    return f"postgresql+psycopg://{SUPERUSER}@/{name}?host={quote(home, safe='')}&port={port}"


def loopback_url(name: str) -> str:
    """Return the same database's address as a network address (for programs that cannot take a socket)."""
    _home, port = run_folder.once("postgresql", start).split()
    return f"postgresql://{SUPERUSER}@{LOOPBACK}:{port}/{name}"


def execute(*statements: str) -> None:
    """Run statements as the cluster's owner outside any transaction."""
    home, port = run_folder.once("postgresql", start).split()
    with psycopg.connect(host=home, port=int(port), user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[arg-type]


def create(name: str, *, template: str = "template1") -> None:
    """Make a database as a copy of another, in place of one that bears the name."""
    execute(
        f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
        f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY',
    )


def drop(name: str) -> None:
    """Delete a database, even while somebody is connected."""
    execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
