"""Turn → outcome: answers, one question back, a choice, or who can help instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from assistant.answering.cases import Decided, Decision, Instant, NeedsFact, decide
from assistant.answering.composition import Composer
from assistant.answering.dialogue import Turn
from assistant.answering.outcomes import (
    Answer,
    Answered,
    Assumption,
    Choice,
    Choose,
    Clarify,
    Declined,
    Handoff,
    HandoffKind,
    Option,
    Outcome,
    Urgent,
)
from assistant.answering.situation import possible_values
from assistant.knowledge_base.model import UNKNOWN, Fact, FactValue, KnowledgeBase, Topic
from assistant.knowledge_base.people import can_occur

_MOST_SUGGESTIONS = 3
_DECLINE_CONTACTS = ("insurer", "municipality", "myna-dial")


@dataclass(frozen=True, slots=True)
class Settled:
    """An outcome with what belongs beside it."""

    outcome: Outcome
    asked: str | None = None
    suggestions: tuple[Choice, ...] = ()
    assumed: tuple[Assumption, ...] = ()


class Responder:
    """Builds outcomes for one turn on one day; ``now`` is None where the asker named the day."""

    def __init__(self, knowledge: KnowledgeBase, as_of: date, now: datetime | None) -> None:
        self._knowledge = knowledge
        self._as_of = as_of
        self._composer = Composer(knowledge, now)

    def settle(self, turn: Turn, misses: int) -> Settled:
        """Return the outcome; ``misses`` counts the questions missed in a row before this one."""
        if turn.urgent:
            emergency = self._knowledge.emergency
            contacts = self._composer.contacts(emergency.contacts)
            return Settled(Urgent(Handoff("emergency", emergency.reply, contacts)))
        if turn.offered:
            return Settled(Choose(self._choices(turn.offered)))
        if turn.subjects:
            return self._answers(turn)
        return self._declined(turn, misses)

    def _choices(self, topics: tuple[str, ...]) -> tuple[Choice, ...]:
        return tuple(Choice(topic, self._knowledge.topics[topic].title) for topic in topics)

    def _answers(self, turn: Turn) -> Settled:
        answers: list[Answer] = []
        for subject in turn.subjects:
            topic = self._knowledge.topics[subject.topic]
            possible = self._possible(topic, turn)
            instant = Instant(subject.day or self._as_of, self._as_of)
            decision = self._decide(topic, possible, turn, instant)
            if isinstance(decision, NeedsFact):
                clarify = self._clarify(decision.fact, possible)
                return Settled(clarify, asked=decision.fact, assumed=self._assumed(turn, topic))
            if isinstance(decision, Decided):
                known = {
                    fact: next(iter(codes)) for fact, codes in possible.items() if len(codes) == 1
                }
                answers.extend(
                    self._composer.answer(topic, picked, known, instant)
                    for picked in decision.picked
                )
        if not answers:
            return Settled(self._before_start())
        topics = [self._knowledge.topics[subject.topic] for subject in turn.subjects]
        return Settled(
            Answered(tuple(answers)),
            suggestions=self._next(topics),
            assumed=self._assumed(turn, *topics),
        )

    def _possible(self, topic: Topic, turn: Turn) -> dict[str, frozenset[str]]:
        return {
            fact.id: possible_values(turn.situation, fact, self._as_of, topic.age_day)
            for fact in self._knowledge.facts.values()
        }

    def _decide(
        self,
        topic: Topic,
        possible: Mapping[str, frozenset[str]],
        turn: Turn,
        instant: Instant,
    ) -> Decision:
        """Decide, giving both answers where a birthday leaves two age bands open."""
        two_bands = "age" in turn.situation.values and len(possible["age"]) > 1
        closed = turn.closed | {"age"} if two_bands else turn.closed
        return decide(topic, self._knowledge.facts, possible, closed, instant)

    def _clarify(self, fact_id: str, possible: Mapping[str, frozenset[str]]) -> Clarify:
        fact = self._knowledge.facts[fact_id]
        known = {key: next(iter(codes)) for key, codes in possible.items() if len(codes) == 1}
        options = [
            Option(value.code, value.button)
            for value in fact.values
            if can_occur({**known, fact_id: value.code}, self._knowledge.facts)
        ]
        options.append(Option(UNKNOWN, self._knowledge.messages["clarify-unknown"]))
        return Clarify(fact_id, fact.ask, tuple(options))

    def _assumed(self, turn: Turn, *topics: Topic) -> tuple[Assumption, ...]:
        """Return the known facts that these topics' answers can depend on, as chips."""
        deciding = {fact for topic in topics for fact in _deciding(topic)}
        found = []
        for fact in self._knowledge.facts.values():
            code = turn.situation.values.get(fact.id)
            if code is not None and fact.id in deciding:
                certain = fact.id not in turn.situation.guessed
                found.append(Assumption(fact.id, code, _chip(fact, code), certain))
        return tuple(found)

    def _next(self, topics: list[Topic]) -> tuple[Choice, ...]:
        answered = {topic.id for topic in topics}
        following = dict.fromkeys(name for topic in topics for name in topic.next_topics)
        names = [name for name in following if name not in answered]
        return self._choices(tuple(names[:_MOST_SUGGESTIONS]))

    def _before_start(self) -> Declined:
        contacts = self._composer.contacts(_DECLINE_CONTACTS)
        return Declined(Handoff("other", self._knowledge.messages["before-start"], contacts))

    def _declined(self, turn: Turn, misses: int) -> Settled:
        suggestions = self._choices(turn.near)
        neighbour = self._knowledge.neighbours.get(turn.outside or "")
        if neighbour is not None:
            kind: HandoffKind = "office" if neighbour.kind == "office" else "other"
            contacts = self._composer.contacts(neighbour.contacts)
            return Settled(Declined(Handoff(kind, neighbour.reply, contacts)))
        message = "decline-again" if misses else "decline-default"
        contacts = self._composer.contacts(_DECLINE_CONTACTS)
        handoff = Handoff("other", self._knowledge.messages[message], contacts)
        return Settled(Declined(handoff), suggestions=suggestions)


def _deciding(topic: Topic) -> set[str]:
    """Return the facts that choose among a topic's rulings or its sentences."""
    whens = {fact for ruling in topic.rulings for fact in ruling.when.allowed}
    abouts = {f for ruling in topic.rulings for s in ruling.statements for f in s.about.allowed}
    return whens | abouts | set(topic.facts)


def _chip(fact: Fact, code: str) -> str:
    value: FactValue | None = fact.value(code)
    return value.condition if value else f"{code}歳の方"


def is_miss(turn: Turn) -> bool:
    """Tell whether nothing at all was found in what the asker wrote."""
    return not (turn.subjects or turn.offered or turn.outside or turn.urgent)
