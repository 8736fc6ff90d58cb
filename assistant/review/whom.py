"""For whom: a set of cases, said in the fewest words that name exactly them."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from assistant.knowledge_base.model import UNKNOWN, Fact
from assistant.knowledge_base.people import Case

EVERYBODY = "全員"
Box = Mapping[str, frozenset[str]]  # fact → values; the cases that have one of them in each


def whom(own: Sequence[Case], everybody: Sequence[Case], facts: Mapping[str, Fact]) -> str:
    """Say who some of all the cases are; what follows from the rest is not said."""
    if len(own) == len(everybody):
        return EVERYBODY
    return "、または".join(_words(box, everybody, facts) for box in _boxes(own, everybody))


def _boxes(own: Sequence[Case], everybody: Sequence[Case]) -> list[Box]:
    """Return boxes that hold the own cases and no other, the fewest facts in each."""
    allowed = {fact: frozenset(case[fact] for case in own) for fact in own[0]}
    narrowing = [f for f in allowed if any(case[f] not in allowed[f] for case in everybody)]
    for size in range(1, len(narrowing) + 1):
        for named in combinations(narrowing, size):
            box = {fact: allowed[fact] for fact in named}
            if sum(_inside(case, box) for case in everybody) == len(own):
                return [box]
    return _split(own, everybody)


def _inside(case: Case, box: Box) -> bool:
    return all(case[fact] in codes for fact, codes in box.items())


def _split(own: Sequence[Case], everybody: Sequence[Case]) -> list[Box]:
    """Cut the cases by the first fact in which they differ; join the values that go together."""
    fact = next(f for f in own[0] if len({case[f] for case in own}) > 1)
    found: dict[tuple[tuple[str, frozenset[str]], ...], set[str]] = {}
    for code in dict.fromkeys(case[fact] for case in own):
        part = [case for case in own if case[fact] == code]
        peers = [case for case in everybody if case[fact] == code]
        rest: list[Box] = [{}] if len(part) == len(peers) else _boxes(part, peers)
        for box in rest:
            found.setdefault(tuple(box.items()), set()).add(code)
    return [{fact: frozenset(codes), **dict(rest)} for rest, codes in found.items()]


def _words(box: Box, everybody: Sequence[Case], facts: Mapping[str, Fact]) -> str:
    """Say one box; where that is shorter, by whom it leaves out."""
    return "、".join(_fact_words(fact, box, everybody, facts) for fact in box)


def _fact_words(fact: str, box: Box, everybody: Sequence[Case], facts: Mapping[str, Fact]) -> str:
    wider = {other: codes for other, codes in box.items() if other != fact}
    others = {case[fact] for case in everybody if _inside(case, wider)} - box[fact]
    said, ending = (others, "を除く") if len(others) < len(box[fact]) else (box[fact], "")
    labels = [value.condition for value in facts[fact].values if value.code in said]
    labels += [f"{facts[fact].label}が不明の方"] * (UNKNOWN in said)
    return "・".join(labels) + ending
