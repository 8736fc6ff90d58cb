"""Which days a question names and what each is for, in every calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.dates import age_on, asked_day, find_dates
from assistant.understanding.normalization import normalize

AS_OF = date(2025, 10, 20)


def asked(question: str, as_of: date = AS_OF) -> date | None:
    """Return the day asked about in a question."""
    return asked_day(find_dates(normalize(question).text, as_of))


def kinds(question: str, as_of: date = AS_OF) -> list[tuple[str, date]]:
    """Return kind and day of each date in a question."""
    return [(found.kind, found.day) for found in find_dates(normalize(question).text, as_of)]


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("令和8年8月1日は使えますか", date(2026, 8, 1)),
        ("令和八年八月一日は使えますか", date(2026, 8, 1)),
        ("R8.8.1は？", date(2026, 8, 1)),
        ("2026/8/1 可否", date(2026, 8, 1)),
        ("2026-08-01は", date(2026, 8, 1)),
        ("8.8.1は使えるか", date(2026, 8, 1)),
        ("12/2に行きます", date(2025, 12, 2)),
        ("8月1日は使えますか", date(2026, 8, 1)),
        ("10月5日に行きます", date(2025, 10, 5)),
        ("来年の8月はどうなりますか", date(2026, 8, 31)),
        ("来年の8月から", date(2026, 8, 1)),
        ("R8.8更新以降 対象", date(2026, 8, 1)),
        ("令和8年7月末まで使えますか", date(2026, 7, 31)),
        ("3月まで使えますか", date(2026, 3, 31)),
        ("2026年2月は", date(2026, 2, 28)),
        ("去年の12月はどうでしたか", date(2024, 12, 31)),
        ("来月はどうなりますか", date(2025, 11, 30)),
        ("来月から使えない？", date(2025, 11, 1)),
        ("あしたの診察", date(2025, 10, 21)),
        ("らいねんの なつは", date(2026, 8, 31)),
        ("来年はどうなる", date(2026, 12, 31)),
        ("年度末まで使える？", date(2026, 3, 31)),
        ("令和7年度末まで使える？", date(2026, 3, 31)),
        ("とうきょうから くらしきへ", None),
        ("0120-95-0178につながらない", None),
        ("3割負担です", None),
    ],
)
def test_the_day_asked_about(words: str, day: date | None) -> None:
    """Each calendar and way of speaking gives the day that counts."""
    assert asked(words) == day


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("券面の期限は令和7年9月30日です", [("expiry", date(2025, 9, 30))]),
        ("7月31日で切れた保険証", [("expiry", date(2025, 7, 31))]),
        ("先月で切れたようです", [("expiry", date(2025, 9, 30))]),
        ("昭和14年5月2日生まれです", [("birth", date(1939, 5, 2))]),
        ("生年月日1950/11/28", [("birth", date(1950, 11, 28))]),
        ("6月27日付の事務連絡", [("source", date(2026, 6, 27))]),
        ("去年の十月に証をもらいました", [("event", date(2024, 10, 31))]),
        ("母は先週から老人ホームです", [("event", date(2025, 10, 13))]),
        ("3月末まで認めると聞いたが本当か", [("source", date(2026, 3, 31))]),
    ],
)
def test_days_that_are_not_asked_about(words: str, found: list[tuple[str, date]]) -> None:
    """Printed ends, birthdays, dates of papers and stories are told from the day asked about."""
    assert kinds(words) == found


def test_printed_end_and_visit_stand_apart() -> None:
    """A printed end and the day of a visit in one question are both understood."""
    words = "期限は令和7年9月30日です。11月5日の受診に持って行っていいですか"
    assert kinds(words) == [("expiry", date(2025, 9, 30)), ("asked", date(2025, 11, 5))]


def test_the_current_month_counts_as_current() -> None:
    """A month without a year is the next one, the current one included."""
    assert asked("10月はどうなりますか") == date(2025, 10, 31)
    assert asked("9月はどうなりますか") == date(2026, 9, 30)


@given(st.dates(date(2019, 5, 1), date(2060, 12, 31)))
def test_both_calendars_name_the_same_day(day: date) -> None:
    """A day in 令和 and the same day in western years are read alike."""
    japanese = f"令和{day.year - 2018}年{day.month}月{day.day}日は使えますか"
    western = f"{day.year}年{day.month}月{day.day}日は使えますか"
    assert asked(japanese) == asked(western) == day


@given(st.dates(date(1900, 1, 1), date(2025, 10, 20)))
def test_age_grows_on_the_birthday(born: date) -> None:
    """On the day before a birthday the age is one less than on the day itself."""
    if (born.month, born.day) == (2, 29):
        return
    birthday = born.replace(year=2030)
    assert age_on(born, birthday) == 2030 - born.year
    assert age_on(born, birthday - timedelta(days=1)) == 2030 - born.year - 1


@pytest.mark.parametrize(
    ("words", "kind", "first"),
    [
        ("8月に確認書が来なかった", "event", date(2026, 8, 1)),
        ("8月になっても届いていません", "event", date(2026, 8, 1)),
        ("8月に何が変わりましたか", "event", date(2026, 8, 1)),
        ("8月はどうなりますか", "asked", date(2027, 8, 1)),
        ("8月に確認書が来なかったらどうしますか", "asked", date(2027, 8, 1)),
        ("8月に届かなかった場合は", "asked", date(2027, 8, 1)),
    ],
)
def test_a_bare_month_is_past_where_the_words_tell_of_it(
    words: str, kind: str, first: date
) -> None:
    """In November, an August that has been is the last one; any other is the next."""
    (found,) = find_dates(words, date(2026, 11, 21))
    assert (found.kind, found.first) == (kind, first)
