"""Check 1, second half: every id that content names exists."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.errors import Fault
from assistant.knowledge_base.model import KnowledgeBase, Neighbour, Notice, Place, Topic

# What each key names, and where such things are made.
_HOMES = {
    "concepts": ("言葉（概念）", "vocabulary/concepts.yaml"),
    "facts": ("事情", "vocabulary/facts.yaml"),
    "contacts": ("問い合わせ先", "vocabulary/contacts.yaml"),
    "next": ("項目", "topics"),
    "near_misses": ("項目", "topics"),
    "replaces": ("場合分け", "同じファイルの rulings"),
    "continues": ("場合分け", "同じファイルの rulings"),
    "supersedes": ("通知", "notices"),
    "extends": ("通知", "notices"),
}
_ENDINGS = {"topics": ".yaml", "notices": ".md"}  # where a thing is a file of its own


def dangling(knowledge: KnowledgeBase) -> list[Fault]:
    """Return a fault for each name that points nowhere, and each ruling id used twice."""
    faults: list[Fault] = []
    links: list[Fault] = []
    for topic in knowledge.topics.values():
        faults.extend(_topic(topic, knowledge))
        links.extend(_links(topic, knowledge))
    for neighbour in knowledge.neighbours.values():
        faults.extend(_neighbour(neighbour, knowledge))
    for notice in knowledge.notices.values():
        faults.extend(_notice(notice, knowledge))
    return [*faults, *_once(links)]


def _topic(topic: Topic, knowledge: KnowledgeBase) -> Iterator[Fault]:
    yield from _missing("concepts", topic.concepts, knowledge.concepts, topic.place)
    yield from _missing("facts", topic.facts, knowledge.facts, topic.place)
    rulings = [ruling.id for ruling in topic.rulings]
    for number, ruling in enumerate(topic.rulings):
        yield from _missing("contacts", ruling.contacts, knowledge.contacts, ruling.place)
        yield from _missing("replaces", ruling.replaces, rulings, ruling.place)
        yield from _missing("continues", ruling.continues, rulings, ruling.place)
        if ruling.id in rulings[:number]:
            yield _fault(ruling.place, f"場合分け「{ruling.id}」が二つあります", "名前を変えます")


def _links(topic: Topic, knowledge: KnowledgeBase) -> Iterator[Fault]:
    yield from _missing("next", topic.next_topics, knowledge.topics, topic.place)
    subjects = {*knowledge.topics, *knowledge.neighbours}
    for miss in topic.near_misses:
        yield from _missing("near_misses", (miss.topic,), subjects, miss.place)


def _neighbour(neighbour: Neighbour, knowledge: KnowledgeBase) -> Iterator[Fault]:
    yield from _missing("contacts", neighbour.contacts, knowledge.contacts, neighbour.place)
    yield from _missing("concepts", neighbour.concepts, knowledge.concepts, neighbour.place)


def _notice(notice: Notice, knowledge: KnowledgeBase) -> Iterator[Fault]:
    for key, steps in (("supersedes", notice.supersedes), ("extends", notice.extends)):
        for step in steps:
            yield from _missing(key, (step.notice,), knowledge.notices, notice.place)
            earlier = knowledge.notices.get(step.notice)
            for passage in step.passages:
                if earlier and earlier.passage(passage) is None:
                    yield _fault(
                        notice.place,
                        f"「{key}」の「{passage}」という段落は {earlier.id} にありません",
                        f"notices/{earlier.id}.md の [p1] などの番号と合わせます",
                    )


def _missing(key: str, names: Iterable[str], known: Iterable[str], place: Place) -> Iterator[Fault]:
    what, home = _HOMES[key]
    for name in names:
        if name in known:
            continue
        remedy = f"つづりを確かめるか、{home} に作ります"
        if home in _ENDINGS:
            own = f"{home}/{name}{_ENDINGS[home]}"
            remedy = f"つづりを確かめます。{own} があれば、その誤りを先に直します"
        yield _fault(place, f"「{key}」の「{name}」という{what}はありません", remedy)


def _once(faults: list[Fault]) -> Iterator[Fault]:
    """Yield each message once: a topic that cannot be read is missing wherever it is named."""
    places = Counter(fault.message for fault in faults)
    for fault in {fault.message: fault for fault in reversed(faults)}.values():
        more = places[fault.message] - 1
        yield replace(fault, message=f"{fault.message}（ほか {more} か所）") if more else fault


def _fault(place: Place, message: str, remedy: str) -> Fault:
    return Fault(place.file, place.line, message, remedy)
