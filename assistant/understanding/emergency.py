"""Seeing a medical emergency before anything else.

In: a matching key and the signs of the knowledge. A sign is groups of phrases; one phrase of each
group must stand in the same question. What only looks like a sign (マイナ救急, 三年前に倒れて) is
cut out first.

A phrase is a word, or words in that order with something between them: 胸/むね…痛/苦し is 胸
or むね and soon after it 痛 or 苦し. Such a phrase reaches over a comma where it is a sign; where
it is an exception it stays within one clause, and never goes past a word that opens a new matter
(急に, さっき, ですが): what comes after that is told of now.

People in need write without marks (いきか てきない), so voiced and plain kana are the same here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from assistant.knowledge_base.model import Emergency
from assistant.understanding.normalization import PAUSE, key_of

THEN, OR = "…", "/"
_NEAR = "[^。]{0,10}?"
_WITHIN = f"{PAUSE}?[^、。\n]*"
_BREAK, _CUT = "\n", "\t"
_VOICELESS = str.maketrans(
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ",
    "かきくけこさしすせそたちつてとはひふへほはひふへほ",
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that follow one another; each step lists the words that may stand there."""

    steps: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]

    @classmethod
    def read(cls, text: str, between: str) -> "_Phrase":
        """Read 胸/むね…痛/苦し; ``between`` is what may stand for the dots."""
        steps = tuple(_keys(step.split(OR)) for step in text.split(THEN))
        return cls(steps, re.compile(between.join(map(_any_of, steps))))

    def may_occur(self, words: set[str]) -> bool:
        """Tell from the words that are there whether the phrase is worth looking for."""
        return not any(map(words.isdisjoint, self.steps))

    def occurs(self, key: str, words: set[str]) -> bool:
        """Tell whether the phrase stands in the key; ``words`` are those found in it."""
        return self.may_occur(words) and (
            len(self.steps) == 1 or self.pattern.search(key) is not None
        )


@dataclass(frozen=True, slots=True)
class EmergencySigns:
    """The signs in matching form; built once.

    A sign is the numbers of its groups. ``heads`` has, for each word, the phrases it may begin and
    the group that each stands for; ``starts`` has all words by their first two characters.
    """

    signs: tuple[frozenset[int], ...]
    heads: Mapping[str, tuple[tuple[int, _Phrase], ...]]
    harmless: tuple[_Phrase, ...]
    breaks: re.Pattern[str]
    starts: Mapping[str, tuple[str, ...]]

    @classmethod
    def build(cls, emergency: Emergency) -> "EmergencySigns":
        """Fold all phrases and gather their words; longer harmless words go before shorter ones."""
        number = count()
        groups = [[(next(number), group) for group in sign] for sign in emergency.signs]
        phrases = [
            (group, _Phrase.read(text, _NEAR))
            for sign in groups
            for group, texts in sign
            for text in texts
        ]
        harmless = tuple(_Phrase.read(text, _WITHIN) for text in emergency.except_)
        every = [phrase for _, phrase in phrases] + list(harmless)
        return cls(
            signs=tuple(frozenset(group for group, _ in sign) for sign in groups if sign),
            heads=_gather((word, entry) for entry in phrases for word in entry[1].steps[0]),
            harmless=harmless,
            breaks=re.compile(_any_of(_keys(_parts(emergency.breaks)))),
            starts=_gather(
                (word[:2], word) for word in sorted({w for p in every for s in p.steps for w in s})
            ),
        )

    def seen_in(self, key: str) -> bool:
        """Tell whether a matching key describes an emergency."""
        key = self._without_harmless(key.translate(_VOICELESS))
        words = self._words(key)
        groups: set[int] = set()
        for word in words:
            for group, phrase in self.heads.get(word, ()):
                if group not in groups and phrase.occurs(key, words):
                    groups.add(group)
        return any(sign <= groups for sign in self.signs)

    def _without_harmless(self, key: str) -> str:
        """Cut out what only looks like a sign: first words, long before short, then phrases."""
        words = self._words(key)
        phrases = [phrase for phrase in self.harmless if phrase.may_occur(words)]
        single = {w for p in phrases if len(p.steps) == 1 for w in p.steps[0] & words}
        for word in sorted(single, key=lambda word: (-len(word), word)):
            key = key.replace(word, _CUT)
        key = self.breaks.sub(rf"{_BREAK}\g<0>{_BREAK}", key)
        for phrase in phrases:
            if len(phrase.steps) > 1:
                key = phrase.pattern.sub(_CUT, key)
        return key.replace(_BREAK, "")

    def _words(self, key: str) -> set[str]:
        starts = self.starts
        found = {start for start in key if start in starts}
        for at in range(len(key) - 1):
            start = key[at : at + 2]
            if start in starts:
                found.update(word for word in starts[start] if key.startswith(word, at))
        return found


T = TypeVar("T")


def _gather(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    lists: dict[str, list[T]] = {}
    for name, value in pairs:
        lists.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in lists.items()}


def _parts(texts: Iterable[str]) -> list[str]:
    return [part for text in texts for part in text.split(OR)]


def _any_of(words: frozenset[str]) -> str:
    """Return a pattern for one of the words, the longest first; for none, one that never fits."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, ordered))})" if ordered else "(?!)"


def _keys(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(key.translate(_VOICELESS) for text in texts if (key := key_of(text)))
