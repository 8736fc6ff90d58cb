"""The wheel is the whole product: it holds what the tree holds, and works anywhere without it."""

import json
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.real_server import environment, running, status

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("assistant", "knowledge", "web")
LEFT_OUT = ("web/gallery/", "web/service/", "web/OPERATIONS.md", "web/CONTRACT.md")
QUESTION = ["期限切れの保険証で受診できますか", "--as-of", "2025-09-01", "--scheme", "kouki"]
PATHS = "import sysconfig as s; print(s.get_path('purelib'), s.get_path('scripts'), sep='\\n')"


def result(words: list[str], folder: Path) -> str:
    """Return what a command prints; it must succeed."""
    done = subprocess.run(
        words,
        cwd=folder,
        env=environment(PYTHONUTF8="1", PIP_DISABLE_PIP_VERSION_CHECK="1"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    result([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new environment far from the tree; return its folder of commands.

    What the wheel depends on is lent by the environment of the tests.
    """
    venv = tmp_path_factory.mktemp("elsewhere") / "venv"
    base = str(getattr(sys, "_base_executable", sys.executable))
    result([base, "-m", "venv", "--without-pip", str(venv)], ROOT)
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    packages, commands = map(Path, result([str(python), "-c", PATHS], venv).splitlines())
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    pip = [sys.executable if find_spec("pip") else base, "-m", "pip", "--python", str(python)]
    result([*pip, "install", "--no-index", "--no-deps", str(wheel)], venv)
    return commands


def test_the_wheel_holds_what_the_tree_holds(wheel: Path) -> None:
    """Code, knowledge, templates and static files are inside, whatever ``.gitignore`` says."""
    tree = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == {name for name in tree if not name.startswith(LEFT_OUT)}


def test_the_installed_command_answers_anywhere(scripts: Path, tmp_path: Path) -> None:
    """``annai ask`` answers with its citations, from a folder that knows nothing of the tree."""
    reply = json.loads(result([str(scripts / "annai"), "ask", *QUESTION, "--json"], tmp_path))
    assert reply["outcome"] == "answer"
    assert all(answer["citations"] for answer in reply["answers"])


def test_the_installed_command_serves_anywhere(scripts: Path, tmp_path: Path) -> None:
    """``annai serve`` shows its first page from nothing but the package."""
    with running([str(scripts / "annai")], tmp_path) as address:
        assert status(int(address.rpartition(":")[2]), "/") == 200
