"""What a person hears on a day, and whether two answers mean or only say something else."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.knowledge_base.model import Fact, Ruling, Statement, Topic
from assistant.knowledge_base.people import Case
from assistant.knowledge_base.timeline import in_force
from assistant.knowledge_base.wording import numbers, squash
from assistant.review.table import people

Kind = Literal["new", "gone", "meaning", "wording"]
# Words on which it depends what a sentence allows, demands, denies or bounds.
_FORCE = re.compile(
    "でき|使え|受けられ|ません|ない|なく|なけれ|いら|必要|不要|要り|要ら|ください|差し支え|とされて"
    "|予定|未定|終わ|だけ|のみ|以外|除|全員|まで|から|より前|以前|以後|以降|以上|以下|未満"
)
_ORDER = "（文の順番だけが変わります）"


@dataclass(frozen=True, slots=True)
class Heard:
    """How two answers differ: the sentences of each that the other does not have."""

    kind: Kind
    before: tuple[str, ...]
    after: tuple[str, ...]


def standing(topic: Topic, case: Case, day: date, as_of: date) -> Ruling | None:
    """Return the ruling that a case hears about ``day`` on ``as_of``; None before the start."""
    found = in_force(topic, case, day, as_of)
    return found[0] if found else None


def alike(rulings: Sequence[Ruling], everybody: Iterable[Case]) -> list[list[Case]]:
    """Group the cases that no ruling tells apart, neither as a whole nor by a sentence."""
    whens = [ruling.when for ruling in rulings]
    abouts = [s.about for r in rulings for s in r.statements if s.about.allowed]
    found: dict[tuple[bool, ...], list[Case]] = {}
    for case in everybody:
        named = (*(when.holds(case) for when in whens), *(a.possible(case) for a in abouts))
        found.setdefault(named, []).append(case)
    return list(found.values())


class Ear:
    """Hears answers as somebody does: without the sentences about other people."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts

    def difference(self, before: Ruling | None, after: Ruling | None, case: Case) -> Heard | None:
        """Return how what a case hears becomes another; None where it hears the same."""
        if before is None or after is None:
            return _one_sided(before, after)
        old, new = self._sentences(before, case), self._sentences(after, case)
        if list(old.items()) == list(new.items()):
            return None
        if _meaning(before, case) == _meaning(after, case):
            order = (_ORDER,) if old == new else ()
            return Heard("wording", _only(old, new), _only(new, old) or order)
        if before.id != after.id and before.headline != after.headline:
            return Heard("meaning", (before.headline,), (after.headline,))
        return Heard("meaning", _only(old, new), _only(new, old))

    def _sentences(self, ruling: Ruling, case: Case) -> dict[str, str]:
        """Return each sentence with what hangs on it: its kind, people and citation."""
        found = {ruling.headline: "［未定］" if ruling.undecided else ""}
        for statement in _statements(ruling, case):
            found[statement.text] = self._behind(statement)
        return {**found, f"［問い合わせ先：{'、'.join(ruling.contacts)}］": ""}

    def _behind(self, statement: Statement) -> str:
        citation, kind = statement.citation, statement.kind
        parts = [] if kind == "say" else [f"種類：{kind}"]
        if statement.about.allowed:
            parts.append(people(statement.about, self._facts))
        if citation:
            quote = f"「{citation.quote}」" if citation.quote else ""
            parts.append(f"根拠：{citation.notice} {citation.passage}{quote}")
        return f"［{'、'.join(parts)}］" if parts else ""


def _one_sided(before: Ruling | None, after: Ruling | None) -> Heard | None:
    if after is not None:
        return Heard("new", (), (after.headline,))
    return Heard("gone", (before.headline,), ()) if before is not None else None


def _statements(ruling: Ruling, case: Case) -> list[Statement]:
    return [s for s in ruling.statements if s.about.possible(case)]


def _only(own: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    """Return the sentences that the other answer lacks, or has with something else behind them."""
    return tuple(
        f"{text}{behind if text in other else ''}"
        for text, behind in own.items()
        if other.get(text) != behind
    )


def _meaning(ruling: Ruling, case: Case) -> object:
    """Return what an answer decides: what it rests on, its numbers and its words of force."""
    statements = _statements(ruling, case)
    text = "。".join([ruling.headline, *(s.text for s in statements)])
    return (
        {_proof(s) for s in statements if s.citation},
        numbers(text),
        sorted(_FORCE.findall(squash(text))),
        set(ruling.contacts),
        ruling.undecided,
    )


def _proof(statement: Statement) -> tuple[object, ...]:
    citation = statement.citation
    assert citation is not None
    about = frozenset(statement.about.allowed.items())
    return citation.notice, citation.passage, squash(citation.quote or ""), about
