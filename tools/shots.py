"""Pictures of every main page, to be looked at: narrow and wide, light, dark and low-vision, in four languages.

    python -m tools.shots                       # everything, into shots/ with an index.html
    python -m tools.shots --only start --quick  # one page, phone and desktop in light only
    python -m tools.shots --picture             # the picture of the README, anew

The demo network of CHYTALNIA_DATA is used when it is there; otherwise one is made in a folder that goes afterwards.
"""

from __future__ import annotations

import argparse
import contextlib
import html
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "shots"
PICTURE = ROOT / "docs" / "pictures" / "chytalnia.jpg"
WIDTHS = {"phone": 390, "desktop": 1440}
#: What one looks at is the top of a page; a list of a thousand rows need not be a picture of a thousand rows.
TALLEST = 4000
LOOKS = {"light": "theme=light", "dark": "theme=dark", "low": "vision=black&size=15"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class CannotShootError(Exception):
    """Pictures cannot be made here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A page to be drawn. `staff` names who sees it; the desk has its own look, so only width and language vary there."""

    name: str
    path: str
    staff: str = ""


@dataclass(frozen=True, slots=True)
class Pose:
    language: str
    look: str
    width: str

    @property
    def name(self) -> str:
        return f"{self.language}-{self.look}-{self.width}"


POSES = (
    *(Pose("uk", look, width) for look in ("light", "dark") for width in WIDTHS),
    Pose("uk", "low", "phone"),
    Pose("ru", "light", "phone"),
    Pose("kk", "light", "phone"),
    Pose("en", "light", "desktop"),
)
DESK_POSES = (Pose("uk", "light", "phone"), Pose("uk", "light", "desktop"), Pose("en", "light", "desktop"))
QUICK = tuple(Pose("uk", "light", width) for width in WIDTHS)


def chromium() -> str:
    """The browser: CHROMIUM names it, or it is found on the path."""
    for name in filter(None, (os.environ.get("CHROMIUM"), *BROWSERS)):
        if found := shutil.which(name):
            return found
    raise CannotShootError("There is no Chromium here. Install it (apt install chromium) or name it in CHROMIUM.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def chytalnia(*words: str) -> list[str]:
    return [sys.executable, "-m", "chytalnia.cli", *words]


@contextlib.contextmanager
def demo_data() -> Iterator[dict[str, str]]:
    """The environment of a process that sees the demo network: that of CHYTALNIA_DATA, or a fresh one."""
    given = {"CHYTALNIA_DATA": str(ROOT / "var"), **os.environ, "PYTHONPATH": str(ROOT), "CHYTALNIA_LOG": "WARNING"}
    has_library = (Path(given["CHYTALNIA_DATA"]) / "chytalnia.sqlite3").exists() or "DATABASE_URL" in given
    if has_library:
        ours = subprocess.run(chytalnia("demo"), check=False, env=given, cwd=ROOT, stdout=subprocess.DEVNULL)
        if ours.returncode == 0:
            yield given
            return
    given.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="chytalnia-shots-") as folder:
        fresh = {**given, "CHYTALNIA_DATA": folder}
        print("Making a small demo network …", flush=True)
        subprocess.run(chytalnia("demo", "--small"), env=fresh, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield fresh


@contextlib.contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    """The library, open on a free port."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = chytalnia("serve", "--port", str(port), "--no-worker")
    server = subprocess.Popen(command, env={**environment, "CHYTALNIA_URL": url}, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_for(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _attempt in range(240):
        if server.poll() is not None:
            raise CannotShootError("The server ended before it answered; its message stands above.")
        try:
            urllib.request.urlopen(url + "/robots.txt", timeout=5)  # noqa: S310 - our own address
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise CannotShootError("The server did not answer within two minutes.")


_SUBJECTS = """
import django; django.setup()
import json
from chytalnia.demo.people import PASSWORD
from tools import subjects
print(json.dumps({"password": PASSWORD, "pages": subjects.found()}))
"""


def subjects(environment: dict[str, str]) -> tuple[list[Subject], str]:
    """The pages, and the password of the demo; asked in a process of its own, for they hang on what the database holds."""
    environment = {"DJANGO_SETTINGS_MODULE": "chytalnia.config.settings", **environment}
    answer = subprocess.run(
        [sys.executable, "-c", _SUBJECTS], env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    told = json.loads(answer.stdout)
    return [Subject(*row) for row in told["pages"]], told["password"]


@dataclass(slots=True)
class Studio:
    """The browser before an open library. Each member of staff signs in once; the look of pages is a cookie."""

    browser: Browser
    url: str
    password: str
    sessions: dict[str, Any] = field(default_factory=dict)

    def context(self, *, staff: str, width: int, look: str, height: int = 900) -> BrowserContext:
        if staff and staff not in self.sessions:
            self.sessions[staff] = self._sign_in(staff)
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            storage_state=self.sessions.get(staff) if staff else None,
        )
        context.add_cookies([{"name": "look", "value": LOOKS[look], "url": self.url}])
        # One browser opens pages of every language: none is to be offered in another.
        context.add_init_script("localStorage.setItem('language', 'off')")
        return context

    def _sign_in(self, username: str) -> Any:
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(self.url + "/en/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", self.password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda address: "login" not in address)
        state = context.storage_state()
        context.close()
        return state


def speak(page: Page, url: str, language: str) -> None:
    """The desk speaks the language of the account and of the browser's cookie."""
    page.context.add_cookies([{"name": "django_language", "value": language, "url": url}])
    page.set_extra_http_headers({"Accept-Language": language})


def _draw(page: Page, target: Path, width: int) -> str:
    """Draw what is open; returns what is wrong with its width, or nothing."""
    page.wait_for_load_state("networkidle")
    inner, height = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    page.screenshot(
        path=target, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}, type="png"
    )
    return f"{inner} px wide on {width}" if inner > width else ""


def _listen(page: Page, said: list[str]) -> None:
    """Note what the page's scripts complain of."""

    def note(line: ConsoleMessage) -> None:
        if line.type == "error":
            said.append(line.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))


def shoot(studio: Studio, subject: Subject, poses: tuple[Pose, ...], into: Path) -> list[str]:
    """Draw one page in each pose; returns remarks."""
    remarks = []
    for pose in poses:
        width = WIDTHS[pose.width]
        context = studio.context(staff=subject.staff, width=width, look=pose.look)
        page = context.new_page()
        said: list[str] = []
        _listen(page, said)
        path = subject.path
        if subject.staff:
            speak(page, studio.url, pose.language)
        elif pose.language != "uk":
            path = f"/{pose.language}{path}"
        answer = page.goto(studio.url + path)
        status = answer.status if answer else 0
        wide = _draw(page, into / f"{subject.name}-{pose.name}.png", width)
        expected = 404 if subject.name == "not-found" else 200
        where = f"{subject.name} {pose.name}"
        if status != expected:
            remarks.append(f"{where}: answered {status} at {path}")
        if wide:
            remarks.append(f"{where}: {wide}")
        if expected == status:
            remarks += [f"{where}: {line}" for line in said if "404" not in line or expected == 200]
        context.close()
    return remarks


def write_index(into: Path) -> None:
    groups: dict[str, list[Path]] = {}
    for shot in sorted(into.glob("*.png")):
        groups.setdefault(shot.stem.rsplit("-", 3)[0], []).append(shot)
    rows = "\n".join(
        f"<h2>{html.escape(name)}</h2><div>"
        + "".join(
            f'<figure><a href="{shot.name}"><img src="{shot.name}" alt="" loading="lazy"></a>'
            f"<figcaption>{html.escape(shot.stem.removeprefix(name + '-'))}</figcaption></figure>"
            for shot in shots
        )
        + "</div>"
        for name, shots in groups.items()
    )
    style = (
        "body{font:16px sans-serif;margin:2rem}div{display:flex;gap:1rem;overflow-x:auto;align-items:start}"
        "img{height:36rem}figure{margin:0}"
    )
    page = f"<!doctype html><html lang=en><meta charset=utf-8><title>Shots</title><style>{style}</style>{rows}</html>"
    (into / "index.html").write_text(page, encoding="utf-8")


def write_picture(studio: Studio, pages: list[Subject]) -> None:
    """The picture of the README: the start page on a desk, a work on a phone beside it; under 200 kB."""
    import pyvips

    by_name = {subject.name: subject for subject in pages}
    with tempfile.TemporaryDirectory() as folder:
        drawn = {}
        for name, width, height in (("start", 1280, 860), ("work", 390, 860)):
            context = studio.context(staff="", width=width, height=height, look="light")
            page = context.new_page()
            page.goto(f"{studio.url}/en{by_name[name].path}")
            page.wait_for_load_state("networkidle")
            drawn[name] = str(Path(folder) / f"{name}.png")
            page.screenshot(path=drawn[name])
            context.close()
        start, work = (pyvips.Image.new_from_file(drawn[name])[0:3] for name in ("start", "work"))
        picture = start.join(work, "horizontal", shim=24, background=[219, 213, 200], expand=True)
        picture = picture.resize(1280 / picture.width)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        for quality in (88, 80, 70, 60):
            picture.jpegsave(str(PICTURE), Q=quality, strip=True, optimize_coding=True)
            if PICTURE.stat().st_size <= 200_000:
                break
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tools.shots", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="this page only; may be repeated")
    parser.add_argument("--quick", action="store_true", help="phone and desktop in light only")
    parser.add_argument("--picture", action="store_true", help="draw the picture of the README and nothing else")
    chosen = parser.parse_args()
    try:
        program = chromium()
        with demo_data() as environment, served(environment) as url:
            _run(program, url, *subjects(environment), chosen)
    except CannotShootError as reason:
        raise SystemExit(str(reason)) from reason


def _run(program: str, url: str, pages: list[Subject], password: str, chosen: argparse.Namespace) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        studio = Studio(browser, url, password)
        if chosen.picture:
            write_picture(studio, pages)
            return
        SHOTS.mkdir(exist_ok=True)
        remarks: list[str] = []
        for subject in pages:
            if chosen.only and subject.name not in chosen.only:
                continue
            usual = DESK_POSES if subject.staff else POSES
            remarks += shoot(studio, subject, QUICK if chosen.quick else usual, SHOTS)
            print(subject.name, flush=True)
        browser.close()
    write_index(SHOTS)
    print(f"{len(list(SHOTS.glob('*.png')))} pictures: {SHOTS / 'index.html'}")
    for remark in remarks:
        print("  !", remark)


if __name__ == "__main__":
    main()
