"""The map from passages to rulings."""

from pathlib import Path

from assistant.knowledge_base.loader import load_knowledge
from assistant.review.coverage import Use, coverage
from tests.builders import write_knowledge


def uses(folder: Path, changes: dict[str, tuple[str, str]] | None = None) -> dict[str, Use]:
    """Return the uses of the invented notice, by passage."""
    found = coverage(load_knowledge(write_knowledge(folder, changes)))
    return {use.passage.id: use for use in found["sakura-2025"]}


def test_each_passage_names_the_rulings_that_rest_on_it(tmp_path: Path) -> None:
    """A passage lists topic and ruling of every answer that cites it, once each, sorted."""
    found = uses(tmp_path)
    assert found["p1"].rulings == ("card/all",)
    assert found["p3"].rulings == ("card/others", "lost/everybody")
    assert all(use.covered and not use.stale for use in found.values())


def test_a_passage_that_nobody_uses_is_not_covered(tmp_path: Path) -> None:
    """A passage without an answer is uncovered until its notice says why."""
    added = ("\n[p3]\n", "\n[p3]\nさくら。\n\n[p4]\n")
    moved = {"topics/lost.yaml": ("passage: p3", "passage: p4")}
    reason = "  - {passage: p3, unused: 飾りの言葉}"
    scope = "scope: all, reason: 全員に当てはまるため}"
    assert not uses(tmp_path / "a", {"notices/sakura-2025.md": added, **moved})["p3"].covered
    folder = write_knowledge(tmp_path / "b", {"notices/sakura-2025.md": added, **moved})
    notice = folder / "notices/sakura-2025.md"
    text = notice.read_text("utf-8")
    notice.write_text(text.replace(f"  - {{passage: p3, {scope}", reason), "utf-8")
    explained = coverage(load_knowledge(folder))["sakura-2025"][2]
    assert explained.covered
    assert explained.rulings == ()


def test_a_reason_that_is_no_longer_true_is_told(tmp_path: Path) -> None:
    """A passage that is used although its notice says why it is not is marked as stale."""
    change = {
        "notices/sakura-2025.md": (
            "passages:\n",
            "passages:\n  - {passage: p1, unused: 使わないことにした}\n",
        )
    }
    found = uses(tmp_path, change)
    assert found["p1"].stale
    assert not found["p2"].stale
