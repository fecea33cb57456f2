"""Applications share the list of the run's static files, and that of no other folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from whitenoise import WhiteNoise

from tests.infra import run_folder


def served(root: Path, **more: Any) -> WhiteNoise:
    """Return what serves a folder at /static/."""
    noise = WhiteNoise(lambda *_: [], **more)
    noise.add_files(str(root), prefix="static/")
    return noise


def test_files_of_the_run_are_looked_at_once_and_under_their_lasting_name(tmp_path: Path):
    instance = run_folder.with_static(tmp_path / "instance")
    folder = run_folder.static() / f"shared-{tmp_path.name}"
    folder.mkdir()
    (folder / "app.css").write_text("p {}", encoding="utf-8")
    first, second = (served(instance / "static" / folder.name) for _ in range(2))
    assert list(first.files) == ["/static/app.css"]
    assert first.files["/static/app.css"] is second.files["/static/app.css"]
    assert first.files is not second.files
    (tmp_path / "instance" / "static").unlink()
    answer = second.files["/static/app.css"].get_response("GET", {})
    assert answer.file.read() == b"p {}"
    answer.file.close()


def test_files_of_another_folder_are_looked_at_anew(tmp_path: Path):
    (tmp_path / "app.css").write_text("p {}", encoding="utf-8")
    first = served(tmp_path)
    (tmp_path / "more.css").write_text("a {}", encoding="utf-8")
    assert list(first.files) == ["/static/app.css"]
    assert sorted(served(tmp_path).files) == ["/static/app.css", "/static/more.css"]
