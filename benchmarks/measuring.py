"""One installation under measurement: filled, served, driven in turns with the bare page, and weighed."""

from __future__ import annotations

import json
import math
import re
import statistics
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import servers
from benchmarks.driver import Cycle, Outcome, ask, drive, get
from benchmarks.scenarios import form_cycles, list_paths, pages, search_paths
from core.codes import clean_code

CONNECTIONS = 16
FIRST_VIEW = ("/", "/gui", "/ho-so", "/cong-khai")
Serving = tuple[int, Callable[[], Cycle]]
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How long and how often: ``seconds`` a round, ``rounds`` of each, in turns with the bare page."""

    cases: int
    seconds: float
    rounds: int


@dataclass(kw_only=True)
class Line:
    """One line of the table; ``good`` None: told, not judged."""

    name: str
    goal: str
    result: str
    good: bool | None = None


@dataclass
class Report:
    """The lines of one database; ``yardsticks`` is what the bare page did each time that something was held against it."""

    database: str
    lines: list[Line] = field(default_factory=list)
    yardsticks: list[Outcome] = field(default_factory=list)

    def add(self, name: str, goal: str, result: str, good: bool | None = None) -> None:
        self.lines.append(Line(name=name, goal=goal, result=result, good=good))
        print(f"  {name}: {result} (goal {goal or '–'}){'' if good is None else '  ok' if good else '  MISSED'}", flush=True)

    def tell_the_yardstick(self) -> None:
        """Add what the bare page did all the while: milliseconds depend on the machine, and this says how much."""
        rates, slow = [each.rate for each in self.yardsticks], [each.percentile(0.95) for each in self.yardsticks]
        if rates:
            told = f"{min(rates):.0f} to {max(rates):.0f} a second, p95 {min(slow):.0f} to {max(slow):.0f} ms"
            self.add("The bare page itself, all the while", "", f"{told}, in the middle {statistics.median(slow):.0f} ms")


@dataclass(kw_only=True)
class Installation:
    """A filled database with its instance folder and environment."""

    cases: int
    env: dict[str, str]
    codes: list[str]
    rate: float

    @classmethod
    def filled(cls, folder: Path, database_url: str, *, cases: int) -> Installation:
        """Make tables, load the demo commune, generate ``cases``; a folder that was filled before is used again."""
        env, note = servers.environment(folder, database_url), folder / "filled.json"
        if note.is_file():
            servers.flask("db", "upgrade", env=env)
            return cls(cases=cases, env=env, **json.loads(note.read_text(encoding="utf-8")))
        servers.flask("db", "upgrade", env=env)
        servers.flask("commune", "load", "accounts/data/van_linh.toml", env=env)
        said = servers.flask("load", "generate", "--cases", str(cases), "--seed", "1", env=env)
        found = re.search(r": (\d+) cases a second", said)
        with servers.web_server("", env) as server:
            codes = [code for page in range(1, 41) for code in _codes(server.port, page) if clean_code(code)]
        facts = {"codes": sorted(set(codes)), "rate": float(found[1]) if found else 0.0}
        note.write_text(json.dumps(facts), encoding="utf-8")
        return cls(cases=cases, env=env, **facts)


def _codes(port: int, page: int) -> list[str]:
    return re.findall(r'href="/ho-so/([^"?]+)"', _text(port, f"/ho-so?trang={page}"))


def _text(port: int, path: str, **headers: str) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.read().decode()


def in_turns(first: Serving, second: Serving, plan: Plan) -> tuple[list[Outcome], list[Outcome]]:
    """Drive two servers one after the other, ``rounds`` times, after a short run of each that is not counted."""
    for port, cycles in (first, second):
        drive(port, cycles, connections=CONNECTIONS, seconds=1.5)
    both: tuple[list[Outcome], list[Outcome]] = ([], [])
    for _ in range(plan.rounds):
        for place, (port, cycles) in zip(both, (first, second), strict=True):
            place.append(drive(port, cycles, connections=CONNECTIONS, seconds=plan.seconds))
    return both


def compare(report: Report, name: str, *, bare: Serving, ours: Serving, plan: Plan, goal: float, slowest: float = 100.0) -> float:
    """Add the ratio of our rate to the bare page's, and our p95, which may be ``slowest`` milliseconds (0: told, not judged).

    Returns the ratio.
    """
    theirs, own = in_turns(bare, ours, plan)
    if slowest:
        report.yardsticks += theirs
    refused = {status: number for outcome in own for status, number in outcome.statuses.items() if status >= 400}
    our_rate, their_rate = (statistics.median(each.rate for each in outcomes) for outcomes in (own, theirs))
    ratio, p95 = our_rate / their_rate, statistics.median(each.percentile(0.95) for each in own)
    good = ratio >= goal and (not slowest or p95 < slowest) and not refused
    wanted = f"≥ {goal:.2f}" + (f", p95 < {slowest:.0f} ms" if slowest else "")
    result = f"**{ratio:.2f}** ({our_rate:.0f} of {their_rate:.0f} a second), p95 {p95:.0f} ms"
    report.add(name, wanted, result + (f", refused: {json.dumps(refused)}" if refused else ""), good)
    return ratio


def public_pages(report: Report, place: Installation, plan: Plan) -> None:
    """Measure what everybody reads, kept and made anew."""
    cases = place.codes
    with servers.web_server("benchmarks.bare:app", place.env) as bare, servers.web_server("", place.env) as ours:
        yardstick = (bare.port, pages(["/list"]))
        etag = etag_of(ours.port, "/ho-so")
        for name, cycles, goal in (
            ("List, newest page", pages(["/ho-so"]), 0.60),
            ("List, any page", pages(list_paths(4000, cases=place.cases)), 0.30),
            ("Search, 4,000 different ones", pages(search_paths(4000)), 0.30),
            (f"One case, {len(cases)} different ones", pages([f"/ho-so/{code}" for code in cases]), 0.30),
            ("Board", pages(["/cong-khai"]), 0.60),
            ("Front page", pages(["/"]), 0.60),
            ("List, unchanged (304 by ETag)", pages(["/ho-so"], f"If-None-Match: {etag}"), 0.60),
        ):
            compare(report, name, bare=yardstick, ours=(ours.port, cycles), plan=plan, goal=goal)
    with (
        servers.web_server("benchmarks.bare:app", place.env) as bare,
        servers.web_server("benchmarks.uncached:app", place.env) as ours,
    ):
        yardstick = (bare.port, pages(["/list"]))
        for name, cycles in (
            ("List, any page, nothing kept", pages(list_paths(4000, cases=place.cases))),
            ("Search, nothing kept", pages(search_paths(4000))),
            ("One case, nothing kept", pages([f"/ho-so/{code}" for code in cases])),
        ):
            compare(report, name, bare=yardstick, ours=(ours.port, cycles), plan=plan, goal=0.30)


def etag_of(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
        return answer.headers["ETag"]


def letters(report: Report, place: Installation, plan: Plan) -> None:
    """Measure a resident's cycle, opening the form and sending it, and weigh the whole set of servers all the while.

    What the worker has to do once in a new installation (all files of open data, all boards) is done before.
    """
    servers.flask("jobs", "run", "--once", env=place.env)
    with (
        servers.web_server("benchmarks.bare:app", place.env) as bare,
        servers.web_server("", place.env, jobs=True) as ours,
        servers.Scales(ours) as scales,
    ):
        for name, photo, goal in (("A letter: form and sending", False, 0.12), ("A letter with a photo of 330 KB", True, 0.10)):
            yardstick = (bare.port, form_cycles("/form", photo=photo))
            compare(
                report, name, bare=yardstick, ours=(ours.port, form_cycles("/gui", photo=photo)), plan=plan, goal=goal, slowest=0
            )
    weight = scales.most
    report.add("Memory of all processes (PSS) at most: master, 2 web, worker", "≤ 350 MB", f"{weight:.0f} MB", weight <= 350)


def growth(report: Report, small: Installation, large: Installation, plan: Plan) -> None:
    """Compare the cost of list and search between a small and a large number of cases, nothing kept."""
    with (
        servers.web_server("benchmarks.uncached:app", small.env) as few,
        servers.web_server("benchmarks.uncached:app", large.env) as many,
    ):
        for name, paths in (("list", list_paths(4000, cases=small.cases)), ("search", search_paths(4000))):
            title = f"Cost of a {name} at {large.cases:,} against {small.cases:,} cases"
            add_cost(report, title, cheap=(few.port, pages(paths)), dear=(many.port, pages(paths)), plan=plan)


def add_cost(report: Report, title: str, *, cheap: Serving, dear: Serving, plan: Plan) -> None:
    """Add how much dearer a page is where there are many cases than where there are few."""
    few, many = (statistics.median(each.rate for each in outcomes) for outcomes in in_turns(cheap, dear, plan))
    dearer = few / many if many else math.inf
    report.add(title, "≤ 1.5", f"**{dearer:.2f}**", dearer <= 1.5)


def sizes(report: Report, place: Installation) -> None:
    """Add up what the first view of a page brings over the wire, compressed as a browser asks for it."""
    with servers.web_server("", place.env) as ours:
        for path in FIRST_VIEW:
            page = len(ask(ours.port, get(path, "Accept-Encoding: br, gzip")))
            found = ASSET.findall(_text(ours.port, path))
            assets = {url: len(ask(ours.port, get(url, "Accept-Encoding: br, gzip"))) for url in found}
            whole = page + sum(assets.values())
            result = f"{page / 1024:.1f} KB HTML, {whole / 1024:.1f} KB in all ({len(assets)} files)"
            report.add(f"First view of {path}", "HTML ≤ 15 KB, all ≤ 60 KB", result, page <= 15 * 1024 and whole <= 60 * 1024)
