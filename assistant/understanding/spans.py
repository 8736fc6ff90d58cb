"""Finding words of a list in a text, in one pass, and choosing among those that overlap.

In: a matching key and words in matching form. Out: spans (start, end).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

Span = tuple[int, int]


def lengths_by_start(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return for each first two characters the lengths of the words that begin so."""
    lengths: dict[str, set[int]] = defaultdict(set)
    for word in words:
        lengths[word[:2]].add(len(word))
    return {start: tuple(sorted(found)) for start, found in lengths.items()}


def spans_of(
    key: str, words: Collection[str], lengths: Mapping[str, tuple[int, ...]]
) -> Iterator[Span]:
    """Yield every stretch of the key that is a word; stretches may overlap."""
    for start in range(len(key)):
        if key[start] in words:
            yield start, start + 1
        for length in lengths.get(key[start : start + 2], ()):
            end = start + length
            if end <= len(key) and key[start:end] in words:
                yield start, end


def best_cover(size: int, spans: Iterable[Span]) -> list[Span]:
    """Choose spans that do not overlap with the largest sum of squared lengths; ties to the left.

    So one long word beats two short ones in the same place.
    """
    by_start: dict[int, list[Span]] = {}
    for span in spans:
        by_start.setdefault(span[0], []).append(span)
    if not by_start:
        return []
    worth = [0] * (size + 1)
    chosen: list[Span | None] = [None] * size
    for start in range(size - 1, -1, -1):
        worth[start] = worth[start + 1]
        for span in by_start.get(start, ()):
            value = (span[1] - start) ** 2 + worth[span[1]]
            if value >= worth[start]:
                worth[start], chosen[start] = value, span
    return _walk(chosen)


def _walk(chosen: list[Span | None]) -> list[Span]:
    cover, at = [], 0
    while at < len(chosen):
        span = chosen[at]
        if span:
            cover.append(span)
        at = span[1] if span else at + 1
    return cover
