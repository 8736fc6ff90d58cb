"""Which texts count as the same, and which numbers a sentence names."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.knowledge_base.wording import (
    both_calendars,
    calendars_disagree,
    kanji_to_int,
    numbers,
    squash,
    western,
)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("令和8年7月31日", "2026年7月31日"),
        ("令和元年5月1日", "2019年5月1日"),
        ("平成31年4月30日", "2019年4月30日"),
        ("七月三十一日", "7月31日"),
        ("９時３０分", "9:30"),
        ("57,600円", "57600円"),
        ("R8.7", "2026年7"),
    ],
)
def test_one_number_in_two_spellings(left: str, right: str) -> None:
    """Calendars, kanji numbers, width and separators do not make another number."""
    assert {n.rstrip("月.") for n in numbers(left)} == {n.rstrip("月.") for n in numbers(right)}


def test_units_keep_numbers_apart() -> None:
    """5日 and 5番 are different claims."""
    assert numbers("5日") != numbers("5番")


def test_relative_years_count_from_the_issue_day() -> None:
    """本年 in a notice of 2025 is 2025, 昨年 is 2024."""
    found = numbers("昨年12月2日と本年7月31日", date(2025, 4, 3))
    assert {"2024年", "2025年"} <= found


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_both_calendars_name_one_day(day: date) -> None:
    """The two calendars that we write always agree."""
    assert calendars_disagree(both_calendars(day)) is None


@given(st.dates(date(2019, 5, 1), date(2099, 1, 1)))
def test_two_days_are_told_apart(day: date) -> None:
    """A pair whose calendars name neighbouring years is caught."""
    wrong = (
        both_calendars(day).split("（")[0]
        + "（"
        + both_calendars(day + timedelta(366)).split("（")[1]
    )
    assert calendars_disagree(wrong) is not None


@given(st.text("あアー漢字（）()０9 　*#\n。、ｱﾞ"))
def test_squashing_twice_changes_nothing(text: str) -> None:
    """The compared form is stable."""
    assert squash(squash(text)) == squash(text)


@given(st.integers(1, 99))
def test_kanji_numbers_are_read(value: int) -> None:
    """Kanji numbers up to 99 are read with and without 十."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(value, 10)
    spoken = (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (
        digits[ones] if ones else ""
    )
    assert kanji_to_int(spoken) == value
    assert western(f"{spoken}日") == f"{value}日"
