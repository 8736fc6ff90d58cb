"""Putting patterns together from words, written as people write and matched on keys.

``rule`` folds kana as ``normalization`` does, so that マイナ and もって can stand in a pattern.
No kana ranges may be used in a rule except ``[ぁ-ん]``.
"""

import re

from assistant.understanding.normalization import fold_kana

# How a verb is denied after its て-form (持って-いない, もっ-とらん), and after its stem
# (持た-ない).
DENIED_TE = "(?:い|お)?(?:な[いくかけ]|り?ません|ら[んず]|ら?へん|ね[えぐ]|ず)"
DENIED_STEM = "(?:ない|なく|なか|ません|ず|ん|へん|ねえ)"


def either(*alternatives: str) -> str:
    """Return a pattern that matches any of the alternatives, the first that fits."""
    return "(?:" + "|".join(alternatives) + ")"


def rule(*parts: str) -> re.Pattern[str]:
    """Return the compiled pattern of all parts in a row, folded as keys are."""
    return re.compile(fold_kana("".join(parts)))
