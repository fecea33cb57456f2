"""Photos as a phone takes them: with the position, the phone and the owner written into the file."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageDraw, ImageOps

LATITUDE, LONGITUDE = 21.658731, 106.472194
TRACES = (b"Exif", b"GPS", b"Xiaomi", "Xoóng".encode(), b"Adobe", b"http://ns.adobe.com", b"JFXX", b"<script")
"""What must not be left in a photo that anybody may see."""
HARMLESS = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression", "dpi"}


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file on somebody's phone, as the browser is told of it."""

    name: str
    content: bytes
    mime: str = "image/jpeg"

    def chosen(self) -> dict[str, str | bytes]:
        """Return what playwright's set_input_files takes."""
        return {"name": self.name, "mimeType": self.mime, "buffer": self.content}


def degrees(value: float) -> tuple[float, float, float]:
    """Return degrees, minutes and seconds."""
    whole, rest = divmod(value * 3600, 3600)
    return (whole, *divmod(rest, 60))


def drawn(*, colour: str, width: int = 900, height: int = 600) -> Image.Image:
    """Return a picture in which something is to be seen."""
    picture = Image.new("RGB", (width, height), colour)
    pen = ImageDraw.Draw(picture)
    for step in range(0, width, 30):
        pen.line((step, 0, width - step, height), fill=(step % 256, 120, 255 - step % 256), width=4)
    return picture


def phone_photo(*, owner: str, name: str = "IMG_Lang_Thi_Xoong.jpg", colour: str = "#8a5a2b") -> Upload:
    """Return a JPEG with position, maker, owner and a comment in it, as small as a script leaves it alone."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Xiaomi"
    exif[ExifTags.Base.Artist] = owner
    exif[ExifTags.Base.ImageDescription] = f"Cau tran, {owner}"
    exif[ExifTags.Base.Orientation] = 1
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: degrees(LATITUDE),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: degrees(LONGITUDE),
    }
    stream = io.BytesIO()
    drawn(colour=colour).save(stream, "JPEG", quality=35, exif=exif, comment=f"cua {owner}".encode())
    content = stream.getvalue()  # what is to be removed is really there:
    found = Image.open(io.BytesIO(content)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert [round(float(part), 3) for part in found[ExifTags.GPS.GPSLatitude]] == [21.0, 39.0, 31.432]
    assert b"Xiaomi" in content
    assert owner.encode() in content
    return Upload(name=name, content=content)


def plain_photo(*, colour: str = "#2b8a5a", name: str = "da-lam-xong.jpg") -> Upload:
    """Return a JPEG without any trace."""
    stream = io.BytesIO()
    ImageOps.expand(drawn(colour=colour), border=8, fill="white").save(stream, "JPEG", quality=80)
    return Upload(name=name, content=stream.getvalue())


def heic_photo() -> Upload:
    """Return the first bytes of an iPhone's HEIC file."""
    head = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
    return Upload(name="IMG_0001.HEIC", content=head.ljust(4000, b"\x00"), mime="image/heic")


def traces_in(photo: bytes) -> list[str]:
    """Return what a photo still tells about phone, owner or place."""
    picture = Image.open(io.BytesIO(photo))
    told = [trace.decode() for trace in TRACES if trace in photo]
    told += [f"info:{key}" for key in picture.info if key not in HARMLESS]
    return told + [f"exif:{tag}" for tag in picture.getexif()]
