"""The map library is the one its makers published, or nothing is served; tiles open the policy for one server only."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.assets import build, content_hash
from core.config import from_mapping
from core.errors import Misconfigured
from core.security import POLICY, policy_with_tiles
from core.vendored import FILES, checked, leaflet

SECRETS = {"SECRET_KEY": "x" * 40, "DATA_KEYS": "key"}
EMPTY = {"leer": ("leer.js", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")}


def test_the_installed_library_is_leaflet_1_9_4_byte_for_byte():
    files = leaflet()
    assert set(files) == {"vendor/leaflet.js", "vendor/leaflet.css"} == set(FILES)
    assert "Leaflet 1.9.4" in files["vendor/leaflet.js"].read_text(encoding="utf-8")[:200]


@pytest.mark.parametrize("content", [b"x", None], ids=["changed", "missing"])
def test_another_file_is_never_served(tmp_path: Path, content: bytes | None):
    if content is not None:
        (tmp_path / "leer.js").write_bytes(content)
    with pytest.raises(Misconfigured, match=r"leer\.js of the map library is missing or changed"):
        checked(tmp_path, EMPTY)
    (tmp_path / "leer.js").write_bytes(b"")
    assert checked(tmp_path, EMPTY) == {"leer": tmp_path / "leer.js"}


def test_library_is_served_among_our_own_files_and_changes_their_hash(tmp_path: Path):
    own, library = tmp_path / "static", tmp_path / "karte.js"
    own.mkdir()
    (own / "a.css").write_text("a {}")
    library.write_text("L = 1;")
    name = build(own, tmp_path / "built", {"vendor/karte.js": library})
    served = tmp_path / "built" / name / "vendor"
    assert sorted(path.name for path in served.iterdir()) == ["karte.js", "karte.js.br", "karte.js.gz"]
    library.write_text("L = 2;")
    assert name not in (content_hash(own), content_hash(own, {"vendor/karte.js": library}))


@pytest.mark.parametrize(
    ("address", "policy"),
    [
        ("", "img-src 'self' data:;"),
        ("/nen/{z}/{x}/{y}.png", "img-src 'self' data:;"),
        ("https://tiles.example.vn/{z}/{x}/{y}.png?a=b", "img-src 'self' data: https://tiles.example.vn;"),
        ("http://10.0.0.5:8080/osm/{z}/{x}/{y}.png", "img-src 'self' data: http://10.0.0.5:8080;"),
    ],
)
def test_policy_lets_images_come_from_the_tile_server_alone(address: str, policy: str):
    settings = from_mapping({**SECRETS, "TILES_URL": address})
    assert policy in policy_with_tiles(settings.tiles_url)
    assert policy_with_tiles(settings.tiles_url).replace(policy, "img-src 'self' data:;") == POLICY


@pytest.mark.parametrize(
    "address",
    [
        "https://tiles.example.vn/{z}/{x}.png", "tiles.example.vn/{z}/{x}/{y}.png", "javascript:alert(1)//{z}{x}{y}",
        "https://a.vn; script-src *//{z}/{x}/{y}.png", "//tiles.example.vn/{z}/{x}/{y}.png", "https://{s}.a.vn/{z}/{x}/{y}.png",
        "https://a.vn/{z}/{x}/{y}.png\nX: y", 'https://a.vn/{z}/{x}/{y}.png"onload="x',
    ],
)  # fmt: skip
def test_address_that_is_no_tile_server_is_refused_at_the_start(address: str):
    with pytest.raises(Misconfigured, match="TILES_URL must be the address of a tile server"):
        from_mapping({**SECRETS, "TILES_URL": address})
