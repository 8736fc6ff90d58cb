"""What this turn is about: the things asked, what is known of the asker, and what stays open."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering.conversation import Conversation
from assistant.answering.replying import only_says_who, reply_to, states
from assistant.answering.situation import Situation
from assistant.errors import QuestionError
from assistant.knowledge_base.model import UNKNOWN, KnowledgeBase
from assistant.understanding.facts import FoundFacts
from assistant.understanding.reading import Context, Reading, Segment, Understanding, understand
from assistant.understanding.topics import Chosen, NoTopic, Ranked, Unclear


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing asked: the topic, and the day asked about (None: the day the asker stands on)."""

    topic: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Turn:
    """What the asker said, settled.

    One of these is set, or none where nothing was found: ``subjects`` to answer, ``offered`` topics
    to choose from, ``outside`` the id of a subject that the notices do not cover, ``urgent``.
    ``near`` are topics to suggest; ``reading`` is None where a button was pressed.
    """

    situation: Situation
    closed: frozenset[str]
    subjects: tuple[Subject, ...] = ()
    offered: tuple[str, ...] = ()
    outside: str | None = None
    urgent: bool = False
    near: tuple[str, ...] = ()
    reading: Reading | None = None


def pressed(
    choice: str, before: Conversation, situation: Situation, knowledge: KnowledgeBase
) -> Turn:
    """Settle a button that was pressed: a value of the fact asked back, or a topic.

    Raises:
        QuestionError: the last reply offered no such thing.
    """
    if choice in knowledge.topics:
        day = before.day if choice in before.offered else None
        return Turn(situation, before.closed, (Subject(choice, day),))
    fact = before.asked
    if fact is None or (choice != UNKNOWN and knowledge.facts[fact].value(choice) is None):
        field, message = "choice", "選ばれたものが、直前の選択肢にありません。"
        raise QuestionError(field, message)
    closed = before.closed | {fact} if choice == UNKNOWN else before.closed - {fact}
    if choice != UNKNOWN:
        situation = situation.with_fact(knowledge.facts, fact, choice, certain=True)
    return Turn(situation, closed, _again(before))


def again(before: Conversation, situation: Situation) -> Turn:
    """Settle a changed situation: the last topics once more."""
    return Turn(situation, before.closed, _again(before))


def heard(
    question: str,
    as_of: date,
    before: Conversation,
    situation: Situation,
    mind: tuple[KnowledgeBase, Understanding],
) -> Turn:
    """Settle what the asker wrote, first as a reply to what was asked back."""
    knowledge, index = mind
    context = Context(topics=before.topics, facts=situation.values)
    reading = understand(question, as_of, index, context)
    known = _with_facts(situation, reading.facts, knowledge)
    turn = Turn(known, before.closed - set(known.values), reading=reading)
    if reading.urgent:
        return replace(turn, urgent=True)
    if before.asked:
        value = reply_to(knowledge.facts[before.asked], reading)
        if value is not None:
            return replace(_replied(turn, before.asked, value, knowledge), subjects=_again(before))
        if states(reading) and not _subject(turn, reading, before).subjects:
            unknown = _replied(turn, before.asked, UNKNOWN, knowledge)
            return replace(unknown, subjects=_again(before))
    if only_says_who(reading):
        first = knowledge.messages.get("first-topics", "").split()
        offered = tuple(topic for topic in first if topic in knowledge.topics)
        again = _again(before)
        return replace(turn, subjects=again) if again else replace(turn, offered=offered)
    return _subject(turn, reading, before)


def _replied(turn: Turn, fact: str, value: str, knowledge: KnowledgeBase) -> Turn:
    """Settle the fact asked back; one that the asker does not know is not asked again."""
    if value == UNKNOWN:
        return replace(turn, closed=turn.closed | {fact})
    situation = turn.situation
    if situation.values.get(fact) != value:
        situation = situation.with_fact(knowledge.facts, fact, value, certain=True)
    return replace(turn, situation=situation, closed=turn.closed - {fact})


def _with_facts(situation: Situation, found: FoundFacts, knowledge: KnowledgeBase) -> Situation:
    """Add what the words reveal: certain words win over earlier ones, guesses only fill gaps."""
    for fact in found.all:
        if fact.certain or fact.fact not in situation.values:
            situation = situation.with_fact(
                knowledge.facts, fact.fact, fact.value, certain=fact.certain
            )
    return situation


def _subject(turn: Turn, reading: Reading, before: Conversation) -> Turn:
    """Find what is asked: topics that are clear, else a choice, else a subject outside."""
    clear = [s for s in reading.segments if isinstance(s.ranking, Chosen)]
    inside = _subjects(clear, reading, before)
    if inside:
        return replace(turn, subjects=inside)
    if before.topics and _corrects(reading):
        return replace(turn, subjects=_again(before))
    for segment in reading.segments:
        if isinstance(segment.ranking, Unclear):
            return _unclear(turn, segment.ranking.ranked, segment.day)
    near = _inside(reading.segments[0].ranking.ranked)[:3]
    outside = next((s.ranking.topic for s in clear if isinstance(s.ranking, Chosen)), None)
    return replace(turn, outside=outside, near=near)


def _subjects(
    clear: Iterable[Segment], reading: Reading, before: Conversation
) -> tuple[Subject, ...]:
    found: dict[str, Subject] = {}
    for segment in clear:
        ranking = segment.ranking
        if isinstance(ranking, Chosen) and not ranking.ranked[0].outside:
            day = segment.day or (before.day if reading.follow_up else None)
            found.setdefault(ranking.topic, Subject(ranking.topic, day))
    return tuple(found.values())


def _corrects(reading: Reading) -> bool:
    """Tell whether the words only add a fact about the asker (いえ、国保です)."""
    nothing = all(isinstance(segment.ranking, NoTopic) for segment in reading.segments)
    return bool(reading.facts.all) and (nothing or reading.follow_up)


def _unclear(turn: Turn, ranked: tuple[Ranked, ...], day: date | None) -> Turn:
    """Offer the likely topics; one topic alone beside outside subjects is no choice."""
    topics = _inside(ranked)
    if ranked[0].outside and len(topics) < len(ranked):
        return replace(turn, outside=ranked[0].id, near=topics[:3])
    if len(topics) == 1:
        return replace(turn, subjects=(Subject(topics[0], day),))
    return replace(turn, offered=topics[:4])


def _inside(ranked: Iterable[Ranked]) -> tuple[str, ...]:
    return tuple(item.id for item in ranked if not item.outside)


def _again(before: Conversation) -> tuple[Subject, ...]:
    return tuple(Subject(topic, before.day) for topic in before.topics)
