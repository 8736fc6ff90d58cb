"""`annai diff OLD NEW`: what a change of content does to answers, meaning apart from wording."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.knowledge_base.model import Contact, Fact, KnowledgeBase, Topic
from assistant.knowledge_base.people import Case, cases
from assistant.knowledge_base.timeline import boundaries, known_days
from assistant.knowledge_base.wording import numbers
from assistant.review.heard import Ear, Heard, Kind, alike, standing
from assistant.review.whom import EVERYBODY, one_kind, whom

_DAY = timedelta(days=1)
Part = tuple[date, list[Case]]  # from a day on, these cases
Stretch = tuple[Heard, date, date | None, list[Case]]
Key = tuple[Heard, str, str]  # what is heard, and the rulings before and after


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of days (inclusive; ``ends`` None is open) on which some people hear otherwise.

    People are taken to ask about the day on which they stand; ``other_day`` marks what is heard
    only by those who ask beforehand or afterwards. ``before`` and ``after`` hold the sentences
    that only the old or only the new answer has. What belongs to no topic has no days.
    """

    topic: str
    kind: Kind
    people: str
    starts: date | None
    ends: date | None
    before: tuple[str, ...]
    after: tuple[str, ...]
    other_day: bool = False


def compare(old: KnowledgeBase, new: KnowledgeBase) -> list[Difference]:
    """Return the differences, by topic, day and people; an answer that stays the same has none."""
    found = [
        difference
        for name in sorted({*old.topics, *new.topics})
        for difference in _topic(old.topics.get(name), new.topics.get(name), new.facts)
    ]
    found.sort(key=lambda d: (d.topic, d.other_day, d.starts, d.kind, d.people))
    return [*found, *_around(old, new)]


def _topic(old: Topic | None, new: Topic | None, facts: Mapping[str, Fact]) -> Iterator[Difference]:
    if old is not None and new is not None:
        if old != new:
            yield from _Comparison(old, new, facts).differences()
    elif new is not None:
        yield Difference(new.id, "new", EVERYBODY, new.starts, None, (), (new.title,))
    elif old is not None:
        yield Difference(old.id, "gone", EVERYBODY, old.starts, None, (old.title,), ())


class _Comparison:
    """Two versions of one topic, over every case, day and state of knowledge of either."""

    def __init__(self, old: Topic, new: Topic, facts: Mapping[str, Fact]) -> None:
        self._old, self._new, self._facts = old, new, facts
        self._ear = Ear(facts)
        self._everybody = _people(old, new, facts)
        self._groups = alike(old.rulings + new.rulings, self._everybody)
        self._known = sorted({*known_days(old), *known_days(new)})
        self._edges = sorted({*boundaries(old), *boundaries(new), *self._known})

    def differences(self) -> Iterator[Difference]:
        """Yield what people hear on their day, then what only those hear who ask of another."""
        on_the_day = self._stretches((day, day) for day in self._edges)
        seen = {heard for heard, *_ in on_the_day}
        yield from self._told(
            (heard, starts, ends, own)
            for (heard, *_), parts in on_the_day.items()
            for starts, ends, own in _joined(parts, self._edges)
        )
        others = self._stretches((as_of, day) for as_of in self._known for day in self._edges)
        for one in self._told(
            (heard, *self._span(parts), _union(parts))
            for (heard, *_), parts in others.items()
            if heard not in seen
        ):
            yield replace(one, other_day=True)

    def _told(self, stretches: Iterable[Stretch]) -> Iterator[Difference]:
        """Yield the differences; who hears the same on the same days is named together."""
        together: dict[tuple[Heard, date, date | None], list[list[Case]]] = {}
        for heard, starts, ends, own in stretches:
            together.setdefault((heard, starts, ends), []).append(own)
        for (heard, starts, ends), parts in together.items():
            union = [case for own in parts for case in own]
            for own in [union] if one_kind(union, self._everybody) else parts:
                people = whom(own, self._everybody, self._facts)
                said = heard.before, heard.after
                yield Difference(self._new.id, heard.kind, people, starts, ends, *said)

    def _span(self, parts: list[Part]) -> tuple[date, date | None]:
        days = [day for day, _ in parts]
        return min(days), _before(_next(self._edges, max(days)))

    def _stretches(self, instants: Iterable[tuple[date, date]]) -> dict[Key, list[Part]]:
        """Return for each difference of two rulings when it is heard, and by whom."""
        found: dict[Key, list[Part]] = {}
        for as_of, day in instants:
            for key, own in self._differing(as_of, day).items():
                found.setdefault(key, []).append((day, own))
        return found

    def _differing(self, as_of: date, day: date) -> dict[Key, list[Case]]:
        found: dict[Key, list[Case]] = {}
        for group in self._groups:
            before = standing(self._old, group[0], day, as_of)
            after = standing(self._new, group[0], day, as_of)
            heard = self._ear.difference(before, after, group[0])
            if heard:
                key = heard, before.id if before else "", after.id if after else ""
                found.setdefault(key, []).extend(group)
        return found


def _union(parts: list[Part]) -> list[Case]:
    return list({id(case): case for _, own in parts for case in own}.values())


def _people(old: Topic, new: Topic, facts: Mapping[str, Fact]) -> list[Case]:
    """Return the cases that the new version knows, fine enough for the old one too."""
    return list(cases(replace(new, rulings=old.rulings + new.rulings), facts))


def _joined(parts: list[Part], edges: list[date]) -> Iterator[tuple[date, date | None, list[Case]]]:
    """Join neighbouring stretches that concern the same people."""
    index = 0
    while index < len(parts):
        starts, own = parts[index]
        last = starts
        while index + 1 < len(parts) and parts[index + 1] == (_next(edges, last), own):
            index += 1
            last = parts[index][0]
        yield starts, _before(_next(edges, last)), own
        index += 1


def _next(edges: list[date], day: date) -> date | None:
    return next((edge for edge in edges if edge > day), None)


def _before(day: date | None) -> date | None:
    return day - _DAY if day else None


def _around(old: KnowledgeBase, new: KnowledgeBase) -> Iterator[Difference]:
    """Yield what changes outside the topics: contacts, other desks, fixed words."""
    before, after = _fixed_words(old), _fixed_words(new)
    for name in dict.fromkeys([*before, *after]):
        was, now = before.get(name), after.get(name)
        if was != now:
            kind = _fixed_kind(was, now)
            yield Difference(name, kind, EVERYBODY, None, None, _given(was), _given(now))


def _given(text: str | None) -> tuple[str, ...]:
    return () if text is None else (text,)


def _fixed_kind(was: str | None, now: str | None) -> Kind:
    if was is None or now is None:
        return "new" if was is None else "gone"
    return "wording" if numbers(was) == numbers(now) else "meaning"


def _fixed_words(knowledge: KnowledgeBase) -> dict[str, str]:
    contacts = {f"問い合わせ先 {c.id}": _contact(c) for c in knowledge.contacts.values()}
    desks = {
        f"別の窓口 {n.id}": f"{n.reply}［問い合わせ先：{'、'.join(n.contacts)}］"
        for n in knowledge.neighbours.values()
    }
    words = {f"決まり文句 {name}": text for name, text in knowledge.messages.items()}
    return {**contacts, **desks, "救急": knowledge.emergency.reply, **words}


def _contact(contact: Contact) -> str:
    return "　".join(filter(None, (contact.name, contact.phone, contact.hours, contact.note)))
