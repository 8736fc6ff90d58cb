"""Which ruling holds: for a case, on a day, as known on a day (design: two clocks)."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from assistant.knowledge_base.model import Period, Ruling, Topic

_DAY = timedelta(days=1)


def in_force(topic: Topic, case: Mapping[str, str], day: date, as_of: date) -> tuple[Ruling, ...]:
    """Return the rulings left for a case on ``day``, going by what was known on ``as_of``.

    Dropped are rulings not yet known, those that a known one replaces, and, where an insurer's own
    ruling is left, those that name no insurer. Sound knowledge leaves exactly one from the topic's
    start on; before it none.
    """
    live = [
        r
        for r in topic.rulings
        if r.known <= as_of and r.period.contains(day) and r.when.holds(case)
    ]
    replaced = {name for ruling in live for name in ruling.replaces}
    live = [ruling for ruling in live if ruling.id not in replaced]
    own = [ruling for ruling in live if ruling.names_insurer]
    return tuple(own or live)


def boundaries(topic: Topic) -> tuple[date, ...]:
    """Return the days on which some ruling of the topic starts or has just ended, sorted."""
    starts = {ruling.period.starts for ruling in topic.rulings}
    ends = {ruling.period.ends + _DAY for ruling in topic.rulings if ruling.period.ends}
    return tuple(sorted(starts | ends))


def known_days(topic: Topic) -> tuple[date, ...]:
    """Return the days on which something about the topic became known, sorted."""
    return tuple(sorted({ruling.known for ruling in topic.rulings}))


def unbroken_run(
    topic: Topic, ruling: Ruling, case: Mapping[str, str], day: date, as_of: date
) -> Period:
    """Return the unbroken run of days around ``day`` on which the ruling is the one chosen."""
    starts, ends = ruling.period.starts, ruling.period.ends
    for edge in _inside(boundaries(topic), ruling.period):
        if ruling in in_force(topic, case, edge, as_of):
            continue
        if edge <= day:
            starts = max(starts, _next_edge(topic, ruling, edge))
        else:
            ends = edge - _DAY
            break
    return Period(starts, ends)


def _inside(edges: Iterable[date], period: Period) -> list[date]:
    return [edge for edge in edges if period.contains(edge)]


def _next_edge(topic: Topic, ruling: Ruling, edge: date) -> date:
    later = [day for day in _inside(boundaries(topic), ruling.period) if day > edge]
    return later[0] if later else edge
