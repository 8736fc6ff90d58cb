"""Everything that the documents tell a resident is said: fact by fact, each with its own words.

``facts.jsonl`` lists what the full notices say, one fact a line, each with the words that say it.
"""

import json
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.knowledge_base.loader import load_knowledge
from assistant.knowledge_base.model import KnowledgeBase
from assistant.knowledge_base.wording import squash

HERE = Path(__file__).resolve().parent
SHORTEST = 12  # characters in a row that a quote and the words of a fact share
SHARE = (
    0.4  # of the shorter of the two; less is an ending such as 「いただくようお願いいたします。」
)

FACTS = [json.loads(line) for line in (HERE / "facts.jsonl").read_text("utf-8").splitlines()]
ELSEWHERE = yaml.safe_load((HERE / "facts_covered.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    """The knowledge that ships."""
    return load_knowledge(HERE.parents[1] / "knowledge")


@pytest.fixture(scope="module")
def quotes(knowledge: KnowledgeBase) -> set[str]:
    """Every quote that an answer shows, as it is compared."""
    return {
        squash(statement.citation.quote)
        for topic in knowledge.topics.values()
        for ruling in topic.rulings
        for statement in ruling.statements
        if statement.citation and statement.citation.quote
    }


def is_said(words: str, quotes: Iterable[str]) -> bool:
    """Tell whether some quote holds the substance of a fact's words."""
    wanted = squash(words)
    return any(shared(wanted, quote) for quote in quotes)


def shared(wanted: str, quote: str) -> bool:
    """Tell whether two texts share enough characters in a row."""
    needed = max(SHORTEST, SHARE * min(len(wanted), len(quote)))
    match = SequenceMatcher(None, wanted, quote, autojunk=False).find_longest_match()
    return match.size >= needed


def test_every_fact_for_residents_is_said(quotes: set[str]) -> None:
    """Each fact of high or medium relevance stands in a quote, or in facts_covered.yaml."""
    elsewhere = {entry["fact"] for entry in ELSEWHERE}
    unsaid = [
        f"{fact['id']} {fact['notice']}：{fact['fact_ja']}"
        for fact in FACTS
        if fact["resident_relevance"] != "low"
        and fact["id"] not in elsewhere
        and not is_said(fact["quote"], quotes)
    ]
    assert unsaid == []


def test_every_other_fact_is_in_a_passage_with_its_reason(knowledge: KnowledgeBase) -> None:
    """A fact of low relevance stands in a passage that answers use, or that says why none does."""
    used = {
        (s.citation.notice, s.citation.passage)
        for topic in knowledge.topics.values()
        for ruling in topic.rulings
        for s in ruling.statements
        if s.citation
    }
    for fact in FACTS:
        if fact["resident_relevance"] == "low":
            places = passages_of(fact, knowledge)
            assert places, fact["id"]
            for passage, unused in places.items():
                assert unused or (fact["notice"], passage) in used, (fact["id"], passage)


def passages_of(fact: dict[str, Any], knowledge: KnowledgeBase) -> dict[str, str | None]:
    """Return the passages over which the words of a fact stretch, each with why it is unused."""
    notice = knowledge.notices[fact["notice"]]
    wanted = squash(fact["quote"])
    found = {}
    for passage in notice.passages:
        text = squash(passage.text)
        match = SequenceMatcher(None, wanted, text, autojunk=False).find_longest_match()
        if match.size >= min(SHORTEST, len(text), len(wanted)):
            found[passage.id] = passage.unused
    return found


def test_every_fact_has_an_id_and_a_notice(knowledge: KnowledgeBase) -> None:
    """Each fact is told once and names a notice that is there."""
    assert len({fact["id"] for fact in FACTS}) == len(FACTS)
    assert {fact["notice"] for fact in FACTS} <= set(knowledge.notices)
    assert {fact["resident_relevance"] for fact in FACTS} == {"high", "medium", "low"}


def test_what_is_said_elsewhere_is_said_there(knowledge: KnowledgeBase, quotes: set[str]) -> None:
    """Each entry has a reason, is needed, and names a fact that is said or a ruling that exists."""
    facts = {fact["id"]: fact for fact in FACTS}
    for entry in ELSEWHERE:
        assert set(entry) == {"fact", "by", "reason"}
        assert entry["reason"]
        assert not is_said(facts[entry["fact"]]["quote"], quotes), f"{entry['fact']} is not needed"
        topic, _, ruling = entry["by"].partition("/")
        if ruling:
            assert knowledge.topics[topic].ruling(ruling), entry["by"]
        else:
            assert is_said(facts[entry["by"]]["quote"], quotes), entry["by"]
    assert len({entry["fact"] for entry in ELSEWHERE}) == len(ELSEWHERE)


def test_a_polite_ending_says_nothing() -> None:
    """Two texts that share no more than their ending do not say the same."""
    ending = "していただくようお願いいたします。"
    assert not shared(
        f"登録状況が分からない方にはリーフレットの裏面を御案内{ending}",
        f"暫定運用の期間中に申請があった場合は、次の更新で交付するために受け付け{ending}",
    )
    assert shared("令和8年7月31日までの間、全員に交付する", "7月31日までの間、全員に交付する。")
