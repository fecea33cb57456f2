"""What is packed for a key is opened by it alone, whole or not at all, and never held whole in memory."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pyrage
import pytest

from core import encrypted_copies
from core.config import Settings
from core.encrypted_copies import identities, opened, pack, recipients
from core.errors import NoBackup
from tests.house import tree

KEY, OTHER = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
PUBLIC = str(KEY.to_public())
PHOTO = os.urandom(200_000)
FILES = {"database": b"row " * 1000, "files/ab/photo": PHOTO, "files/empty": b"", "manifest.json": "Cầu".encode()}


def add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def packed(path: Path) -> Path:
    def fill(archive: tarfile.TarFile) -> None:
        for name, content in FILES.items():
            add(archive, name, content)

    pack(path, recipients((PUBLIC,)), fill)
    return path


def read(path: Path, *keys: pyrage.x25519.Identity) -> dict[str, bytes]:
    with opened(path, list(keys)) as members:
        return {name: stream.read() for name, stream in members}


def refusal(path: Path, key: pyrage.x25519.Identity = KEY) -> str:
    with pytest.raises(NoBackup) as no:
        read(path, key)
    return no.value.sentence


def test_what_was_packed_comes_out_as_it_was(tmp_path: Path):
    copy = packed(tmp_path / "a.age")
    assert read(copy, OTHER, KEY) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["a.age"]
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [word for word in (b"row row", b"files/ab", b"manifest", PHOTO[500:540]) if word in copy.read_bytes()] == []


def test_age_and_tar_open_it_without_this_product(tmp_path: Path):
    plain = pyrage.decrypt(packed(tmp_path / "a.age").read_bytes(), [KEY])
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        assert archive.getnames() == list(FILES)


def test_another_key_opens_nothing(tmp_path: Path):
    assert refusal(packed(tmp_path / "a.age"), OTHER).startswith("None of these keys opens")


def test_one_changed_byte_anywhere_is_noticed(tmp_path: Path):
    copy = packed(tmp_path / "a.age")
    whole = copy.read_bytes()
    for at in (*range(0, 400, 7), *range(400, len(whole), 9_973), len(whole) - 1):
        copy.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert "damaged" in refusal(copy)


def test_an_end_that_is_missing_and_one_that_was_added_are_noticed(tmp_path: Path):
    copy = packed(tmp_path / "a.age")
    whole = copy.read_bytes()
    for changed in (whole[:-1], whole[:-16], whole[:-65_552], whole[:70_000], whole[:200], b"", whole + b"more", whole + whole):
        copy.write_bytes(changed)
        assert "damaged" in refusal(copy)


def test_whoever_reads_only_a_part_hears_of_damage_behind_it(tmp_path: Path):
    copy = packed(tmp_path / "a.age")
    copy.write_bytes(copy.read_bytes()[:-1])
    with pytest.raises(NoBackup), opened(copy, [KEY]) as members:
        assert next(members)[0] == "database"


@pytest.mark.parametrize("name", ["../outside", "files/../../outside", "/outside", "link"])
def test_who_knows_the_public_key_leads_nothing_out_of_the_copy(tmp_path: Path, name: str):
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        if name == "link":
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc"
            archive.addfile(entry)
        else:
            add(archive, name, b"x")
    forged = tmp_path / "forged.age"
    forged.write_bytes(pyrage.encrypt(plain.getvalue(), [KEY.to_public()]))
    assert refusal(forged) == "This archive was not made by flask backup create; nothing was changed."


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (f"{KEY}"[:-1], "holds a key of age that is not whole"), (PUBLIC, "holds no secret key of age"),
        ("", "holds no secret key of age"), ("\x00\xff khóa", "holds no secret key of age"),
        ("age-encryption.org/v1\n-> scrypt", "is locked with a passphrase"),
        ("-----BEGIN AGE ENCRYPTED FILE-----", "is locked with a passphrase"),
    ],
    ids=["cut", "public", "empty", "bytes", "locked", "locked text"],
)  # fmt: skip
def test_a_file_without_a_usable_key_is_told_and_none_of_it_repeated(tmp_path: Path, held: str, reason: str):
    file = tmp_path / "key.txt"
    file.write_text(held, encoding="utf-8")
    with pytest.raises(NoBackup) as no:
        identities(file)
    assert (reason in no.value.sentence, f"{KEY}"[20:40] in no.value.sentence) == (True, False)


def test_keys_are_read_as_age_keygen_writes_them(tmp_path: Path):
    file = tmp_path / "key.txt"
    file.write_text(f"# created: 2026-11-27\n# public key: {PUBLIC}\n{KEY}\r\n\n  {OTHER}\n", encoding="ascii")
    assert [str(key) for key in identities(file)] == [str(KEY), str(OTHER)]


@pytest.mark.parametrize(
    "word", [str(KEY), PUBLIC[:-1] + ("q" if PUBLIC[-1] != "q" else "p"), "age1"], ids=["secret", "typo", "cut"]
)
def test_a_recipient_that_is_none_is_told_by_its_beginning(word: str):
    with pytest.raises(NoBackup) as no:
        recipients((PUBLIC, word))
    assert ("is no public key of age" in no.value.sentence, word[13:30] in no.value.sentence and len(word) > 13) == (True, False)


def test_recipients_are_words_between_commas():
    assert Settings(backup_recipients=f" {PUBLIC} ,{OTHER.to_public()},").recipients == (PUBLIC, str(OTHER.to_public()))
    assert Settings().recipients == ()


def test_what_breaks_off_leaves_nothing(tmp_path: Path):
    def fill(archive: tarfile.TarFile) -> None:
        add(archive, "files/a", PHOTO)
        raise NoBackup("pg_dump says: no.")

    with pytest.raises(NoBackup):
        pack(tmp_path / "a.age", recipients((PUBLIC,)), fill)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_an_error_of_the_copy_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_self: object, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    class Full(encrypted_copies._Minded):
        def __init__(self, stream: object) -> None:
            super().__init__(type("Stream", (), {"write": full, "flush": lambda _self: None})())

    monkeypatch.setattr(encrypted_copies, "_Minded", Full)
    with pytest.raises(OSError, match="No space left") as no:
        packed(tmp_path / "a.age")
    assert (no.value.filename, list(tmp_path.iterdir())) == (str(tmp_path / "a.age"), [])


def test_memory_holds_a_block_of_it_at_a_time(tmp_path: Path):
    """64 megabytes are packed and opened by a process that may have little more than it had before.

    The system's word for the peak of a child (ru_maxrss) counts what its parent had; its own page does not.
    """
    code = f"""
import pathlib, tarfile
from core.encrypted_copies import identities, opened, pack, recipients
class Zeros:
    def read(self, size): return bytes(size)
def fill(archive):
    entry = tarfile.TarInfo("files/large"); entry.size = 64 * 1024**2
    archive.addfile(entry, Zeros())
place = pathlib.Path({str(tmp_path)!r})
pack(place / "a.age", recipients(({PUBLIC!r},)), fill)
with opened(place / "a.age", identities(place / "key.txt")) as members:
    for name, stream in members:
        print(name, sum(len(block) for block in iter(lambda: stream.read(65536), b"")))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) < 100 * 1024)
"""
    (tmp_path / "key.txt").write_text(str(KEY), encoding="ascii")
    done = subprocess.run([sys.executable, "-c", code], cwd=tree.ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert (done.stdout, done.stderr) == (f"files/large {64 * 1024**2}\nTrue\n", "")
