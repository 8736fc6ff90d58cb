"""The days on which answers change, and the file that puts them into an office's calendar."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import KnowledgeBase
from assistant.review.changes import Change, calendar_file, changes
from tests.builders import write_knowledge

STAMP = date(2026, 11, 25)
LONGEST_LINE = 75  # octets, RFC 5545 section 3.1
PROPERTY = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)", re.DOTALL)


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """The invented knowledge."""
    return load_knowledge(write_knowledge(tmp_path_factory.mktemp("k")))


def told(found: list[Change]) -> list[tuple[str, str, str, str | None, str]]:
    """Return changes as day, topic, people, ruling before and ruling after."""
    return [
        (str(c.day), c.topic.id, c.people, c.before.id if c.before else None, c.after.id)
        for c in found
    ]


def test_every_change_names_day_people_and_rulings(knowledge: KnowledgeBase) -> None:
    """A start is a change from nothing, an end a change for those whom the ruling was for."""
    assert told(changes(knowledge, None, None)) == [
        ("2025-04-03", "card", "国保の方", None, "others"),
        ("2025-04-03", "card", "後期の方", None, "all"),
        ("2025-04-03", "lost", "全員", None, "everybody"),
        ("2026-08-01", "card", "後期の方", "all", "apply"),
    ]


def test_both_ends_of_the_time_asked_for_count(knowledge: KnowledgeBase) -> None:
    """A change on the first or the last day is told, one on the day outside is not."""
    day, before, after = date(2026, 8, 1), date(2026, 7, 31), date(2026, 8, 2)
    assert len(changes(knowledge, day, day)) == 1
    assert len(changes(knowledge, day, None)) == 1
    assert len(changes(knowledge, date(2026, 1, 1), day)) == 1
    assert changes(knowledge, after, None) == []
    assert changes(knowledge, date(2026, 1, 1), before) == []


def test_a_decision_changes_answers_on_the_day_it_is_known(tmp_path: Path) -> None:
    """What replaces a ruling that runs already is a change on the day it becomes known."""
    later = """rulings:
  - id: by-post
    from: 2025-04-03
    until: 2026-07-31
    known: 2025-06-01
    known_reason: 後から決まったため
    replaces: [all]
    when: {制度: 後期高齢者医療}
    headline: 郵便で届きます。
    answer:
      - text: 郵便受けを見てください。
        basis: advice
"""
    change = {"topics/card.yaml": ("rulings:\n", later)}
    found = told(changes(load_knowledge(write_knowledge(tmp_path, change)), None, None))
    assert ("2025-06-01", "card", "後期の方", "all", "by-post") in found


def test_a_ruling_that_says_the_same_is_no_change(tmp_path: Path) -> None:
    """Where the next ruling has the same words and proof, nobody hears anything new."""
    text = write_knowledge(tmp_path / "a").joinpath("topics/card.yaml").read_text("utf-8")
    block = text[text.index("  - id: others") :]
    first = block.replace("until: open", "until: 2025-12-31")
    again = block.replace("- id: others", "- id: again").replace("2025-04-03", "2026-01-01")
    change = {"topics/card.yaml": (block, first + again)}
    found = told(changes(load_knowledge(write_knowledge(tmp_path / "b", change)), None, None))
    assert not [one for one in found if "again" in one]


def unfolded(content: bytes) -> Iterator[str]:
    """Yield the content lines of an iCalendar stream; breaks of RFC 5545 section 3.1 fail."""
    assert content.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    line = ""
    for octets in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(octets) <= LONGEST_LINE
        text = octets.decode("utf-8")  # no character is cut in two
        if text.startswith(" "):
            line += text[1:]
            continue
        if line:
            yield line
        line = text
    yield line


def events(content: bytes) -> list[dict[str, str]]:
    """Return the events of a calendar with their texts unescaped (sections 3.3.11, 3.4, 3.6)."""
    lines = list(unfolded(content))
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert "VERSION:2.0" in lines
    assert any(line.startswith("PRODID:") for line in lines)
    found: list[dict[str, str]] = []
    for line in lines:
        match = PROPERTY.fullmatch(line)
        assert match, line
        name, parameters, value = match.groups()
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in {"BEGIN", "END"}:
            assert name not in found[-1], "a property stands twice"
            found[-1][name] = unescaped(value)
            found[-1][f"{name} parameters"] = parameters
    return found


def unescaped(value: str) -> str:
    r"""Return a TEXT value as it is read; a bare ``,`` or ``;`` or another ``\x`` fails."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), value
    assert not re.search(r"(?<!\\)(?:\\\\)*\\[^\\;,nN]", value), value
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def test_the_calendar_file_holds_one_event_for_each_change(knowledge: KnowledgeBase) -> None:
    """Each event has a name of its own, its day as a whole day, and both answers."""
    found = changes(knowledge, None, None)
    read = events(calendar_file(found, STAMP).encode())
    assert len(read) == len(found)
    assert len({event["UID"] for event in read}) == len(found)
    last = read[-1]
    assert (last["DTSTART"], last["DTSTART parameters"]) == ("20260801", ";VALUE=DATE")
    assert last["DTSTAMP"] == "20261125T000000Z"
    assert "さくら証は届きますか" in last["SUMMARY"]
    assert "後期の方" in last["SUMMARY"]
    assert last["DESCRIPTION"] == "前：申請しなくても届きます。\n後：申請した方に届きます。"


def test_an_event_keeps_its_name(knowledge: KnowledgeBase) -> None:
    """Other changes before it do not rename an event, so that a second import adds none."""
    every = events(calendar_file(changes(knowledge, None, None), STAMP).encode())
    late = events(calendar_file(changes(knowledge, date(2026, 1, 1), None), STAMP).encode())
    assert [event["UID"] for event in late] == [every[-1]["UID"]]


def test_a_calendar_without_events_is_still_one(knowledge: KnowledgeBase) -> None:
    """Where nothing changes, the file is a calendar that holds nothing."""
    assert events(calendar_file([], STAMP).encode()) == []


@given(title=st.text("あ髙𠮷,;:\\\n\"' a", min_size=1, max_size=80))
def test_any_words_come_out_as_they_went_in(knowledge: KnowledgeBase, title: str) -> None:
    """Commas, semicolons, backslashes, line breaks and characters of four octets all survive."""
    change = changes(knowledge, date(2026, 8, 1), None)[0]
    odd = replace(change, topic=replace(change.topic, title=title))
    (event,) = events(calendar_file([odd], STAMP).encode())
    assert f"：{title}（" in event["SUMMARY"]
