"""How well questions written by somebody else are understood: right, wrong, asked back, declined.

``python -m tests.benchmarks.paraphrases [--part tune|frozen|all] [--show N] [--style S]``
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from unicodedata import east_asian_width

from assistant.answering.conversation import decode
from assistant.answering.outcomes import Answered, Choose, Clarify, Declined, Reply, Urgent
from assistant.engine import Ask, Assistant

FILE = Path(__file__).with_suffix(".jsonl")
KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
PARTS = ("tune", "frozen", "all")
STYLE_COLUMN, COLUMN = 10, 8


class Verdict(Enum):
    """What became of one question; the value heads its column."""

    ANSWERED = "即答"
    ASKED = "聞返"
    ASTRAY = "的外れ"
    MISSED = "断り"
    WRONG = "誤答"
    OUTSIDE_DECLINED = "外○"
    OUTSIDE_ASKED = "外聞返"
    OUTSIDE_ANSWERED = "外×"
    URGENT_HIT = "急○"
    URGENT_MISSED = "急×"
    FALSE_ALARM = "空騒ぎ"


RIGHT = {Verdict.ANSWERED, Verdict.OUTSIDE_DECLINED, Verdict.URGENT_HIT}
WRONG = {Verdict.WRONG, Verdict.OUTSIDE_ANSWERED, Verdict.URGENT_MISSED, Verdict.FALSE_ALARM}
LEGEND = """\
即答=認める項目で答えた 聞返=聞き返し・選択に認める項目がある 的外れ=聞き返し・選択に無い
断り=範囲内なのに断った 誤答=別の項目で答えた 外○・外聞返・外×=範囲外を断った・聞き返した・答えた
急○・急×=救急を出した・出さなかった 空騒ぎ=救急でないのに出した
正=即答・外○・急○ 誤=誤答・外×・急×・空騒ぎ"""


@dataclass(frozen=True, slots=True)
class Question:
    """One line of the file."""

    id: str
    part: str
    style: str
    question: str
    as_of: date
    topics: tuple[str, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Result:
    """One question with what the engine made of it."""

    question: Question
    verdict: Verdict
    kind: str
    chosen: tuple[str, ...]
    ranked: str

    @property
    def has_extra(self) -> bool:
        """Tell whether a right answer came with one that nobody asked for."""
        return self.verdict is Verdict.ANSWERED and not set(self.chosen) <= set(
            self.question.topics
        )

    @property
    def is_whole(self) -> bool:
        """Tell whether every listed topic was answered."""
        return self.verdict is Verdict.ANSWERED and set(self.question.topics) <= set(self.chosen)


def read() -> list[Question]:
    """Return all questions of the file."""
    lines = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    return [
        Question(
            id=line["id"],
            part=line["part"],
            style=line["style"],
            question=line["question"],
            as_of=date.fromisoformat(line["as_of"]),
            topics=tuple(line["topics"]),
            outcome=line["outcome"],
        )
        for line in lines
    ]


def run(assistant: Assistant, question: Question) -> Result:
    """Ask the engine one question and judge the reply."""
    reply = assistant.reply(Ask(question.question, question.as_of, dated=True))
    chosen = _chosen(reply, assistant)
    return Result(
        question=question,
        verdict=judge(question, reply, chosen),
        kind=type(reply.outcome).__name__,
        chosen=chosen,
        ranked=next((line for line in reply.trace if line.startswith("近い項目")), ""),
    )


def _chosen(reply: Reply, assistant: Assistant) -> tuple[str, ...]:
    """Return the topics answered, asked about or offered."""
    match reply.outcome:
        case Answered(answers):
            return tuple(dict.fromkeys(answer.topic for answer in answers))
        case Choose(choices):
            return tuple(choice.topic for choice in choices)
        case Clarify():
            return decode(reply.conversation, assistant.knowledge).topics
        case Declined() | Urgent():
            return ()


def judge(question: Question, reply: Reply, chosen: Sequence[str]) -> Verdict:
    """Return what became of the question."""
    if isinstance(reply.outcome, Urgent):
        return Verdict.URGENT_HIT if question.outcome == "urgent" else Verdict.FALSE_ALARM
    if question.outcome == "urgent":
        return Verdict.URGENT_MISSED
    if question.outcome == "decline":
        return _outside(reply)
    return _inside(reply, acceptable=not set(question.topics).isdisjoint(chosen))


def _outside(reply: Reply) -> Verdict:
    match reply.outcome:
        case Declined():
            return Verdict.OUTSIDE_DECLINED
        case Answered():
            return Verdict.OUTSIDE_ANSWERED
        case _:
            return Verdict.OUTSIDE_ASKED


def _inside(reply: Reply, *, acceptable: bool) -> Verdict:
    match reply.outcome:
        case Declined():
            return Verdict.MISSED
        case Answered():
            return Verdict.ANSWERED if acceptable else Verdict.WRONG
        case _:
            return Verdict.ASKED if acceptable else Verdict.ASTRAY


def _write(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")


def _pad(text: str, width: int) -> str:
    wide = sum(east_asian_width(letter) in "WFA" for letter in text)
    return text + " " * max(0, width - len(text) - wide)


def _share(results: Sequence[Result], verdicts: set[Verdict]) -> str:
    return f"{100 * sum(r.verdict in verdicts for r in results) / len(results):.1f}%"


def _row(name: str, results: Sequence[Result]) -> str:
    counts = Counter(result.verdict for result in results)
    cells = [str(len(results)), *(str(counts[v] or "-") for v in Verdict)]
    cells += [_share(results, RIGHT), _share(results, WRONG)]
    return _pad(name, STYLE_COLUMN) + "".join(_pad(cell, COLUMN) for cell in cells).rstrip()


def write_table(results: Sequence[Result]) -> None:
    """Write the counts by style and in total."""
    heads = ["数", *(verdict.value for verdict in Verdict), "正", "誤"]
    _write(_pad("", STYLE_COLUMN) + "".join(_pad(head, COLUMN) for head in heads).rstrip())
    for style in sorted({result.question.style for result in results}):
        _write(_row(style, [r for r in results if r.question.style == style]))
    for part in PARTS[:2]:
        if of_part := [r for r in results if r.question.part == part]:
            _write(_row(part, of_part))
    if len({result.question.part for result in results}) > 1:
        _write(_row("total", results))
    two = [r for r in results if r.question.style == "two" and len(r.question.topics) > 1]
    _write(f"即答のうち、尋ねていない項目も答えた：{sum(r.has_extra for r in results)}")
    _write(f"2つ尋ねた{len(two)}問のうち、2つとも即答した：{sum(r.is_whole for r in two)}")
    _write(LEGEND)


def write_failures(results: Iterable[Result], most: int) -> None:
    """Write up to ``most`` questions that went other than right, the wrong ones first."""
    failures = [result for result in results if result.verdict not in RIGHT]
    failures.sort(key=lambda result: (result.verdict not in WRONG, result.question.id))
    for result in failures[:most]:
        question = result.question
        _write()
        _write(f"{question.id} {question.style} {question.as_of} 【{result.verdict.value}】")
        _write(f"  {question.question}")
        _write(f"  望む：{question.outcome} {' '.join(question.topics)}")
        _write(f"  結果：{result.kind} {' '.join(result.chosen)}")
        if result.ranked:
            _write(f"  {result.ranked}")


def main() -> None:
    """Run the questions asked for and write the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.paraphrases")
    parser.add_argument("--part", choices=PARTS, default="tune", help="どちらの半分か")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="正でなかった問いをN件")
    parser.add_argument("--style", help="この書き方だけ")
    wanted = parser.parse_args()
    questions = [
        question
        for question in read()
        if wanted.part in ("all", question.part) and wanted.style in (None, question.style)
    ]
    if not questions:
        parser.error("その書き方の問いはありません")
    assistant = Assistant.open(KNOWLEDGE)
    results = [run(assistant, question) for question in questions]
    write_table(results)
    write_failures(results, wanted.show)


if __name__ == "__main__":
    main()
