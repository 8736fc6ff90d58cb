"""What the templates show: a reply, regrouped for the eye. No HTML here, no decisions there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from assistant.answering.outcomes import (
    Answer,
    Answered,
    Assumption,
    Choice,
    Choose,
    Clarify,
    Declined,
    Option,
    Reply,
    Sentence,
    ShownCitation,
    ShownContact,
    Urgent,
)
from assistant.channels.plain_text import shown_day
from assistant.engine import Assistant
from web.faq_cases import Case, case_of_reply
from web.forms import Asked
from web.typesetting import issue_day

# What most people come for; the order is the order of the buttons.
STARTERS = {
    "expired-card-visit": "期限切れの保険証で受診",
    "nothing-valid": "使えるものが手元にない",
    "certificate-who": "資格確認書をもらうには",
    "register-how": "マイナ保険証の登録",
    "visual-check-when": "機械で受付できないとき",
    "pin-forgotten": "暗証番号を忘れた",
}
KINDS = {
    Answered: "answer",
    Clarify: "clarify",
    Choose: "choose",
    Declined: "decline",
    Urgent: "urgent",
}


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences of one kind in a row, as one paragraph or list."""

    kind: Literal["say", "step", "bring", "note"]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """One citation; ``number`` counts through the whole answer, from 1."""

    number: int
    citation: ShownCitation


@dataclass(frozen=True, slots=True)
class Source:
    """One notice with everything that the answer quotes from it."""

    issuer: str
    issued: str
    title: str
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One answer as it is shown; ``id`` is unique on the page, ``page`` the answer's own page."""

    id: str
    answer: Answer
    blocks: tuple[Block, ...]
    validity: str
    sources: tuple[Source, ...]
    rests_on: str
    page: str


@dataclass(frozen=True, slots=True)
class Chip:
    """Something taken for granted about the asker, with the values it could be changed to."""

    assumption: Assumption
    fact: str
    ask: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and its reply. ``said`` is what the asker wrote, masked, or pressed.

    ``case`` is set on an answer's own page, where the case is chosen by links: its query.
    """

    id: str
    next: int
    said: str
    masked: bool
    kind: str
    reply: Reply
    cards: tuple[Card, ...]
    chips: tuple[Chip, ...]
    as_of: str | None
    case: str | None = None


def turn_of(asked: Asked, said: str, reply: Reply, assistant: Assistant, *, masked: bool) -> Turn:
    """Return the turn to show for one form post and its reply."""
    name = f"t{asked.turn}"
    answers = reply.outcome.answers if isinstance(reply.outcome, Answered) else ()
    return Turn(
        id=name,
        next=asked.turn + 1,
        said=said,
        masked=masked,
        kind=KINDS[type(reply.outcome)],
        reply=reply,
        cards=tuple(
            _card(f"{name}-{n}", answer, case_of_reply(answer, reply, assistant))
            for n, answer in enumerate(answers, start=1)
        ),
        chips=tuple(_chip(assumption, assistant) for assumption in reply.assumed),
        as_of=asked.as_of,
    )


def pressed_words(asked: Asked, assistant: Assistant) -> str:
    """Return in words what was pressed: a topic, an option, or facts that were changed."""
    if asked.choice is None:
        return joined(_option_words(f, code, assistant) for f, code in asked.situation.items())
    topic = assistant.knowledge.topics.get(asked.choice)
    return topic.title if topic else _option_words(asked.about or "", asked.choice, assistant)


def _option_words(fact_id: str, code: str, assistant: Assistant) -> str:
    fact = assistant.knowledge.facts.get(fact_id)
    value = fact.value(code) if fact else None
    return value.button if value else assistant.knowledge.messages["clarify-unknown"]


def starters(assistant: Assistant) -> tuple[Choice, ...]:
    """Return the topics of the first view; others fill the place of those that are missing."""
    topics = assistant.knowledge.topics
    names = [name for name in STARTERS if name in topics]
    names += [name for name in topics if name not in names]
    first = names[: len(STARTERS)]
    return tuple(Choice(name, STARTERS.get(name, topics[name].title)) for name in first)


def help_line(assistant: Assistant) -> ShownContact | None:
    """Return the telephone that stands on every page: the first contact with a number."""
    for line in assistant.knowledge.contacts.values():
        if line.phone:
            return ShownContact(line.name, line.phone, line.hours, line.note, None)
    return None


def _card(name: str, answer: Answer, case: Case) -> Card:
    blocks = tuple(
        Block(kind, tuple(sentences))
        for kind, sentences in groupby(answer.sentences, key=lambda sentence: sentence.kind)
    )
    sources = _sources(answer)
    rests_on, address = _rests_on(sources), case.page(answer.topic)
    return Card(name, answer, blocks, _validity(answer), sources, rests_on, address)


def _sources(answer: Answer) -> tuple[Source, ...]:
    found: dict[str, list[Quoted]] = {}
    for number, citation in enumerate(answer.citations, start=1):
        found.setdefault(citation.notice, []).append(Quoted(number, citation))
    return tuple(
        Source(
            issuer=quoted[0].citation.issuer,
            issued=quoted[0].citation.issued,
            title=quoted[0].citation.title,
            quoted=tuple(quoted),
        )
        for quoted in found.values()
    )


def _rests_on(sources: Sequence[Source]) -> str:
    """Return the days of the notices: one in both calendars, several shortly."""
    days = list(dict.fromkeys(source.issued for source in sources))
    if len(days) == 1:
        return f"{issue_day(days[0])}の通知による"
    return f"{joined(issue_day(day).partition('（')[0] for day in days)}の通知による"


def _validity(answer: Answer) -> str:
    """Return when the answer holds: its end is what people need; both ends where it is not now."""
    starts = f"{shown_day(answer.valid_from)}から" if answer.valid_from else ""
    ends = f"{shown_day(answer.valid_until)}まで" if answer.valid_until else ""
    if answer.status == "current" and ends:
        return ends
    return starts + ends


def _chip(assumption: Assumption, assistant: Assistant) -> Chip:
    fact = assistant.knowledge.facts[assumption.about]
    options = tuple(Option(value.code, value.button) for value in fact.values)
    return Chip(assumption, fact.label, fact.ask, options)


def banner_day(day: date | None) -> str | None:
    """Return the day of the banner, None where the page shows today."""
    return shown_day(day) if day else None


def joined(words: Iterable[str]) -> str:
    """Return the words as one Japanese enumeration."""
    return "、".join(words)
