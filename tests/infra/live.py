"""The product as it runs for people: the production server and the worker, as processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine, create_engine

from core.config import from_mapping
from tests.infra import databases
from tests.infra.databases import ROOT, Database
from tests.infra.ports import LOOPBACK, free_port, wait_for_answer
from tests.infra.settings import environment_for

SECONDS_TO_STOP = 15


@dataclass(kw_only=True)
class LiveServer:
    """The product on one database. ``settings`` are those of create_app().

    The worker runs beside the web processes, as in the demo (WEB_JOBS=on), or ``apart``, as `flask jobs run`.
    """

    settings: dict[str, object]
    database: Database
    logs: Path
    workers: int = 2
    apart: bool = False
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address of the home page without the last slash."""
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Start server and worker and return when the server answers."""
        self.start_server()
        if self.apart:
            self.start_worker()
        wait_for_answer(self.port, "/readyz")

    def start_server(self) -> None:
        """Start the production server with the configuration that is shipped, the worker beside it unless it runs apart."""
        self._start("server", "-m", "gunicorn", "--config", "gunicorn.conf.py")

    def start_worker(self) -> None:
        """Start the worker of letters, photos and reminders as a process of its own."""
        self._start("worker", "-m", "flask", "jobs", "run")

    def flask(self, *arguments: str, input_text: str = "") -> str:
        """Run a command of the product beside the running server; returns what it printed."""
        return databases.flask(*arguments, settings=self.settings, input_text=input_text)

    def kill(self, name: str) -> None:
        """End "server" or "worker" as a power cut would, children included."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End everything as an operator would, and whatever does not end in time by force."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.processes.clear()

    def engine(self) -> Engine:
        """Return a way to the database beside the running server."""
        return create_engine(from_mapping(self.settings).sqlalchemy_url)

    def said(self) -> str:
        """Return what was written to the logs."""
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(self.logs.glob("*.log")))

    def _start(self, name: str, *arguments: str) -> None:
        environment = {
            **os.environ,
            **environment_for(self.settings),
            "HOST": LOOPBACK,
            "PORT": str(self.port),
            "WEB_CONCURRENCY": str(self.workers),
            "WEB_JOBS": "off" if self.apart else "on",
        }
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
