"""What every test run needs: its folder, the groups of tests, and a clock that can be set.

The application and its databases are fixtures of tests/infra/application.py, which integration, house and journey tests
take in; unit tests do without them.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.infra import compiled, groups, postgresql, redis_server, results, run_folder

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
RUN = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the house."""
    parser.addoption("--complete", action="store_true", help="fail when a group of tests is empty or a test was skipped")
    parser.addoption("--update-golden", action="store_true", help="write golden files anew instead of comparing")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder in the first process, with the tests' own folders in it; end what killed runs left behind."""
    compiled.share_routes()
    compiled.share_dialects()
    compiled.share_static_files()
    if run_folder.VARIABLE in os.environ:
        return
    for folder in run_folder.abandoned():
        _end_run(folder)
    config.stash[RUN] = run_folder.make()
    config.option.basetemp = config.option.basetemp or config.stash[RUN] / "tests"


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the servers of the run and remove its folder."""
    folder = config.stash.get(RUN, None)
    if folder is not None:
        _end_run(folder)
        os.environ.pop(run_folder.VARIABLE, None)


def _end_run(folder: Path) -> None:
    postgresql.stop(folder)
    redis_server.stop(folder)
    run_folder.remove(folder)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort every test into its groups."""
    groups.mark(items)


def pytest_collection_finish() -> None:
    """Leave what was collected to itself: looking for garbage among thousands of tests again and again costs a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran on each database and in the browser."""
    terminalreporter.write_line(groups.sentence(groups.count(terminalreporter.stats)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep the report of the test itself, for the fixtures that end after it."""
    report = yield
    if report.when == "call":
        item.stash[results.REPORT] = report
    return report


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that had to be complete and was not."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput") or not session.config.getoption("--complete"):
        return
    for complaint in groups.complaints(reporter.stats):
        reporter.write_line(f"INCOMPLETE: {complaint}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def at() -> Iterator[Callable[[str], datetime]]:
    """Return ``at("2026-11-20 09:00")``: from now on it is that moment in Viet Nam, until the next call or the test's end."""
    travels: list[time_machine.travel] = []

    def travel(local: str) -> datetime:
        if travels:
            travels.pop().stop()
        moment = datetime.fromisoformat(local).replace(tzinfo=LOCAL)
        travels.append(time_machine.travel(moment, tick=False))
        travels[-1].start()
        return moment

    yield travel
    for travelled in travels:
        travelled.stop()
