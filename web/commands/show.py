"""``annai show TOPIC``: a topic as a decision table."""

import argparse
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from itertools import zip_longest

from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import Topic
from assistant.review.table import Row, rows
from web.settings import Settings

HEADS = ("場合分け", "期間", "知られた日", "だれ", "答えと根拠")
WIDTHS = (22, 13, 10, 24, 44)
GAP = " | "
PIECE = re.compile(r"[!-~]+[、。）」]*|.[、。）」]*")  # what stays together at the end of a line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``annai show`` takes."""
    parser.add_argument("topic", metavar="TOPIC", help="項目の名前。例：certificate-who")
    parser.add_argument("--json", action="store_true", help="結果をJSONで出す")


def run(arguments: argparse.Namespace) -> int:
    """Print the table; 2 if there is no such topic."""
    knowledge = load_knowledge(Settings.from_environment().knowledge_dir)
    topic = knowledge.topics.get(arguments.topic)
    if topic is None:
        near = get_close_matches(arguments.topic, knowledge.topics)
        hint = f"　似た名前：{'、'.join(near)}" if near else ""
        print(f"「{arguments.topic}」という項目はありません。{hint}", file=sys.stderr)
        return 2
    found = rows(topic, knowledge)
    if arguments.json:
        content = {"topic": topic.id, "title": topic.title, "rulings": [asdict(r) for r in found]}
        print(json.dumps(content, ensure_ascii=False, indent=1))
    else:
        _print(topic, found)
    return 0


def _print(topic: Topic, found: Sequence[Row]) -> None:
    print(f"{topic.title}（{topic.id}）")
    print(f"{topic.group}　受け持ち {topic.owner}　見直し {topic.last_reviewed}")
    rule = "-+-".join("-" * width for width in WIDTHS)
    print("\n".join([rule, *_lines(HEADS), rule]))
    for row in found:
        print("\n".join([*_lines(_cells(row)), rule]))
    print(f"場合分け {len(found)} 件")


def _cells(row: Row) -> tuple[str, ...]:
    before = f"\n{row.replaces} に代わる" if row.replaces else ""
    before += f"\n{row.continues} の続き" if row.continues else ""
    rests_on = f"\n根拠：{row.notices}" if row.notices else ""
    return (
        f"{row.ruling}{before}",
        row.period.replace(" 〜 ", "\n〜"),
        row.known,
        row.people,
        f"{row.headline}{rests_on}",
    )


def _lines(cells: Sequence[str]) -> Iterator[str]:
    """Yield the lines of one row of the table, each cell broken at the width of its column."""
    columns = [list(_broken(cell, width)) for cell, width in zip(cells, WIDTHS, strict=True)]
    for line in zip_longest(*columns, fillvalue=""):
        padded = (_padded(part, width) for part, width in zip(line, WIDTHS, strict=True))
        yield GAP.join(padded).rstrip()


def _broken(text: str, width: int) -> Iterator[str]:
    """Break a text at a width: never inside a name such as ``mhlw-2025-04-03``, never before 、"""
    for paragraph in text.split("\n"):
        line = ""
        for piece in PIECE.findall(paragraph):
            if line and _width(line + piece) > width:
                yield line.rstrip()
                line = ""
            line += piece if line else piece.lstrip()
        yield line


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Return how many columns a terminal gives the text: two for a full-width character."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
