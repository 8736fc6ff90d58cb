"""Reading a short text as what it most likely is: the reply to a question asked back, or a fact.

分からない, こうき and 会社の mean little as questions and everything as replies; 78歳 after an
answer means the same question for somebody of 78.
"""

import re

from assistant.knowledge_base.model import UNKNOWN, Fact
from assistant.understanding.normalization import key_of
from assistant.understanding.reading import Reading

_SHORT = 30
_LEFTOVER = 2
_DONT_KNOW = ("わからない", "わかりません", "わからん", "しらない", "しりません", "忘れ", "わすれ")
_STATES = re.compile("(?:です|ます|ない|ません|いる|てる|とる|やつ|した|った|だ|よ)$")
# What people put around a fact when they only say who they are (いえ、母は78歳です).
_AROUND = re.compile(
    "いいえ|いえ|はい|じゃあ|では|それなら|あと|ちなみに|わたし|私|うち|妻|夫|主人|家内|母|父|祖母|祖父|"
    "です|だけど|けど|ます|いて|いる|だったら|だった|なら|たら|のばあい|場合|かた|方|もの|者|はいって|"
    "加入|ほけん|保険|以上|住|すんで|さん|[のはがもにをとよねでや、。?!]"
)


def reply_to(fact: Fact, reading: Reading) -> str | None:
    """Return the value code that a text gives for the fact asked back; None if it is no reply.

    ``unknown`` stands for a text that says 分からない, or is too short to ask anything.
    """
    key = reading.question.key
    if len(key) > _SHORT:
        return None
    for value in fact.values:
        if key in {key_of(word) for word in (*value.replies, value.label, value.button)}:
            return value.code
    found = reading.facts.get(fact.id)
    if found is not None:
        return found.value
    if any(key_of(words) in key for words in _DONT_KNOW) and len(key) <= _SHORT // 2:
        return UNKNOWN
    return None


def states(reading: Reading) -> bool:
    """Tell whether a short text states something instead of asking (年金もらってる)."""
    key = reading.question.key
    return len(key) <= _SHORT // 2 and bool(_STATES.search(key))


def only_says_who(reading: Reading) -> bool:
    """Tell whether a text holds facts about the asker and, beside them, nothing to answer."""
    if not reading.facts.all or len(reading.question.key) > _SHORT:
        return False
    key = reading.question.key
    for fact in sorted(reading.facts.all, key=lambda found: -len(found.words)):
        key = key.replace(key_of(fact.words), "")
    return len(_AROUND.sub("", key)) <= _LEFTOVER
