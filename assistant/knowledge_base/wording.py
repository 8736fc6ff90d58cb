"""Comparing words: what counts as the same text, and which numbers a sentence names.

White space and the scan's ``*`` and ``#`` never count; full and half width are the same (NFKC).
"""

import re
import unicodedata
from datetime import date

_DEBRIS = re.compile(r"[\s*#]+")
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_DIGITS = dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_UNITS = {"十": 10, "百": 100, "千": 1000}
_KANJI_NUMBER = re.compile(r"[〇零一二三四五六七八九十百千]+(?=[年月日歳割名円か箇ヶ回桁時分])")
_ERA_YEAR = re.compile(r"(令和|平成|昭和)\s*(\d+|元)年")
_SHORT_ERA = re.compile(r"(?<![A-Za-z0-9])R\.?(\d{1,2})(?=[.年・/])")
_RELATIVE_YEAR = {
    "一昨年": -2,
    "昨年": -1,
    "去年": -1,
    "前年": -1,
    "本年": 0,
    "今年": 0,
    "同年": 0,
    "来年": 1,
    "翌年": 1,
}
_RELATIVE = re.compile("|".join(_RELATIVE_YEAR))
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_RANGE = re.compile(r"(\d+)[~〜-](\d+)(か月|[年月日歳時分割回])")
_PHONE = re.compile(r"\d{2,4}-\d{2,4}-\d{2,4}")


def squash(text: str) -> str:
    """Return the text as it is compared: NFKC, without white space and scan marks."""
    return _DEBRIS.sub("", unicodedata.normalize("NFKC", text))


def kanji_to_int(text: str) -> int:
    """Return the value of a kanji number such as 三十一, 二〇二六 or 十."""
    if not any(unit in text for unit in _UNITS):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = current = 0
    for char in text:
        if char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        else:
            current = _DIGITS[char]
    return total + current


def western(text: str, issued: date | None = None) -> str:
    """Return the text with every year in the western calendar and kanji numbers as digits.

    ``issued`` gives 本年, 昨年 … their year; without it they stay words.
    """
    text = _KANJI_NUMBER.sub(lambda m: str(kanji_to_int(m.group())), squash(text))
    text = _SHORT_ERA.sub(lambda m: f"令和{m.group(1)}年", text)
    text = _ERA_YEAR.sub(_western_year, text)
    text = _CLOCK.sub(lambda m: f"{int(m.group(1))}時{m.group(2)}分", text)
    if issued:
        text = _RELATIVE.sub(lambda m: f"{issued.year + _RELATIVE_YEAR[m.group()]}年", text)
    return text


def _western_year(match: re.Match[str]) -> str:
    era, year = match.groups()
    return f"{_ERAS[era] + (1 if year == '元' else int(year))}年"


def numbers(text: str, issued: date | None = None) -> set[str]:
    """Return every number that a text names, each in one spelling.

    Dates are ``2026年``, ``7月`` and ``31日`` apart, telephone numbers whole, others with their
    unit of one character, so that 5日 and 5番 differ.
    """
    plain = western(text, issued)
    found = {m.group() for m in _PHONE.finditer(plain)}
    plain = _RANGE.sub(r"\1\3、\2\3", _PHONE.sub("、", plain))
    for match in _NUMBER.finditer(plain):
        value = match.group().rstrip(",").replace(",", "").lstrip("0") or "0"
        found.add(value + _unit(plain, match.end()))
    return found


def _unit(text: str, position: int) -> str:
    following = text[position : position + 2]
    if following in {"か月", "ヶ月", "カ月", "箇月", "ヵ月", "ケ月"}:
        return "か月"
    return (
        following[:1] if following[:1] in set("年月日歳割人名円回桁番度時分%号通時間倍つ") else ""
    )


def wareki(day: date) -> str:
    """Return the Japanese year of a day from 1989 on, such as 令和8年 or 令和元年."""
    era, start = ("令和", 2018) if day >= date(2019, 5, 1) else ("平成", 1988)
    year = day.year - start
    return f"{era}{'元' if year == 1 else year}年"


def both_calendars(day: date) -> str:
    """Return a day in both calendars: 2026年7月31日（令和8年7月31日）."""
    return f"{day.year}年{day.month}月{day.day}日（{wareki(day)}{day.month}月{day.day}日）"


def calendars_disagree(text: str) -> str | None:
    """Return the first 西暦（和暦） pair that names two different days, or None."""
    for match in re.finditer(
        r"(\d{4}年[^（()）]{0,9})[（(]((?:令和|平成)[^）)]*)[）)]", squash(text)
    ):
        if western(match.group(1)) != western(match.group(2)):
            return match.group()
    return None
