"""What programs may see, fact by fact: a new one is published only by a change in this table.

``!``: always there and never null · ``?``: may be null · ``[]``: several.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from marshmallow import RAISE, Schema, ValidationError, fields

from dialogue.commitment_states import CommitmentState
from dialogue.question_states import QuestionOutcome
from dialogue.states import DialogueState
from feedback.states import CaseKind, CaseState
from reporting.duty_measures import PromiseTally
from reporting.measures import COUNTS, Tally
from reporting.open_data import number_shapes, shapes
from reporting.open_data.datasets import DATASETS
from reporting.open_data.pages import ErrorShape, FaultShape, part_of, whole_list_of

KINDS = {
    fields.String: "text",
    fields.Boolean: "flag",
    fields.Date: "day",
    fields.Integer: "count",
    fields.Float: "number",
    fields.AwareDateTime: "moment",
    fields.List: "list",
    fields.Nested: "shape",
}

CASE = """
code text!
url text!
kind text!
state text!
overdue flag!
field text?
field_name text!
village text?
village_name text!
received_on day!
accepted_on day?
due_on day?
answered_on day?
closed_on day?
on_time flag?
extended flag!
reopened flag!
first_answered_on day?
outcome text?
evidence text?
satisfied flag?
published flag!
title text!
story text!
answer text!
photos list!
latitude number?
longitude number?
place text?
"""
FIELD = """
code text!
name text!
name_en text!
answer_days count?
url text!
"""
VILLAGE = """
code text!
name text!
old_commune text!
latitude number?
longitude number?
url text!
"""
DIALOGUE = """
code text!
url text!
kind text!
form text!
state text!
title text!
content text!
held_on day!
starts_at moment?
ends_at moment?
places list!
seats count?
questions_from day?
questions_to day?
announced_on day?
concluded_on day?
cancel_reason text!
"""
QUESTION = """
code text!
url text!
dialogue text!
held_on day!
text text!
field text?
field_name text!
village text?
village_name text!
supports count!
together count!
outcome text?
answer text!
case text?
promises list!
"""
COMMITMENT = """
code text!
url text!
dialogue text!
held_on day!
state text!
text text!
department text!
post text!
due_on day?
first_due_on day?
overdue flag!
days_late count!
done_on day?
reason text!
"""
NUMBERS = """
received count!
open count!
overdue count!
settled count!
timed count!
on_time count!
waiting_late count!
answered count!
answered_before count!
reopened count!
extended count!
with_evidence count!
rated count!
satisfied count!
on_time_share number?
reopened_share number?
evidence_share number?
satisfied_share number?
"""
MEASURES = """
as_of day!
counted_at moment?
first_on day!
last_on day!
total shape!
by_field list!
by_village list!
by_department list!
by_month list!
late_reasons list!
promises shape!
duties list!
definitions list!
"""
PROMISES = """
made count!
kept count!
in_time count!
owed count!
overdue count!
withdrawn count!
"""
DUTY = """
kind text!
name text!
held count!
required count!
met flag!
first_on day!
last_on day!
"""
DAYS = "median_days count?\np90_days count?\n"
TABLE: list[tuple[type[Schema], str]] = [
    (shapes.CaseShape, CASE),
    (shapes.WholeCaseShape, CASE + "events list!\nsupports count!\n"),
    (shapes.CaseStepShape, "name text!\non day?"),
    (shapes.FieldShape, FIELD),
    (shapes.VillageShape, VILLAGE),
    (shapes.DialogueShape, DIALOGUE),
    (shapes.QuestionShape, QUESTION),
    (shapes.CommitmentShape, COMMITMENT),
    (number_shapes.Numbers, NUMBERS + DAYS),
    (number_shapes.FieldNumbers, "field text?\nfield_name text!" + NUMBERS + DAYS),
    (number_shapes.VillageNumbers, "village text?\nvillage_name text!" + NUMBERS),
    (number_shapes.DepartmentNumbers, "department text?\ndepartment_name text!" + NUMBERS),
    (number_shapes.MonthNumbers, "month day!" + NUMBERS),
    (
        number_shapes.NumberRow,
        "group text!\nkey text?\nname text!\nfirst_on day!\nlast_on day!" + NUMBERS.replace("count!", "count?") + DAYS,
    ),
    (number_shapes.LateReason, "reason text?\nname text!\nlate count!"),
    (number_shapes.Promises, PROMISES),
    (number_shapes.Duty, DUTY),
    (number_shapes.Definition, "name text!\nmeaning text!"),
    (number_shapes.Measures, MEASURES),
    (FaultShape, "status count!\ncode text!\nmessage text!\nhint text!\nincident text+"),
    (ErrorShape, "error shape!"),
]


def written(shape: type[Schema]) -> dict[str, str]:
    """Return each fact of a shape with its kind."""

    def sign(field: fields.Field[Any]) -> str:
        return "?" if field.allow_none else "!" if field.required else "+"

    return {name: KINDS[type(field)] + sign(field) for name, field in shape().fields.items()}


@pytest.mark.parametrize(("shape", "expected"), TABLE, ids=lambda value: getattr(value, "__name__", ""))
def test_what_programs_may_see_is_this_and_nothing_else(shape: type[Schema], expected: str):
    assert written(shape) == dict(line.split(" ") for line in expected.strip().splitlines())


@pytest.mark.parametrize("shape", [shape for shape, _facts in TABLE], ids=lambda shape: shape.__name__)
def test_every_fact_says_what_it_means_and_others_are_refused(shape: type[Schema]):
    described = {name: field for name, field in shape().fields.items() if not isinstance(field, fields.Nested)}
    assert all("description" in field.metadata for field in described.values())
    assert shape().unknown == RAISE
    with pytest.raises(ValidationError, match="Unknown field"):
        shape(partial=True).load({"sender": "Nguyễn Văn An"})


PERSONAL = {
    "sender",
    "name_of_sender",
    "phone",
    "email",
    "address",
    "lat",
    "lon",
    "accuracy",
    "officer",
    "official",
    "secret",
    "id",
    "unit_id",
    "search_text",
    "search_marks",
    "subject",
    "channel",
    "version",
    "anonymous",
}


@pytest.mark.parametrize("shape", [shape for shape, _facts in TABLE], ids=lambda shape: shape.__name__)
def test_no_fact_is_of_a_person_or_of_the_house(shape: type[Schema]):
    assert PERSONAL & set(shape().fields) == set()


# ------------------------------------------------------------------ vocabularies

WORDS = [
    (shapes.CaseShape, "kind", {kind.value for kind in CaseKind}),
    (shapes.CaseShape, "state", {state.value for state in CaseState} - {"merged", "split"}),
    (shapes.CaseShape, "outcome", {"done", "partly", "planned", "declined", None}),
    (shapes.CaseShape, "evidence", {"photo", "document", "none", None}),
    (shapes.CaseShape, "place", {"square", "village", None}),
    (shapes.DialogueShape, "kind", {"commune_conference", "leader_dialogue", "pre_decision_hearing"}),
    (shapes.DialogueShape, "form", {"in_person", "online", "social_network"}),
    (shapes.DialogueShape, "state", {state.value for state in DialogueState} - {"planned"}),
    (shapes.QuestionShape, "outcome", {outcome.value for outcome in QuestionOutcome} | {None}),
    (shapes.CommitmentShape, "state", {state.value for state in CommitmentState} - {"draft"}),
    (
        number_shapes.Duty,
        "kind",
        {"commune_conference", "leader_dialogue", "pre_decision_hearing", "chair", "secretary", "regular", "ad_hoc"},
    ),
    (number_shapes.NumberRow, "group", {"total", "field", "village", "department", "month", "late_reason"}),
]


@pytest.mark.parametrize(("shape", "name", "expected"), WORDS, ids=lambda value: value if isinstance(value, str) else "")
def test_words_are_those_of_the_house(shape: type[Schema], name: str, expected: set[str | None]):
    assert set(shape().fields[name].metadata["enum"]) == expected


def test_every_number_of_the_board_is_told_and_defined():
    assert set(number_shapes.MEANINGS) == {*COUNTS, *number_shapes.SHARES, *number_shapes.DAYS}
    assert set(number_shapes.PROMISES) == {item.name for item in dataclasses.fields(PromiseTally)}
    assert set(number_shapes.definitions()) == {
        *number_shapes.MEANINGS,
        *(f"promises.{name}" for name in number_shapes.Promises().fields),
        "duties.held",
        "duties.required",
    }
    assert all(hasattr(Tally(), share) for share in number_shapes.SHARES)
    assert number_shapes.meaning("a_count_to_come") == "a_count_to_come"


# ------------------------------------------------------------------ lists


@pytest.mark.parametrize("made", [part_of, whole_list_of])
def test_a_list_says_as_of_when_and_where_it_goes_on(made: Any):
    shape = made(shapes.FieldShape)
    assert written(shape) == {"as_of": "day!", "items": "list!", "next_cursor": "text?"}
    assert shape.__name__ == ("FieldPart" if made is part_of else "FieldList")


def test_datasets_have_names_of_their_own_and_a_shape_each():
    assert [dataset.name for dataset in DATASETS] == [
        "ho-so", "lan-giai-quyet", "so-lieu", "doi-thoai", "cau-hoi", "cam-ket", "linh-vuc", "thon",
    ]  # fmt: skip
    assert len({dataset.shape for dataset in DATASETS}) == len(DATASETS)
    assert [dataset.name for dataset in DATASETS if "geojson" in dataset.formats] == ["ho-so"]
    assert [dataset.name for dataset in DATASETS if dataset.withdrawable] == ["ho-so", "cau-hoi", "cam-ket"]
