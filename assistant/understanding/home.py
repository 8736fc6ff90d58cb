"""How much the words of a question sound like what the notices cover, and not like something else.

In: for each feature, in how many examples inside and outside it stands. Out: for a question, the
sum over its features of how much likelier each is inside, in hundredths: 0 leaves it open, above it
speaks for the notices, below against. A word nobody has written yet speaks mildly against.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

# Hundredths of a natural logarithm: for a new word, and the least and most a question can have.
NEW_WORD = -100
LEAST, MOST = -400, 1000
SMOOTHING = 0.5
_KINDS = "cgkn"


@dataclass(frozen=True, slots=True)
class Home:
    """``leaning`` feature → hundredths, made once from all examples."""

    leaning: Mapping[str, int]

    @classmethod
    def build(
        cls,
        counts: Mapping[str, Mapping[int, int]],
        sizes: Mapping[int, int],
        outside: Collection[int],
    ) -> "Home":
        """Compare the examples of topics with those of the neighbours ``outside``."""
        all_outside = sum(size for number, size in sizes.items() if number in outside)
        all_inside = sum(sizes.values()) - all_outside
        level = math.log(max(1, all_outside) / max(1, all_inside))
        leaning = {}
        for feature, by_topic in counts.items():
            if feature[0] in _KINDS:
                there = sum(count for number, count in by_topic.items() if number in outside)
                here = sum(by_topic.values()) - there
                value = 100 * (math.log((here + SMOOTHING) / (there + SMOOTHING)) + level)
                leaning[feature] = round(value) if here + there > 1 else round(value) // 2
        return cls(leaning)

    def of(self, features: Mapping[str, int]) -> int:
        """Return how much a question's features (feature → weight) speak for the notices."""
        total = sum(
            weight * self.leaning.get(feature, NEW_WORD)
            for feature, weight in features.items()
            if feature[0] in _KINDS
        )
        return max(LEAST, min(MOST, total // 100))
