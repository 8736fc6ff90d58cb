"""Checks 7 and 8: rules that no answer uses, and what the owner should look at soon (warnings)."""

from collections.abc import Iterator
from datetime import date, timedelta

from assistant.errors import Fault
from assistant.knowledge_base.model import KnowledgeBase, Topic
from assistant.knowledge_base.wording import squash

_REVIEW_EVERY = timedelta(days=365)
_SOON = timedelta(days=60)


def check_coverage(knowledge: KnowledgeBase) -> list[Fault]:
    """Return a fault for each passage that no statement uses and no ``unused`` explains."""
    used = {
        (statement.citation.notice, statement.citation.passage)
        for topic in knowledge.topics.values()
        for ruling in topic.rulings
        for statement in ruling.statements
        if statement.citation
    }
    return [
        Fault(
            passage.place.file,
            passage.place.line,
            f"{passage.id}「{squash(passage.text)[:20]}…」を使う回答がありません",
            "回答の根拠にするか、front matter の passages に unused: 理由 を書きます",
        )
        for notice in knowledge.notices.values()
        for passage in notice.passages
        if passage.unused is None and (notice.id, passage.id) not in used
    ]


def warnings(knowledge: KnowledgeBase, today: date) -> list[Fault]:
    """Return what needs a look but is no fault: reviews overdue, rules that end soon."""
    return [
        warning for topic in knowledge.topics.values() for warning in _topic_warnings(topic, today)
    ]


def _topic_warnings(topic: Topic, today: date) -> Iterator[Fault]:
    if today - topic.last_reviewed > _REVIEW_EVERY:
        yield Fault(
            topic.place.file,
            topic.place.line,
            f"最後の見直しが {topic.last_reviewed} です",
            "内容を見直し、last_reviewed を直します",
        )
    for ruling in topic.rulings:
        ends = ruling.period.ends
        if ends and today <= ends <= today + _SOON and not _followed(topic, ends):
            yield Fault(
                ruling.place.file,
                ruling.place.line,
                f"「{ruling.id}」が {ends} で終わり、その後がありません",
                "次の場合分けを足します",
            )


def _followed(topic: Topic, ends: date) -> bool:
    return any(ruling.period.contains(ends + timedelta(days=1)) for ruling in topic.rulings)
