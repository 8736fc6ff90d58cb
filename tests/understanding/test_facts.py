"""Facts about the asker, in pairs that differ in little and mean the opposite."""

from datetime import date

import pytest

from assistant.understanding.reading import Context, understand
from tests.understanding.invented import INDEX

AS_OF = date(2025, 10, 20)


def told(question: str, **known: str) -> dict[str, str]:
    """Return the facts that a question tells."""
    return understand(question, AS_OF, INDEX, Context(facts=known)).facts.values


@pytest.mark.parametrize(
    ("question", "myna"),
    [
        ("マイナ保険証を持っています", "registered"),
        ("マイナ保険証を持っていません", "none"),
        ("マイナ保険証あり", "registered"),
        ("マイナ保険証なし", "none"),
        ("マイナ保険証で通院しています", "registered"),
        ("マイナカードは作ってない", "none"),
        ("カードない", "none"),
        ("まいなかーど もっとらん", "none"),
        ("登録した", "registered"),
        ("登録してない", "card-only"),
        ("登録しとる", "registered"),
        ("登録しとらん", "card-only"),
        ("マイナカードはあるけど保険証の登録はしてない", "card-only"),
        ("マイナ保険証は登録済みです", "registered"),
        ("スマホなんか持っとらん", None),
        ("登録しとるんか しとらんのか わからん", None),
        ("登録したかどうか覚えていない", None),
        ("番号なしのカードはありますか", None),
    ],
)
def test_holding_a_card_and_not(question: str, myna: str | None) -> None:
    """Having and not having are told apart; open questions tell nothing."""
    assert told(question).get("myna") == myna


@pytest.mark.parametrize(
    ("question", "scheme"),
    [
        ("国保です", "kokuho"),
        ("国保ではなく健保です", "kenpo"),
        ("健保ではなく国保です", "kokuho"),
        ("健保から国保に変わりました", "kokuho"),
        ("国保か後期か分かりません", None),
        ("協会けんぽです", "kyokai"),
        ("80歳です", "kouki"),
        ("74歳です", None),
        ("70歳で障害認定を受けました", "kouki"),
        ("75歳で国保です", "kokuho"),
        ("MBKの者です", "kenpo"),
    ],
)
def test_the_scheme(question: str, scheme: str | None) -> None:
    """The later word wins, a denied one does not count, and age is a guess at most."""
    assert told(question).get("scheme") == scheme


def test_what_is_usual_is_not_certain() -> None:
    """An age makes 後期 usual, and the reader can tell it from what was said."""
    facts = understand("80歳です", AS_OF, INDEX).facts
    scheme, age = facts.get("scheme"), facts.get("age")
    assert scheme is not None
    assert age is not None
    assert (scheme.certain, age.certain, age.words) == (False, True, "80歳")


@pytest.mark.parametrize(
    ("question", "insurer"),
    [
        ("岡山の後期です", "okayama-koiki"),
        ("岡山の78歳です", "okayama-koiki"),
        ("東京の後期です", "tokyo-koiki"),
        ("岡山の国保です", None),
        ("とうきょうから くらしきへ こしてきた 80さい", "okayama-koiki"),
        ("倉敷から八王子に越した後期の母", "tokyo-koiki"),
        ("MBK健保です", "mbk-kenpo"),
        ("広島の後期です", "other"),
    ],
)
def test_the_insurer(question: str, insurer: str | None) -> None:
    """A place tells the insurer of 後期 alone; after a move the destination counts."""
    assert told(question).get("insurer") == insurer


def test_a_known_scheme_helps_to_read_a_place() -> None:
    """A place in a follow-up tells the insurer if the scheme is known already."""
    assert told("岡山です", scheme="kouki")["insurer"] == "okayama-koiki"
    assert "insurer" not in told("岡山です", scheme="kokuho")


@pytest.mark.parametrize(
    ("question", "age"),
    [
        ("７８歳です", "78"),
        ("七十八歳です", "78"),
        ("ななじゅうはっさい", "78"),
        ("80さい", "80"),
        ("来月75歳になります", "75"),
        ("今度75になる", "75"),
        ("母は七十二で国保", "72"),
        ("昭和14年5月2日生まれ", "86"),
        ("75歳以上の人は", None),
        ("60代自営業", None),
        ("85歳になりました。そのとき84歳だったから？", "85"),
        ("1980年の話", None),
    ],
)
def test_ages(question: str, age: str | None) -> None:
    """Ages are read in every spelling; limits, open decades and past ages are none."""
    assert told(question).get("age") == age


@pytest.mark.parametrize(
    ("question", "card"),
    [
        ("期限切れの保険証", "expired"),
        ("保険証が切れました", "expired"),
        ("保険証はまだ切れていません", "valid"),
        ("期限内の保険証", "valid"),
        ("切れた資格確認書", None),
        ("電子証明書が切れました", None),
        ("保険証の期限は令和7年9月30日です。9月25日に受診", "expired"),
        ("保険証の期限は令和7年12月1日です", "valid"),
        ("国保の保険証、期限は10月31日です。10月25日の受診に", "valid"),
        ("国保の保険証、期限は10月31日です。11月5日の受診に", "expired"),
    ],
)
def test_the_old_card(question: str, card: str | None) -> None:
    """Before and after the end are told apart, by words or by comparing two days."""
    assert told(question).get("card") == card


@pytest.mark.parametrize(
    ("question", "role"),
    [
        ("母の保険証です", "family"),
        ("大丈夫ですか", None),
        ("利用者さんの家族です。施設の職員に聞かれました", "facility"),
        ("従業員の母が", "employer"),
    ],
)
def test_the_role(question: str, role: str | None) -> None:
    """Who asks is read from words; 夫 in 大丈夫 is nobody."""
    assert told(question).get("role") == role


def test_words_asked_about_tell_nothing() -> None:
    """Asking what a word means says nothing about the asker."""
    assert told("認知症って何") == {}
    assert told("母は認知症です")["needs_support"] == "true"
