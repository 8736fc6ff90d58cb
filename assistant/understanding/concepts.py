"""Finding the words of the domain in a question.

In: a matching key (normalization). Out: mentions of concepts, left to right, none overlapping.
First every known word exactly, so that long words win; then near spellings of long words in what is
left (spelling). A surface may belong to several concepts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from assistant.knowledge_base.model import Concept
from assistant.understanding.grammar import either, rule
from assistant.understanding.normalization import key_of
from assistant.understanding.spans import best_cover, lengths_by_start, spans_of
from assistant.understanding.spelling import Speller, may_be_misspelt

_BEFORE_DO = "けれなほ"
_SHORT_KANA = re.compile("[ぁ-ん]{1,2}")
_BEFORE_WORD = re.compile("[^ぁ-ん]|[のはがをにでも]")
_KANJI = re.compile("[一-龥]")

# Between a word and its denial: particles, then perhaps a verb (登録-は-して-ない).
_DENIED_AFTER = rule(
    either(
        "[をがはもにでとや]", "って", "など", "しか", "自体", "の方", "とか", "まだ", "全然", "、"
    ),
    "{0,3}",
    either(
        "して?", "され", "でき", "持[っち][てと]?", "もっ?[てとち]", "作っ[てと]", "作(?:る気|ら)"
    ),
    "?",
    either("使(?:って|わ|え)", "つか[わえ]", "もらって"),
    "?",
    either("受けて", "済んで", "出(?:て|さ)", "あり", "要[らり]", "い", "(?:わ|分)から", "せ"),
    "?[はも]?(?:い|お|おり|られ|れ|せ)?",
    either(
        "ない", "なく", "なか", "なし", "無[しくい]", "ません", "ず(?!み)", "ぬ", "らん", "ゼロ"
    ),
    "|" + either("[をがはもに]", "って", "しか"),
    "{0,2}(?:し|でき|持っ|もっ|作っ)?(?:て|と)?",
    either("ん[とのけ]", "ん人", "んかっ", "とらん", "らん", "てへん", "へん", "ねえ"),
)
_DENIED_BEFORE = re.compile("[未不無非]$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A known word found in a key: its concepts, where, how written, and whether it is denied."""

    concepts: tuple[str, ...]
    start: int
    end: int
    surface: str
    kind: Literal["exact", "near"]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every known word in matching form, built once: ``forms`` word → concepts."""

    forms: Mapping[str, tuple[str, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    speller: Speller

    @classmethod
    def build(cls, concepts: Iterable[Concept]) -> "Vocabulary":
        """Index headwords and surfaces of all concepts."""
        found: dict[str, set[str]] = defaultdict(set)
        nouns: set[str] = set()
        for concept in concepts:
            for surface in (concept.id, *concept.surfaces):
                if key := key_of(surface):
                    found[key].add(concept.id)
                    nouns.update([key] if may_be_misspelt(surface, key) else [])
        forms = {form: tuple(sorted(ids)) for form, ids in sorted(found.items())}
        return cls(forms, lengths_by_start(forms), Speller.build(forms, nouns))

    def find(self, key: str, *, spell: bool = True) -> tuple[Mention, ...]:
        """Return the mentions in a matching key, with their polarity; ``spell`` near ones too."""
        exact = self._exact(key)
        near = self._near(key, exact) if spell else []
        kept = [m for m in exact if not any(n.start <= m.start and m.end <= n.end for n in near)]
        found = sorted([*kept, *near], key=lambda mention: mention.start)
        return tuple(_with_polarity(key, mention) for mention in found)

    def _exact(self, key: str) -> list[Mention]:
        spans = spans_of(key, self.forms, self.lengths)
        cover = best_cover(len(key), (span for span in spans if _stands_alone(key, *span)))
        return [Mention(self.forms[key[a:b]], a, b, key[a:b], "exact") for a, b in cover]

    def _near(self, key: str, exact: list[Mention]) -> list[Mention]:
        taken: list[Mention] = []
        for slip in self.speller.find(key):
            near = Mention(self.forms[slip.form], slip.start, slip.end, slip.form, "near")
            clash = any(near.start < other.end and other.start < near.end for other in taken)
            if not clash and _may_replace(near, exact):
                taken.append(near)
        return taken


def _stands_alone(key: str, start: int, end: int) -> bool:
    """Refuse words so short that they are mostly part of others.

    One or two kana need the start of a word (とは, not こと-は); one kanji no kanji beside it
    (得, not 納得); ど does not end a word (けど-この).
    """
    word, before, after = key[start:end], key[max(0, start - 1) : start], key[end : end + 1]
    if word[0] == "ど" and before and before in _BEFORE_DO:
        return False
    if _SHORT_KANA.fullmatch(word):
        return not before or bool(_BEFORE_WORD.match(before))
    return len(word) > 1 or not (_KANJI.match(before) or _KANJI.match(after))


def _may_replace(near: Mention, exact: list[Mention]) -> bool:
    """Let a near spelling take free room only, or shorter words that are parts of its own word."""
    for other in exact:
        if other.start < near.end and near.start < other.end:
            inside = near.start <= other.start and other.end <= near.end
            part = other.surface in near.surface and len(other.surface) + 2 <= len(near.surface)
            if not (inside and part):
                return False
    return True


def _with_polarity(key: str, mention: Mention) -> Mention:
    before = key[max(0, mention.start - 1) : mention.start]
    denied = _DENIED_AFTER.match(key, mention.end) or _DENIED_BEFORE.match(before)
    return replace(mention, negated=True) if denied else mention
