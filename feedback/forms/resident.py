"""The forms of residents: the letter, looking it up again, adding to it, and saying whether the answer is enough."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from io import SEEK_END, SEEK_SET
from typing import Any, BinaryIO, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from accounts.read_models import FieldItem, VillageItem
from core.attachments import MAX_BYTES, MAX_FILES, VOICE_BYTES, check_head, check_voice
from core.codes import clean_code
from core.errors import BadInput
from core.text import clean_line, clean_text
from feedback.forms.choices import rows, villages, words
from feedback.forms.faults import SENTENCES, sentence
from feedback.phrases import KINDS
from feedback.rules import NewCase, cleaned, faults_of
from feedback.signs import reads_as_denunciation
from feedback.states import CaseKind

PHOTO_KINDS = "image/jpeg,image/png,image/webp"
HEAD_BYTES = 32
NAME_SHOWN = 40
KINDS_IN_ORDER = (CaseKind.REFLECTION, CaseKind.PETITION, CaseKind.OTHER)


class ResidentForm(FlaskForm):
    """A public form: no session and no cookie stand behind it, so the signed form token and the origin check guard it."""

    class Meta:
        """No CSRF token of a session."""

        csrf = False

    SENTENCE: Callable[[str], str] = staticmethod(sentence)
    """Code of a fault → its sentence; a room with sentences of its own puts them here."""

    def standing_at(self, spot: object) -> Self:
        """Return the form with ids of its own, for a page that holds it several times."""
        for field in self:
            field.id = f"{field.short_name}-{spot}"
        return self

    def blame(self, faults: Mapping[str, str]) -> None:
        """Put the sentence of each fault (field → code) at its field; what has no field stands on top of the form."""
        for name, code in faults.items():
            field, words = self._fields.get(name), self.SENTENCE(code)
            if field is None:
                self.form_errors.append(words)
            else:
                field.errors = [*field.errors, words]


class GuardedForm(ResidentForm):
    """A public form with its token and a field that no person sees."""

    form_token = HiddenField()
    website = StringField(_l("Xin để trống ô này"))

    @property
    def trapped(self) -> bool:
        """Whether the field that no person sees was filled in."""
        return bool(self.website.data)


class PhotosField(MultipleFileField):
    """Several photos. ``good`` holds those that can be taken; every other one leaves its sentence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.good: list[FileStorage] = []

    def pre_validate(self, form: FlaskForm) -> None:
        """Look at size and first bytes of each file and at their number. Raises ValidationError with what is wrong."""
        faults = []
        for number, upload in enumerate(self.data or (), start=1):
            code = photo_fault(upload)
            if code:
                faults.append(_refused(number, upload.filename or "", "photo_only" if code == "photo_type" else code))
            else:
                self.good.append(upload)
        if faults:
            faults.append(_("Tệp nêu trên đã được bỏ ra: hãy chọn ảnh khác, hoặc cứ gửi đi không kèm tệp ấy."))
        room = max(0, MAX_FILES - form.photos_kept)
        if len(self.good) > room:
            self.good = self.good[:room]
            faults.append(sentence("photo_many"))
        if faults:
            raise ValidationError(" ".join(faults))


def _refused(number: int, filename: str, code: str) -> str:
    """Return which file cannot be taken, by the name it has on the phone, and why."""
    name = clean_line(filename)
    shown = f"{name[:NAME_SHOWN]}…" if len(name) > NAME_SHOWN else name
    return _("Ảnh %(number)s, tệp “%(name)s”: %(what)s", number=number, name=shown, what=sentence(code))


class VoiceField(FileField):
    """One voice note. ``good`` is the recording when it can be taken, else None and its sentence stands at the field."""

    good: FileStorage | None = None

    def pre_validate(self, form: FlaskForm) -> None:
        """Look at size, container, codec and length. Raises ValidationError with what is wrong."""
        upload = self.data
        if not isinstance(upload, FileStorage) or not upload.filename:
            return
        try:
            check_voice(upload.stream.read(VOICE_BYTES + 1))
        except BadInput as problem:
            raise ValidationError(sentence(next(iter(problem.errors.values())))) from None
        finally:
            upload.stream.seek(0, SEEK_SET)
        self.good = upload

    @property
    def stream(self) -> BinaryIO | None:
        """The recording's bytes, from their beginning, or None."""
        return self.good.stream if self.good is not None else None


def photo_fault(upload: FileStorage) -> str:
    """Return the code of what is wrong with an uploaded photo, or "". The stream stands at its beginning afterwards."""
    stream = upload.stream
    size = stream.seek(0, SEEK_END)
    stream.seek(0, SEEK_SET)
    if size > MAX_BYTES:
        return "photo_large"
    try:
        check_head(stream.read(HEAD_BYTES), documents=False)
    except BadInput as problem:
        return next(iter(problem.errors.values()))
    finally:
        stream.seek(0, SEEK_SET)
    return ""


class SendForm(GuardedForm):
    """A petition or reflection as a resident types it; field names are those of feedback.rules.NewCase."""

    files_coming = HiddenField()
    story = TextAreaField(
        _l("Chuyện gì, ở đâu, từ bao giờ?"),
        description=_l("Viết như đang kể. Nếu biết, ghi thêm: đã báo ai chưa, mong xã làm gì."),
    )
    kind = RadioField(_l("Đây là"), default=CaseKind.REFLECTION.value, invalid_choice_message=SENTENCES["kind_unknown"])
    own_right = BooleanField(
        _l("Một cơ quan đã ra giấy tờ, hoặc làm hay từ chối việc gì ảnh hưởng đến quyền của chính tôi, và tôi muốn xem xét lại"),
        description=_l(
            "Đó là khiếu nại. Ghi rõ giấy tờ nào, số, ngày, ngày tôi biết (trong 90 ngày). Đơn phải có chữ ký: sau khi gửi, in "
            "mẫu đã điền sẵn, ký rồi mang đến xã (Luật Khiếu nại 2011, Điều 8, 9)."
        ),
    )
    accuses = BooleanField(
        _l("Tôi nói một người cụ thể đã vi phạm pháp luật và cần bị xử lý"),
        description=_l("Đó là tố cáo. Tố cáo không gửi qua trang này, để giữ bí mật cho người tố cáo."),
    )
    field_id = SelectField(_l("Thuộc việc gì?"), default="", invalid_choice_message=SENTENCES["field_unknown"])
    village_id = SelectField(_l("Ở thôn nào?"), default="", invalid_choice_message=SENTENCES["village_unknown"])
    place = StringField(_l("Chỗ nào trong thôn?"), description=_l("Ví dụ: đoạn đường trước nhà văn hóa, cạnh cây đa."))
    lat = HiddenField()
    lon = HiddenField()
    accuracy = HiddenField()
    photos = PhotosField(
        _l("Ảnh chụp tại chỗ"),
        description=_l("Nhiều nhất 5 ảnh, mỗi ảnh dưới 10 MB. Vị trí và tên máy ghi trong ảnh được xóa trước khi cho ai xem."),
    )
    voice = VoiceField(
        _l("Ngại viết thì nói"),
        description=_l("Ghi âm nhiều nhất 60 giây. Chỉ cán bộ xử lý nghe được; không công khai."),
    )
    drop = StringField()
    name = StringField(_l("Họ và tên"))
    phone = StringField(_l("Số điện thoại"), description=_l("10 số, ví dụ 0912 345 678. Chỉ dùng để liên hệ về việc này."))
    email = StringField(_l("Thư điện tử"), description=_l("Nếu ghi, thư báo tin sẽ gửi tới đây."))
    messages = BooleanField(
        _l("Nhắn tin cho số này khi có tin mới"),
        description=_l(
            "Chỉ số di động. Tin nhắn qua nhà mạng, chỉ nói có tin mới và cách tra cứu; không ghi tên, không ghi việc gì. "
            "Đổi ý lúc nào cũng được ở trang tra cứu."
        ),
    )
    hide_name = BooleanField(_l("Không công khai tên tôi"), default=True)
    anonymous = BooleanField(
        _l("Không ghi tên"),
        description=_l("Chỉ cho phản ánh. Xã coi là thông tin tham khảo: không có thời hạn theo luật và không trả lời riêng."),
    )
    not_denunciation = BooleanField(_l("Không phải tố cáo: tôi báo một việc để xã xử lý"))

    def __init__(
        self, *, field_items: Sequence[FieldItem], village_items: Sequence[VillageItem], locale: str, anonymous_allowed: bool,
        photos_kept: int = 0, **options: Any,
    ) -> None:  # fmt: skip
        """``photos_kept``: photos of this letter that an earlier try has left on the server."""
        super().__init__(**options)
        self.locale, self.anonymous_allowed, self.photos_kept = locale, anonymous_allowed, photos_kept
        self.kind.choices = words({kind: KINDS[kind] for kind in KINDS_IN_ORDER})
        self.field_id.choices = rows(field_items, locale=locale, empty=_("Chưa rõ, cán bộ chọn giúp"))
        self.village_id.choices = villages(village_items, empty=_("Chọn thôn"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the letter can be taken; every fault of every field is told at once."""
        well_formed = super().validate(extra_validators)
        faults = faults_of(cleaned(self.letter()), anonymous_allowed=self.anonymous_allowed)
        if self.own_right.data and "anonymous" in faults:
            faults["anonymous"] = "own_right_anonymous"  # the chosen kind stands there yet, so the box that changes it is named
        self.blame({name: code for name, code in faults.items() if not self.errors_at(name)})
        return well_formed and not faults

    def errors_at(self, name: str) -> Sequence[str]:
        """Return the sentences that stand at a field already."""
        return self._fields[name].errors if name in self._fields else ()

    def letter(self) -> NewCase:
        """Return what was typed as the command takes it. A position that is no position is left out: it is optional."""
        lat, lon = degrees(self.lat.data), degrees(self.lon.data)
        known = {kind.value for kind in CaseKind}
        chosen = CaseKind(self.kind.data) if self.kind.data in known else CaseKind.OTHER
        return NewCase(
            kind=CaseKind.COMPLAINT if self.own_right.data else chosen, story=self.story.data or "",
            field_id=row_id(self.field_id.data), village_id=row_id(self.village_id.data), place=self.place.data or "",
            lat=lat if lon is not None else None, lon=lon if lat is not None else None, accuracy=metres(self.accuracy.data),
            name=self.name.data or "", phone=self.phone.data or "", email=self.email.data or "", hide_name=self.hide_name.data,
            anonymous=self.anonymous.data, locale=self.locale, messages=self.messages.data,
        )  # fmt: skip

    @property
    def coming(self) -> int:
        """How many files the sender's phone will send afterwards, in pieces."""
        return row_id(self.files_coming.data) or 0

    @property
    def reads_as_one(self) -> bool:
        """Whether the words read as a denunciation and the sender has not said otherwise."""
        return not self.not_denunciation.data and reads_as_denunciation(self.story.data or "")

    @property
    def denounces(self) -> bool:
        """Whether the sender says that it is a denunciation, or the words read as one."""
        return bool(self.accuses.data) or self.reads_as_one

    @property
    def has_files(self) -> bool:
        """Whether photos or a voice note came along, now or with an earlier try."""
        return bool(self.photos.good or self.voice.good or self.photos_kept)


class FindForm(ResidentForm):
    """Code with the secret words, or with the phone of the letter."""

    code = StringField(_l("Mã đơn"), description=_l("Ghi trên biên nhận, ví dụ 7K3MP-9QXTR."))
    secret = StringField(_l("Từ bí mật"), description=_l("Bốn từ ghi dưới mã đơn; không dấu cũng được."))
    phone = StringField(_l("Số điện thoại đã ghi trong đơn"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether something can be looked up at all."""
        good = super().validate(extra_validators)
        good = self.names_a_code() and good
        if not clean_line(self.secret.data or "") and not clean_line(self.phone.data or ""):
            self.secret.errors = [_("Hãy ghi bốn từ bí mật, hoặc số điện thoại đã ghi trong đơn ở bên dưới.")]
            good = False
        return good

    def names_a_code(self) -> bool:
        """Return whether a code stands in its field; if not, the field says how one looks."""
        if clean_code(self.code.data or ""):
            return True
        self.code.errors = [_("Mã đơn gồm 10 chữ và số, ví dụ 7K3MP-9QXTR. Hãy xem lại trên biên nhận.")]
        return False


class AddForm(ResidentForm):
    """More words and photos for a letter that was sent; ``question_id`` when they answer the office's question."""

    question_id = HiddenField()
    text = TextAreaField(_l("Nội dung"))
    photos = PhotosField(_l("Ảnh"), description=_l("Nhiều nhất 5 ảnh, mỗi ảnh dưới 10 MB."))
    photos_kept = 0

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether there is something to add."""
        good = super().validate(extra_validators)
        if len(clean_text(self.text.data or "")) < 2:
            self.text.errors = [sentence("text_missing")]
            return False
        return good


class RateForm(ResidentForm):
    """The sender's word on an answer."""

    rating = StringField()
    reason = TextAreaField(_l("Điều gì chưa được?"))

    @property
    def satisfied(self) -> bool:
        """Whether the answer is enough."""
        return self.rating.data == "satisfied"

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether one of the two buttons was pressed, with a reason where one is needed."""
        good = super().validate(extra_validators) and self.rating.data in ("satisfied", "not_satisfied")
        if good and not self.satisfied and len(clean_text(self.reason.data or "")) < 5:
            self.reason.errors = [_("Hãy ghi điều còn thiếu, để xã biết phải làm gì tiếp.")]
            return False
        return good


def degrees(typed: str | None) -> float | None:
    """Return a coordinate in degrees, or None when it is none."""
    try:
        value = float(typed or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= 180 else None


def metres(typed: str | None) -> int | None:
    """Return how many metres a place may be wrong, or None when nobody says it in whole metres up to a hundred kilometres."""
    text = (typed or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def row_id(typed: object) -> int | None:
    """Return the id in a choice, or None for no choice and for nonsense."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
