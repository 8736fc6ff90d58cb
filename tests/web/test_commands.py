"""The commands as their users run them: words, exit codes, the same bytes anywhere."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real_server import environment
from tests.web.conftest import EXPIRED
from web.commands.main import main

ROOT = Path(__file__).resolve().parents[2]
PLACES = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "424242", "TZ": "America/New_York", "LANG": "C"},
]
HEAVY = """
import sys
from web.commands.main import main
main(["ask", sys.argv[1], "--as-of", "2025-09-01"])
print(sorted({"fastapi", "starlette", "pydantic", "sqlalchemy", "jinja2"} & set(sys.modules)))
"""


def annai(
    *arguments: str, folder: Path = ROOT, **changes: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "web.commands.main", *arguments],
        cwd=folder,
        env=environment(PYTHONPATH=str(ROOT), PYTHONUTF8="1", **changes),
        capture_output=True,
        check=False,
        timeout=60,
    )


def test_the_same_question_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    """Hash seed, time zone, locale and folder change nothing."""
    arguments = ("ask", EXPIRED, "--as-of", "2025-09-01", "--json", "--explain")
    outputs = set()
    for place, folder in zip(PLACES, (ROOT, tmp_path, Path("/")), strict=True):
        done = annai(*arguments, folder=folder, **place)
        assert done.returncode == 0, done.stderr.decode()
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_asking_does_not_load_the_web() -> None:
    """One question in the terminal needs no web framework and no database."""
    done = subprocess.run(
        [sys.executable, "-c", HEAVY, EXPIRED],
        cwd=ROOT,
        env=environment(PYTHONPATH=str(ROOT), PYTHONUTF8="1"),
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_an_answer_in_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """The answer comes with its citations and day."""
    situation = ["--scheme", "kokuho", "--age", "70", "--myna", "none", "--needs-support"]
    assert main(["ask", EXPIRED, "--as-of", "2025-09-01", *situation]) == 0
    shown = capsys.readouterr().out
    assert "根拠" in shown
    assert "/notices/" in shown
    assert "基準日：2025年9月1日（令和7年9月1日）" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", ""],
        ["ask", "あ" * 501],
        ["ask", EXPIRED, "--as-of", "2025-02-30"],
        ["ask", EXPIRED, "--scheme", "none"],
        ["ask", EXPIRED, "--scheme", "kouki", "--insurer", "mbk-kenpo"],
        ["eval", "/no/such/file.jsonl"],
    ],
    ids=str,
)
def test_wrong_use_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be done as asked is told on standard error."""
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.err
    assert shown.out == ""


@pytest.mark.parametrize(
    "arguments",
    [[], ["nothing"], ["ask"], ["serve", "--port", "x"], ["serve", "--port", "70000"]],
    ids=str,
)
def test_wrong_arguments_leave_with_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The parser says so in Japanese."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "使い方" in capsys.readouterr().err


@pytest.mark.parametrize("job", ["serve", "ask", "check", "eval"])
def test_help_is_japanese(job: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each job says what it takes."""
    with pytest.raises(SystemExit) as left:
        main([job, "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert "使い方" in shown
    assert "usage" not in shown
    assert "options" not in shown


def test_a_bad_setting_is_status_2() -> None:
    """The setting is named, without a traceback."""
    done = annai("ask", EXPIRED, ANNAI_TODAY="x")
    assert done.returncode == 2
    assert "ANNAI_TODAY" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_unsound_knowledge_is_status_1(tmp_path: Path) -> None:
    """Faults are printed with file and line, in words as in JSON."""
    asked = annai("ask", EXPIRED, ANNAI_KNOWLEDGE_DIR=str(tmp_path))
    assert asked.returncode == 1
    assert "annai check" in asked.stderr.decode()
    checked = annai("check", ANNAI_KNOWLEDGE_DIR=str(tmp_path))
    assert checked.returncode == 1
    assert ":1: " in checked.stdout.decode()
    listed = annai("check", "--json", ANNAI_KNOWLEDGE_DIR=str(tmp_path))
    fault = json.loads(listed.stdout)["faults"][0]
    assert fault.keys() == {"file", "line", "message", "remedy"}


def item(number: int, question: str, **expect: object) -> str:
    """Return one line of a question set."""
    content = {"id": f"X{number}", "question": question, "as_of": "2025-09-01", "expect": expect}
    return json.dumps({**content, "group": "test", "knows": {"scheme": "kouki"}}) + "\n"


def test_a_question_set_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each verdict is told from the others, and half of a set can be picked."""
    items = tmp_path / "items.jsonl"
    items.write_text(
        item(1, EXPIRED)
        + item(2, "明日の天気は", outcome=["decline"])
        + item(3, "マイナ保険証の登録方法", must=["ない言葉"])
        + item(4, "明日の天気は")
        + item(5, "資格確認書", outcome=["decline"])
        + item(6, "あ" * 501),
        "utf-8",
    )
    rows = tmp_path / "rows.jsonl"
    assert main(["eval", str(items), "--json", str(rows), "--curve"]) == 1
    verdicts = [json.loads(line)["verdict"] for line in rows.read_text("utf-8").splitlines()]
    assert verdicts == ["asked", "right", "wrong", "declined", "noisy", "fault"]
    assert "good=0.333" in capsys.readouterr().out
    assert main(["eval", str(items), "--odd"]) == 0
    assert "items=3" in capsys.readouterr().out
    assert main(["eval", str(items), "--even"]) == 1
