"""The words of the answers: short, explained, in both calendars, kept to one term, never promised.

A rule is a function from a text to what is wrong in it. What a rule may not object to stands in
``EXCEPTIONS`` with the reason; an exception that is no longer needed fails, too.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import UNKNOWN, Fact, KnowledgeBase, Ruling
from assistant.knowledge_base.people import can_occur, cases
from assistant.knowledge_base.timeline import in_force

FOLDER = Path(__file__).parents[2] / "knowledge"

LONGEST_TITLE = 28
LONGEST_HEADLINE = 45
LONGEST_SENTENCE = 75
LONGEST_WITH_BRACKETS = 100
AFTERWARDS = [date(2026, 8, 1), date(2026, 11, 25), date(2027, 8, 1), date(2028, 3, 31)]

_BRACKETS = re.compile(r"（[^（）]*）")
_QUOTED = re.compile(r"「[^「」]*」")
_DATE = r"\d{4}年\d{1,2}月\d{1,2}日"
_POLITE = re.compile(r"(?:です|ます|ません|ください|でした|ました|はい|いいえ)$")


def without_brackets(text: str) -> str:
    """Leave out the second calendar and the explanations, which stand in brackets."""
    return _BRACKETS.sub("", _BRACKETS.sub("", text))


def sentences(text: str) -> list[str]:
    """Cut a text at 。, but not inside 「…」."""
    closed = _QUOTED.sub(lambda match: match.group().replace("。", "．"), text)
    return [sentence for sentence in closed.split("。") if sentence]


def too_long(text: str) -> Iterator[str]:
    """Sentences past 75 characters, brackets not counted, or past 100 in all."""
    for sentence in sentences(text):
        bare = without_brackets(sentence)
        if len(bare) > LONGEST_SENTENCE or len(sentence) > LONGEST_WITH_BRACKETS:
            yield sentence


def one_calendar(text: str) -> Iterator[str]:
    """Full dates without the Japanese year in brackets after them, and Japanese years alone."""
    for match in re.finditer(_DATE, text):
        if not re.match(r"（(?:令和|平成)\d+年\d{1,2}月\d{1,2}日）", text[match.end() :]):
            yield match.group()
    yield from re.findall(r"(?<!（)(?:令和|平成)(?:\d+|元)年", text)


def impolite(text: str) -> Iterator[str]:
    """Sentences that do not end in です・ます."""
    for sentence in sentences(without_brackets(text)):
        if not _POLITE.search(sentence):
            yield sentence


def double_negative(text: str) -> Iterator[str]:
    """Two negatives that make one assent."""
    words = (
        r"ない(?:わけ|こと|もの)(?:で?は|でも|も)(?:な[いく]|ありません)|なくは(?:な[いく]|ありません)"
        r"|ないとは(?:限|言え)|ざるを得|ずには(?:い|お)られ|妨げ(?:られてい)?ません"
    )
    yield from re.findall(words, text)


def bureaucratic(text: str) -> Iterator[str]:
    """Words of the office for which there are everyday ones; quoted names are left alone."""
    words = (
        r"下記|上記|左記|標記|当該|及び|並びに|若しくは|速やか|遵守|遺漏|鑑み|所定の|勧奨|有無|保有"
        r"|提示|困難|留意|周知|職権|失念|逝去|に係る|に際し|の旨|行うこと"
    )
    yield from re.findall(words, without_brackets(_QUOTED.sub("", text)))


def other_term(text: str) -> Iterator[str]:
    """A second name for a thing that has one."""
    words = (
        r"マイナンバー保険証|マイナ保健証|マイナカード|スマホ保険証|保険証利用登録|保険証登録"
        r"|顔認証カード|顔認証付きマイナンバーカード|資格証明書|資格確認証|資格情報通知書|資格のお知らせ"
        r"|旧保険証|旧証|期限切れの証|むずかし|カード読み取り機|目視モード|目視での確認"
    )
    yield from re.findall(words, _QUOTED.sub("", text))


def promise(text: str) -> Iterator[str]:
    """Words that promise what nobody here can promise."""
    yield from re.findall(r"必ず|絶対|間違いなく|まちがいなく|確実に|100%", text)


def unclear_hour(text: str) -> Iterator[str]:
    """Hours that could be morning or evening: 1時 to 8時 without 午前, 午後 and the like."""
    for match in re.finditer(r"(?<![\d時])([1-8])時(?!間)", text):
        if not re.search(r"午前|午後", text[: match.start()]):
            yield match.group()
    yield from re.findall(r"午後\s*(?:1[3-9]|2\d)時", text)


def bracket_in_speech(text: str) -> Iterator[str]:
    """An explanation inside words to be said aloud, or brackets on brackets."""
    yield from re.findall(r"「[^」]*（[^」]*(?:ください|お願いします)」|（[^）]*（|）（", text)


RULES: dict[str, Callable[[str], Iterator[str]]] = {
    "長い文": too_long,
    "片方の暦": one_calendar,
    "です・ます": impolite,
    "二重の否定": double_negative,
    "役所の言葉": bureaucratic,
    "別の呼び名": other_term,
    "約束": promise,
    "時刻": unclear_hour,
    "かっこ": bracket_in_speech,
}
# (決まり, 見つかるもの) → 理由
EXCEPTIONS: dict[tuple[str, str], str] = {}

# 言葉 → (使っているところ, 説明しているところ)
TERMS = {
    "資格確認書": (
        r"資格確認書(?!交付|回収|の職権|の暫定|の交付等)",
        (
            r"資格確認書」?（[^）]*代わり|資格確認書は、?(?:保険証の代わり|健康保険に入っている)"
            r"|受付で保険証の代わりに使う|保険証の代わりに、病院や薬局の受付に見せる"
        ),
    ),
    "マイナ保険証": (
        r"マイナ保険証(?!の利用登録解除|を基本とする仕組み|等の取扱い)",
        r"マイナ保険証（[^）]*登録した|マイナ保険証とは、",
    ),
    "加入先": (
        r"加入先",
        r"加入先（|(?:加入している|入っている)(?:国民)?健康保険|加入先の保険者（",
    ),
    "保険者": (
        r"(?<!被)(?<!全)保険者(?!番号|名|証)",
        r"（保険者）|保険者（|健康保険（保険者",
    ),
    "資格情報のお知らせ": (
        r"資格情報のお知らせ",
        r"お知らせ」?（|資格の内容を(?:書いた|本人に知らせる)|お知らせは、マイナ保険証と一緒に見せて使う",
    ),
    "利用登録": (
        r"(?<!保険証)利用登録(?!解除)",
        r"利用登録（|保険証の利用登録|保険証として(?:の利用|利用)?登録|登録[をの]解除（取りやめ）",
    ),
    "目視確認": (
        r"目視確認(?!モード)",
        r"目視確認（|目視確認(?:モード)?とは|目視確認では、職員",
    ),
    "顔認証": (r"顔認証(?!付き|マイナ)", r"顔認証（|顔写真"),
    "顔認証付きカードリーダー": (
        r"カードリーダー",
        r"カードリーダー（|（カードリーダー）|読み取り機",
    ),
    "暫定運用": (r"暫定運用(?!の継続|における)", r"（暫定運用）|暫定運用（"),
    "要配慮者": (
        r"要配慮者(?!の方々|に対する)",
        r"（要配慮者）|要配慮者（|「要配慮者」と呼|要配慮者とは",
    ),
    "電子証明書": (r"電子証明書", r"電子証明書（"),
    "限度額適用認定証": (r"限度額適用認定証", r"限度額適用認定証（|限度額適用認定証は、医療費"),
    "限度額": (r"限度額(?!適用|・)", r"限度額（|（限度額|上限（"),
    "高齢受給者証": (r"高齢受給者証", r"高齢受給者証（|70歳以上の方は、高齢受給者証"),
    "特定疾病療養受療証": (r"特定疾病療養受療証", r"特定疾病療養受療証（"),
    "マイナポータル": (r"マイナポータル", r"マイナポータル」?（"),
    "広域連合": (r"(?<!後期高齢者医療)広域連合", r"広域連合（|（広域連合|後期高齢者医療広域連合"),
    "一斉更新": (r"一斉更新", r"一斉更新（|（一斉更新）|新しくする一斉更新"),
    "券面": (r"券面", r"券面（|（券面）"),
    "喪失届": (r"喪失届", r"喪失届（|（喪失届"),
    "再交付": (r"再交付", r"再交付（|（再交付|再交付とは"),
    "任意記載事項": (
        r"(?<!兼)任意記載事項",
        r"（任意記載事項）|任意記載事項（|任意記載事項」を書き",
    ),
    "ICチップ": (r"ICチップ", r"ICチップ（"),
}


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    """The knowledge that ships."""
    return load_knowledge(FOLDER)


def texts(knowledge: KnowledgeBase) -> dict[str, str]:
    """Return every headline and sentence, each with the place where it first stands."""
    found: dict[str, str] = {}
    for topic in knowledge.topics.values():
        for ruling in topic.rulings:
            found.setdefault(ruling.headline, f"{topic.id}/{ruling.id}")
            for statement in ruling.statements:
                noun_will_do = statement.kind == "bring" and "。" not in statement.text
                text = statement.text + ("です。" if noun_will_do else "")
                found.setdefault(text, f"{topic.id}/{ruling.id}")
    return found


@pytest.mark.parametrize("rule", RULES)
def test_every_sentence_keeps_the_rule(knowledge: KnowledgeBase, rule: str) -> None:
    """No headline or sentence breaks the rule, except where a reason is given."""
    broken = [
        f"{place}: 「{found}」 {text}"
        for text, place in texts(knowledge).items()
        for found in RULES[rule](text)
        if (rule, found) not in EXCEPTIONS
    ]
    assert broken == [], "\n".join(broken)


def test_every_exception_is_needed(knowledge: KnowledgeBase) -> None:
    """An exception that excuses nothing is left over."""
    found = {
        (rule, bit) for rule in RULES for text in texts(knowledge) for bit in RULES[rule](text)
    }
    assert set(EXCEPTIONS) - found == set()


BAD = [
    ("長い文", "資格確認書は" + "とても" * 25 + "大切です。"),
    ("長い文", "資格確認書（" + "とても" * 33 + "）です。"),
    ("片方の暦", "2026年7月31日までです。"),
    ("片方の暦", "令和8年7月31日までです。"),
    ("です・ます", "届かないときは市町村へ。"),
    ("二重の否定", "使えないわけではありません。"),
    ("二重の否定", "使えないことはありません。"),
    ("役所の言葉", "当該資格確認書を速やかに返してください。"),
    ("別の呼び名", "顔認証カードに切り替えができます。"),
    ("約束", "必ず診てもらえます。"),
    ("時刻", "5時30分までです。"),
    ("時刻", "午後17時までです。"),
    ("かっこ", "「目視確認（顔を見ること）をお願いします」と言います。"),
]


@pytest.mark.parametrize(("rule", "text"), BAD)
def test_a_bad_sentence_is_noticed(rule: str, text: str) -> None:
    """Each rule catches what it is there for."""
    assert list(RULES[rule](text))


def test_a_good_sentence_is_left_alone() -> None:
    """A plain sentence in both calendars passes every rule."""
    good = (
        "2026年7月31日（令和8年7月31日）まで、9時30分〜17時30分に受け付けています。"
        "午前3時から6時ごろは、24時間のうちで待つことがあります。"
    )
    assert [found for rule in RULES.values() for found in rule(good)] == []


def test_titles_fit_on_a_button(knowledge: KnowledgeBase) -> None:
    """A title is at most 28 characters, without 。."""
    titles = [topic.title for topic in knowledge.topics.values()]
    assert [title for title in titles if len(title) > LONGEST_TITLE or "。" in title[-1]] == []
    assert len(set(titles)) == len(titles)


def test_headlines_are_short(knowledge: KnowledgeBase) -> None:
    """A headline is one sentence, or two short ones, besides はい and いいえ."""
    headlines = {r.headline for topic in knowledge.topics.values() for r in topic.rulings}
    long = [h for h in headlines if len(without_brackets(h)) > LONGEST_HEADLINE]
    assert long == []
    many = [h for h in headlines if len([s for s in sentences(h) if len(s) > len("いいえ")]) > 2]
    assert many == []


def heard(ruling: Ruling, facts: dict[str, Fact]) -> Iterator[tuple[str, ...]]:
    """Yield the sentences that each kind of person hears (some are only for some people)."""
    named = {fact for statement in ruling.statements for fact in statement.about.allowed}
    columns = [
        [
            code
            for code in (*(value.code for value in facts[fact].values), UNKNOWN)
            if code in ruling.when.allowed.get(fact, {code})
        ]
        for fact in sorted(named)
    ]
    for codes in product(*columns):
        known = dict(zip(sorted(named), codes, strict=True))
        if can_occur(known, facts):
            yield tuple(s.text for s in ruling.statements if s.about.possible(known))


def unexplained(headline: str, told: tuple[str, ...]) -> Iterator[str]:
    """Yield the terms that are used and not explained there, in the next sentence, or before.

    A headline may name a term bare, if the first sentence that names it explains it.
    """
    for term, (used, explained) in TERMS.items():
        where = next((n for n, text in enumerate(told) if re.search(used, text)), None)
        near = told if where is None else told[: where + 2]
        named = where is not None or re.search(used, headline)
        if named and not any(re.search(explained, text) for text in (headline, *near)):
            yield term


def test_terms_are_explained_where_they_are_first_used(knowledge: KnowledgeBase) -> None:
    """Whoever hears an answer hears what its terms mean, at the first use."""
    missing = {
        f"{topic.id}/{ruling.id}: {term}"
        for topic in knowledge.topics.values()
        for ruling in topic.rulings
        for told in heard(ruling, dict(knowledge.facts))
        for term in unexplained(ruling.headline, told)
    }
    assert missing == set()


def test_a_term_without_explanation_is_noticed() -> None:
    """An explanation that comes two sentences late is too late; one right after will do."""
    late = ("資格確認書が届きます。", "待ってください。", "資格確認書（保険証の代わり）です。")
    assert list(unexplained("届きます。", late)) == ["資格確認書"]
    assert list(unexplained("届きます。", (late[0], late[2]))) == []
    assert list(unexplained("資格確認書が届きます。", ())) == ["資格確認書"]


def ended_in_the_present(text: str, day: date) -> Iterator[str]:
    """Yield sentences that speak of a past day's 「まで」 as if it were still to come."""
    for sentence in sentences(without_brackets(text)):
        for match in re.finditer(r"(\d{4})年(\d{1,2})月(\d{1,2})日まで", sentence):
            year, month, last = map(int, match.groups())
            over = re.search(
                r"でした|ました|とされ|(?:出|発行し?|交付し?|加入し?)(?:た|され)", sentence
            )
            if date(year, month, last) < day and not over:
                yield sentence


def test_nothing_ended_is_said_in_the_present_tense(knowledge: KnowledgeBase) -> None:
    """After an end, no answer of that day says 「…まで使えます」 or 「…まで届きます」."""
    wrong = {
        f"{topic.id}/{ruling.id}: {sentence}"
        for day in AFTERWARDS
        for topic in knowledge.topics.values()
        for case in cases(topic, knowledge.facts)
        for ruling in in_force(topic, case, day, day)
        for text in (ruling.headline, *(s.text for s in ruling.statements))
        for sentence in ended_in_the_present(text, day)
    }
    assert wrong == set()


def test_an_ended_thing_in_the_present_tense_is_noticed() -> None:
    """The same sentence is right before its day and wrong after it."""
    text = "2026年7月31日（令和8年7月31日）まで、全員に届きます。"
    assert list(ended_in_the_present(text, date(2026, 8, 1)))
    assert not list(ended_in_the_present(text, date(2026, 7, 31)))


# 答え → 「使えません」だけで終わってよい理由
REFUSALS = {
    "face-auth-card/general": "使えないのは証明書の受け取りなどで、受診のことではない",
}


def leaves_alone(ruling: Ruling) -> bool:
    """Tell whether an answer says 「使えません」 or 「受診できません」 and then nothing to do."""
    told = "。".join((ruling.headline, *(s.text for s in ruling.statements)))
    refused = re.search(r"(?:使え|受診でき|診てもらえ)ません", told)
    return bool(refused) and not re.search(r"ください|で受診します|受診できます", told)


def test_no_refusal_stands_alone(knowledge: KnowledgeBase) -> None:
    """Whoever hears that a thing cannot be used also hears what to do."""
    alone = [
        f"{topic.id}/{ruling.id}"
        for topic in knowledge.topics.values()
        for ruling in topic.rulings
        if leaves_alone(ruling) and f"{topic.id}/{ruling.id}" not in REFUSALS
    ]
    assert alone == []
