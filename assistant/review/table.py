"""`annai show TOPIC`: a topic as a decision table."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.knowledge_base.model import Condition, Fact, KnowledgeBase, Ruling, Topic


@dataclass(frozen=True, slots=True)
class Row:
    """One ruling, every cell in words."""

    ruling: str
    period: str
    known: str
    people: str
    headline: str
    notices: str
    replaces: str
    continues: str


def rows(topic: Topic, knowledge: KnowledgeBase) -> list[Row]:
    """Return the topic's rulings by the day they start, then by the day they were known."""
    ordered = sorted(topic.rulings, key=lambda r: (r.period.starts, r.known, r.id))
    return [_row(ruling, knowledge) for ruling in ordered]


def _row(ruling: Ruling, knowledge: KnowledgeBase) -> Row:
    cited = dict.fromkeys(
        f"{s.citation.notice} {s.citation.passage}" for s in ruling.statements if s.citation
    )
    return Row(
        ruling=ruling.id + ("（未定）" if ruling.undecided else ""),
        period=f"{ruling.period.starts} 〜 {ruling.period.ends or '定めなし'}",
        known=ruling.known.isoformat(),
        people=people(ruling.when, knowledge.facts),
        headline=ruling.headline,
        notices="、".join(cited),
        replaces="、".join(ruling.replaces),
        continues="、".join(ruling.continues),
    )


def people(condition: Condition, facts: Mapping[str, Fact]) -> str:
    """Return a condition in words, such as 制度=国民健康保険."""
    parts = []
    for name, codes in condition.allowed.items():
        labels = [value.label for value in facts[name].values if value.code in codes]
        labels += ["不明"] if "unknown" in codes else []
        parts.append(f"{facts[name].label}={'・'.join(labels)}")
    return "、".join(parts) or "全員"
