"""The sentence for every code with which a command refuses what was typed: what is wrong and what to do."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from feedback.forms.complaint_faults import COMPLAINT_SENTENCES

SENTENCES = {
    "story_short": _l("Nội dung còn quá ngắn. Hãy ghi chuyện gì, ở đâu, từ bao giờ."),
    "story_none": _l("Hãy ghi chuyện gì, ở đâu, từ bao giờ."),
    "story_long": _l("Nội dung dài quá 5.000 chữ. Hãy rút gọn, phần còn lại có thể bổ sung sau."),
    "name_missing": _l("Hãy ghi họ và tên người gửi."),
    "phone_missing": _l("Hãy ghi số điện thoại để cơ quan liên hệ khi cần."),
    "phone_bad": _l("Số điện thoại chưa đúng. Số gồm 10 chữ số, bắt đầu bằng số 0."),
    "email_bad": _l("Địa chỉ thư điện tử chưa đúng."),
    "anonymous_not_allowed": _l("Loại này cần có họ tên người gửi. Chỉ phản ánh mới nhận không ghi tên."),
    "own_right_anonymous": _l(
        "Khiếu nại phải có họ tên người gửi. Nếu không phải khiếu nại, hãy bỏ dấu ở ô “Một cơ quan đã ra giấy tờ…” (phần đầu)."
    ),
    "place_far": _l("Vị trí này không nằm ở Việt Nam."),
    "field_unknown": _l("Hãy chọn một lĩnh vực trong danh sách."),
    "village_unknown": _l("Hãy chọn một thôn trong danh sách."),
    "department_unknown": _l("Hãy chọn một phòng, ban trong danh sách."),
    "officer_unknown": _l("Hãy chọn một người đang làm việc ở phòng đó."),
    "choice_unknown": _l("Hãy chọn một mục trong danh sách."),
    "kind_unknown": _l("Hãy chọn loại đơn."),
    "consent_missing": _l("Hãy đọc câu xin phép cho người gửi nghe; người gửi đồng ý thì đánh dấu vào ô này."),
    "consent_way_missing": _l("Hãy chọn người gửi đồng ý bằng cách nào."),
    "consent_name_missing": _l("Hãy ghi họ tên người đồng ý thay."),
    "consent_later": _l("Ngày đồng ý không thể ở sau hôm nay."),
    "consent_old": _l("Lời đồng ý đã quá bảy ngày. Hãy đọc lại câu xin phép và hỏi lại người gửi."),
    "another_letter": _l("Đơn trước gửi từ trang này đã được nhận. Đây là việc khác thì bấm Gửi giúp lần nữa."),
    "form_old": _l("Trang này mở đã quá lâu. Chữ đã gõ còn nguyên; hãy xem lại rồi bấm lần nữa."),
    "text_missing": _l("Chỗ này cần được ghi."),
    "text_long": _l("Nội dung dài quá. Hãy rút gọn."),
    "reason_missing": _l("Hãy ghi lý do."),
    "reason_short": _l("Lý do còn quá ngắn. Hãy ghi rõ hơn."),
    "note_missing": _l("Hãy ghi ý kiến để cán bộ biết cần sửa chỗ nào."),
    "ground_missing": _l("Hãy ghi căn cứ: vì sao và theo quy định nào."),
    "receiver_missing": _l("Hãy ghi cơ quan nhận hoặc nơi người gửi cần đến."),
    "letter_missing": _l("Hãy viết lời báo cho người gửi."),
    "days_missing": _l("Hãy ghi số ngày làm việc cần thêm."),
    "number_bad": _l("Hãy ghi một số, ví dụ 5."),
    "days_range": _l("Số ngày vượt mức gia hạn cho phép của xã."),
    "copies_few": _l("Biên bản đối thoại lập ít nhất 3 bản (Nghị định 124/2020/NĐ-CP, Điều 28)."),
    "extension_late": _l("Hạn đã qua nên không gia hạn được nữa. Hãy trả lời sớm nhất và ghi lý do trễ hạn."),
    "right_missing": _l("Hãy chọn một yêu cầu trong danh sách."),
    "data_words_missing": _l("Hãy ghi điều nào sai và sửa thành thế nào."),
    "identity_unseen": _l("Hãy xem giấy tờ tùy thân của người yêu cầu rồi đánh dấu vào ô này. Không ghi số giấy tờ."),
    "code_unknown": _l("Không có đơn nào có mã này. Hãy xem lại mã trên biên nhận."),
    "data_days_range": _l("Số ngày gia hạn phải từ 1 đến mức cao nhất ghi ở trên."),
    "data_extension_late": _l("Hạn đã qua nên không gia hạn được nữa. Hãy trả lời sớm nhất."),
    "data_answer_missing": _l("Hãy ghi lời trả lời cho người yêu cầu: đã làm gì, hoặc vì sao không làm."),
    "data_erase_misfit": _l("Chỉ xóa cách liên hệ khi người gửi yêu cầu xóa."),
    "contact_needed": _l("Đơn chưa giải quyết xong: cơ quan còn phải báo kết quả nên chưa xóa được cách liên hệ."),
    "ground_unknown": _l("Hãy chọn căn cứ trong danh sách."),
    "ground_misfit": _l("Căn cứ này không dùng được cho yêu cầu này. Hãy chọn căn cứ khác."),
    "outcome_missing": _l("Hãy chọn kết quả: đã làm, làm một phần, sẽ làm hay không làm."),
    "what_missing": _l("Hãy ghi rõ đã làm gì hoặc trả lời thế nào."),
    "done_on_missing": _l("Hãy ghi ngày đã làm hoặc ngày sẽ làm."),
    "done_on_bad": _l("Ngày này chưa đúng. Viết theo mẫu 20/11/2026."),
    "done_on_later": _l("Việc đã làm thì ngày làm không thể sau hôm nay. Nếu chưa làm, hãy chọn kết quả “Sẽ làm, có ngày hẹn”."),
    "promise_past": _l("Ngày hẹn ghi trong trả lời đã qua. Hãy trả lại để cán bộ ghi ngày mới."),
    "planned_on_past": _l("Việc sẽ làm thì ngày hẹn phải sau hôm nay. Nếu đã làm rồi, hãy chọn kết quả “Đã làm xong”."),
    "done_by_missing": _l("Hãy ghi ai đã làm hoặc ai sẽ làm."),
    "evidence_missing": _l("Hãy chọn minh chứng: ảnh, văn bản, hoặc ghi lý do không có."),
    "photo_missing": _l("Đã chọn minh chứng bằng ảnh nhưng chưa có ảnh nào. Hãy thêm ảnh."),
    "document_missing": _l("Đã chọn minh chứng bằng văn bản nhưng chưa có tệp nào. Hãy thêm tệp PDF hoặc ảnh chụp văn bản."),
    "no_evidence_reason_missing": _l("Hãy ghi vì sao không có minh chứng."),
    "next_step_missing": _l("Khi chưa làm xong hoặc không làm, hãy ghi bước tiếp theo."),
    "contact_missing": _l("Khi không giải quyết, hãy ghi người gửi có thể liên hệ ai."),
    "late_reason_missing": _l("Đã quá hạn. Hãy chọn vì sao trễ hạn."),
    "late_note_missing": _l("Chọn “Lý do khác” thì hãy ghi rõ, từ 5 chữ trở lên."),
    "apology_done_missing": _l("Hãy ghi xã đã làm gì cho việc này đến hôm nay, từ 10 chữ trở lên."),
    "apology_day_missing": _l("Hãy ghi ngày hẹn trả lời mới."),
    "apology_day_past": _l("Ngày hẹn mới phải sau hôm nay."),
    "apology_day_off": _l("Ngày hẹn mới rơi vào ngày nghỉ. Hãy chọn một ngày làm việc."),
    "apology_day_far": _l("Ngày hẹn mới xa quá mức cho phép của xã. Hãy chọn ngày sớm hơn."),
    "apology_waits": _l("Đã có thư xin lỗi đang chờ lãnh đạo ký."),
    "apology_not_owed": _l("Lúc này không cần thư xin lỗi: chưa quá hạn, hoặc ngày đã hẹn chưa qua."),
    "no_apology": _l("Không còn thư xin lỗi nào chờ ký."),
    "relief_reason_missing": _l("Hãy chọn vì sao xin giao lại."),
    "relief_note_missing": _l("Chọn “Lý do khác” thì hãy ghi rõ, từ 5 chữ trở lên."),
    "relief_word_missing": _l("Giao lại cho chính người đã xin thì hãy nhắn một lời vì sao, từ 5 chữ trở lên."),
    "relief_other": _l("Chỉ người được giao hồ sơ này, hoặc người làm thay trong ngày họ vắng, mới xin giao lại được."),
    "relief_submitted": _l("Bản trả lời đang ở chỗ lãnh đạo. Hãy rút lại trình trước, rồi mới xin giao lại."),
    "relief_waits": _l("Đã có đề nghị giao lại đang chờ người giao việc quyết định."),
    "file_reason_missing": _l("Hãy ghi rõ vì sao đơn này thuộc trường hợp đó, từ 10 chữ cái trở lên."),
    "filed_nameless": _l("Đơn không ghi tên thì dùng bước “Lưu làm thông tin tham khảo”."),
    "filed_leads": _l("Đang có đơn khác gộp vào hồ sơ này. Hãy bỏ gộp trước, rồi lưu đơn này."),
    "revoke_off": _l("Xã không cho thu hồi bước đã kết thúc hồ sơ. Quy định này đặt ở phần Cài đặt."),
    "revoke_impossible": _l(
        "Bước này không thu hồi được: hồ sơ đã bàn giao xã khác, hoặc kết thúc theo cách không lấy lại được."
    ),
    "revoke_late": _l("Đã quá số giờ được thu hồi. Nếu thông báo sai, hãy gửi văn bản thay thế."),
    "revoke_paper": _l("Đã phát hành văn bản về việc này nên không thu hồi ở đây. Hãy ra văn bản thay thế."),
    "revoke_acted": _l("Đã có việc làm tiếp sau bước đó (đôn đốc, trả lời, gộp đơn…) nên không thu hồi được nữa."),
    "recall_other": _l("Chỉ người đã trình, hoặc người làm thay trong ngày họ vắng, mới rút lại được bản trình này."),
    "answer_state": _l("Bản trả lời đã qua bước này rồi: vừa có người trình, rút lại, duyệt hoặc phát hành."),
    "title_missing": _l("Hãy ghi tiêu đề sẽ hiện công khai."),
    "photo_unknown": _l("Có ảnh không thuộc hồ sơ này. Hãy chọn lại ảnh."),
    "reminded_today": _l("Hôm nay đã có người nhắc việc này rồi."),
    "nobody_proposed": _l("Bảng phân công chưa nói phòng nào phụ trách lĩnh vực và thôn này. Hãy chọn phòng, ban."),
    "picks_missing": _l("Hãy chọn ít nhất một việc trong danh sách."),
    "picks_many": _l("Mỗi lần nhiều nhất 200 việc. Hãy bỏ bớt."),
    "picks_bad": _l("Có việc được chọn không đọc được. Hãy quay lại danh sách rồi chọn lại."),
    "view_name": _l("Hãy đặt tên cho danh sách, nhiều nhất 60 chữ."),
    "view_filters": _l("Bộ lọc này dài quá nên không lưu được."),
    "view_many": _l("Mỗi người lưu nhiều nhất 20 danh sách. Hãy xóa bớt một danh sách."),
    "mark_left": _l("Còn chỗ trong ngoặc [[…]] chưa điền. Hãy thay bằng thông tin của việc này."),
    "template_name": _l("Hãy đặt tên mẫu từ 3 đến 80 chữ."),
    "template_name_taken": _l("Đã có mẫu tên này. Hãy đặt tên khác hoặc sửa mẫu đó."),
    "nothing_typed": _l("Chưa có chữ nào để lưu."),
    "story_missing": _l("Hãy ghi nội dung sẽ hiện công khai."),
    "photo_only": _l("Tệp này không phải ảnh JPEG, PNG hay WebP."),
    "photo_type": _l("Tệp này không phải ảnh JPEG, PNG, WebP hay văn bản PDF."),
    "pdf_active": _l(
        "Tệp PDF này có mã chạy, tệp đính kèm hoặc khóa mật khẩu nên không đăng được. Hãy in ra PDF lần nữa rồi chọn tệp mới."
    ),
    "photo_heic": _l("Ảnh HEIC của iPhone chưa đọc được. Hãy chọn ảnh dạng JPEG."),
    "photo_empty": _l("Tệp này trống. Hãy chọn lại."),
    "photo_large": _l("Tệp lớn hơn 10 MB. Hãy chọn tệp nhỏ hơn."),
    "photo_many": _l("Nhiều tệp quá: mỗi lần nhiều nhất 5 tệp."),
    "not_kept": _l(
        "Máy chủ tạm thời không cất được tệp, nên chưa gửi gì đi. Chữ đã gõ còn nguyên: hãy gửi chữ trước, bỏ tệp ra; "
        "hoặc ít phút nữa chọn lại tệp rồi gửi."
    ),
    "date_bad": _l("Ngày này chưa đúng. Viết theo mẫu 20/11/2026."),
    "time_bad": _l("Giờ này chưa đúng. Viết theo mẫu 14:05."),
    "leading_unknown": _l("Không có hồ sơ nào mang mã này trong xã. Hãy xem lại mã."),
    "leading_itself": _l("Đây là mã của chính hồ sơ này. Hãy ghi mã của hồ sơ chính."),
    "leading_state": _l("Hồ sơ đó đã kết thúc nên không dẫn được đơn khác."),
    "leading_kind": _l("Khiếu nại được giải quyết riêng từng đơn nên không gộp (Luật Khiếu nại 2011, Điều 2, 8)."),
    "leads_others": _l("Đang có đơn khác gộp vào hồ sơ này. Hãy gộp chiều ngược lại."),
    "leading_anonymous": _l(
        "Hồ sơ đó không ghi tên người gửi nên không có thời hạn trả lời. Đơn có tên chỉ gộp vào hồ sơ có tên (Luật Tiếp công dân "
        "2013, Điều 26, 28)."
    ),
    "leading_later": _l(
        "Đơn này phải được trả lời sớm hơn hồ sơ đó, gộp như vậy thì mất hạn sớm hơn. Hãy gộp chiều ngược lại: gộp hồ sơ đó vào "
        "đơn này."
    ),
    "parts_few": _l("Hãy ghi ít nhất hai việc; nếu chỉ có một việc thì không cần tách."),
    "parts_many": _l("Mỗi lần tách được nhiều nhất bốn việc."),
    "part_short": _l("Nội dung của việc này còn quá ngắn. Hãy chép đủ phần lời của người gửi."),
    "replied_on_missing": _l("Hãy ghi ngày của văn bản trả lời."),
    "replied_on_range": _l("Ngày trả lời phải từ ngày chuyển đơn đến hôm nay."),
    "portal_number_missing": _l("Hãy ghi mã phản ánh trên Cổng quốc gia."),
    "earlier_missing": _l("Hãy ghi mã của hồ sơ trước đó mà nội dung này lặp lại."),
    "earlier_unknown": _l("Không có hồ sơ nào khác mang mã này trong xã. Hãy xem lại mã."),
    "earlier_state": _l("Hồ sơ đó chưa được trả lời, chuyển hay hướng dẫn, nên không phải là căn cứ."),
    "earlier_later": _l("Hồ sơ đó được nhận sau đơn này, nên không phải là lần trước."),
    "forwarded_channel": _l("Đơn có ghi nơi chuyển đến: hãy chọn “Cơ quan, đại biểu chuyển đến”, hoặc xóa các ô về nơi chuyển."),
    "source_missing": _l("Hãy chọn nơi chuyển đơn đến trong danh sách."),
    "forwarder_missing": _l("Hãy ghi tên cơ quan, tổ chức đã chuyển đơn."),
    "forwarded_on_missing": _l("Hãy ghi ngày của văn bản chuyển đơn."),
    "forwarded_on_range": _l("Ngày của văn bản chuyển đơn không thể sau ngày nhận, cũng không trước đó quá một năm."),
    "reported_on_missing": _l("Hãy ghi ngày đã báo lại."),
    "reported_on_range": _l("Ngày báo lại phải từ ngày giải quyết xong đến hôm nay."),
    "refused_letter": _l(
        "Chỉ từ chối người đến trực tiếp (Luật Tiếp công dân 2013, Điều 9). Đơn gửi đến thì trả lời, hướng dẫn, chuyển, trả "
        "lại hoặc lưu."
    ),
    "received_later": _l("Lúc nhận không thể ở sau bây giờ."),
    "received_earlier": _l("Lúc nhận sớm quá mức cho phép. Hãy ghi ngày cơ quan thật sự nhận đơn."),
    "signer_not_chair": _l("Cách ký này là của Chủ tịch. Hãy chọn Chủ tịch, hoặc chọn cách ký khác."),
    "signer_not_deputy": _l("“KT. Chủ tịch” là Phó Chủ tịch ký thay. Hãy chọn Phó Chủ tịch, hoặc chọn cách ký khác."),
    "signer_not_acting": _l("Người này là Chủ tịch nên không ký “Q. Chủ tịch”. Hãy chọn người khác hoặc cách ký khác."),
    "signer_not_below": _l("“TL.”, “TUQ.” là cấp dưới ký. Chủ tịch, Phó Chủ tịch không ký theo cách này; hãy chọn cách ký khác."),
    **COMPLAINT_SENTENCES,
    "places_unknown": _l("Có chỗ trống mà văn bản này không biết, hoặc dấu ngoặc nhọn bị thiếu một bên."),
    "valid_from_past": _l("Mẫu mới chỉ áp dụng từ hôm nay trở đi."),
    "commune_unknown": _l("Hãy chọn một xã trong danh sách."),
    "handover_leads": _l("Đang có đơn khác gộp vào hồ sơ này. Hãy bỏ gộp trước, rồi bàn giao từng đơn."),
    "handover_denunciation": _l(
        "Lời gửi có dấu hiệu là tố cáo nên không bàn giao theo cách này. Hãy chuyển vào sổ kín (Luật Tố cáo 2018, Điều 8, 24)."
    ),
    "handed_over_once": _l(
        "Không còn xã nào nhận được đơn này: mỗi đơn chỉ bàn giao một lần và trả lại một lần, cho xã đang dùng hệ thống này "
        "(Luật Tiếp công dân 2013, Điều 26, 28)."
    ),
    "voice_empty": _l("Bản ghi âm này rỗng. Hãy ghi lại."),
    "voice_large": _l("Bản ghi âm lớn hơn 1 MB. Hãy ghi ngắn hơn, nhiều nhất 60 giây."),
    "voice_type": _l("Tệp này không phải bản ghi âm đọc được. Hãy ghi âm lại bằng nút Ghi âm."),
    "voice_long": _l("Bản ghi âm dài hơn 60 giây. Hãy ghi ngắn hơn."),
    "voice_many": _l("Mỗi đơn có một bản ghi âm. Hãy xóa bản cũ rồi ghi lại."),
    "series_unknown": _l("Hãy chọn một loại số trong danh sách."),
    "key_name_taken": _l("Đã có một khóa đang dùng mang tên này. Hãy đặt tên khác hoặc thu hồi khóa cũ."),
    "keys_many": _l("Xã đang có quá nhiều khóa. Hãy thu hồi khóa không dùng nữa."),
    "address_bad": _l("Địa chỉ này không đọc được. Ví dụ đúng: https://he-thong.langson.gov.vn/nhan-tin"),
    "address_not_https": _l("Địa chỉ phải bắt đầu bằng https:// để tin không bị đọc trên đường."),
    "address_private": _l("Địa chỉ này nằm trong mạng nội bộ nên không gửi được. Hãy dùng tên miền công khai."),
    "address_many": _l("Xã đang có quá nhiều nơi nhận tin. Hãy thôi gửi cho nơi không dùng nữa."),
    "topics_missing": _l("Hãy chọn ít nhất một việc cần báo."),
    "per_hour_range": _l("Hãy ghi một số từ 1 đến 10.000."),
}


def sentence(code: str) -> str:
    """Return the sentence of a code; an unknown code gets a sentence that fits every field."""
    known = SENTENCES.get(code)
    return _("Chỗ này chưa đúng. Hãy xem lại.") if known is None else str(known)
