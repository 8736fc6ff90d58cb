"""Reading days, months and years as people write them, without asking what they mean.

In: the readable text of a question (normalization) and the day the asker stands on.
Out: spans with a first and a last day. What a span is for (a day asked about, a printed end,
a birthday) is decided in ``dates``.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ERAS = {
    "令和": 2018,
    "r": 2018,
    "平成": 1988,
    "h": 1988,
    "昭和": 1925,
    "s": 1925,
    "大正": 1911,
    "t": 1911,
}
_ERA = r"(?P<era>令和|平成|昭和|大正|れいわ|へいせい|しょうわ|たいしょう|(?<![a-z])[rhst](?=\d))"
_KANA_ERAS = {"れいわ": "令和", "へいせい": "平成", "しょうわ": "昭和", "たいしょう": "大正"}
_RELATIVE_YEARS = {
    "一昨年": -2, "1昨年": -2, "おととし": -2,
    "去年": -1, "昨年": -1, "きょねん": -1, "さくねん": -1, "前年": -1,
    "今年": 0, "本年": 0, "ことし": 0, "同年": 0,
    "来年": 1, "らいねん": 1, "翌年": 1,
    "再来年": 2, "さらいねん": 2,
}  # fmt: skip
_RELATIVE_MONTHS = {
    "先々月": -2, "先月": -1, "せんげつ": -1, "今月": 0, "こんげつ": 0,
    "来月": 1, "らいげつ": 1, "再来月": 2,
}  # fmt: skip
_RELATIVE_DAYS = {
    "一昨日": -2, "1昨日": -2, "おととい": -2, "昨日": -1, "きのう": -1,
    "今日": 0, "きょう": 0, "本日": 0, "今朝": 0, "けさ": 0, "今夜": 0,
    "明日": 1, "あした": 1, "あす": 1, "明後日": 2, "あさって": 2,
    "先週": -7, "来週": 7, "再来週": 14,
}  # fmt: skip
_SEASONS = {"春": 5, "はる": 5, "夏": 8, "なつ": 8, "秋": 11, "あき": 11, "冬": 2, "ふゆ": 2}
_RELATIVE_YEAR = "(?P<rel>" + "|".join(sorted(_RELATIVE_YEARS, key=len, reverse=True)) + ")"
_DAY = r"(?:\s?(?:の\s?)?(?P<day>\d{1,2})\s?日|\s?の?(?P<part>末日|末|下旬|中旬|上旬|頭|いっぱい))?"


@dataclass(frozen=True, slots=True)
class Days:
    """Days named in a text. ``bare`` tells that no year was said, so the year is our reading."""

    start: int
    end: int
    first: date
    last: date
    words: str
    bare: bool = False
    era: str | None = None


def find_days(text: str, as_of: date) -> tuple[Days, ...]:
    """Return all days named in the text, left to right, longest first, none overlapping."""
    found = [span for reader in _READERS for span in reader(text, as_of)]
    kept: list[Days] = []
    for span in sorted(found, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def era_year(era: str, number: int) -> int:
    """Return the western year of an era's year (令和7 → 2025)."""
    return ERAS[_KANA_ERAS.get(era, era)] + number


def shift_year(span: Days, years: int) -> Days:
    """Return the same days some years earlier or later."""
    first = _safe(span.first.year + years, span.first.month, span.first.day)
    last_year = span.last.year + years
    whole_month = span.last.day == monthrange(span.last.year, span.last.month)[1]
    last = (
        month_end(last_year, span.last.month)
        if whole_month
        else _safe(last_year, span.last.month, span.last.day)
    )
    if first is None or last is None:
        return span
    return Days(span.start, span.end, first, last, span.words, span.bare, span.era)


def _safe(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has no such day."""
    if not (1900 <= year <= 2099 and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def _span_in_month(
    found: re.Match[str], year: int, *, bare: bool = False, era: str | None = None
) -> Days | None:
    """Build the span of a month, of a part of it, or of one day in it."""
    month, groups = int(found["month"]), found.groupdict()
    if not (1900 <= year <= 2099 and 1 <= month <= 12):
        return None
    if groups.get("day"):
        day = _safe(year, month, int(found["day"]))
        return Days(found.start(), found.end(), day, day, found[0], bare, era) if day else None
    first, last = _part(groups.get("part"), year, month)
    return Days(found.start(), found.end(), first, last, found[0], bare, era)


def _part(part: str | None, year: int, month: int) -> tuple[date, date]:
    """Return first and last day of 上旬, 中旬, 下旬, 末 or of the whole month."""
    end = month_end(year, month)
    if part in {"末", "末日"}:
        return end, end
    if part == "下旬":
        return date(year, month, 21), end
    if part == "中旬":
        return date(year, month, 11), date(year, month, 20)
    if part in {"上旬", "頭"}:
        return date(year, month, 1), date(year, month, 10)
    return date(year, month, 1), end


_FULL = re.compile(
    rf"(?:{_ERA}\s?(?P<number>\d{{1,2}}|元)|(?<!\d)(?P<west>(?:19|"
    rf"20)\d\d))\s?年\s?度?の?\s?(?P<month>\d{{1,2}})\s?月{_DAY}"
)
_NUMERIC = re.compile(
    rf"(?<![\d.\-/])(?:{_ERA}(?P<number>\d{{1,2}})|(?P<west>(?:19|20)\d\d)|(?P<reiwa>\d{{1,2}}))"
    r"[./\-](?P<month>\d{1,2})[./\-](?P<day>\d{1,2})(?![\d.\-/])"
)
_ERA_MONTH = re.compile(
    rf"(?<![\d.\-/])(?:{_ERA}(?P<number>\d{{1,2}})|(?P<west>(?:19|"
    rf"20)\d\d))[./\-](?P<month>\d{{1,2}})(?!\s?[\d月])(?![./\-]\d)"
)
_YEAR = re.compile(
    rf"(?:{_ERA}\s?(?P<number>\d{{1,2}}|元)(?:\s?年|(?![\d./年月割]))|(?<!\d)(?P<west>(?:19|"
    rf"20)\d\d)\s?年)(?P<fiscal>度(?P<end>末)?)?(?!\s?\d)"
)
_RELATIVE_MONTH_OF_YEAR = re.compile(
    rf"{_RELATIVE_YEAR}\s?の?\s?(?P<month>\d{{1,2}})\s?(?:月|がつ){_DAY}"
)
_MONTH = re.compile(rf"(?<![\d年.\-/])(?P<month>\d{{1,2}})\s?(?:月|がつ)(?!分だけ|額){_DAY}")
_SLASH = re.compile(r"(?<![\d.\-/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d.\-/])")
_SEASON = re.compile(
    rf"(?:{_RELATIVE_YEAR}|(?P<next>次|つぎ|今度|こんど|この))\s?の?\s?(?P<season>春|夏|秋|冬|"
    rf"はる|なつ|あき|ふゆ)"
)
_BARE_SEASON = re.compile("(?<![一-龥])(?P<season>[春夏秋冬])(?=[はにのまかも、。?]|頃|$)")
_RELATIVE_YEAR_ALONE = re.compile(rf"{_RELATIVE_YEAR}(?P<fiscal>度)?")
_RELATIVE_MONTH = re.compile(
    "(?P<word>"
    + "|".join(sorted(_RELATIVE_MONTHS, key=len, reverse=True))
    + r")(?:\s?の?\s?(?P<day>\d{1,2})\s?日|\s?の?(?P<part>末日|末|下旬|中旬|上旬|頭|いっぱい))?"
)
_RELATIVE_DAY = re.compile(
    "(?<!とう)(?P<word>" + "|".join(sorted(_RELATIVE_DAYS, key=len, reverse=True)) + ")(?!さん)"
)
_YEAR_PART = re.compile("(?P<what>年度末|年末|月末)")
_LATER = re.compile(r"(?<!\d)(?P<count>\d{1,2})\s?(?P<unit>年|か月|ヶ月|ヵ月|カ月|箇月|週間|日)後")


def _year_of(found: re.Match[str], as_of: date) -> int | None:
    """Return the western year a match names, or None where it names none."""
    groups = found.groupdict()
    if groups.get("west"):
        return int(found["west"])
    if groups.get("rel"):
        return as_of.year + _RELATIVE_YEARS[found["rel"]]
    if groups.get("era"):
        return era_year(found["era"], 1 if found["number"] == "元" else int(found["number"]))
    if groups.get("reiwa"):
        return era_year("令和", int(found["reiwa"]))
    return None


def _months_with_year(text: str, as_of: date) -> Iterator[Days]:
    for pattern in (_FULL, _NUMERIC, _ERA_MONTH, _RELATIVE_MONTH_OF_YEAR):
        for found in pattern.finditer(text):
            year = _year_of(found, as_of)
            span = _span_in_month(found, year, era=found.groupdict().get("era")) if year else None
            if span:
                yield span


def _months_without_year(text: str, as_of: date) -> Iterator[Days]:
    """A month without a year is the next one; the current month counts as current."""
    for pattern in (_MONTH, _SLASH):
        for found in pattern.finditer(text):
            month = int(found["month"])
            span = _span_in_month(found, as_of.year + (1 if month < as_of.month else 0), bare=True)
            if span:
                yield span


def _years(text: str, as_of: date) -> Iterator[Days]:
    for pattern in (_YEAR, _RELATIVE_YEAR_ALONE):
        for found in pattern.finditer(text):
            year = _year_of(found, as_of)
            if year is None or not 1900 <= year <= 2098:
                continue
            groups = found.groupdict()
            first, last = date(year, 1, 1), date(year, 12, 31)
            if groups.get("fiscal"):
                first, last = date(year, 4, 1), date(year + 1, 3, 31)
            yield Days(
                found.start(),
                found.end(),
                last if groups.get("end") else first,
                last,
                found[0],
                era=groups.get("era"),
            )


def _seasons(text: str, as_of: date) -> Iterator[Days]:
    for pattern in (_SEASON, _BARE_SEASON):
        for found in pattern.finditer(text):
            month = _SEASONS[found["season"]]
            year = _year_of(found, as_of)
            bare = year is None
            if year is None:
                year = as_of.year + (1 if month < as_of.month else 0)
            elif month == 2:
                year += 1
            first_month, first_year = (month - 2, year) if month > 2 else (12, year - 1)
            yield Days(
                found.start(),
                found.end(),
                date(first_year, first_month, 1),
                month_end(year, month),
                found[0],
                bare,
            )


def _relative_months(text: str, as_of: date) -> Iterator[Days]:
    for found in _RELATIVE_MONTH.finditer(text):
        year, month = _add_months(as_of, _RELATIVE_MONTHS[found["word"]])
        day = _safe(year, month, int(found["day"])) if found["day"] else None
        first, last = (day, day) if day else _part(found["part"], year, month)
        yield Days(found.start(), found.end(), first, last, found[0])


def _relative_days(text: str, as_of: date) -> Iterator[Days]:
    for found in _RELATIVE_DAY.finditer(text):
        day = as_of + timedelta(days=_RELATIVE_DAYS[found["word"]])
        yield Days(found.start(), found.end(), day, day, found[0])


def _parts_of_the_year(text: str, as_of: date) -> Iterator[Days]:
    for found in _YEAR_PART.finditer(text):
        if found["what"] == "年度末":
            day = date(as_of.year + (1 if as_of.month > 3 else 0), 3, 31)
        elif found["what"] == "年末":
            day = date(as_of.year, 12, 31)
        else:
            day = month_end(as_of.year, as_of.month)
        yield Days(found.start(), found.end(), day, day, found[0])


def _later(text: str, as_of: date) -> Iterator[Days]:
    for found in _LATER.finditer(text):
        count = int(found["count"])
        day = as_of + timedelta(days=count * (7 if found["unit"] == "週間" else 1))
        if found["unit"] not in {"週間", "日"}:
            year, month = _add_months(as_of, count * (12 if found["unit"] == "年" else 1))
            day = _safe(year, month, as_of.day) or month_end(year, month)
        yield Days(found.start(), found.end(), day, day, found[0])


def _add_months(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return years, month + 1


_READERS: tuple[Callable[[str, date], Iterator[Days]], ...] = (
    _months_with_year, _months_without_year, _years, _seasons,
    _relative_months, _relative_days, _parts_of_the_year, _later,
)  # fmt: skip
