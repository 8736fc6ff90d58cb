"""The only clock of the program: Japan's, by a fixed offset, so that no machine's zone matters."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

JAPAN = timezone(timedelta(hours=9), "JST")


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time in Japan; ``fixed`` puts another day in the place of today."""

    fixed: date | None = None

    def now(self) -> datetime:
        """Return the moment in Japan; on a fixed day, at the real time of day."""
        real = datetime.now(UTC).astimezone(JAPAN)
        return real if self.fixed is None else datetime.combine(self.fixed, real.timetz())

    def today(self) -> date:
        """Return the day in Japan."""
        return self.now().date()
