"""What the server is asked for is checked before anything starts: a wrong word never starts it without a worker."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from core.config import ROOT
from core.errors import Misconfigured
from core.web_processes import WebProcesses, web_processes


@pytest.mark.parametrize(
    ("given", "asked_for"),
    [
        ({}, (2, 120, False)),
        ({"WEB_JOBS": "", "WEB_THREADS": " "}, (2, 120, False)),
        ({"WEB_JOBS": "off", "WEB_CONCURRENCY": "1", "WEB_THREADS": "1"}, (1, 1, False)),
        ({"WEB_JOBS": " on ", "WEB_CONCURRENCY": "64", "WEB_THREADS": "1000"}, (64, 1000, True)),
    ],
)
def test_what_can_be_right_is_taken(given: dict[str, str], asked_for: tuple[int, int, bool]):
    processes, threads, jobs = asked_for
    assert web_processes(given) == WebProcesses(processes=processes, threads=threads, jobs=jobs)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        *[("WEB_JOBS", word, f'WEB_JOBS is "on" or, .*, "off", but it is {word!r}') for word in ("yes", "true", "1", "ON")],
        *[
            (name, number, f"{name} is a number from 1 to {most}, but it is '{number}'")
            for name, most in (("WEB_CONCURRENCY", 64), ("WEB_THREADS", 1000))
            for number in ("x", "0", "-1", "1.5", "1001", "9" * 5000, "٣")
        ],
    ],
)
def test_wrong_words_and_numbers_are_refused_with_a_sentence(name: str, value: str, sentence: str):
    with pytest.raises(Misconfigured, match=sentence):
        web_processes({name: value})


def test_server_says_so_in_one_line_and_does_not_start():
    begun = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--check-config"], cwd=ROOT, env={**os.environ, "WEB_JOBS": "yes"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert begun.returncode == 1
    assert [line.partition(" is")[0] for line in begun.stderr.splitlines()] == ["Error: WEB_JOBS"]
