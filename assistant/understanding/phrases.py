"""Finding the words that reveal a fact about the asker.

In: a matching key. Out: the phrases of ``knowledge/vocabulary/facts.yaml`` in it, by position.
A longer phrase hides what is inside it; a denied one (国保ではなく) does not count, nor one that is
asked about (要配慮者って誰のこと).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.knowledge_base.model import Fact
from assistant.understanding.grammar import either, rule
from assistant.understanding.normalization import key_of

_DENIED = rule(
    "(?:の方|の人|の保険)?",
    either("(?:では?|じゃ)(?:なく|ない|ありません)", "以外", "を?(?:やめ|脱退|抜け)", "とは違"),
    "|は?(?:いら|要ら|不要|必要な)",
    "|(?:って|とは|というのは)(?:何|なに|なん|誰|だれ|どう|どんな)",
)
_KANJI = re.compile("[一-龥]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that reveal a value: for certain, or only usually."""

    key: str
    fact: str
    value: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase and where it stands in the key."""

    phrase: Phrase
    start: int

    @property
    def end(self) -> int:
        """The place after its last character."""
        return self.start + len(self.phrase.key)


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """All revealing words, longest first, and what a value implies for other facts."""

    phrases: tuple[Phrase, ...]
    implies: Mapping[tuple[str, str], Mapping[str, str]]

    @classmethod
    def build(cls, facts: Iterable[Fact]) -> "PhraseBook":
        """Collect phrases and guesses of all facts."""
        found: list[Phrase] = []
        implies: dict[tuple[str, str], Mapping[str, str]] = {}
        for fact in facts:
            for value in fact.values:
                implies[fact.id, value.code] = value.implies
                for words, certain in ((value.phrases, True), (value.guesses, False)):
                    found += [Phrase(key_of(w), fact.id, value.code, certain) for w in words]
        found.sort(key=lambda p: (-len(p.key), p.key, p.fact, p.value))
        return cls(tuple(found), implies)

    def find(self, key: str) -> tuple[Said, ...]:
        """Return what is said in a key, by position."""
        found: list[Said] = []
        for phrase in self.phrases:
            for start in _places(phrase.key, key):
                said = Said(phrase, start)
                if not any(_hides(longer, said) for longer in found):
                    found.append(said)
        kept = [said for said in found if not _DENIED.match(key, said.end)]
        return tuple(sorted(kept, key=lambda said: (said.start, said.phrase.fact)))

    def implied(self, fact: str, value: str) -> Mapping[str, str]:
        """Return what a value implies for other facts."""
        return self.implies.get((fact, value), {})


def _hides(longer: Said, said: Said) -> bool:
    same_fact = longer.phrase.fact == said.phrase.fact
    return same_fact and longer.start < said.end and said.start < longer.end


def _places(phrase: str, key: str) -> list[int]:
    """Return where a phrase stands. One kanji inside a kanji word (夫 in 大丈夫) does not count."""
    starts, at = [], key.find(phrase)
    while at >= 0:
        inside = len(phrase) == 1 and at > 0 and _KANJI.match(key[at - 1])
        if not inside:
            starts.append(at)
        at = key.find(phrase, at + 1)
    return starts
