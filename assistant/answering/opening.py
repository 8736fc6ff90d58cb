"""Is somebody there now? Japanese holidays and the year's end, from the hour handed in."""

from datetime import datetime

import jpholiday

from assistant.knowledge_base.model import Contact, Hours

_SATURDAY, _SUNDAY = 5, 6


def open_now(contact: Contact, now: datetime | None) -> bool | None:
    """Return whether the contact answers at ``now`` (Japanese time); None where that is not known.

    The closing time is exclusive: at 20:00 sharp a line that closes at 20:00 is closed.
    """
    if now is None or contact.times is None:
        return None
    if contact.times.closed_year_end and _is_year_end(now):
        return False
    span = _span(contact.times, now)
    return span is not None and span[0] <= now.strftime("%H:%M") < span[1]


def _is_year_end(now: datetime) -> bool:
    """29 December to 3 January, the customary closing days of public offices."""
    return (now.month, now.day) >= (12, 29) or (now.month, now.day) <= (1, 3)


def _span(times: Hours, now: datetime) -> tuple[str, str] | None:
    if now.weekday() == _SUNDAY or jpholiday.is_holiday(now.date()):
        return times.holiday
    return times.saturday if now.weekday() == _SATURDAY else times.weekday
