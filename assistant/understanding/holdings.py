"""Which cards the asker holds: the マイナ保険証 and the old 保険証.

In: the sentences of a question as matching keys. Out: the last thing said about each, with the
words it came from. Holding and not holding differ by a syllable at the end, so they are told apart
by rules here and never by likeness.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.understanding.grammar import DENIED_STEM, DENIED_TE, either, rule

NEAR = 8


@dataclass(frozen=True, slots=True)
class Holding:
    """A value of ``myna`` or ``card``, whether it was said outright, and the words."""

    value: str
    certain: bool
    words: str


# ---- words ----
_MYNA_CARD = either(
    "マイナンバーの?カード",
    "個人番号カード",
    "マイナ(?:の|ちゃん)?カード",
    "マイナンバー",
    "マイナ",
    "(?<!号)(?<!用)カード",
) + either("自体", "そのもの", "")
_MYNA_HEALTH = either("マイナ(?:ンバー)?(?:の|カードの)?保[険健]証", "マイナほけんしょう")
_TOPIC = either("[はをもがの、]", "って", "なんか", "なんて", "すら", "とか") + "*"
_ADVERB = either("まだ", "1度も", "もともと", "全然", "今も?", "もう", "既に", "すでに", "毎月")
_OFTEN = either("いつも", "普段", "ふだん", "ずっと", "たまに", "ちゃんと", "毎月")
_ABOUT_IT = _TOPIC + either(_ADVERB, _OFTEN) + "{0,2}"
_HOLD = either("持っ[てと]", "もっ[てと]")
_MAKE = either("作っ[てと]", "つくっ[てと]")
_ON = either("い?る", "い?ます", "おり", "い?て", "お?る")

# ---- having and not having ----
_HAVE_NOT = either(
    _HOLD + DENIED_TE,
    "(?:持|も)た" + DENIED_STEM,
    "お?持ちで(?:は)?な[いく]",
    "持ったこと[がは]?(?:ない|なし)",
    _MAKE + DENIED_TE,
    "(?:作|つく)ら" + DENIED_STEM,
    "作(?:る|り)(?:気|つもり|予定|たく)[はがも]?(?:ない|なし|無|ありません)",
    "(?:取得|に)して(?:い)?(?:ない|ません)",
    "(?:あり|ござい)ません",
    "な(?:し|い(?!と(?:困|不安)))",
    "無[しい]",
    "ねえ",
    "ありゃせん",
    "未(?:取得|所持|作成)",
)
_HAVE = either(
    "[をはも]?お?持ち(?!で(?:は)?な)",
    "[をはも]?" + _HOLD + either(_ON, "も", "ん"),
    "[をはも]?持つ(?!と)",
    "あり(?!ません|が)",
    "ある(?!か|の?か)",
    either("使っ[てと]", "利用して") + either(_ON, "ん"),
    "(?:利用|使用)中",
    "利用(?:$|。)",
    "で" + _OFTEN + "?(?:通院|受診|かかっ|行っ|通っ|受付して)",
    "[をの]?登録(?:済|ずみ|し(?:た|て(?:い?る|あ|い?ます|おり)|と[るり]|まし))",
    "に(?:した|しました|しとる|してる|しています)",
    "を?出し(?:ます|てい|てる)",
    "[がをは]?うまく(?:使え|でき)",
)
_DONE = "登録[はもを]?(?:もう|既に|すでに)?" + either(
    "済",
    "ずみ",
    "すませ",
    "すんで",
    "完了",
    "し(?:た(?!い|ら|く)|まし|て(?:い?る|あり?|い?ます|おり|て)|と[るり])",
)
_NOT_DONE = either(
    "未登録",
    "登録(?:[はもをが]|なんて|自体)*(?:まだ)?"
    + either("して" + DENIED_TE, "しとら", "しとり?ません", "せず", "しない(?=ま)", "まだ", "前"),
    "登録[はもをが]?(?:なし|無し)",
    "登録[はもをが]?できて(?:い)?(?:ない|ません)",
    "(?:紐|ひも)付け?[はを]?して(?:い)?(?:ない|ません)",
    "保険証として(?:は)?(?:使って|(?:利用)?登録して|利用して)(?:い)?(?:ない|ません)",
)
_UNDO = "登録[をのは]?" + either(
    "解除", "取り?消", "やめ", "止め", "(?:外|はず)[しさすそ]", "とり[やけ]"
)

_MYNA_RULES = (
    (rule(_MYNA_CARD, _ABOUT_IT, _HAVE_NOT), "none", True),
    (rule(_MYNA_HEALTH, _ABOUT_IT, _HAVE_NOT), "none", False),
    (rule("(?<![一-龥])", _MAKE, DENIED_TE, "(?:です|。|$)"), "none", False),
    (rule(_NOT_DONE), "card-only", True),
    (rule(_MYNA_HEALTH, _ABOUT_IT, _HAVE), "registered", True),
    (
        rule("マイナ(?:ンバー)?(?:カード)?[でを]", _OFTEN, "?(?:通院|受診|かかっ|かかる)"),
        "registered",
        True,
    ),
    (rule("マイナを?(?:持って|使って)(?:い?る|い?て|も)"), "registered", False),
    (rule("^(?:でも)?", _HOLD, "い?る(?:けど|が|のに|人)"), "registered", False),
    (rule(_DONE), "registered", True),
    (rule(_UNDO), "registered", False),
)
_OPEN_QUESTION = rule(
    "か(?:どうか)?(?:[、もがはを]|さえ|すら|全然|よく)*"
    + either(
        "わか",
        "分か",
        "覚え",
        "おぼえ",
        "忘れ",
        "わすれ",
        "調べ",
        "しらべ",
        "確",
        "見[るたれ]",
        "知り",
    ),
    "|どうか|かな(?:。|$)",
)
_ASKS_WHETHER = rule("[^。]{0,3}?(?:の?か(?!ら|つ|か|も)|んか(?!ら))")

# ---- the old card and its end ----
_OLD_CARD = either(
    "(?<!マイナ)(?<!マイナの)(?<!マイナンバー)保[険健件]証",
    "被保険者証",
    "国保証",
    "旧証",
    "(?<!マイナ)ほけんしょう",
    "古い(?:証|の|ほう|カード)",
    "(?<![定療明])証(?!明|番)",
    "ほけんの(?:かみ|ふだ)",
    "保険の札",
)
_OTHER_CARD = either(
    "(?:資格)?確認[書所]",
    "しかくかくにんしょ",
    "(?:電子)?証明書",
    "マイナ(?:ンバー)?カード",
    "マイナンバー",
    "マイナ保険証",
    "免許",
    "認定証",
    "限度額",
    "受[療給]者?証",
    "パスポート",
    "暗証番号",
    "お知らせ",
    "会員証",
    "定期券",
    "診察券",
)
_EXPIRED = rule(
    either(
        "(?:有効)?期限[がのはも]?(?:切|き[れら]|ぎれ|過ぎ|すぎ)",
        "期限[にと]?(?:なりました|になった)",
        "切れ(?:た|て|とる|とっ|まし|ちゃ|の|後|。|$)",
        "きれ(?:た|て|とる|とっ|まし|ちゃ)",
        "満了し(?:た|まし|て)",
        "失効",
    )
)
_STILL_VALID = rule(
    either(
        "(?:切|き)れて?(?:い)?(?:ない|ません|とらん|へん)",
        "(?:切|き)れる(?:前|まえ|まで)",
        "期限(?:内|前|まえ|中)",
        "期限[がはも]?(?:まだ|残|あと|先|来とらん|(?:来|き)て(?:い)?(?:ない|ません))",
        "まだ期限[がはも]?(?:ある|あり|残|来|切れて(?:い)?(?:ない|ません))",
        "期限までまだ",
    )
)
_NOUN = rule("(?P<old>", _OLD_CARD, ")|(?P<other>", _OTHER_CARD, ")")


def find_myna(sentences: Iterable[str]) -> Holding | None:
    """Return what was said last about holding a マイナ保険証 or a card, or None.

    A sentence that asks whether one is registered says nothing.
    """
    last: Holding | None = None
    for sentence in sentences:
        if not _OPEN_QUESTION.search(sentence):
            last = _myna_in(sentence) or last
    return last


def _myna_in(sentence: str) -> Holding | None:
    found = [
        (match.end(), -match.start(), Holding(value, certain, match[0]))
        for pattern, value, certain in _MYNA_RULES
        for match in pattern.finditer(sentence)
        if value == "none" or not _ASKS_WHETHER.match(sentence, match.end())
    ]
    return max(found, key=lambda item: item[:2])[2] if found else None


def find_card(sentences: Iterable[str]) -> Holding | None:
    """Return whether the old 保険証 was said to be expired or still valid, or None."""
    last: Holding | None = None
    for sentence in sentences:
        for value, pattern in (("expired", _EXPIRED), ("valid", _STILL_VALID)):
            for match in pattern.finditer(sentence):
                if speaks_of_old_card(sentence, match.start(), match.end()):
                    last = Holding(value, certain=True, words=match[0])
    return last


def speaks_of_old_card(sentence: str, start: int, end: int) -> bool:
    """Tell whether words about an end speak of the old 保険証 and of no other paper or card.

    What follows directly (切れた資格確認書) counts before what stands in front (保険証が切れた).
    """
    nouns = [(m.start(), m.end(), m.lastgroup == "old") for m in _NOUN.finditer(sentence)]
    for at, _, old in nouns:
        if end - 1 <= at <= end + NEAR and not re.search("[がはをにで、]", sentence[end:at]):
            return old
    before = [old for _, until, old in nouns if until <= start + 1]
    return before[-1] if before else all(old for _, _, old in nouns)
