"""Why a step cannot be taken, as a sentence: from which states it is possible, who takes it, and on which article it stands."""

from __future__ import annotations

from enum import StrEnum

from flask_babel import gettext as _

from accounts.permissions import PERMISSIONS
from accounts.phrases import ROLES
from feedback import phrases
from feedback.matrix import rule_of, step_for
from feedback.states import CaseKind
from feedback.views import desk_words
from feedback.views.complaint_words import COMPLAINT_STEPS

WORDS = desk_words.STEPS | COMPLAINT_STEPS


def rule_sentence(action: StrEnum, kind: str) -> str:
    """Return the rule of a step for a kind of letter, with its article.

    "Bước “Thụ lý khiếu nại” chỉ làm được khi hồ sơ ở: Đã phân loại. Người làm: Lãnh đạo. Căn cứ: Nghị định 124/2020/NĐ-CP …"
    """
    step = step_for(action, kind)
    name = str(WORDS[action].label)
    if step is None:
        return _not_for_kind(action, kind, name)
    states = ", ".join(phrases.state_label(state.value) for state in _in_order(step.states))
    return _(
        "Bước “%(step)s” chỉ làm được khi hồ sơ ở: %(states)s. Người làm: %(who)s. %(law)s", step=name, states=states,
        who=holders(action, kind), law=law(step.legal_basis),
    )  # fmt: skip


def _not_for_kind(action: StrEnum, kind: str, name: str) -> str:
    if kind == CaseKind.COMPLAINT:
        return _(
            "Khiếu nại không có bước “%(step)s”. Không thuộc thẩm quyền thì hướng dẫn, không chuyển đơn. %(law)s", step=name,
            law=law("Luật Tiếp công dân 2013, Điều 26.1b; Nghị định 124/2020/NĐ-CP, Điều 8.3; Luật Khiếu nại 2011, Điều 27–32"),
        )  # fmt: skip
    return _(
        "Bước “%(step)s” không có cho loại đơn này (%(kind)s). %(law)s", step=name, kind=phrases.kind_label(kind),
        law=law(rule_of(action).legal_basis),
    )  # fmt: skip


def holders(action: StrEnum, kind: str) -> str:
    """Return the posts that may take a step: "Lãnh đạo"."""
    need = (step_for(action, kind) or rule_of(action)).permission
    return ", ".join(str(ROLES[role]) for role, held in PERMISSIONS.items() if need in held)


def law(article: str) -> str:
    """Return "Căn cứ: …", or the office's own rules for a step on which the law says nothing."""
    return _("Căn cứ: %(article)s.", article=article or _("quy chế làm việc của cơ quan"))


def _in_order(states: frozenset) -> list:
    return [state for state in phrases.STATES if state in states]
