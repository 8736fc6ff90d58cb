"""Small slips in the real content, one at a time: what an official's hand or a bad merge does.

A mutant is the text of one file with one slip in it. It is read again as the loader reads it, so
that nothing reaches the checks that could not stand in a file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import yaml

from assistant.errors import Fault
from assistant.knowledge_base.evidence import check_evidence
from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import Fact, KnowledgeBase, Topic
from assistant.knowledge_base.notice_files import read_notice
from assistant.knowledge_base.records import Source
from assistant.knowledge_base.references import dangling
from assistant.knowledge_base.seams import check_seams
from assistant.knowledge_base.succession import check_succession
from assistant.knowledge_base.tiling import check_tiling
from assistant.knowledge_base.topic_files import TopicReader
from assistant.knowledge_base.upkeep import check_coverage
from assistant.knowledge_base.vocabulary_files import ConditionReader
from assistant.understanding.examples import check_examples
from assistant.understanding.reading import Understanding

FOLDER = Path(__file__).resolve().parents[2] / "knowledge"
OTHER_SCOPE = "{制度: 共済組合}"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Slip:
    """One place in a file, what stood there and what stands there now."""

    kind: str
    file: str
    ruling: str
    starts: int
    was: str
    now: str

    def __str__(self) -> str:
        was, now = (" ".join(words.split())[:60] for words in (self.was, self.now))
        return f"{self.file} {self.ruling}：「{was}」→「{now}」"

    def apply(self, text: str) -> str:
        """Return the text with the slip in it."""
        ends = self.starts + len(self.was)
        assert text[self.starts : ends] == self.was
        return text[: self.starts] + self.now + text[ends:]


class Bench:
    """The real content, read once; judges one slip at a time."""

    def __init__(self) -> None:
        self.knowledge = load_knowledge(FOLDER)
        self.texts = {
            path.relative_to(FOLDER).as_posix(): path.read_text("utf-8")
            for path in sorted([*FOLDER.glob("topics/*.yaml"), *FOLDER.glob("notices/*.md")])
        }
        self._conditions = ConditionReader(self.knowledge.facts)
        self._reader = TopicReader(self.knowledge.notices, self._conditions)
        self._understanding: Understanding | None = None

    def slips(self) -> dict[str, list[Slip]]:
        """Return every slip by its kind, each list in an order that no other slip changes."""
        found: dict[str, list[Slip]] = {}
        for file, text in self.texts.items():
            make = _Topic if file.startswith("topics/") else _NoticeFile
            for slip in make(file, text, self.knowledge).slips():
                found.setdefault(slip.kind, []).append(slip)
        return {kind: sorted(slips, key=_lot) for kind, slips in found.items()}

    def topic(self, slip: Slip) -> tuple[Topic | None, list[Fault]]:
        """Read the topic with the slip in it; None where it cannot be read."""
        faults: list[Fault] = []
        record = Source(slip.file, slip.apply(self.texts[slip.file]), faults).root_record()
        topic = self._reader.read(record) if record else None
        return topic, faults

    def faults(self, slip: Slip) -> list[Fault]:
        """Return what loader and checks say of a slip; form faults hide the later ones."""
        if slip.file.startswith("notices/"):
            return self._notice_faults(slip)
        topic, faults = self.topic(slip)
        if topic is None or faults:
            return faults
        every = replace(self.knowledge, topics={**self.knowledge.topics, topic.id: topic})
        missing = dangling(every)
        if missing:
            return missing
        if slip.kind == "near miss moved":
            return self._example_faults(topic)
        alone = replace(self.knowledge, topics={topic.id: topic})
        return [
            *(
                fault
                for part in (check_evidence, check_tiling, check_succession)
                for fault in part(alone)
            ),
            *(fault for part in (check_seams, check_coverage) for fault in part(every)),
        ]

    def _notice_faults(self, slip: Slip) -> list[Fault]:
        faults: list[Fault] = []
        text = slip.apply(self.texts[slip.file])
        notice = read_notice(slip.file, text, self._conditions, faults)
        if notice is None or faults:
            return faults
        notices = {**self.knowledge.notices, notice.id: notice}
        topics = {t.id: t for t in self.knowledge.topics.values() if notice.id in _cited(t)}
        return check_evidence(replace(self.knowledge, notices=notices, topics=topics))

    def _example_faults(self, topic: Topic) -> list[Fault]:
        """Return the near misses that land elsewhere; those that did before do not count."""
        self._understanding = self._understanding or Understanding.build(self.knowledge)
        before = replace(self.knowledge.topics[topic.id], examples=())
        old, new = (
            check_examples(
                replace(self.knowledge, topics={one.id: one}, neighbours={}), self._understanding
            )
            for one in (before, replace(topic, examples=()))
        )
        return [fault for fault in new if fault not in old]


def _lot(slip: Slip) -> str:
    """Return what a slip draws: a sample takes the first, whatever else is added to the content."""
    words = "/".join((slip.kind, slip.file, slip.ruling, slip.was, slip.now, str(slip.starts)))
    return sha256(words.encode()).hexdigest()


class _Topic:
    """Finds the slips of one topic file, by the places of its YAML nodes."""

    def __init__(self, file: str, text: str, knowledge: KnowledgeBase) -> None:
        self._file, self._text, self._knowledge = file, text, knowledge
        self._ruling = ""

    def slips(self) -> Iterator[Slip]:
        """Yield every slip of every kind."""
        root = yaml.compose(self._text, Loader=_Loader)
        for node in _items(_value(root, "next")):
            yield self._slip("next points nowhere", node, f"{node.value}-x")
        for miss in _items(_value(root, "near_misses")):
            yield self._moved(_value(miss, "topic"))
        for ruling in _items(_value(root, "rulings")):
            self._ruling = _value(ruling, "id").value
            yield from self._days(ruling)
            yield from self._replaced(ruling)
            yield from self._people(_value(ruling, "when"))
            yield from self._digits("digit of a headline", _value(ruling, "headline"))
            yield self._cut("ruling dropped", ruling, ruling)
            for statement in _items(_value(ruling, "answer")):
                yield from self._statement(statement)

    def _slip(self, kind: str, node: yaml.Node, now: str) -> Slip:
        starts, ends = node.start_mark.index, node.end_mark.index
        return Slip(kind, self._file, self._ruling, starts, self._text[starts:ends], now)

    def _cut(self, kind: str, first: yaml.Node, last: yaml.Node) -> Slip:
        """Cut whole lines, from the one where ``first`` begins."""
        starts = self._text.rfind("\n", 0, first.start_mark.index) + 1
        ends = last.end_mark.index
        if self._text[ends - 1] != "\n":
            ends = self._text.find("\n", ends) + 1
        return Slip(kind, self._file, self._ruling, starts, self._text[starts:ends], "")

    def _moved(self, node: yaml.Node) -> Slip:
        others = [name for name in self._knowledge.topics if f"topics/{name}.yaml" != self._file]
        place = int(sha256(f"{self._file}{node.start_mark.index}".encode()).hexdigest(), 16)
        other = others[place % len(others)]
        now = other if other != node.value else others[(place + 1) % len(others)]
        return self._slip("near miss moved", node, now)

    def _days(self, ruling: yaml.Node) -> Iterator[Slip]:
        for key in ("from", "until", "known"):
            node = _find(ruling, key)
            if node is not None and node.value != "open":
                day = date.fromisoformat(node.value)
                for step, word in ((-1, "earlier"), (1, "later")):
                    now = (day + timedelta(step)).isoformat()
                    yield self._slip(f"{key} a day {word}", node, now)

    def _replaced(self, ruling: yaml.Node) -> Iterator[Slip]:
        key, node = _pair(ruling, "replaces")
        if node is not None and key is not None:
            yield self._cut("replaces dropped", key, node)
            if len(node.value) > 1:
                for now in _one_fewer(node):
                    yield self._slip("one of replaces dropped", node, now)

    def _people(self, when: yaml.Node) -> Iterator[Slip]:
        for key, node in when.value:
            if isinstance(node, yaml.SequenceNode):
                for now in _one_fewer(node):
                    yield self._slip("value of when dropped", node, now)
            else:
                yield from self._other_values("value of when changed", key, node)

    def _other_values(self, kind: str, key: yaml.Node, node: yaml.Node) -> Iterator[Slip]:
        fact = _fact(key.value, self._knowledge.facts)
        for value in fact.values:
            if node.value not in (value.label, value.code):
                yield self._slip(kind, node, value.label)

    def _statement(self, statement: yaml.Node) -> Iterator[Slip]:
        text, quote, notice = (_find(statement, key) for key in ("text", "quote", "notice"))
        if text is not None:
            yield from self._digits("digit of a sentence", text)
        if quote is not None:
            starts, ends = quote.start_mark.index, quote.end_mark.index
            middle = (starts + ends) // 2
            was = self._text[middle]
            yield Slip("character of a quote", self._file, self._ruling, middle, was, "〓")
        if notice is not None:
            ids = list(self._knowledge.notices)
            now = ids[(ids.index(notice.value) + 1) % len(ids)]
            yield self._slip("another notice", notice, now)
        key, about = _pair(statement, "about")
        if about is not None and key is not None:
            yield self._cut("about dropped", key, about)
            for fact, node in about.value:
                if isinstance(node, yaml.ScalarNode):
                    yield from self._other_values("value of about changed", fact, node)

    def _digits(self, kind: str, node: yaml.Node) -> Iterator[Slip]:
        starts, ends = node.start_mark.index, node.end_mark.index
        for match in re.finditer(r"\d", self._text[starts:ends]):
            now = str((int(match.group()) + 1) % 10)
            place = starts + match.start()
            yield Slip(kind, self._file, self._ruling, place, match.group(), now)


class _NoticeFile:
    """Finds the slips of the scopes of one notice file that answers rest on."""

    def __init__(self, file: str, text: str, knowledge: KnowledgeBase) -> None:
        self._file, self._text = file, text
        self._notice = knowledge.notices[file.removeprefix("notices/").removesuffix(".md")]
        self._cited = {
            passage
            for topic in knowledge.topics.values()
            for passage in _cited(topic).get(self._notice.id, ())
        }

    def slips(self) -> Iterator[Slip]:
        """Yield another scope for the notice, and none for each passage that has its own."""
        own = {p.id for p in self._notice.passages if p.scope != self._notice.scope}
        head = re.search(r"^scope: (.*)$", self._text, re.MULTILINE)
        assert head
        if self._cited - own:
            yield Slip("scope changed", self._file, "", head.start(1), head[1], OTHER_SCOPE)
        for match in re.finditer(r"passage: (p\d+)(, scope: all, reason: [^}]*)", self._text):
            if match[1] in self._cited & own:
                yield Slip("scope dropped", self._file, match[1], match.start(2), match[2], "")


def _cited(topic: Topic) -> dict[str, set[str]]:
    """Return the passages that a topic rests on, by notice."""
    found: dict[str, set[str]] = {}
    for ruling in topic.rulings:
        for statement in ruling.statements:
            if statement.citation:
                found.setdefault(statement.citation.notice, set()).add(statement.citation.passage)
    return found


def _pair(node: yaml.Node, name: str) -> tuple[yaml.Node | None, yaml.Node | None]:
    return next(((key, value) for key, value in node.value if key.value == name), (None, None))


def _find(node: yaml.Node, name: str) -> yaml.Node | None:
    return _pair(node, name)[1]


def _value(node: yaml.Node | None, name: str) -> yaml.Node:
    found = _find(node, name) if node is not None else None
    return found if found is not None else yaml.SequenceNode("", [])


def _items(node: yaml.Node) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _one_fewer(node: yaml.Node) -> list[str]:
    """Return a list of words with each of them left out in turn, as it is written."""
    words = [item.value for item in node.value]
    return [f"[{', '.join(words[:n] + words[n + 1 :])}]" for n in range(len(words))]


def _fact(name: str, facts: Mapping[str, Fact]) -> Fact:
    return next(fact for fact in facts.values() if name in (fact.id, fact.label))
