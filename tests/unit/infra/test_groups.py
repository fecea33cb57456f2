"""How the groups of a test run are counted."""

from dataclasses import dataclass, field

from tests.infra import groups


@dataclass
class Report:
    nodeid: str = "t"
    when: str = "call"
    keywords: dict[str, int] = field(default_factory=dict)


def report(*markers: str, when: str = "call") -> Report:
    return Report(when=when, keywords=dict.fromkeys(markers, 1))


def test_tests_are_counted_by_their_markers():
    stats = {"passed": [report("sqlite"), report("sqlite", "browser"), report()], "failed": [report("postgresql")]}
    assert groups.count(stats) == {"sqlite": 2, "postgresql": 1, "browser": 1}


def test_a_failed_setup_is_not_a_test_that_ran():
    assert groups.count({"failed": [report("sqlite", when="setup")]}) == {"sqlite": 0, "postgresql": 0, "browser": 0}


def test_closing_line_names_every_group():
    counted = {"sqlite": 12, "postgresql": 11, "browser": 3}
    assert groups.sentence(counted) == "Tests run: 12 on SQLite, 11 on PostgreSQL, 3 in the browser."


def test_a_complete_run_has_nothing_to_complain_of():
    assert groups.complaints({"passed": [report("sqlite", "browser"), report("postgresql")]}) == []


def test_an_empty_group_and_a_skipped_test_are_complained_of():
    stats = {"passed": [report("sqlite"), report("browser")], "skipped": [Report(nodeid="tests/a.py::test_b")]}
    assert groups.complaints(stats) == ["No test ran on PostgreSQL.", "Skipped: tests/a.py::test_b"]
