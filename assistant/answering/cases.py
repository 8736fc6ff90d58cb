"""The one ruling for what is known of the asker, or the one fact that decides."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from assistant.knowledge_base.model import UNKNOWN, Fact, Ruling, Topic
from assistant.knowledge_base.people import can_occur, in_words
from assistant.knowledge_base.timeline import in_force

Case = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Instant:
    """The day asked about, and the day on which the asker stands."""

    day: date
    as_of: date


@dataclass(frozen=True, slots=True)
class Picked:
    """A ruling and a case for which it holds; ``condition`` is set when it is one of several."""

    ruling: Ruling
    case: Case
    condition: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """The rulings to answer with: one, or the remaining ones each with its condition in words."""

    picked: tuple[Picked, ...]


@dataclass(frozen=True, slots=True)
class NeedsFact:
    """The fact to ask back: the first in the topic's order that changes the answer."""

    fact: str


@dataclass(frozen=True, slots=True)
class NotYetKnown:
    """Nothing about the topic was known on that day."""


Decision = Decided | NeedsFact | NotYetKnown


def decide(
    topic: Topic,
    facts: Mapping[str, Fact],
    possible: Mapping[str, frozenset[str]],
    closed: frozenset[str],
    instant: Instant,
) -> Decision:
    """Choose the ruling, or the fact to ask.

    ``possible`` holds the value codes that each fact may have; ``closed`` the facts that are not
    to be asked (the asker does not know, or both answers are given).
    """
    found = [(case, _only(topic, case, instant)) for case in _completions(topic, facts, possible)]
    settled = [(case, ruling) for case, ruling in found if ruling is not None]
    if not settled:
        return NotYetKnown()
    for fact in topic.facts:
        if fact not in closed and _matters(fact, settled):
            return NeedsFact(fact)
    return Decided(_distinct(settled, facts))


def _only(topic: Topic, case: Case, instant: Instant) -> Ruling | None:
    found = in_force(topic, case, instant.day, instant.as_of)
    return found[0] if found else None


def _completions(
    topic: Topic, facts: Mapping[str, Fact], possible: Mapping[str, frozenset[str]]
) -> Iterator[Case]:
    """Yield every case that fits what is known, in the order of the facts' values."""
    named = {fact for ruling in topic.rulings for fact in ruling.when.allowed} | set(topic.facts)
    order = [fact for fact in facts if fact in named]
    columns = [_column(facts[fact], possible, asked=fact in topic.facts) for fact in order]
    for values in product(*columns):
        case = dict(zip(order, values, strict=True))
        if can_occur(case, facts):
            yield case


def _column(fact: Fact, possible: Mapping[str, frozenset[str]], *, asked: bool) -> list[str]:
    codes = [value.code for value in fact.values if value.code in possible[fact.id]]
    return codes if asked or len(codes) == 1 else [UNKNOWN]


def _matters(fact: str, settled: list[tuple[Case, Ruling]]) -> bool:
    """Tell whether two cases that differ in this fact alone have different rulings."""
    seen: dict[tuple[tuple[str, str], ...], Ruling] = {}
    for case, ruling in settled:
        rest = tuple((key, value) for key, value in case.items() if key != fact)
        if seen.setdefault(rest, ruling) is not ruling:
            return True
    return False


def _distinct(settled: list[tuple[Case, Ruling]], facts: Mapping[str, Fact]) -> tuple[Picked, ...]:
    cases: dict[str, list[Case]] = {}
    rulings: dict[str, Ruling] = {}
    for case, ruling in settled:
        rulings[ruling.id] = ruling
        cases.setdefault(ruling.id, []).append(case)
    if len(rulings) == 1:
        (only,) = rulings.values()
        return (Picked(only, cases[only.id][0], None),)
    everybody = [case for case, _ in settled]
    return tuple(
        Picked(ruling, cases[ident][0], in_words(cases[ident], everybody, facts))
        for ident, ruling in rulings.items()
    )
