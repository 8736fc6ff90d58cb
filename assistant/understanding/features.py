"""What of a text counts when topics are ranked.

In: a matching key and the mentions found in it. Out: feature → weight of its kind.

``c:`` a concept · ``n:`` a concept denied · ``g:`` a pair of characters with a kanji · ``k:`` a
kanji · ``h:`` three characters. ``base`` takes kanji only from what no concept covers, and is
compared example by example (where there is nothing of the kind, as in もしもし, all characters
are); ``wide`` adds the characters of the whole text at less weight, and tells what is typical.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.understanding.concepts import Mention

CONCEPT, DENIAL, PAIR, KANJI, THREE = 100, 45, 30, 14, 5
COVERED_PAIR = 15

_RUN = re.compile("[^、。]+")


@dataclass(frozen=True, slots=True)
class Features:
    """Both views of one text; ``key`` is the text itself, empty where it is only context."""

    base: Mapping[str, int]
    wide: Mapping[str, int]
    key: str = ""

    def only_concepts(self) -> "Features":
        """Return the concepts alone, as for a text that is only context."""
        concepts = {f: weight for f, weight in self.base.items() if f[0] in "cn"}
        return Features(concepts, concepts)

    def scaled(self, hundredths: int) -> "Features":
        """Return the same features at a share of their weight."""
        return Features(_scaled(self.base, hundredths), _scaled(self.wide, hundredths))

    def over(self, other: "Features") -> "Features":
        """Return both; where both have a feature, this one's weight holds."""
        return Features({**other.base, **self.base}, {**other.wide, **self.wide})


NOTHING = Features({}, {})


def features_of(key: str, mentions: Iterable[Mention]) -> Features:
    """Return the features of a matching key."""
    base: dict[str, int] = {}
    rest = list(key)
    for mention in mentions:
        share = len(mention.concepts)
        for concept in mention.concepts:
            base[f"c:{concept}"] = max(CONCEPT // share, base.get(f"c:{concept}", 0))
            if mention.negated:
                base[f"n:{concept}"] = DENIAL // share
        rest[mention.start : mention.end] = "、" * (mention.end - mention.start)
    _add_kanji(base, "".join(rest))
    wide = dict(base)
    _add_all(wide, key)
    return Features(base or wide, wide, key)


def of_concepts(concepts: Iterable[str]) -> Features:
    """Return the features that stand for some concepts, as for a topic of the conversation."""
    found = {f"c:{concept}": CONCEPT for concept in concepts}
    return Features(found, found)


def _scaled(features: Mapping[str, int], hundredths: int) -> dict[str, int]:
    return {feature: weight * hundredths // 100 for feature, weight in features.items()}


def _add_kanji(features: dict[str, int], text: str) -> None:
    for run in _RUN.findall(text):
        tells = _telling(run)
        for at, character in enumerate(run):
            if tells[at]:
                features.setdefault(f"k:{character}", KANJI)
            if (tells[at] or tells[at + 1]) and at + 1 < len(run):
                features.setdefault(f"g:{run[at : at + 2]}", PAIR)


def _add_all(features: dict[str, int], text: str) -> None:
    for run in _RUN.findall(text):
        tells = _telling(run)
        for at in range(len(run) - 1):
            if tells[at] or tells[at + 1]:
                features.setdefault(f"g:{run[at : at + 2]}", COVERED_PAIR)
            if at + 2 < len(run):
                features.setdefault(f"h:{run[at : at + 3]}", THREE)


def _telling(run: str) -> list[bool]:
    """Return for each character whether it is a kanji, letter or digit; one more at the end."""
    found = [not "ぁ" <= character <= "ん" for character in run]
    return [*found, False]
