"""One way to write a text: what makes no difference, and that twice is once."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.understanding.normalization import fold_kana, key_of, normalize

JAPANESE = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x3000, max_codepoint=0x30FF),
        st.sampled_from(
            "保険証資格確認書一二三十百年月日歳期限7０１２.．/-ー―〜～ 　!?！？。、…ﾏｲﾅﾞﾟ㍻①"
        ),
    )
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ﾏｲﾅ保険証", "マイナ保険証"),
        ("しかくかくにんしよ", "シカクカクニンショ"),
        ("カ一ド", "かーど"),
        ("カード", "カ―ド"),
        ("ほけんしょう　きれた", "ほけんしょうきれた"),
        ("７５歳", "七十五歳"),
        ("二〇二五年", "2025年"),
        ("健康保險證", "健康保険証"),
        ("期限!!!", "期限！"),
        ("ＭＢＫ", "mbk"),
    ],
)
def test_spellings_that_make_no_difference(one: str, other: str) -> None:
    """Width, case, kana, long vowels, spaces, numerals and old forms have the same key."""
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("保険証", "保険料"), ("登録", "解除"), ("十分", "10分")]
)
def test_words_that_stay_apart(one: str, other: str) -> None:
    """Words that differ in meaning keep different keys."""
    assert key_of(one) != key_of(other)


@given(st.one_of(st.text(), JAPANESE))
@example("七 十 歳")
@example("İ")
@example("あ あ あ")
@example("ᄀ\u0301ᅡ")
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Both readings are fixed points, for any text."""
    once = normalize(text)
    assert normalize(once.text).text == once.text
    assert key_of(once.key) == once.key


def test_sentences_keep_their_marks() -> None:
    """Sentence boundaries stay available in the readable text."""
    text = "母は80歳です。保険証が切れました！どうすれば？"
    assert normalize(text).sentences == ("母は80歳です。", "保険証が切れました!", "どうすれば?")


def test_patterns_can_be_folded() -> None:
    """Folding kana leaves the marks of a regular expression alone."""
    assert fold_kana(r"(?:マイナカード|もっ?て)[はを]*$") == r"(?:まいなかど|もつ?て)[はを]*$"
