"""Check 1, second half: every id that content names exists."""

from collections.abc import Iterable, Iterator

from assistant.errors import Fault
from assistant.knowledge_base.model import KnowledgeBase, Place, Topic


def dangling(knowledge: KnowledgeBase) -> list[Fault]:
    """Return a fault for each reference that points nowhere, and each ruling id used twice."""
    faults: list[Fault] = []
    for topic in knowledge.topics.values():
        faults.extend(_topic(topic, knowledge))
    for neighbour in knowledge.neighbours.values():
        faults.extend(
            _missing(neighbour.contacts, knowledge.contacts, neighbour.place, "問い合わせ先")
        )
        faults.extend(
            _missing(neighbour.concepts, knowledge.concepts, neighbour.place, "言葉（概念）")
        )
    for notice in knowledge.notices.values():
        for later in (*notice.supersedes, *notice.extends):
            faults.extend(_missing((later.notice,), knowledge.notices, notice.place, "通知"))
            earlier = knowledge.notices.get(later.notice)
            if earlier:
                passages = {passage.id for passage in earlier.passages}
                faults.extend(
                    _missing(later.passages, passages, notice.place, f"{earlier.id} の段落")
                )
    return faults


def _topic(topic: Topic, knowledge: KnowledgeBase) -> Iterator[Fault]:
    place = topic.place
    subjects = {*knowledge.topics, *knowledge.neighbours}
    yield from _missing(topic.concepts, knowledge.concepts, place, "言葉（概念）")
    yield from _missing(topic.facts, knowledge.facts, place, "事情")
    yield from _missing(topic.next_topics, knowledge.topics, place, "項目")
    for miss in topic.near_misses:
        yield from _missing((miss.topic,), subjects, miss.place, "項目")
    seen: set[str] = set()
    for ruling in topic.rulings:
        yield from _missing(ruling.contacts, knowledge.contacts, ruling.place, "問い合わせ先")
        yield from _missing(
            ruling.replaces, {r.id for r in topic.rulings}, ruling.place, "場合分け"
        )
        if ruling.id in seen:
            yield Fault(
                ruling.place.file,
                ruling.place.line,
                f"場合分け「{ruling.id}」が二つあります",
                "名前を変えます",
            )
        seen.add(ruling.id)


def _missing(
    names: Iterable[str], known: Iterable[str], place: Place, what: str
) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield Fault(
                place.file,
                place.line,
                f"「{name}」という{what}はありません",
                "つづりを確かめるか、先に作ります",
            )
