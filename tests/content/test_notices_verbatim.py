"""The full notices against the documents they were copied from, character by character."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import KnowledgeBase, Passage

HERE = Path(__file__).resolve().parent
KNOWLEDGE = HERE.parent.parent / "knowledge"

# The notices that each document bundles, in the order in which they stand in it.
BUNDLES = {
    "fukuyaku-2025-162.txt": (
        "fukuyaku-2025-162",
        "nichiyaku-2025-159",
        "mhlw-2025-08-04-dantai",
        "mhlw-2025-08-04",
        "mhlw-2025-04-03",
    ),
    "mbk-kenpo-2025.txt": ("mbk-kenpo-2025",),
    "mhlw-2025-05-13.txt": (
        "mhlw-2025-05-13",
        "mhlw-2025-05-13-annex1",
        "mhlw-2025-05-13-annex2",
        "mhlw-2025-05-13-annex3",
    ),
    "okayama-koiki-2025.txt": ("okayama-koiki-2025",),
    "tokyo-koiki-2024.txt": ("tokyo-koiki-2024",),
}
# The documents as they came; whoever edits one must say so here.
DIGESTS = {
    "fukuyaku-2025-162.txt": "4d9e6fe339ae19032366622480387e2c08756dbba877968f55e55527a667d267",
    "mbk-kenpo-2025.txt": "cb0a3b44f24b3c6c1fa8d665a28abdfaaff2969eb136be9948550f38cd4bdde1",
    "mhlw-2025-05-13.txt": "490725490ab466761680fb679846812442e95a85102dc4581466b0180cd2cec3",
    "okayama-koiki-2025.txt": "63a31fc05fb789ccdcb8e6d4fda1bd3e14933255f3ec69da751627ed320b6fa7",
    "tokyo-koiki-2024.txt": "30a641f012f900e44aab777bf18fe59449cc8ed2bb4a3110dd354d18a3b7ad3b",
}

Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Passages that do not stand in the document, and stretches of it that no passage holds."""

    missing: tuple[str, ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch of a document that is in no notice, why, and how often it occurs."""

    source: str
    text: str
    reason: str
    times: int


def squash(text: str) -> str:
    """Return the characters that count: width folded, without white space and scan marks.

    Written here once more, so that the product's own comparison does not judge itself.
    """
    folded = unicodedata.normalize("NFKC", text)  # noqa: TID251
    return re.sub(r"[\s*#]", "", folded)


def compare(document: str, passages: Iterable[Named]) -> Comparison:
    """Find each passage in the document after the one before it; note what is left between."""
    text = squash(document)
    missing: list[str] = []
    gaps: list[str] = []
    position = 0
    for name, words in passages:
        wanted = squash(words)
        found = text.find(wanted, position)
        if found < 0:
            missing.append(name)
            continue
        gaps.append(text[position:found])
        position = found + len(wanted)
    gaps.append(text[position:])
    return Comparison(tuple(missing), tuple(gap for gap in gaps if gap))


def unexplained(gaps: Iterable[str], listed: Iterable[LeftOut]) -> tuple[list[str], list[str]]:
    """Return the gaps that the list does not name, and the entries that are no gap."""
    found = Counter(gaps)
    named = Counter({squash(entry.text): entry.times for entry in listed})
    return sorted((found - named).elements()), sorted((named - found).elements())


def document(source: str) -> str:
    """Return a document as it came."""
    return (HERE / "sources" / source).read_text("utf-8")


def left_out() -> Iterator[LeftOut]:
    """Yield the entries of ``left_out.yaml``."""
    for entry in yaml.safe_load((HERE / "left_out.yaml").read_text("utf-8")):
        yield LeftOut(
            source=str(entry["source"]),
            text=str(entry["text"]),
            reason=str(entry["reason"] or ""),
            times=int(entry.get("times", 1)),
        )


def left_out_of(source: str) -> list[LeftOut]:
    """Return the entries for one document."""
    return [entry for entry in left_out() if entry.source == source]


def changed(text: str) -> str:
    """Return the text with its middle character replaced by one that stands nowhere."""
    middle = len(text) // 2
    return f"{text[:middle]}〓{text[middle + 1 :]}"


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    """The knowledge that ships."""
    return load_knowledge(KNOWLEDGE)


def passages(knowledge: KnowledgeBase, source: str) -> list[Named]:
    """Return the passages of all notices of a document, named ``notice#pN``, in its order."""

    def named(notice: str, passage: Passage) -> Named:
        return f"{notice}#{passage.id}", passage.text

    return [
        named(notice, passage)
        for notice in BUNDLES[source]
        for passage in knowledge.notices[notice].passages
    ]


def test_every_full_notice_has_its_document(knowledge: KnowledgeBase) -> None:
    """Each full notice names the document that is compared with it, and no other notice does."""
    named = {notice.id: notice.source for notice in knowledge.notices.values() if notice.source}
    assert named == {notice: source for source, ids in BUNDLES.items() for notice in ids}
    assert {notice.id for notice in knowledge.notices.values() if notice.kind == "full"} == set(
        named
    )


@pytest.mark.parametrize("source", BUNDLES)
def test_documents_are_as_they_came(source: str) -> None:
    """No byte of a document has changed since it was taken in."""
    content = (HERE / "sources" / source).read_bytes()
    assert hashlib.sha256(content).hexdigest() == DIGESTS[source]


@pytest.mark.parametrize("source", BUNDLES)
def test_every_passage_stands_in_its_document(knowledge: KnowledgeBase, source: str) -> None:
    """Each passage is a piece of the document, word for word, and they follow in its order."""
    assert compare(document(source), passages(knowledge, source)).missing == ()


@pytest.mark.parametrize("source", BUNDLES)
def test_everything_else_is_left_out_on_purpose(knowledge: KnowledgeBase, source: str) -> None:
    """What no passage holds is listed in left_out.yaml, and nothing else is."""
    gaps = compare(document(source), passages(knowledge, source)).gaps
    assert unexplained(gaps, left_out_of(source)) == ([], [])


def test_everything_left_out_has_a_reason() -> None:
    """Each entry names one of the documents, a text and a reason, and stands there once."""
    entries = list(left_out())
    assert all(entry.source in BUNDLES and entry.text and entry.reason for entry in entries)
    assert len({(entry.source, squash(entry.text)) for entry in entries}) == len(entries)


@pytest.mark.parametrize("source", BUNDLES)
def test_one_changed_character_is_reported(knowledge: KnowledgeBase, source: str) -> None:
    """A passage with one other character is named as missing, and its words become a gap."""
    sound = passages(knowledge, source)
    for index, (name, text) in enumerate(sound):
        mutant = [*sound[:index], (name, changed(text)), *sound[index + 1 :]]
        comparison = compare(document(source), mutant)
        assert name in comparison.missing
        assert any(squash(text) in gap for gap in comparison.gaps)


@pytest.mark.parametrize("source", BUNDLES)
def test_a_passage_dropped_is_reported(knowledge: KnowledgeBase, source: str) -> None:
    """A notice that lost a passage leaves a gap that the list does not explain."""
    sound = passages(knowledge, source)
    for index in range(len(sound)):
        gaps = compare(document(source), sound[:index] + sound[index + 1 :]).gaps
        assert unexplained(gaps, left_out_of(source)) != ([], [])


def test_passages_out_of_order_are_reported() -> None:
    """Two passages that changed places do not both follow the document."""
    assert compare("一。二。三。", [("p1", "二。"), ("p2", "一。")]).missing == ("p2",)


def test_a_stale_entry_is_reported() -> None:
    """An entry for words that a passage holds, or that are nowhere, is named."""
    entry = LeftOut("a.txt", "文字サイズ", "操作の案内", 1)
    assert unexplained([], [entry]) == ([], ["文字サイズ"])
    assert unexplained(["文字サイズ", "文字サイズ"], [entry]) == (["文字サイズ"], [])


def test_width_and_breaks_do_not_count() -> None:
    """Full width, line breaks and the scan's marks are no difference; words are."""
    assert squash("第 １ ６ ２ 号\n**です**") == squash("第162号です")
    assert squash("保険証") != squash("保険者")
