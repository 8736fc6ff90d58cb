"""`annai coverage`: which passage of which notice is used by which ruling, or why it is not."""

from collections import defaultdict
from dataclasses import dataclass

from assistant.knowledge_base.model import KnowledgeBase, Notice, Passage


@dataclass(frozen=True, slots=True)
class Use:
    """One passage with the rulings (``topic/ruling``) that rest on it, sorted."""

    passage: Passage
    rulings: tuple[str, ...]

    @property
    def covered(self) -> bool:
        """Tell whether a ruling uses the passage, or the notice says why none does."""
        return bool(self.rulings) or self.passage.unused is not None

    @property
    def stale(self) -> bool:
        """Tell whether the notice still says why no ruling uses the passage although one does."""
        return bool(self.rulings) and self.passage.unused is not None


def coverage(knowledge: KnowledgeBase) -> dict[str, tuple[Use, ...]]:
    """Return the map: notice id → its passages in order, each with its uses."""
    uses: dict[tuple[str, str], set[str]] = defaultdict(set)
    for topic in knowledge.topics.values():
        for ruling in topic.rulings:
            for statement in ruling.statements:
                if statement.citation:
                    place = statement.citation.notice, statement.citation.passage
                    uses[place].add(f"{topic.id}/{ruling.id}")
    return {notice.id: _uses(notice, uses) for notice in knowledge.notices.values()}


def _uses(notice: Notice, uses: dict[tuple[str, str], set[str]]) -> tuple[Use, ...]:
    return tuple(Use(p, tuple(sorted(uses.get((notice.id, p.id), ())))) for p in notice.passages)
