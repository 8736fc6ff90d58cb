"""The checks that need nothing but the knowledge itself: evidence, tiling, succession, coverage.

Check 1 (form and references) is the loader's; check 6 (examples) needs the understanding and
stands in ``assistant.proof``.
"""

from assistant.errors import Fault
from assistant.knowledge_base.evidence import check_evidence
from assistant.knowledge_base.model import KnowledgeBase
from assistant.knowledge_base.succession import check_succession
from assistant.knowledge_base.tiling import check_tiling
from assistant.knowledge_base.upkeep import check_coverage


def check(knowledge: KnowledgeBase) -> list[Fault]:
    """Return the faults of evidence (2, 4, 5), tiling (3), succession (5), coverage (7), sorted."""
    parts = (check_evidence, check_tiling, check_succession, check_coverage)
    return sorted(fault for part in parts for fault in part(knowledge))
