"""The official's four commands: coverage, calendar, diff and show, as they are run and read."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import write_knowledge
from web.commands.main import main

NOTICE, TOPIC = "notices/sakura-2025.md", "topics/card.yaml"
UNUSED = {
    NOTICE: ("\n[p3]\n", "\n[p3]\nさくら。\n\n[p4]\n"),
    "topics/lost.yaml": ("passage: p3", "passage: p4"),
}
Changes = dict[str, tuple[str, str]]
Office = Callable[[Changes | None], Path]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Return a function that makes the invented knowledge, changed, the one that is in use."""

    def use(changes: Changes | None = None) -> Path:
        folder = write_knowledge(tmp_path / f"k{len(list(tmp_path.iterdir()))}", changes)
        monkeypatch.setenv("ANNAI_KNOWLEDGE_DIR", str(folder))
        monkeypatch.setenv("ANNAI_TODAY", "2026-07-01")
        return folder

    use(None)
    return use


def shown(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    """Run a command, which must leave with the status, and return what it printed."""
    assert main(arguments) == status
    printed = capsys.readouterr()
    return printed.err if status == 2 else printed.out


@pytest.mark.parametrize("job", ["coverage", "calendar", "diff", "show"])
def test_help_is_japanese(job: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each job says in Japanese what it does and takes."""
    with pytest.raises(SystemExit) as left:
        main([job, "--help"])
    assert left.value.code == 0
    text = capsys.readouterr().out
    assert "使い方" in text
    assert "--json" in text
    assert "usage" not in text


def test_coverage_is_a_map(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Each passage stands under its notice with the answers that use it, and the sum at the end."""
    text = shown(capsys, "coverage")
    assert "sakura-2025　さくら証の交付について" in text
    assert "p3　card/others、lost/everybody" in text
    assert text.endswith("段落 3：使っている 3、使わない理由がある 0、使われていない 0\n")


def test_a_passage_without_an_answer_is_status_1(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named with file and line; --missing shows nothing else."""
    office(UNUSED)
    every = shown(capsys, "coverage", status=1)
    missing = shown(capsys, "coverage", "--missing", status=1)
    assert "p1　card/all" in every
    assert "p1" not in missing
    assert f"{NOTICE}:" in missing
    assert "使われていません「さくら。」" in missing


def test_a_reason_left_behind_is_shown(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A passage marked as unused that is used is no fault, and is told."""
    office({NOTICE: ("passages:\n", "passages:\n  - {passage: p1, unused: 前置き}\n")})
    assert "「unused: 前置き」が残っています" in shown(capsys, "coverage")


def test_coverage_as_json(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """The map is the same for a program."""
    office(UNUSED)
    content = json.loads(shown(capsys, "coverage", "--missing", "--json", status=1))
    (passage,) = content["sakura-2025"]
    assert (passage["passage"], passage["covered"], passage["rulings"]) == ("p3", False, [])
    assert passage["file"] == NOTICE


def test_the_calendar_starts_today(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Without days given, what is still to come is listed: day, topic, people, before and after."""
    text = shown(capsys, "calendar")
    assert text.startswith("2026年8月1日（令和8年8月1日）\n  さくら証は届きますか（card）\n")
    assert "    後期の方\n" in text
    assert "前：申請しなくても届きます。" in text
    assert "後：申請した方に届きます。" in text
    assert "2025年" not in text


def test_the_calendar_keeps_to_the_days_given(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both days count, and a time without changes says so."""
    past = shown(capsys, "calendar", "--from", "2025-01-01", "--until", "2025-12-31")
    assert "2025年4月3日（令和7年4月3日）" in past
    assert "2026年" not in past
    assert "答えの変わる日はありません" in shown(capsys, "calendar", "--from", "2026-08-02")


def test_the_calendar_as_json(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Each change has its day, topic, people and both rulings."""
    (change,) = json.loads(shown(capsys, "calendar", "--json"))
    assert change["day"] == "2026-08-01"
    assert (change["topic"], change["before"], change["after"]) == ("card", "all", "apply")
    assert change["people"] == "後期の方"


def test_the_calendar_file_is_written_as_it_is(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file has the line ends of RFC 5545, whatever the machine's own are."""
    file = tmp_path / "annai.ics"
    shown(capsys, "calendar", "--ics", str(file))
    content = file.read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.count(b"BEGIN:VEVENT\r\n") == 1
    assert b"DTSTART;VALUE=DATE:20260801\r\n" in content


def test_a_calendar_file_that_cannot_be_written_is_status_2(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The place is named, without a traceback."""
    place = str(tmp_path / "nowhere" / "annai.ics")
    assert place in shown(capsys, "calendar", "--ics", place, status=2)


def test_days_the_wrong_way_round_are_status_2(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """An end before the start is refused, not answered with an empty list."""
    text = shown(capsys, "calendar", "--from", "2026-08-01", "--until", "2026-07-01", status=2)
    assert "--until" in text


@pytest.mark.parametrize(
    "arguments", [["calendar", "--from", "8月1日"], ["diff", "one"], ["show"]], ids=str
)
def test_wrong_arguments_leave_with_status_2(
    arguments: list[str], office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """The parser says so in Japanese."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "使い方" in capsys.readouterr().err


def test_the_same_folder_has_no_difference(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing changed is said in words."""
    folder = str(office(None))
    assert shown(capsys, "diff", folder, folder) == "答えに違いはありません\n"
    assert json.loads(shown(capsys, "diff", folder, folder, "--json")) == []


def test_meaning_stands_apart_from_wording(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """An extension comes first with its people and days, a reworded sentence after it."""
    old = str(office(None))
    new = office({TOPIC: ("くわしくは加入先に", "くわしいことは加入先に")})
    text = (new / TOPIC).read_text("utf-8")
    text = text.replace("until: 2026-07-31", "until: 2026-08-31")
    (new / TOPIC).write_text(text.replace("from: 2026-08-01", "from: 2026-09-01"), "utf-8")
    assert shown(capsys, "diff", old, str(new)).splitlines() == [
        "■ 意味が変わるもの",
        "さくら証は届きますか（card）",
        "  後期の方　2026-08-01 〜 2026-08-31",
        "    - 申請した方に届きます。",
        "    + 申請しなくても届きます。",
        "",
        "■ 言い方だけが変わるもの",
        "さくら証は届きますか（card）",
        "  国保の方　2025-04-03 〜 定めなし",
        "    - くわしくは加入先にお尋ねください。",
        "    + くわしいことは加入先にお尋ねください。",
        "",
        "1 項目、2 件の違い",
    ]
    listed = json.loads(shown(capsys, "diff", old, str(new), "--json"))
    days = {one["kind"]: (one["starts"], one["ends"]) for one in listed}
    assert days == {"wording": ("2025-04-03", None), "meaning": ("2026-08-01", "2026-08-31")}


def test_a_shared_sentence_is_shown_once(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """One new telephone number in many answers is one line to read."""
    old = str(office(None))
    new = str(office({"vocabulary/contacts.yaml": ("0120-00-0000", "0120-00-0001")}))
    text = shown(capsys, "diff", old, new)
    assert text.count("0120-00-0001") == 1
    assert "問い合わせ先 line" in text


def test_an_unsound_folder_is_named(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which of the two folders cannot be read is told with its faults; no folder is wrong use."""
    old = str(office(None))
    new = str(office({TOPIC: ("title:", "titel:")}))
    assert main(["diff", old, new]) == 1
    told = capsys.readouterr().err
    assert new in told
    assert f"{TOPIC}:2:" in told
    assert "ありません" in shown(capsys, "diff", old, str(tmp_path / "nowhere"), status=2)


def columns(line: str) -> list[int]:
    """Return where the bars of a line stand on a screen."""
    widths = [2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line]
    return [sum(widths[:place]) for place, char in enumerate(line) if char in "|+"]


def test_a_topic_is_a_table(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """Each ruling is a row, and the bars stand under each other in full-width text too."""
    title, about, *table, total = shown(capsys, "show", "card").splitlines()
    assert title == "さくら証は届きますか（card）"
    assert "さくら課" in about
    assert total == "場合分け 3 件"
    text = "\n".join(table)
    for words in ("場合分け", "〜2026-07-31", "申請した方に届きます。", "sakura-2025 p1"):
        assert words in text
    places = [columns(line) for line in table]
    assert all(place == places[0][: len(place)] for place in places)
    assert max(columns(line + "|")[-1] for line in table) <= 130


def test_a_topic_as_json(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """The rows are the same for a program."""
    content = json.loads(shown(capsys, "show", "lost", "--json"))
    assert content["title"] == "さくら証をなくしました"
    assert [row["ruling"] for row in content["rulings"]] == ["everybody"]


def test_an_unknown_topic_is_status_2(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the pen gets the nearest name."""
    assert "似た名前：card" in shown(capsys, "show", "crad", status=2)


def test_the_knowledge_that_ships_is_shown_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Every command works on the real content; a table of it stays aligned."""
    assert "provisional-until" in shown(capsys, "calendar", "--from", "2024-12-02")
    table = shown(capsys, "show", "provisional-until").splitlines()[2:-1]
    places = [columns(line) for line in table]
    assert all(place == places[0][: len(place)] for place in places)
    assert main(["coverage", "--json"]) in (0, 1)
    assert "mhlw-2025-04-03" in json.loads(capsys.readouterr().out)
