"""Where Japanese text may break, and how questions are cleaned before they are read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import QuestionError
from web.questions import clean_question
from web.typesetting import dialled, headline, issue_day, prose, unbroken

DAY = "2026年7月31日（令和8年7月31日）"


def plain(html: str) -> str:
    """Return the text that a reader sees."""
    text = re.sub("<[^>]*>", "", html)
    for escaped, char in (("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&#39;", "'")):
        text = text.replace(escaped, char)
    return text.replace("&amp;", "&")


def test_a_date_never_breaks() -> None:
    """A date is one piece; in running text its second calendar may start a line."""
    assert f'<span class="whole">{DAY}まで' in unbroken(f"これは{DAY}までです")
    assert '<span class="whole">2026年7月31日</span>' in prose(f"これは{DAY}までです")
    assert "<wbr>2026" not in headline("これは2026年7月31日までです").replace('">', "")


def test_headlines_break_between_phrases() -> None:
    """Phrases stay together, and a headline ends without 。"""
    assert headline("期限が切れた保険証です。") == "期限が<wbr>切れた<wbr>保険証です"


def test_telephones_can_be_called() -> None:
    """A number in running text is a link; #7119 is written so that telephones take it."""
    assert 'href="tel:0120950178">0120-95-0178</a>' in prose("電話は0120-95-0178です")
    assert dialled("#7119") == "%237119"


def test_issue_days() -> None:
    """Days in both calendars; a month stays a month, words stay words."""
    assert issue_day("2025-08-04") == "2025年8月4日（令和7年8月4日）"
    assert issue_day("2025-08") == "2025年8月"
    assert issue_day("不明") == "不明"


@given(st.text(max_size=100))
def test_no_text_is_lost_or_becomes_markup(text: str) -> None:
    """Every function shows exactly what it got, as text."""
    assert plain(prose(text)) == text
    assert plain(unbroken(text)) == text
    assert plain(headline(text)) == text.removesuffix("。")


def test_cleaning() -> None:
    """Signs that nobody types on purpose go, letters stay; 葛󠄀 keeps its form."""
    assert clean_question("保\u200b険\u202e証\x00\n期限\ufeff ") == "保険証 期限"
    assert clean_question("葛\U000e0100城市") == "葛\U000e0100城市"
    assert clean_question("か\u3099" + "a" + "\u0301" * 50).count("\u0301") == 2


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\ud800", "あ" * 501])
def test_what_is_no_question(text: str) -> None:
    """Nothing, half a character, or too much is refused, naming the field."""
    with pytest.raises(QuestionError) as refused:
        clean_question(text)
    assert refused.value.field == "question"
