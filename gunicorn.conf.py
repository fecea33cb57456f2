"""The production server: `gunicorn` in this folder reads this file and needs no argument.

Threads, not processes, wait for slow phones: sixty half-open requests of 2G clients block a worker with 8 or 16 threads,
so a worker has 120. They wait in memory; the database pool is sized apart from them. Migrations run before the start
(`flask db upgrade`), never in a worker.
"""

import gc
import os
import sys
from concurrent.futures import Future

from gunicorn.arbiter import Arbiter
from gunicorn.workers.gthread import TConn, ThreadWorker
from sqlalchemy.orm import configure_mappers

from core import i18n, small_heaps


class PatientWorker(ThreadWorker):
    """A threaded worker that says goodbye in a thread.

    gunicorn 27 closes a connection from the loop that also accepts new ones, and waits there up to two seconds until the
    client has closed its end. Sixty slow phones that are answered before they have sent everything (an unknown address,
    a refused form) stop that loop for a minute: measured, and kept by tests/integration/server.
    """

    def finish_request(self, conn: TConn, fs: Future[object]) -> None:
        """Keep the connection for the next request, or let a thread close it."""
        if fs.cancelled() or fs.exception() is not None or fs.result():
            super().finish_request(conn, fs)
            return
        self.nr_conns -= 1
        self.tpool.submit(conn.close, graceful=True)


def when_ready(server: Arbiter) -> None:
    """Keep memory small: what every worker needs is loaded before they fork."""
    i18n.load_languages(server.app.wsgi())
    configure_mappers()
    small_heaps.keep()


wsgi_app = "app:create_app()"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
proc_name = "gandan"

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = PatientWorker
threads = int(os.environ.get("WEB_THREADS", "120"))
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


def post_fork(_server: Arbiter, _worker: ThreadWorker) -> None:
    """Hand the interpreter on after 0.5 ms, and look for garbage less often.

    Whoever holds the turn to write gives the interpreter away at every statement and waits to get it back, 5 ms by default,
    while everybody waits for the turn: measured, half of all waiting at 16 senders.
    """
    sys.setswitchinterval(0.0005)
    gc.set_threshold(20_000, 20, 20)
