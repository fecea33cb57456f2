"""Test code keeps its proportion to code: the goal is half again as much, and the floor only ever rises."""

from pathlib import Path

from tests.house import tree

GOAL, FLOOR = 1.5, 1.14


def written_lines(paths: list[Path]) -> int:
    """Count lines that hold something other than space or a comment."""
    lines = (line.strip() for path in paths for line in tree.text(path).splitlines())
    return sum(bool(line) and not line.startswith("#") for line in lines)


def test_there_is_as_much_test_code_as_was_reached_before():
    code, tests = written_lines(tree.product_files()), written_lines(tree.test_files())
    assert tests >= FLOOR * code, f"{tests} lines of tests for {code} lines of code: {tests / code:.2f}, goal {GOAL}"
