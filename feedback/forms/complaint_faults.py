"""The sentences with which a step of the complaint procedure is refused: what is wrong, what to do, and the article."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

COMPLAINT_SENTENCES = {
    "kn_needs_name": _l(
        "Khiếu nại phải có họ tên và chữ ký (Luật Khiếu nại 2011, Điều 8); đơn không ghi tên không là khiếu nại."
    ),
    "kn_not_signed": _l("Đơn chưa có chữ ký hoặc điểm chỉ (Luật Khiếu nại 2011, Điều 8). Hãy ghi nhận chữ ký trước."),
    "kn_is_signed": _l("Đơn đã được ghi nhận là đã ký nên không dùng được căn cứ này (Luật Khiếu nại 2011, Điều 11)."),
    "kn_time_unchecked": _l("Chưa kiểm tra thời hiệu khiếu nại (Luật Khiếu nại 2011, Điều 9, 48). Hãy làm bước đó trước."),
    "kn_time_barred": _l("Đã quá thời hiệu khiếu nại (Luật Khiếu nại 2011, Điều 9, 48) nên không thụ lý được."),
    "kn_not_barred": _l("Theo ngày đã ghi, khiếu nại còn trong thời hiệu (Luật Khiếu nại 2011, Điều 9, 48)."),
    "kn_signatures_missing": _l(
        "Nhiều người cùng khiếu nại: đơn phải có đủ chữ ký mới thụ lý (Nghị định 124/2020/NĐ-CP, Điều 16.1)."
    ),
    "kn_representatives_missing": _l(
        "Từ 5 người trở lên phải cử người đại diện bằng văn bản (Luật Tiếp công dân 2013, Điều 29)."
    ),
    "kn_representatives_many": _l(
        "Số người đại diện quá mức: đến 10 người thì 1–2, trên 10 người thì nhiều nhất 5 (Luật Tiếp công dân 2013, Điều 29)."
    ),
    "kn_people_range": _l("Hãy ghi số người cùng khiếu nại, ít nhất là 1."),
    "kn_appointment_missing": _l("Hãy ghi văn bản cử người đại diện (Nghị định 124/2020/NĐ-CP, Điều 7)."),
    "kn_attorney_paper_missing": _l(
        "Hãy ghi giấy ủy quyền đã công chứng hoặc chứng thực (mẫu 02; Nghị định 124/2020/NĐ-CP, Điều 5.3)."
    ),
    "kn_attorney_paper_uncertified": _l(
        "Hãy ghi giấy ủy quyền đã chứng thực (mẫu 02; Nghị định 124/2020/NĐ-CP, Điều 5.3; Nghị định 155/2026/NĐ-CP, Điều 21)."
    ),
    "kn_excused_range": _l("Số ngày có trở ngại phải từ 0 trở lên."),
    "kn_day_later": _l("Ngày này chưa tới, hoặc muộn hơn việc đi sau nó. Hãy ghi ngày việc đã thật sự xảy ra."),
    "kn_day_earlier": _l("Ngày này sớm hơn việc đi trước nó. Hãy xem lại."),
    "kn_day_past": _l("Ngày này đã qua. Hãy chọn ngày từ hôm nay trở đi."),
    "kn_calendar_closed": _l(
        "Lịch ngày nghỉ của năm đó chưa có nên chưa tính được thời hạn (Bộ luật Dân sự 2015, Điều 148). Hãy nhập lịch năm trước."
    ),
    "kn_not_in_force": _l("Bước này chỉ có từ ngày 01/7/2026 (Luật 136/2025/QH15; Nghị định 155/2026/NĐ-CP, Điều 21, 22)."),
    "kn_criterion_missing": _l("Hãy chọn ít nhất một trong bảy tiêu chí (Nghị định 124/2020/NĐ-CP, Điều 3a)."),
    "kn_already_complex": _l("Vụ việc đã được xác định là phức tạp (Nghị định 124/2020/NĐ-CP, Điều 3a)."),
    "kn_complex_late": _l("Đã hết thời hạn giải quyết nên không xác định phức tạp được nữa (Luật Khiếu nại 2011, Điều 28)."),
    "kn_is_withdrawn": _l(
        "Khiếu nại đã được rút: chỉ còn đình chỉ, hoặc tiếp tục khi việc rút do bị ép buộc "
        "(Luật Khiếu nại 2011, Điều 10, 11a; Nghị định 124/2020/NĐ-CP, Điều 7a)."
    ),
    "kn_not_withdrawn": _l("Chưa ghi nhận việc rút toàn bộ khiếu nại (Luật Khiếu nại 2011, Điều 10)."),
    "kn_nothing_withdrawn": _l("Chưa ghi nhận việc rút này (Nghị định 124/2020/NĐ-CP, Điều 7a)."),
    "kn_returning_range": _l("Số người tiếp tục phải từ 1 đến số người đã rút (Nghị định 124/2020/NĐ-CP, Điều 7a)."),
    "kn_part_missing": _l("Hãy ghi rõ rút nội dung nào (Luật Khiếu nại 2011, Điều 10)."),
    "kn_leaving_range": _l(
        "Số người rút phải từ 1 đến số người đang khiếu nại, khi có nhiều người (Nghị định 124/2020/NĐ-CP, Điều 7a)."
    ),
    "kn_higher_known": _l(
        "Đã có kết quả giải quyết lần hai hoặc của tòa án, không ghi khiếu nại lần hai nữa (Luật Khiếu nại 2011, Điều 7)."
    ),
    "kn_not_late": _l(
        "Còn thời hạn giải quyết lần đầu nên chưa ghi được khiếu nại lần hai hay khởi kiện (Luật Khiếu nại 2011, Điều 28, 33.1)."
    ),
    "kn_above_known": _l("Việc khiếu nại lần hai hoặc khởi kiện đã được ghi (Luật Khiếu nại 2011, Điều 33, 42)."),
    "kn_not_above": _l("Chưa ghi khiếu nại lần hai hoặc khởi kiện (Luật Khiếu nại 2011, Điều 33, 42)."),
    "kn_outcome_unfit": _l(
        "Kết quả này không khớp hồ sơ: chỉ quyết định lần đầu đã có mới được giữ nguyên, sửa hay hủy "
        "(Luật Khiếu nại 2011, Điều 33, 40)."
    ),
    "kn_second_known": _l("Ngày tỉnh thụ lý khiếu nại lần hai đã được ghi (Luật Khiếu nại 2011, Điều 36, 37)."),
    "kn_not_stopped": _l("Việc giải quyết không ở trong thời gian tạm đình chỉ (Luật Khiếu nại 2011, Điều 11a)."),
    "kn_nothing_to_send": _l("Không có quyết định nào đang chờ gửi (Nghị định 124/2020/NĐ-CP, Điều 28b)."),
    "kn_asked_of_missing": _l("Hãy ghi yêu cầu ai cung cấp."),
    "kn_place_missing": _l("Hãy ghi nơi đối thoại."),
    "kn_topics_missing": _l("Hãy ghi nội dung đối thoại (Nghị định 124/2020/NĐ-CP, Điều 28.1)."),
    "kn_invited_missing": _l("Hãy ghi những ai được mời, ít nhất là người bị khiếu nại (Nghị định 124/2020/NĐ-CP, Điều 28.1)."),
    "kn_notice_short": _l(
        "Phải báo trước ngày đối thoại ít nhất 5 ngày (Nghị định 124/2020/NĐ-CP, Điều 28.1). Hãy chọn ngày muộn hơn."
    ),
    "kn_not_invited": _l("Chưa có thông báo mời đối thoại (Nghị định 124/2020/NĐ-CP, Điều 28.1)."),
    "kn_report_missing": _l("Chưa có báo cáo kết quả xác minh (Luật Khiếu nại 2011, Điều 29.4)."),
    "kn_dialogue_missing": _l(
        "Yêu cầu và kết quả xác minh còn khác nhau nên phải đối thoại trước khi quyết định (Luật Khiếu nại 2011, Điều 30)."
    ),
    "kn_number_missing": _l("Hãy ghi số quyết định (Luật Khiếu nại 2011, Điều 31)."),
    "kn_number_form": _l("Hãy ghi số quyết định như 12/QĐ-UBND (Nghị định 30/2020/NĐ-CP, Điều 15)."),
    "kn_number_taken": _l(
        "Số này trong năm đã có ở một văn bản đã phát hành; mỗi số chỉ dùng một lần (Nghị định 30/2020/NĐ-CP, Điều 15)."
    ),
    "kn_number_decided": _l(
        "Số này trong năm đã có ở một quyết định giải quyết khiếu nại khác. Hãy ghi số khác (Nghị định 30/2020/NĐ-CP, Điều 15)."
    ),
    "kn_effect_later": _l(
        "Quyết định chưa đến ngày có hiệu lực hoặc còn thời hạn khiếu nại lần hai (Luật Khiếu nại 2011, Điều 33, 44)."
    ),
    "kn_not_enforced": _l("Chưa ghi nhận việc thi hành xong quyết định (Luật Khiếu nại 2011, Điều 45, 46)."),
    "kn_full_text": _l(
        "Khiếu nại chỉ công khai một đoạn tóm tắt trung lập; không công khai trả lời hay ảnh (Luật 91/2025/QH15)."
    ),
    "kn_own_words": _l(
        "Bản tóm tắt chép lại lời trong đơn. Hãy viết lại ngắn gọn, trung lập, không nêu tên (Luật 91/2025/QH15)."
    ),
    "kn_summary_long": _l("Bản tóm tắt dài quá 300 chữ. Hãy viết ngắn gọn."),
}
