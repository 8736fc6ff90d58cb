"""The list of all answers, grouped for people who look around, and what a search in it finds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.answering.outcomes import Choice, Declined, Handoff, Reply, Urgent
from assistant.engine import Assistant
from web.faq_cases import Case
from web.masking import Masked
from web.views import STARTERS

# What most people come for stands first; groups that are not named here follow.
GROUPS = (
    "期限切れの保険証",
    "資格確認書",
    "マイナ保険証を使う",
    "マイナ保険証の登録",
    "カードと暗証番号",
    "目視確認・受付",
    "限度額・特定疾病",
    "会社・事業所の方",
    "通知と窓口",
)
DEFINES = "とは"


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic in a list; ``group`` is said where topics of several groups stand together."""

    title: str
    group: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of topics; ``id`` is its name on the page."""

    id: str
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. ``words`` are what was typed, masked.

    ``handoff`` is set where the question belongs to another desk, or nothing was found.
    """

    words: str
    masked: bool
    entries: tuple[Entry, ...]
    handoff: Handoff | None
    urgent: bool


def groups(assistant: Assistant, case: Case) -> tuple[Group, ...]:
    """Return every topic in its group: the most sought first, then what most others lead to."""
    topics = assistant.knowledge.topics
    led_to = Counter(name for topic in topics.values() for name in topic.next_topics)
    ordered = sorted(
        topics.values(),
        key=lambda t: (t.id not in STARTERS, DEFINES not in t.title, -led_to[t.id], t.id),
    )
    names = [*GROUPS, *sorted({topic.group for topic in ordered} - set(GROUPS))]
    listed = (
        (name, tuple(_entry(assistant, topic.id, case) for topic in ordered if topic.group == name))
        for name in names
    )
    filled = [(name, entries) for name, entries in listed if entries]
    return tuple(
        Group(f"group-{number}", name, entries)
        for number, (name, entries) in enumerate(filled, start=1)
    )


def group_of(assistant: Assistant, topic: str, case: Case) -> Group:
    """Return the group in which a topic stands."""
    name = assistant.knowledge.topics[topic].group
    return next(group for group in groups(assistant, case) if group.name == name)


def entries(assistant: Assistant, topics: Iterable[str], case: Case) -> tuple[Entry, ...]:
    """Return topics as entries, in the order given."""
    return tuple(_entry(assistant, topic, case) for topic in topics)


def found(
    assistant: Assistant, asked: Masked, near: Iterable[Choice], reply: Reply, case: Case
) -> Found:
    """Return what to show for some words: ``near`` is the search, ``reply`` the engine's answer."""
    outcome = reply.outcome
    listed = entries(assistant, (choice.topic for choice in near), case)
    handoff = outcome.handoff if isinstance(outcome, Declined | Urgent) else None
    if isinstance(outcome, Declined) and listed and outcome.handoff.kind != "office":
        handoff = None
    return Found(
        words=asked.text,
        masked=bool(asked.kinds),
        entries=listed,
        handoff=handoff,
        urgent=isinstance(outcome, Urgent),
    )


def _entry(assistant: Assistant, name: str, case: Case) -> Entry:
    topic = assistant.knowledge.topics[name]
    return Entry(topic.title, topic.group, case.page(name))
