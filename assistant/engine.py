"""The whole flow on one screen: question, situation and day in; one reply out.

The engine reads no clock, environment, network or database. The same request against the same
knowledge gives the same reply.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from assistant.answering.conversation import Conversation, decode, encode
from assistant.answering.dialogue import Turn, again, heard, pressed
from assistant.answering.outcomes import Answered, Choice, Choose, Clarify, Reply
from assistant.answering.replies import Responder, Settled, is_miss
from assistant.answering.situation import Situation, read_situation
from assistant.answering.trace import explain
from assistant.errors import QuestionError
from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import KnowledgeBase
from assistant.understanding.features import features_of
from assistant.understanding.reading import Understanding, understand

LANGUAGES = ("ja", "ja-easy", "en")
LONGEST_QUESTION = 500
# Outside these years nothing is known, and dates near the calendar's ends overflow.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_MOST_MISSES = 99
# What a search lists: at most so many topics, from a score and from a share (%) of the best on.
_MOST_FOUND, _LEAST_SCORE, _NEAR_BEST = 10, 300, 60


@dataclass(frozen=True, slots=True)
class Ask:
    """One request.

    ``as_of`` is the day the asker stands on, ``dated`` whether the asker named it; ``now`` the hour
    in Japan (for opening hours), ``situation`` contract fields and values as strings.
    """

    question: str | None
    as_of: date
    dated: bool = False
    now: datetime | None = None
    lang: str = "ja"
    situation: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    conversation: str | None = None
    choice: str | None = None


class Assistant:
    """Answers from one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self._understanding = Understanding.build(knowledge)

    @classmethod
    def open(cls, folder: Path) -> "Assistant":
        """Load the knowledge below ``folder``.

        Raises:
            KnowledgeError: the knowledge is unsound.
        """
        return cls(load_knowledge(folder))

    def reply(self, ask: Ask) -> Reply:
        """Answer, ask one thing back, offer a choice, or name who can help.

        Raises:
            QuestionError: the request cannot be answered as it stands.
        """
        _check(ask)
        before = decode(ask.conversation, self.knowledge)
        turn = self._turn(ask, before, self._situation(ask, before))
        responder = Responder(self.knowledge, ask.as_of, None if ask.dated else ask.now)
        settled = responder.settle(turn, before.misses)
        return Reply(
            outcome=settled.outcome,
            suggestions=settled.suggestions,
            assumed=settled.assumed,
            notes=self._notes(ask, turn),
            conversation=encode(_after(before, turn, settled)),
            lang="ja",
            as_of=ask.as_of,
            knowledge=self.knowledge.digest,
            trace=explain(turn, settled.outcome, ask.as_of, self.knowledge),
        )

    def search(self, words: str, as_of: date) -> tuple[Choice, ...]:
        """Return the topics nearest to some words, best first; none where nothing comes near."""
        index, reading = self._understanding, understand(words, as_of, self._understanding)
        key = reading.question.key
        ranked = [*index.topics.scores(features_of(key, index.words.find(key)))]
        ranked += [item for segment in reading.segments for item in segment.ranking.ranked]
        ranked.sort(key=lambda item: (-item.score, item.id))
        least = max([_LEAST_SCORE, *(item.score * _NEAR_BEST // 100 for item in ranked[:1])])
        near = dict.fromkeys(r.id for r in ranked if not r.outside and r.score >= least)
        return tuple(Choice(t, self.knowledge.topics[t].title) for t in near)[:_MOST_FOUND]

    def _situation(self, ask: Ask, before: Conversation) -> Situation:
        """Lay what this request names over what was settled before; the later word wins."""
        named = read_situation(ask.situation, self.knowledge.facts)
        situation = before.situation
        for fact, code in named.values.items():
            situation = situation.with_fact(self.knowledge.facts, fact, code, certain=True)
        return situation

    def _turn(self, ask: Ask, before: Conversation, situation: Situation) -> Turn:
        if ask.choice is not None:
            return pressed(ask.choice, before, situation, self.knowledge)
        if ask.question is None and before.topics:
            return again(before, situation)
        if ask.question is None or not ask.question.strip():
            msg = "question"
            raise QuestionError(msg, self.knowledge.messages["empty-question"])
        mind = (self.knowledge, self._understanding)
        return heard(ask.question, ask.as_of, before, situation, mind)

    def _notes(self, ask: Ask, turn: Turn) -> tuple[str, ...]:
        notes = []
        if ask.lang != "ja":
            notes.append(self.knowledge.messages["lang-note"])
        if len(turn.subjects) > 1:
            notes.append(self.knowledge.messages["several-lead"])
        return tuple(notes)


def _check(ask: Ask) -> None:
    if ask.lang not in LANGUAGES:
        message = f"lang は {'、'.join(LANGUAGES)} のどれかです。"
        msg = "lang"
        raise QuestionError(msg, message)
    if not FIRST_DAY <= ask.as_of <= LAST_DAY:
        message = f"as_of は {FIRST_DAY} から {LAST_DAY} までの日にしてください。"
        msg = "as_of"
        raise QuestionError(msg, message)
    if ask.question is not None and len(ask.question) > LONGEST_QUESTION:
        message = f"質問は{LONGEST_QUESTION}文字までです。短くして、もう一度お尋ねください。"
        msg = "question"
        raise QuestionError(msg, message)


def _after(before: Conversation, turn: Turn, settled: Settled) -> Conversation:
    """Return the conversation as it stands after this reply."""
    offered = settled.outcome.choices if isinstance(settled.outcome, Choose) else ()
    went_on = isinstance(settled.outcome, Answered | Clarify)
    topics = tuple(subject.topic for subject in turn.subjects) if went_on else before.topics
    day = turn.subjects[0].day if went_on else _offered_day(turn)
    missed = min(before.misses + 1, _MOST_MISSES) if is_miss(turn) else 0
    return replace(
        before,
        situation=turn.situation,
        closed=turn.closed,
        topics=topics,
        day=day,
        asked=settled.asked,
        offered=tuple(choice.topic for choice in offered),
        misses=missed,
    )


def _offered_day(turn: Turn) -> date | None:
    return next((s.day for s in turn.reading.segments if s.day), None) if turn.reading else None
