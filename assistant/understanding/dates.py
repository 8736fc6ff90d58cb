"""Which days a question names, and what each is for.

In: the readable text (normalization) and the day the asker stands on.
Out: one ``DateMention`` for each day, month, season or year named:

asked    the day asked about: から・以降 its first day, まで and all else its last
expiry   the printed or past end of a card, never the day asked about
birth    a birthday: gives an age, never a day asked about
source   the date of a notice or other paper
event    something that has happened (去年の十月に証をもらいました)
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.understanding.calendars import Days, find_days, shift_year

DateKind = Literal["asked", "expiry", "birth", "source", "event"]

_BEFORE = 14
_AFTER = 40

_BORN_AFTER = re.compile(
    r"\s?(?:\(.{0,12}\)\s?)?(?:の?生まれ|の?生れ|の?うまれ|生(?![活年後])|に生まれ)"
)
_BORN_BEFORE = re.compile(r"(?:生年月日|誕生日|生まれ)\s?[はがの:]?\s?[((]?$")
_SOURCE_AFTER = re.compile(
    r"\s?(?:付け?(?!き)|づけ|の?(?:通知|事務連絡|文書|通達|会見|審議会|疑義解釈|お手紙|発表)|"
    r"発行|発出|交付の|発番)|\s?に(?:出た|発行|届いた通知|出された)"
)
_END_AFTER = re.compile(
    r"\s?(?:いっぱい)?\s?(?:まで)?\s?(?:で|に|を|が)?\s?(?:[^。!?]{0,14}?)(?:切れ|きれ|満了|"
    r"期限(?:です|でした|に|だっ|の|と|が来|切れ)|失効|有効期限が切)"
)
_END_AFTER_MARK = re.compile(r"\s?が?(?:有効)?期限")
_END_BEFORE = re.compile(
    r"(?:有効)?(?:期限|期間)(?:が|は|の|も|:|って|、|\s)*(?:印刷|記載|表示)?(?:が|は)?\s?$"
)
_CLAUSE_END = re.compile("[。!?\n]")
_FROM = re.compile(
    r"\s?(?:(?:の)?(?:更新|分|年次更新)?\s?(?:から|以降|以後|より(?:後|あと))|になってから|"
    r"すぎてから)"
)
_CLAIM = re.compile(
    r"\s?まで[^。!?]{0,20}?(?:と聞|って聞|と言わ|って言わ|らしい|とのこと|と書いて|って書いて|"
    r"だそう|と伺|て聞い)"
)
_UNTIL_PAST = re.compile(
    r"\s?まで(?:は|の間は?)[^。!?]{0,30}(?:ました|でした|てくれた|(?:っ|い|し)た(?:けど|が|のに|"
    r"ん|。|$))"
)
# Asking what one could do on that day is asking about that day (使えましたか, 受診できたのですか).
_ASKS_OF_THEN = re.compile(
    r"[^。!?]{0,30}?(?:使え|でき|かかれ|診てもらえ|受けられ|認められ|有効でし|よかっ)(?:まし)?た"
    r"(?:の|ん)?(?:です)?(?:か|[?]|$)"
)
_NOT_SUPPOSED = "(?!ら|り|場合|時|とき|際|後|あと|ほう)"
_PAST = re.compile(
    r"[^。!?]{0,22}?(?:もらった|もろうた|届いた|来た|来ん(?!の?か)|越してきた|作った|なった|登録した|"
    r"なくした|落とした|辞めた|行った|ました|(?:来|き|届き|もらえ|され|られ)ませんでした|"
    r"(?:来|こ|届か|もらえ|受け取れ|され|られ|でき)(?:なかった|んかった|へんかった|んやった)|"
    r"来ない|来ません(?!か)|(?:届|来|き)い?て(?:い|お)?(?:ない|なく|りません|ません|らん|へん|らず)|"
    r"(?:届|来|き)い?とらん|断られた|変わった|使えてた|使えていた)" + _NOT_SUPPOSED
)
_SINCE = re.compile(r"\s?から(?![はのも])")
_TODAY_NOW = re.compile(r"\s?(?:に|と)なりました|\s?になった(?!ら)")


@dataclass(frozen=True, slots=True)
class DateMention:
    """One day or span of days named in a question.

    ``day`` is the one that counts for its kind; ``words`` is how it was written.
    """

    kind: DateKind
    day: date
    first: date
    last: date
    words: str
    start: int
    end: int


def find_dates(text: str, as_of: date) -> tuple[DateMention, ...]:
    """Return the dates of a readable text, left to right."""
    return tuple(_mention(text, span, as_of) for span in find_days(text, as_of))


def asked_day(mentions: tuple[DateMention, ...]) -> date | None:
    """Return the day asked about, the last one named, or None where none is."""
    asked = [mention.day for mention in mentions if mention.kind == "asked"]
    return asked[-1] if asked else None


def age_on(born: date, day: date) -> int:
    """Return the age in whole years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _mention(text: str, span: Days, as_of: date) -> DateMention:
    before, after = (
        text[max(0, span.start - _BEFORE) : span.start],
        text[span.end : span.end + _AFTER],
    )
    kind = _kind(span, before, after, as_of)
    if kind in {"expiry", "event"} and span.bare:
        span = _most_recent(span, as_of) if _is_past(kind, after) else span
    day = span.first if kind == "birth" or (kind == "asked" and _FROM.match(after)) else span.last
    return DateMention(kind, day, span.first, span.last, span.words, span.start, span.end)


def _kind(span: Days, before: str, after: str, as_of: date) -> DateKind:
    clause = _CLAUSE_END.split(after)[0]
    if _BORN_AFTER.match(after) or _BORN_BEFORE.search(before) or _too_old(span, as_of):
        return "birth"
    if _SOURCE_AFTER.match(after) or _CLAIM.match(after):
        return "source"
    if _UNTIL_PAST.match(after) or (_SINCE.match(after) and span.last < as_of):
        return "event"
    if _END_BEFORE.search(before) or _END_AFTER_MARK.match(clause) or _is_expiry(clause):
        return "expiry"
    if _TODAY_NOW.match(after):
        return "asked"
    return "event" if _happened(clause, span, as_of) else "asked"


def _too_old(span: Days, as_of: date) -> bool:
    """Tell whether nothing but a birthday can be meant: 昭和, 大正, or a day before 2015."""
    if span.era in {"昭和", "大正", "s", "t", "しょうわ", "たいしょう"}:
        return True
    return span.first == span.last and span.last.year < min(2015, as_of.year)


def _is_expiry(clause: str) -> bool:
    found = _END_AFTER.match(clause)
    if not found:
        return False
    return not re.search(r"から|以降|受診|使|は(?:期限切れ|切れた)|って|病院", found[0])


def _happened(clause: str, span: Days, as_of: date) -> bool:
    """Tell whether the clause narrates what has been, on a day that can be past."""
    if _most_recent(span, as_of).first > as_of or (span.first > as_of and not span.bare):
        return False
    if _ASKS_OF_THEN.match(clause):
        return False
    found = _PAST.match(clause)
    return bool(found) and not re.search(r"から[^。]*なった|以降", found[0] if found else "")


def _is_past(kind: DateKind, after: str) -> bool:
    clause = _CLAUSE_END.split(after)[0]
    return kind == "event" or bool(
        re.search(
            r"切れ(?:た|て|まし|とる|ちゃ)|きれ(?:た|て|まし|とる|ちゃ)|でした|失効し|だった|"
            r"満了し",
            clause,
        )
    )


def _most_recent(span: Days, as_of: date) -> Days:
    """Return the same days in the latest year in which they are past (or going on)."""
    return shift_year(span, -1) if span.first > as_of else span
