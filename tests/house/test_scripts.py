"""What the scripts keep on a machine: a browser may close its storage, and then a script must not end in the middle."""

from __future__ import annotations

import re

from tests.house import tree

STORED = re.compile(r"\blocalStorage\b[.\[),]")
COMMENT = re.compile(r"^\s*(?:/?\*|//)")


def lines_that_touch_what_is_kept() -> list[tuple[str, str]]:
    """Return place and text of every line of our scripts that reads or writes localStorage."""
    return [
        (f"{tree.name(path)}:{number}", line)
        for path in sorted((tree.ROOT / "static" / "js").glob("*.js"))
        for number, line in enumerate(tree.text(path).splitlines(), start=1)
        if STORED.search(line) and not COMMENT.match(line)
    ]


def test_what_is_kept_is_touched_under_a_guard_on_the_same_line():
    found = lines_that_touch_what_is_kept()
    assert len(found) > 10
    assert [place for place, line in found if "try {" not in line.split("localStorage", 1)[0]] == []
