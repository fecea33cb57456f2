"""A slow line between a phone and the server: so many bits a second, so late, and cut every so many seconds.

One thread serves all lines. A line is a port of its own: everything that one phone sends shares its bandwidth and its cuts, like
the radio of a real phone. ``speed`` makes time pass faster: at 10, thirty kilobits a second are three hundred, and so on.
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.infra.ports import LOOPBACK

GRAIN = 1024
RESET, CLOSE, SILENT = "reset", "close", "silent"
KINDS = (RESET, CLOSE, SILENT)
SILENCE_SECONDS = 90.0


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Bits a second each way, seconds on the way each way, seconds between cuts (0: never)."""

    bits: float = 30_000
    delay: float = 0.4
    cut_every: float = 20.0
    speed: float = 1.0


@dataclass(kw_only=True, eq=False)
class Line:
    """One phone's line. ``up`` counts bytes taken from the phone, ``down`` bytes taken from the server; ``cuts`` what was cut."""

    port: int = 0
    up: int = 0
    down: int = 0
    cuts: int = 0
    pairs: list[Pair] = field(default_factory=list)
    free_at: dict[str, float] = field(default_factory=lambda: {"up": 0.0, "down": 0.0})


@dataclass(kw_only=True, eq=False)
class Pair:
    """A connection through the line: the phone's end and the server's."""

    phone: socket.socket
    server: socket.socket
    tasks: list[asyncio.Task[None]] = field(default_factory=list)


class SlowLines:
    """Lines to one server, all of one shape."""

    def __init__(self, target: int, shape: Shape, *, seed: int = 1) -> None:
        self.target, self.shape = target, shape
        self.random = random.Random(seed)
        self.lines: list[Line] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Cut everything and end."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def new_line(self) -> Line:
        """Return a line of its own for one phone."""
        return asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)

    # -------------------------------------------------------------- inside the thread

    async def _open(self) -> Line:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        listener.bind((LOOPBACK, 0))
        listener.listen(64)
        listener.setblocking(False)
        line = Line(port=listener.getsockname()[1])
        self.lines.append(line)
        self._loop.create_task(self._accept(line, listener))
        if self.shape.cut_every:
            self._loop.create_task(self._cutting(line))
        return line

    async def _end(self) -> None:
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for line in self.lines:
            for pair in line.pairs:
                _close(pair.phone)
                _close(pair.server)

    async def _accept(self, line: Line, listener: socket.socket) -> None:
        with listener:
            while True:
                phone, _address = await self._loop.sock_accept(listener)
                phone.setblocking(False)
                server = socket.socket()
                server.setblocking(False)
                pair = Pair(phone=phone, server=server)
                line.pairs.append(pair)
                pair.tasks.append(self._loop.create_task(self._carry(line, pair)))

    async def _carry(self, line: Line, pair: Pair) -> None:
        with suppress(OSError):
            await self._loop.sock_connect(pair.server, (LOOPBACK, self.target))
            ways = (self._way(line, "up", pair.phone, pair.server), self._way(line, "down", pair.server, pair.phone))
            pair.tasks.extend(self._loop.create_task(way) for way in ways)

    async def _way(self, line: Line, way: str, source: socket.socket, target: socket.socket) -> None:
        """Take from one end at the line's pace; what was taken comes out at the other end after the delay."""
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        out = self._loop.create_task(self._deliver(late, target))
        try:
            while block := await self._loop.sock_recv(source, GRAIN):
                setattr(line, way, getattr(line, way) + len(block))
                begin = max(self._loop.time(), line.free_at[way])
                line.free_at[way] = begin + len(block) * 8 / (self.shape.bits * self.shape.speed)
                await asyncio.sleep(line.free_at[way] - self._loop.time())
                late.put_nowait((self._loop.time() + self.shape.delay / self.shape.speed, block))
            late.put_nowait((self._loop.time() + self.shape.delay / self.shape.speed, b""))
            await out
        except OSError:
            pass
        finally:
            out.cancel()

    async def _deliver(self, late: asyncio.Queue[tuple[float, bytes]], target: socket.socket) -> None:
        with suppress(OSError):
            while True:
                moment, block = await late.get()
                await asyncio.sleep(max(0.0, moment - self._loop.time()))
                if not block:
                    target.shutdown(socket.SHUT_WR)
                    return
                await self._loop.sock_sendall(target, block)

    async def _cutting(self, line: Line) -> None:
        every = self.shape.cut_every / self.shape.speed
        await asyncio.sleep(every * self.random.random())
        while True:
            await asyncio.sleep(every)
            self._cut(line)

    def _cut(self, line: Line) -> None:
        for pair in line.pairs:
            for task in pair.tasks:
                task.cancel()
            kind = self.random.choice(KINDS)
            line.cuts += 1
            _close(pair.phone, hard=kind != CLOSE)
            if kind == SILENT:
                self._loop.call_later(SILENCE_SECONDS / self.shape.speed, _close, pair.server)
            else:
                _close(pair.server, hard=kind == RESET)
        line.pairs.clear()


def _close(end: socket.socket, *, hard: bool = False) -> None:
    if hard:
        with suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()


@contextmanager
def slow_lines(target: int, shape: Shape, *, seed: int = 1) -> Iterator[SlowLines]:
    """Serve lines of this shape to a local port inside the block."""
    lines = SlowLines(target, shape, seed=seed)
    lines.start()
    try:
        yield lines
    finally:
        lines.stop()
