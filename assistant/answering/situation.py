"""What is known about the asker: one value per fact, and which of them were only guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.errors import QuestionError
from assistant.knowledge_base.model import Fact

_OLDEST = 130
# Upper end (inclusive) of each age band of the contract.
_BANDS = ((64, "-64"), (74, "65-74"), (84, "75-84"), (_OLDEST, "85-"))


@dataclass(frozen=True, slots=True)
class Situation:
    """Fact id → value code (an age in years or a band). ``guessed`` names the uncertain ones."""

    values: Mapping[str, str] = field(default_factory=dict)
    guessed: frozenset[str] = frozenset()

    def with_fact(
        self, facts: Mapping[str, Fact], fact: str, code: str, *, certain: bool
    ) -> "Situation":
        """Return the situation after a later word: it wins, and drops what contradicts it."""
        values = {**self.values, fact: code}
        guessed = (self.guessed - {fact}) | (frozenset() if certain else {fact})
        for other, implied in _implied(facts, fact, code).items():
            values[other] = implied
            guessed = guessed - {other} if certain else guessed | {other}
        for other in list(values):
            if other != fact and _contradicts(facts, other, values[other], fact, code):
                del values[other]
        return Situation(values, frozenset(guessed & set(values)))


def read_situation(given: Mapping[str, str], facts: Mapping[str, Fact]) -> Situation:
    """Return the situation that a request names, with what its values imply.

    Raises:
        QuestionError: an unknown field or value, or an insurer that contradicts the scheme.
    """
    values: dict[str, str] = {}
    for fact, code in given.items():
        if fact not in facts:
            msg = f"situation.{fact}"
            raise QuestionError(msg, f"「{fact}」という項目はありません。")
        if not _allowed(facts[fact], code):
            msg = f"situation.{fact}"
            raise QuestionError(msg, f"「{fact}」の値が正しくありません。")
        values[fact] = code
    for fact, code in list(values.items()):
        for other, implied in _implied(facts, fact, code).items():
            if values.setdefault(other, implied) != implied:
                msg = f"situation.{other}"
                raise QuestionError(msg, "保険者と制度が合いません。どちらかを直してください。")
    return Situation(values)


def band(age: int) -> str:
    """Return the contract's age band of an age in years."""
    return next(code for upper, code in _BANDS if age <= upper)


def possible_values(
    situation: Situation, fact: Fact, as_of: date, age_day: date | None
) -> frozenset[str]:
    """Return the value codes that a fact may have; all of them where nothing is known.

    An age in years counts on ``age_day`` where the rule names one; a birthday in between may leave
    two bands.
    """
    code = situation.values.get(fact.id)
    if code is None:
        return frozenset(value.code for value in fact.values)
    if fact.id != "age" or not code.isdigit():
        return frozenset({code})
    return frozenset(band(age) for age in _ages(int(code), as_of, age_day or as_of))


def _ages(age: int, as_of: date, day: date) -> set[int]:
    """Return the ages that somebody aged ``age`` on ``as_of`` can have on ``day``."""
    if day == as_of:
        return {age}
    earlier, later = min(as_of, day), max(as_of, day)
    years = later.year - earlier.year - ((later.month, later.day) < (earlier.month, earlier.day))
    steps = {years, years + 1}
    signed = {step if day > as_of else -step for step in steps}
    return {min(max(age + step, 0), _OLDEST) for step in signed}


def _allowed(fact: Fact, code: str) -> bool:
    if fact.value(code) is not None:
        return True
    return (
        fact.id == "age"
        and code.isascii()
        and code.isdigit()
        and len(code) <= 3
        and int(code) <= _OLDEST
    )


def _implied(facts: Mapping[str, Fact], fact: str, code: str) -> Mapping[str, str]:
    value = facts[fact].value(code)
    return value.implies if value else {}


def _contradicts(
    facts: Mapping[str, Fact], other: str, other_code: str, fact: str, code: str
) -> bool:
    implied = _implied(facts, other, other_code)
    return implied.get(fact, code) != code
