"""``annai eval``: the verdict table of a question set, in process, and the calibration curve."""

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from assistant.channels.json_api import reply_json
from assistant.engine import Ask, Assistant
from assistant.errors import AnnaiError
from web.clock import Clock
from web.commands.curve import curve_lines
from web.commands.question_sets import GOOD, VERDICTS, Item, Judged, Reply, judge, read_items
from web.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``annai eval`` takes."""
    parser.add_argument("questions", metavar="QUESTIONS.jsonl", type=Path, help="質問集")
    half = parser.add_mutually_exclusive_group()
    half.add_argument("--odd", action="store_true", help="idの数が奇数のものだけ（調整用）")
    half.add_argument("--even", action="store_true", help="idの数が偶数のものだけ（報告用）")
    parser.add_argument(
        "--curve", action="store_true", help="しきい値ごとの答えた割合と正しさも出す"
    )
    parser.add_argument("--show", type=int, default=15, metavar="数", help="外れたものを出す数")
    parser.add_argument("--json", type=Path, metavar="FILE", help="一件ずつの結果を書き出す")


def run(arguments: argparse.Namespace) -> int:
    """Judge the set and print the table; 1 if a question got no reply at all."""
    try:
        items = _picked(read_items(arguments.questions), arguments)
    except (OSError, ValueError, KeyError) as error:
        print(f"質問集を読めません：{error}", file=sys.stderr)
        return 2
    settings = Settings.from_environment()
    desk = Desk(Assistant.open(settings.knowledge_dir), Clock(settings.today).today())
    judged = [desk.judge(item) for item in items]
    _print_failures(judged, arguments.show)
    _print_table(judged, desk.seconds)
    if arguments.curve:
        print("\n".join(curve_lines(judged)))
    if arguments.json:
        arguments.json.write_text("".join(_row(one) for one in judged), "utf-8")
    return 1 if any(one.verdict == "fault" for one in judged) else 0


class Desk:
    """Asks the engine in process and notes how long each reply took."""

    def __init__(self, assistant: Assistant, today: date) -> None:
        self._assistant = assistant
        self._today = today
        self.seconds: list[float] = []

    def judge(self, item: Item) -> Judged:
        """Judge one item; a refusal of the engine is a fault."""
        try:
            return judge(item, self._ask)
        except (AnnaiError, LookupError, TypeError, ValueError) as error:
            nothing: Reply = {"outcome": "fault", "problem": f"{type(error).__name__}: {error}"}
            return Judged(item, "fault", nothing, nothing)

    def _ask(self, body: dict[str, Any]) -> Reply:
        day = date.fromisoformat(body["as_of"]) if body.get("as_of") else None
        situation = body.get("situation", {}).items()
        started = time.perf_counter()
        reply = self._assistant.reply(
            Ask(
                question=body["question"],
                as_of=day or self._today,
                dated=day is not None,
                lang=body["lang"],
                situation={name: str(value).lower() for name, value in situation},
                conversation=body.get("conversation"),
                choice=body.get("choice"),
            )
        )
        self.seconds.append(time.perf_counter() - started)
        return reply_json(reply, explain=True)


def _picked(items: list[Item], arguments: argparse.Namespace) -> list[Item]:
    if arguments.odd:
        return [item for item in items if item.odd]
    return [item for item in items if not item.odd] if arguments.even else items


def _print_failures(judged: Iterable[Judged], most: int) -> None:
    failed = [one for one in judged if one.verdict not in GOOD]
    for one in failed[:most]:
        answers = one.last.get("answers") or []
        nothing = one.last.get("problem") or one.last["outcome"]
        said = str(answers[0]["headline"] if answers else nothing)
        print(f"{one.verdict:9}{one.item.id:7}{one.item.content['question'][:60]} → {said[:70]}")


def _print_table(judged: list[Judged], seconds: list[float]) -> None:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for one in judged:
        groups[one.item.content.get("group", "all")][one.verdict] += 1
    for group, tally in sorted(groups.items()):
        print(f"{group:14}" + " ".join(f"{v}={tally[v]}" for v in VERDICTS if tally[v]))
    tally, total = sum(groups.values(), Counter()), max(1, len(judged))
    good = sum(tally[verdict] for verdict in GOOD)
    took = sorted(seconds) or [0.0]
    print(
        f"items={len(judged)} " + " ".join(f"{v}={tally[v]}" for v in VERDICTS) + f" "
        f"good={good / total:.3f} right_rate={tally['right'] / total:.3f} "
        f"wrong_rate={tally['wrong'] / total:.3f} "
        f"p50_ms={took[len(took) // 2] * 1e3:.1f} p99_ms={took[len(took) * 99 // 100] * 1e3:.1f}"
    )


def _row(one: Judged) -> str:
    content = {
        "id": one.item.id,
        "verdict": one.verdict,
        "question": one.item.content["question"],
        "reply": one.last,
    }
    return json.dumps(content, ensure_ascii=False) + "\n"
