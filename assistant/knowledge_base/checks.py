"""The checks that need nothing but the knowledge itself, in the order of their numbers.

Evidence is 2, 4 and 5, tiling and seams 3, succession and promises 5, coverage 7; contradictions
between topics come on top. Check 1 (form and references) is the loader's; check 6 (examples) needs
the understanding and stands in ``assistant.proof``.
"""

from collections.abc import Callable

from assistant.errors import Fault
from assistant.knowledge_base.contradictions import contradictions
from assistant.knowledge_base.evidence import check_evidence
from assistant.knowledge_base.model import KnowledgeBase
from assistant.knowledge_base.promises import check_promises
from assistant.knowledge_base.seams import check_seams
from assistant.knowledge_base.succession import check_succession
from assistant.knowledge_base.tiling import check_tiling
from assistant.knowledge_base.upkeep import check_coverage

_PARTS: tuple[Callable[[KnowledgeBase], list[Fault]], ...] = (
    check_evidence,
    check_tiling,
    check_seams,
    check_succession,
    check_promises,
    contradictions,
    check_coverage,
)


def check(knowledge: KnowledgeBase) -> list[Fault]:
    """Return every fault that the knowledge alone shows, sorted by file and line."""
    return sorted(fault for part in _PARTS for fault in part(knowledge))
