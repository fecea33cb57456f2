"""Runs Lighthouse, as a phone, on the pages that people open first: scripts/lighthouse.py BASE [--runs 3] [--folder FOLDER].

Needs the program `lighthouse` (npm, version 13) on the path or named by LIGHTHOUSE, and Chromium at CHROMIUM. The server
is the production server of the demo (`make demo`). Each page is measured several times and the median counts, because a
busy machine makes single runs worse. What is below its goal is printed with the audits that cost points; exit 1.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

PROGRAM = os.environ.get("LIGHTHOUSE", "lighthouse")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
GOALS = {"performance": 99, "accessibility": 100, "best-practices": 100}
PAGES = ("/", "/gui", "/ho-so", "/cong-khai", "/doi-thoai")
CASE = re.compile(r'href="(/ho-so/[0-9A-Z]{5}-[0-9A-Z]{5})"')


def first_case(base: str) -> str:
    """Return the address of the first case of the public list."""
    with urllib.request.urlopen(f"{base}/ho-so", timeout=20) as answer:
        found = CASE.search(answer.read().decode())
    if found is None:
        sys.exit("No case is public yet; the demo has some.")
    return found[1]


def run(address: str, folder: Path, name: str) -> dict[str, Any]:
    """Run Lighthouse once with its usual phone and network, and return the report."""
    path = folder / f"{name}.json"
    command = [
        PROGRAM, address, "--quiet", "--output=json", f"--output-path={path}", "--form-factor=mobile",
        f"--only-categories={','.join(GOALS)}", "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
    ]  # fmt: skip
    subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": CHROMIUM})
    return json.loads(path.read_text(encoding="utf-8"))


def scores(reports: list[dict[str, Any]]) -> dict[str, int]:
    """Return the median of each category in points of a hundred."""
    return {name: round(100 * statistics.median(report["categories"][name]["score"] for report in reports)) for name in GOALS}


def costly(report: dict[str, Any], category: str) -> list[str]:
    """Return the audits of a category that did not pass and count."""
    counted = [item["id"] for item in report["categories"][category]["auditRefs"] if item["weight"]]
    failed = [report["audits"][name] for name in counted if (report["audits"][name]["score"] or 0) < 1]
    return [f"{audit['id']} {audit['score']} {audit.get('displayValue', '')}".strip() for audit in failed]


def main() -> int:
    """Measure and print the table; return 1 when a page is below a goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the reports stay")
    options = parser.parse_args()
    base, below = options.base.rstrip("/"), []
    folder = options.folder or Path(tempfile.mkdtemp(prefix="lighthouse-"))
    folder.mkdir(parents=True, exist_ok=True)
    print("| page | performance | accessibility | best practices |\n|---|--:|--:|--:|")
    for number, path in enumerate((*PAGES[:3], first_case(base), *PAGES[3:])):
        reports = [run(base + path, folder, f"{number}-{turn}") for turn in range(options.runs)]
        got = scores(reports)
        shown = "/ho-so/<code>" if path.startswith("/ho-so/") else path
        print(f"| `{shown}` | {' | '.join(str(got[name]) for name in GOALS)} |", flush=True)
        below += [f"{shown} {name} {got[name]}: {costly(reports[0], name)}" for name in GOALS if got[name] < GOALS[name]]
    print("\n".join(below))
    return int(bool(below))


if __name__ == "__main__":
    sys.exit(main())
