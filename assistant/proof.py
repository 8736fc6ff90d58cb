"""`annai check`: everything that proves a knowledge folder sound, as one list of findings."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.errors import Fault, KnowledgeError
from assistant.knowledge_base.checks import check
from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import KnowledgeBase
from assistant.knowledge_base.upkeep import warnings
from assistant.understanding.examples import check_examples
from assistant.understanding.reading import Understanding


@dataclass(frozen=True, slots=True)
class Findings:
    """Faults (the knowledge must not be used) and warnings (somebody should look), each sorted."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def prove(folder: Path, today: date) -> Findings:
    """Run every check on the content below ``folder``; form faults hide the later checks."""
    try:
        knowledge = load_knowledge(folder)
    except KnowledgeError as error:
        return Findings(error.faults, ())
    return findings(knowledge, today)


def findings(knowledge: KnowledgeBase, today: date) -> Findings:
    """Run the checks on knowledge that could be read."""
    faults = [*check(knowledge), *check_examples(knowledge, Understanding.build(knowledge))]
    return Findings(tuple(sorted(faults)), tuple(sorted(warnings(knowledge, today))))
