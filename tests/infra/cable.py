"""The line between a browser and the server, which a test can cut: what no emulation in the browser keeps a worker from using."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread

from tests.infra.ports import LOOPBACK, wait_for


@dataclass(kw_only=True)
class Cable:
    """Passes bytes from a port of its own to ``target`` while it is ``whole``; cut, it drops what is on its way."""

    target: int
    whole: bool = True
    listener: socket.socket = field(default_factory=lambda: socket.create_server((LOOPBACK, 0)))
    open_lines: set[socket.socket] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The address of the home page through this line, without the last slash."""
        return f"http://{LOOPBACK}:{self.listener.getsockname()[1]}"

    def lay(self) -> None:
        """Begin to listen."""
        wait_for(self.target)
        Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Let nothing through any more."""
        self.whole = False
        for line in list(self.open_lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Let everything through again."""
        self.whole = True

    def roll_up(self) -> None:
        """End for good."""
        self.cut()
        self.listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self.listener.accept()
                if not self.whole:
                    near.close()
                    continue
                far = socket.create_connection((LOOPBACK, self.target))
                self.open_lines |= {near, far}
                for source, sink in ((near, far), (far, near)):
                    Thread(target=self._pass, args=(source, sink), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for line in (source, sink):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
                line.close()
        self.open_lines -= {source, sink}
