"""Words of the domain are found exactly, nearly, and never one for another."""

import pytest

from assistant.understanding.normalization import key_of
from tests.understanding.invented import INDEX


def found(text: str) -> list[tuple[str, str]]:
    """Return concept and kind of each mention in a text."""
    return [(m.concepts[0], m.kind) for m in INDEX.words.find(key_of(text))]


@pytest.mark.parametrize("word", ["保険証", "保険料", "保険者", "保健所"])
def test_words_that_differ_by_one_character(word: str) -> None:
    """保険証, 保険料, 保険者 and 保健所 are each found as themselves."""
    assert found(word) == [(word, "exact")]


def test_the_longest_word_wins() -> None:
    """マイナ保険証 is not read as 保険証."""
    assert found("マイナ保険証を使う")[0] == ("マイナ保険証", "exact")


@pytest.mark.parametrize(
    "text", ["資格確認諸", "資格各認書", "しかくかくんにんしょ", "しかくがくにんしょ"]
)
def test_slips_in_long_words_are_forgiven(text: str) -> None:
    """One slip, a mis-conversion or lost voicing in a long word still finds it."""
    assert ("資格確認書", "near") in found(text)


@pytest.mark.parametrize("text", ["保険所", "保健証書", "資格取得書類", "使えん"])
def test_short_words_are_not_met_by_likeness(text: str) -> None:
    """No likeness is taken for short words or for other words of the same shape."""
    assert all(kind == "exact" for _, kind in found(text))


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("登録した", False),
        ("登録していない", True),
        ("登録しとらん", True),
        ("未登録です", True),
        ("保険証が届かない", False),
        ("資格確認書がない", True),
        ("資格確認書はあります", False),
    ],
)
def test_denials_are_seen(text: str, denied: bool) -> None:
    """A word and its denial are told apart."""
    assert INDEX.words.find(key_of(text))[0].negated is denied


def test_very_short_words_need_room() -> None:
    """得 in 納得 and とは inside ことは are not words of their own."""
    assert ("得", "exact") not in found("納得いかん")
    assert ("とは", "exact") not in found("このことは")
    assert ("とは", "exact") in found("資格確認書とは")
