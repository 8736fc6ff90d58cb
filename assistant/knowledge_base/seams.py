"""Check 3, last part: each day on which a ruling begins, ends or becomes known has a reason.

Tiling sees holes and overlaps. A slip of a day leaves none where another ruling lies beneath: an
insurer's own beside the national one, or a plan that was overtaken. It shows as a day that nothing
else knows of.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from assistant.errors import Fault
from assistant.knowledge_base.model import KnowledgeBase, Notice, Ruling
from assistant.knowledge_base.wording import western

_DAY = timedelta(days=1)


def check_seams(knowledge: KnowledgeBase) -> list[Fault]:
    """Return a fault for each day of a ruling that stands alone.

    It does not if a notice or a succession of notices begins to count on it, another ruling begins
    or ends on it, or a quote of the ruling names it.
    """
    notices = {day for notice in knowledge.notices.values() for day in _beginnings(notice)}
    rulings = [ruling for topic in knowledge.topics.values() for ruling in topic.rulings]
    shared = Counter(day for ruling in rulings for day in _edges(ruling))
    return [
        fault
        for ruling in rulings
        for key, day in _days(ruling)
        if day not in notices and shared[day] == (day in _edges(ruling))
        for fault in _loose(ruling, key, day, knowledge)
    ]


def _beginnings(notice: Notice) -> set[date]:
    return {notice.known_from, *(step.starts for step in (*notice.supersedes, *notice.extends))}


def _edges(ruling: Ruling) -> set[date]:
    """Return the first day of a ruling and the first day after it."""
    ends = ruling.period.ends
    return {ruling.period.starts, *([ends + _DAY] if ends else [])}


def _days(ruling: Ruling) -> Iterator[tuple[str, date]]:
    yield "from", ruling.period.starts
    if ruling.period.ends:
        yield "until", ruling.period.ends + _DAY
    yield "known", ruling.known


def _loose(ruling: Ruling, key: str, day: date, knowledge: KnowledgeBase) -> Iterator[Fault]:
    named = _NAMES.get(key)
    if named and any(named(quote, day) for quote in _quotes(ruling, knowledge)):
        return
    written = f"{key}（{day - _DAY if key == 'until' else day}）"
    yield Fault(
        ruling.place.file,
        ruling.place.line,
        f"「{ruling.id}」の {written} は、通知の日でも、ほかの場合分けの変わり目でもありません",
        "通知と比べて日付を直します。正しい日なら、その日を言う引用を文に付けます",
    )


def _quotes(ruling: Ruling, knowledge: KnowledgeBase) -> Iterator[str]:
    """Yield the words that the ruling rests on, with every year in the western calendar."""
    for statement in ruling.statements:
        if statement.citation:
            notice = knowledge.notices[statement.citation.notice]
            passage = notice.passage(statement.citation.passage)
            words = statement.citation.quote or (passage.text if passage else "")
            yield western(words, notice.known_from)


def _names_start(quote: str, day: date) -> bool:
    """Tell whether a quote names a first day; a month counts from its first day."""
    month = f"{day.year}年{day.month}月"
    first = rf"|{month}(?!\d)" if day.day == 1 else ""
    return re.search(f"(?:{month}{day.day}日{first})(?!まで|の?有効期限)", quote) is not None


def _names_end(quote: str, day: date) -> bool:
    """Tell whether a quote names a last day, by the day after it."""
    last = day - _DAY
    return f"{last.year}年{last.month}月{last.day}日まで" in quote


_NAMES: Mapping[str, Callable[[str, date], bool]] = {"from": _names_start, "until": _names_end}
