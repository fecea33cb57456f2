"""Nobody looks into the sealed room: what is named of it outside, and what its own files may not do."""

from __future__ import annotations

import ast

from tests.house import tree

DOORS = {"denunciation.services.receive", "denunciation.queries.totals"}
ROOM = "denunciation"


def named_by(module: ast.Module) -> set[str]:
    """Return everything of the room that a file imports."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] == ROOM}


def test_only_two_modules_of_the_sealed_room_are_named_outside():
    named = {}
    for path in tree.room_files():
        if not tree.inside(path, ROOM, "app.py"):
            strange = {name for name in named_by(tree.parsed(path)) if not any(name.startswith(door) for door in DOORS)}
            if strange:
                named[tree.name(path)] = strange
    assert named == {}


def test_the_front_door_names_its_wiring_alone():
    assert named_by(tree.parsed(tree.ROOT / "app.py")) == {"denunciation.wiring"}


def test_the_sealed_room_writes_no_log_and_lays_no_letter():
    forbidden = ("structlog", "logging", "core.outbox", "core.audit.record", "core.bus", "core.page_cache", " print(")
    found = {
        tree.name(path): word
        for path in tree.product_files()
        if tree.inside(path, ROOM) and path.name != "wiring.py"
        for word in forbidden
        if word in tree.text(path)
    }
    assert found == {}


def test_no_page_of_the_sealed_room_keeps_words_in_the_browser_and_the_way_there_forgets_them():
    templates = tree.ROOT / "templates"
    keeping = {path for path in templates.rglob("*.html") if "set keeps_words" in path.read_text(encoding="utf-8")}
    sealing = templates / "feedback" / "case_seal.html"
    assert [path.name for path in keeping if path.is_relative_to(templates / ROOM) or path == sealing] == []
    assert (len(keeping) > 10, "data-forgets" in sealing.read_text(encoding="utf-8")) == (True, True)


def test_every_page_of_the_sealed_room_keeps_out_of_the_log():
    routes, silent = 0, 0
    for path in tree.product_files():
        if tree.inside(path, ROOM) and "views" in path.parts:
            for node in ast.walk(tree.parsed(path)):
                marks = [ast.unparse(mark) for mark in getattr(node, "decorator_list", [])]
                routes += any(mark.startswith(("blueprint.get", "blueprint.post", "blueprint.route")) for mark in marks)
                silent += "quiet" in marks
    assert (routes > 5, silent) == (True, routes)


def test_no_page_of_the_sealed_room_shows_content_by_get():
    by_get = [
        ast.unparse(node)
        for path in tree.product_files()
        if tree.inside(path, ROOM) and "views" in path.parts
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(mark).startswith("blueprint.get") for mark in node.decorator_list)
        and {"opened", "identity", "file_of"} & {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    ]
    assert by_get == []
