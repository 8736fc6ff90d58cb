"""Check 3: for every case, day and state of knowledge exactly one ruling."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

from assistant.errors import Fault
from assistant.knowledge_base.model import UNKNOWN, Fact, KnowledgeBase, Topic
from assistant.knowledge_base.timeline import boundaries, in_force, known_days

_MOST_FAULTS = 3


def check_tiling(knowledge: KnowledgeBase) -> list[Fault]:
    """Return the first few holes and overlaps of each topic, with the day and case that fail."""
    faults: list[Fault] = []
    for topic in knowledge.topics.values():
        for fault in _topic_faults(topic, knowledge.facts):
            faults.append(fault)
            if sum(f.file == topic.place.file for f in faults) >= _MOST_FAULTS:
                break
    return faults


def _topic_faults(topic: Topic, facts: Mapping[str, Fact]) -> Iterator[Fault]:
    all_cases = list(cases(topic, facts))
    for as_of, day in instants(topic):
        for case in all_cases:
            found = in_force(topic, case, day, as_of)
            if len(found) != 1:
                yield _fault(topic, facts, (as_of, day), case, [ruling.id for ruling in found])
                break


def instants(topic: Topic) -> Iterator[tuple[date, date]]:
    """Yield (as_of, day asked) for every state of knowledge and every stretch of days."""
    days = sorted({topic.starts, *(day for day in boundaries(topic) if day > topic.starts)})
    for as_of in known_days(topic):
        for day in days:
            yield as_of, day


def cases(topic: Topic, facts: Mapping[str, Fact]) -> Iterator[dict[str, str]]:
    """Yield every combination of the topic's facts that can occur.

    A fact that may be asked back has its values; any other may also stay unknown.
    """
    named = {fact for ruling in topic.rulings for fact in ruling.when.allowed} | set(topic.facts)
    order = [fact for fact in facts if fact in named]
    columns = [
        [value.code for value in facts[fact].values] + ([] if fact in topic.facts else [UNKNOWN])
        for fact in order
    ]
    for values in product(*columns):
        case = dict(zip(order, values, strict=True))
        if can_occur(case, facts):
            yield case


def can_occur(case: Mapping[str, str], facts: Mapping[str, Fact]) -> bool:
    """Tell whether no value of the case rules out another (an insurer has its own scheme)."""
    for fact, code in case.items():
        value = facts[fact].value(code)
        for other, implied in (value.implies if value else {}).items():
            if case.get(other, implied) != implied:
                return False
    return True


def _fault(
    topic: Topic,
    facts: Mapping[str, Fact],
    instant: tuple[date, date],
    case: Mapping[str, str],
    found: list[str],
) -> Fault:
    as_of, day = instant
    words = (
        "、".join(f"{facts[f].label}={_label(facts[f], code)}" for f, code in case.items())
        or "全員"
    )
    what = f"{len(found)} 件（{'、'.join(found)}）" if found else "一つもありません"
    return Fault(
        topic.place.file,
        topic.place.line,
        f"{day} について {as_of} の時点で {words} に当てはまる場合分けが {what}",
        "期間（from・until）、when、replaces を見直して、ちょうど一つにします",
    )


def _label(fact: Fact, code: str) -> str:
    value = fact.value(code)
    return value.label if value else "不明"
