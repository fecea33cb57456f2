"""Letters of one village: each with the same thing told differently, with another thing, and why the row is here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Triple:
    """``told`` and ``again`` are about one thing; ``other`` happened in the same village and is another thing."""

    told: str
    again: str
    other: str
    why: str


BEYOND_WORDS = Triple(
    "Cầu tràn thôn Nà Pe hỏng lan can sau trận mưa, trẻ đi học rất nguy hiểm.",
    "Sau trận mưa lan can cầu tràn thôn Nà Pe bị gãy, các cháu đi học sợ ngã.",
    "Đường vào thôn Nà Pe có ổ gà sau trận mưa, xe máy đi rất nguy hiểm.",
    "place, rain and danger are the same words; only what is broken differs: words alone cannot tell",
)

NA_PE = (
    Triple(
        "Bãi rác tự phát đầu thôn Nà Pe bốc mùi hôi, đề nghị xã cho thu gom.",
        "Đề nghị xã thu gom rác ở đầu thôn Nà Pe, mùi hôi bốc lên không chịu được.",
        "Chuồng lợn đầu thôn Nà Pe bốc mùi hôi, nước thải chảy ra đường.",
        "rubbish and a pigsty: one smell, two causes",
    ),
    Triple(
        "Ba bóng đèn đường trước nhà văn hóa thôn Nà Pe hỏng đã một tháng, rất tối.",
        "Đèn đường chỗ nhà văn hóa thôn Nà Pe không sáng cả tháng nay, buổi tối rất tối.",
        "Nhà văn hóa thôn Nà Pe dột mái đã một tháng, không họp thôn được.",
        "lamps before the house, and the roof of the house",
    ),
    Triple(
        "Nước sinh hoạt thôn Nà Pe bị đục, có mùi tanh, không dùng nấu ăn được.",
        "Nước máy ở thôn Nà Pe đục và tanh, dân không dám dùng nấu ăn.",
        "Nước sinh hoạt thôn Nà Pe bị cắt ba ngày, không ai báo trước.",
        "muddy water and no water",
    ),
    Triple(
        "Mương thủy lợi thôn Nà Pe bị bồi lấp, ruộng thiếu nước cấy vụ xuân.",
        "Kênh mương ở thôn Nà Pe bồi lấp hết, ruộng không có nước để cấy vụ xuân.",
        "Ruộng thôn Nà Pe bị chuột phá vụ xuân, đề nghị xã hỗ trợ thuốc diệt chuột.",
        "rice without water and rice eaten by rats",
    ),
    Triple(
        "Loa truyền thanh thôn Nà Pe rè không nghe rõ thông báo của xã.",
        "Xã phát thông báo nhưng loa truyền thanh thôn Nà Pe bị rè, dân nghe không rõ.",
        "Thôn Nà Pe chưa có sóng điện thoại, gọi không được, đề nghị xã kiến nghị lắp trạm.",
        "the loudspeaker and the telephone",
    ),
    Triple(
        "Cột điện trước nhà ông Hùng thôn Nà Pe nghiêng sắp đổ, dây điện võng xuống đường.",
        "Dây điện võng thấp, cột điện cạnh nhà ông Hùng ở thôn Nà Pe nghiêng, sợ đổ.",
        "Cây đa trước nhà ông Hùng thôn Nà Pe gãy cành, sắp đổ xuống mái nhà.",
        "a pole and a tree at one house",
    ),
    Triple(
        "Trạm y tế xã hết thuốc bảo hiểm, bà con thôn Nà Pe phải đi mua ngoài.",
        "Bà con thôn Nà Pe đi khám ở trạm y tế xã thì hết thuốc bảo hiểm, phải mua ngoài.",
        "Đường lên trạm y tế xã bị sạt lở, bà con thôn Nà Pe phải đi vòng.",
        "medicine at the station and the road to it",
    ),
    Triple(
        "Chó thả rông ở thôn Nà Pe cắn trẻ em, chưa tiêm phòng dại.",
        "Trẻ em thôn Nà Pe bị chó thả rông cắn, chó không tiêm phòng dại.",
        "Trâu bò thả rông ở thôn Nà Pe phá lúa và hoa màu.",
        "dogs and buffaloes on the loose",
    ),
    Triple(
        "Hát karaoke ầm ĩ đến 12 giờ đêm cạnh trường học thôn Nà Pe.",
        "Cạnh trường học thôn Nà Pe có nhà hát karaoke đến 12 giờ đêm, rất ầm ĩ.",
        "Trường học thôn Nà Pe chưa có hàng rào, trâu bò vào sân trường.",
        "noise beside the school and the fence of the school",
    ),
    Triple(
        "Xe tải chở đá chạy nhanh qua thôn Nà Pe, bụi mù mịt, rơi vãi đá ra đường.",
        "Xe chở đá chạy qua thôn Nà Pe rơi vãi đá, bụi mù mịt cả đường.",
        "Mỏ đá gần thôn Nà Pe nổ mìn làm nứt tường nhà dân.",
        "stone lorries and the quarry",
    ),
    Triple(
        "Bậc thềm nhà vệ sinh công cộng chợ Nà Pe vỡ, nước bẩn tràn ra lối đi.",
        "Nước bẩn tràn ra lối đi vì nhà vệ sinh công cộng ở chợ Nà Pe bị vỡ bậc thềm.",
        "Chợ Nà Pe thu phí chỗ ngồi cao hơn bảng giá đã niêm yết.",
        "dirt and fees in one market",
    ),
)

TWO_WAYS = (
    Triple(
        "Tôi đề nghị xã sửa con đường bê tông từ ngã ba vào thôn Pác Lùng bị vỡ từng mảng lớn.",
        "Đoạn bê tông từ ngã ba đi thôn Pác Lùng vỡ từng mảng, xin xã sửa giúp.",
        "Tôi đề nghị xã lắp biển báo ở ngã ba vào thôn Pác Lùng vì hay có tai nạn.",
        "one crossing: broken concrete, and a missing sign",
    ),
    Triple(
        "Hộ ông Lâm đổ đất lấn ra suối Pác Lùng làm dòng chảy hẹp lại, mưa là ngập ruộng.",
        "Suối Pác Lùng bị ông Lâm đổ đất lấn hẹp dòng chảy, hễ mưa ruộng lại ngập.",
        "Suối Pác Lùng nhiều rác và xác gia súc, nước hôi không tắm được.",
        "one brook: filled in, and dirty",
    ),
    Triple(
        "Danh sách hộ nghèo năm nay của thôn Pác Lùng bỏ sót nhà bà Mai sống một mình.",
        "Bà Mai sống một mình ở thôn Pác Lùng không có tên trong danh sách hộ nghèo năm nay.",
        "Danh sách hỗ trợ làm nhà năm nay của thôn Pác Lùng chưa niêm yết.",
        "two lists of one year",
    ),
    Triple(
        "Tiền hỗ trợ dịch tả lợn của thôn Pác Lùng đã nửa năm chưa chi trả cho dân.",
        "Đã nửa năm dân thôn Pác Lùng chưa được chi trả tiền hỗ trợ dịch tả lợn.",
        "Lợn chết vứt ra khe nước thôn Pác Lùng, sợ lây dịch tả.",
        "the money for the swine, and the swine",
    ),
    Triple(
        "Giếng khoan tập trung thôn Pác Lùng hỏng máy bơm từ tháng trước.",
        "Máy bơm ở giếng khoan tập trung của thôn Pác Lùng hỏng từ tháng trước đến nay.",
        "Nhà nước khoan giếng thôn Pác Lùng nhưng thu tiền mỗi hộ hai trăm nghìn.",
        "the pump of the well, and the money for the well",
    ),
    Triple(
        "Cống thoát nước trước trường mầm non Pác Lùng tắc, mưa là ngập sân.",
        "Sân trường mầm non Pác Lùng cứ mưa là ngập vì cống thoát nước trước cổng bị tắc.",
        "Trường mầm non Pác Lùng thu thêm tiền ăn mà không có thông báo.",
        "drain and fees of one nursery school",
    ),
    Triple(
        "Đập tràn Khuổi Slao nứt thân đập, nước rò ra ngày một nhiều.",
        "Thân đập Khuổi Slao bị nứt, rò nước ngày càng nhiều, dân lo vỡ.",
        "Đập Khuổi Slao có người đánh cá bằng kích điện ban đêm.",
        "one dam: cracks, and fishing by electricity",
    ),
    Triple(
        "Quán bán rượu không phép ở ngã tư Khuổi Slao, thanh niên gây rối mỗi tối.",
        "Mỗi tối thanh niên gây rối ở quán rượu không phép chỗ ngã tư Khuổi Slao.",
        "Ngã tư Khuổi Slao cần lắp đèn chiếu sáng vì mỗi tối rất tối.",
        "one corner in the evening",
    ),
    Triple(
        "Sạt lở ta luy dương đường liên thôn Khuổi Slao, đất đá lấp nửa mặt đường.",
        "Đường liên thôn Khuổi Slao bị đất đá sạt lở từ ta luy xuống lấp nửa mặt đường.",
        "Đường liên thôn Khuổi Slao mới làm đã bong tróc, đề nghị kiểm tra chất lượng.",
        "one road: landslide, and quality of works",
    ),
    Triple(
        "Rừng phòng hộ sau thôn Khuổi Slao bị chặt gỗ ban đêm, có tiếng cưa máy.",
        "Ban đêm có tiếng cưa máy, người lạ chặt gỗ ở rừng phòng hộ sau thôn Khuổi Slao.",
        "Đốt nương gần rừng phòng hộ thôn Khuổi Slao dễ cháy lan, chưa ai nhắc nhở.",
        "one wood: felling, and fire",
    ),
)

WITHOUT_MARKS = (
    Triple(
        "duong vao thon Lung Cuong sat lo sau bao, xe khong qua duoc",
        "Sau bão đường vào thôn Lũng Cưởng bị sạt lở, xe không đi qua được.",
        "Nhà ông Tài ở thôn Lũng Cưởng bị tốc mái sau bão, xin hỗ trợ tôn.",
        "told without marks, again with marks",
    ),
    Triple(
        "Cap dien thoai dut roi xuong duong thon Lung Cuong, tre em nghich",
        "trẻ em nghịch dây cáp điện thoại đứt rơi ngoài đường thôn lũng cưởng",
        "Điện thôn Lũng Cưởng yếu, buổi tối không nấu được cơm.",
        "a cable on the ground and weak current",
    ),
    Triple(
        "RÁC Y TẾ VỨT CẠNH SUỐI LŨNG CƯỞNG, CÓ KIM TIÊM",
        "Cạnh suối Lũng Cưởng có kim tiêm, rác y tế vứt bừa bãi",
        "Suối Lũng Cưởng sạt bờ, mất gần nửa ruộng nhà tôi",
        "capitals and small letters",
    ),
    Triple(
        "xin xa lam lai san bong thon Lung Cuong, mat san nhieu da, tre em nga",
        "Mặt sân bóng thôn Lũng Cưởng nhiều đá làm trẻ em ngã, xin xã làm lại sân",
        "Sân bóng thôn Lũng Cưởng bị một nhà phơi ngô chiếm hết chỗ",
        "one football ground",
    ),
    Triple(
        "Hộ khẩu cũ ghi Lũng Cưởng nay sáp nhập, thẻ bảo hiểm y tế của mẹ tôi sai địa chỉ.",
        "thẻ bảo hiểm y tế của mẹ tôi ghi sai địa chỉ do Lũng Cưởng sáp nhập, hộ khẩu cũ",
        "Mẹ tôi 80 tuổi ở Lũng Cưởng chưa nhận được trợ cấp người cao tuổi.",
        "one mother, two papers",
    ),
)

WORDY = (
    Triple(
        "Kính gửi Ủy ban nhân dân xã. Gia đình tôi ở thôn Co Sâu. Bể nước tập trung của thôn bị nứt đáy, nước chảy hết ra ngoài, "
        "hơn hai chục hộ không có nước dùng. Kính mong các cấp quan tâm xem xét. Tôi xin chân thành cảm ơn.",
        "Bể nước tập trung thôn Co Sâu nứt đáy, hơn hai chục hộ không có nước dùng.",
        "Kính gửi Ủy ban nhân dân xã. Gia đình tôi ở thôn Co Sâu. Con đường ra nương bị rào chắn, không vào thu hoạch hồi được. "
        "Kính mong các cấp quan tâm xem xét. Tôi xin chân thành cảm ơn.",
        "polite words on both sides, the thing itself in one line",
    ),
    Triple(
        "Thanh niên tụ tập đua xe trên đường tỉnh lộ đoạn qua thôn Co Sâu tối thứ bảy, gây nguy hiểm cho người đi chợ đêm.",
        "Tối thứ bảy nào đoạn tỉnh lộ qua thôn Co Sâu cũng có thanh niên đua xe, người đi chợ đêm rất sợ.",
        "Đoạn tỉnh lộ qua thôn Co Sâu thiếu vạch sơn và biển hạn chế tốc độ, đề nghị kiến nghị lên tỉnh.",
        "racing on the road, and its signs",
    ),
    Triple(
        "Hội trường thôn Co Sâu được đầu tư bàn ghế mới nhưng trưởng thôn cho thuê đám cưới, thu tiền không công khai.",
        "Trưởng thôn Co Sâu cho thuê bàn ghế hội trường làm đám cưới và thu tiền không công khai cho dân biết.",
        "Hội trường thôn Co Sâu thiếu quạt và nước uống khi họp dân.",
        "one hall: rent, and comfort",
    ),
    Triple(
        "Đất nghĩa trang thôn Co Sâu bị san ủi làm đường mà chưa lấy ý kiến các gia đình có mộ.",
        "Các gia đình có mộ ở nghĩa trang thôn Co Sâu chưa được lấy ý kiến mà đất đã bị san ủi làm đường.",
        "Đường làng thôn Co Sâu làm xong một năm chưa bàn giao cho dân quản lý.",
        "graves and a road",
    ),
    Triple(
        "Giá phân bón ở cửa hàng hợp tác xã Co Sâu cao hơn ngoài chợ, lại là hàng hết hạn.",
        "Hợp tác xã Co Sâu bán phân bón hết hạn mà giá ở cửa hàng còn cao hơn ngoài chợ.",
        "Hợp tác xã Co Sâu thu mua hồi ép giá, cân thiếu của bà con.",
        "what a cooperative sells and what it buys",
    ),
)

ALL = NA_PE + TWO_WAYS + WITHOUT_MARKS + WORDY
