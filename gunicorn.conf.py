"""The production server: `gunicorn` in this folder reads this file and needs no argument.

Threads, not processes, wait for slow phones: sixty half-open requests of 2G clients block a worker with 8 or 16 threads,
so a worker has 120. They wait in memory; the database pool is sized apart from them. Migrations run before the start
(`flask db upgrade`), never in a worker.

With WEB_JOBS=on one more process does what `flask jobs run` does. It shares what was loaded before the fork, which a worker
that is started on its own has to load once more: measured, 80 MB of 350. A machine that runs the worker elsewhere leaves it off.
"""

import gc
import os
import signal
import socket
import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from importlib import import_module
from multiprocessing.sharedctypes import RawArray, RawValue
from typing import Any

from gunicorn import util
from gunicorn.arbiter import Arbiter
from gunicorn.http import errors
from gunicorn.http.message import Request
from gunicorn.workers.gthread import TConn, ThreadWorker
from sqlalchemy.orm import configure_mappers

from core import i18n, refused_requests, small_heaps
from core.errors import Misconfigured
from core.jobs import Worker
from core.web_processes import WebProcesses, web_processes


def _asked_for() -> WebProcesses:
    try:
        return web_processes()
    except Misconfigured as no:
        raise SystemExit(f"Error: {no.sentence}") from None


ASKED_FOR = _asked_for()
WITH_JOBS = ASKED_FOR.jobs
NO_JOBS = "No worker beside the pages (WEB_JOBS=off): letters, reminders and photos wait for `flask jobs run`."
MOST_WORKERS, NOBODY = 256, -1
BEAT_SECONDS = 1.0
YIELD_SECONDS = 0.002
TIDY_SECONDS = 5.0
# How many connections each worker has; the processes share it. A worker's place is its age, which no living one has twice.
connections = RawArray("i", [NOBODY] * MOST_WORKERS)
jobs_age = RawValue("i", NOBODY)
"""The age of the process that does the jobs; NOBODY until one is made, and after it ended."""
refusals: dict[int, bytes] = {}
"""What is answered to a request that never reaches the application, by status; made before the fork."""
OURS = (errors.InvalidResponseHeader, errors.InvalidResponseHeaderName, errors.ConfigurationProblem)


class PatientWorker(ThreadWorker):
    """A threaded worker that says goodbye in a thread and leaves a new connection to whoever has fewer.

    All workers listen at one door, and whoever wakes first takes the next connection in. Measured with sixteen visitors and two
    workers: at times one had fifteen of them and the other one, and who had come to the full one waited twice as long. A worker
    that has more than another holds back for two milliseconds; nobody waits for one that is stuck.

    gunicorn 27 closes a connection from the loop that also accepts new ones, and waits there up to two seconds until the
    client has closed its end. Sixty slow phones that are answered before they have sent everything (an unknown address,
    a refused form) stop that loop for a minute: measured, and kept by tests/integration/server.
    """

    tidied_at = 0.0
    does_jobs = missed_jobs = False

    def __init__(self, age: int, *more: Any) -> None:
        """Begin in the parent, before the fork: whoever is made while nobody does the jobs will do them, and nothing else."""
        super().__init__(age, *more)
        if WITH_JOBS and jobs_age.value == NOBODY:
            jobs_age.value, self.does_jobs = age, True
            self.nr_conns = NOBODY

    def run(self) -> None:
        """Answer visitors, or do the jobs, until told to stop."""
        if not self.does_jobs:
            super().run()
            return
        for listener in self.sockets:
            listener.close()
        application = self.app.wsgi()
        threading.Thread(target=self.beat, daemon=True).start()
        Worker(application, application.config["SETTINGS"], application.config["NOW"]).run()

    def beat(self) -> None:
        """Say that the jobs' process is alive, and end it when the parent is gone."""
        while self.is_parent_alive():
            self.notify()
            time.sleep(BEAT_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    def notify(self) -> None:
        """Say that this worker is alive; now and then give back memory that nobody uses, and see that somebody does the jobs."""
        super().notify()
        if time.monotonic() - self.tidied_at > TIDY_SECONDS:
            self.tidied_at = time.monotonic()
            small_heaps.give_back()
            self.make_room_for_the_jobs()

    def make_room_for_the_jobs(self) -> None:
        """End, if this is the oldest that answers visitors and nobody has done the jobs for a while: who comes next will do them.

        That happens after a reload (HUP): the new ones were made while the old one still did the jobs.
        """
        missed_before, self.missed_jobs = self.missed_jobs, WITH_JOBS and jobs_age.value == NOBODY
        if self.missed_jobs and missed_before and self.alive:
            oldest = next((place for place, number in enumerate(connections) if number != NOBODY), NOBODY)
            if oldest == self.age % MOST_WORKERS:
                self.handle_exit(signal.SIGTERM, None)

    @property
    def nr_conns(self) -> int:
        """Connections of this worker, where the other ones see it."""
        return connections[self.age % MOST_WORKERS]

    @nr_conns.setter
    def nr_conns(self, number: int) -> None:
        connections[self.age % MOST_WORKERS] = number

    def accept(self, listener: socket.socket) -> None:
        """Take a connection in, unless another worker has fewer and takes it at once."""
        if self.nr_conns > min(number for number in connections if number != NOBODY):
            time.sleep(YIELD_SECONDS)
        super().accept(listener)

    def handle_error(self, req: Request | None, client: socket.socket, addr: tuple[str, int], exc: BaseException) -> None:
        """Say in our words that a request was too long or broken.

        gunicorn's own page is English, and its log names the visitor's address and the line that was asked for, code and search
        included. What is our fault, or speaks TLS, is left to it.
        """
        status = refused_requests.BROKEN
        if isinstance(exc, errors.LimitRequestLine):
            status = refused_requests.TOO_LONG
        elif isinstance(exc, errors.LimitRequestHeaders):
            status = refused_requests.TOO_MANY_HEADERS
        if not isinstance(exc, errors.ParseException) or isinstance(exc, OURS) or status not in refusals:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Refused a request: %s", type(exc).__name__)
        with suppress(OSError):
            util.write_nonblock(client, refusals[status])

    def finish_request(self, conn: TConn, fs: Future[object]) -> None:
        """Keep the connection for the next request, or let a thread close it."""
        if fs.cancelled() or fs.exception() is not None or fs.result():
            super().finish_request(conn, fs)
            return
        self.nr_conns -= 1
        self.tpool.submit(conn.close, graceful=True)


def when_ready(server: Arbiter) -> None:
    """Keep memory small: what every worker needs is loaded before they fork. And say so when nobody does the jobs here."""
    if not WITH_JOBS:
        server.log.warning(NO_JOBS)
    i18n.load_languages(server.app.wsgi())
    refusals.update(refused_requests.answers(server.app.wsgi()))
    configure_mappers()
    import_module("segno")
    small_heaps.keep()


def child_exit(_server: Arbiter, worker: PatientWorker) -> None:
    """Forget the connections of a worker that ended, however it did, and that it did the jobs."""
    worker.nr_conns = NOBODY
    if worker.does_jobs:
        jobs_age.value = NOBODY


wsgi_app = "app:create_app()"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
proc_name = "gandan"

workers = ASKED_FOR.processes + ASKED_FOR.jobs
worker_class = PatientWorker
threads = ASKED_FOR.threads
preload_app = True
backlog = 1024

timeout = 60
graceful_timeout = 30
keepalive = 5

# Addresses hold codes and searches, so requests are not logged here; the application logs routes, never addresses.
accesslog = None
errorlog = "-"
loglevel = "warning"

control_socket_disable = True


def pre_request(_worker: ThreadWorker, req: Request) -> None:
    """End the connection after a piece of a file.

    When a connection that was used before breaks, browsers send the request on it again from its first byte, and what lies in the
    phone's own buffers still goes out: half of a photo twice. Over a fresh one they say that the line broke, and the script asks
    how far the file came.
    """
    if req.path.startswith("/gui/tep"):
        req.force_close()


def post_fork(_server: Arbiter, _worker: ThreadWorker) -> None:
    """Look for garbage less often."""
    gc.set_threshold(20_000, 20, 20)
