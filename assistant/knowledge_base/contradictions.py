"""Two answers that cannot both be true: the same thing, person and day, and opposite words.

What is compared is a small closed table: ``_POLAR`` names things that are so or not so, with the
words for each; ``_ENDS`` names things that end on one day. A claim holds for the people of its
ruling and sentence, narrowed to those whom the sentence names (``_PEOPLE``), and for the days that
it names (「…まで使えます」 is silent on later ones). Each day on which an answer changes is looked
at, as known on it. Words outside the table are not seen, so silence proves little.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

from assistant.errors import Fault
from assistant.knowledge_base.model import Condition, KnowledgeBase, Place, Ruling, Topic
from assistant.knowledge_base.people import Case, can_occur, cases
from assistant.knowledge_base.timeline import boundaries, in_force, known_days

_BRACKETS = re.compile(r"（[^（）]*）")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_NOT_NOW = re.compile(r"はじめ|でした|その後は|期間が過ぎると")
_ENDING = re.compile(
    r"(\d{4}年\d{1,2}月\d{1,2}日)(?:が最後の日|で終わ|で期限が切れ|で切れ|で使い終わ|が期限|まで(?!は)|です$)"
)
# 物 → (そうだと言う言葉, そうでないと言う言葉)。「資格確認書」の物は、文か題に資格確認書とあるとき
_POLAR = {
    "資格確認書の申請がいらないか": (
        r"申請(?:は|が)(?:いりません|不要)|申請(?:を?しなくても|なしで).*届",
        r"申請(?:が|は)必要|申請しないと届|自動では届",
    ),
    "資格確認書が全員に届くか": (
        r"(?:全員|すべての加入者)に(?:資格確認書が)?届(?:きます|いています)",
        r"全員に届くわけではありません|全員ではありません|届く方と届かない方",
    ),
    "保険証が使えるか": (
        r"保険証.{0,40}まで.{0,8}使(?:えます|って受診できます)",
        r"保険証は.{0,24}(?:使えません|期限切れです|期限が切れています|期限が過ぎています)",
    ),
    "限度額適用認定証がいらないか": (
        r"限度額適用認定証.{0,12}(?:いりません|不要|がなくても)",
        r"限度額適用認定証(?:が|も)(?:必要|いります)",
    ),
    "登録を解除しなくてよいか": (
        r"(?:解除|取り消し)(?:は|を)?しなくても|登録を外さなくても",
        r"解除(?:が必要|してから|しないと)",
    ),
}
# 終わる物 → (その話だと分かる言葉, 見出しだけでその話だと分かる項目の概念)
_ENDS = {
    "暫定運用の終わり": (r"暫定運用|全員に(?:資格確認書が)?届く取扱い", "暫定運用"),
    "期限切れの取扱いの終わり": (r"期限の?切れ.*取扱い|一時的な|差し支えない", "猶予"),
    "後期高齢者医療の保険証の期限": (r"後期高齢者医療の(?:これまでの)?保険証", ""),
    "MBKの保険証の期限": (r"MBK(?:連合健康保険組合)?の(?:古い)?保険証", ""),
}
# 文の中の言葉 → だれのことか（事情と値の符号）
_PEOPLE = (
    (r"マイナ保険証[をがの]?(?:お持ちで|持ってい)?な(?:い|けれ)", "myna", "none card-only"),
    (r"マイナ保険証(?:があ[るれ]|をお持ちの|を.{0,3}使えば)|難しい方", "myna", "registered"),
    (r"難しい方|要配慮者", "needs_support", "true"),
    (r"85歳以上", "age", "85-"),
    (r"84歳以下", "age", "-64 65-74 75-84"),
    (r"後期高齢者医療|後期の", "scheme", "kouki"),
    (r"国民健康保険|国保", "scheme", "kokuho"),
    (r"(?:会社の|ほかの)健康保険", "scheme", "kenpo kyokai kyosai other"),
    (r"MBK", "insurer", "mbk-kenpo"),
    (r"岡山県", "insurer", "okayama-koiki"),
    (r"東京都", "insurer", "tokyo-koiki"),
)
# 食いちがって見えるが、そうではない二つの文：物 → (一方の言葉, 他方の言葉)
# 「書かれた有効期限まで」は、期限の切れた後期高齢者医療の保険証を含まない
_ACCEPTED = {"保険証が使えるか": ("書かれた有効期限まで", "後期高齢者医療の保険証")}


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says of one thing: for whom, and on which days."""

    thing: str
    says: str
    who: Condition
    starts: date
    ends: date
    text: str
    place: Place


Said = tuple[Claim, Case]


def contradictions(knowledge: KnowledgeBase) -> list[Fault]:
    """Return each pair of answers that say opposite things to the same person on the same day."""
    topics = knowledge.topics.values()
    claims = {(t.id, r.id): tuple(_claims(t, r)) for t in topics for r in t.rulings}
    found: dict[tuple[str, Place, Place], Fault] = {}
    for day in sorted({day for t in topics for day in (*boundaries(t), *known_days(t))}):
        for thing, voices in _said(knowledge, claims, day).items():
            for left, right in combinations(voices.values(), 2):
                for one, other in product(left, right):
                    key = (thing, one[0].place, other[0].place)
                    if key not in found and _clash(one, other, knowledge):
                        found[key] = _fault(one[0], other[0], day)
    return sorted(found.values())


def _said(
    knowledge: KnowledgeBase, claims: Mapping[tuple[str, str], tuple[Claim, ...]], day: date
) -> dict[str, dict[str, list[Said]]]:
    """Collect what is said on a day, as known on it: thing → words → claims with their case."""
    found: dict[str, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for topic in knowledge.topics.values():
        for case in cases(topic, knowledge.facts):
            for ruling in in_force(topic, case, day, day):
                for claim in claims[topic.id, ruling.id]:
                    if claim.starts <= day <= claim.ends:
                        found[claim.thing][claim.says].append((claim, case))
    return found


def _clash(one: Said, other: Said, knowledge: KnowledgeBase) -> bool:
    """Tell whether two opposite claims can meet one person; accepted pairs never do."""
    (left, left_case), (right, right_case) = one, other
    case = {**left_case, **right_case}
    who = _both(left.who, right.who)
    words = _ACCEPTED.get(left.thing)
    accepted = words is not None and all(word in left.text + right.text for word in words)
    same = all(left_case[fact] == right_case[fact] for fact in left_case.keys() & right_case.keys())
    met = who is not None and who.possible(case)
    return same and met and not accepted and can_occur(case, knowledge.facts)


def _both(one: Condition, other: Condition) -> Condition | None:
    """Join two conditions; None if nobody meets both."""
    allowed = dict(one.allowed)
    for fact, codes in other.allowed.items():
        allowed[fact] = allowed.get(fact, codes) & codes
    return Condition(allowed) if all(allowed.values()) else None


def _claims(topic: Topic, ruling: Ruling) -> Iterator[Claim]:
    """Read the claims out of a ruling's headline and sentences."""
    texts = [(ruling.headline, Condition(), ruling.place)]
    texts += [(s.text, s.about, s.place) for s in ruling.statements]
    for text, about, place in texts:
        concepts = topic.concepts if text == ruling.headline else ()
        for sentence in text.split("。"):
            bare = _BRACKETS.sub("", sentence)
            who = _both(about, _people(bare))
            said = [(*told, *_limits(bare)) for told in _polar(bare, topic.title)]
            said += [(*told, date.min, date.max) for told in _ends(sentence, bare, concepts)]
            for thing, says, starts, ends in said:
                if who is not None and not _NOT_NOW.search(bare):
                    yield Claim(thing, says, who, starts, ends, bare, place)


def _polar(bare: str, title: str) -> Iterator[tuple[str, str]]:
    """Yield the things of which a sentence says that they are so, or not so."""
    plain = bare.replace("マイナ保険証", "マイナ")
    for thing, words in _POLAR.items():
        if not thing.startswith("資格確認書") or "資格確認書" in bare + title:
            found = zip(("so", "not so"), words, strict=True)
            yield from ((thing, says) for says, word in found if re.search(word, plain))


def _ends(sentence: str, bare: str, concepts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the one thing whose end a sentence names, and the day."""
    ending = _ENDING.search(bare)
    if ending:
        for thing, (subject, concept) in _ENDS.items():
            if re.search(subject, sentence) or concept in concepts:
                yield thing, ending.group(1)
                return


def _people(bare: str) -> Condition:
    """Return whom a sentence names."""
    allowed: dict[str, frozenset[str]] = {}
    for words, fact, codes in _PEOPLE:
        if re.search(words, bare):
            allowed[fact] = allowed.get(fact, frozenset()) | frozenset(codes.split())
    return Condition(allowed)


def _limits(bare: str) -> tuple[date, date]:
    """Return the days of which a sentence speaks: from 「…から」 to 「…まで」."""
    found = ((bare[m.end() :][:2], map(int, m.groups())) for m in _DATE.finditer(bare))
    days = {word: date(*numbers) for word, numbers in found}
    return days.get("から", date.min), days.get("まで", date.max)


def _fault(one: Claim, other: Claim, day: date) -> Fault:
    where = f"{other.place.file}:{other.place.line}"
    message = (
        f"{day} に、「{one.text}」と {where} の「{other.text}」が食いちがいます（{one.thing}）"
    )
    remedy = "通知と比べて一方を直すか、だれの・いつの話かを文に書きます"
    return Fault(one.place.file, one.place.line, message, remedy)
