"""There is at least half again as much test code as code."""

from pathlib import Path

from tests.house import tree

RATIO = 1.5


def written_lines(paths: list[Path]) -> int:
    """Count lines that hold something other than space or a comment."""
    lines = (line.strip() for path in paths for line in tree.text(path).splitlines())
    return sum(bool(line) and not line.startswith("#") for line in lines)


def test_there_is_half_again_as_much_test_code_as_code():
    code, tests = written_lines(tree.product_files()), written_lines(tree.test_files())
    assert tests >= RATIO * code, f"{tests} lines of tests for {code} lines of code: {tests / code:.2f}"
