"""The two papers of a dialogue as people read them: minutes (BB) and conclusions (TB), filled by hand and hostile."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.permissions import PERMISSIONS, Actor
from accounts.roles import Role
from core.config import ROOT
from core.document_texts import missing_of
from core.documents import BLANK, BlockKind, Document, from_dict, layout, to_dict
from dialogue.commitment_models import Commitment
from dialogue.minute_models import Minutes
from dialogue.queries.conclusions import promise_words
from dialogue.queries.minutes import NOTHING, attendance_words
from feedback.document_forms import NoFormInForce, PaperForm, faults_of_form, form_in_force
from feedback.document_kinds import DocumentKind, Signing, allowed_kinds, kind_def, kind_of_slug, may_draw_up, series_of
from feedback.document_words import kind_title
from feedback.documents import moment_words
from feedback.states import CaseKind, CaseState
from tests.makers_papers import SIGNER, make_paper

MINUTES, CONCLUSION = DocumentKind.CONFERENCE_MINUTES, DocumentKind.DIALOGUE_CONCLUSION
PAPERS = (MINUTES, CONCLUSION)
HELD = date(2026, 12, 15)
OCCASION = "Hội nghị đối thoại năm 2026 với người dân xã Vạn Linh"
SAID = {
    "occasion": OCCASION,
    "place": "Hội trường xã",
    "chair": "Chủ tịch UBND xã Hoàng Văn Bình",
    "attendance": "120 người, trong đó 52 nữ",
    "promises": NOTHING,
}
OF_MINUTES = {
    **SAID,
    "secretary": "Vi Thị Hạnh",
    "started_at": "08 giờ 00 phút, ngày 15/12/2026",
    "ended_at": "11 giờ 15 phút, ngày 15/12/2026",
    "statements": "Ý kiến 1 (số 4, Nà Lìa): Chợ không có thùng rác\nTrả lời (Phòng Kinh tế): Sẽ đặt 04 thùng",
    "earlier_promises": NOTHING,
}
OF_CONCLUSION = {**SAID, "held_on": "15/12/2026", "conclusion": "1. Thu gom rác tại chợ mỗi ngày.\n2. Mở lại đường Nà Lìa."}


def minutes_of_the_day(*, without: tuple[str, ...] = ("bodies",), **changes: str) -> Document:
    return make_paper(MINUTES, number=3, day=HELD, without=without, **{**OF_MINUTES, **changes})


def conclusion_of_the_day(
    *, without: tuple[str, ...] = ("minutes_number", "regulation"), signing: Signing | None = None, **changes: str
):
    values = {**OF_CONCLUSION, **changes}
    return make_paper(CONCLUSION, number=12, day=date(2026, 12, 22), without=without, signing=signing, **values)


def body(paper: Document) -> list[str]:
    return [line.text for line in layout(paper).body]


def test_minutes_are_read_from_the_first_line_to_the_last():
    assert body(minutes_of_the_day()) == [
        "BIÊN BẢN",
        OCCASION,
        "Thời gian: bắt đầu 08 giờ 00 phút, ngày 15/12/2026, kết thúc 11 giờ 15 phút, ngày 15/12/2026.",
        "Địa điểm: Hội trường xã.",
        "THÀNH PHẦN",
        "Chủ trì: Chủ tịch UBND xã Hoàng Văn Bình.",
        "Người ghi biên bản: Vi Thị Hạnh.",
        "Người dân tham dự: 120 người, trong đó 52 nữ.",
        "CAM KẾT CÒN LẠI CỦA BUỔI ĐỐI THOẠI TRƯỚC",
        "Không có.",
        "Ý KIẾN VÀ TRẢ LỜI",
        "Ý kiến 1 (số 4, Nà Lìa): Chợ không có thùng rác",
        "Trả lời (Phòng Kinh tế): Sẽ đặt 04 thùng",
        "CAM KẾT TẠI BUỔI ĐỐI THOẠI",
        "Không có.",
        "Biên bản được đọc lại cho những người dự họp cùng nghe và thống nhất.",
    ]


def test_conclusions_are_read_from_the_first_line_to_the_last():
    authority = "Ủy ban nhân dân xã Vạn Linh"
    assert body(conclusion_of_the_day()) == [
        "THÔNG BÁO",
        f"Kết luận {OCCASION}",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022.",
        (
            f"Ngày 15/12/2026, tại Hội trường xã, {authority} tổ chức {OCCASION}. "
            "Chủ trì: Chủ tịch UBND xã Hoàng Văn Bình. Tham dự: 120 người, trong đó 52 nữ."
        ),
        "Sau khi nghe ý kiến của người dân và trả lời của các đơn vị, người chủ trì kết luận như sau:",
        "1. Thu gom rác tại chợ mỗi ngày.",
        "2. Mở lại đường Nà Lìa.",
        "CÁC CAM KẾT",
        "Không có.",
        (
            "Kết quả từng việc được công khai để người dân theo dõi. "
            f"{authority} thông báo để các đơn vị và người dân biết, thực hiện."
        ),
    ]


@pytest.mark.parametrize(
    ("paper", "number", "place"),
    [
        (minutes_of_the_day(), "Số: 03/BB-UBND", "Vạn Linh, ngày 15 tháng 12 năm 2026"),
        (conclusion_of_the_day(), "Số: 12/TB-UBND", "Vạn Linh, ngày 22 tháng 12 năm 2026"),
        (make_paper(MINUTES, number=None, day=None), f"Số: {BLANK}/BB-UBND", f"Vạn Linh, ngày {BLANK} tháng {BLANK} năm {BLANK}"),
        (make_paper(CONCLUSION, number=100, day=date(2027, 2, 3)), "Số: 100/TB-UBND", "Vạn Linh, ngày 03 tháng 02 năm 2027"),
        (make_paper(CONCLUSION, number=9, day=date(2027, 3, 10)), "Số: 09/TB-UBND", "Vạn Linh, ngày 10 tháng 3 năm 2027"),
    ],
    ids=["minutes", "conclusions", "draft", "hundredth", "ninth"],
)
def test_number_and_day_are_written_as_the_decree_says(paper: Document, number: str, place: str):
    issuer, country = layout(paper).head
    assert [line.text for line in issuer] == ["ỦY BAN NHÂN DÂN", "XÃ VẠN LINH", number]
    assert country[-1].text == place


@pytest.mark.parametrize(
    ("made", "name", "value", "line"),
    [
        ("minutes", "bodies", "Ban Thường trực Mặt trận Tổ quốc xã, Đoàn Thanh niên",
         "Cơ quan, đoàn thể dự: Ban Thường trực Mặt trận Tổ quốc xã, Đoàn Thanh niên."),
        ("conclusion", "minutes_number", "03/BB-UBND", "Diễn biến và ý kiến được ghi trong biên bản số 03/BB-UBND."),
    ],
)  # fmt: skip
def test_what_may_be_missing_has_one_line_or_none(made: str, name: str, value: str, line: str):
    make = minutes_of_the_day if made == "minutes" else conclusion_of_the_day
    without, with_it = body(make()), body(make(**{name: value}))
    assert (line in without, with_it.count(line), len(with_it) - len(without)) == (False, 1, 1)
    assert body(make(**{name: "  \n"})) == without


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("place", "Nhà văn hóa thôn Nà Lìa.", "Địa điểm: Nhà văn hóa thôn Nà Lìa."),
        ("chair", "Ông A;\nBà B", "Chủ trì: Ông A; Bà B."),
        ("attendance", "0 người", "Người dân tham dự: 0 người."),
        ("secretary", "  Vi   Thị Hạnh ", "Người ghi biên bản: Vi Thị Hạnh."),
        ("place", "{secretary}", "Địa điểm: {secretary}."),
        ("place", "# Hội trường", "Địa điểm: # Hội trường."),
        ("place", "Hội\u202etrường", "Địa điểm: Hội trường."),
    ],
)
def test_what_was_typed_into_the_head_stands_in_one_line(name: str, value: str, line: str):
    assert line in body(minutes_of_the_day(**{name: value}))


LINES = st.lists(
    st.text(alphabet="abcđêôư ABC123.#-?{}():", min_size=1, max_size=25).filter(str.strip), min_size=1, max_size=8
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(LINES)
def test_each_thing_said_is_a_paragraph_of_its_own_and_never_a_heading(lines: list[str]):
    paper = minutes_of_the_day(statements="\n".join(lines))
    headings = [block.text for block in paper.blocks if block.kind is BlockKind.CENTRED]
    assert headings == [
        "THÀNH PHẦN", "CAM KẾT CÒN LẠI CỦA BUỔI ĐỐI THOẠI TRƯỚC", "Ý KIẾN VÀ TRẢ LỜI", "CAM KẾT TẠI BUỔI ĐỐI THOẠI",
    ]  # fmt: skip
    said = body(paper)
    first, end = said.index("Ý KIẾN VÀ TRẢ LỜI") + 1, said.index("CAM KẾT TẠI BUỔI ĐỐI THOẠI")
    assert said[first:end] == [" ".join(line.split()) for line in lines]


@settings(max_examples=15, deadline=None)
@given(LINES, LINES)
def test_an_issued_conclusion_comes_back_from_the_shelf_as_it_was(conclusion: list[str], promises: list[str]):
    paper = conclusion_of_the_day(conclusion="\n".join(conclusion), promises="\n".join(promises))
    assert from_dict(to_dict(paper)) == paper


@pytest.mark.parametrize(
    ("signing", "posts"),
    [
        (None, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (Signing.BODY_CHAIR, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (Signing.BODY_DEPUTY, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (Signing.BODY_ACTING, ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH")),
        (Signing.BY_ORDER, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (Signing.BY_AUTHORITY, ("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (Signing.CHAIR, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (Signing.SECRETARY_CHAIR, ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    ],
)
def test_conclusions_are_signed_for_the_body(signing: Signing | None, posts: tuple[str, ...]):
    [signature] = conclusion_of_the_day(signing=signing).signatures
    assert (signature.posts, signature.note, signature.name) == (posts, "", SIGNER)


@pytest.mark.parametrize("signing", [None, *Signing])
def test_minutes_are_signed_by_writer_and_chair_whatever_is_chosen(signing: Signing | None):
    writer, chair = make_paper(MINUTES, signing=signing).signatures
    assert (writer.posts, writer.name) == (("NGƯỜI GHI BIÊN BẢN",), "Vi Thị Hạnh")
    assert (chair.posts, chair.name) == (("CHỦ TRÌ",), "")
    assert {writer.note, chair.note} == {"(Ký, ghi rõ họ tên)"}


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (MINUTES, ["Người chủ trì", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Lưu: VT, hồ sơ đối thoại"]),
        (CONCLUSION, ["Thường trực Hội đồng nhân dân", "Ủy ban Mặt trận Tổ quốc Việt Nam",
                      "Trưởng các thôn (để thông báo đến người dân)", "Niêm yết tại trụ sở", "Các đơn vị được giao việc",
                      "Lưu: VT"]),
    ],
)  # fmt: skip
def test_front_and_archive_get_both_papers_and_the_villages_the_result(kind: DocumentKind, names: list[str]):
    assert list(make_paper(kind).recipients) == names


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", PAPERS)
def test_nobody_draws_them_up_from_a_letter(kind: DocumentKind, role: Role):
    actor = Actor(id=1, unit_id=1, name="", permissions=PERMISSIONS[role], department_ids=frozenset())
    assert may_draw_up(actor, kind_def(kind), sees_identity=True) is False


class Letter:
    """A letter in any state."""

    def __init__(self, kind: CaseKind, state: CaseState) -> None:
        self.kind, self.state, self.anonymous, self.resumed = kind.value, state.value, False, False
        self.invited, self.channel = True, "walk_in"


@pytest.mark.parametrize("kind", CaseKind)
def test_no_letter_in_any_state_gives_rise_to_them(kind: CaseKind):
    offered = {item.kind for state in CaseState for item in allowed_kinds(Letter(kind, state))}
    assert offered & set(PAPERS) == set()


@pytest.mark.parametrize(
    ("kind", "series", "slug", "vietnamese"),
    [
        (MINUTES, "BB", "bien-ban-hoi-nghi-doi-thoai", "Biên bản hội nghị đối thoại"),
        (CONCLUSION, "TB", "thong-bao-ket-luan-doi-thoai", "Thông báo kết luận đối thoại"),
    ],
)
def test_they_have_their_series_address_and_name(kind: DocumentKind, series: str, slug: str, vietnamese: str):
    app = Flask("words")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app, default_locale="vi")
    assert series_of(kind_def(kind), title="") == series_of(kind_def(kind), title="X") == series
    assert kind_of_slug(slug).kind is kind
    with app.test_request_context("/"):
        assert kind_title(kind.value) == vietnamese
        with force_locale("en"):
            assert kind_title(kind.value) not in {"", vietnamese}


@pytest.mark.parametrize("kind", PAPERS)
def test_they_are_papers_of_the_law_that_began_in_july_2025(kind: DocumentKind):
    with pytest.raises(NoFormInForce):
        form_in_force(kind, date(2025, 6, 30))
    form = form_in_force(kind, date(2025, 7, 1))
    assert (form.own, form.valid_from) == (False, date(2025, 7, 1))
    assert "Luật Tổ chức chính quyền địa phương 2025, Điều 43" in form.basis


@pytest.mark.parametrize(
    ("kind", "text", "faults"),
    [
        (MINUTES, "{statements} {earlier_promises} {ended_at}", ()),
        (MINUTES, "{conclusion}", ("{conclusion}",)),
        (MINUTES, "{minutes_number} {held_on}", ("{held_on}", "{minutes_number}")),
        (CONCLUSION, "{conclusion} {minutes_number} {held_on} {authority}", ()),
        (CONCLUSION, "{statements}", ("{statements}",)),
        (CONCLUSION, "{secretary} {bodies}", ("{bodies}", "{secretary}")),
        (CONCLUSION, "{sender_name}", ("{sender_name}",)),
    ],
)
def test_own_words_of_a_commune_know_the_facts_of_their_paper_only(kind: DocumentKind, text: str, faults: tuple[str, ...]):
    own = PaperForm(kind=kind, valid_from=HELD, title="X", body=text, signing=Signing.BODY_CHAIR, version=1)
    assert faults_of_form(own) == ({"body": faults} if faults else {})
    assert form_in_force(kind, HELD, own=[own]) is own


def test_nothing_known_is_lacking_in_the_order_of_the_paper():
    lacking = missing_of(kind_def(CONCLUSION).needs, {"place": "Hội trường", "promises": NOTHING, "conclusion": "\n"})
    assert lacking == ("occasion", "held_on", "chair", "attendance", "conclusion")
    lacking = missing_of(kind_def(MINUTES).needs, {**OF_MINUTES, "ended_at": "", "attendance": attendance_words(Minutes())})
    assert lacking == ("ended_at", "attendance")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 12, 15, 1, 0, tzinfo=UTC), "08 giờ 00 phút, ngày 15/12/2026"),
        (datetime(2026, 12, 15, 16, 59, tzinfo=UTC), "23 giờ 59 phút, ngày 15/12/2026"),
        (datetime(2026, 12, 15, 17, 0, tzinfo=UTC), "00 giờ 00 phút, ngày 16/12/2026"),
        (datetime(2026, 12, 31, 18, 30, tzinfo=UTC), "01 giờ 30 phút, ngày 01/01/2027"),
        (datetime(2028, 2, 28, 17, 5, 59, tzinfo=UTC), "00 giờ 05 phút, ngày 29/02/2028"),
    ],
)
def test_moments_of_the_minutes_are_those_of_the_clock_in_the_hall(moment: datetime, words: str):
    assert moment_words(moment) == words


@pytest.mark.parametrize(
    ("text", "evidence", "line"),
    [
        ("Mở lại đường Nà Lìa", "Ảnh", "2. Mở lại đường Nà Lìa. Phòng Kinh tế, hạn 15/01/2027. Minh chứng: Ảnh."),
        ("Mở lại đường Nà Lìa.", "Ảnh.", "2. Mở lại đường Nà Lìa. Phòng Kinh tế, hạn 15/01/2027. Minh chứng: Ảnh."),
        ("Đặt 04 thùng\n tại chợ ", "Ảnh,\nbiên bản",
         "2. Đặt 04 thùng tại chợ. Phòng Kinh tế, hạn 15/01/2027. Minh chứng: Ảnh, biên bản."),
    ],
)  # fmt: skip
def test_promise_and_its_owner_are_two_sentences(text: str, evidence: str, line: str):
    row = Commitment(text=text, evidence_required=evidence, due_on=date(2027, 1, 15))
    assert promise_words(2, row, "Phòng Kinh tế") == line
