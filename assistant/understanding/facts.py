"""What a question tells about the asker.

In: the normalised question, its dates, the day, and what is known already. Out: ``FoundFacts``:
values in contract codes, each with the words it came from and whether it was said or only usual.
The later word wins; what was said wins over what is usual.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.understanding.ages import FROM_75, find_age, speaks_of_75_and_over
from assistant.understanding.dates import DateMention, age_on, asked_day
from assistant.understanding.grammar import rule
from assistant.understanding.holdings import Holding, find_card, find_myna, speaks_of_old_card
from assistant.understanding.normalization import Normalized, fold_kana
from assistant.understanding.phrases import PhraseBook, Said

_LEAVING = rule("(?:県|都|府|市|区|内)?から")
_JOINED = rule("(?:か|と|や|または|もしくは|、|も|でも|、それとも)+")
_DISABILITY = rule("(?:障害|障がい|しょうがい)の?(?:認定|にんてい)")
_ENDED = rule("(?:まで)?(?:で|に|が)?(?:(?:有効)?期限)?(?:が)?切れた?")


@dataclass(frozen=True, slots=True)
class FoundFact:
    """One fact about the asker: contract code, said outright or guessed, and the words."""

    fact: str
    value: str
    certain: bool
    words: str


@dataclass(frozen=True, slots=True)
class FoundFacts:
    """All facts found, at most one value for each."""

    all: tuple[FoundFact, ...] = ()

    def get(self, fact: str) -> FoundFact | None:
        """Return what was found about a fact, or None."""
        return next((found for found in self.all if found.fact == fact), None)

    @property
    def values(self) -> dict[str, str]:
        """Fact → contract code."""
        return {found.fact: found.value for found in self.all}


@dataclass(frozen=True, slots=True)
class Telling:
    """All that facts are read from: question, dates, phrases said, the day, and what is known."""

    question: Normalized
    dates: tuple[DateMention, ...]
    said: tuple[Said, ...]
    as_of: date
    known: Mapping[str, str]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences as matching keys."""
        return tuple(part for part in self.question.key.split("。") if part)


def find_facts(
    question: Normalized,
    dates: tuple[DateMention, ...],
    as_of: date,
    book: PhraseBook,
    known: Mapping[str, str],
) -> FoundFacts:
    """Return the facts that the question reveals; ``known`` helps to read places, no more."""
    telling = Telling(question, dates, book.find(question.key), as_of, known)
    found: dict[str, FoundFact] = {}
    for fact in ("needs_support", "role", "scheme"):
        _note(found, _last(fact, telling))
    _note(found, _age(telling))
    _note(found, _scheme_by_age(telling, found))
    _note(found, _insurer(telling, found, book))
    for one in list(found.values()):
        for other, value in book.implied(one.fact, one.value).items():
            found[other] = FoundFact(other, value, one.certain, one.words)
    _note(found, _held("myna", find_myna(telling.sentences)))
    _note(found, _card(telling))
    return FoundFacts(tuple(found[fact] for fact in sorted(found)))


def _note(found: dict[str, FoundFact], fact: FoundFact | None) -> None:
    if fact:
        found[fact.fact] = fact


def _last(fact: str, telling: Telling, *, guesses: bool = True) -> FoundFact | None:
    """Return the value said last; none where two stand side by side (国保か後期か)."""
    mine = [said for said in telling.said if said.phrase.fact == fact]
    certain = [said for said in mine if said.phrase.certain]
    mine = certain or (mine if guesses else [])
    for first, second in pairwise(mine):
        between = telling.question.key[first.end : second.start]
        if first.phrase.value != second.phrase.value and _JOINED.fullmatch(between):
            return None
    if not mine:
        return None
    phrase = mine[-1].phrase
    return FoundFact(fact, phrase.value, phrase.certain, phrase.key)


def _age(telling: Telling) -> FoundFact | None:
    """Return the age said, or that of a birthday; of a bare year, the likelier age."""
    found = find_age(telling.question.key)
    if found:
        return FoundFact("age", str(found.age), certain=True, words=found.words)
    births = [m for m in telling.dates if m.kind == "birth" and m.first <= telling.as_of]
    if not births:
        return None
    born = births[-1]
    middle = born.first + (born.last - born.first) / 2
    age = age_on(middle, telling.as_of)
    return FoundFact("age", str(age), certain=born.first == born.last, words=born.words)


def _scheme_by_age(telling: Telling, found: Mapping[str, FoundFact]) -> FoundFact | None:
    """75 and over is usually 後期高齢者医療; so is 65 and over with a 障害認定."""
    if "scheme" in found or telling.known.get("scheme"):
        return None
    age = found.get("age")
    if age and int(age.value) >= FROM_75:
        return FoundFact("scheme", "kouki", certain=False, words=age.words)
    disability = _DISABILITY.search(telling.question.key)
    if disability and age and int(age.value) >= 65:
        return FoundFact("scheme", "kouki", certain=False, words=disability[0])
    if not age and speaks_of_75_and_over(telling.question.key):
        return FoundFact("scheme", "kouki", certain=False, words="75歳以上")
    return None


def _insurer(
    telling: Telling, found: Mapping[str, FoundFact], book: PhraseBook
) -> FoundFact | None:
    """Return the insurer named, or that of the place, where each prefecture has one insurer.

    Of 東京から倉敷へ越してきた the place one leaves does not count.
    """
    named = _last("insurer", telling, guesses=False)
    places = [said for said in telling.said if said.phrase.fact == "insurer"]
    if len(places) > 1:
        places = [p for p in places if not _LEAVING.match(telling.question.key, p.end)]
    scheme = found.get("scheme")
    code = scheme.value if scheme else telling.known.get("scheme")
    if named or not places or code != "kouki":
        return named
    phrase = places[-1].phrase
    if book.implied("insurer", phrase.value).get("scheme", code) != code:
        return None
    certain = scheme.certain if scheme else True
    return FoundFact("insurer", phrase.value, certain, phrase.key)


def _held(fact: str, holding: Holding | None) -> FoundFact | None:
    return FoundFact(fact, holding.value, holding.certain, holding.words) if holding else None


def _card(telling: Telling) -> FoundFact | None:
    """Compare the printed end with the day asked about; without one, go by the words."""
    for mention in reversed(telling.dates):
        if mention.kind == "expiry" and _of_old_card(telling.question.text, mention):
            day = asked_day(telling.dates) or telling.as_of
            value = "expired" if mention.day < day else "valid"
            return FoundFact("card", value, certain=True, words=mention.words)
    return _held("card", find_card(telling.sentences))


def _of_old_card(text: str, mention: DateMention) -> bool:
    """Tell whether a printed end is that of the old 保険証, by the words of its sentence."""
    start = max(text.rfind(mark, 0, mention.start) for mark in "。!?\n") + 1
    rest = re.split("[。!?\n]", text[mention.end :])[0]
    before, words = fold_kana(text[start : mention.start]), fold_kana(mention.words)
    ended = _ENDED.match(fold_kana(rest))
    end = len(before) + len(words) + (ended.end() if ended else 0)
    return speaks_of_old_card(before + words + fold_kana(rest), len(before), end)
