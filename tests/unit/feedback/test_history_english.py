"""The lines of a case's history in English tell what was done; the buttons of the same name say what to do."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from dialogue.checklist import CheckStep
from dialogue.dialogue_phrases import CHECKS
from dialogue.reception_sheet import heads
from feedback.states import Action
from feedback.views.desk_words import LINES, STEPS
from tests.makers_core import bare_app

DONE = {
    "classified": "Classified", "accepted": "Taken on for settlement", "assigned": "Assigned",
    "transferred": "Transferred to another office", "guided": "The sender was guided", "returned": "Letter returned",
    "refused": "Refused", "reminded": "The officer was reminded", "asked": "The sender was asked",
    "extension_declined": "More time declined", "drafted": "Draft answer saved", "submitted": "Submitted to the leader",
    "relief_asked": "Asked to be relieved", "recalled": "Submitted answer taken back",
    "sent_back": "Answer sent back for changes", "approved": "Answer approved", "issued": "Answer issued",
    "reopened": "Case reopened", "closed": "Case closed", "published": "Published",
    "unpublished": "Public version taken back", "merged": "Merged into another case", "unmerged": "Merge undone",
    "split": "Split into several letters", "urged": "The receiving body was urged", "marked_urgent": "Marked as urgent",
    "filed": "Kept as information", "handed_over": "Handed over to another commune",
    "revoked": "Earlier notice taken back",
}  # fmt: skip


@pytest.fixture(scope="module")
def app() -> Flask:
    return bare_app()


def test_history_tells_what_was_done_and_a_button_what_to_do(app: Flask):
    with app.test_request_context("/"), force_locale("en"):
        assert {kind: str(LINES[kind].title) for kind in DONE} == DONE
        assert str(STEPS[Action.CLASSIFY].label) == "Classify"
    with app.test_request_context("/"), force_locale("vi"):
        assert [str(LINES[kind].title) for kind in ("classified", "published")] == ["Phân loại", "Công khai"]


def test_a_checklist_says_what_is_to_be_done_and_a_column_what_stands_in_it(app: Flask):
    with app.test_request_context("/"), force_locale("en"):
        assert (str(CHECKS[CheckStep.RESULTS][0]), heads()[5]) == ("Publish the results", "Kind")
    with app.test_request_context("/"), force_locale("vi"):
        assert (str(CHECKS[CheckStep.RESULTS][0]), heads()[5]) == ("Công bố kết quả", "Phân loại")
