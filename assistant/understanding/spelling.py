"""Near spellings of the words of the domain: a slip of the finger, a mis-conversion, lost voicing.

In: a matching key. Out: stretches of it that are nearly a known word, and that word. Only long
words may be met so, and never where the stretch itself is another known word (保険証, 保険料).
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from assistant.understanding.spans import Span, lengths_by_start, spans_of

MIN_KANJI = 4
MIN_KANA = 7
MIN_UNVOICED = 5
TWO_SLIPS_FROM = 9

_VOICED = "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ"
_UNVOICED = str.maketrans(_VOICED, "かきくけこさしすせそたちつてとはひふへほはひふへほ")
_ALL_KANA = re.compile("[ぁ-ん]+")
_KANA = re.compile("[ぁ-ん]")
_KANJI = re.compile("[一-龥]")
_DIGITS = re.compile(r"\d")
_TURNED = re.compile("[不未無非]")
_MARK = re.compile("[、。]")
_VERB_ENDS = "るたてかいのがをん"


@dataclass(frozen=True, slots=True)
class Slip:
    """A stretch of the key that is nearly a word: where, the word, and by how many slips."""

    start: int
    end: int
    form: str
    slips: int


@dataclass(frozen=True, slots=True)
class Speller:
    """What is needed to find near spellings; built once.

    ``known`` all words · ``unvoiced`` kana without voicing marks → word · ``halves`` half of a long
    word → (word, is it the first half).
    """

    known: Collection[str]
    unvoiced: Mapping[str, str]
    unvoiced_lengths: Mapping[str, tuple[int, ...]]
    halves: Mapping[str, tuple[tuple[str, bool], ...]]
    half_sizes: tuple[int, ...]

    @classmethod
    def build(cls, known: Collection[str], nouns: Iterable[str]) -> "Speller":
        """Index all known words for lost voicing, and long nouns for slips."""
        unvoiced = _unvoiced_forms(known)
        halves = _halves(nouns)
        sizes = tuple(sorted({len(half) for half in halves}))
        return cls(known, unvoiced, lengths_by_start(unvoiced), halves, sizes)

    def find(self, key: str) -> tuple[Slip, ...]:
        """Return what may be meant, nearest and longest first; stretches may overlap."""
        found = {*self._without_voicing(key), *self._misspelt(key)}
        return tuple(sorted(found, key=lambda s: (s.slips, s.start - s.end, s.start, s.form)))

    def _without_voicing(self, key: str) -> Iterator[Slip]:
        """Yield words typed without voicing marks, as some do who type kana only."""
        if _KANJI.search(key):
            return
        bare = key.translate(_UNVOICED)
        for start, end in spans_of(bare, self.unvoiced, self.unvoiced_lengths):
            form = self.unvoiced[bare[start:end]]
            if key[start:end] != form:
                yield Slip(start, end, form, 0)

    def _misspelt(self, key: str) -> Iterator[Slip]:
        for start in range(len(key)):
            for size in self.half_sizes:
                for form, first in self.halves.get(key[start : start + size], ()):
                    for span in _windows(start, size, len(form), first=first):
                        yield from self._compare(key, span, form)

    def _compare(self, key: str, span: Span, form: str) -> Iterator[Slip]:
        start, end = span
        written = key[max(start, 0) : end]
        if start < 0 or end > len(key) or written in self.known or _MARK.search(written):
            return
        most = 2 if len(form) >= TWO_SLIPS_FROM else 1
        slips = OSA.distance(written, form, score_cutoff=most)
        if 0 < slips <= most and _plausible(written, form):
            yield Slip(start, end, form, slips)


def may_be_misspelt(surface: str, key: str) -> bool:
    """Tell whether a word is a long noun: without hiragana, or in kana alone and longer still.

    Phrases with a verb are near too much else (登録できてる, 登録できます): only met exactly.
    """
    if _ALL_KANA.fullmatch(key):
        return len(key) >= MIN_KANA and key[-1] not in _VERB_ENDS
    return len(key) >= MIN_KANJI and not _KANA.search(surface)


def _unvoiced_forms(known: Iterable[str]) -> dict[str, str]:
    """Return kana words without their voicing marks, where only one word can be meant."""
    found: dict[str, set[str]] = defaultdict(set)
    for form in known:
        if len(form) >= MIN_UNVOICED and _ALL_KANA.fullmatch(form):
            found[form.translate(_UNVOICED)].add(form)
    return {bare: min(words) for bare, words in sorted(found.items()) if len(words) == 1}


def _halves(nouns: Iterable[str]) -> dict[str, tuple[tuple[str, bool], ...]]:
    """Index each half of a word: with one slip in it, one half is still whole."""
    found: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    for form in nouns:
        middle = len(form) // 2
        found[form[:middle]].add((form, True))
        found[form[middle:]].add((form, False))
    return {half: tuple(sorted(words)) for half, words in sorted(found.items())}


def _windows(at: int, size: int, length: int, *, first: bool) -> Iterator[Span]:
    """Yield the stretches around a half of a word, one character shorter or longer."""
    for near in (length - 1, length, length + 1):
        yield (at, at + near) if first else (at + size - near, at + size)


def _plausible(written: str, form: str) -> bool:
    """Refuse slips that are none: a particle at an edge, another number, a turn by 不 or 未."""
    if _DIGITS.findall(written) != _DIGITS.findall(form):
        return False
    if _TURNED.findall(written) != _TURNED.findall(form):
        return False
    edges = ((written[0], form[0]), (written[-1], form[-1]))
    if len(written) != len(form):
        return all(a == b for a, b in edges)
    return all(a == b or bool(_KANA.match(a)) == bool(_KANA.match(b)) for a, b in edges)
