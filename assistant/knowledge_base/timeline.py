"""Which ruling holds: for a case, on a day, as known on a day (design: two clocks)."""

from collections.abc import Mapping
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
    """Return the unbroken run of days around ``day`` on which the ruling holds.

    A ruling that ``continues`` another says the same, so their days belong to one run.
    """
    edges = boundaries(topic)
    starts = max((edge for edge in edges if edge <= day), default=day)
    for edge in sorted((e for e in edges if e <= day), reverse=True):
        if not _holds(topic, ruling, case, edge, as_of):
            break
        starts = edge
    for edge in (e for e in edges if e > day):
        if not _holds(topic, ruling, case, edge, as_of):
            return Period(starts, edge - _DAY)
    return Period(starts, None)


def _holds(topic: Topic, ruling: Ruling, case: Mapping[str, str], day: date, as_of: date) -> bool:
    """Tell whether the ruling, or one that says the same, is the one chosen on a day."""
    found = in_force(topic, case, day, as_of)
    return any(
        other is ruling or other.id in ruling.continues or ruling.id in other.continues
        for other in found
    )
