"""What was asked: the whole of understanding on one screen.

    question → normalise → emergency? → dates → facts about the asker → pieces asked → topics

Everything here is a pure function of the question, the day, the knowledge and the conversation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from assistant.knowledge_base.model import KnowledgeBase
from assistant.understanding.concepts import Mention, Vocabulary
from assistant.understanding.dates import DateMention, asked_day, find_dates
from assistant.understanding.emergency import EmergencySigns
from assistant.understanding.facts import FoundFacts, find_facts
from assistant.understanding.features import NOTHING, Features, features_of
from assistant.understanding.normalization import Normalized, key_of, normalize
from assistant.understanding.particulars import without_particulars
from assistant.understanding.phrases import PhraseBook
from assistant.understanding.romaji import in_kana
from assistant.understanding.segments import Pieces, changes_subject, cut, follows_up
from assistant.understanding.topics import Chosen, Ranked, Ranking, TopicIndex, Unclear

MAX_SEGMENTS = 3
# What surrounds the question counts in hundredths: the story told around it, the conversation
# before it, and the asker's scheme and insurer.
STORY, TALK, ASKER = 60, 50, 40
# So short a text is never taken for a new subject outside without looking at the talk before.
BRIEF = 12
# A text in Latin letters is Japanese where it holds a word of ours at least as long.
KNOWN_WORD = 4
# Least score of a topic that is asked for together with something outside.
BESIDE_OUTSIDE = 480
_ASKER_FACTS = ("scheme", "insurer")


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation brought: topics answered, newest first, and facts known (codes)."""

    topics: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


NO_CONTEXT = Context()


@dataclass(frozen=True, slots=True)
class Segment:
    """One thing asked: its words, the concepts in them, the day it names (or None), the topics."""

    text: str
    mentions: tuple[Mention, ...]
    day: date | None
    ranking: Ranking


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything understood from one question."""

    question: Normalized
    urgent: bool
    follow_up: bool
    dates: tuple[DateMention, ...]
    facts: FoundFacts
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Understanding:
    """Everything that is built once from the knowledge.

    ``askers`` (fact, value) → the concepts in the value's name, so that a member of MBK, who
    need not say so again, finds MBK's topics.
    """

    words: Vocabulary
    phrases: PhraseBook
    signs: EmergencySigns
    topics: TopicIndex
    askers: Mapping[tuple[str, str], Features]

    @classmethod
    def build(cls, kb: KnowledgeBase) -> "Understanding":
        """Build all indexes; the knowledge is not read again afterwards."""
        words = Vocabulary.build(kb.concepts.values())
        return cls(
            words=words,
            phrases=PhraseBook.build(kb.facts.values()),
            signs=EmergencySigns.build(kb.emergency),
            topics=TopicIndex.build(kb, words),
            askers=_askers(kb, words),
        )


@dataclass(frozen=True, slots=True)
class _Scene:
    """The question cut to pieces, with all that surrounds it."""

    asked: Normalized
    pieces: Pieces
    day: date | None
    as_of: date
    index: Understanding
    context: Context
    asker: Features


def understand(
    question: str, as_of: date, index: Understanding, context: Context = NO_CONTEXT
) -> Reading:
    """Read any text as a question. Never raises; the same input gives the same reading."""
    asked = _in_japanese(normalize(question), index)
    dates = find_dates(asked.text, as_of)
    facts = find_facts(asked, dates, as_of, index.phrases, context.facts)
    asker = _asker({**context.facts, **facts.values}, index)
    plain = normalize(without_particulars(asked.text))
    plain = plain if plain.key else asked
    scene = _Scene(plain, cut(plain), asked_day(dates), as_of, index, context, asker)
    return Reading(
        question=asked,
        urgent=index.signs.seen_in(asked.key),
        follow_up=bool(context.topics) and follows_up(asked),
        dates=dates,
        facts=facts,
        segments=_segments(scene),
    )


def _in_japanese(asked: Normalized, index: Understanding) -> Normalized:
    """Return what was typed in Latin letters in kana, where a word of ours is in it."""
    kana = in_kana(asked.text)
    if kana is None:
        return asked
    read = normalize(kana)
    known = any(m.end - m.start >= KNOWN_WORD for m in index.words.find(read.key))
    return replace(read, original=asked.original) if known else asked


def _segments(scene: _Scene) -> tuple[Segment, ...]:
    """Return the things asked: several only where several are clear and differ, else the whole.

    Beside a subject outside, a weak topic is not taken for a second question.
    """
    clear: dict[str, Segment] = {}
    if len(scene.pieces.asked) > 1:
        for piece in scene.pieces.asked:
            segment = _piece(piece, scene)
            if isinstance(segment.ranking, Chosen):
                clear.setdefault(segment.ranking.topic, segment)
    found = list(clear.values())
    if any(_best(segment).outside for segment in found):
        found = [s for s in found if _best(s).outside or _best(s).score >= BESIDE_OUTSIDE]
    return tuple(found)[:MAX_SEGMENTS] if len(clear) > 1 else (_whole(scene),)


def _best(segment: Segment) -> Ranked:
    return segment.ranking.ranked[0]


def _whole(scene: _Scene) -> Segment:
    """Rank all that is asked at once; what surrounds it counts little."""
    pieces, index = scene.pieces, scene.index
    key = key_of("。".join(pieces.asked)) if pieces.story else scene.asked.key
    mentions = index.words.find(key)
    features = features_of(key, mentions)
    around = _story(pieces.story, index).over(scene.asker)
    ranking = index.topics.rank(features, around)
    if scene.context.topics and _leans(scene.asked, ranking):
        last = scene.context.topics[0]
        talk = index.topics.context_of(last).scaled(TALK)
        ranking = index.topics.rank(features, talk.over(around), after=last)
    return Segment(scene.asked.text, mentions, scene.day, ranking)


def _leans(asked: Normalized, alone: Ranking) -> bool:
    """Tell whether a question is to be read in the light of the talk before it."""
    if changes_subject(asked):
        return False
    clear = isinstance(alone, Chosen) and not (alone.ranked[0].outside and len(asked.key) <= BRIEF)
    return not clear or follows_up(asked)


def _piece(piece: str, scene: _Scene) -> Segment:
    """Rank one piece alone, and only if that is unclear, in the light of the other pieces."""
    index = scene.index
    key = key_of(piece)
    mentions = index.words.find(key)
    features = features_of(key, mentions)
    ranking = index.topics.rank(features, scene.asker)
    if isinstance(ranking, Unclear):
        others = [p for p in (*scene.pieces.story, *scene.pieces.asked) if p != piece]
        ranking = index.topics.rank(features, _story(others, index).over(scene.asker))
    day = asked_day(find_dates(piece, scene.as_of)) or scene.day
    return Segment(piece, mentions, day, ranking)


def _story(pieces: tuple[str, ...] | list[str], index: Understanding) -> Features:
    """Return the concepts of what only surrounds the question."""
    key = key_of("。".join(pieces))
    return features_of(key, index.words.find(key)).only_concepts().scaled(STORY) if key else NOTHING


def _askers(kb: KnowledgeBase, words: Vocabulary) -> dict[tuple[str, str], Features]:
    found = {}
    for fact in (kb.facts[name] for name in _ASKER_FACTS if name in kb.facts):
        for value in fact.values:
            key = key_of(value.label)
            concepts = features_of(key, words.find(key)).only_concepts()
            found[fact.id, value.code] = concepts.scaled(ASKER)
    return found


def _asker(facts: Mapping[str, str], index: Understanding) -> Features:
    features = NOTHING
    for name in _ASKER_FACTS:
        features = index.askers.get((name, facts.get(name, "")), NOTHING).over(features)
    return features
