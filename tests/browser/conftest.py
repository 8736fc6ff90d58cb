"""A real Chromium before a real server.

``open_page`` opens pages, ``serve`` starts servers. A test in this folder that uses either is
skipped, with the reason, where the browser or its letters are missing; with
``ANNAI_REQUIRE_BROWSER=1`` it fails instead.
"""

import ctypes
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests.real_server import running

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
CHROMIUM = os.environ.get("ANNAI_CHROMIUM")  # noqa: TID251 - 検査だけの設定
REQUIRED = os.environ.get("ANNAI_REQUIRE_BROWSER") == "1"  # noqa: TID251 - 検査だけの設定
PHONE = (360, 740)
TODAY = "2025-09-01"
ARGUMENTS = [
    "--no-sandbox",  # root needs it
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Two letters look alike only where no font has them: both are then the same empty box.
LETTERS_DIFFER = """() => {
    const drawn = (letter) => {
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 40;
        const pen = canvas.getContext("2d");
        pen.font = "32px sans-serif";
        pen.fillText(letter, 2, 34);
        return canvas.toDataURL();
    };
    return drawn("保") !== drawn("険");
}"""
NO_LIBATOMIC = "libatomic がありません。Playwright が使います（libatomic1 を入れます）"
NO_CHROMIUM = "Chromium がありません（chromium を入れるか ANNAI_CHROMIUM で場所を示します）"
NO_LETTERS = "日本語の書体がありません（fonts-noto-cjk などを入れます）"

Serve = Callable[..., str]
OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


def missing(reason: str) -> NoReturn:
    """Skip for a missing part of the machine, or fail where it was promised."""
    if REQUIRED:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def loadable(library: str) -> bool:
    """Tell whether the system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this folder."""
    names = [CHROMIUM] if CHROMIUM else ["chromium", "google-chrome"]
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing(NO_CHROMIUM)
    if sys.platform == "linux" and not loadable("libatomic.so.1"):
        missing(NO_LIBATOMIC)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, headless=True, args=ARGUMENTS)
        page = launched.new_page()
        if not page.evaluate(LETTERS_DIFFER):
            missing(NO_LETTERS)
        page.close()
        yield launched
        launched.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Return ``open_page(url, size, **options)``: a page in a context of its own.

    ``options`` go to the context: ``java_script_enabled``, ``forced_colors``, ``reduced_motion`` …
    An error in the browser's console, such as a breach of the content policy, fails the test,
    except that a page may be answered with 4xx.
    """
    errors: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            errors.append(message.text)

    with ExitStack() as opened:

        def opener(url: str, size: tuple[int, int] = PHONE, **options: Any) -> Page:
            width, height = size
            options = {"locale": "ja-JP", "timezone_id": "Asia/Tokyo", **options}
            context = chromium.new_context(viewport={"width": width, "height": height}, **options)
            opened.callback(context.close)
            page = context.new_page()
            page.on("console", listen)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(url)
            return page

        yield opener
    assert errors == [], "ブラウザーの記録に誤りがあります"


@pytest.fixture(scope="package")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Return ``serve(today="2025-09-01", **settings)``: the address of a server so set.

    A server is started once for each choice of settings, keeps its records in a folder of its own
    and is stopped at the end.
    """
    command = [sys.executable, "-m", "web.commands.main"]
    with ExitStack() as servers:
        addresses: dict[tuple[tuple[str, str], ...], str] = {}

        def started(today: str | None = TODAY, **settings: str) -> str:
            if today is not None:
                settings["ANNAI_TODAY"] = today
            key = tuple(sorted(settings.items()))
            if key not in addresses:
                folder = tmp_path_factory.mktemp("server")
                server = running(command, folder, PYTHONPATH=str(ROOT), **settings)
                addresses[key] = servers.enter_context(server)
            return addresses[key]

        yield started


@pytest.fixture
def address(serve: Serve) -> str:
    """Return the address of a server on which today is 2025-09-01."""
    return serve()
