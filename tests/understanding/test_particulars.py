"""Latin letters are read as Japanese; names, numbers and birthdays are set aside."""

import pytest

from assistant.understanding.normalization import normalize
from assistant.understanding.particulars import without_particulars
from assistant.understanding.romaji import in_kana


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("maina hokensho", "まいな ほけんしょ"),
        ("sikaku kakuninsyo", "しかく かくにんしょ"),
        ("ka-do wo nakushita", "かーど を なくした"),
        ("hokenshō ga kitta", "ほけんしょう が きった"),
        ("zyouhou no osirase", "じょうほう の おしらせ"),
        ("macchi", "まっち"),
        ("kin'en", "きんえん"),
    ],
)
def test_both_spellings_are_read(typed: str, kana: str) -> None:
    """Hepburn, Kunrei, macrons, double consonants and ん before a vowel."""
    assert in_kana(typed) == kana


@pytest.mark.parametrize(
    "typed", ["How do I renew a driver's license?", "R8.8更新の対象", "I lost my card", ""]
)
def test_what_is_no_japanese_stays(typed: str) -> None:
    """English, and Japanese with a few letters in it, is left alone."""
    assert not in_kana(typed)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ("佐藤花枝、昭和14年5月2日生まれです。後期の保険証が切れた", "後期の保険証が切れた"),
        ("［氏名］です。資格確認書は届きますか", "資格確認書は届きますか"),
        ("被保険者番号 00778899、伊藤です。再発行したい", "再発行したい"),
        ("住所は岡山市北区表町1-2-3。保険証をなくした", "保険証をなくした"),
    ],
)
def test_who_asks_is_set_aside(told: str, asked: str) -> None:
    """What only says who the asker is leaves the question alone."""
    assert without_particulars(normalize(told).text) == asked


@pytest.mark.parametrize(
    "asked",
    [
        "2025-12-02から使えますか",
        "令和7年12月2日以降はどうなりますか",
        "0120-95-0178は何時までですか",
        "7福薬業発第162号の通知",
        "千葉の後期です。保険証はいつまで",
        "山本さんの確認書",
    ],
)
def test_dates_notices_and_public_numbers_stay(asked: str) -> None:
    """What may be asked about is no particular of the asker."""
    assert without_particulars(normalize(asked).text) == normalize(asked).text
