"""What is wrong with a commune although every row of its file is right. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accounts.queries import fields, officials, propose_assignment


def unanswered(unit_id: int, *, on: date) -> Iterator[str]:
    """Say which letters lie with nobody on a day: no department takes them, or nobody there may answer."""
    people = officials(unit_id, on=on)
    for topic in (None, *fields(unit_id, on=on)):
        letters = f"letters on {topic.code}" if topic else "letters without a topic"
        department = propose_assignment(unit_id, topic.id if topic else None, None, on).department
        if department is None:
            yield f"no department takes {letters}: add a row without field and village to [[responsibilities]]"
        elif not any(person.handles_letters_in(department.id) for person in people):
            yield f"nobody in {department.code} may answer {letters}: post an officer there, or name another department"
