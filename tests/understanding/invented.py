"""A small invented knowledge for tests of understanding, so that no test hangs on real content."""

from datetime import date

from assistant.knowledge_base.model import (
    EVERYBODY,
    Concept,
    Emergency,
    Example,
    Fact,
    FactValue,
    KnowledgeBase,
    Neighbour,
    Period,
    Place,
    Ruling,
    Topic,
)
from assistant.understanding.reading import Understanding

HERE = Place("invented.yaml", 1)

CONCEPTS = {
    "保険証": ["ほけんしょう", "補件証", "古い保険証", "旧証"],
    "保険料": ["ほけんりょう", "納付書"],
    "保険者": ["ほけんしゃ"],
    "保健所": ["ほけんじょ"],
    "資格確認書": ["しかくかくにんしょ", "確認書", "四角確認書"],
    "マイナ保険証": ["マイナほけんしょう"],
    "マイナンバーカード": ["マイナカード"],
    "期限切れ": ["きげんぎれ", "切れた", "きれた", "期限が切れ"],
    "受診": ["診てもら", "病院"],
    "使える": ["使え", "つかえる"],
    "届く": ["とどく", "送られ", "届き"],
    "いつ": [],
    "いつまで": [],
    "紛失": ["なくし", "落とし"],
    "再交付": ["再発行"],
    "利用登録": ["登録", "とうろく"],
    "登録解除": ["解除", "取り消し"],
    "代理": ["家族が"],
    "申請": ["申し込", "頼み"],
    "とは": ["って何"],
    "得": [],
}

TOPICS = {
    "expired-card": (
        "期限切れの保険証は使えますか",
        ["保険証", "期限切れ"],
        [
            "切れた保険証で病院に行けますか",
            "期限切れ 保険証 受診",
            "きげんぎれのほけんしょう つかえる",
        ],
        ["card-until"],
    ),
    "card-until": (
        "保険証はいつまで使えますか",
        ["保険証", "いつまで"],
        ["古い保険証はいつまで", "保険証 いつまで使える", "それはいつまで"],
        [],
    ),
    "certificate-arrives": (
        "資格確認書はいつ届きますか",
        ["資格確認書", "届く"],
        ["資格確認書が送られてくるのはいつ", "確認書 届く いつ"],
        [],
    ),
    "certificate-lost": (
        "資格確認書をなくしました",
        ["資格確認書", "紛失"],
        ["資格確認書を落とした 再発行", "確認書の再交付を頼みたい"],
        [],
    ),
    "certificate-proxy": (
        "資格確認書の申請は家族が代わりにできますか",
        ["申請", "代理"],
        ["代理で申請できますか 資格確認書", "家族が申し込んでもいいですか"],
        [],
    ),
    "register": (
        "マイナ保険証の登録はどうしますか",
        ["利用登録"],
        ["マイナ保険証の登録をしたい", "利用登録の方法"],
        [],
    ),
    "deregister": (
        "マイナ保険証の登録を解除したい",
        ["登録解除"],
        ["登録の取り消し方", "マイナ保険証 解除"],
        [],
    ),
}


def fact(ident: str, **values: FactValue) -> Fact:
    """Return a fact with its values."""
    return Fact(ident, ident, f"{ident}？", tuple(values.values()), HERE)


def value(code: str, phrases: str = "", guesses: str = "", scheme: str = "") -> FactValue:
    """Return a value with its revealing words, split at spaces."""
    implies = {"scheme": scheme} if scheme else {}
    words = (tuple(phrases.split()), tuple(guesses.split()))
    return FactValue(code, code, code, code, *words, implies)


FACTS = (
    fact(
        "scheme",
        kouki=value("kouki", "後期 後期高齢者医療 広域連合"),
        kokuho=value("kokuho", "国保 国民健康保険", "自営業"),
        kenpo=value("kenpo", "健保 健康保険組合", "会社の保険"),
        kyokai=value("kyokai", "協会けんぽ"),
    ),
    fact(
        "insurer",
        tokyo=value("tokyo-koiki", "東京広域", "東京 とうきょう 八王子", "kouki"),
        okayama=value("okayama-koiki", "岡山広域", "岡山 倉敷 くらしき", "kouki"),
        mbk=value("mbk-kenpo", "MBK MBK健保", "", "kenpo"),
        other=value("other", "", "広島 大阪"),
    ),
    fact("needs_support", yes=value("true", "認知症 介助 手が不自由"), no=value("false")),
    fact(
        "role",
        family=value("family", "家族です", "母 父 夫 祖母"),
        facility=value("facility", "利用者さん 施設の職員"),
        employer=value("employer", "従業員 弊社"),
    ),
)


def topic(ident: str) -> Topic:
    """Return an invented topic with one ruling for everybody."""
    title, concepts, examples, following = TOPICS[ident]
    day = date(2024, 12, 2)
    ruling = Ruling("all", Period(day, None), day, EVERYBODY, title, (), (), (), False, HERE)
    return Topic(
        id=ident,
        title=title,
        group="期限切れの保険証",
        owner="係",
        last_reviewed=day,
        concepts=tuple(concepts),
        facts=(),
        examples=tuple(Example(text, ident, HERE) for text in examples),
        near_misses=(),
        rulings=(ruling,),
        next_topics=tuple(following),
        age_day=None,
        ask_first=None,
        transfer=None,
        place=HERE,
    )


def knowledge() -> KnowledgeBase:
    """Return the whole invented knowledge."""
    outside = {
        "premium": ["保険料はいくらですか", "保険料の納付書が届かない", "ほけんりょうが高い"],
        "garbage": ["粗大ごみの出し方", "燃えるごみの日"],
        "greeting": ["こんにちは", "もしもし"],
    }
    return KnowledgeBase(
        notices={},
        topics={ident: topic(ident) for ident in TOPICS},
        concepts={head: Concept(head, tuple(words), HERE) for head, words in CONCEPTS.items()},
        facts={one.id: one for one in FACTS},
        contacts={},
        neighbours={
            ident: Neighbour(
                ident, ident, "office", "ほかの窓口へ。", (), (), _examples(ident, texts), HERE
            )
            for ident, texts in outside.items()
        },
        emergency=Emergency(
            signs=((("意識がない", "いしきがない"),), (("胸",), ("苦しい", "くるしい"))),
            except_=("胸の名札",),
            reply="119番へ。",
            contacts=(),
        ),
        messages={},
        digest="sha256:0",
    )


def _examples(ident: str, texts: list[str]) -> tuple[Example, ...]:
    return tuple(Example(text, ident, HERE) for text in texts)


INDEX = Understanding.build(knowledge())
