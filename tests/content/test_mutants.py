"""The checks on the real content: a slip of any kind is caught, or nobody hears of it.

Each kind is tried on a sample that the rest of the content does not move. A slip that no check
catches must change no answer, or be one of the few of which no check can know; those are printed
with the reason (``pytest -rP``), and more of them than is said here fail.
"""

import sys
from dataclasses import replace

import pytest

from assistant.review.comparison import compare
from tests.content.mutants import Bench, Slip

SAMPLE = 40
SAME = "だれが、いつ尋ねても、同じ答えになる"
BENEATH = "国の答えか、前から知られていた答えが下に残る。わざとかどうかは、人が annai diff で見る"
SUMMARY = "参照だけの通知どうしには、突き合わせる原文がない"
NUMBER = "変わった数字も、その場合分けの期間か根拠にある"
WIDE = "根拠の段落が、その文の届くだれにでも当てはまる"

# For each kind how many of the sample may survive with an answer changed, and why.
KINDS: dict[str, tuple[int, str]] = {
    "from a day earlier": (0, ""),
    "from a day later": (0, ""),
    "until a day earlier": (0, ""),
    "until a day later": (0, ""),
    "known a day earlier": (0, ""),
    "known a day later": (0, ""),
    "ruling dropped": (8, BENEATH),
    "replaces dropped": (1, BENEATH),
    "one of replaces dropped": (6, BENEATH),
    "value of when dropped": (8, BENEATH),
    "value of when changed": (4, BENEATH),
    "character of a quote": (0, ""),
    "digit of a sentence": (1, NUMBER),
    "digit of a headline": (1, NUMBER),
    "another notice": (8, SUMMARY),
    "about dropped": (16, WIDE),
    "value of about changed": (5, WIDE),
    "scope changed": (0, ""),
    "scope dropped": (0, ""),
    "next points nowhere": (0, ""),
    "near miss moved": (0, ""),
}


@pytest.fixture(scope="module")
def bench() -> Bench:
    """The content that ships, read once."""
    return Bench()


@pytest.fixture(scope="module")
def slips(bench: Bench) -> dict[str, list[Slip]]:
    """Every slip by kind."""
    return bench.slips()


def test_every_kind_is_tried(slips: dict[str, list[Slip]]) -> None:
    """The kinds found in the content are those listed above, and each occurs."""
    assert set(slips) == set(KINDS)


def test_the_content_without_a_slip_has_no_fault(
    bench: Bench, slips: dict[str, list[Slip]]
) -> None:
    """What a mutant shows is its own: the same file without the slip passes the same checks."""
    for found in slips.values():
        sound = replace(found[0], now=found[0].was)
        assert bench.faults(sound) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_slip_is_caught_or_harmless(
    bench: Bench, slips: dict[str, list[Slip]], kind: str
) -> None:
    """No more slips of a kind survive with an answer changed than are said to, and why."""
    most, reason = KINDS[kind]
    sample = slips[kind][:SAMPLE]
    survivors = [slip for slip in sample if not bench.faults(slip)]
    changing = [slip for slip in survivors if changes_an_answer(bench, slip)]
    for slip in survivors:
        sys.stdout.write(f"{slip}　{reason if slip in changing else SAME}\n")
    assert len(survivors) < len(sample)
    assert len(changing) <= most, "\n".join(map(str, changing))
    if kind == "another notice":
        assert all(between_summaries(bench, slip) for slip in changing)


def changes_an_answer(bench: Bench, slip: Slip) -> bool:
    """Tell whether anybody hears something else, about any day, on any day.

    A scope is heard by nobody: it is there for the check alone.
    """
    if slip.kind.startswith("scope"):
        return True
    topic, _ = bench.topic(slip)
    assert topic is not None
    before = replace(bench.knowledge, topics={topic.id: bench.knowledge.topics[topic.id]})
    return bool(compare(before, replace(before, topics={topic.id: topic})))


def between_summaries(bench: Bench, slip: Slip) -> bool:
    """Tell whether both notices are known by reference only, without words to compare."""
    return {bench.knowledge.notices[name].kind for name in (slip.was, slip.now)} == {"reference"}
