"""Measures and writes the table of docs/benchmarks.md: python -m benchmarks [--database both] [--cases 100000]."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks import desk, live, measuring, servers, similar
from benchmarks.measuring import Installation, Plan, Report
from deadlines import clock

SMALL = 1000
PARTS = ("pages", "desk", "letters", "growth", "sizes", "similar", "live")
TABLE = servers.ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- results begin -->", "<!-- results end -->"


def main() -> int:
    """Measure; return 1 when a goal was missed."""
    options = arguments()
    plan = Plan(cases=options.cases, seconds=options.seconds, rounds=options.rounds)
    reports = []
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="gandan-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        for database in ("sqlite", "postgresql") if options.database == "both" else (options.database,):
            reports.append(measure(database, folder / database, plan, stack=stack, parts=options.parts))
    text = table(reports, plan)
    print(text)
    if options.write:
        write(text)
    return int(any(line.good is False for report in reports for line in report.lines))


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each, in turns")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    options = parser.parse_args()
    if options.cases <= SMALL:
        parser.error(f"--cases must be more than the {SMALL:,} that they are compared with")
    return options


def measure(database: str, folder: Path, plan: Plan, *, stack: ExitStack, parts: tuple[str, ...]) -> Report:
    """Return the report of one database."""
    report = Report(database)
    print(f"{database}: making {plan.cases:,} and {SMALL:,} cases …", flush=True)
    folder.mkdir(parents=True)
    cluster = stack.enter_context(servers.Postgresql(folder / "cluster")) if database == "postgresql" else None
    large, small = (
        Installation.filled(folder / str(number), cluster.create(f"cases_{number}") if cluster else "", cases=number)
        for number in (plan.cases, SMALL)
    )
    report.add("flask load generate", "≥ 2,000 cases a second", f"{large.rate:.0f}", large.rate >= 2000)
    if "pages" in parts:
        measuring.public_pages(report, large, plan)
    if "desk" in parts:
        desk.desk_pages(report, large, plan)
    if "growth" in parts:
        measuring.growth(report, small, large, plan)
    if "sizes" in parts:
        measuring.sizes(report, large)
    if "similar" in parts:
        similar.lookups(report, large)
    if "live" in parts:
        live.readers(report, large)
    if "letters" in parts:
        measuring.letters(report, large, plan)
    report.tell_the_yardstick()
    return report


def table(reports: list[Report], plan: Plan) -> str:
    """Return the results as Markdown, one table for both databases."""
    command = f"python -m benchmarks --cases {plan.cases} --seconds {plan.seconds:g} --rounds {plan.rounds}"
    lines = [
        *measured_on(command), f"{measuring.CONNECTIONS} connections, {plan.cases:,} cases.",
        "",
        "| What | Goal | " + " | ".join(report.database for report in reports) + " |",
        "|---|---|" + "---|" * len(reports),
    ]  # fmt: skip
    for rows in zip(*(report.lines for report in reports), strict=False):
        marks = [f"{row.result}{'' if row.good is None else ' ✓' if row.good else ' ✗'}" for row in rows]
        lines.append(f"| {rows[0].name} | {rows[0].goal} | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def measured_on(command: str) -> list[str]:
    """Return when, with which command and on what machine."""
    return [
        f"Measured on {clock.today():%d/%m/%Y} with `{command}`:",
        f"{os.cpu_count()} cores ({processor()}), {memory()} of memory, Python {platform.python_version()},",
    ]


def processor() -> str:
    """Return the name of the processor."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def memory() -> str:
    """Return how much memory there is."""
    line = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    return f"{int(line.split()[1]) / 1024**2:.0f} GB"


def write(text: str, *, begin: str = BEGIN, end: str = END) -> None:
    """Put the results between the two marks of the document."""
    whole = TABLE.read_text(encoding="utf-8")
    head, rest = whole.split(begin)
    TABLE.write_text(head + begin + "\n\n" + text + "\n" + end + rest.split(end)[1], encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
