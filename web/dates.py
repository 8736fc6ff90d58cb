"""Days as they come in and as they are shown."""

import re
from datetime import date

from assistant.errors import QuestionError

SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 12, 31)


def read_day(text: str, field: str = "as_of") -> date:
    """Return the day of an ISO date; raises QuestionError naming ``field`` where it is none."""
    try:
        day = date.fromisoformat(text) if SHAPE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise QuestionError(field, "日付は 2025-09-01 のように書きます。")
    if not EARLIEST <= day <= LATEST:
        raise QuestionError(field, f"日付は {EARLIEST} から {LATEST} までのどれかにします。")
    return day
