"""The rules of the house, each a test: the tools of the trade, and what no tool looks at."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FILE = 350
NAMELESS = {"utils", "util", "common", "helpers", "helper", "core", "base", "misc"}
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
TOOLS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "--diff", "."],
    "mypy": ["-m", "mypy"],
    "lint-imports": ["-c", LINT_IMPORTS],
    "djlint": ["-m", "djlint", "--lint", "web/templates"],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_finds_nothing(tool: str) -> None:
    """Each tool passes over the whole house without a finding."""
    done = subprocess.run(
        [sys.executable, *TOOLS[tool]],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{tool}\n{done.stdout}{done.stderr}", pytrace=False)


def rooms() -> list[Path]:
    """Return every Python file of the product, without the tests."""
    return sorted(file for room in ("assistant", "web") for file in (ROOT / room).rglob("*.py"))


def test_no_file_is_too_long() -> None:
    """A file past 350 lines is split while that is easy."""
    lengths = {
        str(file.relative_to(ROOT)): len(file.read_text("utf-8").splitlines()) for file in rooms()
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_every_file_has_a_proper_name() -> None:
    """Nothing is called utils, common, helpers, core or base."""
    named = {part for file in rooms() for part in file.relative_to(ROOT).with_suffix("").parts}
    assert named & NAMELESS == set()


def test_every_init_is_empty() -> None:
    """A room's ``__init__.py`` re-exports nothing, so that imports show where a thing lives."""
    assert [file for file in rooms() if file.name == "__init__.py" and file.read_bytes()] == []


def test_knowledge_holds_no_python() -> None:
    """``knowledge`` is content only."""
    assert list((ROOT / "knowledge").rglob("*.py")) == []


def declared() -> set[str]:
    """Return the distributions that the product says it needs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]}


def imported() -> set[str]:
    """Return the distributions that the product imports."""
    trees = [ast.parse(file.read_text("utf-8")) for file in rooms()]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    modules = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    tops = {module.partition(".")[0] for module in modules} - {"assistant", "web"}
    known = packages_distributions()
    return {
        known.get(top, [top])[0].lower().replace("_", "-") for top in tops - sys.stdlib_module_names
    }


def test_what_is_declared_is_what_is_imported() -> None:
    """No dependency is taken for granted, and none is carried along unused."""
    assert imported() == declared()


def pins(name: str) -> set[str]:
    """Return the pinned versions of a lock file."""
    text = (ROOT / ".ci" / name).read_text("utf-8")
    return set(re.findall(r"^[\w.-]+==[^\\\n]+", text, re.MULTILINE))


def test_the_test_lock_contains_the_run_time_lock() -> None:
    """What is tested is what runs; ``run`` counts on it when it adds the test tools."""
    assert pins("requirements.lock") - pins("requirements-test.lock") == set()


def test_the_locks_name_no_host() -> None:
    """A lock says what to install, never where from: the machine's own settings do."""
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / ".ci" / name).read_text("utf-8")
        assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", text)


def test_every_pin_has_a_hash() -> None:
    """No line of a lock stands without the hashes that pip checks."""
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / ".ci" / name).read_text("utf-8")
        assert len(re.findall(r"^\S+==.*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(
            pins(name)
        )
