"""For whom: a set of cases, said in the fewest words that name exactly them."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from assistant.knowledge_base.model import UNKNOWN, Fact
from assistant.knowledge_base.people import Case

EVERYBODY = "全員"
Box = Mapping[str, frozenset[str]]  # fact → values; the cases that have one of them in each


def whom(own: Sequence[Case], everybody: Sequence[Case], facts: Mapping[str, Fact]) -> str:
    """Say who some of all the cases are, or, where that is shorter, who they are not."""
    if len(own) == len(everybody):
        return EVERYBODY
    named = boxes(own, everybody)
    if len(named) > 1:
        inside = {id(case) for case in own}
        left_out = boxes([case for case in everybody if id(case) not in inside], everybody)
        if len(left_out) < len(named):
            return f"（{_words(left_out, everybody, facts)}）のほかの{EVERYBODY}"
    return _words(named, everybody, facts)


def one_kind(own: Sequence[Case], everybody: Sequence[Case]) -> bool:
    """Tell whether the cases can be named by saying one thing of each fact."""
    return len(_inside(_values(own), everybody)) == len(own)


def boxes(own: Sequence[Case], everybody: Sequence[Case]) -> list[Box]:
    """Return boxes that hold the own cases and no other, the fewest facts in each."""
    allowed = _values(own)
    narrowing = [f for f in allowed if any(case[f] not in allowed[f] for case in everybody)]
    for size in range(1, len(narrowing) + 1):
        for named in combinations(narrowing, size):
            box = {fact: allowed[fact] for fact in named}
            if len(_inside(box, everybody)) == len(own):
                return [box]
    return _split(own, everybody)


def _values(own: Sequence[Case]) -> Box:
    return {fact: frozenset(case[fact] for case in own) for fact in own[0]}


def _inside(box: Box, everybody: Sequence[Case]) -> list[Case]:
    return [c for c in everybody if all(c[fact] in codes for fact, codes in box.items())]


def _split(own: Sequence[Case], everybody: Sequence[Case]) -> list[Box]:
    """Cut the cases by the first fact in which they differ; join the values that go together."""
    fact = next(f for f in own[0] if len({case[f] for case in own}) > 1)
    found: dict[tuple[tuple[str, frozenset[str]], ...], set[str]] = {}
    for code in dict.fromkeys(case[fact] for case in own):
        part = [case for case in own if case[fact] == code]
        peers = [case for case in everybody if case[fact] == code]
        rest: list[Box] = [{}] if len(part) == len(peers) else boxes(part, peers)
        for box in rest:
            found.setdefault(tuple(box.items()), set()).add(code)
    return [
        _pruned({fact: frozenset(codes), **dict(rest)}, everybody) for rest, codes in found.items()
    ]


def _pruned(box: Box, everybody: Sequence[Case]) -> Box:
    """Leave out the facts that follow from the others."""
    for fact in box:
        fewer = {other: codes for other, codes in box.items() if other != fact}
        if len(_inside(fewer, everybody)) == len(_inside(box, everybody)):
            return _pruned(fewer, everybody)
    return box


def _words(named: Sequence[Box], everybody: Sequence[Case], facts: Mapping[str, Fact]) -> str:
    return "、または".join(
        "、".join(_fact_words(fact, box, everybody, facts) for fact in box) for box in named
    )


def _fact_words(fact: str, box: Box, everybody: Sequence[Case], facts: Mapping[str, Fact]) -> str:
    """Say the values of one fact, or, where they are fewer, those that it leaves out."""
    wider = {other: codes for other, codes in box.items() if other != fact}
    others = {case[fact] for case in _inside(wider, everybody)} - box[fact]
    said, ending = (others, "を除く") if len(others) < len(box[fact]) else (box[fact], "")
    labels = [value.condition for value in facts[fact].values if value.code in said]
    labels += [f"{facts[fact].label}が不明の方"] * (UNKNOWN in said)
    return "・".join(labels) + ending
