"""Read models as choices of a form: fields, villages, departments and the officers in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms.fields.choices import SelectChoice


def words(labels: Mapping[str, str], *, empty: str | None = None) -> list[SelectChoice]:
    """Return word choices; ``empty`` is the text of the choice of nothing, where that may be chosen."""
    first = [] if empty is None else [SelectChoice(value="", label=empty)]
    return first + [SelectChoice(value=str(value), label=str(label)) for value, label in labels.items()]


def rows(items: Iterable[Any], *, locale: str, empty: str | None = None) -> list[SelectChoice]:
    """Return rows that have an id and a name (in ``locale`` where they have it in several languages)."""
    first = [] if empty is None else [SelectChoice(value="", label=empty)]
    return first + [SelectChoice(value=str(item.id), label=_name(item, locale)) for item in items]


def offered(row_id: int | None, items: Iterable[Any]) -> bool:
    """Return whether what is stored is among the choices; if not, a form begins with an empty one, not with the first."""
    return any(item.id == row_id for item in items)


def villages(items: Iterable[Any], *, empty: str, usual: Sequence[int] = (), usual_label: str = "") -> list[SelectChoice]:
    """Return villages under the commune that they belonged to before 1 July 2025; the ``usual`` ones (ids) stand on top."""
    choices = [SelectChoice(value="", label=empty)]
    ordered = sorted(items, key=lambda item: item.old_commune)
    by_id = {item.id: item for item in ordered}
    first = [by_id[item_id] for item_id in usual if item_id in by_id]
    top = [SelectChoice(value=str(item.id), label=item.name, optgroup=usual_label) for item in first]
    rest = [item for item in ordered if item not in first]
    return choices + top + [SelectChoice(value=str(item.id), label=item.name, optgroup=item.old_commune or None) for item in rest]


def officers(people: Sequence[Any], departments: Iterable[Any], *, locale: str, empty: str) -> list[SelectChoice]:
    """Return officers under their department; who serves in several stands under each, who serves in none is left out."""
    choices = [SelectChoice(value="", label=empty)]
    for department in departments:
        for person in people:
            if department.id in person.department_ids:
                choices.append(SelectChoice(value=str(person.id), label=person.full_name, optgroup=_name(department, locale)))
    return choices


def people(items: Iterable[Any], *, empty: str) -> list[SelectChoice]:
    """Return people by their full names."""
    return [SelectChoice(value="", label=empty)] + [SelectChoice(value=str(item.id), label=item.full_name) for item in items]


def _name(item: Any, locale: str) -> str:
    return item.named(locale) if hasattr(item, "named") else item.name
