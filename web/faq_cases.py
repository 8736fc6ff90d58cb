"""The case and the day that an address names, and the addresses of the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode

from assistant.answering.outcomes import Answer, Clarify, Reply
from assistant.engine import Ask, Assistant
from assistant.errors import QuestionError
from web.forms import MOST_FIELDS, day_of
from web.problems import of_question

UNKNOWN = "unknown"
DAY = "as_of"
AGE = "age"


@dataclass(frozen=True, slots=True)
class Case:
    """For whom and when: contract fields with their codes; ``day`` None is today."""

    day: date | None = None
    facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def query(self) -> str:
        """The case as it stands in an address, always in the same order."""
        named = {DAY: self.day.isoformat()} if self.day else {}
        return urlencode({**named, **self.facts})

    @property
    def alone(self) -> "Case":
        """The day without a case."""
        return Case(self.day)

    @property
    def list(self) -> str:
        """The address of the list of all topics for this case."""
        return _address("/faq", self.query)

    def page(self, topic: str) -> str:
        """Return the address of a topic's page for this case."""
        return _address(f"/faq/{topic}", self.query)

    def chat(self, topic: str) -> str:
        """Return the address of the chat that opens with this topic for this case."""
        return _address("/", urlencode({"topic": topic}) + (f"&{self.query}" if self.query else ""))

    def on(self, day: date | None) -> "Case":
        """Return the same case on another day."""
        return Case(day, self.facts)

    def but(self, fact: str, code: str | None, assistant: Assistant) -> "Case":
        """Return the case with another value, or None, of one fact; what contradicts it goes."""
        chosen = _implied(assistant, fact, code)
        kept = {
            name: other
            for name, other in self.facts.items()
            if name != fact
            and chosen.get(name, other) == other
            and _implied(assistant, name, other).get(fact, code) == code
        }
        named = kept if code is None else {**kept, fact: code}
        return Case(self.day, {name: named[name] for name in _order(assistant) if name in named})


def read_case(query: Mapping[str, str], assistant: Assistant, today: date) -> Case:
    """Take the case from an address; the engine checks the codes when it answers.

    Raises:
        ProblemError: 422, the day is none.
    """
    day = day_of(query.get(DAY))
    facts = {name: query[name] for name in _order(assistant) if query.get(name)}
    return Case(None if day == today else day, facts)


def case_of_query(text: str, assistant: Assistant, today: date) -> Case:
    """Read a case from the part of an address after the question mark; raises ProblemError: 422."""
    try:
        query = dict(parse_qsl(text, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise of_question(QuestionError("case", "条件を読み取れません。")) from error
    return read_case(query, assistant, today)


def case_of_reply(answer: Answer, reply: Reply, assistant: Assistant) -> Case:
    """Return the case that an answer in the chat was given for; an exact age stays out of it.

    The age becomes its band, except where the rule counts ages on a day of its own.
    """
    facts = {assumed.about: assumed.value for assumed in reply.assumed}
    if facts.get(AGE, "").isdigit():
        age = int(facts.pop(AGE))
        if assistant.knowledge.topics[answer.topic].age_day is None:
            facts[AGE] = next(code for code in _codes(assistant, AGE) if _in_band(age, code))
    return Case(reply.as_of, {name: facts[name] for name in _order(assistant) if name in facts})


def answered_whole(assistant: Assistant, topic: str, ask: Ask) -> Reply:
    """Answer a topic without asking back: what is open is answered with every ruling it leaves.

    Raises:
        QuestionError: a value that is none, or an insurer that contradicts the scheme.
    """
    reply = assistant.reply(replace(ask, choice=topic))
    while isinstance(reply.outcome, Clarify):
        reply = assistant.reply(replace(ask, choice=UNKNOWN, conversation=reply.conversation))
    return reply


def _address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _order(assistant: Assistant) -> list[str]:
    return list(assistant.knowledge.facts)


def _codes(assistant: Assistant, fact: str) -> list[str]:
    return [value.code for value in assistant.knowledge.facts[fact].values]


def _implied(assistant: Assistant, fact: str, code: str | None) -> Mapping[str, str]:
    value = assistant.knowledge.facts[fact].value(code) if code else None
    return value.implies if value else {}


def _in_band(age: int, code: str) -> bool:
    """Tell whether an age lies in a band such as ``-64``, ``75-84`` or ``85-``."""
    least, _, most = code.partition("-")
    return int(least or 0) <= age <= int(most or 999)
