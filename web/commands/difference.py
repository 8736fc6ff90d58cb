"""``annai diff OLD NEW``: what a change of content does to answers, small enough to read."""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from assistant.errors import KnowledgeError
from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import KnowledgeBase
from assistant.review.comparison import Difference, compare

PARTS = {
    "意味が変わるもの": ("new", "gone", "meaning"),
    "言い方だけが変わるもの": ("wording",),
}
FEW = 3  # of the cases of a change of wording
KINDS = {"new": "［新しい答え］", "gone": "［なくなる答え］", "meaning": "", "wording": ""}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``annai diff`` takes."""
    parser.add_argument("old", metavar="OLD", type=Path, help="前の knowledge フォルダー")
    parser.add_argument("new", metavar="NEW", type=Path, help="新しい knowledge フォルダー")
    parser.add_argument("--json", action="store_true", help="結果をJSONで出す")


def run(arguments: argparse.Namespace) -> int:
    """Print the differences; 1 if one of the folders is unsound, 2 if it is none."""
    for folder in (arguments.old, arguments.new):
        if not folder.is_dir():
            print(f"フォルダー {folder} がありません", file=sys.stderr)
            return 2
    try:
        old, new = _read(arguments.old), _read(arguments.new)
    except KnowledgeError:
        return 1
    found = compare(old, new)
    if arguments.json:
        print(json.dumps([_json(one) for one in found], ensure_ascii=False, indent=1))
    elif found:
        _print(found, new)
    else:
        print("答えに違いはありません")
    return 0


def _read(folder: Path) -> KnowledgeBase:
    try:
        return load_knowledge(folder)
    except KnowledgeError as error:
        print(f"{folder} を読み込めません", file=sys.stderr)
        print("\n".join(str(fault) for fault in error.faults), file=sys.stderr)
        raise


def _print(found: Sequence[Difference], new: KnowledgeBase) -> None:
    for title, kinds in PARTS.items():
        part = [one for one in found if one.kind in kinds]
        if part:
            print(f"■ {title}")
            for name, own in groupby(part, key=lambda one: one.topic):
                topic = new.topics.get(name)
                print(f"{topic.title}（{name}）" if topic else name)
                _print_topic(own)
            print()
    topics = len({one.topic for one in found})
    print(f"{topics} 項目、{len({(o.topic, *_said(o)) for o in found})} 件の違い")


def _print_topic(own: Iterable[Difference]) -> None:
    """Print each difference once, under all the people and days that it concerns."""
    grouped: dict[object, list[Difference]] = {}
    for one in own:
        grouped.setdefault(_said(one), []).append(one)
    for same in grouped.values():
        shown = same[:FEW] if same[0].kind == "wording" else same
        for one in shown:
            print(f"  {KINDS[one.kind]}{_who_and_when(one)}")
        if len(shown) < len(same):
            print(f"  ほか {len(same) - len(shown)} 件の場合")
        for mark, sentences in (("-", same[0].before), ("+", same[0].after)):
            for sentence in sentences:
                print(f"    {mark} {sentence}")


def _said(one: Difference) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return one.kind, one.before, one.after


def _who_and_when(one: Difference) -> str:
    if one.starts is None:
        return one.people
    days = f"{one.starts} 〜 {one.ends or '定めなし'}"
    asked = " のことを、ほかの日に尋ねたとき" if one.other_day else ""
    return f"{one.people}　{days}{asked}"


def _json(one: Difference) -> dict[str, object]:
    days = {"starts": one.starts, "ends": one.ends}
    return {**asdict(one), **{name: day.isoformat() if day else None for name, day in days.items()}}
