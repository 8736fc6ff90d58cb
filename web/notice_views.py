"""What the notice pages show: what overtakes or carries on what, and which answers rest on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.channels.plain_text import shown_day
from assistant.engine import Assistant
from web.faq_cases import Case

# overtakes: this notice changes an older one · carries_on: it prolongs or widens an older one
# overtaken, carried_on: the same, seen from the older notice
Kind = Literal["overtakes", "carries_on", "overtaken", "carried_on"]
KINDS: tuple[Kind, ...] = ("overtaken", "carried_on", "overtakes", "carries_on")


@dataclass(frozen=True, slots=True)
class Tie:
    """How a notice stands to another; ``passages`` are those of the older one that are overtaken.

    ``address`` is None for a notice that is not kept here.
    """

    kind: Kind
    title: str
    address: str | None
    starts: date
    what: str
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bond:
    """All ties of one kind."""

    kind: Kind
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class Resting:
    """A topic that rests on a notice, with the passages that it cites."""

    title: str
    address: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice in the list; ``answers`` counts the topics that rest on it."""

    title: str
    address: str
    issuer: str
    issued: str
    number: str | None
    full: bool
    bonds: tuple[Bond, ...]
    answers: int


@dataclass(frozen=True, slots=True)
class Year:
    """The notices of one year, the newest first; ``name`` is the year in both calendars."""

    year: int
    name: str
    entries: tuple[Entry, ...]


def years(assistant: Assistant) -> tuple[Year, ...]:
    """Return every notice by the year in which it was issued, the newest first."""
    knowledge = assistant.knowledge
    counts = {name: len(found) for name, found in _uses(assistant).items()}
    newest = sorted(knowledge.notices.values(), key=lambda n: (n.issued, n.id), reverse=True)
    listed = [
        Entry(
            title=notice.title,
            address=f"/notices/{notice.id}",
            issuer=notice.issuer,
            issued=notice.issued,
            number=notice.number,
            full=notice.kind == "full",
            bonds=bonds(assistant, notice.id),
            answers=counts.get(notice.id, 0),
        )
        for notice in newest
    ]
    found = dict.fromkeys(int(entry.issued[:4]) for entry in listed)
    return tuple(
        Year(
            year,
            _year_name(year),
            tuple(entry for entry in listed if entry.issued.startswith(str(year))),
        )
        for year in found
    )


def _year_name(year: int) -> str:
    """Return a year in both calendars, as 31 December says it."""
    era = shown_day(date(year, 12, 31)).partition("（")[2].partition("年")[0]
    return f"{year}年（{era}年）"


def bonds(assistant: Assistant, name: str) -> tuple[Bond, ...]:
    """Return how a notice stands to the others: first what happened to it, then what it does."""
    found = sorted(_ties(assistant, name), key=lambda tie: tie.starts)
    by_kind = ((kind, tuple(tie for tie in found if tie.kind == kind)) for kind in KINDS)
    return tuple(Bond(kind, ties) for kind, ties in by_kind if ties)


def _ties(assistant: Assistant, name: str) -> Iterator[Tie]:
    notices = assistant.knowledge.notices
    for step in notices[name].supersedes:
        older = _other(assistant, step.notice)
        yield Tie("overtakes", *older, step.starts, step.what, step.passages)
    for step in notices[name].extends:
        yield Tie("carries_on", *_other(assistant, step.notice), step.starts, step.what)
    for notice in notices.values():
        later = _other(assistant, notice.id)
        for step in notice.supersedes:
            if step.notice == name:
                yield Tie("overtaken", *later, step.starts, step.what, step.passages)
        for step in notice.extends:
            if step.notice == name:
                yield Tie("carried_on", *later, step.starts, step.what)


def resting(assistant: Assistant, name: str) -> tuple[Resting, ...]:
    """Return the topics that rest on a notice, those that cite it most first."""
    topics = assistant.knowledge.topics
    order = [passage.id for passage in assistant.knowledge.notices[name].passages]
    found = [
        Resting(
            topics[topic].title,
            Case().page(topic),
            tuple(passage for passage in order if passage in cited),
        )
        for topic, cited in _uses(assistant).get(name, {}).items()
    ]
    return tuple(sorted(found, key=lambda item: (-len(item.passages), item.address)))


def _uses(assistant: Assistant) -> dict[str, dict[str, set[str]]]:
    """Return notice → topic → the passages cited."""
    found: dict[str, dict[str, set[str]]] = {}
    for topic in assistant.knowledge.topics.values():
        for ruling in topic.rulings:
            for citation in (s.citation for s in ruling.statements if s.citation):
                by_topic = found.setdefault(citation.notice, {})
                by_topic.setdefault(topic.id, set()).add(citation.passage)
    return found


def _other(assistant: Assistant, name: str) -> tuple[str, str | None]:
    """Return the title and address of a notice; its name alone where it is not kept here."""
    notice = assistant.knowledge.notices.get(name)
    return (notice.title, f"/notices/{name}") if notice else (name, None)
