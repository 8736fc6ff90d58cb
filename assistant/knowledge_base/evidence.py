"""Checks 2, 4 and 5: each statement rests on words that are there, say it, and cover its people."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from assistant.errors import Fault
from assistant.knowledge_base.model import (
    Condition,
    KnowledgeBase,
    Notice,
    Passage,
    Period,
    Ruling,
    Statement,
)
from assistant.knowledge_base.wording import calendars_disagree, numbers, squash, western

_BINDING = re.compile(
    r"できます|できません|必要(?:です|があります|ありません|はありません)|不要(?:です|に)"
    r"|しなくて(?:も)?(?:よい|いい)|いりません|まで(?:です|に|は|の|使|、|。)|から(?:です|は|使|の取)"
)
_DAY = timedelta(days=1)
_DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日)?")
_RANGE = re.compile(r"(\d+)[~〜-](\d+)(か月|[年月日歳時分割回])")
_BOUND = re.compile(r"\d+(?:か月|[年月日歳割人円回分])(?:以上|以下|以内|未満)")


def check_evidence(knowledge: KnowledgeBase) -> list[Fault]:
    """Return every fault of quotes, numbers, binding words and scope."""
    checker = _Evidence(knowledge)
    return [
        fault
        for topic in knowledge.topics.values()
        for ruling in topic.rulings
        for fault in checker.ruling(ruling)
    ]


class _Evidence:
    """Holds the knowledge and the numbers that any answer may name (contacts)."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._contacts = _contact_numbers(knowledge)

    def ruling(self, ruling: Ruling) -> Iterator[Fault]:
        """Yield the faults of one ruling."""
        allowed = _period_numbers(ruling.period) | self._contacts | self._case(ruling.when)
        proven = set(allowed)
        for statement in ruling.statements:
            proven |= self._proven(statement)
            yield from self._statement(ruling, statement, allowed)
        yield from _unproven(ruling, ruling.headline, proven)
        yield from _calendars(ruling, ruling.headline)

    def _case(self, condition: Condition) -> set[str]:
        """Return the numbers that belong to a case's own name (75歳 to 後期高齢者医療)."""
        values = [
            self._knowledge.facts[fact].value(code)
            for fact, codes in condition.allowed.items()
            for code in codes
        ]
        return {number for value in values if value for number in _claims(value.condition)}

    def _statement(
        self, ruling: Ruling, statement: Statement, allowed: set[str]
    ) -> Iterator[Fault]:
        yield from _calendars(statement, statement.text)
        if statement.citation is None:
            if statement.basis == "advice":
                yield from _binding(statement)
            yield from _unproven(statement, statement.text, allowed)
            return
        allowed = allowed | self._proven(statement) | self._case(statement.about)
        yield from _unproven(statement, statement.text, allowed)
        yield from self._words(statement)
        yield from self._scope(ruling, statement)

    def _cited(self, statement: Statement) -> tuple[Notice, Passage]:
        assert statement.citation is not None
        notice = self._knowledge.notices[statement.citation.notice]
        passage = notice.passage(statement.citation.passage)
        assert passage is not None
        return notice, passage

    def _proven(self, statement: Statement) -> set[str]:
        """Return the numbers that a statement's quote, or its reference notice, carries."""
        if statement.citation is None:
            return set()
        notice, passage = self._cited(statement)
        found = _proofs(statement.citation.quote or passage.text, notice.known_from)
        if notice.kind == "reference":
            for other in notice.passages:
                found |= _proofs(other.text, notice.known_from)
        return found | _day_claims(notice.known_from) | numbers(notice.number or "")

    def _words(self, statement: Statement) -> Iterator[Fault]:
        _, passage = self._cited(statement)
        quote = statement.citation.quote if statement.citation else None
        if quote is not None and squash(quote) not in squash(passage.text):
            yield _fault(
                statement, f"引用「{quote[:30]}」が通知にありません", "通知の言葉と一字ずつ比べます"
            )

    def _scope(self, ruling: Ruling, statement: Statement) -> Iterator[Fault]:
        notice, passage = self._cited(statement)
        if not _covered(passage.scope, ruling.when, statement.about, self._knowledge):
            yield _fault(
                statement,
                f"{notice.id} の {passage.id} は、この場合分けの全員に向けたものではありません",
                f"文に「about: {self._in_words(passage.scope)}」を足すか、when を通知の相手に"
                "合わせます。だれにでも当てはまる段落なら、通知に scope と reason を足します",
            )

    def _in_words(self, scope: Condition) -> str:
        """Say a condition as content writes it."""
        pairs = []
        for name, codes in scope.allowed.items():
            fact = self._knowledge.facts[name]
            labels = ", ".join(value.label for value in fact.values if value.code in codes)
            pairs.append(f"{fact.label}: {labels if len(codes) == 1 else f'[{labels}]'}")
        return "{" + ", ".join(pairs) + "}"


def _claims(text: str, issued: date | None = None) -> set[str]:
    """Return every number that a text names, and what it makes of them together.

    8月2日 is more than an 8月 and a 2日 from different places; so are 84歳以下 and 1〜2か月.
    """
    plain = western(text, issued)
    found = numbers(text, issued) | set(_BOUND.findall(plain))
    found |= {f"{first}〜{last}{unit}" for first, last, unit in _RANGE.findall(plain)}
    for year, month, day in _DATE.findall(plain):
        found |= {f"{year}年{int(month)}月"} if year else set()
        found |= {f"{int(month)}月{int(day)}日"} if day else set()
    return found


def _proofs(text: str, issued: date) -> set[str]:
    """Return what the words of a notice prove.

    A month without a year is of the year of issue; what lasts until a month ends the day before.
    """
    found = _claims(text, issued)
    for year, month, _ in _DATE.findall(western(text, issued)):
        if 1 <= int(month) <= 12:
            first = date(int(year or issued.year), int(month), 1)
            last = first - _DAY
            found |= {f"{first.year}年{first.month}月"} | _pairs(last)
    return found


def _pairs(day: date) -> set[str]:
    return {f"{day.year}年{day.month}月", f"{day.month}月{day.day}日"}


def _day_claims(day: date) -> set[str]:
    """Return every way in which a text may name a day, in the pieces that are compared."""
    return {f"{day.year}年", f"{day.month}月", f"{day.day}日"} | _pairs(day)


def _contact_numbers(knowledge: KnowledgeBase) -> set[str]:
    """Return every number of the contacts; a short telephone number is also said with 番."""
    found: set[str] = set()
    for contact in knowledge.contacts.values():
        found |= numbers(" ".join(filter(None, (contact.phone, contact.hours, contact.note))))
        if contact.phone:
            found |= numbers(f"{contact.phone}番")
    return found


def _covered(scope: Condition, when: Condition, about: Condition, knowledge: KnowledgeBase) -> bool:
    """Tell whether a passage's scope holds for everybody the sentence speaks of."""
    named = _implied({**when.allowed, **about.allowed}, knowledge)
    return all(fact in named and named[fact] <= values for fact, values in scope.allowed.items())


def _implied(
    named: dict[str, frozenset[str]], knowledge: KnowledgeBase
) -> dict[str, frozenset[str]]:
    """Add what the named values imply (an insurer its scheme), where all of them imply the same."""
    found = dict(named)
    for fact, codes in named.items():
        values = [knowledge.facts[fact].value(code) for code in codes]
        implied = [tuple(sorted(value.implies.items())) if value else () for value in values]
        if implied and len(set(implied)) == 1:
            for other, code in implied[0]:
                found.setdefault(other, frozenset({code}))
    return found


def _period_numbers(period: Period) -> set[str]:
    """Return the numbers of a period's ends, of the day before it and the day after it."""
    days = [period.starts, period.starts - _DAY]
    days += [period.ends, period.ends + _DAY] if period.ends else []
    return {word for day in days for word in _day_claims(day)}


def _unproven(owner: Statement | Ruling, text: str, proven: set[str]) -> Iterator[Fault]:
    missing = sorted(_claims(text) - proven)
    if missing:
        yield _fault(
            owner,
            f"「{text[:24]}…」の {'、'.join(missing)} は、引用にも期間にもありません",
            "通知と比べて数字を直すか、その数字が入るところまで引用します",
        )


def _calendars(owner: Statement | Ruling, text: str) -> Iterator[Fault]:
    pair = calendars_disagree(text)
    if pair:
        remedy = "令和の年に2018を足すと西暦です。どちらかを直します"
        yield _fault(owner, f"「{pair}」の西暦と和暦が違う日です", remedy)


def _binding(statement: Statement) -> Iterator[Fault]:
    match = _BINDING.search(squash(statement.text))
    if match:
        yield _fault(
            statement,
            f"「{statement.text[:24]}…」の「{match.group()}」に根拠の通知がありません",
            "通知の引用を付けるか、「お尋ねください」などの案内の文にします",
        )


def _fault(owner: Statement | Ruling, message: str, remedy: str) -> Fault:
    return Fault(owner.place.file, owner.place.line, message, remedy)
