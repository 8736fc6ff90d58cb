"""What we know, as plain frozen values. Nothing here reads a file, a clock or the network.

Codes (``kouki``, ``registered`` …) are those of the public contract; Japanese labels live in
``knowledge/vocabulary/facts.yaml``. Every period is inclusive at both ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

UNKNOWN = "unknown"

Confidence = Literal["high", "medium", "low"]
StatementKind = Literal["say", "step", "bring", "note"]
Basis = Literal["notice", "advice", "contact"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the content: file (relative to the knowledge folder) and line."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``starts`` to ``ends``, both inclusive; ``ends`` None means no end is set."""

    starts: date
    ends: date | None

    def contains(self, day: date) -> bool:
        """Tell whether ``day`` lies in the period."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Condition:
    """For whom: fact id → allowed value codes. Facts are joined by AND, values by OR.

    An empty condition holds for everybody.
    """

    allowed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def holds(self, case: Mapping[str, str]) -> bool:
        """Tell whether the case meets the condition; a fact absent from it counts as unknown."""
        return all(case.get(fact, UNKNOWN) in values for fact, values in self.allowed.items())

    def possible(self, known: Mapping[str, str]) -> bool:
        """Tell whether some completion of the known facts could meet the condition."""
        return all(
            known.get(fact, UNKNOWN) in {*values, UNKNOWN} for fact, values in self.allowed.items()
        )


EVERYBODY = Condition()


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered piece of a notice. ``unused`` says why no rule rests on it, else None."""

    id: str
    text: str
    scope: Condition
    confidence: Confidence
    unused: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Supersession:
    """A later notice overtakes passages of an earlier one, for days from ``starts`` on."""

    notice: str
    passages: tuple[str, ...]
    starts: date
    what: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A source document. ``reference`` notices hold our own summary and are never quoted."""

    id: str
    kind: Literal["full", "reference"]
    title: str
    issuer: str
    number: str | None
    issued: str
    issued_note: str | None
    known_from: date
    addressees: tuple[str, ...]
    scope: Condition
    url: str | None
    source: str | None
    passages: tuple[Passage, ...]
    supersedes: tuple[Supersession, ...]
    extends: tuple[Supersession, ...]
    place: Place

    def passage(self, passage_id: str) -> Passage | None:
        """Return the passage of that id, or None."""
        return next((p for p in self.passages if p.id == passage_id), None)


@dataclass(frozen=True, slots=True)
class Citation:
    """A proven pair of notice and words: built by the loader alone, after the quote was found.

    ``quote`` is None where the notice is known by reference only.
    """

    notice: str
    passage: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and what it rests on; ``about`` narrows whom the sentence names."""

    text: str
    kind: StatementKind
    basis: Basis
    citation: Citation | None
    about: Condition
    place: Place


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer for one case and period, known from a day on.

    ``replaces`` names rulings of the same topic that this one overtakes, for shared days and cases;
    ``continues`` those that say the same for the days before, so that their days are one run.
    """

    id: str
    period: Period
    known: date
    when: Condition
    headline: str
    statements: tuple[Statement, ...]
    contacts: tuple[str, ...]
    replaces: tuple[str, ...]
    undecided: bool
    place: Place
    continues: tuple[str, ...] = ()

    @property
    def names_insurer(self) -> bool:
        """Tell whether the ruling is an insurer's own; such a one beats the national rule."""
        return UNKNOWN not in self.when.allowed.get("insurer", {UNKNOWN})


@dataclass(frozen=True, slots=True)
class Example:
    """A way in which people ask for a topic; for a near miss, ``topic`` is the right one."""

    text: str
    topic: str
    place: Place


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing people ask, whole. ``facts`` lists what may be asked back, in that order.

    ``age_day`` is the day on which an age counts where the rule names one (R8.8: 2026-08-01).
    """

    id: str
    title: str
    group: str
    owner: str
    last_reviewed: date
    concepts: tuple[str, ...]
    facts: tuple[str, ...]
    age_day: date | None
    examples: tuple[Example, ...]
    near_misses: tuple[Example, ...]
    rulings: tuple[Ruling, ...]
    next_topics: tuple[str, ...]
    ask_first: str | None
    transfer: str | None
    place: Place

    @property
    def starts(self) -> date:
        """The first day on which anything about the topic was known."""
        return min(ruling.known for ruling in self.rulings)

    def ruling(self, ruling_id: str) -> Ruling | None:
        """Return the ruling of that id, or None."""
        return next((r for r in self.rulings if r.id == ruling_id), None)


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing of the domain and every way to write it; ``id`` is its Japanese headword."""

    id: str
    surfaces: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class FactValue:
    """One value of a fact: contract code, Japanese label, button text, and condition in words.

    ``phrases`` reveal the value in a question, ``guesses`` make it usual; ``replies`` count only as
    the whole reply to the question asked back.
    """

    code: str
    label: str
    button: str
    condition: str
    phrases: tuple[str, ...]
    guesses: tuple[str, ...]
    implies: Mapping[str, str]
    replies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about the asker that changes the answer; ``id`` is a contract field."""

    id: str
    label: str
    ask: str
    values: tuple[FactValue, ...]
    place: Place

    def value(self, code: str) -> FactValue | None:
        """Return the value with that contract code, or None."""
        return next((v for v in self.values if v.code == code), None)


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening times ``HH:MM`` (from, to) by kind of day; None means closed that day."""

    weekday: tuple[str, str] | None
    saturday: tuple[str, str] | None
    holiday: tuple[str, str] | None
    closed_year_end: bool


@dataclass(frozen=True, slots=True)
class Contact:
    """Who can tell: a name, a telephone (or None), hours in words and, if known, as times."""

    id: str
    name: str
    phone: str | None
    hours: str | None
    note: str | None
    times: Hours | None
    place: Place


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A subject outside the notices: how people ask for it and who can help.

    ``kind`` is ``office`` (another desk), ``chat`` (greetings and the like) or ``other``.
    """

    id: str
    label: str
    kind: Literal["office", "chat", "other"]
    reply: str
    contacts: tuple[str, ...]
    concepts: tuple[str, ...]
    examples: tuple[Example, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Emergency:
    """Signs of a medical emergency. Each sign is groups of phrases: one of each group must occur.

    ``except_`` lists phrases that look like a sign and are none (マイナ救急 …); such a phrase does
    not reach past the words of ``breaks`` (急に, ですが …), which open a new matter.
    """

    signs: tuple[tuple[tuple[str, ...], ...], ...]
    except_: tuple[str, ...]
    reply: str
    contacts: tuple[str, ...]
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything the engine knows; ``digest`` is ``sha256:…`` over all content files."""

    notices: Mapping[str, Notice]
    topics: Mapping[str, Topic]
    concepts: Mapping[str, Concept]
    facts: Mapping[str, Fact]
    contacts: Mapping[str, Contact]
    neighbours: Mapping[str, Neighbour]
    emergency: Emergency
    messages: Mapping[str, str]
    digest: str
