"""Photos over 2G: letters with photos through a slow line that breaks, to the server as it is shipped (proof 1 of the phone).

    .venv/bin/python -m benchmarks.slow_photos --letters 100 --browsers 4

Takes about half an hour at the real speed of the line; ``--speed 20 --letters 10`` shows in two minutes that it runs.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import func, select

from app import create_app
from benchmarks import servers
from core.attachments import Attachment
from core.extensions import db
from deadlines.clock import now_utc
from feedback.models import Case
from feedback.piece_models import PieceUpload
from feedback.services import upkeep
from tests.infra import browser
from tests.infra.piece_phone import PiecePhone
from tests.infra.ports import wait_for_answer
from tests.infra.slow_line import Line, Shape, SlowLines, slow_lines

COMMUNE = "accounts/data/van_linh.toml"
PATIENCE_SECONDS = 3 * 3600
CAMERA = (4000, 3000)


@dataclass(kw_only=True)
class Sent:
    """What one phone did: its code, the hashes of its photos, their bytes, and how long text and all took."""

    line: Line
    kind: str
    code: str = ""
    hashes: list[str] = field(default_factory=list)
    complete: int = 0
    bytes: int = 0
    text_seconds: float = 0.0
    seconds: float = 0.0
    trouble: str = ""


def photo_of(size: int) -> bytes:
    """Return a real photo of at least ``size`` bytes."""
    side = int((size / 0.72) ** 0.5)
    noise = hashlib.shake_128(b"photo").digest(side * side)
    while True:
        stream = BytesIO()
        Image.frombytes("L", (side, side), noise[: side * side]).save(stream, "JPEG", quality=80)
        if len(stream.getvalue()) >= size or side < 32:
            return stream.getvalue()[:-2]
        side = int(side * 1.02)
        noise = hashlib.shake_128(b"photo").digest(side * side)


def numbered(photo: bytes, size: int, number: int) -> bytes:
    """Return the photo at exactly ``size`` bytes, unlike every other: a comment of its own stands at its end."""
    tail = hashlib.shake_128(f"tail {number}".encode()).digest(64)
    return (photo + b"\xff\xd9" + tail).ljust(size, b"\0")[: max(size, len(photo) + 66)]


# ------------------------------------------------------------------ phones


def python_phone(sent: Sent, number: int, plan: argparse.Namespace, photo: bytes) -> None:
    """Send one letter by the algorithm of the page's script."""
    phone = PiecePhone(port=sent.line.port, address=f"10.1.{number // 250}.{number % 250 + 1}", speed=plan.speed, seed=number)
    began = time.monotonic()
    phone.send_text(f"Đường vào thôn sạt lở sau mưa, ảnh gửi sau. Thư số {number}.", files=plan.photos)
    sent.code, sent.text_seconds = phone.code, phone.seconds_to_text
    for index in range(plan.photos):
        content = numbered(photo, plan.bytes, number * 10 + index)
        sent.hashes.append(hashlib.sha256(content).hexdigest())
        sent.bytes += len(content)
        phone.send_file(content, number=index)
        sent.complete += 1
    sent.seconds = time.monotonic() - began


BROWSER_LETTER = """
async ({story, files}) => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const form = new FormData(document.querySelector("form[data-steps]"));
  form.set("story", story); form.set("name", "Nguyễn Văn An"); form.set("phone", "0912345678");
  form.set("files_coming", files); form.delete("photos"); form.delete("voice");
  const payload = form.get("form_token").split(".")[0].replace(/-/g, "+").replace(/_/g, "/");
  window.key = JSON.parse(atob(payload));
  for (let pause = 500; ; pause = Math.min(30000, pause * 2)) {
    try {
      const body = new URLSearchParams(form);
      const answer = await fetch("/gui", {method: "POST", body, headers: {Accept: "application/json"}});
      if (answer.ok) return answer.redirected ? answer.url.split("/").pop() : (await answer.json()).code;
    } catch (error) { /* the line was cut */ }
    await wait(pause * (0.5 + Math.random()));
  }
}
"""
BROWSER_PHOTO = """
async ({number, picture}) => {
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  const ready = await GanDanPhotos.prepare(new File([bytes], "IMG_0001.jpg", {type: "image/jpeg"}));
  if (ready.error) throw new Error(ready.error);
  for (;;) {
    try {
      await GanDanPieces.send({url: "/gui/tep", key: window.key, number, kind: "photo", blob: ready.blob, sha256: ready.sha256});
      return {sha256: ready.sha256, size: ready.blob.size};
    } catch (error) { if (error.code !== "no_signal") throw error; }
  }
}
"""


def browser_phones(phones: list[Sent], plan: argparse.Namespace, pictures: list[str]) -> None:
    """Send one letter from each of some real Chromium pages, photos made small by the page's script."""
    threads = [threading.Thread(target=_browser_phone, args=(sent, number, plan, pictures)) for number, sent in enumerate(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _browser_phone(sent: Sent, number: int, plan: argparse.Namespace, pictures: list[str]) -> None:
    with sync_playwright() as playwright, browser.launch(playwright) as chromium:
        context = chromium.new_context(
            base_url=f"http://127.0.0.1:{sent.line.port}", extra_http_headers={"X-Forwarded-For": f"10.9.0.{number + 1}"}
        )
        page = context.new_page()
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        try:
            _one_browser_letter(page, sent, number, plan, pictures)
        except Exception as trouble:  # noqa: BLE001 - what went wrong belongs into the report
            sent.trouble = f"{type(trouble).__name__}: {str(trouble)[:200]}"


def _one_browser_letter(page: Page, sent: Sent, number: int, plan: argparse.Namespace, pictures: list[str]) -> None:
    began = time.monotonic()
    while True:
        try:
            page.goto("/gui", wait_until="load", timeout=90_000)
            if page.evaluate("Boolean(window.GanDanPieces && window.GanDanPhotos)"):
                break
        except Exception:  # noqa: BLE001 - the line was cut while the page loaded; a person reloads
            pass
        time.sleep(1 / plan.speed)
    sent.code = page.evaluate(
        BROWSER_LETTER, {"story": f"Cầu tràn ngập, ảnh gửi sau. Máy số {number}.", "files": str(plan.photos)}
    )
    sent.text_seconds = time.monotonic() - began
    for index in range(plan.photos):
        done = page.evaluate(BROWSER_PHOTO, {"number": index, "picture": pictures[index % len(pictures)]})
        sent.hashes.append(done["sha256"])
        sent.bytes += done["size"]
        sent.complete += 1
    sent.seconds = time.monotonic() - began


def camera_pictures(count: int) -> Iterator[str]:
    """Yield photos as a phone's camera takes them, in base64."""
    from base64 import b64encode  # noqa: PLC0415 - used here alone

    for number in range(count):
        small = Image.frombytes("RGB", (500, 375), hashlib.shake_128(f"camera {number}".encode()).digest(500 * 375 * 3))
        stream = BytesIO()
        small.resize(CAMERA, Image.Resampling.NEAREST).save(stream, "JPEG", quality=85)
        yield b64encode(stream.getvalue()).decode()


# ------------------------------------------------------------------ the run


def run(plan: argparse.Namespace, folder: Path) -> int:
    """Do it and say what came of it; returns the exit code."""
    env = {
        **servers.environment(folder, f"sqlite:///{folder / 'gandan.sqlite3'}"), "RATE_LIMITS": "on", "TRUSTED_PROXIES": "1",
        "FORM_MIN_SECONDS": "0" if plan.speed > 1 else "3", "LOG_LEVEL": "WARNING",
    }  # fmt: skip
    for command in (("db", "upgrade"), ("deadline", "load"), ("commune", "load", COMMUNE)):
        servers.flask(*command, env=env)
    port = servers.free_port()
    gunicorn = (sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py")
    shape = Shape(bits=plan.bits, delay=plan.delay, cut_every=plan.cut, speed=plan.speed)
    with ExitStack() as stack:
        stack.enter_context(servers.Server(*gunicorn, env={**env, "PORT": str(port), "HOST": "127.0.0.1"}))
        wait_for_answer(port, "/readyz", seconds=300)
        stack.enter_context(servers.Server(sys.executable, "-m", "flask", "jobs", "run", env=env))
        lines = stack.enter_context(slow_lines(port, shape))
        phones = send_everything(plan, lines)
    return report(plan, phones, env)


def send_everything(plan: argparse.Namespace, lines: SlowLines) -> list[Sent]:
    """Let every phone send its letter at the same time; return what they did."""
    photo = photo_of(plan.bytes - 200)
    in_python = [Sent(line=lines.new_line(), kind="python") for _ in range(plan.letters - plan.browsers)]
    in_browser = [Sent(line=lines.new_line(), kind="browser") for _ in range(plan.browsers)]
    pictures = list(camera_pictures(plan.photos if plan.browsers else 0))
    work = [threading.Thread(target=_guarded, args=(sent, number, plan, photo)) for number, sent in enumerate(in_python)]
    work.append(threading.Thread(target=browser_phones, args=(in_browser, plan, pictures)))
    for thread in work:
        thread.daemon = True
        thread.start()
    began = time.monotonic()
    while any(thread.is_alive() for thread in work) and time.monotonic() - began < PATIENCE_SECONDS:
        time.sleep(10)
        everybody = [*in_python, *in_browser]
        print(
            f"{time.monotonic() - began:6.0f} s: {sum(bool(sent.code) for sent in everybody)} texts, "
            f"{sum(sent.complete for sent in everybody)} photos, {sum(sent.line.cuts for sent in everybody)} cuts", flush=True
        )  # fmt: skip
    return [*in_python, *in_browser]


def _guarded(sent: Sent, number: int, plan: argparse.Namespace, photo: bytes) -> None:
    try:
        python_phone(sent, number, plan, photo)
    except Exception as trouble:  # noqa: BLE001 - what went wrong belongs into the report
        sent.trouble = f"{type(trouble).__name__}: {trouble}"


# ------------------------------------------------------------------ what came of it


@dataclass(kw_only=True)
class Found:
    """What is at the server afterwards: cases by code, hashes by subject, states of photos, what the sweeps took and left."""

    cases: dict[str, int]
    hashes: dict[str, list[str]]
    states: list[str]
    begun: int
    swept: int
    orphans: int


def find(env: dict[str, str]) -> Found:
    """Look what came, and sweep as the worker does three days later."""
    app = create_app({name.lower(): value for name, value in env.items() if name in servers.ENVIRONMENT or name in OWN})
    with app.app_context():
        cases = dict(db.session.execute(select(Case.code, Case.id).execution_options(all_units=True)).tuples().all())
        rows = db.session.scalars(select(Attachment).execution_options(all_units=True)).all()
        begun = db.session.scalar(select(func.count(PieceUpload.id)).execution_options(all_units=True)) or 0
        db.session.rollback()
        later = now_utc() + timedelta(hours=73)
        swept = upkeep.sweep_pieces(later) + upkeep.sweep_orphans(later)
        known, folder = {row.public_id for row in rows}, Path(app.config["STORAGE_DIR"])
        left = [path for name in ("pieces", "incoming") for path in (folder / name).iterdir() if path.stem not in known]
    hashes: dict[str, list[str]] = {}
    for row in rows:
        hashes.setdefault(row.subject, []).append(row.sha256)
    return Found(cases=cases, hashes=hashes, states=[row.state for row in rows], begun=begun, swept=swept, orphans=len(left))


def report(plan: argparse.Namespace, phones: list[Sent], env: dict[str, str]) -> int:
    """Compare what was sent with what is there, and say it line by line."""
    found = find(env)
    equal = sum(sorted(found.hashes.get(f"case:{found.cases.get(sent.code)}", [])) == sorted(sent.hashes) for sent in phones)
    whole, texts = sum(sent.complete == plan.photos for sent in phones), sum(bool(sent.code) for sent in phones)
    ratio = sum(sent.line.up for sent in phones) / max(1, sum(sent.bytes for sent in phones))
    facts = {
        "letters": len(phones), "of them in Chromium": plan.browsers, "texts acknowledged": texts, "cases": len(found.cases),
        "letters with every photo": whole, "letters whose SHA-256 are equal": equal, "photos there": len(found.states),
        "uploads begun": found.begun,
        "photos by state": {state: found.states.count(state) for state in sorted(set(found.states))},
        "orphans after the sweep": found.orphans, "swept": found.swept, "sent / size": f"{ratio:.3f}", **measures(phones),
    }  # fmt: skip
    for name, value in facts.items():
        print(f"{name:32} {value}")
    twice = any(len(set(hashes)) < len(hashes) for hashes in found.hashes.values())
    complete = texts == len(phones) == len(found.cases) and min(whole, equal) >= 0.99 * len(phones)
    good = complete and not found.orphans and not twice and ratio <= 1.15
    print("PASSED" if good else "FAILED")
    return 0 if good else 1


def measures(phones: list[Sent]) -> dict[str, object]:
    """Return what the phones measured."""
    ratios = {kind: [sent.line.up / sent.bytes for sent in phones if sent.bytes and sent.kind == kind] for kind in KINDS}
    texts = sorted(sent.text_seconds for sent in phones if sent.code) or [0.0]
    minutes = [sent.seconds / 60 for sent in phones]
    return {
        "sent / size, worst phone": f"{max([*ratios['python'], *ratios['browser']], default=0):.3f}",
        "sent / size in Chromium": ", ".join(f"{ratio:.3f}" for ratio in ratios["browser"]),
        "bytes of photos": sum(sent.bytes for sent in phones), "bytes sent in all": sum(sent.line.up for sent in phones),
        "cuts": sum(sent.line.cuts for sent in phones), "text receipt, median s": f"{statistics.median(texts):.1f}",
        "text receipt, 95 % s": f"{texts[int(len(texts) * 0.95) - 1]:.1f}",
        "all photos, median min": f"{statistics.median(minutes):.1f}", "all photos, last min": f"{max(minutes):.1f}",
        "trouble": [sent.trouble for sent in phones if sent.trouble],
    }  # fmt: skip


KINDS = ("python", "browser")
OWN = frozenset({"INSTANCE_DIR", "DATABASE_URL"})


def main() -> int:
    """Read the plan and run it in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, kind, default in (
        ("letters", int, 100), ("browsers", int, 4), ("photos", int, 3), ("bytes", int, 1_500_000), ("bits", float, 30_000),
        ("delay", float, 0.4), ("cut", float, 20.0), ("speed", float, 1.0),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=kind, default=default)
    with tempfile.TemporaryDirectory(prefix="slow-photos-") as folder:
        return run(parser.parse_args(), Path(folder))


if __name__ == "__main__":
    sys.exit(main())
