"""The report on mass mobilisation at the desk: what is its own beside what every report has (reporting.editions.paper_desk)."""

from __future__ import annotations

from typing import Any

from flask import Response

from core.access import access
from core.i18n import current_locale
from core.permissions import Permission
from reporting.editions.forms import IssueForm
from reporting.editions.pages import ONE, words_kept
from reporting.editions.paper_desk import PaperDesk, paper_desk_pages
from reporting.mobilisation import forms, queries, services
from reporting.mobilisation.filling import blank_sections, fingerprint, with_words
from reporting.mobilisation.papers import FILE, paper
from reporting.mobilisation.phrases import blank_words, mobilisation_title
from reporting.mobilisation.queries import MobilisationView
from reporting.mobilisation.reminders import DESK_PATH
from reporting.mobilisation.sections import counted_words, hint_words, link_of, sections_on


def _lacks(view: MobilisationView, words: forms.SectionsForm) -> str:
    blank = blank_sections(with_words(view.filled, words.typed))
    return blank_words(blank) if blank else ""


def _facts(
    view: MobilisationView, *, content: forms.SectionsForm | None = None, issue: IssueForm | None = None
) -> dict[str, Any]:
    tongue, period, words = current_locale(), view.period, content or forms.sections_form(view, typed=False)
    return {
        "words": words, "issue": issue or DESK.issuing(view, typed=False), "blank": _lacks(view, words), "tongue": tongue,
        "hints": {section.key: hint_words(section, tongue) for section in sections_on(period.last_on)},
        "link_of": lambda key: link_of(key, period), "counted_of": lambda key: counted_words(key, tongue),
    }  # fmt: skip


DESK = PaperDesk[MobilisationView](
    name="mobilisation", url=DESK_PATH, list_template="reporting/mobilisation_list.html",
    page_template="reporting/mobilisation_page.html", title=mobilisation_title, periods=queries.periods_of,
    reports=queries.reports, missing=queries.missing, begin=services.make_report, read=queries.report_view,
    discard=services.discard_draft, facts=_facts, content=forms.sections_form, issue_form=forms.issue_form,
    keep=services.write_words, issue=services.issue_report, mark=lambda view: fingerprint(view.filled), unready="words",
    lacks=_lacks, paper=paper, file=FILE, recipients=queries.recipients_of,
)  # fmt: skip
mobilisation_pages = paper_desk_pages(DESK)


@mobilisation_pages.post(f"{ONE}/loi")
@access(Permission.REPORT_MAKE)
def report_words(report_id: int) -> Response:
    """Keep the words of a draft."""
    return DESK.save(report_id, words_kept())
