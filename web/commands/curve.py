"""The calibration curve: what a higher floor or margin would cost in answers and save in errors.

The scores are those that the trace of each first reply names. Only questions to which the engine
commits itself (an answer, or one fact asked back) count as covered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from web.commands.question_sets import Judged

SCORES = re.compile(r"\S+ (\d+)点")
COMMITTED = ("answer", "clarify")
FLOORS = range(0, 1000, 50)
MARGINS = range(0, 300, 20)


@dataclass(frozen=True, slots=True)
class Point:
    """How sure the engine was of one question, and whether it was right."""

    score: int
    margin: int
    committed: bool
    right: bool


def curve_lines(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield the two tables: by least score, and by least lead over the next topic."""
    points = [_point(one) for one in judged]
    for title, thresholds, name in (
        ("最低点", FLOORS, "score"),
        ("次との差", MARGINS, "margin"),
    ):
        yield f"{title:6} 答えた割合 正しさ 誤りの割合"
        for least in thresholds:
            kept = [p for p in points if p.committed and getattr(p, name) >= least]
            right = sum(p.right for p in kept)
            total = max(1, len(points))
            yield (
                f"{least:>8} {len(kept) / total:>8.3f} {right / max(1, len(kept)):>8.3f}"
                f" {(len(kept) - right) / total:>8.3f}"
            )


def _point(one: Judged) -> Point:
    trace = one.first.get("trace") or []
    line = next((line for line in trace if SCORES.search(line)), "")
    scores = [int(score) for score in SCORES.findall(line)] + [0, 0]
    return Point(
        score=scores[0],
        margin=scores[0] - scores[1],
        committed=one.first["outcome"] in COMMITTED,
        right=one.verdict in {"right", "asked"},
    )
