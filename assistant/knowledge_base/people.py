"""Cases: every combination of facts that can occur, and how a set of them is said in words."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from assistant.knowledge_base.model import UNKNOWN, Fact, Topic

Case = Mapping[str, str]


def deciding_facts(topic: Topic, facts: Mapping[str, Fact]) -> list[str]:
    """Return the facts that choose among a topic's rulings, in the order of the fact file."""
    named = {fact for ruling in topic.rulings for fact in ruling.when.allowed} | set(topic.facts)
    return [fact for fact in facts if fact in named]


def cases(topic: Topic, facts: Mapping[str, Fact]) -> Iterator[dict[str, str]]:
    """Yield every combination of the topic's facts that can occur.

    A fact that may be asked back has its values; any other may also stay unknown.
    """
    order = deciding_facts(topic, facts)
    columns = [
        [value.code for value in facts[fact].values] + ([] if fact in topic.facts else [UNKNOWN])
        for fact in order
    ]
    for values in product(*columns):
        case = dict(zip(order, values, strict=True))
        if can_occur(case, facts):
            yield case


def can_occur(case: Case, facts: Mapping[str, Fact]) -> bool:
    """Tell whether no value of the case rules out another (an insurer has its own scheme)."""
    for fact, code in case.items():
        value = facts[fact].value(code)
        for other, implied in (value.implies if value else {}).items():
            if case.get(other, implied) != implied:
                return False
    return True


def in_words(own: Sequence[Case], everybody: Sequence[Case], facts: Mapping[str, Fact]) -> str:
    """Say who some cases are, by the facts that set them apart from all the cases."""
    parts = []
    for fact in own[0]:
        codes = {case[fact] for case in own}
        if codes != {case[fact] for case in everybody}:
            parts.append("・".join(_conditions(facts[fact], codes)) or f"{facts[fact].label}が不明")
    return "、".join(parts) or "そのほかの方"


def _conditions(fact: Fact, codes: set[str]) -> list[str]:
    return [value.condition for value in fact.values if value.code in codes]
