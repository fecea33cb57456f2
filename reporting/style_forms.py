"""The form of the style page: one field of each family. Nothing that it takes in is kept."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    DateField,
    Form,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput

FAR = "Khu dân cư Phai Duốc – Khòn Khẻ – Nà Nghiềng, nhóm hộ bên kia suối"
VILLAGES = [SelectChoice(value=value, label=label) for value, label in (("", "Chọn thôn"), ("1", "Thôn Nà Pất"), ("2", FAR))]
KINDS = [SelectChoice(value="reflection", label="Phản ánh"), SelectChoice(value="petition", label="Kiến nghị")]
PHOTOS = [SelectChoice(value="1", label="1"), SelectChoice(value="2", label="2")]
REFUSED = "Hãy ghi thêm: chuyện gì, ở đâu, từ bao giờ. Ít nhất hai câu ngắn để cán bộ tìm được đúng chỗ."


class SampleForm(Form):
    """A field of each family."""

    name = StringField("Họ và tên")
    story = TextAreaField("Chuyện gì, ở đâu, từ bao giờ?", description="Cứ viết như nói. Dài ngắn đều được.")
    village = SelectField("Ở thôn nào?", choices=VILLAGES)
    day = DateField("Từ ngày nào?")
    password = PasswordField("Mật khẩu")
    kind = RadioField("Đây là", choices=KINDS)
    hide_name = BooleanField("Không hiện tên tôi công khai")
    photos = MultipleFileField("Ảnh chụp tại chỗ")
    shown = SelectMultipleField("Ảnh nào cho mọi người xem?", choices=PHOTOS, option_widget=CheckboxInput())


def empty_form() -> SampleForm:
    """Return the form as somebody opens it."""
    return SampleForm(prefix="trong-")


def off_form() -> SampleForm:
    """Return the form for the state in which nothing can be filled in."""
    return filled_form(prefix="tat-")


def filled_form(*, prefix: str = "day-") -> SampleForm:
    """Return the form in the middle of the work."""
    return SampleForm(
        prefix=prefix, name="Nguyễn Hoàng Nghiêng Thượng Khuyến", village="2", kind="petition", hide_name=True,
        story="Cầu tràn Nà Pất gãy lan can từ sau trận mưa đầu tháng, trẻ đi học rất nguy hiểm.\nĐã báo trưởng thôn hai lần.",
    )  # fmt: skip


def refused_form() -> SampleForm:
    """Return the form after it was sent and refused, every field of it: what was typed is still there."""
    form = SampleForm(prefix="sai-", name="Lò", story="cầu hỏng", village="1")
    for field in form:
        field.errors = [REFUSED]
    return form
