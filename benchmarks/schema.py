"""Asks a running server thousands of questions made from its own description: python -m benchmarks.schema URL [--cases 2000].

The server should run with RATE_LIMITS=off, or most answers are "too many". Every check of schemathesis is on. Returns 1 when a
check failed or fewer cases were asked than wanted.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import schema_hooks

ROOT = Path(__file__).resolve().parent.parent
OPERATIONS = 9
ASKED = re.compile(r"([0-9,]+) generated")


def main() -> int:
    """Run schemathesis and look at what it says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.schema", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    base = options.url.rstrip("/")
    each = max(options.cases // OPERATIONS, 1)
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("schemathesis")), "run", f"{base}/api/v1/openapi.json", "--url", base,
            "--checks", "all", "--mode", "all", "--continue-on-failure", "--max-examples", str(each),
            "--seed", str(options.seed), "--generation-database", "none", "--no-color",
        ],
        env={**os.environ, "SCHEMATHESIS_HOOKS": "benchmarks.schema_hooks", schema_hooks.BASE: base, "PYTHONPATH": str(ROOT)},
        cwd=tempfile.gettempdir(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    print(done.stdout, done.stderr, sep="\n")
    found = ASKED.search(done.stdout)
    asked = int(found[1].replace(",", "")) if found else 0
    print(f"asked {asked:,} of {options.cases:,}, exit {done.returncode}")
    return int(done.returncode != 0 or asked < options.cases)


if __name__ == "__main__":
    sys.exit(main())
