"""The closed set of what the engine can reply. Channels show these; nothing else leaves the engine.

Reply
├── Answered   one Answer for each thing asked
├── Clarify    one fact about the asker decides; asks for it
├── Choose     two to four topics are equally likely
├── Declined   the notices do not cover it; names who can help
└── Urgent     a medical emergency was described; 119 first
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["current", "ended", "upcoming"]
HandoffKind = Literal["office", "emergency", "other"]


@dataclass(frozen=True, slots=True)
class ShownCitation:
    """A citation as the asker sees it. ``quote`` None: known by reference only."""

    notice: str
    title: str
    issuer: str
    issued: str
    quote: str | None
    passage: str
    source: str | None

    @property
    def url(self) -> str:
        """Our own page of the notice, at the passage."""
        return f"/notices/{self.notice}#{self.passage}"


@dataclass(frozen=True, slots=True)
class ShownContact:
    """Who can tell.

    ``open_now`` is None where the asker stands on a named day, or no hours are known.
    """

    name: str
    phone: str | None
    hours: str | None
    note: str | None
    open_now: bool | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the answer; ``cites`` is the index into the answer's citations, or None."""

    text: str
    kind: Literal["say", "step", "bring", "note"]
    cites: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One topic answered by one ruling, for one day and case.

    ``condition`` is the case in words when several rulings are listed, else None.
    ``standing`` says in words that the ruling has ended or is yet to come, else None.
    """

    topic: str
    title: str
    ruling: str
    condition: str | None
    headline: str
    standing: str | None
    sentences: tuple[Sentence, ...]
    status: Status
    day: date
    valid_from: date | None
    valid_until: date | None
    citations: tuple[ShownCitation, ...]
    contacts: tuple[ShownContact, ...]

    @property
    def text(self) -> str:
        """The whole answer as plain text, fit to be read out over a telephone."""
        lines = [self.standing, self.headline, *(s.text for s in self.sentences)]
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Option:
    """One way to reply to a question asked back: the contract's value and the button's text."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A topic offered to the asker."""

    topic: str
    label: str


@dataclass(frozen=True, slots=True)
class Handoff:
    """Who can help instead."""

    kind: HandoffKind
    text: str
    contacts: tuple[ShownContact, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The question is answered."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Clarify:
    """One fact decides between rulings; ``about`` is a situation field of the contract."""

    about: str
    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Choose:
    """Several topics are equally likely, best first."""

    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Declined:
    """The notices do not cover it."""

    handoff: Handoff


@dataclass(frozen=True, slots=True)
class Urgent:
    """A medical emergency comes before anything else."""

    handoff: Handoff


Outcome = Answered | Clarify | Choose | Declined | Urgent


@dataclass(frozen=True, slots=True)
class Assumption:
    """What the answer takes for granted about the asker, shown as a chip that can be changed.

    ``certain`` is False where it was guessed from the words (80歳 → 後期高齢者医療).
    """

    about: str
    value: str
    label: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything a channel needs to show one turn. ``conversation`` is the opaque token."""

    outcome: Outcome
    suggestions: tuple[Choice, ...]
    assumed: tuple[Assumption, ...]
    notes: tuple[str, ...]
    conversation: str
    lang: str
    as_of: date
    knowledge: str
    trace: tuple[str, ...]
