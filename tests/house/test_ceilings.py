"""Ceilings and habits: sizes, names, where commits and imports stand, and that nothing runs at import."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from tests.house import tree

FILE_LINES = 400
FUNCTION_LINES = 40
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}
MAY_COMMIT = {"core/transaction.py"}
FRONT_DOOR_LINES = 120
# What a module may do while it is imported: define, import, name things, and hang definitions into a registry.
HARMLESS_STATEMENTS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Walk all functions of a module, nested ones included."""
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_python_file_is_longer_than_the_ceiling():
    long = {
        tree.name(path): len(tree.text(path).splitlines()) for path in tree.python_files() if not tree.inside(path, "migrations")
    }
    assert {name: lines for name, lines in long.items() if lines > FILE_LINES} == {}


def test_front_door_wires_rooms_and_nothing_else():
    assert len(tree.text(tree.ROOT / "app.py").splitlines()) <= FRONT_DOOR_LINES


def test_no_function_is_longer_than_the_ceiling():
    long = [
        f"{tree.name(path)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in tree.python_files()
        if not tree.inside(path, "migrations")
        for node in functions(tree.parsed(path))
        if node.end_lineno is not None and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_no_file_is_named_after_nothing():
    assert [tree.name(path) for path in tree.python_files() if path.name in FORBIDDEN_NAMES] == []


def test_no_room_bears_the_name_of_a_standard_library_module():
    tops = {path.relative_to(tree.ROOT).parts[0].removesuffix(".py") for path in tree.python_files()}
    assert sorted(tops & sys.stdlib_module_names) == []


def test_own_modules_are_imported_at_the_top_only():
    own = {*tree.ROOMS, "app", "tests"}
    inline = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.python_files()
        for function in functions(tree.parsed(path))
        for node in ast.walk(function)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in own)
        or (isinstance(node, ast.Import) and any(alias.name.split(".")[0] in own for alias in node.names))
    ]
    assert inline == []


def test_only_the_transaction_commits():
    committing = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.room_files()
        if tree.name(path) not in MAY_COMMIT
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert committing == []


def test_nobody_imports_the_front_door():
    importing = [
        tree.name(path)
        for path in tree.room_files()
        for node in ast.walk(tree.parsed(path))
        if (isinstance(node, ast.ImportFrom) and node.module == "app")
        or (isinstance(node, ast.Import) and any(alias.name == "app" for alias in node.names))
    ]
    assert importing == []


def harmless(statement: ast.stmt) -> bool:
    """Return whether a statement at the top of a module defines or names something."""
    if isinstance(statement, HARMLESS_STATEMENTS):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if isinstance(statement, ast.If):
        return ast.unparse(statement.test) in ("TYPE_CHECKING", "__name__ == '__main__'")
    return False


def test_nothing_runs_at_import():
    running = [
        f"{tree.name(path)}:{statement.lineno} {ast.unparse(statement)[:60]}"
        for path in tree.product_files()
        for statement in tree.parsed(path).body
        if not harmless(statement)
    ]
    assert running == []


def test_every_module_opens_with_one_sentence():
    mute = [
        tree.name(path)
        for path in tree.python_files()
        if not tree.inside(path, "migrations") and not (ast.get_docstring(tree.parsed(path)) or "").strip()
    ]
    assert mute == []


def test_system_clock_is_read_by_the_clock_only():
    reading = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.room_files()
        if tree.name(path) != "deadlines/clock.py"
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CLOCKS
    ]
    assert reading == []


CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "datetime.datetime.now", "datetime.date.today"}
