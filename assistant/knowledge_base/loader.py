"""Folder of content files → one KnowledgeBase, or every fault with its file and line."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, TypeVar

from assistant.errors import Fault, KnowledgeError
from assistant.knowledge_base.model import Emergency, KnowledgeBase, Place
from assistant.knowledge_base.notice_files import read_notice
from assistant.knowledge_base.records import Record, Source
from assistant.knowledge_base.references import dangling
from assistant.knowledge_base.topic_files import TopicReader
from assistant.knowledge_base.vocabulary_files import (
    ConditionReader,
    read_concept,
    read_contact,
    read_emergency,
    read_fact,
    read_neighbour,
)

_NO_EMERGENCY = Emergency((), (), "", ())


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def place(self) -> Place: ...


N = TypeVar("N", bound=_Named)
T = TypeVar("T")


def load_knowledge(folder: Path) -> KnowledgeBase:
    """Read all content below ``folder``.

    Raises:
        KnowledgeError: something is missing, misspelt, repeated or points nowhere.
    """
    files = _ContentFiles(folder)
    facts = _by_id(files.records("vocabulary/facts.yaml", read_fact), files.faults)
    conditions = ConditionReader(facts)
    notices = _by_id(
        (
            read_notice(name, text, conditions, files.faults)
            for name, text in files.texts("notices", ".md")
        ),
        files.faults,
    )
    reader = TopicReader(notices, conditions)
    topics = _by_id((reader.read(record) for record in files.documents("topics")), files.faults)
    knowledge = KnowledgeBase(
        notices=notices,
        topics=topics,
        concepts=_by_id(files.records("vocabulary/concepts.yaml", read_concept), files.faults),
        facts=facts,
        contacts=_by_id(files.records("vocabulary/contacts.yaml", read_contact), files.faults),
        neighbours=_by_id(files.records("vocabulary/outside.yaml", read_neighbour), files.faults),
        emergency=files.single("vocabulary/emergency.yaml", read_emergency) or _NO_EMERGENCY,
        messages=files.single("vocabulary/messages.yaml", _read_messages) or {},
        digest=files.digest(),
    )
    files.faults.extend(dangling(knowledge))
    if files.faults:
        raise KnowledgeError(files.faults)
    return knowledge


class _ContentFiles:
    """The files of a knowledge folder, read once in sorted order; collects faults."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(
            p for p in folder.rglob("*") if p.suffix in {".md", ".yaml"} and p.name != "README.md"
        )
        self.faults: list[Fault] = []
        self._texts = {p.relative_to(folder).as_posix(): self._read(p, folder) for p in paths}
        if not self._texts:
            self.faults.append(
                Fault(
                    str(folder),
                    1,
                    "内容のファイルが一つもありません",
                    "フォルダーの場所を確かめます",
                )
            )

    def _read(self, path: Path, folder: Path) -> str:
        try:
            return path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            name = path.relative_to(folder).as_posix()
            self.faults.append(
                Fault(name, 1, "UTF-8 の文字として読めません", "UTF-8 で保存し直します")
            )
            return ""

    def digest(self) -> str:
        """Return ``sha256:…`` over names and contents, in sorted order."""
        total = hashlib.sha256()
        for name, text in self._texts.items():
            total.update(f"{name}\0{text}\0".encode())
        return f"sha256:{total.hexdigest()}"

    def texts(self, folder: str, ending: str) -> Iterable[tuple[str, str]]:
        """Yield name and text of the files below a sub-folder."""
        for name, text in self._texts.items():
            if name.startswith(f"{folder}/") and name.endswith(ending):
                yield name, text

    def documents(self, folder: str) -> Iterable[Record]:
        """Yield the root record of each YAML file below a sub-folder; its id must be its name."""
        for name, text in self.texts(folder, ".yaml"):
            record = Source(name, text, self.faults).root_record()
            if record:
                yield record

    def records(self, name: str, read: Callable[[Record], T]) -> list[T]:
        """Return a file's list of records, each read; a missing file is a fault."""
        if name not in self._texts:
            self.faults.append(Fault(name, 1, "このファイルがありません", "ファイルを作ります"))
            return []
        return [
            read(record) for record in Source(name, self._texts[name], self.faults).root_records()
        ]

    def single(self, name: str, read: Callable[[Record], T]) -> T | None:
        """Return a file's one record, read; None (with a fault) where it is missing."""
        if name not in self._texts:
            self.faults.append(Fault(name, 1, "このファイルがありません", "ファイルを作ります"))
            return None
        record = Source(name, self._texts[name], self.faults).root_record()
        return None if record is None else read(record)


def _read_messages(record: Record) -> dict[str, str]:
    return {key: texts[0] for key, texts in record.pairs() if texts}


def _by_id(items: Iterable[N | None], faults: list[Fault]) -> dict[str, N]:
    """Index items by id; a repeated id is a fault."""
    found: dict[str, N] = {}
    for item in items:
        if item is None:
            continue
        if item.id in found:
            place = item.place
            faults.append(
                Fault(
                    place.file, place.line, f"「{item.id}」が二つあります", "片方の名前を変えます"
                )
            )
        found[item.id] = item
    return found
