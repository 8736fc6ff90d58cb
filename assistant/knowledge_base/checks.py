"""The checks that need nothing but the knowledge itself: evidence, tiling, coverage.

Check 1 (form and references) is the loader's; check 6 (examples) needs the understanding and
stands in ``assistant.proof``.
"""

from assistant.errors import Fault
from assistant.knowledge_base.evidence import check_evidence
from assistant.knowledge_base.model import KnowledgeBase
from assistant.knowledge_base.tiling import check_tiling
from assistant.knowledge_base.upkeep import check_coverage


def check(knowledge: KnowledgeBase) -> list[Fault]:
    """Return the faults of evidence (2, 4, 5), tiling (3) and coverage (7), sorted."""
    faults = [*check_evidence(knowledge), *check_tiling(knowledge), *check_coverage(knowledge)]
    return sorted(faults)
