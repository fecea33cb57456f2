"""What search engines read beside a page (schema.org as JSON-LD): only what the page shows, and nobody's name."""

from __future__ import annotations

from typing import Any

from accounts.queries import commune_profile
from core.i18n import current_locale
from core.letters import public_address
from core.text import shorten
from feedback.queries.public import PublicCaseView

CONTEXT = "https://schema.org"
WORDS = 400
Facts = dict[str, Any]


def commune_facts(unit_id: int, *, inside: bool = False) -> Facts:
    """Return the commune as an organisation; ``inside`` another thing it brings no context of its own.

    Address, telephone and hours are left out while they are samples.
    """
    profile = commune_profile(unit_id)
    facts: Facts = {} if inside else {"@context": CONTEXT}
    if profile is None:
        return facts
    facts |= {"@type": "GovernmentOrganization", "name": profile.named(current_locale()), "url": public_address("/")}
    if profile.sample or inside:
        return facts
    told = {"telephone": profile.phone, "email": profile.email}
    facts |= {name: text for name, text in told.items() if text}
    if profile.address:
        facts["address"] = {
            "@type": "PostalAddress", "streetAddress": profile.address, "addressRegion": profile.province_name,
            "addressCountry": "VN",
        }  # fmt: skip
    return facts


def case_facts(view: PublicCaseView, *, unit_id: int) -> Facts:
    """Return a published case as a page about a question, with the commune's answer if there is one; the sender is not named."""
    url, office = public_address(f"/ho-so/{view.code}"), commune_facts(unit_id, inside=True)
    question: Facts = {
        "@type": "Question", "name": view.title, "text": shorten(view.story, length=WORDS),
        "dateCreated": view.received_on.isoformat(), "identifier": view.code, "answerCount": int(bool(view.answer)),
    }  # fmt: skip
    if view.answer:
        question["acceptedAnswer"] = {"@type": "Answer", "text": shorten(view.answer, length=WORDS), "author": office, "url": url}
        if answered_on := view.first_answered_on or view.answered_on:
            question["acceptedAnswer"]["dateCreated"] = answered_on.isoformat()
    return {
        "@context": CONTEXT, "@type": "WebPage", "@id": url, "url": url, "name": view.title, "inLanguage": "vi",
        "publisher": office, "mainEntity": question,
    }  # fmt: skip
