"""Readers of ``knowledge/vocabulary``: facts, concepts, contacts, outside subjects, emergencies."""

import re
from collections.abc import Mapping

from assistant.knowledge_base.model import (
    EVERYBODY,
    UNKNOWN,
    Concept,
    Condition,
    Contact,
    Emergency,
    Example,
    Fact,
    FactValue,
    Hours,
    Neighbour,
)
from assistant.knowledge_base.records import Record

_SPAN = re.compile(r"(\d{2}:\d{2})-(\d{2}:\d{2})")
_UNKNOWN_LABELS = {"不明", UNKNOWN}


class ConditionReader:
    """Turns ``{制度: 国民健康保険}`` into a Condition in contract codes."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = {name: fact for fact in facts.values() for name in (fact.id, fact.label)}

    def read(self, record: Record, key: str) -> Condition:
        """Return the condition under ``key``; ``all``, ``{}`` or nothing mean everybody."""
        if record.is_text(key):
            text = record.optional(key)
            if text not in {None, "all"}:
                record.fault(
                    f"「{key}」の「{text}」は使えません",
                    "all か {制度: 国民健康保険} のように書きます",
                )
            return EVERYBODY
        inner = record.record(key)
        if inner is None:
            return EVERYBODY
        return Condition(dict(filter(None, (self._pair(inner, *pair) for pair in inner.pairs()))))

    def _pair(
        self, record: Record, name: str, labels: list[str]
    ) -> tuple[str, frozenset[str]] | None:
        fact = self._facts.get(name)
        if fact is None:
            record.fault(
                f"「{name}」という事情はありません", "、".join(self._facts) + " のどれかにします"
            )
            return None
        if not labels:
            record.fault(f"「{name}」の値がありません", "値を書くか、条件ごと消します")
        return fact.id, frozenset(
            filter(None, (self._code(record, fact, label) for label in labels))
        )

    def _code(self, record: Record, fact: Fact, label: str) -> str | None:
        if label in _UNKNOWN_LABELS:
            return UNKNOWN
        for value in fact.values:
            if label in {value.code, value.label}:
                return value.code
        allowed = "、".join(value.label for value in fact.values)
        record.fault(
            f"「{fact.label}」に「{label}」という値はありません",
            f"{allowed}、不明 のどれかにします",
        )
        return None


def read_fact(record: Record) -> Fact:
    """Read one fact about the asker with its values."""
    fact = Fact(
        id=record.text("id"),
        label=record.text("label"),
        ask=record.text("ask"),
        values=tuple(_fact_value(value) for value in record.records("values")),
        place=record.place,
    )
    record.close()
    return fact


def _fact_value(record: Record) -> FactValue:
    implied = record.record("implies")
    value = FactValue(
        code=record.text("value"),
        label=record.text("label"),
        button=record.text("button"),
        condition=record.text("condition"),
        phrases=record.words("phrases", needed=False),
        guesses=record.words("guesses", needed=False),
        implies={key: texts[0] for key, texts in implied.pairs()} if implied else {},
        replies=record.words("replies", needed=False),
    )
    record.close()
    return value


def read_concept(record: Record) -> Concept:
    """Read one concept; its headword is one of its surfaces."""
    head = record.text("concept")
    surfaces = (head, *record.words("surfaces", needed=False))
    record.close()
    return Concept(head, tuple(dict.fromkeys(surfaces)), record.place)


def read_contact(record: Record) -> Contact:
    """Read one contact; ``times`` feeds the reckoning of open hours."""
    times = record.record("times")
    contact = Contact(
        id=record.text("id"),
        name=record.text("name"),
        phone=record.optional("phone"),
        hours=record.optional("hours"),
        note=record.optional("note"),
        times=_hours(times) if times else None,
        place=record.place,
    )
    record.close()
    return contact


def _hours(record: Record) -> Hours:
    hours = Hours(
        weekday=_span(record, "weekday"),
        saturday=_span(record, "saturday"),
        holiday=_span(record, "holiday"),
        closed_year_end=record.choice("closed_year_end", ("true", "false")) == "true",
    )
    record.close()
    return hours


def _span(record: Record, key: str) -> tuple[str, str] | None:
    text = record.optional(key)
    if text is None:
        return None
    match = _SPAN.fullmatch(text)
    if match is None:
        record.fault(
            f"「{key}」の「{text}」は時刻の範囲ではありません", '"09:30-20:00" のように書きます'
        )
        return None
    return match.group(1), match.group(2)


def read_neighbour(record: Record) -> Neighbour:
    """Read one subject that the notices do not cover."""
    ident = record.text("id")
    kind = record.choice("kind", ("office", "chat", "other"))
    neighbour = Neighbour(
        id=ident,
        label=record.text("label"),
        kind="chat" if kind == "chat" else "office" if kind == "office" else "other",
        reply=record.text("reply"),
        contacts=record.words("contacts", needed=False),
        concepts=record.words("concepts", needed=False),
        examples=tuple(Example(text, ident, place) for text, place in record.texts("examples")),
        place=record.place,
    )
    record.close()
    return neighbour


def read_emergency(record: Record) -> Emergency:
    """Read the signs of a medical emergency."""
    emergency = Emergency(
        signs=tuple(record.groups("signs")),
        except_=record.words("except", needed=False),
        reply=record.text("reply"),
        contacts=record.words("contacts"),
        breaks=record.words("breaks", needed=False),
    )
    record.close()
    return emergency
