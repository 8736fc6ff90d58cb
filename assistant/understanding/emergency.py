"""Seeing a medical emergency before anything else.

In: a matching key and the signs of the knowledge. A sign is groups of phrases; one phrase of each
group must stand in the same question. Phrases that only look like a sign (マイナ救急) are taken out
first.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.knowledge_base.model import Emergency
from assistant.understanding.normalization import key_of


@dataclass(frozen=True, slots=True)
class EmergencySigns:
    """The signs in matching form; built once."""

    signs: tuple[tuple[tuple[str, ...], ...], ...]
    harmless: tuple[str, ...]

    @classmethod
    def build(cls, emergency: Emergency) -> "EmergencySigns":
        """Fold all phrases; longer harmless phrases are taken out before shorter ones."""
        signs = tuple(tuple(_keys(group) for group in sign) for sign in emergency.signs)
        return cls(signs, tuple(sorted(_keys(emergency.except_), key=lambda key: (-len(key), key))))

    def seen_in(self, key: str) -> bool:
        """Tell whether a matching key describes an emergency."""
        for phrase in self.harmless:
            key = key.replace(phrase, "、")
        return any(
            sign and all(any(map(key.__contains__, group)) for group in sign) for sign in self.signs
        )


def _keys(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for phrase in phrases if (key := key_of(phrase)))
