"""Board, lists, API and files of open data at a great size: python -m benchmarks.in_the_open [--database postgresql] [--write].

A small and a large number of cases are measured in the same run: what everybody reads against the bare page, kept and made anew,
and how much dearer a page becomes from the small to the large number. Then the worker builds all files of open data.
``--folder`` keeps the filled databases for another run. ``--build`` is the part that runs inside the application.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from accounts.queries import only_tenant
from app import create_app
from benchmarks import servers
from benchmarks.__main__ import measured_on, write
from benchmarks.driver import Cycle
from benchmarks.measuring import CONNECTIONS, Installation, Plan, Report, add_cost, compare, etag_of
from benchmarks.scenarios import list_paths, pages, search_paths
from core.database import use_unit
from deadlines.clock import now_utc
from reporting import snapshots
from reporting.open_data import building, files

MEGA = 1024 * 1024
API = "/api/v1"
BEGIN, END = "<!-- open results begin -->", "<!-- open results end -->"
SIZES = {"sqlite": 200_000, "postgresql": 1_000_000}
SMALL = 10_000
KEPT, STORED, UNCHANGED = 0.30, 0.60, 0.80
Cycles = Callable[[], Cycle]


def main() -> int:
    """Measure; return 1 when a goal was missed."""
    options = arguments()
    if options.build:
        print(json.dumps(built(with_files=not options.only)))
        return 0
    plan = Plan(cases=0, seconds=options.seconds, rounds=options.rounds)
    wanted = ("sqlite", "postgresql") if options.database == "both" else (options.database,)
    reports = [measure(database, plan, options) for database in wanted]
    text = table(reports, wanted, options)
    print(text)
    if options.write:
        write(text, begin=BEGIN, end=END)
    return int(any(line.good is False for report in reports for line in report.lines))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.in_the_open", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--cases", type=int, default=0, help="the large number; 200,000 on SQLite, 1,000,000 on PostgreSQL")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of a round")
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each, in turns")
    parser.add_argument("--folder", type=Path, help="keep the filled databases here and use them again")
    parser.add_argument("--only", nargs="+", metavar="PAGE", help='some pages by their names, "Search" or "One case"; no files')
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    parser.add_argument("--build", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if 0 < options.cases <= SMALL:
        parser.error(f"--cases must be more than the {SMALL:,} that they are compared with")
    if options.only and options.write:
        parser.error("--write wants the whole table, without --only")
    return options


def measure(database: str, plan: Plan, options: argparse.Namespace) -> Report:
    """Return the report of one database."""
    report, cases = Report(database), options.cases or SIZES[database]
    with ExitStack() as stack:
        place = stack.enter_context(_folder(options.folder)) / database
        place.mkdir(parents=True, exist_ok=True)
        cluster = stack.enter_context(servers.Postgresql(place / "cluster")) if database == "postgresql" else None
        small, large = (_filled(place, cluster, number) for number in (SMALL, cases))
        _inside(small, only=options.only)
        first = _inside(large, only=options.only)
        if not options.only:
            files_of(report, "first", first)
        everybody(report, large, plan, only=options.only)
        dearer(report, small, large, plan, only=options.only)
        if not options.only:
            files_of(report, "again, in place of the others", _inside(large))
        report.tell_the_yardstick()
    return report


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    folder = kept or Path(tempfile.mkdtemp(prefix="gandan-open-"))
    try:
        yield folder
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def _filled(place: Path, cluster: servers.Postgresql | None, cases: int) -> Installation:
    print(f"{place.name}: {cases:,} cases …", flush=True)
    folder = place / str(cases)
    url = cluster.create(f"cases_{cases}", known=(folder / "filled.json").is_file()) if cluster else ""
    filled = Installation.filled(folder, url, cases=cases)
    if cluster:
        cluster.warm(f"cases_{cases}")
    return filled


def addresses(place: Installation) -> dict[str, list[str]]:
    """Return what is asked for, by what it is."""
    days = [f"{API}/cases?from=20{year}-{month:02}-01&limit=25" for year in (25, 26) for month in range(1, 11)]
    return {
        "List, any page": list_paths(4000, cases=place.cases),
        "Search": search_paths(4000),
        "One case": [f"/ho-so/{code}" for code in place.codes],
        "API, cases": [f"{API}/cases", f"{API}/cases?limit=100", f"{API}/cases?standing=overdue", *days],
        "API, one case": [f"{API}/cases/{code}" for code in place.codes],
    }


def everybody(report: Report, place: Installation, plan: Plan, *, only: Sequence[str] | None = None) -> None:
    """Measure what everybody reads, as shipped and with no page kept; ``only`` some of it by name."""
    stored = {"Board": ["/cong-khai"], "API, numbers": [f"{API}/measures"], "Front page": ["/"]}
    for application, words, asked in (
        ("", "", stored | addresses(place)),
        ("benchmarks.uncached:app", ", nothing kept", {**addresses(place), **stored}),
    ):
        with servers.web_server("benchmarks.bare:app", place.env) as bare, servers.web_server(application, place.env) as ours:
            yardstick = (bare.port, pages(["/list"]))
            for name, paths in _chosen(asked, only).items():
                told_only = name in stored and bool(application)
                goal, slowest = (0.0, 0.0) if told_only else (STORED if name in stored else KEPT, 100.0)
                serving = (ours.port, pages(paths))
                compare(report, name + words, bare=yardstick, ours=serving, plan=plan, goal=goal, slowest=slowest)
            for name, path in (("Board", "/cong-khai"), ("List", "/ho-so"), ("API, cases", f"{API}/cases")):
                if not application and not only:
                    again = pages([path], f"If-None-Match: {etag_of(ours.port, path)}")
                    compare(
                        report, f"{name}, unchanged (304)", bare=yardstick, ours=(ours.port, again), plan=plan, goal=UNCHANGED
                    )


def dearer(report: Report, small: Installation, large: Installation, plan: Plan, *, only: Sequence[str] | None = None) -> None:
    """Compare the cost of a page between the small and the large number of cases, nothing kept."""
    title = f"Cost at {large.cases:,} against {small.cases:,} cases: "
    with (
        servers.web_server("benchmarks.uncached:app", small.env) as few,
        servers.web_server("benchmarks.uncached:app", large.env) as many,
    ):
        theirs, ours = addresses(small) | {"Board": ["/cong-khai"]}, addresses(large) | {"Board": ["/cong-khai"]}
        for name in _chosen(ours, only):
            cheap, dear = (few.port, pages(_near(theirs[name]))), (many.port, pages(_near(ours[name])))
            add_cost(report, title + name, cheap=cheap, dear=dear, plan=plan)


def _chosen(asked: dict[str, list[str]], only: Sequence[str] | None) -> dict[str, list[str]]:
    """Return what is asked for, or ``only`` some of it."""
    return {name: paths for name, paths in asked.items() if not only or name in only}


def _near(paths: Sequence[str]) -> list[str]:
    """Return pages that both numbers of cases have: the 1,000th page of a small list is its end."""
    return [path for path in paths if "trang=" not in path or int(path.rpartition("=")[2]) <= SMALL // 25]


# ------------------------------------------------------------------ files


def files_of(report: Report, name: str, facts: dict[str, float]) -> None:
    """Tell how long a process of its own took to build all files, and what it needed."""
    good = facts["seconds"] <= 300 and facts["memory"] <= 300
    told = f"{facts['seconds']:.0f} s, {facts['memory']:.0f} MB at most, {facts['on_disk']:.0f} MB of files"
    report.add(f"All files of open data, {name}", "≤ 300 s, ≤ 300 MB of memory", told, good)


def _inside(place: Installation, *, only: Sequence[str] | None = None) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.in_the_open", "--build", *(["--only", *only] if only else [])]
    done = subprocess.run(command, env=place.env, cwd=servers.ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def built(*, with_files: bool) -> dict[str, float]:
    """Store the boards and build the files of the only commune, as the worker does; return seconds, MB at most, MB of files.

    Without the files it returns nothing: boards of today are what pages are measured with.
    """
    with create_app().app_context():
        unit_id = only_tenant()
        assert unit_id is not None
        with use_unit(unit_id):
            snapshots.keep_boards(now_utc())
        if not with_files:
            return {}
        made = building.build(unit_id, at=now_utc())
        found = files.folder_of(building.instance(), unit_id).rglob("*")
        size = sum(path.stat().st_size for path in found if path.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": made.seconds, "memory": round(peak), "on_disk": round(size / MEGA)}


# ------------------------------------------------------------------ the table


def table(reports: Sequence[Report], databases: Sequence[str], options: argparse.Namespace) -> str:
    """Return the results as Markdown, a table for each database."""
    command = f"python -m benchmarks.in_the_open --seconds {options.seconds:g} --rounds {options.rounds}"
    lines = [
        *measured_on(command),
        f"{CONNECTIONS} connections.",
    ]
    for database, report in zip(databases, reports, strict=True):
        title = f"**{database}, {options.cases or SIZES[database]:,} cases**"
        lines += ["", title, "", "| What | Goal | Result |", "|---|---|---|"]
        for row in report.lines:
            mark = "" if row.good is None else " ✓" if row.good else " ✗"
            lines.append(f"| {row.name} | {row.goal} | {row.result}{mark} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
