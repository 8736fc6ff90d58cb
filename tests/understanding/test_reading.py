"""The whole of understanding: topics chosen, declined and kept apart; nothing raises."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding.reading import Context, Reading, understand
from assistant.understanding.topics import Chosen, NoTopic, Ranked, Unclear, decide
from tests.understanding.invented import INDEX

AS_OF = date(2025, 10, 20)


def read(question: str, *topics: str) -> Reading:
    """Read a question, after a talk about some topics."""
    return understand(question, AS_OF, INDEX, Context(topics=topics))


def chosen(question: str, *topics: str) -> list[str]:
    """Return the topics chosen for the things asked."""
    rankings = [segment.ranking for segment in read(question, *topics).segments]
    return [ranking.topic for ranking in rankings if isinstance(ranking, Chosen)]


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("期限切れの保険証は使えますか", "expired-card"),
        ("補件証 きれた 病院で つかえるん", "expired-card"),
        ("古い保険証っていつまで使えるの", "card-until"),
        ("四角確認書なくした", "certificate-lost"),
        ("しかくかくにんしよ いつ とどく", "certificate-arrives"),
        ("マイナ保険証を登録したい", "register"),
        ("マイナ保険証の登録を解除したい", "deregister"),
        ("ほけんりょう いくら", "premium"),
        ("粗大ごみはどうやって出しますか", "garbage"),
        ("もしもし", "greeting"),
        ("shikaku kakuninsho wo nakushita", "certificate-lost"),
    ],
)
def test_a_question_finds_its_topic(question: str, topic: str) -> None:
    """Questions in other words find the topic, or the neighbour, that they are about."""
    assert chosen(question) == [topic]


@pytest.mark.parametrize("question", ["明日の天気は", "xyz", "", "？？？", "大統領選挙の結果"])
def test_what_is_far_from_everything_has_no_topic(question: str) -> None:
    """Nothing is chosen where nothing is near."""
    assert chosen(question) == []


def test_two_things_asked_are_both_found() -> None:
    """Two questions in one message are found in their order."""
    question = "資格確認書をなくしました、再発行できますか？あと、期限切れの保険証は使えますか？"
    assert chosen(question) == ["certificate-lost", "expired-card"]


def test_the_question_is_found_in_a_long_story() -> None:
    """A story around the question does not hide it."""
    story = "父が亡くなり、荷物の整理もまだで、駐車場もいつも混んでいて大変です。"
    assert chosen(story + "資格確認書はいつ届きますか？") == ["certificate-arrives"]


def test_a_follow_up_leans_on_the_talk() -> None:
    """じゃあ and それ are understood from the topic before; a new subject is not."""
    assert chosen("じゃあ代理でもいい？", "certificate-lost") == ["certificate-proxy"]
    assert chosen("それはいつまで？", "expired-card") == ["card-until"]
    assert read("それはいつまで？", "expired-card").follow_up
    assert chosen("別の質問です。登録を解除したい", "expired-card") == ["deregister"]


def test_the_day_asked_about_belongs_to_its_piece() -> None:
    """A day named in one question is the day of that question."""
    question = "期限切れの保険証は12月5日に使えますか？資格確認書をなくしました、再発行は？"
    days = {
        s.ranking.topic: s.day for s in read(question).segments if isinstance(s.ranking, Chosen)
    }
    assert days["expired-card"] == date(2025, 12, 5)


@pytest.mark.parametrize(
    ("question", "urgent"),
    [
        ("母の意識がない！保険証が切れています", True),
        ("むねが くるしい", False),
        ("胸が苦しい", True),
        ("胸の名札が見苦しい", False),
        ("保険証が切れて苦しい", False),
    ],
)
def test_emergencies_come_first(question: str, urgent: bool) -> None:
    """Every group of a sign must be met, and harmless phrases are taken out first."""
    assert read(question).urgent is urgent


def test_words_of_the_notices_earn_trust() -> None:
    """The same score is an answer, a choice or none, by how much the words are ours."""
    two = tuple(Ranked(ident, score, False, ()) for ident, score in (("a", 400), ("b", 200)))
    assert isinstance(decide(two, 400), Chosen)
    assert isinstance(decide(two, 100), Unclear)
    assert isinstance(decide(two, -200), NoTopic)


def test_ties_go_by_id_and_scores_decide() -> None:
    """Floor, margin and band turn a list of scores into a decision."""
    near = tuple(Ranked(ident, score, False, ()) for ident, score in (("a", 600), ("b", 590)))
    low = (Ranked("a", 10, False, ()),)
    assert isinstance(decide(near, 0), Unclear)
    assert isinstance(decide(low, 0), NoTopic)
    assert isinstance(decide((), 0), NoTopic)
    assert isinstance(decide(near[:1], 0), Chosen)


SCRAMBLED = "マイナ保険証資格確認書期限切れ登録解除年月日歳0123456789令和去来今はがをのか？。 R./-"


@given(st.text(max_size=200), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_no_text_makes_it_raise(text: str, as_of: date) -> None:
    """Any text on any day has a reading, the same each time, with at least one thing asked."""
    reading = understand(text, as_of, INDEX)
    assert reading.segments
    assert reading == understand(text, as_of, INDEX)


@given(st.text(alphabet=SCRAMBLED, max_size=60))
def test_no_near_question_makes_it_raise(text: str) -> None:
    """Scrambled words of the domain have a reading too."""
    assert understand(text, AS_OF, INDEX).segments
