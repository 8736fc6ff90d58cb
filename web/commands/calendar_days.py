"""``annai calendar``: the days on which answers change, which, and for whom."""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from assistant.channels.plain_text import shown_day
from assistant.errors import QuestionError
from assistant.knowledge_base.loader import load_knowledge
from assistant.review.changes import Change, calendar_file, changes
from web.clock import Clock
from web.dates import read_day
from web.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``annai calendar`` takes."""
    parser.add_argument(
        "--from", dest="first", type=_day, metavar="日付", help="この日から（省くと今日から）"
    )
    parser.add_argument(
        "--until", dest="last", type=_day, metavar="日付", help="この日まで（省くと終わりまで）"
    )
    parser.add_argument(
        "--ics", type=Path, metavar="FILE", help="予定表のソフトで開ける .ics も書き出す"
    )
    parser.add_argument("--json", action="store_true", help="結果をJSONで出す")


def run(arguments: argparse.Namespace) -> int:
    """Print the days; 2 if the calendar file cannot be written."""
    settings = Settings.from_environment()
    today = Clock(settings.today).today()
    first = arguments.first or today
    if arguments.last and arguments.last < first:
        print(f"--until が {first} より前です。日付を入れ替えます。", file=sys.stderr)
        return 2
    found = changes(load_knowledge(settings.knowledge_dir), first, arguments.last)
    if arguments.ics:
        try:
            arguments.ics.write_bytes(calendar_file(found, today).encode())
        except OSError as error:
            print(f"{arguments.ics} に書けません：{error.strerror}", file=sys.stderr)
            return 2
    if arguments.json:
        print(json.dumps([_json(change) for change in found], ensure_ascii=False, indent=1))
    else:
        _print(found, first)
    return 0


def _day(text: str) -> date:
    try:
        return read_day(text)
    except QuestionError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _print(found: Sequence[Change], first: date) -> None:
    for day, of_the_day in groupby(found, key=lambda change: change.day):
        print(shown_day(day))
        for topic, of_the_topic in groupby(of_the_day, key=lambda change: change.topic):
            print(f"  {topic.title}（{topic.id}）")
            for change in of_the_topic:
                print(f"    {change.people}")
                print(f"      前：{_before(change)}")
                print(f"      後：{change.after.headline}")
        print()
    days = len({change.day for change in found})
    print(f"{first} からの変わり目 {days} 日、{len(found)} 件" if found else _none(first))


def _none(first: date) -> str:
    return f"{first} から先に、答えの変わる日はありません"


def _before(change: Change) -> str:
    return change.before.headline if change.before else "（まだ答えがありませんでした）"


def _json(change: Change) -> dict[str, str | None]:
    return {
        "day": change.day.isoformat(),
        "topic": change.topic.id,
        "title": change.topic.title,
        "people": change.people,
        "before": change.before.id if change.before else None,
        "after": change.after.id,
        "before_headline": change.before.headline if change.before else None,
        "after_headline": change.after.headline,
    }
