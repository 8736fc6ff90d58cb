"""Check 6: each example finds its topic, each near miss its own, with the margin between topics."""

from collections.abc import Iterable, Iterator
from datetime import date

from assistant.errors import Fault
from assistant.knowledge_base.model import Example, KnowledgeBase
from assistant.understanding.reading import Reading, Understanding, understand
from assistant.understanding.topics import Chosen

# The day only gives relative words (来月) a meaning; no example's topic depends on it.
_SOME_DAY = date(2025, 10, 1)


def check_examples(knowledge: KnowledgeBase, index: Understanding) -> list[Fault]:
    """Return a fault for each example or near miss that would not be answered by its topic."""
    return [
        fault
        for example in _all_examples(knowledge)
        if (fault := _fault(example, understand(example.text, _SOME_DAY, index))) is not None
    ]


def _all_examples(knowledge: KnowledgeBase) -> Iterator[Example]:
    for topic in knowledge.topics.values():
        yield from topic.examples
        yield from topic.near_misses
    for neighbour in knowledge.neighbours.values():
        yield from neighbour.examples


def _fault(example: Example, reading: Reading) -> Fault | None:
    if reading.urgent:
        return _at(
            example, "救急の言葉と読まれます", "vocabulary/emergency.yaml の except を見直します"
        )
    rankings = [segment.ranking for segment in reading.segments]
    if any(isinstance(r, Chosen) and r.topic == example.topic for r in rankings):
        return None
    nearest = _nearest(
        r.id for ranking in rankings for r in ranking.ranked if r.id != example.topic
    )
    return _at(
        example,
        f"「{example.topic}」と決まらず、{nearest}",
        "言い方を変えるか、近い項目の例や言葉（概念）を見直します",
    )


def _nearest(names: Iterable[str]) -> str:
    first = next(iter(names), None)
    return f"「{first}」と近すぎます" if first else "どの項目にも届きません"


def _at(example: Example, message: str, remedy: str) -> Fault:
    text = example.text if len(example.text) <= 24 else f"{example.text[:24]}…"
    return Fault(example.place.file, example.place.line, f"「{text}」が{message}", remedy)
