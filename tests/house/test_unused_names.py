"""What nobody uses is not kept: a public name of the product is named a second time in code, a template or a settings file.

Tests are no use of a name: what they alone call is theirs. A name is counted wherever it stands, so two of the same name hide
each other; what is found is dead for certain.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tests.house.tree import NOT_PRODUCT, inside, name, parsed, repository_files, room_files, text

WORD = re.compile(r"[A-Za-z_]\w*")
ADDRESS = re.compile(r"[\w.:]+")
"""A text that may name something: an endpoint, a field, a path of a module. Sentences do not."""
USERS = (".cfg", ".html", ".sh", ".toml", ".txt", ".xml")
ONLY_WRAP = {"cache", "cached_property", "classmethod", "contextmanager", "dataclass", "lru_cache", "property", "staticmethod"}
"""Decorators that hand the function to nobody; any other registers it: a route, a command, a hook."""
CALLED_BY_OTHERS = {
    "accounts/forms.py validate_again": "WTForms calls it with the field",
    "accounts/read_models.py get_id": "Flask-Login calls it",
    "core/limit_storage.py base_exceptions": "limits calls it",
    "core/limit_storage.py get_expiry": "limits calls it",
    "core/limit_storage.py incr": "limits calls it",
    "core/template_globals.py make_globals": "Jinja calls it",
    "denunciation/queries/totals.py totals": "the one door for figures of the sealed room (ADR 0009); no report asks yet",
    "feedback/forms/following.py validate_email": "WTForms calls it with the field",
    "feedback/forms/sealing.py validate_sure": "WTForms calls it with the field",
    "reporting/measures.py counts_of": "what a case counts for, in Python: queries of reporting/counting.py are held against it",
}


def named(tree: ast.AST) -> Iterator[str]:
    """Yield every name in code, once for each time it is defined or used; imports and sentences do not count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and ADDRESS.fullmatch(node.value):
            yield from WORD.findall(node.value)


def public_names(tree: ast.Module) -> Iterator[str]:
    """Yield the public functions, classes, methods and constants of a file that no decorator hands to somebody."""
    for node in tree.body:
        yield from (each for each in _defined(node) if not each.startswith("_"))
        if isinstance(node, ast.ClassDef):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
            yield from (each for item in methods for each in _defined(item) if not each.startswith("_"))


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [] if {_decorator(item) for item in node.decorator_list} - ONLY_WRAP else [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [item.id for target in targets for item in ast.walk(target) if isinstance(item, ast.Name)]


def _decorator(node: ast.expr) -> str:
    return ast.unparse(node.func if isinstance(node, ast.Call) else node)


def unused(trees: dict[str, ast.Module], uses: Iterable[str]) -> set[str]:
    """Return "file name" of every public name that stands nowhere but where it is defined."""
    times = Counter(uses)
    return {f"{file} {each}" for file, tree in trees.items() for each in public_names(tree) if times[each] < 2}


def product_words() -> Iterator[str]:
    """Yield every name in the product's code and every word in its templates and settings files."""
    for path in repository_files():
        if inside(path, *NOT_PRODUCT, "translations", "static"):
            continue
        if path.suffix == ".py":
            yield from named(parsed(path))
        elif path.suffix in USERS or path.name == "Makefile":
            yield from WORD.findall(text(path))


def test_every_public_name_of_the_product_is_used_by_the_product():
    trees = {name(path): parsed(path) for path in room_files()}
    assert sorted(unused(trees, product_words()) - set(CALLED_BY_OTHERS)) == []


def test_no_exception_outlives_its_reason():
    trees = {name(path): parsed(path) for path in room_files()}
    assert sorted(set(CALLED_BY_OTHERS) - unused(trees, product_words())) == []


def test_a_name_that_only_its_definition_names_is_found():
    source = '''
from elsewhere import LONELY

KEPT, LONELY = 1, 2
LEFT = KEPT
HINTS: dict = {}

@cache
def lonely_of(case):
    """Say lonely_of twice: lonely_of."""
    return HINTS

@blueprint.get("/")
def page():
    return render("page.html", used="Item.is_open")

class Item:
    @property
    def is_open(self): ...
    @property
    def is_shut(self): ...
    def _own(self): ...
'''
    tree = ast.parse(source)
    assert unused({"a.py": tree}, named(tree)) == {"a.py LEFT", "a.py LONELY", "a.py lonely_of", "a.py is_shut"}
