"""The words of the complaint procedure: nothing without its phrase, its address, its form, its command, its article."""

from __future__ import annotations

import re
from enum import StrEnum

import pytest
from flask import Flask
from flask_babel import Babel

from accounts.permissions import PERMISSIONS
from feedback import complaint_phrases as words
from feedback.complaint_states import (
    COMPLAINT_STEPS,
    Challenged,
    Complexity,
    EndGround,
    HigherOutcome,
    Presence,
    RefusalGround,
    Result,
    Scope,
    Signature,
    StopGround,
)
from feedback.complaint_states import ComplaintAction as Do
from feedback.forms.complaint_faults import COMPLAINT_SENTENCES
from feedback.forms.complaint_forms import COMPLAINT_FORMS
from feedback.forms.faults import SENTENCES, sentence
from feedback.queries.waiting import COMPLAINT_WAITS, Waiting
from feedback.states import COMPLAINT_HANDLED, Action
from feedback.views import desk_words
from feedback.views.complaint_lines import complaint_pairs
from feedback.views.complaint_steps import ACTIONS, COMMANDS
from feedback.views.complaint_words import (
    COMPLAINT_LINES,
    COMPLAINT_ORDER,
    COMPLAINT_SLUGS,
    COMPLAINT_USUAL,
    line_name,
)
from feedback.views.complaint_words import (
    COMPLAINT_STEPS as STEP_WORDS,
)
from feedback.views.rule_words import holders, law, rule_sentence
from tests.house import tree


@pytest.fixture
def speaking():
    app = Flask(__name__)
    Babel(app, default_locale="vi")
    with app.app_context():
        yield


VOCABULARIES = [Challenged, Complexity, EndGround, HigherOutcome, Presence, RefusalGround, Result, Scope, Signature, StopGround]


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_every_word_of_the_law_has_its_phrase(vocabulary: type[StrEnum]):
    assert list(words.VOCABULARIES[vocabulary]) == list(vocabulary)


def test_no_vocabulary_is_forgotten():
    assert set(words.VOCABULARIES) == set(VOCABULARIES)


@pytest.mark.parametrize(
    ("vocabulary", "value", "expected"),
    [
        (Result, "right", "Khiếu nại đúng"),
        (Result, "wrong", "Khiếu nại sai"),
        (Result, "partly", "Khiếu nại đúng một phần"),
        (RefusalGround, "6", "Đã hết thời hiệu khiếu nại mà không có lý do chính đáng"),
        (Presence, "absent", "Người khiếu nại vắng mặt, không có lý do"),
        (Complexity, "a", "Phải xác minh từ 02 địa điểm trở lên"),
        (Signature, "digital", "Chữ ký số"),
        (Result, "", ""),
        (Result, "something", "something"),
    ],
)
def test_label_says_the_word(speaking: None, vocabulary: type[StrEnum], value: str, expected: str):
    assert words.label(vocabulary, value) == expected


def test_choices_leave_out_what_nobody_chooses(speaking: None):
    assert list(words.choices(Signature, without=("none",))) == ["paper", "fingerprint", "digital"]


@pytest.mark.parametrize(
    "table", [STEP_WORDS, COMPLAINT_SLUGS, COMPLAINT_FORMS, COMMANDS], ids=["words", "slugs", "forms", "commands"]
)
def test_every_step_has_its_words_address_form_and_command(table: dict):
    assert set(table) == set(Do)


def test_every_step_has_a_place_in_the_list_at_the_side():
    assert (set(COMPLAINT_ORDER), len(COMPLAINT_ORDER)) == (set(Do), len(Do))
    assert set(COMPLAINT_USUAL) < set(Do)


def test_addresses_are_words_of_their_own():
    every = [*COMPLAINT_SLUGS.values(), *desk_words.SLUGS.values()]
    assert len(set(every)) == len(every)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) for slug in every)
    assert {slug: action for action, slug in COMPLAINT_SLUGS.items()} == ACTIONS


def test_every_step_leaves_a_line_that_has_a_title():
    assert set(COMPLAINT_LINES) == {line_name(action) for action in Do}
    assert all(len(name) <= 24 for name in COMPLAINT_LINES)
    assert not set(COMPLAINT_LINES) & set(desk_words.LINES)


def test_every_state_in_hand_says_what_it_waits_for(speaking: None):
    assert set(COMPLAINT_WAITS) == set(COMPLAINT_HANDLED)
    assert set(desk_words.WAITING) == set(Waiting)


# ---------------------------------------------------------------- sentences

CODE = re.compile(r'"(kn_[a-z_]+)"')
NOT_CODES = {"kn_clock_starts", "kn_accepted", "kn_decided", "kn_sent"}


def codes_in_use() -> set[str]:
    files = [path for path in tree.room_files() if "complaint" in path.name or path.name in ("publishing.py", "triage.py")]
    texts = [tree.text(path) for path in files if path.name != "complaint_faults.py"]
    return {code for text in texts for code in CODE.findall(text)} - NOT_CODES


def test_every_code_has_its_sentence_and_every_sentence_its_code():
    assert codes_in_use() == set(COMPLAINT_SENTENCES)


def test_sentences_are_whole_and_name_the_article_where_the_law_has_one(speaking: None):
    free = {
        "kn_people_range", "kn_excused_range", "kn_day_later", "kn_day_earlier", "kn_day_past", "kn_asked_of_missing",
        "kn_place_missing", "kn_summary_long",
    }  # fmt: skip
    for code in COMPLAINT_SENTENCES:
        text = sentence(code)
        assert (code, text[0].isupper(), text[-1]) == (code, True, ".")
        assert (code, code in free) == (code, not re.search(r"Điều \d+|Luật \d+/20", text))
    assert set(COMPLAINT_SENTENCES) <= set(SENTENCES)


# ---------------------------------------------------------------- the rule as a sentence

RULES = [
    (Do.DECIDE, "KHIEU_NAI",
     ("Bước “Quyết định giải quyết khiếu nại” chỉ làm được khi hồ sơ ở: Đang xác minh. Người làm: Lãnh đạo. "
     "Căn cứ: Luật Khiếu nại 2011, Điều 28, 31.")),
    (Do.ENTER_FORCE, "KHIEU_NAI",
     ("Bước “Quyết định có hiệu lực” chỉ làm được khi hồ sơ ở: Đã gửi quyết định. Người làm: Cán bộ xử lý, Trưởng phòng, ban. "
     "Căn cứ: Luật Khiếu nại 2011, Điều 44.")),
    (Action.TRANSFER, "KHIEU_NAI",
     ("Khiếu nại không có bước “Chuyển cơ quan khác”. Không thuộc thẩm quyền thì hướng dẫn, không chuyển đơn. "
     "Căn cứ: Luật Tiếp công dân 2013, Điều 26.1b; Nghị định 124/2020/NĐ-CP, Điều 8.3; Luật Khiếu nại 2011, Điều 27–32.")),
    (Do.ACCEPT, "PHAN_ANH",
     ("Bước “Thụ lý khiếu nại” không có cho loại đơn này (Phản ánh). "
     "Căn cứ: Nghị định 124/2020/NĐ-CP, Điều 16.1 (sửa đổi bởi Nghị định 155/2026/NĐ-CP, Điều 10).")),
    (Action.ACCEPT, "KIEN_NGHI",
     ("Bước “Nhận giải quyết (thụ lý)” chỉ làm được khi hồ sơ ở: Đã phân loại. "
     "Người làm: Cán bộ tiếp nhận, Trưởng phòng, ban, Lãnh đạo. Căn cứ: Luật Tiếp công dân 2013, Điều 26.2, 28.1.")),
]  # fmt: skip


@pytest.mark.parametrize(("action", "kind", "text"), RULES, ids=[f"{row[0].value}-{row[1]}" for row in RULES])
def test_the_rule_of_a_step_is_a_sentence_with_its_article(speaking: None, action: StrEnum, kind: str, text: str):
    assert rule_sentence(action, kind) == text


def test_a_step_without_a_law_stands_on_the_office_s_own_rules(speaking: None):
    assert law("") == "Căn cứ: quy chế làm việc của cơ quan."
    assert rule_sentence(Action.NOTE, "KHIEU_NAI").endswith(law(""))


@pytest.mark.parametrize("step", COMPLAINT_STEPS, ids=lambda step: step.action.value)
def test_somebody_may_take_every_step(speaking: None, step):
    assert holders(step.action, "KHIEU_NAI")
    assert any(step.permission in held for held in PERMISSIONS.values())


# ---------------------------------------------------------------- the facts of a line

PAIRS = [
    ({}, []),
    ({"due_on": "2026-12-02", "form": "03"}, [("Hạn giải quyết", "02/12/2026"), ("Mẫu số", "03")]),
    ({"due_on": "2026-12-08", "signature": "paper"}, [("Hạn thụ lý", "08/12/2026"), ("Cách ký", "Ký trên giấy")]),
    ({"barred": True}, [("Ghi nhận", "đã hết thời hiệu")]),
    ({"barred": False, "learned_on": "2026-10-05"}, [("Ngày biết", "05/10/2026"), ("Ghi nhận", "còn thời hiệu")]),
    ({"ground": "obstacle"}, [("Lý do", "Trở ngại khách quan: tai nạn, ốm đau, đi công tác, học tập ở nơi xa")]),
    ({"ground": "withdrawn"}, [("Lý do", "Người khiếu nại đã rút toàn bộ khiếu nại")]),
    ({"criteria": ["a", "d"]}, [("Phức tạp", "Phải xác minh từ 02 địa điểm trở lên; Có yếu tố nước ngoài")]),
    ({"on_time": True}, [("Ghi nhận", "đúng hạn")]),
    ({"on_time": False, "late": True}, [("Ghi nhận", "quá hạn; quá thời hạn khiếu nại lần hai")]),
    ({"on_time": None}, []),
    ({"scope": "part"}, [("Rút", "Rút một phần nội dung")]),
    ({"result": "right", "number": "12/QĐ-UBND"}, [("Số", "12/QĐ-UBND"), ("Kết luận", "Khiếu nại đúng")]),
    ({"presence": "came", "held_on": "2026-12-22"},
     [("Ngày đối thoại", "22/12/2026"), ("Người khiếu nại", "Người khiếu nại có mặt")]),
    ({"remote": True, "differs": True, "done": True},
     [("Ghi nhận", "vùng sâu, vùng xa; còn khác yêu cầu của người khiếu nại; đã thi hành xong")]),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "pairs"), PAIRS, ids=[", ".join(facts) or "nothing" for facts, _pairs in PAIRS])
def test_facts_of_a_line_are_read_in_words(speaking: None, facts: dict, pairs: list):
    assert [(label, value) for label, value in complaint_pairs(facts) if value] == pairs
