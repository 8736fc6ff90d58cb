"""`annai check` as a whole: examples and near misses (check 6) on top of the others."""

from datetime import date
from pathlib import Path

import pytest

from assistant.proof import prove
from tests.builders import write_knowledge

TODAY = date(2026, 11, 25)


def test_sound_knowledge_has_no_findings(tmp_path: Path) -> None:
    """The invented knowledge passes every check."""
    found = prove(write_knowledge(tmp_path), TODAY)
    assert (found.faults, found.warnings) == ((), ())


MUTANTS = [
    # an example of one topic that belongs to another
    ("topics/card.yaml", "  - さくら証は届きますか", "  - さくら証をなくしました", "決まらず"),
    # a near miss that names the wrong topic
    (
        "topics/lost.yaml",
        "{question: さくら証は届きますか, topic: card}",
        "{question: さくら証は届きますか, topic: lost}",
        "決まらず",
    ),
    # an example that nothing in the vocabulary reaches
    ("vocabulary/outside.yaml", "粗大ごみの出し方", "意識がないごみ", "救急"),
]


@pytest.mark.parametrize(("name", "old", "new", "message"), MUTANTS)
def test_an_example_that_misses_is_named(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    """An example or near miss that lands elsewhere is a fault with a file and line."""
    found = prove(write_knowledge(tmp_path, {name: (old, new)}), TODAY)
    assert [f for f in found.faults if message in f.message and f.line > 1]


def test_form_faults_are_findings_too(tmp_path: Path) -> None:
    """A folder that cannot be read gives its faults instead of a traceback."""
    found = prove(write_knowledge(tmp_path, {"topics/card.yaml": ("title:", "titel:")}), TODAY)
    assert found.faults
