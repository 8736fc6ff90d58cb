"""`annai calendar`: the days on which answers change, which, and for whom."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from assistant.knowledge_base.model import Fact, KnowledgeBase, Ruling, Topic
from assistant.knowledge_base.people import Case, cases
from assistant.knowledge_base.timeline import boundaries, known_days
from assistant.review.heard import Ear, alike, standing
from assistant.review.whom import whom

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Change:
    """On ``day`` the answer of a topic becomes another for some people.

    ``before`` is None where nothing was known the day before.
    """

    day: date
    topic: Topic
    people: str
    before: Ruling | None
    after: Ruling


def changes(knowledge: KnowledgeBase, first: date | None, last: date | None) -> list[Change]:
    """Return the changes from ``first`` to ``last`` (inclusive; None: all), by day and topic.

    Somebody is taken to ask about the day on which they stand.
    """
    found = [
        change
        for topic in knowledge.topics.values()
        for day in sorted({*boundaries(topic), *known_days(topic)})
        if (first or day) <= day <= (last or day)
        for change in _on(topic, day, knowledge.facts)
    ]
    return sorted(found, key=lambda c: (c.day, c.topic.id, c.people))


def _on(topic: Topic, day: date, facts: Mapping[str, Fact]) -> Iterator[Change]:
    everybody = list(cases(topic, facts))
    ear = Ear(facts)
    changed: dict[tuple[str, str], list[Case]] = {}
    for group in alike(topic.rulings, everybody):
        before, after = (standing(topic, group[0], d, as_of=d) for d in (day - _DAY, day))
        if after and ear.difference(before, after, group[0]):
            changed.setdefault((before.id if before else "", after.id), []).extend(group)
    for (old, new), own in changed.items():
        after = topic.ruling(new)
        assert after is not None
        yield Change(day, topic, whom(own, everybody, facts), topic.ruling(old), after)


def calendar_file(found: list[Change], stamp: date) -> str:
    """Return the changes as an iCalendar file (RFC 5545): one all-day event for each change."""
    made = datetime.combine(stamp, datetime.min.time(), UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hokensho-annai//JA"]
    for change in found:
        before = change.before.headline if change.before else "（まだ答えがありませんでした）"
        title = f"答えが変わります：{change.topic.title}（{change.people}）"
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_uid(change)}",
            f"DTSTAMP:{made}",
            f"DTSTART;VALUE=DATE:{change.day:%Y%m%d}",
            f"SUMMARY:{_escaped(title)}",
            f"DESCRIPTION:前：{_escaped(before)}\\n後：{_escaped(change.after.headline)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _uid(change: Change) -> str:
    """Return a name that other changes leave alone, so that a second import updates the first."""
    parts = (change.topic.id, change.before.id if change.before else "", change.after.id)
    digest = hashlib.sha256("/".join(parts).encode()).hexdigest()[:12]
    return f"{change.day:%Y%m%d}-{digest}@hokensho-annai"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold a line at 75 octets without cutting a character, as RFC 5545 asks."""
    parts, room, part = [], 75, ""
    for char in line:
        size = len(char.encode())
        if room < size:
            parts.append(part)
            part, room = "", 74
        part += char
        room -= size
    return "\r\n ".join([*parts, part])
