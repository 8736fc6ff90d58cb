"""Ranking topics, and subjects outside the notices, by the examples people wrote for them.

In: the features of a question. Out: ``Chosen``, ``Unclear`` or ``NoTopic``, each with the ranked
list and reasons. A score from 0 to 1000 has two parts. Likeness to the nearest examples: the share
of the question's weight that an example covers, and the share of the example's that the question
covers (geometric mean). And what is typical: how much more usual the question's features are among
the topic's examples than among all. All numbers are integers made at load; rare features weigh
more; ties go by id.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.knowledge_base.model import KnowledgeBase
from assistant.understanding.concepts import Vocabulary
from assistant.understanding.features import NOTHING, Features, features_of, of_concepts
from assistant.understanding.home import Home
from assistant.understanding.normalization import key_of


@dataclass(frozen=True, slots=True)
class Limits:
    """When a ranking is an answer; calibrated on examples held out, a wrong one at five choices.

    ``floor`` least trust for a topic, ``offer`` for a choice (trust is the score with what home
    adds); ``outside`` least score for a subject outside; ``margin`` least lead over the next;
    ``band`` how far behind the best a choice is still offered; ``choices`` how many at most.
    """

    floor: int = 520
    offer: int = 420
    outside: int = 300
    margin: int = 65
    band: int = 130
    choices: int = 4


LIMITS = Limits()

LIKENESS, TYPICAL = 40, 60
WORD_FOR_WORD = 150
ASKED_NEXT = 60
NEXT_EXAMPLES = 20
CONTEXT_IN_TOTAL = 50
WITHOUT_ITS_CONCEPTS = 85
# So many are looked at, of which mere talk may be taken out.
NEAREST = 20
FULLY_TYPICAL = 5.0
# Points of trust for each unit that the words speak for the notices (home).
HOME = 45
# Where words speak so much for the notices, thanks and hesitation are meant only where they are
# nearly all that is said.
MORE_THAN_TALK, ALL_TALK = 100, 550
SMOOTHING_OWN, SMOOTHING_OTHERS = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class Ranked:
    """A topic or an outside subject with its score and, in words, what spoke for it."""

    id: str
    score: int
    outside: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """One clear winner, the first of ``ranked``."""

    topic: str
    ranked: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Two to four that are about equally likely, best first."""

    ranked: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class NoTopic:
    """Nothing is near enough; ``ranked`` holds the nearest."""

    ranked: tuple[Ranked, ...]


Ranking = Chosen | Unclear | NoTopic


@dataclass(frozen=True, slots=True)
class TopicIndex:
    """All examples as an inverted index, built once.

    ``ids`` number → topic or neighbour · ``outside`` the ids of neighbours
    ``owners`` example → number · ``texts`` example → words · ``sizes`` example → total weight
    ``postings`` feature → (weight, examples) · ``typical`` feature → (number, 0 to 1000)
    ``rarity`` feature → hundredths, ``unseen`` that of a new one · ``exact`` wording → numbers
    ``home`` tells how much words speak for the notices · ``chat`` neighbours that are mere talk
    ``needs`` topic → the concepts it is about · ``next_topics`` topic → what people ask next
    """

    ids: tuple[str, ...]
    outside: frozenset[str]
    owners: tuple[int, ...]
    texts: tuple[str, ...]
    sizes: tuple[int, ...]
    postings: Mapping[str, tuple[tuple[int, tuple[int, ...]], ...]]
    typical: Mapping[str, tuple[tuple[int, int], ...]]
    rarity: Mapping[str, int]
    unseen: int
    needs: Mapping[str, tuple[str, ...]]
    exact: Mapping[str, tuple[int, ...]]
    next_topics: Mapping[str, tuple[str, ...]]
    home: Home
    chat: frozenset[str]

    @classmethod
    def build(cls, kb: KnowledgeBase, words: Vocabulary) -> "TopicIndex":
        """Index titles, examples and the near misses that others name, neighbours included."""
        pairs = sorted(set(_authored(kb)))
        ids = tuple(sorted({owner for owner, _ in pairs}))
        number = {topic: at for at, topic in enumerate(ids)}
        owners = tuple(number[owner] for owner, _ in pairs)
        keys = [key_of(text) for _, text in pairs]
        found = [features_of(key, words.find(key, spell=False)) for key in keys]
        counts = _count(owners, [features.wide for features in found])
        sizes = Counter(owners)
        outside = {number[neighbour] for neighbour in kb.neighbours}
        rarity = {f: _hundredths(len(ids), len(by_topic)) for f, by_topic in counts.items()}
        weighed = [
            {f: weight * rarity[f] for f, weight in features.base.items()} for features in found
        ]
        return cls(
            ids=ids,
            outside=frozenset(kb.neighbours),
            owners=owners,
            texts=tuple(text for _, text in pairs),
            sizes=tuple(max(1, sum(features.values())) for features in weighed),
            postings=_postings(weighed),
            typical=_typical(counts, sizes),
            home=Home.build(counts, sizes, outside),
            chat=frozenset(n.id for n in kb.neighbours.values() if n.kind == "chat"),
            rarity=rarity,
            unseen=_hundredths(len(ids), 1),
            exact=_exact(keys, owners),
            next_topics={topic.id: topic.next_topics for topic in kb.topics.values()},
            needs={
                topic.id: tuple(f"c:{c}" for c in topic.concepts) for topic in kb.topics.values()
            },
        )

    def rank(
        self, features: Features, context: Features = NOTHING, *, after: str | None = None
    ) -> Ranking:
        """Rank all topics for a question.

        ``context`` counts with its own weights, where it adds something; ``after`` is the topic
        talked about before; it and what people ask next are favoured.
        """
        home = self.home.of({**context.wide, **features.wide})
        ranked = self.scores(features, context, after)
        if home >= MORE_THAN_TALK:
            ranked = tuple(r for r in ranked if r.id not in self.chat or r.score >= ALL_TALK)
        return decide(ranked, home)

    def scores(
        self, features: Features, context: Features = NOTHING, after: str | None = None
    ) -> tuple[Ranked, ...]:
        """Return the topics nearest to the question, best first, ties by id."""
        favoured = {after, *self.next_topics.get(after, ())} if after else set()
        exact = self.exact.get(features.key, ())
        base, total = self._weigh(features.base, context.base)
        likeness = self._likeness(base, total)
        typical = self._typicality(*self._weigh(features.wide, context.wide))
        ranked = []
        for number in sorted(likeness.keys() | typical.keys()):
            like, nearest = likeness.get(number, (0, -1))
            score = (LIKENESS * like + TYPICAL * typical.get(number, 0)) // (LIKENESS + TYPICAL)
            score += WORD_FOR_WORD if number in exact else 0
            score += ASKED_NEXT if self.ids[number] in favoured else 0
            ranked.append((-self._fit(self.ids[number], score, base), self.ids[number], nearest))
        return tuple(self._ranked(*one) for one in sorted(ranked)[:NEAREST])

    def context_of(self, topic: str) -> Features:
        """Return what stands for a topic of the conversation: its own concepts."""
        return of_concepts(need.removeprefix("c:") for need in self.needs.get(topic, ()))

    def _weigh(
        self, features: Mapping[str, int], context: Mapping[str, int]
    ) -> tuple[dict[str, int], int]:
        """Return weights and total; context counts in part only, since much of it is noise."""
        weighed = {f: weight * self.rarity.get(f, self.unseen) for f, weight in features.items()}
        added = {
            f: weight * self.rarity[f]
            for f, weight in context.items()
            if f not in weighed and f in self.rarity
        }
        total = sum(weighed.values()) + sum(added.values()) * CONTEXT_IN_TOTAL // 100
        return {**weighed, **added}, max(1, total)

    def _likeness(self, asked: Mapping[str, int], total: int) -> dict[int, tuple[int, int]]:
        """Return for each topic its likeness (0 to 1000) and the nearest example."""
        shared: dict[int, int] = defaultdict(int)
        for feature, weight in asked.items():
            for own, examples in self.postings.get(feature, ()):
                common = min(own, weight)
                for example in examples:
                    shared[example] += common
        by_topic: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for example, weight in shared.items():
            by_topic[self.owners[example]].append(
                (weight * weight // self.sizes[example], -example)
            )
        return {
            number: _likeness(sorted(found, reverse=True)[:4], total)
            for number, found in by_topic.items()
        }

    def _typicality(self, asked: Mapping[str, int], total: int) -> dict[int, int]:
        """Return for each topic how typical the question is of it, 0 to 1000."""
        found: dict[int, int] = defaultdict(int)
        for feature, weight in asked.items():
            for number, strength in self.typical.get(feature, ()):
                found[number] += weight * strength
        return {number: min(1000, value // total) for number, value in found.items()}

    def _fit(self, topic: str, score: int, asked: Mapping[str, int]) -> int:
        needs = self.needs.get(topic, ())
        if needs and not any(need in asked for need in needs):
            score = score * WITHOUT_ITS_CONCEPTS // 100
        return min(1000, score)

    def _ranked(self, lack: int, topic: str, nearest: int) -> Ranked:
        reasons = (f"「{self.texts[nearest]}」に似ています",) if nearest >= 0 else ()
        return Ranked(topic, -lack, topic in self.outside, reasons)


def decide(ranked: Sequence[Ranked], home: int, limits: Limits = LIMITS) -> Ranking:
    """Turn scores into a decision: is it ours, is one clearly ahead, else what to offer.

    ``home`` tells how much the words speak for the notices, in hundredths.
    """
    shown = tuple(ranked[: limits.choices])
    if not shown:
        return NoTopic(shown)
    best = shown[0]
    trust = best.score + home * HOME // 100
    if best.score < limits.outside if best.outside else trust < limits.offer:
        return NoTopic(shown)
    lead = best.score - (shown[1].score if len(shown) > 1 else 0)
    if lead >= limits.margin and (best.outside or trust >= limits.floor):
        return Chosen(best.id, shown)
    return Unclear(tuple(r for r in shown if best.score - r.score <= limits.band))


def _authored(kb: KnowledgeBase) -> Iterable[tuple[str, str]]:
    for topic in kb.topics.values():
        yield topic.id, topic.title
        yield from ((topic.id, example.text) for example in topic.examples)
        yield from (
            (miss.topic, miss.text) for miss in topic.near_misses if miss.topic in kb.topics
        )
    for neighbour in kb.neighbours.values():
        yield neighbour.id, neighbour.label
        yield from ((neighbour.id, example.text) for example in neighbour.examples)


def _count(
    owners: Sequence[int], examples: Sequence[Mapping[str, int]]
) -> dict[str, dict[int, int]]:
    """Return for each feature in how many examples of each topic it stands."""
    counts: dict[str, dict[int, int]] = {}
    for owner, features in zip(owners, examples, strict=True):
        for feature in features:
            by_topic = counts.setdefault(feature, {})
            by_topic[owner] = by_topic.get(owner, 0) + 1
    return counts


def _postings(
    examples: Sequence[Mapping[str, int]],
) -> dict[str, tuple[tuple[int, tuple[int, ...]], ...]]:
    """Return for each feature the examples that have it, grouped by the weight it has there."""
    groups: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for example, features in enumerate(examples):
        for feature, weight in features.items():
            groups[feature][weight].append(example)
    return {
        feature: tuple((weight, tuple(found)) for weight, found in sorted(by_weight.items()))
        for feature, by_weight in groups.items()
    }


def _typical(
    counts: Mapping[str, Mapping[int, int]], sizes: Mapping[int, int]
) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return for each feature the topics it is typical of, and how much (0 to 1000).

    The measure is the logarithm of how much likelier the feature is in the topic than elsewhere,
    counted from a topic that never has it, and full at ``FULLY_TYPICAL``.
    """
    total = sum(sizes.values())
    mean = total / max(1, len(sizes))

    @cache
    def strength(count: int, size: int, everywhere: int) -> int:
        never = SMOOTHING_OWN / (mean + 1) / ((everywhere + SMOOTHING_OTHERS) / (total + 1))
        own = (count + SMOOTHING_OWN) / (size + 1)
        others = (everywhere - count + SMOOTHING_OTHERS) / (total - size + 1)
        return min(1000, round(1000 * math.log(own / others / never) / FULLY_TYPICAL))

    typical = {}
    for feature, by_topic in counts.items():
        everywhere = sum(by_topic.values())
        found = []
        for number, count in by_topic.items():
            if (value := strength(count, sizes[number], everywhere)) > 0:
                found.append((number, value))
        typical[feature] = tuple(sorted(found)) if len(found) > 1 else tuple(found)
    return typical


def _exact(keys: Sequence[str], owners: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """Return for each authored wording the topics that have it."""
    found: dict[str, set[int]] = defaultdict(set)
    for key, owner in zip(keys, owners, strict=True):
        found[key].add(owner)
    return {key: tuple(sorted(numbers)) for key, numbers in found.items()}


def _hundredths(count: int, found: int) -> int:
    return round(100 * math.log(1 + count / found))


def _likeness(best: Sequence[tuple[int, int]], asked: int) -> tuple[int, int]:
    """Blend the nearest examples of a topic; the nearest counts by far the most."""
    values = [min(1000, math.isqrt(1000 * 1000 * squared // asked)) for squared, _ in best]
    blended = (100 * values[0] + NEXT_EXAMPLES * sum(values[1:])) // (100 + NEXT_EXAMPLES * 3)
    return blended, -best[0][1]
