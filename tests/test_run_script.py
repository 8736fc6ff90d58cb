"""``./run``: what it prepares, when it does so again, and what it says when it cannot."""

import ast
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tests.real_server import environment

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(getattr(sys, "_base_executable", sys.executable))
STAND_IN = """
import os, sys
print(sys.argv[1:], os.getcwd(), sys.flags.utf8_mode, sys.prefix != sys.base_prefix)
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A small house with nothing to download: ``run``, two empty locks and one command."""
    house = tmp_path / "家 の 写し"
    (house / ".ci").mkdir(parents=True)
    for name in ("requirements", "requirements-test"):
        (house / ".ci" / f"{name}.lock").write_text("# nothing\n", "utf-8")
    (house / "web" / "commands").mkdir(parents=True)
    (house / "web" / "commands" / "main.py").write_text(STAND_IN, "utf-8")
    shutil.copy(ROOT / "run", house / "run")
    return house


@pytest.fixture
def script(house: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the small house's ``run`` as a module."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("run_script", str(house / "run"))
    spec = spec_from_loader("run_script", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def start(house: Path, *arguments: str, folder: Path | None = None) -> subprocess.Popen[str]:
    """Start the small house's ``run``."""
    return subprocess.Popen(
        [PYTHON, str(house / "run"), *arguments],
        cwd=folder or house,
        env=environment(PIP_NO_INDEX="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def finish(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Return what a start printed, and what it said about its preparations."""
    output, remarks = process.communicate(timeout=120)
    assert process.returncode == 0, output + remarks
    return output, remarks


def test_an_old_python_is_told_what_is_needed(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.10 stops with one message in two languages, before anything is made."""
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    monkeypatch.setattr(sys, "version", "3.10.4 (main)")
    with pytest.raises(SystemExit, match=r"Python 3\.11 以上が必要.*3\.10\.4") as stopped:
        script.main([])
    assert "Python 3.11 or newer" in str(stopped.value)
    assert not script.VENV.exists()


def test_old_pythons_can_read_the_script() -> None:
    """The script has no grammar newer than Python 3.7, or the message would never be seen."""
    ast.parse((ROOT / "run").read_text("utf-8"), feature_version=(3, 7))


def test_a_missing_pip_is_explained(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pip and without the means to make one, it says how to install it."""
    monkeypatch.setattr(script, "has_pip", lambda python: False)

    def fails(words: list[str]) -> None:
        raise subprocess.CalledProcessError(1, words)

    monkeypatch.setattr(script, "execute", fails)
    with pytest.raises(SystemExit, match="apt-get install python3-pip"):
        script.main([])


def test_a_failed_download_is_explained(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the parts cannot be fetched, it says what to check, and nothing counts as ready."""

    def fails(words: list[str]) -> None:
        if "install" in words:
            raise subprocess.CalledProcessError(1, words)
        script.interpreter().parent.mkdir(parents=True)
        script.interpreter().touch()

    monkeypatch.setattr(script, "execute", fails)
    with pytest.raises(SystemExit, match="PIP_FIND_LINKS"):
        script.main([])
    assert not script.ready(script.RUNTIME)


@pytest.fixture
def installed(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace the real work; the list tells which steps were taken."""
    steps: list[str] = []

    def takes(words: list[str]) -> None:
        if "venv" in words:
            steps.append("venv")
            script.interpreter().parent.mkdir(parents=True)
            script.interpreter().touch()
        else:
            steps.append(Path(words[-1]).stem)

    monkeypatch.setattr(script, "has_pip", lambda python: True)
    monkeypatch.setattr(script, "execute", takes)
    return steps


def test_a_second_start_prepares_nothing(script: ModuleType, installed: list[str]) -> None:
    """What a stamp vouches for is not installed again."""
    script.prepare(script.RUNTIME)
    script.prepare(script.RUNTIME)
    assert installed == ["venv", "requirements"]


def test_running_never_fetches_test_tools(script: ModuleType, installed: list[str]) -> None:
    """The tests add their tools to what is there, and running afterwards adds nothing."""
    script.prepare(script.RUNTIME)
    script.prepare(script.TESTS)
    script.prepare(script.RUNTIME)
    assert installed == ["venv", "requirements", "requirements-test"]


@pytest.mark.parametrize("name", ["requirements", "requirements-test"])
def test_a_changed_lock_makes_the_venv_anew(
    script: ModuleType, installed: list[str], name: str
) -> None:
    """What a changed list no longer holds is not left lying about."""
    script.prepare(script.TESTS)
    script.lock(name).write_text("# another\n", "utf-8")
    (script.VENV / "left-over").touch()
    script.prepare(name)
    assert installed[2:] == ["venv", name]
    assert not (script.VENV / "left-over").exists()


def test_another_python_makes_the_venv_anew(
    script: ModuleType, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the system's Python has moved on, its packages are fetched for the new one."""
    script.prepare(script.RUNTIME)
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    script.prepare(script.RUNTIME)
    assert installed == ["venv", "requirements"] * 2


def test_a_half_made_venv_is_made_anew(script: ModuleType, installed: list[str]) -> None:
    """A start that was cut off leaves no stamp, and the next one begins again."""
    script.interpreter().parent.mkdir(parents=True)
    script.interpreter().touch()
    script.prepare(script.RUNTIME)
    assert installed == ["venv", "requirements"]


def test_two_starts_at_once_prepare_once(house: Path, tmp_path: Path) -> None:
    """The second waits for the first; both then work, in the caller's folder and in UTF-8."""
    both = [start(house, "ask", "保険証は？", folder=tmp_path) for _ in range(2)]
    ends = [finish(process) for process in both]
    expected = f"['ask', '保険証は？'] {tmp_path} 1 True\n"
    assert [output for output, _ in ends] == [expected, expected]
    assert sum("Setting up" in remarks for _, remarks in ends) == 1


def test_without_a_command_it_serves(house: Path) -> None:
    """``./run`` alone is ``./run serve``."""
    output, _ = finish(start(house))
    assert output.startswith("['serve'] ")
