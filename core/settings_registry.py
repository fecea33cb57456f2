"""Rules of a commune that are settings: each has a safe default, a note, and where its law is uncertain it says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.setting_texts import Shape


class SettingKind(StrEnum):
    """How a value is typed: yes/no, a whole number, or a line of text."""

    FLAG = "flag"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class SettingDef:
    """One rule; numbers lie between ``least`` and ``most``, or are ``one_of`` some; a ``fixed`` one cannot be changed now.

    A text that ``may_be_empty`` means something when nothing is written; every other text is needed. A text that is one of
    some ``words`` has each with its Vietnamese and its English name; one with a ``shape`` is kept in one way of writing.
    """

    key: str
    kind: SettingKind
    default: bool | int | str
    label_vi: str
    label_en: str
    note_vi: str
    note_en: str
    legal_basis: str = ""
    uncertain: bool = False
    least: int = 0
    most: int = 100_000
    one_of: tuple[int, ...] = ()
    fixed: bool = False
    may_be_empty: bool = False
    words: tuple[tuple[str, str, str], ...] = ()
    shape: Shape | None = None

    def shown(self, value: object, locale: str) -> object:
        """Return a value as people read it: the name of a word, everything else as it is."""
        return next((en if locale == "en" else vi for word, vi, en in self.words if word == value), value)


SETTINGS: tuple[SettingDef, ...] = (
    SettingDef(
        key="allow_anonymous_reflection", kind=SettingKind.FLAG, default=True,
        label_vi="Nhận phản ánh không ghi tên", label_en="Take reflections without a name",
        note_vi="Phản ánh không ghi tên là thông tin tham khảo, không có thời hạn luật định và không trả lời riêng.",
        note_en="A reflection without a name is information only: no statutory time limit, no personal answer.",
        legal_basis="Luật Tiếp công dân 2013", uncertain=True,
    ),
    SettingDef(
        key="reopen_days", kind=SettingKind.NUMBER, default=15, least=1, most=60,
        label_vi="Số ngày được mở lại khi chưa hài lòng", label_en="Days in which a case may be reopened",
        note_vi="Tính theo ngày dương lịch từ ngày phát hành trả lời; mỗi hồ sơ mở lại một lần.",
        note_en="Calendar days from the day the answer was issued; once for each case.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="extension_max_days", kind=SettingKind.NUMBER, default=15, least=1, most=60,
        label_vi="Gia hạn trả lời tối đa (ngày làm việc)", label_en="Longest extension (working days)",
        note_vi="Mỗi hồ sơ kiến nghị, phản ánh được gia hạn một lần, có lý do và người duyệt.",
        note_en="A petition or reflection may be extended once, with a reason and an approval.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="revoke_hours", kind=SettingKind.NUMBER, default=24, least=0, most=168,
        label_vi="Số giờ được thu hồi bước kết thúc nhầm",
        label_en="Hours in which an ending by mistake may be taken back",
        note_vi="Việc chuyển, hướng dẫn, trả lại, từ chối hay lưu đơn; chỉ khi chưa ai làm gì tiếp. 0: không cho thu hồi.",
        note_en="A transfer, guidance, return, refusal or filing; only while nobody has acted upon it. 0: never.",
        legal_basis="Nghị định 30/2020/NĐ-CP, Điều 18 (thời gian do cơ quan quy định)", uncertain=True,
    ),
    SettingDef(
        key="apology_most_days", kind=SettingKind.NUMBER, default=15, least=1, most=60,
        label_vi="Ngày hẹn mới trong thư xin lỗi xa nhất (ngày làm việc)",
        label_en="Furthest new day in an apology (working days)",
        note_vi="Thư xin lỗi không gia hạn: hạn theo luật giữ nguyên, hồ sơ vẫn tính là trễ hạn.",
        note_en="An apology is no extension: the legal due date stays, and the case still counts as late.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="public_square_metres", kind=SettingKind.NUMBER, default=100, least=100, most=2000, one_of=(100, 200, 500, 2000),
        label_vi="Ô vuông vị trí hiện công khai (mét)", label_en="Square of a place shown in public (metres)",
        note_vi="Bản đồ công khai chỉ hiện ô vuông chứa vị trí, không hiện đúng chỗ. Nhà thưa thì chọn ô lớn hơn.",
        note_en="The public map shows the square that a place lies in, never the place. Where houses are few, take a larger one.",
        legal_basis="Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15", uncertain=True,
    ),
    SettingDef(
        key="due_soon_days", kind=SettingKind.NUMBER, default=3, least=1, most=10,
        label_vi="Nhắc trước hạn (ngày làm việc)", label_en="Remind before the due date (working days)",
        note_vi="Người xử lý được nhắc khi hồ sơ còn từng này ngày làm việc.",
        note_en="The officer is reminded when this many working days are left.",
    ),
    SettingDef(
        key="forgotten_days", kind=SettingKind.NUMBER, default=7, least=2, most=60,
        label_vi="Nhắc hồ sơ không có việc gì (ngày)", label_en="Remind of a case without any step (days)",
        note_vi="Hồ sơ đang mở không có bước xử lý nào trong từng này ngày.",
        note_en="An open case without any step for this many days.",
    ),
    SettingDef(
        key="kn_clock_starts", kind=SettingKind.TEXT, default="submission",
        label_vi="Khiếu nại gửi qua mạng: tính hạn từ", label_en="Complaint sent online: the clock starts at",
        words=(
            ("submission", "Từ lúc gửi", "From sending"),
            ("signature", "Từ ngày người khiếu nại ký đơn", "From the day the complaint is signed"),
        ),
        note_vi="Tính từ lúc gửi thì chặt hơn cho cơ quan.",
        note_en="From sending is stricter for the office.",
        legal_basis="Luật Khiếu nại 2011, Điều 8", uncertain=True,
    ),
    SettingDef(
        key="dialogue_regulation", kind=SettingKind.TEXT,
        default="Quyết định số 320-QĐ/TU ngày 13/6/2016 của Ban Thường vụ Tỉnh ủy Lạng Sơn",
        label_vi="Quy chế đối thoại trực tiếp đang áp dụng", label_en="Direct-dialogue regulation in force",
        note_vi="Ghi vào căn cứ của thông báo kết luận đối thoại. Cần xác nhận quy chế còn hiệu lực; để trống thì không ghi.",
        note_en="Stands among the bases of a dialogue's conclusions. To be confirmed that it is in force; empty leaves it out.",
        uncertain=True, may_be_empty=True,
    ),
    SettingDef(
        key="commune_voters", kind=SettingKind.NUMBER, default=0, least=0, most=100_000,
        label_vi="Số cử tri của xã", label_en="Voters of the commune",
        note_vi="Dùng để biết khi nào đủ 10% cử tri yêu cầu đối thoại. Ghi 0 khi chưa có số chính thức.",
        note_en="Tells when 10% of the voters ask for a dialogue. Write 0 while there is no official number.",
        legal_basis="Điều 43 Luật Tổ chức chính quyền địa phương 2025", uncertain=True,
    ),
    SettingDef(
        key="similar_letters_alert", kind=SettingKind.NUMBER, default=5, least=2, most=100,
        label_vi="Số đơn cùng thôn hoặc cùng lĩnh vực để gợi ý đối thoại",
        label_en="Letters of one village or field that suggest a dialogue",
        note_vi="Đếm hồ sơ công khai nhận trong 30 ngày. Đủ số này thì bàn làm việc gợi ý; xã quyết định có đối thoại hay không.",
        note_en="Public cases received in 30 days. From this number on the desk suggests a dialogue; the commune decides.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="situation_least_letters", kind=SettingKind.NUMBER, default=3, least=2, most=50,
        label_vi="Số thư ít nhất để một nơi được nêu trong Nắm tình hình",
        label_en="Fewest letters for a place to be told in the picture of the commune",
        note_vi="Ít thư hơn thì chưa nói lên điều gì, dù nhiều hơn thường lệ. Cũng dùng cho số hồ sơ quá hạn và chưa hài lòng.",
        note_en="Fewer say nothing yet, even if more than usual. Holds for overdue cases and senders not satisfied as well.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="consultation_summary_days", kind=SettingKind.NUMBER, default=15, least=1, most=90,
        label_vi="Công bố tổng hợp sau khi hết thời gian lấy ý kiến (ngày)",
        label_en="Summary of a consultation published after it closed (days)",
        note_vi="Luật bắt buộc công khai tổng hợp, giải trình nhưng không ghi số ngày; hãy ghi số ngày của xã. Ngày dương lịch.",
        note_en="The law asks for the summary and names no number of days; write the commune's own. Calendar days.",
        legal_basis="Điều 28 Luật Thực hiện dân chủ ở cơ sở 2022", uncertain=True,
    ),
    SettingDef(
        key="supervision_reply_days", kind=SettingKind.NUMBER, default=15, least=1, most=60,
        label_vi="Trả lời kiến nghị giám sát của Mặt trận, Ban Giám sát cộng đồng (ngày)",
        label_en="Answer to a recommendation of the Front or the Community Board (days)",
        note_vi="Luật chỉ ghi 15 ngày cho Ban Thanh tra nhân dân; cho cơ quan khác hãy ghi số ngày của xã. Ngày dương lịch.",
        note_en="The law names 15 days for the People's Inspection Board only; others get the commune's own. Calendar days.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="skilful_assess_by", kind=SettingKind.TEXT, default="30/11", shape=Shape.DAY_OF_YEAR,
        label_vi="Đánh giá mô hình “Dân vận khéo” trước ngày (ngày/tháng)",
        label_en="Skilful mobilisation models assessed by (day/month)",
        note_vi="Từ ngày này lãnh đạo được nhắc một lần về mô hình của năm chưa đánh giá. Không có luật nào ghi ngày này.",
        note_en="From this day on leaders are reminded once of models of the year that nobody assessed. No law names the day.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="dialogue_plan_days", kind=SettingKind.NUMBER, default=30, least=8, most=90,
        label_vi="Ban hành kế hoạch trước buổi đối thoại (ngày)", label_en="Plan of a dialogue issued before it (days)",
        note_vi="Ngày dương lịch, đếm ngược từ ngày đối thoại.", note_en="Calendar days, counted back from the dialogue.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="dialogue_draft_days", kind=SettingKind.NUMBER, default=10, least=1, most=60,
        label_vi="Gom nhóm câu hỏi, giao chuẩn bị trả lời trước (ngày)",
        label_en="Questions grouped, answers drafted before a dialogue (days)",
        note_vi="Ngày dương lịch, đếm ngược từ ngày đối thoại.", note_en="Calendar days, counted back from the dialogue.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="dialogue_invite_days", kind=SettingKind.NUMBER, default=7, least=1, most=60,
        label_vi="Gửi giấy mời trước buổi đối thoại (ngày)", label_en="Invitations sent before a dialogue (days)",
        note_vi="Ngày dương lịch, đếm ngược từ ngày đối thoại.", note_en="Calendar days, counted back from the dialogue.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="dialogue_notice_days", kind=SettingKind.NUMBER, default=7, least=1, most=60,
        label_vi="Thông báo buổi Bí thư, Chủ tịch đối thoại với Nhân dân trước (ngày)",
        label_en="Dialogue of secretary and chair with residents announced before it (days)",
        note_vi="Ngày dương lịch, đếm ngược từ ngày đối thoại. Không tìm thấy văn bản nào đặt số này: theo quy chế của Tỉnh ủy. "
                "Hội nghị đối thoại của Ủy ban nhân dân theo luật, không theo số này.",
        note_en="Calendar days, counted back from the dialogue. No text was found that names it: by the province's regulation. "
                "The conference of the People's Committee follows the law and not this number.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="dialogue_material_days", kind=SettingKind.NUMBER, default=3, least=1, most=60,
        label_vi="Chuẩn bị xong tài liệu trước buổi đối thoại (ngày)", label_en="Materials ready before a dialogue (days)",
        note_vi="Ngày dương lịch, đếm ngược từ ngày đối thoại.", note_en="Calendar days, counted back from the dialogue.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="dialogue_report_days", kind=SettingKind.NUMBER, default=30, least=1, most=120,
        label_vi="Báo cáo sau buổi đối thoại (ngày)", label_en="Report after a dialogue (days)",
        note_vi="Ngày dương lịch, tính từ ngày đối thoại: báo cáo Hội đồng nhân dân và Mặt trận Tổ quốc.",
        note_en="Calendar days from the dialogue: report to the People's Council and the Fatherland Front.",
        legal_basis="quy định của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="front_remark_days", kind=SettingKind.NUMBER, default=10, least=1, most=60,
        label_vi="Trả lời ý kiến giám sát của Mặt trận (ngày làm việc)",
        label_en="Answer to a supervision remark of the Front (working days)",
        note_vi="Hạn trả lời ý kiến giám sát về một cam kết, tính từ ngày Mặt trận ghi ý kiến. Luật không nêu số ngày.",
        note_en="Counted from the day on which the Front recorded its remark on a commitment. The law names no number.",
        legal_basis="Luật Thực hiện dân chủ ở cơ sở 2022, Điều 28", uncertain=True,
    ),
    SettingDef(
        key="reception_fixed_days", kind=SettingKind.TEXT, default="10,25", shape=Shape.DAYS_OF_MONTH,
        label_vi="Ngày Chủ tịch tiếp công dân hằng tháng", label_en="The chair's reception days of each month",
        note_vi="Các ngày trong tháng, cách nhau bằng dấu phẩy; trùng ngày nghỉ thì gợi ý ngày làm việc kế tiếp.",
        note_en="Days of the month, separated by commas; a day off is moved to the next working day.",
        legal_basis="Luật Tiếp công dân 2013, Điều 15 (sửa đổi bởi Luật 136/2025/QH15): ít nhất 2 ngày mỗi tháng", uncertain=True,
    ),
    SettingDef(
        key="reception_secretary_days", kind=SettingKind.TEXT, default="5,20", may_be_empty=True, shape=Shape.DAYS_OF_MONTH,
        label_vi="Ngày Bí thư Đảng ủy tiếp công dân hằng tháng", label_en="The Party secretary's reception days of each month",
        note_vi="Viết như ngày của Chủ tịch. Để trống nếu Bí thư tiếp theo lịch riêng.",
        note_en="Written like the chair's days. Leave empty where the secretary has a schedule of their own.",
        legal_basis="Quy định 11-QĐi/TW, Điều 4 (sửa đổi bởi Kết luận 215-KL/TW)", uncertain=True,
    ),
    SettingDef(
        key="reception_hours", kind=SettingKind.TEXT, default="08:00-11:00", shape=Shape.HOURS,
        label_vi="Giờ tiếp của Chủ tịch, Bí thư", label_en="Hours of the chair's and the secretary's reception",
        note_vi="Viết như 08:00-11:00 hoặc 8h đến 11h.",
        note_en="Written like 08:00-11:00 or 8h-11h.",
        legal_basis="lịch của cơ quan", uncertain=True,
    ),
    SettingDef(
        key="reception_slot_minutes", kind=SettingKind.NUMBER, default=30, least=15, most=60, one_of=(15, 20, 30, 60),
        label_vi="Mỗi lượt hẹn tiếp (phút)", label_en="Length of a booked reception (minutes)",
        note_vi="Chia đều một giờ thành các lượt. Áp dụng cho ngày được lập sau khi đổi.",
        note_en="Divides an hour into whole turns. Counts for days planned after the change.",
    ),
    SettingDef(
        key="reception_regular_hours", kind=SettingKind.TEXT, default="", may_be_empty=True,
        label_vi="Giờ tiếp công dân thường xuyên", label_en="Hours of regular reception",
        note_vi="Hiện trên trang lịch tiếp công dân; để trống thì hiện giờ làm việc của cơ quan.",
        note_en="Shown on the reception page; empty: the office hours are shown.",
        legal_basis="Luật Tiếp công dân 2013, Điều 24",
    ),
    SettingDef(
        key="reception_keep_days", kind=SettingKind.NUMBER, default=30, least=1, most=365,
        label_vi="Giữ tên và số điện thoại của người hẹn (ngày)", label_en="Keep name and phone of a booking (days)",
        note_vi="Tính từ ngày tiếp; sau đó tên, số điện thoại và việc đã ghi khi hẹn được xóa.",
        note_en="From the day of reception; then name, phone and matter of the booking are emptied.",
        legal_basis="Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15", uncertain=True,
    ),
    SettingDef(
        key="report_due_day", kind=SettingKind.NUMBER, default=16, least=15, most=28,
        label_vi="Ngày gửi báo cáo định kỳ (trong tháng chốt số liệu)",
        label_en="Day on which a periodic report is sent (of the month that closes it)",
        note_vi="Số liệu chốt ngày 14. Trùng ngày nghỉ thì gửi vào ngày làm việc trước đó. Chưa tìm được văn bản nêu ngày gửi "
        "của cấp xã: hãy hỏi cơ quan nhận báo cáo.",
        note_en="Numbers close on the 14th. A day off is moved to the working day before. No document with the "
        "commune's own day was found: ask who receives the report.",
        legal_basis="Thông tư 01/2024/TT-TTCP", uncertain=True,
    ),
    SettingDef(
        key="mobilisation_report_periods", kind=SettingKind.NUMBER, default=1, least=1, most=15, one_of=(1, 15),
        label_vi="Kỳ báo cáo công tác dân vận bắt đầu từ ngày", label_en="Day from which the mass mobilisation report runs",
        note_vi="1: năm dương lịch (1/1–30/6, 1/1–31/12). 15: như kỳ báo cáo thanh tra (15/12–14/6, 15/12–14/12). Chưa tìm "
        "được văn bản nêu kỳ của báo cáo này: hãy theo cơ quan nhận báo cáo.",
        note_en="1: the calendar year (1/1–30/6, 1/1–31/12). 15: as the inspectorate's periods (15/12–14/6, 15/12–14/12). No "
        "document with the periods of this report was found: follow who receives it.",
        legal_basis="thực tế công tác", uncertain=True,
    ),
    SettingDef(
        key="mobilisation_report_days", kind=SettingKind.NUMBER, default=10, least=1, most=60,
        label_vi="Gửi báo cáo công tác dân vận sau khi hết kỳ (ngày)",
        label_en="Days after the period in which the mass mobilisation report is sent",
        note_vi="Ngày dương lịch; trùng ngày nghỉ thì gửi vào ngày làm việc trước đó. Chưa tìm được văn bản nêu hạn: hãy hỏi cơ "
        "quan nhận báo cáo.",
        note_en="Calendar days; a day off is moved to the working day before. No document with the limit was found: ask who "
        "receives the report.",
        legal_basis="thực tế công tác", uncertain=True,
    ),
    SettingDef(
        key="mobilisation_report_recipients", kind=SettingKind.TEXT,
        default="Thường trực Đảng ủy (báo cáo); Ban Xây dựng Đảng; Chủ tịch, Phó Chủ tịch UBND xã; Ủy ban MTTQ Việt Nam xã và "
        "các tổ chức chính trị - xã hội; UBND tỉnh, Sở Nội vụ; Lưu: VP",
        label_vi="Nơi nhận của báo cáo công tác dân vận", label_en="Recipients of the mass mobilisation report",
        note_vi="Các nơi nhận cách nhau bằng dấu chấm phẩy, theo thứ tự in ở cuối báo cáo. Cơ quan nhận ở tỉnh cần xác nhận.",
        note_en="Recipients with semicolons between them, in the order in which they are printed. Which body of the province "
        "receives it has to be confirmed.",
        legal_basis="thực tế công tác", uncertain=True,
    ),
    SettingDef(
        key="friendly_report_days", kind=SettingKind.NUMBER, default=20, least=1, most=90,
        label_vi="Công bố tự đánh giá “Chính quyền thân thiện” sau khi hết năm (ngày)",
        label_en="Days after the year in which the friendly-government assessment is issued",
        note_vi="Ngày dương lịch; trùng ngày nghỉ thì làm trước đó. Kỳ và nơi nhận như báo cáo công tác dân vận. Chưa tìm được "
        "văn bản nêu hạn: hãy hỏi cơ quan nhận.",
        note_en="Calendar days; a day off is moved to the working day before. Periods and recipients are those of the mass "
        "mobilisation report. No document with the limit was found: ask who receives it.",
        legal_basis="thực tế công tác", uncertain=True,
    ),
    SettingDef(
        key="quick_exit_address", kind=SettingKind.TEXT, default="https://nchmf.gov.vn/",
        label_vi="Nút “Thoát nhanh” mở trang", label_en="Page that “Leave quickly” opens",
        note_vi="Một trang bình thường, ví dụ trang thời tiết, bắt đầu bằng https://. Viết khác đi thì dùng trang thời tiết.",
        note_en="An everyday page, such as the weather, beginning with https://. Anything else is read as the weather page.",
    ),
    SettingDef(
        key="embed_sites", kind=SettingKind.TEXT, default="", may_be_empty=True,
        label_vi="Trang được nhúng khung số liệu", label_en="Sites that may show the card of numbers",
        note_vi="Địa chỉ cổng thông tin, bắt đầu bằng https://, cách nhau bằng dấu cách. Để trống: không trang nào khác hiện "
        "được. Cách đưa lên trang: xem /nhung.",
        note_en="Addresses of portals, beginning with https://, separated by spaces. Empty: no other site can show it. How to do "
        "it: see /nhung.",
    ),
    SettingDef(
        key="register_open_minutes", kind=SettingKind.NUMBER, default=5, least=1, most=10,
        label_vi="Sổ kín tự đóng sau (phút)", label_en="The sealed register closes by itself after (minutes)",
        note_vi="Không mở trang nào của sổ trong từng này phút thì phải nhập lại mật khẩu; chữ đang gõ không mất.",
        note_en="After this many minutes without a page of the register the password is asked for again; what was typed stays.",
        legal_basis="Luật Tố cáo 2018, Điều 8, Điều 56",
    ),
    SettingDef(
        key="register_second_person", kind=SettingKind.FLAG, default=False,
        label_vi="Sổ kín: mở tên người gửi cần người thứ hai đồng ý",
        label_en="Sealed register: a second person agrees before the sender is opened",
        note_vi="Bật: ai cần mở tên người gửi hoặc tệp gửi kèm thì xin, và một người khác được mở sổ đồng ý; có giá trị 24 giờ.",
        note_en="On: who needs the sender's name or files asks, and another reader of the register agrees; it holds 24 hours.",
        legal_basis="Luật Tố cáo 2018, Điều 8, Điều 56",
    ),
    SettingDef(
        key="tc_store_identity", kind=SettingKind.FLAG, default=False, fixed=True,
        label_vi="Giữ họ tên người tố cáo trong sổ kín", label_en="Keep the denouncer's name in the sealed register",
        note_vi="Tắt: sổ kín chỉ giữ số hồ sơ giấy. Bản phát hành này chưa cho bật, vì họ tên phải được khóa bằng chìa của riêng "
        "người nhận.",
        note_en="Off: the register keeps the number of the paper file only. It cannot be switched on in this release, because a "
        "name must be locked with keys that only its recipients hold.",
        legal_basis="Luật Tố cáo 2018, Điều 8, Điều 56; Luật Bảo vệ bí mật nhà nước", uncertain=True,
    ),
    SettingDef(
        key="assist_list_hours", kind=SettingKind.NUMBER, default=24, least=1, most=72,
        label_vi="Người giúp của thôn còn thấy mã đơn đã nhập (giờ)",
        label_en="A village helper still sees the codes written down (hours)",
        note_vi="Chỉ mã đơn và giờ nhập; nội dung và tên người gửi không hiện lại lần nào.",
        note_en="The code and the hour only; what was written and who sent it are never shown again.",
        legal_basis="Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 9", uncertain=True,
    ),
)  # fmt: skip


BY_KEY: dict[str, SettingDef] = {item.key: item for item in SETTINGS}


def setting_def(key: str) -> SettingDef:
    """Return the definition. Raises KeyError for an unknown key."""
    return BY_KEY[key]
