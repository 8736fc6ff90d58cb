"""Check 5, second half: no answer rests on a passage that a later notice has overtaken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.errors import Fault
from assistant.knowledge_base.model import KnowledgeBase, Notice, Ruling, Topic
from assistant.knowledge_base.people import Case, cases
from assistant.knowledge_base.timeline import boundaries, in_force


@dataclass(frozen=True, slots=True)
class _Overtaken:
    """The later notice, and the first day from which the passage no longer counts."""

    successor: Notice
    starts: date


def check_succession(knowledge: KnowledgeBase) -> list[Fault]:
    """Return a fault for each sentence still given on a day on which its passage is overtaken.

    A ruling that rests on such a passage may stay as history, as long as another one replaces it
    once the later notice is known.
    """
    overtaken = _overtaken(knowledge.notices)
    return [
        fault
        for topic in knowledge.topics.values()
        for ruling in topic.rulings
        for fault in _faults(topic, ruling, overtaken, knowledge)
    ]


def _overtaken(notices: Mapping[str, Notice]) -> dict[tuple[str, str], _Overtaken]:
    return {
        (step.notice, passage): _Overtaken(later, step.starts)
        for later in notices.values()
        for step in later.supersedes
        for passage in step.passages
    }


def _faults(
    topic: Topic,
    ruling: Ruling,
    overtaken: Mapping[tuple[str, str], _Overtaken],
    knowledge: KnowledgeBase,
) -> Iterator[Fault]:
    for statement in ruling.statements:
        cited = statement.citation
        step = overtaken.get((cited.notice, cited.passage)) if cited else None
        if cited is None or step is None:
            continue
        people = [c for c in cases(topic, knowledge.facts) if statement.about.possible(c)]
        if not _still_given(topic, ruling, step, people):
            continue
        yield Fault(
            statement.place.file,
            statement.place.line,
            f"{cited.notice} の {cited.passage} は {step.starts} に {step.successor.id} に"
            f"替わりましたが、「{ruling.id}」がまだ使われます",
            f"{step.successor.id} に基づく場合分けを足して replaces に「{ruling.id}」を書くか、"
            f"until を {step.starts - timedelta(days=1)} にします",
        )


def _still_given(topic: Topic, ruling: Ruling, step: _Overtaken, people: Sequence[Case]) -> bool:
    """Tell whether some of the people still get the ruling for a later day, once all is known."""
    edges = {step.starts, *(edge for edge in boundaries(topic) if edge > step.starts)}
    days = [day for day in edges if ruling.period.contains(day)]
    return any(ruling in in_force(topic, case, day, date.max) for case in people for day in days)
